"""The WARC files of the archive as files: which belong to a run, which is being written, their repair and indexes."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from pathlib import Path

from corpus.cdxj import index_path, rebuild_index
from corpus.errors import ArchiveProblem
from corpus.members import cut_tail
from corpus.records import Capture, Rejected
from corpus.revisits import Revisit
from corpus.warc_reader import entries

_FURTHER = re.compile(r"-[0-9]{5}\.warc\.gz")  # what follows the prefix of a run's second and later files


def run_files(folder: Path, prefix: str) -> list[Path]:
    """The WARC files of one run that are there, in the order in which they were written."""
    first = folder / f"{prefix}.warc.gz"
    further = (path for path in folder.glob(f"{prefix}-*.warc.gz") if _FURTHER.fullmatch(path.name[len(prefix) :]))
    return [*([first] if first.exists() else []), *sorted(further)]


def repair(path: Path, start: int = 0) -> int:
    """Cut a half-written record off the end of a ``.warc.gz`` and make its index anew.

    *start* is an offset up to which the file is known to be whole. Returns the bytes cut off. Raises
    :class:`ArchiveProblem` where the damage is not at the end; nothing is cut then.
    """
    cut = cut_tail(path, start)
    rebuild_index(path, _indexed(path))
    return cut


def ensure_index(path: Path) -> None:
    """Make the index of a WARC file that has none, from its captures."""
    if not index_path(path).exists():
        rebuild_index(path, _indexed(path))


def _indexed(path: Path) -> Iterator[Capture | Revisit]:
    for _, entry in entries(path):
        if not isinstance(entry, Rejected):
            yield entry


def in_use(path: Path) -> bool:
    """Whether a running command is writing *path*."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError as e:
        raise ArchiveProblem(f"cannot read the WARC file {path}: {e.strerror}") from e
    return False
