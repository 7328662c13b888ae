"""Thai time: dates and ranges in running text ↔ dates.

Read in five steps, on normalised text (:mod:`corpus.thai.normalise`), then pointed back at the raw characters:

1. find month names, full, short (with the damage seen in pages: ``ม. ค.``, ``กรกฏาคม``) and English;
2. look left (in English also right) for days: one, a range (``4 - 5``, a lost dash), a list (``5, 7 และ 9``);
3. look right for a year: B.E. or C.E., four or two digits, ``พ . ศ .``, ``พ..``, ``ปี``; two digits are B.E.;
4. neighbours in a list lend each other their years; two with ``-`` or ``ถึง`` between them are one range;
5. days and months without a year get one from the anchor (``inferred``), or are left out without one.

Dates in digits only (:mod:`corpus.thai.datedigits`) are found beside. Dates that never were are refused. Not dates:
years alone, meeting numbers (``ครั้งที่ 4/2560``), decimals, clock times, ``ระบบราชการ 4.0``, ``ก.พ.ร.``, days of
every year (``5 ธันวาคมของทุกปี``).

One day, in the renderings that pages have:

>>> for text in (
...     "22 เมษายน 2551", "22เม.ย.2551", "๒๒ เม.ย. ๕๑", "22 เมษายน พ . ศ . 2551", "22 เมษายน พ.. 2551",
...     "22 เมษายน พุทธศักราช 2551", "22 เดือนเมษายน ปี 2551", "22 เมย. 51", "22 เม. ย. 2551", "22 เม.ย.. 2551",
...     "22 เมษายน '51", "22 เมษายน ค.ศ. 2008", "22 เมษายน 2008", "22nd April 2551 B.E.", "April 22, 2008",
...     "22 APR 2008", "22/04/2551", "22/4/51", "22-เม.ย.-51", "2008-04-22", "04/22/2008", "22 / 04 / 2551",
...     "ลงวันที่ 22-04-51",
... ):
...     assert [(d.start, d.end) for d in find_dates(text)] == [(date(2008, 4, 22), date(2008, 4, 22))], text

Ranges and lists:

>>> def shown(text: str, anchor: date | None = None) -> list[str]:
...     return [f"{d.surface}: {d.start} {d.end}" + " inferred" * d.inferred for d in find_dates(text, anchor)]
>>> shown("วันที่ 25–29 กรกฎาคม 2565 ครั้งที่ 4/2560"), shown("ระหว่างวันที่ 25 29 กรกฎาคม 2565")
(['25–29 กรกฎาคม 2565: 2022-07-25 2022-07-29'], ['25 29 กรกฎาคม 2565: 2022-07-25 2022-07-29'])
>>> shown("28 ธ.ค.65-3 ม.ค.66"), shown("วันเสาร์ที่ 13 - วันอาทิตย์ที่ 14 มีนาคม 2564")
(['28 ธ.ค.65-3 ม.ค.66: 2022-12-28 2023-01-03'], ['13 - วันอาทิตย์ที่ 14 มีนาคม 2564: 2021-03-13 2021-03-14'])
>>> shown("วันที่ 29 - 31 มี.ค. และ 1-5 เม.ย. 64")
['29 - 31 มี.ค.: 2021-03-29 2021-03-31 inferred', '1-5 เม.ย. 64: 2021-04-01 2021-04-05']
>>> shown("มกราคม ถึงมีนาคม 2564"), shown("ไตรมาสที่ 3 (กรกฎาคม - กันยายน) ปี 2564")
(['มกราคม ถึงมีนาคม 2564: 2021-01-01 2021-03-31'], ['กรกฎาคม - กันยายน: 2021-07-01 2021-09-30 inferred'])
>>> [found] = find_dates("วันที่ 5, 7 และ 9 มกราคม 2564")
>>> found.surface, str(found.start), str(found.end), [day.day for day in found.days]
('5, 7 และ 9 มกราคม 2564', '2021-01-05', '2021-01-09', [5, 7, 9])

Years from the anchor, and what is no date:

>>> shown("ภายในวันที่ 30 ต.ค. นี้", date(2020, 10, 15)), shown("ภายในเดือนมกราคมปีหน้า", date(2020, 10, 15))
(['30 ต.ค.: 2020-10-30 2020-10-30 inferred'], ['มกราคม: 2021-01-01 2021-01-31 inferred'])
>>> [parse_thai_date(text) for text in ("31 เม.ย. 2564", "29 กุมภาพันธ์ 2564", "8 ม.ย.63", "1 มกราคม 2483")]
[None, None, None, None]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from corpus.thai.datedigits import digit_dates
from corpus.thai.datewords import AND, LEAD, TO, Atom, atoms
from corpus.thai.era import buddhist_year, month_number, thai_date, year_number
from corpus.thai.normalise import Normalised, normalise

__all__ = ["FoundDate", "buddhist_year", "find_dates", "month_number", "parse_thai_date", "thai_date", "year_number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date, range or list of days in a text: ``surface`` is its raw characters, ``at`` where they begin.

    ``start`` and ``end`` are its first and last day; ``days`` are the days of a list (``5, 7 และ 9 มกราคม``), else
    empty. ``inferred``: the year does not stand in the surface; it came from the words around or from the anchor.
    ``precision`` is ``month`` where only months are named; the range then covers them whole. ``claimed`` are days with
    the day of the week that the text gives them (0 = Monday).
    """

    surface: str
    start: date
    end: date
    inferred: bool = False
    at: int = 0
    precision: Literal["day", "month"] = "day"
    days: tuple[date, ...] = ()
    claimed: tuple[tuple[date, int], ...] = ()

    @property
    def contradictions(self) -> tuple[tuple[date, int], ...]:
        """The days that the text calls another day of the week than the calendar has."""
        return () if self.inferred else tuple((day, said) for day, said in self.claimed if day.weekday() != said)


