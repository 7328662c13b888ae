"""The first steps of :mod:`corpus.thai.dates`: months in normalised text, with the days and years beside them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpus.thai.era import (
    FIRST_SHORT_YEAR,
    MONTHS,
    WEEKDAYS,
    YEAR,
    Era,
    day_of,
    gregorian,
    month_of,
    months,
    read_year,
    sized_year,
)

_NAMES = rf"(?:{'|'.join(WEEKDAYS)}|พฤหัส)ฯ?"
LEAD = rf"(?:(?:วัน ?)?{_NAMES} ?(?:ที่ ?)?|(?:วัน)?ที่ ?)"  # (วัน)เสาร์ที่, วันที่: what stands before a day
TO = r"(?:-|(?:ไป)?จนถึง|ถึง|to\b|until\b|through\b)"
AND = r"(?:, ?(?:และ|and )?|และ|กับ|หรือ|รวมทั้ง|and\b|&)"


@dataclass(frozen=True, slots=True)
class Days:
    """A day of a month, or the days from ``first`` to ``last``; ``weekday`` is what the text calls the first one."""

    first: int
    last: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Atom:
    """Days, month and year as they stand together at ``start:end`` of the normalised text.

    ``named``: a month that stands alone, without day and year, is meant as a date. ``given``: the year stands in the
    text between ``start`` and ``end``. ``recurs``: the text says "of every year". ``latin``: in English.
    """

    start: int
    end: int
    days: tuple[Days, ...]
    month: int
    year: int | None
    era: Era
    named: bool
    given: bool
    recurs: bool = False
    latin: bool = False

    def on(self, day: int) -> date | None:
        """That *day* of this month and year."""
        if self.year is None:
            return None
        return (gregorian if self.era == "be" else day_of)(self.year, self.month, day)

    def first(self) -> date | None:
        """The first day it names; None where there is no such day."""
        return self.on(self.days[0].first if self.days else 1)

    def last(self) -> date | None:
        """The last day it names; None where there is no such day."""
        if self.days:
            return self.on(self.days[-1].last)
        start = self.on(1)
        return start and start.replace(day=calendar.monthrange(start.year, start.month)[1])

    def claimed(self) -> tuple[tuple[date, int], ...]:
        """The days for which the text names a day of the week, with that (0 = Monday)."""
        told = ((self.on(days.first), days.weekday) for days in self.days)
        return tuple((day, weekday) for day, weekday in told if day is not None and weekday is not None)

    def in_year_of(self, other: Atom, step: int = 0) -> Atom:
        """The same days in the other atom's year, or *step* years after it."""
        return replace(self, year=(other.year or 0) + step, era=other.era)


