"""The doors of the web to the floors below: the search engine, the catalogue, the archived bytes.

The first worker processes share an engine that was opened before the fork, when no thread ran (:func:`opened`); any
other process opens its own at the first request that needs one. The engine is shared by the threads of a process,
opened once behind a lock, and follows the index by itself; SQLite connections stay in the thread that made them, so
the catalogue is opened once in each thread. Tests hand in their own engine and catalogue.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from corpus.errors import NewsError
from corpus.records import Article, Capture, Location, Version
from corpus.settings import Settings
from corpus.sites import Site
from index.engine import SearchEngine
from index.hits import SearchRequest
from index.search import open_engine

if TYPE_CHECKING:
    from corpus.named import NamedPart
    from corpus.standing import Standing
    from corpus.store import Store
    from corpus.store_documents import DocumentCopy
    from corpus.store_lately import Lately
    from corpus.store_posts import Held
    from corpus.store_read import NameKind
    from corpus.tenures import Tenure


log = logging.getLogger(__name__)


class Shelf(Protocol):
    """What the web asks of the catalogue."""

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """The article of that id, or one of its versions."""
        ...

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """All versions of an article, oldest first."""
        ...

    def document_copy(self, url: str) -> DocumentCopy | None:
        """Where the bytes lie of the document that an article links as *url*; None where it was not fetched."""
        ...

    def counts(self) -> Mapping[str, int]:
        """What the catalogue holds, by name."""
        ...

    def recent(self, limit: int) -> tuple[Article, ...]:
        """The newest articles."""
        ...

    def lately(self, now: datetime, limit: int) -> Lately:
        """What happened in the last seven days, or in the last run that found something."""
        ...

    def article_total(self) -> int:
        """How many articles there are; as many as ``counts`` says, for less."""
        ...

    def standing(self, settings: Settings, now: datetime) -> Standing:
        """How the archive stands: sites, runs, coverage, sizes."""
        ...

    def waiting(self, seq: int) -> tuple[int, datetime | None]:
        """How many articles changed after that change, and since when the first of them waits for the index."""
        ...

    def moment(self) -> int:
        """Another number whenever the catalogue was written in between."""
        ...

    def gone_since(self, article_id: str) -> datetime | None:
        """When the article was first missing on its site; None while it is there."""
        ...

    def sites(self) -> tuple[Site, ...]:
        """The profiles that runs were begun with."""
        ...

    def name_of(self, kind: NameKind, name_id: str) -> str | None:
        """The name behind an id; None for one that no article names."""
        ...

    def named(
        self, kind: NameKind, *, holding: str = "", ids: Sequence[str] = (), limit: int = 50, start: int = 0
    ) -> NamedPart:
        """The names of most articles."""
        ...

    def named_under(self, kind: NameKind, letter: str, *, least: int = 1, limit: int = 50, start: int = 0) -> NamedPart:
        """The names under a letter, in the order of the alphabet."""
        ...

    def spellings(self, person_id: str) -> tuple[tuple[str, int], ...]:
        """The ways in which a person's name is written, the most frequent first."""
        ...

    def titles_of(self, person_id: str) -> tuple[tuple[str, int], ...]:
        """The titles of a person, the most frequent first."""
        ...

    def tenures_of(self, person_id: str) -> tuple[Tenure, ...]:
        """The posts that articles give a person."""
        ...

    def tenures_at(self, body: str) -> tuple[Tenure, ...]:
        """The posts at a body that articles give anybody."""
        ...

    def said_of(self, person_id: str, article_ids: Iterable[str]) -> tuple[Held, ...]:
        """What these articles say of a person's posts."""
        ...

    def page_heads(self, article_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Title and address of each of these articles."""
        ...

    def are_posts_behind(self) -> bool:
        """Whether articles wait to be read for the posts that they tell of."""
        ...

    def listed(self, after: int, until: int) -> Iterator[tuple[str, datetime]]:
        """Id and newest capture of the articles whose newest change has a number after *after*, up to *until*."""
        ...

    def last_seq(self) -> int:
        """The number of the newest change; 0 in an empty catalogue."""
        ...

    def location_of(self, article_id: str, version: int) -> Location | None:
        """Where the captured bytes of a version are."""
        ...

    def digest_of(self, article_id: str, version: int) -> str:
        """The payload digest of a version; ``""`` for an unknown one."""
        ...

    def newest_of(self, ids: Collection[str]) -> Iterator[str]:
        """Those of *ids* that there are, the one that changed last first."""
        ...


_T = TypeVar("_T")

FRESH = timedelta(minutes=10)  # for so long the last seven days may be those of a moment before
USUAL = "ประชุม คณะรัฐมนตรี"  # meeting, the cabinet
ReadCapture = Callable[[Path, Location], Capture]


def opened(settings: Settings) -> Iterator[SearchEngine]:
    """The engine, for :meth:`Rooms.adopt` in forked processes; none where there is no index that can be used.

    It has no thread, lock that is held or connection that a fork would break. It was asked something already, so that
    the registries and patterns that any query needs are there before the fork, too.
    """
    try:
        engine = open_engine(settings)
        engine.at_rest().search(SearchRequest(q=USUAL, group=True))  # at rest, which begins no thread
    except NewsError as e:
        log.warning("searches cannot be answered yet: %s", e)  # each request is told, too
        return
    yield engine


class Rooms:
    """The opened engine and catalogue of one process; opens on demand, never at construction."""

    def __init__(
        self,
        settings: Settings,
        *,
        engine: SearchEngine | None = None,
        store: Shelf | None = None,
        read: ReadCapture | None = None,
    ) -> None:
        self._settings = settings
        self._given_engine = engine
        self._given_store = store
        self._read = read
        self._lock = threading.Lock()
        self._engine: SearchEngine | None = None
        self._process = os.getpid()
        self._here = threading.local()
        self._remembered: dict[str, tuple[object, Any]] = {}

    def engine(self) -> SearchEngine:
        """The engine of this process; raises IndexProblem without an index. Only the first call takes a while."""
        if self._given_engine is not None:
            return self._given_engine
        with self._lock:
            if self._engine is None or self._process != os.getpid():  # one opened before a fork is left alone
                self._engine = open_engine(self._settings)
                self._process = os.getpid()
                self._engine.prepare()
            return self._engine

    def adopt(self, engine: SearchEngine) -> None:
        """Take the *engine* that was opened before this process was forked, and begin its preparations here."""
        with self._lock:
            self._engine, self._process = engine, os.getpid()
            engine.prepare()

    def warm(self) -> None:
        """Open the engine in the background, so that the first request has it; it is told then what is wrong.

        Then load what the first page that shows an article would else wait for.
        """

        def open_it() -> None:
            with suppress(NewsError):
                self.engine()
            if self.has_shelf():
                import corpus.store  # noqa: F401  # loaded for others to find

        threading.Thread(target=open_it, name="khlang-warm", daemon=True).start()

    def has_shelf(self) -> bool:
        """Whether there is a catalogue at all; before the first crawl or import there is none."""
        return self._given_store is not None or self._settings.catalogue.is_file()

    def shelf(self) -> Shelf:
        """The catalogue, opened for reading; raises StoreProblem where there is none."""
        if self._given_store is not None:
            return self._given_store
        known: Store | None = getattr(self._here, "shelf", None)
        if known is None or self._here.process != os.getpid():
            from corpus.store import open_store  # which takes a while to load, and no search needs it

            known = open_store(self._settings, readonly=True)
            self._here.shelf, self._here.process = known, os.getpid()
        return known

    def lately(self, now: datetime, limit: int) -> Lately:
        """What happened lately, worked out anew where the catalogue was written or :data:`FRESH` has passed.

        Each thread remembers one answer: it takes 20 ms at 20,000 articles, and every visit begins with it.
        """
        shelf = self.shelf()
        key = (shelf.moment(), limit)
        known: tuple[object, datetime, Lately] | None = getattr(self._here, "lately", None)
        if known is None or known[0] != key or not timedelta(0) <= now - known[1] < FRESH:
            known = (key, now, shelf.lately(now, limit))
            self._here.lately = known
        return known[2]

    def remembered(self, name: str, key: object, made: Callable[[], _T]) -> _T:
        """What *made* gave for *name* and *key*; the answer of one key at a time is kept for each name."""
        known = self._remembered.get(name)
        if known is None or known[0] != key:
            known = (key, made())
            self._remembered[name] = known
        value: _T = known[1]
        return value

    def capture(self, location: Location) -> Capture:
        """The archived response at *location*; raises ArchiveProblem where it cannot be read."""
        if self._read is None:
            from corpus.warc import read_capture  # only archived copies need it

            self._read = read_capture
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
