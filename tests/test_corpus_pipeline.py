"""One capture to one article, or the reason why not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pipeline import detect_site, understand
from corpus.records import Article, Capture, Location, Rejected
from corpus.sites import Site, load_site, shipped_sites
from corpus.thai.normalise import squash
from corpus.urls import site_for
from corpus.warnings import code_of

OPDC = load_site("opdc")
TITLE = "สำนักงาน ก.พ.ร. เปิดคลินิกลดขั้นตอนให้ 12 จังหวัด"
LEAD = "เมื่อวันที่ 14 มีนาคม 2554 สำนักงาน ก.พ.ร. เปิดคลินิกให้คำปรึกษา ณ ศาลากลางจังหวัดน่าน"
MORE = "นายสมชาย ใจดี รองเลขาธิการ ก.พ.ร. กล่าวว่า คลินิกจะเปิดอีกครั้งในวันพุธที่ 5 เมษายน 2554 เวลา 09.00 น."
G1_URL = "http://www.opdc.go.th/content.php?menu_id=5&content_id=77"
G1 = (
    f"<html><head><title>{TITLE} - สำนักงาน ก.พ.ร. : OPDC</title></head><body><table><tr><td>"
    f"<table><tr><td>Share แชร์ พิมพ์หน้านี้</td></tr><tr><td>ข่าวเด่น ก.พ.ร. / ปี 2554 / มีนาคม / {TITLE}</td></tr>"
    f"<tr><td><b>{TITLE}</b></td></tr><tr><td><p>&nbsp;&nbsp;&nbsp;&nbsp;{LEAD}</p><p>{MORE}</p>"
    "<p>เอกสารแนบ : <a href='/uploads/แผน.pdf'>แผน.pdf</a></p></td></tr>"
    "<tr><td>เผยแพร่ข้อมูลเมื่อ 20 กันยายน 2555 08:00:00 ปรับปรุงข้อมูลล่าสุดเมื่อ 21 กันยายน 2555 08:00:00</td></tr>"
    "<tr><td>ข่าวเด่น ก.พ.ร.</td></tr></table></td></tr></table></body></html>"
)
LISTED = "which is kept and listed, and not read"


def capture(body: str | bytes, **more: object) -> Capture:
    raw = body.encode() if isinstance(body, str) else body
    made = Capture(url=G1_URL, site="opdc", captured=datetime(2026, 1, 2, tzinfo=UTC), body=raw, digest="sha1:X")
    return replace(made, **more)  # type: ignore[arg-type]  # fields as keywords


def article(body: str | bytes, site: Site | None = OPDC, **more: object) -> Article:
    found = understand(capture(body, **more), site)
    assert isinstance(found, Article), found
    return found


def refused(body: str | bytes, **more: object) -> str:
    found = understand(capture(body, **more), OPDC)
    assert isinstance(found, Rejected), found
    return f"{found.stage}: {found.reason}"


def test_a_page_all_the_way() -> None:
    found = article(G1.encode("cp874"), charset="tis-620")
    assert found.id == "opdc:g1:content:77"
    assert found.url == "http://www.opdc.go.th/content.php?content_id=77&menu_id=5"
    assert (found.title, found.section) == (TITLE, ("ข่าวเด่น ก.พ.ร.", "ปี 2554", "มีนาคม"))
    assert found.body == f"{LEAD}\n\n{MORE}"
    assert (found.published, found.published_from) == (date(2011, 3, 14), "lead")
    assert (found.stamp, found.updated) == (date(2012, 9, 20), date(2012, 9, 21))
    assert [a.filename for a in found.attachments] == ["แผน.pdf"]
    assert [p.name for p in found.people] == ["สมชาย ใจดี"]
    assert found.agencies
    assert found.provinces == ("น่าน",)
    assert "publish stamp 18 months after the event" in found.warnings
    assert any("วันพุธ" in w for w in found.warnings)
    assert found.captured == datetime(2026, 1, 2, tzinfo=UTC)
    assert Article.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_dates_point_at_their_own_characters() -> None:
    found = article(G1)
    body = [d for d in found.dates if d.where == "body"]
    assert len(body) == 2
    assert all(found.body[d.at : d.at + len(d.surface)] == d.surface for d in body)
    assert {d.where for d in found.dates} == {"body", "header"}


def test_the_same_page_as_text_without_an_address() -> None:
    text = f"{TITLE}\n{LEAD}\n{MORE}\nเผยแพร่ข้อมูลเมื่อ 20 กันยายน 2555 08:00:00 ปรับปรุงข้อมูลล่าสุดเมื่อ 21 กันยายน 2555"
    site = detect_site(text)
    assert site is not None
    assert site.name == "opdc"
    found = article(text, site, url="file:seed.txt", media_type="text/plain")
    assert found.id.startswith("opdc:f:")
    assert (found.title, found.stamp) == (TITLE, date(2012, 9, 20))
    assert found.body == f"{LEAD}\n\n{MORE}"
    assert detect_site("ข้อความใด ๆ") is None


def test_the_title_of_the_source_where_the_page_has_none() -> None:
    found = article(f"{LEAD * 6}\n{MORE}", None, media_type="text/plain", url="file:x", hints={"title": TITLE})
    assert found.title == TITLE
    assert found.body.startswith(LEAD)


def test_a_category_named_after_a_file() -> None:
    hints = {"title": TITLE, "category": "ด้านสังคม_266_d41c5c96.txt"}
    assert article(f"{LEAD}\n{MORE}", None, media_type="text/plain", hints=hints).section == ("ด้านสังคม",)


@pytest.mark.parametrize("url", ["สำนักงานเศรษฐกิจ", "ftp://x/y", "file:a.txt", "http://"])
def test_an_address_that_is_none(url: str) -> None:
    found = article(f"{TITLE}\n{LEAD}\n{MORE}", None, url=url, media_type="text/plain")
    assert found.id.startswith("import:f:")
    assert found.url == url


def test_english_pages() -> None:
    text = "Public sector awards\nThe Commission met on 3rd October 2022 to choose the winners of this year's awards."
    found = article(text, None, media_type="text/plain", url="file:x")
    assert (found.lang, found.dates[0].start) == ("en", date(2022, 10, 3))


def test_news_in_pictures_is_kept_with_a_word() -> None:
    text = f"วันศุกร์ที่ 24 กุมภาพันธ์ 2566\n{TITLE}\n..."
    url = "https://www.thaigov.go.th/news/contents/details/9"
    found = article(text, load_site("thaigov"), url=url, media_type="text/plain", hints={"title": TITLE})
    assert (found.id, found.body, found.published) == ("thaigov:9", "", date(2023, 2, 24))
    assert found.warnings == ("no text beside the title: the page holds pictures or documents",)


MENU = "".join(f"<li><a href='/content.php?content_id={n}'>{TITLE} ครั้งที่ {n}</a></li>" for n in range(9))


@pytest.mark.parametrize(
    ("body", "more", "reason"),
    [
        (b"", {}, "read: the page is empty"),
        (b" \n\t ", {}, "read: the page is empty"),
        (G1, {"status": 404}, "fetch: the server answered 404"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), {}, "read: the bytes are not text but a PNG picture"),
        (
            b"PK\x03\x04" + bytes(99),
            {},
            f"read: content.php is a file of the kind ZIP, {LISTED}",
        ),
        (bytes(range(256)) * 9, {}, "read: the bytes are not text"),
        ("{}", {"media_type": "application/json"}, "read: application/json is not a kind of page that is read"),
        ("<html><body></body></html>", {}, "clean: no article was found on the page"),
        ("<html><body><img src='x.png'></body></html>", {}, "clean: no article was found on the page"),
        ("ok", {"media_type": "text/plain"}, "clean: no article was found on the page"),
        (
            "ข้อความธรรมดา " * 40,
            {"media_type": "text/plain", "url": "https://www.example.go.th/plan.odt"},
            "read: plan.odt is no ODT document, though it is called one",
        ),
        (
            f"<html><body><ul>{MENU}</ul></body></html>",
            {"url": "http://www.opdc.go.th/list.php?menu_id=5"},
            "clean: a list of links, not an article",
        ),
        (
            "<title>Attention Required!</title><h1>Please verify you are a human</h1><p>ray id 1234567890123</p>",
            {},
            "clean: a block or challenge page, not a page of the site",
        ),
        (
            "<title>404 Not Found</title><h1>404 Not Found</h1><p>The requested address was not found here.</p>",
            {},
            "clean: an error page, not an article",
        ),
    ],
)
def test_what_is_refused_and_why(body: str | bytes, more: dict[str, object], reason: str) -> None:
    assert refused(body, **more) == reason


NEWS_LIST = [f"สำนักงานกลางจัดสัมมนาเรื่องงานบริการประชาชนครั้งที่ {n}" for n in range(1, 7)]
LIST_PAGE = (
    "<html><head><title>ข่าวทั้งหมด</title></head><body><ul>"
    + "".join(f"<li><a href='/n/{n}'>{title}</a></li>" for n, title in enumerate(NEWS_LIST))
    + "</ul></body></html>"
)


def test_a_list_given_by_hand_is_a_listing_and_one_of_a_crawl_is_refused_as_one() -> None:
    found = article(LIST_PAGE, None, url="file:list.html", source="import", location=Location("x.warc.gz", 0, 9))
    assert (found.kind, found.event) == ("listing", None)
    assert found.body == "\n\n".join(NEWS_LIST)
    asked = article(LIST_PAGE, None, url="https://www.example.go.th/news", source="import")
    assert asked.kind == "listing"
    elsewhere: tuple[dict[str, object], ...] = (
        {"source": "live"},
        {"source": "wayback"},
        {"source": "import", "location": Location("x.warc.gz", 0, 9)},  # one page of a collection or an archive
    )
    for more in elsewhere:
        told = understand(capture(LIST_PAGE, url="https://www.example.go.th/news", **more), None)
        assert isinstance(told, Rejected)
        assert told.to_json()["kind"] == "listing"
    menu = "".join(f"<li><a href='/m/{n}'>เมนู {n}</a></li>" for n in range(40))
    told = understand(capture(f"<html><body><ul>{menu}</ul></body></html>", url="file:m.html", source="import"), None)
    assert isinstance(told, Rejected)


def test_a_list_is_not_dated_by_its_items() -> None:
    items = "".join(f"<li><a href='/n/{n}'>{title}</a> 1{n} มี.ค. 2566</li>" for n, title in enumerate(NEWS_LIST))
    linked = "".join(f"<li><a href='/n/{n}'>1{n} มี.ค. 2566 {title}</a></li>" for n, title in enumerate(NEWS_LIST))
    for entries in (items, linked):
        body = f"<html><body><h1>ข่าวทั้งหมด</h1><p>12 มี.ค. 2566</p><ul>{entries}</ul></body></html>"
        found = article(body, None, url="file:list.html", source="import")
        assert found.kind == "listing"
        assert (found.published, found.dated, found.stamp, found.updated) == (None, None, None, None)
        assert (found.published_from, found.dated_from) == ("", "")


def test_a_form_or_error_says_that_it_is_something_else() -> None:
    error = "<title>404 Not Found</title><h1>404 Not Found</h1><p>The requested address was not found here.</p>"
    told = understand(capture(error), OPDC)
    assert isinstance(told, Rejected)
    assert told.kind == "other"


def test_a_list_of_days_comes_back_from_its_json_and_an_old_year_is_told() -> None:
    body = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>อบรมในวันที่ 5, 7 และ 9 มกราคม 2564 ณ ห้องประชุม</p>"
    body += f"<p>เดิมตั้งเมื่อวันที่ 10 กุมภาพันธ์ 2474 {MORE}</p>"
    found = article(body, None, url="file:x.html")
    assert Article.from_json(json.loads(json.dumps(found.to_json()))) == found
    listed = next(d for d in found.dates if d.days)
    assert [day.day for day in listed.days] == [5, 7, 9]
    assert any(code_of(warning) == "old-style" for warning in found.warnings)


def test_the_address_dates_a_page_that_says_no_day() -> None:
    body = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{'ข้อความที่ไม่มีวันที่ใดเลย ' * 9}</p>"
    found = article(body, None, url="https://www.example.go.th/news/25630227-opening")
    assert (found.published, found.published_from, found.stamp) == (date(2020, 2, 27), "metadata", None)


@pytest.mark.parametrize("title", ["ข่าวที่ 403 ของชุดบริการอำเภอ", "ประชุมห้อง 404 เรื่องบริการประชาชน"])
def test_a_number_in_a_title_is_no_error_page(title: str) -> None:
    found = article(f"<title>{title}</title><h1>{title}</h1><p>ที่ประชุมเห็นชอบให้ลดขั้นตอนการขอใบอนุญาตเหลือสามวัน</p>", None)
    assert found.title == title


def test_a_redesigned_page_is_read_with_a_warning() -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class='x1'><a href='/'>หน้าใหม่</a><a href='/a'>ค้นหา</a>"
        f"<a href='/b'>บริการ</a></div><div class='x2'>{TITLE}</div><div class='x3'>{LEAD}</div><div>{MORE}</div></body>"
    )
    found = article(page)
    assert found.title == TITLE
    assert found.body == f"{LEAD}\n\n{MORE}"
    assert "the page does not have the layout g1; read without it" in found.warnings


def test_an_unknown_site_is_read_by_the_general_extractor() -> None:
    menu = "".join(f"<li><a href='/{n}'>เมนูที่ {n}</a></li>" for n in range(20))
    page = (
        f"<html><head><title>{TITLE}</title></head><body><ul>{menu}</ul><div id='c'><h1>{TITLE}</h1>"
        + f"<p>{LEAD} {MORE}</p>" * 4
        + "</div></body></html>"
    )
    found = article(page, None, url="https://example.go.th/news/7")
    assert found.title == TITLE
    assert found.id.startswith("import:u:")
    assert LEAD in found.body
    assert "เมนูที่" not in found.body


def test_a_document_is_an_article_of_its_own() -> None:
    from tests.test_corpus_attachments import make_docx

    found = article(
        make_docx(TITLE, LEAD), url="http://www.opdc.go.th/uploads/a.docx", media_type="application/octet-stream"
    )
    assert (found.kind, found.title) == ("other", TITLE)
    assert found.body.startswith(f"{TITLE}\n\n{LEAD}")


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "application/pdf", ""]))
def test_any_bytes_become_an_article_or_a_reason(body: bytes, media_type: str) -> None:
    found = understand(capture(body, media_type=media_type), OPDC)
    assert isinstance(found, Rejected) or found.id


@pytest.mark.corpus
def test_gold_pages_keep_title_stamp_and_body_and_lose_their_chrome(shared_data: Path) -> None:
    sites = shipped_sites()
    lines = (shared_data / "gold" / "dev_gold.jsonl").read_text(encoding="utf-8").split("\n")
    gold = {g["id"]: g for line in lines if line for g in [json.loads(line)]}
    for line in (shared_data / "gold" / "dev_docs.jsonl").read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        doc = json.loads(line)
        wanted = gold[doc["id"]]
        found = article(doc["text"], site_for(doc["url"], sites), url=doc["url"], media_type="text/plain")
        assert squash(found.title) == squash(wanted["title"]), doc["id"]
        assert str(found.stamp) == wanted["published"], doc["id"]
        body = squash(found.body)
        assert squash(wanted["body_first"]) in body, doc["id"]
        assert squash(wanted["body_last"]) in body, doc["id"]
        chrome = [c for c in wanted["chrome"] if squash(c) in {squash(p) for p in found.body.split("\n\n")}]
        assert chrome == [], doc["id"]
        spans = {(d["start"], d["end"]) for d in wanted["dates"]}
        assert {(str(d.start), str(d.end)) for d in found.dates} == spans, doc["id"]


@pytest.mark.parametrize("path", ["/robots.txt", "/ads.txt", "/.well-known/security.txt", "/sitemap.txt", "/llms.txt"])
def test_files_for_programs_are_no_pages(path: str) -> None:
    body = "User-agent: *\nDisallow: /intranet/\nDisallow: /search\n# " + LEAD
    assert "a file for programs" in refused(body, url=f"http://www.opdc.go.th{path}", media_type="text/plain")
    assert article(body, url=f"http://www.opdc.go.th/about{path}", media_type="text/plain").title


def test_a_breadcrumb_that_the_profile_does_not_name_is_found() -> None:
    body = (
        f"<main><nav aria-label='breadcrumb'><ol class='breadcrumb'><li><a href='/'>หน้าหลัก</a></li>"
        f"<li><a href='/x'>จัดซื้อจัดจ้าง</a></li></ol></nav><h4 class='content-title'>{TITLE}</h4>"
        f"<div>แชร์หน้านี้</div><p>{LEAD}</p><p>{MORE}</p></main>"
    )
    found = article(body, url="https://www.opdc.go.th/content/NzE5Ng")
    assert (found.section, found.kind) == (("จัดซื้อจัดจ้าง",), "procurement")
    assert found.event is None  # days to bid, no happening
    assert "หน้าหลัก" not in found.body


def test_today_in_a_wrong_year_is_told() -> None:
    text = f"วันพุธที่ 24 เมษายน 2567\nพิมพ์\n{TITLE}\nวันนี้ (24 เมษายน 2566) นายสมชาย ใจดี เป็นประธานการประชุม ณ ห้องประชุมใหญ่"
    found = article(text, None, url="https://www.thaigov.go.th/news/contents/details/1", media_type="text/plain")
    assert found.published == date(2024, 4, 24)
    assert "the page calls 24 เมษายน 2566 today, but was published on 24 เมษายน 2567" in found.warnings


FOREIGN = f"<h1>ซ่อมสมุดไทยที่หอสมุด</h1><p>2 พ.ค. 2567</p><p>{LEAD}</p><p>{MORE}</p>"


@pytest.mark.parametrize("url", ["https://www.finearts.example.th/view/7", "https://www.opdc.go.th/content/NzE5Ng"])
@pytest.mark.parametrize(
    "below",
    [
        "",
        "Tags: อบรม, เอกสาร",
        "Facebook Twitter Line",
        "หอสมุดแห่งชาติ ถนนสามเสน เขตดุสิต กรุงเทพมหานคร 10300",
    ],
)
def test_a_share_label_below_an_article_cuts_nothing_off(below: str, url: str) -> None:
    found = article(f"<html><body>{FOREIGN}<p>แชร์หน้านี้</p><p>{below}</p></body></html>", url=url)
    assert found.title == "ซ่อมสมุดไทยที่หอสมุด"
    assert found.published == date(2024, 5, 2)
    assert LEAD in found.body
    assert MORE in found.body
    assert "แชร์" not in found.body


def test_a_share_label_below_a_text_cuts_nothing_off() -> None:
    body = f"ซ่อมสมุดไทยที่หอสมุด\n2 พ.ค. 2567\n{LEAD}\n{MORE}\nแชร์หน้านี้\nTags: อบรม"
    for url in ("file:ซ่อม.txt", "https://www.opdc.go.th/content/NzE5Ng"):
        found = article(body, url=url, media_type="text/plain")
        assert found.title == "ซ่อมสมุดไทยที่หอสมุด"
        assert LEAD in found.body
        assert MORE in found.body


def test_a_layout_that_cuts_the_text_off_is_not_the_page_s() -> None:
    running = "".join(f"<p>{LEAD} ครั้งที่ {n}</p>" for n in range(6))
    cut = running.replace("ครั้งที่ 0</p>", "ครั้งที่ 0</p><p>จำนวนผู้เข้าชม 12</p>")
    body = f"<div><h1>ซ่อมสมุดไทยที่หอสมุด</h1><p>2 พ.ค. 2567</p>{cut}</div>"
    found = article(body, url="https://www.opdc.go.th/content/NzE5Ng")
    assert found.title == "ซ่อมสมุดไทยที่หอสมุด"
    assert "ครั้งที่ 5" in found.body
