"""The CDXJ index beside each WARC file: one line for each capture, as replay tools read it.

::

    th,go,opdc)/content.php?content_id=2626&menu_id=5 20091103145624 {"url": "…", "mime": "text/html", …}

It is made from the WARC file, which alone is the truth, when that is closed. So an index that is there is one of the
whole file, and one that a crash prevented is missing: the next import or crawl makes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import cannot_write
from corpus.records import Capture, Location
from corpus.revisits import Revisit
from corpus.urls import surt

REVISIT = "warc/revisit"  # the media type by which replay tools know a revisit


def index_path(path: Path) -> Path:
    """Where the index of a WARC file lies."""
    return path.with_name(path.name + ".cdxj")


def index_line(
    url: str, captured: datetime, status: int | None, media_type: str, digest: str, location: Location
) -> str:
    """One line of an index, with its end; ASCII, so that every tool sorts it in the same way."""
    fields = {
        "url": url,
        "mime": media_type,
        "status": "-" if status is None else str(status),
        "digest": digest,
        "length": str(location.length),
        "offset": str(location.offset),
        "filename": location.file,
    }
    stamp = captured.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return f"{surt(url)} {''.join(c for c in stamp if c.isdigit())} {json.dumps(fields)}\n"


def rebuild_index(path: Path, found: Iterable[Capture | Revisit]) -> None:
    """Write the index of the WARC file *path* anew from its captures and revisits."""
    lines = {_line_of(c, c.location) for c in found if c.location is not None}
    index = index_path(path)
    fresh = index.with_name(f"{index.name}.new")
    try:
        fresh.write_text("".join(sorted(lines)), "ascii")
        fresh.replace(index)
    except OSError as e:
        raise cannot_write(index, e) from e


def _line_of(found: Capture | Revisit, location: Location) -> str:
    """The line of a capture, or of a revisit, whose payload replay tools find by its digest.

    A 304 has no status in the index: what is replayed is the answer that it stands for.
    """
    if isinstance(found, Capture):
        return index_line(found.url, found.captured, found.status, found.media_type, found.digest, location)
    status = None if found.why == "not-modified" else found.status
    return index_line(found.url, found.captured, status, REVISIT, found.digest, location)


def fault_of_index(path: Path, offsets: Iterable[int]) -> str:
    """What is wrong with the index of the WARC file *path*, whose captures begin at *offsets*; ``""`` for nothing."""
    index = index_path(path)
    try:
        lines = index.read_bytes().splitlines(keepends=True)
        fields = [json.loads(line.split(b" ", 2)[2]) for line in lines]
        named = {int(line["offset"]) for line in fields if line["filename"] == path.name}
    except FileNotFoundError:
        return f"the index {index} is missing"
    except (OSError, ValueError, LookupError, TypeError) as e:
        return f"the index {index} is damaged: {getattr(e, 'strerror', None) or type(e).__name__}"
    if lines != sorted(lines):
        return f"the index {index} is not sorted"
    missing = sum(offset not in named for offset in offsets)
    return f"the index {index} lacks {missing} captures" if missing else ""
