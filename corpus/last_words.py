"""Why a run ended, where the disk was too full to say so in the catalogue: one small file, its room taken beforehand.

The file is made full of blanks when the work begins and written over in place when it fails, which needs no room. The
next command that writes the catalogue notes the reason there and removes the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOM = 2000  # bytes kept for a reason


def _path(data: Path, run_id: int) -> Path:
    return data / "logs" / f"run-{run_id:06d}.end"


@contextmanager
def reserved(data: Path, run_id: int) -> Iterator[Callable[[str], None]]:
    """Keep room for the last words of a run; gives the function that writes them, and removes what was not used."""
    path = _path(data, run_id)
    said = False

    def say(words: str) -> None:
        nonlocal said
        text = words.encode("utf-8", "replace")[:ROOM]
        with suppress(OSError), path.open("r+b") as file:  # nothing is left to tell it to
            file.write(text.ljust(ROOM))
            said = True

    with suppress(OSError):  # on a disk that is full already the reason is lost, not the crawl
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b" " * ROOM)
    try:
        yield say
    finally:
        if not said:
            forget(data, run_id)


def last_words(data: Path, run_id: int) -> str:
    """Why a run ended, where it could not note it; ``""`` where it said nothing."""
    try:
        return _path(data, run_id).read_bytes()[:ROOM].decode("utf-8", "replace").strip()
    except OSError:
        return ""


def forget(data: Path, run_id: int) -> None:
    """Remove what was kept for a run."""
    with suppress(OSError):  # it is said in the catalogue by now; the file is only in the way
        _path(data, run_id).unlink(missing_ok=True)
