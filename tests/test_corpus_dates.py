"""Thai time: dates in text, in both eras, with the damage that pages have."""

from __future__ import annotations

import calendar
import doctest
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai import datedigits, era
from corpus.thai import dates as module
from corpus.thai.dates import buddhist_year, find_dates, parse_thai_date, thai_date
from corpus.thai.era import ENGLISH_MONTHS, MONTHS, SHORT_MONTHS, WEEKDAYS

ANCHOR = date(2022, 7, 20)
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def spans(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str, str]]:
    return [(f.surface, f.start.isoformat(), f.end.isoformat()) for f in find_dates(text, anchor)]


def test_doctests() -> None:
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(era).failed == 0
    assert doctest.testmod(datedigits).failed == 0


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
        ("เมื่อวันที่ 29-30 มิ.ย ที่ผ่านมา", "29-30 มิ.ย", "2022-06-29", "2022-06-30"),
        ("เปิดให้นั่งฟรี พ.ย. นี้", "พ.ย.", "2022-11-01", "2022-11-30"),
        ("ไตรมาสแรกของปี 2564 (มกราคม-มีนาคม)", "มกราคม-มีนาคม", "2021-01-01", "2021-03-31"),
        ("ส่งออกไข่ ปี 2564 (มกราคม-กันยายน) รวม", "มกราคม-กันยายน", "2021-01-01", "2021-09-30"),
        ("ภายในเดือนมีนาคมปีหน้า", "มีนาคม", "2023-03-01", "2023-03-31"),
        ("เดือนกันยายนปีที่แล้ว", "กันยายน", "2021-09-01", "2021-09-30"),
        ("to be held during June 23-25 in", "June 23-25", "2022-06-23", "2022-06-25"),
        ("from 30 July to 2 August 2020", "30 July to 2 August 2020", "2020-07-30", "2020-08-02"),
        ("November - December 2024", "November - December 2024", "2024-11-01", "2024-12-31"),
        ("พบกันอีกครั้ง 15 มิถุนายน 2565", "15 มิถุนายน 2565", "2022-06-15", "2022-06-15"),
        ("มาตรา 33, 15 มกราคม 2565", "15 มกราคม 2565", "2022-01-15", "2022-01-15"),
        ("6 พ.ย. .65", "6 พ.ย. .65", "2022-11-06", "2022-11-06"),
        ("ระหว่างวันที่ 14 – 16 และ 21 – 23 มีนาคม 2564", "14 – 16 และ 21 – 23 มีนาคม 2564", "2021-03-14", "2021-03-23"),
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
        "ทุกวันที่ 1 ของเดือนมกราคม เมษายน กรกฎาคม และตุลาคมของทุกปี",
        "covid-19\n\nSeptember 2",
        "12 มีนาคม รัตนโกสินทร์ศก 112",
        "พิกัดอัตรา 8443.32.90 และ 001/C62",
        "โทรสาร 02-12-2564",
        "กำหนดให้เดือนพฤศจิกายน เป็น “เดือนแห่งการอ่าน”",
    ],
)
def test_what_is_not_a_date(text: str) -> None:
    assert spans(text, None) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 พฤจิกายน 2566", date(2023, 11, 5)),
        ("5 พฤศจิกยน 2566", date(2023, 11, 5)),
        ("5 กรกฎคม 2566", date(2023, 7, 5)),
        ("5 มิถุนยายน 2566", date(2023, 6, 5)),
        ("5 กุมพาพันธ์ 2566", date(2023, 2, 5)),
    ],
)
def test_months_with_a_letter_wrong(text: str, day: date) -> None:
    assert [(d.surface, d.start) for d in find_dates(text)] == [(text, day)]


