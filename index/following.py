"""Following the index on: the newest snapshot is opened beside the one that answers, then takes its place.

Opening costs a second or more, and what is worked out once for each snapshot as much again. No search waits for it: one
thread in the background does both, and searches meanwhile have the snapshot that was.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from corpus.errors import IndexProblem
from corpus.processes import give_back_memory
from index.generations import opened, serving, signature
from index.snapshot import Snapshot

log = logging.getLogger(__name__)

THREAD = "khlang-index"  # the name of the one in the background


class Following:
    """The newest snapshot of the index in *root*; :class:`IndexProblem` where there is none that can be used.

    *make* opens a generation, and *prepare* works out what the first searches would else wait for.
    """

    def __init__(self, root: Path, make: Callable[[Path], Snapshot], prepare: Callable[[Snapshot], None]) -> None:
        self._root, self._make, self._prepare = root, make, prepare
        self._opening = threading.Lock()  # one at a time opens
        self._beginning = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._seen = signature(root)
        self._snapshot = opened(root, make)

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that answers now; where the index went on, opening the newest is begun."""
        if signature(self._root) != self._seen:
            self._begin(self._follow)
        return self._snapshot

    def prepare(self) -> None:
        """Begin to work out what the first searches would else wait for."""
        self._begin(lambda: self._prepare(self._snapshot))

    def refresh(self) -> bool:
        """Open the newest snapshot, or wait while it is being opened; whether another serves now than before.

        One that cannot be used is not tried again until there is another: :class:`IndexProblem`, and the old one stays.
        """
        before = self._snapshot
        with self._opening:
            now = signature(self._root)
            if now != self._seen:
                self._seen = now
                new = serving(self._root, self._make)
                self._prepare(new)
                self._snapshot = new
        return self._snapshot is not before

    def close(self) -> None:
        """Begin nothing any more; what is being opened comes to its end unheeded."""
        with self._beginning:
            self._closed = True

    def _begin(self, what: Callable[[], object]) -> None:
        """Do *what* in the background, unless something is being done there."""
        with self._beginning:
            if self._closed or (self._thread is not None and self._thread.is_alive()):
                return
            # A daemon: a process that ends does not wait for an opening that nobody will search.
            self._thread = threading.Thread(target=self._told, args=(what,), name=THREAD, daemon=True)
            self._thread.start()

    def _told(self, what: Callable[[], object]) -> None:
        try:
            what()
            give_back_memory()  # of what was worked out on the way, 10 MB for 20,000 pages
        except IndexProblem as e:
            log.warning("the new index cannot be used, the old one keeps serving: %s", e)
        except Exception:
            log.exception("the new index could not be opened, the old one keeps serving")

    def _follow(self) -> None:
        self.refresh()
