"""What the page of two searches shows: both lines on one axis, their table, the ways from there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from corpus.thai.era import BUDDHIST
from index.hits import Month, SearchPage, SearchRequest
from search_web.asked_view import understood_as
from search_web.filters import show_month, show_year
from search_web.text import Lang, count, say
from search_web.time_axis import MOST_YEARS, Tick, axis_ticks, month_span

STEP = 10  # units from one point to the next; the drawing is stretched to the width of the page
HEIGHT = 100  # units
DOTS = 60  # points: more of them would run into each other on a phone
MOST_MONTHS = 360  # rows of the table: about 90 bytes each
USUAL_MONTHS = 72  # up to six years are shown by month unless years are asked for
MOST_LINK_BYTES = 12_000  # of the links in the table
_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])", re.ASCII)

Link = Callable[[SearchRequest], str]


class Here(Protocol):
    """What makes the address of this page with other settings."""

    def __call__(self, **more: str) -> str:
        """The address."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One of the two queries, ``a`` or ``b``, and what it found; None where nothing was asked."""

    name: str
    query: str
    page: SearchPage | None


@dataclass(frozen=True, slots=True)
class Span:
    """One month (``2008-04``) or year (``2008``): what each search found, and how many articles there are in all."""

    key: str
    counts: tuple[int, ...]
    everything: int

    def share(self, series: int) -> float:
        """The part of all articles of this time that a search found, 0 to 1; 0 where there are none."""
        return min(1.0, self.counts[series] / self.everything) if self.everything else 0.0


