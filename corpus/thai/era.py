"""The Thai calendar: months by all their names, Buddhist and common years, a date as Thai text.

Until 1940 the Thai year began on 1 April, so January to March of year 2482 lie in 1940, not in 1939. The Calendar Act
of B.E. 2483 (พระราชบัญญัติปีประดิทิน พุทธศักราช 2483) let the year 2484 begin on 1 January 1941, so that the year 2483
has nine months and no January, February or March. 1 April was New Year's Day from 1889 on; the rule is carried back to
all earlier years, in which the new year moved with the moon. Writers of today sometimes take 543 off such an old date
without a thought: :func:`is_old_style` tells those days, and an article that names one says how it was read.

>>> thai_date(date(2008, 4, 22)), thai_date(date(2008, 4, 22), "short")
('22 เมษายน 2551', '22 เม.ย. 2551')
>>> gregorian(2551, 4, 22), gregorian(2482, 2, 1), gregorian(2564, 2, 31)
(datetime.date(2008, 4, 22), datetime.date(1940, 2, 1), None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from corpus.thai.normalise import fold

Era = Literal["", "be", "ce"]

BUDDHIST = 543  # B.E. 2551 is C.E. 2008, as printed on every page
LAST_APRIL_YEAR = 2482  # the last Thai year that ran from April to March

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
MISSPELT = {  # a wrong letter or one too few, as pages have them
    **dict.fromkeys(("กุมภาพันธุ์", "กุมภาพันธุ", "กุมภาพันธ", "กุมภาพพันธ์", "กุมพาพันธ์", "กุมถาพันธ์"), 2),
    **dict.fromkeys(("เมษยน", "เมษายาน"), 4),
    **dict.fromkeys(("พฤษาภาคม", "พฤาภาคม", "พฤษภคม", "พฤกษภาคม", "พฤษภาาคม"), 5),
    **dict.fromkeys(("มิถุนยายน", "มิถนายน", "มิถุนยน"), 6),
    **dict.fromkeys(("กรกฏาคม", "กรกฎคม", "กรกาฎาคม", "กรกรฎาคม", "กรกฎาม"), 7),
    **dict.fromkeys(("สิ่งหาคม", "สิงหคม"), 8),
    **dict.fromkeys(("กันยยน", "กันยานน"), 9),
    **dict.fromkeys(("พฤศิจกายน", "พฤจิกายน", "พฤสจิกายน", "พฤษจิกายน", "พฤศจิกยน", "พฤศจิกาน", "พฤศจิกายาน"), 11),
    **dict.fromkeys(("ธันนวาคม", "ธันวคม", "ธันวาาคม"), 12),
}
ENGLISH_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


def buddhist_year(d: date) -> int:
    """The Buddhist year that *d* lies in.

    >>> buddhist_year(date(2008, 1, 1)), buddhist_year(date(1940, 3, 31)), buddhist_year(date(1940, 4, 1))
    (2551, 2482, 2483)
    """
    early = d.year + BUDDHIST <= LAST_APRIL_YEAR + 1 and d.month < 4
    return d.year + BUDDHIST - early


def gregorian(be: int, month: int, day: int) -> date | None:
    """The day of a Buddhist year; None where there was no such day."""
    if be == LAST_APRIL_YEAR + 1 and month < 4:
        return None
    return day_of(be - BUDDHIST + (be <= LAST_APRIL_YEAR and month < 4), month, day)


def is_old_style(day: date) -> bool:
    """Whether the Buddhist year of *day* is not its common year plus 543: January to March before B.E. 2484.

    >>> is_old_style(date(1932, 2, 10)), is_old_style(date(1932, 6, 24)), is_old_style(date(1941, 1, 1))
    (True, False, False)
    """
    return buddhist_year(day) != day.year + BUDDHIST


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of a common year; None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:  # 31 กุมภาพันธ์, month 13, year 0: refused, never mended
        return None


def thai_date(d: date, style: Literal["full", "short"] = "full") -> str:
    """*d* as Thai text with the Buddhist year."""
    names = MONTHS if style == "full" else SHORT_MONTHS
    return f"{d.day} {names[d.month - 1]} {buddhist_year(d)}"


# --- reading names and years; patterns are for normalised text --------------------------------------------------


def _month_pattern() -> str:
    """Alternatives that each begin with a letter: the regex engine then skips to those letters (ten times faster)."""
    pairs = [name.split(".")[:2] for name in SHORT_MONTHS]
    dotted = [rf"{a} ?\. ?{b} ?\.(?![ก-ฮ]\.)" for a, b in pairs]  # ก.พ.ร. is no month
    loose = [rf"{a}\.?{b}\.?(?= ?\d)" for a, b in pairs]  # มค 64, ม.ค64: only between two numbers
    loose += [rf"{a}\.{b}(?=[ )\n,]|\Z|นี้)" for a, b in pairs]  # 30 มิ.ย ที่ผ่านมา: the last dot lost
    english = [rf"{name[:3]}(?:{name[3:]})?\b\.?" for name in ENGLISH_MONTHS if name != "september"]
    whole: dict[str, list[str]] = {}
    for name in sorted((*MONTHS, *MISSPELT), key=len, reverse=True):
        whole.setdefault(name[:2], []).append(name[2:])
    full = [f"{first}(?:{'|'.join(rest)})" for first, rest in whole.items()]
    return "|".join((*full, *dotted, *loose, *english, r"sept?(?:ember)?\b\.?"))


MONTH = re.compile(_month_pattern())
YEAR = re.compile(
    r" ?[,.'/]? ?(?:ของ ?)?(?:ปี ?)?"
    r"(?:(?P<be>พ ?\. ?ศ ?\.?|พ ?\.\.|พศ\.?|พุทธศักราช|b\.? ?e\.)|(?P<ce>ค ?\. ?ศ ?\.?|คศ\.?|คริสต์ศักราช|a\. ?d\.))?"
    r" ?(?:(?P<four>\d{4})(?![\d%])(?![.,:]\d)|(?P<two>\d{2})(?![\d%])(?![.,:/]\d))(?P<be2> ?(?:b\.? ?e\.|พ\.ศ\.))?"
)
FIRST_SHORT_YEAR = 30  # a two-digit year below 2530 is older than any web page: a count or a clock time, then

_BY_NAME = {name: n for n, name in enumerate(MONTHS, 1)} | MISSPELT
_BY_NAME |= {name.replace(".", ""): n for n, name in enumerate(SHORT_MONTHS, 1)}
_BY_NAME |= {name[:3]: n for n, name in enumerate(ENGLISH_MONTHS, 1)}


_DOTTED = re.compile(r".[^.]*\.[^.]*\.")
_ABBREVIATION_BEFORE = re.compile(
    r"[ก-ฮ]\.\Z|(?:สำนักงาน|เลขาธิการ) ?\Z"
)  # อ.ส.ค.; สำนักงาน ก.พ., the Civil Service Commission


def months(text: str) -> Iterator[re.Match[str]]:
    """The names of months in normalised *text*, without what only looks like one."""
    for m in MONTH.finditer(text):
        start, name = m.start(), m.group()
        if name[0].isascii():
            stands = not text[start - 1 : start].isalpha() or not text[start - 1 : start].isascii()
        elif "." not in name and len(name) > 3:
            stands = True
        elif _DOTTED.fullmatch(name):
            stands = not _ABBREVIATION_BEFORE.search(text[max(0, start - 11) : start])
        else:
            stands = text[max(0, start - 2) : start].strip()[-1:].isdigit()
        if stands:
            yield m


def month_of(name: str) -> int:
    """1 to 12 for what :data:`MONTH` matched."""
    bare = name.replace(".", "").replace(" ", "")
    return _BY_NAME[bare[:3] if bare.isascii() else bare]


def read_year(m: re.Match[str]) -> tuple[int | None, Era]:
    """The year that :data:`YEAR` matched and its era, told by its size where the text names none or a wrong one."""
    if m["two"]:
        short = int(m["two"])
        if short < FIRST_SHORT_YEAR or m["ce"]:
            return None, ""
        return 2500 + short, "be"
    return sized_year(int(m["four"]), bool(m["be"] or m["be2"]))


def sized_year(year: int, buddhist: bool = False) -> tuple[int | None, Era]:
    """A four-digit number as a year of one of the two eras; no number is a year of both."""
    if 2325 <= year <= 2699:  # from the founding of Bangkok on
        return year, "be"
    if 1700 <= year <= 2199 and not buddhist:
        return year, "ce"
    return None, ""


def month_number(text: str) -> int | None:
    """1 to 12 for a text that is a month's name and nothing else, else None.

    >>> month_number("เมษายน"), month_number(" มี.ค. "), month_number("ปี 2551")
    (4, 3, None)
    """
    m = MONTH.fullmatch(fold(text).strip())
    return month_of(m.group()) if m else None


def year_number(text: str) -> int | None:
    """The common year of a text that is a year and nothing else, else None.

    >>> year_number("ปี 2551"), year_number("พ.ศ. ๒๕๕๑"), year_number("ปีงบประมาณ 2551"), year_number("เมษายน")
    (2008, 2008, None, None)
    """
    m = YEAR.fullmatch(fold(text).strip())
    year, era = read_year(m) if m else (None, "")
    return year - BUDDHIST if year and era == "be" else year
