"""Which of the found documents one page lists, and which stand behind them because they have the same content.

A group stands where its best document stands, so pages follow from the order alone: no hit comes twice or is missed
from one page to the next, grouped or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.duplicates import Groups
from index.facets import Ints, Mask, Table
from index.hits import SAME_SHOWN, Hit, Same


def listing(ordered: Ints, groups: Groups | None, page: int, per_page: int) -> tuple[int, ...]:
    """The *page* (from 1) of *ordered* documents; with *groups*, each content once."""
    first_ones = groups.first_of_each(ordered) if groups else ordered
    start = (page - 1) * per_page
    return tuple(first_ones[start : start + per_page].tolist())


def with_same(
    hits: Iterable[Hit], docs: Iterable[int], groups: Groups | None, found: Mask, table: Table
) -> Iterator[Hit]:
    """*hits*, of the documents *docs*, each with the others of *found* that have its content."""
    for hit, doc in zip(hits, docs, strict=True):
        others = behind(doc, groups, found) if groups else ()
        yield (
            replace(hit, same=tuple(named(others[:SAME_SHOWN], table)), same_total=len(others)) if len(others) else hit
        )


def behind(doc: int, groups: Groups, found: Mask) -> tuple[int, ...]:
    """The other documents of *found* with the content of *doc*, in the order of their ids."""
    return tuple(other for other in groups.members(doc) if other != doc and found[other])


def named(docs: Sequence[int], table: Table) -> Iterator[Same]:
    """What is said of *docs* where they stand behind another."""
    for doc in docs:
        day = int(table.day[doc])
        yield Same(table.ids[doc], table.titles[doc], date.fromordinal(day) if day else None)
