"""The spider: one for a whole site, running every [[crawl.start]] of its profile at once.

1. Each start gives a first lead; the frontier decides about every lead.
2. A list page is kept (hint ``role``: ``listing``) and read by its way of discovery; the leads go to 1.
3. An article page is kept; the documents that it links become leads, with the page as their parent.
4. 404 and 410 are kept as what they are; every other failure is told with its reason.
5. When nothing is left, second-best addresses of articles that are still missing get their turn, and in a full run
   the addresses that the catalogue knows and no list named.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from corpus.sites import Start
from corpus.store_visits import GONE
from crawler.arrivals import Arrivals
from crawler.assumptions import Assumptions
from crawler.frontier import Frontier
from crawler.harvest import Harvest
from crawler.memory import Memory
from crawler.places import NO_ADDRESS, Forbidden, LimitReached, refusal, slot_of
from crawler.reasons import reason_of, status_reason
from crawler.records import BY_HAND, Exchange, Job, Lead, Told
from crawler.revisit import decide
from crawler.spiders.base import PoliteSpider
from crawler.spiders.branches import Branches
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
KNOWN_AT_ONCE = 500  # known addresses turned into requests at a time
ENDLESS = ("listing", "links", "feed")  # ways of discovery whose lists do not say where they end

Output = Iterator[Exchange | scrapy.Request]


class SiteSpider(PoliteSpider):
    """Brings in one site."""

    name = "site"

    def __init__(self, job: Job, tell: Callable[[Told], None], **kwargs: Any) -> None:
        super().__init__(job, tell, **kwargs)
        self.starts: tuple[Start, ...] = job.site.crawl.start
        self.frontier = Frontier(job.site, limit=job.limit, since=job.since)
        self.memory = Memory(job)
        self.assumptions = Assumptions(job.site)
        self._arrivals = Arrivals(job.site, self.frontier, self.assumptions, DISCOVERY)
        self.branches = [Branches() for _ in self.starts]
        self._known = list(job.known)
        self._due = frozenset(job.known) if job.due else frozenset()
        self.harvest = Harvest(self.starts)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Scrapy's way to make a spider; listens for the moments when nothing is left, or something broke."""
        made = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(made.when_idle, signal=signals.spider_idle)
        crawler.signals.connect(made.when_broken, signal=signals.spider_error)
        return made

    def closed(self, reason: str) -> None:
        """Scrapy's call when all is done."""
        self.memory.close()

    def is_wanted(self, request: scrapy.Request) -> bool:
        """Whether a request made some time ago is still worth sending: not where its limit is reached, or where the
        lists of its kind have brought nothing new for long.
        """
        lead: Lead | None = request.cb_kwargs.get("lead")
        if lead is None or not self.frontier.still_wanted(lead):
            return lead is None
        endless = lead.role == "listing" and lead.paging > 1 and self.starts[lead.start].spider in ENDLESS
        return not endless or self.branches[lead.start].worth(lead)

    def arrived(self, request: scrapy.Request, response: Response) -> Exchange | None:
        """What the archive keeps of an answer."""
        return self._arrivals.exchange(request, response)

    def tallies(self) -> dict[str, int]:
        """Articles heard of, left out as too old, beyond max_pages or not due, and how the assumptions fared."""
        counts = {"known": self.frontier.known, "old": self.frontier.old, "cut": self.frontier.cut}
        self.assumptions.log()
        return counts | {"rested": self.frontier.rested} | self.assumptions.counts()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first list page of each way of discovery."""
        for number, start in enumerate(self.starts):
            first = DISCOVERY[start.spider].first(start, self.job.since or self.job.changed_since)
            for request in self._offer([replace(first, start=number)]):
                yield request

    def parse_listing(self, response: Response, lead: Lead) -> Output:
        """A list page: kept, read, or replaced by where else its leads could be."""
        start = self.starts[lead.start]
        discovery = DISCOVERY[start.spider]
        other = discovery.instead(lead)
        if response.status != 200:
            if other is None:
                if not lead.guessed:
                    yield from self._not_ok(response, lead)
            else:
                yield from self._offer([replace(other, start=lead.start)])
            return
        yield from self._kept(response)
        try:
            found = list(discovery.read(response, start, lead))
            self.harvest.note(lead, found)
            yield from self._offer_list(found, lead, response.url)
        except NotAList as e:
            self.harvest.note(lead, ())
            if other is None:
                self._refused(response.url, str(e), lead=lead)
            else:
                yield from self._offer([replace(other, start=lead.start)])

    def _offer_list(self, found: list[Lead], lead: Lead, via: str) -> Iterator[scrapy.Request]:
        """The leads of one list page; a list that goes on and on without anything new is left."""
        named = [replace(one, start=lead.start, via=via) for one in found]
        articles = [one for one in named if one.role != "listing"]
        self.assumptions.brought(lead.start, len(found))
        yield from self._offer(articles)
        start = self.starts[lead.start]
        further = [one for one in named if one.role == "listing"]
        if start.spider in ENDLESS:
            branches = self.branches[lead.start]
            barren = branches.barren(lead, self._keys(articles))
            before = set(branches.left)
            further = list(branches.followed((replace(one, barren=barren) for one in further), self.job.since))
            for kind in sorted(branches.left - before):
                self._refused(lead.url, f"lists like {kind} go on without anything new; they are left", mild=True)
        yield from self._offer(further)

    def _keys(self, leads: list[Lead]) -> Iterator[str]:
        for lead in leads:
            with suppress(ValueError):  # no address: told when it is offered
                yield self.frontier.key(lead)

    def parse_article(self, response: Response, lead: Lead) -> Output:
        """An article page: kept, and its documents fetched."""
        kept = list(self._kept(response)) if response.status == 200 else []
        yield from kept
        if kept and kept[0].role == "listing":
            yield from self._lost(response, lead)
            return
        if kept:
            moved = self.frontier.moved(lead, response.url)
            yield from self._offer(attachments(response, self.job.site.crawl, lead.shown))
            if (start := self.starts[lead.start]).spider == "links":
                found = DISCOVERY["links"].read(response, start, lead)
                yield from self._offer(replace(one, start=lead.start, via=response.url) for one in found)
            yield from self._settle(replace(lead, url=response.url) if moved else lead, stored=True)
            if moved:
                yield from self._settle(lead, stored=False)
            self._progress(response.url)
            return
        if response.status != 200:
            yield from self._not_ok(response, lead)
        yield from self._settle(lead, stored=False)

    def _lost(self, response: Response, lead: Lead) -> Output:
        """An article whose address leads to a list now: told, never kept as a version of it."""
        self.crawler.stats.inc_value("khlang/moved")
        why = f"it leads to {response.url} now, which is a list or a front page"
        self.refused(lead.url, why, mild=True, moved=response.url)
        yield from self._settle(lead, stored=False)

    def parse_attachment(self, response: Response, lead: Lead) -> Output:
        """A document: kept, whatever it is."""
        if response.status == 200:
            yield from self._kept(response)
        else:
            yield from self._not_ok(response, lead)

    def failed(self, failure: Failure) -> Output:
        """A request that brought no response: its reason is told."""
        request: Any = getattr(failure, "request", None)
        lead: Lead = request.cb_kwargs["lead"]
        error = failure.value
        not_sent = isinstance(error, LimitReached) or (self.stopped == BY_HAND and str(error).endswith(BY_HAND))
        if error is not None and not not_sent:
            self._refused(lead.url, reason_of(error, request.url), mild=isinstance(error, Forbidden), lead=lead)
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
            if why := refusal(lead.url, self.job.site):
                if why == NO_ADDRESS:  # a slip of the site's editors, and no reason to leave the rest of the list
                    self._refused(lead.url, why, mild=True)
                continue  # a link to another site is no failure
            try:
                for wanted in self.frontier.offer(lead, rests=self._rests(lead)):
                    yield self._request(wanted)
            except ValueError as e:
                self._refused(lead.url, f"not an address that can be fetched: {e}")

    def _rests(self, lead: Lead) -> bool:
        """Whether a run for what is due leaves this page alone."""
        if self.job.due is None or lead.role != "article" or lead.url in self._due:
            return False
        visit = self.memory.visit(lead.url)
        if visit is None or self.memory.was_fetched(lead.url):  # what it links may not have been fetched
            return False
        return not decide(visit, self.job.due, self.job.site.schedule).due

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

    def _kept(self, response: Response) -> Iterator[Exchange]:
        """What was decided about an answer when it arrived; one of our own archive is decided about now."""
        meta = response.meta
        if meta.get("replayed") and response.request is not None:
            exchange = self.arrived(response.request, response)
        else:
            exchange = meta["exchange"]
        if exchange is not None:
            yield exchange

    def _not_ok(self, response: Response, lead: Lead) -> Output:
        if response.status in GONE:
            yield from self._kept(response)
        if response.status not in GONE or lead.role != "article":
            self._refused(response.url, status_reason(response.status), mild=response.status in GONE, lead=lead)

    def _refused(self, url: str, reason: str, *, mild: bool = False, lead: Lead | None = None) -> None:
        if lead and lead.role == "listing" and lead.paging == 1 and self.assumptions.not_there(lead.start, reason):
            url, mild = self.starts[lead.start].url, True
        self.refused(url, reason, mild=mild)

    def _progress(self, url: str) -> None:
        total = self.job.limit or self.frontier.known
        self.tell(Told(kind="progress", url=url, done=self.frontier.stored, total=total))
