"""The facts of every article as arrays: filters, facets and the timeline over a whole result at once.

A mask is an array of booleans with one place for each document of the index.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.sites import shipped_sites
from corpus.thai.era import BUDDHIST
from corpus.thai.normalise import fold
from index.algebra import ranked
from index.analysis import WORD_FIELDS, Facts
from index.arena import Arena, Letters
from index.hits import FACETS, FacetValue, Month

Mask: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int32]
Floats: TypeAlias = npt.NDArray[np.float64]

COLUMNS = ("agency", "person", "province", "kind", "section", "site")
SHOWN = 50  # values of one facet; a page lists far fewer, and the names in a whole archive are many thousands
# Where fewer than one document of so many is counted, each is looked up: 4 of 100 take 60 μs, all of 20,000 200.
SPARSE = 16
_EPOCH = date(1970, 1, 1).toordinal()  # numpy counts days from here

KINDS_TH = {
    "news": "ข่าว",
    "announcement": "ประกาศ",
    "procurement": "จัดซื้อจัดจ้าง",
    "job": "รับสมัครงาน",
    "knowledge": "ความรู้",
    "listing": "หน้ารวม",
    "other": "อื่น ๆ",
}


@dataclass(frozen=True, slots=True)
class Column:
    """Which values each document has: ``codes[i]`` (a place in ``values``) belongs to document ``docs[i]``.

    ``folded`` are the labels as names are compared, ``rank`` is the place of each value in the order of the labels,
    ``order`` the values in the order of their code points: worked out once, since a search counts tens of thousands of
    names.
    """

    docs: Ints
    codes: Ints
    values: Arena
    labels: Letters
    folded: Letters
    rank: Ints
    order: Ints

    @classmethod
    def of(cls, rows: Iterable[Sequence[tuple[str, str]]]) -> Column:
        """The column of *rows*, one for each document, of (value, label)."""
        growing = Growing()
        for doc, row in enumerate(rows):
            growing.add(doc, row)
        return growing.column()

    @classmethod
    def made(
        cls, docs: Ints, codes: Ints, values: Sequence[str], labels: Sequence[str], folded: Iterable[str] | None = None
    ) -> Column:
        """The column of these arrays and strings; the *folded* labels are worked out where they are not known."""
        names = map(fold, labels) if folded is None else folded
        rank = np.zeros(len(values), np.int32)
        rank[sorted(range(len(values)), key=lambda code: (labels[code], values[code]))] = np.arange(len(values))
        held = Arena.of(values)
        return cls(docs, codes, held, Letters.of(labels), Letters.of(names), rank, held.sorted())

    def count(self, mask: Mask) -> Ints:
        """How many documents of *mask* have each value."""
        docs = np.flatnonzero(mask) if np.count_nonzero(mask) * SPARSE < len(mask) else None
        codes = self.codes[mask[self.docs] if docs is None else self._places(docs)]
        return np.bincount(codes, minlength=len(self.values)).astype(np.int32)

    def _places(self, docs: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """The places in ``codes`` of what *docs* have."""
        wanted = docs.astype(self.docs.dtype)  # else numpy would search in a copy
        first = self.docs.searchsorted(wanted)
        numbers = self.docs.searchsorted(wanted, "right") - first
        before = np.cumsum(numbers) - numbers
        return np.repeat(first - before, numbers) + np.arange(int(numbers.sum()))

    def having(self, codes: Iterable[int], size: int) -> Mask:
        """The documents, of *size*, that have any of the values *codes*."""
        wanted = np.zeros(len(self.values) + 1, np.bool_)
        wanted[list(codes)] = True
        mask = np.zeros(size, np.bool_)
        mask[self.docs[wanted[self.codes]]] = True
        return mask

    def of_values(self, values: Collection[str]) -> list[int]:
        """The codes of those of *values* that any document has."""
        return sorted(code for value in values if (code := self.values.find(value, self.order)) >= 0)

    @property
    def named(self) -> Labels:
        """The label of each value."""
        return Labels(self)

    def meant(self, typed: str) -> list[int]:
        """The codes of the values whose label holds the name *typed*, with or without a title or จังหวัด before it."""
        wanted = fold(typed).strip()
        if not wanted:
            return []
        return [
            code
            for code, (value, name) in enumerate(zip(self.values, self.folded, strict=True))
            if wanted in name or value == wanted or (len(name) > 3 and wanted.endswith(name))
        ]


class Labels(Mapping[str, str]):
    """The labels of the values of *column*, looked up where they stand."""

    def __init__(self, column: Column) -> None:
        self._column = column

    def __getitem__(self, value: str) -> str:
        code = self._column.values.find(value, self._column.order)
        if code < 0:
            raise KeyError(value)
        return self._column.labels[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._column.values)

    def __len__(self) -> int:
        return len(self._column.values)


class Growing:
    """A column while documents are added to it."""

    def __init__(self) -> None:
        self._docs, self._codes = array("i"), array("i")
        self._known: dict[str, int] = {}
        self._labels: list[str] = []
        self.others: dict[int, str] = {}  # by place in the arrays, the labels that are not the first of their value

    def add(self, doc: int, row: Iterable[tuple[str, str]]) -> None:
        """Add the (value, label) of the document *doc*, which follows those before."""
        for value, label in row:
            code = self._known.setdefault(value, len(self._known))
            if code == len(self._labels):
                self._labels.append(label)
            elif label != self._labels[code]:
                self.others[len(self._docs)] = label
            self._docs.append(doc)
            self._codes.append(code)

    def column(self) -> Column:
        """The column of what was added."""
        docs, codes = np.array(self._docs, np.int32), np.array(self._codes, np.int32)
        return Column.made(docs, codes, list(self._known), self._labels)


@dataclass(frozen=True, slots=True)
class Table:
    """The facts of a run of documents; ``day`` is a proleptic ordinal, 0 where unknown."""

    ids: Arena
    titles: Letters
    versions: Ints
    day: Ints
    lengths: Mapping[str, Floats]
    columns: Mapping[str, Column]

    @classmethod
    def of(cls, facts: Iterable[Facts]) -> Table:
        """The table of *facts*, in their order."""
        growing = GrowingTable()
        for one in facts:
            growing.add(one)
        return growing.table()

    @classmethod
    def joined(cls, tables: Sequence[Table]) -> Table:
        """One table of several, one after the other."""
        if len(tables) == 1:
            return tables[0]
        starts = np.cumsum([0, *(len(t.ids) for t in tables)])
        none = np.zeros(0, np.int32)
        return cls(
            ids=Arena.joined([t.ids for t in tables]),
            titles=Letters.joined([t.titles for t in tables]),
            versions=np.concatenate([none, *(t.versions for t in tables)]),
            day=np.concatenate([none, *(t.day for t in tables)]),
            lengths={n: np.concatenate([np.zeros(0), *(t.lengths[n] for t in tables)]) for n in WORD_FIELDS},
            columns={n: _join([t.columns[n] for t in tables], starts) for n in COLUMNS},
        )

    def between(self, start: date | None, end: date | None) -> Mask:
        """The dated documents from *start* to *end*, both inclusive; None leaves that side open."""
        mask = self.day > 0
        if start:
            mask &= self.day >= start.toordinal()
        if end:
            mask &= self.day <= end.toordinal()
        return mask

    def in_years(self, years: Iterable[int]) -> Mask:
        """The documents dated in any of the Buddhist *years*."""
        mask = np.zeros(len(self.day), np.bool_)
        for year in years:
            if date.min.year <= year - BUDDHIST <= date.max.year:
                mask |= self.between(date(year - BUDDHIST, 1, 1), date(year - BUDDHIST, 12, 31))
        return mask

    def facets(self, mask: Mask) -> dict[str, tuple[FacetValue, ...]]:
        """Every facet over the documents of *mask*: the most frequent values first, years newest first."""
        return self.facets_of(dict.fromkeys(FACETS, mask))

    def facets_of(self, masks: Mapping[str, Mask]) -> dict[str, tuple[FacetValue, ...]]:
        """Each of the facets named, over its own documents."""
        return {
            name: tuple(self._years(mask) if name == "year" else _counted(self.columns[name], mask))
            for name, mask in masks.items()
        }

    def timeline(self, mask: Mask) -> tuple[Month, ...]:
        """The months of the documents of *mask* that have a date, oldest first."""
        months, counts = np.unique(self._dated(mask).astype("datetime64[M]"), return_counts=True)
        return tuple(Month(str(m), int(n)) for m, n in zip(months, counts, strict=True))

    def _years(self, mask: Mask) -> Iterator[FacetValue]:
        years, counts = np.unique(self._dated(mask).astype("datetime64[Y]").astype(int) + 1970, return_counts=True)
        for year, count in zip(years[::-1], counts[::-1], strict=True):
            shown = str(int(year) + BUDDHIST)
            yield FacetValue(shown, shown, int(count))

    def _dated(self, mask: Mask) -> npt.NDArray[np.datetime64]:
        days = self.day[mask & (self.day > 0)]
        return (days.astype(np.int64) - _EPOCH).astype("datetime64[D]")


class GrowingTable:
    """A table while the facts of one document after the other are added to it."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._titles: list[str] = []
        self._versions, self._days, self._lengths = array("i"), array("i"), array("d")
        self.columns = {name: Growing() for name in COLUMNS}

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, facts: Facts) -> None:
        """Add the facts of the next document."""
        doc = len(self._ids)
        self._ids.append(facts.id)
        self._titles.append(facts.title)
        self._versions.append(facts.version)
        self._days.append(facts.day)
        self._lengths.extend(facts.lengths)
        for name, row in _rows(facts):
            self.columns[name].add(doc, row)

    def table(self) -> Table:
        """The table of what was added."""
        lengths = np.array(self._lengths, np.float64).reshape(len(self._ids), len(WORD_FIELDS))
        return Table(
            ids=Arena.of(self._ids),
            titles=Letters.of(self._titles),
            versions=np.array(self._versions, np.int32),
            day=np.array(self._days, np.int32),
            lengths={name: lengths[:, n] for n, name in enumerate(WORD_FIELDS)},
            columns={name: growing.column() for name, growing in self.columns.items()},
        )