def test_a_line_broken_between_day_and_month() -> None:
    assert spans("ถึงวันที่ 31\nกรกฎาคม 2568")[0][1:] == ("2025-07-31", "2025-07-31")
    assert spans("ตั้งแต่วันนี้ –31\nกรกฎาคม 2568")[0][1:] == ("2025-07-31", "2025-07-31")
    assert spans("จำนวน 31\nกรกฎาคม 2568")[0][1:] == ("2025-07-01", "2025-07-31")


def test_a_list_of_days_is_one_entry_that_names_each_of_them() -> None:
    [found] = find_dates("วันที่ 5 และ 12 ก.พ. 2567")
    assert (found.surface, found.start, found.end) == ("5 และ 12 ก.พ. 2567", date(2024, 2, 5), date(2024, 2, 12))
    assert found.days == (date(2024, 2, 5), date(2024, 2, 12))
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
    assert wrong.contradictions == ((date(2022, 8, 19), 0),)
    [right] = find_dates("วันศุกร์ที่ 19 สิงหาคม 2565")
    assert right.claimed == ((date(2022, 8, 19), 4),)
    assert not right.contradictions
    [listed] = find_dates("วันจันทร์ที่ 4 และวันพุธที่ 5 ตุลาคม 2564")
    assert listed.contradictions == ((date(2021, 10, 5), 2),)
    [joined] = find_dates("วันเสาร์ที่ 13 มีนาคม - วันจันทร์ที่ 14 มีนาคม 2564")
    assert joined.contradictions == ((date(2021, 3, 14), 0),)


def test_a_range_over_a_weekday() -> None:
    text = "ระหว่างวันอาทิตย์ที่ 18 ธันวาคม 2565 ถึงวันอาทิตย์ที่ 26 มีนาคม 2566"
    assert spans(text) == [("18 ธันวาคม 2565 ถึงวันอาทิตย์ที่ 26 มีนาคม 2566", "2022-12-18", "2023-03-26")]


RENDERINGS: dict[str, Callable[[date, int], str]] = {
    "full": lambda d, be: f"วันที่ {d.day} {MONTHS[d.month - 1]} {be}",
    "weekday": lambda d, be: f"วัน{WEEKDAYS[d.weekday()]}ที่ {d.day} {MONTHS[d.month - 1]} พ.ศ. {be}",
    "short": lambda d, be: f"{d.day} {SHORT_MONTHS[d.month - 1]} {be}",
    "glued": lambda d, be: f"เมื่อ{d.day}{SHORT_MONTHS[d.month - 1]}{be}ณ",
    "bare": lambda d, be: f"วันที่ {d.day} {SHORT_MONTHS[d.month - 1].replace('.', '')} {be}",
    "apart": lambda d, be: f"{d.day}  {SHORT_MONTHS[d.month - 1].replace('.', ' . ')} พ . ศ . {be}",
    "lost": lambda d, be: f"{d.day} {MONTHS[d.month - 1]} พ.. {be}",
    "solemn": lambda d, be: f"{d.day} เดือน {MONTHS[d.month - 1]} พุทธศักราช {be}",
    "slashes": lambda d, be: f"{d.day:02}/{d.month:02}/{be}",
    "dashes": lambda d, be: f"{be}-{d.month:02}-{d.day:02}",
    "hyphens": lambda d, be: f"{d.day}-{SHORT_MONTHS[d.month - 1]}-{be}",
    "common": lambda d, be: f"{d.day} {MONTHS[d.month - 1]} ค.ศ. {d.year}",
}
RENDERINGS_TOO: dict[str, Callable[[date, int], str]] = {
    "english": lambda d, be: f"{d:%A}, {ENGLISH_MONTHS[d.month - 1].title()} {d.day}, {d.year}",
    "era": lambda d, be: f"{d.day} {ENGLISH_MONTHS[d.month - 1][:3].upper()} {be} B.E.",
    "iso": lambda d, be: d.isoformat(),
}


