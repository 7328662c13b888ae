"""Discovery by sitemap: an index of sitemaps or one of pages, gzipped or not (sitemaps.org protocol 0.9).

The protocol also allows a plain list of addresses and a feed. A start whose address ends in ``/robots.txt`` takes the
sitemaps that robots.txt names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from scrapy.http import Response

from corpus.sites import Start
from crawler.records import Lead
from crawler.safe_xml import NotXML, children, name_of, parse, text_of
from crawler.spiders.discovery import NotAList, day_of, hints_of, joined, wanted
from crawler.spiders.feed import ROOTS, entries_of

MAX_BYTES = 52_428_800  # the protocol's limit for one sitemap, unpacked
MAX_ENTRIES = 50_000  # the protocol's limit for the entries of one sitemap
MAX_DEPTH = 5  # the protocol knows one level of index; some sites nest them
MAX_NAMED = 100  # sitemaps that one robots.txt may name
ROBOTS = "/robots.txt"
_NAMED = re.compile(rb"(?im)^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})")


class Sitemap:
    """Sitemaps and sitemap indexes."""

    def first(self, start: Start, since: date | None) -> Lead:
        """The address of the profile."""
        return Lead(url=start.url, role="listing")

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """Further sitemaps of an index, or the pages of a sitemap that an ``article`` pattern wants (all, if none).

        ``lastmod`` counts as the day: a page changed since then is worth a visit.
        """
        if urlsplit(lead.url).path == ROBOTS:
            yield from _from_robots(response, lead)
            return
        if (listed := plain_list(response.body)) is not None:
            yield from (Lead(url=url, role="article") for url in listed if wanted(start, url))
            return
        try:
            root = parse(response.body, MAX_BYTES)
        except NotXML as e:
            raise NotAList(f"no sitemap: {e}") from e
        kind = name_of(root)
        if kind in ROOTS:
            yield from entries_of(root, response.url, start, lead)
        elif kind in ("sitemapindex", "urlset"):
            yield from _entries(root, response.url, start, lead)
        else:
            raise NotAList(f"no sitemap: its root is <{kind}>")

    def instead(self, lead: Lead) -> Lead | None:
        """Nowhere else."""
        return None


def _entries(root: etree._Element, base: str, start: Start, lead: Lead) -> Iterator[Lead]:
    for count, entry in enumerate(children(root, "sitemap", "url")):
        if count >= MAX_ENTRIES or not (url := joined(base, text_of(entry, "loc"))):
            continue
        if name_of(entry) == "sitemap":
            if lead.paging < MAX_DEPTH:
                yield Lead(url=url, role="listing", paging=lead.paging + 1)
        elif wanted(start, url):
            news = next(children(entry, "news"), None)  # Google's extension for news sitemaps
            title = text_of(news, "title") if news is not None else ""
            published = day_of(text_of(news, "publication_date")) if news is not None else None
            yield Lead(
                url=url,
                role="article",
                day=day_of(text_of(entry, "lastmod")) or published,
                hints=hints_of(title, published),
            )


def plain_list(body: bytes) -> list[str] | None:
    """The addresses of a sitemap that is a plain list, one a line; None where *body* is something else."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n")[:8].lower().startswith((b"http://", b"https://")):
        return None
    lines = body[:MAX_BYTES].decode("utf-8-sig", "replace").split("\n")
    return [url for line in lines[:MAX_ENTRIES] if (url := line.strip()).lower().startswith(("http://", "https://"))]


def named_sitemaps(robots: bytes, base: str) -> list[str]:
    """The sitemaps that a robots.txt at *base* names, as absolute addresses, each once."""
    found = (joined(base, name.decode("utf-8", "replace")) for name in _NAMED.findall(robots[:500_000])[:MAX_NAMED])
    return list(dict.fromkeys(filter(None, found)))


def _from_robots(response: Response, lead: Lead) -> Iterator[Lead]:
    named = named_sitemaps(response.body, response.url)
    if not named:
        raise NotAList("no sitemap: robots.txt names none")
    yield from (Lead(url=url, role="listing", paging=lead.paging + 1) for url in named)
