"""What every search engine of this archive must do, whatever it is made of: the promises of index.engine."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from corpus.errors import IndexProblem
from corpus.records import Agency, Article, Person
from corpus.settings import Settings
from corpus.store import open_store
from index.engine import Engine, SearchEngine
from index.hits import FACETS, SORTS, SearchPage, SearchRequest
from index.search import ENGINES
from tests.kinship import BODY, GEN2, GEN3, kin, seen, told
from tests.small_archive import article, put

OPDC = Agency(id="opdc", name="สำนักงาน ก.พ.ร.")
SOMCHAI = Person(id="somchai", name="สมชาย ใจดี", title="นาย", position="เลขาธิการ")
PAGES: tuple[Article, ...] = (
    article(1, "พัฒนาระบบราชการ", "ประชาชนพอใจบริการ", published=date(2008, 4, 22), agencies=(OPDC,)),
    article(2, "ระบบบริการประชาชน", "พัฒนาต่อเนื่อง", published=date(2008, 4, 22), provinces=("ตาก",)),
    article(3, "ข่าวสัมมนา", "ประชาชนเข้าร่วมสัมมนา", published=date(2009, 1, 5), people=(SOMCHAI,), kind="announcement"),
    article(4, "ไม่มีวันที่", "ประชาชน", section=("ข่าว", "ข่าวเด่น")),
    article(5, "ข้าวราคาดี", "ข้าวไม่ใช่ข่าว", published=date(2010, 12, 31)),
)
STRANGE = ('"', "((", "OR", "-", "-ประชาชน", "*", "~", "ไม่มีฟิลด์นี้:ก", "\x00\x01", "ก" * 10_000, "\ud800", "ปี:๙๙๙๙")


@pytest.fixture(params=sorted(ENGINES))
def kind(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture
def archive(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path)
    put(settings, PAGES)
    return settings


@pytest.fixture
def engine(kind: Engine, archive: Settings) -> Iterator[SearchEngine]:
    kind.writer(archive).build()
    with closing(kind.reader(archive)) as opened:
        yield opened


def found(engine: SearchEngine, q: str = "", **rest: object) -> list[int]:
    """The numbers of the articles found, in order."""
    page = engine.search(SearchRequest(q=q, **rest))  # type: ignore[arg-type]  # a test says what it needs
    return [int(hit.id.rpartition(":")[2]) for hit in page.hits]


# --- what is found --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "wanted"),
    [
        ("", {1, 2, 3, 4, 5}),
        ("ประชาชน", {1, 2, 3, 4}),
        ('"ระบบราชการ"', {1}),
        ('"ชนพอใจ"', {1}),
        ("ข่าว", {3, 5}),
        ("ประชาชน -สัมมนา", {1, 2, 4}),
        ("สัมมนา OR ข้าว", {3, 5}),
        ("หัวเรื่อง:ประชาชน", {2}),
        ("ปี:2551", {1, 2}),
        ("หน่วยงาน:opdc", {1}),
        ("บุคคล:สมชาย", {3}),
        ("จังหวัด:ตาก", {2}),
        ("ประเภท:announcement", {3}),
    ],
)
def test_the_query_language(engine: SearchEngine, q: str, wanted: set[int]) -> None:
    assert set(found(engine, q)) == wanted


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"date_from": date(2008, 4, 22), "date_to": date(2009, 1, 5)}, {1, 2, 3}),
        ({"date_to": date(2008, 4, 21)}, set()),
        ({"year": (2551, 2553)}, {1, 2, 5}),
        ({"agency": ("opdc",)}, {1}),
        ({"person": ("somchai",)}, {3}),
        ({"province": ("ตาก",)}, {2}),
        ({"section": ("ข่าวเด่น",)}, {4}),
        ({"kind": ("announcement",)}, {3}),
        ({"site": ("opdc",), "year": (2552,)}, {3}),
        ({"province": ("กระบี่",)}, set()),
    ],
)
def test_filters_beside_the_query(engine: SearchEngine, filters: dict[str, Any], wanted: set[int]) -> None:
    assert set(found(engine, **filters)) == wanted


@pytest.mark.parametrize("q", STRANGE)
def test_anything_typed_is_answered(engine: SearchEngine, q: str) -> None:
    page = engine.search(SearchRequest(q=q))
    assert page.total >= len(page.hits)
    assert page.hits or page.query.notes, "an empty page has a reason"
    assert engine.suggest(q) is not None


def test_what_was_not_understood_is_said_in_both_languages(engine: SearchEngine) -> None:
    thai, english = (engine.search(SearchRequest(q='"ไม่ปิด', lang=lang)).query.notes for lang in ("th", "en"))
    assert thai
    assert english
    assert thai != english


def test_a_page_is_finished(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(q="ประชาชน"))
    hit = next(hit for hit in page.hits if hit.id == "opdc:t:1")
    assert (hit.title, hit.published, hit.kind, hit.site, hit.version) == (
        "พัฒนาระบบราชการ",
        date(2008, 4, 22),
        "news",
        "opdc",
        1,
    )
    assert "<mark>ประชาชน</mark>" in hit.snippet
    assert hit.score > 0
    assert tuple(page.facets) == FACETS
    assert [(v.value, v.count) for v in page.facets["year"]] == [("2552", 1), ("2551", 2)]
    assert [(m.month, m.count) for m in page.timeline] == [("2008-04", 2), ("2009-01", 1)]
    assert page.to_json()["total"] == page.total == 4


def test_text_of_pages_is_escaped(kind: Engine, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    put(settings, [article(1, "<b>ข่าว</b>", "<script>alert('ประชาชน')</script> & อื่น")])
    kind.writer(settings).build()
    with closing(kind.reader(settings)) as engine:
        (hit,) = engine.search(SearchRequest(q="ประชาชน")).hits
    assert "<script" not in hit.snippet
    assert "<b>" not in hit.title_marked


# --- order and paging -----------------------------------------------------------------------------------------------


def test_orders(engine: SearchEngine) -> None:
    assert found(engine, sort="newest") == [5, 3, 1, 2, 4], "undated ones last, equal days by id"
    assert found(engine, sort="oldest") == [1, 2, 3, 5, 4]
    scores = [hit.score for hit in engine.search(SearchRequest(q="ประชาชน พัฒนา")).hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("q", ["", "ประชาชน"])
def test_pages_neither_overlap_nor_miss(engine: SearchEngine, q: str, sort: str) -> None:
    whole = found(engine, q, sort=sort, per_page=100)
    pages = [found(engine, q, sort=sort, per_page=2, page=n) for n in range(1, 5)]
    assert [number for page in pages for number in page] == whole
    assert found(engine, q, sort=sort, per_page=2, page=999) == []


def test_strange_pages_are_answered(engine: SearchEngine) -> None:
    for page, per_page in ((0, 10), (-3, -3), (10**12, 10**12)):
        assert engine.search(SearchRequest(page=page, per_page=per_page)).total == 5


# --- suggestions ----------------------------------------------------------------------------------------------------


def test_suggestions_begin_with_what_was_typed(engine: SearchEngine) -> None:
    assert engine.suggest("สมชา")[0].endswith("สมชาย ใจดี")
    assert "พัฒนาระบบราชการ" in engine.suggest("พัฒนา")
    assert engine.suggest("") == ()
    assert engine.suggest("ไม่มีทางมีคำนี้") == ()
    assert len(engine.suggest("ข", limit=1)) == 1


# --- around an article ----------------------------------------------------------------------------------------------

FLOOD = "น้ำท่วมเชียงใหม่ ผู้ว่าราชการสั่งอพยพประชาชนริมแม่น้ำปิง ตั้งศูนย์พักพิงและแจกถุงยังชีพ"
WORDS = "อำเภอ ชุมชน แผนงาน งบประมาณ โครงการ ผู้แทน เครือข่าย หน่วยงาน นโยบาย ข้อมูล ขั้นตอน คู่มือ รางวัล มาตรฐาน เวที".split()  # noqa: SIM905  # a list of words reads best as one
LONG = f"{FLOOD} {' '.join(random.Random(5).choices(WORDS, k=200))}"
AROUND = (
    article(11, "น้ำท่วมเชียงใหม่", LONG, published=date(2011, 10, 1)),
    article(12, "น้ำท่วมเชียงใหม่", LONG, published=date(2011, 10, 1)),
    article(13, "ศูนย์พักพิงผู้ประสบภัยน้ำท่วม", FLOOD, published=date(2011, 10, 9)),
    *(article(n, f"ประกวดราคาที่ {n}", f"จัดซื้อครุภัณฑ์สำนักงานชุดที่ {n} โดยวิธีคัดเลือก") for n in range(14, 24)),
)


@pytest.fixture
def around(kind: Engine, tmp_path: Path) -> Iterator[SearchEngine]:
    settings = Settings(data=tmp_path / "around")
    settings.data.mkdir()
    put(settings, AROUND)
    kind.writer(settings).build()
    with closing(kind.reader(settings)) as opened:
        yield opened


def test_the_same_content_is_told_and_is_no_similar_article(around: SearchEngine) -> None:
    assert [page.id for page in around.same("opdc:t:11")] == ["opdc:t:12"]
    assert around.same("opdc:t:14") == ()
    alike = [hit.id for hit in around.similar("opdc:t:11")]
    assert alike[0] == "opdc:t:13"
    assert not {"opdc:t:11", "opdc:t:12"} & set(alike)
    scores = [hit.score for hit in around.similar("opdc:t:13")]
    assert scores == sorted(scores, reverse=True)


def test_around_what_is_not_there_is_nothing(around: SearchEngine) -> None:
    for strange in ("", "opdc:t:999", "\x00", "\ud800", "ก" * 10_000):
        assert (around.same(strange), around.similar(strange)) == ((), ())
    assert around.similar("opdc:t:13", limit=0) == ()
    assert len(around.similar("opdc:t:13", limit=1)) == 1


def test_what_is_told_around_after_updates_is_what_a_build_tells(kind: Engine, tmp_path: Path) -> None:
    settings, writer = Settings(data=tmp_path), kind.writer(Settings(data=tmp_path))
    put(settings, AROUND)
    writer.build()
    gone = [replace(page, title="หมดอายุ", body=f"ไม่มีเนื้อหา {n}") for n, page in enumerate(AROUND[:2])]
    put(settings, [*gone, article(30, "เตือนภัยดินถล่ม", "ศูนย์พักพิง ริมแม่น้ำปิง ถุงยังชีพ")], hours=1)
    writer.update()
    updated = asked_around(kind, settings)
    writer.build()
    assert asked_around(kind, settings) == updated


def asked_around(kind: Engine, settings: Settings) -> list[object]:
    """What help and neighbours are offered, of words that are there, were there and never were."""
    with closing(kind.reader(settings)) as engine:
        ids = [hit.id for hit in engine.search(SearchRequest(per_page=100)).hits]
        found = [engine.search(SearchRequest(q=q)) for q in ("เชียงใหม่", "เชียงใหม", "ศูนพักพิง", "อพยพ", "ครุภัณ")]
        offered = [[engine.search(SearchRequest(q=s)).total > 0 for s in page.suggestions] for page in found]
        assert all(all(each) for each in offered), "no suggestion finds nothing"
        return [
            *(page.suggestions for page in found),
            *(engine.suggest(typed) for typed in ("น้ำ", "ศูนย์", "หมด", "เตือน")),
            *((id_, engine.same(id_)) for id_ in ids),
            *((id_, [hit.id for hit in engine.similar(id_)]) for id_ in ids),
        ]


# --- the life of an index -------------------------------------------------------------------------------------------


def test_no_index_is_said(kind: Engine, archive: Settings) -> None:
    writer = kind.writer(archive)
    assert not writer.exists()
    with pytest.raises(IndexProblem, match="khlang index build"):
        kind.reader(archive)
    with pytest.raises(IndexProblem, match="khlang index build"):
        writer.update()
    (told,) = writer.check()
    assert (told.level, told.repair) == ("error", "khlang index build")


def test_an_update_takes_in_what_changed_and_nothing_else(kind: Engine, archive: Settings) -> None:
    writer = kind.writer(archive)
    built = writer.build()
    assert (built.documents, built.added, built.removed) == (5, 5, 0)
    with closing(kind.reader(archive)) as engine:
        before = engine.state()
        assert (before.seq, before.documents) == (built.seq, 5)
        assert writer.update().added == 0
        assert engine.state() == before
        assert not engine.refresh()
        put(archive, [replace(PAGES[0], title="แก้ไขแล้ว"), article(9, "มาใหม่")], hours=1)
        assert writer.lacking() == 2
        report = writer.update()
        assert (report.documents, report.added, report.removed, writer.lacking()) == (6, 2, 1, 0)
        assert engine.refresh()
        assert not engine.refresh()
        assert engine.search(SearchRequest(q="แก้ไข")).hits[0].version == 2
        assert engine.state().seq == report.seq
        assert engine.state().name != before.name


def test_an_update_shows_what_a_build_does(kind: Engine, archive: Settings) -> None:
    writer = kind.writer(archive)
    writer.build()
    put(archive, [replace(PAGES[0], body="ประชาชนแก้ไข", published=date(2012, 1, 1)), article(9, "ประชาชน")], hours=1)
    writer.update()
    updated = everything(kind, archive)
    writer.build()
    assert everything(kind, archive) == updated


def everything(kind: Engine, archive: Settings) -> list[SearchPage]:
    with closing(kind.reader(archive)) as engine:
        pages = [engine.search(SearchRequest(q=q, sort=sort)) for q in ("", "ประชาชน", '"ชน"') for sort in SORTS]
    return [replace(page, took_ms=0) for page in pages]


def test_what_became_another_address_leaves_and_what_vanished_stays(kind: Engine, tmp_path: Path) -> None:
    settings, writer = Settings(data=tmp_path), kind.writer(Settings(data=tmp_path))
    with open_store(settings) as store:
        run = store.begin_run("import", "opdc")
        store.put(told(GEN3), seen(told(GEN3), 0), run, kin=kin(GEN3))
    writer.build()
    with open_store(settings) as store:
        store.put(told(GEN2, BODY), seen(told(GEN2), 1), run, kin=kin(GEN2))
    report = writer.update()
    assert report.documents == 1
    with closing(kind.reader(settings)) as engine:
        assert [hit.id for hit in engine.search(SearchRequest()).hits] == [GEN2]
        with open_store(settings) as store:
            for address in (GEN2, GEN3):
                store.mark_gone(address, seen(told(GEN2), 5).captured)
            assert store.gone_since(GEN2)
        writer.update()
        assert engine.refresh()
        assert engine.search(SearchRequest()).total == 1
    assert [finding.level for finding in writer.check()] == ["ok"]


def test_check_tells_what_is_behind(kind: Engine, archive: Settings) -> None:
    writer = kind.writer(archive)
    writer.build()
    for quick in (True, False):
        assert [finding.level for finding in writer.check(quick=quick)] == ["ok"]
    put(archive, [replace(PAGES[0], title="แก้ไขแล้ว"), article(9, "มาใหม่")], hours=1)
    for quick in (True, False):
        findings = list(writer.check(quick=quick))
        assert {finding.repair for finding in findings} == {"khlang index update"}
        assert all(finding.level == "warning" for finding in findings)
        assert {"opdc:t:1", "opdc:t:9"} <= set(" ".join(finding.what for finding in findings).split())


def test_words_of_the_user_are_taken_in_by_an_update(kind: Engine, archive: Settings, tmp_path: Path) -> None:
    kind.writer(archive).build()
    own = tmp_path / "own.txt"
    own.write_text("ธรรมาภิบาลาธิการ\n", encoding="utf-8")
    writer = kind.writer(replace(archive, dictionary=own))
    kind.reader(replace(archive, dictionary=own)).close()  # it serves with the words that it was built with
    assert writer.other_words()
    assert writer.update().recut == 0  # no page holds the word
    assert not writer.other_words()
    assert [finding.level for finding in writer.check()] == ["ok"]


def test_an_index_of_another_catalogue_is_refused(kind: Engine, archive: Settings) -> None:
    kind.writer(archive).build()
    archive.catalogue.unlink()
    put(archive, PAGES)
    with pytest.raises(IndexProblem, match="another catalogue; rebuild with: khlang index build"):
        kind.writer(archive).update()


def test_progress_is_told(kind: Engine, archive: Settings) -> None:
    calls: list[tuple[int, int | None, str]] = []
    kind.writer(archive).build(lambda *now: calls.append(now))
    assert calls[-1][:2] == (5, 5)


def test_an_engine_at_rest_is_not_moved_on(kind: Engine, archive: Settings) -> None:
    writer = kind.writer(archive)
    writer.build()
    with closing(kind.reader(archive)) as engine, closing(engine.at_rest()) as resting:
        before = replace(resting.search(SearchRequest(q="ประชาชน")), took_ms=0)
        for n in range(4):
            put(archive, [replace(PAGES[0], title=f"แก้ไข {n}"), article(20 + n, "ประชาชน")], hours=n + 1)
            (writer.build if n % 2 else writer.update)()
        assert engine.refresh()
        assert engine.search(SearchRequest(q="ประชาชน")).total == before.total + 4
        assert not resting.refresh()
        assert replace(resting.search(SearchRequest(q="ประชาชน")), took_ms=0) == before
        assert resting.state().name != engine.state().name
        resting.close()
        assert engine.search(SearchRequest()).total == 9, "closing one leaves the other open"


def test_a_whole_result_is_what_its_pages_show(engine: SearchEngine) -> None:
    words = ("", "ประชาชน", "ระบบ ประชาชน", "ประชาชน -สัมมนา", "ประชชน", "ไม่มีเลย", *STRANGE)
    asked = [SearchRequest(q=q, sort=sort, per_page=2) for q in words for sort in SORTS]
    asked += [SearchRequest(q="ประชาชน", per_page=2, year=(2551,)), SearchRequest(per_page=2, agency=("opdc",))]
    for request in asked:
        whole = engine.whole(replace(request, page=7, group=True))
        pages = [engine.search(request.at_page(n)) for n in range(1, 4)]
        assert list(whole.found) == [(hit.id, hit.version) for page in pages for hit in page.hits]
        assert (whole.total, whole.query) == (pages[0].total, pages[0].query)
        assert whole.state == engine.state()


def test_a_total_is_what_a_search_counts(engine: SearchEngine) -> None:
    for q in ("", "ประชุม", "ประชุมม", "ไม่มีคำนี้", '"การ"', "-ประชุม", "xitgxHo", "ปี:2551"):
        for kind in ((), ("news",)):
            request = SearchRequest(q=q, kind=kind)
            found = engine.search(request)
            assert engine.total(request) == found.total
            plain = engine.search(replace(request, offers=False))
            assert replace(plain, took_ms=0, suggestions=()) == replace(found, took_ms=0, suggestions=())
            assert plain.suggestions in ((), found.suggestions)  # a layout that is answered instead is told


def test_a_whole_result_stays_of_its_state(kind: Engine, archive: Settings) -> None:
    writer = kind.writer(archive)
    writer.build()
    with closing(kind.reader(archive)) as engine:
        before = [hit.id for hit in engine.search(SearchRequest(sort="oldest")).hits]
        whole = engine.whole(SearchRequest(sort="oldest"))
        first = next(whole.found)
        put(archive, [replace(PAGES[0], title="แก้ไขแล้ว"), article(30, "ประชาชน")], hours=1)
        for take_in in (writer.update, writer.build):
            take_in()
            assert engine.refresh()
        assert [first, *whole.found] == [(one, 1) for one in before]
        assert whole.state != engine.state()
        assert dict(engine.whole(SearchRequest()).found)["opdc:t:1"] == 2


def test_an_engine_follows_the_index_by_itself(kind: Engine, archive: Settings) -> None:
    writer = kind.writer(archive)
    writer.build()
    with closing(kind.reader(archive)) as engine:
        put(archive, [article(9, "ประชาชน")], hours=1)
        writer.update()
        asked = 0
        while engine.search(SearchRequest(q="ประชาชน")).total == 4:
            asked += 1
            sleep(0.01)
            assert asked < 3_000, "it never came"
        assert engine.search(SearchRequest(q="ประชาชน")).total == 5


def test_threads_share_an_engine_while_it_is_written(kind: Engine, archive: Settings) -> None:
    writer = kind.writer(archive)
    writer.build()
    done = threading.Event()
    totals: list[list[int]] = [[], [], []]
    with closing(kind.reader(archive)) as engine:

        def ask(mine: list[int]) -> None:
            while not done.is_set():
                page = engine.search(SearchRequest(q="ประชาชน", per_page=100))
                assert page.total == len(page.hits) == sum(v.count for v in page.facets["site"])
                mine.append(page.total)

        threads = [threading.Thread(target=ask, args=(mine,)) for mine in totals]
        for thread in threads:
            thread.start()
        try:
            for n in range(6):
                put(archive, [article(100 + n, "ประชาชน")], hours=n + 1)
                (writer.build if n % 3 == 2 else writer.update)()
        finally:
            done.set()
            for thread in threads:
                thread.join()
        engine.refresh()
        assert engine.search(SearchRequest(q="ประชาชน")).total == 10
    for mine in totals:
        assert mine
        assert all(before <= after for before, after in pairwise(mine)), "never an earlier state after a later one"
