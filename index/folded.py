"""The column of the folded texts: one file of arrays, with the signatures that tell where a string may stand in them.

``texts`` are the texts one behind the other, ``starts`` where each begins (and the end), ``edges`` where in each its
title and its body end, ``slices`` the signatures of :mod:`index.bitslices`. To Whoosh it is a column of bytes, so that
it is merged and checked like any other.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

import numpy as np
from whoosh.columns import Column, ColumnReader, ColumnWriter

from corpus.errors import IndexProblem
from index.arrays import Array, Arrays, ArraysWriter, are_starts, offsets
from index.bitslices import BITS, Blocks, Slicing
from index.compact import SEPARATOR
from index.files import Open
from index.generations import REBUILD

TEXTS, STARTS, EDGES, SLICES = "texts", "starts", "edges", "slices"


class TextsColumn(Column):  # type: ignore[misc]  # whoosh is not typed for us
    """A column of texts, given and read as ``index.compact`` writes them, a separator between title, body, rest."""

    _default = b""

    class Writer(ColumnWriter):  # type: ignore[misc]  # whoosh is not typed for us
        """Writes the texts as they come, and the other arrays when the last one is known."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._out = ArraysWriter(Open(dbfile))
            self._texts = self._out.stream(TEXTS, np.uint8)
            self._starts, self._edges = array("Q", [0]), array("i")
            self._slicing = Slicing()

        def fill(self, docnum: int) -> None:
            """Give the documents up to *docnum* that have none empty texts."""
            while len(self._starts) - 1 < docnum:
                self._add(b"")

        def add(self, docnum: int, value: bytes) -> None:
            """Add the text of a document."""
            self.fill(docnum)
            self._add(value)

        def finish(self, docnum: int) -> None:
            """Write what is left of the file."""
            self.fill(docnum)
            self._texts.finish()
            self._out.add(STARTS, np.frombuffer(self._starts, np.uint64), offsets(self._starts[-1]))
            self._out.add(EDGES, np.frombuffer(self._edges, np.int32).reshape(-1, 2))
            self._out.add_chunks(SLICES, np.uint8, self._slicing.rows(), (self._slicing.width,))
            self._out.close()

        def _add(self, text: bytes) -> None:
            self._texts.write(text)
            self._starts.append(self._starts[-1] + len(text))
            self._edges.extend((text.find(SEPARATOR), text.rfind(SEPARATOR)))
            self._slicing.add(text)

    class Reader(ColumnReader):  # type: ignore[misc]  # whoosh is not typed for us
        """The texts of one segment; :class:`IndexProblem` for damage."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            self.arrays: Mapping[str, Array] = Arrays(dbfile.view(basepos, length), "of the texts")
            _require(self.arrays, doccount)

        def __getitem__(self, docnum: int) -> bytes:
            start, end = self.arrays[STARTS][docnum : docnum + 2].tolist()
            return self.arrays[TEXTS][start:end].tobytes()

        def untrue(self) -> bool:
            """Whether signatures and ends of parts are other than the texts make them."""
            slicing, edges = Slicing(), array("i")
            for doc in range(self._doccount):
                text = self[doc]
                slicing.add(text)
                edges.extend((text.find(SEPARATOR), text.rfind(SEPARATOR)))
            rows = np.concatenate(list(slicing.rows()))
            same = np.array_equal(self.arrays[EDGES].ravel(), np.frombuffer(edges, np.int32))
            return not (same and np.array_equal(self.arrays[SLICES], rows))


def _require(arrays: Mapping[str, Array], documents: int) -> None:
    """:class:`IndexProblem` where the arrays are not those of so many *documents*."""
    held = {TEXTS, STARTS, EDGES, SLICES} <= arrays.keys()
    if not held or arrays[STARTS].shape != (documents + 1,) or arrays[EDGES].shape != (documents, 2):
        raise IndexProblem(f"the column of the texts is damaged: it has not {documents:,} documents; {REBUILD}")
    fit = are_starts(arrays[STARTS], documents, len(arrays[TEXTS])) and _parts_fit(arrays)
    if not fit:
        raise IndexProblem(f"the column of the texts is damaged: its parts do not fit each other; {REBUILD}")


def _parts_fit(arrays: Mapping[str, Array]) -> bool:
    """Whether the parts of each text end in it, and the signatures are those of so many blocks."""
    kinds = [arrays[name].dtype for name in (TEXTS, SLICES, EDGES)]
    starts = arrays[STARTS].astype(np.int64)
    lengths = starts[1:] - starts[:-1]
    title, body = arrays[EDGES].T
    within = (title >= -1).all() and (body >= title).all() and (body < np.maximum(lengths, 1)).all()
    width = -(-len(Blocks.of(lengths).text) // 8)
    return bool(within and kinds == [np.uint8, np.uint8, np.int32] and arrays[SLICES].shape == (BITS, width))
