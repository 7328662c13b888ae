"""The replica on the wire: plain HTTP/1.1 on 127.0.0.1, reached as a proxy or with a Host header.

::

    with Replica() as replica:
        replica.port                          # where it listens
        replica.faults.add("/robots", "503")  # misbehave
        replica.log                           # what was asked for
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from tests.replica import browse
from tests.replica.articles import ReplicaArticle, load_articles
from tests.replica.faults import WIRE, Fault, Faults, spoil
from tests.replica.profile import write_profile
from tests.replica.replies import Reply, Request, encode, http_date, revalidated
from tests.replica.site import Site
from tests.replica.world import World

LOOPBACK = "127.0.0.1"
IDLE = 60.0  # seconds that a silent connection is kept
PIECES = 10  # of a body that drips
CHUNK = 8192


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as it came: ``time`` is time.monotonic() at its arrival; ``headers`` have lower-case names."""

    time: float
    method: str
    url: str
    headers: Mapping[str, str]
    status: int


class Replica:
    """A replica of the OPDC site, served by a thread from ``__enter__`` to ``__exit__``.

    *articles* are those of ``articles/*.toml`` unless given; *crawl_delay* is what every robots.txt asks for.
    """

    def __init__(
        self, articles: Sequence[ReplicaArticle] | None = None, *, port: int = 0, crawl_delay: float = 0.02
    ) -> None:
        self.articles: tuple[ReplicaArticle, ...] = tuple(load_articles() if articles is None else articles)
        self.faults = Faults()
        self.world = World(self.articles, self.faults)
        self.site = Site(self.world, crawl_delay)
        self._log: list[Logged] = []
        self._lock = threading.Lock()
        self._server = _Server((LOOPBACK, port), _Handler, self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="replica")

    @property
    def port(self) -> int:
        """The port that the replica listens on."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """``host:port``, as a site profile's ``connect`` wants it."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def log(self) -> tuple[Logged, ...]:
        """Every request so far, in the order of arrival at the log."""
        with self._lock:
            return tuple(self._log)

    def forget(self) -> None:
        """Empty the log."""
        with self._lock:
            self._log.clear()

    def note(self, entry: Logged) -> None:
        """Put one request into the log."""
        with self._lock:
            self._log.append(entry)

    def truth(self) -> list[tuple[str, ReplicaArticle]]:
        """The address that lists link and the article as it now stands there, for every home that has not vanished."""
        return [(page.url, page.truth) for page in self.world.pages()]

    def urls(self) -> list[str]:
        """The addresses of :meth:`truth`."""
        return [page.url for page in self.world.pages()]

    def profile(self, folder: Path, **crawl: float) -> Path:
        """Write the site profile of this replica into *folder*; *crawl* replaces keys of its [crawl]."""
        return write_profile(folder, self.address, len(self.world.pages()), **crawl)

    def start(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving: cut every connection, wait for every thread, close every socket."""
        self._server.stopping.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.cut_connections()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close waits for them
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], replica: Replica) -> None:
        self.replica = replica
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def cut_connections(self) -> None:
        with self._open_lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client was faster

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not (self.stopping.is_set() or isinstance(sys.exception(), ConnectionError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        arrived = time.monotonic()
        target = self._target()
        viewed = browse.original(target)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(method=self.command, url=viewed or target, headers=MappingProxyType(headers))
        fault = self.server.replica.faults.take(request.url)
        named = f"{fault.kind}:{fault.argument}" if _is(fault, "mutated") and fault else fault.kind if fault else ""
        reply = self._reply(replace(request, fault=named), fault, viewed is not None)
        self.server.replica.note(Logged(arrived, request.method, request.url, request.headers, reply.status))
        try:
            self._send(request, reply, fault if fault and fault.kind in WIRE else None)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client has gone; that is its right

    do_HEAD = do_GET  # noqa: N815  # the name is http.server's

    def do_POST(self) -> None:
        """Nothing here takes anything in: refused and logged, so that a test sees it."""
        request = Request(method=self.command, url=self._target(), headers={})
        self.close_connection = True  # a body may follow that nobody reads
        self.server.replica.note(Logged(time.monotonic(), request.method, request.url, request.headers, 405))
        self._send(request, Reply(status=405, headers=(("Allow", "GET, HEAD"),)), None)

    do_PUT = do_DELETE = do_CONNECT = do_POST  # noqa: N815  # the names are http.server's

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is http.server's
        """Say nothing: the log is Replica.log."""

    def _target(self) -> str:
        """The whole address asked for, or the path alone where a browser asks the replica itself."""
        if self.path.lower().startswith(("http://", "https://")):
            return self.path
        host = self.headers.get("Host", "")
        path = self.path if self.path.startswith("/") else f"/{self.path}"
        return path if host.split(":")[0] in ("", LOOPBACK, "localhost") else f"http://{host}{path}"

    def _reply(self, request: Request, fault: Fault | None, viewed: bool) -> Reply:
        replica = self.server.replica
        if not urlsplit(request.url).netloc:
            return browse.index(replica.world) if request.path == "/" else Reply(status=404)
        reply = replica.site.answer(request)
        if fault is not None:
            reply = spoil(fault, request, reply)
        return browse.inside(reply, request.host) if viewed else revalidated(request, reply)

    def _send(self, request: Request, reply: Reply, fault: Fault | None) -> None:
        if _is(fault, "truncated"):
            reply = replace(reply, chunked=False)  # a chunked body could only lack its end: this fault is of the length
        if fault is not None and fault.kind == "late":
            self.server.stopping.wait(fault.seconds(1.0))
        if fault is not None and fault.kind in ("hang", "reset"):
            self.close_connection = True
            if fault.kind == "hang":
                self.server.stopping.wait(fault.seconds(IDLE))
            return
        if fault is not None and fault.kind == "cut-gzip":
            reply = replace(reply, compress="gzip")
            request = replace(request, headers={"accept-encoding": "gzip"})
        body, coding = encode(request, reply)
        if fault is not None and fault.kind == "cut-gzip":
            body = body[: len(body) // 2]
        chunked = reply.chunked and self.request_version == "HTTP/1.1" and reply.status == 200
        head = self._head(reply, coding, None if chunked else len(body) * (2 if _is(fault, "truncated") else 1))
        if request.method == "HEAD":
            body = b""
        if fault is not None and fault.kind == "slow":
            self._drip(head, body, chunked, fault.seconds(1.0))
        else:
            self.wfile.write(head + (_chunks(body) if chunked and request.method != "HEAD" else body))
        self.close_connection = self.close_connection or _is(fault, "truncated")

    def _head(self, reply: Reply, coding: str, length: int | None) -> bytes:
        reason = HTTPStatus(reply.status).phrase
        headers = [("Date", self.date_time_string()), ("Server", "Apache"), ("X-Sample", "khlang-khao replica")]
        if reply.content_type and reply.status != 304:
            headers.append(("Content-Type", reply.content_type))
        headers += reply.headers
        if coding:
            headers += [("Content-Encoding", coding), ("Vary", "Accept-Encoding")]
        if reply.etag:
            headers.append(("ETag", reply.etag))
        if reply.modified:
            headers.append(("Last-Modified", http_date(reply.modified)))
        if length is None:
            headers.append(("Transfer-Encoding", "chunked"))
        elif reply.status != 304:
            headers.append(("Content-Length", str(length)))
        if self.close_connection:
            headers.append(("Connection", "close"))
        lines = [f"HTTP/1.1 {reply.status} {reason}", *(f"{name}: {value}" for name, value in headers), "", ""]
        return "\r\n".join(lines).encode("latin-1")

    def _drip(self, head: bytes, body: bytes, chunked: bool, seconds: float) -> None:
        wire = _chunks(body) if chunked else body
        step = max(1, -(-len(wire) // PIECES))
        self.wfile.write(head)
        for start in range(0, len(wire), step):
            self.server.stopping.wait(seconds / PIECES)
            self.wfile.write(wire[start : start + step])


def _is(fault: Fault | None, kind: str) -> bool:
    return fault is not None and fault.kind == kind


def _chunks(body: bytes) -> bytes:
    """*body* in HTTP/1.1 chunks."""
    pieces = [body[i : i + CHUNK] for i in range(0, len(body), CHUNK)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
