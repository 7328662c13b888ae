"""What a snapshot works out when first asked for, worked out before it serves; by the writer, for every reader."""

from __future__ import annotations

from pathlib import Path

from index import prepared
from index.complete import completions
from index.snapshot import Snapshot
from index.vocabulary import vocabulary


def warm(snapshot: Snapshot) -> None:
    """Have *snapshot* ready for searches, misspelt ones and completions; some two seconds for 20,000 pages.

    It may run in a thread of its own; a search that comes meanwhile waits for what it needs, and for no more.
    """
    with snapshot.whole():
        vocabulary(snapshot, snapshot.tokeniser).prepare()
        _ = completions(snapshot).spelt, snapshot.groups


def keep(folder: Path) -> None:
    """Have the generation *folder*, which has its manifest, keep what its readers would else work out; raises OSError.

    Raises :class:`corpus.errors.IndexProblem` where it cannot be read.
    """
    if not prepared.is_kept(folder):
        snapshot = Snapshot(folder, {})
        words = vocabulary(snapshot, snapshot.tokeniser)
        prepared.keep(folder, {**words.to_arrays(), **completions(snapshot).to_arrays(snapshot)})
