"""The index folder: generations side by side, one of them current. None changes once it has a manifest.

::

    index/
      CURRENT            the name of the generation that serves, replaced in one step
      LOCK               held by the one writer; the system lets go of it when the process ends, however it ends
      g000007/           the files of the engine and manifest.json, written last
      g000006/           the generation before; older ones stay while a reader has them open

A writer fills a new generation beside the serving one, brings it on to the disk and then replaces ``CURRENT``. An
update begins with the files of the serving generation, shared by hard links, so that it costs what it adds. A process
killed at any moment, a full disk and an error of the program leave the generation that was serving as it was.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

from corpus.errors import IndexProblem
from corpus.processes import Hold, WriterLock, number_of, unused

log = logging.getLogger(__name__)
T = TypeVar("T")

CURRENT, LOCK, MANIFEST = "CURRENT", "LOCK", "manifest.json"
BUILD, REBUILD = "build it with: khlang index build", "rebuild with: khlang index build"
TICK = 0.2  # seconds between two tries to take the lock
TRIES = 20  # generations that may be replaced while one reader tries to open them
_GENERATION = re.compile(r"g(\d{6,})")
_REPAIRS = (
    ((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "make room there"),
    ((errno.EACCES, errno.EPERM, errno.EROFS), "change its owner or its rights"),
    ((errno.EEXIST, errno.ENOTDIR), "move away what stands there"),
)
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EMLINK, errno.ENOSYS)


def current(root: Path) -> Path:
    """The folder of the generation that serves; :class:`IndexProblem` when there is none."""
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexProblem(f"no index in {root}; {BUILD}") from None
    except (OSError, UnicodeDecodeError) as e:
        raise IndexProblem(f"cannot read {root / CURRENT}: {e}; {REBUILD}") from e
    if not _GENERATION.fullmatch(name) or not (root / name).is_dir():
        raise IndexProblem(f"{root / CURRENT} names {name[:40]!r}, which is no index here; {REBUILD}")
    return root / name


def complete(root: Path) -> list[Path]:
    """The generations that were finished, newest first, whatever ``CURRENT`` says."""
    with suppress(OSError):
        return [folder for folder in reversed(_generations(root)) if (folder / MANIFEST).is_file()]
    return []


def hold(folder: Path) -> Hold:
    """Keep the files of a generation from being removed while the value lives; :class:`IndexProblem` for none."""
    try:
        return Hold(folder / MANIFEST)
    except OSError as e:
        raise IndexProblem(f"the index in {folder} has no readable {MANIFEST} ({e.strerror or e}); {REBUILD}") from e


def serving(root: Path, make: Callable[[Path], T]) -> T:
    """What *make* opens of the generation that serves; one that is replaced and removed meanwhile is no failure."""
    for _ in range(TRIES):
        folder = current(root)
        try:
            return make(folder)
        except IndexProblem:
            if _serving(root) in (folder, None):
                raise
    return make(current(root))


def opened(root: Path, make: Callable[[Path], T]) -> T:
    """What *make* opens of the generation that serves; where it is damaged, of the newest other one that is whole.

    Raises the :class:`IndexProblem` of the first where there is none.
    """
    try:
        return serving(root, make)
    except IndexProblem as problem:
        refused = _serving(root)
        for folder in complete(root):
            if folder != refused:
                with suppress(IndexProblem):
                    made = make(folder)
                    log.warning("%s; %s serves in its place", problem, folder)
                    return made
        raise


def signature(root: Path) -> tuple[object, ...]:
    """Changes whenever the serving index does; costs two calls of the system."""
    try:
        folder = current(root)
        found = (folder / MANIFEST).stat()
    except (IndexProblem, OSError):
        return ()
    return folder.name, found.st_mtime_ns, found.st_ino


@contextmanager
def writing(root: Path, patience: float = 0.0) -> Iterator[None]:
    """The right to write; another process that has it is waited for, *patience* seconds long.

    Raises :class:`IndexProblem` where it has it still, or where the system does not let us write, now or inside.
    """
    lock = WriterLock(root / LOCK)
    with _on_disk(root):
        root.mkdir(parents=True, exist_ok=True)
        until = monotonic() + patience
        while (holder := lock.take()) is not None and monotonic() < until:
            sleep(TICK)
    if holder is not None:
        who = f" ({number_of(holder)})" if holder else ""
        raise IndexProblem(f"another process{who} is writing the index in {root}; wait until it is done")
    try:
        with _on_disk(root):
            yield
    finally:
        lock.give_back()


@contextmanager
def new_generation(root: Path) -> Iterator[Path]:
    """An empty folder beside the serving one, taken away again where it is not finished by :func:`make_current`.

    What a killed writer left is removed first.
    """
    remove_unfinished(root)
    folder = root / f"g{max(map(_number, _generations(root)), default=0) + 1:06d}"
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        _remove(folder)
        raise


def remove_unfinished(root: Path) -> None:
    """Remove what a killed writer left in the index folder *root*; to be called by who has the right to write."""
    serving = _serving(root)
    for folder in _generations(root):
        left = serving is not None and _number(folder) > _number(serving) and unused(folder / MANIFEST)
        if left or not (folder / MANIFEST).is_file():
            _remove(folder)


def share(files: Iterable[Path], folder: Path) -> None:
    """Have *files* in *folder* too, without their bytes being copied where the file system can."""
    for path in files:
        try:
            (folder / path.name).hardlink_to(path)
        except OSError as e:
            if e.errno not in _NO_LINKS:
                raise
            shutil.copyfile(path, folder / path.name)


def make_current(folder: Path) -> None:
    """Let the finished generation *folder* serve.

    The one before is kept, for a process that is about to open it; older ones are removed unless a reader has them.
    """
    root, before = folder.parent, _serving(folder.parent)
    for path in (*folder.iterdir(), folder, root):
        _sync(path)
    replace_file(root / CURRENT, folder.name + "\n")
    with suppress(OSError):  # it serves already, and what could not be removed is tried again by the next writer
        _sync(root)
        for other in _generations(root):
            if other not in (folder, before) and unused(other / MANIFEST):
                _remove(other)


def replace_file(path: Path, content: str | bytes) -> None:
    """Write *content*, a text as UTF-8, beside *path*, on to the disk, and move it there in one step."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def _on_disk(root: Path) -> Iterator[None]:
    """What the system refuses, said in one sentence."""
    try:
        yield
    except OSError as e:
        repair = next((what for errors, what in _REPAIRS if e.errno in errors), "check the disk")
        raise IndexProblem(
            f"cannot write the index in {root}: {e.strerror or e}; {repair} and run it again; what served, serves on"
        ) from e


def _serving(root: Path) -> Path | None:
    try:
        return current(root)
    except IndexProblem:
        return None


def _generations(root: Path) -> list[Path]:
    found = (f for f in root.iterdir() if _GENERATION.fullmatch(f.name) and f.is_dir())
    return sorted(found, key=_number)


def _number(folder: Path) -> int:
    return int(folder.name[1:])


def _remove(folder: Path) -> None:
    """Remove a generation: its manifest first, without which nobody takes what is left for one."""
    with suppress(OSError):
        (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)  # a file that is kept open on Windows goes with a later writer


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
