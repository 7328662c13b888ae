"""The English lines of a page as words with their capitals.

The other readers work on folded text, where small and capital letters are one. English names show by their capitals
alone, so here the words are taken from the page's own characters and laid over the folded text: every offset is one
of ``Reading.text``. Fields and lines of mostly Thai letters are stepped over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from corpus.extract.lexicon import alternation, registry
from corpus.extract.reading import Reading, read
from corpus.records import Where

HALF_THAI = 2.2  # bytes a character: from here on more than half of the letters are Thai
SHORTEST_LINE = 12  # letters of a line that is English on a page with Thai on it
LONGEST_HEADLINE = 260  # code points
LONGEST_ACRONYM = 7
SHEET = 70, 125  # code points of a line that is as long as a sheet is wide

_LATIN = re.compile("[a-z]")
_THAI = re.compile("[ก-๎]")


class Word(NamedTuple):
    """A word or sign at ``start:end`` of the folded text.

    ``text`` has its capitals and no ``'s``; ``low`` is that in small letters. ``kind``: ``title``, ``head`` (of an
    office), ``modifier``, ``field``, ``acronym``, ``name`` (a capital and nothing else known), ``particle``,
    ``joint`` (of, and, the …), ``sign``, ``break`` (the end of a line), ``other``. ``owns``: ``'s`` follows it.
    ``headline``: it stands in a line where every word has a capital, so that capitals say nothing.
    """

    text: str
    low: str
    start: int
    end: int
    kind: str
    owns: bool = False
    headline: bool = False

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def english_words(reading: Reading) -> Sequence[Word]:
    """The words of the English lines of *reading*; none where hardly any line is English."""
    if len(reading.text.encode()) > HALF_THAI * len(reading.text):
        return ()
    return _words(reading.where, reading.raw)


def near(left: Word, right: Word) -> bool:
    """Whether only a blank, or nothing, stands between two words."""
    return right.start - left.end - 2 * left.owns <= 1


def cased(reading: Reading) -> str:
    """The folded text of *reading* with the page's capitals.

    A character whose folded form is not its own small letter stands as it is folded.
    """
    raw, text, offsets = reading.raw, reading.text, reading.offsets
    lines = []
    for start, end in pairwise([0, *(m.end() for m in re.finditer("\n", text)), len(text)]):
        line = raw[offsets[start] : offsets[end]]
        if line.lower() != text[start:end]:  # something was folded beside the capitals
            own = (raw[offsets[i]] for i in range(start, end))
            line = "".join(r if r.lower() == c else c for r, c in zip(own, text[start:end], strict=True))
        lines.append(line)
    return "".join(lines)


@lru_cache(maxsize=6)  # the fields of one page, asked for by four finders
def _words(where: Where, raw: str) -> Sequence[Word]:
    reading = read(where, raw)
    text = cased(reading)
    words: list[Word] = []
    for start, end, wrapped in _lines(reading.text):
        words += _line(text, start, end, wrapped=wrapped)
    return words


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """The lines of mostly Latin letters with the break at their ends, and whether the width of a sheet broke them."""
    bounds = [0, *(m.end() for m in re.finditer("\n", text)), len(text)]
    for start, end in pairwise(bounds):
        latin = len(_LATIN.findall(text, start, end))
        thai = len(_THAI.findall(text, start, end))
        if latin > 2 * thai and (not thai or latin >= SHORTEST_LINE):
            following = text.find("\n", end)
            wrapped = min(SHEET) < end - start < max(SHEET) and 0 < following - end < max(SHEET)
            yield start, end, wrapped


def _line(text: str, start: int, end: int, *, wrapped: bool) -> list[Word]:
    found = list(_tokens().finditer(text, start, end))
    headline = not wrapped and end - start < LONGEST_HEADLINE and _all_capitals(found)
    words: list[Word] = []
    for n, token in enumerate(found):
        words.append(_word(token, words, found[n + 1].group() if n + 1 < len(found) else "", headline=headline))
    if not words or words[-1].kind != "break":
        words.append(Word("\n", "\n", end, end, "break"))
    elif wrapped and len(words) > 1 and words[-2].text not in ".:;!?":
        words.pop()  # the sentence goes on
    return _with_places(words)


def _with_places(words: list[Word]) -> list[Word]:
    """*words* with the parts of the names of provinces marked: Khan alone is a name, Prachuap Khiri Khan is none."""
    for i, word in enumerate(words):
        for name in _provinces().get(word.low, ()) if word.capital else ():
            if tuple(part.low for part in words[i : i + len(name)]) == name:
                for n in range(i, i + len(name)):
                    words[n] = words[n]._replace(kind="field")
    return words


def _all_capitals(tokens: Sequence[re.Match[str]]) -> bool:
    """Whether every longer word begins with a capital: a headline, an address, a list of names."""
    long = [t.group() for t in tokens if len(t.group()) > 4 and "A" <= t.group()[0] <= "z"]
    return len(long) > 4 and all(word[0].isupper() for word in long)


def _word(token: re.Match[str], before: Sequence[Word], behind: str, *, headline: bool) -> Word:
    text, start, end = token.group(), *token.span()
    last = before[-1] if before else None
    if token.lastgroup == "title" and not _part_of_more(last, text, start) and _titled(text, behind):
        return Word(text, text.lower(), start, end, "title", headline=headline)
    owns = text[-2:] in ("'s", "’s")
    bare = text[:-2] if owns else text.rstrip("'’")  # Bankers' is one word with its apostrophe
    low = bare.lower()
    return Word(bare, low, start, end - 2 * owns, _kind(bare, low), owns, headline)


def _part_of_more(last: Word | None, text: str, start: int) -> bool:
    """Whether a title goes on with an office (Secretary General) or a name of places (Doi Khun Tan)."""
    if last is None or start - last.end > 1 or not last.capital:
        return False
    if text in word_list("titles", "weak"):
        return last.kind in ("name", "field", "acronym")
    return text in ("General", "Gen.") and last.low in word_list("people", "before_general")


def _titled(text: str, behind: str) -> bool:
    if text not in word_list("titles", "weak"):
        return True
    return behind[1:2].islower() and _kind(behind, behind.lower()) == "name"


def _kind(text: str, low: str) -> str:
    if not text[:1].isalpha():
        return "break" if text == "\n" else "joint" if text == "&" else "sign" if text in ",()/:;-" else "other"
    if kind := _kinds().get(low.split(" ", 1)[0]):  # chargé d'affaires is one word
        return kind
    if not text[0].isupper() or low == "na":
        return "particle" if low in word_list("people", "particles") else "other"
    if text.isupper() and len(text) <= LONGEST_ACRONYM and "." not in text and len(text) > 1 and "-" not in text:
        return "acronym"
    return "name"


@cache
def _kinds() -> dict[str, str]:
    """Word → its kind; a head of offices is nothing else."""
    lists = registry("english")["people"]
    peoples = [word.lower() for word in lists["peoples"]]
    lands = [word.lower() for word in lists["countries"]]
    kinds = dict.fromkeys(lists["common"], "other")
    kinds |= dict.fromkeys((*lists["fields"], *lands), "field")
    kinds |= dict.fromkeys((*lists["modifiers"], *peoples), "modifier")
    kinds |= dict.fromkeys(lists["heads"], "head")
    return kinds | dict.fromkeys(("of", "and", "the", "to", "for", "on", "in", "at"), "joint")


@cache
def _provinces() -> dict[str, list[tuple[str, ...]]]:
    """The English names of provinces in words, by their first; those apart that people are called as well."""
    people = word_list("people", "named_like_provinces")
    names: dict[str, list[tuple[str, ...]]] = {}
    for row in registry("provinces")["province"]:
        for name in (row["en"], *row.get("english", ())):
            if name not in people:
                words = tuple(name.lower().split())
                names.setdefault(words[0], []).append(words)
    return names


@cache
def word_list(table: str, name: str) -> frozenset[str]:
    """A list of ``english.toml``."""
    return frozenset(registry("english")[table][name])


@cache
def _tokens() -> re.Pattern[str]:
    forms = registry("english")["titles"]["forms"]
    dotted, plain = (alternation(f for f in forms if f.endswith(".") == dot) for dot in (True, False))
    title = rf"(?:(?:{dotted}(?=[\sA-Z])|{plain}(?![^\W_]|\.[A-Za-z])) ?){{1,5}}(?<! )"
    envoy = r"[Cc]hargé d['’] ?[Aa]ffaires(?: a\.i\.)?"
    initials, word = r"(?:[A-Z]\.){2,5}|[A-Z]\.(?= ?[A-Z])|(?:Ltd|Inc|Co|St|Md|Mohd)\.", r"[^\W\d_]+(?:['’.-][^\W_]+)*"
    plural = r"(?:(?<=s)['’](?= [A-Z]))?"  # Bankers' Association
    return re.compile(rf"(?P<title>{title})|{envoy}|{initials}|{word}{plural}|\d[\w.,:]*|\n|[^\s\w]")
