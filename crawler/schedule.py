"""Leaving it alone: which sites' slots are due, and running each of them once.

1. A slot is a moment of a site's timetable (:mod:`corpus.timetable`). The newest one that has passed is due unless a
   run claimed it; older ones nobody ran at are made up for by it, so that a machine that was off catches up once.
2. The run claims its slot in the transaction that begins it. Two processes that see the same slot as due get one run.
3. A run that crashed leaves its slot to another attempt, which continues it, after a pause that doubles; after
   :data:`MOST_CRASHES` the slot is given up and the next one is waited for. A run that was stopped in order leaves its
   slot to the next attempt without a pause. A run that failed has used its slot: the site is left alone until the next.
   What happened at a time that is still to come happened under a wrong clock, and puts nothing off.
4. A site that asked to be left alone (Retry-After) has its turn after that; the slot is put off, and not used.
5. A site is never visited by two runs at once, whoever began the other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from corpus.errors import NewsError, SlotTaken
from corpus.intake import open_in_turn
from corpus.records import Progress, Run, no_progress
from corpus.settings import Settings
from corpus.sites import Site, load_site, site_names
from corpus.store import Store, open_store
from corpus.store_slots import Claim, Slot
from corpus.timetable import local_time, missed_slots, newest_slot, next_slot, slot_moment, slot_name
from crawler.closed import Closed, closed, told
from crawler.run import crawl

MOST_CRASHES = 5  # attempts that may crash at one slot
PAUSE = timedelta(minutes=5)  # from the first attempt to the second, doubled for each one after it

Clock = Callable[[], datetime]
State = Literal["due", "paused", "running", "waiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where one site stands in its timetable. ``slot`` is the one to run at, where the state is ``due``; ``at`` is
    when something is to be done next.
    """

    site: Site
    state: State
    at: datetime
    why: str
    slot: Slot | None = None
    last: Run | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What came of one turn: a run, or the problem for which there is none. ``claim`` is the slot it had."""

    site: str
    run: Run | None = None
    claim: Claim | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """What the catalogue knows of the runs of one site."""

    claim: Claim | None = None
    claimed_by: Run | None = None
    crashes: int = 0
    last: Run | None = None
    at_work: int | None = None
    shut: Closed | None = None


def utc_now() -> datetime:
    """The clock that is used where a test gives no other."""
    return datetime.now(UTC)


def scheduled_sites(settings: Settings) -> tuple[list[Site], list[Ended]]:
    """The sites that the schedule visits, and the problems of those whose profile cannot be used."""
    names = [name.strip() for name in settings.schedule.split(",") if name.strip()]
    kept: dict[str, Site] = {}
    if not names and settings.catalogue.exists():
        with open_store(settings, readonly=True) as store:
            names = list(store.crawled_sites())
            kept = {site.name: site for site in store.sites()}
    sites, problems = [], []
    known = site_names(settings.sites)
    for name in names:
        try:
            # A profile that has a name may be newer than the one that the last crawl was begun with.
            mine = name in kept and name not in known
            sites.append(kept[name] if mine else load_site(name, settings.sites))
        except NewsError as e:
            problems.append(Ended(site=name, problem=str(e)))
    return sites, problems


def turns(settings: Settings, now: datetime) -> tuple[list[Turn], list[Ended]]:
    """Where each scheduled site stands at *now*, and the sites whose profile cannot be used."""
    sites, problems = scheduled_sites(settings)
    return [turn_of(site, settings, now) for site in sites], problems


def turn_of(site: Site, settings: Settings, now: datetime) -> Turn:
    """Where one site stands at *now*."""
    if not settings.catalogue.exists():
        return look(site, now, _Past())
    with open_store(settings, readonly=True) as store:
        return look(site, now, _past(store, site.name, now))


def _past(store: Store, site: str, now: datetime) -> _Past:
    claim = store.last_claim(site, now)
    return _Past(
        claim=claim,
        claimed_by=store.run(claim.run) if claim else None,
        crashes=store.crashes(site, claim.slot.name) if claim else 0,
        last=store.last_crawl(site),
        at_work=store.at_work(site),
        shut=closed(store, site, now),
    )


def look(site: Site, now: datetime, past: _Past) -> Turn:
    """Where a site stands at *now* with that past; pure."""
    plan = site.schedule
    newest, upcoming = newest_slot(plan, now), next_slot(plan, now)

    def turn(state: State, at: datetime, why: str, slot: Slot | None = None) -> Turn:
        return Turn(site=site, state=state, at=at, why=why, slot=slot, last=past.last)

    if past.at_work is not None:
        return turn("running", now, f"run {past.at_work} is at work")
    if past.shut is not None:
        return turn("paused", past.shut.until, told(past.shut, site))
    if past.claim is not None and slot_moment(past.claim.slot.name) >= newest:
        return _again(past, now, upcoming, turn)
    if past.claim is not None:
        missed = missed_slots(plan, slot_moment(past.claim.slot.name), newest)
        why = f"its slot of {local_time(newest)} has passed"
        more = f", and {missed} before it that nothing ran at" if missed else ""
        return turn("due", newest, why + more, Slot(name=slot_name(newest), missed=missed))
    if past.last is None:
        return turn("due", newest, "it was never crawled", Slot(name=slot_name(newest)))
    if past.last.started < newest or past.last.started > now:
        return turn("due", newest, f"its slot of {local_time(newest)} has passed", Slot(name=slot_name(newest)))
    return turn("waiting", upcoming, f"crawled by hand in run {past.last.id}")


def _again(past: _Past, now: datetime, upcoming: datetime, turn: Callable[..., Turn]) -> Turn:
    """The newest slot was claimed: is there another attempt to make?"""
    claim, run = past.claim, past.claimed_by
    if claim is None or run is None:
        raise RuntimeError("a claim without a run is not in any catalogue")
    slot = Slot(name=claim.slot.name, attempt=claim.slot.attempt + 1, missed=claim.slot.missed)
    if claim.left_off:
        return turn("due", now, f"run {run.id} was stopped before its end", slot)
    if run.status != "crashed":
        return turn("waiting", upcoming, f"run {run.id} of its newest slot ended: {run.status}")
    crashes = past.crashes
    if crashes >= MOST_CRASHES:
        return turn("waiting", upcoming, f"{crashes} runs of its newest slot crashed, the last one run {run.id}")
    again = claim.at + PAUSE * 2 ** (crashes - 1) if claim.at <= now else now
    why = f"run {run.id} crashed and is to be continued (attempt {slot.attempt})"
    return turn("due" if now >= again else "paused", again, why, slot)


def run_due(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    stopped: Callable[[], bool] = lambda: False,
    progress: Progress = no_progress,
) -> Iterator[Ended]:
    """Run every due slot once, one site after another; what came of each, as it ends.

    A site that fails does not keep the others from their turn; *stopped* says that no other is to be begun, and that
    the one under way was ended before its time. Raises ``StoreProblem`` where the catalogue cannot
    be opened.
    """
    yield from _crashed(settings)
    sites, problems = scheduled_sites(settings)
    yield from problems
    for site in sites:
        if stopped():
            return
        turn = turn_of(site, settings, clock())  # the site before may have taken hours
        if turn.state == "due" and turn.slot is not None:
            ended = _take(turn.site, turn.slot, settings, clock(), stopped, progress)
            if ended is not None:
                yield ended


def _crashed(settings: Settings) -> Iterator[Ended]:
    """Note runs whose process is gone; each scheduled one is told of once."""
    if not settings.catalogue.exists():
        return
    with open_store(settings, readonly=True) as store:
        if not store.dead_runs():
            return
    with open_in_turn(settings) as store:
        crashed = [(store.run(run_id), store.claim_of(run_id)) for run_id in store.close_crashed_runs()]
    yield from (Ended(site=run.site, run=run, claim=claim) for run, claim in crashed if run and claim)


def _take(
    site: Site, slot: Slot, settings: Settings, now: datetime, stopped: Callable[[], bool], progress: Progress
) -> Ended | None:
    """Run one slot; None where another process was faster."""
    try:
        run = crawl(site, settings, due=now, slot=slot, progress=progress, stopped=stopped)
    except SlotTaken:
        return None
    except NewsError as e:
        return Ended(site=site.name, problem=str(e))
    except Exception:
        # A bug that one site's pages bring to light must not keep the others from being visited.
        logging.getLogger(__name__).exception("the crawl of %s broke", site.name)
        with open_in_turn(settings) as store:
            store.give_up_own_runs()
        return Ended(site=site.name, problem=f"the crawl of {site.name} broke: an error of the program, see above")
    with open_in_turn(settings) as store:
        if stopped() and run.status == "partial":
            store.leave_off(run.id)
        return Ended(site=site.name, run=run, claim=store.claim_of(run.id))
