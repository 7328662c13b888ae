"""The day that an article is sorted by, and the day of publication that only its page can give."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from corpus.extract.fit import lost_signs
from corpus.page_posts import day_of
from corpus.pipeline import understand
from corpus.records import Article, Capture
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import open_store
from corpus.store_aliases import gathered
from corpus.store_schema import MIGRATIONS, connect, migrate
from corpus.versions import content_digest, differences, what_changed
from tests.small_archive import article, put

TITLE = "สำนักงาน ก.พ.ร. เปิดคลินิกลดขั้นตอนให้ 12 จังหวัด"
LEAD = "เมื่อวันที่ 14 มีนาคม 2562 สำนักงาน ก.พ.ร. เปิดคลินิกให้คำปรึกษา ณ ศาลากลางจังหวัดน่าน"
MORE = "ที่ประชุมรับทราบผลการดำเนินงานและเห็นชอบให้ขยายผลไปยังหน่วยงานอื่นในปีถัดไป เพื่อความสะดวกของประชาชน"
MENU = "เข้าสู่ระบบ\nก\nก\nก\n(current)\nเกี่ยวกับ ก.พ.ร.\n"
DAY, LATER = date(2019, 3, 14), date(2020, 1, 2)


def second_generation(lead: str = LEAD, **hints: str) -> Article:
    """A page of the second generation of the site: no line of it says when it was published."""
    found = understand(
        Capture(
            url="https://www.opdc.go.th/content/7077",
            site="opdc",
            captured=datetime(2026, 1, 2, tzinfo=UTC),
            body=f"{MENU}{TITLE}\nแชร์หน้านี้\n{lead}\n{MORE}".encode(),
            digest="sha1:X",
            media_type="text/plain",
            hints=hints,
        ),
        load_site("opdc"),
    )
    assert isinstance(found, Article), found
    return found


def told(day: date = DAY, **more: object) -> Article:
    return article(1, TITLE, LEAD, **{"dated": day, "dated_from": "lead", **more})


def older(one: Article) -> dict[str, object]:
    """The Article JSON as programs wrote it that knew one day only."""
    data = one.to_json()
    data |= {"published": data.pop("dated"), "published_from": data.pop("dated_from")}
    return data


def test_a_page_that_gives_no_date_is_dated_by_what_it_tells_and_not_published() -> None:
    found = second_generation()
    assert (found.published, found.published_from, found.stamp) == (None, "", None)
    assert (found.dated, found.dated_from) == (DAY, "lead")
    nothing = second_generation("ข้อความที่ไม่มีวันที่ใดเลย")
    assert (nothing.published, nothing.dated, nothing.dated_from) == (None, None, "")


def test_the_date_that_the_source_gave_is_that_of_publication() -> None:
    found = second_generation(published="2019-03-20")
    assert (found.published, found.published_from) == (date(2019, 3, 20), "import")
    assert (found.dated, found.dated_from) == (date(2019, 3, 20), "import")


@pytest.mark.parametrize("why", ["stamp", "header", "metadata", "import", "lead", "breadcrumb"])
def test_a_published_article_is_dated_by_its_publication(why: str) -> None:
    found = told(published=LATER, published_from=why)
    assert (found.dated, found.dated_from) == (LATER, why)
    assert replace(found, published=DAY).dated == DAY


# --- articles of older programs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["lead", "breadcrumb"])
def test_an_article_of_an_older_program_without_a_stamp_was_not_published_by_its_page(why: str) -> None:
    one = told(dated_from=why)
    assert Article.from_json(older(one)) == one
    assert Article.from_json(one.to_json()) == one


@pytest.mark.parametrize(
    ("why", "stamp"), [("lead", LATER), ("stamp", DAY), ("header", DAY), ("metadata", None), ("", None)]
)
def test_what_the_page_gave_an_older_program_stays_its_publication(why: str, stamp: date | None) -> None:
    one = article(1, TITLE, LEAD, published=DAY, published_from=why, stamp=stamp)
    again = Article.from_json(older(one))
    assert (again, again.published, again.dated) == (one, DAY, DAY)


def test_the_same_page_read_by_an_older_program_is_no_other_version() -> None:
    before = article(1, TITLE, LEAD, published=DAY, published_from="lead")  # as it was understood then
    assert content_digest(before) == content_digest(told())
    assert content_digest(told()) != content_digest(told(LATER))


def test_a_page_that_comes_to_give_its_date_has_changed() -> None:
    after = told(published=DAY, published_from="header", stamp=DAY)
    assert what_changed(told(), after) == ("dates",)
    pieces = list(differences(told(), after, str.split))
    assert "dated" in "".join(p.text for p in pieces if p.kind == "removed")
    assert "published" in "".join(p.text for p in pieces if p.kind == "added")


def test_an_older_catalogue_keeps_its_order_and_reads_its_posts_again(tmp_path: Path) -> None:
    age = next(n for n, steps in enumerate(MIGRATIONS) if any("RENAME COLUMN published" in sql for sql in steps))
    path = tmp_path / "catalogue.sqlite"
    connection = connect(path, readonly=False)
    migrate(connection, path, MIGRATIONS[:age])
    for n, (day, how) in enumerate((("2019-03-14", "published"), ("2020-01-02", "event"))):
        connection.execute(
            "INSERT INTO articles (id, seq, site, lang, kind, published, first_seen, last_seen, current, posted)"
            " VALUES (?1, ?1, 'a', 'th', 'news', ?2, '', '', 1, 1)",
            (n, day),
        )
        connection.execute(
            "INSERT INTO posts (article_id, version, person_id, name, title, dated_by, field, begins, ends)"
            " VALUES (?, 1, 'p', 'p', '', ?, '', -1, -1)",
            (n, how),
        )
    assert migrate(connection, path) == len(MIGRATIONS) - age
    rows = connection.execute("SELECT dated, posted FROM articles ORDER BY dated").fetchall()
    assert rows == [("2019-03-14", None), ("2020-01-02", 1)]
    connection.close()


# --- who asks for which of the two ----------------------------------------------------------------------------------


def test_the_newest_are_those_of_the_latest_day_whoever_gave_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    given = article(2, "ข่าว", published=date(2019, 6, 1), published_from="header")
    put(settings, [told(), given, article(3, "ไม่มีวัน"), article(4, "ใหม่", dated=LATER, dated_from="breadcrumb")])
    with open_store(settings, readonly=True) as store:
        assert [one.id[-1] for one in store.recent(4)] == ["4", "2", "1", "3"]
        visit = store.visit(told().url)
        assert visit is not None
        assert visit.dated == DAY


def test_posts_say_whether_their_day_is_the_publication() -> None:
    assert day_of(told()) == (DAY, "told")
    assert day_of(told(published=LATER, published_from="header")) == (LATER, "published")


def test_one_article_of_several_pages_is_published_where_one_of_them_says_so() -> None:
    second = told()
    header = article(2, TITLE, LEAD, published=LATER, published_from="header", stamp=LATER)
    both = gathered(second, [header])
    assert (both.published, both.published_from, both.dated) == (LATER, "header", LATER)
    moved = article(2, TITLE, LEAD, published=LATER, published_from="breadcrumb", stamp=date(2021, 9, 3))
    both = gathered(second, [moved])  # the stamp is of a move: the lead says more than the section
    assert (both.published, both.published_from, both.stamp) == (DAY, "lead", date(2021, 9, 3))
    both = gathered(second, [told(LATER, id="opdc:t:2", dated_from="breadcrumb")])
    assert (both.published, both.dated, both.dated_from) == (None, DAY, "lead")


def test_only_a_date_that_the_page_gave_can_be_lost() -> None:
    given = told(published=DAY, published_from="header", layout="g3")
    assert lost_signs(given, told(LATER, layout="g3")) == ("date",)
    assert lost_signs(told(layout="g3"), told(LATER, layout="g3")) == ()


def test_json_names_both_days() -> None:
    data = json.loads(json.dumps(told().to_json()))
    assert (data["published"], data["published_from"]) == (None, "")
    assert (data["dated"], data["dated_from"]) == ("2019-03-14", "lead")
