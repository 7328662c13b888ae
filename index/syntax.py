"""The query language of docs/interfaces.md: what is typed becomes a frozen tree, whatever is typed.

::

    query  = any of the words OR (หรือ) between them
    words  = parts wanted together: word · "exact string" · -without · ( query ) · field:value · word* · word~

:func:`parse` never raises. What it cannot understand becomes a note that says what was searched instead.
The tree knows no dictionary: an unbroken run of Thai stays one :class:`Text`, and the engine cuts it into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.thai.normalise import normalise
from index.notes import Note
from index.periods import FISCAL, Asked, read_days, read_years
from index.tree import FILTERS, And, Days, Filter, Node, Not, Or, Phrase, Prefix, Similar, Text, show

MAX_QUERY = 500  # characters; a caller with settings gives its own
MAX_DEPTH = 20  # brackets inside brackets; more are no question of a person, and Python's stack is not endless


# What may stand before a colon → what it asks for. Both languages, and the spellings that people try.
FIELDS: dict[str, str] = {
    "หน่วยงาน": "agency",
    "agency": "agency",
    "บุคคล": "person",
    "ชื่อ": "person",
    "person": "person",
    "จังหวัด": "province",
    "province": "province",
    "หมวด": "section",
    "section": "section",
    "ประเภท": "kind",
    "kind": "kind",
    "เว็บ": "site",
    "เว็บไซต์": "site",
    "site": "site",
    "หัวเรื่อง": "title",
    "ชื่อเรื่อง": "title",
    "title": "title",
    "วันที่": "date",
    "date": "date",
    "ปี": "year",
    "year": "year",
    "ปีงบ": FISCAL,
    "ปีงบประมาณ": FISCAL,
    "fiscal": FISCAL,
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, the same in the query language, and a note for each part that was not understood."""

    tree: Node
    understood: str
    notes: tuple[Note, ...] = ()


def parse(query: str, limit: int = MAX_QUERY) -> Parsed:
    """What *query* asks for; its first *limit* characters are read."""
    notes: list[Note] = []
    query = without_surrogates(query)
    if len(query) > limit:
        notes.append(Note("query_cut", n=limit))
        query = query[:limit]
    tree = _Parser(query, notes).query()
    return Parsed(tree, show(tree), tuple(dict.fromkeys(notes)))


