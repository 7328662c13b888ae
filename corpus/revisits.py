"""Looks at a page that brought nothing new: what a revisit record says, and the capture that it refers to.

A WARC/1.1 ``revisit`` record (section 6.7) keeps that an address was asked for and answered, without the payload,
which stands in an earlier record. A revisit of ours always refers to a record that has the payload, never to another
revisit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from corpus.records import Location, Source

Why = Literal["not-modified", "identical"]

# What each reason is called in WARC/1.1; version 1.0 has the same with its own number (annex C of both).
PROFILES: dict[Why, str] = {
    "not-modified": "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
    "identical": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The record that a revisit refers to; ``record_id`` is its ``WARC-Record-ID``, ``""`` where it has none."""

    url: str
    captured: datetime
    digest: str
    location: Location
    media_type: str = ""
    record_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An archived response: its status, its header lines as they came, its body without codings.

    ``original`` is how a revisit refers to it.
    """

    status: int
    lines: tuple[bytes, ...]
    body: bytes
    original: Original


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A look that brought nothing new. ``status`` is that of the answer (304, or that of the same payload again).

    ``why`` is ``""`` for a profile that is not known. ``digest`` is that of the payload that did not come again,
    ``original_url`` and ``original_captured`` say which record holds it, as far as this one tells.
    """

    url: str
    site: str
    captured: datetime
    status: int
    why: Why | Literal[""]
    digest: str
    original_url: str
    original_captured: datetime | None
    location: Location
    etag: str = ""
    modified: str = ""
    media_type: str = ""
    source: Source = "live"
    hints: Mapping[str, str] = field(default_factory=dict)
