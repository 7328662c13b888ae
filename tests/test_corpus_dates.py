"""Thai time: dates in text, in both eras, with the damage that pages have."""

from __future__ import annotations

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai import dates as module
from corpus.thai import era
from corpus.thai.dates import buddhist_year, find_dates, parse_thai_date, thai_date

ANCHOR = date(2022, 7, 20)
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def spans(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str, str]]:
    return [(f.surface, f.start.isoformat(), f.end.isoformat()) for f in find_dates(text, anchor)]


def test_doctests() -> None:
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(era).failed == 0


@pytest.mark.parametrize(
    ("text", "surface", "start", "end"),
    [
        ("เมื่อวันที่ 30 เมษายน 2562 ณ", "30 เมษายน 2562", "2019-04-30", "2019-04-30"),
        ("วันพฤหัสบดีที่ ๑๖ กันยายน ๒๕๖๔ เวลา", "๑๖ กันยายน ๒๕๖๔", "2021-09-16", "2021-09-16"),
        ("30 พ.ค. 2560 เวลา 15.00 น.", "30 พ.ค. 2560", "2017-05-30", "2017-05-30"),
        ("ระหว่างเดือน พ.ค. - มิ.ย. 62 ทุกกรม", "พ.ค. - มิ.ย. 62", "2019-05-01", "2019-06-30"),
        ("1 ม.ค. 66 - 31 มี.ค. 66", "1 ม.ค. 66 - 31 มี.ค. 66", "2023-01-01", "2023-03-31"),
        ("วันที่ 21 – 22 กรกฎาคม 2565 ที่", "21 – 22 กรกฎาคม 2565", "2022-07-21", "2022-07-22"),
        ("30 พฤศจิกายน - 2 มกราคม 2566", "30 พฤศจิกายน - 2 มกราคม 2566", "2022-11-30", "2023-01-02"),
        ("1 ต.ค. 65 – 25 ก.ย.", "1 ต.ค. 65 – 25 ก.ย.", "2022-10-01", "2023-09-25"),
        ("มิถุนายน - 31 สิงหาคม 2564", "มิถุนายน - 31 สิงหาคม 2564", "2021-06-01", "2021-08-31"),
        ("28 พ . ค . พ . ศ . 2542", "28 พ . ค . พ . ศ . 2542", "1999-05-28", "1999-05-28"),
        ("8 เมษายน พ.. 2560", "8 เมษายน พ.. 2560", "2017-04-08", "2017-04-08"),
        ("๓ มิถุนายน พุทธศักราช ๒๕๒๑", "๓ มิถุนายน พุทธศักราช ๒๕๒๑", "1978-06-03", "1978-06-03"),
        ("9 กรกฎาคม ค.ศ. 2025 เวลา", "9 กรกฎาคม ค.ศ. 2025", "2025-07-09", "2025-07-09"),
        ("27 พฤศจิกายน 2023", "27 พฤศจิกายน 2023", "2023-11-27", "2023-11-27"),
        ("on 3rd October 2545 B.E. in", "3rd October 2545 B.E.", "2002-10-03", "2002-10-03"),
        ("October 3, 2002", "October 3, 2002", "2002-10-03", "2002-10-03"),
        ("July 25-29, 2022", "July 25-29, 2022", "2022-07-25", "2022-07-29"),
        ("วันที่ 15 JUL 2020", "15 JUL 2020", "2020-07-15", "2020-07-15"),
        ("ลงวันที่ 7/10/2564 ถึง", "7/10/2564", "2021-10-07", "2021-10-07"),
        ("2024-08-23T10:00", "2024-08-23", "2024-08-23", "2024-08-23"),
        ("อ, 09/20/2022 - 11:24", "09/20/2022", "2022-09-20", "2022-09-20"),
        ("20 กรกฏาคม 2563", "20 กรกฏาคม 2563", "2020-07-20", "2020-07-20"),
        ("ที่ ๑๔\u200b ธันวาคม\u200b ๒๕๖๓\u200b เวลา", "๑๔\u200b ธันวาคม\u200b ๒๕๖๓", "2020-12-14", "2020-12-14"),
        ("วันที่\u00a020\u00a0ก.ย.66\u00a0ประธาน", "20\u00a0ก.ย.66", "2023-09-20", "2023-09-20"),
        ("เดือน พ.ค. ปี 2566 พบ", "พ.ค. ปี 2566", "2023-05-01", "2023-05-31"),
        ("5 มค 64", "5 มค 64", "2021-01-05", "2021-01-05"),
        ("วันที่ 24 ม.ค. 2565 น.ส.สมศรี", "24 ม.ค. 2565", "2022-01-24", "2022-01-24"),
        ("30 ต.ค. 45 คน", "30 ต.ค.", "2022-10-30", "2022-10-30"),
        ("5 พ.ย. 09.00 น.", "5 พ.ย.", "2022-11-05", "2022-11-05"),
    ],
)
def test_one_date(text: str, surface: str, start: str, end: str) -> None:
    assert spans(text) == [(surface, start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "ปี พ.ศ. 2551",
        "ปีงบประมาณ พ.ศ. 2558",
        "แผน (พ.ศ.2546 - พ.ศ.2550)",
        "ครั้งที่ 4/2560",
        "ครั้งที่ ๑/๒๕๖๒",
        "ระบบราชการ 4.0",
        "เวลา 09.00 16.30 น.",
        "ข้อ 1.1 และ 13.30",
        "สำนักงาน ก.พ.ร. และสำนักงาน ก.พ. 2551",
        "อ.ส.ค. 2564",
        "8 ม.ย.63",
        "31 กุมภาพันธ์ 2564",
        "0 มีนาคม 2564",
        "45 เมษายน 2564 ",
        "23 มิถุนายนของทุกปี",
        "โทร. 02-281-7882",
        "1 มกราคม 2483",
        "ที่ นร 0505/12738",
        "you may march 2 times",
        "99/99/2564",
        "1.2.3.4",
    ],
)
def test_what_is_not_a_date(text: str) -> None:
    assert spans(text, None) == []


