"""What tells browsers and search engines where things are: OpenSearch description, robots.txt, sitemaps.

::

    /sitemap.xml ──> /sitemap-1.xml  the articles whose newest change is one of the first 20,000 of the catalogue
                     /sitemap-2.xml  … of the next 20,000

An article that changes moves to the last part: every article is in one part, and no part is ever too long. Parts are
streamed from the catalogue. Forms: OpenSearch 1.1 (draft 6), RFC 9309 (robots.txt), sitemaps.org protocol 0.9.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as Xml

from flask import Blueprint, Response, abort, current_app, request, url_for
from markupsafe import escape

from corpus.records import to_plain
from search_web.text import say
from search_web.web import absolute, page_lang, the_web

PART = 20_000  # changes of one sitemap: with addresses of LONGEST letters it stays under the protocol's 50 MB
LONGEST = 2047  # letters of an address in a sitemap (protocol 0.9)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
# What makes work or repeats an article in another form; each is the beginning of an address, * any letters.
KEPT_OUT = (
    "/search",
    "/api/",
    "/export",
    "/feed.atom",
    "/compare",
    "/status",
    "/metrics",
    "/healthz",
    "/article/*/raw",
    "/article/*/copy",
    "/article/*/document",
    "/article/*/diff",
    "/article/*/versions",
    "/article/*/why",
    "/article/*/cite",
    "/article/*?",
)
_CHUNK = 64 * 1024  # bytes that are sent at once

blueprint = Blueprint("discovery", __name__)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """The description by which a browser can add this search, with completions."""
    lang = page_lang()
    root = Xml.Element("OpenSearchDescription", xmlns=OPENSEARCH)
    for tag, text in (
        ("ShortName", say(lang, "name")),
        ("Description", say(lang, "tagline")),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
        ("Language", "th"),
        ("Language", "en"),
    ):
        Xml.SubElement(root, tag).text = text
    icon = Xml.SubElement(root, "Image", height="16", width="16", type="image/svg+xml")
    icon.text = absolute(url_for("static", filename="mark.svg"))
    english: dict[str, Any] = {"lang": "en"} if lang == "en" else {}
    for media_type, rel, endpoint, values in (
        ("text/html", "results", "pages.search", english),
        ("application/x-suggestions+json", "suggestions", "api.suggest", {"format": "opensearch"}),
        ("application/atom+xml", "results", "feeds.atom", english),
    ):
        if endpoint in current_app.view_functions:
            Xml.SubElement(root, "Url", type=media_type, rel=rel, template=_template(endpoint, values))
    here = absolute(url_for("discovery.opensearch", **english))
    Xml.SubElement(root, "Url", type="application/opensearchdescription+xml", rel="self", template=here)
    return _xml(Xml.tostring(root, encoding="utf-8", xml_declaration=True), "application/opensearchdescription+xml")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What programs that read everything may read; nothing of it where the setting ``robots`` says so."""
    if the_web().settings.robots == "nothing":
        return Response("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
    kept_out = "".join(f"Disallow: {quote(request.script_root)}{path}\n" for path in KEPT_OUT)
    sitemap = absolute(url_for("discovery.sitemap"))
    return Response(f"User-agent: *\n{kept_out}\nSitemap: {sitemap}\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The list of the sitemaps."""
    parts = range(1, _last_change() // PART + 2)
    entries = "".join(
        f"<sitemap><loc>{escape(absolute(url_for('discovery.part', number=n)))}</loc></sitemap>\n" for n in parts
    )
    return _xml(f'{_HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{entries}</sitemapindex>\n')


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """One sitemap: articles with the day of their newest version's capture; the first has the start page, too."""
    if not 1 <= number <= _last_change() // PART + 1:
        abort(404)
    listed = the_web().rooms.shelf().listed((number - 1) * PART, number * PART)
    start = absolute(url_for("pages.start", lang=None))
    article = absolute(url_for("pages.article", article_id="-", lang=None))[:-1]
    return _xml(_chunks(_sitemap(start, article, listed, first=number == 1)))


def _sitemap(start: str, article: str, listed: Iterator[tuple[str, datetime]], *, first: bool) -> Iterator[str]:
    yield f'{_HEAD}<urlset xmlns="{NAMESPACE}">\n'
    if first:
        yield f"<url><loc>{escape(start)}</loc></url>\n"
    for article_id, captured in listed:
        address = article + quote(article_id, safe=":")
        if len(address) <= LONGEST:
            yield f"<url><loc>{escape(address)}</loc><lastmod>{to_plain(captured)}</lastmod></url>\n"
    yield "</urlset>\n"


def _chunks(lines: Iterator[str]) -> Iterator[bytes]:
    """*lines* in pieces of some size: a packet for each would take longer to send than to make."""
    kept = bytearray()
    for line in lines:
        kept += line.encode()
        if len(kept) >= _CHUNK:
            yield bytes(kept)
            kept.clear()
    yield bytes(kept)


def _last_change() -> int:
    rooms = the_web().rooms
    return rooms.shelf().last_seq() if rooms.has_shelf() else 0


def _template(endpoint: str, values: dict[str, Any]) -> str:
    """The address of *endpoint* with the place where browsers put what is typed."""
    address = absolute(url_for(endpoint, **{"lang": None, **values}))
    return f"{address}{'&' if '?' in address else '?'}q={{searchTerms}}"


def _xml(body: bytes | str | Iterator[bytes], media_type: str = "application/xml") -> Response:
    return Response(body, content_type=f"{media_type}; charset=utf-8")


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
