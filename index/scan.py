"""A string looked for in many texts at once: where it stands, in which part of which text, and how often.

The blocks that may hold it are put one after the other, some hundred kilobytes at a time, and compared as one array
with the two rarest bytes of the string; only where both stand the others are compared. That reads 5 GB/s, joining them
included 3; a search text by text, with a call for each, reads 1.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.clusters import LEADING, TRAILING
from index.compact import SEPARATOR, Bytes, encode, one_line
from index.facets import Ints, Mask

Places: TypeAlias = npt.NDArray[np.intp]

PARTS = ("title", "body", "attached")  # as index.analysis joins them
# Letters that are compared one place after the other, for each byte of text: of 30 quoted strings of 2,000 pages none
# takes 0.2, and 200,000 times the same letter take the length of the string.
COMPARED = 4
SHORT = 16  # bytes of a period; a string with a longer one stands at few places


def among(letters: Iterable[str]) -> Mask:
    """By byte of ``index.compact``, whether it is one of *letters*, or of those that one is written with."""
    table = np.zeros(256, np.bool_)
    table[list(encode("".join(letters)))] = True
    return table


# As index.clusters has them, in the bytes of index.compact.
_LEADING, _TRAILING = among(LEADING), among(TRAILING)


@dataclass(frozen=True, slots=True)
class Joined:
    """Some texts in ``data``, a separator before and behind each; ``starts`` is where each begins, and the end."""

    data: bytes
    starts: Places

    @classmethod
    def of(cls, texts: Sequence[memoryview], lengths: Places, *, spaced: bool = False) -> Joined:
        """The compact *texts* of these *lengths*, one after the other; with *spaced*, blanks for line breaks."""
        starts = np.ones(len(texts) + 1, np.intp)
        np.cumsum(lengths + 1, out=starts[1:])
        starts[1:] += 1
        data = SEPARATOR.join((b"", *texts, b""))
        return cls(one_line(data) if spaced else data, starts)

    @property
    def letters(self) -> Bytes:
        """``data`` as an array."""
        return np.frombuffer(self.data, np.uint8)


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of some texts, ``joined``: of each the ``row`` of its text and its ``part`` (of :data:`PARTS`).

    ``behind`` are the places of letters behind a part that was cut off, which only tell what stands there. There are so
    many ``texts``; ``often`` as for :func:`standing`.
    """

    joined: Joined
    row: Places
    part: Places
    behind: Places
    texts: int
    often: Places


def standing(joined: Joined, needle: bytes, often: Places) -> Places:
    """Where *needle* begins in *joined*, overlapping itself or not; *often* tells how frequent each byte is.

    >>> standing(Joined.of([memoryview(b"aa aaa")], np.array([6])), b"aa", np.zeros(256, np.intp)).tolist()
    [1, 4, 5]
    """
    letters = joined.letters
    size = max(0, len(letters) - len(needle) + 1)
    order = sorted(range(len(needle)), key=lambda n: int(often[needle[n]]))
    if not order:
        return np.arange(size)
    mask = letters[order[0] : order[0] + size] == needle[order[0]]
    if len(order) > 1:
        mask &= letters[order[1] : order[1] + size] == needle[order[1]]
    found = np.flatnonzero(mask)
    compared = 0
    for n in order[2:]:
        compared += len(found)
        if compared > COMPARED * size:
            return _repeated(joined, needle)
        found = found[letters[found + n] == needle[n]]
    return found


def period(needle: bytes) -> int:
    """The least distance at which *needle* may stand after itself: its length where it cannot overlap itself.

    >>> period(b"nana"), period(b"nano")
    (2, 4)
    """
    return next(n for n in range(1, len(needle) + 1) if needle[n:] == needle[:-n] or n == len(needle))


def _repeated(joined: Joined, needle: bytes) -> Places:
    """As :func:`standing`, in time that grows with the texts alone, whatever repeats itself in them and in *needle*."""
    step = period(needle)
    if step > SHORT:  # it stands at few places
        return np.fromiter(_each(joined.data, needle), np.intp)
    letters = joined.letters
    size = max(0, len(letters) - len(needle) + 1)
    mask = letters[:size] == needle[0]
    for n in range(1, step):
        mask &= letters[n : n + size] == needle[n]
    found = np.flatnonzero(mask)
    changes = np.zeros(len(letters) - step + 1, np.int32)  # letters before each that differ from those a period on
    np.cumsum(letters[:-step] != letters[step:], out=changes[1:])
    kept: Mask = changes[found] == changes[found + (len(needle) - step)]
    return found[kept]


