"""The examples of the pages: made of what the archive has, so that every one of them finds something."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from corpus.records import Agency, Person
from corpus.settings import Settings
from index import search
from search_web import create_app
from search_web.examples import PHRASE, USUAL, Examples, examples_of
from tests.small_archive import article, put
from tests.web_fakes import FakeEngine, FakeShelf

DOPA = Agency(id="dopa", name="กรมการปกครอง")
CLERK = Person(id="p-1", name="สมหมาย ใจตรง", title="นาย", position="เจ้าหน้าที่")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    settings = Settings(data=tmp_path_factory.mktemp("data"), rate_limit="")
    told = {"published_from": "header", "agencies": (DOPA,), "people": (CLERK,), "provinces": ("น่าน",)}
    put(
        settings,
        (
            article(n, f"ชาวบ้านปลูกป่าชายเลน ครั้งที่ {n}", "ปลูกต้นไม้", published=date(2020 + n, 11, 5), **told)
            for n in range(5)
        ),
    )
    search.build(settings)
    return create_app(settings).test_client()


def found(client: FlaskClient, query: str) -> int:
    total: int = client.get("/api/search", query_string={"q": query}).get_json()["total"]
    return total


def test_every_example_of_the_start_page_finds_something(client: FlaskClient) -> None:
    page = client.get("/").text
    block = page[page.index('class="examples"') :].partition("</p>")[0]
    queries = [parse_qs(urlsplit(html.unescape(href)).query)["q"][0] for href in re.findall('href="([^"]+)"', block)]
    assert queries[2:] == ["ปี:2565..2567", "จังหวัด:น่าน"]
    assert queries[0] == '"ชาวบ้านปลูกป่าชายเลน"'  # the usual phrase is in none of these articles
    assert queries[1].startswith("หน่วยงาน:")
    assert all(found(client, query) for query in queries)


def test_the_examples_of_the_help_are_of_this_archive(client: FlaskClient) -> None:
    page = html.unescape(client.get("/help").text)
    for query in ('บุคคล:"สมหมาย ใจตรง"', "วันที่:5พ.ย.2567", "ปีงบ:2568", "ประเภท:ข่าว", "จังหวัด:น่าน"):
        assert f">{query}</a>" in page
        assert found(client, query), query


def test_the_commands_of_the_guide_have_answers(client: FlaskClient) -> None:
    block = client.get("/api").text.partition('id="api_try"')[2].partition("</section>")[0]
    hrefs = [html.unescape(href) for href in re.findall('<a href="([^"]+)"', block)]
    assert len(hrefs) == 5
    for href in hrefs:
        answer = client.get(href)
        assert answer.status_code == 200, href
        assert answer.get_json().get("total", 1), href


def test_an_archive_that_tells_nothing_has_the_usual_examples(tmp_path: Path) -> None:
    assert examples_of(FakeEngine(kept=())) == USUAL
    assert USUAL.begin == ()
    client = create_app(Settings(data=tmp_path, rate_limit="")).test_client()
    assert "ปี:2550..2552" in client.get("/help").text
    assert "opdc:g1:content:2626" in client.get("/api").text


def test_they_are_worked_out_once_for_a_state_of_the_index() -> None:
    engine = FakeEngine()
    client = create_app(Settings(rate_limit=""), engine=engine, store=FakeShelf()).test_client()
    for _ in range(3):
        client.get("/help")
    assert (len(engine.asked), len(engine.counted)) == (2, 1)
    client.get("/")
    assert len(engine.asked) == 3


def test_values_with_blanks_are_quoted_and_years_may_be_one() -> None:
    shown = Examples(phrase=PHRASE, agency="กรม การ", years=(2551, 2551))
    assert shown.begin == (f'"{PHRASE}"', 'หน่วยงาน:"กรม การ"', "ปี:2551")
