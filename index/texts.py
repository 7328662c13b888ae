"""The folded texts of every document, and where in them a string stands: a scan, of those that may hold it alone.

Two questions are asked. A quoted string is any substring, where a line break of the page counts as a blank: it is its
look, and cannot be typed. A word that was not quoted counts wherever both its ends stand between two clusters of Thai
letters: so it is found inside compounds and across the borders that words were cut at, and ขา (leg) is not found in
เขา (he), nor แก (you) in แก่ (old).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar
from weakref import WeakMethod

import numpy as np
import numpy.typing as npt

from index.bitslices import BLOCK, Blocks, may_hold
from index.compact import SEPARATOR, decode, encode, one_line
from index.facets import Floats, Ints, Mask
from index.folded import EDGES, SLICES, STARTS, TEXTS
from index.readings import Counts, Readings
from index.scan import PARTS, Found, Joined, Parts, Right, between_clusters, matching, period, standing

__all__ = ["COUNTED", "PARTS", "Postings", "Texts"]

T = TypeVar("T")
Postings: TypeAlias = "tuple[Ints, Floats]"  # documents ascending, and how often

# A string that more documents hold says too little for how often it stands in each to matter: it counts once.
COUNTED = 1_000
KEPT = 64  # strings whose possible documents and blocks are remembered, a byte for each
SAMPLE = 100_000  # bytes of text that tell which letters are frequent
AT_ONCE = 256  # blocks that are read together: they and their masks stay in the processor's cache
CROWDED = 4  # where it is one letter of so many, a string that overlaps itself is counted document by document
AROUND = 32  # bytes that a pattern looks at before and behind a string at most


class Texts:
    """The texts of the documents of *leaves*, pairs of a reader of one segment and its first document number."""

    def __init__(self, leaves: Sequence[tuple[Any, int]]) -> None:
        self._bases = [base for _, base in leaves]
        held = [reader.column_reader("folded", translate=False).arrays for reader, _ in leaves]
        self._views: list[memoryview] = [arrays[TEXTS].data for arrays in held]
        self._starts = [arrays[STARTS].astype(np.int64) for arrays in held]
        self._slices = [arrays[SLICES] for arrays in held]
        self._edges: Ints = np.concatenate([np.zeros((0, 2), np.int32), *(arrays[EDGES] for arrays in held)]).T
        self._lengths = np.concatenate([np.zeros(0, np.int64), *map(np.diff, self._starts)])
        self._blocks = Blocks.of(self._lengths)
        ends = [0, *(base + len(starts) - 1 for base, starts in zip(self._bases, self._starts, strict=True))]
        self._first_blocks = np.searchsorted(self._blocks.text, ends).tolist()
        samples = (np.frombuffer(view[:SAMPLE], np.uint8) for view in self._views)
        self._often = np.bincount(np.concatenate([np.zeros(0, np.uint8), *samples]), minlength=256)
        # One query asks several times of each of its words.
        self._possible = _kept(self._possible_blocks)
        self.may_hold = _kept(self._may_hold)
        self._readings = Readings(len(self._lengths))

    def folded(self, doc: int) -> tuple[str, str, str]:
        """The folded title, body and attached texts of the document *doc*."""
        title, body, attached = map(decode, self.compact(doc).split(SEPARATOR))
        return title, body, attached

    def _may_hold(self, needle: str) -> Mask:
        """The documents that may hold *needle*; all others do not. Not to be changed."""
        found = np.zeros(len(self._lengths), np.bool_)
        found[self._blocks.text[self._possible(needle)]] = True
        found.setflags(write=False)
        return found

    def _possible_blocks(self, needle: str) -> npt.NDArray[np.intp]:
        """The blocks, ascending, that may hold the beginning of *needle*. Not to be changed."""
        data = encode(needle)
        spans = zip(self._slices, pairwise(self._first_blocks), strict=True)
        masks = (may_hold(slices, data, last - first) for slices, (first, last) in spans)
        found = np.flatnonzero(np.concatenate([np.zeros(0, np.bool_), *masks]))
        found.setflags(write=False)
        return found

    def exact(self, needle: str, parts: Iterable[str], within: Mask, counted: int = COUNTED) -> dict[str, Postings]:
        """By part, the documents of *within* that hold *needle* there, how often; once if more than *counted* do."""
        return _by_part(*self._held(needle, within, None), parts, counted)

    def inside(self, word: str, parts: Iterable[str], within: Mask, *, begins: bool = False) -> dict[str, Postings]:
        """By part, the documents of *within* where *word* stands between clusters of letters, and how often.

        With *begins*, where its beginning stands between two.
        """
        right = between_clusters(len(encode(word)), begins=begins)
        docs = within & self.may_hold(word)
        return _by_part(*self._readings.of((word, begins), docs, lambda mask: self._held(word, mask, right)), parts)

    def bounded(
        self, needle: str, pattern: re.Pattern[bytes], parts: Iterable[str], within: Mask
    ) -> dict[str, Postings]:
        """By part, the documents of *within* with a match of *pattern*: *needle* with what may stand around it.

        The pattern begins with *needle*, but for what it looks at before it, :data:`AROUND` bytes at most.
        """
        return _by_part(*self._held(needle, within, matching(pattern, AROUND)), parts)

    def _held(self, needle: str, within: Mask, right: Right | None) -> tuple[Ints, Counts]:
        """The documents of *within* with *needle* in a *right* place, and how often it stands in each part of them."""
        data = one_line(encode(needle))
        crowded: list[Ints] | None = [] if right is None and period(data) < len(data) else None
        found = self._places(data, self._possible(needle), within, right, crowded)
        holding = found.holding()
        if crowded:
            crowds = np.concatenate(crowded)
            holding = np.unique(np.concatenate((holding, crowds)), return_counts=True)[0]
        counts, overlaps = found.counts(holding, self._edges, len(data))
        if crowded:
            overlaps[holding.searchsorted(crowds)] = True
        for row, part in np.argwhere(overlaps).tolist():  # one that overlaps another does not count
            counts[row, part] = self._part(int(holding[row]), part, spaced=b" " in data).count(data)
        kept = counts.any(axis=1)
        return holding[kept], counts[kept].astype(np.int32)

    def _part(self, doc: int, part: int, *, spaced: bool) -> bytes:
        """One of :data:`PARTS` of the document *doc*; with *spaced*, blanks for line breaks."""
        text = self.compact(doc)
        first, last = self._edges[:, doc].tolist()
        cut = text[slice(*((0, first), (first + 1, last), (last + 1, len(text)))[part])]
        return one_line(cut) if spaced else cut

    def _places(
        self,
        data: bytes,
        blocks: npt.NDArray[np.intp],
        within: Mask,
        right: Right | None,
        crowded: list[Ints] | None = None,
    ) -> Found:
        """Where *data* begins in those of *blocks* whose documents are in *within*.

        Documents of blocks full of it are put into *crowded*, where that is given, and their places are not told there.
        """
        blocks = blocks[within[self._blocks.text[blocks]]]
        around = right.around if right else 0
        texts, places, rights = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0, np.bool_)]
        for first in range(0, len(blocks), AT_ONCE):
            some = blocks[first : first + AT_ONCE]
            docs, begins = self._blocks.text[some], np.maximum(0, self._blocks.begin[some] - around)
            ends = np.minimum(self._blocks.begin[some] + (BLOCK + len(data) + around), self._lengths[docs])
            joined = Joined.of(self._cut(docs, begins, ends), ends - begins, spaced=b" " in data)
            if crowded is not None and joined.data.count(data) * len(data) * CROWDED > len(joined.data):
                crowded.append(docs)
            elif len(at := standing(joined, data, self._often)):
                piece = np.searchsorted(joined.starts, at, "right") - 1
                place = at - joined.starts[piece] + begins[piece]  # in its text
                own = place // BLOCK * BLOCK == self._blocks.begin[some[piece]]  # not of the block before or behind
                at, piece, place = at[own], piece[own], place[own]
                texts.append(docs[piece])
                places.append(place.astype(np.int32))
                rights.append(right.of(joined, at) if right else np.ones(len(at), np.bool_))
        return Found(np.concatenate(texts), np.concatenate(places), np.concatenate(rights))

    def parts(self, docs: Ints, most: int) -> Parts:
        """The title, body and attached texts of *docs*, which ascend; at most so many bytes of each."""
        titles, bodies = self._edges[0, docs], self._edges[1, docs]
        begins = np.stack((np.zeros_like(titles), titles + 1, bodies + 1), axis=1).ravel()
        whole = self._lengths[docs]
        ends = np.minimum(np.stack((titles, bodies, whole), axis=1).ravel(), begins + most)
        kept = np.flatnonzero(begins < ends)
        row, part = kept // len(PARTS), kept % len(PARTS)
        begins, ends = begins[kept], ends[kept]
        more = np.minimum(ends + 1, whole[row])  # the letter behind tells whether a word ends
        joined = Joined.of(self._cut(docs[row], begins, more), more - begins)
        cut_off = np.flatnonzero(ends == begins + most)
        return Parts(joined, row, part, (joined.starts[:-1] + ends - begins)[cut_off], len(docs), self._often)

    def _cut(self, docs: Ints, begins: Ints, ends: npt.NDArray[np.int64]) -> list[memoryview]:
        """The bytes of the texts of *docs*, which ascend, each from one offset to another."""
        pieces: list[memoryview] = []
        for view, starts, base in zip(self._views, self._starts, self._bases, strict=True):
            first, last = np.searchsorted(docs, (base, base + len(starts) - 1))
            at = starts[docs[first:last] - base]
            spans = map(slice, (at + begins[first:last]).tolist(), (at + ends[first:last]).tolist())
            pieces += map(view.__getitem__, spans)
        return pieces

    def compact(self, doc: int) -> bytes:
        """The texts of the document *doc* as the index holds them, a separator between them."""
        leaf = bisect_right(self._bases, doc) - 1
        at = doc - self._bases[leaf]
        start, end = self._starts[leaf][at : at + 2].tolist()
        return bytes(self._views[leaf][start:end])


def _kept(method: Callable[[str], T]) -> Callable[[str], T]:
    """*method* of a string, with what it told of the last :data:`KEPT` of them.

    It does not hold its object: a worker that was forked never collects a circle of what was there before.
    """
    held = WeakMethod(method)

    def asked(needle: str) -> T:
        bound = held()
        assert bound is not None  # noqa: S101 - who asks has the object
        return bound(needle)

    return lru_cache(KEPT)(asked)


def _by_part(holding: Ints, counts: Counts, parts: Iterable[str], counted: int = COUNTED) -> dict[str, Postings]:
    """The *counts* of the documents *holding* a string, by part.

    More than *counted* are told as holding it once in their body, where all parts are asked.
    """
    wanted = frozenset(parts)
    if len(wanted) == len(PARTS) and len(holding) > counted:
        return {"body": (holding, np.ones(len(holding)))}
    return {
        part: (holding[there], counts[there, n].astype(np.float64))
        for n, part in enumerate(PARTS)
        if part in wanted and len(there := np.flatnonzero(counts[:, n]))
    }
