"""corpus.store_visits: what each look at an address leaves, in whatever order looks become known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Article, Capture, Location, Rejected
from corpus.settings import Settings
from corpus.store import Store, open_store
from corpus.store_visits import Visit

URL = "http://s.example/1"
DAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
_places = iter(range(1, 10**7))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(Settings(data=tmp_path / "data")) as opened:
        opened.begin_run("import", "s")
        yield opened


def look(day: int, digest: str = "a", **more: Any) -> Capture:
    facts = {
        "url": URL,
        "site": "s",
        "captured": DAY + timedelta(days=day),
        "body": b"",
        "digest": digest,
        "location": Location("a.warc.gz", next(_places), 1),
        **more,
    }
    return Capture(**facts)


def put(store: Store, day: int, body: str, **more: Any) -> str:
    article = Article(id="s:1", url=URL, site="s", title="ข่าว", body=body)
    return store.put(article, look(day, f"{body} {day}", **more), 1)


def visit(store: Store) -> Visit:
    found = store.visit(URL)
    assert found is not None
    return found


def days(store: Store) -> tuple[int, int, int, int | None]:
    found = visit(store)
    moments = (found.first_seen, found.changed, found.checked, found.missing_since)
    first, changed, checked, missing = (None if m is None else (m - DAY).days for m in moments)
    assert first is not None
    assert changed is not None
    assert checked is not None
    return first, changed, checked, missing


def test_an_article_changes_with_its_content_and_not_with_its_bytes(store: Store) -> None:
    assert store.visit(URL) is None
    assert [put(store, 0, "ก"), put(store, 1, "ก"), put(store, 2, "ข"), put(store, 3, "ข")] == [
        *("new", "unchanged", "changed", "unchanged")
    ]
    found = visit(store)
    assert (days(store), found.checks, found.changes, found.article_id) == ((0, 2, 3, None), 4, 1, "s:1")


def test_anything_else_changes_with_its_bytes(store: Store) -> None:
    with store.batch():
        for day, digest in enumerate("aabb"):
            store.note_capture(look(day, digest), 1)
    found = visit(store)
    assert (days(store), found.checks, found.changes, found.article_id) == ((0, 2, 3, None), 4, 1, None)


def test_validators_are_those_of_the_newest_full_answer(store: Store) -> None:
    with store.batch():
        store.note_capture(look(3, etag='"new"', modified="Mon"), 1)
        store.note_capture(look(1, etag='"old"', modified="Sun"), 1)
        assert (visit(store).etag, visit(store).modified) == ('"new"', "Mon")
        store.note_capture(look(4, status=304), 1)
        assert (visit(store).etag, visit(store).modified) == ('"new"', "Mon")
        store.note_capture(look(5, status=304, etag='"newer"'), 1)
        assert (visit(store).etag, visit(store).modified) == ('"newer"', "Mon")
        store.note_capture(look(6), 1)
        assert (visit(store).etag, visit(store).modified) == ("", "")
    assert visit(store).checks == 5


def test_missing_from_the_first_look_that_found_nothing_until_one_finds_it(store: Store) -> None:
    with store.batch():
        store.note_capture(look(0, status=404), 1)
        assert store.visit(URL) is None  # never there
        store.note_capture(look(1), 1)
        assert days(store) == (1, 1, 1, None)
        store.note_capture(look(3, status=410), 1)
        store.note_capture(look(2, status=404), 1)
        assert days(store) == (1, 1, 3, 2)
        store.note_capture(look(4, status=304), 1)
        assert days(store) == (1, 1, 4, None)
        store.note_capture(look(5, status=500), 1)
        store.note_capture(look(6, status=301), 1)
    assert days(store) == (1, 1, 4, None)


def test_the_same_capture_noted_twice_is_one_look(store: Store) -> None:
    once = look(0)
    with store.batch():
        store.note_capture(once, 1)
        store.note_capture(once, 1)
        store.note_capture(look(1, hints={"role": "robots"}), 1)
    assert visit(store).checks == 1


def test_looks_in_any_order_come_to_the_same(tmp_path: Path) -> None:
    history = [(0, 200), (1, 404), (2, 200), (3, 404), (4, 404)]
    for number, order in enumerate(permutations(history)):
        if number % 5:
            continue  # a fifth of all orders
        with open_store(Settings(data=tmp_path / str(number))) as store:
            store.begin_run("import", "s")
            with store.batch():
                for day, status in order:
                    store.note_capture(look(day, status=status), 1)
            assert (days(store), visit(store).checks) == ((0, 0, 4, 3), 5), order


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from((200, 304, 404)), st.sampled_from("ab")), max_size=12))
def test_nothing_goes_backwards(tmp_path_factory: pytest.TempPathFactory, looks: list[tuple[int, int, str]]) -> None:
    with open_store(Settings(data=tmp_path_factory.mktemp("visits"))) as store:
        store.begin_run("import", "s")
        before: Visit | None = None
        with store.batch():
            for day, status, digest in looks:
                store.note_capture(look(day, digest, status=status), 1)
                now = store.visit(URL)
                if now is not None:
                    assert now.first_seen <= now.changed <= now.checked
                    assert 0 <= now.changes < now.checks
                    assert now.missing_since is None or now.first_seen < now.missing_since <= now.checked
                if before is not None:
                    assert now is not None
                    assert (now.checked, now.checks) >= (before.checked, before.checks)
                    assert now.changed >= before.changed or now.changed == now.first_seen
                    assert now.first_seen <= before.first_seen
                before = now


BLOCKED = Rejected(url=URL, stage="clean", reason="a block or challenge page, not a page of the site")


def test_a_page_refused_at_the_address_of_an_article_is_a_failed_look(store: Store) -> None:
    put(store, 0, "ก", etag='"a"', modified="Mon")
    before = visit(store)
    answer = store.newest_answer(URL)
    for day in (3, 2):
        store.put_rejected(BLOCKED, 1, look(day, "block", etag='"block"'))
    store.see_again(None, look(4, "block", etag='"block"'), 1, rejected=BLOCKED)
    known = store.known(URL, "block")
    assert known is not None
    assert known.refused == BLOCKED
    since, tried = DAY + timedelta(days=2), DAY + timedelta(days=4)
    assert visit(store) == replace(before, tried=tried, failing_since=since)
    assert store.newest_answer(URL) == answer  # the validators and the payload are of one capture
    assert put(store, 5, "ก") == "unchanged"
    found = visit(store)
    assert (found.tried, found.failing_since, found.checks, found.changes) == (None, None, 2, 0)
    store.put_rejected(BLOCKED, 1, look(1, "block"))  # becomes known late, and turns nothing back
    assert visit(store) == found


def test_a_page_that_was_held_back_and_is_taken_after_all_is_a_look_like_any_other(store: Store) -> None:
    put(store, 0, "ก", etag='"a"')
    held = look(1, "ข 1", etag='"b"')
    store.put_rejected(BLOCKED, 1, held)
    article = Article(id="s:1", url=URL, site="s", title="ข่าว", body="ข")
    assert store.put(article, held, 1) == "changed"
    assert held.location is not None
    store.settle(held.location, article_id="s:1")
    found = visit(store)
    assert (days(store), found.checks, found.changes, found.etag) == ((0, 1, 1, None), 2, 1, '"b"')
    assert (found.tried, found.failing_since) == (None, None)
    answer = store.newest_answer(URL)
    assert answer is not None
    assert answer.digest == "ข 1"
    store.put(article, held, 1)
    assert visit(store) == found


def test_an_address_that_never_brought_an_article_is_looked_at_as_what_it_is(store: Store) -> None:
    for day in (0, 1):
        store.put_rejected(BLOCKED, 1, look(day, "block", etag='"block"'))
    found = visit(store)
    assert (days(store), found.checks, found.etag, found.failing_since) == ((0, 0, 1, None), 2, '"block"', None)


def test_failed_looks_are_noted_until_one_is_answered(store: Store) -> None:
    store.note_failure(URL, DAY)
    assert store.visit(URL) is None  # never there
    put(store, 1, "ก")
    with store.batch():
        store.note_capture(look(3, status=403), 1)
        store.note_capture(look(4, status=301, hints={"role": "redirect"}), 1)
        store.note_failure(URL, DAY + timedelta(days=5))
        store.note_failure(URL, DAY)
    found = visit(store)
    assert (found.failing_since, found.tried) == (DAY + timedelta(days=3), DAY + timedelta(days=5))
    assert (days(store), found.checks) == ((1, 1, 1, None), 1)
    put(store, 4, "ก")  # becomes known late
    found = visit(store)
    assert found.failing_since == found.tried == DAY + timedelta(days=5)
    with store.batch():
        store.note_capture(look(6, status=404), 1)
    found = visit(store)
    assert (found.failing_since, found.tried, days(store)) == (None, None, (1, 1, 6, 6))  # gone is an answer
