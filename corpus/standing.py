"""How the archive stands, as :mod:`corpus.store_standing` tells it; light to load, for those who only show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from corpus.records import Run

if TYPE_CHECKING:
    from corpus.drift import Alarm
    from corpus.lateness import Late
    from corpus.sites import Site


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why pages were refused: the stage and reason, how many pages, the address of one."""

    stage: str
    reason: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The articles of a site: all, those without a day, those gone from it, and how many of each Gregorian year."""

    articles: int = 0
    gone: int = 0
    undated: int = 0
    years: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStanding:
    """One site. ``runs`` are its newest, newest first; ``last`` its newest crawl and ``sound`` the newest crawl that
    came to a good end (crawls of the site itself; None for one that was only imported). ``late`` tells of missed slots,
    ``next`` is the coming slot of a site on the timetable. ``refusals`` are those of ``last`` (of the run before it
    while it goes on), ``refused`` counts all their pages and reasons; ``runs`` have the
    same number in their counts. ``alarms`` are of a run that failed.
    """

    name: str
    profile: Site | None = None
    scheduled: bool = False
    runs: tuple[Run, ...] = ()
    last: Run | None = None
    sound: Run | None = None
    late: Late | None = None
    next: datetime | None = None
    refusals: tuple[Refusal, ...] = ()
    refused: tuple[int, int] = (0, 0)
    alarms: tuple[Alarm, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The whole archive. ``counts`` is that of :meth:`Reader.counts`; ``documents`` counts documents by how well they
    could be read; ``warc_bytes`` is what was taken in of ``warc_files`` files, of
    which ``warc_missing`` are not there or shorter than that. ``seq`` is the newest change.
    """

    sites: tuple[SiteStanding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)
    warc_files: int = 0
    warc_bytes: int = 0
    warc_missing: int = 0
    seq: int = 0