def find_dates(text: str, anchor: date | None = None, never: list[str] | None = None) -> list[FoundDate]:
    """Every date and range of *text*, in order; *anchor*, the day it was published, gives missing years.

    To *never* are added the raw characters of dates with their year that never were (``31 กุมภาพันธ์ 2567``).
    """
    page = normalise(text)
    refused: list[Atom] = []
    found = [*_worded(page.text, anchor, refused), *_numeric(page.text)]
    if never is not None:
        for start, end in (page.raw_span(atom.start, atom.end) for atom in refused):
            never.append(text[start:end].strip(_TRAILING))
    return sorted((_pointed(text, page, f) for f in found), key=lambda f: (f.at, len(f.surface)))


def _numeric(text: str) -> Iterator[FoundDate]:
    return (FoundDate(surface=surface, start=first, end=last, at=at) for at, surface, first, last in digit_dates(text))


def parse_thai_date(text: str) -> date | None:
    """The first day that *text* names with its year, or None."""
    return next((f.start for f in find_dates(text) if f.precision == "day"), None)


# --- 4: atoms in a row lend each other their years; two with a dash between them are one range --------------------

_BEFORE_NEXT = rf"(?:ใน|เมื่อ)? ?(?:{LEAD}|(?:สิ้น|ปลาย|ต้น|กลาง)?เดือน ?|สิ้น ?|(?:[a-z]{{3,6}}day,? )?)?"
_RANGE = re.compile(rf",? ?{TO} ?{_BEFORE_NEXT}")
_LIST = re.compile(rf" ?{AND} ?{_BEFORE_NEXT}")

_MONTHS = re.compile(rf" |{_LIST.pattern}|{_RANGE.pattern}")  # มกราคม เมษายน กรกฎาคม และตุลาคมของทุกปี


def _worded(text: str, anchor: date | None, refused: list[Atom]) -> Iterator[FoundDate]:
    row = _in_years(text, list(atoms(text)))
    n = 0
    while n < len(row):
        joined = _joined(text, row[n], row[n + 1], anchor) if n + 1 < len(row) else None
        if joined:
            yield joined
            n += 2
            continue
        ranges_on = n + 1 < len(row) and row[n + 1].recurs and _RANGE.fullmatch(text, row[n].end, row[n + 1].start)
        if not ranges_on:
            yield from _alone(row[n], text, anchor)
            if _never_was(row[n]):
                refused.append(row[n])
        n += 1


def _in_years(text: str, row: list[Atom]) -> list[Atom]:
    """The atoms of *text*, those without a year in that of a neighbour in the same list: ``30 พ.ย. และ 1 ธ.ค. 64``."""
    for n in range(len(row) - 2, -1, -1):
        left, right = row[n], row[n + 1]
        if right.recurs and left.year is None and (_MONTHS.fullmatch(text, left.end, right.start)):
            row[n] = replace(left, recurs=True)
        elif right.year is not None and left.year is None and _neighbours(text, left, right):
            row[n] = left.in_year_of(right, -_turns(left, right))
    for n in range(1, len(row)):
        left, right = row[n - 1], row[n]
        if left.year is not None and right.year is None and _neighbours(text, left, right):
            row[n] = right.in_year_of(left, _turns(left, right))
    return row


