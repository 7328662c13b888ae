"""The pages of people, agencies and provinces, their lists, and the JSON beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexProblem
from corpus.extract.people import person_id
from corpus.named import Named
from corpus.records import Agency, Article, Person
from corpus.settings import Settings
from corpus.thai.normalise import fold, squash
from index.hits import SearchPage, SearchRequest
from search_web import create_app
from search_web.names_lists import most_alike
from search_web.names_view import STRIP, Axis
from tests.test_web_pages import get
from tests.web_fakes import AUDIT, FakeEngine, FakeShelf, fake_read, sample_articles

SETTINGS = Settings(rate_limit="")
EVIL = '<script>alert(1)</script>"&'
UNLISTED = Agency(id="a-0123456789ab", name="ศูนย์ทดลองงานสมมุติ")


def an_article(number: int, name: str, position: str, day: date | None, **more: object) -> Article:
    made = replace(
        AUDIT,
        id=f"opdc:g2:{number}",
        title=f"ข่าวที่ {number}",
        published=day,
        published_from="header" if day else "",
        version=1,
        people=(Person(id=person_id(name), name=name, title="นาง", position=position),),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of an article by name


KEPT = (
    *sample_articles(),
    *(an_article(n, "สมใจ ใฝ่ดี", "เลขาธิการ ก.พ.ร.", date(2010, 1 + n % 12, 3)) for n in range(1, 9)),
    an_article(20, "สมใจ ใฝ่ดี", "รองเลขาธิการ ก.พ.ร.", date(2008, 2, 1)),
    an_article(21, "สมใจ ใฝ่ดี", "อดีตเลขาธิการ ก.พ.ร.", date(2015, 2, 1)),
    an_article(22, "สมใจ ใฝ่ดี", f"ประธาน{EVIL}", None, title=EVIL, agencies=(UNLISTED,)),
    an_article(23, f"เอก {EVIL}", "รักษาการเลขาธิการ ก.พ.ร.", date(2011, 2, 1)),
)
SOMJAI = person_id("สมใจ ใฝ่ดี")


def app_of(*, behind: bool = False, engine: FakeEngine | None = None) -> FlaskClient:
    shelf = FakeShelf(KEPT, behind=behind)
    return create_app(SETTINGS, engine=engine or FakeEngine(KEPT), store=shelf, read=fake_read).test_client()


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return app_of()


def test_a_person_has_posts_in_order_each_with_the_pages_that_say_so(client: FlaskClient) -> None:
    page = get(client, f"/person/{SOMJAI}")
    assert page.text.index("รองเลขาธิการ") < page.text.index("3 ก.พ. 2553")
    assert "นางสมใจ ใฝ่ดี" in page.text
    assert "1 ก.พ. 2551" in page.text
    assert "อดีต" in page.text
    assert f"/article/{quote('opdc:g2:20', safe=':')}" in page.links
    assert "/agency/opdc" in page.links
    assert "ระบบแยกบุคคลจากชื่อเท่านั้น" in page.text
    assert len(page.all("svg")) >= 3
    assert "ยังไม่ได้อ่านตำแหน่ง" not in page.text


def test_a_person_in_english_has_common_years_and_links_that_stay_english(client: FlaskClient) -> None:
    page = get(client, f"/person/{SOMJAI}", lang="en")
    assert "1 Feb 2008" in page.text
    assert "Posts, by the articles that say so" in page.text
    assert "/agency/opdc?lang=en" in page.links


def test_the_page_says_where_posts_are_not_all_read(client: FlaskClient) -> None:
    assert "ยังไม่ได้อ่านตำแหน่ง" in get(app_of(behind=True), f"/person/{SOMJAI}").text
    assert "ยังไม่ได้อ่านตำแหน่ง" in get(app_of(behind=True), "/agency/opdc").text


def test_a_name_in_the_place_of_an_id_leads_to_the_page(client: FlaskClient) -> None:
    assert client.get("/person/นางสมใจ ใฝ่ดี").headers["Location"] == f"/person/{SOMJAI}"
    assert client.get("/agency/ก.พ.ร.?lang=en").headers["Location"] == "/agency/opdc?lang=en"
    assert unquote(client.get("/province/โคราช").headers["Location"]) == "/province/นครราชสีมา"


def test_what_is_not_known_is_told_with_what_is_near(client: FlaskClient) -> None:
    page = get(client, "/person/สมใจ", 404)
    assert f"/person/{SOMJAI}" in page.links
    page = get(client, "/province/ปทุมธาณี", 404)
    assert f"/province/{quote('ปทุมธานี')}" in page.links
    page = get(client, "/agency/พัฒนาระบบราชการ", 404)
    assert "/agency/opdc" in page.links
    assert get(client, "/agency/a-000000000000", 404).all("input")


def test_an_agency_has_its_names_and_holders_and_no_former_ones(client: FlaskClient) -> None:
    page = get(client, "/agency/opdc")
    assert "Office of the Public Sector Development Commission" in page.text
    assert "ก.พ.ร." in page.text
    assert "รักษาการ" in page.text
    assert "/agency/pm-office" in page.links
    assert f"/person/{SOMJAI}" in page.links
    assert "อดีต" not in page.text
    english = get(client, "/agency/opdc", lang="en")
    assert english.text.index("Office of the Public Sector") < english.text.index("สำนักงานคณะกรรมการพัฒนาระบบราชการ")


def test_an_agency_that_ended_tells_its_years_and_its_successor(client: FlaskClient) -> None:
    page = get(client, "/agency/mict")
    assert "พ.ศ. 2545–2559" in page.text
    assert "/agency/mdes" in page.links
    assert "2002–2016" in get(client, "/agency/mict", lang="en").text
    assert "/agency/mict" in get(client, "/agency/mdes").links


def test_an_agency_that_is_not_listed_has_a_plainer_page(client: FlaskClient) -> None:
    page = get(client, f"/agency/{UNLISTED.id}")
    assert UNLISTED.name in page.text
    assert "ไม่อยู่ในทะเบียน" in page.text
    assert "ข้อมูลหน่วยงาน" not in page.text


def test_a_province_has_its_region_its_news_and_who_is_named_there(client: FlaskClient) -> None:
    page = get(client, "/province/ปทุมธานี")
    assert "ภาคกลาง" in page.text
    assert "/agency/province-pathum-thani" in page.links
    assert any(link.startswith("/article/opdc:g2:") for link in page.links)
    assert "Pathum Thani" in get(client, "/province/ปทุมธานี", lang="en").text
    assert "/agency/bma" in get(client, "/province/กรุงเทพมหานคร").links


def test_without_an_index_the_catalogue_is_shown() -> None:
    class NoIndex(FakeEngine):
        def search(self, request: SearchRequest) -> SearchPage:
            raise IndexProblem("there is no index; run: khlang index build")

    client = app_of(engine=NoIndex(KEPT))
    for path in (f"/person/{SOMJAI}", "/agency/opdc", "/province/ปทุมธานี"):
        assert "ยังไม่มีดัชนี" in get(client, path).text


def test_lists_are_by_pages_by_letter_and_by_words(client: FlaskClient) -> None:
    page = get(client, "/people")
    assert page.text.index("สมใจ ใฝ่ดี") < page.text.index("สมหมาย ใจตรง")
    assert "วราภรณ์" not in get(client, "/people", letter="ส").text
    assert "สมหมาย" not in get(client, "/people", letter="ส").text
    assert "สมหมาย" in get(client, "/people", letter="ส", once="1").text
    assert "สมหมาย" in get(client, "/people", q="นายสมหมาย").text
    assert "ไม่พบชื่อที่ตรงกัน" in get(client, "/people", q="ไม่มีใคร").text
    assert "/agency/opdc" in get(client, "/agencies", q="ก.พ.ร.").links
    assert get(client, "/agencies", q=EVIL, page="9").links
    assert "/province/" + quote("น่าน") in get(client, "/provinces").links


def test_a_list_has_pages() -> None:
    many = tuple(an_article(100 + n, f"คนที่{n:03}", "", date(2010, 1, 1)) for n in range(130))
    client = create_app(SETTINGS, engine=FakeEngine(many), store=FakeShelf(many), read=fake_read).test_client()
    first, last = get(client, "/people"), get(client, "/people", page="3")
    assert "/people?page=2" in first.links
    assert len([link for link in last.links if link.startswith("/person/")]) == 10
    assert get(client, "/people", page="99").text == first.text


@pytest.mark.parametrize("lang", ["th", "en"])
def test_hostile_names_are_shown_as_text(client: FlaskClient, lang: str) -> None:
    for path in (
        f"/person/{SOMJAI}",
        "/agency/opdc",
        f"/person/{quote(EVIL, safe='')}",
        "/people",
        "/agencies?q=<script>",
    ):
        answer = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
        assert "<script>alert" not in answer.text
        assert answer.status_code in (200, 404)


@settings(max_examples=25)
@given(typed=st.text(max_size=40))
def test_any_name_is_answered(client: FlaskClient, typed: str) -> None:
    for path in ("/person/", "/agency/", "/province/", "/api/people/", "/api/agencies/"):
        assert client.get(path + quote(typed, safe="")).status_code in (200, 301, 302, 308, 404)
    for path in ("/people", "/agencies"):
        assert client.get(path, query_string={"q": typed, "letter": typed, "page": typed}).status_code == 200


def test_programs_get_a_person_with_the_pages_that_say_so(client: FlaskClient) -> None:
    value = client.get(f"/api/people/{SOMJAI}").get_json()
    assert (value["name"], value["label"], value["posts_complete"]) == ("สมใจ ใฝ่ดี", "นางสมใจ ใฝ่ดี", True)
    first = value["posts"][0]
    assert (first["role"], first["agency"]["id"]) == ("รองเลขาธิการ", "opdc")
    assert (first["first"], first["pages"], first["sure"]) == ("2008-02-01", 1, True)
    told = first["evidence"][0]
    assert (told["id"], told["position"], told["dated_by"]) == ("opdc:g2:20", "รองเลขาธิการ ก.พ.ร.", "published")
    assert client.get("/api/people/p-000000000000").status_code == 404


def test_programs_get_an_agency_with_its_holders(client: FlaskClient) -> None:
    value = client.get("/api/agencies/opdc").get_json()
    assert value["listed"] is True
    assert value["parent"]["id"] == "pm-office"
    assert value["year_from"] == 2002
    heads = value["posts"][0]
    assert heads["role"] == "เลขาธิการ"
    assert [h["manner"] for h in heads["holders"]] == [None, "acting"]
    plain = client.get(f"/api/agencies/{UNLISTED.id}").get_json()
    assert (plain["listed"], plain["name"], plain["parent"]) == (False, UNLISTED.name, None)
    assert client.get("/api/agencies/a-000000000000").status_code == 404


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_pieces_of_a_strip_stay_within_it(one: date, other: date) -> None:
    start, end = sorted((one, other))
    piece = Axis(start.year, end.year).piece(start, end)
    assert 0 <= piece.x <= piece.x + piece.width <= STRIP + 0.2
    assert len(Axis(start.year, end.year).ticks("th")) <= 8


def test_names_much_like_a_misspelt_one_are_offered_and_a_search(client: FlaskClient) -> None:
    page = get(client, "/people", q="สมใย ใฝ่ดี")
    assert f"/person/{SOMJAI}" in [a["href"] for a in page.all("a")]
    assert "ชื่อใกล้เคียง" in page.text
    assert "ค้นข่าวที่มีคำว่า “สมใย ใฝ่ดี”" in page.text
    agency = get(client, "/agencies", q="กรมการปกคลอง")
    assert "/agency/dopa" in [a["href"] for a in agency.all("a")]
    nothing = get(client, "/people", q="zzzzzz" * 40)
    assert "ชื่อใกล้เคียง" not in nothing.text
    assert "ค้นข่าวที่มีคำว่า" in nothing.text


def test_of_names_nearly_alike_the_frequent_one_stands_first() -> None:
    known = [Named("p1", "ประหยัด ถิลา", 1), Named("p2", "ประยุทธ์ จันทร์โอชา", 2476), Named("p3", "สมชาย ดี", 9000)]
    assert [one.id for one in most_alike("ประยุด", known)] == ["p2", "p1"]


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=6))
def test_what_is_most_alike_is_among_what_was_looked_at(q: str, names: list[str]) -> None:
    known = [Named(str(n), name, n) for n, name in enumerate(names)]
    assert set(most_alike(q, known)) <= set(known)
    if names and squash(fold(names[0])):
        assert most_alike(names[0], known)[0].name in names
