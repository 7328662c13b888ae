"""Addresses to search requests and back: nothing typed raises, what was not understood becomes a note.

::

    ?q=ปฏิรูป&from=เมษายน 2551&agency=opdc&agency=dopa&sort=newest&page=2
        read_request ──> Asked(request, notes)
    SearchRequest ──query_pairs──> [("q", "ปฏิรูป"), ("from", "2008-04-01"), …]

``query_pairs`` and ``read_request`` are inverse to each other on every request that ``read_request`` can give.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.records import KINDS
from corpus.thai.dates import year_number
from corpus.thai.era import BUDDHIST
from index.hits import SORTS, SearchRequest, Sort
from index.periods import read_days
from search_web.text import Lang, say

PER_PAGE = 10
MAX_PER_PAGE = 100
MAX_PAGE = 100_000
MAX_VALUES = 20  # of one filter: more than any facet shows, and few enough to keep addresses short
MAX_VALUE = 200  # characters of one filter value: the longest agency names have about 120
MAX_DATE = 60  # characters of a typed date: the longest form, with its weekday, has about 45

TEXT_FILTERS = ("agency", "person", "province", "section", "kind", "site")
FIRST_BUDDHIST = 2400  # years from here on are B.E.: C.E. 2400 is far ahead, B.E. 2400 (1857) before any news
LAST_BUDDHIST = 2699  # as far as words for a day are read as one (corpus.thai.era.sized_year)
_CONTROLS = ("Cc", "Cs", "Zl", "Zp")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not understood: a key of the table of texts, and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()

    def text(self, lang: Lang) -> str:
        """The note as a sentence."""
        return say(lang, self.key, **dict(self.values))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, and a note for each part of it that was not understood."""

    request: SearchRequest
    notes: tuple[Note, ...] = ()


def read_request(given: Given, *, max_query: int, max_per_page: int = MAX_PER_PAGE, per_page: int = PER_PAGE) -> Asked:
    """The request in the parameters of an address; never raises.

    *given* maps a name to all its values. *max_query* counts characters; 0 means none are read.
    """
    notes: list[Note] = []
    q = clean(_first(given, "q"), max_query * 4 + 1000)
    if len(q) > max_query:
        q = q[:max_query].rstrip()
        notes.append(Note("note_query_cut", (("n", f"{max_query:,}"),)))
    start = _bound(given, "from", notes, last=False)
    end = _bound(given, "to", notes, last=True)
    if start and end and start > end:
        start, end = end, start
        notes.append(Note("note_dates_swapped"))
    filters = {name: _values(given, name, notes) for name in TEXT_FILTERS}
    for kind in filters["kind"]:
        if kind not in KINDS:
            notes.append(_about("note_kind", kind))
    filters["kind"] = tuple(k for k in filters["kind"] if k in KINDS)
    request = SearchRequest(
        q=q,
        date_from=start,
        date_to=end,
        year=_years(given, notes),
        agency=filters["agency"],
        person=filters["person"],
        province=filters["province"],
        section=filters["section"],
        kind=filters["kind"],
        site=filters["site"],
        sort=_sort(given, usual="relevance" if q else "newest", notes=notes),
        page=_number(given, "page", 1, MAX_PAGE, notes, Note("note_page")),
        per_page=_number(
            given, "per_page", per_page, max_per_page, notes, Note("note_per_page", (("n", str(per_page)),))
        ),
        group=_yes_or_no(given, "group", notes),
        choices=bool(_yes_or_no(given, "choices", notes)),
    )
    return Asked(request, tuple(notes))


def query_pairs(request: SearchRequest, *, per_page: int = PER_PAGE) -> list[tuple[str, str]]:
    """The parameters that ask for *request*; what has its usual value is left out."""
    pairs: list[tuple[str, str]] = [("q", request.q)] if request.q else []
    if request.date_from:
        pairs.append(("from", request.date_from.isoformat()))
    if request.date_to:
        pairs.append(("to", request.date_to.isoformat()))
    pairs += [("year", str(year)) for year in request.year]
    for name in TEXT_FILTERS:
        pairs += [(name, value) for value in getattr(request, name)]
    if request.sort != ("relevance" if request.q else "newest"):
        pairs.append(("sort", request.sort))
    if request.page != 1:
        pairs.append(("page", str(request.page)))
    if request.per_page != per_page:
        pairs.append(("per_page", str(request.per_page)))
    if request.group is not None:
        pairs.append(("group", str(int(request.group))))
    if request.choices:
        pairs.append(("choices", "1"))
    return pairs


