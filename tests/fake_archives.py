"""A Wayback Machine and a Common Crawl on loopback, small and as unreliable as a test wants them.

::

    with FakeArchives(snapshots) as archives:
        archives.address                             # http://127.0.0.1:PORT
        archives.faults["/cdx/search"] = ["429"]     # each fault is taken once, by the first request that fits
        archives.log                                 # what was asked for, and when
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from corpus.urls import surt
from tests.replica.articles import ReplicaArticle, load_articles
from tests.replica.faults import Faults
from tests.replica.replies import Request
from tests.replica.site import Site
from tests.replica.world import World
from tests.serving import Serving

CRAWLS = ("CC-MAIN-2023-06", "CC-MAIN-2019-04", "CC-MAIN-2013-20")


def digest_of(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


@dataclass(frozen=True)
class Snapshot:
    """One capture that the archives hold; ``listed`` is the digest that their indexes tell, where it is a wrong one."""

    original: str
    timestamp: str
    body: bytes = b"<html><body>page</body></html>"
    mime: str = "text/html"
    status: str = "200"
    listed: str = ""
    revisit: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        return self.listed or digest_of(self.body)

    @property
    def key(self) -> str:
        return surt(self.original)


@dataclass(frozen=True)
class Asked:
    """One request: when it came, when its answer was sent, how many were under way then (itself counted)."""

    began: float
    ended: float
    path: str
    at_once: int
    headers: dict[str, str]


@dataclass
class _State:
    snapshots: list[Snapshot]
    page: int
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    log: list[Asked] = field(default_factory=list)
    under_way: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    files: dict[str, bytes] = field(default_factory=dict)
    index: dict[str, list[dict[str, str]]] = field(default_factory=dict)


class FakeArchives(Serving):
    """Both archives over one list of snapshots, served by a thread; *page* is how many lines an index answers."""

    def __init__(self, snapshots: Sequence[Snapshot], *, page: int = 40) -> None:
        self._state = _State(sorted(snapshots, key=lambda s: (s.key, s.timestamp)), page)
        _pack(self._state)
        super().__init__(type("Handler", (_Handler,), {"state": self._state}))

    @property
    def faults(self) -> dict[str, list[str]]:
        return self._state.faults

    @property
    def index(self) -> dict[str, list[dict[str, str]]]:
        """The lines of each crawl's index of Common Crawl, to be spoilt by a test."""
        return self._state.index

    @property
    def log(self) -> list[Asked]:
        with self._state.lock:
            return list(self._state.log)

    def asked(self, part: str) -> list[Asked]:
        return [one for one in self.log if part in one.path]

    def forget(self) -> None:
        with self._state.lock:
            self._state.log.clear()

    def put_file(self, name: str, data: bytes) -> None:
        """Put other bytes in the place of a file of Common Crawl."""
        self._state.files[name] = data

    def add(self, *snapshots: Snapshot) -> None:
        with self._state.lock:
            self._state.snapshots = sorted([*self._state.snapshots, *snapshots], key=lambda s: (s.key, s.timestamp))


