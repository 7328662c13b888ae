"""Two searches over time: the page, its numbers, what it does with half a question or a hostile one."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from corpus.settings import Settings
from index.hits import Month
from search_web import create_app
from search_web.compare_view import spans_of
from tests.test_web_pages import Page, get
from tests.web_fakes import FakeEngine, FakeShelf


@pytest.fixture
def client() -> FlaskClient:
    return create_app(Settings(rate_limit=""), engine=FakeEngine(), store=FakeShelf()).test_client()


def paths(page: Page, name: str) -> list[dict[str, str | None]]:
    return [a for a in page.all("path") if a.get("class") == f"line line-{name}" and len(a["d"] or "") > 10]


def test_both_searches_are_drawn_on_one_axis_with_a_table(client: FlaskClient) -> None:
    page = get(client, "/compare", a="ประชาชน", b="อำเภอ")
    assert len(paths(page, "a")) == len(paths(page, "b")) == 1
    assert "พบ 4 ข่าว" in page.text
    assert page.text.count("2560") == 2  # on the axis and in the table
    assert any("from=2008-01-01" in link for link in page.links)
    assert "/compare.csv?a=" in " ".join(page.links)


def test_a_share_is_of_all_articles_of_that_time(client: FlaskClient) -> None:
    page = get(client, "/compare", a="ประชาชน", b="อำเภอ", per="share", by="year")
    assert "100.0%" in page.text
    assert "สัดส่วน" in page.text
    assert ("per", "share") in {(f.get("name"), f.get("value")) for f in page.all("input")}


def test_half_a_question_asks_for_the_other_half(client: FlaskClient) -> None:
    assert "ใส่คำค้นอีกคำหนึ่ง" in get(client, "/compare", b="ประชาชน").text
    assert len(paths(get(client, "/compare", b="ประชาชน"), "b")) == 1
    assert not get(client, "/compare").all("table")
    assert "ทั้งสองคำค้นไม่พบข่าว" in get(client, "/compare", a="ไม่มีเลย", b="ไม่มีแน่").text


def test_a_search_with_filters_becomes_one_query(client: FlaskClient) -> None:
    page = get(client, "/compare", q="ประชาชน", agency=["opdc", "dopa"], kind="news", **{"from": "2551"})
    asked = next(f["value"] for f in page.all("input") if f.get("name") == "a")
    name = "สำนักงานคณะกรรมการพัฒนาระบบราชการ"
    assert asked == f'ประชาชน (หน่วยงาน:"{name}" OR หน่วยงาน:"กรมการปกครอง") ประเภท:"news"'


def test_the_numbers_open_in_a_spreadsheet(client: FlaskClient) -> None:
    answer = client.get("/compare.csv", query_string={"a": "=1+1", "b": "ประชาชน"})
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(answer.text[1:])))
    assert rows[0] == ["month", "a: =1+1", "b: ประชาชน", "all"]
    assert rows[1] == ["2008-04", "0", "1", "1"]
    assert rows[-1][0] == "2023-01"
    assert len(rows) == 1 + 15 * 12 - 2
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def test_hostile_and_long_questions_are_answered(client: FlaskClient) -> None:
    for asked in ("<script>alert(1)</script>", "\u202e" * 9, "ก" * 500, '"' * 40, "%00", "ปี:9999"):
        page = get(client, "/compare", a=asked, b="ประชาชน", by="\x00", per="ราย", lang="en")
        assert not [a for a in page.all("script") if not a.get("src")]
        assert client.get("/compare.csv", query_string={"a": asked}).status_code == 200


def test_spans_reach_from_the_first_to_the_last_month() -> None:
    found = [Month("2008-11", 2), Month("2009-02", 1), Month("no month", 5)]
    spans = list(spans_of(found, [Month("2008-12", 8), Month("2001-01", 1)], by="month", within=[found]))
    assert [(s.key, s.counts, s.everything) for s in spans] == [
        ("2008-11", (2,), 0),
        ("2008-12", (0,), 8),
        ("2009-01", (0,), 0),
        ("2009-02", (1,), 0),
    ]
    assert spans[0].share(0) == 0.0
    assert [s.key for s in spans_of([Month("0999-01", 1)], found, by="year")] == ["2008", "2009"]
    assert list(spans_of((), (), by="year")) == []
