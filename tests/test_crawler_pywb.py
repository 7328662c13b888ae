"""pywb, a web archive of other people's making, as the peer of ours: it replays our files, and we crawl it."""

from __future__ import annotations

import http.client
import importlib.util
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from corpus.codings import remove_codings
from corpus.records import Capture
from corpus.revisits import Original
from corpus.settings import Settings
from corpus.site_archive import Archive
from corpus.sites import Site, load_site
from corpus.store import open_store
from corpus.urls import canonical_url
from corpus.warc import WarcWriter, captures, check, payload_digest, read_response
from crawler.archives_ask import captured_at
from crawler.archives_cdx import read_objects
from crawler.run import crawl
from tests.crawling import Fetched, fetch_replica
from tests.replica.server import Replica

DAY = timedelta(days=1)
ALL = "gzip, deflate, br"  # who takes less lets pywb unpack: with the brotli package of today, which it does not know
START = 30.0  # seconds that pywb gets to begin
WAYBACK = Path(sys.executable).with_name("wayback")

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pywb") is None or not WAYBACK.exists(), reason="pywb is not installed"
)


@dataclass(frozen=True)
class Pywb:
    """A running pywb with one collection: a crawl of the replica, and in a second file pages that were seen again."""

    port: int
    crawled: Fetched
    again: list[Capture]

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/past"

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", f"/past/{path}", headers=headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.fixture(scope="module")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    folder = tmp_path_factory.mktemp("pywb")
    with Replica() as replica:
        crawled = fetch_replica(replica, folder, limit=30)
    again = seen_again(crawled)
    for name, pattern in (("archive", "*.warc.gz"), ("indexes", "*.cdxj")):
        place = folder / "collections" / "past" / name
        place.mkdir(parents=True)
        for file in crawled.warc.parent.glob(pattern):
            shutil.copy(file, place)
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    command = [str(WAYBACK), "-b", "127.0.0.1", "-p", str(port), "-d", str(folder)]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process:
        try:
            _wait(port, process, folder / "log")
            yield Pywb(port, crawled, again)
        finally:
            process.terminate()


def seen_again(crawled: Fetched) -> list[Capture]:
    """Write revisit records for some pages, a day later, into a file of their own; returns those pages."""
    some = [c for c in crawled.articles if c.media_type == "text/html"][:2]
    heads = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 304 Not Modified\r\n\r\n")
    with WarcWriter(crawled.warc.parent, "opdc-replica-000008") as writer:
        for capture, head in zip(some, heads, strict=True):
            if capture.location is None:
                raise ValueError("a capture out of the archive has a place there")
            original = Original(
                url=capture.url,
                captured=capture.captured,
                digest=capture.digest,
                location=capture.location,
                media_type=capture.media_type,
            )
            asked = b"GET / HTTP/1.1\r\nHost: www.opdc.go.th\r\n\r\n"
            when = capture.captured + DAY
            writer.write_heads(capture.url, capture.site, when, asked, head, b"", {}, original=original)
    return some


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"pywb did not start: {log.read_text(errors='replace')[-2000:]}")


def past(pywb: Pywb) -> Site:
    """OPDC's profile with the running pywb as its only archive."""
    entry = Archive(source="wayback", dialect="pywb", url="opdc.go.th", endpoint=pywb.endpoint, delay=0.0)
    return replace(load_site("opdc"), name="opdc-past", allow_private=True, archive=(entry,))


def pages(pywb: Pywb) -> list[Capture]:
    return [c for c in pywb.crawled.captures if c.status == 200 and c.hints.get("role") != "robots"]


def test_its_index_knows_every_capture_of_ours(pywb: Pywb) -> None:
    question = urlencode({"url": "opdc.go.th", "matchType": "domain", "output": "json"})
    status, _, body = pywb.get(f"cdx?{question}")
    listed = read_objects(body)
    assert status == 200
    assert (listed.bad, listed.cut) == (0, False)
    known = {(line.url, line.timestamp, line.digest) for line in listed.lines}
    assert {(canonical_url(c.url), stamp(c), c.digest) for c in pages(pywb)} <= known


