"""Thai time: dates and ranges in running text ↔ dates.

Read in five steps, on normalised text (:mod:`corpus.thai.normalise`), then pointed back at the raw characters:

1. find month names, full, short (with the damage seen in pages: ``ม. ค.``, ``กรกฏาคม``) and English;
2. look left for days: one, a range (``4 - 5``), a list (``5 และ 12``);
3. look right for a year: B.E. or C.E., four or two digits, ``พ . ศ .``, ``พ..``, ``ปี``; two digits are B.E.;
4. join neighbours with ``-`` or ``ถึง`` between them to one range, years filled in from the other end;
5. days and months without a year get one from the anchor (``inferred``), or are left out without one.

Purely numeric dates (``23/08/2567``, ``2024-08-23``) are found beside. Dates that never were are refused. Not dates:
years alone, meeting numbers (``ครั้งที่ 4/2560``), decimals, clock times, ``ระบบราชการ 4.0``, ``ก.พ.ร.``, days of
every year (``5 ธันวาคมของทุกปี``).

>>> parse_thai_date("๑ ม.ค. ๒๕๖๗"), parse_thai_date("22เม.ย.2551"), parse_thai_date("24 ส.ค.63")
(datetime.date(2024, 1, 1), datetime.date(2008, 4, 22), datetime.date(2020, 8, 24))
>>> parse_thai_date("3 กันยายน พ . ศ . 2552"), parse_thai_date("9 กรกฎาคม ค.ศ. 2025"), parse_thai_date("8 ม.ย.63")
(datetime.date(2009, 9, 3), datetime.date(2025, 7, 9), None)
>>> [(d.surface, str(d.start), str(d.end)) for d in find_dates("วันที่ 25–29 กรกฎาคม 2565 ครั้งที่ 4/2560")]
[('25–29 กรกฎาคม 2565', '2022-07-25', '2022-07-29')]
>>> [(d.surface, str(d.start), d.inferred) for d in find_dates("ภายในวันที่ 30 ต.ค. นี้", date(2020, 10, 15))]
[('30 ต.ค.', '2020-10-30', True)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from corpus.thai.datewords import Atom, atoms
from corpus.thai.era import (
    WEEKDAYS,
    buddhist_year,
    day_of,
    gregorian,
    month_number,
    sized_year,
    thai_date,
    year_number,
)
from corpus.thai.normalise import Normalised, normalise

__all__ = ["FoundDate", "buddhist_year", "find_dates", "month_number", "parse_thai_date", "thai_date", "year_number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date or range in a text: ``surface`` is its raw characters, ``at`` where they begin.

    ``inferred``: the year came from the anchor. ``precision`` is ``month`` where only months are named; the range
    then covers them whole. ``weekday`` is the day of the week that the text claims for its first day (0 = Monday).
    """

    surface: str
    start: date
    end: date
    inferred: bool = False
    at: int = 0
    precision: Literal["day", "month"] = "day"
    weekday: int | None = None

    @property
    def weekday_contradicts(self) -> bool:
        """Whether the text names another day of the week than the calendar has."""
        return self.weekday is not None and not self.inferred and self.weekday != self.start.weekday()


def find_dates(text: str, anchor: date | None = None) -> list[FoundDate]:
    """Every date and range of *text*, in order; *anchor*, the day it was published, gives missing years."""
    page = normalise(text)
    found = [*_worded(page.text, anchor), *_numeric(page.text)]
    return sorted((_pointed(text, page, f) for f in found), key=lambda f: (f.at, len(f.surface)))


def parse_thai_date(text: str) -> date | None:
    """The first day that *text* names with its year, or None."""
    return next((f.start for f in find_dates(text) if f.precision == "day"), None)


# --- 4: two atoms with a dash between them are one range ------------------------------------------------------------

_BETWEEN = re.compile(rf" ?(?:-|จนถึง|ถึง|to|until) ?(?:วัน ?(?:{'|'.join(WEEKDAYS)}|พฤหัส)? ?ที่ ?|สิ้นเดือน ?|เดือน ?|สิ้น ?)?")


def _worded(text: str, anchor: date | None) -> Iterator[FoundDate]:
    held: Atom | None = None
    for atom in atoms(text):
        if held is None:
            held = atom
            continue
        joined = _joined(text, held, atom, anchor)
        if joined:
            yield joined
            held = None
        else:
            yield from _alone(held, text, anchor)
            held = atom
    if held:
        yield from _alone(held, text, anchor)


