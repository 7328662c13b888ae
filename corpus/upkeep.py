"""Whether the sites of the archive are looked after: runs that failed, missed slots, a contact, pages held back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from corpus.findings import Finding, plural
from corpus.lateness import late, profile_of, scheduled_names
from corpus.records import Run
from corpus.settings import Settings
from corpus.sites import Site
from corpus.store import Store, open_store
from corpus.timetable import own_time


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
        sites = (profile_of(store, settings, name) for name in names or scheduled_names(store, settings))
        found = next((text for site in sites if site and (text := without_contact(site, settings))), "")
    return f"{found}; {CONTACT}" if found else ""


CONTACT = 'write contact = "you@agency.go.th" into khlang.toml'


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
        site = profile_of(store, settings, name)
        if site is None:
            continue
        if missed := late(store, site, now):
            text = f"{plural(missed.missed, 'slot')} of {site.name} passed and nothing ran, the newest of them at"
            yield Finding("warning", f"{text} {own_time(missed.newest)}", repair)


def _alone(store: Store, settings: Settings, crawls: dict[str, Run | None]) -> Iterator[Finding]:
    for name in crawls:
        site = profile_of(store, settings, name)
        if site is not None and (text := without_contact(site, settings)):
            yield Finding("warning", text, CONTACT)


def _held(store: Store) -> Iterator[Finding]:
    for name, number in store.held_pages().items():
        yield Finding(
            "warning",
            f"{plural(number, 'page')} of {name} {'was' if number == 1 else 'were'} refused for not fitting the layout",
            f"correct the profile, then: khlang reread {name}",
        )
