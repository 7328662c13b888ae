"""Web archives as sources: what the two kinds have in common.

1. Each [[archive]] of the profile asks its index; the answer comes as lines, in the order of address and time.
2. Lines that are not wanted, or whose capture is had, cost no request (:mod:`crawler.archives_wanted`).
3. Each other line is fetched, one at a time, and kept under the page's own address and time.
4. Print twins come last, and only where the article itself did not come.

All of it is one sequence of requests; killed anywhere, the next crawl asks the index again and goes on with what is
not yet in the archive.
"""

from __future__ import annotations

import traceback
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from corpus.digests import payload_digest
from corpus.settings import Settings
from corpus.site_archive import Archive
from corpus.store import Store, open_store
from corpus.urls import article_id, locate, url_key
from corpus.warc_copy import ForeignCopy, NoCopy
from crawler.archives_cdx import Line, Listed
from crawler.archives_wanted import Wanted, spellings
from crawler.places import is_literal, is_public
from crawler.reasons import reason_of, status_reason
from crawler.records import Archived, Job, Role, Told
from crawler.spiders.base import PoliteSpider

SLOT = "archive"  # one for all hosts of all archives: one connection, one pace
LEAVE = (429, 503)  # answers that end the crawl where they come again after all rests
FORBIDDEN = 403  # one copy that the archive keeps to itself, or a door that has shut
MAX_FORBIDDEN = 5  # in a row; then it is the door
UNANSWERED = (
    *(CannotResolveHostError, DownloadCancelledError, DownloadConnectionRefusedError, DownloadFailedError),
    *(DownloadTimeoutError, IgnoreRequest, ResponseDataLossError),
)


class Unanswered(Exception):
    """A question that brought no answer; the text says why."""


class Had(Exception):
    """The archive leads to a copy that is had already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an archive answered; ``payload`` with its content coding on, ``url`` what was asked for."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    payload: bytes
    fetched: datetime

    def header(self, name: str) -> str:
        """The value of a header, of several joined by commas; ``""`` where there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)


