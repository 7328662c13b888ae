"""Bodies, people, days and words found by all their written forms, through the whole engine on a small index."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from corpus.extract.people import person_id
from corpus.records import Agency, Article, DateMention, Person
from corpus.settings import Settings
from index import search
from index.engine import SearchEngine
from index.hits import SearchPage, SearchRequest
from tests.queries import queries
from tests.small_archive import article, put

OPDC = Agency(id="opdc", name="สำนักงานคณะกรรมการพัฒนาระบบราชการ")
OCSC = Agency(id="ocsc", name="สำนักงานคณะกรรมการข้าราชการพลเรือน")
MEKHIN = Person(id=person_id("เมฆินทร์ เมธาวิกูล"), name="เมฆินทร์ เมธาวิกูล", title="นาย", position="ผู้ว่าราชการจังหวัด")


def day(surface: str, start: date, end: date | None = None) -> DateMention:
    return DateMention(surface=surface, start=start, end=end or start, at=0, where="body")


ARTICLES: list[Article] = [
    article(1, "ประกาศ", "สำนักงาน ก.พ.ร. จัดงานให้ทุกคน"),
    article(2, "ประกาศ", "สำนักงานคณะกรรมการพัฒนาระบบราชการจัดงานให้ทุกคน"),
    article(3, "Notice", "The OPDC invites everyone"),
    article(4, "ประกาศ", "สำนักงานฯ จัดงานให้ทุกคน", agencies=(OPDC,)),
    article(5, "ประกาศ", "สำนักงาน ก.พ. จัดสอบ", agencies=(OCSC,)),
    article(6, "ข่าว", "ระหว่างวันที่ 28 ก.พ. 2551 มีฝนตก", dates=(day("28 ก.พ. 2551", date(2008, 2, 28)),)),
    article(7, "ข่าว", "นายเมฆินทร์ เมธาวิกูล เปิดงาน", people=(MEKHIN,)),
    article(8, "ข่าว", "ผู้ว่าฯ เมฆินทร์เมธาวิกูล ปิดงาน"),
    article(9, "ข่าว", "เปิดเมื่อ 22 เม.ย. 51 ที่นี่", dates=(day("22 เม.ย. 51", date(2008, 4, 22)),)),
    article(10, "News", "Opened on April 22, 2008", dates=(day("April 22, 2008", date(2008, 4, 22)),)),
    article(11, "ข่าว", "ตลาดสินค้าดิจิตอล"),
    article(12, "ข่าว", "ตลาดสินค้าดิจิทัล ดิจิทัล"),
    article(13, "ข่าว", "บริการ eService ของรัฐ"),
    article(14, "ข่าว", "the service of the state"),
    article(15, "ข่าว", "โรคติดเชื้อไวรัสโคโรนา 2019"),
    article(16, "ข่าว", "งบ 1,200 บาท ของอ.ก.พ.ร. แห่งหนึ่ง"),
    article(17, "ข่าว", "รายงานประจำปี ค.ศ. 2010 ฉบับเต็ม"),
    article(18, "ข่าว", "ชาวบ้านออกพรรษา"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(data=tmp_path_factory.mktemp("archive"), max_query=10_000)
    put(made, ARTICLES)
    search.build(made)
    return made


@pytest.fixture(scope="module")
def engine(archive: Settings) -> Iterator[SearchEngine]:
    opened = search.open_engine(archive)
    yield opened
    opened.close()


def found(page: SearchPage) -> list[int]:
    return [int(hit.id.rpartition(":")[2]) for hit in page.hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ก.พ.ร.", [1, 2, 3, 4]),
        ("กพร", [1, 2, 3, 4]),
        ("สำนักงาน กพร", [1, 2, 3, 4]),
        ("สำนักงาน ก.พ.ร.", [1, 2, 3, 4]),
        ("สำนักงานคณะกรรมการพัฒนาระบบราชการ", [1, 2, 3, 4]),
        ("opdc", [1, 2, 3, 4]),
        ("opdc everyone", [3]),
        ("ก.พ.ร. ทุกคน", [1, 2, 4]),
        ("หัวเรื่อง:ก.พ.ร.", []),
        ("สำนักงาน ก.พ.", [5]),
        ("ก.พ. 2551", [6]),
        ("กุมภาพันธ์ 2551", [6]),
        ("28 กุมภาพันธ์ 2008", [6]),
        ("เมฆินทร์ เมธาวิกูล", [7, 8]),
        ("พล.อ.เมฆินทร์ เมธาวิกูล", [7, 8]),
        ("ผู้ว่าราชการจังหวัดปทุมธานี เมฆินทร์เมธาวิกูล", [7, 8]),
        ("22 เมษายน 2551", [9, 10]),
        ("22/4/2551", [9, 10]),
        ("เมษายน 2551", [9, 10]),
        ("ปี 2551", [6, 9, 10]),
        ("2008", [6, 9, 10]),
        ("พ.ศ. 2553", [17]),
        ("ดิจิทัล", [11, 12]),
        ("ดิจิตอล", [11, 12]),
        ("สินค้าดิจิทัล", [11, 12]),
        ('"ดิจิทัล"', [12]),
        ("สินค้า -ดิจิตอล", [12]),
        ("สินค้า -ดิจิทัล", [11]),
        ("สินค้า -สินค้าดิจิตอล", [12]),
        ("e-Service", [13]),
        ("e service", [13]),
        ("COVID-19", [15]),
        ("1200", [16]),
        ("๑,๒๐๐ บาท", [16]),
    ],
)
def test_all_written_forms_are_found(engine: SearchEngine, query: str, expected: list[int]) -> None:
    assert sorted(found(engine.search(SearchRequest(q=query, per_page=50)))) == expected


@pytest.mark.parametrize(
    ("query", "first"), [("ก.พ.", 5), ("ดิจิตอล", 11), ("ดิจิทัล", 12), ("สำนักงาน ก.พ.ร.", 1), ("นายเมฆินทร์ เมธาวิกูล", 7)]
)
def test_what_was_typed_or_is_plainly_meant_comes_first(engine: SearchEngine, query: str, first: int) -> None:
    assert found(engine.search(SearchRequest(q=query)))[0] == first


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("ก.พ.ร.", "Office of the Public Sector Development Commission"),
        ("กพร", "หลายหน่วยงาน"),
        ("ดิจิตอล", "ดิจิทัล"),
        ("22 เมษายน 2551", "22 เม.ย. 2551"),
        ("ปี 2551", "2008"),
        ("นายเมฆินทร์ เมธาวิกูล", "โดยไม่ต้องมีคำนำหน้า"),
    ],
)
def test_more_than_was_typed_is_told(engine: SearchEngine, query: str, note: str) -> None:
    page = engine.search(SearchRequest(q=query))
    assert any(note in one for one in page.query.notes), page.query.notes


def test_nothing_is_told_where_nothing_more_was_found(engine: SearchEngine) -> None:
    assert engine.search(SearchRequest(q="ไวรัสโคโรนา 2019")).query.notes == ()
    assert engine.search(SearchRequest(q="eservice")).query.notes == ()


def test_what_was_understood_is_shown_and_can_be_asked_again(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(q="งานสำนักงาน ก.พ.ร. 22 เมษายน 2551"))
    assert page.query.understood == "งาน (สำนักงาน ก.พ.ร.) (22 เมษายน 2551)"
    assert engine.search(SearchRequest(q=page.query.understood)).query.understood == page.query.understood


def test_other_forms_are_marked(engine: SearchEngine) -> None:
    [hit] = engine.search(SearchRequest(q="opdc ทุกคน สำนักงานคณะกรรมการพัฒนาระบบราชการ", kind=("news",))).hits[:1]
    assert "<mark>" in hit.snippet


@given(query=queries)
@settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_any_query_gets_an_answer(engine: SearchEngine, query: str) -> None:
    page = engine.search(SearchRequest(q=query))
    assert page.total == 0 or page.hits
    assert json.dumps(page.to_json(), ensure_ascii=False).encode()
    english = engine.search(replace(SearchRequest(q=query), lang="en"))
    assert len(english.query.notes) == len(page.query.notes)
