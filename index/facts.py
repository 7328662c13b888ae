"""The column of the facts: one file of arrays, which a reader has as a table without reading any document of it.

To Whoosh it is a column of bytes, one value for each document, as ``index.analysis`` makes them: so it is merged and
checked like any other. A table of 20,000 articles is opened without a string being decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
from whoosh.columns import Column as WhooshColumn
from whoosh.columns import ColumnReader, ColumnWriter

from corpus.errors import IndexProblem
from index.analysis import WORD_FIELDS, Facts
from index.arena import Arena, Letters
from index.arrays import Array, Arrays, ArraysWriter, offsets
from index.facets import COLUMNS, Column, GrowingTable, Table
from index.files import Open
from index.generations import REBUILD

_ARENAS, _NUMBERS = ("values", "labels", "folded"), ("docs", "codes", "rank", "order")
_NONE = Facts("", 0, "", 0, "", "", (), (), (), (), (0,) * len(WORD_FIELDS))


class FactsColumn(WhooshColumn):  # type: ignore[misc]  # whoosh is not typed for us
    """A column of :class:`index.analysis.Facts`, given and read as their bytes."""

    _default = _NONE.to_bytes()

    class Writer(ColumnWriter):  # type: ignore[misc]  # whoosh is not typed for us
        """Gathers the facts in arrays, and writes them when the last document is known."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._table = GrowingTable()

        def fill(self, docnum: int) -> None:
            """Give the documents up to *docnum* that have none empty facts."""
            while len(self._table) < docnum:
                self._table.add(_NONE)

        def add(self, docnum: int, value: bytes) -> None:
            """Add the facts of a document."""
            self.fill(docnum)
            self._table.add(Facts.from_bytes(value))

        def finish(self, docnum: int) -> None:
            """Write the file."""
            self.fill(docnum)
            out = ArraysWriter(Open(self._dbfile))
            write_table(out, self._table.table())
            for name, growing in self._table.columns.items():
                out.add(f"{name}/others", np.array(list(growing.others), "<u4"))
                _write_arena(out, f"{name}/other_labels", Arena.of(growing.others.values()))
            out.close()

    class Reader(ColumnReader):  # type: ignore[misc]  # whoosh is not typed for us
        """The facts of one segment."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            self._arrays = Arrays(dbfile.view(basepos, length), dbfile.name)
            self.table = read_table(self._arrays, doccount)

        def __getitem__(self, docnum: int) -> bytes:
            return self.facts(docnum).to_bytes()

        def facts(self, doc: int) -> Facts:
            """The facts of a document, as they were given."""
            table = self.table
            kind, site = (self._pairs(name, doc)[0][0] for name in ("kind", "site"))
            return Facts(
                id=table.ids[doc],
                version=int(table.versions[doc]),
                title=table.titles[doc],
                day=int(table.day[doc]),
                kind=kind,
                site=site,
                section=tuple(value for value, _ in self._pairs("section", doc)),
                agencies=tuple(self._pairs("agency", doc)),
                people=tuple(self._pairs("person", doc)),
                provinces=tuple(value for value, _ in self._pairs("province", doc)),
                lengths=tuple(int(table.lengths[name][doc]) for name in WORD_FIELDS),
            )

        def _pairs(self, name: str, doc: int) -> list[tuple[str, str]]:
            """The (value, label) of a document in a column, the label as this document has it."""
            column = self.table.columns[name]
            others = self._arrays[f"{name}/others"]
            found = []
            for place in range(*np.searchsorted(column.docs, (doc, doc + 1)).tolist()):
                code = int(column.codes[place])
                at = int(np.searchsorted(others, place))
                own = at < len(others) and others[at] == place
                label = _arena(self._arrays, f"{name}/other_labels")[at] if own else column.labels[code]
                found.append((column.values[code], label))
            return found


def write_table(out: ArraysWriter, table: Table) -> None:
    """Write the arrays of *table*."""
    _write_arena(out, "ids", table.ids)
    _write_arena(out, "titles", table.titles)
    out.add("versions", table.versions)
    out.add("day", table.day)
    out.add("lengths", np.array([table.lengths[name] for name in WORD_FIELDS], "<u4"))
    for name, column in table.columns.items():
        for part in _NUMBERS:
            out.add(f"{name}/{part}", getattr(column, part))
        for part in _ARENAS:
            _write_arena(out, f"{name}/{part}", getattr(column, part))


def read_table(arrays: Arrays, documents: int) -> Table:
    """The table that :func:`write_table` wrote, of so many *documents*; :class:`IndexProblem` for damage."""
    try:
        lengths = arrays["lengths"]
        table = Table(
            ids=_arena(arrays, "ids"),
            titles=_letters(arrays, "titles"),
            versions=arrays["versions"],
            day=arrays["day"],
            lengths={name: lengths[n].astype(np.float64) for n, name in enumerate(WORD_FIELDS)},
            columns={name: _column(arrays, name) for name in COLUMNS},
        )
        sizes = {len(table.ids), len(table.titles), len(table.versions), len(table.day), lengths.shape[-1]}
    except (KeyError, IndexError, ValueError) as e:
        raise IndexProblem(f"the file {arrays.name} is damaged: {e}; {REBUILD}") from e
    plain = _within(table.day, date.max.toordinal() + 1) and _within(table.versions, 1 << 31)
    if sizes != {documents} or not plain or not all(_fits(column, documents) for column in table.columns.values()):
        raise IndexProblem(f"the file {arrays.name} is damaged: it has not the facts of all documents; {REBUILD}")
    return table


def told(table: Table) -> Iterator[tuple[str, Any]]:
    """Everything that *table* says, by the name of what it is, in lists that can be compared."""
    yield from (("ids", list(table.ids)), ("titles", list(table.titles)))
    yield from (("versions", table.versions.tolist()), ("day", table.day.tolist()))
    yield from ((name, table.lengths[name].tolist()) for name in WORD_FIELDS)
    for name, column in table.columns.items():
        yield from ((f"{name}/{part.name}", list(getattr(column, part.name))) for part in fields(column))


def _column(arrays: Arrays, name: str) -> Column:
    values = _arena(arrays, f"{name}/values")
    labels, folded = _letters(arrays, f"{name}/labels"), _letters(arrays, f"{name}/folded")
    docs, codes, rank, order = (arrays[f"{name}/{part}"] for part in _NUMBERS)
    return Column(docs, codes, values, labels, folded, rank, order)


def _fits(column: Column, documents: int) -> bool:
    """Whether the parts of *column* have the same lengths, name only what there is, and name documents in order."""
    values, docs = len(column.values), column.docs
    named = {len(column.labels), len(column.folded), len(column.rank), len(column.order)}
    known = all(map(_within, (docs, column.codes, column.rank, column.order), (documents, values, values, values)))
    return known and named == {values} and len(docs) == len(column.codes) and not (docs[1:] < docs[:-1]).any()


def _within(numbers: Array, size: int) -> bool:
    """Whether *numbers* are a list of whole ones from 0 to *size*, itself excluded."""
    if numbers.ndim != 1 or numbers.dtype != np.int32:
        return False
    return not len(numbers) or 0 <= int(numbers.min()) <= int(numbers.max()) < size


def _arena(arrays: Arrays, name: str) -> Arena:
    return Arena(arrays[name], arrays[name + "_starts"])


def _letters(arrays: Arrays, name: str) -> Letters:
    return Letters(arrays[name], arrays[name + "_starts"])


def _write_arena(out: ArraysWriter, name: str, strings: Arena | Letters) -> None:
    out.add(name, strings.data)
    out.add(name + "_starts", strings.starts, offsets(len(strings.data)))
