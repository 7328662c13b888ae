"""Discovery by WordPress's REST interface: every published post, a hundred a page, with its date and title.

``/wp-json/`` needs pretty links to be on; ``/?rest_route=`` works without them (WordPress REST API handbook, "Routes
and endpoints"), so it is tried second. A post that only shows a PDF in a frame brings the PDF as its document.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from scrapy.http import HtmlResponse, Response

from corpus.sites import Start
from crawler.records import Lead
from crawler.spiders.discovery import NotAList, day_of, hints_of
from crawler.spiders.listing import links

PER_PAGE = 100  # the most that WordPress gives at once
MAX_CONTENT = 1_000_000  # characters of one post that are searched for documents
MAX_SHOWN = 50  # links of one post's content that are looked at
POSTS = "wp-json/wp/v2/posts"
_ROUTE = re.compile(r"wp-json(/wp/v2/[a-z0-9_-]+)\?")


class WordPress:
    """Posts by the REST interface; of another type where the start's address is that of its route."""

    def first(self, start: Start, since: date | None) -> Lead:
        """The first hundred posts, newest first; with *since* only those changed since then, whenever published.

        ``modified_after`` came with WordPress 5.7; an older one leaves it unread and gives all posts, whose days are
        compared here as those of other sources are.
        """
        route = start.url if "/wp-json/" in start.url else urljoin(start.url, POSTS)
        order = f"modified&modified_after={since.isoformat()}T00:00:00" if since else "date"
        wanted = f"per_page={PER_PAGE}&order=desc&orderby={order}"
        return Lead(url=f"{route.partition('?')[0].rstrip('/')}?{wanted}&page=1", role="listing")

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """The posts of one page with what they show in frames, and the next page while there is one."""
        posts = _posts(response.body)
        for post in posts:
            if url := _address(post, response.url):
                published, modified = (day_of(str(post.get(key, ""))) for key in ("date", "modified"))
                days = [day for day in (published, modified) if day]
                hints = hints_of(_rendered(post, "title"), published)
                shown = tuple(_shown(_rendered(post, "content"), url))
                yield Lead(url=url, role="article", day=max(days, default=None), hints=hints, shown=shown)
        pages = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1")
        more = lead.paging < int(pages) if pages.isdigit() and len(pages) < 7 else len(posts) == PER_PAGE
        if more and posts:
            here = lead.url.rpartition("&page=")[0]
            yield Lead(url=f"{here}&page={lead.paging + 1}", role="listing", paging=lead.paging + 1)

    def instead(self, lead: Lead) -> Lead | None:
        """The same by the other route, once."""
        found = _ROUTE.search(lead.url)
        if not found:
            return None
        url = f"{lead.url[: found.start()]}?rest_route={found[1]}&{lead.url[found.end() :]}"
        return Lead(url=url, role="listing", paging=lead.paging)


def _address(post: dict[str, Any], base: str) -> str:
    """The address of a post: its link, else its guid, which is the plain form of it."""
    link = post.get("link")
    found = link if isinstance(link, str) and link else _rendered(post, "guid")
    try:
        return urljoin(base, html.unescape(found)) if found else ""
    except ValueError:  # an address that is none
        return ""


def _shown(content: str, url: str) -> list[str]:
    """What the frames of a post show and its links lead to: a theme may bring them into the page by script only."""
    if not any(tag in content for tag in ("<iframe", "<embed", "<object")):
        return []
    try:
        page = HtmlResponse(url, body=content[:MAX_CONTENT].encode("utf-8", "replace"), encoding="utf-8")
        return list(islice(links(page), MAX_SHOWN))
    except ValueError:  # nothing in it that could be parsed
        return []


def _posts(body: bytes) -> list[dict[str, Any]]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as e:
        raise NotAList(f"no WordPress REST interface: not JSON: {e}") from e
    if not isinstance(data, list) or not all(isinstance(post, dict) for post in data):
        raise NotAList("no WordPress REST interface: not a list of posts")
    return data


def _rendered(post: dict[str, Any], key: str) -> str:
    """What WordPress gives as {"rendered": …}; titles as text, the rest as the HTML that it is."""
    value = post.get(key)
    rendered = value.get("rendered") if isinstance(value, dict) else value
    if not isinstance(rendered, str):
        return ""
    return html.unescape(rendered) if key == "title" else rendered