def test_every_page_is_replayed_byte_for_byte(pywb: Pywb) -> None:
    codings = set()
    for capture in pages(pywb):
        status, headers, raw = pywb.get(f"{stamp(capture)}id_/{capture.url}", **{"Accept-Encoding": ALL})
        assert (status, payload_digest(raw)) == (200, capture.digest), capture.url
        coding = headers.get("content-encoding", "")
        assert remove_codings(raw, coding) == capture.body
        codings.add((coding, "x-archive-orig-transfer-encoding" in headers))
    assert codings >= {("", False), ("gzip", False), ("gzip", True), ("deflate", True)}  # the second: chunked


def test_a_look_that_brought_nothing_new_is_replayed_as_the_page_it_stands_for(pywb: Pywb) -> None:
    place = pywb.crawled.warc.parent.parent / "collections" / "again"
    url, body = "http://www.opdc.go.th/content/MQ", "<p>ข่าว</p>".encode()
    asked = b"GET /content/MQ HTTP/1.1\r\nHost: www.opdc.go.th\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    days = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (1, 2, 3)]
    with WarcWriter(place / "archive", "opdc-000001") as writer:
        full = writer.write_heads(url, "opdc", days[0], asked, head, body, {})
        original = read_response(place / "archive", full).original
        not_modified = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
        writer.write_heads(url, "opdc", days[1], asked, not_modified, b"", {}, original=original)
        writer.write_heads(url, "opdc", days[2], asked, head, body, {}, original=original)
    (place / "indexes").mkdir()
    (place / "archive" / f"{writer.path.name}.cdxj").rename(place / "indexes" / "index.cdxj")
    for day in days:
        with closing(http.client.HTTPConnection("127.0.0.1", pywb.port, timeout=20)) as connection:
            connection.request("GET", f"/again/{day:%Y%m%d%H%M%S}id_/{url}")
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (200, body)


def test_a_page_seen_again_is_replayed_from_the_record_that_has_its_bytes(pywb: Pywb) -> None:
    times = []
    for capture in pywb.again:
        later = (capture.captured + DAY).strftime("%Y%m%d%H%M%S")
        status, headers, raw = pywb.get(f"{later}id_/{capture.url}", **{"Accept-Encoding": ALL})
        assert (status, payload_digest(raw)) == (200, capture.digest)
        times.append(captured_at("", headers["memento-datetime"]))
    assert times == [capture.captured.replace(microsecond=0) + DAY for capture in pywb.again]


def test_our_wayback_source_brings_the_same_articles_out_of_it(pywb: Pywb, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    site = past(pywb)
    run = crawl(site, settings, source="wayback")
    assert (run.status, run.message) == ("done", "")
    brought = {c.url: c for path in settings.warc.glob("*.warc.gz") for c in captures(path)}
    articles = pywb.crawled.articles
    assert run.counts["new"] + run.counts["merged"] == run.counts["from_wayback"] - run.counts["attachments"]
    with open_store(settings, readonly=True) as store:
        assert all(store.article(f"opdc-past:{id_.partition(':')[2]}") for id_ in pywb.crawled.ids)
    for capture in articles:
        copy = brought[capture.url]
        assert (copy.digest, copy.captured, copy.body) == (
            capture.digest, capture.captured.replace(microsecond=0), capture.body,
        )  # fmt: skip
        assert (copy.source, copy.media_type, copy.charset) == ("wayback", capture.media_type, capture.charset)
    assert run.counts["mismatched"] == 0
    assert run.counts["had"] == len(pywb.again)  # listed as seen again, with the bytes of the capture before
    assert [problem for path in settings.warc.glob("*.warc.gz") for problem in check(path)] == []
    again = crawl(site, settings, source="wayback")
    assert (again.status, again.counts["from_wayback"]) == ("done", 0)
    assert again.counts["requests"] == 2  # the index, and whether it has a second page


def stamp(capture: Capture) -> str:
    return capture.captured.strftime("%Y%m%d%H%M%S")
