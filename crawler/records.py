"""The plain types of a crawl: what discovery found, what came over the wire, what the child process tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from corpus.records import Source
from corpus.revisits import Original
from corpus.sites import Site
from corpus.warc_copy import ForeignCopy

BY_HAND = "stopped by hand"  # why a crawl ended that a person, or the machine that shut down, ended in order

Role = Literal["listing", "article", "attachment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address worth fetching: ``role`` says what it should be, ``start`` which [[crawl.start]] led to it.

    ``day`` is the date that the source gives for it, ``parent`` the page that links an attachment, ``hints`` what
    else the source said (``title``, ``published``), ``via`` the list that named it. ``paging`` counts the list pages
    that led here one after the other, ``barren`` the last ones of them that brought no new article. ``guessed`` marks
    an address that nothing links: where it is not there, nothing is missing. ``shown`` are addresses that the source
    says an article shows; those of them that are documents are fetched with it.
    """

    url: str
    role: Role
    start: int = 0
    day: date | None = None
    parent: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    paging: int = 1
    barren: int = 0
    guessed: bool = False
    shown: tuple[str, ...] = ()
    via: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One exchange as it went over the wire: both heads byte for byte, the payload without its transfer coding.

    The payload keeps its content coding (gzip, br), so that its digest is that of what the server sent. ``took`` is the
    time from the question to the whole answer in milliseconds, ``address`` that of the server, ``""`` where it is not
    known.
    """

    captured: datetime
    status: int
    request_head: bytes
    response_head: bytes
    payload: bytes
    took: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One fetched address on its way into the archive; the item that the pipelines see.

    ``wire`` is None for an answer that the archive gave itself. ``original`` is the record whose payload this answer
    repeats (a 304, or the same bytes again), None for a payload of its own. ``via`` is the address that led here.
    """

    url: str
    role: Role
    status: int
    wire: Wire | None
    hints: Mapping[str, str]
    original: Original | None = None
    via: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived(ForeignCopy):
    """A page as a web archive gave it out, on its way into ours."""

    role: Role = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that the crawling process needs to know.

    ``limit`` counts article pages, ``since`` is compared with dates of the source, ``known`` are article addresses
    to ask for at the end where the site did not list them. ``data`` is the data folder, whose catalogue and archive
    the process may read; None for a crawl that knows nothing of earlier ones. ``resumed`` are the crashed runs that
    this one continues. With ``due``, known pages that need no look at that moment are left out. ``warc_bytes`` is the
    size at which a WARC file is followed by another. Sources that can tell are asked only for what changed since
    ``changed_since``, the day before the last whole crawl began. Of web archives, ``full`` takes every
    capture that they list.
    """

    site: Site
    run_id: int
    warc: Path
    log: Path
    user_agent: str
    max_bytes: int
    limit: int | None = None
    since: date | None = None
    known: tuple[str, ...] = ()
    source: Source = "live"
    data: Path | None = None
    resumed: tuple[int, ...] = ()
    due: datetime | None = None
    warc_bytes: int = 1_000_000_000
    changed_since: date | None = None
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message of the crawling process.

    ``progress``: ``done`` article pages, ``total`` known of. ``refused``: ``url`` and ``text``, the reason; ``mild``
    where it is no failure of the crawl (robots.txt forbids it, or nothing is there). ``problem``: a sentence for
    people that ended the crawl. ``bug``: a traceback. ``list``: of the start ``url``, ``done`` list pages came, which
    named ``total`` articles. ``closed``: the host ``url`` is to be left alone until ``done``, in seconds since 1970.
    ``end``: ``counts`` and in ``text`` why it ended.
    """

    kind: Literal["progress", "refused", "problem", "bug", "list", "closed", "end"]
    url: str = ""
    text: str = ""
    done: int = 0
    total: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    mild: bool = False
