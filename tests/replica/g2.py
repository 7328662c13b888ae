"""Gen 2, 2562-2566 B.E.: /content/<base64 id>, also on sister hosts with own id spaces; UTF-8, a very long menu.

Its lists (/news?page=N) and its breadcrumb are assumptions. Pages show no date of their own. Sister hosts serve
attachments through /file/reader/<base64>, whose name is only in Content-Disposition.
"""

from __future__ import annotations

from base64 import b64decode

from tests.replica.addresses import BARE, MAIN, SISTER_HOSTS, attachment_path
from tests.replica.render import render
from tests.replica.replies import Reply, Request
from tests.replica.world import Page, World

PER_PAGE = 12


class Gen2:
    """The pages and lists of Gen 2."""

    name = "g2"

    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, request: Request) -> Page | None:
        """The article at that address, in the language asked for."""
        parts = request.path.strip("/").split("/")
        if len(parts) != 2 or parts[0] != "content":
            return None
        number, lang = decode_token(parts[1]), request.query.get("lang", "th")
        return next((p for p in self._on(request.host) if p.home.id == number and p.article.lang == lang), None)

    def show(self, page: Page, request: Request) -> Reply:
        """The article page."""
        others = [p for p in self._on(request.host) if p.home == page.home and p.article.lang != page.article.lang]
        return self._page(
            request,
            "g2_article.html",
            translation=others[0].url if others else "",
            page=page,
            article=page.article,
            files=[(attachment_path(page.article, page.home, name), name) for name in page.article.attachments],
        )

    def other(self, request: Request) -> Reply | None:
        """A list, or the front page of a sister host."""
        if request.path in ("/news", "/news/") or (request.path == "/" and request.host in SISTER_HOSTS):
            shown = self._world.cut(request, self._on(request.host), request.number("page", 1), PER_PAGE)
            return self._page(request, "g2_list.html", shown=shown) if shown else None
        return None

    def _page(self, request: Request, template: str, translation: str = "", **context: object) -> Reply:
        visits, today = self._world.visit(request.url)
        html = render(
            template,
            lang=request.query.get("lang", "th"),
            host=request.host,
            visits=f"{visits + len(request.url) * 131:,}",
            today=today,
            translation=translation,
            **context,
        )
        coding = "deflate" if request.host == "awards.opdc.go.th" else "gzip"
        return Reply(body=html.encode(), compress=coding, chunked=request.host != MAIN)

    def _on(self, host: str) -> list[Page]:
        if host in SISTER_HOSTS:
            return [p for p in self._world.pages("g2") if p.home.host == host]
        if host in (MAIN, BARE):
            return [p for p in self._world.pages("g2") if p.home.host not in SISTER_HOSTS]
        return []


def decode_token(text: str) -> int:
    """The decimal id in a base64 token, with or without padding; -1 where it is none."""
    try:
        digits = b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True).decode("ascii")
    except ValueError:  # not ASCII, not base64
        return -1
    return int(digits) if digits.isdigit() and len(digits) < 10 else -1