@pytest.mark.parametrize("digits", ["arabic", "thai"])
@pytest.mark.parametrize("name", [*RENDERINGS, *RENDERINGS_TOO])
def test_every_day_from_2440_to_2600_is_read_again(name: str, digits: str) -> None:
    """Each of the days in twelve renderings; the others, and all with Thai digits, take turns from year to year."""
    named = {**RENDERINGS, **RENDERINGS_TOO}
    turn = list(named).index(name)
    for be in range(2440, 2601):
        if (digits == "thai" or name in RENDERINGS_TOO) and be % len(named) != turn:
            continue
        days = list(_days_of(be))
        text = "\n".join(named[name](day, be) for day in days)
        found = find_dates(text.translate(THAI_DIGITS) if digits == "thai" else text)
        assert [(f.start, f.end, f.inferred) for f in found] == [(day, day, False) for day in days], be
        assert not any(f.contradictions for f in found)


def _days_of(be: int) -> Iterator[date]:
    """The days of a Buddhist year, worked out beside :mod:`corpus.thai.era`: April to March, from 2484 on as today."""
    if be <= 2483:
        day, end = date(be - 543, 4, 1), date(be - 542, 4, 1) if be < 2483 else date(1941, 1, 1)
    else:
        day, end = date(be - 543, 1, 1), date(be - 542, 1, 1)
    while day < end:
        yield day
        day += timedelta(days=1)


def test_the_years_leave_out_no_day() -> None:
    assert [day for be in range(2440, 2601) for day in _days_of(be)] == [
        date(1897, 4, 1) + timedelta(days=n) for n in range((date(2058, 1, 1) - date(1897, 4, 1)).days)
    ]


@pytest.mark.parametrize("be", [2447, 2543, 2563, 2564, 2643])
def test_the_leap_day_is_that_of_the_common_year(be: int) -> None:
    assert bool(find_dates(f"29 กุมภาพันธ์ {be}")) == calendar.isleap(be - 543 + (be <= 2482))


@given(st.dates(date(1983, 1, 1), date(2042, 12, 31)), st.sampled_from(["{d} {m} {y}", "{d}{m}{y}", "{d}-{m}-{y}"]))
def test_two_digits_of_the_year(day: date, form: str) -> None:
    text = form.format(d=day.day, m=SHORT_MONTHS[day.month - 1], y=buddhist_year(day) % 100)
    assert parse_thai_date(text) == (day if buddhist_year(day) >= 2530 else None)


@given(
    st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(1, 400), st.sampled_from(["-", " – ", "ถึง", " จนถึงวันที่ "])
)
def test_ranges_are_read_again(first: date, length: int, dash: str) -> None:
    last = first + timedelta(days=length)
    [found] = find_dates(f"ระหว่างวันที่ {thai_date(first)}{dash}{thai_date(last, 'short')} ณ ที่นั้น")
    assert (found.start, found.end) == (first, last)
    if first.month == last.month and first.year == last.year:
        [found] = find_dates(f"วันที่ {first.day}{dash}{thai_date(last)}")
        assert (found.start, found.end) == (first, last)


WORDS = (
    "1",
    "12",
    "2564",
    "65",
    "๕",
    "มกราคม",
    "ก.พ.",
    "มค",
    "July",
    "may",
    "วันที่",
    "วันจันทร์ที่",
    "เดือน",
    "ปี",
    "พ.ศ.",
    "ค.ศ.",
)
GLUE = (
    "-",
    " – ",
    "/",
    ".",
    ",",
    " และ ",
    "ถึง",
    " ",
    "\n",
    "(",
    ")",
    "ทุก",
    "ที่ผ่านมา",
    "ปีหน้า",
    "\u200b",
    "'",
    "st",
    "to",
)


@given(st.lists(st.sampled_from(WORDS + GLUE), max_size=40).map("".join), st.none() | st.dates())
def test_any_words_are_survived_and_surfaces_are_their_own(text: str, anchor: date | None) -> None:
    for found in find_dates(text, anchor):
        assert text[found.at : found.at + len(found.surface)] == found.surface
        assert found.start <= found.end
        assert not found.days or (found.days[0], found.days[-1]) <= (found.end, found.end)
        assert anchor or not found.inferred or any(c.isdigit() for c in found.surface)


