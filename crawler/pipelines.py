"""Hands each exchange to the archive, as it came over the wire."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING

from corpus.errors import NewsError
from corpus.warc import WarcWriter
from crawler.records import Exchange, Told
from crawler.spiders.site import SiteSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

COMMIT_EVERY = 50  # exchanges between two times that the file is made safe on the disk


class WarcPipeline:
    """Writes every :class:`Exchange` into the WARC file of the run; an archive that cannot be written ends it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._open = ExitStack()
        self._writer: WarcWriter | None = None
        self._written = 0
        self._ending: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WarcPipeline:
        """Scrapy's way to make a pipeline."""
        return cls(crawler)

    @property
    def _spider(self) -> SiteSpider:
        spider = self._crawler.spider
        if not isinstance(spider, SiteSpider):
            raise TypeError(f"the archive serves SiteSpider, not {type(spider).__name__}")
        return spider

    def open_spider(self) -> None:
        """Open the WARC file ``<site>-<run>``."""
        job = self._spider.job
        try:
            self._writer = self._open.enter_context(WarcWriter(job.warc, f"{job.site.name}-{job.run_id:06d}"))
        except NewsError as e:
            self._end(str(e))

    def process_item(self, item: Exchange) -> Exchange:
        """Keep one exchange."""
        if self._writer is None or self._ending is not None:
            return item
        status_line, _, response_lines = item.wire.response_head.partition(b"\n")
        reason = status_line.strip().split(b" ", 2)[2:] or [b""]
        try:
            self._writer.write_exchange(
                item.url,
                self._spider.job.site.name,
                item.wire.captured,
                item.status,
                reason[0].decode("latin-1"),
                item.wire.request_head.partition(b"\n")[2],
                response_lines,
                item.wire.payload,
                item.hints,
            )
            self._written += 1
            if self._written % COMMIT_EVERY == 0:
                self._writer.commit()
        except NewsError as e:
            self._end(str(e))
            return item
        stats = self._crawler.stats
        stats.inc_value(f"khlang/{item.role}s")
        stats.inc_value("khlang/bytes", len(item.wire.payload))
        return item

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
        if engine is not None:
            self._ending = asyncio.ensure_future(engine.close_spider_async(reason="archive"))
