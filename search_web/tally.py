"""What the workers count of requests: how many of each status class, how long each kind took; no query, no address.

::

    Tally   one row for each worker, in memory mapped before the fork; only its worker writes a row
    row     process · 1xx … 5xx · limited · for each kind of page: one count a bucket, and the sum of seconds

Rows need no lock between processes and no files. A worker that takes the place of one that ended goes on with some row,
so that totals never fall; a row's process is zero while it has none.
"""

from __future__ import annotations

import mmap
import os
import threading
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

ROOM = 128  # workers with a row of their own; one more shares another's, whose counts may then lose one at times
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds; a page of results takes 0.01 to 0.06
OTHER = "other"
# The kinds of page that are timed apart, by endpoint; all others are one.
KINDS = (
    *("pages.start", "pages.search", "pages.article", "pages.versions", "pages.difference", "archived.raw"),
    *("names.person", "names.agency", "names.province", "compare.compare", "exports.export", "feeds.atom"),
    *("status.status", "api.search", "api.suggest", "api.article", OTHER),
)
_PLACES = {kind: n for n, kind in enumerate(KINDS)}
_SERIES = len(BUCKETS) + 2  # the buckets, the one without a bound, the sum
_FIRST = 1 + len(CLASSES) + 1
_ROW = _FIRST + _SERIES * len(KINDS)


@dataclass(frozen=True, slots=True)
class Timed:
    """How long requests of one kind took: how many in each of BUCKETS and above the last, and all seconds."""

    counts: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Totals:
    """What all workers counted: requests by status class, those turned away, times by kind, living processes."""

    classes: Mapping[str, int]
    limited: int
    timed: Mapping[str, Timed]
    processes: int


class Tally:
    """The counts of all workers; made before they are forked, each of which then has a place of its own."""

    def __init__(self) -> None:
        self._numbers = memoryview(mmap.mmap(-1, ROOM * _ROW * 8)).cast("d")
        self._lock = threading.Lock()
        self._base = 0

    def take(self, place: int) -> None:
        """Count in the row of that place from now on, in this process."""
        self._lock = threading.Lock()  # a fork may have copied one that was held
        self._base = place % ROOM * _ROW
        self._numbers[self._base] = os.getpid()

    def clear(self, process: int) -> None:
        """Note that a process has ended; what it counted stays."""
        for base in range(0, len(self._numbers), _ROW):
            if self._numbers[base] == process:
                self._numbers[base] = 0

    def note(self, kind: str, status: int, seconds: float) -> None:
        """Count one request; one of a *kind* that is not in KINDS is one of the others."""
        at = self._base + _FIRST + _PLACES.get(kind, _PLACES[OTHER]) * _SERIES
        numbers = self._numbers
        with self._lock:
            numbers[self._base + min(max(status // 100, 1), 5)] += 1
            numbers[self._base + _FIRST - 1] += status == 429
            numbers[at + bisect_left(BUCKETS, seconds)] += 1
            numbers[at + _SERIES - 1] += seconds

    def totals(self) -> Totals:
        """What was counted so far, by all."""
        numbers = self._numbers.tolist()
        rows = [numbers[base : base + _ROW] for base in range(0, len(numbers), _ROW)]
        sums = [sum(column) for column in zip(*rows, strict=True)]
        timed = {}
        for kind, place in _PLACES.items():
            *counts, seconds = sums[_FIRST + place * _SERIES : _FIRST + (place + 1) * _SERIES]
            timed[kind] = Timed(tuple(map(int, counts)), seconds)
        return Totals(
            classes={name: int(sums[n]) for n, name in enumerate(CLASSES, 1)},
            limited=int(sums[_FIRST - 1]),
            timed=timed,
            processes=sum(bool(row[0]) for row in rows),
        )
