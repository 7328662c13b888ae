"""What the executor reads of a segment: postings as arrays, where their words stand, and the norms of lengths.

The arrays come as views from the columnar codec. Of any other codec the postings are stepped through once with Whoosh's
matcher, and the last ones kept: so the executor can be held against any index that Whoosh can read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from index.algebra import Docs, Mask, Places, Scores, Weights, bm25, length_norms
from index.codec_docs import ArrayDocReader
from index.codec_reader import ArrayTermsReader
from index.codec_terms import FieldTerms
from index.spans import Counts, Keys, keys_of, ranges

Impacts: TypeAlias = npt.NDArray[np.float32]

AT_ONCE = 1 << 18  # postings whose impacts are worked out at a time
STEPPED = 1_000  # postings lists of another codec that are kept


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of one word in a segment, deleted documents left out.

    ``starts`` and ``positions`` tell where it stands: in the document ``docs[i]`` at ``positions`` from
    ``starts[rows[i]]`` to ``starts[rows[i] + 1]``; None where the field keeps no positions. ``rows`` is None where no
    document is left out.
    """

    docs: Docs
    weights: Weights
    starts: Counts | None
    positions: Counts | None
    rows: Places | None = None

    def live(self, mask: Mask) -> Postings:
        """Those of them whose documents *mask* has."""
        rows = np.flatnonzero(mask.take(self.docs))
        return Postings(self.docs[rows], self.weights[rows], self.starts, self.positions, rows)

    def keys(self, docs: Docs, at: Places) -> Keys:
        """The places of the word in *docs*, which are those of its documents *at* these places."""
        assert self.starts is not None  # noqa: S101 - who asks has looked
        assert self.positions is not None  # noqa: S101 - who asks has looked
        if len(docs) == len(self.docs) and self.rows is None:
            begin, end = int(self.starts[0]), int(self.starts[-1])
            return keys_of(docs, np.diff(self.starts), self.positions[begin:end])
        rows = at if self.rows is None else self.rows[at]
        begins = self.starts[rows]
        counts = self.starts[rows + 1] - begins
        return keys_of(docs, counts, self.positions.take(ranges(begins, counts)))


