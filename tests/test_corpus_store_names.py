"""corpus.store_names: names over the whole archive, the posts behind them, and that each read asks an index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from corpus.named import LATIN
from corpus.records import Agency, Article, Capture, Location, Person
from corpus.settings import Settings
from corpus.store import Store, open_store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_places = iter(range(1, 10**6))
OPDC = Agency(id="opdc", name="สำนักงานคณะกรรมการพัฒนาระบบราชการ")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings) as opened:
        yield opened


def someone(name: str, position: str | None = None, key: str = "p-1", title: str = "นาย") -> Person:
    return Person(id=key, name=name, title=title, position=position)


def put(store: Store, number: int, *people: Person, agencies: tuple[Agency, ...] = (), day: date | None = None) -> None:
    article = Article(
        id=f"a:{number}",
        url=f"https://a.go.th/{number}",
        site="a",
        title=f"ข่าวที่ {number}",
        body="เนื้อหา",
        people=people,
        agencies=agencies,
        published=day,
        published_from="header" if day else "",
    )
    capture = Capture(
        url=article.url,
        site="a",
        captured=NOON,
        body=b"x",
        digest=f"sha1:{number}",
        location=Location("run-1.warc.gz", next(_places) * 10, 10),
    )
    run = store.runs(1)[0].id if store.runs(1) else store.begin_run("import", "a")
    store.put(article, capture, run)


def test_names_come_by_their_pages_and_in_their_most_frequent_spelling(store: Store) -> None:
    put(store, 1, someone("สมศักดิ์ใจดี"), someone("เอก งามดี", key="p-2"))
    put(store, 2, someone("สมศักดิ์ ใจดี"))
    put(store, 3, someone("สมศักดิ์ใจดี"))
    part = store.named("person")
    assert [(n.id, n.name, n.pages) for n in part.names] == [("p-1", "สมศักดิ์ใจดี", 3), ("p-2", "เอก งามดี", 1)]
    assert part.total == 2
    assert store.named("person", limit=1, start=1).names[0].id == "p-2"
    assert store.named("person", start=9).names == ()
    assert store.spellings("p-1") == (("สมศักดิ์ใจดี", 2), ("สมศักดิ์ ใจดี", 1))
    assert store.titles_of("p-1") == (("นาย", 3),)


def test_a_part_of_a_name_finds_it_whatever_the_blanks_and_ids_are_added(store: Store) -> None:
    put(store, 1, someone("ธีรรัตน์ สําเร็จวาณิชย์"), someone("John Doe", key="p-3"), agencies=(OPDC,))
    assert [n.id for n in store.named("person", holding="รัตน์สำเร็จ").names] == ["p-1"]
    assert [n.id for n in store.named("person", holding="JOHN D").names] == ["p-3"]
    assert store.named("person", holding="ไม่มี").total == 0
    assert [n.id for n in store.named("agency", holding="ไม่มี", ids=("opdc",)).names] == ["opdc"]


def test_names_under_a_letter_are_in_the_order_of_a_dictionary(store: Store) -> None:
    names = ["เกาะ ดี", "กา ดี", "ไก่ ดี", "ขา ดี", "Kay Dee"]
    put(store, 1, *(someone(name, key=f"p-{n}") for n, name in enumerate(names)))
    put(store, 2, someone("กา ดี", key="p-1"))
    assert [n.name for n in store.named_under("person", "ก").names] == ["กา ดี", "เกาะ ดี", "ไก่ ดี"]
    assert [n.name for n in store.named_under("person", "ก", least=2).names] == ["กา ดี"]
    assert store.named_under("person", "ก", limit=1, start=1).names[0].name == "เกาะ ดี"
    assert [n.name for n in store.named_under("person", LATIN).names] == ["Kay Dee"]


def test_tenures_have_each_page_once_oldest_first_and_undated_last(store: Store) -> None:
    put(store, 1, someone("ก ข", "เลขาธิการ ก.พ.ร."), day=date(2010, 5, 1))
    put(store, 2, someone("ก ข", "เลขาธิการสำนักงาน ก.พ.ร."), day=date(2008, 5, 1))
    put(store, 3, someone("ก ข", "เลขาธิการ ก.พ.ร."))
    put(store, 4, someone("ก ข"), someone("ค ง", "อดีตเลขาธิการ ก.พ.ร.", key="p-2"), day=date(2012, 1, 1))
    (tenure,) = store.tenures_of("p-1")
    assert (tenure.role, tenure.body, tenure.manner) == ("เลขาธิการ", "opdc", "")
    assert tenure.pages == ((date(2008, 5, 1), "a:2"), (date(2010, 5, 1), "a:1"), (None, "a:3"))
    assert {(t.person_id, t.manner, len(t.pages)) for t in store.tenures_at("opdc")} == {
        ("p-1", "", 3),
        ("p-2", "former", 1),
    }
    said = store.said_of("p-1", ["a:1", "a:4"])
    assert [(row.article_id, row.position, row.day) for row in said] == [("a:1", "เลขาธิการ ก.พ.ร.", date(2010, 5, 1))]
    assert store.said_of("p-1", []) == ()


def test_it_is_told_where_posts_wait_to_be_read(store: Store) -> None:
    put(store, 1, someone("ก ข", "เลขาธิการ ก.พ.ร."))
    assert not store.are_posts_behind()
    store._connection.execute("UPDATE positions SET recipe = 'older'")
    assert store.are_posts_behind()
    store._connection.execute("UPDATE positions SET recipe = (SELECT recipe FROM positions)")
    store._connection.execute("UPDATE articles SET posted = NULL")
    assert store.are_posts_behind()


def test_no_read_goes_through_a_table_without_an_index(store: Store) -> None:
    put(store, 1, someone("ก ข", "เลขาธิการ ก.พ.ร."), agencies=(OPDC,))
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    store.named("person")
    store.named("agency", holding="ก", ids=("opdc",))
    store.named_under("person", "ก")
    store.tenures_of("p-1")
    store.tenures_at("opdc")
    store.said_of("p-1", ["a:1"])
    store.spellings("p-1")
    store._connection.set_trace_callback(None)
    assert len(asked) >= 9
    for statement in asked:
        plan = [row[3] for row in store._connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        tables = [step for step in plan if step.startswith("SCAN") and "aliases" not in step]
        assert all("(subquery" in step or "SUBQUERY" in step for step in tables), (statement, plan)
