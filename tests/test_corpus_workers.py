"""Pages that take too long or take their process with them: refused by name, and the rest goes on."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from corpus import pipeline, workers
from corpus.records import Capture, Rejected
from corpus.workers import understand_one, understood

SLOW = b"<html><body><p>slow</p></body></html>"


def capture(body: bytes, number: int) -> Capture:
    url = f"https://www.example.go.th/{number}"
    return Capture(url=url, site="", captured=datetime(2026, 1, 1, tzinfo=UTC), body=body, digest="x")


def plant(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pipeline.understand

    def slow(given: Capture, site: object, learnt: object) -> object:
        if given.body == SLOW:
            try:
                time.sleep(30)
            except Exception as e:  # what careless code does: the timer must get through
                raise AssertionError from e
        return real(given, site, learnt)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(workers, "understand", slow)


def test_a_page_that_takes_too_long_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    pages = [capture(SLOW if n == 1 else b"", n) for n in range(3)]
    found = list(understood(((p.url, p) for p in pages), {}, 1, seconds=0.3))
    assert [url for url, _ in found] == [p.url for p in pages]
    assert [r.reason for _, r in found if isinstance(r, Rejected)] == [
        "the page is empty",
        "reading it took longer than 0.3 s",
        "the page is empty",
    ]


def test_the_timer_of_others_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 36_000)
        understand_one(capture(b"", 1), {}, 5)
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        signal.raise_signal(signal.SIGALRM)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert 5 < left <= 36_000  # neither stopped nor set to the time for a page
    assert rung == [signal.SIGALRM]


def test_a_process_that_is_stuck_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a library in C no timer helps: here the page stops its own process."""
    monkeypatch.setattr(workers, "FIRST_HERE", 0)
    monkeypatch.setattr(workers, "GRACE", 4.0)
    pages = [capture(b"", n) for n in range(3)]

    def stream() -> Iterator[tuple[int, Capture | None]]:
        for n, page in enumerate(pages):
            yield n, page if n != 1 else Stuck(**{f: getattr(page, f) for f in FIELDS})

    found = list(understood(stream(), {}, 2, seconds=0.2))
    reasons = [r.reason for _, r in found if isinstance(r, Rejected)]
    assert reasons == ["the page is empty", "reading it took longer than 0.2 s", "the page is empty"]


FIELDS = ("url", "site", "captured", "body", "digest")


class Stuck(Capture):
    """A capture that blocks every signal and waits when its process unpacks it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, tuple[dict[str, object]]]:
        return stick, ({name: getattr(self, name) for name in FIELDS},)


def stick(fields: dict[str, object]) -> Capture:
    """In the worker: deaf and asleep."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(600)
    return Capture(**fields)  # type: ignore[arg-type]  # the fields of a capture
