"""Times as people type them: days, months, years, fiscal years and ranges, in B.E. or C.E., Thai or Arabic digits.

>>> read_days("22เม.ย.2551")
Asked(start=datetime.date(2008, 4, 22), end=datetime.date(2008, 4, 22))
>>> read_days("2008-04-01..2008-04-30").shown, read_years("2550..2552").shown, read_years("๒๕๖๖", fiscal=True).shown
('1 เม.ย. 2551..30 เม.ย. 2551', '1 ม.ค. 2550..31 ธ.ค. 2552', '1 ต.ค. 2565..30 ก.ย. 2566')
>>> read_years("2550-52").shown, read_days("ตั้งแต่ 22 เม.ย. 2551").shown, read_days("22 เม.ย. 2551 ประชุม")
('1 ม.ค. 2550..31 ธ.ค. 2552', '22 เม.ย. 2551..', None)
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from corpus.thai.dates import find_dates, thai_date
from corpus.thai.era import BUDDHIST, MONTHS, SHORT_MONTHS
from corpus.thai.normalise import fold

FISCAL: Final = "fiscal"
LONGEST = 100  # characters of a time; what is longer is a sentence
_RANGE = re.compile(r" ?(?:\.\.+|…) ?")
_TO = re.compile(r" ?(?:จนถึง|ถึง|\bto\b|\buntil\b|(?<=\d)-(?=\S)| - ) ?")
_SINCE = re.compile(r"(?:ตั้งแต่|นับแต่|since|from|>=|≥) ?")
_BETWEEN = re.compile(r"(?:ระหว่าง|ตั้งแต่|from|between) ?")
_UNTIL = re.compile(r"(?:จนถึง|ถึง|until|till|<=|≤) ?")
_AFTER = re.compile(r"(?:หลัง|after|>) ?")
_BEFORE = re.compile(r"(?:ก่อน|before|<) ?")
_GLUED = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")  # 22april2008: a value of a field mostly has no blanks
_YEAR = re.compile(
    r"(?:(?:ปี ?)?(?:พ ?\. ?ศ ?\.?|ค ?\. ?ศ ?\.?|พศ\.?|คศ\.?|b\.?e\.?|a\.?d\.?|')? ?)(?P<year>\d{4}|\d{2})"
)
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})")
_YEARS_SHORT = re.compile(r"(?P<first>\d{4}) ?[-/] ?(?P<last>\d{2})")  # 2550-52
_LEAST_SHORT_YEAR = 32  # of two digits that stand for a date: 31 and less may as well be a day
# Months as people call them, the ending left out: เมษา (April), which pages hardly write.
_SPOKEN = {re.sub("(?:คม|ยน|พันธ์)$", "", name): short for name, short in zip(MONTHS, SHORT_MONTHS, strict=True)}
_MONTH_SPOKEN = re.compile(rf"(?<![ก-๎])(?:{'|'.join(_SPOKEN)})(?![ก-๎])")
# Months as they are typed where nothing but a time is asked for: กพ 66, ก.พ 2566, กุมภาฯ 66.
_MONTH_TYPED = re.compile(
    rf"(?<![ก-๎])(?<![ก-๎]\.)(?:(?P<first>[ก-๎]{{1,2}})\.? ?(?P<last>[คพยน])\.?|(?P<spoken>{'|'.join(_SPOKEN)})ฯ?)"
    r"(?![ก-๎.])(?= ?\d)"
)
_BARE_MONTHS = {short.replace(".", ""): short for short in SHORT_MONTHS}
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})(?P<by>[-/])(?P<year>\d{4}|(?<=/)\d{2})")  # 2/2566, 02-2566, 2/66
_NUMBERS = re.compile(r"(?<![\d.-])(\d{1,2})([-.])(\d{1,2})\2(\d{4}|\d{2})(?![\d.-])")  # 14-2-66 and 14.2.66
# What may stand around the dates of a time that is one and nothing else.
_AROUND = re.compile(
    r"(?:[ ,()]|วัน(?:ที่)?|ที่|เดือน|ใน|เมื่อ|ระหว่าง|ตั้งแต่|between|from|on|in|the|of"
    r"|(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)(?:ที่)?|[a-z]{3,6}day)*"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A time, both ends inclusive; None leaves that end open."""

    start: date | None
    end: date | None

    @property
    def shown(self) -> str:
        """In Thai, years B.E., as :func:`read_days` reads it."""
        start, end = (thai_date(d, "short") if d else "" for d in (self.start, self.end))
        return start if start == end else f"{start}..{end}"


def read_days(text: str) -> Asked | None:
    """The time that *text* names: a day, a month, a year, or a range of them; None if it is anything else."""
    return _read(text, _days)


def read_years(text: str, *, fiscal: bool = False) -> Asked | None:
    """The year or years that *text* names; a Thai fiscal year begins on 1 October of the year before."""
    return _read(text, _fiscal if fiscal else _years)


