"""Articles whose pages give no date, on their way to readers: index, page, API and terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from corpus.errors import IndexProblem
from corpus.records import TOLD
from corpus.settings import Settings
from index import search
from index.generations import MANIFEST, current
from index.hits import SearchPage, SearchRequest
from khlang import main
from search_web import create_app
from search_web.text import TEXTS
from tests.small_archive import article, put

ARTICLES = (
    article(1, "ประชุมบอกวัน", "ประชุมที่หนึ่ง", dated=date(2019, 3, 14), dated_from="lead"),
    article(2, "ประชุมมีวันเผยแพร่", "ประชุมที่สอง", published=date(2019, 6, 1), published_from="header"),
    article(3, "ประชุมตามหมวด", "ประชุมที่สาม", dated=date(2020, 5, 1), dated_from="breadcrumb"),
    article(
        4,
        "ประชุมที่ย้ายมา",
        "ประชุมที่สี่",
        published=date(2008, 4, 22),
        published_from="lead",
        stamp=date(2009, 9, 3),
        updated=date(2009, 9, 3),
    ),
    article(5, "ประชุมไม่มีวัน", "ประชุมที่ห้า"),
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(data=tmp_path_factory.mktemp("dated") / "data", rate_limit="")
    put(made, ARTICLES)
    search.build(made)
    return made


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[FlaskClient]:
    app = create_app(settings)
    yield app.test_client()
    app.extensions["khlang"].rooms.close()


def ask(settings: Settings, **asked: object) -> SearchPage:
    with closing(search.open_engine(settings)) as engine:
        return engine.search(SearchRequest(**asked))  # type: ignore[arg-type]  # a test says what it asks


def numbers(page: SearchPage) -> list[int]:
    return [int(hit.id.rpartition(":")[2]) for hit in page.hits]


def test_every_dated_article_is_sorted_filtered_and_counted_by_its_day(settings: Settings) -> None:
    newest = ask(settings, q="ประชุม", sort="newest")
    assert numbers(newest) == [3, 2, 1, 4, 5]
    assert numbers(ask(settings, q="ประชุม", sort="oldest")) == [4, 1, 2, 3, 5]
    assert [(year.value, year.count) for year in newest.facets["year"]] == [("2563", 1), ("2562", 2), ("2551", 1)]
    assert [month.month for month in newest.timeline] == ["2008-04", "2019-03", "2019-06", "2020-05"]
    for query in ("ปี:2562", "date:2019-01-01..2019-12-31"):
        assert sorted(numbers(ask(settings, q=query))) == [1, 2]
    assert numbers(ask(settings, date_from=date(2020, 1, 1))) == [3]
    assert sorted(numbers(ask(settings, year=(2562,)))) == [1, 2]


def test_hits_say_what_the_page_gave_and_the_day(client: FlaskClient) -> None:
    hits = {h["id"][-1]: h for h in json.loads(client.get("/api/search?q=ประชุม").text)["hits"]}
    days = {n: (h["published"], h["dated"], h["dated_from"]) for n, h in hits.items()}
    assert days == {
        "1": (None, "2019-03-14", "lead"),
        "2": ("2019-06-01", "2019-06-01", "header"),
        "3": (None, "2020-05-01", "breadcrumb"),
        "4": ("2008-04-22", "2008-04-22", "lead"),
        "5": (None, None, ""),
    }


@pytest.mark.parametrize(
    ("lang", "lead", "section", "given", "none"),
    [
        (
            "th",
            "14 มีนาคม 2562</time> ตามเนื้อหา",
            ">พฤษภาคม 2563</time> ตามหมวด",
            "1 มิถุนายน 2562</time><span>",
            "ไม่ทราบวันที่",
        ),
        (
            "en",
            "14 March 2019</time> by its text",
            ">May 2020</time> by its section",
            "1 June 2019</time><span>",
            "no date",
        ),
    ],
)
def test_lists_say_of_a_day_that_is_not_the_pages_own(
    client: FlaskClient, lang: str, lead: str, section: str, given: str, none: str
) -> None:
    for address in ("/search?q=ประชุม", "/?"):
        text = client.get(f"{address}&lang={lang}").text
        assert lead in text
        assert section in text
        assert none in text
    assert given in client.get(f"/search?q=ประชุม&lang={lang}").text


@pytest.mark.parametrize(
    ("lang", "label", "published", "why", "not_given"),
    [
        ("th", "<dt>วันที่ของข่าว</dt>", "<dt>วันที่เผยแพร่</dt>", "ตามวันที่ในย่อหน้าแรก", "หน้าเว็บไม่ได้ระบุวันที่เผยแพร่"),
        (
            "en",
            "<dt>Date</dt>",
            "<dt>Published</dt>",
            "from the date in the first",
            "the page gives no publication date",
        ),
    ],
)
def test_the_article_page_claims_no_publication_that_is_not_given(
    client: FlaskClient, lang: str, label: str, published: str, why: str, not_given: str
) -> None:
    told = client.get(f"/article/opdc:t:1?lang={lang}").text
    assert label in told
    assert why in told
    assert not_given in told
    assert published not in told
    given = client.get(f"/article/opdc:t:2?lang={lang}").text
    assert published in given
    assert not_given not in given
    moved = client.get(f"/article/opdc:t:4?lang={lang}").text
    assert label in moved  # its stamp is that of a move: the day is told by the text here, too
    assert why in moved
    assert published not in moved


def test_the_terminal_says_it_too(settings: Settings) -> None:
    def khlang(*arguments: str) -> str:
        return CliRunner().invoke(main, ["--data", str(settings.data), *arguments]).stdout

    listed = khlang("search", "ประชุม")
    assert "14 มี.ค. 2562 (ตามเนื้อหา) · opdc:t:1" in listed
    assert "1 พ.ค. 2563 (ตามหมวด) · opdc:t:3" in listed
    assert "1 มิ.ย. 2562 · opdc:t:2" in listed
    told, given = khlang("show", "opdc:t:1"), khlang("show", "opdc:t:2")
    assert "วันที่ของข่าว: 14 มีนาคม 2562 (ตามเนื้อหา หน้าเว็บไม่ได้ระบุวันที่เผยแพร่)" in told
    assert "\nเผยแพร่:" not in told
    assert "\nเผยแพร่: 1 มิถุนายน 2562 (header)" in given
    assert "วันที่ของข่าว" not in given


def test_an_index_from_before_asks_for_a_rebuild(tmp_path: Path) -> None:
    made = Settings(data=tmp_path / "data")
    put(made, ARTICLES[:1])
    search.build(made)
    manifest = current(made.index) / MANIFEST
    data = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(data | {"schema": data["schema"] - 1}), encoding="utf-8")
    with pytest.raises(IndexProblem, match="rebuild with: khlang index build"):
        search.open_engine(made)


@pytest.mark.parametrize("why", sorted(TOLD))
def test_what_told_the_day_is_said_in_both_languages(why: str) -> None:
    for key in (f"dated_{why}", f"from_{why}"):
        assert len({*TEXTS[key]}) == 2
    assert len({TEXTS[f"from_{each}"] for each in TOLD}) == len(TOLD)
