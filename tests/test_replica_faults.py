"""The replica when told to misbehave: every fault does what its name says, and ends."""

from __future__ import annotations

import gzip
import http.client
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tests.replica import faults
from tests.replica.client import FRONT, article_at, get, page_in, plain, url_in
from tests.replica.server import Replica


@pytest.fixture
def own() -> Iterator[Replica]:
    with Replica() as replica:
        yield replica


@pytest.mark.parametrize("status", ["403", "404", "410", "500", "502", "503"])
def test_fault_of_status(own: Replica, status: str) -> None:
    url = url_in(own, "g1")
    own.faults.add(re.escape(url), f"{status}:7")
    answer = get(own, url)
    assert (answer.status, answer.headers["retry-after"]) == (int(status), "7")
    assert own.log[-1].status == int(status)


def test_fault_a_number_of_times(own: Replica) -> None:
    url = url_in(own, "g2")
    own.faults.add(re.escape(url), "503", times=2)
    own.faults.add(re.escape(url), "500*1")
    assert [get(own, url).status for _ in range(4)] == [500, 503, 503, 200]


def test_fault_429_is_over_when_its_window_is(own: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(faults, "monotonic", lambda: now)
    own.faults.add("opdc", "429:30")
    assert get(own, FRONT).headers["retry-after"] == "30"
    now += 12.5
    assert get(own, FRONT).headers["retry-after"] == "18"
    now += 17.5
    assert get(own, FRONT).status == 200
    assert [(start, end) for _, start, end in own.faults.windows()] == [(1000.0, 1030.0)]


def test_fault_429_as_a_date(own: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(faults, "monotonic", lambda: now)
    own.faults.add("opdc", "429:date:30")
    told = datetime.strptime(get(own, FRONT).headers["retry-after"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert timedelta(seconds=20) < told - datetime.now(UTC) < timedelta(seconds=40)
    now += 40
    assert get(own, FRONT).status == 200


def test_fault_slow_gives_the_whole_body(own: Replica) -> None:
    url = url_in(own, "g3")
    own.faults.add(re.escape(url), "slow:0.05")
    assert article_at(own, url).title in get(own, url).text


def test_fault_cut_gzip_ends_in_the_middle(own: Replica) -> None:
    url = url_in(own, "g4")
    own.faults.add(re.escape(url), "cut-gzip")
    answer = get(own, url)
    assert answer.headers["content-encoding"] == "gzip"
    with pytest.raises(EOFError):
        gzip.decompress(answer.body)


@pytest.mark.parametrize("gen", ["g1", "g2", "g3", "g4"])
def test_fault_truncated_promises_more(own: Replica, gen: str) -> None:
    url = url_in(own, gen)
    own.faults.add(re.escape(url), "truncated")
    with pytest.raises(http.client.IncompleteRead):
        get(own, url)


def test_fault_reset_and_hang_answer_nothing(own: Replica) -> None:
    own.faults.add("/one", "reset")
    own.faults.add("/two", "hang:0.05")
    for path in ("one", "two"):
        with pytest.raises(http.client.RemoteDisconnected):
            get(own, f"{FRONT}{path}")


def test_fault_redirects(own: Replica) -> None:
    url = url_in(own, "g1")
    own.faults.add(re.escape(url), "redirect-loop")
    there = get(own, url).headers["location"]
    assert there != url
    assert get(own, there).headers["location"] == url
    own.faults.add("/away", "redirect:http://elsewhere.example/x?y=1")
    answer = get(own, f"{FRONT}away")
    assert (answer.status, answer.headers["location"]) == (302, "http://elsewhere.example/x?y=1")


def test_fault_pages_that_are_no_articles(own: Replica) -> None:
    url = url_in(own, "g2")
    title, body = article_at(own, url).title, article_at(own, url).body
    blocked = own.faults.add(re.escape(url), "block")
    assert "verify you are a human" in get(own, url).text
    own.faults.remove(blocked)
    own.faults.add(re.escape(url), "binary*1")
    assert get(own, url).body.startswith(b"\x7fELF")
    own.faults.add(re.escape(url), "empty*1")
    assert get(own, url).body == b""
    own.faults.add(re.escape(url), "blank*1")
    blank = plain(BeautifulSoup(get(own, url).text, "lxml").get_text())
    assert title in blank
    assert plain(body[0]) not in blank
    own.faults.add(re.escape(url), "redesign*1")
    other = get(own, url).text
    assert body[0] in BeautifulSoup(other, "lxml").get_text()
    assert "แชร์หน้านี้" not in other
    assert body[0][:20] in get(own, url).text


def test_fault_wrong_charset_lies_either_way(own: Replica) -> None:
    old, new = url_in(own, "g1"), url_in(own, "g2")
    own.faults.add("opdc", "wrong-charset")
    told, body = get(own, old), get(own, new)
    assert (told.headers["content-type"], told.encoding) == ("text/html; charset=utf-8", "cp874")
    assert (body.headers["content-type"], body.encoding) == ("text/html; charset=tis-620", "utf-8")


def test_fault_huge_bodies(own: Replica) -> None:
    own.faults.add("/a", "huge:300000")
    own.faults.add("/b", "huge-chunked:300000")
    own.faults.add("/c", "bomb:3000000")
    declared, chunked, bomb = (get(own, f"{FRONT}{path}") for path in "abc")
    assert len(declared.body) == len(chunked.body) == 300_000
    assert declared.headers["content-length"] == "300000"
    assert "content-length" not in chunked.headers
    assert len(bomb.body) < 30_000
    assert len(gzip.decompress(bomb.body)) == 3_000_000


def test_fault_endless_list_never_ends(own: Replica) -> None:
    own.faults.add(r"/news\?page=", "endless")
    for number in (1, 50, 5_000):
        answer = get(own, f"{FRONT}news?page={number}")
        assert f'href="/news?page={number + 1}"' in answer.text
    own.faults.clear()
    assert get(own, f"{FRONT}news?page=5000").status == 404


def test_fault_changed_is_told_in_every_way(own: Replica) -> None:
    page = page_in(own, "g3")
    before = get(own, page.url)
    start = datetime.now(UTC) - timedelta(seconds=2)
    own.faults.add(re.escape(page.url), "changed:ข้อความใหม่ของหน้านี้")
    after = get(own, page.url, if_none_match=before.headers["etag"])
    assert (after.status, "ข้อความใหม่ของหน้านี้" in after.text) == (200, True)
    assert after.headers["etag"] != before.headers["etag"]
    posts = f"{FRONT}wp-json/wp/v2/posts?modified_after={start:%Y-%m-%dT%H:%M:%SZ}"
    assert [post["id"] for post in json.loads(get(own, posts).body)] == [page.home.id]
    assert "ข้อความใหม่ของหน้านี้" in dict(own.truth())[page.url].body


def test_fault_changed_moves_the_update_stamp_of_gen1(own: Replica) -> None:
    url = url_in(own, "g1")
    own.faults.add(re.escape(url), "changed")
    text = get(own, url).text
    stamps = re.search("เผยแพร่ข้อมูลเมื่อ (.+?) ปรับปรุงข้อมูลล่าสุดเมื่อ (.+?)<", text)
    assert stamps is not None
    assert stamps[1] != stamps[2]
    assert faults.CHANGE in text


@pytest.mark.parametrize("gen", ["g1", "g2", "g3", "g4"])
def test_fault_vanished_leaves_no_trace(own: Replica, gen: str) -> None:
    page = own.world.pages(gen)[0]
    own.faults.add(re.escape(page.urls[-1]), "vanished")
    assert {get(own, url).status for url in page.urls} == {404}
    assert page.url not in own.urls()
    day = page.article.published
    month = f"list.php?menu_id={page.home.menu}&year={day.year + 543}&month={day.month}"
    for path in ("", month, "news", "category/news/", "feed/", "sitemap.xml", "wp-sitemap-posts-post-1.xml", "th/news"):
        text = get(own, f"{FRONT}{path}").text
        assert page.url not in text
        assert f"/{page.home.id}/<" not in text or gen != "g3"


@pytest.mark.parametrize(
    ("pattern", "fault", "times"),
    [("x", "unknown", None), ("(", "404", None), ("x", "404", 0), ("x", "changed", 2), ("x", "429:soon", None)],
)
def test_faults_that_cannot_be_are_refused(pattern: str, fault: str, times: int | None) -> None:
    with pytest.raises((ValueError, re.error)):
        faults.Faults().add(pattern, fault, times)


@given(st.text(max_size=30), st.sampled_from(faults.KINDS))
def test_options_are_cut_before_the_fault(pattern: str, kind: str) -> None:
    assert faults.parse_option(f"{pattern}={kind}") == (pattern, kind)


def test_options_with_equal_signs_and_arguments() -> None:
    assert faults.parse_option("content_id=26=503:4*2") == ("content_id=26", "503:4*2")
    assert faults.parse_option("a=redirect:http://b/?c=d") == ("a", "redirect:http://b/?c=d")
    with pytest.raises(ValueError, match="PATTERN=FAULT"):
        faults.parse_option("content_id=26")
