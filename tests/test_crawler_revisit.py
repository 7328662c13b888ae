"""When a page is looked at again: examples of each rule, and what holds for every history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.store_visits import Visit
from corpus.timetable import Schedule
from crawler.due import pages_due
from crawler.revisit import EARLY, LOST, decide

NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
PLAN = Schedule()
DAY = timedelta(days=1)

MOMENTS = st.datetimes(timezones=st.just(UTC))
VISITS = st.builds(
    Visit,
    url=st.just("http://x/"),
    site=st.just("x"),
    article_id=st.none(),
    etag=st.just(""),
    modified=st.just(""),
    first_seen=MOMENTS,
    checked=MOMENTS,
    changed=MOMENTS,
    checks=st.integers(0, 10**6),
    changes=st.integers(0, 10**6),
    missing_since=st.none() | MOMENTS,
    dated=st.none() | st.dates(),
    tried=st.none() | MOMENTS,
    failing_since=st.none() | MOMENTS,
)
PLANS = st.tuples(st.floats(0.01, 3650), st.floats(0.01, 3650)).map(
    lambda bounds: Schedule(shortest=min(bounds), longest=max(bounds))
)


def visit(
    known: float, ago: float = 1.0, checks: int = 1, changes: int = 0, missing: float | None = None,
    dated: date | None = None,
) -> Visit:  # fmt: skip
    """A page first seen *known* days before its last look, which was *ago* days before NOW."""
    checked = NOW - ago * DAY
    first = checked - known * DAY
    return Visit(
        url="http://x/", site="x", article_id="x:1", etag="", modified="", first_seen=first, checked=checked,
        changed=first, checks=checks, changes=changes, dated=dated,
        missing_since=None if missing is None else checked - missing * DAY,
    )  # fmt: skip


def days(one: Visit, plan: Schedule = PLAN) -> float:
    """The days between two looks that follow from a history."""
    return (decide(one, NOW, plan).at - one.checked) / DAY / (1 - EARLY)


def test_a_fresh_page_is_due_at_the_next_daily_crawl_even_where_that_meets_it_sooner() -> None:
    assert decide(visit(known=0, ago=0.9), NOW, PLAN).due
    decision = decide(visit(known=0, ago=0.5), NOW, PLAN)
    assert not decision.due
    assert decision.why == "seen once; looked at every 1 day; last look 12 hours ago"


def test_an_old_page_that_came_into_the_archive_yesterday_is_old() -> None:
    old = visit(known=0, dated=date(2008, 4, 22))
    decision = decide(old, NOW, PLAN)
    assert (decision.due, decision.kind) == (False, "unchanged")
    assert days(old) == pytest.approx(PLAN.longest)
    assert decision.why == "the same for 18.6 years; looked at every 90 days; last look 1 day ago"


def test_a_date_of_publication_to_come_makes_no_page_younger_than_it_is() -> None:
    assert days(visit(known=100, dated=date(2569, 1, 1))) == days(visit(known=100))


def test_a_page_that_never_changed_is_looked_at_at_growing_distances() -> None:
    distances = [days(visit(known=known)) for known in (1, 10, 30, 100, 300)]
    assert distances[0] == PLAN.shortest
    assert distances == sorted(distances)
    assert distances[-1] == PLAN.longest


def test_a_page_that_changes_is_looked_at_as_often_as_it_changes() -> None:
    decision = decide(visit(known=40, ago=7, checks=21, changes=3), NOW, PLAN)
    # Cho and Garcia-Molina: -log((20 - 3 + 0.5) / 20.5) = 0.158 changes a look of 2 days; log(1.5) / 0.0791 = 5.1 days.
    assert decision.why == "changed 3 times in 40 days; looked at every 5 days; last look 7 days ago"
    assert (decision.due, decision.kind) == (True, "changing")


def test_a_page_that_changed_at_every_look_is_looked_at_more_often_than_before() -> None:
    assert days(visit(known=100, checks=11, changes=10)) < 10


def test_a_missing_page_is_asked_for_at_doubled_distances() -> None:
    assert [days(visit(known=99, missing=missing)) for missing in (0, 1, 2, 64, 9999)] == [1, 1, 2, 64, LOST]
    assert "missing since 2026-11-13" in decide(visit(known=99, missing=7), NOW, PLAN).why


def test_a_page_that_fails_is_asked_for_at_doubled_distances_too() -> None:
    answered = visit(known=99, ago=30, checks=50, changes=40)  # due every day, if it were only for its changes
    for failing in (0, 2, 16):
        one = replace(answered, failing_since=NOW - (failing + 1) * DAY, tried=NOW - DAY)
        decision = decide(one, NOW, PLAN)
        assert (decision.due, decision.kind) == (failing == 0, "failing")
        assert (decision.at - NOW) / DAY + 1 == pytest.approx(max(1, failing) * (1 - EARLY))
        assert decision.why.startswith(f"not answered with its page since {NOW - (failing + 1) * DAY:%Y-%m-%d}; ")


def test_a_last_look_in_the_future_does_not_keep_a_page_from_being_visited() -> None:
    decision = decide(visit(known=1, ago=-400), NOW, PLAN)
    assert (decision.due, decision.kind) == (True, "clock")
    assert decision.why == "its last look is dated 2027-12-26, in the future"


@given(VISITS, MOMENTS, PLANS)
def test_any_history_gets_a_decision_within_the_bounds(one: Visit, now: datetime, plan: Schedule) -> None:
    decision = decide(one, now, plan)
    assert decision.why
    if decision.kind == "clock":
        assert decision.due
        return
    longest = max(LOST, plan.longest) if one.missing_since or one.failing_since else plan.longest
    last = max(one.checked, one.tried or one.checked)
    assert decision.due == (now >= decision.at)
    if (datetime.max.replace(tzinfo=UTC) - last) / DAY > longest:
        waited = (decision.at - last) / DAY
        assert plan.shortest * (1 - EARLY) * 0.999 <= waited <= longest


@given(VISITS, MOMENTS, MOMENTS, PLANS)
def test_what_is_due_stays_due(one: Visit, now: datetime, later: datetime, plan: Schedule) -> None:
    assume(now <= later)
    assume(decide(one, now, plan).kind != "clock")
    assert decide(one, now, plan).due <= decide(one, later, plan).due


@given(
    st.floats(0, 5000),
    st.integers(2, 500),
    st.integers(0, 499),
    st.none() | st.dates(max_value=date(2026, 1, 1)),
    PLANS,
)
def test_a_page_that_changed_more_often_is_never_looked_at_less(
    known: float, checks: int, changes: int, dated: date | None, plan: Schedule
) -> None:
    assume(changes + 1 < checks)
    fewer = visit(known=known, checks=checks, changes=changes, dated=dated)
    more = replace(fewer, changes=changes + 1)
    assert days(more, plan) <= days(fewer, plan) * 1.0000001


@given(st.floats(0, 5000), st.floats(0, 5000), PLANS)
def test_a_page_that_was_the_same_for_longer_is_never_looked_at_more(one: float, other: float, plan: Schedule) -> None:
    short, long = sorted((one, other))
    assert days(visit(known=short), plan) <= days(visit(known=long), plan) * 1.0000001


def test_due_pages_are_counted_by_reason_with_examples() -> None:
    visits = [
        *(visit(known=40, ago=30, checks=21, changes=3) for _ in range(5)),
        visit(known=0, dated=date(2008, 1, 1)),
        visit(known=9, ago=60, missing=2),
    ]
    pages = pages_due(visits, NOW, PLAN, most=2)
    assert (pages.known, pages.due, pages.by_kind) == (7, 6, {"changing": 5, "missing": 1})
    assert [page.due.kind for page in pages.examples] == ["changing", "changing", "missing"]
