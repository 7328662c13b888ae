"""Times in words and on the axis of a drawing, in the era of the page."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from corpus.thai.era import BUDDHIST
from index.hits import SearchRequest
from search_web.filters import show_day, show_span, show_year
from search_web.text import Lang, say

MOST_YEARS = 120
_STEPS = (1, 2, 5, 10, 20, 50)
MOST_LABELS = 7  # of an axis 320 px wide: a year is about 35 px wide
MOST_WIDE_LABELS = 14
EDGE = 5  # per cent of the width: nearer to an end, half a label would stand outside


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the drawing, at ``at`` percent of its width.

    ``wide`` ones are for wide screens only and ``narrow`` ones for narrow screens: steps are regular on either.
    """

    at: float
    label: str
    anchor: str
    wide: bool
    narrow: bool = False

    @property
    def screens(self) -> str:
        """The class of the label: ``wide``, ``narrow``, or nothing where it is on both."""
        return "wide" if self.wide else "narrow" if self.narrow else ""


def month_span(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def span_label(request: SearchRequest, lang: Lang) -> str:
    """The filters of time in words: a span of days, years, or both."""
    parts = [show_year(year, lang) for year in sorted(request.year)]
    start, end = request.date_from, request.date_to
    if start and end:
        parts.append(_whole(start, end, lang) or show_span(start, end, lang))
    elif start or end:
        day = show_day(start or end or date.min, lang, "short")
        parts.append(say(lang, "chip_from" if start else "chip_to", day=day))
    return ", ".join(parts)


def _whole(start: date, end: date, lang: Lang) -> str:
    """The name of whole years or months; nothing for a time that begins or ends within a month."""
    if start.day != 1 or end != month_span(end.year, end.month)[1]:
        return ""
    if (start.month, end.month) == (1, 12):
        names = [show_year(day.year + BUDDHIST, lang) for day in (start, end)]
    else:
        names = [show_day(day, lang, "short").partition(" ")[2] for day in (start, end)]
    return " – ".join(dict.fromkeys(names))


def month_name(month: int, lang: Lang) -> str:
    """The short name of a month of the year."""
    return show_day(date(2008, month, 1), lang, "short").split()[1]


def axis_ticks(first: int, last: int, lang: Lang) -> tuple[Tick, ...]:
    """The labels under the years *first* to *last*: each, or every second, fifth …; months where there is one year."""
    years = last - first + 1
    if years == 1:
        names = (month_name(month, lang) for month in range(1, 13))
        return tuple(Tick(_percent(i + 0.5, 12), name, "middle", wide=i % 3 != 0) for i, name in enumerate(names))
    narrow, wide = (
        next(s for s in (*_STEPS, MOST_YEARS) if years / s <= most) for most in (MOST_LABELS, MOST_WIDE_LABELS)
    )
    numbers = ((year, year + BUDDHIST if lang == "th" else year) for year in range(first, last + 1))
    return tuple(
        _tick(_percent(year - first + 0.5, years), str(number), wide=bool(number % narrow), narrow=bool(number % wide))
        for year, number in numbers
        if not (number % narrow and number % wide)
    )


def _tick(at: float, label: str, *, wide: bool, narrow: bool) -> Tick:
    """A label that stays inside the drawing."""
    if at < EDGE:
        return Tick(0.0, label, "start", wide, narrow)
    return Tick(*((100.0, label, "end") if at > 100 - EDGE else (at, label, "middle")), wide, narrow)


def _percent(part: float, whole: int) -> float:
    return round(100 * part / whole, 2)
