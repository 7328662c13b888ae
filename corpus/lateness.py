"""Which sites are to be visited, and whether one was not visited when its timetable says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.errors import SiteProblem
from corpus.settings import Settings
from corpus.sites import Site, load_site, site_names
from corpus.store_slots import Slots
from corpus.timetable import missed_slots, newest_slot, slot_moment

GRACE = timedelta(days=1)  # a slot may be late for so long: a machine that is off at night, a site that is closed


@dataclass(frozen=True, slots=True)
class Late:
    """How many slots of a site passed and nothing ran, and the newest of them."""

    missed: int
    newest: datetime


def scheduled_names(store: Slots, settings: Settings) -> tuple[str, ...]:
    """The sites of the setting ``schedule``; without it those that a whole crawl has brought articles of."""
    named = tuple(name.strip() for name in settings.schedule.split(",") if name.strip())
    return named or store.crawled_sites()


def profile_of(store: Slots, settings: Settings, name: str) -> Site | None:
    """The profile of a site; None where it cannot be used any more, which the schedule tells of."""
    try:
        kept = None if name in site_names(settings.sites) else store.site(name)
        return kept or load_site(name, settings.sites)
    except SiteProblem:
        return None


def late(store: Slots, site: Site, now: datetime) -> Late | None:
    """What was missed of the timetable of *site*; None where nothing was.

    Nothing was where the site was not begun yet, is being crawled, or asked to be left alone for now.
    """
    last, claim = store.last_crawl(site.name), store.last_claim(site.name, now)
    if last is None or last.counts.get("closed_until", 0) > now.timestamp():
        return None
    since = max(last.started, slot_moment(claim.slot.name)) if claim else last.started
    newest = newest_slot(site.schedule, now - GRACE)
    if since >= newest or last.status == "running":
        return None
    return Late(1 + missed_slots(site.schedule, since, newest), newest)
