"""Copies that other web archives keep of a page: what they are, and reading one out of their WARC files.

A copy enters our archive under the page's own address and the time at which it was captured, with the headers that
the site sent then; where it was taken from, and when, stands beside it (``WARC-Source-URI``, ``WARC-Creation-Date``).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from corpus.members import Cut, Member
from corpus.warc_records import HEADER_ROOM, headers, http_answer, instant


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
        fields = headers(member)
        block = _block(member, fields, limit)
    except Cut as e:
        raise NoCopy("the record is cut off") from e
    except (zlib.error, ValueError) as e:
        raise e if isinstance(e, NoCopy) else NoCopy("no WARC record stands there") from e
    answer = http_answer(block)
    if answer is None:
        raise NoCopy("a response record without an HTTP answer")
    try:
        captured = instant(fields.get("warc-date", ""))
    except (ValueError, OverflowError) as e:  # the latter where a time zone leads out of all years
        raise NoCopy("a WARC record without a date") from e
    return ForeignCopy(
        url=fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">"),
        captured=captured,
        status=answer.status,
        reason=answer.reason,
        headers=b"\n".join(answer.lines),
        payload=answer.payload,
        source_url=source_url,
        fetched=fetched,
        digest=fields.get("warc-payload-digest", ""),
        truncated=fields.get("warc-truncated", ""),
    )


def _block(member: Member, fields: Mapping[str, str], limit: int) -> bytes:
    if fields.get("warc-type") != "response":
        raise NoCopy(f"a record of the kind {fields.get('warc-type', '')[:40]!r}, not a response")
    told = fields.get("content-length", "")
    length = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else -1
    if length < 0:
        raise NoCopy("a WARC record without a length")
    if length > limit + HEADER_ROOM:
        raise NoCopy(f"a record of {length} bytes; {limit} are the limit")
    block = member.read(length)
    if len(block) < length:
        raise Cut
    return block
