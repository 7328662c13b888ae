"""Web archives of others, taken over into the WARC folder as they are, under a name made of their bytes.

The name makes taking over idempotent: the same file given again is known by its name. A ``.wacz`` is a ZIP file with
WARC files in its ``archive`` folder. A ``.warc.gz`` that was packed in one piece cannot be read from offsets; it is
kept unpacked.
"""

from __future__ import annotations

import gzip
import hashlib
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

from corpus.errors import cannot_write
from corpus.members import GZIP_START
from corpus.records import Rejected
from corpus.sources import WholeArchive
from corpus.warc_reader import begins_well, is_joined

COPIED = "copied-"  # files so named came from elsewhere: their ends are never repaired
MAX_MEMBERS = 1000  # WARC files in one .wacz
MAX_BYTES = 100_000_000_000  # of one WARC file once unpacked; larger ones are split everywhere
MAX_RATIO = 300  # unpacked to packed; text packs 5 to 20 times, a bomb 1000 times
_STEP = 1_000_000
# What opening and reading an archive of somebody's can raise: zipfile passes on the faults of its packers.
_UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


def take_over(archive: WholeArchive, folder: Path) -> Iterator[Path | Rejected]:
    """Copy the WARC files of *archive* into *folder*; yields where each is now, or why it was refused.

    Raises :class:`ArchiveProblem` where the copy cannot be written.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if not archive.name.lower().endswith(".wacz"):
        yield _taken(lambda: archive.path.open("rb"), archive.name, folder)
        return
    try:
        packed = zipfile.ZipFile(archive.path)
    except _UNREADABLE as e:
        yield _damaged(archive.name, e)
        return
    with packed:
        yield from _from_wacz(packed, archive.name, folder)


def remove_half_copies(folder: Path) -> None:
    """Take away what a crash left of copies that were not finished."""
    for path in folder.glob(f"{COPIED}*.part"):
        path.unlink(missing_ok=True)


def _from_wacz(packed: zipfile.ZipFile, name: str, folder: Path) -> Iterator[Path | Rejected]:
    infos = [i for i in packed.infolist() if i.filename.lower().endswith((".warc", ".warc.gz"))]
    if not infos:
        yield Rejected(url=name, stage="read", reason="no WARC file in the .wacz")
    for info in infos[:MAX_MEMBERS]:
        where = f"{name}/{info.filename}"
        if info.file_size > MAX_BYTES or info.file_size > MAX_RATIO * max(info.compress_size, _STEP):
            yield Rejected(url=where, stage="read", reason=f"it unpacks to {info.file_size} bytes; it is a trap")
        else:
            yield _taken(partial(packed.open, info), where, folder)
    for info in infos[MAX_MEMBERS:]:
        where = f"{name}/{info.filename}"
        yield Rejected(url=where, stage="read", reason=f"more than {MAX_MEMBERS} WARC files in one .wacz")


def _taken(opened: Callable[[], IO[bytes]], where: str, folder: Path) -> Path | Rejected:
    """One WARC file copied; what is wrong with it is told of it alone."""
    try:
        with opened() as source:
            return _copied(source, where, folder)
    except _UNREADABLE as e:
        return _damaged(where, e)


def _damaged(where: str, error: Exception) -> Rejected:
    why = getattr(error, "strerror", None) or error
    return Rejected(url=where, stage="read", reason=f"the archive is damaged or cannot be read: {why}")


def _copied(source: IO[bytes], where: str, folder: Path) -> Path | Rejected:
    part = folder / f"{COPIED}{os.getpid()}.part"
    try:
        digest = _copy(source, part)
        if not begins_well(part):
            return Rejected(url=where, stage="read", reason="not a WARC file, or its first record is cut off")
        if is_joined(part):
            plain = part.with_suffix(".unpacked.part")
            size = part.stat().st_size
            with gzip.open(part, "rb") as unpacked:
                _copy(unpacked, plain, most=min(MAX_BYTES, MAX_RATIO * max(size, _STEP)))
            with _writing(part):
                plain.replace(part)
        with part.open("rb") as file:
            end = ".warc.gz" if file.read(3) == GZIP_START else ".warc"
        final = folder / f"{COPIED}{digest[:16]}{end}"
        if not final.exists():
            with _writing(final):
                part.replace(final)
        return final
    except OverflowError:
        return Rejected(url=where, stage="read", reason=f"it unpacks to over {MAX_RATIO} times its size; it is a trap")
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
            part.with_suffix(".unpacked.part").unlink(missing_ok=True)


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, most: int = MAX_BYTES) -> str:
    """Copy all of *source*, safe on the disk; returns its sha256. Raises OverflowError beyond *most* bytes."""
    digest = hashlib.sha256()
    size = 0
    with _writing(target):
        file = target.open("wb")
    with file:
        while block := source.read(_STEP):
            size += len(block)
            if size > most:
                raise OverflowError(size)
            digest.update(block)
            with _writing(target):
                file.write(block)
        with _writing(target):
            file.flush()
            os.fsync(file.fileno())
    return digest.hexdigest()


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Tells a failure to write from one to read, which is the fault of the archive that was given."""
    try:
        yield
    except OSError as e:
        raise cannot_write(target, e) from e
