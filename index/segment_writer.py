"""Whoosh's writer of a segment with arrays in the place of its posting pool: for batches, documents and other segments.

Schema, numbers of documents, segments, merging and the commit are those of Whoosh's ``SegmentWriter``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from index.arrays import Array
from index.batches import Batch
from index.codec import CODEC
from index.codec_terms import FieldTerms
from index.pool import ArrayPool, Postings
from index.toc import ColumnarIndex, ColumnarWriter

AT_ONCE = 1_000_000  # postings of another segment that are taken over at a time


class BatchWriter(ColumnarWriter):
    """Writes one segment of *index*; the postings in memory take at most *limit* bytes.

    For fields whose postings are weights and nothing else: ValueError for positions and other values.
    """

    def __init__(self, index: ColumnarIndex, limit: int, **options: Any) -> None:
        super().__init__(index, codec=CODEC, compound=False, **options)
        self.pool = ArrayPool(Path(self.storage.folder), limit)

    def add_batch(self, batch: Batch) -> None:
        """Add the documents of *batch*."""
        self._check_state()
        kinds, write = dict(self.schema.items()), self.perdocwriter
        columns = [(name, kinds[name].column_type, values) for name, values in batch.columns.items()]
        for n, stored in enumerate(batch.stored):
            write.start_doc(self.docnum + n)
            write.add_packed(stored)
            for name, column, values in columns:
                write.add_column_value(name, column, values[n])
            write.finish_doc()
        numbers = self.pool.numbers(batch.terms)
        for name, (words, docs, weights) in batch.postings.items():
            self.pool.add_postings(name, Postings(numbers[words], docs + np.uint32(self.docnum), weights))
        self.docnum += batch.size
        if batch.size:
            self._added = True

    def add_reader(self, reader: Any) -> None:
        """Add the documents of another segment of ours, which *reader* reads, but for those that are deleted."""
        self._check_state()
        places = self._copied(reader)
        for name in reader._terms.indexed_field_names():
            if name in self.schema:
                for terms, postings in _stretches(reader._terms.field(name), places):
                    numbers = self.pool.numbers(terms)
                    self.pool.add_postings(name, postings._replace(words=numbers[postings.words]))
        self._added = True

    def _copied(self, reader: Any) -> Array:
        """Copy what is kept of each document; the new number of each, -1 for those that are deleted."""
        write, documents = self.perdocwriter, reader._perdoc
        kinds = dict(self.schema.items())
        columns = [
            (name, kind.column_type, reader.column_reader(name, translate=False))
            for name, kind in kinds.items()
            if kind.column_type and reader.has_column(name)
        ]
        lengths = [(name, kind, documents.lengths(name)) for name, kind in kinds.items() if kind.scorable]
        places = np.full(reader.doc_count_all(), -1, np.int64)
        for doc in range(len(places)):
            if not reader.is_deleted(doc):
                places[doc] = self.docnum
                write.start_doc(self.docnum)
                write.add_packed(documents.packed(doc))
                for name, column, held in columns:
                    write.add_column_value(name, column, held[doc])
                for name, kind, counted in lengths:
                    write.add_field(name, kind, None, int(counted[doc]))
                write.finish_doc()
                self.docnum += 1
        return places

    def _cleanup_on_error(self) -> None:
        with suppress(Exception):  # what went wrong is on its way; this closes files
            self._close_segment()
        self.pool.cleanup()
        super()._cleanup_on_error()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for field in self.pool.fields():
            kind = self.schema[field.name]
            self.fieldwriter.add_arrays(field.name, kind, field.terms, field.starts, field.docs, field.weights)
        self.fieldwriter.close()


def _stretches(field: FieldTerms, places: Array) -> Iterator[tuple[list[bytes], Postings]]:
    """Some terms of *field* at a time, and the postings that are left of them, by the places of these terms.

    *places* are the new numbers of the documents, -1 for those that are left out.
    """
    if field.values.starts is not None or field.values.position is not None:
        raise ValueError(f"{field.name}: postings with values are not pooled as arrays")
    starts = np.asarray(field.starts, np.int64)
    first = 0
    while first < field.count:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + AT_ONCE, "right")) - 1)
        begin, end = int(starts[first]), int(starts[last])
        docs = places[field.docs[begin:end]]
        words = np.repeat(np.arange(last - first), np.diff(starts[first : last + 1]))
        live = np.flatnonzero(docs >= 0)
        used, places_of = np.unique(words[live], return_inverse=True)
        weights = np.asarray(field.weights[begin:end][live], np.float32)
        yield [field.text(first + n) for n in used.tolist()], Postings(places_of, docs[live], weights)
        first = last
