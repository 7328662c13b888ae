"""Discovery by sitemap: an index of sitemaps or one of pages, gzipped or not (sitemaps.org protocol 0.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from scrapy.http import Response

from corpus.sites import Start
from crawler.records import Lead
from crawler.safe_xml import NotXML, children, name_of, parse, text_of
from crawler.spiders.discovery import NotAList, day_of

MAX_BYTES = 52_428_800  # the protocol's limit for one sitemap, unpacked
MAX_ENTRIES = 50_000  # the protocol's limit for the entries of one sitemap
MAX_DEPTH = 5  # the protocol knows one level of index; some sites nest them


class Sitemap:
    """Sitemaps and sitemap indexes."""

    def first(self, start: Start, since: date | None) -> Lead:
        """The address of the profile."""
        return Lead(url=start.url, role="listing")

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """Further sitemaps of an index, or the pages of a sitemap that an ``article`` pattern wants (all, if none).

        ``lastmod`` counts as the day: a page changed since then is worth a visit.
        """
        try:
            root = parse(response.body, MAX_BYTES)
        except NotXML as e:
            raise NotAList(f"no sitemap: {e}") from e
        kind = name_of(root)
        if kind not in ("sitemapindex", "urlset"):
            raise NotAList(f"no sitemap: its root is <{kind}>")
        for count, entry in enumerate(children(root, "sitemap", "url")):
            url = text_of(entry, "loc")
            if count >= MAX_ENTRIES or not url:
                continue
            if name_of(entry) == "sitemap":
                if lead.paging < MAX_DEPTH:
                    yield Lead(url=url, role="listing", paging=lead.paging + 1)
            elif not start.article or any(re.search(pattern, url) for pattern in start.article):
                yield Lead(url=url, role="article", day=day_of(text_of(entry, "lastmod")))

    def instead(self, lead: Lead) -> Lead | None:
        """Nowhere else."""
        return None
