"""What a snapshot works out when first asked for, worked out before it serves."""

from __future__ import annotations

from index.complete import completions
from index.snapshot import Snapshot
from index.vocabulary import vocabulary


def warm(snapshot: Snapshot) -> None:
    """Have *snapshot* ready for searches, misspelt ones and completions; some two seconds for 20,000 pages.

    It may run in a thread of its own; a search that comes meanwhile waits for what it needs, and for no more.
    """
    vocabulary(snapshot, snapshot.tokeniser).prepare()
    _ = completions(snapshot).spelt, snapshot.groups
