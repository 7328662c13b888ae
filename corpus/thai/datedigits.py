"""Dates in digits only: ``23/08/2567``, ``2024-08-23``, ``09/20/2022``, ``8 - 12/03/2567``; ``25670823`` in addresses.

>>> [(found[1], str(found[2]), str(found[3])) for found in digit_dates("8-12/03/2567 และ 1/4/67 - 3/4/67")]
[('8-12/03/2567', '2024-03-08', '2024-03-12'), ('1/4/67 - 3/4/67', '2024-04-01', '2024-04-03')]
>>> slug_day("https://www.example.go.th/news/25630227-opening"), slug_day("/20200227/"), slug_day("/12345678")
(datetime.date(2020, 2, 27), datetime.date(2020, 2, 27), None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.thai.era import day_of, gregorian, sized_year

_DIGITS = re.compile(
    r"(?<![\d/.:-])(?:(?P<y>\d{4})(?P<s1>[-/])(?P<m>\d{1,2})(?P=s1)(?P<d>\d{1,2})"
    r"|(?:(?P<from>\d{1,2}) ?- ?)?(?P<d2>\d{1,2})(?: ?/ ?(?P<m3>\d{1,2}) ?/ ?|(?P<s2>[-.])(?P<m2>\d{1,2})(?P=s2))"
    r"(?P<y2>\d{4}|\d{2}))(?![\d/:]|[.-]\d(?!\d?/))"
)
_BEGINNING = re.compile(r"\d{1,4} ?[-/.]")  # of each of them: quick to look for, and rarely there
_DASHED = re.compile(r" ?(?:-|ถึง|to) ?(?:วันที่ ?)?")
_NO_DATE = re.compile(r"(?:โทร(?:ศัพท์|สาร)?|แฟกซ์|fax|tel)[.: ]{0,3}\Z")
_DATED = re.compile(r"(?:วันที่|ลงวัน(?:ที่)?|date:?) ?\Z")
_SLUG = re.compile(r"(?<!\d)(?P<y>25[3-9]\d|20[0-4]\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_FIRST_SHORT_YEAR = 30  # as in corpus.thai.era

Found = tuple[int, str, date, date]


def digit_dates(text: str) -> Iterator[Found]:
    """Every date in digits of normalised *text*: where it begins, its characters, its first and its last day."""
    held: Found | None = None
    for found in _each(text):
        if held is None:
            held = found
            continue
        end = held[0] + len(held[1])
        if (
            held[2] == held[3]
            and found[2] == found[3]
            and held[2] < found[2]
            and _DASHED.fullmatch(text, end, found[0])
        ):
            yield held[0], text[held[0] : found[0] + len(found[1])], held[2], found[3]
            held = None
        else:
            yield held
            held = found
    if held:
        yield held


def slug_day(address: str) -> date | None:
    """The day that eight digits of an address give as year, month and day (``25630227``, B.E. or C.E.), or None."""
    for m in _SLUG.finditer(address):
        year, era = sized_year(int(m["y"]))
        if year and (day := (gregorian if era == "be" else day_of)(year, int(m["m"]), int(m["d"]))):
            return day
    return None


def _each(text: str) -> Iterator[Found]:
    for m in _written(text):
        last = _day(text, m)
        if last is None:
            continue
        first = last.replace(day=int(m["from"])) if m["from"] and 0 < int(m["from"]) < last.day else last
        at = m.start() if first < last else m.start("y") if m["y"] else m.start("d2")
        yield at, text[at : m.end()], first, last


def _written(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while beginning := _BEGINNING.search(text, at):
        m = _DIGITS.match(text, beginning.start())
        at = m.end() if m else beginning.end()
        if m:
            yield m


def _day(text: str, m: re.Match[str]) -> date | None:
    digits, separator = m["y"] or m["y2"], m["s2"]
    month, day = int(m["m"] or m["m2"] or m["m3"]), int(m["d"] or m["d2"])
    before = text[max(0, m.start("d2") - 12) : m.start("d2")] if m["d2"] else ""
    if before and _NO_DATE.search(before):
        return None
    if len(digits) == 2:
        if separator and not (separator == "-" and _DATED.search(before)):
            return None  # 1.2.66 is a heading, 02-10-66 a number of something
        digits = f"25{digits}" if int(digits) >= _FIRST_SHORT_YEAR else ""
    year, era = sized_year(int(digits or 0))
    if year is None:
        return None
    if era == "be":
        return gregorian(year, month, day)
    return day_of(year, month, day) or day_of(year, day, month)  # 09/20/2022, as American software prints it
