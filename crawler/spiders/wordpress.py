"""Discovery by WordPress's REST interface: every published post, a hundred a page, with its date and title.

``/wp-json/`` needs pretty links to be on; ``/?rest_route=`` works without them (WordPress REST API handbook, "Routes
and endpoints"), so it is tried second.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

from scrapy.http import Response

from corpus.sites import Start
from crawler.records import Lead
from crawler.spiders.discovery import NotAList, day_of, hints_of

PER_PAGE = 100  # the most that WordPress gives at once
_PRETTY = "wp-json/wp/v2/posts?"
_PLAIN = "?rest_route=/wp/v2/posts&"


class WordPress:
    """Posts by the REST interface."""

    def first(self, start: Start, since: date | None) -> Lead:
        """The first hundred posts, newest first; only those since *since*."""
        wanted = f"per_page={PER_PAGE}&orderby=date&order=desc"
        if since:
            wanted += f"&after={since.isoformat()}T00:00:00"
        return Lead(url=urljoin(start.url, f"{_PRETTY}{wanted}&page=1"), role="listing")

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """The posts of one page, and the next page while there is one."""
        posts = _posts(response.body)
        for post in posts:
            if isinstance(link := post.get("link"), str):
                day = day_of(str(post.get("date", "")))
                yield Lead(url=link, role="article", day=day, hints=hints_of(_title(post), day))
        pages = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1")
        more = lead.paging < int(pages) if pages.isdigit() and len(pages) < 7 else len(posts) == PER_PAGE
        if more and posts:
            here = lead.url.rpartition("&page=")[0]
            yield Lead(url=f"{here}&page={lead.paging + 1}", role="listing", paging=lead.paging + 1)

    def instead(self, lead: Lead) -> Lead | None:
        """The same by the other route, once."""
        if _PRETTY not in lead.url:
            return None
        return Lead(url=lead.url.replace(_PRETTY, _PLAIN, 1), role="listing", paging=lead.paging)


def _posts(body: bytes) -> list[dict[str, Any]]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as e:
        raise NotAList(f"no WordPress REST interface: not JSON: {e}") from e
    if not isinstance(data, list) or not all(isinstance(post, dict) for post in data):
        raise NotAList("no WordPress REST interface: not a list of posts")
    return data


def _title(post: dict[str, Any]) -> str:
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else title
    return html.unescape(rendered) if isinstance(rendered, str) else ""
