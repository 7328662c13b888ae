"""One WARC record read from its offset: headers, block, the HTTP message in the block; bounded in memory.

What a record means is told by :mod:`corpus.warc_reader`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from corpus.members import Cut, Member

CAPTURE_TYPES = ("response", "resource", "revisit")
HEADER_ROOM = 1_000_000  # bytes of HTTP headers allowed above the limit of a body
MAX_LINES = 2_000  # header lines of one record
_VERSION_LINE = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])\s*")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: +([^\r\n]*))?")


@dataclass(frozen=True, slots=True)
class Record:
    """A record's headers (names in lower case) and block; the block is None where it was not wanted or too long."""

    headers: Mapping[str, str]
    block: bytes | None
    length: int
    end: int

    @property
    def kind(self) -> str:
        """The type of the record; empty where it names none."""
        return self.headers.get("warc-type", "")


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An HTTP response: its status with the reason, its header lines, its body with all codings on."""

    status: int
    reason: str
    lines: list[bytes]
    payload: bytes

    @property
    def fields(self) -> dict[str, str]:
        """The header fields by lower-case name."""
        return header_fields(self.lines)


def read_record(file: BinaryIO, offset: int, limit: int) -> Record:
    """The record at *offset*; raises ValueError or zlib.error where there is none, Cut where the file ends in it."""
    member = Member(file, offset)
    found = headers(member)
    length = int(found.get("content-length", "x"))
    if length < 0:
        raise ValueError("a record of negative length")
    wanted = found.get("warc-type", "") in CAPTURE_TYPES and length <= limit + HEADER_ROOM
    block = None
    if wanted:
        block = member.read(length)
        if len(block) < length:
            raise Cut
    else:
        skip(member, length)
    return Record(found, block, length, member.drain() if member.packed else member.plain_end())


def headers(member: Member) -> dict[str, str]:
    """The header fields of a record; raises ValueError where it is none, Cut where the file ends in them."""
    if not _VERSION_LINE.fullmatch(member.readline()):
        raise ValueError("not a WARC record")
    lines: list[bytes] = []
    while (line := member.readline()).strip(b"\r\n"):
        if len(lines) == MAX_LINES:
            raise ValueError(f"a WARC record with more than {MAX_LINES} header lines")
        lines.append(line)
    if not line:
        raise Cut
    return header_fields(lines)


def header_fields(lines: list[bytes]) -> dict[str, str]:
    """Header lines as names in lower case and values; of a name that comes twice the first counts."""
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().lower().decode("latin-1"), _text(value.strip()))
    return fields


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def skip(member: Member, length: int) -> None:
    """Read past *length* bytes; raises Cut where the file ends in them."""
    while length > 0:
        part = member.read(min(length, 65_536))
        if not part:
            raise Cut
        length -= len(part)


def http_answer(block: bytes) -> HttpAnswer | None:
    """The HTTP response in a record's block; None where there is none."""
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark)) >= 0]
    at, width = min(ends, default=(len(block), 0))
    lines = block[:at].split(b"\n")
    found = _STATUS_LINE.match(lines[0])
    if found is None:
        return None
    reason = (found[2] or b"").decode("latin-1").strip()
    return HttpAnswer(int(found[1]), reason, lines[1:], block[at + width :])


def instant(text: str) -> datetime:
    """The time in a ``WARC-Date``; raises ValueError or OverflowError for none."""
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
