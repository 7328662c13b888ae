"""Discovery by links: from list pages to list pages and articles, as the patterns of the profile say.

``listing`` reads only list pages; ``links``, for a site without lists, reads articles too and follows any link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_base_url

from corpus.sites import Crawl, Start
from corpus.urls import canonical_url
from crawler.records import Lead

MAX_LINKS = 5_000  # links of one page; more are a trap
_TARGETS = etree.XPath(
    "//a/@href | //area/@href | //iframe/@src | //frame/@src | //embed/@src | //object/@data", smart_strings=False
)


class Listing:
    """List pages and their paging."""

    def first(self, start: Start, since: date | None) -> Lead:
        """The address of the profile; list pages tell no dates that could be asked for."""
        return Lead(url=start.url, role="listing")

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """Each link that a pattern wants: ``article`` patterns first, then ``follow``."""
        for url in links(response):
            if any(re.search(pattern, url) for pattern in start.article):
                yield Lead(url=url, role="article")
            elif any(re.search(pattern, url) for pattern in start.follow):
                yield Lead(url=url, role="listing", paging=lead.paging + 1)

    def instead(self, lead: Lead) -> Lead | None:
        """Nowhere else."""
        return None


class Links(Listing):
    """Any link inside the hosts of the site."""

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """Each link: an article where an ``article`` pattern says so, else a page to look for further links in.

        Where ``follow`` patterns are given, only what they want is followed.
        """
        for url in links(response):
            if any(re.search(pattern, url) for pattern in start.article):
                yield Lead(url=url, role="article")
            elif not start.follow or any(re.search(pattern, url) for pattern in start.follow):
                yield Lead(url=url, role="listing", paging=lead.paging + 1)


def links(response: Response) -> Iterator[str]:
    """The web addresses that a page links, each once, as absolute addresses without fragments."""
    if not isinstance(response, TextResponse):
        return
    base = get_base_url(response)
    top = urljoin(base, "/")
    seen = {""}
    for target in _TARGETS(response.selector.root)[:MAX_LINKS]:
        url = _resolved(top if target.startswith("/") else base, target)
        if url not in seen:
            seen.add(url)
            yield url


@lru_cache(maxsize=4096)  # all pages of a site link the same menu: most of their links
def _resolved(base: str, target: str) -> str:
    """The absolute address of a link; "" for what cannot be fetched: javascript:, mailto:, a broken address."""
    try:
        url = urljoin(base, target.strip()).partition("#")[0]
        canonical_url(url)
    except ValueError:
        return ""
    return url


def attachments(response: Response, crawl: Crawl) -> Iterator[Lead]:
    """The documents that an article page links, by the patterns of ``crawl.attachments``."""
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in crawl.attachments]
    for url in links(response):
        if any(pattern.search(url) for pattern in patterns):
            yield Lead(url=url, role="attachment", parent=response.url)
