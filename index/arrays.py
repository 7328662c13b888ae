"""A file of named arrays, little-endian, read in place: what the index keeps of numbers, and of strings as arenas.

::

    prefix      64 bytes: magic and format version
    data        the arrays one after the other, each beginning at a multiple of 64 bytes
    directory   JSON: {"arrays": [[name, dtype, shape, offset], …], "about": {…}}
    footer      where the directory begins and how long it is, the length of the file, BLAKE2b of all before it, magic

The directory comes last, so that a writer streams and never goes back. A reader looks at prefix, footer and directory;
an array is a view of the mapped file and costs nothing until it is read. What the directory says is checked against
the length of the file before any array is made of it: a damaged or hostile file is refused, and allocates nothing.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from math import prod
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexProblem
from index.generations import REBUILD

Array: TypeAlias = npt.NDArray[Any]

MAGIC = b"KHLARRAY"
VERSION = 1
ALIGN = 64  # bytes: a cache line, and a multiple of every item
CHUNK = 1 << 20  # items converted and written at a time
DIGEST = 32  # bytes
LARGEST_DIRECTORY = 1 << 24  # bytes; those of the index have a few thousand
DTYPES = ("|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8")

_PREFIX = struct.Struct("<8sI52x")
_PLACES = struct.Struct("<QQQ")
_FOOTER = _PLACES.size + DIGEST + len(MAGIC)


class Writable(Protocol):
    """A file to write to; neither its position nor its name is asked."""

    def write(self, data: bytes, /) -> object:
        """Write *data*."""

    def close(self) -> None:
        """Close the file."""


class ArraysWriter:
    """Writes arrays to *file*, which it closes; one after the other, in one pass."""

    def __init__(self, file: Writable) -> None:
        self._file = file
        self._digest = blake2b(digest_size=DIGEST)
        self._at = 0
        self._arrays: list[tuple[str, str, list[int], int]] = []
        self._names: set[str] = set()
        self.about: dict[str, Any] = {}
        self.is_closed = False
        self._write(_PREFIX.pack(MAGIC, VERSION))

    def add(self, name: str, array: Array, dtype: npt.DTypeLike | None = None) -> None:
        """Write *array*, which may be a memmap, as *dtype*; it is converted piece by piece."""
        kind = np.dtype(dtype if dtype is not None else array.dtype)
        rows = max(1, CHUNK // max(1, prod(array.shape[1:])))
        pieces = (array[at : at + rows] for at in range(0, len(array), rows))
        self.add_chunks(name, kind, pieces, tuple(array.shape[1:]))

    def add_chunks(self, name: str, dtype: npt.DTypeLike, chunks: Iterable[Array], row: tuple[int, ...] = ()) -> None:
        """Write the *chunks*, each of rows of the shape *row*, as one array."""
        stream = self.stream(name, dtype, row)
        for chunk in chunks:
            stream.extend(chunk)
        stream.finish()

    def stream(self, name: str, dtype: npt.DTypeLike, row: tuple[int, ...] = ()) -> ArrayStream:
        """An array that grows while it is written; it has to be finished before the next one begins."""
        kind = np.dtype(dtype).newbyteorder("<")
        if kind.str not in DTYPES:
            raise ValueError(f"{name}: no arrays of {kind}")
        if name in self._names:
            raise ValueError(f"{name}: written already")
        self._names.add(name)
        self._write(b"\0" * (-self._at % ALIGN))
        return ArrayStream(self, name, kind, row, self._at)

    def close(self) -> None:
        """Write the directory and the footer, and close the file."""
        self._write(b"\0" * (-self._at % ALIGN))
        directory = json.dumps({"arrays": self._arrays, "about": self.about}, ensure_ascii=False).encode()
        start = self._at
        self._write(directory)
        self._write(_PLACES.pack(start, len(directory), self._at + _FOOTER))
        self._file.write(self._digest.digest() + MAGIC)
        self._file.close()
        self.is_closed = True

    def _write(self, data: bytes | memoryview) -> None:
        self._digest.update(data)
        self._file.write(bytes(data))
        self._at += len(data)


class ArrayStream:
    """One array while it is written."""

    def __init__(self, writer: ArraysWriter, name: str, dtype: np.dtype[Any], row: tuple[int, ...], start: int) -> None:
        self._writer, self._name, self._dtype, self._row, self._start = writer, name, dtype, row, start
        self._rows = 0

    def extend(self, chunk: Array) -> None:
        """Add the rows of *chunk*."""
        if chunk.shape[1:] != self._row:
            raise ValueError(f"{self._name}: rows of {chunk.shape[1:]}, not of {self._row}")
        if len(chunk):
            data = np.ascontiguousarray(chunk, self._dtype)
            self._writer._write(data.reshape(-1).view(np.uint8).data)
            self._rows += len(chunk)

    def write(self, data: bytes) -> None:
        """Add *data* to an array of bytes."""
        self._writer._write(data)
        self._rows += len(data)

    def finish(self) -> None:
        """Note the array in the directory."""
        self._writer._arrays.append((self._name, self._dtype.str, [self._rows, *self._row], self._start))


class Arrays(Mapping[str, Array]):
    """The arrays of a file whose bytes are *view*; each is a read-only view of them.

    Raises :class:`IndexProblem` for what :class:`ArraysWriter` did not write.
    """

    def __init__(self, view: memoryview, name: str) -> None:
        self.name = name
        self._view = view.toreadonly()
        self._known: dict[str, Array] = {}
        try:
            self._places, self.about = self._directory()
        except (ValueError, TypeError, KeyError, RecursionError, struct.error) as e:
            raise IndexProblem(f"the file {name} is damaged: {e}; {REBUILD}") from e

    def __getitem__(self, name: str) -> Array:
        if name not in self._known:
            dtype, shape, offset = self._places[name]
            self._known[name] = np.frombuffer(self._view, dtype, prod(shape), offset).reshape(shape)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def verify(self) -> None:
        """Read the whole file; :class:`IndexProblem` where its bytes are not those that were written."""
        end = len(self._view) - DIGEST - len(MAGIC)
        digest = blake2b(digest_size=DIGEST)
        for at in range(0, end, CHUNK):
            digest.update(self._view[at : min(at + CHUNK, end)])
        if digest.digest() != self._view[end : end + DIGEST]:
            raise IndexProblem(f"the file {self.name} is damaged: its bytes are not those that were written; {REBUILD}")

    def _directory(self) -> tuple[dict[str, tuple[np.dtype[Any], tuple[int, ...], int]], dict[str, Any]]:
        view = self._view
        if len(view) < _PREFIX.size + _FOOTER:
            raise ValueError(f"{len(view):,} bytes are too few")
        magic, version = _PREFIX.unpack_from(view)
        if magic != MAGIC or view[-len(MAGIC) :] != MAGIC:
            raise ValueError("it is cut off, or no file of arrays")
        if version != VERSION:
            raise ValueError(f"its format is {version}, this program reads {VERSION}")
        start, length, whole = _PLACES.unpack_from(view, len(view) - _FOOTER)
        if whole != len(view) or start + length != whole - _FOOTER or start < _PREFIX.size:
            raise ValueError(f"it has {len(view):,} bytes of {whole:,}")
        if length > LARGEST_DIRECTORY:
            raise ValueError(f"a directory of {length:,} bytes")
        told = json.loads(bytes(view[start : start + length]))
        if not isinstance(told, dict) or not isinstance(told.get("about"), dict):
            raise ValueError("its directory is none")  # noqa: TRY004 - damage is one kind of error
        places = {}
        for name, dtype, shape, offset in told["arrays"]:
            if not isinstance(name, str) or name in places:
                raise ValueError(f"a bad name in its directory: {str(name)[:40]!r}")
            places[name] = _placed(name, dtype, shape, offset, start)
        return places, told["about"]


def _placed(
    name: str, dtype: object, shape: object, offset: object, end: int
) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    """The place of one array, if it lies between the prefix and *end*; ValueError if not."""
    numbers: list[Any] = [offset, *shape] if isinstance(shape, list) and 1 <= len(shape) <= 2 else [None]
    if dtype not in DTYPES or not all(type(n) is int and 0 <= n < 1 << 48 for n in numbers):
        raise ValueError(f"its array {name[:40]!r} is not understood")
    kind, (at, *sides) = np.dtype(str(dtype)), numbers
    if at % ALIGN or at < _PREFIX.size or at + prod(sides) * kind.itemsize > end:
        raise ValueError(f"its array {name[:40]!r} lies outside of it")
    return kind, tuple(sides), at


def smallest(values: Array) -> np.dtype[Any]:
    """The smallest of ``uint8``, ``uint16``, ``uint32``, ``float32`` and ``float64`` that holds *values* exactly.

    Reads them piece by piece, so that a memmap of any length will do.
    """
    top, whole, single = 0.0, True, True
    for at in range(0, len(values), CHUNK):
        piece = np.asarray(values[at : at + CHUNK])
        if piece.dtype.kind != "u":
            whole = whole and bool((piece >= 0).all() and (piece == np.floor(piece)).all())
            single = single and bool((piece.astype(np.float32) == piece).all())
        top = max(top, float(piece.max()))
    for kind, above in ((np.uint8, 1 << 8), (np.uint16, 1 << 16), (np.uint32, 1 << 32)):
        if whole and top < above:
            return np.dtype(kind)
    return np.dtype(np.float32 if single else np.float64)


def arena(strings: Iterable[bytes]) -> tuple[Array, Array]:
    """*strings* one behind the other as ``uint8``, and where each begins; the end of the last one comes last."""
    held = list(strings)
    lengths = np.fromiter(map(len, held), np.int64, len(held))
    ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    return np.frombuffer(b"".join(held), np.uint8), ends.astype(offsets(int(ends[-1])))


def are_starts(starts: Array, count: int, end: int) -> bool:
    """Whether *starts* are those of *count* pieces that lie one behind the other from 0 to *end*, which comes last."""
    if starts.ndim != 1 or starts.dtype.kind not in "iu" or not 0 < len(starts) == count + 1:
        return False
    return bool(starts[0] == 0 and starts[-1] == end and (starts[1:] >= starts[:-1]).all())


def offsets(last: int) -> np.dtype[Any]:
    """The type of offsets up to *last*."""
    return np.dtype("<u4" if last < 1 << 32 else "<u8")
