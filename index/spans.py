"""Where words stand in documents, as whole arrays: phrases, and words near each other.

A place in a text is one number, ``document · 2³² + position``, so that the places of a word in all documents are one
ascending array, an exact phrase is an intersection of shifted arrays, and "near" is a bisection.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from index.algebra import Docs, Places, found_in

Keys: TypeAlias = npt.NDArray[np.int64]
Counts: TypeAlias = npt.NDArray[np.integer[Any]]

_SHIFT = 32  # bits for the position; a text has fewer than four thousand million words


def ranges(starts: Counts, counts: Counts) -> Places:
    """The numbers from each of *starts* on, as many as *counts* says, one range after the other.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    counts = counts.astype(np.intp)
    ends = counts.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts.astype(np.intp) - ends + counts, counts) + np.arange(total)


def keys_of(docs: Docs, counts: Counts, positions: Counts) -> Keys:
    """The places of a word: *counts* of *positions* in each of *docs*, one document after the other."""
    keys = np.repeat(docs.astype(np.int64) << _SHIFT, counts)
    keys += positions
    return keys


def docs_of(keys: Keys) -> Docs:
    """The documents that *keys*, ascending, stand in."""
    docs = keys >> _SHIFT
    if not len(docs):
        return docs.astype(np.int32)
    first = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=first[1:])
    return docs[first].astype(np.int32)


def phrase(words: Sequence[Keys]) -> Keys:
    """Where an exact phrase ends: the places of its last word, given the places of each word in turn.

    The rarest word is looked up among the others, so it decides the time.
    """
    last = len(words) - 1
    order = sorted(range(len(words)), key=lambda n: len(words[n]))
    keys = words[order[0]] + (last - order[0])
    for n in order[1:]:
        if not len(keys):
            break
        keys = keys[found_in(keys - (last - n), words[n])[0]]
    return keys


def followed(ends: Keys, word: Keys, slop: int, least: int = 1) -> Keys:
    """The places of *word* with one of *ends* from *least* to *slop* positions before them, in the same document."""
    if not len(ends):
        return word[:0]
    before = ends.searchsorted(word - least, "right") - 1  # the nearest that is far enough
    nearest = ends.take(np.maximum(before, 0))
    found: Keys = word[(before >= 0) & (nearest >= word - slop) & (nearest >> _SHIFT == word >> _SHIFT)]
    return found


def sloppy(words: Sequence[Keys], slop: int, least: int = 1) -> Keys:
    """Where words end that follow each other, each from *least* to *slop* positions behind the one before."""
    ends = words[0]
    for word in words[1:]:
        ends = phrase((ends, word)) if slop == least == 1 else followed(ends, word, slop, least)
    return ends


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of text: where each begins and ends (both inclusive) in one document, by beginning and then end."""

    starts: Keys
    ends: Keys

    @classmethod
    def of(cls, keys: Keys) -> Spans:
        """The places of a word, each a stretch of one position."""
        return cls(keys, keys)

    @classmethod
    def sorted(cls, starts: Keys, ends: Keys) -> Spans:
        """The stretches in their order, none twice."""
        order = np.lexsort((ends, starts))
        starts, ends = starts[order], ends[order]
        if len(starts) > 1:
            unlike = np.ones(len(starts), np.bool_)
            unlike[1:] = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
            starts, ends = starts[unlike], ends[unlike]
        return cls(starts, ends)

    def docs(self) -> Docs:
        """The documents that have any of the stretches."""
        return docs_of(self.starts)

    def within(self, docs: Docs) -> Spans:
        """The stretches in *docs*."""
        keep = found_in(self.starts >> _SHIFT, docs)[0]
        return Spans(self.starts[keep], self.ends[keep])


def either(spans: Sequence[Spans]) -> Spans:
    """The stretches of any of *spans*."""
    return Spans.sorted(np.concatenate([s.starts for s in spans]), np.concatenate([s.ends for s in spans]))


def near(first: Spans, second: Spans, slop: int, *, ordered: bool, least: int = 1) -> Spans:
    """The stretches from one of *first* to one of *second* that is *least* to *slop* positions away from it.

    Stretches that overlap are 0 positions away. Where *ordered*, the second is behind the first. Pairs are counted, as
    Whoosh does: the time grows with the number of those that are near each other.
    """
    left, right = _pairs(first, second, slop, least)
    starts, ends = first.starts[left], second.ends[right]
    if not ordered:
        back, front = _pairs(second, first, slop, least)
        starts = np.concatenate((starts, second.starts[back]))
        ends = np.concatenate((ends, first.ends[front]))
    return Spans.sorted(starts, ends)


def _pairs(first: Spans, second: Spans, slop: int, least: int) -> tuple[Places, Places]:
    """The places of two stretches with the second *least* to *slop* positions behind the end of the first."""
    ends = first.ends
    lowest = second.starts.searchsorted(ends + least)
    highest = second.starts.searchsorted(np.minimum(ends + slop, ends | _LAST), "right")
    counts = np.maximum(highest - lowest, 0)
    return np.repeat(np.arange(len(counts)), counts), ranges(lowest, counts)


_LAST = (1 << _SHIFT) - 1  # the highest position of a document
