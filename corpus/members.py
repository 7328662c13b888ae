"""The records of a WARC file as bounded byte streams, and the repair of a file whose end was cut off.

A ``.warc.gz`` holds one gzip member for each record (WARC 1.1, annex D), so a record can be read from its offset
alone, and a file that ends inside a member lost only its last record. A plain ``.warc`` is read record by record.
Nothing here knows what a record means; :mod:`corpus.warc` does.
"""

from __future__ import annotations

import os
import re
import zlib
from pathlib import Path
from typing import BinaryIO

from corpus.errors import ArchiveProblem

GZIP_START = b"\x1f\x8b\x08"
MAX_HEADERS = 1_000_000  # bytes of lines before a record's payload; real ones stay under 20,000
_STEP = 65_536
_LINE_START = b"\nWARC/1."
_RECORD_START = re.compile(rb"WARC/1\.[01]\r?\n")


class Cut(Exception):
    """The file ends inside this record: a signal to :mod:`corpus.warc`, never shown to a person."""


class Member:
    """One record of a file, from *offset*: ``read`` and ``readline`` as of a file, ``end`` once it is drained."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        file.seek(offset)
        self._packed = file.read(3) == GZIP_START
        file.seek(offset)
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
        self._ready = bytearray()
        self._lines = 0
        self.offset = offset
        self.end: int | None = None

    @property
    def packed(self) -> bool:
        """Whether the record is a gzip member."""
        return self._packed

    def tell(self) -> int:
        """Where the file stands; warcio asks for it and uses only differences inside its own wrappers."""
        return self._file.tell()

    def read(self, size: int | None = None) -> bytes:
        """Up to *size* bytes; all that is left where no size is given."""
        if size is None or size < 0:
            raise ValueError("a record is read in bounded steps")
        while len(self._ready) < size and self._more():
            pass
        part = bytes(self._ready[:size])
        del self._ready[:size]
        return part

    def readline(self, size: int | None = None) -> bytes:
        """One line with its end; raises ValueError where headers are longer than any real ones."""
        looked = 0
        while (at := self._ready.find(b"\n", looked)) < 0:
            looked = len(self._ready)
            if self._lines + looked > MAX_HEADERS:
                raise ValueError(f"headers of over {MAX_HEADERS} bytes in the record at {self.offset}")
            if not self._more():
                at = len(self._ready) - 1
                break
        length = at + 1 if size is None else min(at + 1, size)
        self._lines += length
        if self._lines > MAX_HEADERS:
            raise ValueError(f"headers of over {MAX_HEADERS} bytes in the record at {self.offset}")
        line = bytes(self._ready[:length])
        del self._ready[:length]
        return line

    def drain(self) -> int:
        """Read to the record's end and return its offset; raises :class:`Cut` where the file ends before it.

        Only for gzip members: the end of a plain record is known by its Content-Length alone.
        """
        self._ready.clear()
        while self._more():
            self._ready.clear()
        if self.end is None:
            raise Cut
        return self.end

    def plain_end(self) -> int:
        """The offset behind what was read so far and the blank lines after it, in a plain file."""
        at = self._file.tell() - len(self._ready)
        self._file.seek(at)
        while (line := self._file.read(2)) == b"\r\n":
            at += 2
        if line[:1] == b"\n":  # some writers end lines with LF alone
            at += 1
        return at

    def _more(self) -> bool:
        """Unpack one more step; False at the end of the member or of the file."""
        if not self._packed:
            data = self._file.read(_STEP)
            self._ready += data
            return bool(data)
        if self.end is not None:
            return False
        data = self._inflate.unconsumed_tail or self._file.read(_STEP)
        unpacked = self._inflate.decompress(data, _STEP)  # without data: what it still holds back
        self._ready += unpacked
        if self._inflate.eof:
            self.end = self._file.tell() - len(self._inflate.unused_data)
        return bool(data or unpacked)


def whole_until(path: Path, start: int = 0) -> tuple[int, int | None]:
    """How far the gzip members of *path* from *start* on are whole, and where the next whole one begins after that.

    The second is None where nothing readable follows: the file's end was cut off. Memory stays bounded.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        at = start
        while at < size:
            try:
                member = Member(file, at)
                if not member.packed:
                    break
                at = member.drain()
            except (Cut, zlib.error):
                break
        return at, (next_record(file, at + 1) if at < size else None)


def next_record(file: BinaryIO, start: int, *, packed: bool = True) -> int | None:
    """The offset of the next WARC record from *start* on, or None.

    In a *packed* file that is a gzip member holding the beginning of one, else a line that begins one.
    """
    mark, ahead = (GZIP_START, 0) if packed else (_LINE_START, 1)
    at = start
    overlap = b""
    file.seek(start)
    while block := file.read(_STEP):
        text = overlap + block
        base = at - len(overlap)
        position = file.tell()
        found = text.find(mark)
        while found >= 0:
            if _begins_record(file, base + found + ahead):
                return base + found + ahead
            found = text.find(mark, found + 1)
        file.seek(position)
        at, overlap = position, text[-(len(mark) - 1) :]
    return None


def _begins_record(file: BinaryIO, offset: int) -> bool:
    try:
        return _RECORD_START.match(Member(file, offset).read(10)) is not None
    except zlib.error:
        return False


def cut_tail(path: Path, start: int = 0) -> int:
    """Truncate *path* behind its last whole record, counting from *start*; returns the bytes cut off, mostly 0.

    Only a tail is ever cut: where whole records follow the damage nothing is touched and
    :class:`ArchiveProblem` says where the damage is.
    """
    try:
        size = path.stat().st_size
        end, following = whole_until(path, min(start, size))
        if end == size:
            return 0
        with path.open("rb") as file:
            if end == 0 and file.read(3) != GZIP_START[: min(size, 3)]:
                raise ArchiveProblem(f"{path} is not a .warc.gz file; move it out of the folder")
        if following is not None:
            raise ArchiveProblem(
                f"{path} is damaged at byte {end}, and whole records follow at {following}; nothing was cut:"
                " restore the file from a backup, or go on without what is between"
            )
        with path.open("r+b") as file:
            file.truncate(end)
            file.flush()
            os.fsync(file.fileno())
    except OSError as e:
        raise ArchiveProblem(f"cannot repair {path}: {e.strerror}; check the file's owner and the disk") from e
    return size - end
