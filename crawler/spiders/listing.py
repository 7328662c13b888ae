"""Discovery by links: from list pages to list pages and articles, as the patterns of the profile say.

``listing`` reads only list pages; ``links``, for a site without lists, reads articles too and follows any link. What
old government sites do is expected here: session ids in addresses, addresses in the page's own encoding, lists behind
a choice of years, links without an address but with a telling text (ปี 2551, เมษายน), viewers around documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_base_url
from w3lib.html import get_meta_refresh
from w3lib.url import safe_url_string

from corpus.sites import Crawl, Start
from corpus.thai.charset import decode
from corpus.urls import canonical_url
from crawler.records import Lead
from crawler.safe_xml import NotXML, parse
from crawler.spiders.branches import last_day
from crawler.spiders.feed import MAX_BYTES, entries_of

MAX_LINKS = 5_000  # links of one page; more are a trap
MAX_TEXT = 200  # characters of a link's text that patterns see
_POINTS = {
    "a": "href",
    "area": "href",
    "link": "href",
    "iframe": "src",
    "frame": "src",
    "embed": "src",
    "object": "data",
}
_TARGETS = etree.XPath(
    "//a | //area | //link[@rel='next'] | //iframe | //frame | //embed | //object | //select//option"
)
_FEED = (b"<rss", b"<feed", b"<rdf:rdf")
# Added to addresses by servers for visitors without cookies; the page is the same without them.
_SESSION = re.compile(
    r"(?i);jsessionid=[^?#/]*|(?<=[?&])(?:phpsessid|jsessionid|aspsessionid[a-z]*|oscsid|cfid|cftoken|zenid)=[^&#]*&?"
)
_ADDRESS = re.compile(r"(?:https?://|/|\.{1,2}/)\S+|[\w./-]+\.(?:php|aspx?|jsp|html?|cgi)\b\S*|\?\S+=\S+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page: its absolute address, its text in one line, whether it is marked as the next page."""

    url: str
    text: str = ""
    onward: bool = False


class Listing:
    """List pages and their paging."""

    def first(self, start: Start, since: date | None) -> Lead:
        """The address of the profile; list pages tell no dates that could be asked for."""
        return Lead(url=start.url, role="listing")

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """Each link that a pattern wants: ``article`` patterns first, then ``follow`` and ``follow_text``.

        ``rel="next"`` is followed without being asked for; a list that is a feed is read as one. Lists that tell
        their year come newest first; their last day is the day of the lead.
        """
        if (feed := _feed(response.body)) is not None:
            yield from entries_of(feed, response.url, start, lead)
            return
        branches: list[Lead] = []
        for link in links_of(response):
            if _wanted(start.article, link.url):
                yield Lead(url=link.url, role="article")
            elif link.onward or _wanted(start.follow, link.url) or _wanted(start.follow_text, link.text):
                day = last_day(link.text, lead.day)
                branches.append(Lead(url=link.url, role="listing", paging=lead.paging + 1, day=day))
        # Stable: paging and what tells no date stay where they stood, before the years.
        yield from sorted(branches, key=lambda branch: -branch.day.toordinal() if branch.day else -date.max.toordinal())

    def instead(self, lead: Lead) -> Lead | None:
        """Nowhere else."""
        return None


class Links(Listing):
    """Any link inside the hosts of the site."""

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """Each link: an article where an ``article`` pattern says so, else a page to look for further links in.

        Where ``follow`` patterns are given, only what they want is followed.
        """
        narrow = bool(start.follow or start.follow_text)
        for link in links_of(response):
            if _wanted(start.article, link.url):
                yield Lead(url=link.url, role="article")
            elif not narrow or _wanted(start.follow, link.url) or _wanted(start.follow_text, link.text):
                yield Lead(url=link.url, role="listing", paging=lead.paging + 1)


def _feed(body: bytes) -> etree._Element | None:
    """The root of a feed that a list page links as if it were a list; None for any other page."""
    head = body[:1000].lower()
    if b"<html" in head or not any(root in head for root in _FEED):
        return None
    try:
        return parse(body, MAX_BYTES)
    except NotXML:
        return None


def _wanted(patterns: tuple[str, ...], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)


