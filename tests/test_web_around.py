"""What stands around hits and articles: pages with the same content, articles like one; page, API and terminal."""

import json
import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from corpus.settings import Settings
from index import search
from search_web import create_app
from tests.commands import khlang_on
from tests.small_archive import article, put
from tests.test_index_duplicates import told

DAY = date(2022, 5, 4)
TWICE, LIKE, OTHER = told(1), told(1, 120) + " " + told(2, 150), told(3)
ARTICLES = [
    article(1, "คู่มือบริการ <ใหม่>", TWICE, published=DAY),
    *(article(n, "คู่มือบริการ <ซ้ำ>", TWICE, published=DAY + timedelta(n)) for n in range(2, 30)),
    article(40, "คู่มืออีกเล่ม", LIKE + " นวัตกรรม", published=DAY - timedelta(3)),
    article(41, "เรื่องอื่น", "ประกาศวันหยุด", published=DAY - timedelta(90)),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(data=tmp_path_factory.mktemp("archive"), rate_limit="")
    put(made, ARTICLES)
    search.build(made)
    return made


@pytest.fixture(scope="module")
def client(archive: Settings) -> FlaskClient:
    return create_app(archive).test_client()


def html(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_pages_with_the_same_content_are_one_hit_on_the_page(client: FlaskClient) -> None:
    page = html(client, "/search?q=คู่มือบริการ")
    assert page.count('<li class="hit">') == 2
    assert "<summary>อีก 28 หน้าเนื้อหาเดียวกัน</summary>" in page
    behind = page.partition('<details class="same">')[2].partition("</details>")[0]
    assert behind.count("<li>") == behind.count("คู่มือบริการ &lt;") == 20
    assert re.search(r'<a href="[^"]*group=0">และอีก 8 หน้า</a>', page)
    assert "พบ 30 ข่าว" in page
    assert 'href="/search?q=%E0' in page
    assert "group=0" in page


def test_every_page_can_be_seen(client: FlaskClient) -> None:
    page = html(client, "/search?q=คู่มือบริการ&group=0&per_page=20&lang=en")
    assert page.count('<li class="hit">') == 20
    assert "more pages with the same content" not in page
    assert "Group pages with the same content" in page
    assert re.search(r'href="[^"]*group=0[^"]*page=2', page)
    assert '<input form="ask" type="hidden" name="group" value="0">' in page


def test_a_value_of_group_that_is_none_is_said(client: FlaskClient) -> None:
    assert "ค่า “yes” ของ group ใช้ไม่ได้" in html(client, "/search?q=คู่มือ&group=yes")


@pytest.mark.parametrize(("lang", "similar", "same"), [
    ("th", "เรื่องใกล้เคียง", "หน้าอื่นที่มีเนื้อหาเดียวกัน"),
    ("en", "Similar articles", "Other pages with the same content"),
])  # fmt: skip
def test_an_article_shows_what_is_like_it(client: FlaskClient, lang: str, similar: str, same: str) -> None:
    page = html(client, f"/article/opdc:t:1?lang={lang}")
    assert same in page
    around = page.partition('id="similar-heading"')[2].partition("</section>")[0]
    assert around.startswith(f">{similar}<")
    assert re.findall(r'href="/article/([^"?]*)', around) == ["opdc:t:40"]
    other = html(client, f"/article/opdc:t:41?lang={lang}")
    assert similar not in other
    assert same not in other


def test_an_article_can_be_read_without_an_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    bare = Settings(data=tmp_path_factory.mktemp("bare"), rate_limit="")
    put(bare, ARTICLES[:2])
    page = html(create_app(bare).test_client(), "/article/opdc:t:1")
    assert "เรื่องใกล้เคียง" not in page


def test_the_api_gives_every_page_unless_asked(client: FlaskClient) -> None:
    plain = client.get("/api/search?q=คู่มือบริการ&per_page=100").get_json()
    assert (len(plain["hits"]), plain["total"], plain["repeats"]) == (30, 30, 0)
    assert all(hit["same"] == [] and hit["same_total"] == 0 for hit in plain["hits"])
    grouped = client.get("/api/search?q=คู่มือบริการ&per_page=100&group=1").get_json()
    assert (len(grouped["hits"]), grouped["total"], grouped["repeats"]) == (2, 30, 28)
    hit = next(hit for hit in grouped["hits"] if hit["same_total"])
    assert hit["same_total"] == 28
    assert set(hit["same"][0]) == {"id", "title", "dated"}


def test_the_api_gives_articles_like_one(client: FlaskClient) -> None:
    found = client.get("/api/articles/opdc:t:2/similar").get_json()
    assert (found["id"], len(found["same"]), found["same_total"]) == ("opdc:t:2", 20, 28)
    assert [hit["id"] for hit in found["similar"]] == ["opdc:t:40"]
    assert 0 < found["similar"][0]["score"] < 1
    assert client.get("/api/articles/opdc:t:99/similar").status_code == 404


def test_choices_count_what_could_be_chosen_besides(client: FlaskClient) -> None:
    asked = "/api/search?year=2550&per_page=1"
    assert client.get(asked).get_json()["facets"]["year"] == []
    assert [v["value"] for v in client.get(f"{asked}&choices=1").get_json()["facets"]["year"]] == ["2565"]
    assert ">2565<" in html(client, "/search?year=2565&q=ประกาศ").replace("<span>2565</span>", ">2565<")


def test_the_terminal_groups_for_people_only(archive: Settings) -> None:
    khlang = khlang_on(archive.data, archive.data)
    said = khlang("search", "คู่มือบริการ").stdout
    assert "อีก 28 หน้าเนื้อหาเดียวกัน: opdc:t:" in said
    assert "แสดง 1-2 จาก 2 (รวม 28 หน้าที่เนื้อหาซ้ำไว้กับหน้าอื่น)" in khlang("search", "คู่มือบริการ").stderr
    assert len(json.loads(khlang("search", "คู่มือบริการ", "--json", "--limit", "50").stdout)["hits"]) == 30
    grouped = json.loads(khlang("search", "คู่มือบริการ", "--json", "--group").stdout)
    assert [hit["same_total"] for hit in grouped["hits"] if hit["same_total"]] == [28]
    assert "เนื้อหาเดียวกัน" not in khlang("search", "คู่มือบริการ", "--no-group").stdout


def test_the_terminal_shows_articles_like_one(archive: Settings) -> None:
    khlang = khlang_on(archive.data, archive.data)
    done = khlang("show", "opdc:t:1", "--similar")
    assert "1. คู่มืออีกเล่ม" in done.stdout
    assert "อีก 28 หน้าเนื้อหาเดียวกัน: opdc:t:10, " in done.stderr
    found = json.loads(khlang("show", "opdc:t:1", "--similar", "--json").stdout)
    assert [hit["id"] for hit in found["similar"]] == ["opdc:t:40"]
    assert "ไม่พบเรื่องใกล้เคียง" in khlang("show", "opdc:t:41", "--similar").stderr
