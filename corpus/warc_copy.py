"""Copies that other web archives keep of a page: what they are, and reading one out of their WARC files.

A copy enters our archive under the page's own address and the time at which it was captured, with the headers that
the site sent then; where it was taken from, and when, stands beside it (``WARC-Source-URI``, ``WARC-Creation-Date``).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO

from corpus.members import MAX_HEADERS, Cut, Member

_VERSION_LINE = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])\s*")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: +([^\r\n]*))?")
MAX_LINES = 2_000  # header lines of one record


class NoCopy(ValueError):
    """What an archive gave is no copy that can be kept; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCopy:
    """One copy: ``headers`` are the site's header lines, ``payload`` the body with its content coding still on.

    ``source_url`` is where the copy was taken from, ``fetched`` when; ``digest`` is what its archive says of the
    payload (``""`` where nothing), ``truncated`` why the archive kept less than all.
    """

    url: str
    captured: datetime
    status: int
    reason: str
    headers: bytes
    payload: bytes
    source_url: str
    fetched: datetime
    digest: str = ""
    truncated: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)


def read_copy(data: bytes, limit: int, source_url: str, fetched: datetime) -> ForeignCopy:
    """The copy in *data*, the bytes of one WARC response record (a gzip member or plain); what follows it is left.

    Raises :class:`NoCopy` for anything else, for a record that is cut off, and for one of more than *limit* bytes.
    """
    member = Member(BytesIO(data), 0)
    try:
        headers = _headers(member)
        block = _block(member, headers, limit)
    except Cut as e:
        raise NoCopy("the record is cut off") from e
    except (zlib.error, ValueError) as e:
        raise e if isinstance(e, NoCopy) else NoCopy("no WARC record stands there") from e
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark)) >= 0]
    at, width = min(ends, default=(len(block), 0))
    first, _, lines = block[:at].partition(b"\n")
    if (answer := _STATUS_LINE.match(first)) is None:
        raise NoCopy("a response record without an HTTP answer")
    try:
        told = datetime.fromisoformat(headers.get("warc-date", ""))
        captured = told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as e:  # the latter where a time zone leads out of all years
        raise NoCopy("a WARC record without a date") from e
    return ForeignCopy(
        url=headers.get("warc-target-uri", "").removeprefix("<").removesuffix(">"),
        captured=captured,
        status=int(answer[1]),
        reason=(answer[2] or b"").decode("latin-1").strip(),
        headers=lines,
        payload=block[at + width :],
        source_url=source_url,
        fetched=fetched,
        digest=headers.get("warc-payload-digest", ""),
        truncated=headers.get("warc-truncated", ""),
    )


def _headers(member: Member) -> dict[str, str]:
    if not _VERSION_LINE.fullmatch(member.readline()):
        raise NoCopy("no WARC record stands there")
    fields: dict[str, str] = {}
    for _ in range(MAX_LINES):
        line = member.readline()
        if not line:
            raise Cut
        if not line.strip(b"\r\n"):
            return fields
        name, _, value = line.partition(b":")
        fields.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("utf-8", "replace"))
    raise NoCopy(f"a WARC record with more than {MAX_LINES} header lines")


def _block(member: Member, headers: Mapping[str, str], limit: int) -> bytes:
    if headers.get("warc-type") != "response":
        raise NoCopy(f"a record of the kind {headers.get('warc-type', '')[:40]!r}, not a response")
    told = headers.get("content-length", "")
    length = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else -1
    if length < 0:
        raise NoCopy("a WARC record without a length")
    if length > limit + MAX_HEADERS:
        raise NoCopy(f"a record of {length} bytes; {limit} are the limit")
    block = member.read(length)
    if len(block) < length:
        raise Cut
    return block
