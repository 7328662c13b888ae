"""Stops asking a site that does not want to be asked: most of its last answers were refusals or block pages.

To go on would harden the block and fill the archive with nothing. Each refusal doubles the pause before the next
request to that host; where :data:`MOST` of the last :data:`WINDOW` answers of a host were refusals, or the last
:data:`IN_A_ROW`, the run ends and says so. What came before is kept.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from corpus.extract.refuse import looks_blocked
from crawler.places import slot_of
from crawler.reasons import status_reason
from crawler.records import Told
from crawler.spiders.site import SiteSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

REFUSALS = (401, 403, 406, 418, 429, 451, 503)  # 406 and 418: what firewalls of web hosts answer to programs
WINDOW = 20  # answers of one host that are looked back at
MOST = 15
IN_A_ROW = 10
SLOWEST = 10  # times the delay between two requests
SMALL = 30_000  # characters; block pages are small


class Breaker:
    """A downloader middleware between decompression (590) and retries (550), so that each answer is seen as text."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._site: str = crawler.settings["KHLANG_SITE"].name
        self._delay: float = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._answers: dict[str, deque[str]] = {}
        self._ending: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Breaker:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Look at one answer of the site; the answer itself goes on as it is."""
        asked = "lead" in request.cb_kwargs and not request.meta.get("replayed")
        if asked and not 300 <= response.status < 400:
            host = slot_of(urlsplit(request.url).hostname or "")
            answers = self._answers.setdefault(host, deque(maxlen=WINDOW))
            answers.append(refused_as(response))
            if answers[-1]:
                self._slow_down(host)
                self._judge(host, answers)
        return response

    def _slow_down(self, host: str) -> None:
        engine = self._crawler.engine
        if engine is not None and (slot := engine.downloader.slots.get(host)):
            slot.delay = max(slot.delay, min(slot.delay * 2, SLOWEST * self._delay))

    def _judge(self, host: str, answers: deque[str]) -> None:
        refused = Counter(why for why in answers if why)
        in_a_row = len(answers) >= IN_A_ROW and all(list(answers)[-IN_A_ROW:])
        if in_a_row or refused.total() >= MOST:
            what = ", ".join(f"{count} × {why}" for why, count in refused.most_common(3))
            self._end(
                f"the site {self._site} is blocking us: of the last {len(answers)} answers of {host},"
                f" {refused.total()} were refusals ({what}); wait a day, then crawl with a longer crawl.delay, or ask"
                " its webmaster"
            )

    def _end(self, why: str) -> None:
        spider, engine = self._crawler.spider, self._crawler.engine
        if isinstance(spider, SiteSpider) and engine is not None and not spider.stopped:
            spider.tell(Told(kind="problem", text=why))
            spider.stopped = why  # from now on the download handler sends nothing
            self._ending = asyncio.ensure_future(engine.close_spider_async(reason="blocked"))


def refused_as(response: Response) -> str:
    """How the site refused, or an empty string where it answered."""
    if response.status in REFUSALS:
        return status_reason(response.status)
    if response.status == 200 and isinstance(response, TextResponse) and len(response.body) < SMALL:
        return "a block page" if looks_blocked(response.text) else ""
    return ""
