"""Captures understood by several processes, with the same results in the same order as by one.

Work is handed out in small bundles, only a few ahead of what is asked for, so memory stays flat. A page that takes
its process down with it (a crash inside a parser) is refused by name; the rest goes on in fresh processes. So is a page
that takes longer than :data:`PAGE_SECONDS`: a timer interrupts it, and where that does not help (inside a library in C)
its process is ended.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Generic, TypeVar

from corpus.boilerplate import Boilerplate
from corpus.document_reader import DocumentReader
from corpus.errors import NewsError
from corpus.extract.attachments import Document, kind_of_document
from corpus.pipeline import NO_BOILERPLATE, understand
from corpus.processes import end_with_parent
from corpus.records import Article, Capture, Rejected
from corpus.sites import Site

BUNDLE_PAGES = 20
BUNDLE_BYTES = 500_000
AHEAD = 3  # bundles waiting for each process
PAGE_SECONDS = 60.0  # for understanding one page; the slowest of 20,000 took under 2
GRACE = 30.0  # seconds more, for a process to begin and for a timer that is late
FIRST_HERE = 40  # pages understood before processes are started: starting them takes as long as some 100 pages

Tag = TypeVar("Tag")


Understood = Article | Rejected | Document | None
Sites = Mapping[str, Site]
_documents = DocumentReader()  # starts its process with the first document, in each process that meets one
_Bundle = list[Capture | None]


def understood(
    items: Iterable[tuple[Tag, Capture | None]],
    sites: Sites,
    processes: int,
    seconds: float = PAGE_SECONDS,
    learnt: Boilerplate = NO_BOILERPLATE,
) -> Iterator[tuple[Tag, Understood]]:
    """Each item's tag with what its capture was understood as (None for an item without one), in their order.

    *seconds* is the time that one page may take. *learnt* may grow meanwhile: pages are read with what it then holds.
    """
    stream = iter(items)
    for tag, capture in islice(stream, FIRST_HERE if processes > 1 else None):
        yield tag, understand_one(capture, sites, seconds, learnt)
    if (following := next(stream, None)) is not None:
        pool = _Pool[Tag](sites, processes, seconds, learnt)
        try:
            yield from pool.run(_chained(following, stream))
        finally:
            pool.close()


def understand_one(
    capture: Capture | None, sites: Sites, seconds: float = PAGE_SECONDS, learnt: Boilerplate = NO_BOILERPLATE
) -> Understood:
    """One capture understood; a bug met on the way is logged with its traceback and refuses this page only."""
    if capture is None:
        return None
    try:
        with _limited(seconds):
            return _understand(capture, sites, learnt)
    except _TooLong:
        return _too_long(capture, seconds)


class _TooLong(BaseException):
    """The timer of a page went off; no ``except Exception`` on the way may take it for a fault of the page."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise :class:`_TooLong` inside the block after *seconds*; without effect beside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals go to the main thread only
        return

    def ring(number: int, frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, before)


def _too_long(capture: Capture | None, seconds: float) -> Rejected:
    url = capture.url if capture else ""
    return Rejected(url=url, stage="understand", reason=f"reading it took longer than {seconds:g} s")


def _understand(capture: Capture, sites: Sites, learnt: Boilerplate) -> Understood:
    try:
        filename = capture.url.partition("?")[0].rpartition("/")[2]
        if "parent" in capture.hints:
            return _documents.read(capture.body, capture.media_type, filename)
        site = sites.get(capture.site)
        if kind_of_document(capture.body, capture.media_type, filename):
            return understand(capture, site, learnt, _documents.read)
        return understand(capture, site, learnt)
    except NewsError as e:
        return Rejected(url=capture.url, stage="understand", reason=str(e))
    except Exception as e:
        logging.getLogger(__name__).exception("a bug on the page %s", capture.url)
        return Rejected(url=capture.url, stage="understand", reason=f"internal error: {type(e).__name__}: {e}"[:300])


def _chained(
    first: tuple[Tag, Capture | None], rest: Iterator[tuple[Tag, Capture | None]]
) -> Iterator[tuple[Tag, Capture | None]]:
    yield first
    yield from rest


