"""Reading WARC files, our own and anybody's: bounded in memory, and one bad record does not hide the next.

Our own reader rather than warcio's, because warcio keeps a header line of any length in memory and ends a file at
its first damage; what is read here is also read by warcio in the tests. :mod:`corpus.warc` is the public door.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, get_args

from corpus.codings import MAX_BODY, CodingError, join_chunks, remove_codings
from corpus.digests import payload_digest
from corpus.errors import ArchiveProblem
from corpus.members import Cut, Member, next_record
from corpus.records import Capture, Location, Rejected, Source

CAPTURE_TYPES = ("response", "resource")
HEADER_ROOM = 1_000_000  # bytes of HTTP headers allowed above the limit of a body
_VERSION_LINE = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])\s*")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_SHA1_BASE32 = re.compile(r"sha1:[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True)
class _Record:
    """A record's headers (names in lower case) and block; the block is None where it was not wanted or too long."""

    headers: Mapping[str, str]
    block: bytes | None
    length: int
    end: int

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "")


def read_capture(folder: Path, location: Location, limit: int = MAX_BODY) -> Capture:
    """The capture at *location*, its codings taken off.

    Raises :class:`ArchiveProblem` where the file or the record is missing or damaged, its payload is not the one
    its digest was made of, or it unpacks to more than *limit* bytes.
    """
    path = folder / location.file
    if Path(location.file).name != location.file:
        raise ArchiveProblem(f"{location.file!r} is not the name of a WARC file; run khlang doctor")
    try:
        with path.open("rb") as file:
            found = _to_capture(_read_record(file, location.offset, limit), path.name, location.offset, limit)
    except FileNotFoundError as e:
        raise ArchiveProblem(f"the WARC file {path} is missing; restore it from a backup") from e
    except OSError as e:
        raise ArchiveProblem(f"cannot read the WARC file {path}: {e.strerror}; check the disk") from e
    except (Cut, zlib.error, ValueError) as e:
        raise ArchiveProblem(f"{path} is damaged at byte {location.offset}; restore it from a backup") from e
    if isinstance(found, Rejected):
        raise ArchiveProblem(f"{path} at byte {location.offset}: {found.reason}; restore it from a backup")
    if found is None:
        raise ArchiveProblem(f"{path} holds no capture at byte {location.offset}; restore it from a backup")
    return found


def captures(path: Path, start: int = 0) -> Iterator[Capture]:
    """Every capture of a WARC file from byte *start* on; what cannot be read is left out, :func:`entries` names it."""
    for _, entry in entries(path, start):
        if isinstance(entry, Capture):
            yield entry


