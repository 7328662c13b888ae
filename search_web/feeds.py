"""News of any search as an Atom feed (RFC 4287), for alerts.

What came into the archive last stands first, be its own day years ago: a feed tells what is new here. A new version
of an article brings it to the front again, under the same id. Ids are ``tag:`` addresses (RFC 4151) of the host that
served the feed. Further pages are linked as RFC 5005 has it, section 3: each is what it is when it is asked for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, abort, request, url_for

from corpus.records import Article
from index.engine import Whole
from index.hits import SearchRequest, Sort
from search_web.args import PER_PAGE, Asked, query_pairs
from search_web.bibliography import issuing_body, permalink, plain_address, shortened
from search_web.filters import show_day, show_kind, web_address
from search_web.text import Lang, say
from search_web.web import asked_of_address, encode, link_in, page_lang, site_titles, the_web

ENTRIES = 20  # of one page of a feed
LONGEST_SUMMARY = 500  # characters
FOUNDED = "2026"  # the year of the tag: addresses, which must never change (RFC 4151, section 2.1)
OLDEST = datetime(1970, 1, 1, tzinfo=UTC)  # the time of a feed or an entry that has none of its own
# What XML 1.0 has no way to say (section 2.2, Char), half characters included.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/feed.atom")
def atom() -> Response:
    """The newest of a search; 304 where nothing changed since the reader asked last."""
    lang = page_lang()
    asked = asked_of_address(per_page=ENTRIES, max_per_page=ENTRIES)
    rooms = the_web().rooms
    whole = rooms.engine().whole(asked.request)
    start = (asked.request.page - 1) * ENTRIES
    if start and start >= whole.total:
        abort(404)
    shelf = rooms.shelf()
    versions = dict(whole.found)
    newest = islice(shelf.newest_of(versions), start, start + ENTRIES)
    articles = [found for one in newest if (found := shelf.article(one)) is not None]
    root = the_web().settings.public_address or request.url_root
    body = "".join(_feed(articles, asked, whole, lang, root.rstrip("/") + "/")).encode()
    response = Response(body, content_type="application/atom+xml; charset=utf-8")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["X-Robots-Tag"] = "noindex"
    response.make_conditional(request)
    if articles:  # told, but no reason for a 304: old captures that are taken in late change a feed and not this time
        response.last_modified = max(map(_moment, articles))
    return response


def feed_href(asked: SearchRequest, lang: Lang, page: int = 1) -> str:
    """The address of the feed of a search, without its host."""
    pairs = query_pairs(_filters_of(asked))
    pairs += [("page", str(page))] if page > 1 else []
    pairs += [("lang", "en")] if lang == "en" else []
    base = url_for("feeds.atom", lang=None)
    return f"{base}?{encode(pairs)}" if pairs else base


def plain(text: str) -> str:
    """*text* as XML can hold it, on one line, its signs escaped."""
    return escape(" ".join(_NO_XML.sub(" ", text).split()))


def _feed(articles: list[Article], asked: Asked, whole: Whole, lang: Lang, root: str) -> Iterator[str]:
    """The feed in pieces; *root* ends in a slash and takes the place of the application's own."""
    base = url_for("pages.start", lang=None)

    def absolute(href: str) -> str:
        return root + href.removeprefix(base)

    followed = _filters_of(asked.request)
    page = asked.request.page
    q = asked.request.q
    name = f"{_authority(root)}:feed:{quote(encode(query_pairs(followed)), safe=':=&%+')}:{lang}"
    updated = max(map(_moment, articles), default=OLDEST)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">\n'
    yield f"<id>{plain(name)}</id>\n"
    yield f"<title>{plain(say(lang, 'feed_title', q=q) if q else say(lang, 'feed_title_all'))}</title>\n"
    yield f"<subtitle>{plain(say(lang, 'feed_subtitle'))}</subtitle>\n"
    yield f"<updated>{_iso(updated)}</updated>\n"
    yield f"<author><name>{plain(say(lang, 'name'))}</name></author>\n"
    atom_type = "application/atom+xml"
    yield _link("self", absolute(feed_href(followed, lang, page)), atom_type)
    yield _link("alternate", absolute(link_in(lang)(followed)), "text/html")
    last = max(1, -(-whole.total // ENTRIES))
    steps = {"first": 1, "previous": page - 1, "next": page + 1, "last": last}
    for rel, number in steps.items():
        if last > 1 and 1 <= number <= last:
            yield _link(rel, absolute(feed_href(followed, lang, number)), atom_type)
    titles = site_titles(lang)
    for article in articles:
        yield "".join(_entry(article, lang, root, issuing_body(article, titles)))
    yield "</feed>\n"


def _entry(article: Article, lang: Lang, root: str, body: str) -> Iterator[str]:
    yield f'<entry xml:lang="{"en" if article.lang == "en" else "th"}">\n'
    yield f"<id>{_authority(root)}:{plain(quote(article.id, safe=':', errors='replace'))}</id>\n"
    yield f"<title>{plain(article.title) or plain(say(lang, 'untitled'))}</title>\n"
    yield f"<updated>{_iso(_moment(article))}</updated>\n"
    if article.published:
        yield f"<published>{article.published.isoformat()}T00:00:00+07:00</published>\n"
    yield f"<author><name>{plain(body) or plain(say(lang, 'name'))}</name></author>\n"
    yield _link("alternate", permalink(root, article.id, article.version).partition("?")[0], "text/html")
    if original := web_address(article.url):
        yield _link("via", plain_address(original), "text/html", say(lang, "feed_original"))
    copy = f"{permalink(root, article.id, article.version).replace('?', '/raw?')}"
    yield _link("related", copy, "", say(lang, "feed_copy"))
    yield f"<category term={_attribute(article.kind)} label={_attribute(show_kind(article.kind, lang))}/>\n"
    for section in article.section:
        if section.strip():
            yield f"<category term={_attribute(section)}/>\n"
    yield f"<summary>{_summary(article, lang)}</summary>\n</entry>\n"


def _summary(article: Article, lang: Lang) -> str:
    day = show_day(article.dated, lang) + " · " if article.dated else ""
    text = " ".join(article.body[: 4 * LONGEST_SUMMARY].split())
    return plain(day + (text if len(text) <= LONGEST_SUMMARY else shortened(text, LONGEST_SUMMARY)))


def _link(rel: str, href: str, media_type: str, title: str = "") -> str:
    more = f" type={_attribute(media_type)}" if media_type else ""
    more += f" title={_attribute(title)}" if title else ""
    return f'<link rel="{rel}" href={_attribute(href)}{more}/>\n'


def _attribute(text: str) -> str:
    return quoteattr(" ".join(_NO_XML.sub(" ", text).split()))


def _authority(root: str) -> str:
    host = urlsplit(root).hostname or "localhost"
    return f"tag:{host},{FOUNDED}"


def _moment(article: Article) -> datetime:
    return article.captured or OLDEST


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _filters_of(asked: SearchRequest) -> SearchRequest:
    """*asked* without its order and its pages: what a feed is named by."""
    usual: Sort = "relevance" if asked.q else "newest"
    return replace(asked, sort=usual, page=1, per_page=PER_PAGE, group=None, choices=False)


blueprint.add_app_template_global(lambda asked: feed_href(asked, page_lang()), "feed_of")
