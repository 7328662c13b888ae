"""Which stretch of a text a snippet shows: where it begins and ends around what answers the query.

A cut stands at the end of a paragraph or at a blank where one is near, else between two words; never inside a match or
a cluster.
"""

from __future__ import annotations

from collections.abc import Callable

from index.clusters import LEADING, TRAILING, is_boundary
from index.matches import Span
from index.passages import Passage

LEAD = 5  # the part of the length that stands before the first match, give or take as much
LONGEST = 3  # lengths to which a stretch grows to show an exact string whole
REST = 25  # code points that are shown too where nothing but them would be cut off
PARAGRAPH_NEAR, BLANK_NEAR = 60, 45  # code points that are given up to end at a paragraph, at a blank
LINE_BREAK_COSTS = 2  # code points that a line break takes more on one line: index.snippets
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
    free = _free(folded, passage)
    blanks = [at for at in range(max(low, 1), first + 1) if folded[at - 1] in " \n" and free(at)]
    places = (
        [at for at in blanks if folded[at - 1] == "\n"],
        [at for at in blanks if not _torn(folded, at - 1) and folded[at : at + 1] not in NO_BEGINNING],
        blanks,
        [at for at, _ in passage.words if low <= at <= first and free(at)],
    )
    return min(next(filter(None, places), [first]), key=lambda at: abs(first - lead - at))


def _end(folded: str, least: int, limit: int, passage: Passage) -> int:
    """Where to end, not before *least*: at a paragraph, at a blank, or between words, best first."""
    free = _free(folded, passage)
    if (paragraph := folded.rfind("\n", max(least, limit - PARAGRAPH_NEAR), limit + 1)) >= 0 and free(paragraph):
        return paragraph
    blanks = [at for at in range(max(least, limit - BLANK_NEAR), limit + 1) if folded[at : at + 1] == " " and free(at)]
    whole = [at for at in blanks if not _torn(folded, at)]
    words = [end for _, end in passage.words if least <= end <= limit and free(end)]
    if places := whole or blanks or words:
        return max(places)
    return next((at for at in range(limit, least, -1) if is_boundary(folded, at)), limit)


def _torn(folded: str, blank: int) -> bool:
    """Whether a number stands beside the blank: 5 ธันวาคม 2565 and 10,000 บาท are better not cut."""
    return any(c.isdecimal() for c in (folded[max(0, blank - 1)], folded[blank + 1 : blank + 2]))


def _free(folded: str, passage: Passage) -> Callable[[int], bool]:
    """Whether a cut there falls between words, between matches and between clusters.

    Pages break lines within a word: คว | าม is no place for a cut either.
    """
    held = [*((m.start, m.end) for m in passage.matches), *passage.words]
    inside = {at for start, end in held for at in range(start + 1, end)}

    def free(at: int) -> bool:
        before, behind = folded[max(0, at - 3) : at].rstrip(), folded[at : at + 3].lstrip()
        apart = before[-1:] not in LEADING and behind[:1] not in TRAILING
        return apart and at not in inside and is_boundary(folded, at)

    return free
