"""The whole way from a query to a page of hits, over a small index that is built once."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import IndexProblem
from corpus.records import Agency, Article, Attachment, Person, Table
from corpus.settings import Settings
from corpus.thai.normalise import fold
from index import search
from index.analysis import full_text
from index.engine import SearchEngine
from index.hits import SearchPage, SearchRequest
from tests.small_archive import article, put

ARTICLES = [
    article(
        1,
        "การมีส่วนร่วมของประชาชนที่จังหวัดปทุมธานี",
        "สำนักงาน ก.พ.ร. จัดประชุมรับฟังความคิดเห็นเรื่องการปฏิรูประบบราชการ\n\nนายเมฆินทร์ เมธาวิกูล เปิดงาน",
        published=date(2008, 4, 22),
        section=("ข่าวเด่น", "ปี 2551"),
        agencies=(Agency(id="opdc", name="สำนักงานคณะกรรมการพัฒนาระบบราชการ"),),
        people=(Person(id="p1", name="เมฆินทร์ เมธาวิกูล", title="นาย", position="ผู้ว่าราชการจังหวัดปทุมธานี"),),
        provinces=("ปทุมธานี",),
    ),
    article(2, "สัมมนาเครือข่าย", "ประชาชนร่วมสัมมนาเรื่องราคาข้าว", published=date(2009, 1, 2)),
    article(3, "ประกาศรับสมัคร", "ผ้าสีขาว", kind="announcement", published=date(2008, 10, 1)),
    article(4, "ตารางอบรม", "กำหนดการ", tables=(Table(after=1, rows=(("ภาคเหนือ", "เชียงใหม่"),)),)),
    article(5, "ข่าว", "ประชาชนของเรา ประชาชน", published=date(2010, 5, 6), site="other"),
    article(6, "สามคำ", "น้ํา\u200bท่วม ๒๕๕๑ ในเเม่น้ำ", published=date(2008, 4, 22)),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(data=tmp_path_factory.mktemp("archive"))
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
        ("ประชาชน", [1, 5, 2]),
        ("ประชาชน สัมมนา", [2]),
        ("ประชาชน -สัมมนา", [1, 5]),
        ("-ประชาชน", [3, 6, 4]),
        ("สัมมนา OR ประกาศ", [2, 3]),
        ("(สัมมนา หรือ ประกาศ) ราคา", [2]),
        ('"ร่วมของประ"', [1]),
        ('"ส่วนร่วมของ" OR "คาข้"', [1, 2]),
        ('หัวเรื่อง:"ประชาชน"', [1]),
        ("หัวเรื่อง:ประชาชน", [1]),
        ("ขาว", [3]),
        ("ข้าว", [2]),
        ("ข่าว", [5]),
        ("เชียงใหม่", [4]),
        ('"น้ำท่วม 2551"', [6]),
        ("แม่น้ำ", [6]),
        ("ก.พ.ร.", [1]),
        ("ก.พ.", []),
        ("หน่วยงาน:opdc", [1]),
        ("หน่วยงาน:พัฒนาระบบราชการ", [1]),
        ('บุคคล:"นายเมฆินทร์ เมธาวิกูล"', [1]),
        ("person:เมฆินทร์", [1]),
        ("จังหวัด:จังหวัดปทุมธานี", [1]),
        ('province:"Pathum Thani"', [1]),
        ("หน่วยงาน:ก.พ.ร", [1]),  # the last dot forgotten
        ("หน่วยงาน:ก.พ.", []),
        ('เว็บ:"สำนักงาน ก.พ.ร."', [1, 2, 3, 4, 6]),
        ("site:www.opdc.go.th", [1, 2, 3, 4, 6]),
        ("site:Office of the Public Sector Development Commission", [1, 2, 3, 4, 6]),
        ("หมวด:ข่าวเด่น", [1]),
        ("ประเภท:ประกาศ", [3]),
        ("kind:announcement", [3]),
        ("เว็บ:other", [5]),
        ("วันที่:22เม.ย.2551", [1, 6]),
        ("ปี:๒๕๕๑", [3, 1, 6]),
        ("ปี:2551..2552 -ปี:2552", [3, 1, 6]),
        ("ปีงบ:2552", [2, 3]),
        ("ปฏิรูป*", [1]),
        ("ประชาชล~", [1, 5, 2]),
        ("พัฒนา", [1]),  # inside a compound, which only the agency's full name is
    ],
)
def test_the_query_language_finds(engine: SearchEngine, query: str, expected: list[int]) -> None:
    page = engine.search(SearchRequest(q=query))
    assert sorted(found(page)) == sorted(expected)
    assert page.total == len(expected)


def test_best_first_then_newest(engine: SearchEngine) -> None:
    assert found(engine.search(SearchRequest(q="ประชาชน")))[-1] == 2  # once, in a body, among other words
    scores = [hit.score for hit in engine.search(SearchRequest(q="ประชาชน")).hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_words_typed_as_one_run_are_best_where_they_stand_so(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    words = "ประชาชน ของเรา ประชุมกัน อยู่ในหน้านี้ซึ่งยาวเท่ากับหน้าอื่น เรื่อง การมีส่วนร่วม"
    together = "เรื่อง การมีส่วนร่วมของประชาชน อยู่ในหน้านี้ซึ่งยาวเท่ากับหน้าอื่น ประชุม เรา กัน"
    others = [article(n, "ข่าว", "หน้าอื่นที่ยาวเท่ากับหน้าเหล่านี้ ซึ่งเขียนเรื่องอื่นอยู่") for n in range(3, 30)]
    put(made, [article(1, "ข่าว", words), article(2, "ข่าว", together), *others])
    search.build(made)
    page = search.open_engine(made).search(SearchRequest(q="การมีส่วนร่วมของประชาชน"))
    assert found(page) == [2, 1]
    assert "<mark>การมีส่วนร่วมของประชาชน</mark>" in page.hits[0].snippet


def test_no_words_means_newest_first(engine: SearchEngine) -> None:
    assert found(engine.search(SearchRequest())) == [5, 2, 3, 1, 6, 4]
    assert found(engine.search(SearchRequest(sort="oldest"))) == [1, 6, 3, 2, 5, 4]
    assert found(engine.search(SearchRequest(kind=("news",), year=(2551,)))) == [1, 6]


def test_filters_beside_the_query(engine: SearchEngine) -> None:
    def one(**filters: object) -> list[int]:
        return sorted(found(engine.search(replace(SearchRequest(), **filters))))  # type: ignore[arg-type]  # by name

    assert one(date_from=date(2009, 1, 1)) == [2, 5]
    assert one(date_to=date(2008, 4, 22)) == [1, 6]
    assert one(year=(2551, 2553)) == [1, 3, 5, 6]
    assert one(year=(0, 99999)) == []
    assert one(agency=("opdc",)) == [1]
    assert one(person=("p1",), province=("ปทุมธานี",)) == [1]
    assert one(section=("ปี 2551",)) == [1]
    assert one(kind=("announcement", "listing")) == [3]
    assert one(site=("other", "nowhere")) == [5]


def test_pages_cover_the_result_once(engine: SearchEngine) -> None:
    request = SearchRequest(per_page=2)
    pages = [engine.search(request.at_page(n)) for n in (1, 2, 3, 4)]
    assert [n for page in pages for n in found(page)] == [5, 2, 3, 1, 6, 4]
    assert [page.pages for page in pages] == [3] * 4
    beyond = engine.search(SearchRequest(page=-5, per_page=0))
    assert (beyond.page, beyond.per_page, len(beyond.hits)) == (1, 1, 1)


def test_some_of_the_words_where_no_page_has_all(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(q="ประชาชน อวกาศ -สัมมนา"))
    assert sorted(found(page)) == [1, 5]
    assert "ไม่พบหน้าที่มีครบทุกคำ จึงแสดงหน้าที่มีบางคำ" in page.query.notes
    assert engine.search(SearchRequest(q='ประชาชน "อวกาศ"')).total == 0


def test_pages_with_only_the_common_words_are_left_out(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    put(made, [article(n, f"ข่าว {n}", "การประชุมของสำนักงาน") for n in range(1, 40)])
    put(made, [article(50, "ข่าวใหม่", "การประชุมเรื่องข้าวหอมมะลิ")])
    search.build(made)
    engine = search.open_engine(made)
    page = engine.search(SearchRequest(q="ข้าวหอมมะลิ การประชุม อวกาศ"))
    engine.close()
    assert found(page) == [50]
    assert page.query.notes


@pytest.mark.parametrize("query", ["# อวกาศ", "อวกาศ; '", "!! อวกาศยาน ??", "อวกาศ จรวด"])
def test_what_is_no_word_does_not_find_every_page(engine: SearchEngine, query: str) -> None:
    assert engine.search(SearchRequest(q=query)).total == 0


def test_an_empty_result_says_why(engine: SearchEngine) -> None:
    assert engine.search(SearchRequest(q="หน่วยงาน:อวกาศ")).query.notes == ("ไม่พบหน่วยงาน “อวกาศ” ในคลัง",)
    assert engine.search(SearchRequest(agency=("อวกาศ", "opdc"))).query.notes == ("ไม่พบหน่วยงาน “อวกาศ” ในคลัง",)
    page = engine.search(SearchRequest(q="!!!"))
    assert page.total == len(ARTICLES)
    assert page.query.notes == (
        "ไม่มีคำให้ค้นใน “!!!” จึงข้ามไป",
        "ไม่เหลือคำให้ค้น จึงแสดงทุกข่าว (ตามตัวกรอง ถ้ามี)",
    )
    assert engine.search(SearchRequest(q='"')).query.notes[0] == 'ไม่มีคำให้ค้นใน “"” จึงข้ามไป'
    assert engine.search(SearchRequest(q="ข่าว -")).query.notes == ()


def test_notes_come_in_the_language_of_the_request(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(q="ปี:abc (agency:nasa", section=("สีแดง",), lang="en"))
    assert page.query.notes == (
        "“abc” was not understood as a date or year, so it was left out",
        "A bracket is not closed: it was taken to close at the end of the query",
        "There is no section “สีแดง” in the archive",
        "No article names an agency “nasa”",
    )


def test_a_long_query_is_cut_with_a_note(archive: Settings) -> None:
    engine = search.open_engine(replace(archive, max_query=8))
    page = engine.search(SearchRequest(q="ประชาชน สัมมนา"))
    assert page.query.understood == "ประชาชน"
    assert "8 ตัวอักษรแรก" in page.query.notes[0]


def test_hits_carry_what_a_page_shows(engine: SearchEngine) -> None:
    (hit,) = engine.search(SearchRequest(q='"ของประชาชน" ปฏิรูป')).hits
    assert hit.url == ARTICLES[0].url
    assert hit.title == ARTICLES[0].title
    assert hit.title_marked == "การมีส่วนร่วม<mark>ของประชาชน</mark>ที่จังหวัดปทุมธานี"
    assert "เรื่องการ<mark>ปฏิรูป</mark>ระบบราชการ" in hit.snippet
    assert hit.published == date(2008, 4, 22)
    assert hit.section == ("ข่าวเด่น", "ปี 2551")


def test_the_result_is_the_promised_json(engine: SearchEngine) -> None:
    data = json.loads(json.dumps(engine.search(SearchRequest(q="ประชาชน")).to_json(), ensure_ascii=False))
    assert set(data) >= {"query", "total", "took_ms", "page", "per_page", "hits", "facets", "timeline", "suggestions"}
    assert set(data["facets"]) == {"year", "agency", "person", "province", "kind", "section", "site"}


@given(needle=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_quoted_text_finds_what_a_plain_scan_finds(engine: SearchEngine, needle: st.DataObject) -> None:
    folded = [(a, fold(a.title), fold(full_text(a))) for a in ARTICLES]
    whole = needle.draw(st.sampled_from([text for _, *texts in folded for text in texts]))
    start = needle.draw(st.integers(0, len(whole) - 1))
    piece = whole[start : start + needle.draw(st.integers(1, 12))].strip()
    if not piece.strip("*~"):
        return
    page = engine.search(SearchRequest(q=f'"{piece}"'))
    assert {hit.id for hit in page.hits} == {a.id for a, title, body in folded if piece in title or piece in body}


@given(query=st.text(max_size=60) | st.text(alphabet='ก"*~-:()\ud800ประชา ', max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_query_gets_an_answer(engine: SearchEngine, query: str) -> None:
    page = engine.search(SearchRequest(q=query))
    assert page.total == 0 or page.hits
    assert json.dumps(page.to_json(), ensure_ascii=False).encode()
    assert engine.suggest(query) is not None


def test_attachments_are_searched(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    url = "http://www.opdc.go.th/plan.pdf"
    one = article(
        1, "แผน", "เอกสารแนบ", attachments=(Attachment(url=url, filename="plan.pdf", media_type="application/pdf"),)
    )
    put(made, [one], papers={url: "ยุทธศาสตร์ดิจิทัลภาครัฐ"})
    search.build(made)
    engine = search.open_engine(made)
    (hit,) = engine.search(SearchRequest(q="ยุทธศาสตร์")).hits
    assert hit.snippet == "<mark>ยุทธศาสตร์</mark>ดิจิทัลภาครัฐ"
    assert engine.search(SearchRequest(q='"ศาสตร์ดิจิ"')).total == 1
    assert engine.search(SearchRequest(q="plan")).total == 1


def test_suggestions_begin_as_typed(engine: SearchEngine) -> None:
    assert engine.suggest("สำนัก") == ("สำนักงานคณะกรรมการพัฒนาระบบราชการ",)
    assert engine.suggest("เมฆ") == ("เมฆินทร์ เมธาวิกูล",)
    assert engine.suggest("การมี") == (ARTICLES[0].title,)
    assert engine.suggest("ป", limit=1) == ("ปทุมธานี",)
    assert engine.suggest("") == ()


def test_no_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="build it with: khlang index build"):
        search.open_engine(Settings(data=tmp_path))


def test_an_empty_archive_can_be_searched(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    put(made, list[Article]())
    assert search.build(made).documents == 0
    page = search.open_engine(made).search(SearchRequest(q='ประชาชน "ก" ก* ก~ ปี:2551 หน่วยงาน:ก'))
    assert (page.total, page.timeline) == (0, ())


def test_notes_and_what_was_understood_keep_the_capitals_of_what_was_typed(engine: SearchEngine) -> None:
    query = engine.search(SearchRequest(q="OPDC")).query
    assert query.understood == "OPDC"
    assert query.notes[0].startswith("ค้น “OPDC” รวม ก.พ.ร., คณะกรรมการพัฒนาระบบราชการ, ")


def test_nothing_of_what_has_no_word_is_searched(engine: SearchEngine) -> None:
    everything = engine.search(SearchRequest()).total
    meetings = engine.search(SearchRequest(q="สัมมนา")).total
    assert 0 < meetings < everything
    for query in ("สัมมนา -!!!", "สัมมนา OR !!!", "สัมมนา (!!!)"):
        page = engine.search(SearchRequest(q=query))
        assert (page.total, page.query.understood) == (meetings, "สัมมนา")
        assert any("!!!" in note for note in page.query.notes)


def test_a_question_of_which_a_filter_leaves_nothing_is_answered(engine: SearchEngine) -> None:
    assert engine.search(SearchRequest(q="ใครเป็นนายกรัฐมนตรี", year=(2400,))).total == 0


def test_blanks_in_quotes_count_in_the_title_too(engine: SearchEngine) -> None:
    ids = {hit.id for hit in engine.search(SearchRequest(q='" ก"', per_page=100)).hits}
    assert {hit.id for hit in engine.search(SearchRequest(q='title:" ก"', per_page=100)).hits} <= ids
