"""A big news site on loopback for tests and benchmarks of scale, served by a lean process of its own.

::

    with BigSite(pages=1000) as big:
        site = load_site(str(big.profile(folder)))  # crawled under a name of its own, or directly: direct=True
        big.edit(range(0, 100))
        big.log()                                   # what was asked for, as (path, status, bytes, time)

Answers stand ready as bytes, so that the crawler and not the site is what a benchmark measures. Pages carry ETag and
Last-Modified and answer 304, but not the ``moving`` ones, which differ at each visit and cannot be asked so.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import socket
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from tests.big_pages import BigPages

HOST = "www.opdc.go.th"  # the name under which the site is crawled through `connect`
NAME = "big-site"
PATIENCE = 300.0  # seconds for a site of any size to stand ready
_FILE = b"%PDF-1.4\n%%EOF\n"
_ROBOTS = b"User-agent: *\nDisallow: /menu/\n"
_HTML = "text/html; charset=utf-8"


class Asked(NamedTuple):
    """One request: ``sent`` counts the bytes of the answer with its head, ``time`` is of the server's own clock, and
    ``tagged`` says whether the page carries validators.
    """

    path: str
    status: int
    sent: int
    time: float
    tagged: bool


class BigSite:
    """The site, served from ``__enter__`` to ``__exit__``; *moving* are the numbers of the pages that move."""

    def __init__(self, pages: int, *, seed: int = 2551, moving: Iterable[int] = (), filed: int = 0) -> None:
        self.pages = BigPages(pages, seed, filed)
        context = get_context("spawn")
        self._line, far_end = context.Pipe()
        self._asked = context.Value("L", 0, lock=False)
        self._process = context.Process(
            target=_serve, args=(self.pages, frozenset(moving), far_end, self._asked), daemon=True
        )
        self._far_end = far_end
        self.port = 0

    @property
    def asked(self) -> int:
        """How many requests came so far; asks nobody, so it may be read as often as one likes."""
        return int(self._asked.value)

    def log(self) -> list[Asked]:
        """Every request so far."""
        return [Asked(*entry) for entry in self._ask("log")]

    def forget(self) -> None:
        """Empty the log, and count anew."""
        self._ask("forget")

    def edit(self, numbers: Iterable[int]) -> None:
        """Let the editors change these pages."""
        self._ask("edit", tuple(numbers))

    def profile(self, folder: Path, *, direct: bool = False, **crawl: object) -> Path:
        """Write the site's profile into *folder*; *crawl* are keys of its [crawl].

        With *direct* it is crawled at its address on loopback, else under a name of its own through ``connect``.
        """
        address = f"127.0.0.1:{self.port}"
        path = folder / f"{NAME}.toml"
        keys: dict[str, object] = {"minimum": self.pages.count, "connections": 8, **crawl}
        path.write_text(profile_text("" if direct else address, address if direct else HOST, keys), encoding="utf-8")
        return path

    def __enter__(self) -> Self:
        self._process.start()
        self._far_end.close()
        if not self._line.poll(PATIENCE):
            raise TimeoutError(f"the big site does not stand after {PATIENCE} seconds")
        self.port = self._line.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()  # which ends the process
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _ask(self, *command: object) -> Any:
        self._line.send(command)
        return self._line.recv()


def profile_text(connect: str, host: str, crawl: dict[str, object]) -> str:
    """The profile of a big site that is called *host* and reached through *connect* ("" for directly)."""
    name = host.partition(":")[0]
    keys = {"delay": 0.0, "max_pages": 1_000_000, **crawl}
    return f"""extends = "opdc"
name = "{NAME}"
title_th = "เว็บตัวอย่างขนาดใหญ่"
title_en = "A big sample site"
hosts = ["{name}"]
connect = "{connect}"
allow_private = true
sample = true

[crawl]
{chr(10).join(f"{key} = {value!r}" for key, value in keys.items())}

[[crawl.start]]
spider = "listing"
url = "http://{host}/news?page=1"
follow = ['/news\\?page=\\d+$']
article = ['/content/[A-Za-z0-9]+$', '//[^/]+/\\d+/$']

[[address]]
name = "g2"
hosts = ["{name}"]
path = '/content/(?P<token>[A-Za-z0-9]+)'
decode = ["token"]
id = "g2:{{token}}"
layout = "g2"

