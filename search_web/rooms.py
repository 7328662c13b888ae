"""The doors of the web to the floors below: the search engine, the catalogue, the archived bytes.

Each worker process opens its own, after the fork and at the first request that needs one. The engine is shared by
the threads of a process, opened and refreshed behind a lock; SQLite connections stay in the thread that made them,
so the catalogue is opened once in each thread. Tests hand in their own engine and catalogue.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from corpus.records import Article, Capture, Location, Version
from corpus.settings import Settings
from corpus.sites import Site
from corpus.store import Store, open_store
from corpus.warc import read_capture
from index.engine import SearchEngine
from index.search import open_engine

REFRESH_SECONDS = 1.0  # how old a view of the index may be; looking is one stat of a small file


class Shelf(Protocol):
    """What the web asks of the catalogue."""

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """The article of that id, or one of its versions."""
        ...

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """All versions of an article, oldest first."""
        ...

    def counts(self) -> Mapping[str, int]:
        """What the catalogue holds, by name."""
        ...

    def recent(self, limit: int) -> tuple[Article, ...]:
        """The newest articles."""
        ...

    def gone_since(self, article_id: str) -> datetime | None:
        """When the article was first missing on its site; None while it is there."""
        ...

    def sites(self) -> tuple[Site, ...]:
        """The profiles that runs were begun with."""
        ...

    def location_of(self, article_id: str, version: int) -> Location | None:
        """Where the captured bytes of a version are."""
        ...


ReadCapture = Callable[[Path, Location], Capture]


class Rooms:
    """The opened engine and catalogue of one process; opens on demand, never at construction."""

    def __init__(
        self,
        settings: Settings,
        *,
        engine: SearchEngine | None = None,
        store: Shelf | None = None,
        read: ReadCapture | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._given_engine = engine
        self._given_store = store
        self._read = read or read_capture
        self._clock = clock
        self._lock = threading.Lock()
        self._engine: SearchEngine | None = None
        self._process = os.getpid()
        self._looked = 0.0
        self._here = threading.local()

    def engine(self) -> SearchEngine:
        """The engine, seeing the index as it was at most REFRESH_SECONDS ago; raises IndexProblem without an index."""
        if self._given_engine is not None:
            return self._given_engine
        with self._lock:
            return self._fresh()

    def has_shelf(self) -> bool:
        """Whether there is a catalogue at all; before the first crawl or import there is none."""
        return self._given_store is not None or self._settings.catalogue.is_file()

    def shelf(self) -> Shelf:
        """The catalogue, opened for reading; raises StoreProblem where there is none."""
        if self._given_store is not None:
            return self._given_store
        known: Store | None = getattr(self._here, "shelf", None)
        if known is None or self._here.process != os.getpid():
            known = open_store(self._settings, readonly=True)
            self._here.shelf, self._here.process = known, os.getpid()
        return known

    def capture(self, location: Location) -> Capture:
        """The archived response at *location*; raises ArchiveProblem where it cannot be read."""
        return self._read(self._settings.warc, location)

    def close(self) -> None:
        """Close the engine, and the catalogue that this thread opened; the next request opens them again."""
        with self._lock:
            if self._engine is not None and self._process == os.getpid():
                self._engine.close()
            self._engine = None
        known: Store | None = getattr(self._here, "shelf", None)
        if known is not None and self._here.process == os.getpid():
            known.close()
        self._here.__dict__.clear()

    def _fresh(self) -> SearchEngine:
        """The engine of this process; one opened before a fork is left alone and opened anew."""
        now = self._clock()
        if self._engine is None or self._process != os.getpid():
            self._engine = open_engine(self._settings)
            self._process, self._looked = os.getpid(), now
        elif now - self._looked >= REFRESH_SECONDS:
            self._engine.refresh()
            self._looked = now
        return self._engine
