"""The fields of the query language, and how far the value of one reaches: people type blanks into dates and names.

A value ends at its first blank, unless what follows plainly belongs to it: the longest run of words that is a time
(``วันที่:22 เม.ย. 2551``), a known body (``หน่วยงาน:สำนักงาน ก.พ.ร.``), a name with its surname, a province, a site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from corpus.extract import agencies, places
from corpus.extract.titles import strip_title
from corpus.sites import shipped_sites
from corpus.thai.names import known_name
from corpus.thai.normalise import squash
from index.facets import KINDS_TH
from index.periods import FISCAL, LONGEST, read_days, read_years

MOST_WORDS = 9  # of a value without quotes: 1 เมษายน พ.ศ. 2551 ถึง 5 พฤษภาคม พ.ศ. 2552

# What may stand before a colon → what it asks for. Both languages, and the spellings that people try.
FIELDS: dict[str, str] = {
    "หน่วยงาน": "agency",
    "agency": "agency",
    "บุคคล": "person",
    "ชื่อ": "person",
    "person": "person",
    "จังหวัด": "province",
    "province": "province",
    "หมวด": "section",
    "section": "section",
    "ประเภท": "kind",
    "kind": "kind",
    "เว็บ": "site",
    "เว็บไซต์": "site",
    "site": "site",
    "หัวเรื่อง": "title",
    "ชื่อเรื่อง": "title",
    "หัวข้อ": "title",
    "title": "title",
    "วันที่": "date",
    "วัน": "date",
    "date": "date",
    "ปี": "year",
    "พ.ศ.": "year",
    "ค.ศ.": "year",
    "year": "year",
    "ปีงบ": FISCAL,
    "ปีงบประมาณ": FISCAL,
    "fiscal": FISCAL,
}

_WORD = re.compile(r"[^\s()\[\]{}\"*~]+")
_OPERATORS = ("or", "หรือ", "|", "||", "and", "และ", "not", "&", "&&")


def value_end(field: str, text: str, at: int) -> int:
    """Where the value of *field* that begins at *at* of the folded *text* ends; *at* itself where none begins."""
    ends = list(_ends(text, at))
    longer = (end for end in reversed(ends[1:]) if belongs(FIELDS[field], text[at:end]))
    return next(longer, ends[0]) if ends else at


def belongs(field: str, text: str) -> bool:
    """Whether *text*, with the blanks in it, is plainly one value of what *field* asks for."""
    known = _BELONGS.get(field)
    return known is not None and bool(known(text))


def _ends(text: str, at: int) -> Iterator[int]:
    """The ends of the words from *at* on that may still belong to a value."""
    start = at
    for n in range(MOST_WORDS):
        m = _WORD.match(text, start)
        if m is None or (n and m.end() - at > LONGEST):
            return
        if (n or text[at - 1] != ":") and not _goes_on(m.group()):
            return
        yield m.end()
        if text[m.end() : m.end() + 1] != " ":
            return
        start = m.end() + 1


def _goes_on(word: str) -> bool:
    """Whether *word* can stand inside a value: it is no operator, no other field, nothing to be left out."""
    if word in _OPERATORS and word not in ("และ", "and"):
        return False
    return word.partition(":")[0] not in FIELDS and not (word.startswith("-") and len(word) > 1)


def _is_person(text: str) -> bool:
    """A name and a surname of the lists, whatever title stands before them."""
    words = strip_title(text).split(" ")
    return len(words) == 2 and all(known_name(word) for word in words)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(squash(label) for label in KINDS_TH.values())


@cache
def _sites() -> frozenset[str]:
    return frozenset(squash(title) for site in shipped_sites() for title in (site.title_th, site.title_en) if title)


_BELONGS: dict[str, Callable[[str], object]] = {
    "date": read_days,
    "year": lambda text: read_years(text) or read_days(text),
    FISCAL: lambda text: read_years(text, fiscal=True),
    "agency": agencies.resolve,
    "province": places.resolve_province,
    "person": _is_person,
    "kind": lambda text: squash(text) in _kinds(),
    "site": lambda text: squash(text) in _sites(),
}
