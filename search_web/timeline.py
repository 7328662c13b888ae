"""The timeline of a result: every month of its whole time as a bar, laid out here, drawn by the template.

The drawing is one small picture made by the server: a path a year, axis labels in the era of the page, and a table of
years and months as its twin. A time that was chosen stands out in its surroundings, so that it can be widened again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.thai.era import BUDDHIST
from index.hits import Month, SearchRequest
from search_web.filters import show_year
from search_web.text import Lang, count
from search_web.time_axis import MOST_YEARS, Tick, axis_ticks, month_name, month_span, span_label

STEP = 10  # units from one month to the next; the drawing is stretched to the width of the page
BAR = 8  # units of a bar
HEIGHT = 100  # units
LEAST = 4  # units: a month with one article among months with hundreds must still be seen
MOST_LINK_BYTES = 12_000  # of all years; each link stands twice, once in the table
MOST_CELLS = 400  # months of the table that are buttons or links of about eighty bytes
NEAR = 3  # years: a chosen time of so many at most is shown larger, with a year to either side ...
FAR = 6  # ... where the whole time has more years than this
_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])", re.ASCII)

Link = Callable[[SearchRequest], str | None]
Counts = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One month in the table: its count, ``YYYY-MM``, and the search for it alone where that has a link."""

    count: int
    value: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """One year: its bars as two paths, those in the chosen time and those around it, and its twelve months.

    ``x`` is where it begins, in units. ``cells`` is empty where the table has years only.
    """

    label: str
    value: str
    count: int
    x: int
    chosen: str
    around: str
    href: str | None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen time: first and last month counted from the first of the drawing, and what to call it."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing of ``width`` × ``height`` units from January of ``first_year`` (Gregorian) to a December.

    ``most`` says how many articles the highest bar has. ``base`` is the search without any time, to which a script adds
    the days that are dragged over. With ``form``, the months of the table are buttons of the search form, which needs
    no links; ``cells`` tells whether there are months.
    """

    first_year: int
    years: tuple[Year, ...]
    heads: tuple[str, ...]
    ticks: tuple[Tick, ...]
    counts: str
    peak: int
    most: str
    base: str | None
    chosen: Chosen | None
    zoomed: bool
    form: bool
    height: int = HEIGHT

    @property
    def width(self) -> int:
        """Units of the whole drawing."""
        return len(self.years) * 12 * STEP

    @property
    def cells(self) -> bool:
        """Whether the table has months."""
        return any(year.cells for year in self.years)

    @property
    def filled(self) -> tuple[Year, ...]:
        """The years that are not empty, as the table has them."""
        return tuple(year for year in self.years if year.count)


def draw_timeline(
    months: Sequence[Month], request: SearchRequest, lang: Lang, link: Link, *, form: bool = False, cells: bool = True
) -> Timeline | None:
    """The timeline of a result, or None where it has fewer than two months to compare.

    *months* are those of the result without its filters of time, which *request* may have: what they choose stands
    out. *link* makes the address of a request. Without *cells*, the table has years only. Gaps are drawn as gaps.
    """
    counts = _counts(months)
    if len(counts) < 2 and not (counts and _is_timed(request)):
        return None
    first, last, zoomed = _window(counts, request)
    shown = {at: n for at, n in counts.items() if first <= at[0] <= last}
    peak = max(shown.values(), default=1)
    links = _year_links(shown, request, link)
    fits = cells and len(shown) <= MOST_CELLS
    cell_links = _cell_links(shown, request, link) if fits and not form else {}
    years = tuple(
        _year(
            year,
            first,
            shown,
            peak,
            request,
            lang,
            links.get(year),
            cell_links,
            cells=fits and (form or bool(cell_links)),
        )
        for year in range(first, last + 1)
    )
    return Timeline(
        first_year=first,
        years=years,
        heads=tuple(month_name(month, lang) for month in range(1, 13)),
        ticks=axis_ticks(first, last, lang),
        counts=",".join(str(shown.get((y, m), "")) for y in range(first, last + 1) for m in range(1, 13)),
        peak=peak,
        most=count(lang, "timeline_most", peak),
        base=link(timeless(request)),
        chosen=_chosen(request, first, last, lang),
        zoomed=zoomed,
        form=form,
    )


def timeless(request: SearchRequest) -> SearchRequest:
    """The first page of the same search without its filters of time."""
    return replace(request, date_from=None, date_to=None, year=(), page=1)


def _counts(months: Iterable[Month]) -> Counts:
    counts: Counts = {}
    for entry in months:
        if entry.count > 0 and (match := _MONTH.fullmatch(entry.month)):
            at = (int(match[1]), int(match[2]))
            counts[at] = counts.get(at, 0) + entry.count
    return counts


def _window(counts: Counts, request: SearchRequest) -> tuple[int, int, bool]:
    """The first and last year to draw, and whether that is only the neighbourhood of the chosen time."""
    last = max(counts)[0]
    first = max(min(counts)[0], last - MOST_YEARS + 1)
    years = _chosen_years(request, first, last)
    if years is None or last - first < FAR or years[1] - years[0] >= NEAR:
        return first, last, False
    return max(first, years[0] - 1), min(last, years[1] + 1), True


def _chosen_years(request: SearchRequest, first: int, last: int) -> tuple[int, int] | None:
    """The years that the filters of time lie in, None without any or where they leave nothing of the drawing."""
    low, high = first, last
    if request.year:
        low, high = max(low, min(request.year) - BUDDHIST), min(high, max(request.year) - BUDDHIST)
    if request.date_from:
        low = max(low, request.date_from.year)
    if request.date_to:
        high = min(high, request.date_to.year)
    return (low, high) if _is_timed(request) and low <= high else None


def _is_timed(request: SearchRequest) -> bool:
    return bool(request.date_from or request.date_to or request.year)


def _is_chosen(request: SearchRequest, year: int, month: int) -> bool:
    """Whether there are filters of time and any day of the month passes them."""
    start, end = month_span(year, month)
    return (
        _is_timed(request)
        and (not request.year or year + BUDDHIST in request.year)
        and (request.date_from is None or request.date_from <= end)
        and (request.date_to is None or request.date_to >= start)
    )


def _chosen(request: SearchRequest, first: int, last: int, lang: Lang) -> Chosen | None:
    inside = [
        (year - first) * 12 + month - 1
        for year in range(first, last + 1)
        for month in range(1, 13)
        if _is_chosen(request, year, month)
    ]
    if not inside:
        return None
    return Chosen(inside[0], inside[-1], span_label(request, lang))


def _year_links(shown: Counts, request: SearchRequest, link: Link) -> dict[int, str]:
    """The search for each year that has articles; none at all where they would make the page too long."""
    found: dict[int, str] = {}
    used = 0
    for year in sorted({year for year, _ in shown}):
        href = link(replace(timeless(request), date_from=date(year, 1, 1), date_to=date(year, 12, 31)))
        used += len(href or "")
        if href is None or used > MOST_LINK_BYTES:
            return {}
        found[year] = href
    return found


def _cell_links(shown: Counts, request: SearchRequest, link: Link) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    used = 0
    for at in shown:
        first, last = month_span(*at)
        href = link(replace(timeless(request), date_from=first, date_to=last))
        used += len(href or "")
        if href is None or used > MOST_LINK_BYTES:
            return {}
        found[at] = href
    return found


def _year(
    year: int,
    first: int,
    shown: Counts,
    peak: int,
    request: SearchRequest,
    lang: Lang,
    href: str | None,
    cell_links: dict[tuple[int, int], str],
    *,
    cells: bool,
) -> Year:
    paths = {True: "", False: ""}
    total = 0
    for month in range(1, 13):
        if not (n := shown.get((year, month), 0)):
            continue
        total += n
        x = ((year - first) * 12 + month - 1) * STEP + (STEP - BAR) // 2
        height = max(LEAST, round(HEIGHT * n / peak))
        paths[_is_chosen(request, year, month)] += f"M{x} {HEIGHT}v-{height}h{BAR}v{height}z"
    made = tuple(Cell(shown.get((year, m), 0), f"{year:04}-{m:02}", cell_links.get((year, m))) for m in range(1, 13))
    return Year(
        label=show_year(year + BUDDHIST, lang),
        value=f"{year:04}",
        count=total,
        x=(year - first) * 12 * STEP,
        chosen=paths[True],
        around=paths[False],
        href=href if total else None,
        cells=made if cells else (),
    )