_NUMBER = r"\d{1,2}(?!\d)(?:st|nd|rd|th)?"
_DAYS = re.compile(
    r"(?<!\d)(?<!\d[.,/:])(?<!\d{4}-\d\d-)(?!(?<=\d{4}-)\d\d-\d\d(?!\d))"  # no digits of 2008-04-22
    rf"(?P<days>{_NUMBER}(?: ?(?:{TO}|{AND}) ?{LEAD}?{_NUMBER}){{0,19}})"
    r"(?P<gap>[ \n]?)(?:of )?(?:ของ ?)?(?:เดือน ?)?\Z"
)
_DAYS_AFTER = re.compile(
    rf" ?(?P<days>{_NUMBER}(?: ?(?:{TO}|{AND}) ?{_NUMBER}){{0,19}})(?![.,:/]\d|%| ?(?:percent|million|baht))"
)
_PIECE = re.compile(
    rf"(?:(?:วัน ?)?(?P<name>{_NAMES}) ?(?:ที่ ?)?)?(?P<first>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?: ?{TO} ?{LEAD}?(?P<last>\d{{1,2}}))?"
)
_WEEKDAY = re.compile(rf"วัน ?(?P<name>{_NAMES}) ?(?:ที่)? ?\Z")
_LOST_DASH = re.compile(r"(?:ระหว่าง|วันที่) ?(?P<first>\d{1,2}) \Z")  # ระหว่างวันที่ 25 29 กรกฎาคม
_BROKEN_OFF = re.compile(r"(?:ที่|ระหว่าง|เมื่อ|ถึง|-) ?(?:\d{1,2} ?- ?)?\Z")  # วันที่ 31, and กรกฎาคม on the next line
# what stands between such a word and the month is its number, not a day
_NUMBERED = re.compile(
    r"(?:(?:ครั้ง|ฉบับ|รุ่น|ระยะ|ช่วง|ไตรมาส|ลำดับ|สมัย|ปี|ตอน|หมู่|ชั้น|เขต|ภาค|กลุ่ม|บท|อันดับ|เข็ม|เล่ม)ที่"
    r"|มาตรา|ข้อ|ชั้น|ห้อง|หมู่|จำนวน|อายุ|เลขที่|หมายเลข) ?\Z"
)
_DAYS_OF_EVERY = re.compile(r"ทุก(?:วัน)?(?:ที่)? ?\Z")
_WORDY = re.compile(r"(?:เดือน|เมื่อ|ภายใน|ตั้งแต่|ระหว่าง|ต้น|กลาง|ปลาย|สิ้น|ช่วง) ?\Z")
_WORDY_AFTER = re.compile(r" ?(?:นี้|ที่ผ่านมา|ที่จะถึง|ปีนี้|ปีหน้า|ปีที่แล้ว)")
_FEBRUARY = 2  # ก.พ. is the Civil Service Commission too
_NUMBER_NEXT = re.compile(r" ?\d")
_ON = re.compile(
    rf"\b(?:on|from|to|by|until|since|(?:{'|'.join(n[:3].lower() for n in calendar.day_name)})[a-z]{{3,6}},?) \Z"
)
# of every year; of an era that is not read here: no year of the two eras must be made up for it
_EVERY_YEAR = re.compile(
    r" ?(?:ของ|ใน|เป็นประจำ|ประจำ)?(?:ทุก ?ๆ? ?ปี|แต่ละปี)|ของปีถัดไป| ?เป็น ?\W?เดือน"
    r"| (?:of )?(?:each|every) year| ?(?:รัตนโกสินทร์ศก|ร\.ศ\.)"
)
_WORDS_OF_THEIR_OWN = (3, 5)  # march, may
# a true classifier behind a number: 45 คน is a count; คนไทย, รายงาน, พันตำรวจ, น.ส. are words of their own
_CLASSIFIER = (
    r"คน(?!ไทย|ร้าย|พิการ|รุ่น|กรุง|งาน|จน|ขับ|ไข้|เมือง)|ราย(?!การ|งาน|ได้|ชื่อ|ละเอียด|จ่าย|วัน|เดือน|ปี|แรก|ล่าสุด)"
    r"|บาท(?!หลวง)|(?:ล้าน|แสน|หมื่น|พัน)(?=ล้าน|บาท|คน|ราย|ไร่|ตัน|แห่ง|โดส|ลิตร|หลัง|ครัวเรือน|ดอลลาร์|เหรียญ|ครั้ง|กว่า|เศษ| |\Z)"
    r"|เปอร์เซ็นต์|ตัน(?!ติ|ส)|ครั้ง(?!ที่|นี้|แรก|ล่าสุด|สำคัญ|ใหญ่|ใหม่|หนึ่ง)|ชั่วโมง|นาที(?!นี้)|นาฬิกา|น\.(?! ?[สอพตทย]\.)"
    r"|แห่ง(?!นี้|ชาติ|ความ|การ|แรก)|ครัวเรือน|ไร่|กิโล|กม\.|ปี(?!นี้|ที่|งบ|ใหม่|การ|หน้า|ก่อน| ?พ\.ศ\.| ?\d)"
    r"|วัน(?=[ )\n]|\Z|นับ|ทำการ|ก่อน|หลัง)"
)
_COUNTED = re.compile(rf" ?(?:{_CLASSIFIER})")
# a count only close behind the number or where no day stands before the month: 24 ส.ค. 65 จังหวัดเลย has its year
_COUNTED_THING = re.compile(
    r"(?P<blank> ?)(?:จังหวัด|อำเภอ|ตำบล|โครงการ|หน่วยงาน|ทีม(?!ข่าว)|เรื่อง|องค์กร|ประเทศ(?!ไทย)|วัน(?!ที่|นี้))"
)
_RANGE_OF_NUMBERS = re.compile(r"-\d{1,2} ?")
_BESIDE = re.compile(r"\) ?(?:ของ ?)?ปี ?(?:พ\.ศ\. ?)?(?P<year>\d{4})(?!\d)")  # (กรกฎาคม - กันยายน) ปี 2564
_BEFORE = re.compile(
    r"(?<!ประมาณ)(?<!ประมาณ )ปี ?(?:พ\.ศ\. ?)?(?P<year>\d{4}) ?\((?:เดือน)?\Z"
)  # ปี 2567 (มกราคม - กันยายน)
_YEAR_OF_SLASHED = re.compile(r"(?P<sep>[-/])(?P<year>\d{4}|\d{2})(?!\d)(?![-/.]\d)")  # 15-ก.ค.-63, 15/Jul/2020
_WINDOW = 120  # characters to the left in which the days and the weekday must stand
_LAST_SHORT_CE = 39  # 15-Jul-20 is of 2020, 15-Jul-63 of B.E. 2563


def atoms(text: str) -> Iterator[Atom]:
    """The atoms of normalised *text*, in order; they never overlap."""
    last = 0
    for m in months(text):
        atom = _atom(text, m, last)
        if atom:
            last = atom.end
            yield atom


