"""The Atom feed of a search: valid whatever an article holds, the newest in the archive first."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article
from corpus.settings import Settings
from search_web import create_app
from tests.web_fakes import AUDIT, FakeEngine, FakeShelf, fake_read, sample_articles

ATOM = "{http://www.w3.org/2005/Atom}"
QUERY = "การมีส่วนร่วมของประชาชน"
ANYTHING = st.text(
    st.sampled_from("\0\x01\x0b\x1f\x7f\x85\ufffe\uffff\ud800\udfff\u2028]]>&<>\"'=ก่ำ\U0001f600 "), max_size=40
)


def serve(*articles: Article, proxies: int = 0, address: str = "") -> FlaskClient:
    kept = articles or sample_articles()
    settings = Settings(rate_limit="", behind_proxy=proxies, public_address=address)
    return create_app(settings, engine=FakeEngine(kept), store=FakeShelf(kept), read=fake_read).test_client()


@pytest.fixture
def client() -> FlaskClient:
    return serve()


def checked(data: bytes) -> ET.Element:
    """The feed in *data*, which has everything that RFC 4287 asks for."""
    feed = ET.fromstring(data)  # noqa: S314  # our own bytes are what is tested
    assert feed.tag == ATOM + "feed"
    for one in (feed, *feed.findall(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            (found,) = one.findall(ATOM + name)
            assert (found.text or "").strip(), name
        assert datetime.fromisoformat(str(one.findtext(ATOM + "updated")))
        assert re.fullmatch(r"tag:[a-z0-9.-]+,2026:[!-~]+", str(one.findtext(ATOM + "id")))
        assert str(one.findtext(f"{ATOM}author/{ATOM}name")).strip()
        pairs = [(link.get("rel"), link.get("type")) for link in one.findall(ATOM + "link")]
        assert len(set(pairs)) == len(pairs)  # 4.1.1 and 4.1.2: no two alternates of one type
        for link in one.findall(ATOM + "link"):
            assert urlsplit(str(link.get("href"))).scheme in ("http", "https")
            assert str(link.get("href")).isascii()
    names = [str(entry.findtext(ATOM + "id")) for entry in feed.findall(ATOM + "entry")]
    assert len(set(names)) == len(names)
    return feed


def links(feed: ET.Element) -> dict[str, str]:
    return {str(link.get("rel")): str(link.get("href")) for link in feed.findall(ATOM + "link")}


def test_a_feed_has_the_articles_of_its_search_newest_in_the_archive_first(client: FlaskClient) -> None:
    answer = client.get(f"/feed.atom?q={QUERY}&sort=oldest&per_page=1")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = checked(answer.data)
    ids = [str(entry.findtext(ATOM + "id")) for entry in feed.findall(ATOM + "entry")]
    kept = [a.id for a in reversed(sample_articles()) if QUERY in a.body]
    assert ids == [f"tag:localhost,2026:{one}" for one in kept]
    assert feed.findtext(ATOM + "title") == f"คลังข่าว: {QUERY}"
    assert links(feed) == {
        "self": f"http://localhost/feed.atom?q={quote(QUERY)}",
        "alternate": f"http://localhost/search?q={quote(QUERY)}",
    }


def test_an_entry_leads_to_the_article_the_original_and_the_copy(client: FlaskClient) -> None:
    entry = checked(client.get(f"/feed.atom?q={QUERY}").data).findall(ATOM + "entry")[-1]
    assert links(entry) == {
        "alternate": f"http://localhost/article/{AUDIT.id}",
        "via": AUDIT.url,
        "related": f"http://localhost/article/{AUDIT.id}/raw?version=2",
    }
    assert entry.findtext(ATOM + "updated") == "2026-11-20T21:00:00Z"
    assert entry.findtext(ATOM + "published") == "2008-04-22T00:00:00+07:00"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "สำนักงาน ก.พ.ร."
    assert str(entry.findtext(ATOM + "summary")).startswith("22 เมษายน 2551 · สำนักงาน ก.พ.ร. ร่วมกับ")
    terms = [(c.get("term"), c.get("label")) for c in entry.findall(ATOM + "category")]
    assert terms == [("news", "ข่าว"), ("ข่าวเด่น ก.พ.ร.", None), ("ปี 2551", None), ("เมษายน", None)]


def test_every_filter_of_a_search_works(client: FlaskClient) -> None:
    feed = checked(client.get("/feed.atom?kind=job&year=2562&lang=en").data)
    (entry,) = feed.findall(ATOM + "entry")
    assert entry.findtext(ATOM + "title") == "รับสมัครนักวิเคราะห์นโยบายและแผน 2 อัตรา"
    assert feed.findtext(ATOM + "title") == "Khlang Khao: all articles"
    assert links(feed)["self"] == "http://localhost/feed.atom?year=2562&kind=job&lang=en"


def test_a_feed_that_finds_nothing_is_a_feed(client: FlaskClient) -> None:
    feed = checked(client.get("/feed.atom?q=ไม่มีเลยสักหน้า").data)
    assert not feed.findall(ATOM + "entry")


def test_what_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/feed.atom")
    assert first.headers["Last-Modified"] == "Fri, 20 Nov 2026 21:00:00 GMT"
    again = client.get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    changed = serve(replace(AUDIT, title="แก้ไขแล้ว"))
    assert changed.get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_long_feeds_have_pages_that_hold_each_article_once() -> None:
    kept = [replace(AUDIT, id=f"opdc:t:{n}") for n in range(45)]
    client = serve(*kept)
    path, seen = "/feed.atom", list[str]()
    while path:
        feed = checked(client.get(path).data)
        seen += [str(entry.findtext(ATOM + "id")) for entry in feed.findall(ATOM + "entry")]
        path = links(feed).get("next", "")
    assert seen == [f"tag:localhost,2026:opdc:t:{n}" for n in reversed(range(45))]
    assert links(feed)["first"] == "http://localhost/feed.atom"
    assert links(feed)["last"] == "http://localhost/feed.atom?page=3"
    assert links(feed)["previous"] == "http://localhost/feed.atom?page=2"
    assert client.get("/feed.atom?page=4").status_code == 404


def test_addresses_are_those_that_readers_see() -> None:
    through = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "khao.example", "X-Forwarded-Prefix": "/archive"}
    root = "https://khao.example/archive"
    feeds = [serve(proxies=1).get("/feed.atom?q=ปี", headers=through), serve(address=root).get("/feed.atom?q=ปี")]
    for answer in feeds:
        feed = checked(answer.data)
        assert links(feed)["self"] == f"{root}/feed.atom?q={quote('ปี')}"
        assert links(feed)["alternate"] == f"{root}/search?q={quote('ปี')}"
        assert feed.findtext(ATOM + "id") == f"tag:khao.example,2026:feed:q={quote('ปี')}:th"
        for entry in feed.findall(ATOM + "entry"):
            assert links(entry)["alternate"].startswith(f"{root}/article/opdc:")


def test_the_results_page_names_its_feed(client: FlaskClient) -> None:
    page = client.get("/search?q=ปี&kind=news&sort=oldest&page=1").text
    assert re.search(
        r'<link rel="alternate" type="application/atom\+xml"[^>]* href="/feed.atom\?q=[^"]*&amp;kind=news">', page
    )


@given(ANYTHING, ANYTHING, ANYTHING | st.just("javascript:alert(1)"), st.sampled_from(["th", "en"]))
def test_whatever_an_article_holds_the_feed_is_one(title: str, body: str, rest: str, lang: str) -> None:
    article = replace(
        AUDIT, id=f"opdc:{rest}", title=title, body=body, url=f"http://a.go.th/{rest}", section=(rest, title), site=body
    )
    answer = serve(article, replace(AUDIT, url=rest, captured=None)).get("/feed.atom", query_string={"lang": lang})
    assert answer.status_code == 200
    assert len(checked(answer.data).findall(ATOM + "entry")) == 2
