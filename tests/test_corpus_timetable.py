"""Slots: the moments of a timetable, in zones with and without daylight saving."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.timetable as timetable
from corpus.errors import SiteProblem
from corpus.sites import build_site
from corpus.timetable import (
    WEEKDAYS,
    Schedule,
    in_zone,
    missed_slots,
    newest_slot,
    next_slot,
    slot_moment,
    slot_name,
    zone_of,
)

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
PLANS = st.builds(
    Schedule,
    at=st.lists(CLOCKS, min_size=1, max_size=4).map(tuple),
    days=st.lists(st.sampled_from(WEEKDAYS), max_size=3).map(tuple),
    zone=st.sampled_from(("Asia/Bangkok", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "-03:30")),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def names(plan: Schedule, start: str, end: str) -> list[str]:
    """All slots between two moments, as next_slot gives them one after the other."""
    found, moment = [], utc(start)
    while (moment := next_slot(plan, moment)) <= utc(end):
        found.append(slot_name(moment))
    return found


def test_a_slot_is_the_clock_time_of_the_site_and_not_of_the_machine() -> None:
    plan = Schedule()
    assert slot_name(newest_slot(plan, utc("2026-11-20T19:30"))) == "2026-11-21T02:30+07:00"
    assert slot_name(newest_slot(plan, utc("2026-11-20T19:29"))) == "2026-11-20T02:30+07:00"
    assert slot_name(next_slot(plan, utc("2026-11-20T19:30"))) == "2026-11-22T02:30+07:00"
    assert in_zone(utc("2026-11-20T19:30"), plan) == "2026-11-21 02:30 +07:00"


def test_weekdays_and_several_clock_times() -> None:
    plan = Schedule(at=("14:00", "02:30"), days=("mon", "thu"))
    assert names(plan, "2026-11-21T00:00", "2026-11-27T00:00") == [
        "2026-11-23T02:30+07:00", "2026-11-23T14:00+07:00", "2026-11-26T02:30+07:00", "2026-11-26T14:00+07:00",
    ]  # fmt: skip


def test_a_slot_in_the_hour_that_a_clock_put_forward_leaves_out_comes_an_hour_later() -> None:
    plan = Schedule(zone="Europe/Berlin")
    assert names(plan, "2026-03-28T00:00", "2026-03-30T12:00") == [
        "2026-03-28T02:30+01:00", "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00",
    ]  # fmt: skip


def test_two_slots_that_a_clock_put_forward_makes_one_are_one() -> None:
    plan = Schedule(at=("02:30", "03:30"), zone="Europe/Berlin")
    assert names(plan, "2026-03-29T00:00", "2026-03-29T12:00") == ["2026-03-29T03:30+02:00"]


def test_a_slot_in_the_hour_that_comes_twice_comes_once() -> None:
    plan = Schedule(zone="Europe/Berlin")
    assert names(plan, "2026-10-24T12:00", "2026-10-26T12:00") == ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]


@given(PLANS, MOMENTS)
def test_the_newest_slot_has_come_the_next_has_not_and_none_lies_between(plan: Schedule, now: datetime) -> None:
    newest, upcoming = newest_slot(plan, now), next_slot(plan, now)
    assert newest.astimezone(UTC) <= now < upcoming.astimezone(UTC)
    assert next_slot(plan, newest.astimezone(UTC)).astimezone(UTC) == upcoming.astimezone(UTC)
    assert missed_slots(plan, newest, upcoming) == 0
    assert slot_moment(slot_name(newest)).astimezone(UTC) == newest.astimezone(UTC)


@given(PLANS, MOMENTS, st.integers(0, 12))
def test_missed_slots_are_those_between(plan: Schedule, now: datetime, count: int) -> None:
    last = newest_slot(plan, now)
    newest = last
    for _ in range(count + 1):
        newest = next_slot(plan, newest)
    assert missed_slots(plan, last, newest) == count


def test_a_long_pause_is_counted_up_to_a_bound() -> None:
    now = utc("2026-11-21T00:00")
    assert (
        missed_slots(Schedule(), now - timedelta(days=40_000), newest_slot(Schedule(), now)) == timetable.MOST_COUNTED
    )


def test_bangkok_needs_no_zone_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(timetable, "ZoneInfo", absent)
    assert zone_of("Asia/Bangkok").utcoffset(None) == timedelta(hours=7)
    with pytest.raises(ValueError, match=r"Europe/Berlin.*give an offset"):
        zone_of("Europe/Berlin")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("at", []),
        ("at", ["2:30"]),
        ("at", ["24:00"]),
        ("days", ["monday"]),
        ("zone", "Asia/Krungthep"),
        ("zone", "../etc/passwd"),
        ("zone", "Asia"),
        ("zone", ""),
        ("zone", "+25:00"),
        ("shortest", 0),
        ("shortest", float("nan")),
        ("longest", 0.5),
        ("longest", 10_000),
        ("every", "day"),
        ("at", "02:30"),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused_with_its_value(key: str, value: object) -> None:
    with pytest.raises(SiteProblem, match=rf"x\.toml: \[schedule\].*{key}"):
        build_site({"name": "x", "title_th": "x", "title_en": "x", "schedule": {key: value}}, "x.toml")


def test_a_profile_says_when_its_site_is_visited() -> None:
    site = build_site(
        {"name": "x", "title_th": "x", "title_en": "x", "schedule": {"at": ["06:00"], "longest": 30}}, "x.toml"
    )
    assert site.schedule == Schedule(at=("06:00",), longest=30)
