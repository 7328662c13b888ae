"""The CDXJ index beside each WARC file: one line for each capture, as replay tools read it.

::

    th,go,opdc)/content.php?content_id=2626&menu_id=5 20091103145624 {"url": "…", "mime": "text/html", …}

Lines are added as captures are written and sorted when the file is closed; the WARC file alone is the truth, and
the index can always be made anew from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import ArchiveProblem
from corpus.records import Capture, Location
from corpus.urls import surt


def index_path(path: Path) -> Path:
    """Where the index of a WARC file lies."""
    return path.with_name(path.name + ".cdxj")


def index_line(url: str, captured: datetime, status: int, media_type: str, digest: str, location: Location) -> str:
    """One line of an index, with its end; ASCII, so that every tool sorts it in the same way."""
    fields = {
        "url": url,
        "mime": media_type,
        "status": str(status),
        "digest": digest,
        "length": str(location.length),
        "offset": str(location.offset),
        "filename": location.file,
    }
    stamp = captured.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return f"{surt(url)} {''.join(c for c in stamp if c.isdigit())} {json.dumps(fields)}\n"


def add_lines(path: Path, lines: Iterable[str]) -> None:
    """Add *lines* to the index of the WARC file *path*; raises OSError."""
    with index_path(path).open("a", encoding="ascii") as file:
        file.writelines(lines)


def sort_index(path: Path) -> None:
    """Sort the index of the WARC file *path*: replay tools search it by halving."""
    index = index_path(path)
    if index.exists():
        _replace(index, index.read_text("ascii").splitlines(keepends=True))


def rebuild_index(path: Path, found: Iterable[Capture]) -> None:
    """Write the index of the WARC file *path* anew from its captures."""
    _replace(
        index_path(path),
        [
            index_line(c.url, c.captured, c.status, c.media_type, c.digest, c.location)
            for c in found
            if c.location is not None
        ],
    )


def _replace(index: Path, lines: list[str]) -> None:
    try:
        fresh = index.with_suffix(".new")
        fresh.write_text("".join(sorted(set(lines))), "ascii")
        fresh.replace(index)
    except OSError as e:
        raise ArchiveProblem(f"cannot write {index}: {e.strerror}; free some space on the disk, then try again") from e
