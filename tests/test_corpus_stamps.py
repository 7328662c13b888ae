"""A publication stamp that many articles share is that of a move, whatever the order in which they come."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus.records import Article
from corpus.settings import Settings
from corpus.stamps import is_stamped, lead_of, moved, tells_of_a_move
from corpus.store import open_store
from corpus.thai.dates import thai_date
from corpus.warnings import code_of
from tests.small_archive import article, put

MOVE = date(2009, 9, 3)


def stamped(number: int, day: date | None, stamp: date = MOVE, **rest: object) -> Article:
    lead = f"เมื่อวันที่ {thai_date(day)} มีการประชุม" if day else "ข้อความที่ไม่มีวันที่"
    facts = {"published": stamp, "published_from": "stamp", "stamp": stamp, "layout": "g1", **rest}
    return article(number, f"ข่าวที่ {number}", f"{lead}\n\nครั้งนั้น", **facts)


OLD = [stamped(n, MOVE - timedelta(days=20 * n)) for n in range(2, 9)]  # 40 to 160 days: no single one is suspect


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def shown(settings: Settings) -> dict[str, tuple[str, str, str | None, tuple[str, ...]]]:
    with open_store(settings, readonly=True) as store:
        return {
            a.id: (str(a.published), a.published_from, str(a.updated) if a.updated else None, a.warnings)
            for _, a in store.articles()
        }


def test_articles_that_share_the_stamp_of_a_move_are_dated_by_their_leads(settings: Settings) -> None:
    fresh, dateless = stamped(50, MOVE - timedelta(days=2)), stamped(51, None)
    filed = stamped(52, None, section=("ข่าวเด่น ก.พ.ร.", "ปี 2551", "เมษายน"))
    put(settings, [*OLD, fresh, dateless, filed])
    now = shown(settings)
    for one in OLD:
        day, why, updated, warnings = now[one.id]
        assert (day, why, updated) == (str(lead_of(one)[0]), "lead", str(MOVE))
        assert [code_of(w) for w in warnings] == ["shared"]
    assert now[fresh.id] == (str(MOVE), "stamp", None, ())
    assert now[dateless.id][:3] == (str(MOVE), "stamp", None)
    assert [code_of(w) for w in now[dateless.id][3]] == ["shared"]
    assert now[filed.id][:2] == ("2008-04-01", "breadcrumb")
    with open_store(settings, readonly=True) as store:
        assert store.recent(1)[0].published == MOVE
        assert all(a.stamp == MOVE for _, a in store.articles())


def test_the_order_and_the_runs_in_which_they_come_do_not_matter(tmp_path: Path) -> None:
    found = []
    for seed in range(4):
        settings = Settings(data=tmp_path / str(seed))
        articles = [*OLD, stamped(50, MOVE - timedelta(days=2)), stamped(51, None)]
        random.Random(seed).shuffle(articles)
        cut = 2 * seed
        for hours, part in enumerate((articles[:cut], articles[cut:])):
            put(settings, part, hours)
        found.append(shown(settings))
    assert all(one == found[0] for one in found)


def test_the_same_pages_again_change_nothing(settings: Settings) -> None:
    put(settings, OLD)
    before = shown(settings)
    with open_store(settings, readonly=True) as store:
        seq = store.last_seq()
    put(settings, OLD, hours=1)
    assert shown(settings) == before
    with open_store(settings, readonly=True) as store:
        assert store.last_seq() == seq
        assert all(a.version == 1 for _, a in store.articles())


def test_a_verdict_is_taken_back_where_the_articles_no_longer_say_so(settings: Settings) -> None:
    put(settings, OLD)
    news = [stamped(n, MOVE - timedelta(days=1)) for n in range(60, 70)]
    put(settings, news, hours=1)
    assert {why for _, why, _, _ in shown(settings).values()} == {"stamp"}
    assert not any(warnings for *_, warnings in shown(settings).values())


def test_who_lists_by_date_and_who_follows_changes_learn_of_it(settings: Settings) -> None:
    put(settings, OLD[:4])
    with open_store(settings, readonly=True) as store:
        seq = store.last_seq()
    put(settings, OLD[4:], hours=1)
    with open_store(settings, readonly=True) as store:
        assert {change.id for change in store.changes(seq)} == {one.id for one in OLD}
        assert [a.id for a in store.recent(20)] == [one.id for one in OLD]  # newest event first


def test_a_run_that_dies_before_the_verdict_leaves_it_to_the_next(settings: Settings) -> None:
    put(settings, OLD[:1])
    with open_store(settings) as store:
        run = store.begin_run("import", "opdc")
        for number, one in enumerate(OLD[1:]):
            from tests.small_archive import _capture

            store.put(one, _capture(one.url, 1, number), run)
    assert {why for _, why, _, _ in shown(settings).values()} == {"stamp"}
    put(settings, [stamped(99, date(2011, 1, 5), date(2011, 1, 6))], hours=2)
    assert [shown(settings)[one.id][1] for one in OLD] == ["lead"] * len(OLD)


@pytest.mark.parametrize(
    ("days", "move"),
    [
        ([1, 2, 0, 3, 1, 2, 40], False),  # ordinary news and one look back
        ([40, 60, 90, 120], False),  # an editor who caught up with four
        ([40, 60, 90, 120, 500], True),
        ([300, 300, 300, 300, 300, 300], False),  # six reports of one old event
        ([40, 60, 90, 120, 2, 3], True),
        ([40, 60, 90, 1, 2, 3], False),
        ([None, None, 40, 60, 90, 120], False),  # too few that tell of a day
    ],
)
def test_what_makes_a_move(days: list[int | None], move: bool) -> None:
    leads = [None if n is None else MOVE - timedelta(days=n) for n in days]
    assert tells_of_a_move(MOVE, leads) is move
    assert tells_of_a_move(MOVE, reversed(leads)) is move


def test_a_date_line_is_never_of_a_move() -> None:
    header = stamped(1, MOVE - timedelta(days=90), published_from="header")
    assert not is_stamped(header)
    assert moved(header, MOVE, "lead") is header
    assert is_stamped(replace(header, published_from="stamp"))
