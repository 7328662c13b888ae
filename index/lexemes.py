"""What was typed, cut into the signs of the query language, words, exact strings, and fields with their values.

A sign means something only where a person would mean it: a hyphen right before a word and behind a blank leaves that
word out, elsewhere it is punctuation; หรือ (or) in a long plain sentence is a word like any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.thai.dates import find_dates
from corpus.thai.normalise import Normalised, normalise
from index.fieldvalues import FIELDS, value_end
from index.notes import Note

SENTENCE = 8  # words, without any sign of the language: a sentence that was pasted, in which หรือ joins what it joins

GROWS = 2  # times as long may the folded query be: only ligatures of whole sentences grow more

_MAPPED = str.maketrans({**dict.fromkeys("‹›「」『』〝〞", '"'), "\u00a6": "|", "\uff5c": "|"})  # one for one
_TOKEN = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r'|"(?P<phrase>[^"]*)(?P<end>"?)'
    r"|(?P<dash>-+)|(?P<signs>[*~]+(?:(?<=~)\d*)?)|(?P<lead>[:+']+)"
    r'|(?P<word>[^\s()\[\]{}"*~]+)',
)
_SINGLE = re.compile(r"'{1,2}(?P<text>[^\"\n']{1,200})'{1,2}(?=[\s()]|\Z)")  # 'exact text', but not people's
_FIELD = re.compile(r"(?P<name>[^\s:()\[\]{}\"'*~]{1,40})[ \n]?:[ \n]?")
_BEHIND = re.compile(r"[*~](?:(?<=~)\d*)?(?=[\s()\[\]{}]|\Z)")  # ~2: how other engines count edits
_MINUS = "-\uff0d\u2212\u2010\u2011"  # what a keyboard gives; – and — are punctuation, even right before a word
_OPERATORS: dict[str, Literal["or", "and", "-"]] = {  # in English only capitals: rock or roll are words
    **dict.fromkeys(("OR", "หรือ", "|", "||"), "or"),
    **dict.fromkeys(("AND", "และ", "&", "&&"), "and"),
    "NOT": "-",
}
_WHETHER = ("ไม่", "เปล่า", "ยัง", "อย่างไร")  # behind หรือ: whether, not one of two


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query; ``text`` is that of a word, exact string or operator, the name of a ``field``."""

    kind: Literal["(", ")", "-", "or", "and", "field", "phrase", "word"]
    text: str = ""


def lexemes(query: str, notes: list[Note]) -> list[Lexeme]:
    """The lexemes of *query*, in order; what is not understood is added to *notes*."""
    return _settled(list(_Lexer(query, notes).lexemes()), notes)


