"""What the replica answers at every address of every host: articles, lists, documents, robots.txt and a little chrome.

The way of a request, in order: robots.txt and static files, then an article of any generation, then what else a
generation has, then documents; what nobody knows is a 404, an unknown host a 502.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote, unquote

from tests.replica.addresses import BARE, HOSTS, MAIN, OLD, SISTER_HOSTS, attachment_path
from tests.replica.documents import FILES, document
from tests.replica.g1 import Gen1
from tests.replica.g2 import Gen2
from tests.replica.g3 import Gen3
from tests.replica.g4 import Gen4
from tests.replica.mutations import mutate
from tests.replica.render import render
from tests.replica.replies import Reply, Request, etag_of, not_found
from tests.replica.world import Page, World

BUILT = datetime(2022, 5, 1, tzinfo=UTC)  # when the static files were put there
DOT = b64decode("R0lGODlhAQABAIAAAAAzmf///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")  # a GIF of one blue point
STANDING = (  # pages behind the chrome's links; the other links of the chrome are dead, as on every old site
    *("/about.php", "/law.php", "/circular.php", "/agency.php", "/knowledge.php", "/pr.php", "/contact.php"),
    *("/faq.php", "/link.php", "/policy.php", "/disclaimer.php", "/login"),
)
FORBIDDEN = ("/intranet/", "/webmail/", "/search.php", "/wp-admin/", "/content.php?menu_id=99", "/list.php?menu_id=99")


class Generation(Protocol):
    """One generation of the site."""

    name: str

    def find(self, request: Request) -> Page | None:
        """The article at that address."""

    def show(self, page: Page, request: Request) -> Reply:
        """The page of that article."""

    def other(self, request: Request) -> Reply | None:
        """What else the generation has at that address."""


class Site:
    """All hosts and generations over one world; *crawl_delay* is what robots.txt asks for, in seconds."""

    def __init__(self, world: World, crawl_delay: float) -> None:
        self._world = world
        self._crawl_delay = crawl_delay
        self._generations: tuple[Generation, ...] = (Gen1(world), Gen2(world), Gen3(world), Gen4(world))
        self._documents = _documents(world)

    def answer(self, request: Request) -> Reply:
        """The answer to *request*, before faults of the wire."""
        if request.host not in HOSTS:
            return Reply(status=502, body=f"<title>502</title>{request.host} is not a host of the replica".encode())
        return self._static(request) or self._article(request) or self._rest(request) or not_found()

    def _static(self, request: Request) -> Reply | None:
        if request.path == "/robots.txt":
            return _fixed(robots(request.host, self._crawl_delay).encode(), "text/plain; charset=utf-8")
        if request.path == "/css/opdc.css":
            return _fixed((FILES / "opdc.css").read_bytes(), "text/css")
        if request.path.startswith("/images/"):
            return _fixed(DOT, "image/gif")
        if request.path in ("/intranet/", "/webmail/") or request.query.get("menu_id") == "99":
            return Reply(body=render("forbidden.html", path=request.path).encode())
        if request.path in STANDING or request.path.startswith("/menu/"):
            return Reply(body=render("standing.html", host=request.host, path=request.path).encode(), compress="gzip")
        return None

    def _article(self, request: Request) -> Reply | None:
        for generation in self._generations:
            page = generation.find(request)
            if page is None:
                continue
            if request.fault == "redesign":
                return Reply(body=render("redesign.html", article=page.article).encode(), compress="gzip")
            if request.fault == "blank":
                nothing = replace(page.article, body=(), tables=(), credits=(), attachments=())
                page = replace(page, article=nothing)
            reply = generation.show(page, request)
            kind, _, name = request.fault.partition(":")
            if kind == "mutated" and reply.status == 200:
                body = mutate(name, reply.body, page.article)
                return Reply(body=body, compress="gzip")
            return reply
        return None

    def _rest(self, request: Request) -> Reply | None:
        for generation in self._generations:
            if (reply := generation.other(request)) is not None:
                return reply
        name = self._documents.get((request.host, unquote(request.path)))
        return _attached(name, hidden=request.path.startswith("/file/reader/")) if name else None


def robots(host: str, delay: float) -> str:
    """robots.txt of *host*: no host forbids an article, each forbids something that its pages link."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in FORBIDDEN)]
    if host in SISTER_HOSTS:
        lines = ["User-agent: *", "Disallow: /intranet/", "Disallow: /login"]
    lines += [f"Crawl-delay: {delay:g}", "", "User-agent: BadBot", "Disallow: /"]
    if host in (MAIN, BARE):
        lines += ["", f"Sitemap: https://{host}/sitemap.xml", f"Sitemap: https://{host}/wp-sitemap.xml"]
    return "\n".join([*lines, ""])


def _documents(world: World) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for page in world.pages():
        hosts = {
            "g1": (MAIN, OLD),
            "g2": (page.home.host,) if page.home.host in SISTER_HOSTS else (MAIN, BARE),
            "g3": (MAIN, BARE),
            "g4": (MAIN, BARE),
        }[page.home.gen]
        for name in page.article.attachments:
            document(name)  # a kind that cannot be made is told at the start
            path = unquote(attachment_path(page.article, page.home, name))
            found.update({(host, path): name for host in hosts})
    return found


def _attached(name: str, hidden: bool) -> Reply:
    body, media_type = document(name)
    shown = (("Content-Disposition", f"inline; filename*=UTF-8''{quote(name)}"),) if hidden else ()
    return replace(_fixed(body, media_type), headers=shown)


def _fixed(body: bytes, content_type: str) -> Reply:
    return Reply(body=body, content_type=content_type, etag=etag_of(body).removeprefix("W/"), modified=BUILT)
