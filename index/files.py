"""The files of the index as the system maps them: read in place, nothing copied, one copy for all workers.

Whoosh maps files too, and then copies each part of the map into the process as it opens it: the whole index once for
every worker, and twice while a worker takes in an update.
"""

from __future__ import annotations

import io
import mmap
from array import array
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.columns import Column, ColumnReader, ColumnWriter, FixedBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile

from corpus.errors import IndexProblem
from index.arrays import Arrays, ArraysWriter, are_starts, offsets
from index.generations import REBUILD


class MappedFiles(FileStorage):  # type: ignore[misc]  # whoosh is not typed for us
    """The files of one generation of the index; as a context, those left open by an error are closed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False, readonly=True)  # no map of Whoosh's own on top of ours
        self._opened: list[Mapped] = []

    def open_file(self, name: str, **_: Any) -> Mapped:
        """Open the file *name* for reading, as Whoosh asks."""
        with (Path(self.folder) / name).open("rb") as file:
            empty = not file.seek(0, io.SEEK_END)  # which no system maps
            view = memoryview(b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self._opened.append(Mapped(view, name))
        return self._opened[-1]

    def __enter__(self) -> MappedFiles:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for file in self._opened:
            if kind is not None and not file.is_closed:
                file.close()
        self._opened.clear()


class Mapped(BufferFile):  # type: ignore[misc]  # whoosh is not typed for us
    """A mapped file, or a part of one, with Whoosh's ways of reading numbers and arrays."""

    def __init__(self, view: memoryview, name: str) -> None:
        self._buf = view
        self._name = name
        self.file = _Reading(view)
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    def subset(self, position: int, length: int, name: str | None = None) -> Mapped:
        """The part of *length* bytes from *position*, over the same map."""
        return Mapped(self.view(position, length), name or self._name)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self._name

    def view(self, position: int, length: int) -> memoryview:
        """The *length* bytes from *position* themselves, not a copy."""
        part: memoryview = self._buf[position : position + length]
        return part


class Rows(FixedBytesColumn):  # type: ignore[misc]  # whoosh is not typed for us
    """A column of equally long byte strings that can be read as one array, in place."""

    class Reader(FixedBytesColumn.Reader):  # type: ignore[misc]  # whoosh is not typed for us
        """The column of one segment."""

        def rows(self, size: int) -> npt.NDArray[np.uint8]:
            """The values of *size* documents, one a row; those at the end that have none are zero."""
            data = self._dbfile.view(self._basepos, self._count * self._fixedlen)
            rows = np.frombuffer(data, np.uint8).reshape(self._count, self._fixedlen)
            missing = np.zeros((size - self._count, self._fixedlen), np.uint8)
            return np.concatenate((rows, missing)) if len(missing) else rows


class Strings(Column):  # type: ignore[misc]  # whoosh is not typed for us
    """A column of byte strings as a file of arrays: all strings one behind the other, and where each begins."""

    _default = b""

    class Writer(ColumnWriter):  # type: ignore[misc]  # whoosh is not typed for us
        """Writes each string as it comes."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._out = ArraysWriter(Open(dbfile))
            self._data = self._out.stream("data", "u1")
            self._starts = array("Q", [0])

        def add(self, docnum: int, value: bytes) -> None:
            """Write the string of a document; those before it that have none are empty."""
            self._starts.extend(self._starts[-1:] * (docnum + 1 - len(self._starts)))
            self._data.write(value)
            self._starts.append(self._starts[-1] + len(value))

        def finish(self, docnum: int) -> None:
            """Write where the strings begin."""
            self._starts.extend(self._starts[-1:] * (docnum + 1 - len(self._starts)))
            self._data.finish()
            self._out.add("starts", np.frombuffer(self._starts, np.uint64), offsets(self._starts[-1]))
            self._out.close()

    class Reader(ColumnReader):  # type: ignore[misc]  # whoosh is not typed for us
        """The column of one segment."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            arrays = Arrays(dbfile.view(basepos, length), dbfile.name)
            if {"data", "starts"} - arrays.keys():
                raise IndexProblem(f"the file {dbfile.name} is damaged: strings are missing; {REBUILD}")
            data, starts = arrays["data"], arrays["starts"]
            if data.dtype != np.uint8 or data.ndim != 1 or not are_starts(starts, doccount, len(data)):
                raise IndexProblem(f"the file {dbfile.name} is damaged: strings do not fit where they begin; {REBUILD}")
            self._data, self._starts = data.data, starts.data

        def __getitem__(self, docnum: int) -> bytes:
            return bytes(self._data[self._starts[docnum] : self._starts[docnum + 1]])

        def spans(self) -> tuple[memoryview, memoryview]:
            """All values, one after the other, and where each begins; the end of the last one comes last."""
            return self._data, self._starts


class Open:
    """A *file* that is left open when it is done: Whoosh closes what its writers of columns wrote to."""

    def __init__(self, file: Any) -> None:
        self.write = file.write

    def close(self) -> None:
        """Do nothing."""


class _Reading(io.RawIOBase):
    """A position in a view of bytes, which is not copied (as ``io.BytesIO`` would)."""

    def __init__(self, view: memoryview) -> None:
        super().__init__()
        self._view = view
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        end = len(self._view) if size is None or size < 0 else self._at + size
        data = bytes(self._view[self._at : end])
        self._at += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
