"""The timeline: every month of the whole time, what is chosen, labels, links within their bounds."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.hits import Month, SearchRequest
from search_web.time_axis import MOST_YEARS, month_span, span_label
from search_web.timeline import HEIGHT, draw_timeline


def through(request: SearchRequest) -> str:
    return f"{request.date_from}..{request.date_to} {request.year}"


def twenty_years() -> list[Month]:
    return [Month(f"{year}-{month:02}", year - 1999 + month) for year in range(2000, 2022) for month in range(1, 13)]


def test_every_month_has_its_bar_and_every_gap_its_room() -> None:
    line = draw_timeline([Month("2008-11", 2), Month("2009-02", 4)], SearchRequest(q="x"), "th", through)
    assert line is not None
    assert [(y.label, y.count, y.around) for y in line.years] == [
        ("2551", 2, f"M101 {HEIGHT}v-50h8v50z"),
        ("2552", 4, f"M131 {HEIGHT}v-100h8v100z"),
    ]
    assert line.counts == ",,,,,,,,,,2,,,4,,,,,,,,,,"
    assert line.years[0].href == "2008-01-01..2008-12-31 ()"
    assert [(c.value, c.href) for c in line.years[0].cells if c.count] == [("2008-11", "2008-11-01..2008-11-30 ()")]
    assert line.chosen is None
    assert line.base == "None..None ()"


def test_twenty_years_are_small_and_labelled_in_the_era_of_the_page() -> None:
    for lang, first in (("th", "2545"), ("en", "2000")):
        line = draw_timeline(twenty_years(), SearchRequest(), lang, through, form=True)  # type: ignore[arg-type]  # a Lang
        assert line is not None
        assert len(line.years) == 22
        assert sum(year.around.count("M") for year in line.years) == 264
        assert sum(len(year.around) for year in line.years) < 7_000
        assert len([tick for tick in line.ticks if tick.screens != "wide"]) <= 7
        for hidden in ("wide", "narrow"):
            seen = [int(tick.label) for tick in line.ticks if tick.screens != hidden]
            assert len({b - a for a, b in pairwise(seen)}) == 1, seen
        assert line.most.startswith("34 " if lang == "en" else "เดือนที่มากที่สุด 34 ")
        assert line.ticks[0].label in (first, str(int(first) - 1), str(int(first) + 1))
        assert all(len(year.cells) == 12 for year in line.years)


def test_what_is_chosen_is_shown_larger_among_its_neighbours() -> None:
    request = SearchRequest(date_from=date(2008, 4, 1), date_to=date(2008, 6, 30))
    line = draw_timeline(twenty_years(), request, "th", through)
    assert line is not None
    assert (line.first_year, len(line.years), line.zoomed) == (2007, 3, True)
    assert line.chosen is not None
    assert (line.chosen.first, line.chosen.last, line.chosen.label) == (15, 17, "เม.ย. 2551 – มิ.ย. 2551")
    assert line.years[1].chosen.count("M") == 3
    assert line.years[1].around.count("M") == 9
    whole = draw_timeline(twenty_years(), SearchRequest(year=(2543, 2564)), "en", through)
    assert whole is not None
    assert not whole.zoomed
    assert [bool(year.chosen) for year in whole.years] == [True, *[False] * 20, True]


def test_a_time_outside_the_result_is_drawn_without_a_choice() -> None:
    line = draw_timeline(twenty_years(), SearchRequest(date_from=date(2030, 1, 1)), "th", through)
    assert line is not None
    assert (line.chosen, len(line.years)) == (None, 22)


def test_one_month_is_drawn_only_where_it_was_chosen() -> None:
    assert draw_timeline([], SearchRequest(), "th", through) is None
    assert draw_timeline([Month("2008-01", 3)], SearchRequest(), "th", through) is None
    assert draw_timeline([Month("2008-01", 3)], SearchRequest(year=(2551,)), "th", through) is not None


def test_links_that_would_be_too_long_are_left_out() -> None:
    line = draw_timeline(twenty_years(), SearchRequest(), "th", lambda r: "x" * 4500)
    assert line is not None
    assert not any(year.href or year.cells for year in line.years)
    assert line.base is not None  # one is needed for dragging
    form = draw_timeline(twenty_years(), SearchRequest(), "th", lambda r: "x" * 4500, form=True)
    assert form is not None
    assert all(year.cells for year in form.years)


def test_a_span_is_called_by_its_years_months_or_days() -> None:
    def said(first: date | None, last: date | None) -> str:
        return span_label(SearchRequest(date_from=first, date_to=last), "th")

    assert said(date(2008, 1, 1), date(2008, 12, 31)) == "2551"
    assert said(date(2008, 1, 1), date(2010, 12, 31)) == "2551 – 2553"
    assert said(date(2008, 2, 1), date(2008, 2, 29)) == "ก.พ. 2551"
    assert said(date(2008, 2, 2), date(2008, 2, 29)) == "2–29 กุมภาพันธ์ 2551"
    assert said(date(2008, 2, 2), None) == "ตั้งแต่ 2 ก.พ. 2551"
    assert said(None, date(2008, 2, 2)) == "ถึง 2 ก.พ. 2551"
    assert span_label(SearchRequest(year=(2552, 2551)), "en") == "2008, 2009"


def test_months_end_on_their_last_day() -> None:
    assert [month_span(2008, m)[1].day for m in range(1, 13)] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert month_span(9998, 12)[1] == date(9998, 12, 31)


@given(
    st.lists(
        st.tuples(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 10**6)).map(
            lambda t: Month(f"{t[0]:04}-{t[1]:02}", t[2])
        ),
        max_size=30,
    ),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.lists(st.integers(1500, 2700), max_size=2).map(tuple),
)
def test_bars_stay_inside_the_drawing(
    months: list[Month], first: date | None, last: date | None, years: tuple[int, ...]
) -> None:
    request = SearchRequest(date_from=first, date_to=last, year=years)
    line = draw_timeline(months, request, "th", through)
    if line is None:
        return
    assert 1 <= len(line.years) <= MOST_YEARS
    assert line.counts.count(",") == len(line.years) * 12 - 1
    for year in line.years:
        for x, height in re.findall(r"M(\d+) 100v-(\d+)h8", year.chosen + year.around):
            assert 0 <= int(x) <= line.width - 8
            assert 0 < int(height) <= HEIGHT
    for tick in line.ticks:
        assert 0 <= tick.at <= 100
