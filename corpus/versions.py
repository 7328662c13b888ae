"""What makes a new version of an article: a change that a reader would see, not one of the page's dress.

Compared are the folded title, body and tables, the day of the page and its stamps, and the documents it links.
Names and places are read out of the text, so they change with it or with the program, never alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from corpus.records import Article
from corpus.thai.normalise import fold

Part = Literal["title", "body", "tables", "dates", "attachments"]
PARTS: tuple[Part, ...] = ("title", "body", "tables", "dates", "attachments")
_LINE = re.compile(r"[^\n]+\n*|\n+")
_PHRASE = re.compile(r"\S+\s*|\s+")
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
# Code points of one part that are compared word by word at once; longer ones by lines first, or what blanks divide.
MOST_LETTERS = 16_000
# What one comparison may cost, about a second of a processor in all: letters that are cut into words (0.3 s by the
# cutter of a web server) and looks at one word or line for another (0.6 s; where a few words are repeated all over a
# text, it would be minutes). What is left when they are used up is shown as replaced. Tried on pairs of up to a million
# letters: edited, unrelated, of one line, of one word; nearly all took under 0.7 s, the slowest 1.2 s.
MOST_CUT = 100_000
MOST_COMPARED = 5_000_000


@dataclass(slots=True)
class Effort:
    """What a comparison may still cost; ``is_coarse`` once something was shown as replaced that was not looked into."""

    letters: int = MOST_CUT
    compared: int = MOST_COMPARED
    is_coarse: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one part of an article: in both versions (``same``), only in the older or only in the newer."""

    part: Part
    kind: Literal["same", "removed", "added"]
    text: str


def content_digest(article: Article) -> str:
    """32 hex digits that are equal for two articles with the same content."""
    return hashlib.sha256(json.dumps([_part(article, part) for part in PARTS]).encode()).hexdigest()[:32]


def what_changed(before: Article, after: Article) -> tuple[Part, ...]:
    """The parts in which two versions of an article differ; empty where :func:`content_digest` is equal."""
    return tuple(part for part in PARTS if _part(before, part) != _part(after, part))


def differences(
    before: Article, after: Article, cut: Callable[[str], Sequence[str]], effort: Effort | None = None
) -> Iterator[Piece]:
    """Every part that :func:`what_changed` names, as stretches that joined give the older or the newer text.

    *cut* divides a text into words that joined give the text; what differs only in how it is written (doubled marks,
    Thai digits) counts as the same. *effort* bounds what all parts together cost and tells afterwards whether it was
    enough.
    """
    effort = Effort() if effort is None else effort
    for part in what_changed(before, after):
        yield from _pieces(part, _text(before, part), _text(after, part), cut, effort)


def _pieces(part: Part, old: str, new: str, cut: Callable[[str], Sequence[str]], effort: Effort) -> Iterator[Piece]:
    """The pieces of one part by its words; of a long one by its lines, then by the words of those that differ."""
    is_long = max(len(old), len(new)) > MOST_LETTERS
    if not is_long and len(old) + len(new) > effort.letters:
        effort.is_coarse = True
        yield from _replaced(part, old, new)
        return
    if is_long:
        a, b = _stretches(old, new)
    else:
        effort.letters -= len(old) + len(new)
        a, b = _words(old, cut), _words(new, cut)
    for kind, a1, a2, b1, b2 in _alike(a, b, effort):
        before, after = "".join(a[a1:a2]), "".join(b[b1:b2])
        if kind == "equal":
            yield Piece(part, "same", after)
        elif kind == "replace" and is_long and (a2 - a1, b2 - b1) != (len(a), len(b)):
            yield from _pieces(part, before, after, cut, effort)
        else:
            effort.is_coarse |= kind == "replace" and is_long
            yield from _replaced(part, before, after)


def _stretches(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines of two long texts, empty ones with the one before, or what blanks divide where they share no line."""
    a, b = _LINE.findall(old), _LINE.findall(new)
    return (a, b) if not set(a).isdisjoint(b) else (_PHRASE.findall(old), _PHRASE.findall(new))


def _replaced(part: Part, old: str, new: str) -> Iterator[Piece]:
    yield from (Piece(part, "removed", old),) if old else ()
    yield from (Piece(part, "added", new),) if new else ()


def _alike(a: Sequence[str], b: Sequence[str], effort: Effort) -> Iterator[tuple[str, int, int, int, int]]:
    """The opcodes of the matcher of the library for *a* and *b*, alike where they are when folded."""
    known = {word: fold(word) for word in {*a, *b}}
    old, new = [known[word] for word in a], [known[word] for word in b]
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    most = shorter - head
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    if head:
        yield "equal", 0, head, 0, head
    matcher = _Bounded(old[head : len(old) - tail], new[head : len(new) - tail], effort)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        yield kind, a1 + head, a2 + head, b1 + head, b2 + head
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


class _Bounded(SequenceMatcher[str]):
    """A matcher that stops to look for what is the same when its comparisons are used up.

    The matcher of the library compares in cubic time where a few words are repeated all over both texts.
    """

    def __init__(self, a: Sequence[str], b: Sequence[str], effort: Effort) -> None:
        self._effort = effort
        lengths = Counter(b)
        self._costs = [0, *accumulate(1 + lengths[word] for word in a)]
        super().__init__(None, a, b, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """The longest stretch of ``a[alo:ahi]`` that is in ``b[blo:bhi]``; none when the comparisons are used up."""
        cost = self._costs[len(self._costs) - 1 if ahi is None else ahi] - self._costs[alo]
        self._effort.compared -= cost
        if self._effort.compared > 0:
            return super().find_longest_match(alo, ahi, blo, bhi)
        self._effort.is_coarse = True
        return Match(alo, blo, 0)


def _words(text: str, cut: Callable[[str], Sequence[str]]) -> list[str]:
    """The words of *text*; the end of a line is a word of its own, so that it never changes with the one before, and so
    is a date, whose digits say nothing one by one.
    """
    return [
        word
        for piece in re.split(rf"(\n|{_DAY})", text)
        for word in ([piece] if re.fullmatch(rf"\n|{_DAY}", piece) else cut(piece))
    ]


def _text(article: Article, part: Part) -> str:
    """A part of an article as lines of text that a person can compare."""
    match part:
        case "title":
            return article.title
        case "body":
            return article.body
        case "tables":
            return "\n".join(" | ".join(row) for table in article.tables for row in table.rows)
        case "dates":
            day = "published" if article.published else "dated"
            named = ((day, article.dated), ("stamp", article.stamp), ("updated", article.updated))
            return "\n".join(f"{name} {day}" for name, day in named if day)
        case "attachments":
            return "\n".join(sorted(a.url for a in article.attachments))


def _part(article: Article, part: Part) -> object:
    match part:
        case "title":
            return folded(article.title)
        case "body":
            return folded(article.body)
        case "tables":
            return [[[_folded(cell) for cell in row] for row in table.rows] for table in article.tables]
        case "dates":
            return [str(day) for day in (article.dated, article.stamp, article.updated)]
        case "attachments":
            return sorted({a.url for a in article.attachments})


@lru_cache(maxsize=8)  # a page being stored is asked for its text by those who compare versions and pages
def folded(text: str) -> str:
    """*text* as it is compared: folded, with single blanks."""
    return _folded(text)


def _folded(text: str) -> str:
    """The same, not kept: the cells of one table would drive out the body of their page."""
    return " ".join(fold(text).split())
