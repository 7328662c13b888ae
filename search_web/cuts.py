"""Short views of long texts: the words around a place, with no letter torn from its vowels and marks."""

from __future__ import annotations

from typing import NamedTuple

from index.clusters import is_boundary

REACH = 24  # code points in which a blank is preferred to a border between two letters


class Excerpt(NamedTuple):
    """A stretch of a text and what stands around it; ``…`` stands for what was left out."""

    before: str
    text: str
    behind: str


def cut_before(text: str, at: int) -> int:
    """The last place up to *at* where *text* may be cut; *at* itself where there is none in reach."""
    at = min(at, len(text))
    return next((place for place in range(at, max(at - REACH, 0), -1) if is_boundary(text, place)), at)


def excerpt(text: str, start: int, end: int, around: int = 40) -> Excerpt:
    """``text[start:end]`` exactly, with about *around* code points of its line on each side.

    >>> excerpt("เมื่อวันที่ 22 เมษายน 2551 ณ ศาลากลาง", 12, 26, around=6)
    Excerpt(before='… วันที่ ', text='22 เมษายน 2551', behind=' ณ …')
    """
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    first, last = max(line, start - around), min(stop, end + around)
    if first > line:
        blank = text.find(" ", first, min(first + REACH, start - 1))
        first = blank + 1 if blank >= 0 else cut_before(text, first)
    if last < stop:
        blank = text.rfind(" ", max(last - REACH, end + 1), last)
        last = blank if blank >= 0 else cut_before(text, last)
    before = ("… " if first > line else "") + text[first:start].lstrip()
    behind = text[end:last].rstrip() + (" …" if last < stop else "")
    return Excerpt(before, text[start:end], behind)