@dataclass(frozen=True, slots=True)
class Series:
    """One search as a line: ``path`` joins its points, ``dots`` marks them where there are not too many."""

    name: str
    query: str
    total: str
    understood: str
    notes: tuple[str, ...]
    href: str
    path: str
    dots: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the numbers as shown and the search behind each."""

    label: str
    numbers: tuple[tuple[str, str], ...]
    everything: str


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to look at the same two searches."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class CompareView:
    """Everything on the page: ``width`` × ``height`` are units of the drawing, ``levels`` label it from above.

    ``kept`` are the settings that were asked for, which the form keeps for the next two searches.
    """

    a: str
    b: str
    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    levels: tuple[str, ...]
    ways: tuple[tuple[str, tuple[Way, ...]], ...]
    kept: tuple[tuple[str, str], ...]
    width: int
    unit: str
    share: bool
    height: int = HEIGHT


def compare_view(
    questions: tuple[Question, ...],
    everything: Sequence[Month],
    lang: Lang,
    link: Link,
    here: Here,
    *,
    share: bool,
    by: str,
) -> CompareView:
    """The page for the queries of an address.

    *everything* are the months of all articles, *by* is the unit that was asked for: ``year``, ``month`` or any other
    text for the usual one.
    """
    asked = [q for q in questions if q.page is not None]
    months = [q.page.timeline for q in asked if q.page]
    unit = _unit(months, by)
    spans = tuple(spans_of(*months, everything, by=unit, within=months)) if months else ()
    peak = max((_value(span, i, share=share) for span in spans for i in range(len(asked))), default=0) or 1
    series = tuple(_series(q, i, spans, peak, lang, link, share=share) for i, q in enumerate(asked))
    first, last = (int(spans[0].key[:4]), int(spans[-1].key[:4])) if spans else (0, 0)
    return CompareView(
        a=questions[0].query,
        b=questions[1].query,
        series=series,
        rows=_rows(asked, spans, lang, link, unit, share=share),
        ticks=axis_ticks(first, last, lang) if spans else (),
        levels=(_shown(peak, share=share), _shown(peak / 2, share=share)) if spans else (),
        ways=_ways(lang, here, share=share, unit=unit, months=len(_keys(months, "month"))) if spans else (),
        kept=_kept(by, share=share),
        width=(last - first + 1) * (12 if unit == "month" else 1) * STEP,
        unit=unit,
        share=share,
    )


def _kept(by: str, *, share: bool) -> tuple[tuple[str, str], ...]:
    unit = (("by", by),) if by in ("year", "month") else ()
    return (("per", "share"), *unit) if share else unit


def spans_of(*found: Sequence[Month], by: str, within: Sequence[Sequence[Month]] | None = None) -> Iterable[Span]:
    """Every month or year from the first to the last of *within* (else of all), the last of *found* being all articles.

    At most the last MOST_YEARS years are given.
    """
    sums = [_sums(months, by) for months in found]
    for key in _keys(found if within is None else within, by):
        yield Span(key, tuple(one.get(key, 0) for one in sums[:-1]), sums[-1].get(key, 0))


def _keys(found: Sequence[Sequence[Month]], by: str) -> list[str]:
    months = {entry.month for months in found for entry in months if _MONTH.fullmatch(entry.month)}
    if not months:
        return []
    first, last = min(months), max(months)
    years = range(max(int(first[:4]), int(last[:4]) - MOST_YEARS + 1), int(last[:4]) + 1)
    if by == "year":
        return [f"{year:04}" for year in years]
    every = (f"{year:04}-{month:02}" for year in years for month in range(1, 13))
    return [month for month in every if first <= month <= last]  # a line must not fall after the last month


def _sums(months: Sequence[Month], by: str) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for entry in months:
        if _MONTH.fullmatch(entry.month):
            key = entry.month if by == "month" else entry.month[:4]
            sums[key] = sums.get(key, 0) + entry.count
    return sums


def _unit(months: Sequence[Sequence[Month]], by: str) -> str:
    number = len(_keys(months, "month"))
    if by == "year" or number > MOST_MONTHS:
        return "year"
    return "month" if by == "month" or number <= USUAL_MONTHS else "year"


def _value(span: Span, series: int, *, share: bool) -> float:
    return span.share(series) if share else span.counts[series]


def _shown(value: float, *, share: bool) -> str:
    if share:
        return f"{100 * value:.1f}%"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _series(
    question: Question, number: int, spans: Sequence[Span], peak: float, lang: Lang, link: Link, *, share: bool
) -> Series:
    page = question.page
    points = [
        (
            _place(span, spans[0]) * STEP + STEP // 2,
            round(HEIGHT - HEIGHT * _value(span, number, share=share) / peak, 1),
        )
        for span in spans
    ]
    return Series(
        name=question.name,
        query=question.query,
        total=count(lang, "results_count", page.total if page else 0),
        understood=understood_as(page.query.understood, question.query) if page else "",
        notes=page.query.notes if page else (),
        href=link(SearchRequest(q=question.query)),
        path="M" + "L".join(f"{x} {y:g}" for x, y in points) if len(points) > 1 else "",
        dots="".join(f"M{x} {y:g}h0" for x, y in points) if len(points) <= DOTS else "",
    )


def _place(span: Span, first: Span) -> int:
    """Which point of the drawing a span is: it begins with a January, or with the first year."""
    years = int(span.key[:4]) - int(first.key[:4])
    return years * 12 + int(span.key[5:]) - 1 if span.key[5:] else years


def _rows(
    asked: Sequence[Question], spans: Sequence[Span], lang: Lang, link: Link, unit: str, *, share: bool
) -> tuple[Row, ...]:
    rows = []
    used = 0
    for span in spans:
        if not any(span.counts):
            continue
        first, last = _days(span.key)
        numbers = []
        for i, question in enumerate(asked):
            href = link(SearchRequest(q=question.query, date_from=first, date_to=last)) if span.counts[i] else ""
            used += len(href)
            numbers.append((_shown(_value(span, i, share=share), share=share), href if used <= MOST_LINK_BYTES else ""))
        label = _label(span.key, lang, unit)
        rows.append(Row(label, tuple(numbers), f"{span.everything:,}"))
    return tuple(rows)


def _days(key: str) -> tuple[date, date]:
    year, month = int(key[:4]), key[5:]
    return month_span(year, int(month)) if month else (date(year, 1, 1), date(year, 12, 31))


def _label(key: str, lang: Lang, unit: str) -> str:
    year = int(key[:4])
    return show_year(year + BUDDHIST, lang) if unit == "year" else show_month(year, int(key[5:]), lang)


def _ways(lang: Lang, here: Here, *, share: bool, unit: str, months: int) -> tuple[tuple[str, tuple[Way, ...]], ...]:
    per = {"per": "share"} if share else {}
    ways = [
        (
            say(lang, "compare_per"),
            (
                Way(say(lang, "compare_count"), here(by=unit), not share),
                Way(say(lang, "compare_share"), here(by=unit, per="share"), share),
            ),
        )
    ]
    if months <= MOST_MONTHS:
        ways.append(
            (
                say(lang, "compare_by"),
                (
                    Way(say(lang, "compare_by_year"), here(by="year", **per), unit == "year"),
                    Way(say(lang, "compare_by_month"), here(by="month", **per), unit == "month"),
                ),
            )
        )
    return tuple(ways)
