"""Discovery by feed: RSS 0.9x, 1.0, 2.0 and Atom, and their further pages.

RFC 5005 links the next page as ``next``; WordPress does not, but gives page N at ``?paged=N``.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from scrapy.http import Response

from corpus.sites import Start
from crawler.records import Lead
from crawler.safe_xml import NotXML, children, name_of, parse, text_of
from crawler.spiders.discovery import NotAList, day_of, hints_of, joined, wanted

MAX_BYTES = 20_000_000
MAX_ENTRIES = 10_000  # of one page of a feed; more are a trap
MAX_PAGED = 1_000  # pages of a feed that are asked for without being linked
ROOTS = ("rss", "rdf", "feed")


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
        if name_of(root) not in ROOTS:
            raise NotAList(f"no feed: its root is <{name_of(root)}>")
        yield from entries_of(root, response.url, start, lead)

    def instead(self, lead: Lead) -> Lead | None:
        """Nowhere else."""
        return None


def entries_of(root: etree._Element, base: str, start: Start, lead: Lead) -> Iterator[Lead]:
    """The leads of a feed whose address is *base*."""
    channel = next(children(root, "channel"), root)
    entries = [*children(channel, "item", "entry"), *(children(root, "item") if channel is not root else ())]
    for entry in entries[:MAX_ENTRIES]:
        url = joined(base, _address(entry))
        if url and wanted(start, url):
            day = day_of(text_of(entry, "pubdate", "published", "date", "updated"))
            title = html.unescape(text_of(entry, "title"))  # RSS titles are HTML in text: &amp;#8211;
            yield Lead(url=url, role="article", day=day, hints=hints_of(title, day))
    if not entries:
        return
    if following := joined(base, _link(channel, "next")):
        yield Lead(url=following, role="listing", paging=lead.paging + 1)
    elif "wordpress" in text_of(channel, "generator").lower() and lead.paging < MAX_PAGED:
        yield Lead(url=_paged(lead.url, lead.paging + 1), role="listing", paging=lead.paging + 1, guessed=True)


def _paged(url: str, number: int) -> str:
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*kept, ("paged", str(number))])))


def _address(entry: etree._Element) -> str:
    """RSS: the text of <link>, else a <guid> that is an address; Atom: <link rel="alternate">."""
    if found := text_of(entry, "link"):
        return joined(entry.base or "", found)
    if found := _link(entry, "alternate"):
        return found
    guid = next(children(entry, "guid"), None)
    if guid is not None and guid.get("isPermaLink", "true") != "false":
        return (guid.text or "").strip()
    return str(entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or "").strip()


def _link(element: etree._Element, rel: str) -> str:
    """The address of the first <link> with that *rel*, joined with the xml:base that holds for it."""
    for link in children(element, "link"):
        if (link.get("rel") or "alternate") == rel and (href := link.get("href")):
            return joined(link.base or "", str(href).strip())
    return ""