class _Handler(BaseHTTPRequestHandler):
    state: _State
    protocol_version = "HTTP/1.1"
    timeout = 20.0

    def do_GET(self) -> None:
        state = self.state
        began = time.monotonic()
        with state.lock:
            state.under_way += 1
            at_once = state.under_way
            fault = next((found.pop(0) for part, found in state.faults.items() if part in self.path and found), "")
        try:
            status, headers, body = self._spoilt(fault) or self._answer(fault)
            if fault == "reset":
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        finally:
            with state.lock:
                state.under_way -= 1
                headers_in = {name.lower(): value for name, value in self.headers.items()}
                state.log.append(Asked(began, time.monotonic(), self.path, at_once, headers_in))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Say nothing: the log is FakeArchives.log."""

    def _spoilt(self, fault: str) -> tuple[int, list[tuple[str, str]], bytes] | None:
        name, _, argument = fault.partition(" ")
        if name.isdigit():
            return int(name), [("Retry-After", argument)] if argument else [], b"not now"
        if name == "location":
            return 302, [("Location", argument)], b""
        return (200, [], argument.encode()) if name == "body" else None

    def _answer(self, fault: str) -> tuple[int, list[tuple[str, str]], bytes]:
        parts = urlsplit(self.path)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/cdx/search/cdx":
            body = _wayback_index(self.state, query, parse_qs(parts.query))
            return 200, [("Content-Type", "application/json")], body[: len(body) * 2 // 3] if fault == "cut" else body
        if parts.path.startswith("/web/"):
            return _replay(self.state, self.path)
        if parts.path == "/collinfo.json":
            return 200, [], json.dumps([{"id": name, "name": name} for name in CRAWLS]).encode()
        if parts.path.endswith("-index"):
            return _commoncrawl_index(self.state, parts.path[1:].removesuffix("-index"), query)
        return _range(self.state, parts.path[1:], self.headers.get("Range", ""))


def _matching(state: _State, query: dict[str, str]) -> Iterator[Snapshot]:
    wanted = surt(query["url"] if "://" in query["url"] else f"http://{query['url']}")
    host = wanted.partition(")")[0]
    kind = query.get("matchType", "exact")
    for one in state.snapshots:
        its = one.key.partition(")")[0]
        fits = {
            "exact": one.key == wanted,
            "prefix": one.key.startswith(wanted),
            "host": its == host,
            "domain": its == host or its.startswith(f"{host},"),
        }[kind]
        stamp = one.timestamp
        begin, end = query.get("from", ""), query.get("to", "")
        if fits and stamp[: len(begin)] >= begin and stamp[: len(end)] <= end:
            yield one


def _wayback_index(state: _State, query: dict[str, str], many: dict[str, list[str]]) -> bytes:
    rows: list[list[str]] = []
    last = ("", "")
    for one in _matching(state, query):
        mime, status = ("warc/revisit", "-") if one.revisit else (one.mime, one.status)
        row = dict(zip(("mimetype", "statuscode"), (mime, status), strict=True))
        if any(re.fullmatch(f.partition(":")[2], row[f[1:].partition(":")[0]]) for f in many.get("filter", [])):
            continue
        if query.get("collapse") == "digest" and last == (one.key, one.digest):
            continue
        last = (one.key, one.digest)
        rows.append([one.key, one.timestamp, one.original, mime, status, one.digest, str(len(one.body))])
    start = int(query.get("resumeKey", "key-0").partition("-")[2])
    size = min(state.page, int(query.get("limit", "150000")))
    some: list[list[str]] = rows[start : start + size]
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    answer = [names, *some] if some else []
    if start + size < len(rows) and query.get("showResumeKey") == "true":
        answer += [[], [f"key-{start + size}"]]
    return ("[" + ",\n ".join(json.dumps(row) for row in answer) + "]\n").encode()


def _replay(state: _State, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    found = re.fullmatch(r"/web/(\d{14})id_/(.+)", path)
    if found is None:
        return 404, [], b"no such copy"
    key = surt(found[2])
    held = [one for one in state.snapshots if one.key == key and not one.revisit]
    listed = [one for one in state.snapshots if one.key == key and one.timestamp == found[1]]
    if not held:
        return 404, [], b"no such copy"
    # A real archive gives the bytes of the earlier capture under the later time.
    earlier = [one for one in held if listed and listed[0].revisit and one.digest == listed[0].digest]
    if earlier:
        one = earlier[0]
    else:
        one = min(held, key=lambda h: abs(int(h.timestamp) - int(found[1])))
        if one.timestamp != found[1]:
            return 302, [("Location", f"/web/{one.timestamp}id_/{one.original}")], b""
    headers = [("Content-Type", one.mime), ("X-Archive-Orig-Server", "Apache"), ("X-Archive-Src", "somewhere.warc.gz")]
    headers += [(f"X-Archive-Orig-{name}", value) for name, value in one.headers]
    return 200, headers, one.body


def _pack(state: _State) -> None:
    """Every snapshot into one WARC file of the crawl of its time."""
    for name in CRAWLS:
        state.index[name] = []
    for one in state.snapshots:
        if one.revisit:
            continue
        crawl = CRAWLS[0] if one.timestamp > "2020" else CRAWLS[1] if one.timestamp > "2016" else CRAWLS[2]
        file = f"crawl-data/{crawl}/segments/1/warc/x-00000.warc.gz"
        before = state.files.get(file, b"")
        member = gzip.compress(record(one))
        state.files[file] = before + member
        state.index[crawl].append(
            {
                "urlkey": one.key,
                "timestamp": one.timestamp,
                "url": one.original,
                "mime": one.mime,
                "mime-detected": one.mime,
                "status": one.status,
                "digest": one.digest,
                "length": str(len(member)),
                "offset": str(len(before)),
                "filename": file,
            }
        )


def record(one: Snapshot) -> bytes:
    """The response record of a snapshot, as Common Crawl writes one."""
    head = f"HTTP/1.1 {one.status} OK\r\nContent-Type: {one.mime}\r\nServer: Apache\r\n"
    head += f"X-Crawler-Transfer-Encoding: chunked\r\nContent-Length: {len(one.body)}\r\n\r\n"
    block = head.encode() + one.body
    t = one.timestamp
    lines = [
        *("WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {one.original}"),
        f"WARC-Date: {t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:14]}Z",
        f"WARC-Payload-Digest: sha1:{one.digest}",
        *("Content-Type: application/http; msgtype=response", f"Content-Length: {len(block)}", "", ""),
    ]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def _commoncrawl_index(state: _State, crawl: str, query: dict[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
    wanted = query["url"].removeprefix("*.").removesuffix("/*")
    host = surt(f"http://{wanted}").partition(")")[0]
    lines = [line for line in state.index.get(crawl, []) if line.get("urlkey", "").startswith(host)]
    start = int(query.get("page", "0")) * state.page
    if not lines:
        return 404, [], b'{"message": "No Captures found"}'
    if start >= len(lines):
        return 400, [], b'{"message": "Page invalid"}'
    some = lines[start : start + state.page]
    return 200, [("Content-Type", "text/x-ndjson")], "".join(json.dumps(line) + "\n" for line in some).encode()


def _range(state: _State, file: str, wanted: str) -> tuple[int, list[tuple[str, str]], bytes]:
    found = re.fullmatch(r"bytes=(\d+)-(\d+)", wanted)
    data = state.files.get(file)
    if data is None or found is None:
        return 404, [], b"no such file"
    return 206, [("Content-Type", "application/octet-stream")], data[int(found[1]) : int(found[2]) + 1]


def replica_snapshots(articles: Sequence[ReplicaArticle] | None = None) -> tuple[list[Snapshot], World]:
    """Every page of a replica's site as one capture each, at noon of the day on which its article was published."""
    world = World(load_articles() if articles is None else articles, Faults())
    site = Site(world, 0.0)
    found = []
    for page in world.pages():
        reply = site.answer(Request(method="GET", url=page.url, headers={}))
        if reply.status != 200:
            continue
        mime = (reply.content_type or "text/html").partition(";")[0]
        headers = (("Content-Type", reply.content_type or "text/html"),)
        stamp = page.article.published.strftime("%Y%m%d120000")
        original = re.sub(r"^http://([^/]+)/", r"http://\1:80/", page.url)
        found.append(Snapshot(original, stamp, reply.body, mime, headers=headers))
    return found, world