class _Pool(Generic[Tag]):
    def __init__(self, sites: Sites, processes: int, seconds: float, learnt: Boilerplate) -> None:
        self._sites = dict(sites)
        self._learnt = learnt
        self._seconds = seconds
        self._processes = processes
        self._executor = self._fresh(processes)

    def run(self, items: Iterator[tuple[Tag, Capture | None]]) -> Iterator[tuple[Tag, Understood]]:
        waiting: deque[tuple[list[Tag], _Bundle, Future[list[Understood]]]] = deque()
        for tags, bundle in _bundles(items):
            waiting.append((tags, bundle, self._hand_out(bundle)))
            while len(waiting) > self._processes * AHEAD:
                yield from self._next(waiting)
        while waiting:
            yield from self._next(waiting)

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _hand_out(self, bundle: _Bundle) -> Future[list[Understood]]:
        try:
            return self._executor.submit(_work, bundle, self._seconds, dict(self._learnt))
        except BrokenProcessPool as e:  # found out when its turn comes
            broken: Future[list[Understood]] = Future()
            broken.set_exception(e)
            return broken

    def _next(
        self, waiting: deque[tuple[list[Tag], _Bundle, Future[list[Understood]]]]
    ) -> Iterator[tuple[Tag, Understood]]:
        tags, bundle, future = waiting.popleft()
        try:
            results = future.result(timeout=self._patience(2))
        except (BrokenProcessPool, TimeoutError):
            _end(self._executor)
            results = self._one_by_one(bundle)
            self._executor = self._fresh(self._processes)
            again = [(t, b, self._hand_out(b)) for t, b, _ in waiting]
            waiting.clear()
            waiting.extend(again)
        yield from zip(tags, results, strict=True)

    def _one_by_one(self, bundle: _Bundle) -> list[Understood]:
        """The bundle page by page in a process of its own, to find the page that ends processes."""
        results: list[Understood] = []
        executor = self._fresh(1)
        for capture in bundle:
            try:
                executor.submit(_work, [], 0, {}).result()  # has begun: from now on it is the page that takes time
                results += executor.submit(_work, [capture], self._seconds, dict(self._learnt)).result(
                    timeout=self._patience(1)
                )
            except (BrokenProcessPool, TimeoutError) as e:
                url = capture.url if capture else ""
                reason = "the process that read this page died of it"
                died = Rejected(url=url, stage="understand", reason=reason)
                results.append(_too_long(capture, self._seconds) if isinstance(e, TimeoutError) else died)
                _end(executor)
                executor = self._fresh(1)
        executor.shutdown(wait=True, cancel_futures=True)
        return results

    def _patience(self, pages: int) -> float:
        """How long so many pages may take before the process that reads them is taken for stuck."""
        return pages * self._seconds + GRACE

    def _fresh(self, processes: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # fork would copy our locks and open files
        return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(self._sites,))


def _end(executor: ProcessPoolExecutor) -> None:
    """End a pool whose processes may be stuck."""
    for process in list((executor._processes or {}).values()):  # no public way leads to them before Python 3.14
        process.kill()
    executor.shutdown(wait=True, cancel_futures=True)


def _bundles(items: Iterable[tuple[Tag, Capture | None]]) -> Iterator[tuple[list[Tag], _Bundle]]:
    tags: list[Tag] = []
    bundle: _Bundle = []
    size = 0
    for tag, capture in items:
        tags.append(tag)
        bundle.append(capture)
        size += len(capture.body) if capture else 0
        if len(bundle) >= BUNDLE_PAGES or size >= BUNDLE_BYTES:
            yield tags, bundle
            tags, bundle, size = [], [], 0
    if tags:
        yield tags, bundle


_worker_sites: dict[str, Site] = {}  # in a worker process: set once, when it begins


def _begin(sites: dict[str, Site]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too; the parent ends us
    _worker_sites.update(sites)
    end_with_parent()


def _work(bundle: _Bundle, seconds: float, learnt: Boilerplate) -> list[Understood]:
    return [understand_one(capture, _worker_sites, seconds, learnt) for capture in bundle]
