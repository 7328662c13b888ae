"""Common Crawl: one index for each of its crawls, and ranges of its WARC files, each range one record."""

from __future__ import annotations

from collections.abc import AsyncIterator

from corpus.codings import CodingError, remove_codings
from corpus.members import MAX_HEADERS
from corpus.site_archive import Archive
from corpus.warc_copy import ForeignCopy, NoCopy, read_copy
from crawler.archives_ask import commoncrawl_query
from crawler.archives_cdx import Line, Listed, NotAnIndex, read_crawls, read_objects
from crawler.reasons import status_reason
from crawler.spiders.archive import Answer, ArchiveSpider, Unanswered, same_page

MAX_PAGES = 10_000  # answers of one index; more are a trap
NOTHING = (400, 404)  # behind the last page, or no capture in this crawl


class CommonCrawlSpider(ArchiveSpider):
    """Brings in what Common Crawl keeps of a site."""

    name = "commoncrawl"

    async def lines(self, entry: Archive) -> AsyncIterator[Line]:
        """The lines of every crawl that lies in the time of *entry*, the oldest crawl first."""
        answer = await self.ask(f"{entry.where}/collinfo.json")
        try:
            crawls = read_crawls(self._body(answer))
        except NotAnIndex as e:
            raise Unanswered(str(e)) from e
        for name, first, last in reversed(crawls):
            if not self._is_asked(entry, name, first, last):
                continue
            try:
                async for line in self._of_crawl(entry, name):
                    yield line
            except Unanswered as e:
                if self.stopped:
                    raise
                self.refused(f"{entry.where}/{name}-index", str(e))

    async def copy(self, entry: Archive, line: Line) -> ForeignCopy:
        """The record in the range that *line* names."""
        if not line.filename or not line.length:
            raise NoCopy("the index does not say where the record lies")
        if line.length > self.job.max_bytes + MAX_HEADERS:
            raise NoCopy(f"a record of {line.length} bytes; larger than the setting max_page_bytes")
        url = f"{entry.files}/{line.filename}"
        wanted = f"bytes={line.offset}-{line.offset + line.length - 1}"
        answer = await self.ask(url, {"Range": wanted, "Accept-Encoding": "identity"})
        if answer.status != 206:
            raise NoCopy(f"a range of the file was answered with {status_reason(answer.status)}")
        copy = read_copy(answer.payload, self.job.max_bytes, f"{url}#{wanted}", answer.fetched)
        if not same_page(copy.url, line.url):
            raise NoCopy("the record is of another address than the index says")
        return copy

    async def _of_crawl(self, entry: Archive, crawl: str) -> AsyncIterator[Line]:
        before: Line | None = None
        for page in range(MAX_PAGES):
            question = commoncrawl_query(entry, crawl, self.job.since, page)
            answer = await self.ask(question)
            if answer.status in NOTHING:
                return
            try:
                listed = read_objects(self._body(answer))
            except NotAnIndex as e:
                raise Unanswered(str(e)) from e
            self.tell_of(listed, question)
            first = _first(listed)
            if page and (first is None or first == before):
                return
            before = first
            for line in listed.lines:
                yield line

    def _body(self, answer: Answer) -> bytes:
        if answer.status != 200:
            raise Unanswered(f"the index answered {status_reason(answer.status)}")
        try:
            return remove_codings(answer.payload, answer.header("content-encoding"), self.job.max_bytes)
        except CodingError as e:
            raise Unanswered(str(e)) from e

    def _is_asked(self, entry: Archive, name: str, first: str, last: str) -> bool:
        """Whether a crawl is one that *entry* names and not wholly before or after its time."""
        if entry.crawls and not name.startswith(entry.crawls):
            return False
        since = max(entry.since, self.job.since.strftime("%Y%m%d") if self.job.since else "")
        return not (last and last < since[: len(last)]) and not (
            first and entry.until and first[: len(entry.until)] > entry.until
        )


def _first(listed: Listed) -> Line | None:
    return listed.lines[0] if listed.lines else None