def _neighbours(text: str, left: Atom, right: Atom) -> bool:
    if left.recurs or right.recurs:
        return False
    return any(joint.fullmatch(text, left.end, right.start) for joint in (_LIST, _RANGE))


def _turns(left: Atom, right: Atom) -> bool:
    """Whether the year turns between two atoms: 30 พ.ย. - 2 ม.ค."""
    days = (left.days[0].first if left.days else 1), (right.days[-1].last if right.days else 31)
    return (left.month, days[0]) > (right.month, days[1])


def _joined(text: str, left: Atom, right: Atom, anchor: date | None) -> FoundDate | None:
    """The range from *left* to *right*, where they are two single days or months with a dash between them."""
    if any(len(a.days) > 1 or a.recurs or any(d.first != d.last for d in a.days) for a in (left, right)):
        return None
    if not _RANGE.fullmatch(text, left.end, right.start):
        return None
    if left.year is None and right.year is None:
        if anchor is None or (left.latin and not (left.named or right.named)):
            return None
        right = _with_year(text, right, anchor)
        left = left.in_year_of(right, -_turns(left, right))
    start, end = left.first(), right.last()
    if start is None or end is None or start > end:
        return None
    return FoundDate(
        surface=text[left.start : right.end],
        start=start,
        end=end,
        inferred=not (left.given or right.given),
        at=left.start,
        precision="day" if left.days or right.days else "month",
        claimed=left.claimed() + right.claimed(),
    )


# --- 5: atoms alone, and years from the anchor ---------------------------------------------------------------------

_PAST = re.compile(r"[^\n]{0,12}ที่ผ่านมา")
_OTHER_YEAR = re.compile(r" ?(?:ของ|ใน)? ?(?:(?P<last>ปีที่แล้ว|ปีที่ผ่านมา|ปีก่อน)|(?P<next>ปีหน้า|ปีถัดไป)|(?:ปีนี้|ศกนี้))")
_OF_ANOTHER_YEAR = {"last": -1, "next": 1, None: 0}
LONGEST_MONTH = 31
FAR = 240  # days: a month without a year further away than this lies in the neighbouring year


def _alone(atom: Atom, text: str, anchor: date | None) -> Iterator[FoundDate]:
    if atom.recurs:
        return
    if atom.year is None:
        if anchor is None or not atom.named:
            return
        atom = _with_year(text, atom, anchor)
    spans = [(atom.on(d.first), atom.on(d.last)) for d in atom.days] or [(atom.first(), atom.last())]
    real = [(first, last) for first, last in spans if first and last and first <= last]
    if len(real) < len(spans) and not (real and len(spans) > 1):
        return
    listed = tuple(dict.fromkeys(day for first, last in real for day in _every_day(first, last)))
    yield FoundDate(
        surface=text[atom.start : atom.end],
        start=min(first for first, _ in real),
        end=max(last for _, last in real),
        inferred=not atom.given,
        at=atom.start,
        precision="day" if atom.days else "month",
        days=listed if len(spans) > 1 else (),
        claimed=atom.claimed(),
    )


def _never_was(atom: Atom) -> bool:
    """Whether a day of *atom* is written with its year and there was none; over 31 it is a number of something else."""
    if atom.year is None or not atom.given or atom.recurs:
        return False
    return any(0 < day <= LONGEST_MONTH and not atom.on(day) for days in atom.days for day in (days.first, days.last))


def _every_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _with_year(text: str, atom: Atom, anchor: date) -> Atom:
    """*atom* in the anchor's year, or in a neighbouring one where that is said or plainly meant."""
    this = replace(atom, year=anchor.year, era="ce")
    if said := _OTHER_YEAR.match(text, atom.end):
        return replace(this, year=anchor.year + _OF_ANOTHER_YEAR[said.lastgroup])
    day = this.first()
    if day is None:
        return this
    past = bool(_PAST.match(text, atom.end))
    if (past and day > anchor) or (day - anchor).days > FAR:
        return replace(this, year=anchor.year - 1)
    if not past and (anchor - day).days > FAR:
        return replace(this, year=anchor.year + 1)
    return this


def _pointed(raw: str, page: Normalised, found: FoundDate) -> FoundDate:
    start, end = page.raw_span(found.at, found.at + len(found.surface))
    surface = raw[start:end].rstrip(_TRAILING)
    return replace(found, surface=surface, at=start)


_TRAILING = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff"
