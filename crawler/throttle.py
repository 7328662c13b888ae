"""When the next request may go: the profile's delay, Crawl-delay of robots.txt, Retry-After, a slow server.

Scrapy's AutoThrottle slows down for a slow server and comes back; this one has floors below which it never comes
back, and closes a host for the time that the host asks for. All of it acts on the downloader's slots, so that a
request that already waits in a slot waits longer too.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.extensions.throttle import AutoThrottle

from crawler.closed import LONGEST
from crawler.places import slot_of
from crawler.records import Told
from crawler.spiders.base import PoliteSpider

if TYPE_CHECKING:
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

LONGEST_WAIT = 600.0  # seconds; a host that asks for more ends the run, the next one begins where it left off
BACKOFF = 10  # times the delay, doubled at each retry, for a busy server that does not say how long
SHORTEST_BACKOFF = 0.1  # seconds
BUSY = (429, 503)

logger = logging.getLogger(__name__)


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait from a Retry-After header, in either form of RFC 9110 section 10.2.3; None for neither.

    *now* is the server's own clock (its Date header) where it gave one.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after("Thu, 01 Jan 2026 00:02:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after("soon", datetime(2026, 1, 1, tzinfo=UTC))
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    if (moment := _http_date(text)) is None:
        return None
    return max(0.0, (moment - now).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _wish(key: str, wait: float) -> str:
    return f"{key} asks to be left alone for {wait:.0f} s"


class Throttle(AutoThrottle):
    """AutoThrottle with floors (Crawl-delay) and closed times (Retry-After)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._floors: dict[str, float] = {}
        self._ending: asyncio.Future[None] | None = None
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._rest: float = crawler.settings.getfloat("KHLANG_REST")
        self._refusals = 0  # answers in a row that said: not now
        self._adjusting = crawler.settings["KHLANG_SITE"].crawl.delay > 0
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

    @property
    def _downloader(self) -> Downloader:
        engine = self.crawler.engine
        if engine is None:
            raise RuntimeError("the throttle was asked before the engine was there")
        return engine.downloader

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self._agent)
        key = slot_of(urlsplit(request.url).hostname or "")
        if asked is None or not 0 < asked < 86_400 or asked <= self._floors.get(key, self.mindelay):
            return
        self._floors[key] = asked
        # The downloader forgets a slot that was idle for a minute and makes it anew from these.
        self._downloader.per_slot_settings[key] = {"concurrency": 1, "delay": asked, "jitter": 0}
        if slot := self._downloader.slots.get(key):
            slot.delay = max(slot.delay, asked)
        self.crawler.stats.max_value("khlang/crawl_delay_ms", round(asked * 1000))
        logger.info("Crawl-delay of %s: %s s", key, asked)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if key is None or slot is None:
            return
        slot.delay = max(slot.delay, self._floors.get(key, 0.0))
        if response.status not in BUSY:
            self._refusals = 0
            return
        wait = self._asked_wait(response)
        if wait is not None and wait > LONGEST_WAIT:
            self._tell_closed(key, wait)
        if wait is None:
            wait = max(slot.delay * BACKOFF, SHORTEST_BACKOFF) * 2 ** request.meta.get("retry_times", 0)
        self._close(key, max(wait, self._own_rest()))

    def rest(self, request: Request) -> None:
        """Leave a server alone that refused the connection, where this crawl's settings name a time of rest."""
        if (key := request.meta.get("download_slot")) in self._downloader.slots and (wait := self._own_rest()):
            self._close(key, wait)

    def _own_rest(self) -> float:
        """The rest that the crawl itself owes a busy server: doubled each time that it is still busy."""
        self._refusals += 1
        return float(self._rest * 2 ** min(self._refusals - 1, 20))

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        if self._adjusting:
            super()._adjust_delay(slot, latency, response)

    def _asked_wait(self, response: Response) -> float | None:
        value = (response.headers.get("Retry-After") or b"").decode("latin-1")
        clock = _http_date((response.headers.get("Date") or b"").decode("latin-1"))
        return retry_after(value, clock or datetime.fromtimestamp(time.time(), UTC))

    def _close(self, key: str, wait: float) -> None:
        """Send nothing to the slot *key* for *wait* seconds; called before the slot's next request can go."""
        logger.info("%s asks for %.0f s of rest", key, wait)
        self.crawler.stats.inc_value("khlang/waits")
        if wait > LONGEST_WAIT:
            self._end(_wish(key, wait))
            return
        self.crawler.stats.inc_value("khlang/waited", round(wait))
        slot = self._downloader.slots[key]
        # A request goes when now >= lastseen + delay.
        slot.lastseen = max(slot.lastseen, monotonic() + wait - slot.delay)

    def _tell_closed(self, key: str, wait: float) -> None:
        """Let the run remember until when the host closed itself, for the runs after it."""
        if isinstance(spider := self.crawler.spider, PoliteSpider):
            until = math.ceil(time.time() + min(wait, LONGEST))
            spider.tell(Told(kind="closed", url=key, text=_wish(key, wait), done=until))

    def _end(self, why: str) -> None:
        spider, engine = self.crawler.spider, self.crawler.engine
        if isinstance(spider, PoliteSpider) and engine is not None and not spider.stopped:
            spider.stopped = why  # from now on the download handler sends nothing
            self._ending = asyncio.ensure_future(engine.close_spider_async(reason=why))
