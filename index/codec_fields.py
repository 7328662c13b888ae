"""Writing terms and postings: one field after the other, whole or posting by posting as Whoosh hands them on."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from whoosh.codec.base import FieldWriter

from index.arrays import CHUNK, Array, ArraysWriter, arena, offsets, smallest
from index.codec_terms import DOCS, STARTS, TABLE, TEXT, TEXT_STARTS, WEIGHTS, table_of
from index.codec_values import ValuesWriter, write_occurrences


class ArrayFieldWriter(FieldWriter):  # type: ignore[misc]  # whoosh is not typed for us
    """Writes the terms of one segment to *out*.

    Whoosh calls :meth:`add_postings` of its base class with all postings, sorted; who has arrays calls
    :meth:`add_arrays` for each field. A field is given once. What comes posting by posting is held in memory until its
    field is done, some 20 bytes a posting.
    """

    def __init__(self, out: ArraysWriter) -> None:
        self._out = out
        self._names: list[str] = []
        self.is_closed = False

    def add_arrays(
        self,
        fieldname: str,
        fieldobj: Any,
        terms: Sequence[bytes],
        starts: Array,
        docs: Array,
        weights: Array,
        positions: tuple[Array, Array] | None = None,
    ) -> None:
        """Write a whole field. Arrays may be memmaps: they are read piece by piece.

        *terms* are sorted and distinct; the postings of the term *n* are ``docs[starts[n]:starts[n + 1]]``, ascending,
        with their *weights*. *positions* is where those of each posting begin (one more than there are postings) and
        the positions. Raises ValueError for what is not in this order.
        """
        self._write(fieldname, terms, starts, docs, weights)
        if positions is not None:
            write_occurrences(self._out, fieldname + "/", positions[0], {"position": positions[1]})

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field."""
        self._fieldname = fieldname
        self._terms: list[bytes] = []
        self._starts, self._docs, self._weights = array("Q", [0]), array("I"), array("d")
        self._values = ValuesWriter(fieldobj.format)

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        self._terms.append(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        """Take one posting; the lengths of fields are kept once for each document, not here."""
        self._docs.append(docnum)
        self._weights.append(weight)
        self._values.add(vbytes)

    def finish_term(self) -> None:
        """End a term."""
        self._starts.append(len(self._docs))

    def finish_field(self) -> None:
        """End a field and write it."""
        columns = (np.frombuffer(c, c.typecode) for c in (self._starts, self._docs, self._weights))
        self._write(self._fieldname, self._terms, *columns)
        self._values.write(self._out, self._fieldname + "/")
        del self._terms, self._starts, self._docs, self._weights, self._values

    def add_spell_word(self, fieldname: str, text: str) -> None:
        """Nothing: words to correct by are looked for among the terms."""

    def close(self) -> None:
        """Finish the file."""
        self._out.about["fields"] = self._names
        self._out.close()
        self.is_closed = True

    def _write(self, fieldname: str, terms: Sequence[bytes], starts: Array, docs: Array, weights: Array) -> None:
        _require(fieldname, terms, starts, docs, weights)
        out, prefix = self._out, fieldname + "/"
        text, text_starts = arena(terms)
        table, mask = table_of(terms)
        out.add(prefix + TEXT, text)
        out.add(prefix + TEXT_STARTS, text_starts)
        out.add(prefix + TABLE, table)
        out.about[prefix + TABLE] = mask
        out.add(prefix + STARTS, starts, offsets(len(docs)))
        out.add(prefix + DOCS, docs, smallest(docs))  # two bytes each where a segment has fewer than 65,537 documents
        if (one := _constant(weights)) is not None:
            out.about[prefix + WEIGHTS] = one
        else:
            out.add(prefix + WEIGHTS, weights, smallest(weights))
        self._names.append(fieldname)


def _require(fieldname: str, terms: Sequence[bytes], starts: Array, docs: Array, weights: Array) -> None:
    """ValueError unless the arrays of a field fit together and are in order."""
    sizes = len(starts) == len(terms) + 1 and starts[0] == 0 and starts[-1] == len(docs) == len(weights)
    if not sizes or (np.diff(np.asarray(starts, np.int64)) <= 0).any():
        raise ValueError(f"{fieldname}: {len(docs):,} documents and {len(weights):,} weights do not fit the terms")
    if any(left >= right for left, right in pairwise(terms)):
        raise ValueError(f"{fieldname}: terms out of order")
    for at in range(0, len(docs) - 1, CHUNK):
        falls = np.flatnonzero(np.diff(np.asarray(docs[at : at + CHUNK + 1], np.int64)) <= 0) + at + 1
        if not np.isin(falls, starts).all():
            raise ValueError(f"{fieldname}: documents out of order")


def _constant(weights: Array) -> float | None:
    """The weight that all postings have, None where they differ."""
    first = weights[0] if len(weights) else 1
    for at in range(0, len(weights), CHUNK):
        if not (np.asarray(weights[at : at + CHUNK]) == first).all():
            return None
    return float(first)


def lengths_of(lengths: Mapping[str, array[int]], documents: int) -> dict[str, Array]:
    """The *lengths* of fields as arrays of one place for each of *documents*; those that were not told are 0."""
    filled = {}
    for name, held in lengths.items():
        filled[name] = np.zeros(documents, np.uint32)
        filled[name][: len(held)] = np.frombuffer(held, np.uint32)
    return filled
