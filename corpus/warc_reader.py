"""Reading WARC files, our own and anybody's: bounded in memory, and one bad record does not hide the next.

Our own reader rather than warcio's, because warcio keeps a header line of any length in memory and ends a file at
its first damage; what is read here is also read by warcio in the tests. :mod:`corpus.warc` is the public door.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from corpus.codings import MAX_BODY, CodingError, join_chunks, remove_codings
from corpus.digests import payload_digest
from corpus.errors import ArchiveProblem
from corpus.members import Cut, Member, next_record
from corpus.records import Capture, Location, Rejected, Source
from corpus.revisits import Answer, Original, Revisit, Why
from corpus.warc_records import CAPTURE_TYPES, HttpAnswer, Record, headers, http_answer, instant, read_record, skip

Entry = Capture | Revisit | Rejected
MAX_VALIDATOR = 1000  # characters; a longer ETag is not sent back
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_SHA1_BASE32 = re.compile(r"sha1:[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A record with a payload: the capture that we make of it, and its HTTP head (None for a resource record)."""

    capture: Capture
    answer: HttpAnswer | None
    record_id: str


def read_capture(folder: Path, location: Location, limit: int = MAX_BODY) -> Capture:
    """The capture at *location*, its codings taken off.

    Raises :class:`ArchiveProblem` where the file or the record is missing or damaged, its payload is not the one
    its digest was made of, or it unpacks to more than *limit* bytes.
    """
    return _whole_at(folder, location, limit).capture


def read_response(folder: Path, location: Location, limit: int = MAX_BODY) -> Answer:
    """The HTTP response at *location* as a client would have it, its codings taken off.

    Raises :class:`ArchiveProblem` as :func:`read_capture` does, and for a record that is no HTTP response.
    """
    found = _whole_at(folder, location, limit)
    capture = found.capture
    if found.answer is None:
        raise ArchiveProblem(f"{location} is no answer of a server; it was taken from a file")
    original = Original(
        url=capture.url,
        captured=capture.captured,
        digest=capture.digest,
        location=location,
        media_type=capture.media_type,
        record_id=found.record_id,
    )
    return Answer(status=capture.status, lines=tuple(found.answer.lines), body=capture.body, original=original)


def _whole_at(folder: Path, location: Location, limit: int) -> _Whole:
    path = folder / location.file
    if Path(location.file).name != location.file:
        raise ArchiveProblem(f"{location.file!r} is not the name of a WARC file; run khlang doctor")
    try:
        with path.open("rb") as file:
            found = _understood(read_record(file, location.offset, limit), path.name, location.offset, limit)
    except FileNotFoundError as e:
        raise ArchiveProblem(f"the WARC file {path} is missing; restore it from a backup") from e
    except OSError as e:
        raise ArchiveProblem(f"cannot read the WARC file {path}: {e.strerror}; check the disk") from e
    except (Cut, zlib.error, ValueError) as e:
        raise ArchiveProblem(f"{path} is damaged at byte {location.offset}; restore it from a backup") from e
    if isinstance(found, Rejected):
        raise ArchiveProblem(f"{path} at byte {location.offset}: {found.reason}; restore it from a backup")
    if not isinstance(found, _Whole):
        raise ArchiveProblem(f"{path} holds no capture at byte {location.offset}; restore it from a backup")
    return found


def captures(path: Path, start: int = 0) -> Iterator[Capture]:
    """Every capture of a WARC file from byte *start* on; what cannot be read is left out, :func:`entries` names it."""
    for _, entry in entries(path, start):
        if isinstance(entry, Capture):
            yield entry


