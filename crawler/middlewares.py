"""What stands between a request and the wire: the hosts of the site, its robots.txt, the limit of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.places import Forbidden, LimitReached, Refused, is_literal
from crawler.reasons import reason_of
from crawler.resolver import PrivateAddress
from crawler.spiders.base import PoliteSpider
from crawler.throttle import Throttle

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

MAX_ROBOTS = 512_000  # bytes; RFC 9309 section 2.5 asks for at least 500 KiB to be read
_ALLOW_ALL = b""
_DISALLOW_ALL = b"User-agent: *\nDisallow: /\n"


class HostGuard:
    """Lets through only what the site profile covers; every request passes here, also those after a redirect."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._site = crawler.settings["KHLANG_SITE"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostGuard:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise :class:`Refused` with the reason, or name the politeness slot of the request."""
        spider = self._crawler.spider
        if not isinstance(spider, PoliteSpider):
            raise TypeError(f"the guard knows no hosts of {type(spider).__name__}")
        if not spider.is_wanted(request):
            raise LimitReached(request.url)
        if why := spider.refusal(request.url):
            raise Refused(f"redirected: {why}" if request.meta.get("redirect_urls") else why)
        host = urlsplit(request.url).hostname or ""
        await self._check_name(host)
        request.meta["download_slot"] = spider.slot(host)

    async def _check_name(self, host: str) -> None:
        if self._site.connect or is_literal(host):
            return
        from twisted.internet import reactor as installed  # exists only once the crawl has begun

        reactor: Any = installed  # typed as a module
        try:
            await maybe_deferred_to_future(reactor.resolve(host))
        except PrivateAddress as e:
            raise Refused(f"{e.args[0]}; the profile of the site {self._site.name} does not allow those") from e
        except DNSLookupError:
            return  # the download meets the same failure, and retries it


class Rest:
    """Lets a web archive rest that refused or broke the connection, before the request is tried again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rest:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Close the host for the rest that this crawl owes it."""
        throttle = self._crawler.get_extension(Throttle)
        if throttle is not None and isinstance(exception, (DownloadConnectionRefusedError, DownloadFailedError)):
            throttle.rest(request)


class Robots(RobotsTxtMiddleware):
    """robots.txt by RFC 9309: one that is not there allows all, one that cannot be read forbids all."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: dict[str, str] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the host. Read again after the wait: of several requests that wait for one robots.txt, Scrapy
        2.19 hands the rules to the first only, and the others would go unchecked (they wait on one Deferred).
        """
        waited = await super().robot_parser(request)
        known = self._parsers.get(urlsplit(request.url).netloc)
        return waited if isinstance(known, Deferred) else known

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise :class:`Forbidden` for what robots.txt does not want, :class:`Refused` where it cannot be read."""
        if rp is None or rp.allowed(request.url, self._robotstxt_useragent or self._default_useragent):
            return
        host = urlsplit(request.url).netloc
        self._stats.inc_value("robotstxt/forbidden")
        if why := self._unread.get(host):
            raise Refused(f"robots.txt of {host} cannot be read, which forbids all: {why}")
        raise Forbidden(f"robots.txt of {host} forbids it")

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status == 429 or response.status >= 500:
            self._unread[netloc] = f"HTTP {response.status}"
            body = _DISALLOW_ALL
        else:
            body = response.body[:MAX_ROBOTS] if response.status == 200 else _ALLOW_ALL
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unread[netloc] = reason_of(exc, f"http://{netloc}/robots.txt")
        waiting = self._parsers[netloc]
        parser = self._parserimpl.from_crawler(self.crawler, _DISALLOW_ALL)
        self._parsers[netloc] = parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)
