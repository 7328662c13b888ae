"""Times as people type them: days, months, years, fiscal years and ranges, in B.E. or C.E., Thai or Arabic digits.

>>> read_days("22เม.ย.2551")
Asked(start=datetime.date(2008, 4, 22), end=datetime.date(2008, 4, 22))
>>> read_days("2008-04-01..2008-04-30").shown, read_years("2550..2552").shown, read_years("๒๕๖๖", fiscal=True).shown
('1 เม.ย. 2551..30 เม.ย. 2551', '1 ม.ค. 2550..31 ธ.ค. 2552', '1 ต.ค. 2565..30 ก.ย. 2566')
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.thai.dates import find_dates, thai_date
from corpus.thai.normalise import fold

FISCAL: Final = "fiscal"
BUDDHIST_ERA = 543  # years ahead of the common era
_RANGE = re.compile(r"\.\.+|…")
_YEARS = re.compile(r"(?P<first>\d{4})(?: ?- ?| ?ถึง ?)(?P<last>\d{4})")  # to, as people write it instead of ..
_GLUED = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")  # 22april2008: a value of a field has no blanks
_YEAR = re.compile(r"(?:พ\.?ศ\.? ?|ค\.?ศ\.? ?|ปี ?)?(?P<year>\d{4}|\d{2})")
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})")


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
    """The time that *text* names: a day, a month, a year, or a range of them; None if it names none."""
    return _range(fold(text).strip(), _days)


def read_years(text: str, *, fiscal: bool = False) -> Asked | None:
    """The year or years that *text* names; a Thai fiscal year begins on 1 October of the year before."""
    return _range(fold(text).strip(), _fiscal if fiscal else _year)


def _range(text: str, read: Callable[[str], Asked | None]) -> Asked | None:
    years = _YEARS.fullmatch(text)
    ends = list(years.groups()) if years else _RANGE.split(text)
    if len(ends) == 1:
        return read(text)
    if len(ends) != 2 or not any(ends):
        return None
    first, last = (read(end.strip()) if end.strip() else Asked(None, None) for end in ends)
    if first is None or last is None:
        return None
    start, end = first.start, last.end
    if start and end and start > end:
        start, end = last.start, first.end
    return Asked(start, end)


def _days(text: str) -> Asked | None:
    if m := _YEAR_MONTH.fullmatch(text):
        return _month(_gregorian(m["year"]), int(m["month"]))
    found = find_dates(text) or find_dates(_GLUED.sub(" ", text))
    if found:
        return Asked(found[0].start, found[-1].end) if found[0].start <= found[-1].end else None
    return _year(text)


def _year(text: str) -> Asked | None:
    m = _YEAR.fullmatch(text)
    year = _gregorian(m["year"]) if m else 0
    return Asked(date(year, 1, 1), date(year, 12, 31)) if year else None


def _fiscal(text: str) -> Asked | None:
    asked = _year(text)
    if asked is None or asked.start is None:
        return None
    return Asked(date(asked.start.year - 1, 10, 1), date(asked.start.year, 9, 30))


def _month(year: int, month: int) -> Asked | None:
    if not year or not 1 <= month <= 12:
        return None
    return Asked(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _gregorian(digits: str) -> int:
    """The Gregorian year of a typed one: two digits are of the 26th century B.E., 2400 and later B.E.; 0: neither."""
    year = int(digits)
    if len(digits) == 2:
        return 2500 + year - BUDDHIST_ERA
    if 2400 <= year <= 2700:
        return year - BUDDHIST_ERA
    return year if 1857 <= year <= 2157 else 0
