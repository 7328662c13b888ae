"""Searches to begin with, made from what this archive holds, so that none of them finds nothing.

The start page has some of them as links; the help and the guide for programs explain the query language by them. What
an archive does not tell, as an empty one or one without an index, is explained by the usual examples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from corpus.errors import IndexProblem
from corpus.extract.agency_registry import registry, resolve
from corpus.thai.dates import thai_date
from corpus.thai.era import buddhist_year
from index.engine import SearchEngine
from index.facets import KINDS_TH
from index.hits import FacetValue, SearchPage, SearchRequest
from search_web.rooms import Rooms

SPAN = 3  # years of the example of a range
KNOWN_SHORT = 4  # letters and full stops of an abbreviation that readers know: ก.พ.ร. or ศบค. rather than นร.
PHRASE = "การมีส่วนร่วมของประชาชน"  # the participation of the people
_TITLE_PART = re.compile(r"(?<!\S)[ก-๎]{8,30}(?!\S)")  # a piece of a title that can stand as a phrase
_PLAIN = re.compile(r'[^"“”\s:()]+(?: [^"“”\s:()]+)*')

Syntax = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Values of this archive, in Thai, as the query language has them; ``""`` and None for what it does not tell.

    ``provincial`` is the day of the newest article of the province.
    """

    article_id: str = ""
    phrase: str = ""
    agency: str = ""
    person: str = ""
    province: str = ""
    provincial: date | None = None
    kind: str = ""
    years: tuple[int, int] | None = None
    day: date | None = None

    @property
    def begin(self) -> tuple[str, ...]:
        """The searches behind a click on the start page: a phrase, an agency, years, a province."""
        found = (
            f'"{self.phrase}"' if self.phrase else "",
            _field("หน่วยงาน", self.agency),
            _range(self.years) if self.years else "",
            _field("จังหวัด", self.province),
        )
        return tuple(query for query in found if query)

    @property
    def syntax(self) -> Syntax:
        """What can be typed, with the key of its explanation."""
        return (
            ("ปฏิรูประบบราชการ จังหวัด", "help_words"),
            (f'"{self.phrase or PHRASE}"', "help_phrase"),
            ("ประชุม -สัมมนา", "help_without"),
            ("สัมมนา OR ประชุม", "help_either"),
            (_field("หน่วยงาน", self.agency or "ก.พ.ร."), "help_agency"),
            (_field("บุคคล", self.person or "ทศพร ศิริสัมพันธ์"), "help_person"),
            (_range(self.years or (2550, 2552)), "help_year"),
            (f"วันที่:{thai_date(self.day or date(2008, 4, 22), 'short').replace(' ', '')}", "help_date"),
            ("หัวเรื่อง:รางวัล", "help_in_title"),
            ("ปฏิรูป*", "help_prefix"),
            ("ประยุทธ์~", "help_similar"),
        )

    @property
    def more_syntax(self) -> Syntax:
        """What only those who search often need besides."""
        return (
            ('"ก.พ.ร." (จังหวัด OR อำเภอ)', "help_brackets"),
            (f"ปีงบ:{_fiscal_year(self.day or date(2023, 1, 1))}", "help_fiscal_year"),
            (_field("จังหวัด", self.province or "ปทุมธานี"), "help_province"),
            (_field("ประเภท", self.kind or "ประกาศ"), "help_kind"),
        )


USUAL = Examples()


def examples(rooms: Rooms) -> Examples:
    """The examples of this archive, worked out once for each state of its index."""
    try:
        engine = rooms.engine()
        return rooms.remembered("examples", engine.state().name, lambda: examples_of(engine))
    except IndexProblem:
        return USUAL


def examples_of(engine: SearchEngine) -> Examples:
    """The examples of the index, by a search for everything, one for its province, and a total of the usual phrase."""
    page = engine.search(SearchRequest(sort="newest", per_page=1, offers=False))
    if not page.hits:
        return USUAL
    newest = page.hits[0]
    province = next((v.value for v in page.facets.get("province", ()) if _PLAIN.fullmatch(v.value)), "")
    there = (
        engine.search(SearchRequest(province=(province,), sort="newest", per_page=1, offers=False)).hits
        if province
        else ()
    )
    return Examples(
        article_id=newest.id,
        phrase=_phrase(engine, newest.title),
        agency=_agency(page.facets.get("agency", ())),
        person=next((v.label for v in page.facets.get("person", ()) if _PLAIN.fullmatch(v.label)), ""),
        province=province,
        provincial=there[0].dated if there else None,
        kind=next((KINDS_TH[v.value] for v in page.facets.get("kind", ()) if v.value in KINDS_TH), ""),
        years=_years(page),
        day=newest.dated,
    )


def _phrase(engine: SearchEngine, title: str) -> str:
    """The usual phrase where some article has it, else a piece of the newest title."""
    if engine.total(SearchRequest(q=f'"{PHRASE}"')):
        return PHRASE
    m = _TITLE_PART.search(title)
    return m.group() if m else ""


def _agency(values: tuple[FacetValue, ...]) -> str:
    """The agency of most articles: one with an abbreviation that stands for it alone, else by its name."""
    for value in values:
        entry = registry().get(value.value)
        for short in entry.abbreviations if entry else ():
            if len(short) >= KNOWN_SHORT and resolve(short) == (value.value,):
                return short
    return next((v.label for v in values if _PLAIN.fullmatch(v.label)), "")


def _years(page: SearchPage) -> tuple[int, int] | None:
    """The three years in a row with most articles; fewer where the archive has no three. Buddhist, as the facet is."""
    counts = {int(v.value): v.count for v in page.facets.get("year", ()) if v.value.isdecimal()}
    if not counts:
        return None
    first, last = min(counts), max(counts)
    sums = list(accumulate((counts.get(year, 0) for year in range(first, last + 1)), initial=0))
    span = min(SPAN, last - first + 1)
    best = max(range(len(sums) - span), key=lambda n: (sums[n + span] - sums[n], n))
    return first + best, first + best + span - 1


def _fiscal_year(day: date) -> int:
    return buddhist_year(day) + (day.month >= 10)


def _range(years: tuple[int, int]) -> str:
    return f"ปี:{years[0]}" if years[0] == years[1] else f"ปี:{years[0]}..{years[1]}"


def _field(field: str, value: str) -> str:
    if not value:
        return ""
    return f'{field}:"{value}"' if " " in value else f"{field}:{value}"
