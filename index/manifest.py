"""The index folder: generations side by side, one of them current, each with a manifest that says what it is.

::

    index/
      CURRENT            the name of the generation that serves, replaced in one step
      LOCK               held by the one writer; the system lets go of it when the process ends, however it ends
      g000007/           Whoosh's files and manifest.json, written last
      g000006/           the generation before, kept until the next build for readers that still have it open

Every file is replaced as a whole, so a process killed at any moment leaves the index that was there before.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from time import monotonic, sleep

from corpus.errors import IndexProblem
from corpus.processes import WriterLock
from index.schema import SCHEMA_VERSION
from index.tokens import Tokeniser

CURRENT, LOCK, MANIFEST = "CURRENT", "LOCK", "manifest.json"
BUILD, REBUILD = "build it with: khlang index build", "rebuild with: khlang index build"
TICK = 0.2  # seconds between two tries to take the lock
_GENERATION = re.compile(r"g(\d{6,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an index was built with, and up to which change of the catalogue; ``documents`` counts the live ones."""

    schema: int
    tokens: str
    made_with: str
    whoosh: str
    seq: int
    documents: int

    @classmethod
    def now(cls, tokeniser: Tokeniser, seq: int, documents: int) -> Manifest:
        """The manifest of an index written by this program."""
        return cls(
            schema=SCHEMA_VERSION,
            tokens=f'{tokeniser.engine} {tokeniser.dictionary.digest} {tokeniser.own.digest}',
            made_with=tokeniser.engine,
            whoosh=version("whoosh3"),
            seq=seq,
            documents=documents,
        )

    def write(self, folder: Path) -> None:
        """Put it into the generation *folder*, in one step."""
        replace_file(folder / MANIFEST, json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of the generation *folder*; :class:`IndexProblem` when it is missing or damaged."""
        try:
            data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return cls(**{f.name: data[f.name] for f in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError) as e:
            raise IndexProblem(f"the index in {folder} has no readable {MANIFEST} ({e}); {REBUILD}") from e

    def require(self, tokeniser: Tokeniser, folder: Path) -> None:
        """:class:`IndexProblem` unless this program cuts words and lays out fields as the index was built."""
        ours = self.now(tokeniser, self.seq, self.documents)
        if (self.schema, self.tokens, self.whoosh) != (ours.schema, ours.tokens, ours.whoosh):
            raise IndexProblem(f"the index in {folder} was built with {self}, but this program has {ours}; {REBUILD}")

    def __str__(self) -> str:
        return f"{self.made_with}, whoosh3 {self.whoosh}, schema {self.schema} ({self.tokens})"


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


def signature(root: Path) -> tuple[object, ...]:
    """Changes whenever the serving index does; costs two calls of the system."""
    try:
        folder = current(root)
        found = (folder / MANIFEST).stat()
    except (IndexProblem, OSError):
        return ()
    return folder.name, found.st_mtime_ns, found.st_ino


def new_generation(root: Path) -> Path:
    """An empty folder beside the serving one; leftovers of builds that did not finish are removed."""
    serving = _serving(root)
    for folder in _generations(root):
        if serving is None or folder.name > serving.name:
            shutil.rmtree(folder)
    last = max((int(f.name[1:]) for f in _generations(root)), default=0)
    folder = root / f"g{last + 1:06d}"
    folder.mkdir()
    return folder


def make_current(folder: Path) -> None:
    """Let the finished generation *folder* serve; the one before is kept, older ones are removed."""
    root, before = folder.parent, _serving(folder.parent)
    _sync(folder)
    replace_file(root / CURRENT, folder.name + "\n")
    for other in _generations(root):
        if other != folder and other != before:
            shutil.rmtree(other)


@contextmanager
def writing(root: Path, patience: float = 0.0) -> Iterator[None]:
    """The right to write; another process that has it is waited for, *patience* seconds long.

    Raises :class:`IndexProblem` where it has it still, or the folder cannot be written.
    """
    lock = WriterLock(root / LOCK)
    try:
        root.mkdir(parents=True, exist_ok=True)
        until = monotonic() + patience
        while (holder := lock.take()) is not None and monotonic() < until:
            sleep(TICK)
    except OSError as e:
        raise IndexProblem(f"cannot write to the index folder {root}: {e.strerror}; give a folder that can be") from e
    if holder is not None:
        raise IndexProblem(
            f"another process ({holder.partition(':')[0]}) is writing the index in {root}; wait until it is done"
        )
    try:
        yield
    finally:
        lock.give_back()


def replace_file(path: Path, text: str) -> None:
    """Write *text* beside *path*, on to the disk, and move it there in one step."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _serving(root: Path) -> Path | None:
    try:
        return current(root)
    except IndexProblem:
        return None


def _generations(root: Path) -> list[Path]:
    return sorted(f for f in root.iterdir() if _GENERATION.fullmatch(f.name) and f.is_dir())


def _sync(folder: Path) -> None:
    """Bring every file on to the disk before the folder is named as current."""
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
