"""What the page of an agency shows: its names, where it belongs, who held its posts by which pages, its news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.extract.agency_registry import AgencyEntry, display_name, kin, registry
from corpus.tenures import SURE, Tenure, by_role, told_misspelt
from corpus.thai.collate import collation_key
from corpus.thai.era import BUDDHIST
from search_web.filters import show_year
from search_web.names_view import Axis, NameCount, NameLink, News, PostView, beside, post_view
from search_web.text import Lang, count, say

MOST_ROLES = 14
OPEN_ROLES = 4  # that are seen at once; the rest stands behind "show more"
MOST_HOLDERS = 14  # of one role, those of most pages
MOST_RARE = 12  # of one role, those of few pages
ENOUGH = 2  # pages that name a holder where others are named by SURE and more: one alone is often misread
DEEPEST = 6  # bodies over one another
MOST_CHILDREN = 80
MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class NamePage:
    """A name with the page of it."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class RoleView:
    """One post at the agency with its holders; ``rare`` are names that few articles give, ``rare_text`` counts them."""

    name: str
    holders: tuple[PostView, ...]
    rare: tuple[PostView, ...]
    rare_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyView:
    """Everything on the page of an agency; of one that is not listed only the name is known, and what pages say."""

    id: str
    name: str
    other: str
    other_lang: Lang
    is_listed: bool
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    years: str
    parents: tuple[NamePage, ...]
    before: tuple[NamePage, ...]
    after: tuple[NamePage, ...]
    children: tuple[NamePage, ...]
    children_text: str
    roles: tuple[RoleView, ...]
    more_roles: tuple[RoleView, ...]
    ticks: tuple[tuple[str, float], ...]
    complete: bool
    news: News | None
    agencies: tuple[NameCount, ...]
    people: tuple[NameCount, ...]
    provinces: tuple[NameCount, ...]


def agency_view(
    agency_id: str,
    name: str,
    tenures: Sequence[Tenure],
    news: News | None,
    lang: Lang,
    *,
    complete: bool,
    hrefs: Mapping[str, NameLink],
) -> AgencyView:
    """The page of one agency; *name* is what pages call one that is not listed, *hrefs* make addresses by facet."""
    entry = registry().get(agency_id) or AgencyEntry(id=agency_id, name_th=name, name_en="")
    names = (entry.name_en, entry.name_th) if lang == "en" and entry.name_en else (entry.name_th, entry.name_en)
    shown = [_parted(holders) for _, holders in by_role(tenures)[:MOST_ROLES]]
    axis = Axis.of(tenure for holders, _ in shown for tenure in holders)
    roles = tuple(_role(holders, rare, axis, lang, hrefs) for holders, rare in shown)
    children = _children(agency_id, lang, hrefs["agency"])
    return AgencyView(
        id=agency_id,
        name=names[0],
        other=names[1],
        other_lang="th" if lang == "en" else "en",
        is_listed=agency_id in registry(),
        abbreviations=entry.abbreviations[:MOST_NAMES],
        aliases=entry.aliases[:MOST_NAMES],
        former=entry.former[:MOST_NAMES],
        years=_years(entry, lang),
        parents=tuple(_parents(entry, lang, hrefs["agency"])),
        before=_pages((i for i in kin(agency_id) if i != entry.successor), lang, hrefs["agency"]),
        after=_pages((i for i in kin(agency_id) if i == entry.successor), lang, hrefs["agency"]),
        children=children[:MOST_CHILDREN],
        children_text=count(lang, "agency_children", len(children)),
        roles=roles[:OPEN_ROLES],
        more_roles=roles[OPEN_ROLES:],
        ticks=axis.ticks(lang) if axis else (),
        complete=complete,
        news=news,
        agencies=beside(news, "agency", lang, hrefs["agency"], without=agency_id),
        people=beside(news, "person", lang, hrefs["person"]),
        provinces=beside(news, "province", lang, hrefs["province"]),
    )


def _parted(holders: Sequence[Tenure]) -> tuple[tuple[Tenure, ...], tuple[Tenure, ...]]:
    """The holders of one role whom enough pages name, in their order, and the others, those of most pages first."""
    most = max(len(tenure.pages) for tenure in holders)
    told = told_misspelt(holders)
    fast = [t for t in told if not t.like and (most < SURE or len(t.pages) >= ENOUGH)]
    kept = {id(t) for t in sorted(fast, key=lambda t: -len(t.pages))[:MOST_HOLDERS]}
    rare = sorted((t for t in told if id(t) not in kept), key=lambda t: -len(t.pages))
    return tuple(t for t in fast if id(t) in kept), tuple(rare)


def _role(
    holders: Sequence[Tenure], rare: Sequence[Tenure], axis: Axis | None, lang: Lang, hrefs: Mapping[str, NameLink]
) -> RoleView:
    def view(tenure: Tenure, along: Axis | None) -> PostView:
        return post_view(tenure, along, lang, name=tenure.name, href=hrefs["person"](tenure.person_id))

    return RoleView(
        name=str((*holders, *rare)[0].post),
        holders=tuple(view(t, axis) for t in holders),
        rare=tuple(view(t, None) for t in rare[:MOST_RARE]),
        rare_text=count(lang, "holders_rare", len(rare)),
    )


def _years(entry: AgencyEntry, lang: Lang) -> str:
    first, last = (show_year(y, lang) if y else "" for y in (entry.valid_from, entry.valid_to))
    if first and last:
        return say(lang, "agency_from_to", first=first, last=last)
    if first:
        return say(lang, "agency_from", year=first)
    return say(lang, "agency_to", year=last) if last else ""


def _parents(entry: AgencyEntry, lang: Lang, href: NameLink) -> Iterable[NamePage]:
    """The bodies over *entry*, the highest first."""
    found: list[str] = []
    above = entry.parent
    while above in registry() and above not in found and len(found) < DEEPEST:
        found.append(above)
        above = registry()[above].parent
    return _pages(reversed(found), lang, href)


def _children(agency_id: str, lang: Lang, href: NameLink) -> tuple[NamePage, ...]:
    """The listed bodies under it, in the order of the alphabet; provinces and programmes are left out."""
    under = (e.id for e in registry().values() if e.parent == agency_id and not e.acting)
    return tuple(sorted(_pages(under, lang, href), key=lambda page: collation_key(page.name)))


def _pages(ids: Iterable[str], lang: Lang, href: NameLink) -> tuple[NamePage, ...]:
    return tuple(NamePage(display_name(i, lang), href(i)) for i in ids)


def years_of(entry: AgencyEntry) -> tuple[int | None, int | None]:
    """The years in which a body began and ended, in the common era, for programs."""
    first, last = entry.valid_from, entry.valid_to
    return (first - BUDDHIST if first else None, last - BUDDHIST if last else None)
