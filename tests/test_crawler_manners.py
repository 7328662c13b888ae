"""The manners of a crawl proved one by one on the wire; more of them stand in test_crawler_middlewares.py."""

from __future__ import annotations

import json
import os
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed

from corpus.settings import Settings
from corpus.sites import Crawl, Site, build_site, load_site, shipped_sites
from crawler.places import is_literal, is_public, refusal
from crawler.process import CrawlingProcess
from crawler.records import Job
from crawler.resolver import GuardedResolver, PrivateAddress
from crawler.settings import user_agent
from tests.crawling import fetch, fetch_replica
from tests.replica.server import Replica

# --- robots.txt, also behind a redirect --------------------------------------------------------------------------


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(replica: Replica, tmp_path: Path) -> None:
    target = next(url for url in replica.urls() if "/content.php" in url)
    number = re.search(r"content_id=\d+", target)
    assert number
    forbidden = "http://www.opdc.go.th/content.php?menu_id=99&content_id=1"
    replica.faults.add(rf"/content.*{number[0]}(&|$)", f"redirect:{forbidden}")
    done = fetch_replica(replica, tmp_path)
    assert [e.url for e in replica.log if "menu_id=99" in e.url] == []
    assert any("forbids it" in why for url, why in done.refused.items() if number[0] in url)


# --- the pace ----------------------------------------------------------------------------------------------------


def test_the_defaults_are_polite() -> None:
    defaults = {f.name: f.default for f in fields(Crawl)}
    assert isinstance(defaults["delay"], float)
    assert defaults["delay"] >= 1.0
    assert all(site.crawl.delay >= 1.0 for site in shipped_sites())


def test_a_slow_server_is_asked_more_slowly(replica: Replica, tmp_path: Path) -> None:
    replica.faults.add(r"//(?:www\.)?opdc\.go\.th/(?!robots)", "late:0.6", times=6)
    fetch_replica(replica, tmp_path, limit=4, delay=0.01)
    times = [e.time for e in replica.log if re.search(r"//(?:www\.)?opdc\.go\.th/(?!robots)", e.url)]
    after = [later - one for one, later in pairwise(times[6:9])]
    assert after
    assert min(after) > 0.1  # fast answers again, and yet ten times the delay of the profile


def test_no_two_requests_to_a_host_are_under_way_at_once(replica: Replica, tmp_path: Path) -> None:
    replica.faults.add(r"//po\.opdc\.go\.th/(?!robots)", "late:0.3")
    fetch_replica(replica, tmp_path)
    times = [e.time for e in replica.log if "//po.opdc" in e.url and "robots" not in e.url]
    assert len(times) > 1
    assert min(later - one for one, later in pairwise(times)) > 0.25  # each begins when the one before has its answer


# --- who we say we are -------------------------------------------------------------------------------------------


def test_the_user_agent_is_honest_and_names_a_contact() -> None:
    agent = user_agent("news@opdc.example")
    assert re.fullmatch(r"KhlangKhao(?:/[\w.+]+)? \(\+news@opdc\.example\)", agent)
    assert "Mozilla" not in agent


# --- TLS ---------------------------------------------------------------------------------------------------------


