"""Exports over the web: every row of a result, in its order, with a digest that can be checked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article
from corpus.settings import Settings
from index.clusters import is_boundary
from index.hits import SearchRequest, Sort
from search_web import create_app
from search_web.exporting import FORMATS, Format
from search_web.exports import file_names
from search_web.spreadsheet import COLUMNS, MOST_UNITS, cell, header, is_formula, row
from search_web.text import say
from tests.test_web_bibliography import entries, records
from tests.web_fakes import AUDIT, DIGEST, FakeEngine, FakeShelf, fake_read

QUERY = "การมีส่วนร่วมของประชาชน"
HOSTILE = st.text(st.sampled_from("=+-@＝＋－＠−﹢ \t\r\n\0\"',;|ก่ำเ1a\u200b\u00a0\ufeff\U0001f600\ud800"), max_size=40)


def serve(shelf: FakeShelf | None = None, engine: FakeEngine | None = None, **settings: str) -> FlaskClient:
    made = Settings(rate_limit="", **settings)  # type: ignore[arg-type]  # texts only
    return create_app(made, engine=engine or FakeEngine(), store=shelf or FakeShelf(), read=fake_read).test_client()


@pytest.fixture
def client() -> FlaskClient:
    return serve()


def ids(fmt: Format, data: bytes) -> list[str]:
    """The ids of the articles in a file, in its order."""
    text = data.decode("utf-8-sig")
    if fmt == "csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    if fmt == "jsonl":
        return [json.loads(line)["id"] for line in text.splitlines()]
    if fmt == "bib":
        return [key for key, _ in entries(text)]
    return [dict(record)["AN"] for record in records(text)]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("path", ["q=" + quote(QUERY), "", "kind=news&sort=oldest", "q=" + quote("ไม่มีเลยสักหน้า")])
def test_every_hit_is_a_row_in_the_order_of_the_search(client: FlaskClient, fmt: Format, path: str) -> None:
    hits = client.get(f"/api/search?per_page=100&{path}").get_json()["hits"]
    answer = client.get(f"/export.{fmt}?lang=en&page=2&per_page=1&group=1&{path}")
    found = ids(fmt, answer.data)
    assert found == [hit["id"].replace(":", "-") if fmt == "bib" else hit["id"] for hit in hits]
    assert answer.headers["X-Export-Rows"] == str(len(hits))
    assert answer.headers["X-Export-State"] == f"kept catalogue:{FakeShelf().last_seq()}"
    assert "Content-Length" not in answer.headers or answer.is_streamed


def test_another_change_of_the_catalogue_is_another_state() -> None:
    class Changed(FakeShelf):
        """A catalogue that learnt more of an article of which the index has the same version."""

        def last_seq(self) -> int:
            return super().last_seq() + 1

    states = []
    for shelf in (FakeShelf(), Changed()):
        web = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=shelf, read=fake_read).test_client()
        told = [web.get(f"/export.csv{end}").headers["X-Export-State"] for end in ("", ".sha256")]
        assert told[0] == told[1]
        states.append(told[0])
    assert states[0] != states[1]


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_digest_is_that_of_the_file(client: FlaskClient, fmt: Format) -> None:
    made = client.get(f"/export.{fmt}?q={QUERY}")
    told = client.get(f"/export.{fmt}.sha256?q={QUERY}")
    digest, name = told.text.rstrip("\n").split("  ")
    assert digest == hashlib.sha256(made.data).hexdigest()
    saved = made.headers["Content-Disposition"].partition("UTF-8''")[2]
    assert saved == quote(name, safe="")
    assert told.headers["Content-Disposition"].endswith(f"UTF-8''{saved}.sha256")
    assert told.headers["X-Export-Bytes"] == str(len(made.data))
    assert told.headers["X-Export-Rows"] == made.headers["X-Export-Rows"] == "4"
    assert told.headers["X-Export-Missing"] == "0"
    assert client.get(f"/export.{fmt}?q={QUERY}").data == made.data


def test_a_head_request_tells_without_making_anything() -> None:
    class Closed(FakeShelf):
        def article(self, article_id: str, version: int | None = None) -> Article | None:
            raise AssertionError("a head needs no article")

    for path in ("/export.csv", "/export.jsonl.sha256"):
        answer = serve(Closed()).head(path)
        assert (answer.status_code, answer.headers["X-Export-Rows"], answer.data) == (200, "11", b"")


def test_json_lines_are_the_articles_themselves(client: FlaskClient) -> None:
    lines = client.get(f"/export.jsonl?q={QUERY}").data.split(b"\n")
    assert lines.pop() == b""
    assert Article.from_json(json.loads(lines[-1])) == AUDIT
    assert "ปทุมธานี".encode() in lines[-1]


def test_a_table_has_names_and_values_in_the_language_of_the_page(client: FlaskClient) -> None:
    rows = {}
    for lang in ("th", "en"):
        data = client.get(f"/export.csv?lang={lang}&q={QUERY}").data
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\r\n") >= 5
        rows[lang] = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))[-1]
    assert tuple(rows["en"]) == COLUMNS
    about = {name: rows["en"][name] for name in COLUMNS if name not in ("body", "attachments", "title", "warnings")}
    assert about == {
        "id": AUDIT.id, "version": "2", "date": "2008-04-22", "date_be": "22 เมษายน พ.ศ. 2551", "year_be": "2551",
        "date_from": "lead", "published": "2008-04-22", "kind": "news", "site": "opdc",
        "section": "ข่าวเด่น ก.พ.ร. › ปี 2551 › เมษายน", "people": "นาย สมหมาย ใจตรง; นางสาว วราภรณ์ ศรีสุข",
        "agencies": "สำนักงานคณะกรรมการพัฒนาระบบราชการ; กรมการปกครอง", "provinces": "ปทุมธานี",
        "laws": "มาตรา 78 (5)", "event_start": "2008-04-22", "event_end": "2008-04-24",
        "event_place": "หอประชุมศาลากลางจังหวัดปทุมธานี", "tables": "1", "url": AUDIT.url,
        "permalink": f"http://localhost/article/{AUDIT.id}?version=2", "captured": "2026-11-20T21:00:00Z",
        "digest": DIGEST, "lang": "th", "shortened": "",
    }  # fmt: skip
    assert rows["en"]["body"] == AUDIT.body
    thai = rows["th"]
    assert (thai["ประเภท"], thai["เว็บไซต์"], thai["ที่มาของวันที่"]) == ("ข่าว", "สำนักงาน ก.พ.ร.", "ตามวันที่ในย่อหน้าแรก")
    assert thai["ลิงก์ถาวร"] == about["permalink"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_article_that_vanished_keeps_its_row_and_says_so(fmt: Format) -> None:
    kept = FakeShelf().kept
    client = serve(FakeShelf(kept[1:]), FakeEngine(kept))
    answer = client.get(f"/export.{fmt}?lang=en&q={QUERY}")
    assert len(ids(fmt, answer.data)) == 4
    assert ids(fmt, answer.data)[-1] in (AUDIT.id, "opdc-g1-content-9101")
    assert b"the index has this article and the catalogue has not" in answer.data
    assert client.get(f"/export.{fmt}.sha256?q={QUERY}").headers["X-Export-Missing"] == "1"


def test_what_was_not_understood_is_told_in_the_head(client: FlaskClient) -> None:
    notes = unquote(client.get("/export.csv?from=yesterday&lang=en").headers["X-Export-Notes"])
    assert notes == "“yesterday” was not understood as a date, so it was left out"


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ('"ก.พ.ร." ../../ปี:2551', "คลังข่าว-ก-พ-ร-ปี-2551.csv"),
        ("", "คลังข่าว.csv"),
        ("con", "คลังข่าว-con.csv"),
        ("\u202egpj.exe", "คลังข่าว-gpj-exe.csv"),
    ],
)
def test_files_are_named_after_the_query(q: str, name: str) -> None:
    usual: Sort = "relevance" if q else "newest"
    assert file_names(SearchRequest(q=q, sort=usual), "csv", "th")[1] == name
    filtered = [file_names(SearchRequest(q=q, sort=usual, year=(year,)), "csv", "en") for year in (2551, 2552)]
    assert len({one for both in filtered for one in both}) == 4


@given(HOSTILE | st.text(max_size=300))
def test_any_query_gives_a_name_that_every_system_takes(q: str) -> None:
    plain, name = file_names(SearchRequest(q=q.replace("\ud800", "")), "ris", "th")
    assert plain.isascii()
    assert len(name.encode("utf-8", "replace")) < 255
    assert not set(name) & set('\\/:*?"<>|%\n\r\t\0')
    assert name.endswith(".ris")
    assert name.count(".") == 1


def test_the_permanent_links_are_those_of_the_setting() -> None:
    client = serve(public_address="https://khao.example/archive")
    assert f"https://khao.example/archive/article/{AUDIT.id}?version=2" in client.get(f"/export.csv?q={QUERY}").text
    assert "https://khao.example/archive/article/" in client.get(f"/article/{AUDIT.id}/cite.ris").text


@pytest.mark.parametrize("path", ["/export.xlsx", "/export.", "/export.csv.md5"])
def test_other_formats_are_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_of_formats_says_what_the_file_will_hold(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/export?q={QUERY}&kind=news&from=x&sort=oldest&lang={lang}").text
    assert QUERY in page
    assert {"th": "ไฟล์จะมีข่าว 2 รายการ", "en": "The file will hold 2 articles"}[lang] in page
    end = "&amp;lang=en" if lang == "en" else ""
    for fmt in FORMATS:
        for more in ("", ".sha256"):
            assert f'href="/export.{fmt}{more}?q={quote(QUERY)}&amp;kind=news&amp;sort=oldest{end}"' in page
    assert f'href="/feed.atom?q={quote(QUERY)}&amp;kind=news{end}"' in page
    assert say("en" if lang == "en" else "th", "note_date", value="x") in page
    assert len(page.encode()) < 100_000


def test_exports_have_an_allowance_of_their_own_which_is_a_tenth() -> None:
    app = create_app(Settings(rate_limit="20 per minute"), engine=FakeEngine(), store=FakeShelf(), read=fake_read)
    client = app.test_client()
    paths = ("/export.csv", "/export.ris.sha256", "/export.csv")
    assert [client.get(path).status_code for path in paths] == [200, 200, 429]
    assert client.get("/search").status_code == client.get("/feed.atom").status_code == 200


# --- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["=1+1", "+66", "-", "@x", "＝1", "＋", "－", "＠", " =1", "\t=1", "\r\n=1", "\u00a0=1", "\u200b=1", "−1"]
)
def test_a_formula_becomes_text(text: str) -> None:
    made, whole = cell(text)
    assert made.startswith("'")
    assert whole


@given(HOSTILE | st.text(max_size=100))
def test_no_cell_is_run(text: str) -> None:
    made, whole = cell(text)
    assert whole
    assert not is_formula(made)
    assert not made.startswith(("\t", "\r", "\n", " "))
    assert not {"\r", "\0"} & set(made)
    made.encode()


@given(st.text(st.sampled_from("กำ่\U0001f600=\n"), min_size=1, max_size=9), st.integers(1, 9000))
def test_no_cell_is_longer_than_excel_takes(text: str, times: int) -> None:
    made, whole = cell(text * times)
    assert len(made.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert whole is not made.endswith("…")
    if not whole and "\U0001f600" not in text and "่" not in text:
        assert len(made) > MOST_UNITS - 30
        assert is_boundary(made, len(made) - 1)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_a_table_with_anything_in_it_keeps_its_columns(title: str, body: str, rest: str) -> None:
    article = replace(AUDIT, title=title, body=body, section=(rest, title), provinces=(body,), id=f"x{rest}")
    made = header("en") + row(article, "en", site=rest, permalink=body, digest=title)
    (read,) = csv.DictReader(io.StringIO(made.encode("utf-8", "replace").decode("utf-8-sig"), newline=""))
    assert tuple(read) == COLUMNS
    assert not any(is_formula(value) for value in read.values())
    assert read["title"] == cell(title)[0].encode("utf-8", "replace").decode()


def test_what_was_cut_is_named() -> None:
    made = header("th") + row(replace(AUDIT, body="ก" * 40_000), "th", site="", permalink="", digest="")
    (read,) = csv.DictReader(io.StringIO(made.removeprefix("\ufeff"), newline=""))
    assert read["ช่องที่ตัดให้สั้น"] == "เนื้อหา"
    assert len(read["เนื้อหา"]) == MOST_UNITS
