"""corpus.store_posts: who held which post, kept with the article, and read for catalogues of older programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import corpus.store_posts as store_posts
from corpus.likeness import Kin
from corpus.page_posts import day_of
from corpus.records import Article, Capture, Event, Location, Person, Surface
from corpus.settings import Settings
from corpus.store import Store, open_store
from corpus.store_posts import Held
from corpus.store_schema import MIGRATIONS, connect, migrate

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRETARY = "เลขาธิการ ก.พ.ร."
BODY = "นายสมมุติ ทดสอบดี เลขาธิการ ก.พ.ร. เปิดการประชุม"
_places = iter(range(1, 10**6))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings) as opened:
        yield opened


def a_person(position: str | None = SECRETARY, name: str = "สมมุติ ทดสอบดี", **more: Any) -> Person:
    return Person(**{"id": f"p-{name}", "name": name, "title": "นาย", "position": position, **more})


def put(store: Store, *people: Person, id: str = "a:1", hours: int = 0, kin: Kin | None = None, **more: Any) -> str:  # noqa: A002  the article's
    article = Article(
        **{
            "id": id,
            "url": f"https://a.go.th/{id}",
            "site": "a",
            "title": "ข่าว",
            "body": BODY,
            "people": people,
            **more,
        }
    )
    capture = Capture(
        url=article.url,
        site="a",
        captured=NOON + timedelta(hours=hours),
        body=b"x",
        digest=f"sha1:{id}:{hours}",
        location=Location("run-1.warc.gz", next(_places) * 10, 10),
    )
    run = store.runs(1)[0].id if store.runs(1) else store.begin_run("import", "a")
    return store.put(article, capture, run, kin=kin)


def secretaries(store: Store, *period: date | None) -> list[str]:
    return [row.article_id for row in store.people_of("เลขาธิการ", "opdc", *period)]


def test_a_post_comes_back_with_its_page_and_its_place(store: Store) -> None:
    put(store, a_person(), published=date(2012, 5, 1))
    [held] = store.people_of("เลขาธิการ", "opdc")
    at = BODY.index(SECRETARY)
    assert held == Held(
        person_id="p-สมมุติ ทดสอบดี",
        name="สมมุติ ทดสอบดี",
        title="นาย",
        position=SECRETARY,
        article_id="a:1",
        version=1,
        day=date(2012, 5, 1),
        dated_by="published",
        field="body",
        start=at,
        end=at + len(SECRETARY),
        role="เลขาธิการ",
        body="opdc",
        body_name="สำนักงานคณะกรรมการพัฒนาระบบราชการ",
    )
    assert store.posts_of("p-สมมุติ ทดสอบดี") == (held,)
    assert store.people_of("รองเลขาธิการ", "opdc") == store.people_of("เลขาธิการ", "ocsc") == ()
    assert store.people_of("เลขาธิการ", None) == (held,)


def test_all_positions_of_a_page_are_kept_where_they_stand(store: Store) -> None:
    positions = (
        Surface("เลขาธิการ ก.พ.ร.", 5, 20),
        Surface("ประธาน ก.พ.ร.", 30, 43),
        Surface("เลขาธิการ  ก.พ.ร.", 50, 66),
    )
    put(store, a_person("ประธาน ก.พ.ร.", positions=positions))
    assert [(h.position, h.start, h.role) for h in store.posts_of("p-สมมุติ ทดสอบดี")] == [
        ("เลขาธิการ ก.พ.ร.", 5, "เลขาธิการ"),
        ("ประธาน ก.พ.ร.", 30, "ประธาน"),
    ]


def test_two_posts_in_one_position_answer_for_both(store: Store) -> None:
    put(store, a_person("ปลัดกระทรวงการคลัง ในฐานะประธาน ก.พ.ร."))
    assert [h.article_id for h in store.people_of("ปลัด", "mof") + store.people_of("ประธาน", "opdc")] == ["a:1", "a:1"]


def test_a_person_without_a_position_is_named_all_the_same(store: Store) -> None:
    put(store, a_person(None, surfaces=(Surface("นายสมมุติ ทดสอบดี", 0, 17),)), a_person(None, name="ไม่มีที่"))
    [held] = store.posts_of("p-สมมุติ ทดสอบดี")
    assert (held.position, held.role, held.field, held.start, held.end) == ("", "", "body", 0, 17)
    [nowhere] = store.posts_of("p-ไม่มีที่")
    assert (nowhere.field, nowhere.start) == ("", -1)


def test_pages_are_chosen_by_their_day(store: Store) -> None:
    for number, day in enumerate((date(2011, 12, 31), date(2012, 1, 1), date(2012, 12, 31), None)):
        put(store, a_person(), id=f"a:{number}", published=day)
    assert secretaries(store) == ["a:0", "a:1", "a:2", "a:3"]
    assert secretaries(store, date(2012, 1, 1), date(2012, 12, 31)) == ["a:1", "a:2"]
    assert secretaries(store, None, date(2012, 1, 1)) == ["a:0", "a:1"]
    assert [h.article_id for h in store.posts_of("p-สมมุติ ทดสอบดี", date(2012, 6, 1))] == ["a:2"]


def test_the_same_page_again_changes_nothing(store: Store) -> None:
    put(store, a_person())
    assert put(store, a_person(), hours=1) == "unchanged"
    assert secretaries(store) == ["a:1"]
    assert len(store._all("SELECT * FROM posts")) == 1


def test_a_new_version_replaces_the_posts_of_the_old_one(store: Store) -> None:
    put(store, a_person())
    put(store, a_person("รองเลขาธิการ ก.พ.ร."), body="นายสมมุติ ทดสอบดี รองเลขาธิการ ก.พ.ร.", hours=1)
    assert secretaries(store) == []
    [held] = store.people_of("รองเลขาธิการ", "opdc")
    assert held.version == 2


def test_an_older_capture_that_comes_late_replaces_nothing(store: Store) -> None:
    put(store, a_person(), hours=5)
    put(store, a_person("รองเลขาธิการ ก.พ.ร."), body="เก่ากว่า", hours=1)
    assert secretaries(store) == ["a:1"]
    assert store.posts_behind() == 0


def test_what_is_understood_anew_replaces_what_was(store: Store) -> None:
    put(store, a_person())
    article = store.article("a:1")
    assert article is not None
    capture = Capture(
        url=article.url, site="a", captured=NOON, body=b"x", digest="d", location=Location("run-1.warc.gz", 10, 10)
    )
    store.correct(replace(article, people=(a_person("เลขาธิการ ก.พ."),)), 1, capture)
    assert secretaries(store) == []
    assert len(store.people_of("เลขาธิการ", "ocsc")) == 1


def test_a_vanished_page_goes_on_saying_what_it_said(store: Store) -> None:
    put(store, a_person())
    assert store.mark_gone("a:1", NOON + timedelta(days=1))
    assert secretaries(store) == ["a:1"]


def test_an_article_with_two_addresses_answers_once(store: Store) -> None:
    text = f"{BODY} " + " ".join(f"ข้อความที่ {n} ของข่าวเดียวกัน" for n in range(80))
    more: dict[str, Any] = {
        "body": text,
        "title": "ประชุมคณะกรรมการพัฒนาระบบราชการเรื่องหนึ่ง",
        "published": date(2012, 5, 1),
    }
    put(store, a_person(), id="a:g1:1", kin=Kin("news", "g1"), **more)
    put(store, a_person(), id="a:g2:2", kin=Kin("news", "g2"), hours=1, **more)
    assert store.aliases("a:g1:1") == ("a:g2:2",)
    assert secretaries(store) == ["a:g1:1"]
    assert len(store.posts_of("p-สมมุติ ทดสอบดี")) == 1


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("รมว.คลังนิวซีแลนด์ กล่าว", False),
        ("รมว.คลัง ราชรัฐลักเซมเบิร์ก กล่าว", False),
        ("รมว.คลังของสิงคโปร์ กล่าว", False),
        ("รมว.คลัง สปป. ลาว และคณะ", False),
        ("รมว.คลังแห่งสาธารณรัฐอินโดนีเซีย", False),
        ("รมว.คลัง จีนแสดงความเห็น", True),  # a new sentence
        ("รมว.คลัง กล่าวกับญี่ปุ่น", True),
    ],
)
def test_a_minister_of_another_country_does_not_answer_for_ours(store: Store, text: str, ours: bool) -> None:
    put(store, a_person("รมว.คลัง", positions=(Surface("รมว.คลัง", 0, 8),)), body=text)
    assert bool(store.people_of("รัฐมนตรีว่าการ", "mof")) == ours
    [held] = store.posts_of("p-สมมุติ ทดสอบดี")
    assert held.position == text[held.start : held.end]


@pytest.mark.parametrize("before", ["ภริยา", "ช่วยราชการสำนักงาน", "คณะทำงาน"])
def test_the_post_of_another_is_not_the_persons(store: Store, before: str) -> None:
    at = len(before)
    put(store, a_person("รมว.คลัง", positions=(Surface("รมว.คลัง", at, at + 8),)), body=f"{before}รมว.คลัง กล่าว")
    assert store.people_of("รัฐมนตรีว่าการ", "mof") == ()
    assert [held.position for held in store.posts_of("p-สมมุติ ทดสอบดี")] == [""]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"event": Event(start=date(2012, 5, 1)), "published": date(2012, 5, 3)}, (date(2012, 5, 1), "event")),
        ({"event": Event(start=date(2012, 5, 1))}, (date(2012, 5, 1), "event")),
        ({"event": Event(start=date(2012, 5, 9)), "published": date(2012, 5, 3)}, (date(2012, 5, 3), "published")),
        ({"event": Event(start=date(2011, 5, 3)), "published": date(2012, 5, 3)}, (date(2012, 5, 3), "published")),
        ({"event": Event(start=date(2008, 4, 22)), "stamp": date(2009, 9, 3)}, (date(2008, 4, 22), "event")),
        ({"event": Event(), "published": date(2012, 5, 3), "stamp": date(2013, 1, 1)}, (date(2012, 5, 3), "published")),
        ({"stamp": date(2013, 1, 1)}, (date(2013, 1, 1), "stamp")),
        ({}, (None, "")),
    ],
)
def test_the_day_that_a_page_is_true_of(facts: dict[str, Any], expected: tuple[date | None, str]) -> None:
    assert day_of(Article(id="a", url="u", site="s", **facts)) == expected


# --- catalogues of older programs -----------------------------------------------------------------------------------


def older_catalogue(settings: Settings, articles: int) -> None:
    """A catalogue of so many articles as the migration leaves that of an older program: nothing is known of people."""
    with open_store(settings) as store:
        for number in range(articles):
            put(store, a_person(), id=f"a:{number:03}", published=date(2012, 5, 1))
        for statement in ("DELETE FROM posts", "DELETE FROM offices", "DELETE FROM positions"):
            store._write(statement, ())
        store._write("UPDATE articles SET posted = NULL", ())


def test_an_older_catalogue_is_upgraded_and_read_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    older_catalogue(settings, 5)
    monkeypatch.setattr(store_posts, "BATCH", 2)
    told: list[int] = []
    with open_store(settings) as store:
        assert secretaries(store) == []
        assert store.posts_behind() == 5
        assert store.catch_up(lambda done, total, label: told.append(done)) == 5
        assert secretaries(store) == [f"a:{n:03}" for n in range(5)]
        assert store.posts_behind() == store.catch_up() == 0
    assert told == [2, 4, 5]


def test_reading_an_older_catalogue_goes_on_where_it_was_killed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    older_catalogue(settings, 5)
    monkeypatch.setattr(store_posts, "BATCH", 2)

    def killed(done: int, total: int | None, label: str) -> None:
        raise KeyboardInterrupt

    with open_store(settings) as store, pytest.raises(KeyboardInterrupt):
        store.catch_up(killed)
    with open_store(settings) as store:
        assert len(secretaries(store)) == 2
        assert store.catch_up() == 3
        assert secretaries(store) == [f"a:{n:03}" for n in range(5)]


def test_a_batch_that_fails_leaves_nothing_half_done(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, a_person())
    monkeypatch.setattr(store_posts, "posts", lambda position: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(store, a_person("ประธาน ก.พ.ร."), body="อีกฉบับ", hours=1)
    assert secretaries(store) == ["a:1"]
    assert len(store.versions("a:1")) == 1
    assert store.posts_behind() == 0


def test_other_words_of_the_program_make_the_keys_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, a_person())
    put(store, a_person("ประธาน ก.พ.ร."), id="a:2")
    store._write("UPDATE positions SET recipe = 'older'", ())
    store._write("UPDATE offices SET role = 'อื่น'", ())
    assert store.posts_behind() == 2
    put(store, a_person(), id="a:3")  # the position of a page that is stored now is understood by today's words
    assert secretaries(store) == ["a:1", "a:3"]
    assert store.catch_up() == 1
    assert len(store.people_of("ประธาน", "opdc")) == 1
    assert store.posts_behind() == 0


def test_the_migration_leaves_the_articles_of_a_catalogue_of_any_age_to_be_read(tmp_path: Path) -> None:
    before = next(n for n, steps in enumerate(MIGRATIONS) if any("CREATE TABLE posts" in sql for sql in steps))
    for age in range(1, before + 1):
        path = tmp_path / f"{age}.sqlite"
        connection = connect(path, readonly=False)
        migrate(connection, path, MIGRATIONS[:age])
        connection.execute(
            "INSERT INTO articles (id, seq, site, lang, kind, first_seen, last_seen, current)"
            " VALUES ('a:1', 1, 'a', 'th', 'news', '', '', 1)"
        )
        assert migrate(connection, path) == len(MIGRATIONS) - age
        assert connection.execute("SELECT posted FROM articles").fetchall() == [(None,)]
        assert connection.execute("SELECT count(*) FROM posts").fetchone() == (0,)
        connection.close()


# --- what else is there -----------------------------------------------------------------------------------------------


def test_what_exists_is_told_for_suggestions(store: Store) -> None:
    put(store, a_person(), a_person("รองเลขาธิการ ก.พ.ร.", name="อีกคน หนึ่ง"))
    put(store, a_person("เลขาธิการ ก.พ."), id="a:2")
    assert [(body, count) for body, _, count in store.bodies_with("เลขาธิการ")] == [("ocsc", 1), ("opdc", 1)]
    assert store.roles_at("opdc") == (("รองเลขาธิการ", 1), ("เลขาธิการ", 1))
    assert store.roles() == ("รองเลขาธิการ", "เลขาธิการ")
    assert store.person_names() == (("p-สมมุติ ทดสอบดี", "สมมุติ ทดสอบดี", 2), ("p-อีกคน หนึ่ง", "อีกคน หนึ่ง", 1))
    assert store.page_heads(("a:2", "nothing")) == {"a:2": ("ข่าว", "https://a.go.th/a:2")}


def test_questions_are_answered_from_an_index(store: Store) -> None:
    put(store, a_person())
    for sql in (
        "SELECT * FROM offices o JOIN posts p ON p.position = o.position WHERE o.role = ? AND o.body = ?",
        "SELECT * FROM posts p WHERE p.person_id = ?",
    ):
        plan = " ".join(row[3] for row in store._all(f"EXPLAIN QUERY PLAN {sql}", ("x",) * sql.count("?")))
        assert "SCAN" not in plan
