"""Pages that servers send instead of articles are never stored; news about such things is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import notices
from corpus.pipeline import understand
from corpus.records import Article, Capture, Rejected
from corpus.sites import Site, load_site
from tests.block_pages import BLOCK_PAGES, NEWS_ABOUT
from tests.replica.articles import Home, ReplicaArticle
from tests.replica.replies import Request
from tests.replica.server import Replica

OPDC = load_site("opdc")
ADDRESSES = {
    "g1": "http://www.opdc.go.th/content.php?content_id=77&menu_id=5",
    "g2": "http://www.opdc.go.th/content/NzA0MQ",
    "g3": "https://www.opdc.go.th/8691",
    "g4": "https://www.opdc.go.th/th/news/some-news",
    "": "https://www.example.go.th/news/7",
}
HOMES = (
    Home(gen="g1", id=77), Home(gen="g1", id=78, script="page"), Home(gen="g2", id=7041), Home(gen="g3", id=8691),
    Home(gen="g4", slug="some-news"),
)  # fmt: skip


def read(url: str, body: str | bytes, site: Site | None = OPDC, charset: str = "utf-8") -> Article | Rejected:
    raw = body.encode() if isinstance(body, str) else body
    return understand(
        Capture(
            url=url, site="opdc", captured=datetime(2026, 1, 2, tzinfo=UTC), body=raw, digest="sha1:X", charset=charset
        ),
        site,
    )


def test_there_are_block_pages_enough() -> None:
    assert len(BLOCK_PAGES) >= 20


@pytest.mark.parametrize("layout", ADDRESSES)
@pytest.mark.parametrize("name", BLOCK_PAGES)
def test_a_page_that_is_no_article_is_refused(name: str, layout: str) -> None:
    found = read(ADDRESSES[layout], BLOCK_PAGES[name], OPDC if layout else None)
    assert isinstance(found, Rejected), (found.title, found.body)
    assert found.reason


@pytest.mark.parametrize("home", HOMES, ids=lambda h: f"{h.gen} {h.script}")
@pytest.mark.parametrize("name", NEWS_ABOUT)
def test_news_about_such_things_stays(name: str, home: Home) -> None:
    title, text = NEWS_ABOUT[name]
    written = ReplicaArticle(key="x", homes=(home,), title=title, published=date(2022, 7, 22), body=(text,))
    replica = Replica(articles=[written])
    [(url, _)] = replica.truth()
    reply = replica.site.answer(Request(method="GET", url=url, headers=MappingProxyType({})))
    if location := dict(reply.headers).get("Location"):
        url = location.replace("https:", "http:")
        reply = replica.site.answer(Request(method="GET", url=url, headers=MappingProxyType({})))
    replica.stop()
    found = read(url, reply.body, charset=reply.content_type.partition("charset=")[2])
    assert isinstance(found, Article), found
    assert found.title == title
    assert text[:80] in found.body


@pytest.mark.parametrize("name", NEWS_ABOUT)
def test_news_about_such_things_stays_where_it_came_as_text(name: str) -> None:
    title, text = NEWS_ABOUT[name]
    day = "วันศุกร์ที่ 22 กรกฎาคม 2565"
    capture = Capture(
        url="https://www.thaigov.go.th/news/contents/details/9",
        site="thaigov",
        captured=datetime(2026, 1, 2, tzinfo=UTC),
        body=f"{day}\n{title}\n{text}\n{text[::-1]}".encode(),
        digest="x",
        media_type="text/plain",
        hints={"title": title},
    )
    assert isinstance(understand(capture, load_site("thaigov")), Article)
    assert isinstance(understand(replace(capture, url="file:x"), None), Article)


PATTERNS = {name: value for name, value in vars(notices).items() if name.isupper()}


@given(st.text(alphabet=" .abไม่พoeข้อมูลล404:–|document.cookie<>", max_size=3000))
def test_the_patterns_never_take_long(text: str) -> None:
    for pattern in PATTERNS.values():
        pattern.search(text)


LABELS = ("ชื่อ-นามสกุล", "เลขประจำตัวประชาชน", "ที่อยู่ปัจจุบันที่ติดต่อได้", "หน่วยงานต้นสังกัด", "หลักสูตรที่สมัคร")
FIELDS = (
    '<input type="text" name="a">',
    "<select><option>เลือก</option></select>",
    "<textarea></textarea>",
    "<input name=d>",
)


def a_form(*, table: bool = False) -> str:
    fields = (*FIELDS, '<input type="email">')
    row = "<tr><td>{}</td><td>{}</td></tr>" if table else "<p><label>{}</label> {}</p>"
    rows = "".join(row.format(label, field) for label, field in zip(LABELS, fields, strict=True))
    inner = f"<table>{rows}</table>" if table else rows
    return (
        "<html><head><title>แบบฟอร์มสมัครอบรม</title></head><body><h1>แบบฟอร์มสมัครอบรมออนไลน์</h1>"
        f"<p>กรุณากรอกข้อมูลให้ครบทุกช่อง</p><form>{inner}<input type='submit' value='ส่ง'></form></body></html>"
    )


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("layout", ADDRESSES)
def test_a_form_is_refused_as_what_it_is(layout: str, table: bool) -> None:
    found = read(ADDRESSES[layout], a_form(table=table), OPDC if layout else None)
    assert isinstance(found, Rejected), (found.title, found.body)
    assert found.kind == "other"
    if not layout:
        assert found.reason == "a form to fill in, not an article"


def test_a_form_with_news_above_is_news() -> None:
    text = "กรมการพัฒนาชุมชนเปิดอบรมการทอผ้าแก่กลุ่มสตรี 40 คน ณ ศาลาประชาคมอำเภอบ้านนา ผู้เข้าอบรมได้รับวัสดุไปทอต่อที่บ้าน " * 2
    for page in (f"<p>{text}</p>", f"<p>12 มิ.ย. 2566</p><p>{text[:90]}</p>"):
        comments = f"<form>{''.join(FIELDS)}<label>ความเห็น</label></form>"
        found = read(ADDRESSES[""], f"<html><body><h1>อบรมทอผ้าที่บ้านนา</h1>{page}{comments}</body></html>", None)
        assert isinstance(found, Article), found.reason
        assert text[:80] in found.body