def without_surrogates(text: str) -> str:
    """*text* with ``?`` for halves of surrogate pairs, which a broken sender gives and UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: Literal["(", ")", "-", "or", "field", "phrase", "word"]
    text: str = ""


_LEXEME = re.compile(
    r'(?P<blank>\s+)|(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s()"]+)',
)


def _lexemes(query: str, notes: list[Note]) -> Iterator[_Lexeme]:
    page = normalise(query)
    fresh = True  # after a blank or a bracket: only there a hyphen means without
    for m in _LEXEME.finditer(page.text):
        if m["open"] or m["close"]:
            yield _Lexeme("(" if m["open"] else ")")
        elif m["phrase"] is not None:
            if not m["end"]:
                notes.append(Note("quote_open"))
            yield _Lexeme("phrase", m["phrase"])
        elif m["word"]:
            raw = query[slice(*page.raw_span(m.start(), m.end()))]
            binds = page.text[m.end() : m.end() + 1] in ("(", '"')
            yield from _word_lexemes(m["word"], raw, fresh=fresh, binds=binds, notes=notes)
        fresh = bool(m["blank"] or m["open"])


def _word_lexemes(word: str, raw: str, *, fresh: bool, binds: bool, notes: list[Note]) -> Iterator[_Lexeme]:
    """*raw* is the word as typed: OR is an operator, or is a word; *binds*: a bracket or quote stands right behind."""
    core = word.rstrip("*~")
    if "*" in core or "~" in core or len(word) - len(core) > 1:
        notes.append(Note("stray_sign", word))
        word = core.replace("*", "").replace("~", "") + word[len(core) : len(core) + 1]
    if raw == "OR" or word in ("หรือ", "|"):
        yield _Lexeme("or")
        return
    bare = word.lstrip("-")
    if bare != word and fresh and (bare or binds):
        yield _Lexeme("-")
    name, colon, value = bare.partition(":")
    if colon and name in FIELDS:
        yield _Lexeme("field", name)
        bare = value
    elif colon and name and not value.startswith("//") and all(c.isalpha() or "ั" <= c <= "๎" for c in name):
        notes.append(Note("unknown_field", name))
    if bare and raw != "AND":
        yield _Lexeme("word", bare)


class _Parser:
    """One query on its way to a tree; *notes* grows with what is not understood."""

    def __init__(self, query: str, notes: list[Note]) -> None:
        self._notes = notes
        self._lexemes = list(_lexemes(query, notes))
        self._at = 0

    def query(self) -> Node:
        found: list[Node] = []
        while self._at < len(self._lexemes):
            found.append(self._any("", 0))
            if self._next_is(")"):
                self._at += 1
                self._notes.append(Note("bracket_extra"))
        return _all(found)

    def _next_is(self, *kinds: str) -> bool:
        return self._at < len(self._lexemes) and self._lexemes[self._at].kind in kinds

    def _any(self, field: str, depth: int) -> Node:
        parts = [self._words(field, depth)]
        while self._next_is("or"):
            self._at += 1
            parts.append(self._words(field, depth))
        kept = [p for p in parts if p != And(())]
        if len(kept) < len(parts) and len(parts) > 1:
            self._notes.append(Note("or_alone"))
        flat = [q for p in kept for q in (p.parts if isinstance(p, Or) else (p,))]
        return _one(flat, Or)

    def _words(self, field: str, depth: int) -> Node:
        parts: list[Node] = []
        while self._at < len(self._lexemes) and not self._next_is("or", ")"):
            if (part := self._part(field, depth)) is not None:
                parts.append(part)
        return _all(parts)

    def _part(self, field: str, depth: int) -> Node | None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.kind == "-":
            return self._without(field, depth)
        if lexeme.kind == "field":
            return self._of_field(lexeme, depth)
        if lexeme.kind == "(":
            return self._group(field, depth)
        return self._leaf(lexeme, field)

    def _without(self, field: str, depth: int) -> Node | None:
        if self._at == len(self._lexemes) or self._next_is("or", ")"):
            return None  # a dash between blanks is punctuation
        part = self._part(field, depth) if not self._next_is("-") else None
        if part is None:
            return None
        return part.part if isinstance(part, Not) else Not(part)

    def _of_field(self, name: _Lexeme, depth: int) -> Node | None:
        if self._next_is("word", "phrase", "("):
            return self._part(FIELDS[name.text], depth)
        self._notes.append(Note("field_empty", name.text))
        return None

    def _group(self, field: str, depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            self._notes.append(Note("brackets_deep", n=MAX_DEPTH))
            return None
        inside = self._any(field, depth + 1)
        if self._next_is(")"):
            self._at += 1
        else:
            self._notes.append(Note("bracket_open"))
        return None if inside == And(()) else inside

    def _leaf(self, lexeme: _Lexeme, field: str) -> Node | None:
        exact, text = lexeme.kind == "phrase" and not field, lexeme.text.strip()
        if not (text if exact else text.strip("*~")):
            self._notes.append(Note("no_words", text))
            return None
        if exact:
            return Phrase(lexeme.text)  # blanks at its ends too are part of what was typed
        if field in ("date", "year", FISCAL):
            return self._days(text, field)
        for name in FILTERS:
            if field == name:
                return Filter(name, text.rstrip("*~"))
        where: Literal["", "title"] = "title" if field else ""
        if lexeme.kind == "phrase":
            return Phrase(text, where)
        bare = text.rstrip("*~")
        if bare == text:
            return Text(text, where)
        return Prefix(bare, where) if text.endswith("*") else Similar(bare, where)

    def _days(self, text: str, field: str) -> Node | None:
        asked: Asked | None = read_days(text) if field == "date" else read_years(text, fiscal=field == FISCAL)
        if asked is None:
            self._notes.append(Note("no_days", text))
            return None
        return Days(asked.start, asked.end, f'วันที่:"{asked.shown}"')


def _all(parts: list[Node]) -> Node:
    return _one([q for p in parts for q in (p.parts if isinstance(p, And) else (p,))], And)


def _one(parts: list[Node], kind: type[And] | type[Or]) -> Node:
    if len(parts) == 1:
        return parts[0]
    return kind(tuple(parts)) if parts else And(())