[[address]]
name = "g3"
hosts = ["{name}"]
path = '/(?P<p>\\d+)/'
id = "wp:{{p}}"
layout = "g3"
"""


class _Answer(NamedTuple):
    """A whole answer without its Date: *head* is that of a 200, *fresh* that of a 304 ("" where there is none)."""

    head: bytes
    body: bytes
    tag: bytes = b""
    fresh: bytes = b""


class _Site:
    """The answers of the site, and what was asked."""

    def __init__(self, pages: BigPages, moving: frozenset[int], counter: Any) -> None:
        self._pages = pages
        self._edited: set[int] = set()
        self._moving = {pages.path(n): n for n in moving}
        self._counter = counter
        self._visits = 0
        self.log: list[tuple[str, int, int, float, bool]] = []
        self._numbers = {pages.path(n): n for n in range(pages.count)}
        self._answers: dict[str, _Answer] = {"/robots.txt": _answer(_ROBOTS, "text/plain", coded=False)}
        for n in range(pages.count):
            if pages.path(n) not in self._moving:
                self._build(n)
            if pages.filed and n % pages.filed == 0:
                self._answers[f"/files/{n}.pdf"] = _answer(_FILE + b"%d" % n, "application/pdf", coded=False)
        for page in range(1, pages.lists + 1):
            self._answers[f"/news?page={page}"] = _answer(pages.list_html(page).encode(), _HTML, tagged=True)

    def edit(self, numbers: Iterable[int]) -> None:
        for n in numbers:
            self._edited.add(n)
            if self._pages.path(n) not in self._moving:
                self._build(n)

    def forget(self) -> None:
        self.log.clear()
        self._counter.value = 0

    def answer(self, head: bytes) -> bytes:
        """The whole answer to a request's head."""
        now = time.monotonic()
        target = head.split(b" ", 2)[1].decode("ascii")
        path = "/" + target.partition("://")[2].partition("/")[2] if target.startswith("http") else target
        found = self._moved(path) if path in self._moving else self._answers.get(path)
        if found is None:
            status, first, body = 404, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n", b""
        elif found.tag and b"if-none-match: " + found.tag in _lower_headers(head):
            status, first, body = 304, found.fresh, b""
        else:
            status, first, body = 200, found.head, found.body
        date = format_datetime(datetime.now(UTC), usegmt=True).encode()
        made = b"%bDate: %b\r\n\r\n%b" % (first, date, body)
        self.log.append((path, status, len(made), now, bool(found and found.tag)))
        self._counter.value += 1
        return made

    def _build(self, number: int) -> None:
        text = self._pages.text(number, edited=number in self._edited)
        html = self._pages.html(number, text).encode()
        modified = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=number, days=number in self._edited)
        self._answers[self._pages.path(number)] = _answer(html, _HTML, tagged=True, modified=modified)

    def _moved(self, path: str) -> _Answer:
        number = self._moving[path]
        self._visits += 1
        text = self._pages.text(number, edited=number in self._edited)
        return _answer(self._pages.html(number, text, self._visits).encode(), _HTML)


def _lower_headers(head: bytes) -> bytes:
    name, colon, value = head.partition(b"\r\n")[2].partition(b"If-None-Match:")
    return name + b"if-none-match: " + value.strip() if colon else b""


def _answer(
    body: bytes, kind: str, *, coded: bool = True, tagged: bool = False, modified: datetime | None = None
) -> _Answer:
    sent = gzip.compress(body, 6, mtime=0) if coded else body
    validators = tag = b""
    if tagged:
        tag = b'"%b"' % hashlib.sha256(body).hexdigest()[:20].encode()
        validators = b"ETag: %b\r\n" % tag
    if modified:
        validators += f"Last-Modified: {format_datetime(modified, usegmt=True)}\r\n".encode()
    coding = b"Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n" if coded else b""
    head = b"HTTP/1.1 200 OK\r\nServer: Apache\r\nContent-Type: %b\r\n%b%bContent-Length: %d\r\n"
    fresh = b"HTTP/1.1 304 Not Modified\r\nServer: Apache\r\n%b" % validators
    return _Answer(head % (kind.encode(), coding, validators, len(sent)), sent, tag, fresh)


class _Connection(asyncio.Protocol):
    """One connection, kept open; several requests may come at once."""

    def __init__(self, site: _Site) -> None:
        self._site = site
        self._rest = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        *heads, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for head in heads:
            self._transport.write(self._site.answer(head))


def _serve(pages: BigPages, moving: frozenset[int], line: Connection, counter: Any) -> None:
    """The serving process: ready when it tells its port, ended when the line is closed."""
    asyncio.run(_run(_Site(pages, moving, counter), line))


async def _run(site: _Site, line: Connection) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    server = await loop.create_server(lambda: _Connection(site), "127.0.0.1", 0, backlog=256)

    def obey() -> None:
        try:
            name, *arguments = line.recv()
        except (EOFError, OSError):
            loop.remove_reader(line.fileno())
            ended.set()
            return
        done = site.log if name == "log" else getattr(site, name)(*arguments)
        line.send(done)

    loop.add_reader(line.fileno(), obey)
    line.send(server.sockets[0].getsockname()[1])
    await ended.wait()
    server.close()
