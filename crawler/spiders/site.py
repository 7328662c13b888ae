"""The spider: one for a whole site, running every [[crawl.start]] of its profile at once.

1. Each start gives a first lead; the frontier decides about every lead.
2. A list page is kept (hint ``role``: ``listing``) and read by its way of discovery; the leads go to 1.
3. An article page is kept; the documents that it links become leads, with the page as their parent.
4. 404 and 410 are kept as what they are; every other failure is told with its reason.
5. When nothing is left, second-best addresses of articles that are still missing get their turn, and in a full run
   the addresses that the catalogue knows and no list named.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from corpus.records import Rejected
from corpus.sites import Start
from crawler.frontier import Frontier
from crawler.harvest import Harvest
from crawler.places import Forbidden, LimitReached, refusal, slot_of
from crawler.reasons import reason_of, status_reason
from crawler.records import Exchange, Job, Lead, Told
from crawler.spiders.discovery import Discovery, NotAList
from crawler.spiders.feed import Feed
from crawler.spiders.listing import Links, Listing, attachments
from crawler.spiders.sitemap import Sitemap
from crawler.spiders.wordpress import WordPress

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

DISCOVERY: dict[str, Discovery] = {
    "listing": Listing(),
    "links": Links(),
    "wordpress": WordPress(),
    "sitemap": Sitemap(),
    "feed": Feed(),
}
PRIORITY = {"listing": 0, "article": 10, "attachment": 20}  # what is complete first is kept first
GONE = (404, 410)
KNOWN_AT_ONCE = 500  # known addresses turned into requests at a time
ENDLESS = ("listing", "links")  # ways of discovery whose lists do not say where they end
MAX_BARREN = 30  # list pages in a row without a new article: a calendar or a trap, not a list

Output = Iterator[Exchange | scrapy.Request]


class SiteSpider(scrapy.Spider):
    """Brings in one site. ``stopped`` says why nothing more is to be sent, once that is so."""

    name = "site"

    def __init__(self, job: Job, tell: Callable[[Told], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.tell = tell
        self.keep: Callable[[Rejected], None] = lambda _: None  # set by whoever archives
        self.stopped = ""
        self.starts: tuple[Start, ...] = job.site.crawl.start
        self.frontier = Frontier(job.site, limit=job.limit, since=job.since)
        self._known = list(job.known)
        self.harvest = Harvest(self.starts)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Scrapy's way to make a spider; listens for the moments when nothing is left, or something broke."""
        made = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(made.when_idle, signal=signals.spider_idle)
        crawler.signals.connect(made.when_broken, signal=signals.spider_error)
        return made

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first list page of each way of discovery."""
        for number, start in enumerate(self.starts):
            first = DISCOVERY[start.spider].first(start, self.job.since)
            for request in self._offer([replace(first, start=number)]):
                yield request

    def parse_listing(self, response: Response, lead: Lead) -> Output:
        """A list page: kept, read, or replaced by where else its leads could be."""
        start = self.starts[lead.start]
        discovery = DISCOVERY[start.spider]
        other = discovery.instead(lead)
        if response.status != 200:
            if other is None:
                yield from self._not_ok(response, lead)
            else:
                yield from self._offer([replace(other, start=lead.start)])
            return
        yield self._exchange(response, lead)
        try:
            found = list(discovery.read(response, start, lead))
            self.harvest.note(lead, found)
            yield from self._offer_list(found, lead)
        except NotAList as e:
            self.harvest.note(lead, ())
            if other is None:
                self._refused(response.url, str(e))
            else:
                yield from self._offer([replace(other, start=lead.start)])

    def _offer_list(self, found: list[Lead], lead: Lead) -> Iterator[scrapy.Request]:
        """The leads of one list page; a list that goes on and on without anything new is left."""
        before = self.frontier.known
        yield from self._offer(replace(one, start=lead.start) for one in found if one.role != "listing")
        barren = 0 if self.frontier.known > before else lead.barren + 1
        further = [replace(one, start=lead.start, barren=barren) for one in found if one.role == "listing"]
        if barren < MAX_BARREN or self.starts[lead.start].spider not in ENDLESS:
            yield from self._offer(further)
        elif any(self.frontier.is_new(one) for one in further):
            self._refused(lead.url, f"the list goes on although its last {MAX_BARREN} pages brought nothing new")

    def parse_article(self, response: Response, lead: Lead) -> Output:
        """An article page: kept, and its documents fetched."""
        ended = replace(lead, url=response.url)
        moved = self.frontier.key(ended) != self.frontier.key(lead)
        if response.status == 200 and not (moved and self.frontier.has(ended)):
            yield self._exchange(response, lead)
            yield from self._offer(attachments(response, self.job.site.crawl))
            if (start := self.starts[lead.start]).spider == "links":
                found = DISCOVERY["links"].read(response, start, lead)
                yield from self._offer(replace(further, start=lead.start) for further in found)
            yield from self._settle(ended if moved else lead, stored=True)
            if moved:
                yield from self._settle(lead, stored=False)
            self._progress(response.url)
            return
        if response.status != 200:
            yield from self._not_ok(response, lead)
        yield from self._settle(lead, stored=False)

    def parse_attachment(self, response: Response, lead: Lead) -> Output:
        """A document: kept, whatever it is."""
        if response.status == 200:
            yield self._exchange(response, lead)
        else:
            yield from self._not_ok(response, lead)

    def failed(self, failure: Failure) -> Output:
        """A request that brought no response: its reason is told."""
        request: Any = getattr(failure, "request", None)
        lead: Lead = request.cb_kwargs["lead"]
        error = failure.value
        if error is not None and not isinstance(error, LimitReached):
            self._refused(lead.url, reason_of(error, request.url), mild=isinstance(error, Forbidden))
        yield from self._settle(lead, stored=False)

    def when_idle(self) -> None:
        """Nothing is left to do: give second-best addresses their turn."""
        engine = self.crawler.engine
        if self.stopped or engine is None:
            return
        requests = [self._request(lead) for lead in self.frontier.second_best()]
        requests += self._offer(Lead(url=url, role="article") for url in self._known[:KNOWN_AT_ONCE])
        del self._known[:KNOWN_AT_ONCE]
        for request in requests:
            engine.crawl(request)
        if requests or self._known:
            raise DontCloseSpider

    def when_broken(self, failure: Failure, response: Response | None) -> None:
        """A fault of ours in reading one page: the traceback stands in the log, the crawl goes on."""
        url = response.url if response is not None else ""
        self._refused(url, f"internal error: {type(failure.value).__name__}: {failure.value}")

    def _offer(self, leads: Any) -> Iterator[scrapy.Request]:
        for lead in leads:
            if refusal(lead.url, self.job.site):
                continue  # a link to another site is no failure
            try:
                for wanted in self.frontier.offer(lead):
                    yield self._request(wanted)
            except ValueError as e:
                self._refused(lead.url, f"not an address that can be fetched: {e}")

    def _settle(self, lead: Lead, *, stored: bool) -> Iterator[scrapy.Request]:
        for wanted in self.frontier.settle(lead, stored=stored):
            yield self._request(wanted)

    def _request(self, lead: Lead) -> scrapy.Request:
        callbacks = {"listing": self.parse_listing, "article": self.parse_article, "attachment": self.parse_attachment}
        return scrapy.Request(
            lead.url,
            callback=callbacks[lead.role],
            errback=self.failed,
            cb_kwargs={"lead": lead},
            priority=PRIORITY[lead.role],
            meta={"download_slot": slot_of(lead.url.split("/")[2].partition(":")[0])},
        )

    def _exchange(self, response: Response, lead: Lead) -> Exchange:
        hints = dict(lead.hints)
        if lead.role == "listing":
            hints["role"] = "listing"
        if lead.parent:
            hints["parent"] = lead.parent
        wire = response.meta["wire"]
        return Exchange(url=response.url, role=lead.role, status=response.status, wire=wire, hints=hints)

    def _not_ok(self, response: Response, lead: Lead) -> Output:
        if response.status in GONE:
            yield self._exchange(response, lead)
        if response.status not in GONE or lead.role != "article":
            self._refused(response.url, status_reason(response.status), mild=response.status in GONE)

    def _refused(self, url: str, reason: str, *, mild: bool = False) -> None:
        logging.getLogger(__name__).info("refused %s: %s", url, reason)
        self.keep(Rejected(url=url, stage="fetch", reason=reason))
        self.tell(Told(kind="refused", url=url, text=reason, mild=mild))

    def _progress(self, url: str) -> None:
        total = self.job.limit or self.frontier.known
        self.tell(Told(kind="progress", url=url, done=self.frontier.stored, total=total))
