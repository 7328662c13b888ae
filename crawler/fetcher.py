"""Asking a site for single pages, one after the other, with the manners of a crawl.

``khlang sites add`` and ``check`` decide from each page what to ask next. A process of its own runs Scrapy with the
settings, middlewares and resolver of a crawl and fetches what it is told to; :class:`Fetcher` is this side of it.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Protocol

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from corpus.errors import CrawlProblem
from corpus.records import Capture
from crawler.places import slot_of
from crawler.reasons import reason_of, status_reason
from crawler.records import Job
from crawler.settings import for_job
from crawler.spiders.base import PoliteSpider

MOST_REQUESTS = 15  # of one visit, redirects, retries and robots.txt counted
PATIENCE = 600.0  # seconds for one page: its delay, its retries, a wait that the site asks for
GOODBYE = 10.0  # seconds that the process gets to end


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer. ``url`` was asked for, ``final`` answered (after redirects); ``problem`` says why nothing came.

    ``body`` is without its content coding; ``requests`` counts all requests of the visit so far.
    """

    url: str
    final: str = ""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    problem: str = ""
    requests: int = 0

    @property
    def fine(self) -> bool:
        """Whether the page is there."""
        return self.status == 200

    @property
    def why(self) -> str:
        """Why it is not."""
        return self.problem or status_reason(self.status)

    def header(self, name: str) -> str:
        """The first header of that name, "" where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def media_type(self) -> str:
        """The media type of the header in lower case, without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset that the header declares."""
        parameters = self.header("content-type").partition(";")[2].split(";")
        found = (p.partition("=")[2] for p in parameters if p.strip().lower().startswith("charset="))
        return next(found, "").strip(" \"'").lower()

    def response(self) -> Response:
        """The page as the ways of discovery read it."""
        headers = scrapy.http.Headers(dict(self.headers))
        kind = responsetypes.from_args(headers=headers, url=self.final, body=self.body)
        return kind(self.final, status=self.status, headers=headers, body=self.body)

    def capture(self, site: str) -> Capture:
        """The page as the pipeline understands it; kept nowhere."""
        return Capture(
            url=self.final,
            site=site,
            captured=datetime.now(UTC),
            body=self.body,
            digest="",
            status=self.status,
            media_type=self.media_type or "text/html",
            charset=self.charset,
        )


class Getter(Protocol):
    """Whatever gets pages: :class:`Fetcher`, or a test's own."""

    def get(self, url: str) -> Page:
        """The page at *url*; never raises for a page that does not come."""
        ...


class Fetcher:
    """A visit to the site of *job*, at most *most* requests long; a context manager."""

    def __init__(self, job: Job, most: int = MOST_REQUESTS) -> None:
        context = get_context("spawn")
        self._line, self._far_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(job, self._far_end, most), name="visit", daemon=True)
        self._log = job.log

    def __enter__(self) -> Fetcher:
        self._process.start()
        self._far_end.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()
        self._process.join(0 if kind else GOODBYE)
        if self._process.is_alive():
            self._process.kill()  # nothing is written but a log
            self._process.join()

    def get(self, url: str) -> Page:
        """The page at *url*; raises :class:`CrawlProblem` where the process has died."""
        try:
            self._line.send(url)
            if not self._line.poll(PATIENCE):
                return Page(url=url, problem=f"no answer in {PATIENCE:.0f} s")
            page = self._line.recv()
        except (EOFError, OSError) as e:
            raise CrawlProblem(f"the fetching process ended while it was asked for {url}; see {self._log}") from e
        if not isinstance(page, Page):
            raise TypeError(f"the fetching process said {page!r}")
        return page


def _serve(job: Job, line: Connection, most: int) -> None:
    """The process: fetch what *line* asks for until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    process = CrawlerProcess(for_job(job) | {"ITEM_PIPELINES": {}, "RETRY_TIMES": 1, "AUTOTHROTTLE_MAX_DELAY": 10.0})
    process.crawl(Visit, job=job, line=line, most=most)
    process.start(install_signal_handlers=False)


class Visit(PoliteSpider):
    """Fetches one page at a time; ``stopped`` is what the download handler asks for before every request."""

    name = "visit"

    def __init__(self, job: Job, line: Connection, most: int, **kwargs: Any) -> None:
        super().__init__(job, lambda told: None, **kwargs)  # each answer goes back by the line
        self._line = line
        self._most = most

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Answer the line until it is closed; nothing is scheduled."""
        loop = asyncio.get_running_loop()
        while url := await loop.run_in_executor(None, self._asked):
            page = await self._get(url)
            try:
                self._line.send(page)
            except OSError:
                return
        nothing: tuple[scrapy.Request, ...] = ()
        for request in nothing:
            yield request

    def _asked(self) -> str:
        try:
            return str(self._line.recv())
        except (EOFError, OSError):
            return ""

    async def _get(self, url: str) -> Page:
        engine = self.crawler.engine
        if engine is None:
            raise RuntimeError("a page was asked for before the engine was there")
        if self._requests() >= self._most:
            self.stopped = f"the visit is over: {self._most} requests were sent"
        host = url.split("/")[2].partition(":")[0]
        request = scrapy.Request(url, meta={"download_slot": slot_of(host)})
        try:
            response = await engine.download_async(request)
        except Exception as e:  # whatever ends a request is its answer
            return Page(url=url, problem=reason_of(e, url), requests=self._requests())
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        return Page(
            url=url,
            final=response.url,
            status=response.status,
            headers=headers,
            body=response.body,
            requests=self._requests(),
        )

    def _requests(self) -> int:
        stats = self.crawler.stats
        return int(stats.get_value("downloader/request_count", 0)) if stats else 0