def _rows(facts: Facts) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    """What *facts* say by column, as (value, label)."""
    yield "agency", facts.agencies
    yield "person", facts.people
    yield "province", ((p, p) for p in facts.provinces)
    yield "kind", [(facts.kind, KINDS_TH.get(facts.kind, facts.kind))]
    yield "section", ((s, s) for s in facts.section)
    yield "site", [(facts.site, _site_label(facts.site))]


def _join(columns: Sequence[Column], starts: npt.NDArray[np.int64]) -> Column:
    known: dict[str, int] = {}
    labels: list[str] = []
    folded: list[str] = []
    docs, codes = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for column, start in zip(columns, starts, strict=False):
        new = np.zeros(len(column.values), np.int32)
        for code, (value, label, name) in enumerate(zip(column.values, column.labels, column.folded, strict=True)):
            new[code] = known.setdefault(value, len(known))
            if new[code] == len(labels):
                labels.append(label)
                folded.append(name)
        docs.append((column.docs + start).astype(np.int32))
        codes.append(new[column.codes])
    return Column.made(np.concatenate(docs), np.concatenate(codes), list(known), labels, folded)


def _counted(column: Column, mask: Mask) -> Iterator[FacetValue]:
    counts = column.count(mask)
    found = np.flatnonzero(counts)
    keys = counts[found].astype(np.float64) * len(column.values) - column.rank[found]  # by count, then by label
    for code in found[ranked(keys, SHOWN)].tolist():
        yield FacetValue(column.values[code], column.labels[code], int(counts[code]))


@cache
def _site_label(name: str) -> str:
    return next((site.title_th for site in shipped_sites() if site.name == name and site.title_th), name)