def test_a_list_of_days_gives_each_of_them() -> None:
    assert spans("วันที่ 5 และ 12 ก.พ. 2567") == [
        ("5 และ 12 ก.พ. 2567", "2024-02-05", "2024-02-05"),
        ("12 ก.พ. 2567", "2024-02-12", "2024-02-12"),
    ]
    assert [s[1:] for s in spans("22 กรกฎาคม 2565 และ1-5 สิงหาคม 2565")] == [
        ("2022-07-22", "2022-07-22"),
        ("2022-08-01", "2022-08-05"),
    ]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("ภายในวันที่ 30 ต.ค. นี้", "2022-10-30"),
        ("เมื่อเดือนกันยายนที่ผ่านมา", "2021-09-01"),
        ("ตั้งแต่เดือนมีนาคม", "2022-03-01"),
        ("วันที่ 2 มกราคม", "2022-01-02"),
    ],
)
def test_the_anchor_gives_missing_years(text: str, start: str) -> None:
    [found] = find_dates(text, ANCHOR)
    assert found.inferred
    assert found.start.isoformat() == start
    assert find_dates(text) == []


def test_the_year_may_turn_between_anchor_and_day() -> None:
    assert find_dates("วันที่ 2 มกราคม", date(2021, 12, 20))[0].start == date(2022, 1, 2)
    assert find_dates("วันที่ 30 ธันวาคม", date(2022, 1, 5))[0].start == date(2021, 12, 30)


def test_a_weekday_that_contradicts_its_date_is_told() -> None:
    [wrong] = find_dates("วันจันทร์ที่ 19 สิงหาคม 2565")
    assert wrong.weekday_contradicts
    [right] = find_dates("วันศุกร์ที่ 19 สิงหาคม 2565")
    assert right.weekday == 4
    assert not right.weekday_contradicts


def test_a_range_over_a_weekday() -> None:
    text = "ระหว่างวันอาทิตย์ที่ 18 ธันวาคม 2565 ถึงวันอาทิตย์ที่ 26 มีนาคม 2566"
    assert spans(text) == [("18 ธันวาคม 2565 ถึงวันอาทิตย์ที่ 26 มีนาคม 2566", "2022-12-18", "2023-03-26")]


@given(st.dates(date(1800, 1, 1), date(2150, 1, 1)), st.sampled_from(["full", "short"]), st.booleans())
def test_what_is_written_is_read_again(day: date, style: str, thai_digits: bool) -> None:
    text = thai_date(day, "full" if style == "full" else "short")
    if thai_digits:
        text = text.translate(THAI_DIGITS)
    if 2325 <= buddhist_year(day) <= 2699:
        [found] = find_dates(f"ประชุมเมื่อวันที่ {text} ณ ทำเนียบ")
        assert (found.surface, found.start, found.end) == (text, day, day)
        assert parse_thai_date(text) == day


@given(st.text(alphabet="0123456789๒๕ -–/.,:ถึงและเดือนวันที่มคกพปีศนBE\n\u200b", max_size=80), st.dates())
def test_any_text_is_survived_and_surfaces_are_its_own(text: str, anchor: date) -> None:
    for found in find_dates(text, anchor):
        assert text[found.at : found.at + len(found.surface)] == found.surface
        assert found.start <= found.end