def certificate(
    name: str, days: tuple[int, int], signed_by: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """A certificate for *name*, valid from and until so many days from now; self-signed without a signer."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signer = (signed_by[0].subject, signed_by[1]) if signed_by else (subject, key)
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=signed_by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return made.sign(signer, hashes.SHA256()), key


class _Visits(BaseHTTPRequestHandler):
    """Answers 404 and counts."""

    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Say nothing."""


Served = tuple[int, list[str]]


@contextmanager
def tls_server(folder: Path, made: tuple[x509.Certificate, ec.EllipticCurvePrivateKey]) -> Iterator[Served]:
    pem = folder / "server.pem"
    key = made[1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(made[0].public_bytes(serialization.Encoding.PEM) + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    seen: list[str] = []
    handler = type("Handler", (_Visits,), {"seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a handshake that the client breaks off
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield int(server.server_address[1]), seen
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("case", "refused"), [("good", False), ("self-signed", True), ("expired", True), ("other name", True)]
)
def test_tls_certificates_are_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, refused: bool
) -> None:
    authority = certificate("Test authority", (-10, 10))
    trusted = tmp_path / "authority.pem"
    trusted.write_bytes(authority[0].public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))  # of the crawling process too
    made = {
        "good": certificate("localhost", (-1, 1), authority),
        "self-signed": certificate("localhost", (-1, 1)),
        "expired": certificate("localhost", (-5, -1), authority),
        "other name": certificate("www.elsewhere.example", (-1, 1), authority),
    }[case]
    with tls_server(tmp_path, made) as (port, seen):
        url = f"https://localhost:{port}/"
        start = [{"spider": "listing", "url": url}]
        data = {"name": "x", "title_th": "ก", "title_en": "X", "hosts": ["localhost"], "allow_private": True}
        done = fetch(build_site({**data, "crawl": {"start": start, "delay": 0}}, "test"), tmp_path / "out")
    assert bool(seen) is not refused
    assert ("its TLS certificate is not valid" in done.refused[url]) is refused, done.refused


# --- where a crawl may go ----------------------------------------------------------------------------------------

INSIDE = (
    *("127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"),  # noqa: S104  # judged, not bound
    *("[::ffff:7f00:1]", "169.254.169.254", "[fd00:ec2::254]", "[fe80::1]", "10.0.0.1", "0xa000001", "192.168.0.1"),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "100.64.0.1", "127.0.0.1."),
)


@pytest.mark.parametrize("host", INSIDE)
def test_private_addresses_are_refused_in_every_form(host: str) -> None:
    assert is_literal(host)
    assert not is_public(host)
    data = {"name": "x", "title_th": "ก", "title_en": "X", "hosts": [host.strip("[]")]}
    url = f"http://{host}/"
    assert "is a private address" in refusal(url, build_site(data, "test"))
    assert refusal(url, build_site({**data, "allow_private": True}, "test")) == ""


@pytest.mark.parametrize("host", ["www.opdc.go.th", "0x.go.th", "1.2.3.4.5", "face.b00c", "8x8.com"])
def test_names_are_no_addresses(host: str) -> None:
    assert not is_literal(host)


class _Lookups(GuardedResolver):
    def __init__(self) -> None:
        """Without a reactor: the answers are given below."""


def test_a_name_that_is_answered_otherwise_at_the_connection_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the answer for the connection itself is looked at, not only the one before."""
    answers = iter(["203.150.1.1", "127.0.0.1"])

    def answer(self: object, name: str, timeout: object = ()) -> Deferred[str]:
        return succeed(next(answers))

    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", answer)
    found: list[object] = []
    for _ in range(2):
        _Lookups().getHostByName("www.x.go.th").addBoth(found.append)
    assert found[0] == "203.150.1.1"
    assert isinstance(getattr(found[1], "value", None), PrivateAddress)


class _Lists(BaseHTTPRequestHandler):
    """A proxy that answers for every host, and names foreign and private addresses in every kind of list."""

    asked: list[str]
    bad = ("evil.example", *(h for h in INSIDE if h != "0"), "www.x.go.th.evil.example", "www.x.go.th:6379")
    links = tuple(f"http://{host}/a/1" for host in bad)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body, kind = self._page(urlsplit(self.path).path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "track=1")
        self.end_headers()
        self.wfile.write(body)

    def _page(self, path: str) -> tuple[bytes, str]:
        if path == "/list":
            return "".join(f'<a href="{link}">ข่าว</a>' for link in self.links).encode(), "text/html"
        if path == "/sitemap.xml":
            locs = "".join(f"<url><loc>{link}</loc></url>" for link in self.links)
            return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>'.encode(), "text/xml"
        if path == "/feed":
            items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in self.links)
            return f"<rss><channel>{items}</channel></rss>".encode(), "application/rss+xml"
        if path.startswith("/wp-json"):
            return json.dumps([{"link": link, "title": "x"} for link in self.links]).encode(), "application/json"
        return b"", "text/plain"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Say nothing."""


def test_no_kind_of_list_leads_out_of_the_site(tmp_path: Path) -> None:
    taken: list[str] = []
    handler = type("Handler", (_Lists,), {"asked": taken})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        ways = (
            ("listing", "list"),
            ("links", "list?2"),
            ("sitemap", "sitemap.xml"),
            ("feed", "feed"),
            ("wordpress", ""),
        )
        start = [{"spider": spider, "url": f"http://www.x.go.th/{path}"} for spider, path in ways]
        start[0]["article"] = start[1]["article"] = ["/a/"]  # type: ignore[assignment]  # a list beside texts
        data = {"name": "x", "title_th": "ก", "title_en": "X", "hosts": ["www.x.go.th"], "allow_private": True}
        data |= {"connect": f"127.0.0.1:{server.server_address[1]}"}
        site = build_site({**data, "crawl": {"start": start, "delay": 0}}, "test")
        fetch(site, tmp_path / "out")
        server.shutdown()
        thread.join()
    asked = {urlsplit(url).path for url in taken}
    assert {"/list", "/sitemap.xml", "/feed", "/wp-json/wp/v2/posts"} <= asked
    hosts = {urlsplit(url).netloc for url in taken}
    assert hosts == {"www.x.go.th"}


# --- nothing listens ---------------------------------------------------------------------------------------------


def listening(pid: int) -> list[str]:
    """The TCP sockets on which a process listens, from /proc."""
    own = set()
    for fd in Path(f"/proc/{pid}/fd").iterdir():
        try:
            own.add(str(fd.readlink()))
        except OSError:
            continue  # closed meanwhile
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            columns = line.split()
            if columns[3] == "0A" and f"socket:[{columns[9]}]" in own:
                found.append(columns[1])
    return found


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="needs /proc, which this system does not have")
def test_the_crawling_process_opens_no_port(replica: Replica, tmp_path: Path) -> None:
    assert listening(os.getpid())  # the replica is in this process: the look itself works
    site: Site = load_site(str(replica.profile(tmp_path, delay=0.2)))
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    job = Job(
        site=site, run_id=1, warc=settings.warc, log=settings.data / "log", user_agent="KhlangKhao/x", max_bytes=10**7
    )  # fmt: skip
    with CrawlingProcess(job) as process:
        next(one for one in process.messages() if one.kind == "progress")
        assert listening(process._process.pid or 0) == []
        process.kill()
