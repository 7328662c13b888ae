"""How long pages take that were made to be slow: seconds for 5 MB, and how many times those of half the size.

::

    python -m benchmarks.hostile                 # every kind of page, read as far as its clean text, then understood
    python -m benchmarks.hostile names entities  # only the kinds whose names hold one of these words
    python -m benchmarks.hostile --parts names   # and what each finder of names takes of it

A ratio of 2 is linear work. Each page has 60 seconds; one that takes longer is shown as ``over``.
"""

from __future__ import annotations

import argparse
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

from corpus.extract.agencies import find_agencies
from corpus.extract.laws import find_laws
from corpus.extract.people import find_people
from corpus.extract.places import find_provinces
from corpus.extract.rules import generic
from corpus.pipeline import understand
from corpus.records import Article, Capture, Rejected, Where
from corpus.thai.charset import decode
from corpus.thai.dates import find_dates
from tests.hostile_pages import HOSTILE

SIZE = 5_000_000  # bytes
PATIENCE = 60.0  # seconds
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


class _Over(BaseException):
    """The patience with one page is at its end."""


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise _Over

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds(work: Callable[[], object]) -> float:
    """How long *work* takes; infinity for more than :data:`PATIENCE`."""
    begun = time.perf_counter()
    try:
        with _patience(PATIENCE):
            work()
    except _Over:
        return float("inf")
    return time.perf_counter() - begun


def capture(body: bytes, media_type: str) -> Capture:
    """A page as it comes from a server."""
    return Capture(
        url="http://example.go.th/1", site="import", captured=WHEN, body=body, digest="", media_type=media_type
    )


def reading(body: bytes, media_type: str) -> Article | Rejected:
    """A page understood."""
    return understand(capture(body, media_type), None)


def parts(body: bytes, media_type: str) -> dict[str, float]:
    """Seconds that each finder takes for the text of a page."""
    found = reading(body, media_type)
    text = found.body if isinstance(found, Article) else decode(body).text
    fields: list[tuple[Where, str]] = [("body", text)]
    return {
        "people": seconds(lambda: find_people(fields)),
        "agencies": seconds(lambda: find_agencies(fields)),
        "provinces": seconds(lambda: find_provinces(fields, (), ())),
        "laws": seconds(lambda: find_laws(fields)),
        "dates": seconds(lambda: list(find_dates(text))),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="seconds for 5 MB of every kind of hostile page")
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--parts", action="store_true", help="also what each finder of names takes")
    parser.add_argument("--size", type=int, default=SIZE)
    asked = parser.parse_args()
    generic()
    reading("<p>การประชุม ครั้งที่ 1 นายสมชาย ใจดี</p>".encode(), "text/html")  # tables are loaded once
    for name, (media_type, make) in HOSTILE.items():
        if asked.kinds and not any(kind in name for kind in asked.kinds):
            continue
        half = seconds(lambda: reading(make(asked.size // 2), media_type))  # noqa: B023  # called at once
        whole = seconds(lambda: reading(make(asked.size), media_type))  # noqa: B023  # called at once
        shown = f"{whole:6.2f} s" if whole < PATIENCE else "   over"
        print(f"{name:34} {shown}  x{whole / half:.1f}", flush=True)
        if asked.parts:
            taken = parts(make(asked.size), media_type)
            print("    " + "  ".join(f"{key} {value:.2f}" for key, value in taken.items()), flush=True)


if __name__ == "__main__":
    main()
