"""Gen 3, WordPress: /?p=ID, /ID and /ID/, category lists, REST, RSS and sitemaps as WordPress makes them.

Articles and the sitemaps carry validators and answer 304; REST and the feed do not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from markupsafe import Markup

from tests.replica.addresses import BARE, MAIN, attachment_path
from tests.replica.render import render
from tests.replica.replies import Reply, Request, etag_of, http_date, redirect
from tests.replica.world import BANGKOK, Page, World

PER_PAGE = 10
MOST_PER_PAGE = 100
REDIRECTED = 4  # of five ids, the one whose /ID leads to /ID/
XML = "application/xml; charset=UTF-8"


class Gen3:
    """The pages, lists and interfaces of Gen 3."""

    name = "g3"

    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, request: Request) -> Page | None:
        """The article at any of the three forms of its address."""
        if request.host not in (MAIN, BARE):
            return None
        path = request.path.strip("/")
        number = request.number("p") if path in ("", "index.php") else int(path) if _is_id(path) else 0
        return next((p for p in self._world.pages("g3") if number and p.home.id == number), None)

    def show(self, page: Page, request: Request) -> Reply:
        """The article page; for some ids a 301 from the form without a slash, as WordPress does for its own form."""
        if page.home.id % 5 == REDIRECTED and _is_id(request.path[1:]):
            return redirect(f"https://{MAIN}{request.path}/")
        visits, today = self._world.visit(request.url)
        html = render(
            "g3_article.html",
            page=page,
            article=page.article,
            content=content(page),
            iso=published(page).isoformat(),
            modified=page.modified.astimezone(BANGKOK).isoformat(timespec="seconds"),
            visits=visits,
            today=today,
            newer=self._world.pages("g3")[:5],
        )
        link = (("Link", f'<https://{MAIN}/wp-json/>; rel="https://api.w.org/"'),)
        tag = etag_of(page.home, page.article)
        return Reply(body=html.encode(), headers=link, etag=tag, modified=page.modified, compress="gzip", chunked=True)

    def other(self, request: Request) -> Reply | None:
        """Lists, REST, feed and sitemaps."""
        path = request.path.rstrip("/") or "/"
        if request.host not in (MAIN, BARE):
            return None
        if path == "/wp-json/wp/v2/posts" or request.query.get("rest_route") == "/wp/v2/posts":
            return self._posts(request)
        if path.startswith("/wp-json/wp/v2/posts/") and _is_id(number := path.rpartition("/")[2]):
            return self._post(int(number))
        if path == "/wp-json":
            return _json({"name": "สำนักงาน ก.พ.ร.", "url": f"https://{MAIN}", "namespaces": ["wp/v2"]})
        if path == "/feed":
            return self._feed(request)
        if path == "/wp-sitemap.xml":
            return self._sitemap("g3_sitemap_index.xml", host=request.host)
        if path == "/wp-sitemap-posts-post-1.xml":
            return self._sitemap("g3_sitemap.xml", pages=self._world.pages("g3"))
        if path.startswith("/category/news"):
            return self._category(request, path)
        return None

    def _category(self, request: Request, path: str) -> Reply | None:
        rest = path.removeprefix("/category/news").removeprefix("/page/")
        number = 1 if not rest else int(rest) if _is_id(rest) else 0
        shown = self._world.cut(request, self._world.pages("g3"), number, PER_PAGE)
        if shown is None:
            return None
        _, today = self._world.visit(request.url)
        html = render("g3_list.html", shown=shown, today=today, newer=self._world.pages("g3")[:5])
        return Reply(body=html.encode(), compress="gzip", chunked=True)

    def _posts(self, request: Request) -> Reply:
        size, number = request.number("per_page", 10), request.number("page", 1)
        if not 1 <= size <= MOST_PER_PAGE:
            return _json({"code": "rest_invalid_param", "message": "per_page", "data": {"status": 400}}, 400)
        pages = self._after(request.query.get("modified_after", ""))
        if pages is None:
            return _json({"code": "rest_invalid_param", "message": "modified_after", "data": {"status": 400}}, 400)
        if request.query.get("order") == "asc":
            pages = pages[::-1]
        last = -(-len(pages) // size)
        if not 1 <= number <= max(1, last):
            return _json({"code": "rest_post_invalid_page_number", "message": "", "data": {"status": 400}}, 400)
        totals = (("X-WP-Total", str(len(pages))), ("X-WP-TotalPages", str(last)))
        return _json([_record(p) for p in pages[(number - 1) * size : number * size]], headers=totals)

    def _after(self, text: str) -> list[Page] | None:
        pages = self._world.pages("g3")
        if not text:
            return pages
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=BANGKOK)  # WordPress reads its own local time
        return [p for p in pages if p.modified > moment]

    def _post(self, number: int) -> Reply:
        page = next((p for p in self._world.pages("g3") if p.home.id == number), None)
        if page is None:
            return _json({"code": "rest_post_invalid_id", "message": "", "data": {"status": 404}}, 404)
        return _json(_record(page))

    def _feed(self, request: Request) -> Reply | None:
        shown = self._world.cut(request, self._world.pages("g3"), request.number("paged", 1), PER_PAGE)
        if shown is None:
            return None
        items = [(p, http_date(published(p)), content(p)) for p in shown.items]
        xml = render("g3_feed.xml", items=items)
        return Reply(body=xml.encode(), content_type="application/rss+xml; charset=UTF-8", compress="gzip")

    def _sitemap(self, template: str, pages: Sequence[Page] = (), host: str = MAIN) -> Reply:
        newest = max((p.modified for p in self._world.pages("g3")), default=None)
        body = render(template, pages=pages, host=host).encode()
        return Reply(body=body, content_type=XML, etag=etag_of(body), modified=newest, compress="gzip")


def published(page: Page) -> datetime:
    """When WordPress says that the post was published."""
    day = page.article.published
    return datetime(day.year, day.month, day.day, 8 + page.home.id % 9, page.home.id % 60, tzinfo=BANGKOK)


def content(page: Page) -> Markup:
    """The post's own HTML: what REST and feed carry, and what stands in the page."""
    article = page.article
    files = [(f"https://{MAIN}{attachment_path(article, page.home, name)}", name) for name in article.attachments]
    return Markup(render("g3_content.html", article=article, files=files))  # noqa: S704  # our own template, escaped there


def _record(page: Page) -> dict[str, object]:
    made, article = published(page), page.article
    changed = page.modified
    return {
        "id": page.home.id,
        "date": f"{made:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "guid": {"rendered": f"https://{MAIN}/?p={page.home.id}"},
        "modified": f"{changed.astimezone(BANGKOK):%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{changed.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "slug": quote(article.title.replace(" ", "-")).lower()[:200],
        "status": "publish",
        "type": "post",
        "link": f"https://{MAIN}/{page.home.id}/",
        "title": {"rendered": Markup.escape(article.title)},
        "content": {"rendered": content(page), "protected": False},
        "excerpt": {"rendered": f"<p>{Markup.escape(article.body[0][:120] if article.body else '')}&hellip;</p>\n"},
        "categories": [1],
    }


def _json(value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    body = json.dumps(value).encode()  # WordPress escapes Thai as \u sequences
    kind = "application/json; charset=UTF-8"
    return Reply(body=body, status=status, headers=headers, content_type=kind, compress="gzip", chunked=True)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
