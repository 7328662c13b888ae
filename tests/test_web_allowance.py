"""The shared counts of the rate limit: exact over processes, bounded, and none is stuck when a worker is killed."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.settings import Settings
from search_web import create_app
from search_web.allowance import MOST, WAYS, Counts, visitor
from tests.web_fakes import FakeEngine, FakeShelf

forking = pytest.mark.skipif(sys.platform == "win32", reason="one process serves on Windows")


@pytest.fixture
def shared() -> Iterator[Counts]:
    counts = Counts(shared=True)
    yield counts
    counts.close()


def in_child(work: Callable[[], None]) -> int:
    """The process that does *work*, begun by a fork, as workers are."""
    if child := os.fork():
        return child
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)


@forking
def test_processes_count_together(shared: Counts) -> None:
    def work() -> None:
        for _ in range(2000):
            shared.add("192.0.2.7", 60, 1)

    children = [in_child(work) for _ in range(3)]
    work()
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert shared.look("192.0.2.7")[0] == 8000


@forking
def test_who_is_killed_while_counting_holds_up_nobody(shared: Counts) -> None:
    told, tell = os.pipe()

    def work() -> None:
        with shared._held():
            os.write(tell, b"x")
            signal.pause()

    child = in_child(work)
    assert os.read(told, 1) == b"x"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert shared.add("192.0.2.7", 60, 1) == 1
    for end in (told, tell):
        os.close(end)


@forking
def test_two_applications_that_share_counts_have_one_allowance(shared: Counts) -> None:
    """As the workers of one server: half of the requests go to another process."""
    allowed = Settings(rate_limit="6 per hour")
    app = create_app(allowed, engine=FakeEngine(), store=FakeShelf(), counts=shared)

    def four_of(client: FlaskClient) -> list[int]:
        return [client.get("/api/search").status_code for _ in range(4)]

    def work() -> None:
        assert four_of(app.test_client()) == [200] * 4

    assert os.waitpid(in_child(work), 0)[1] == 0
    assert four_of(app.test_client()) == [200, 200, 429, 429]


def test_a_count_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("search_web.allowance.time.time", lambda: now[0])
    counts = Counts()
    assert [counts.add("a", 60, 1), counts.add("a", 60, 2)] == [1, 3]
    assert counts.look("a") == (3, 1060.0)
    assert counts.look("b") == (0, 1000.0)
    now[0] = 1060.0
    assert counts.look("a") == (0, 1060.0)
    assert counts.add("a", 60, 1) == 1
    now[0] = 10.0  # the clock was set back: nobody waits until it is late again
    assert counts.add("a", 60, 1) == 1
    assert counts.add("a", 60, MOST) == MOST
    assert counts.add("a", 60, 1) == MOST
    counts.forget("b")
    assert counts.look("a")[0] == MOST
    counts.forget("a")
    assert counts.look("a")[0] == 0


def test_a_crowd_of_addresses_does_not_free_the_one_that_asks_most() -> None:
    counts = Counts(buckets=1)
    for _ in range(50):
        counts.add("greedy", 60, 1)
    for n in range(100 * WAYS):
        assert counts.add(f"crowd {n}", 60, 1) == 1
    assert counts.add("greedy", 60, 1) == 51
    counts.forget()
    assert counts.look("greedy")[0] == 0


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 9)), max_size=60))
def test_counts_are_those_of_a_plain_table_while_there_is_room(asked: list[tuple[str, int]]) -> None:
    counts, plain = Counts(buckets=1), dict[str, int]()
    for key, amount in asked:
        plain[key] = plain.get(key, 0) + amount
        assert counts.add(key, 3600, amount) == plain[key]
    for key, count in plain.items():
        number, end = counts.look(key)
        assert number == count
        assert end > time.time()


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_neighbours_of_one_network_are_one_visitor(address: str, whose: str) -> None:
    assert visitor(address) == whose


@given(st.text())
def test_any_text_is_somebody(address: str) -> None:
    assert isinstance(visitor(address), str)


@pytest.mark.parametrize(("proxies", "statuses"), [(0, [200, 429, 429]), (1, [200, 200, 429]), (2, [200, 200, 200])])
def test_only_trusted_proxies_say_who_asks(proxies: int, statuses: list[int]) -> None:
    """The last entry is the nearest proxy's; what stands before it anybody can write."""
    settings = Settings(rate_limit="1 per hour", behind_proxy=proxies)
    client = create_app(settings, engine=FakeEngine(), store=FakeShelf()).test_client()
    asked = ("203.0.113.1, 192.0.2.1", "203.0.113.2, 192.0.2.2", "203.0.113.3, 192.0.2.1")
    assert [client.get("/search", headers={"X-Forwarded-For": chain}).status_code for chain in asked] == statuses
