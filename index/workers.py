"""Other processes that make batches beside this one, from the same state of the catalogue, with the same result.

Each reads the articles that it is given by their ids itself, from a connection of its own: what crosses between the
processes is ids and batches. All see the catalogue as it is at one moment: where nothing was written between the look
that one connection takes before and the one that it takes after all of them have begun to read, they have begun at one
state; where something was, they begin again.

The batches come in the order of the ids, whoever makes them, and this process makes its share. What another one fails
to do is done here, so that an error is told as if there were no other, and a process that was killed costs its time.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock
from typing import Any

from corpus.processes import end_with_parent
from corpus.settings import Settings
from corpus.store import Store, open_store
from index.batches import PAGES, Batch, Batches, pages_of
from index.cutting import Words
from index.own_words import OwnWords
from index.tokens import tokeniser_with

FEWEST = 1_000  # articles for each process that is started: it begins as late as this one has cut as many
AHEAD = 2  # batches for each process that are made or wait to be made, before the next is taken in
TRIES = 20  # to begin at one state; something is written every second at most, and a try takes a hundredth of that
START = 120.0  # seconds that a process may take to begin
_BEGIN, _END = "begin", None  # what a worker is sent beside lists of ids

log = logging.getLogger(__name__)


class Workers:
    """*number* processes that make batches with the user's words *own*; as a context, they end with it."""

    def __init__(self, settings: Settings, own: OwnWords, number: int) -> None:
        self._settings = settings
        self._all = [_Worker(settings, own) for _ in range(number)]

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._all:
            worker.end()

    @contextmanager
    def frozen(self, store: Store) -> Iterator[None]:
        """All that *store* and the workers read inside is of one moment, whatever is written meanwhile.

        Workers that cannot be brought to the moment of *store* are let go.
        """
        with open_store(self._settings, readonly=True) as watch:
            for _ in range(TRIES if self._all else 0):
                before = watch.moment()
                with store.frozen():
                    self._begin()
                    if watch.moment() == before:
                        yield
                        return
                for worker in self._all:
                    worker.send(_END)
        self.__exit__()
        self._all = []
        with store.frozen():
            yield

    def _begin(self) -> None:
        """Have all begin to read; those that do not are ended, lest they begin later and hold a state for nothing."""
        told = [worker.send(_BEGIN) for worker in self._all]
        begun = [sent and worker.began() for worker, sent in zip(self._all, told, strict=True)]
        for worker, reads in zip(self._all, begun, strict=True):
            if not reads:
                worker.end()
        self._all = [worker for worker, reads in zip(self._all, begun, strict=True) if reads]

    def batches(self, ids: Iterable[str], store: Store, made: Batches) -> Iterator[Batch]:
        """Batches of the articles *ids*, in their order; those of this process are *made* from *store*.

        Ids without an article are passed over. Call it inside of :meth:`frozen`.
        """
        left = iter(ids)
        bundles = iter(lambda: list(islice(left, PAGES)), [])
        with _Shared(self._all) as shared:
            waiting: deque[_Bundle] = deque()
            while True:
                more = (len(self._all) + 1) * AHEAD - len(waiting)
                waiting.extend(shared.hand_out(bundle) for bundle in islice(bundles, more))
                if not waiting:
                    return
                yield _first(waiting, store, made)


class _Bundle:
    """Ids, and what will be made of them: None where that failed."""

    def __init__(self, ids: list[str], future: Future[Batch | None]) -> None:
        self.ids, self.future = ids, future

    def make(self, store: Store, made: Batches) -> None:
        """Make the batch here."""
        self.future = Future()
        self.future.set_result(made.batch(pages_of(store, self.ids)))


def _first(waiting: deque[_Bundle], store: Store, made: Batches) -> Batch:
    """The batch of the first bundle; until it is there, batches that no worker has begun are made here."""
    first = waiting[0]
    while not first.future.done():
        free = next((bundle for bundle in waiting if bundle.future.cancel()), None)
        if free is not None:
            free.make(store, made)
        else:
            wait([first.future])
    if (batch := first.future.result()) is None:
        first.make(store, made)
        batch = first.future.result()
    waiting.popleft()
    assert batch is not None  # noqa: S101 - made here, which gives one or raises
    return batch


class _Shared:
    """The workers with a thread each, which takes a bundle, waits for its batch, and takes the next."""

    def __init__(self, workers: list[_Worker]) -> None:
        self._threads = ThreadPoolExecutor(len(workers)) if workers else None
        self._left, self._ending = len(workers), Lock()
        self._idle: SimpleQueue[_Worker | None] = SimpleQueue()  # None for ever where no worker is left
        for worker in workers:
            self._idle.put(worker)

    def __enter__(self) -> _Shared:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._threads is not None:
            self._threads.shutdown(wait=kind is None, cancel_futures=True)

    def hand_out(self, ids: list[str]) -> _Bundle:
        """Let the next free worker make the batch of *ids*, where there is one."""
        return _Bundle(ids, Future() if self._threads is None else self._threads.submit(self._make, ids))

    def _make(self, ids: list[str]) -> Batch | None:
        worker = self._idle.get()
        batch = worker.batch(ids) if worker is not None else None
        if batch is None and worker is not None:  # it has ended, and would fail all others at once
            worker = None
            with self._ending:
                self._left -= 1
        if worker is not None or not self._left:
            self._idle.put(worker)
        return batch


class _Worker:
    """One process, and the pipe to it."""

    def __init__(self, settings: Settings, own: OwnWords) -> None:
        context = multiprocessing.get_context("spawn")  # fork would copy our locks and open files
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_help, args=(theirs, settings, own), daemon=True)
        self._process.start()
        theirs.close()

    def send(self, what: object) -> bool:
        """Send it; whether that could be done."""
        try:
            self._pipe.send(what)
        except OSError:
            return False
        return True

    def began(self) -> bool:
        """Whether it has begun to read the catalogue; it is waited for, and logged where it has not."""
        answer = self._answer(START)
        if answer != _BEGIN:
            log.warning("a process that cuts pages did not begin (%s): it is done without", answer or "no answer")
        return bool(answer == _BEGIN)

    def batch(self, ids: list[str]) -> Batch | None:
        """The batch of *ids*; None where the process failed, which is logged."""
        found = self._answer(None) if self.send(ids) else None
        if not isinstance(found, Batch) and self._pipe.closed:  # this process is done with it, or has failed itself
            return None
        if not isinstance(found, Batch):
            self._process.join(1)
            log.warning(
                "a process that cuts pages ended (%s): its pages are cut here",
                found or f"exit {self._process.exitcode}",
            )
            return None
        return found

    def end(self) -> None:
        """End it, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.join()

    def _answer(self, seconds: float | None) -> Any:
        try:
            return self._pipe.recv() if self._pipe.poll(seconds) else None
        except (EOFError, OSError):
            return None


def _help(pipe: Connection, settings: Settings, own: OwnWords) -> None:
    """What a worker does until it is ended: batches of the ids that it is sent, each state of the catalogue in turn."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too; the parent ends us
    end_with_parent()
    with suppress(EOFError, OSError):  # the parent is done with us
        try:
            made = Batches(Words(tokeniser_with(own, settings.index)))
            with open_store(settings, readonly=True) as store:
                while pipe.recv() == _BEGIN:
                    with store.frozen():
                        pipe.send(_BEGIN)
                        while (ids := pipe.recv()) is not _END:
                            pipe.send(made.batch(pages_of(store, ids)))
        except (EOFError, OSError):
            raise
        except Exception as e:
            pipe.send(f"{type(e).__name__}: {e}")
