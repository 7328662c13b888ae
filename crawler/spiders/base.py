"""What every spider of ours is: it knows its job, tells what happens, and says which requests may go."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import scrapy
from scrapy.http import Response

from corpus.records import Rejected
from crawler.places import refusal, slot_of
from crawler.records import Exchange, Job, Told


class PoliteSpider(scrapy.Spider):
    """A spider under the manners of this program (throttle, guard, archive).

    ``stopped`` says why nothing more is to be sent, once that is so. ``keeps_traffic`` says whether redirects and
    robots.txt are captures of the site, to be kept as they come.
    """

    keeps_traffic = True

    def __init__(self, job: Job, tell: Callable[[Told], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.tell = tell
        self.keep: Callable[[Rejected], None] = lambda _: None  # set by whoever archives
        self.stopped = ""

    def refusal(self, url: str) -> str:
        """Why *url* is not asked for in this crawl; empty where nothing speaks against it."""
        return refusal(url, self.job.site)

    def slot(self, host: str) -> str:
        """Whom politeness is owed for requests to *host*."""
        return slot_of(host)

    def is_wanted(self, request: scrapy.Request) -> bool:
        """Whether a request that was made some time ago is still worth sending."""
        return True

    def arrived(self, request: scrapy.Request, response: Response) -> Exchange | None:
        """What the archive keeps of an answer that has just arrived; None for nothing."""
        return None

    def tallies(self) -> dict[str, int]:
        """What the spider counted itself, for the report of the run."""
        return {}

    def refused(self, url: str, reason: str, *, mild: bool = False, moved: str = "") -> None:
        """Keep and tell that *url* brought nothing, and why; *moved* is where it leads now instead of to its page."""
        logging.getLogger(__name__).info("refused %s: %s", url, reason)
        self.keep(Rejected(url=url, stage="fetch", reason=reason, moved=moved))
        self.tell(Told(kind="refused", url=url, text=reason, mild=mild))
