"""How many pages of a site are due, and why: what ``khlang due`` tells beside the slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from corpus.errors import SiteProblem
from corpus.records import to_plain
from corpus.settings import Settings
from corpus.sites import NAME, load_site
from corpus.store import open_store
from corpus.store_visits import Visit
from corpus.timetable import Schedule, local_time, next_slot
from crawler.revisit import Due, Kind, decide
from crawler.schedule import Clock, Turn, turns, utc_now

LABELS: dict[Kind, str] = {
    "changing": "changed before",
    "unchanged": "never changed, due all the same",
    "missing": "missing, asked for again",
    "failing": "not answered with the page, asked for again",
    "clock": "last look in the future",
}


@dataclass(frozen=True, slots=True)
class DuePage:
    """An address that is due, and the decision on it."""

    url: str
    due: Due


@dataclass(slots=True)
class Pages:
    """The pages of one site at one moment: how many are known, how many due by kind, and some of each kind.

    An article at two addresses is two pages: each may change or vanish by itself, so each is looked at. ``articles``
    counts it once.
    """

    known: int = 0
    articles: int = 0
    by_kind: dict[Kind, int] = field(default_factory=dict)
    examples: list[DuePage] = field(default_factory=list)

    @property
    def due(self) -> int:
        """How many pages are due."""
        return sum(self.by_kind.values())


def pages_due(visits: Iterable[Visit], now: datetime, plan: Schedule, most: int | None) -> Pages:
    """What is due of *visits* at *now*, with *most* examples of each kind (None for all).

    *visits* are those of articles: lists are read at every crawl, documents with the article that links them.
    """
    pages = Pages()
    for visit in visits:
        pages.known += 1
        if (due := decide(visit, now, plan)).due:
            count = pages.by_kind.get(due.kind, 0)
            pages.by_kind[due.kind] = count + 1
            if most is None or count < most:
                pages.examples.append(DuePage(visit.url, due))
    return pages


@dataclass(frozen=True, slots=True)
class DueSite:
    """Where a site stands in its timetable, when its next slot is, and which of its pages are due."""

    turn: Turn
    next_slot: datetime
    pages: Pages

    def to_json(self) -> Iterator[dict[str, Any]]:
        """A line for the site, then one for each page that is shown."""
        turn, last = self.turn, self.turn.last
        yield {
            "type": "site",
            "site": turn.site.name,
            "state": turn.state,
            "why": turn.why,
            "slot": turn.slot.name if turn.slot else None,
            "attempt": turn.slot.attempt if turn.slot else None,
            "missed_slots": turn.slot.missed if turn.slot else None,
            "next_slot": to_plain(self.next_slot),
            "last_run": last.id if last else None,
            "last_status": last.status if last else None,
            "last_started": to_plain(last.started) if last else None,
            "pages": self.pages.known,
            "articles": self.pages.articles,
            "due": self.pages.due,
            "by_reason": dict(self.pages.by_kind),
        }
        for page in self.pages.examples:
            yield {
                "type": "page",
                "site": turn.site.name,
                "url": page.url,
                "reason": page.due.kind,
                "since": to_plain(page.due.at),
                "why": page.due.why,
            }


def due_sites(
    settings: Settings, site: str | None = None, most: int | None = 3, *, clock: Clock = utc_now
) -> Iterator[DueSite]:
    """Every scheduled site, or the one of that name or profile path, with *most* pages for each reason (None for all).

    Raises :class:`SiteProblem` for a site that is not scheduled and for a profile that cannot be used.
    """
    now = clock()
    found, problems = turns(settings, now)
    if problems:
        raise SiteProblem(problems[0].problem)
    if site is not None and not NAME.fullmatch(site):
        site = load_site(site, settings.sites).name
    names = ", ".join(turn.site.name for turn in found)
    found = [turn for turn in found if site in (None, turn.site.name)]
    if site is not None and not found:
        raise SiteProblem(f"the site {site!r} is not scheduled; scheduled are: {names or 'none'}")
    for turn in found:
        plan, pages = turn.site.schedule, Pages()
        if settings.catalogue.exists():
            with open_store(settings, readonly=True) as store:
                looks = (store.visit(url) for url in store.last_addresses(turn.site.name))
                pages = pages_due((visit for visit in looks if visit), now, plan, most)
                pages.articles = store.article_count(turn.site.name)
        yield DueSite(turn, next_slot(plan, now), pages)


def describe(site: DueSite) -> Iterator[str]:
    """The lines for people on one site."""
    turn, pages = site.turn, site.pages
    yield f"{turn.site.name}: {'due now' if turn.state == 'due' else turn.state}: {turn.why}"
    if turn.state == "paused":
        yield f"  again      {local_time(turn.at)}"
    yield f"  next slot  {local_time(site.next_slot)}"
    if turn.last:
        yield f"  last run   {turn.last.id}, {local_time(turn.last.started)}: {turn.last.status}"
    yield f"  addresses  {pages.due:,} of {pages.known:,} due, of {pages.articles:,} articles"
    for kind, count in pages.by_kind.items():
        yield f"{count:>9,}  {LABELS[kind]}"
        for page in pages.examples:
            if page.due.kind == kind:
                yield f"           {page.url}"
                yield f"             {page.due.why}"
