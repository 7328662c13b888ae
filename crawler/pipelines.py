"""Hands each exchange to the archive, as it came over the wire, and each refusal with its reason.

An answer is written at the moment when it has arrived, before Scrapy takes it further: what a crash can lose is on the
wire, and nothing that came is asked for twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request, signals

from corpus.errors import NewsError
from corpus.records import Rejected
from corpus.revisits import Original
from corpus.warc import WarcWriter
from crawler.again import Conditional
from crawler.arrivals import via
from crawler.records import Archived, Exchange, Told, Wire
from crawler.spiders.base import PoliteSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

REDIRECTS = (301, 302, 303, 307, 308)  # those that Scrapy follows
COMMIT_EVERY = 50  # records between two times that the file is made safe on the disk


class WarcPipeline:
    """Writes every answer that is worth it into the WARC file of the run; an archive that cannot be written ends it.

    The spider says what an answer is (:meth:`PoliteSpider.arrived`); as an item it comes by later, and is counted.
    Redirects and robots.txt, which the spider never sees, are kept as they come.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._open = ExitStack()
        self._writer: WarcWriter | None = None
        self._written = 0
        self._broken = False
        self._ending: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WarcPipeline:
        """Scrapy's way to make a pipeline."""
        made = cls(crawler)
        crawler.signals.connect(made.on_the_way, signal=signals.response_downloaded)
        return made

    @property
    def _spider(self) -> PoliteSpider:
        spider = self._crawler.spider
        if not isinstance(spider, PoliteSpider):
            raise TypeError(f"the archive serves PoliteSpider, not {type(spider).__name__}")
        return spider

    def open_spider(self) -> None:
        """Open the WARC file ``<site>-<run>``."""
        job = self._spider.job
        self._spider.keep = self.keep_refusal
        try:
            writer = WarcWriter(job.warc, f"{job.site.name}-{job.run_id:06d}", job.warc_bytes)
            self._writer = self._open.enter_context(writer)
        except NewsError as e:
            self._end(str(e))

    def process_item(self, item: Exchange | Archived) -> Exchange | Archived:
        """Count one exchange, which is in the archive already; keep one copy of another archive."""
        stats = self._crawler.stats
        if isinstance(item, Archived):
            self._keep_archived(item)
            return item
        if item.wire is None:
            stats.inc_value(f"khlang/resumed_{item.role}s")
        elif self._broken:  # perhaps not in the archive
            return item
        stats.inc_value(f"khlang/{item.role}s", int(item.status in (200, 304)))
        stats.inc_value(f"khlang/{item.role}s_not_modified", int(item.wire is not None and item.status == 304))
        return item

    def _keep_archived(self, item: Archived) -> None:
        job, stats = self._spider.job, self._crawler.stats
        if self._write(lambda writer: writer.write_archived(item, job.site.name, job.source)):
            stats.inc_value(f"khlang/{item.role}s")
            stats.inc_value("khlang/bytes", len(item.payload))
            stats.inc_value(f"khlang/from_{job.source}")

    def on_the_way(self, response: Response, request: Request) -> None:
        """Keep what has arrived, where it is to be kept; a question for robots.txt has no lead."""
        if not self._spider.keeps_traffic:
            return
        role = "redirect" if "lead" in request.cb_kwargs else "robots"
        if role == "robots" or response.status in REDIRECTS:
            self._keep(request.url, request.meta["wire"], {"role": role}, via(request))
        else:
            self._keep_answer(request, response)

    def _keep_answer(self, request: Request, response: Response) -> None:
        conditional = self._crawler.get_downloader_middleware(Conditional)
        if conditional is None:
            raise RuntimeError("the archive was handed an answer before the middlewares were there")
        answer = conditional.understood(request, response)
        request.meta["understood"] = answer
        if isinstance(answer, Request):
            return  # it is asked for again
        exchange = self._spider.arrived(request, answer)
        request.meta["exchange"] = exchange
        if exchange is None or exchange.wire is None:
            return
        if self._keep(exchange.url, exchange.wire, exchange.hints, exchange.via, exchange.original):
            self._crawler.stats.inc_value("khlang/bytes", len(exchange.wire.payload))
            self._crawler.stats.inc_value("khlang/not_modified", int(exchange.status == 304))

    def keep_refusal(self, rejected: Rejected) -> None:
        """Keep why an address brought nothing."""
        site = self._spider.job.site.name
        self._write(lambda writer: writer.write_refusal(rejected, site, datetime.now(UTC)))

    def _keep(
        self, url: str, wire: Wire, hints: Mapping[str, str], via_: str, original: Original | None = None
    ) -> bool:
        site = self._spider.job.site.name
        notes = {"via": via_, "fetchTimeMs": str(wire.took)}
        return self._write(
            lambda writer: writer.write_heads(
                url,
                site,
                wire.captured,
                wire.request_head,
                wire.response_head,
                wire.payload,
                hints,
                original=original,
                notes={name: value for name, value in notes.items() if value},
                address=wire.address,
            )
        )

    def _write(self, record: Callable[[WarcWriter], object]) -> bool:
        """Write one record; False where the archive cannot be written (any more)."""
        if self._writer is None or self._broken:
            return False
        try:
            record(self._writer)
            self._written += 1
            if self._written % COMMIT_EVERY == 0:
                self._writer.commit()
        except NewsError as e:
            self._end(str(e))
            return False
        return True

    def close_spider(self) -> None:
        """Close the WARC file."""
        try:
            self._open.close()
        except NewsError as e:
            self._spider.tell(Told(kind="problem", text=str(e)))

    def _end(self, why: str) -> None:
        spider, engine = self._spider, self._crawler.engine
        spider.tell(Told(kind="problem", text=why))
        spider.stopped = why
        self._broken = True
        if engine is not None:
            self._ending = asyncio.ensure_future(engine.close_spider_async(reason="archive"))