def links_of(response: Response, *, texts: bool = True) -> Iterator[Link]:
    """The links of a page, each address once, absolute, without fragment and session id, in the page's encoding.

    Without *texts* what the links say and mark is not read, which takes longer than all the rest.
    """
    if not isinstance(response, TextResponse):
        return
    response = _readable(response)
    base = get_base_url(response)
    top = urljoin(base, "/")
    seen = {""}
    for target, element in _targets(response):
        url = _absolute(top if target.startswith("/") else base, target, response.encoding)
        if url not in seen:
            seen.add(url)
            yield Link(url=url, text=_text(element) if texts else "", onward=texts and _is_onward(element))


def _is_onward(element: etree._Element | None) -> bool:
    return element is None or "next" in (element.get("rel") or "").lower().split()


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())[:MAX_TEXT]


def _readable(response: TextResponse) -> TextResponse:
    """*response* in the encoding that its bytes are in: many Thai pages declare none, or a wrong one."""
    try:
        response.body.decode("utf-8")
    except UnicodeDecodeError:
        found = decode(response.body, response._declared_encoding() or "").encoding
        return response if found == response.encoding else response.replace(encoding=found)
    return response


def links(response: Response) -> Iterator[str]:
    """The addresses of :func:`links_of`."""
    return (link.url for link in links_of(response, texts=False))


def _targets(response: TextResponse) -> Iterator[tuple[str, etree._Element | None]]:
    """What a page points to, as written, and the element that does; None for a page that sends its reader on."""
    for element in _TARGETS(response.selector.root)[:MAX_LINKS]:
        target = (element.get(_POINTS.get(element.tag, "value")) or "").strip()
        if target and (element.tag != "option" or _ADDRESS.fullmatch(target)):
            yield target, element
    if b"refresh" in response.body[:20_000].lower():
        seconds, onward = get_meta_refresh(response.text[:20_000], response.url, response.encoding, ignore_tags=())
        if seconds is not None and onward:
            yield onward, None


@lru_cache(maxsize=4096)  # all pages of a site link the same menu: most of their links
def _absolute(base: str, target: str, encoding: str) -> str:
    """The absolute address of a link; "" for what cannot be fetched: javascript:, mailto:, a broken address."""
    try:
        url = urljoin(base, target).partition("#")[0]
        canonical_url(url)
        url = _SESSION.sub("", url).rstrip("?&") if _SESSION.search(url) else url
        # A browser writes the letters of a query in the page's own encoding, those of a path in UTF-8 (URL Standard).
        return url if url.isascii() else safe_url_string(url, encoding=encoding)
    except ValueError:
        return ""


def attachments(response: Response, crawl: Crawl, shown: tuple[str, ...] = ()) -> Iterator[Lead]:
    """The documents that an article page links or shows in a viewer, by the patterns of ``crawl.attachments``.

    *shown* are further addresses that the source of the article named.
    """
    return documents(chain(links(response), shown), response.url, crawl)


def documents(urls: Iterable[str], parent: str, crawl: Crawl) -> Iterator[Lead]:
    """The documents among *urls* as attachments of *parent*; of a viewer's address, the document that it shows."""
    seen = {""}
    for url in urls:
        if (shown := _document(url, crawl.attachments)) not in seen:
            seen.add(shown)
            yield Lead(url=shown, role="attachment", parent=parent)


@lru_cache(maxsize=4096)  # the links of a menu stand on every page
def _document(url: str, wanted: tuple[str, ...]) -> str:
    """The document that *url* is or shows, by the patterns *wanted*; "" where it does neither."""
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in wanted]
    shown = shown_by(url, patterns) or url
    return shown if any(pattern.search(shown) for pattern in patterns) else ""


def shown_by(url: str, patterns: list[re.Pattern[str]]) -> str:
    """The document that the viewer at *url* is told to show in its query; "" where it is no viewer.

    A viewer names the document by its address (``?file=…``, ``?pdf=…``, ``?url=…``), sometimes with a question mark
    of its own behind it.
    """
    try:
        values = parse_qsl(urlsplit(url).query, max_num_fields=50)
    except ValueError:
        return ""
    for _, value in values:
        inner = value.partition("?")[0]
        if not re.match(r"https?://|/", inner):
            continue
        try:
            host = url if inner.startswith("/") and not inner.startswith("//") else ""
            parts = urlsplit(host)
            whole = f"{parts.scheme}://{parts.netloc}{inner}" if host else inner
            canonical_url(whole)
        except ValueError:
            continue
        if any(pattern.search(whole) for pattern in patterns):
            return whole
    return ""
