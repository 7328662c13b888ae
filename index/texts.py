"""The folded texts of every document, and where in them a string stands: a scan, of those that may hold it alone.

Two questions are asked. A quoted string is any substring, where a line break of the page counts as a blank: it is its
look, and cannot be typed. A word that was not quoted counts wherever both its ends stand between two clusters of Thai
letters: so it is found inside compounds and across the borders that words were cut at, and ขา (leg) is not found in
เขา (he), nor แก (you) in แก่ (old).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from index.bitslices import may_hold
from index.clusters import LEADING, TRAILING
from index.compact import SEPARATOR, Bytes, decode, encode, one_line
from index.facets import Floats, Ints, Mask
from index.scan import PARTS, Right, between_clusters, held, in_runs, matching, standing

__all__ = ["COUNTED", "PARTS", "Postings", "Texts", "parts_of", "stands_alone"]

Postings: TypeAlias = "tuple[Ints, Floats]"  # documents ascending, and how often

# A string that more documents hold says too little for how often it stands in each to matter: it counts once.
COUNTED = 1_000
KEPT = 64  # strings whose possible documents are remembered, a byte for each document
SAMPLE = 100_000  # bytes of text that tell which letters are frequent
# As index.clusters has them, in the bytes of index.compact.
_LEADING = frozenset(bytes([byte]) for byte in encode("".join(LEADING)))
_TRAILING = frozenset(bytes([byte]) for byte in encode("".join(TRAILING)))


class Texts:
    """The texts of the documents of *leaves*, pairs of a reader of one segment and its first document number.

    *slices* are the signatures of each segment (:mod:`index.bitslices`).
    """

    def __init__(self, leaves: Sequence[tuple[Any, int]], slices: Sequence[Bytes]) -> None:
        self._bases = [base for _, base in leaves]
        spans = [reader.column_reader("folded", translate=False).spans() for reader, _ in leaves]
        self._views: list[memoryview] = [view for view, _ in spans]
        self._starts = [np.asarray(starts, np.int64) for _, starts in spans]
        self._slices = slices
        self._often = np.bincount(
            np.concatenate([np.zeros(0, np.uint8), *(np.frombuffer(view[:SAMPLE], np.uint8) for view in self._views)]),
            minlength=256,
        )
        self.may_hold = lru_cache(KEPT)(self._may_hold)  # one query asks several times of each of its words

    def folded(self, doc: int) -> tuple[str, str, str]:
        """The folded title, body and attached texts of the document *doc*."""
        title, body, attached = map(decode, self.compact(doc).split(SEPARATOR))
        return title, body, attached

    def _may_hold(self, needle: str) -> Mask:
        """The documents that may hold *needle*; all others do not. Not to be changed."""
        data = encode(needle)
        each = (may_hold(rows, data, len(starts) - 1) for rows, starts in zip(self._slices, self._starts, strict=True))
        found = np.concatenate([np.zeros(0, np.bool_), *each])
        found.setflags(write=False)
        return found

    def exact(self, needle: str, parts: Iterable[str], within: Mask, counted: int = COUNTED) -> dict[str, Postings]:
        """By part, the documents of *within* that hold *needle* there, how often; once if more than *counted* do."""
        return self._found(needle, parts, within, None, counted)

    def inside(self, word: str, parts: Iterable[str], within: Mask, *, begins: bool = False) -> dict[str, Postings]:
        """By part, the documents of *within* where *word* stands between clusters of letters, and how often.

        With *begins*, where its beginning stands between two.
        """
        return self._found(word, parts, within, between_clusters(len(encode(word)), begins=begins))

    def bounded(
        self, needle: str, pattern: re.Pattern[bytes], parts: Iterable[str], within: Mask
    ) -> dict[str, Postings]:
        """By part, the documents of *within* with a match of *pattern*: *needle* with what may stand around it."""
        return self._found(needle, parts, within, matching(pattern))

    def _found(
        self, needle: str, parts: Iterable[str], within: Mask, right: Right | None, counted: int = COUNTED
    ) -> dict[str, Postings]:
        """By part, the documents with *needle* in a *right* place there, and how often it stands there.

        More than *counted* that hold it anywhere are told as holding it once in their body, where all parts are asked.
        """
        wanted = frozenset(parts)
        data = one_line(encode(needle))
        docs = np.flatnonzero(within & self.may_hold(needle))
        rows: list[npt.NDArray[np.intp]] = [np.zeros(0, np.intp)]
        counts: list[npt.NDArray[np.intp]] = [np.zeros((0, len(PARTS)), np.intp)]
        for first, joined in in_runs(self._texts_of(docs)):
            run = joined.on_one_line() if b" " in data else joined
            if len(places := standing(run, data, self._often)):
                found = held(run, data, places, right)
                rows.append(docs[found.texts + first])
                counts.append(found.counts)
        holding, times = np.concatenate(rows).astype(np.int32), np.concatenate(counts)
        if len(wanted) == len(PARTS) and len(holding) > counted:
            return {"body": (holding, np.ones(len(holding)))}
        return {
            part: (holding[there], times[there, n].astype(np.float64))
            for n, part in enumerate(PARTS)
            if part in wanted and len(there := np.flatnonzero(times[:, n]))
        }

    def _texts_of(self, docs: npt.NDArray[np.intp]) -> list[memoryview]:
        """The compact texts of *docs*, which ascend."""
        texts: list[memoryview] = []
        for view, starts, base in zip(self._views, self._starts, self._bases, strict=True):
            first, last = np.searchsorted(docs, (base, base + len(starts) - 1))
            at = docs[first:last] - base
            texts += map(view.__getitem__, map(slice, starts[at].tolist(), starts[at + 1].tolist()))
        return texts

    def compact(self, doc: int) -> bytes:
        """The texts of the document *doc* as the index holds them, for :func:`parts_of`."""
        leaf = bisect_right(self._bases, doc) - 1
        at = doc - self._bases[leaf]
        start, end = self._starts[leaf][at : at + 2].tolist()
        return bytes(self._views[leaf][start:end])


def stands_alone(text: bytes, start: int, end: int, *, begins: bool = False) -> bool:
    """Whether both ends of ``text[start:end]`` stand between two clusters of Thai letters; with *begins*, the first."""
    return text[start - 1 : start] not in _LEADING and (begins or text[end : end + 1] not in _TRAILING)


def parts_of(text: bytes) -> Iterator[tuple[str, int, int]]:
    """(part, start, end) of the parts of a compact *text*, in the order of :data:`PARTS`."""
    first, last = text.find(SEPARATOR), text.rfind(SEPARATOR)
    yield "title", 0, first
    yield "body", first + 1, last
    if last + 1 < len(text):
        yield "attached", last + 1, len(text)
