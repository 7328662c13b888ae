"""The catalogue: one SQLite file that says which articles there are, in which versions, and where their bytes lie.

The WARC files are the truth and the catalogue is what was understood of them: each transaction that adds articles
also notes up to which byte the WARC file was taken in, so that after a crash the rest is taken in again.
One command writes at a time, held apart by a lock file; readers never wait (SQLite's write-ahead log).

::

    with open_store(settings) as store, store.batch():
        store.put(article, capture, run_id)
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Literal

from corpus.errors import SlotTaken, StoreProblem, cannot_write_in
from corpus.last_words import forget, last_words
from corpus.processes import WriterLock, number_of, process_mark
from corpus.records import to_plain
from corpus.settings import Settings
from corpus.sites import Site
from corpus.store_merge import Merger
from corpus.store_read import ENDED_SILENTLY, Change, Kept, Known, NameKind
from corpus.store_schema import MIGRATIONS, connect, migrate, schema_version, told
from corpus.store_slots import LIVE_CRAWL, Slot
from corpus.store_standing import Standings
from corpus.store_visits import sortable
from corpus.store_write import Put

__all__ = ["Change", "Kept", "Known", "NameKind", "Put", "Store", "open_store"]

GLANCE = 0.2  # seconds: a command that only looks whether the lock is held holds it itself for a moment
TICK = 0.1  # seconds between two tries to take the lock


class Store(Merger, Standings):
    """The opened catalogue; a context manager. :func:`open_store` makes it."""

    def __init__(self, settings: Settings, connection: sqlite3.Connection, lock: WriterLock | None) -> None:
        super().__init__(settings.catalogue, connection)
        self._lock = lock

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let others write."""
        self._connection.close()
        if self._lock is not None:
            self._lock.give_back()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever is written meanwhile.

        Writers never wait for it; their log (the file ending in ``-wal``) grows until the end.
        """
        with told(self._path):
            self._connection.execute("BEGIN")
        try:
            self.last_seq()  # the moment is that of the first look
            yield
        finally:
            with told(self._path):
                self._connection.execute("ROLLBACK")

    def moment(self) -> int:
        """A number that is another one when this connection looks again after any other has written."""
        return int(self._one("SELECT data_version FROM pragma_data_version")[0])

    def born(self) -> str:
        """When and by which process the first run of this catalogue was begun: no two catalogues have it in common.

        ``""`` in an empty one. A copy, and what is restored from a backup, has that of the original.
        """
        row = self._one("SELECT started, process FROM runs ORDER BY id")
        return " ".join(row) if row else ""

    def snapshot(self, target: Path) -> None:
        """Copy the catalogue as it is now into the new file *target*; a writer at work is not disturbed."""
        with told(target):
            copy = sqlite3.connect(target)
            try:
                self._connection.backup(copy)
            finally:
                copy.close()

    def begin_run(self, command: str, site: Site | str = "", slot: Slot | None = None) -> int:
        """Note that a run begins; returns its number. Of a :class:`Site` the profile is kept too.

        With *slot*, that slot of the site's schedule is claimed in the same transaction; raises :class:`SlotTaken`
        where another run has it or is at work on the site.
        """
        name = site if isinstance(site, str) else site.name
        now = sortable(datetime.now(UTC))
        with self.batch():
            if slot is not None:
                self._refuse_taken(name, slot)
            if isinstance(site, Site):
                self.keep_site(site)
            run_id = self._write(
                "INSERT INTO runs (command, site, started, status, process) VALUES (?, ?, ?, 'running', ?)",
                (command, name, now, process_mark()),
            )
            if slot is not None:
                self._write(
                    "INSERT INTO slots (site, slot, attempt, run, claimed, missed) VALUES (?, ?, ?, ?, ?, ?)",
                    (name, slot.name, slot.attempt, run_id, now, slot.missed),
                )
            return run_id

    def _refuse_taken(self, site: str, slot: Slot) -> None:
        at_work = self.at_work(site)
        if at_work is not None:
            raise SlotTaken(f"run {at_work} is at work on the site {site}; khlang due says what comes next")
        row = self._one(
            "SELECT run FROM slots WHERE site = ? AND slot = ? AND attempt >= ?", (site, slot.name, slot.attempt)
        )
        if row is not None:
            raise SlotTaken(
                f"run {row[0]} has the slot {slot.name} of the site {site}; khlang due says what comes next"
            )

    def leave_off(self, run_id: int) -> None:
        """Note that a scheduled run was stopped before its end: its slot may be claimed again."""
        with self.batch():
            self._write("UPDATE slots SET left_off = 1 WHERE run = ?", (run_id,))

    def at_work(self, site: str) -> int | None:
        """The run whose process is crawling *site* itself, not its copies in web archives; None where none is."""
        crawls = self._all(f"SELECT id FROM runs WHERE site = ? AND status = 'running' AND {LIVE_CRAWL}", (site,))  # noqa: S608  # a constant
        return next((row[0] for row in crawls if row[0] in self.live_runs()), None)

    def end_run(
        self,
        run_id: int,
        status: Literal["done", "partial", "failed", "crashed"],
        counts: Mapping[str, int],
        message: str = "",
    ) -> None:
        """Note how a run ended; stamps that its articles share with others are judged then."""
        with self.batch():
            self.settle_stamps()
            self._write(
                "UPDATE runs SET status = ?, counts = ?, message = ?, finished = ? WHERE id = ?",
                (status, json.dumps(dict(counts)), message, sortable(datetime.now(UTC)), run_id),
            )

    def note_counts(self, run_id: int, counts: Mapping[str, int]) -> None:
        """Note what a run that goes on did so far."""
        with self.batch():
            self._write("UPDATE runs SET counts = ? WHERE id = ?", (json.dumps(dict(counts)), run_id))

    def dead_runs(self) -> tuple[int, ...]:
        """The runs that are noted as running although their process is gone."""
        return tuple(run_id for run_id, alive in self._running() if not alive)

    def live_runs(self) -> tuple[int, ...]:
        """The runs whose process is at work."""
        return tuple(run_id for run_id, alive in self._running() if alive)

    def _running(self) -> Iterator[tuple[int, bool]]:
        for run_id, mark in self._all("SELECT id, process FROM runs WHERE status = 'running' ORDER BY id"):
            yield run_id, self._goes_on(run_id, mark)

    def close_crashed_runs(self) -> tuple[int, ...]:
        """Mark runs as crashed whose process is gone, or as failed where it left its reason; returns their numbers."""
        crashed = self.dead_runs()
        with self.batch():
            for run_id in crashed:
                words = last_words(self._path.parent, run_id)
                counts = json.loads(self._one("SELECT counts FROM runs WHERE id = ?", (run_id,))[0])
                self._write(
                    "UPDATE runs SET status = ?, counts = ?, finished = ?, message = ? WHERE id = ?",
                    (
                        "failed" if words else "crashed",
                        json.dumps(counts | ({"interrupted": 1} if words else {})),
                        sortable(datetime.now(UTC)),
                        words or ENDED_SILENTLY,
                        run_id,
                    ),
                )
        for run_id in crashed:
            forget(self._path.parent, run_id)
        return crashed

    def give_up_own_runs(self) -> None:
        """Mark the runs of this very process as crashed that a fault of the program left without an end."""
        with self.batch():
            self._write(
                "UPDATE runs SET status = 'crashed', finished = ?, message = ?"
                " WHERE status = 'running' AND process = ?",
                (
                    sortable(datetime.now(UTC)),
                    "an error of the program ended it; what it fetched is kept",
                    process_mark(),
                ),
            )

    def keep_site(self, site: Site) -> None:
        """Keep a profile, so that pages left by a crash are later read with it."""
        self._write(
            "INSERT OR REPLACE INTO sites (name, profile) VALUES (?, ?)",
            (site.name, json.dumps(to_plain(site), ensure_ascii=False)),
        )


def open_store(
    settings: Settings, *, readonly: bool = False, patience: float = GLANCE, waiting: Callable[[], None] | None = None
) -> Store:
    """Open the catalogue of a data folder; for writing it is made where there is none.

    Another command that writes is waited for, *patience* seconds long; *waiting* is called now and then.
    Raises :class:`StoreProblem` where there is none to read, it is damaged, of a newer program or not ours, or
    another command is writing.
    """
    path = settings.catalogue
    if readonly:
        return _open_to_read(settings)
    _refuse_a_file(settings.data)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(settings.data / "writer.lock")
        until = monotonic() + patience
        while (holder := lock.take()) is not None and monotonic() < until:
            if waiting is not None:
                waiting()
            sleep(TICK)
    except OSError as e:
        raise cannot_write_in(settings.data, e) from e
    if holder is not None:
        who = f" (process {number_of(holder)})" if holder else ""
        raise StoreProblem(f"another khlang command is writing in {settings.data}{who}; wait until it is done")
    try:
        with told(path):
            connection = connect(path, readonly=False)
            try:
                migrate(connection, path, MIGRATIONS)
            except BaseException:
                connection.close()
                raise
    except BaseException:
        lock.give_back()
        raise
    return Store(settings, connection, lock)


def _open_to_read(settings: Settings) -> Store:
    path = settings.catalogue
    _refuse_a_file(settings.data)
    if not path.is_file():
        raise StoreProblem(f"no catalogue in {settings.data}; take pages in with: khlang crawl or khlang import")
    with told(path):
        connection = connect(path, readonly=True)
        try:
            older = schema_version(connection, path, len(MIGRATIONS)) < len(MIGRATIONS)
        except BaseException:
            connection.close()
            raise
    if older:
        connection.close()
        open_store(settings).close()  # upgrades it
        return _open_to_read(settings)
    return Store(settings, connection, None)


def _refuse_a_file(data: Path) -> None:
    if data.exists() and not data.is_dir():
        raise StoreProblem(f"the data folder {data} is a file; choose another with --data")
