"""Days that never were and years that cannot be meant: told in a warning, with no date made up for them."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.extract.clean import CleanPage
from corpus.extract.metadata import Published
from corpus.extract.times import MOST_REFUSED, read_times
from corpus.records import DateMention
from corpus.thai.dates import find_dates
from corpus.warnings import shown

CAPTURED = date(2024, 6, 1)


def told(body: str, published: str = "") -> tuple[tuple[DateMention, ...], list[str], Published]:
    page = CleanPage(title="ข่าว", paragraphs=(body,), published=published, stamped=bool(published))
    dates, odd, _, when = read_times(page, [("title", "ข่าว"), ("body", body)], "", "", CAPTURED)
    return dates, odd, when


@pytest.mark.parametrize(
    "day", ["31 กุมภาพันธ์ 2567", "29 กุมภาพันธ์ 2566", "๓๑ เม.ย. ๖๖", "30 – 31 มิถุนายน 2566", "February 30, 2023"]
)
def test_a_day_that_never_was_is_told_and_is_no_date(day: str) -> None:
    dates, odd, when = told(f"กำหนดประชุมวันที่ {day} ที่ห้องเล็ก", "1 มีนาคม 2567")
    assert not dates
    assert odd == [f"there was no such day as {day}: it is not among the dates"]
    assert shown(odd[0], "th") == f"ไม่มีวันที่ {day} ในปฏิทิน จึงไม่นับเป็นวันที่"
    assert when.day == date(2024, 3, 1)


@pytest.mark.parametrize("text", ["29 กุมภาพันธ์ 2567", "45 เมษายน 2564", "29 กุมภาพันธ์ ของทุกปี", "31 มีนาคม", "8 ม.ย.63"])
def test_a_real_day_a_number_or_a_day_without_year_is_not_refused(text: str) -> None:
    never: list[str] = []
    find_dates(text, date(2023, 5, 1), never)
    assert never == []


def test_no_page_tells_of_more_than_a_few() -> None:
    _, odd, _ = told(" ".join(f"31 เมษายน {year}" for year in range(2500, 2600)))
    assert len(odd) == MOST_REFUSED


def test_a_year_far_ahead_is_kept_as_written_and_told() -> None:
    dates, odd, when = told("เมื่อวันที่ 22 มีนาคม 2665 มีการประชุม", "25 มีนาคม 2565")
    assert [(d.surface, d.start) for d in dates] == [("22 มีนาคม 2665", date(2122, 3, 22))]
    assert odd == ["22 มีนาคม 2665 lies in 2665, more than 5 years after 25 มีนาคม 2565: perhaps a slip of the year"]
    assert when.day == date(2022, 3, 25)


def test_a_page_is_not_dated_by_a_year_far_ahead() -> None:
    dates, odd, when = told("เมื่อวันที่ 22 มีนาคม 2665 มีการประชุม")
    assert dates[0].start == date(2122, 3, 22)
    assert len(odd) == 1
    assert (when.day, when.why) == (None, "")


def test_a_plan_of_a_few_years_is_nothing_odd() -> None:
    assert told("โครงการสิ้นสุดวันที่ 30 กันยายน 2570", "25 มีนาคม 2567")[1] == []
    assert told("จัดงาน 10 พฤศจิกายน 2574 - 28 กุมภาพันธ์ 2575", "25 มีนาคม 2567")[1] == []
