"""The facts of every article as arrays: filters, facets and the timeline over a whole result at once.

A mask is an array of booleans with one place for each document of the index.
"""

from __future__ import annotations

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
from index.analysis import WORD_FIELDS, Facts
from index.hits import FACETS, FacetValue, Month

Mask: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int32]
Floats: TypeAlias = npt.NDArray[np.float64]

SHOWN = 50  # values of one facet; a page lists far fewer, and the names in a whole archive are many thousands
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

FEW = 4  # values that are looked for one by one, which is faster among tens of thousands


@dataclass(frozen=True, slots=True)
class Column:
    """Which values each document has: ``codes[i]`` (a place in ``values``) belongs to document ``docs[i]``.

    ``folded`` are the labels as names are compared, ``rank`` is the place of each value in the order of the labels:
    worked out once, since a search counts tens of thousands of names.
    """

    docs: Ints
    codes: Ints
    values: tuple[str, ...]
    labels: tuple[str, ...]
    folded: tuple[str, ...]
    rank: Ints

    @classmethod
    def of(cls, rows: Iterable[Sequence[tuple[str, str]]]) -> Column:
        """The column of *rows*, one for each document, of (value, label)."""
        docs: list[int] = []
        codes: list[int] = []
        known: dict[str, int] = {}
        labels: list[str] = []
        for doc, row in enumerate(rows):
            for value, label in row:
                code = known.setdefault(value, len(known))
                if code == len(labels):
                    labels.append(label)
                docs.append(doc)
                codes.append(code)
        folded = tuple(map(fold, labels))
        return cls.made(np.array(docs, np.int32), np.array(codes, np.int32), tuple(known), tuple(labels), folded)

    @classmethod
    def made(
        cls, docs: Ints, codes: Ints, values: tuple[str, ...], labels: tuple[str, ...], folded: tuple[str, ...]
    ) -> Column:
        """The column of these arrays."""
        rank = np.zeros(len(values), np.int32)
        rank[sorted(range(len(values)), key=lambda code: (labels[code], values[code]))] = np.arange(len(values))
        return cls(docs, codes, values, labels, folded, rank)

    def count(self, mask: Mask) -> Ints:
        """How many documents of *mask* have each value."""
        return np.bincount(self.codes[mask[self.docs]], minlength=len(self.values)).astype(np.int32)

    def having(self, codes: Iterable[int], size: int) -> Mask:
        """The documents, of *size*, that have any of the values *codes*."""
        wanted = np.zeros(len(self.values) + 1, np.bool_)
        wanted[list(codes)] = True
        mask = np.zeros(size, np.bool_)
        mask[self.docs[wanted[self.codes]]] = True
        return mask

    def of_values(self, values: Collection[str]) -> list[int]:
        """The codes of those of *values* that any document has."""
        if len(values) <= FEW:
            return sorted(self.values.index(value) for value in values if value in self.values)
        return [code for code, value in enumerate(self.values) if value in values]

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


@dataclass(frozen=True, slots=True)
class Table:
    """The facts of a run of documents; ``day`` is a proleptic ordinal, 0 where unknown."""

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    versions: tuple[int, ...]
    day: Ints
    lengths: Mapping[str, Floats]
    columns: Mapping[str, Column]

    @classmethod
    def of(cls, facts: Sequence[Facts]) -> Table:
        """The table of *facts*, in their order."""
        lengths = np.array([f.lengths for f in facts], np.float64).reshape(len(facts), len(WORD_FIELDS))
        return cls(
            ids=tuple(f.id for f in facts),
            titles=tuple(f.title for f in facts),
            versions=tuple(f.version for f in facts),
            day=np.array([f.day for f in facts], np.int32),
            lengths={name: lengths[:, n] for n, name in enumerate(WORD_FIELDS)},
            columns={
                "agency": Column.of(f.agencies for f in facts),
                "person": Column.of(f.people for f in facts),
                "province": Column.of([(p, p) for p in f.provinces] for f in facts),
                "kind": Column.of([(f.kind, KINDS_TH.get(f.kind, f.kind))] for f in facts),
                "section": Column.of([(s, s) for s in f.section] for f in facts),
                "site": Column.of([(f.site, _site_label(f.site))] for f in facts),
            },
        )

    @classmethod
    def joined(cls, tables: Sequence[Table]) -> Table:
        """One table of several, one after the other."""
        if len(tables) == 1:
            return tables[0]
        starts = np.cumsum([0, *(len(t.ids) for t in tables)])
        names = tuple(Table.of(()).columns)
        return cls(
            ids=tuple(i for t in tables for i in t.ids),
            titles=tuple(x for t in tables for x in t.titles),
            versions=tuple(v for t in tables for v in t.versions),
            day=np.concatenate([np.zeros(0, np.int32), *(t.day for t in tables)]),
            lengths={n: np.concatenate([np.zeros(0), *(t.lengths[n] for t in tables)]) for n in WORD_FIELDS},
            columns={n: _join([t.columns[n] for t in tables], starts) for n in names},
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


def _join(columns: Sequence[Column], starts: npt.NDArray[np.int64]) -> Column:
    known: dict[str, int] = {}
    labels: list[str] = []
    folded: list[str] = []
    docs, codes = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for column, start in zip(columns, starts, strict=False):
        new = np.zeros(len(column.values), np.int32)
        for code, value in enumerate(column.values):
            new[code] = known.setdefault(value, len(known))
            if new[code] == len(labels):
                labels.append(column.labels[code])
                folded.append(column.folded[code])
        docs.append((column.docs + start).astype(np.int32))
        codes.append(new[column.codes])
    return Column.made(np.concatenate(docs), np.concatenate(codes), tuple(known), tuple(labels), tuple(folded))


def _counted(column: Column, mask: Mask) -> Iterator[FacetValue]:
    counts = column.count(mask)
    found = np.flatnonzero(counts)
    for code in found[np.lexsort((column.rank[found], -counts[found]))][:SHOWN].tolist():
        yield FacetValue(column.values[code], column.labels[code], int(counts[code]))


@cache
def _site_label(name: str) -> str:
    return next((site.title_th for site in shipped_sites() if site.name == name and site.title_th), name)
