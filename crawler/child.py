"""The crawling process: one Scrapy run, telling its parent what happens.

Twisted's reactor runs once in a process; a crawl of its own process can be run again and again, and a fault in it
leaves the catalogue alone.
"""

from __future__ import annotations

import signal
import traceback
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from scrapy.crawler import CrawlerProcess
from scrapy.utils.asyncio import create_looping_call

from crawler.records import Job, Told
from crawler.settings import for_job
from crawler.spiders.base import PoliteSpider
from crawler.spiders.commoncrawl import CommonCrawlSpider
from crawler.spiders.site import SiteSpider
from crawler.spiders.wayback import WaybackSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

HEARTBEAT = 0.5  # seconds between two looks at the line to the parent

SPIDERS: dict[str, type[PoliteSpider]] = {
    "live": SiteSpider,
    "wayback": WaybackSpider,
    "commoncrawl": CommonCrawlSpider,
}

# Scrapy's statistics that a run keeps, under the names that a run gives them.
COUNTS = {
    "requests": "khlang/sent",
    "bytes": "khlang/wire_bytes",
    "waits": "khlang/waits",
    "waited": "khlang/waited",
    "crawl_delay_ms": "khlang/crawl_delay_ms",
    "retries": "retry/count",
    "articles": "khlang/articles",
    "lists": "khlang/listings",
    "documents": "khlang/attachments",
    "stored_bytes": "khlang/bytes",
    "not_modified": "khlang/not_modified",
    "articles_not_modified": "khlang/articles_not_modified",
    "moved": "khlang/moved",
    "resumed": "khlang/resumed",
    "resumed_articles": "khlang/resumed_articles",
    "from_wayback": "khlang/from_wayback",
    "from_commoncrawl": "khlang/from_commoncrawl",
}


def run(job: Job, parent: Connection) -> None:
    """Crawl as *job* says; tells :class:`Told` values to *parent*, the last one of kind ``end``.

    Anything that *parent* sends means: stop, and keep what is there.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too; the parent decides what it means
    try:
        _crawl(job, parent)
    except Exception:
        parent.send(Told(kind="bug", text=traceback.format_exc()))


def _crawl(job: Job, parent: Connection) -> None:
    process = CrawlerProcess(for_job(job))
    crawler = process.create_crawler(SPIDERS[job.source])
    line = _Line(parent, process)
    done = process.crawl(crawler, job=job, tell=line.tell)
    done.addErrback(lambda failure: line.tell(Told(kind="bug", text=failure.getTraceback())))
    line.watch()
    process.start(install_signal_handlers=False)
    if isinstance(spider := crawler.spider, SiteSpider):
        for told in spider.harvest.told():
            line.tell(told)
    line.tell(_summary(crawler))


def _summary(crawler: Crawler) -> Told:
    stats: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
    counts = {name: int(stats.get(key) or 0) for name, key in COUNTS.items()}
    reason = str(stats.get("finish_reason", ""))
    if isinstance(spider := crawler.spider, PoliteSpider):
        counts |= spider.tallies()
        reason = spider.stopped or reason
    return Told(kind="end", counts=counts, text=reason)


class _Line:
    """The line to the parent; a parent that is gone ends the crawl at once, one that speaks ends it in order."""

    def __init__(self, parent: Connection, process: CrawlerProcess) -> None:
        self._parent = parent
        self._process = process
        self._alive = True
        self._loop: Any = None

    def tell(self, told: Told) -> None:
        """Send to the parent, while there is one."""
        if not self._alive:
            return
        try:
            self._parent.send(told)
        except OSError:
            self._hang_up()

    def watch(self) -> None:
        """Listen to the parent now and then, also while the crawl waits."""
        self._loop = create_looping_call(self._listen)
        self._loop.start(HEARTBEAT, now=False)

    def _listen(self) -> None:
        if not self._alive or not self._parent.poll():
            return
        try:
            why = str(self._parent.recv())
        except (EOFError, OSError):
            self._hang_up()
            return
        for crawler in self._process.crawlers:
            if isinstance(crawler.spider, PoliteSpider):
                crawler.spider.stopped = why
        self._process.stop()

    def _hang_up(self) -> None:
        """Nobody will take in what is fetched from now on; what was written is whole."""
        from twisted.internet import reactor as installed  # exists only once the crawl has begun

        reactor: Any = installed  # typed as a module
        self._alive = False
        reactor.stop()
