"""Which page is due for another look, decided from its own history.

1. A page that changed before: its rate of change is estimated from how many looks found another content. Looks see
   at most one change each, so that counting changes alone is too low; the estimator corrects for it (Cho and
   Garcia-Molina, "Estimating frequency of change", ACM TOIT 3(3), 2003, section 4.2: ``-log((n - X + 0.5)/(n + 0.5))``
   changes per interval for X changes in n looks).
2. A page that never changed: it was the same for all the time that it is known, so its rate is taken to be one change
   in that time at most. The time is counted from its publication where that is known: an article of 2008 that came
   into the archive yesterday is an old page.
3. Either rate gives the time after which the chance of a change reaches :data:`CHANCE` (changes as a Poisson process),
   kept within the plan's bounds.
4. A page that is missing, or at whose address something else came than the page (a failure, a redirect, a page that is
   refused), is asked for again each time that this lasts twice as long, up to :data:`LOST` days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from corpus.store_visits import Visit
from corpus.timetable import Schedule

CHANCE = 1 / 3  # a look is worth a request when one in three of them brings something new
LOST = 365.0  # days between two requests for a page that is gone, at most
DAY = timedelta(days=1)
EARLY = 0.25  # share of the interval by which a look may come early: a daily crawl meets a page an hour sooner or later

Kind = Literal["changing", "unchanged", "missing", "failing", "clock"]


@dataclass(frozen=True, slots=True)
class Due:
    """Whether a page is due, from which moment on, and a sentence that says why. ``kind`` groups the reasons."""

    due: bool
    at: datetime
    why: str
    kind: Kind


def decide(visit: Visit, now: datetime, plan: Schedule) -> Due:
    """Whether the page of *visit* is worth a request at *now*; pure, and right for any history."""
    last = _last_look(visit)
    if last > now + DAY:
        return Due(True, now, f"its last look is dated {last:%Y-%m-%d}, in the future", "clock")
    kind, days, history = _interval(visit, plan)
    at = _later(last, days * (1 - EARLY))
    ago = max(0.0, (now - last) / DAY)
    return Due(now >= at, at, f"{history}; looked at every {_days(days)}; last look {_days(ago)} ago", kind)


def _interval(visit: Visit, plan: Schedule) -> tuple[Kind, float, str]:
    """The days between two looks, and what they follow from."""
    if (since := visit.missing_since or visit.failing_since) is not None:
        missing = max(0.0, (_last_look(visit) - since) / DAY)
        days = min(max(missing, plan.shortest), max(LOST, plan.longest))
        if visit.missing_since is None:
            return "failing", days, f"not answered with its page since {since:%Y-%m-%d}"
        return "missing", days, f"missing since {since:%Y-%m-%d}"
    if visit.changes > 0:
        watched = max(0.0, (visit.checked - visit.first_seen) / DAY)
        days = _bounded(_wait(_rate(visit, watched)), plan)
        times = "once" if visit.changes == 1 else f"{visit.changes} times"
        return "changing", days, f"changed {times} in {_days(watched)}"
    quiet = max(0.0, (visit.checked - _begin(visit)) / DAY)
    history = f"the same for {_days(quiet)}" if quiet * 24 >= 1 else "seen once" if visit.checks <= 1 else "new"
    return "unchanged", _bounded(_wait(1 / quiet if quiet else math.inf), plan), history


def _last_look(visit: Visit) -> datetime:
    """The newest look, answered or not."""
    return max(visit.checked, visit.tried or visit.checked)


def _rate(visit: Visit, watched: float) -> float:
    """Changes a day, estimated from the looks after the first one."""
    looks = max(1, visit.checks - 1, visit.changes)
    if watched <= 0:
        return math.inf
    return -math.log((looks - visit.changes + 0.5) / (looks + 0.5)) * looks / watched


def _wait(rate: float) -> float:
    """Days until the chance of a change has reached :data:`CHANCE`, at so many changes a day."""
    return -math.log(1 - CHANCE) / rate if rate > 0 else math.inf


def _bounded(days: float, plan: Schedule) -> float:
    return min(max(days, plan.shortest), plan.longest)


def _begin(visit: Visit) -> datetime:
    """From when on the page is known to have been as it is."""
    if visit.dated is None:
        return visit.first_seen
    return min(visit.first_seen, datetime.combine(visit.dated, time(), tzinfo=UTC))


def _later(moment: datetime, days: float) -> datetime:
    try:
        return moment + timedelta(days=days)
    except OverflowError:  # only a date at the very end of the calendar gets here
        return datetime.max.replace(tzinfo=UTC)


def _days(days: float) -> str:
    """A time span as people say it.

    >>> _days(0.2), _days(1), _days(6.4), _days(800)
    ('5 hours', '1 day', '6 days', '2.2 years')
    """
    hours = round(days * 24)
    if hours < 24:
        return "1 hour" if hours == 1 else f"{hours} hours"
    if round(days) < 730:
        return "1 day" if round(days) == 1 else f"{round(days)} days"
    return f"{days / 365.25:.1f} years"
