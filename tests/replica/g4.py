"""Gen 4, about 2568 B.E.: /th/<section>/<slug> and /en/…; modern HTML, og: tags, JSON-LD, sitemap.xml, validators.

Only /en/about/history is known of it; everything else here is an assumption of what such a site looks like.
"""

from __future__ import annotations

import json

from markupsafe import Markup

from tests.replica.addresses import BARE, MAIN, SISTER_HOSTS, attachment_path
from tests.replica.g1 import list_links
from tests.replica.render import render
from tests.replica.replies import Reply, Request, etag_of
from tests.replica.world import BANGKOK, Page, World

PER_PAGE = 9


class Gen4:
    """The pages and lists of Gen 4, its sitemap, and the front page of the whole site."""

    name = "g4"

    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, request: Request) -> Page | None:
        """The article under that language, section and slug."""
        wanted = request.path.strip("/")
        if request.host not in (MAIN, BARE):
            return None
        return next((p for p in self._world.pages("g4") if _path(p) == wanted), None)

    def show(self, page: Page, request: Request) -> Reply:
        """The article page."""
        others = [p for p in self._world.pages("g4") if p.home == page.home and p.article.lang != page.article.lang]
        return self._page(
            request,
            "g4_article.html",
            lang=page.article.lang,
            page=page,
            article=page.article,
            linked=Markup(json.dumps(_linked_data(page), ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S704  # no tag can begin in it
            translation=others[0].url if others else "",
            files=[(attachment_path(page.article, page.home, name), name) for name in page.article.attachments],
        )

    def other(self, request: Request) -> Reply | None:
        """The front page, the lists of each section and language, and the sitemap."""
        if request.host not in (MAIN, BARE):
            return None
        pages = self._world.pages("g4")
        if request.path in ("/", "/index.php") and "p" not in request.query:
            lists = list_links(self._world)
            sections = sorted({(p.article.lang, p.home.section) for p in pages})
            return self._page(
                request,
                "g4_front.html",
                lang="th",
                old=lists,
                sections=sections,
                sisters=SISTER_HOSTS,
                newest=pages[:6],
            )
        if request.path == "/sitemap.xml":
            body = render("g4_sitemap.xml", pages=pages).encode()
            newest = max((p.modified for p in pages), default=None)
            return Reply(
                body=body, content_type="application/xml", etag=etag_of(body), modified=newest, compress="gzip"
            )
        lang, _, section = request.path.strip("/").partition("/")
        wanted = [p for p in pages if (p.article.lang, p.home.section) == (lang, section)]
        shown = self._world.cut(request, wanted, request.number("page", 1), PER_PAGE) if wanted else None
        return self._page(request, "g4_list.html", lang=lang, section=section, shown=shown) if shown else None

    def _page(self, request: Request, template: str, lang: str, page: Page | None = None, **context: object) -> Reply:
        visits, today = self._world.visit(request.url)
        html = render(template, lang=lang, page=page, visits=f"{visits + 217:,}", today=today, **context)
        if page is None:
            return Reply(body=html.encode(), compress="gzip")
        tag = etag_of(page.home, page.article)
        return Reply(body=html.encode(), etag=tag, modified=page.modified, compress="br")


def _path(page: Page) -> str:
    return f"{page.article.lang}/{page.home.section}/{page.home.slug}"


def _linked_data(page: Page) -> dict[str, object]:
    day = page.article.published
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.article.title,
        "datePublished": f"{day.isoformat()}T09:00:00+07:00",
        "dateModified": page.modified.astimezone(BANGKOK).isoformat(timespec="seconds"),
        "inLanguage": page.article.lang,
        "publisher": {"@type": "GovernmentOrganization", "name": "สำนักงาน ก.พ.ร."},
    }
