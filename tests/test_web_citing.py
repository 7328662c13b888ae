"""Citations as Thai universities and APA 7 have them, and the tags that reference managers read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from corpus.records import Article, Version
from corpus.settings import Settings
from search_web import create_app
from search_web.bibliography import Reference
from search_web.citing import apa_style, thai_style
from tests.test_web_pages import client_of, get
from tests.web_fakes import AUDIT, CAPTURED, FakeEngine, FakeShelf, fake_read

COPY = "https://news.example/article/opdc:g1:1?version=2"
REF = Reference(
    key="opdc-g1-1-v2",
    id="opdc:g1:1",
    version=2,
    title="เปิดเวทีรับฟังความเห็น",
    body="สำนักงาน ก.พ.ร.",
    day=date(2008, 4, 22),
    url="http://www.opdc.go.th/1",
    copy=COPY,
    seen=date(2026, 11, 21),
    digest="sha1:X",
    note="",
    lang="th",
    archive="คลังข่าว",
)
GIVEN = replace(AUDIT, published_from="header")  # a day that the page gives for its publication


def test_the_thai_style() -> None:
    assert thai_style(REF, "สำนักงาน ก.พ.ร.", author="สำนักงาน ก.พ.ร.") == (
        "สำนักงาน ก.พ.ร. (2551, 22 เมษายน). เปิดเวทีรับฟังความเห็น. http://www.opdc.go.th/1"
        f" (ฉบับที่เก็บ 2 เมื่อ 21 พฤศจิกายน 2569: {COPY})"
    )


def test_apa() -> None:
    assert apa_style(REF, "OPDC News", author="Office of the Public Sector Development Commission") == (
        "Office of the Public Sector Development Commission. (2008, April 22). เปิดเวทีรับฟังความเห็น. OPDC News."
        f" http://www.opdc.go.th/1 (Archived as version 2 on November 21, 2026: {COPY})"
    )


def test_what_has_no_date_says_so() -> None:
    undated = replace(REF, day=None, seen=None)
    assert "(ม.ป.ป.)." in thai_style(undated, "", author="กรม")
    assert "กรม. (n.d.)." in apa_style(undated, "", author="กรม")
    assert f"(Archived as version 2: {COPY})" in apa_style(undated, "", author="กรม")


def test_of_what_is_only_filed_under_a_month_no_day_is_told() -> None:
    filed = replace(REF, supplied=True, of_month=True, day=date(2008, 4, 1))
    assert "กรม. ([2551, เมษายน]). " in thai_style(filed, "", author="กรม")
    assert "กรม. ([2008, April]). " in apa_style(filed, "", author="กรม")
    article = replace(AUDIT, published=None, published_from="", dated=date(2008, 4, 1), dated_from="breadcrumb")
    client = client_of(article)
    page = get(client, f"/article/{AUDIT.id}")
    assert "เมษายน 2551 ตามหมวด" in page.text
    assert "1 เมษายน 2551" not in page.text
    assert ("citation_date", "[2008/04]") in {(m.get("name"), m.get("content")) for m in page.all("meta")}
    assert "date = {2008-04}" in client.get(f"/article/{AUDIT.id}/cite.bib").text
    assert "DA  - 2008/04//" in client.get(f"/article/{AUDIT.id}/cite.ris").text


def test_a_day_that_the_page_does_not_give_stands_in_brackets() -> None:
    supplied = replace(REF, supplied=True)
    assert "กรม. ([2551, 22 เมษายน]). " in thai_style(supplied, "", author="กรม")
    assert "กรม. ([2008, April 22]). " in apa_style(supplied, "", author="กรม")
    assert "(ม.ป.ป.)." in thai_style(replace(supplied, day=None), "", author="กรม")


@pytest.mark.parametrize("stamp", [None, date(2009, 9, 3)])
def test_the_page_says_which_day_is_in_brackets_and_calls_it_no_publication(stamp: date | None) -> None:
    told = replace(AUDIT, published=None, published_from="", dated=date(2008, 4, 22), dated_from="lead", stamp=stamp)
    if stamp:  # of the day on which the page was moved: the day of the lead was taken in its place
        told = replace(told, published=told.dated, published_from="lead", updated=stamp)
    page = get(client_of(told), f"/article/{AUDIT.id}", lang="en")
    assert "([2551, 22 เมษายน])" in page.text
    assert "([2008, April 22])" in page.text
    assert "The date in square brackets was read from the text" in page.text
    assert "Date 22 April 2008 from the date in the first paragraph" in page.text
    assert "Published" not in page.text
    assert ("paragraph · the page gives no publication date" in page.text) == (stamp is None)
    assert ("differs from the date in the text" in page.text) == (stamp is not None)
    tags = {m.get("name"): m["content"] for m in page.all("meta") if "date" in (m.get("name") or "")}
    assert tags == {"citation_date": "[2008/04/22]"}


def test_without_an_author_the_title_comes_first() -> None:
    unknown = replace(REF, url=None, title="ทำไม?")
    assert thai_style(unknown, "", author="").startswith("ทำไม? (2551, 22 เมษายน). (ฉบับที่เก็บ 2")
    assert apa_style(unknown, "", author="").startswith("ทำไม? (2008, April 22). (Archived")


def test_the_article_page_has_each_citation_and_its_files() -> None:
    client = client_of(GIVEN)
    page = get(client, f"/article/{AUDIT.id}")
    assert "(2551, 22 เมษายน)" in page.text
    assert "วงเล็บเหลี่ยม" not in page.text
    assert "(2008, April 22)" in page.text
    permalink = f"http://localhost/article/{AUDIT.id}?version=2"
    assert permalink in page.links
    for fmt in ("bib", "ris"):
        address = f"/article/{AUDIT.id}/cite.{fmt}?version=2"
        assert address in page.links
        assert client.get(address).status_code == 200
    assert len([b for b in page.all("button") if b.get("data-copies")]) == 3
    ids = {attrs.get("id") for _, attrs in page.tags}
    assert all(b["data-copies"] in ids and "hidden" in b for b in page.all("button") if b.get("data-copies"))


def test_reference_managers_find_their_tags() -> None:
    page = get(client_of(GIVEN), f"/article/{AUDIT.id}", version="1", lang="en")
    tags = {m["name"]: m["content"] for m in page.all("meta") if (m.get("name") or "").startswith("citation_")}
    assert tags["citation_title"] == AUDIT.title
    assert tags["citation_publication_date"] == "2008/04/22"
    assert tags["citation_language"] == "th"
    assert tags["citation_public_url"] == AUDIT.url
    assert tags["citation_fulltext_html_url"] == f"http://localhost/article/{AUDIT.id}?version=1"
    [canonical] = [link for link in page.all("link") if link.get("rel") == "canonical"]
    assert canonical["href"] == f"/article/{AUDIT.id}?version=1&lang=en"


def test_an_imported_file_has_no_author() -> None:
    client = client_of(Article(id="import:f:1", url="file:seed.html", site="import", title="บันทึก"))
    page = get(client, "/article/import:f:1")
    assert "บันทึก. (ม.ป.ป.)." in page.text
    assert not [m for m in page.all("meta") if m.get("name") == "citation_author"]


def test_a_former_page_is_cited_with_its_own_digest() -> None:
    """Its versions in the catalogue are those of the article that it was merged into."""
    former = replace(AUDIT, id="opdc:g1:former", version=1, captured=CAPTURED - timedelta(days=900))

    class Merged(FakeShelf):
        def article(self, article_id: str, version: int | None = None) -> Article | None:
            return former if article_id == former.id and version == 1 else super().article(article_id, version)

        def versions(self, article_id: str) -> tuple[Version, ...]:
            return super().versions(AUDIT.id if article_id == former.id else article_id)

        def digest_of(self, article_id: str, version: int) -> str:
            return "sha1:FORMER" if article_id == former.id else super().digest_of(article_id, version)

    web = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=Merged(), read=fake_read).test_client()
    entry = web.get(f"/article/{former.id}/cite.bib?version=1").text
    assert "sha1:FORMER" in entry
    assert "urldate = {2024-06-04}" in entry  # 21 November 2026 and 900 days before, in Thailand
    assert "เมื่อ 4 มิถุนายน 2567" in get(web, f"/article/{former.id}", version="1").text
