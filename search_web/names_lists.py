"""What the lists of people, agencies and provinces show, and the page of one province."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Literal

from corpus.extract.agency_registry import ids_by_name, registry
from corpus.extract.places import Province, province_entries
from corpus.named import LATIN, Named, NamedPart
from corpus.thai.collate import INITIALS, collation_key
from corpus.thai.normalise import fold, squash
from search_web.names_agency import NamePage
from search_web.names_view import NameCount, NameLink, News, beside, name_in
from search_web.text import Lang, count, say
from search_web.views import Step

Kind = Literal["person", "agency"]

PER_LIST = 60
MOST_LIST_PAGE = 2_000
NEAREST = 6
OFTEN = 0.02  # for each doubling of pages: ประยุทธ์ of 2,476 pages stands before ประหยัด of one, which is nearer by 0.06
ALIKE = 0.6  # of the letters of two names, as difflib has it: ประยุด and ประยุทธ์ share 0.71
NEAR_ENOUGH = 0.5  # letters that a province shares with what was typed
REGIONS = ("central", "north", "northeast", "east", "west", "south")  # the six of provinces.toml


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A page of the list of people or of agencies; ``letter`` or ``q`` may have narrowed it."""

    kind: Kind
    heading: str
    q: str
    letter: str
    letters: tuple[tuple[str, str], ...]
    by_count: str
    other: tuple[str, str] | None
    names: tuple[NameCount, ...]
    total: int
    total_text: str
    page: int
    pages: int
    previous: str | None
    next: str | None
    steps: tuple[Step, ...]
    near: tuple[NameCount, ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True)
class RegionView:
    """The provinces of one region."""

    name: str
    provinces: tuple[NameCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceView:
    """Everything on the page of a province."""

    name: str
    other: str
    other_lang: Lang
    region: str
    office: NamePage | None
    near: tuple[NamePage, ...]
    news: News | None
    agencies: tuple[NameCount, ...]
    people: tuple[NameCount, ...]


def list_view(
    kind: Kind,
    part: NamedPart,
    lang: Lang,
    *,
    q: str,
    letter: str,
    once: bool,
    page: int,
    href: NameLink,
    link: Callable[[str, str, bool, int], str],
    near: Sequence[Named] = (),
    search: str = "",
) -> ListView:
    """A page of the list; *link* makes its address for words, a letter, *once* and a page.

    *near* are offered where no name holds *q*, and *search* leads to the news that have it. *once*: names that one
    article alone has are among those under a letter.
    """

    def at(number: int) -> str:
        return link(q, letter, once, number)

    pages = max(1, -(-part.total // PER_LIST))
    shown = {1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)}
    return ListView(
        kind=kind,
        heading=say(lang, f"list_{kind}"),
        q=q,
        letter=letter,
        letters=tuple((each, link("", each, False, 1)) for each in (*INITIALS, LATIN)),
        by_count=link("", "", False, 1),
        other=(say(lang, "list_more_than_once" if once else "list_once"), link("", letter, not once, 1))
        if letter
        else None,
        names=tuple(NameCount(name_in(kind, n.id, n.name, lang), href(n.id), n.pages) for n in part.names),
        total=part.total,
        total_text=count(lang, f"list_{kind}_total", part.total),
        page=page,
        pages=pages,
        previous=at(page - 1) if page > 1 else None,
        next=at(page + 1) if page < pages else None,
        steps=tuple(_steps(sorted(shown), page, at)) if pages > 1 else (),
        near=tuple(NameCount(name_in(kind, n.id, n.name, lang), href(n.id), n.pages) for n in near),
        search=search,
    )


def most_alike(q: str, names: Iterable[Named], most: int = NEAREST) -> tuple[Named, ...]:
    """Those of *names* that are written most like *q*, whole or a word of them, the likest and most frequent first.

    >>> [one.id for one in most_alike("ประยุด", [Named("p1", "สมชาย มั่นคง", 9), Named("p2", "ประยุทธ์ ใจดี", 1)])]
    ['p2']
    """
    plain = squash(fold(q))
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(plain)
    found = []
    for one in {one.id: one for one in names}.values():
        folded = fold(one.name)
        if (alike := max(_alike(matcher, form) for form in (squash(folded), *folded.split()))) >= ALIKE:
            found.append((-alike - OFTEN * math.log2(max(one.pages, 1)), one.id, one))
    return tuple(one for *_, one in sorted(found)[:most])


def _alike(matcher: SequenceMatcher[str], form: str) -> float:
    """How alike *form* is to what the *matcher* holds; 0 where it is plainly less than ALIKE."""
    matcher.set_seq1(form)
    enough = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
    return matcher.ratio() if enough else 0.0


def agencies_called(q: str, most: int = 40) -> tuple[str, ...]:
    """The ids of the listed agencies of which some name or abbreviation holds *q*, whatever its blanks."""
    plain = squash(fold(q))
    if not plain:
        return ()
    found = (agency_id for name, ids in ids_by_name().items() if plain in name for agency_id in ids)
    return tuple(dict.fromkeys(found))[:most]


def regions_view(named: Sequence[Named], lang: Lang, href: NameLink) -> tuple[RegionView, ...]:
    """All provinces by region, each region in the order of the alphabet, with the number of articles."""
    counts = {one.name: one.pages for one in named}
    return tuple(
        RegionView(
            say(lang, f"region_{region}"),
            tuple(
                sorted(
                    (
                        NameCount(called(entry, lang), href(entry.name_th), counts.get(entry.name_th, 0))
                        for entry in province_entries()
                        if entry.region == region
                    ),
                    key=lambda one: collation_key(one.name),
                )
            ),
        )
        for region in REGIONS
    )


def province_view(entry: Province, news: News | None, lang: Lang, hrefs: Mapping[str, NameLink]) -> ProvinceView:
    """The page of one province."""
    office = "bma" if entry.id == "bangkok" else f"province-{entry.id}"
    near = (e for e in province_entries() if e.region == entry.region and e.id != entry.id)
    return ProvinceView(
        name=called(entry, lang),
        other=entry.name_th if lang == "en" else entry.name_en,
        other_lang="th" if lang == "en" else "en",
        region=say(lang, f"region_{entry.region}"),
        office=NamePage(name_in("agency", office, registry()[office].name_th, lang), hrefs["agency"](office))
        if office in registry()
        else None,
        near=tuple(
            sorted(
                (NamePage(called(e, lang), hrefs["province"](e.name_th)) for e in near),
                key=lambda p: collation_key(p.name),
            )
        ),
        news=news,
        agencies=beside(news, "agency", lang, hrefs["agency"], without=office),
        people=beside(news, "person", lang, hrefs["person"]),
    )


def called(entry: Province, lang: Lang) -> str:
    """The name of a province in the language of the page."""
    return entry.name_en if lang == "en" else entry.name_th


def nearest_provinces(typed: str) -> tuple[str, ...]:
    """The Thai names of the provinces that are written most like *typed*."""
    wanted = squash(fold(typed))[:40]
    forms = {squash(fold(form)): e.name_th for e in province_entries() for form in (e.name_th, e.name_en)}
    near = get_close_matches(wanted, forms, NEAREST, NEAR_ENOUGH)
    return tuple(dict.fromkeys(forms[form] for form in near))


def _steps(numbers: Sequence[int], page: int, link: Callable[[int], str]) -> list[Step]:
    """Links to the pages *numbers*, with a gap where some are left out."""
    steps: list[Step] = []
    before = 0
    for number in numbers:
        if number > before + 1:
            steps.append(Step(0, ""))
        steps.append(Step(number, link(number), current=number == page))
        before = number
    return steps
