"""The facts of every article as arrays: filters, facets and the timeline over a whole result at once.

A mask is an array of booleans with one place for each document of the index.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt

from corpus.sites import shipped_sites
from corpus.thai.era import BUDDHIST
from index.analysis import WORD_FIELDS, Facts
from index.arena import Arena, Letters
from index.facet_columns import SHOWN, Column, Floats, Growing, Ints, Mask, joined
from index.hits import FACETS, FacetValue, Month

__all__ = ["COLUMNS", "KINDS_TH", "SHOWN", "Column", "Floats", "GrowingTable", "Ints", "Mask", "Table"]

COLUMNS = ("agency", "person", "province", "kind", "section", "site")
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
            columns={n: joined([t.columns[n] for t in tables], starts) for n in COLUMNS},
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
            name: tuple(self._years(mask) if name == "year" else self.columns[name].most(mask))
            for name, mask in masks.items()
        }

    def timeline(self, mask: Mask) -> tuple[Month, ...]:
        """The months of the documents of *mask* that have a date, oldest first."""
        counted = _counted(self._dated(mask).astype("datetime64[M]"))
        return tuple(Month(f"{1970 + month // 12:04}-{month % 12 + 1:02}", number) for month, number in counted)

    def _years(self, mask: Mask) -> Iterator[FacetValue]:
        for year, number in reversed(_counted(self._dated(mask).astype("datetime64[Y]"))):
            shown = str(year + 1970 + BUDDHIST)
            yield FacetValue(shown, shown, number)

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


def _counted(times: npt.NDArray[np.datetime64]) -> list[tuple[int, int]]:
    """The months or years of *times*, as their unit is, counted from 1970, in order, and how many fall into each."""
    if not len(times):
        return []
    since = times.astype(np.int64)
    first = int(since.min())
    counts = np.bincount(since - first)
    return [(first + at, int(counts[at])) for at in np.flatnonzero(counts).tolist()]


@cache
def _site_label(name: str) -> str:
    return next((site.title_th for site in shipped_sites() if site.name == name and site.title_th), name)
