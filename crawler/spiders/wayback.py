"""The Wayback Machine, and private archives that speak like it (pywb): CDX index and ``id_`` copies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from scrapy.http import HtmlResponse

from corpus.codings import CodingError, remove_codings
from corpus.site_archive import Archive
from corpus.urls import canonical_url
from corpus.warc_copy import ForeignCopy, NoCopy
from crawler import archives_ask as asking
from crawler.archives_cdx import Line, Listed, NotAnIndex, instant, read_objects, read_rows
from crawler.archives_rebuild import rebuild
from crawler.reasons import status_reason
from crawler.records import Archived
from crawler.spiders.archive import Answer, ArchiveSpider, Had, Unanswered, same_page
from crawler.spiders.listing import attachments

MAX_HOPS = 4  # redirects to a nearer copy
TRIES = 3  # times that an index is asked whose answer breaks off
MAX_PAGES = 100_000  # answers of one index; more are a trap
NOTHING = (400, 404)  # behind the last page, or no capture at all


class WaybackSpider(ArchiveSpider):
    """Brings in what a Wayback Machine keeps of a site."""

    name = "wayback"

    async def lines(self, entry: Archive) -> AsyncIterator[Line]:
        """All lines of the index for *entry*, of one question after the other."""
        for url in asking.addresses(entry):
            if entry.source == "ids" and not self.job.full and self._has_article(url):
                continue
            found = self._by_key(entry, url) if entry.dialect == "wayback" else self._by_page(entry, url)
            async for line in found:
                yield line

    async def _by_key(self, entry: Archive, url: str) -> AsyncIterator[Line]:
        """By resume keys, each answer saying where the next one begins."""
        resume = ""
        seen: set[str] = set()
        for _ in range(MAX_PAGES):
            question = asking.wayback_query(entry, url, self.job.since, resume, full=self.job.full)
            listed = await self._listed(question)
            for line in listed.lines:
                yield line
            resume = listed.resume
            if not resume:
                return
            if resume in seen:
                raise Unanswered("the index goes round in a circle: a resume key came twice")
            seen.add(resume)

    async def _by_page(self, entry: Archive, url: str) -> AsyncIterator[Line]:
        """By page numbers; an index that knows none gives everything, and again on page 1."""
        before: Line | None = None
        for page in range(MAX_PAGES):
            listed = await self._listed(asking.pywb_query(entry, url, self.job.since, page), objects=True)
            first = listed.lines[0] if listed.lines else None
            if page and (first is None or first == before):
                return
            before = first
            for line in listed.lines:
                yield line

    async def _listed(self, question: str, *, objects: bool = False) -> Listed:
        """One answer of the index; one that breaks off is asked for again."""
        listed = Listed()
        for _ in range(TRIES):
            answer = await self.ask(question)
            if answer.status in NOTHING and objects:
                return Listed()
            if answer.status != 200:
                raise Unanswered(f"the index answered {status_reason(answer.status)}")
            try:
                body = remove_codings(answer.payload, answer.header("content-encoding"), self.job.max_bytes)
                listed = read_objects(body) if objects else read_rows(body)
            except (CodingError, NotAnIndex) as e:
                raise Unanswered(str(e)) from e
            if not listed.cut:
                break
        self.tell_of(listed, question)
        return listed

    async def copy(self, entry: Archive, line: Line) -> ForeignCopy:
        """The copy at the line's second, or the nearest one that the archive has."""
        url = asking.replay(entry, line)
        for _ in range(MAX_HOPS):
            answer = await self.ask(url)
            if not 300 <= answer.status < 400:
                return self._rebuilt(entry, line, answer)
            target = asking.copy_at(answer.header("location"), url)
            if target is None or not same_page(target[2], line.url):
                raise NoCopy("the archive leads to another address instead")
            url, stamp, _ = target
            if stamp != line.timestamp and self.wanted.has(line.url, instant(stamp)):
                raise Had
        raise NoCopy(f"the archive leads on and on, {MAX_HOPS} times")

    def _rebuilt(self, entry: Archive, line: Line, answer: Answer) -> ForeignCopy:
        if answer.status != 200:
            raise NoCopy(f"the archive answered {status_reason(answer.status)}")
        original = asking.original_in(answer.header("link"))
        if original and not same_page(original, line.url):
            raise NoCopy("the archive gave the copy of another address")
        made = rebuild(answer.headers, answer.payload, line.digest, self.job.max_bytes, plain=entry.dialect == "pywb")
        return ForeignCopy(
            url=line.url,
            captured=asking.captured_at(answer.url, answer.header("memento-datetime")) or line.when,
            status=line.status or answer.status,
            reason="OK",
            headers=made.headers,
            payload=made.payload,
            source_url=answer.url,
            fetched=answer.fetched,
            digest=made.digest,
        )

    async def follow(self, entry: Archive, copy: ForeignCopy) -> AsyncIterator[Archived]:
        """The documents that an article links, each as it was nearest to the article's time, unless it is had."""
        fields = dict(_pairs(copy.headers))
        try:
            body = remove_codings(copy.payload, fields.get("content-encoding", ""), self.job.max_bytes)
        except CodingError:
            return  # the page itself is told of when it is read
        page = HtmlResponse(copy.url, body=body, headers={"Content-Type": fields.get("content-type", "text/html")})
        stamp = copy.captured.strftime("%Y%m%d%H%M%S").rjust(14, "0")
        for lead in attachments(page, self.job.site.crawl):
            try:
                url = canonical_url(lead.url)
            except ValueError:
                continue  # no web address: nothing that an archive could have
            line = Line(url=url, original=lead.url, timestamp=stamp)
            if not self.job.site.covers(url.split("/")[2].partition(":")[0]) or self.wanted.has_any(url):
                continue
            try:
                found = await self.copy(entry, line)
            except Had:
                continue
            except (NoCopy, Unanswered) as e:
                self.refused(url, f"document of {stamp}: {e}", mild=True)
                continue
            yield self.item(replace(found, url=url), line, role="attachment", parent=copy.url)


def _pairs(headers: bytes) -> list[tuple[str, str]]:
    lines = (line.partition(":") for line in headers.decode("latin-1").splitlines())
    return [(name.strip().lower(), value.strip()) for name, _, value in lines]
