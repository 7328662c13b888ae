"""Asking again: only for what changed, and never for what a crashed crawl already has.

1. :class:`Replay`: an address that a crashed run fetched is answered from the archive, without network and without
   delay, so that the run that continues it goes the same way up to where the other one ended. A block page was no
   answer of the site: its address is asked again.
2. :class:`Conditional`: an address whose full answer the archive holds is asked with its validators (RFC 9110 section
   13). A 304 becomes the archived answer, marked as a revisit; an answer with the very same payload is marked too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from corpus.digests import payload_digest
from crawler.breaker import refused_as
from crawler.memory import Memory, as_response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

VALIDATORS = ("If-None-Match", "If-Modified-Since")


class Replay:
    """Answers from the archive what the runs that this one continues have fetched."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Replay:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """The archived answer, which ends the way of the request; None lets it go on to the network."""
        request.meta["replayed"] = False  # a redirect takes over the marks of the request before it
        request.meta.pop("exchange", None)
        memory = _memory(self._crawler)
        if memory is None or "lead" not in request.cb_kwargs or (answer := memory.fetched(request.url)) is None:
            return None
        response = as_response(answer, request.url)
        if refused_as(response):
            return None
        request.meta["replayed"] = True
        request.meta["revisit"] = None
        self._crawler.stats.inc_value("khlang/resumed")
        return response


class Conditional:
    """Adds validators, and understands the answers to them."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Conditional:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Add the validators of the newest full answer, where the archive really still holds that."""
        for name in VALIDATORS:
            request.headers.pop(name, None)  # those of the request before a redirect
        request.meta["remembered"] = request.meta["revisit"] = None
        memory = _memory(self._crawler)
        if memory is None or "lead" not in request.cb_kwargs:
            return  # robots.txt is always read whole
        known = memory.remembered(request.url)
        request.meta["remembered"] = known
        if known is None or not (known.etag or known.modified) or request.meta.get("unconditional"):
            return
        if memory.answer(known.location) is None:
            request.meta["remembered"] = None
            return
        if known.etag:
            request.headers["If-None-Match"] = known.etag
        if known.modified:
            request.headers["If-Modified-Since"] = known.modified

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """What :meth:`understood` says, who may have been asked when the answer arrived."""
        said: Response | Request | None = request.meta.pop("understood", None)
        return self.understood(request, response) if said is None else said

    def understood(self, request: Request, response: Response) -> Response | Request:
        """The archived answer for a 304; any other answer as it is, marked where its payload is the archived one.

        A request, without validators, where the archive cannot give that answer any more.
        """
        known, memory = request.meta.get("remembered"), _memory(self._crawler)
        if known is None or memory is None or request.meta.get("replayed"):
            return response
        same = response.status == 200 and payload_digest(request.meta["wire"].payload) == known.digest
        if not same and (response.status != 304 or not _is_conditional(request)):
            return response
        answer = memory.answer(known.location)
        if answer is not None:
            request.meta["revisit"] = answer.original
            return response if same else as_response(answer, response.url)
        if same:
            return response
        return request.replace(meta={**request.meta, "unconditional": True}, dont_filter=True)


def _is_conditional(request: Request) -> bool:
    return any(name in request.headers for name in VALIDATORS)


def _memory(crawler: Crawler) -> Memory | None:
    """The memory of the spider at work; None for one that goes through archives, which never change."""
    return getattr(crawler.spider, "memory", None)
