"""What the archive keeps of an exchange: the very bytes of both heads and of the payload, whatever the coding."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # brotli ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from warcio.archiveiterator import ArchiveIterator

from corpus.sites import Site, build_site
from corpus.warc import check
from crawler.wire import check_whole
from tests.crawling import Fetched, fetch

PAGE = "<html><title>ข่าว</title><p>การพัฒนาระบบราชการ</p></html>".encode() * 200
LIMIT = 1_000_000

_bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
PACKED: dict[str, tuple[str, bytes]] = {  # path: (content coding, payload)
    "/plain": ("", PAGE),
    "/gzip": ("gzip", gzip.compress(PAGE, mtime=0)),
    "/deflate": ("deflate", zlib.compress(PAGE)),
    "/bare-deflate": ("deflate", _bare.compress(PAGE) + _bare.flush()),
    "/br": ("br", brotli.compress(PAGE)),
    "/chunked": ("", PAGE),
    "/chunked-gzip": ("gzip", gzip.compress(PAGE, mtime=0)),
    "/early-hints": ("", PAGE),
}


class _Fixed(BaseHTTPRequestHandler):
    """Answers with bytes that are written down here, odd spellings and all."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        coding, payload = PACKED.get(self.path, ("", b""))
        if self.path in ("/", "/robots.txt"):
            payload = "".join(f'<a href="{path}">x</a>' for path in PACKED).encode() if self.path == "/" else b""
        if self.path == "/early-hints":
            self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n")
        self.wfile.write(head(self.path, coding, payload))
        if "chunked" in self.path:
            for at in range(0, len(payload), 700):
                piece = payload[at : at + 700]
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Say nothing."""


def head(path: str, coding: str, payload: bytes) -> bytes:
    """The head of the answer, byte for byte."""
    framing = "Transfer-Encoding: chunked" if "chunked" in path else f"content-LENGTH: {len(payload)}"
    lines = [
        "HTTP/1.1 200 Alright then",
        "X-oDD-Case: ก".encode().decode("latin-1"),
        "Content-Type: text/html; charset=utf-8",
        *([f"Content-Encoding: {coding}"] if coding else []),
        framing,
        "Set-Cookie: a=1",
        "Set-Cookie: b=2",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@pytest.fixture(scope="module")
def fixed_port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Fixed) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def site_at(port: int, **more: object) -> Site:
    start = {"spider": "listing", "url": f"http://127.0.0.1:{port}/", "article": [r"/[a-z-]+$"]}
    return build_site(
        {
            "name": "fixed",
            "title_th": "ตัวอย่าง",
            "title_en": "Fixed",
            "hosts": ["127.0.0.1"],
            "allow_private": True,
            "crawl": {"delay": 0.0, "start": [start]},
            **more,
        },
        "test",
    )


@pytest.fixture(scope="module")
def archived(fixed_port: int, tmp_path_factory: pytest.TempPathFactory) -> Fetched:
    return fetch(site_at(fixed_port), tmp_path_factory.mktemp("wire"))


@pytest.mark.parametrize("path", PACKED)
def test_the_digest_is_that_of_the_payload_as_sent(archived: Fetched, path: str) -> None:
    [capture] = [c for c in archived.captures if c.url.endswith(path)]
    sha1 = hashlib.sha1(PACKED[path][1], usedforsecurity=False).digest()
    assert capture.digest == "sha1:" + base64.b32encode(sha1).decode()
    assert capture.body == PAGE


@pytest.mark.parametrize("path", PACKED)
def test_heads_and_payload_stand_in_the_archive_as_they_were_sent(
    archived: Fetched, path: str, fixed_port: int
) -> None:
    coding, payload = PACKED[path]
    records = gzip.decompress(archived.warc.read_bytes())
    expected = head(path, coding, payload).replace(b"Transfer-Encoding:", b"X-Archive-Orig-Transfer-Encoding:")
    assert expected + payload in records
    asked = f"GET {path} HTTP/1.1\r\n".encode()
    request = records[records.index(asked) : records.index(b"\r\n\r\n", records.index(asked))]
    assert b"User-Agent: KhlangKhao/test" in request
    assert f"Host: 127.0.0.1:{fixed_port}".encode() in request


def test_the_archive_is_sound_and_complete(archived: Fetched) -> None:
    assert check(archived.warc) == ()
    assert len(archived.articles) == len(PACKED)
    assert archived.refused == {}
    listing = [c for c in archived.captures if c.hints.get("role") == "listing"]
    assert [c.url.count("/") for c in listing] == [3]


def test_notes_on_each_exchange_and_the_address_of_the_server_stand_beside_it(
    archived: Fetched, fixed_port: int
) -> None:
    base = f"http://127.0.0.1:{fixed_port}"
    found = records(archived.warc)
    assert len(of_kind(found, "response")) == len(PACKED) + 2  # the list and robots.txt
    assert [kind for kind, _, _ in found[1:4]] == ["request", "metadata", "response"]
    for kind in ("request", "metadata"):
        told = [headers["WARC-Concurrent-To"] for headers, _ in of_kind(found, kind)]
        assert told == [headers["WARC-Record-ID"] for headers, _ in of_kind(found, "response")]
    for kind in ("request", "response"):
        assert {headers["WARC-IP-Address"] for headers, _ in of_kind(found, kind)} == {"127.0.0.1"}
    notes = {headers["WARC-Target-URI"]: block.decode() for headers, block in of_kind(found, "metadata")}
    assert re.fullmatch(rf"via: {base}/\r\nfetchTimeMs: \d+\r\n", notes[f"{base}/plain"])
    assert "via" not in notes[f"{base}/"]
    assert "via" not in notes[f"{base}/robots.txt"]
    assert {headers["Content-Type"] for headers, _ in of_kind(found, "metadata")} == {"application/warc-fields"}


def test_through_a_gateway_the_address_of_the_server_is_not_known(fixed_port: int, tmp_path: Path) -> None:
    site = site_at(fixed_port, connect=f"127.0.0.1:{fixed_port}")
    found = records(fetch(site, tmp_path).warc)
    assert of_kind(found, "response")
    assert not any("WARC-IP-Address" in headers for _, headers, _ in found)


Found = tuple[str, dict[str, str], bytes]


def records(path: Path) -> list[Found]:
    """Kind, headers and block of each record of a WARC file, as warcio reads them."""
    with path.open("rb") as file:
        return [
            (r.rec_type, dict(r.rec_headers.headers), r.raw_stream.read())
            for r in ArchiveIterator(file, no_record_parse=True)
        ]


def of_kind(found: list[Found], kind: str) -> list[tuple[dict[str, str], bytes]]:
    return [(headers, block) for one, headers, block in found if one == kind]


def deflated(data: bytes) -> bytes:
    return zlib.compress(data)


CODINGS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": deflated, "br": brotli.compress}


@given(data=st.binary(max_size=5000), name=st.sampled_from(sorted(CODINGS)))
def test_a_whole_payload_passes(data: bytes, name: str) -> None:
    check_whole(CODINGS[name](data), [name], LIMIT)


@given(data=st.binary(min_size=1, max_size=5000), name=st.sampled_from(sorted(CODINGS)), share=st.floats(0, 0.99))
def test_a_cut_off_payload_is_refused(data: bytes, name: str, share: float) -> None:
    packed = CODINGS[name](data)
    cut = packed[: max(1, int(len(packed) * share))]
    with pytest.raises(ResponseDataLossError):
        check_whole(cut, [name], LIMIT)


def test_every_layer_of_a_payload_is_looked_at() -> None:
    packed = gzip.compress(brotli.compress(PAGE)[:-5])
    with pytest.raises(ResponseDataLossError, match="br body is cut off"):
        check_whole(packed, ["br", "gzip"], LIMIT)


@pytest.mark.parametrize("name", CODINGS)
def test_a_bomb_is_refused_without_unpacking_it(name: str) -> None:
    with pytest.raises(DownloadCancelledError, match="more than 1000000 bytes"):
        check_whole(CODINGS[name](bytes(30_000_000)), [name], LIMIT)


@settings(max_examples=300)
@given(data=st.binary(max_size=300), name=st.sampled_from([*sorted(CODINGS), "x-gzip", "zstd", "nonsense"]))
def test_any_bytes_are_judged_and_never_break_it(data: bytes, name: str) -> None:
    try:
        check_whole(data, [name], LIMIT)
    except (ResponseDataLossError, DownloadCancelledError) as e:
        assert str(e)  # noqa: PT017  # either verdict is right; what counts is that there is one, with its reason