def with_months(text: str) -> tuple[str, list[int]]:
    """The folded *text* with spoken names of months as they are abbreviated, and where each place of it was before.

    >>> with_months("22 เมษา 51")[0], with_months("เมษายน")[0], with_months("ก เมษา")[1]
    ('22 เม.ย. 51', 'เมษายน', [0, 1, 2, 2, 2, 2, 2, 6])
    """
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for m in _MONTH_SPOKEN.finditer(text):
        short = _SPOKEN[m.group()]
        pieces += text[at : m.start()], short
        places += [*range(at, m.start()), *[m.start()] * len(short)]
        at = m.end()
    return "".join((*pieces, text[at:])), [*places, *range(at, len(text) + 1)]


def _read(text: str, one: Callable[[str], Asked | None]) -> Asked | None:
    text = fold(text).strip(" ,\n")
    if not 0 < len(text) <= LONGEST:
        return None
    text, _ = with_months(_MONTH_TYPED.sub(_typed_month, _NUMBERS.sub(r"\1/\3/\4", text)))
    return _open(text, one) or _range(text, one)


def _typed_month(m: re.Match[str]) -> str:
    """The month of ``_MONTH_TYPED`` as it is abbreviated; what is none stays as it is."""
    if m["spoken"]:
        return _SPOKEN[m["spoken"]]
    return _BARE_MONTHS.get(f"{m['first']}{m['last']}", m.group())


def _open(text: str, one: Callable[[str], Asked | None]) -> Asked | None:
    """A time that is open on one side: since, until, after, before."""
    for opening in (_SINCE, _UNTIL, _AFTER, _BEFORE):
        m = opening.match(text)
        if m is None or (found := one(text[m.end() :])) is None or not (found.start and found.end):
            continue
        if opening is _SINCE:
            return Asked(found.start, None)
        if opening is _UNTIL:
            return Asked(None, found.end)
        if opening is _AFTER:
            return Asked(found.end + timedelta(1), None) if found.end < date.max else None
        return Asked(None, found.start - timedelta(1)) if found.start > date.min else None
    return None


def _range(text: str, one: Callable[[str], Asked | None]) -> Asked | None:
    ends = _RANGE.split(text)
    if len(ends) == 1:
        if found := one(text):
            return found
        ends = _TO.split(_BETWEEN.sub("", text, count=1))
    if len(ends) != 2 or not any(ends):
        return None
    first, last = (one(end.strip()) if end.strip() else Asked(None, None) for end in ends)
    if first is None or last is None:
        return None
    start, end = first.start, last.end
    if start and end and start > end:
        start, end = last.start, first.end
    return Asked(start, end)


def _days(text: str) -> Asked | None:
    if m := _YEAR_MONTH.fullmatch(text):
        return _month(_gregorian(m["year"]), int(m["month"]))
    if (m := _MONTH_YEAR.fullmatch(text)) and (asked := _month(_gregorian(m["year"]), int(m["month"]))):
        return asked
    if asked := _dates(text) or _dates(_GLUED.sub(" ", text)):
        return asked
    if text.isdecimal() and len(text) == 2 and int(text) < _LEAST_SHORT_YEAR:
        return None
    return _year(text)


def _dates(text: str) -> Asked | None:
    """The time of the dates in *text*, where nothing else stands in it."""
    found = find_dates(text)
    if not found or found[0].start > found[-1].end:
        return None
    at = 0
    for one in found:
        if not _AROUND.fullmatch(text, at, max(at, one.at)):
            return None
        at = one.at + len(one.surface)
    return Asked(found[0].start, found[-1].end) if _AROUND.fullmatch(text, at) else None


def _years(text: str) -> Asked | None:
    return _year(text) or _short_range(text, _year)


def _year(text: str) -> Asked | None:
    m = _YEAR.fullmatch(text)
    year = _gregorian(m["year"]) if m else 0
    return Asked(date(year, 1, 1), date(year, 12, 31)) if year else None


def _short_range(text: str, one: Callable[[str], Asked | None]) -> Asked | None:
    """2550-52, or else a month: 2551-04."""
    m = _YEARS_SHORT.fullmatch(text)
    if m is None:
        return None
    if m["last"] <= m["first"][2:]:
        return _month(_gregorian(m["first"]), int(m["last"]))
    first, last = one(m["first"]), one(m["first"][:2] + m["last"])
    return Asked(first.start, last.end) if first and last else None


def _fiscal(text: str) -> Asked | None:
    asked = _year(text)
    if asked is None or asked.start is None:
        return _short_range(text, _fiscal) if _YEARS_SHORT.fullmatch(text) else None
    return Asked(date(asked.start.year - 1, 10, 1), date(asked.start.year, 9, 30))


def _month(year: int, month: int) -> Asked | None:
    if not year or not 1 <= month <= 12:
        return None
    return Asked(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _gregorian(digits: str) -> int:
    """The Gregorian year of a typed one: two digits are of the 26th century B.E., 2400 and later B.E.; 0: neither."""
    year = int(digits)
    if len(digits) == 2:
        return 2500 + year - BUDDHIST
    if 2400 <= year <= 2700:
        return year - BUDDHIST
    return year if 1857 <= year <= 2157 else 0
