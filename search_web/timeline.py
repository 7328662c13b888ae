"""The timeline of a result as a small picture: bars by month or by year, laid out here, drawn by the template."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.thai.era import BUDDHIST
from index.hits import Month, SearchRequest
from search_web.filters import show_month, show_year
from search_web.text import Lang

WIDTH = 720  # units of the drawing, which is stretched to the width of the page
HEIGHT = 80
MOST_MONTHS = 36  # bars of more months than three years are too thin for a finger
MOST_YEARS = 120
MOST_LINK_BYTES = 12_000  # of all bars; each link stands twice, once in the table
WIDEST = 48  # units: a few bars must stay bars, not walls
_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])", re.ASCII)

Link = Callable[[SearchRequest], str | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """One month or year: where its bar stands, its label, its count, and the search for it alone."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int
    href: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing of ``width`` × ``height`` units. ``unit`` is ``month`` or ``year``."""

    unit: str
    bars: tuple[Bar, ...]
    peak: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def filled(self) -> tuple[Bar, ...]:
        """The bars that are not empty."""
        return tuple(bar for bar in self.bars if bar.count)

    @property
    def marks(self) -> tuple[str, ...]:
        """The labels under the drawing: first, middle and last."""
        if len(self.bars) < 5:
            return tuple(bar.label for bar in self.bars)
        return (self.bars[0].label, self.bars[len(self.bars) // 2].label, self.bars[-1].label)


def draw_timeline(months: Sequence[Month], request: SearchRequest, lang: Lang, link: Link) -> Timeline | None:
    """The timeline of a result, or None where it has fewer than two bars to compare.

    Up to MOST_MONTHS months are drawn by month, longer times by year; gaps are drawn as empty bars.
    """
    counts: dict[tuple[int, int], int] = {}
    for entry in months:
        if match := _MONTH.fullmatch(entry.month):
            at = (int(match[1]), int(match[2]))
            counts[at] = counts.get(at, 0) + entry.count
    if not counts:
        return None
    (first_year, first_month), (last_year, last_month) = min(counts), max(counts)
    if (last_year - first_year) * 12 + last_month - first_month < MOST_MONTHS:
        return _by_month(counts, request, lang, link)
    return _by_year(counts, request, lang, link)


def _by_month(counts: dict[tuple[int, int], int], request: SearchRequest, lang: Lang, link: Link) -> Timeline | None:
    (year, month), last = min(counts), max(counts)
    entries = []
    while (year, month) <= last:
        span = (date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        asked = replace(request, date_from=span[0], date_to=span[1], year=(), page=1)
        entries.append((show_month(year, month, lang), counts.get((year, month), 0), asked))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return _lay_out("month", entries, link)


def _by_year(counts: dict[tuple[int, int], int], request: SearchRequest, lang: Lang, link: Link) -> Timeline | None:
    years: dict[int, int] = {}
    for (year, _), n in counts.items():
        years[year] = years.get(year, 0) + n
    last = max(years)
    entries = []
    for year in range(max(min(years), last - MOST_YEARS + 1), last + 1):
        buddhist = year + BUDDHIST
        asked = replace(request, year=(buddhist,), date_from=None, date_to=None, page=1)
        entries.append((show_year(buddhist, lang), years.get(year, 0), asked))
    return _lay_out("year", entries, link)


def _lay_out(unit: str, entries: Sequence[tuple[str, int, SearchRequest]], link: Link) -> Timeline | None:
    if len(entries) < 2:
        return None
    peak = max(count for _, count, _ in entries)
    step = WIDTH / len(entries)
    width = min(step - min(step * 0.2, 6), WIDEST)
    links = [link(asked) if count else None for _, count, asked in entries]
    if sum(len(href) for href in links if href) > MOST_LINK_BYTES:
        links = [None] * len(entries)
    bars = []
    for i, (label, count, _) in enumerate(entries):
        # A month with one article among months with hundreds must still be seen: three units at least.
        height = max(3.0, round(HEIGHT * count / peak, 1)) if count else 0.0
        bars.append(
            Bar(
                x=round(i * step + (step - width) / 2, 1),
                y=round(HEIGHT - height, 1),
                width=round(width, 1),
                height=height,
                label=label,
                count=count,
                href=links[i],
            )
        )
    return Timeline(unit, tuple(bars), peak)