class ArchiveSpider(PoliteSpider):
    """Brings in the copies that web archives keep of a site."""

    keeps_traffic = False

    def __init__(self, job: Job, tell: Callable[[Told], None], **kwargs: Any) -> None:
        super().__init__(job, tell, **kwargs)
        self._open = ExitStack()
        self._store: Store | None = None
        if job.data is not None and (settings := Settings(data=job.data)).catalogue.exists():
            self._store = self._open.enter_context(open_store(settings, readonly=True))
        self.wanted = Wanted(job.site, self._captured, since=job.since, full=job.full)
        self._articles: set[str] = set()  # ids that this crawl brought
        self._twins: list[tuple[int, Archive, Line]] = []
        self._counts = {"known": 0, "had": 0, "cut": 0, "mismatched": 0}
        self._requests = 0
        self._forbidden = 0
        self._stored = 0

    @abstractmethod
    def lines(self, entry: Archive) -> AsyncIterator[Line]:
        """All that the index lists for *entry*; raises :class:`Unanswered` where it cannot be asked."""

    @abstractmethod
    async def copy(self, entry: Archive, line: Line) -> ForeignCopy:
        """The copy that *line* lists.

        Raises :class:`NoCopy` or :class:`Unanswered` where it cannot be had, :class:`Had` where it is had already.
        """

    async def follow(self, entry: Archive, copy: ForeignCopy) -> AsyncIterator[Archived]:
        """What else of the archive belongs to a copy that was brought; nothing unless a kind of archive has it."""
        nothing: tuple[Archived, ...] = ()
        for item in nothing:
            yield item

    async def start(self) -> AsyncIterator[Any]:
        """Everything, as items: the requests in between are made here, one after the other."""
        try:
            async for item in self._bring():
                yield item
        except Exception:
            self.tell(Told(kind="bug", text=traceback.format_exc()))

    def closed(self, reason: str) -> None:
        """Scrapy's last word: let go of the catalogue."""
        self._open.close()

    def refusal(self, url: str) -> str:
        """Only the archives of the profile are asked, at the ports that it names."""
        try:
            parts = urlsplit(url)
            asked = (parts.scheme, parts.hostname or "", parts.port)
        except ValueError:
            return "not an address"
        places = [urlsplit(place) for entry in self.job.site.archive for place in (entry.where, entry.files)]
        if asked not in {(place.scheme, place.hostname or "", place.port) for place in places}:
            return f"{parts.netloc or 'no host'} is not an archive of the site {self.job.site.name}"
        if is_literal(asked[1]) and not self.job.site.allow_private and not is_public(asked[1]):
            return f"{asked[1]} is a private address; the profile does not allow those"
        return ""

    def slot(self, host: str) -> str:
        """One pace for all that this crawl asks."""
        return SLOT

    def tallies(self) -> dict[str, int]:
        """Wanted captures listed, had already, cut off by max_pages, and those whose bytes are not the index's."""
        return dict(self._counts)

    async def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask an archive; *headers* are those of this one question.

        Raises :class:`Unanswered`, and ends the crawl where the archive wants no more questions.
        """
        engine = self.crawler.engine
        if self.stopped or engine is None:
            raise Unanswered(self.stopped)
        if self._requests >= self.job.site.crawl.max_pages:
            self._counts["cut"] += 1
            self.stopped = f"stopped after {self._requests} requests, the profile's crawl.max_pages"
            raise Unanswered(self.stopped)
        self._requests += 1
        try:
            request = scrapy.Request(url, headers=dict(headers or {}), meta={"download_slot": SLOT, "as_it_is": True})
        except ValueError as e:
            raise Unanswered(f"{url[:200]!a} is no address that can be asked for") from e
        try:
            response = await engine.download_async(request)
        except UNANSWERED as e:
            raise Unanswered(reason_of(e, url)) from e
        # A request that was tried again is another one than ours.
        wire = (response.request or request).meta["wire"]
        self._forbidden = self._forbidden + 1 if response.status == FORBIDDEN else 0
        if response.status in LEAVE or self._forbidden >= MAX_FORBIDDEN:
            host = urlsplit(url).hostname
            self.stopped = f"{host} wants no more questions for now: {status_reason(response.status)}; go on later"
            raise Unanswered(self.stopped)
        pairs = ((name, value) for name, values in response.headers.items() for value in values)
        return Answer(
            url=url,
            status=response.status,
            headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs),
            payload=wire.payload,
            fetched=wire.captured,
        )

    def tell_of(self, listed: Listed, url: str) -> None:
        """Tell what could not be read of an index's answer."""
        if listed.cut:
            self.refused(url, f"the answer of the index breaks off after {len(listed.lines)} lines")
        if listed.bad:
            self.refused(url, f"lines of the index cannot be read: {listed.bad}, the first: {listed.first_bad}")

    def item(self, copy: ForeignCopy, line: Line, *, role: Role = "article", parent: str = "") -> Archived:
        """*copy* under the canonical address of *line*, with what is to be known of it."""
        digest = payload_digest(copy.payload)
        hints = dict(copy.hints)
        if parent:
            hints["parent"] = parent
        if line.digest and line.digest != digest:
            hints["listed_digest"] = line.digest
            self._counts["mismatched"] += 1
        self.wanted.note(line.url, line.when, {digest, line.digest})
        self.wanted.note(line.url, copy.captured, {digest, line.digest})
        return Archived(
            url=line.url,
            captured=copy.captured,
            status=copy.status,
            reason=copy.reason,
            headers=copy.headers,
            payload=copy.payload,
            source_url=copy.source_url,
            fetched=copy.fetched,
            truncated=copy.truncated,
            hints=hints,
            role=role,
        )

    async def _bring(self) -> AsyncIterator[Archived]:
        for entry in self.job.site.archive:
            try:
                async for line in self.lines(entry):
                    async for item in self._take(entry, line):
                        yield item
                    if self._over:
                        break
            except Unanswered as e:
                self.refused(entry.url, str(e))
            if self._over:
                return
        for _, entry, line in sorted(self._twins, key=lambda twin: twin[0]):
            if not self._has_article(line.url):
                async for item in self._take(entry, line, twin=True):
                    yield item
            if self._over:
                return

    @property
    def _over(self) -> bool:
        limit = self.job.limit
        return bool(self.stopped) or (limit is not None and self._stored >= limit)

    async def _take(self, entry: Archive, line: Line, *, twin: bool = False) -> AsyncIterator[Archived]:
        """Nothing, or the copy that *line* lists and what belongs to it."""
        if not self.wanted.fits(line, entry):
            return
        place = locate(line.url, self.job.site)
        if place and place.rank and not twin:
            self._twins.append((place.rank, entry, line))
            return
        self._counts["known"] += 1
        if not self.wanted.is_new(line):
            self._counts["had"] += 1
            return
        try:
            copy = await self.copy(entry, line)
        except Had:
            self._counts["had"] += 1
            return
        except (NoCopy, Unanswered) as e:
            self.refused(line.url, f"copy of {line.timestamp}: {e}")
            return
        if copy.captured != line.when and self.wanted.has(line.url, copy.captured):
            self._counts["had"] += 1
            return
        item = self.item(copy, line)
        self._stored += 1
        self._articles.add(article_id(line.url, self.job.site))
        self.tell(Told(kind="progress", url=line.url, done=self._stored, total=self.job.limit))
        yield item
        async for further in self.follow(entry, item):
            yield further

    def _has_article(self, url: str) -> bool:
        id_ = article_id(url, self.job.site)
        return id_ in self._articles or (self._store is not None and self._store.article(id_) is not None)

    def _captured(self, url: str) -> Iterable[tuple[datetime, str]]:
        if self._store is None:
            return
        for spelling in spellings(url):
            yield from self._store.captured(spelling)


def same_page(one: str, other: str) -> bool:
    """Whether two spellings are the address of one page; also where they are none that can be compared."""
    try:
        return url_key(one) == url_key(other)
    except ValueError:
        return True
