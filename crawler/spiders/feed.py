"""Discovery by feed: RSS 0.9x, 1.0, 2.0 and Atom, and the further pages that RFC 5005 links as ``next``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from scrapy.http import Response

from corpus.sites import Start
from crawler.records import Lead
from crawler.safe_xml import NotXML, children, name_of, parse, text_of
from crawler.spiders.discovery import NotAList, day_of, hints_of

MAX_BYTES = 20_000_000


class Feed:
    """RSS and Atom."""

    def first(self, start: Start, since: date | None) -> Lead:
        """The address of the profile."""
        return Lead(url=start.url, role="listing")

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """The entries that an ``article`` pattern wants (all, if none), and the feed's next page."""
        try:
            root = parse(response.body, MAX_BYTES)
        except NotXML as e:
            raise NotAList(f"no feed: {e}") from e
        if name_of(root) not in ("rss", "rdf", "feed"):
            raise NotAList(f"no feed: its root is <{name_of(root)}>")
        channel = next(children(root, "channel"), root)
        entries = [*children(channel, "item", "entry"), *(children(root, "item") if channel is not root else ())]
        for entry in entries:
            url = urljoin(response.url, _address(entry))
            if not start.article or any(re.search(pattern, url) for pattern in start.article):
                day = day_of(text_of(entry, "pubdate", "published", "date", "updated"))
                yield Lead(url=url, role="article", day=day, hints=hints_of(text_of(entry, "title"), day))
        if entries and (following := _link(channel, "next")):
            yield Lead(url=urljoin(response.url, following), role="listing", paging=lead.paging + 1)

    def instead(self, lead: Lead) -> Lead | None:
        """Nowhere else."""
        return None


def _address(entry: etree._Element) -> str:
    """RSS: the text of <link>, else a <guid> that is an address; Atom: <link rel="alternate">."""
    if found := text_of(entry, "link") or _link(entry, "alternate"):
        return found
    guid = next(children(entry, "guid"), None)
    if guid is not None and guid.get("isPermaLink", "true") != "false":
        return (guid.text or "").strip()
    return ""


def _link(element: etree._Element, rel: str) -> str:
    for link in children(element, "link"):
        if (link.get("rel") or "alternate") == rel and (href := link.get("href")):
            return str(href).strip()
    return ""
