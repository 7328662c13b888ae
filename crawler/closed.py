"""Sites that asked to be left alone for longer than a run waits: remembered with the run that was told so.

A server says so with ``Retry-After`` (RFC 9110 section 10.2.3). Until that moment nothing of the site is asked for, by
no run: ``khlang crawl`` refuses, a schedule puts its slot off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from corpus.records import Run
from corpus.sites import Site
from corpus.store import Store
from corpus.timetable import local_time

RUNS_LOOKED_AT = 200  # those of all sites; a server cannot close a site for longer than LONGEST
LONGEST = 7 * 86_400  # seconds; a server that names a year is broken, and would lock the archive out without a word


@dataclass(frozen=True, slots=True)
class Closed:
    """A site is closed until a moment; ``run`` was told so, and its message names the host."""

    until: datetime
    run: Run


def closed(store: Store, site: str, now: datetime, source: str = "live") -> Closed | None:
    """Whether a server of *site*, or of the web archive *source*, is still to be left alone at *now*."""
    found = [
        Closed(datetime.fromtimestamp(until, UTC), run)
        for run in store.runs(RUNS_LOOKED_AT)
        if run.site == site and _source(run.command) == source and (until := run.counts.get("closed_until"))
    ]
    # Nothing is closed for longer: a later moment was reckoned with a clock that was wrong.
    found = [one for one in found if one.until <= now + timedelta(seconds=LONGEST)]
    last = max(found, key=lambda one: one.until, default=None)
    return last if last is not None and last.until > now else None


def told(shut: Closed, site: Site) -> str:
    """The fact as a sentence for people, without what to do."""
    moment = local_time(shut.until)
    return f"the site {site.name} is to be left alone until {moment}, as run {shut.run.id} was told: {shut.run.message}"


def _source(command: str) -> str:
    return command.partition(" --source ")[2].partition(" ")[0] or "live"