def entries(path: Path, start: int = 0, limit: int = MAX_BODY) -> Iterator[tuple[int, Entry]]:
    """Every response, resource and revisit record of a WARC file from byte *start* on, and where each ends.

    An address that brought nothing and a record that cannot be read are a :class:`Rejected`; reading goes on at the
    next whole record. Raises :class:`ArchiveProblem` where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            at = start
            while at < size:
                found: _Whole | Revisit | Rejected | None
                try:
                    record = read_record(file, at, limit)
                    found = _understood(record, path.name, at, limit)
                    end = record.end
                except (Cut, zlib.error, ValueError) as e:
                    following = next_record(file, at + 1, packed=path.name.endswith(".gz"))
                    end = size if following is None else following
                    what = "cut off" if isinstance(e, Cut) and following is None else "damaged"
                    found = Rejected(url=f"{path.name}@{at}", stage="read", reason=f"a {what} WARC record")
                if found is not None:
                    yield end, found.capture if isinstance(found, _Whole) else found
                at = end
    except OSError as e:
        raise ArchiveProblem(f"cannot read the WARC file {path}: {e.strerror}; check the disk") from e


def begins_well(path: Path) -> bool:
    """Whether *path* begins with a whole WARC record."""
    try:
        with path.open("rb") as file:
            return bool(read_record(file, 0, 0).kind)
    except (Cut, zlib.error, ValueError):
        return False


def is_joined(path: Path) -> bool:
    """Whether the gzip file *path* holds several records in one member, which cannot be read from offsets."""
    try:
        with path.open("rb") as file:
            member = Member(file, 0)
            skip(member, int(headers(member).get("content-length", "-1")))
            return member.packed and member.read(8).lstrip(b"\r\n").startswith(b"WARC")
    except (Cut, zlib.error, ValueError):
        return False


def parse_content_type(value: str) -> tuple[str, str]:
    """A ``Content-Type`` header as media type (lower case, no parameters) and charset (or ``""``)."""
    charset = _CHARSET.search(value)
    return value.partition(";")[0].strip().lower()[:100], charset[1] if charset else ""


def _understood(record: Record, name: str, offset: int, limit: int) -> _Whole | Revisit | Rejected | None:
    """What a record says; None where it is of another kind."""
    if record.kind not in CAPTURE_TYPES:
        return _refusal(record.headers) if record.kind == "metadata" else None
    fields = record.headers
    url = _uri(fields.get("warc-target-uri", ""))
    where = url or f"{name}@{offset}"
    if record.block is None:
        return Rejected(url=where, stage="read", reason=f"a record of {record.length} bytes; {limit} are the limit")
    try:
        captured = instant(fields.get("warc-date", ""))
    except (ValueError, OverflowError):
        return Rejected(url=where, stage="read", reason="a WARC record without a date")
    if not url:
        return Rejected(url=where, stage="read", reason="a WARC record without an address")
    capture = Capture(
        url=url,
        site=fields.get("khlang-site", ""),
        captured=captured,
        body=b"",
        digest=fields.get("warc-payload-digest", ""),
        source=_source(fields.get("khlang-source", "")),
        hints=_object(fields.get("khlang-hints", "")),
        location=Location(name, offset, record.end - offset),
        truncated=bool(fields.get("warc-truncated", "")),
    )
    if record.kind == "revisit":
        return _revisit(record, capture)
    return _payload(record, record.block, capture, limit)


def _payload(record: Record, block: bytes, capture: Capture, limit: int) -> _Whole | Rejected:
    """*capture* with what the block of a response or resource record brought."""
    answer = None
    fields, payload = {"content-type": record.headers.get("content-type", "")}, block
    if record.kind == "response" and fields["content-type"].lower().startswith("application/http"):
        if (answer := http_answer(block)) is None:
            return Rejected(url=capture.url, stage="read", reason="a response record without an HTTP answer")
        fields, payload = answer.fields, answer.payload
    digest = payload_digest(payload)
    joined = join_chunks(payload) if "chunked" in fields.get("transfer-encoding", "").lower() else payload
    if _SHA1_BASE32.fullmatch(capture.digest) and capture.digest not in (digest, payload_digest(joined)):
        return Rejected(url=capture.url, stage="read", reason="the payload is not the one its digest was made of")
    try:
        body = remove_codings(joined, fields.get("content-encoding", ""), limit)
    except CodingError as e:
        return Rejected(url=capture.url, stage="decode", reason=str(e))
    media_type, charset = parse_content_type(fields.get("content-type", ""))
    whole = replace(
        capture,
        body=body,
        digest=digest,
        status=answer.status if answer else 200,
        media_type=media_type,
        charset=charset,
        etag=_validator(fields.get("etag", "")),
        modified=_validator(fields.get("last-modified", "")),
    )
    return _Whole(whole, answer, record.headers.get("warc-record-id", ""))


def _revisit(record: Record, capture: Capture) -> Revisit:
    fields = record.headers
    answer = http_answer(record.block or b"")
    said = answer.fields if answer else {}
    why = _why(fields.get("warc-profile", ""))
    try:
        original_captured = instant(fields.get("warc-refers-to-date", ""))
    except (ValueError, OverflowError):
        original_captured = None
    return Revisit(
        url=capture.url,
        site=capture.site,
        captured=capture.captured,
        status=answer.status if answer else 304 if why == "not-modified" else 200,
        why=why,
        digest=capture.digest,
        original_url=_uri(fields.get("warc-refers-to-target-uri", "")),
        original_captured=original_captured,
        location=capture.location or Location("", 0, 0),
        etag=_validator(said.get("etag", "")),
        modified=_validator(said.get("last-modified", "")),
        media_type=parse_content_type(said.get("content-type", ""))[0],
        source=capture.source,
        hints=capture.hints,
    )


def _why(profile: str) -> Why | Literal[""]:
    """The reason that a profile names, in either version of WARC."""
    if profile.endswith("/server-not-modified"):
        return "not-modified"
    return "identical" if profile.endswith("/identical-payload-digest") else ""


def _validator(text: str) -> str:
    """A validator that can be sent back as it came; ``""`` for one that cannot."""
    return text if len(text) <= MAX_VALIDATOR and text.isascii() and text.isprintable() else ""


def _uri(text: str) -> str:
    return text.removeprefix("<").removesuffix(">")  # wget 1.19 writes <…>


def _refusal(fields: Mapping[str, str]) -> Rejected | None:
    """The refusal in a ``Khlang-Refused`` header; None for what is none."""
    found = _object(fields.get("khlang-refused", ""))
    if set(found) - {"moved"} != {"url", "stage", "reason"} or found["stage"] != "fetch":
        return None
    try:
        when = instant(fields.get("warc-date", ""))
    except (ValueError, OverflowError):
        when = None
    return Rejected(url=found["url"], stage="fetch", reason=found["reason"], moved=found.get("moved", ""), when=when)


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
