"""One file that holds all of a data folder that cannot be made again, and the way back.

A backup is a plain tar file: ``archive.sqlite`` (a consistent copy, also while a crawl writes), ``warc/…`` with the
indexes beside them, ``sites/…``, and last ``khlang-backup.json`` with the size and SHA-256 of each, so that a cut-off
file is known as one. The search index is left out: it is made again with ``khlang index build``.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from corpus.errors import ArchiveProblem, StoreProblem, cannot_write
from corpus.processes import WriterLock
from corpus.records import Progress, no_progress, to_plain
from corpus.settings import Settings
from corpus.store import open_store

MANIFEST = "khlang-backup.json"
FORMAT = 1
MAX_MANIFEST = 100_000_000  # bytes; some 600,000 files
STAGE = "restore.part"
_STEP = 1_048_576
_NAME = re.compile(r"archive\.sqlite|(?:warc|sites)/[A-Za-z0-9][A-Za-z0-9._-]{0,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds: when it was made, its files, their bytes, and the articles in the catalogue."""

    created: str
    files: int
    size: int
    articles: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of the manifest."""

    size: int
    sha256: str


def backup(settings: Settings, target: Path, progress: Progress = no_progress) -> Backup:
    """Write everything of the data folder that cannot be made again into the new file *target*.

    A crawl that runs meanwhile is not disturbed: the copy holds all that the catalogue knew when it began. Raises
    :class:`ArchiveProblem` where *target* exists, cannot be written, or a WARC file is missing or too short, and
    :class:`StoreProblem` where there is no catalogue to copy.
    """
    if target.exists() or target.is_symlink():
        raise ArchiveProblem(f"{target} exists already; give the backup a name of its own")
    if not target.parent.is_dir():
        raise ArchiveProblem(f"there is no folder {target.parent}; make it, or give the backup another place")
    part = target.with_name(f"{target.name}.part")
    snapshot = target.with_name(f"{target.name}.sqlite.part")
    try:
        with open_store(settings, readonly=True) as store:
            snapshot.unlink(missing_ok=True)
            committed = store.committed()
            store.snapshot(snapshot)
            articles = store.counts()["articles"]
        # The WARC files are copied after the catalogue: they only grow, so they hold all that it knows.
        sources = [("archive.sqlite", snapshot), *_files(settings, committed)]
        needed = {"archive.sqlite", *(f"warc/{name}" for name, length in committed.items() if length)}
        made = _write(part, sources, needed, articles, progress)
        _safe(part)
        part.replace(target)
        _safe(target.parent)
    except OSError as e:
        raise cannot_write(target, e) from e
    finally:
        for left in (part, snapshot):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return made


def restore(settings: Settings, source: Path, progress: Progress = no_progress) -> Backup:
    """Put the backup *source* into a data folder that holds no archive yet.

    Everything is unpacked beside its place and held against the manifest first; only then it is moved there. Profiles
    that the folder has stay. Raises :class:`ArchiveProblem` for a file that is no whole backup, for a folder that
    holds an archive, another profile of the same name, or cannot be written; then nothing was moved.
    """
    data = settings.data
    if settings.catalogue.exists() or any(settings.warc.glob("*")):
        raise ArchiveProblem(f"there is an archive in {data} already; restore into another folder with --data")
    made_here = not data.exists()
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(data / "writer.lock")
        if lock.take() is not None:
            raise ArchiveProblem(f"another khlang command is writing in {data}; wait until it is done")
    except OSError as e:
        raise cannot_write(data, e) from e
    stage = data / STAGE
    try:
        shutil.rmtree(stage, ignore_errors=True)
        made = _unpack(source, stage, progress)
        _examine(replace(settings, data=stage), source)
        _move(stage, settings)
    except OSError as e:
        raise cannot_write(data, e) from e
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        lock.give_back()
        if made_here and not settings.catalogue.exists() and not settings.warc.exists():
            _unmake(data)
    return made


def _unmake(data: Path) -> None:
    """Take away the folder that was made for a restore which came to nothing."""
    with suppress(OSError):
        (data / "writer.lock").unlink(missing_ok=True)
        data.rmdir()


def _files(settings: Settings, committed: dict[str, int]) -> Iterator[tuple[str, Path]]:
    """Every file beside the catalogue, by its name in the backup."""
    there = {path.name: path for path in sorted(settings.warc.glob("*")) if path.is_file()}
    for name, length in committed.items():
        if length and (name not in there or _size(there[name]) < length):
            raise ArchiveProblem(
                f"the WARC file {settings.warc / name} lacks bytes that the catalogue knows;"
                " run khlang doctor, nothing was written"
            )
    for name, path in there.items():
        if _NAME.fullmatch(f"warc/{name}") and not name.endswith((".part", ".new")):
            yield f"warc/{name}", path
    for path in sorted((settings.data / "sites").glob("*.toml")):
        if path.is_file() and _NAME.fullmatch(f"sites/{path.name}"):
            yield f"sites/{path.name}", path


def _write(part: Path, sources: list[tuple[str, Path]], needed: set[str], articles: int, progress: Progress) -> Backup:
    total = sum(_size(path) for _, path in sources)
    entries: dict[str, _Entry] = {}
    done = 0
    with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, path in sources:
            try:
                file = path.open("rb")
            except FileNotFoundError as e:
                if name in needed:
                    raise ArchiveProblem(f"{path} went away while it was copied; run khlang backup again") from e
                continue  # a run that brought nothing takes its files away at its end
            except OSError as e:
                raise ArchiveProblem(f"cannot read {path}: {e.strerror}; make it readable, then back up again") from e
            with file:
                entries[name] = _add(tar, name, path, file)
            done += entries[name].size
            progress(done, total, name)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = {"format": FORMAT, "created": created, "articles": articles, "files": to_plain(entries)}
        raw = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        last = tarfile.TarInfo(MANIFEST)
        last.size = len(raw)
        tar.addfile(last, io.BytesIO(raw))
    return Backup(created=created, files=len(entries), size=done, articles=articles)


def _add(tar: tarfile.TarFile, name: str, path: Path, file: IO[bytes]) -> _Entry:
    """Copy one file; of a WARC file that is being written, and so goes on growing, what stands there now."""
    member = tarfile.TarInfo(name)
    stat = os.fstat(file.fileno())
    member.size, member.mtime = stat.st_size, int(stat.st_mtime)
    reader = _Digesting(file, member.size)
    try:
        tar.addfile(member, reader)
    except tarfile.TarError as e:
        raise ArchiveProblem(f"{path} changed while it was copied; run khlang backup again") from e
    return _Entry(member.size, reader.digest.hexdigest())


def _size(path: Path) -> int:
    """The bytes of a file; 0 where it went away meanwhile."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


