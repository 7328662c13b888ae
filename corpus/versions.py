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
from typing import Literal

from corpus.records import Article
from corpus.thai.normalise import fold

Part = Literal["title", "body", "tables", "dates", "attachments"]
PARTS: tuple[Part, ...] = ("title", "body", "tables", "dates", "attachments")
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MAX_WORDS = 4_000  # words of one part that are compared word by word at once; longer ones line by line first
# Comparisons of two words for one part, about a second: 4,000 words take 0.1 s (drawn from 60), but minutes where one
# word is repeated. What is left when they are used up is shown as replaced.
MOST_COMPARED = 20_000_000


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


def differences(before: Article, after: Article, cut: Callable[[str], Sequence[str]]) -> Iterator[Piece]:
    """Every part that :func:`what_changed` names, as stretches that joined give the older or the newer text.

    *cut* divides a text into words that joined give the text; what differs only in how it is written (doubled marks,
    Thai digits) counts as the same.
    """
    for part in what_changed(before, after):
        yield from _pieces(part, _text(before, part), _text(after, part), cut, [MOST_COMPARED])


def _pieces(part: Part, old: str, new: str, cut: Callable[[str], Sequence[str]], left: list[int]) -> Iterator[Piece]:
    """The pieces of one part; *left* holds how many comparisons are left."""
    a, b = _words(old, cut), _words(new, cut)
    by_lines = max(len(a), len(b)) > MAX_WORDS
    if by_lines:
        a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a1, a2, b1, b2 in _Bounded([fold(word) for word in a], [fold(word) for word in b], left).get_opcodes():
        before, after = "".join(a[a1:a2]), "".join(b[b1:b2])
        if kind == "equal":
            yield Piece(part, "same", after)
        elif kind == "replace" and by_lines and (a2 - a1, b2 - b1) != (len(a), len(b)):
            yield from _pieces(part, before, after, cut, left)
        else:
            yield from (Piece(part, "removed", before),) if before else ()
            yield from (Piece(part, "added", after),) if after else ()


class _Bounded(SequenceMatcher[str]):
    """A matcher that stops to look for what is the same when its comparisons are used up.

    The matcher of the library compares in cubic time where a few words are repeated all over both texts.
    """

    def __init__(self, a: Sequence[str], b: Sequence[str], left: list[int]) -> None:
        self._left = left
        self._older = a
        self._lengths = Counter(b)
        super().__init__(None, a, b, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """The longest stretch of ``a[alo:ahi]`` that is in ``b[blo:bhi]``; none when the comparisons are used up."""
        self._left[0] -= sum(self._lengths[word] for word in self._older[alo:ahi])
        return super().find_longest_match(alo, ahi, blo, bhi) if self._left[0] > 0 else Match(alo, blo, 0)


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
