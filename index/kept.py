"""What takes a second to work out and is the same until the program changes, kept as a file beside the index.

::

    index/words-<digest>.arrays    arrays that every process maps (:mod:`index.arrays`), and what is small as JSON

The name tells what it was made of: the modules that decide on the words, the registries, PyThaiNLP, Python. So a file
is never out of date, it is only not looked at any more. Who writes the index writes the file, too; everybody else only
reads.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import corpus
import index
from corpus.errors import IndexProblem
from index.arrays import Array, Arrays, ArraysWriter
from index.generations import replace_file

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024 * 1024  # twenty times what it has; a larger file is none of ours
# What index.dictionary is made of, itself included; a test holds this list to what it imports.
MODULES = (
    "corpus/__init__.py",
    "corpus/errors.py",
    "corpus/extract/__init__.py",
    "corpus/extract/agencies.py",
    "corpus/extract/agency_bodies.py",
    "corpus/extract/agency_companies.py",
    "corpus/extract/agency_context.py",
    "corpus/extract/agency_ends.py",
    "corpus/extract/agency_english.py",
    "corpus/extract/agency_forms.py",
    "corpus/extract/agency_places.py",
    "corpus/extract/agency_registry.py",
    "corpus/extract/agency_words.py",
    "corpus/extract/districts.py",
    "corpus/extract/english_bodies.py",
    "corpus/extract/english_words.py",
    "corpus/extract/lexicon.py",
    "corpus/extract/phrases.py",
    "corpus/extract/places.py",
    "corpus/extract/places_english.py",
    "corpus/extract/reading.py",
    "corpus/processes.py",
    "corpus/records.py",
    "corpus/thai/__init__.py",
    "corpus/thai/era.py",
    "corpus/thai/maximal.py",
    "corpus/thai/names.py",
    "corpus/thai/newmm.py",
    "corpus/thai/normalise.py",
    "corpus/thai/words.py",
    "index/__init__.py",
    "index/abbreviations.py",
    "index/arrays.py",
    "index/clusters.py",
    "index/compounds.py",
    "index/dictionary.py",
    "index/generations.py",
    "index/kept.py",
    "index/own_words.py",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Arrays by name, and what JSON can hold."""

    arrays: Mapping[str, Array]
    about: Mapping[str, Any]


def read(root: Path) -> Kept | None:
    """What :func:`keep` kept in the index folder *root*; None where it did not, or the file is damaged (logged)."""
    path = _path(root)
    if path is None or not path.is_file():
        return None
    return read_file(path, program())


def is_kept(root: Path) -> bool:
    """Whether :func:`read` would find something."""
    path = _path(root)
    return path is not None and is_whole(path, program())


def keep(root: Path, value: Kept) -> None:
    """Keep *value* in the index folder *root*, and nothing of other programs; raises OSError."""
    path = _path(root)
    if path is None:
        return
    write_file(path, value, program())
    for other in root.glob("words-*"):
        if other != path:
            other.unlink(missing_ok=True)


def read_file(path: Path, made_by: str) -> Kept | None:
    """What the program *made_by* wrote into the file *path*; None where it is damaged (logged)."""
    try:
        return _mapped(path, made_by)
    except (OSError, ValueError, IndexProblem):
        log.warning("%s is damaged: what it spares is worked out anew; khlang index update writes it again", path)
        return None


def is_whole(path: Path, made_by: str) -> bool:
    """Whether the file *path* is there as the program *made_by* wrote it."""
    try:
        return bool(_mapped(path, made_by))
    except (OSError, ValueError, IndexProblem):
        return False


def write_file(path: Path, value: Kept, made_by: str) -> None:
    """Write *value* into the file *path* as the program *made_by*, in one step; raises OSError."""
    sink = _Sink()
    writer = ArraysWriter(sink)
    for name, array in value.arrays.items():
        writer.add(name, array)
    writer.about.update(value.about, program=made_by)
    writer.close()
    replace_file(path, sink.written())


class _Sink:
    """What :class:`ArraysWriter` writes, in memory."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes, /) -> None:
        self._parts.append(data)

    def close(self) -> None:
        """Keep what was written."""

    def written(self) -> bytes:
        return b"".join(self._parts)


def _mapped(path: Path, made_by: str) -> Kept:
    """What is in the file *path*; OSError, ValueError or IndexProblem where it is not as it was written."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_BYTES // 1024**2} MB")
    with path.open("rb") as file:
        arrays = Arrays(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), path.name)
    arrays.verify()
    if arrays.about.get("program") != made_by:
        raise ValueError("another program wrote it")
    return Kept(arrays, arrays.about)


def _path(root: Path) -> Path | None:
    return root / f"words-{program()}.arrays" if program() else None


@cache
def program() -> str:
    """A digest of what decides on the words; ``""`` where the program has no files that could be read."""
    folders = _folders()
    modules = (folders[name.partition("/")[0]] / name.partition("/")[2] for name in MODULES)
    return _digest((*modules, *sorted((folders["corpus"] / "registry").glob("*.toml"))))


@cache
def whole_program() -> str:
    """A digest of every module and registry; ``""`` where the program has no files that could be read."""
    found = (folder.rglob(ends) for folder in _folders().values() for ends in ("*.py", "*.toml"))
    return _digest(sorted(path for paths in found for path in paths))


def _folders() -> dict[str, Path]:
    return {name: Path(package.__path__[0]) for name, package in (("corpus", corpus), ("index", index))}


def _digest(paths: Collection[Path]) -> str:
    digest = hashlib.blake2b(f"{sys.version} {version('pythainlp')}".encode(), digest_size=12)
    try:
        for path in paths:
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)}\n".encode() + data)
    except OSError:
        return ""
    return digest.hexdigest() if paths else ""
