"""The timetable of a site: at which moments it is visited, in its own time zone.

A slot is one such moment, written with its offset to the minute: ``2026-11-21T02:30+07:00``. Where a clock is put
forward over a slot, the slot comes as much later; where it is put back, the slot comes once, the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BANGKOK = "Asia/Bangkok"  # without daylight saving; +07:00 since 1920, so it needs no zone data
MOST_COUNTED = 1000  # slots that a long pause is counted up to

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a site is visited, and how often each of its pages is looked at again.

    ``at`` are clock times in ``zone`` (a name like ``Asia/Bangkok`` or an offset like ``+07:00``); ``days`` are
    weekdays, none for every day. A page is looked at again after ``shortest`` days at the earliest and, while it is
    there, after ``longest`` days at the latest.
    """

    at: tuple[str, ...] = ("02:30",)
    days: tuple[str, ...] = ()
    zone: str = BANGKOK
    shortest: float = 1.0
    longest: float = 90.0

    def fault(self) -> str:
        """What is wrong with the values, as "key is value; give …"; ``""`` where nothing is."""
        if not self.at or not all(_CLOCK.fullmatch(text) for text in self.at):
            return f"at is {list(self.at)!r}; give clock times such as 02:30"
        if wrong := [day for day in self.days if day not in WEEKDAYS]:
            return f"days has {wrong[0]!r}; give weekdays: {', '.join(WEEKDAYS)}"
        if not 0 < self.shortest <= self.longest <= 3650:  # refuses nan too
            return f"shortest is {self.shortest} and longest {self.longest}; give days, 0 < shortest <= longest <= 3650"
        try:
            zone_of(self.zone)
        except ValueError as e:
            return str(e)
        return ""


def zone_of(name: str) -> tzinfo:
    """The time zone of that name or offset; raises ValueError with a sentence for one that is not known here."""
    if offset := _OFFSET.fullmatch(name):
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-span if offset[1] == "-" else span)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        if name == BANGKOK:
            return timezone(timedelta(hours=7), BANGKOK)
    raise ValueError(f"zone is {name!r}, which this machine does not know; give an offset such as +07:00")


def slot_name(moment: datetime) -> str:
    """How a slot is written.

    >>> slot_name(datetime(2026, 11, 21, 2, 30, tzinfo=timezone(timedelta(hours=7))))
    '2026-11-21T02:30+07:00'
    """
    return moment.isoformat(timespec="minutes")


def in_zone(moment: datetime, plan: Schedule) -> str:
    """A moment for people, in the time zone of the site.

    >>> in_zone(datetime(2026, 11, 20, 19, 30, tzinfo=UTC), Schedule())
    '2026-11-21 02:30 +07:00'
    """
    day, clock = slot_name(moment.astimezone(zone_of(plan.zone))).split("T")
    return f"{day} {clock[:5]} {clock[5:]}"


def local_time(moment: datetime) -> str:
    """A moment for people, in the time of this machine, with its offset: ``2026-11-21 02:30 +07:00``."""
    return own_time(moment.astimezone())


def own_time(moment: datetime) -> str:
    """A moment for people in its own zone, as the slots of a site are, with its offset."""
    day, clock = slot_name(moment).split("T")
    return f"{day} {clock[:5]} {clock[5:]}"


def slot_moment(name: str) -> datetime:
    """The moment of a slot that :func:`slot_name` wrote."""
    return datetime.fromisoformat(name)


def newest_slot(plan: Schedule, now: datetime) -> datetime:
    """The newest slot that is not after *now*."""
    return next(slot for slot in _slots_from(plan, now, -1) if slot <= now)


def next_slot(plan: Schedule, now: datetime) -> datetime:
    """The first slot after *now*."""
    return next(slot for slot in _slots_from(plan, now, 1) if slot > now)


def missed_slots(plan: Schedule, last: datetime, newest: datetime) -> int:
    """How many slots lie between *last*, the newest that was used, and *newest*; counted up to a bound."""
    missed = 0
    for slot in _slots_from(plan, newest, -1):
        if slot <= last or missed == MOST_COUNTED:
            break
        missed += slot < newest
    return missed


def _slots_from(plan: Schedule, now: datetime, step: int) -> Iterator[datetime]:
    """The slots around *now*, going forward from the day before it or backward from the day after it."""
    zone = zone_of(plan.zone)
    clocks = sorted(time.fromisoformat(text) for text in plan.at)
    day = now.astimezone(zone).date() - timedelta(days=step)
    seen: datetime | None = None
    while True:
        for moment in sorted({_moment(day, clock, zone) for clock in clocks}, reverse=step < 0):
            # A clock put forward can push one slot onto the next.
            if WEEKDAYS[day.weekday()] in (plan.days or WEEKDAYS) and moment != seen:
                seen = moment
                yield moment
        day += timedelta(days=step)


def _moment(day: date, clock: time, zone: tzinfo) -> datetime:
    """A clock time of a day as a moment that exists: there and back through UTC moves it out of a gap."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC).astimezone(zone)
