"""Gen 1, about 2552-2561 B.E.: PHP with query strings, tables in tables, windows-874 under several names.

Article pages are content.php, special.php and page.php (with its print twin), on www and www4; lists by year and
month are list.php, whose address is an assumption. No validators and no compression: a PHP of that time sent neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.replica.addresses import MAIN, OLD, attachment_path, print_twin
from tests.replica.render import BUDDHIST_ERA, MONTHS, render
from tests.replica.replies import Reply, Request
from tests.replica.world import BANGKOK, Page, World

CHARSETS = (  # (HTTP header, meta element): what pages of that time said of the same windows-874 bytes
    ("text/html; charset=TIS-620", ""),
    ("text/html", "windows-874"),
    ("text/html", ""),
    ("text/html; charset=utf-8", "tis-620"),
)
PER_PAGE = 10
GROUPS = (("content", "menu_id"), ("special", "spc_id"), ("page", "cat"))  # script, and what its lists are chosen by
KEY = {"content": "content_id", "special": "content_id", "page": "id", "print": "id"}


class Gen1:
    """The pages and lists of Gen 1."""

    name = "g1"

    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, request: Request) -> Page | None:
        """The article at that address; the order of its parameters is free, and only the id tells articles apart."""
        script = request.path.removeprefix("/").removesuffix(".php")
        if request.host not in (MAIN, OLD) or script not in KEY or request.path != f"/{script}.php":
            return None
        wanted = ("page" if script == "print" else script, request.number(KEY[script]))
        return next((p for p in self._world.pages("g1") if (p.home.script, p.home.id) == wanted), None)

    def show(self, page: Page, request: Request) -> Reply:
        """The article page, or its print twin."""
        visits, today = self._world.visit(request.url)
        header, meta = CHARSETS[page.home.id % len(CHARSETS)]
        article = page.article
        stamp = article.stamp or datetime(
            article.published.year, article.published.month, article.published.day, 10, page.home.id % 60, 12
        )
        html = render(
            "g1_print.html" if request.path == "/print.php" else "g1_article.html",
            page=page,
            meta=meta,
            stamp=stamp,
            updated=page.modified.astimezone(BANGKOK) if page.edited else stamp,
            twin=print_twin(page.home),
            group=f"{dict(GROUPS)[page.home.script]}={page.home.menu}",
            officer=article.officer,
            files=[(attachment_path(article, page.home, name), name) for name in article.attachments],
            visits=visits + page.home.id % 900,
            today=today,
            latest=self._world.pages("g1")[:5],
        )
        return windows_874(html, header)

    def other(self, request: Request) -> Reply | None:
        """A list by group, year and month, or the front page of www4."""
        if request.host == OLD and request.path in ("/", "/index.php"):
            return self._list(request, "", 0, [])
        if request.host in (MAIN, OLD) and request.path == "/list.php":
            for script, parameter in GROUPS:
                if parameter in request.query:
                    group = request.number(parameter)
                    pages = [p for p in self._world.pages("g1") if (p.home.script, p.home.menu) == (script, group)]
                    return self._list(request, parameter, group, pages) if pages else None
        return None

    def _list(self, request: Request, parameter: str, group: int, pages: Sequence[Page]) -> Reply | None:
        year, month = request.number("year"), request.number("month")
        below: list[tuple[str, str]] = []
        if not parameter:
            below = list_links(self._world)
        elif not year:
            years = sorted({p.article.published.year + BUDDHIST_ERA for p in pages}, reverse=True)
            below = [(f"list.php?{parameter}={group}&year={y}", f"ปี {y}") for y in years]
        elif not month:
            dates = [p.article.published for p in pages if p.article.published.year + BUDDHIST_ERA == year]
            found = sorted({d.month for d in dates}, reverse=True)
            below = [(f"list.php?{parameter}={group}&year={year}&month={m}", MONTHS[m - 1]) for m in found]
        wanted = [
            p for p in pages if (p.article.published.year + BUDDHIST_ERA, p.article.published.month) == (year, month)
        ]
        shown = self._world.cut(request, wanted, request.number("page", 1), PER_PAGE)
        if shown is None or (parameter and not below and not wanted):
            return None
        _, today = self._world.visit(request.url)
        crumbs = [f"ปี {year}"] if year else []
        crumbs += [MONTHS[month - 1]] if 1 <= month <= 12 else []
        html = render(
            "g1_list.html",
            meta="tis-620",
            crumbs=crumbs,
            below=below,
            shown=shown,
            address=f"list.php?{parameter}={group}&year={year}&month={month}",
            today=today,
            latest=self._world.pages("g1")[:5],
        )
        return windows_874(html, "text/html; charset=tis-620")


def list_links(world: World) -> list[tuple[str, str]]:
    """The lists of Gen 1 that hold something, as (address, label)."""
    groups = sorted({(p.home.script, p.home.menu) for p in world.pages("g1")})
    labels = {"content": "ข่าวเด่น ก.พ.ร.", "special": "ศูนย์ความรู้", "page": "ข่าวประชาสัมพันธ์"}
    parameters = dict(GROUPS)
    return [(f"http://{MAIN}/list.php?{parameters[s]}={m}", f"{labels[s]} ({m})") for s, m in groups]


def windows_874(html: str, content_type: str) -> Reply:
    """*html* in windows-874 bytes; a character that they lack becomes a numeric reference."""
    return Reply(body=html.encode("cp874", "xmlcharrefreplace"), content_type=content_type)
