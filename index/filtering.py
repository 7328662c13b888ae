"""The filters beside a query: which documents they leave, and which each of them alone takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import chain

import numpy as np

from index.facets import Mask
from index.hits import SearchRequest
from index.named import named
from index.notes import Note
from index.snapshot import Snapshot
from index.tree import FILTERS


@dataclass(frozen=True, slots=True)
class Filtering:
    """``mask`` are the live documents that satisfy every filter, all live ones where there is none.

    ``without`` holds, for each facet that is filtered by, those that satisfy all the other filters; ``notes`` tell of
    values that no document has.
    """

    mask: Mask
    without: Mapping[str, Mask]
    notes: tuple[Note, ...]

    @property
    def wide(self) -> Mask:
        """The documents that one filter less would leave."""
        return reduce(np.logical_or, self.without.values(), self.mask)


def filtering(request: SearchRequest, snapshot: Snapshot) -> Filtering:
    """What the filters of *request* leave of *snapshot*."""
    table, base = snapshot.table, snapshot.live
    if request.date_from or request.date_to:
        base = base & table.between(request.date_from, request.date_to)
    notes: list[Note] = []
    masks = dict(_masks(request, snapshot, notes))
    without = {name: _all(base, (mask for other, mask in masks.items() if other != name)) for name in masks}
    return Filtering(_all(base, masks.values()), without, tuple(notes))


def _masks(request: SearchRequest, snapshot: Snapshot, notes: list[Note]) -> Iterator[tuple[str, Mask]]:
    """The documents that have one of the values asked for, by facet."""
    if request.year:
        yield "year", snapshot.table.in_years(request.year)
    for name in FILTERS:
        values: tuple[str, ...] = getattr(request, name)
        if values:
            column = snapshot.table.columns[name]
            codes = {value: named(column, name, value) for value in values}
            notes += [Note(f"no_{name}", value) for value, found in codes.items() if not found]
            yield name, column.having(chain.from_iterable(codes.values()), snapshot.size)


def _all(base: Mask, masks: Iterable[Mask]) -> Mask:
    for mask in masks:
        base = base & mask
    return base