class _Lexer:
    """One pass over a query, from left to right."""

    def __init__(self, query: str, notes: list[Note]) -> None:
        self._raw = query.translate(_MAPPED)
        self._page: Normalised = normalise(self._raw)
        self._text = self._page.text[: GROWS * len(query) + 16]
        self._notes = notes
        self._at = 0
        self._found: list[tuple[int, int]] | None = None
        self._fresh = True  # behind a blank or a bracket: only there a hyphen means without

    def lexemes(self) -> Iterator[Lexeme]:
        while self._at < len(self._text):
            single = _SINGLE.match(self._text, self._at) if self._fresh else None
            m = single or _TOKEN.match(self._text, self._at)
            if m is None:  # no character is without a lexeme
                raise RuntimeError(f"no lexeme at {self._at} of {self._text!r}")
            start, self._at = self._at, m.end()
            if single:
                yield Lexeme("phrase", single["text"])
            else:
                yield from self._of(m, start)
            self._fresh = self._text[self._at - 1] in " \n([{" or (m.lastgroup == "dash" and self._fresh)

    def _of(self, m: re.Match[str], start: int) -> Iterator[Lexeme]:
        if m["open"] or m["close"]:
            yield Lexeme("(" if m["open"] else ")")
        elif m["phrase"] is not None:
            if not m["end"]:
                self._notes.append(Note("quote_open") if m["phrase"].strip() else Note("no_words", '"'))
            if m["end"] or m["phrase"].strip():
                yield Lexeme("phrase", m["phrase"])
        elif m["dash"]:
            follows = self._text[m.end() : m.end() + 1]
            if self._fresh and follows.strip(" \n)") and self._typed(start, start + 1) in _MINUS:
                yield Lexeme("-")
            elif self._fresh and follows == " " and any(at <= start < end for at, end in self._times()):
                yield Lexeme("word", "-")  # of a range: 30 เม.ย. - 2 พ.ค. 2551
        elif m["signs"]:
            ends = self._fresh and not self._text[m.end() : m.end() + 1].strip(" \n()")
            self._notes.append(Note("no_words", m.group()) if ends else Note("stray_sign", m.group()))
        elif m["word"]:
            yield from self._field_or_word(m["word"], start)

    def _times(self) -> list[tuple[int, int]]:
        """Where the times that the query names with their year begin and end."""
        if self._found is None:
            found = find_dates(self._text)
            self._found = [(each.at, each.at + len(each.surface)) for each in found if not each.inferred]
        return self._found

    def _typed(self, start: int, end: int) -> str:
        return self._raw[slice(*self._page.raw_span(start, end))]

    def _field_or_word(self, word: str, start: int) -> Iterator[Lexeme]:
        field = _FIELD.match(self._text, start)
        if field and field["name"] in FIELDS:
            yield Lexeme("field", field["name"])
            self._at = value_end(field["name"], self._text, field.end())
            yield from self._word(self._text[field.end() : self._at])
            return
        name, colon, value = word.partition(":")
        if colon and value and not value.startswith("//") and all(map(_is_letter, name)):
            self._notes.append(Note("unknown_field", name))
        operator = _OPERATORS.get(self._capitals(start) if word in ("or", "and", "not") else word)
        yield from (Lexeme(operator, word),) if operator else self._word(word)

    def _capitals(self, start: int) -> str:
        """The letters of the word from *start* on as they were typed."""
        return "".join(filter(str.isalpha, unicodedata.normalize("NFKC", self._typed(start, self._at))))

    def _word(self, word: str) -> Iterator[Lexeme]:
        """A word, with the sign right behind it."""
        if sign := _BEHIND.match(self._text, self._at) if word else None:
            self._at = sign.end()
        if word:
            yield Lexeme("word", word + (sign.group()[0] if sign else ""))


def _settled(found: list[Lexeme], notes: list[Note]) -> list[Lexeme]:
    """The lexemes with หรือ and และ as the words that they are in a sentence."""
    joining = [one for one in found if one.kind in ("or", "and") and one.text in ("หรือ", "และ")]
    plain = len(found) > SENTENCE and len(joining) + sum(one.kind == "word" for one in found) == len(found)
    settled: list[Lexeme] = []
    for n, one in enumerate(found):
        before = settled[-1] if settled else None
        if before and before.kind == "or" and before.text == "หรือ" and one.kind == "word" and one.text in _WHETHER:
            settled[-1] = Lexeme("word", "หรือ" + one.text)
        elif plain and one.kind == "or" and not (n + 1 < len(found) and found[n + 1].text in _WHETHER):
            notes.append(Note("or_in_sentence"))
        elif one.kind != "and":
            settled.append(one)
    if found and all(one.kind in ("or", "and", "-") for one in found):  # nothing but operators: then they are words
        settled = [Lexeme("phrase", text) for text in dict.fromkeys(one.text for one in found) if text[:1].isalpha()]
        if settled:
            notes.append(Note("operator_alone", " ".join(one.text for one in settled)))
    return settled


def _is_letter(char: str) -> bool:
    return char.isalpha() or "\u0e31" <= char <= "\u0e4e"
