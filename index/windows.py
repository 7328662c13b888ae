"""Which stretch of a text a snippet shows: where it begins and ends around what answers the query.

A cut stands at the end of a paragraph or at a blank where one is near, else between two words; never inside a match or
a cluster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from index.clusters import LEADING, TRAILING, is_boundary
from index.cuts import Cut, Span
from index.passages import Passage

LEAD = 5  # the part of the length that stands before the first match, give or take as much
LONGEST = 3  # lengths to which a stretch grows to show an exact string whole
REST = 25  # code points that are shown too where nothing but them would be cut off
PARAGRAPH_NEAR, BLANK_NEAR = 60, 45  # code points that are given up to end at a paragraph, at a blank
LINE_BREAK_COSTS = 2  # code points that a line break takes more on one line: index.snippets
_BLANK = re.compile(r"[ \n]")
_OPENERS = "([{“‘«\"'"
NO_BEGINNING = ")]}”’»ๆฯ.,;:!?%/|-–—·"  # a snippet that begins so reads as torn off


def window(folded: str, origin: int, passage: Passage, length: int) -> Span:
    """The stretch of *folded*, about *length* long, that shows the focus of *passage*; never before *origin*."""
    start = _begin(folded, origin, passage, length)
    focus = passage.focus[1]
    limit = start + length - LINE_BREAK_COSTS * folded.count("\n", start, start + length)
    limit = min(max(limit, focus), start + LONGEST * length)
    if len(folded) <= min(limit + REST, passage.end):
        return start, len(folded)
    end = _end(folded, min(focus, limit), min(limit, passage.end), passage)
    while end > max(focus, start) and folded[end - 1] in _OPENERS + " \n":
        end -= 1
    return start, end


def _begin(folded: str, origin: int, passage: Passage, length: int) -> int:
    """Where to begin so that the focus is shown: at a paragraph, at a blank, or between words, best first."""
    first, last = passage.focus
    if passage.start <= origin and last - origin <= length:
        return origin
    usual = length // LEAD
    lead = max(usual, length - (len(folded) - first))  # more where little follows
    low = min(first, max(passage.start, first - lead - usual, last - max(length, lead)))
    target = first - lead
    blanks = [m.end() for m in _BLANK.finditer(folded, max(low, 1) - 1, first)]
    blanks.sort(key=lambda at: abs(target - at))  # of two as near the first
    lines = (at for at in blanks if folded[at - 1] == "\n")
    whole = (at for at in blanks if not _torn(folded, at - 1) and folded[at : at + 1] not in NO_BEGINNING)
    words = _starts(low, first, target, passage)
    return next((at for at in chain(lines, whole, blanks, words) if _is_free(folded, passage, at)), first)


def _starts(low: int, high: int, target: int, passage: Passage) -> Iterator[int]:
    """Where the words of *passage* between *low* and *high* begin, the nearest to *target* first."""
    starts = {start for cut in passage.cuts for start, _ in cut.words(low, high) if low <= start <= high}
    yield from sorted(starts, key=lambda at: (abs(target - at), at))


def _end(folded: str, least: int, limit: int, passage: Passage) -> int:
    """Where to end, not before *least*: at a paragraph, at a blank, or between words, best first."""
    paragraph = folded.rfind("\n", max(least, limit - PARAGRAPH_NEAR), limit + 1)
    if paragraph >= 0 and _is_free(folded, passage, paragraph):
        return paragraph
    low, torn = max(least, limit - BLANK_NEAR), -1
    blank = folded.rfind(" ", low, limit + 1)
    while blank >= 0:
        if _is_free(folded, passage, blank):
            if not _torn(folded, blank):
                return blank
            torn = max(torn, blank)
        blank = folded.rfind(" ", low, blank)
    if torn >= 0:
        return torn
    ends = (end for cut in passage.cuts for end in _ends(folded, least, limit, cut, passage))
    if (last := max(ends, default=-1)) >= 0:
        return last
    return next((at for at in range(limit, least, -1) if is_boundary(folded, at)), limit)


def _ends(folded: str, least: int, limit: int, cut: Cut, passage: Passage) -> Iterator[int]:
    """Where the last word of *cut* between *least* and *limit* ends behind which *folded* may be cut, if one does."""
    for _, end in cut.words(max(least - 1, 0), limit - 1):
        if least <= end <= limit and _is_free(folded, passage, end):
            yield end
            return


def _torn(folded: str, blank: int) -> bool:
    """Whether a number stands beside the blank: 5 ธันวาคม 2565 and 10,000 บาท are better not cut."""
    return any(c.isdecimal() for c in (folded[max(0, blank - 1)], folded[blank + 1 : blank + 2]))


def _is_free(folded: str, passage: Passage, at: int) -> bool:
    """Whether a cut there falls between words, between matches and between clusters.

    Pages break lines within a word: คว | าม is no place for a cut either.
    """
    if not is_boundary(folded, at):
        return False
    before, behind = folded[max(0, at - 3) : at].rstrip(), folded[at : at + 3].lstrip()
    if before[-1:] in LEADING or behind[:1] in TRAILING:
        return False
    inside = any(m.start < at < m.end for m in passage.matches)
    return not inside and not any(cut.is_inside(at) for cut in passage.cuts)
