"""Manners on the wire: which hosts, robots.txt, Crawl-delay, Retry-After, and addresses that are never visited."""

from __future__ import annotations

import dataclasses
import re
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CrawlProblem, SettingsProblem
from corpus.sites import Crawl, Site, Start, build_site, load_site
from corpus.urls import article_id
from crawler.places import check_site, is_public, refusal, slot_of
from crawler.records import Job
from crawler.settings import for_job, user_agent
from crawler.throttle import retry_after
from tests.crawling import expected_ids, fetch, fetch_replica
from tests.replica.server import Logged, Replica

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def site(**more: object) -> Site:
    return build_site({"name": "x", "title_th": "ก", "title_en": "X", "hosts": ["www.x.go.th"], **more}, "test")


# --- where a crawl may go ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://www.x.go.th/a", ""),
        ("https://www.x.go.th:443/a", ""),
        ("ftp://www.x.go.th/a", "ftp: is not fetched"),
        ("file:///etc/passwd", "file: is not fetched"),
        ("http://evil.example/", "evil.example is not a host of the site x"),
        ("http://www.x.go.th.evil.example/", "www.x.go.th.evil.example is not a host of the site x"),
        ("http://www.x.go.th:6379/", "port 6379 of www.x.go.th is not one of the site x"),
    ],
)
def test_only_hosts_of_the_site_are_visited(url: str, why: str) -> None:
    assert refusal(url, site()) == why


def test_an_excluded_host_is_refused_though_it_is_listed() -> None:
    both = site(hosts=["www.x.go.th", "eoffice.x.go.th"], exclude_hosts=["eoffice.x.go.th"])
    assert refusal("http://eoffice.x.go.th/", both) == "eoffice.x.go.th is not a host of the site x"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104  # judged, not bound
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "[::1]", "2002:7f00:1::", "224.0.0.1", "no address"),
    ],
)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["203.150.1.1", "8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_a_private_address_as_host_needs_allow_private() -> None:
    assert "private address" in refusal("http://127.0.0.1/", site(hosts=["127.0.0.1"]))
    assert refusal("http://127.0.0.1/", site(hosts=["127.0.0.1"], allow_private=True)) == ""


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ({}, r"no \[\[crawl.start\]\]"),
        ({"crawl": {"start": [{"spider": "feed", "url": "http://y.go.th/"}]}}, "cannot start at http://y.go.th/"),
        ({"crawl": {"start": [{"spider": "feed", "url": "x.go.th/feed"}]}}, "give https://x.go.th/feed"),
        ({"connect": "localhost:8080"}, "allow_private"),
        ({"connect": "127.0.0.1:8080"}, "allow_private"),
        ({"connect": "nowhere"}, "give host:port"),
        ({"connect": "x:99999"}, "give host:port"),
        ({"connect": "user@x:80"}, "give host:port"),
    ],
)
def test_a_profile_that_cannot_be_crawled_is_refused_by_name(profile: dict[str, object], message: str) -> None:
    started = {"crawl": {"start": [{"spider": "feed", "url": "http://www.x.go.th/"}]}} if "connect" in profile else {}
    with pytest.raises(CrawlProblem, match=f"site x: .*{message}"):
        check_site(site(**started, **profile))