class _Digesting(io.RawIOBase):
    """At most *size* bytes of a file, digested while they are read."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        wanted = self._left if size < 0 else min(size, self._left)
        block = self._file.read(wanted)
        self._left -= len(block)
        self.digest.update(block)
        return block


def _unpack(source: Path, stage: Path, progress: Progress) -> Backup:
    """Unpack *source* into the new folder *stage*, holding every file against the manifest."""
    found: dict[str, _Entry] = {}
    manifest: dict[str, object] | None = None
    with _reading(source) as (tar, done):
        total = source.stat().st_size
        for member in tar:
            if manifest is not None or not member.isfile() or member.name in found:
                raise _no_backup(source, f"{member.name[:80]!r} stands where nothing of the kind belongs")
            file = tar.extractfile(member)
            if file is None:
                raise _no_backup(source, f"{member.name[:80]!r} cannot be read")
            if member.name == MANIFEST:
                manifest = _manifest(file.read(MAX_MANIFEST), source)
            elif _NAME.fullmatch(member.name):
                found[member.name] = _extract(file, stage / member.name, member.size)
            else:
                raise _no_backup(source, f"{member.name[:80]!r} is none of its files")
            progress(done(), total, member.name)
    if manifest is None:
        raise _no_backup(source, "it ends before its list of files")
    files = manifest["files"]
    if files != to_plain(found):
        listed = files if isinstance(files, dict) else {}
        plain = to_plain(found)
        wrong = sorted(name for name in {*listed, *plain} if listed.get(name) != plain.get(name))
        raise _no_backup(source, f"{len(wrong)} files are not as its list says, first {wrong[0] if wrong else '?'}")
    articles = manifest.get("articles")
    return Backup(
        created=str(manifest.get("created", "")),
        files=len(found),
        size=sum(entry.size for entry in found.values()),
        articles=articles if isinstance(articles, int) else 0,
    )


@contextmanager
def _reading(source: Path) -> Iterator[tuple[tarfile.TarFile, Callable[[], int]]]:
    try:
        raw = source.open("rb")
    except OSError as e:
        raise ArchiveProblem(f"cannot read the backup {source}: {e.strerror}; give a file that exists") from e
    with raw:
        try:
            with tarfile.open(fileobj=raw, mode="r:") as tar:
                yield tar, raw.tell
        except (tarfile.TarError, EOFError, ValueError) as e:
            raise _no_backup(source, str(e)) from e


def _manifest(raw: bytes, source: Path) -> dict[str, object]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as e:
        raise _no_backup(source, "its list of files cannot be read") from e
    if not isinstance(value, dict) or "files" not in value:
        raise _no_backup(source, "its list of files is none")
    if value.get("format") != FORMAT:
        raise ArchiveProblem(
            f"{source} is a backup of format {value.get('format')!r} and this program knows format {FORMAT};"
            " install the newer program that made it"
        )
    return value


def _extract(file: IO[bytes], path: Path, size: int) -> _Entry:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as out:
        while block := file.read(_STEP):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return _Entry(size, digest.hexdigest())


def _examine(staged: Settings, source: Path) -> None:
    """The catalogue of a backup must be sound and know no more of the WARC files than there is."""
    try:
        with open_store(staged, readonly=True) as store:
            faults = list(store.faults(quick=True))
            committed = store.committed()
    except StoreProblem as e:
        raise _no_backup(source, f"its catalogue cannot be used: {e}") from e
    for name, length in committed.items():
        path = staged.warc / name
        if length and (not path.is_file() or path.stat().st_size < length):
            faults.append(f"the WARC file {name} is not whole in it")
    if faults:
        raise _no_backup(source, faults[0])


def _move(stage: Path, settings: Settings) -> None:
    """Everything to its place, or nothing; the catalogue last: until then the WARC files would make it anew."""
    sites = settings.data / "sites"
    moves = []
    if (stage / "warc").is_dir():
        moves.append((stage / "warc", settings.warc))
    for path in sorted((stage / "sites").glob("*")):
        place = sites / path.name
        if not place.exists():
            moves.append((path, place))
        elif place.read_bytes() != path.read_bytes():
            raise ArchiveProblem(f"{place} is there already and differs from the backup's; move it away, then restore")
    moves.append((stage / "archive.sqlite", settings.catalogue))
    with suppress(FileNotFoundError):
        settings.warc.rmdir()  # an empty one may be there
    if any(place.parent == sites for _, place in moves):
        sites.mkdir(exist_ok=True)
    moved: list[tuple[Path, Path]] = []
    try:
        for path, place in moves:
            path.rename(place)
            moved.append((path, place))
    except OSError:
        for path, place in reversed(moved):
            place.rename(path)
        raise
    if sites.is_dir():
        _safe(sites)
    _safe(settings.data)


def _safe(path: Path) -> None:
    """Make a file, or the names in a folder, safe on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _no_backup(source: Path, why: str) -> ArchiveProblem:
    return ArchiveProblem(f"{source} is not a whole backup: {why}; give another one, nothing was changed")
