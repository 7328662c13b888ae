"""The first three steps of :mod:`corpus.thai.dates`: months in normalised text, with the days and years beside them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpus.thai.era import WEEKDAYS, YEAR, Era, day_of, gregorian, month_of, months, read_year


@dataclass(frozen=True, slots=True)
class Atom:
    """Days, month and year as they stand together at ``start:end`` of the normalised text.

    ``wordy``: the words around say that this is a date; a month alone, without day and year, needs that.
    """

    start: int
    end: int
    days: tuple[int, ...]
    month: int
    year: int | None
    era: Era
    is_range: bool
    wordy: bool
    weekday: int | None

    def on(self, day: int) -> date | None:
        """That *day* of this month and year."""
        if self.year is None:
            return None
        return (gregorian if self.era == "be" else day_of)(self.year, self.month, day)

    def first(self) -> date | None:
        """The first day it names; None where there is no such day."""
        return self.on(self.days[0] if self.days else 1)

    def last(self) -> date | None:
        """The last day it names; None where there is no such day."""
        if self.days:
            return self.on(self.days[-1])
        start = self.on(1)
        return start and start.replace(day=calendar.monthrange(start.year, start.month)[1])

    def in_year_of(self, other: Atom, step: int = 0) -> Atom:
        """The same days in the other atom's year, or *step* years after it."""
        return replace(self, year=(other.year or 0) + step, era=other.era)


_NUMBER_JOIN = r" ?(?:-|ถึง|และ|,) ?(?:วันที่ ?)?"
_DAYS = re.compile(
    rf"(?<!\d)(?<!\d[.,/:])(?P<days>\d{{1,2}}(?:{_NUMBER_JOIN}\d{{1,2}}){{0,9}})(?:st|nd|rd|th)? ?(?:of )?(?:เดือน ?)?$"
)
_DAYS_AFTER = re.compile(r" ?(?P<days>\d{1,2}(?: ?- ?\d{1,2})?)(?:st|nd|rd|th)?(?=,? ?\d{4}(?!\d))")  # July 25-29, 2022
_WEEKDAY = re.compile(rf"วัน ?(?P<name>{'|'.join(WEEKDAYS)}|พฤหัส) ?(?:ที่)? ?$")
# what stands between such a word and the month is its number, not a day
_NUMBERED = re.compile(r"(?:ครั้งที่|ฉบับที่|รุ่นที่|มาตรา|ข้อ|ระยะที่|ช่วงที่|ไตรมาสที่|ลำดับที่|สมัยที่|ปีที่) ?$")
_WORDY = re.compile(r"(?:เดือน|เมื่อ|ภายใน|ตั้งแต่|ระหว่าง|ต้น|กลาง|ปลาย|สิ้น|ช่วง) ?$")
_WORDY_AFTER = re.compile(r" ?(?:นี้|ที่ผ่านมา|ที่จะถึง|ปีนี้|ปีที่แล้ว)")
_EVERY_YEAR = re.compile(r" ?(?:ของ)?(?:ทุกปี|แต่ละปี)")
_COUNTED = re.compile(
    r" ?(?:คน|ราย|แห่ง|จังหวัด|อำเภอ|ตำบล|บาท|ล้าน|พัน|แสน|หมื่น|เปอร์เซ็นต์|ตัน|ครั้ง|ชั่วโมง|นาที|นาฬิกา|น\.|โครงการ|หน่วยงาน)"
)
_WINDOW = 60  # characters to the left in which the days and the weekday must stand


def atoms(text: str) -> Iterator[Atom]:
    """The atoms of normalised *text*, in order; they never overlap."""
    last = 0
    for m in months(text):
        atom = None if _EVERY_YEAR.match(text, m.end()) else _atom(text, m, last)
        if atom:
            last = atom.end
            yield atom


def _atom(text: str, m: re.Match[str], last: int) -> Atom | None:
    english = m.group()[0].isascii()
    start, words = _days_before(text, m.start(), last)
    end = m.end()
    if english and not words and (after := _DAYS_AFTER.match(text, end)):
        words, end = after["days"], after.end()
    year, era, end = _year_after(text, end)
    if english and year is None:
        return None  # may, march: words of their own
    before = text[max(0, start - _WINDOW) : start]
    weekday = _WEEKDAY.search(before)
    days = tuple(int(d) for d in re.findall(r"\d+", words))
    return Atom(
        start=start,
        end=end,
        days=days,
        month=month_of(m.group()),
        year=year,
        era=era,
        is_range=len(days) == 2 and ("-" in words or "ถึง" in words),
        wordy=bool(_WORDY.search(before) or ("." not in m.group() and _WORDY_AFTER.match(text, end))),
        weekday=_weekday_of(weekday["name"]) if weekday else None,
    )


def _days_before(text: str, month_at: int, last: int) -> tuple[int, str]:
    window = max(last, month_at - _WINDOW)
    m = _DAYS.search(text[window:month_at])
    if not m:
        return month_at, ""
    start = window + m.start()
    if m["days"].isdigit() and _NUMBERED.search(text[max(0, start - 12) : start]):
        return month_at, ""
    return start, m["days"]


def _year_after(text: str, at: int) -> tuple[int | None, Era, int]:
    m = YEAR.match(text, at)
    if not m:
        return None, "", at
    year, era = read_year(m)
    if year is None or (m["two"] and _COUNTED.match(text, m.end())):
        return None, "", at
    return year, era, m.end()


def _weekday_of(name: str) -> int:
    return next(n for n, full in enumerate(WEEKDAYS) if full.startswith(name))