class _Counting(BaseHTTPRequestHandler):
    """Counts its visitors."""

    visits = 0

    def do_GET(self) -> None:
        type(self).visits += 1
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Say nothing."""


def test_a_name_that_leads_to_a_private_address_is_not_visited(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Counting) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        url = f"http://localhost:{server.server_address[1]}/"
        start = Start(spider="listing", url=url)
        inside = dataclasses.replace(site(hosts=["localhost"]), crawl=Crawl(delay=0, start=(start,)))
        refused = fetch(inside, tmp_path / "refused").refused
        visits = _Counting.visits
        allowed = fetch(dataclasses.replace(inside, allow_private=True), tmp_path / "allowed").refused
        server.shutdown()
        thread.join()
    assert refused == {
        url: "localhost leads to the private address 127.0.0.1; the profile of the site x does not allow those"
    }
    assert visits == 0
    assert allowed == {url: "HTTP 404 Not Found"}  # the same crawl does arrive where the profile allows it


def test_a_redirect_to_another_host_is_refused_and_nothing_leaves_the_site(replica: Replica, tmp_path: Path) -> None:
    target = next(url for url in replica.urls() if "/content.php" in url)
    number = re.search(r"content_id=\d+", target)
    assert number
    replica.faults.add(rf"/content.*{number[0]}(&|$)", "redirect:http://evil.example/steal?x=1")
    done = fetch_replica(replica, tmp_path)
    [(url, why)] = [(u, w) for u, w in done.refused.items() if "evil" in w]
    assert why == "redirected: evil.example is not a host of the site opdc-replica"
    assert {urlsplit(entry.url).hostname for entry in replica.log} <= set(done.site.hosts)
    assert done.ids == expected_ids(replica, done.site) - {article_id(url, done.site)}


# --- robots.txt -------------------------------------------------------------------------------------------------


def test_what_robots_txt_forbids_is_not_asked_for(replica: Replica, tmp_path: Path) -> None:
    done = fetch_replica(replica, tmp_path)
    assert [e.url for e in replica.log if "menu_id=99" in e.url] == []
    forbidden = {url for url, why in done.refused.items() if why.endswith("forbids it")}
    assert forbidden
    assert all("menu_id=99" in url for url in forbidden)
    assert {t.mild for t in done.told if t.url in forbidden and t.kind == "refused"} == {True}


def test_each_host_is_asked_for_robots_txt_before_anything_else(replica: Replica, tmp_path: Path) -> None:
    fetch_replica(replica, tmp_path)
    first: dict[str, str] = {}
    for entry in replica.log:
        parts = urlsplit(entry.url)
        first.setdefault(parts.netloc, parts.path)
    assert set(first.values()) == {"/robots.txt"}
    assert len(first) > 3


@pytest.mark.parametrize(("fault", "why"), [("503", "HTTP 503"), ("reset", "the connection to www.opdc.go.th broke")])
def test_an_unreadable_robots_txt_forbids_all_of_several_waiting_requests(
    replica: Replica, tmp_path: Path, fault: str, why: str
) -> None:
    replica.faults.add("/robots", fault)
    done = fetch_replica(replica, tmp_path)
    assert {urlsplit(entry.url).path for entry in replica.log} == {"/robots.txt"}
    assert len(done.refused) == len(done.site.crawl.start) > 3
    assert set(done.refused.values()) == {f"robots.txt of www.opdc.go.th cannot be read, which forbids all: {why}"}


def test_a_missing_robots_txt_allows_all(replica: Replica, tmp_path: Path) -> None:
    replica.faults.add("/robots", "404")
    done = fetch_replica(replica, tmp_path)
    assert expected_ids(replica, done.site) <= done.ids


# --- the pace ---------------------------------------------------------------------------------------------------


def gaps(log: tuple[Logged, ...]) -> dict[str, list[float]]:
    """Seconds between the requests to each host, robots.txt (which tells the delay) left out."""
    times: dict[str, list[float]] = {}
    for entry in log:
        times.setdefault(slot_of(urlsplit(entry.url).hostname or ""), []).append(entry.time)
    return {host: [b - a for a, b in pairwise(t)] for host, t in times.items()}


def test_the_crawl_delay_of_robots_txt_lies_between_all_requests(tmp_path: Path) -> None:
    delay = 0.25
    with Replica(crawl_delay=delay) as replica:
        fetch_replica(replica, tmp_path, limit=6, delay=0.01)
        measured = gaps(replica.log)
    assert len(measured["opdc.go.th"]) > 6
    # The log has the times of arrival: a thread of the server can be late for one and early for the next.
    assert min(min(host) for host in measured.values() if host) > delay * 0.8


def test_the_delay_of_the_profile_wins_over_a_shorter_one(tmp_path: Path) -> None:
    with Replica(crawl_delay=0.02) as replica:
        fetch_replica(replica, tmp_path, limit=3, delay=0.3)
        assert min(gaps(replica.log)["opdc.go.th"]) > 0.3 * 0.8


@pytest.mark.parametrize("delay", [0.0, 0.01])
def test_one_connection_at_a_time_to_a_host(replica: Replica, tmp_path: Path, delay: float) -> None:
    replica.faults.add("/category/", "slow:0.6")
    fetch_replica(replica, tmp_path, limit=40, delay=delay)
    own = [e for e in replica.log if slot_of(urlsplit(e.url).hostname or "") == "opdc.go.th"]
    slow = [i for i, e in enumerate(own) if "/category/" in e.url]
    assert slow
    for i in slow:
        assert [e.url for e in own if own[i].time < e.time < own[i].time + 0.5] == []


@pytest.mark.parametrize("form", ["429:1", "429:date:1"])
def test_no_request_falls_into_a_retry_after_window(replica: Replica, tmp_path: Path, form: str) -> None:
    replica.faults.add(r"www\.opdc\.go\.th/(?!robots)", form)
    done = fetch_replica(replica, tmp_path)
    [(_, start, end)] = replica.faults.windows()
    own = [e for e in replica.log if "www.opdc.go.th" in e.url]
    assert [e.url for e in own if start < e.time < end][1:] == []  # the first is the one that opened the window
    assert [e.status for e in own].count(429) == 1
    assert done.end.counts["waits"] == 1
    assert expected_ids(replica, done.site) <= done.ids


def test_a_host_that_asks_for_a_long_rest_ends_the_run(replica: Replica, tmp_path: Path) -> None:
    replica.faults.add("/category/news", "503:7200")
    done = fetch_replica(replica, tmp_path)
    assert done.end.text == "opdc.go.th asks to be left alone for 7200 s"
    [asked] = [e for e in replica.log if "/category/news" in e.url]
    assert [e.url for e in replica.log if "/opdc" in e.url or "www.opdc" in e.url if e.time > asked.time] == []


@given(st.integers(0, 10**9))
def test_retry_after_reads_both_forms_alike(seconds: int) -> None:
    assert retry_after(f" {seconds} ", NOW) == seconds
    if seconds < 10**8:
        assert retry_after(format_datetime(NOW + timedelta(seconds=seconds), usegmt=True), NOW) == seconds


@given(st.text(max_size=60))
def test_retry_after_never_breaks(value: str) -> None:
    wait = retry_after(value, NOW)
    assert wait is None or wait >= 0


# --- who we say we are ------------------------------------------------------------------------------------------


def test_the_user_agent_names_the_contact(replica: Replica, tmp_path: Path) -> None:
    assert user_agent("news@opdc.example").endswith("(+news@opdc.example)")
    assert user_agent("").startswith("KhlangKhao")
    fetch_replica(replica, tmp_path, limit=1)
    assert {entry.headers["user-agent"] for entry in replica.log} == {"KhlangKhao/test"}
    assert [e.url for e in replica.log if {"cookie", "referer"} & set(e.headers)] == []


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "ก.พ.ร.", "a)b", "x" * 201])
def test_a_contact_that_would_break_the_header_is_refused(contact: str) -> None:
    with pytest.raises(SettingsProblem, match="contact is"):
        user_agent(contact)


def test_the_unsafe_defaults_are_off() -> None:
    job = Job(site=load_site("opdc"), run_id=1, warc=Path(), log=Path("x"), user_agent="x", max_bytes=1)
    made = for_job(job)
    assert made["ROBOTSTXT_OBEY"]
    assert made["DOWNLOAD_VERIFY_CERTIFICATES"]
    assert made["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    off = ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED", "HTTPPROXY_ENABLED")
    assert [name for name in off if made[name]] == []
    assert {scheme for scheme, handler in made["DOWNLOAD_HANDLERS"].items() if handler} == {"http", "https"}
