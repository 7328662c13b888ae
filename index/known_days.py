"""Days, months and years in what was typed, as other pages may write them: in either era, any style of month.

>>> writings(date(2008, 4, 22), day=True)[:4]
('22 เมษายน 2551', '22 เม.ย. 2551', '22 เมษายน พ.ศ. 2551', '22 เม.ย. 51')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from corpus.thai.dates import find_dates
from corpus.thai.era import BUDDHIST, ENGLISH_MONTHS, MONTHS, SHORT_MONTHS, WEEKDAYS, buddhist_year
from index.periods import with_months
from index.tree import Known
from index.typed import Span, Typed

LONGEST_SPAN = 31  # days of a range that are each looked for; of a longer one its months
MOST_TIMES = 24  # tokens of one time: two years of months
MOST_YEARS = 8  # of a range of years
_LEAD = re.compile(
    rf"(?:(?:เมื่อ|ลง|ใน|ระหว่าง|ตั้งแต่|ถึง|ณ )?(?:วัน(?:(?:{'|'.join(WEEKDAYS)}|พฤหัส)(?:ที่)?|ที่)|เดือน)|\b(?:on|in)) ?\Z"
)
_ERA = r"(?:(?P<lead>(?:ปี ?)?(?:พ\.ศ\. ?|ค\.ศ\. ?|พศ\.? ?|คศ\.? ?|b\.?e\.? ?|a\.?d\.? ?)|ปี ?)'?)"
_LED_YEAR = re.compile(
    rf"(?<![ก-๎\w.]){_ERA}(?P<first>\d{{4}}|\d{{2}})(?: ?(?:-|ถึง|\.\.+) ?(?P<last>\d{{4}}))?(?![\w%/-]|[.,]\d)"
)
_BARE_YEAR = re.compile(r"(?<![^\s])(?P<first>\d{4})(?:(?:-|ถึง|\.\.+)(?P<last>\d{4}))?(?![^\s])")
# What is counted is no year: 2500 บาท.
COUNTED = (
    r" ?(?:บาท|คน|ราย|ล้าน|พัน|แห่ง|ไร่|ตัน|กก|กม|กิโล|เมตร|หน่วย|ครั้ง|เรื่อง|ชุด|เครื่อง|คัน|หลัง|ครัวเรือน|โครงการ|รายการ|คะแนน"
    r"|เมกะวัตต์)"
)
_COUNTED = re.compile(COUNTED)
_FISCAL = re.compile(r"ปีงบ(?:ประมาณ)?\s?(?:พ\.ศ\. ?)?\Z")
_FIRST_SHORT_YEAR = 30  # of two digits: below 2530 no page of the web
BE, CE = range(2440, 2620), range(1897, 2077)  # numbers that pages mean as years


def days(typed: Typed) -> Iterator[Span]:
    """Days and months with their year, and ranges of them; วันที่ (the day) before one need not stand on a page."""
    text, places = with_months(typed.text)
    for found in find_dates(text):
        if not found.inferred:
            forms = writings(found.start, day=True) if found.start == found.end else ()
            if found.precision == "month" and _month_of(found.start) == _month_of(found.end):
                forms = writings(found.start, day=False)
            start, end = places[found.at], places[found.at + len(found.surface)]
            forms = tuple(dict.fromkeys((typed.text[start:end], *forms)))
            lead = _LEAD.search(typed.text[:start])
            known = Known((), "day", forms, days=times(found.start, found.end))
            yield Span(lead.start() if lead else start, end, known)


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def times(start: date, end: date) -> tuple[str, ...]:
    """The tokens of the field ``days`` that a page has which names a day of the time from *start* to *end*."""
    length = (end - start).days + 1
    if start.day == 1 and (end + timedelta(1)).day == 1:  # whole months
        months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
        return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in months)[:MOST_TIMES]
    return tuple((start + timedelta(n)).isoformat() for n in range(min(length, LONGEST_SPAN)))


def writings(first: date, *, day: bool) -> tuple[str, ...]:
    """The frequent ways in which pages write *first*, or its month, folded; the field ``days`` has them all."""
    full, short, english = (names[first.month - 1] for names in (MONTHS, SHORT_MONTHS, ENGLISH_MONTHS))
    be, ce = buddhist_year(first), first.year
    thai = f"{first.day} " if day else ""
    forms = [f"{thai}{full} {be}", f"{thai}{short} {be}", f"{thai}{full} พ.ศ. {be}"]
    if 2500 + _FIRST_SHORT_YEAR <= be < 2600:
        forms.append(f"{thai}{short} {be % 100:02}")
    if day:
        forms += [f"{first.day} {english} {ce}", f"{english} {first.day}, {ce}", f"{first.day}/{first.month}/{be}"]
        forms += [first.strftime(f"%d/%m/{be}"), first.isoformat()]
    else:
        forms.append(f"{english} {ce}")
    return tuple(dict.fromkeys(forms))


def years(typed: Typed) -> Iterator[Span]:
    """Years, with or without their era; a bare number that may be one also stays the number that it is."""
    for pattern in (_LED_YEAR, _BARE_YEAR):
        for m in pattern.finditer(typed.text):
            first, last = _common(m["first"]), _common(m["last"] or m["first"])
            led = pattern is _LED_YEAR
            if not first or not last or not 0 <= last - first < MOST_YEARS:
                continue
            if not led and _COUNTED.match(typed.text, m.end()):
                continue
            yield Span(
                m.start(), m.end(), _years(m, first, last, fiscal=bool(_FISCAL.search(typed.text[: m.start("first")])))
            )


def _years(m: re.Match[str], first: int, last: int, *, fiscal: bool) -> Known:
    every = range(first, last + 1)
    typed = m["first"]
    buddhist = len(typed) == 2 or int(typed) in BE
    same = tuple(str(year + BUDDHIST if buddhist else year) for year in every)
    other = tuple(str(year if buddhist else year + BUDDHIST) for year in every)
    short = (m.group(),) if len(typed) == 2 else ()
    lead = m.groupdict().get("lead") or ""
    tokens = () if fiscal else tuple(map(str, every))
    return Known((), "year", (*short, *same), other, days=tokens, lead=lead.strip())


def _common(digits: str) -> int:
    """The common year of a typed one, 0 where it is none."""
    year = int(digits)
    if len(digits) == 2:
        return 2500 + year - BUDDHIST if year >= _FIRST_SHORT_YEAR else 0
    if year in BE:
        return year - BUDDHIST
    return year if year in CE else 0