def _each(data: bytes, needle: bytes) -> Iterator[int]:
    at = data.find(needle)
    while at >= 0:
        yield at
        at = data.find(needle, at + 1)


@dataclass(frozen=True, slots=True)
class Right:
    """Which of the places where a string stands count, by what stands ``around`` them, so many bytes at most."""

    around: int
    of: Callable[[Joined, Places], Mask]


def between_clusters(length: int, *, begins: bool = False) -> Right:
    """The places of a string of *length* bytes that stand between clusters of Thai letters, as words do.

    With *begins*, those whose beginning does.
    """
    return Right(1, lambda joined, places: alone(joined.letters, places, length, begins=begins))


def alone(letters: Bytes, places: Places, length: int, *, begins: bool = False) -> Mask:
    """Which of *places* of a string of *length* bytes stand between two clusters; with *begins*, begin behind one."""
    mask: Mask = ~_LEADING[letters[places - 1]]
    return mask if begins else mask & ~_TRAILING[letters[places + length]]


def matching(pattern: re.Pattern[bytes], around: int) -> Right:
    """The places where *pattern* matches, which looks *around* so many bytes; of several side by side, the first."""

    def right(joined: Joined, places: Places) -> Mask:
        mask = np.zeros(len(places), np.bool_)
        past = 0  # up to here a match is known already
        for n, at in enumerate(places.tolist()):
            if at >= past:
                end = joined.data.index(SEPARATOR, at)
                if pattern.match(joined.data, at, end):
                    mask[n], past = True, end
        return mask

    return Right(around, right)


@dataclass(frozen=True, slots=True)
class Found:
    """Places of one string: the ``texts`` it stands in, ascending, ``places`` in them, which of them are ``right``."""

    texts: Ints
    places: Ints
    right: Mask

    def holding(self) -> Ints:
        """The texts that hold the string in a right place."""
        texts = self.texts[self.right]
        return texts[np.diff(texts, prepend=-1) > 0]

    def counts(self, holding: Ints, edges: Ints, length: int) -> tuple[npt.NDArray[np.intp], Mask]:
        """At how many places the string of *length* bytes begins in each of :data:`PARTS` of the texts *holding*.

        There is a row for each text, 0 where the string stands in no right place of a part; and as many booleans, which
        tell where it overlaps itself. *edges* are the ends of title and body, by text.
        """
        if not len(holding):
            return np.zeros((0, len(PARTS)), np.intp), np.zeros((0, len(PARTS)), np.bool_)
        rows = np.minimum(np.searchsorted(holding, self.texts), len(holding) - 1)
        inside = holding[rows] == self.texts
        texts, places = self.texts[inside], self.places[inside]
        keys = rows[inside] * len(PARTS) + (places > edges[0, texts]) + (places > edges[1, texts])
        size = len(holding) * len(PARTS)
        counts = np.bincount(keys, minlength=size)
        counts[np.bincount(keys[self.right[inside]], minlength=size) == 0] = 0
        overlaps = np.zeros(size, np.bool_)
        overlaps[keys[1:][(keys[1:] == keys[:-1]) & (np.diff(places) < length)]] = True
        return counts.reshape(-1, len(PARTS)), overlaps.reshape(-1, len(PARTS)) & (counts > 0).reshape(-1, len(PARTS))


def apart(keys: Places, places: Ints | Places, length: int) -> list[int]:
    """Which of *places*, of a string of *length* bytes, are behind the end of the last one that counts with their key.

    Both ascend together; a string counts once where it overlaps itself.
    """
    counted: list[int] = []
    before, end = -1, 0
    for n, (key, at) in enumerate(zip(keys.tolist(), places.tolist(), strict=True)):
        if key != before or at >= end:
            before, end = key, at + length
            counted.append(n)
    return counted