def entries(path: Path, start: int = 0, limit: int = MAX_BODY) -> Iterator[tuple[int, Capture | Rejected]]:
    """Every response and resource record of a WARC file from byte *start* on, with the offset where it ends.

    An address that brought nothing and a record that cannot be read are a :class:`Rejected`; reading goes on at the
    next whole record. Raises :class:`ArchiveProblem` where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            at = start
            while at < size:
                try:
                    record = _read_record(file, at, limit)
                    entry = _to_capture(record, path.name, at, limit)
                    end = record.end
                except (Cut, zlib.error, ValueError) as e:
                    following = next_record(file, at + 1, packed=path.name.endswith(".gz"))
                    end = size if following is None else following
                    what = "cut off" if isinstance(e, Cut) and following is None else "damaged"
                    entry = Rejected(url=f"{path.name}@{at}", stage="read", reason=f"a {what} WARC record")
                if entry is not None:
                    yield end, entry
                at = end
    except OSError as e:
        raise ArchiveProblem(f"cannot read the WARC file {path}: {e.strerror}; check the disk") from e


def begins_well(path: Path) -> bool:
    """Whether *path* begins with a whole WARC record."""
    try:
        with path.open("rb") as file:
            return bool(_read_record(file, 0, 0).kind)
    except (Cut, zlib.error, ValueError):
        return False


def is_joined(path: Path) -> bool:
    """Whether the gzip file *path* holds several records in one member, which cannot be read from offsets."""
    try:
        with path.open("rb") as file:
            member = Member(file, 0)
            headers = _headers(member)
            _skip(member, int(headers.get("content-length", "-1")))
            return member.packed and member.read(8).lstrip(b"\r\n").startswith(b"WARC")
    except (Cut, zlib.error, ValueError):
        return False


def parse_content_type(value: str) -> tuple[str, str]:
    """A ``Content-Type`` header as media type (lower case, no parameters) and charset (or ``""``)."""
    charset = _CHARSET.search(value)
    return value.partition(";")[0].strip().lower()[:100], charset[1] if charset else ""


def _read_record(file: BinaryIO, offset: int, limit: int) -> _Record:
    """The record at *offset*; raises ValueError or zlib.error where there is none, Cut where the file ends in it."""
    member = Member(file, offset)
    headers = _headers(member)
    length = int(headers.get("content-length", "x"))
    if length < 0:
        raise ValueError("a record of negative length")
    wanted = headers.get("warc-type", "") in CAPTURE_TYPES and length <= limit + HEADER_ROOM
    block = None
    if wanted:
        block = member.read(length)
        if len(block) < length:
            raise Cut
    else:
        _skip(member, length)
    return _Record(headers, block, length, member.drain() if member.packed else member.plain_end())


def _headers(member: Member) -> dict[str, str]:
    if not _VERSION_LINE.fullmatch(member.readline()):
        raise ValueError("not a WARC record")
    lines: list[bytes] = []
    while (line := member.readline()).strip(b"\r\n"):
        lines.append(line)
    if not line:
        raise Cut
    return _header_fields(lines)


def _header_fields(lines: list[bytes]) -> dict[str, str]:
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


def _skip(member: Member, length: int) -> None:
    while length > 0:
        part = member.read(min(length, 65_536))
        if not part:
            raise Cut
        length -= len(part)


def _to_capture(record: _Record, name: str, offset: int, limit: int) -> Capture | Rejected | None:
    """The capture in a record, or the refusal that a crawl noted; None where the record is of another kind."""
    if record.kind not in CAPTURE_TYPES:
        return _refusal(record.headers.get("khlang-refused", "")) if record.kind == "metadata" else None
    headers = record.headers
    url = headers.get("warc-target-uri", "").removeprefix("<").removesuffix(">")  # wget 1.19 writes <…>
    where = url or f"{name}@{offset}"
    if record.block is None:
        return Rejected(url=where, stage="read", reason=f"a record of {record.length} bytes; {limit} are the limit")
    try:
        captured = _instant(headers.get("warc-date", ""))
    except (ValueError, OverflowError):
        return Rejected(url=where, stage="read", reason="a WARC record without a date")
    if not url:
        return Rejected(url=where, stage="read", reason="a WARC record without an address")
    status, fields, payload = 200, {"content-type": headers.get("content-type", "")}, record.block
    if record.kind == "response" and headers.get("content-type", "").lower().startswith("application/http"):
        if (answer := _http_answer(record.block)) is None:
            return Rejected(url=where, stage="read", reason="a response record without an HTTP answer")
        status, fields, payload = answer
    digest = payload_digest(payload)
    joined = join_chunks(payload) if "chunked" in fields.get("transfer-encoding", "").lower() else payload
    told = headers.get("warc-payload-digest", "")
    if _SHA1_BASE32.fullmatch(told) and told not in (digest, payload_digest(joined)):
        return Rejected(url=where, stage="read", reason="the payload is not the one its digest was made of")
    try:
        body = remove_codings(joined, fields.get("content-encoding", ""), limit)
    except CodingError as e:
        return Rejected(url=where, stage="decode", reason=str(e))
    media_type, charset = parse_content_type(fields.get("content-type", ""))
    return Capture(
        url=url,
        site=headers.get("khlang-site", ""),
        captured=captured,
        body=body,
        digest=digest,
        status=status,
        media_type=media_type,
        charset=charset,
        source=_source(headers.get("khlang-source", "")),
        hints=_object(headers.get("khlang-hints", "")),
        location=Location(name, offset, record.end - offset),
    )


def _http_answer(block: bytes) -> tuple[int, dict[str, str], bytes] | None:
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark)) >= 0]
    at, width = min(ends, default=(len(block), 0))
    lines = block[:at].split(b"\n")
    found = _STATUS_LINE.match(lines[0])
    return (int(found[1]), _header_fields(lines[1:]), block[at + width :]) if found else None


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _refusal(text: str) -> Rejected | None:
    """The refusal in a ``Khlang-Refused`` header; None for what is none."""
    found = _object(text)
    if set(found) != {"url", "stage", "reason"} or found["stage"] != "fetch":
        return None
    return Rejected(url=found["url"], stage="fetch", reason=found["reason"])


def _source(text: str) -> Source:
    known: tuple[Source, ...] = get_args(Source)
    return next((source for source in known if source == text), "import")


def _object(text: str) -> dict[str, str]:
    """The texts of the JSON object in a header of ours; empty for what others may have written there instead."""
    try:
        value = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {k: v for k, v in value.items() if isinstance(v, str)}
