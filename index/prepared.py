"""Lexicons and completions of one generation of the index, worked out by its writer and mapped by every reader.

::

    index/g000007/prepared-<digest>.arrays    beside the files of its manifest, which knows nothing of it

A manifest is never written again, and this file is, by an update that finds nothing else to do: so it carries its own
digest, and nobody refuses an index for it. The name tells what program made it. Where there is none of this program,
as after an upgrade, each process works out the same by itself, which takes a second and some 60 MB of memory for 20,000
pages; the next update makes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from index import kept
from index.arrays import Array


def read(folder: Path) -> Mapping[str, Array] | None:
    """What :func:`keep` kept in the generation *folder*; None where it did not, or the file is damaged (logged)."""
    path = _path(folder)
    if path is None or not path.is_file():
        return None
    found = kept.read_file(path, kept.whole_program())
    return found.arrays if found else None


def is_kept(folder: Path) -> bool:
    """Whether :func:`read` would find something."""
    path = _path(folder)
    return path is not None and kept.is_whole(path, kept.whole_program())


def damaged(folder: Path) -> str:
    """The name of the file that :func:`keep` kept in *folder* where its bytes are others now, ``""`` else."""
    path = _path(folder)
    return path.name if path is not None and path.is_file() and not kept.is_whole(path, kept.whole_program()) else ""


def keep(folder: Path, arrays: Mapping[str, Array]) -> None:
    """Keep *arrays* in the generation *folder*, and none of other programs; raises OSError."""
    path = _path(folder)
    if path is not None:
        kept.write_file(path, kept.Kept(arrays, {}), kept.whole_program())
        for other in folder.glob("prepared-*"):
            if other != path:
                other.unlink(missing_ok=True)


def _path(folder: Path) -> Path | None:
    return folder / f"prepared-{program}.arrays" if (program := kept.whole_program()) else None