class Segment:
    """One segment of a searcher, *leaf* with its number of the first document *base*; opened once, asked often."""

    def __init__(self, leaf: Any, base: int) -> None:
        self.leaf, self.base = leaf, base
        self.reader = leaf.reader()
        self.size = int(self.reader.doc_count_all())
        gone = filter(self.reader.is_deleted, range(self.size if self.reader.has_deletions() else 0))
        self.deleted = np.fromiter(gone, np.int64)
        terms = getattr(self.reader, "_terms", None)  # Whoosh's segment reader has no door to it
        self._terms = terms if isinstance(terms, ArrayTermsReader) else None
        self._norms: dict[str, tuple[tuple[float, ...], Scores]] = {}
        self._impacts: dict[str, tuple[tuple[float, ...], Impacts]] = {}
        self._positive: dict[str, bool] = {}
        self._stepped: OrderedDict[tuple[str, bytes], Postings] = OrderedDict()

    @cached_property
    def live(self) -> Mask:
        """The documents that are not deleted."""
        mask = np.ones(self.size, np.bool_)
        mask[self.deleted] = False
        return mask

    @cached_property
    def live_docs(self) -> Docs:
        """The same, by number."""
        return np.flatnonzero(self.live).astype(np.int32)

    def field(self, name: str) -> FieldTerms | None:
        """The terms of a field as the columnar codec has them."""
        return self._terms.field(name) if self._terms else None

    def frequency(self, name: str, text: bytes) -> int:
        """In how many documents a term stands, deleted ones counted too."""
        if self._terms is None:
            return int(self.reader.doc_frequency(name, text))
        field = self._terms.field(name)
        number = -1 if field is None else field.find(text)
        return 0 if field is None or number < 0 else field.frequency(number)

    def postings(self, name: str, text: bytes) -> Postings | None:
        """The postings of a term; None where it is not here."""
        if self._terms is None:
            return self._stepping(name, text)
        field = self._terms.field(name)
        number = -1 if field is None else field.find(text)
        return None if field is None or number < 0 else self.numbered(field, number)

    @property
    def stepped(self) -> bool:
        """Whether it is of another codec, whose postings are no arrays."""
        return self._terms is None

    def impacts(self, field: FieldTerms, average: float, b: float, k1: float) -> Impacts:
        """What BM25 makes of weight and length for each posting of a field: ``w / (w + norm)``; kept.

        Four bytes a posting, 20 MB for 20,000 pages, once worked out in 0.1 s. A query of words then needs neither
        lengths nor divisions, which were half of its time.
        """
        key = (average, b, k1)
        held = self._impacts.get(field.name)
        if held is None or held[0] != key:
            norms = self.norms(field.name, *key)
            made = np.empty(len(field.docs), np.float32)
            for at in range(0, len(made), AT_ONCE):
                some = slice(at, at + AT_ONCE)
                made[some] = bm25(field.weights[some], norms.take(field.docs[some]), 1 / (k1 + 1), k1)
            self._impacts[field.name] = held = (key, made)
        return held[1]

    def numbered(self, field: FieldTerms, number: int) -> Postings:
        """The postings of the term *number* of a field."""
        docs, weights = field.postings(number)
        starts, positions = field.values.starts, field.values.position
        if starts is not None and positions is not None:
            first = field.first(number)
            postings = Postings(docs, weights, starts[first : first + len(docs) + 1], positions)
        else:
            postings = Postings(docs, weights, None, None)
        return postings.live(self.live) if len(self.deleted) else postings

    def norms(self, name: str, average: float, b: float, k1: float) -> Scores:
        """The length norms of a field for all documents, kept until an average changes."""
        key = (average, b, k1)
        held = self._norms.get(name)
        if held is None or held[0] != key:
            self._norms[name] = held = (key, length_norms(self._lengths(name), *key))
        return held[1]

    def positive(self, name: str) -> bool:
        """Whether every posting of a field has a weight above 0, so that who has a score is who is found."""
        if name not in self._positive:
            field = self.field(name)
            self._positive[name] = field is not None and bool(field.weights.min(initial=1) > 0)
        return self._positive[name]

    def every_doc(self, name: str) -> Docs:
        """The live documents with any term in a field."""
        mask = np.zeros(self.size, np.bool_)
        field = self.field(name)
        if field is not None:
            mask[field.docs] = True
        elif self._terms is None:
            for text in self.reader.lexicon(name):
                mask[list(self.reader.postings(name, text).all_ids())] = True
        return np.flatnonzero(mask & self.live).astype(np.int32)

    def _lengths(self, name: str) -> Weights:
        """The lengths of a field in all documents, 1 where there is none, as Whoosh's scorers ask for them."""
        documents = getattr(self.reader, "_perdoc", None)  # no door to it either
        if isinstance(documents, ArrayDocReader):
            return np.maximum(documents.lengths(name), 1)
        lengths = (self.reader.doc_field_length(doc, name, 1) or 0 for doc in range(self.size))
        return np.fromiter(lengths, np.int64, self.size)

    def _stepping(self, name: str, text: bytes) -> Postings | None:
        key = (name, text)
        if key in self._stepped:
            self._stepped.move_to_end(key)
        elif key in self.reader:
            self._stepped[key] = _stepped(self.reader.postings(name, text))
            if len(self._stepped) > STEPPED:
                self._stepped.popitem(last=False)
        return self._stepped.get(key)


def segments(searcher: Any) -> Iterator[Segment]:
    """The segments of a Whoosh searcher."""
    for leaf, base in searcher.leaf_searchers():
        yield Segment(leaf, base)


def _stepped(matcher: Any) -> Postings:
    docs: list[int] = []
    weights: list[float] = []
    starts = [0]
    positions: list[int] = []
    placed = matcher.supports("positions")
    while matcher.is_active():
        docs.append(matcher.id())
        weights.append(matcher.weight())
        if placed:
            positions.extend(matcher.value_as("positions"))
            starts.append(len(positions))
        matcher.next()
    run, counts = np.array(docs, np.int32), np.array(weights, np.float64)
    if not placed:
        return Postings(run, counts, None, None)
    return Postings(run, counts, np.array(starts, np.int64), np.array(positions, np.int64))