def clean(text: str, limit: int) -> str:
    """*text* on one line, at most *limit* characters of it.

    Control characters and lone surrogates become blanks, as do those that turn the direction of writing: Thai and
    English need none, and they make a text look like another.
    """
    kept = "".join(" " if c in _TURNS or unicodedata.category(c) in _CONTROLS else c for c in text[:limit])
    return " ".join(kept.split())


def read_bound(text: str, *, last: bool) -> date | None:
    """The first or *last* day that *text* means: a day, a month or a year, in B.E. or C.E., or None.

    >>> read_bound("เมษายน 2551", last=True)
    datetime.date(2008, 4, 30)
    >>> read_bound("๒๕๕๑", last=False)
    datetime.date(2008, 1, 1)
    """
    text = clean(text, MAX_DATE)
    try:
        found: date | None = date.fromisoformat(text)  # what our own links say
    except ValueError:
        asked = read_days(text)
        found = (asked.end if last else asked.start) if asked else None
    if found and found.year >= FIRST_BUDDHIST:
        found = _gregorian(found)
    return found if found and FIRST_BUDDHIST <= found.year + BUDDHIST <= LAST_BUDDHIST else None


def _gregorian(day: date) -> date | None:
    """A day whose year was given in the Buddhist era; None for a 29 February that the year does not have."""
    try:
        return day.replace(year=day.year - BUDDHIST)
    except ValueError:
        return None


def _bound(given: Given, name: str, notes: list[Note], *, last: bool) -> date | None:
    typed = clean(_first(given, name), MAX_DATE)
    if not typed:
        return None
    found = read_bound(typed, last=last)
    if found is None:
        notes.append(_about("note_date", typed))
    return found


def _values(given: Given, name: str, notes: list[Note]) -> tuple[str, ...]:
    """The distinct values of a filter, in the order given, at most MAX_VALUES of them."""
    values = dict.fromkeys(v for v in (clean(v, MAX_VALUE) for v in given.get(name, ())[: MAX_VALUES * 5]) if v)
    if len(values) > MAX_VALUES:
        notes.append(Note("note_too_many", (("n", str(MAX_VALUES)),)))
    return tuple(values)[:MAX_VALUES]


def _years(given: Given, notes: list[Note]) -> tuple[int, ...]:
    years: dict[int, None] = {}
    for typed in _values(given, "year", notes):
        year = year_number(typed)
        if year is None or not FIRST_BUDDHIST <= year + BUDDHIST <= LAST_BUDDHIST:
            notes.append(_about("note_year", typed))
        else:
            years[year + BUDDHIST] = None
    return tuple(years)


def _sort(given: Given, *, usual: Sort, notes: list[Note]) -> Sort:
    typed = clean(_first(given, "sort"), MAX_VALUE)
    for sort in SORTS:
        if typed == sort:
            return sort
    if typed:
        notes.append(_about("note_sort", typed))
    return usual


def _yes_or_no(given: Given, name: str, notes: list[Note]) -> bool | None:
    typed = clean(_first(given, name), MAX_VALUE)
    if typed not in ("", "0", "1"):
        about = _about("note_yes_or_no", typed)
        notes.append(Note(about.key, (("name", name), *about.values)))
    return {"0": False, "1": True}.get(typed)


def _number(given: Given, name: str, usual: int, most: int, notes: list[Note], note: Note) -> int:
    typed = clean(_first(given, name), MAX_VALUE)
    if not typed:
        return usual
    number = _whole(typed)
    if number is None or not 1 <= number <= most:
        about = _about(note.key, typed)
        notes.append(Note(note.key, about.values + note.values))
        return usual
    return number


def _whole(typed: str) -> int | None:
    """The whole number in *typed*, in Thai or Arabic digits; None where it is none or has over nine digits."""
    return int(typed) if typed.isdecimal() and len(typed) <= 9 else None


def _about(key: str, value: str) -> Note:
    return Note(key, (("value", value if len(value) <= 60 else value[:60] + "…"),))


def _first(given: Given, name: str) -> str:
    values = given.get(name, ())
    return values[0] if values else ""