def _atom(text: str, m: re.Match[str], last: int) -> Atom | None:
    latin = m.group()[0].isascii()
    month = month_of(m.group())
    start, days = _days_before(text, m.start(), last)
    end = m.end()
    if days and (slashed := _slashed(text, m)):
        return Atom(start, slashed[2], days[-1:], month, *slashed[:2], named=True, given=True, latin=latin)
    if latin and not days and (after := _DAYS_AFTER.match(text, end)):
        days, end = _pieces(after["days"], text[max(0, m.start() - _WINDOW) : m.start()])[1], after.end()
    year, era, end = _year_after(text, end, short=not latin, dated=bool(days))
    given = year is not None
    if year is None and not latin:
        year, era = _year_beside(text, start, end)
    before = text[max(0, start - 12) : start]
    recurs = year is None and bool(_EVERY_YEAR.match(text, end) or (days and _DAYS_OF_EVERY.search(before)))
    if latin:
        named = bool(days) and (month not in _WORDS_OF_THEIR_OWN or bool(_ON.search(before)))
    else:
        named = bool(days or _WORDY.search(before)) or _names_itself(text, m, month)
    return Atom(start, end, days, month, year, era, named=named, given=given, recurs=recurs, latin=latin)


def _names_itself(text: str, m: re.Match[str], month: int) -> bool:
    """Whether a Thai month without day, year and words before it is meant as one: มกราคม, พ.ย. นี้."""
    if m.group() in MONTHS:
        return not _NUMBER_NEXT.match(text, m.end())
    return month != _FEBRUARY and bool(_WORDY_AFTER.match(text, m.end()))


def _days_before(text: str, month_at: int, last: int) -> tuple[int, tuple[Days, ...]]:
    window = max(last, month_at - _WINDOW)
    at = month_at - 1 if text[month_at - 1 : month_at] in ("-", "/") else month_at
    m = _DAYS.search(text[window:at])
    if not m:
        return month_at, ()
    start = window + m.start()
    if m["gap"] == "\n" and not _BROKEN_OFF.search(text, max(last, start - 12), start):
        return month_at, ()  # two cells of a table, a list number
    before = text[max(last, start - _WINDOW) : start]
    moved, days = _pieces(m["days"], before)
    if not days:
        return month_at, ()
    only = len(days) == 1 and days[0].first == days[0].last
    if only and (lost := _LOST_DASH.search(before)) and 0 < int(lost["first"]) < days[0].first:
        return start - len(before) + lost.start("first"), (Days(int(lost["first"]), days[0].last, None),)
    return start + moved, days


def _pieces(text: str, before: str) -> tuple[int, tuple[Days, ...]]:
    """The days in *text*, and how far into it the first of them stands: numbers that are no days are left out."""
    found: list[Days] = []
    moved = 0
    for n, m in enumerate(_PIECE.finditer(text)):
        first = int(m["first"])
        name = m["name"] or (said["name"] if n == 0 and (said := _WEEKDAY.search(before)) else "")
        if n == 0 and _NUMBERED.search(before[-12:]):
            continue
        if found and found[-1].first > 31:
            found.clear()  # มาตรา 33, 15 มกราคม: a number of something else; alone it is a slip, and no day
        if not found:
            moved = m.start("first")
        found.append(Days(first, int(m["last"] or first), _weekday_of(name)))
    return moved, tuple(found)


def _slashed(text: str, m: re.Match[str]) -> tuple[int, Era, int] | None:
    """The year of ``15-ก.ค.-63``, where the same sign stands before and behind the month."""
    y = _YEAR_OF_SLASHED.match(text, m.end())
    if not y or text[m.start() - 1 : m.start()] != y["sep"]:
        return None
    if len(y["year"]) == 2:
        short = int(y["year"])
        if m.group()[0].isascii() and short <= _LAST_SHORT_CE:
            return 2000 + short, "ce", y.end()
        return (2500 + short, "be", y.end()) if short >= FIRST_SHORT_YEAR else None
    year, era = sized_year(int(y["year"]))
    return (year, era, y.end()) if year else None


def _year_after(text: str, at: int, *, short: bool, dated: bool) -> tuple[int | None, Era, int]:
    """The year behind a month, its era and its end; *dated*: a day stands before the month."""
    m = YEAR.match(text, at)
    if not m or (m["two"] and not short):
        return None, "", at
    year, era = read_year(m)
    if year is None or (m["two"] and _is_count(text, m.end(), dated=dated)):
        return None, "", at
    return year, era, m.end()


def _is_count(text: str, at: int, *, dated: bool) -> bool:
    """Whether the two digits before *at* count what follows; behind a day and month they are mostly the year."""
    if _COUNTED.match(text, at) or _counts_on(text, at):
        return True
    thing = _COUNTED_THING.match(text, at)
    return thing is not None and not (dated and thing["blank"])


def _counts_on(text: str, at: int) -> bool:
    """Whether a dash and another number follow that is no day: ``45-50 คน`` is a count, ``65-2 ม.ค. 66`` a range."""
    m = _RANGE_OF_NUMBERS.match(text, at)
    return m is not None and not any(month.start() == 0 for month in months(text[m.end() : m.end() + 12]))


def _year_beside(text: str, start: int, end: int) -> tuple[int | None, Era]:
    m = _BESIDE.match(text, end) or _BEFORE.search(text, max(0, start - 24), start)
    return sized_year(int(m["year"])) if m else (None, "")


def _weekday_of(name: str | None) -> int | None:
    bare = (name or "").rstrip("ฯ")
    return next(n for n, full in enumerate(WEEKDAYS) if full.startswith(bare)) if bare else None