def _joined(text: str, left: Atom, right: Atom, anchor: date | None) -> FoundDate | None:
    if len(left.days) > 1 or len(right.days) > 1 or not _BETWEEN.fullmatch(text, left.end, right.start):
        return None
    inferred = left.year is None and right.year is None
    if inferred:
        if anchor is None:
            return None
        right = _with_year(right, anchor, past=False)
    order = (left.month, left.days or (1,)), (right.month, right.days or (31,))
    turns = order[0] > order[1]  # 30 พ.ย. - 2 ม.ค.: the year turns in between
    if left.year is None:
        left = left.in_year_of(right, -turns)
    elif right.year is None:
        right = right.in_year_of(left, turns)
    start, end = left.first(), right.last()
    if start is None or end is None or start > end:
        return None
    return _found(
        text,
        (left.start, right.end),
        (start, end),
        inferred=inferred,
        by_day=bool(left.days or right.days),
        weekday=left.weekday,
    )


# --- 5: atoms alone, and years from the anchor ---------------------------------------------------------------------

_PAST = re.compile(r"[^\n]{0,12}(?:ที่ผ่านมา|ปีที่แล้ว)")
FAR = 240  # days: a month without a year further away than this lies in the neighbouring year


def _alone(atom: Atom, text: str, anchor: date | None) -> Iterator[FoundDate]:
    inferred = atom.year is None
    if inferred:
        if anchor is None or not (atom.days or atom.wordy):
            return
        atom = _with_year(atom, anchor, past=bool(_PAST.match(text, atom.end)))
    if not atom.days or atom.is_range:
        start, end = atom.first(), atom.last()
        if start and end and start <= end:
            span = atom.start, atom.end
            yield _found(text, span, (start, end), inferred=inferred, by_day=bool(atom.days), weekday=atom.weekday)
        return
    # 5 และ 12 ก.พ.: each surface runs from its own day to the end, so that it can be read by itself
    numbers = [m.start() for m in re.finditer(r"\d+", text[atom.start : atom.end])]
    for n, day in enumerate(atom.days):
        if on := atom.on(day):
            weekday = atom.weekday if len(atom.days) == 1 else None
            span = atom.start + (numbers[n] if n else 0), atom.end
            yield _found(text, span, (on, on), inferred=inferred, by_day=True, weekday=weekday)


def _with_year(atom: Atom, anchor: date, *, past: bool) -> Atom:
    """*atom* in the anchor's year, or in a neighbouring one where that is plainly meant."""
    this = replace(atom, year=anchor.year, era="ce")
    day = this.first()
    if day is None:
        return this
    if (past and day > anchor) or (day - anchor).days > FAR:
        return replace(this, year=anchor.year - 1)
    if not past and (anchor - day).days > FAR:
        return replace(this, year=anchor.year + 1)
    return this


def _found(
    text: str, span: tuple[int, int], days: tuple[date, date], *, inferred: bool, by_day: bool, weekday: int | None
) -> FoundDate:
    return FoundDate(
        surface=text[span[0] : span[1]],
        start=days[0],
        end=days[1],
        inferred=inferred,
        at=span[0],
        precision="day" if by_day else "month",
        weekday=weekday,
    )


# --- dates in digits only ------------------------------------------------------------------------------------------

_NUMERIC = re.compile(
    r"(?<![\d/.:-])(?:(?P<y>\d{4})(?P<s1>[-/])(?P<m>\d{1,2})(?P=s1)(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4}|\d{2}))(?![\d/:]|[.-]\d)"
)


def _numeric(text: str) -> Iterator[FoundDate]:
    for m in _NUMERIC.finditer(text):
        day = _numeric_day(m["y"] or m["y2"], int(m["m"] or m["m2"]), int(m["d"] or m["d2"]), m["s2"])
        if day:
            yield FoundDate(surface=m.group(), start=day, end=day, at=m.start())


def _numeric_day(digits: str, month: int, day: int, separator: str | None) -> date | None:
    if len(digits) == 2:
        if separator != "/":
            return None  # 1.2.66 is a heading, 02-10-66 a number of something
        digits = f"25{digits}" if digits >= "30" else ""
    year, era = sized_year(int(digits or 0))
    if year is None:
        return None
    if era == "be":
        return gregorian(year, month, day)
    return day_of(year, month, day) or day_of(year, day, month)  # 09/20/2022, as American software prints it


def _pointed(raw: str, page: Normalised, found: FoundDate) -> FoundDate:
    start, end = page.raw_span(found.at, found.at + len(found.surface))
    surface = raw[start:end].rstrip(_TRAILING)
    return replace(found, surface=surface, at=start)


_TRAILING = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff"