@pytest.mark.parametrize(
    "unit",
    ["1-", "๑๒ ", "วันที่ ", "1,", "1 มกราคม-", "มค 6", "1/1/", "5 และ ", "ก.พ. ", "january ", "12-12/12/", "(ปี 2564 "],
)
def test_a_long_page_of_one_thing_is_read_to_its_end(unit: str) -> None:
    """Were the time to grow with the square of the length, this would take hours."""
    text = unit * (300_000 // len(unit)) + "\nวันที่ 7 มีนาคม 2565"
    found = find_dates(text, ANCHOR)
    assert found[-1].end == date(2022, 3, 7)
    assert all(text[f.at : f.at + len(f.surface)] == f.surface for f in found)


@given(st.text(alphabet="0123456789๒๕ -–/.,:ถึงและเดือนวันที่มคกพปีศนBE\n\u200b", max_size=80), st.dates())
def test_any_text_is_survived_and_surfaces_are_its_own(text: str, anchor: date) -> None:
    for found in find_dates(text, anchor):
        assert text[found.at : found.at + len(found.surface)] == found.surface
        assert found.start <= found.end


def test_a_million_digits_in_a_row_are_no_date_and_no_work() -> None:
    assert find_dates("1" * 1_000_000) == []


@pytest.mark.parametrize(
    "behind",
    [
        "น.ส.มาลี แจ้งข่าว",
        "ประเทศไทยส่งออก",
        "หน่วยงานแจ้งเวียน",
        "เรื่อง การจัดสวน",
        "จังหวัดเลยเปิดงาน",
        "โครงการปลูกป่า",
        "ครั้งที่ 2",
        "ตำบลบ้านนา",
        "ปีนี้ฝนดี",
        "ล้านนาจัดงาน",
        "แห่งนี้เปิด",
        "รายงานอากาศ",
        "พันตำรวจเอก สมชาย",
        "นายสมชาย",
    ],
)
def test_two_digits_behind_a_day_and_month_are_the_year_before_a_word_of_its_own(behind: str) -> None:
    assert spans(f"เมื่อ 24 ส.ค. 65 {behind}") == [("24 ส.ค. 65", "2022-08-24", "2022-08-24")]
    assert spans(f"เปิด 28 ธ.ค. 66 – 3 ม.ค. 67 {behind}") == [("28 ธ.ค. 66 – 3 ม.ค. 67", "2023-12-28", "2024-01-03")]


@pytest.mark.parametrize("counted", ["45 ราย", "45 ล้านบาท", "45 พันคน", "45 แห่ง", "45จังหวัด", "45 ครั้ง", "45 วัน", "45 น."])
def test_two_digits_before_what_they_count_are_no_year(counted: str) -> None:
    assert [surface for surface, *_ in spans(f"พบเมื่อ 5 ม.ค. {counted}")] == ["5 ม.ค."]


def test_without_a_day_two_digits_count_the_things_behind_them() -> None:
    assert spans("เดือน ก.ย. 45 จังหวัด") == [("ก.ย.", "2022-09-01", "2022-09-30")]
    assert spans("เดือน ก.ย. 65 น.ส.มาลี") == [("ก.ย. 65", "2022-09-01", "2022-09-30")]


def test_the_digits_of_a_date_lend_no_day_to_the_month_behind_it() -> None:
    assert spans("2008-04-22 และ ๑ ต.ค. ๔๕") == [
        ("2008-04-22", "2008-04-22", "2008-04-22"),
        ("๑ ต.ค. ๔๕", "2002-10-01", "2002-10-01"),
    ]
    assert spans("14 ม.ค. 2564-15 มกราคม 2565")[0][1:] == ("2021-01-14", "2022-01-15")
