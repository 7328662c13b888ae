"""A field of a page made ready for reading names: normalised, with the way back to its own characters.

Two views of one field: ``text`` (normalised) for grammar, where a blank is a sign, and ``tight`` (without blanks) for
known names, because pages write ``สำนักงาน ก.พ.ร.``, ``สำนักงานก.พ.ร.`` and ``สำนักงาน  ก.พ.ร.`` alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.records import Surface, Where
from corpus.thai.normalise import normalise

# No page names people for longer than this; what follows in a giant file is searchable but not read for names.
READ_LIMIT = 400_000  # code points of one field
_BLANK = re.compile(" ")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"


class Taken:
    """Spans already used; asks quickly whether another one overlaps any of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        reach, reaches = 0, []
        for _, end in self._spans:
            reach = max(reach, end)
            reaches.append(reach)
        self._reaches = reaches

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any span has a place in ``start:end``."""
        before = bisect_left(self._spans, (end,))  # the spans that begin in front of the end
        return before > 0 and self._reaches[before - 1] > start


@dataclass(frozen=True, slots=True)
class Reading:
    """One field: its raw text, its normalised text with offsets, and the tight text.

    ``blanks`` has for each blank of ``text`` the place in ``tight`` where it is left out.
    """

    where: Where
    raw: str
    text: str
    offsets: Sequence[int]
    tight: str
    blanks: Sequence[int]

    def surface(self, start: int, end: int) -> Surface:
        """The raw characters of ``text[start:end]``, blanks and invisible characters cut off at both ends."""
        offsets = self.offsets
        inside, last = offsets[end - 1], offsets[end]
        while last == inside and end < len(self.text):
            end += 1
            last = offsets[end]
        first = offsets[start]
        while first < last and _blank(self.raw[last - 1]):
            last -= 1
        while first < last and _blank(self.raw[first]):
            first += 1
        return Surface(self.raw[first:last], first, last, self.where)

    def place_of(self, at: int) -> int:
        """The place in ``text`` of the character at *at* of ``raw``."""
        return min(bisect_left(self.offsets, at), len(self.text))

    def from_tight(self, start: int, end: int) -> tuple[int, int]:
        """The span of ``text`` that ``tight[start:end]`` stands for."""
        return start + bisect_right(self.blanks, start), end + bisect_right(self.blanks, end - 1)


@lru_cache(maxsize=6)  # the fields of one page, read by five finders one after the other
def read(where: Where, raw: str) -> Reading:
    """*raw* made ready; a field is read up to :data:`READ_LIMIT` characters."""
    raw = raw[:READ_LIMIT]
    normalised = normalise(raw)
    text = normalised.text
    blanks = [m.start() - n for n, m in enumerate(_BLANK.finditer(text))]
    return Reading(where, raw, text, normalised.offsets, text.replace(" ", "") if blanks else text, blanks)


def read_all(fields: Iterable[tuple[Where, str]]) -> Iterator[Reading]:
    """The non-empty fields of a page, in their order."""
    for where, raw in fields:
        if raw:
            reading = read(where, raw)
            if reading.text:
                yield reading


def tidy(text: str) -> str:
    r"""*text* for showing as a name: no invisible characters, each run of blanks one blank.

    >>> tidy("วิษณุ\u00a0 เครือ\u200bงาม")
    'วิษณุ เครืองาม'
    """
    return " ".join("".join(c for c in text if c not in _INVISIBLE).split())


def _blank(char: str) -> bool:
    return char.isspace() or char in _INVISIBLE
