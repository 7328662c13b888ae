"""Whether the sites of the archive are looked after: runs that failed, missed slots, a contact, pages held back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from corpus.errors import SiteProblem
from corpus.findings import Finding, plural
from corpus.records import Run
from corpus.settings import Settings
from corpus.sites import Site, load_site, site_names
from corpus.store import Store, open_store
from corpus.timetable import missed_slots, newest_slot, own_time, slot_moment

GRACE = timedelta(days=1)  # a slot may be late for so long: a machine that is off at night, a site that is closed


def without_contact(site: Site, settings: Settings) -> str:
    """The sentence on a public site that is crawled with no contact set; ``""`` where nothing is wrong."""
    if settings.contact or site.allow_private:
        return ""
    return f"no contact is set, so the operators of {site.name} cannot reach you"


def unreachable(settings: Settings, names: Iterable[str] | None = None) -> str:
    """:func:`without_contact` of the first public site of *names*, or of the schedule; ``""`` where there is none."""
    if settings.contact or not settings.catalogue.exists():
        return ""
    with open_store(settings, readonly=True) as store:
        sites = (_profile(store, settings, name) for name in names or scheduled_names(store, settings))
        found = next((text for site in sites if site and (text := without_contact(site, settings))), "")
    return f"{found}; {CONTACT}" if found else ""


CONTACT = 'write contact = "you@agency.go.th" into khlang.toml'


def scheduled_names(store: Store, settings: Settings) -> tuple[str, ...]:
    """The sites of the setting ``schedule``; without it those that a whole crawl has brought articles of."""
    named = tuple(name.strip() for name in settings.schedule.split(",") if name.strip())
    return named or store.crawled_sites()


def look_after(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """What is wrong with the visits of each site; one finding that says so where nothing is."""
    crawls = {name: store.last_crawl(name) for name in store.visited_sites()}
    noticed = [*_ended(store, crawls), *_missed(store, settings, now), *_alone(store, settings, crawls), *_held(store)]
    yield from noticed
    if crawls and not noticed:
        yield Finding("ok", f"the newest crawl of {plural(len(crawls), 'site')} ended well, and no slot was missed")


def _ended(store: Store, crawls: dict[str, Run | None]) -> Iterator[Finding]:
    noted_elsewhere = store.dead_runs()
    for name, run in crawls.items():
        if run is None or run.id in noted_elsewhere:
            continue
        what = f"the newest crawl of {name}, run {run.id}, {run.status}: {run.message}"
        if run.status == "failed":
            yield Finding("error", what, f"khlang runs {run.id} says more; mend what it names, or wait for the next")
        elif run.status == "crashed":
            yield Finding("warning", what, f"khlang crawl {name} continues it, as the schedule does")


def _missed(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    repair = "look whether the timer, cron or khlang schedule is at work (docs/operations.md)"
    for name in scheduled_names(store, settings):
        site = _profile(store, settings, name)
        if site is None:
            continue
        last, claim = store.last_crawl(site.name), store.last_claim(site.name, now)
        if last is None or last.counts.get("closed_until", 0) > now.timestamp():
            continue  # not begun yet, or put off as the site asked
        since = max(last.started, slot_moment(claim.slot.name)) if claim else last.started
        newest = newest_slot(site.schedule, now - GRACE)
        if since < newest and last.status != "running":
            missed = 1 + missed_slots(site.schedule, since, newest)
            text = f"{plural(missed, 'slot')} of {site.name} passed and nothing ran, the newest of them at"
            yield Finding("warning", f"{text} {own_time(newest)}", repair)


def _alone(store: Store, settings: Settings, crawls: dict[str, Run | None]) -> Iterator[Finding]:
    for name in crawls:
        site = _profile(store, settings, name)
        if site is not None and (text := without_contact(site, settings)):
            yield Finding("warning", text, CONTACT)


def _held(store: Store) -> Iterator[Finding]:
    for name, number in store.held_pages().items():
        yield Finding(
            "warning",
            f"{plural(number, 'page')} of {name} {'was' if number == 1 else 'were'} refused for not fitting the layout",
            f"correct the profile, then: khlang reread {name}",
        )


def _profile(store: Store, settings: Settings, name: str) -> Site | None:
    """The profile of a site; None where it cannot be used any more, which the schedule tells of."""
    try:
        kept = None if name in site_names(settings.sites) else store.site(name)
        return kept or load_site(name, settings.sites)
    except SiteProblem:
        return None
