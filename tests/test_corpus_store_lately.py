"""What happened lately: the last seven days, else the last run that found something."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from corpus.records import Capture, Location
from corpus.settings import Settings
from corpus.store import open_store
from corpus.store_lately import Edited
from tests.small_archive import START, article, put

WEEKS = 24 * 7  # hours
NOW = START + timedelta(hours=3 * WEEKS)


def test_new_changed_and_vanished_articles_of_the_week(settings: Settings) -> None:
    put(settings, [article(n, f"ข่าวที่ {n}", "เดิม", dated=datetime(2026, 1, n).date()) for n in range(1, 6)])
    put(settings, [article(9, "ข่าวใหม่", "ใหม่")], hours=3 * WEEKS - 2)
    put(settings, [article(1, "ข่าวที่ 1", "แก้แล้ว")], hours=3 * WEEKS - 1)
    with open_store(settings) as store:
        assert store.mark_gone("opdc:t:2", NOW - timedelta(hours=3))
        lately = store.lately(NOW, 3)
    assert (lately.new, lately.changed, lately.gone, lately.run) == (1, 1, 1, None)
    assert [a.title for a in lately.arrived] == ["ข่าวใหม่"]
    assert lately.edited == (Edited(replace(lately.edited[0].article), 1),)
    assert (lately.edited[0].article.id, lately.edited[0].article.version) == ("opdc:t:1", 2)
    assert [a.id for a in lately.vanished] == ["opdc:t:2"]


def test_examples_are_bounded_and_the_newest_come_first(settings: Settings) -> None:
    put(settings, [article(n, f"ข่าว {n}", dated=datetime(2026, 1, n).date()) for n in range(1, 8)])
    with open_store(settings, readonly=True) as store:
        lately = store.lately(START + timedelta(days=1), 2)
    assert lately.new == 7
    assert [a.title for a in lately.arrived] == ["ข่าว 7", "ข่าว 6"]


def test_an_edit_of_an_article_that_is_new_itself_is_not_told_twice(settings: Settings) -> None:
    put(settings, [article(1, "ข่าว", "เดิม")])
    put(settings, [article(1, "ข่าว", "แก้แล้ว")], hours=5)
    with open_store(settings, readonly=True) as store:
        lately = store.lately(START + timedelta(days=1), 3)
    assert (lately.new, lately.changed) == (1, 0)


def test_where_the_week_was_quiet_it_is_the_last_run_that_found_something(settings: Settings) -> None:
    now = datetime.now(UTC)
    with open_store(settings) as store, store.batch():
        run = store.begin_run("crawl opdc", "opdc")
        one = article(1, "ข่าว")
        at = datetime.now(UTC)
        store.put(one, Capture(url=one.url, site="opdc", captured=at, body=b"", digest="sha1:1",
                               location=Location("a.warc.gz", 0, 9)), run)  # fmt: skip
        store.end_run(run, "done", {"new": 1})
    with open_store(settings) as store:
        store.end_run(store.begin_run("crawl opdc", "opdc"), "done", {"unchanged": 1})
        lately = store.lately(now + timedelta(days=30), 3)
    assert (lately.run, lately.new, [a.id for a in lately.arrived]) == (run, 1, [one.id])
    assert lately


def test_an_archive_in_which_nothing_ever_happened_says_nothing(settings: Settings) -> None:
    put(settings, [])
    with open_store(settings, readonly=True) as store:
        assert not store.lately(NOW, 3)
