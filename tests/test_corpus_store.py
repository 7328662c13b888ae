"""corpus.store: versions, changes, runs, locks, migrations, and a catalogue that is damaged or not ours."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from corpus import store as store_module
from corpus.errors import StoreProblem
from corpus.extract.document import Document
from corpus.last_words import last_words, reserved
from corpus.processes import is_running, process_mark
from corpus.records import Agency, Article, Attachment, Capture, Location, Person, Rejected, Table
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import Change, Store, open_store
from corpus.store_schema import MIGRATIONS, connect, migrate
from corpus.store_visits import sortable
from corpus.versions import content_digest, what_changed

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ID = "opdc:g2:7108"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings) as opened:
        yield opened


def paper(text: str) -> Document:
    return Document(text, 1, state="read")


def an_article(body: str = "เนื้อความ", **more: Any) -> Article:
    facts = {"id": ID, "url": "https://opdc.go.th/content/NzEwOA", "site": "opdc", "title": "ข่าว", "body": body}
    return Article(**{**facts, **more})


_places = iter(range(1, 10**6))


def a_capture(hours: int = 0, **more: Any) -> Capture:
    facts = {
        "url": "https://opdc.go.th/content/NzEwOA",
        "site": "opdc",
        "captured": NOON + timedelta(hours=hours),
        "body": b"x",
        "digest": f"sha1:{hours}",
        "location": Location("run-1.warc.gz", next(_places) * 10, 10),
        **more,
    }
    return Capture(**facts)


def put(store: Store, body: str = "เนื้อความ", hours: int = 0, rank: int = 0, **more: Any) -> str:
    run = store.runs(1)[0].id if store.runs(1) else store.begin_run("import", "opdc")
    return store.put(an_article(body, **more), a_capture(hours), run, rank=rank)


def test_an_article_comes_back_whole(store: Store) -> None:
    article = an_article(
        section=("ข่าว", "ปี 2551"),
        published=date(2008, 4, 22),
        tables=(Table(after=0, rows=(("ก", "ข"),)),),
        people=(Person(id="p1", name="เมฆินทร์"),),
        agencies=(Agency(id="opdc", name="สำนักงาน ก.พ.ร."),),
        provinces=("ปทุมธานี",),
        warnings=("\u2028",),
    )
    capture = a_capture()
    run = store.begin_run("import", "opdc")
    assert store.put(article, capture, run) == "new"
    got = store.article(ID)
    assert got == replace(article, addresses=(article.url,), version=1, captured=NOON, capture=str(capture.location))
    assert store.article(ID, 1) == got
    assert store.article(ID, 2) is None
    assert store.article("nothing") is None
    assert store.location_of(ID, 1) == store.location_of(ID) == capture.location
    assert store.location_of(ID, 9) is None
    assert store.naming("person", "p1") == store.naming("agency", "opdc") == store.naming("province", "ปทุมธานี") == (ID,)
    assert store.name_of("person", "p1") == "เมฆินทร์"
    assert store.name_of("person", "nobody") is None


def test_a_new_version_only_where_the_content_changed(store: Store) -> None:
    assert put(store, "หนึ่ง") == "new"
    assert put(store, "หนึ่ง", hours=1) == "unchanged"
    assert put(store, " หนึ่ง\u200b ", hours=2, kind="other") == "unchanged"  # folded, and kind is no content
    assert put(store, "สอง", hours=3) == "changed"
    assert put(store, "สอง", hours=4, published=date(2020, 1, 1)) == "changed"
    assert put(store, "สอง", hours=5, published=date(2020, 1, 1), title="อื่น") == "changed"
    assert put(store, "หนึ่ง", hours=6) == "changed"  # back to the first text is a change too
    versions = store.versions(ID)
    assert [v.version for v in versions] == [1, 2, 3, 4, 5]
    assert [v.title for v in versions] == ["ข่าว", "ข่าว", "ข่าว", "อื่น", "ข่าว"]
    current = store.article(ID)
    assert current is not None
    assert (current.version, current.body) == (5, "หนึ่ง")
    second = store.article(ID, 2)
    assert second is not None
    assert second.body == "สอง"


def test_an_older_capture_does_not_become_the_current_version(store: Store) -> None:
    put(store, "ใหม่", hours=10)
    assert put(store, "เก่า", hours=1) == "changed"
    assert put(store, "เก่า", hours=2) == "unchanged"
    current = store.article(ID)
    assert current is not None
    assert (current.version, current.body) == (1, "ใหม่")
    assert len(store.versions(ID)) == 2


def test_a_print_twin_never_replaces_the_page(store: Store) -> None:
    put(store, "พิมพ์", rank=1)
    assert put(store, "หน้า", hours=1) == "changed"
    assert put(store, "พิมพ์ ใหม่", hours=2, rank=1) == "unchanged"
    current = store.article(ID)
    assert current is not None
    assert current.body == "หน้า"


def test_the_page_takes_the_place_of_its_equal_twin(store: Store) -> None:
    put(store, "เดียวกัน", rank=1, url="https://opdc.go.th/print")
    assert put(store, "เดียวกัน", hours=1, url="https://opdc.go.th/page") == "unchanged"
    current = store.article(ID)
    assert current is not None
    assert (current.version, current.url) == (1, "https://opdc.go.th/page")
    assert put(store, "พิมพ์ อื่น", hours=2, rank=1) == "unchanged"


def test_changes_come_in_order_and_once_for_each_article(store: Store) -> None:
    for n in range(450):  # more than one page of rows
        put(store, id=f"opdc:g2:{n}", hours=n)
    middle = store.last_seq()
    put(store, "ใหม่", id="opdc:g2:7", hours=1000)
    put(store, "ใหม่", id="opdc:g2:3", hours=1001)
    put(store, id="opdc:g2:5", hours=1002)  # unchanged
    assert [c.id for c in store.changes(middle)] == ["opdc:g2:7", "opdc:g2:3"]
    everything = list(store.changes(0))
    assert len(everything) == 450
    assert [c.seq for c in everything] == sorted({c.seq for c in everything})
    assert everything[-1] == Change(store.last_seq(), "opdc:g2:3", 2, gone=False)
    assert [(seq, a.id) for seq, a in store.articles()] == [(c.seq, c.id) for c in everything]
    assert [a.id for _, a in store.articles(middle)] == ["opdc:g2:7", "opdc:g2:3"]


def test_recent_articles_newest_first(store: Store) -> None:
    for n, day in enumerate([date(2020, 1, 1), None, date(2022, 1, 1), date(2021, 1, 1)]):
        put(store, id=f"a:{n}", published=day)
    assert [a.id for a in store.recent(10)] == ["a:2", "a:3", "a:0", "a:1"]
    assert [a.id for a in store.recent(1)] == ["a:2"]


def test_gone_and_back(store: Store) -> None:
    put(store)
    seq = store.last_seq()
    assert store.mark_gone(ID, NOON + timedelta(hours=5))
    assert not store.mark_gone(ID, NOON + timedelta(hours=6))
    assert not store.mark_gone("nothing", NOON)
    assert store.gone_since(ID) == NOON + timedelta(hours=5)
    assert [c.gone for c in store.changes(seq)] == [True]
    assert store.article(ID) is not None  # the last good copy stays
    put(store, hours=2)  # a capture from before it went
    assert store.gone_since(ID) is not None
    seq = store.last_seq()
    assert put(store, hours=7) == "unchanged"
    assert store.gone_since(ID) is None
    assert [c.gone for c in store.changes(seq)] == [False]


def test_an_old_answer_or_a_twin_makes_nothing_gone(store: Store) -> None:
    put(store, hours=5)
    assert not store.mark_gone(ID, NOON + timedelta(hours=4))  # from an older archive
    assert not store.mark_gone(ID, NOON + timedelta(hours=6), rank=1)
    assert store.gone_since(ID) is None


def test_an_older_copy_of_a_document_does_not_replace_the_newer(store: Store) -> None:
    put(store)
    url = "https://opdc.go.th/a.pdf"
    store.link_attachment(ID, url)
    told = [
        store.put_attachment(
            a_capture(hours, url=url), 1, filename="a.pdf", document=Document(str(hours), 1, state="read")
        )
        for hours in (20, 5, 30, 29)
    ]
    assert told == ["new", "unchanged", "changed", "unchanged"]
    store.see_again(None, a_capture(40, url=url, digest="sha1:30"), 1)
    assert store.put_attachment(a_capture(35, url=url), 1, filename="a.pdf", document=paper("35")) == "unchanged"
    assert store.attachment_texts(ID) == ("30",)
    assert list(store.faults()) == []


def test_looks_that_missed_an_article_and_copies_of_it_come_to_the_same_in_any_order(tmp_path: Path) -> None:
    history = [(1, "there"), (3, "gone"), (4, "there"), (6, "gone"), (7, "twin gone"), (8, "gone")]
    for number, order in enumerate(permutations(history)):
        if number % 24:
            continue  # every order would take long
        with open_store(Settings(data=tmp_path / str(number))) as store:
            run = store.begin_run("import", "opdc")
            for hours, what in order:
                if what == "there":
                    store.put(an_article(), a_capture(hours), run)
                else:
                    gone = a_capture(hours, status=404)
                    store.note_capture(gone, run)
                    store.mark_gone(ID, gone.captured, rank=int(what == "twin gone"))
            assert store.gone_since(ID) == NOON + timedelta(hours=6), order
            visit = store.visit(an_article().url)
            assert visit is not None
            assert visit.missing_since == store.gone_since(ID)


def test_texts_of_documents_belong_to_the_articles_that_link_them(store: Store) -> None:
    link = Attachment(url="http://a.th/plan.pdf", filename="plan.pdf", media_type="application/pdf")
    put(store, attachments=(link,))
    assert store.attachment_texts(ID) == ()
    run, seq = store.runs(1)[0].id, store.last_seq()
    capture = a_capture(url=link.url, media_type="application/pdf", digest="sha1:a")
    assert store.put_attachment(capture, run, filename="plan.pdf", document=paper("แผน")) == "new"
    assert store.attachment_texts(ID) == ("แผน",)
    assert [c.id for c in store.changes(seq)] == [ID]
    again = a_capture(url=link.url, digest="sha1:a")
    assert store.put_attachment(again, run, filename="plan.pdf", document=paper("แผน")) == "unchanged"
    newer = a_capture(url=link.url, digest="sha1:b")
    assert store.put_attachment(newer, run, filename="plan.pdf", document=paper("แผนใหม่")) == "changed"
    assert store.attachment_texts(ID) == ("แผนใหม่",)
    store.link_attachment("opdc:later", link.url)
    assert store.attachment_texts("opdc:later") == ("แผนใหม่",)


def test_refused_pages_are_listed_by_run(store: Store) -> None:
    first, second = store.begin_run("import"), store.begin_run("import")
    one = Rejected(url="http://a.th/\ud800", stage="clean", reason="no article")
    store.put_rejected(one, first, a_capture(url="http://a.th/1", digest="sha1:r"))
    store.put_rejected(one, first)
    store.put_rejected(replace(one, url="b"), second)
    assert (store.refused_in(first), store.refused_in(second)) == (1, 1)
    assert [(run, r.url) for run, r in store.rejected()] == [(first, "http://a.th/?"), (second, "b")]
    assert [r.url for _, r in store.rejected(second)] == ["b"]
    assert len(list(store.rejected(limit=1))) == 1
    assert list(store.rejected(limit=0)) == []
    known = store.known("http://a.th/1", "sha1:r")
    assert known is not None
    assert known.refused == Rejected(url="http://a.th/1", stage="clean", reason="no article")


def test_captures_are_known_by_address_and_payload(store: Store) -> None:
    put(store)
    known = store.known("https://opdc.go.th/content/NzEwOA", "sha1:0")
    assert known is not None
    assert (known.article_id, known.refused) == (ID, None)
    assert store.known("https://opdc.go.th/content/NzEwOA", "sha1:1") is None
    put(store, "อื่น", hours=1)
    assert store.newest_digest("https://opdc.go.th/content/NzEwOA") == "sha1:1"
    assert store.newest_digest("http://nowhere/") is None
    assert list(store.known_urls("opdc")) == ["https://opdc.go.th/content/NzEwOA"]
    assert list(store.known_urls("other")) == []
    assert store.counts() == {
        "articles": 1, "versions": 2, "captures": 2, "attachments": 0, "gone": 0, "refused": 0, "runs": 1,
    }  # fmt: skip
    assert [k.article_id for k in store.known_in("run-1.warc.gz")] == [ID, ID]
    assert [place.file for _, place, _ in store.locations()] == ["run-1.warc.gz"] * 2


def test_an_article_is_asked_for_where_it_was_last_found(store: Store) -> None:
    put(store)
    run = store.runs(1)[0].id
    moved, gone = "https://new.opdc.go.th/content/NzEwOA", "http://opdc.go.th/a"
    store.see_again(ID, a_capture(3, url=moved), run)
    store.note_capture(a_capture(4, url=gone, status=404), run)
    store.note_capture(a_capture(5, url="https://opdc.go.th/old", status=301), run)
    assert store.last_addresses("opdc") == (moved,)
    assert store.last_addresses("other") == ()
    assert list(store.known_urls("opdc")) == [gone, moved, an_article().url]


def test_a_batch_is_stored_whole_or_not_at_all(store: Store, settings: Settings) -> None:
    run = store.begin_run("import")

    def half() -> None:
        with store.batch():
            store.put(an_article(), a_capture(), run)
            store.commit_file("run-1.warc.gz", 100)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert store.counts()["articles"] == 0
    assert store.committed() == {}
    with store.batch():
        store.put(an_article(), a_capture(), run)
        store.commit_file("run-1.warc.gz", 100)
        with open_store(settings, readonly=True) as reader:  # readers see the state before, and do not wait
            assert reader.counts()["articles"] == 0
    assert store.committed() == {"run-1.warc.gz": 100}
    store.commit_file("run-1.warc.gz", 50)  # never goes back
    assert store.committed() == {"run-1.warc.gz": 100}
    with open_store(settings, readonly=True) as reader:
        assert reader.counts()["articles"] == 1


def test_runs(store: Store) -> None:
    first = store.begin_run("import x", "opdc")
    second = store.begin_run("crawl", load_site("opdc"))
    store.end_run(first, "partial", {"new": 2, "refused": 1}, "one page refused")
    newest, oldest = store.runs()
    assert (newest.id, newest.status, newest.site, newest.finished) == (second, "running", "opdc", None)
    assert (oldest.status, oldest.counts, oldest.message) == ("partial", {"new": 2, "refused": 1}, "one page refused")
    assert oldest.finished is not None
    assert store.run(first) == oldest
    assert store.run(99) is None
    assert store.sites() == (load_site("opdc"),)
    assert store.site("opdc") == load_site("opdc")
    assert store.site("other") is None
    assert store.close_crashed_runs() == ()  # we are still there


def test_a_run_of_a_dead_process_becomes_crashed(settings: Settings) -> None:
    code = """
import os, sys
from pathlib import Path
from corpus.settings import Settings
from corpus.store import open_store
open_store(Settings(data=Path(sys.argv[1]))).begin_run("import x", "opdc")
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code, str(settings.data)], check=False, cwd=Path(__file__).parent.parent)
    with open_store(settings) as store:
        (shown,) = store.runs(1)
        assert (shown.status, shown.finished) == ("crashed", None), "readers know, and wait for no writer"
        assert store.close_crashed_runs() == (1,)
        (noted,) = store.runs(1)
        assert (noted.status, noted.message) == ("crashed", shown.message)
        assert noted.finished


def test_a_run_that_could_not_note_its_end_is_crashed_until_there_is_room(settings: Settings) -> None:
    with open_store(settings) as store:
        run = store.begin_run("crawl opdc", "opdc")
        store.note_counts(run, {"new": 3})
        with reserved(settings.data, run) as say:
            assert store.live_runs() == (run,)
            say("the disk is full; make room")
        shown = store.run(run)
        assert shown
        assert (shown.status, shown.message) == ("crashed", "the disk is full; make room")
        assert store.at_work("opdc") is None
        assert store.close_crashed_runs() == (run,)
        noted = store.run(run)
        assert noted
        assert (noted.status, noted.message) == ("failed", "the disk is full; make room")
        assert noted.counts == {"new": 3, "interrupted": 1}
        with reserved(settings.data, run):
            pass
    assert list((settings.data / "logs").iterdir()) == []


def test_what_cannot_be_reserved_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    with reserved(tmp_path, 1) as say:
        say("lost")
    assert last_words(tmp_path, 1) == ""


def test_process_marks() -> None:
    assert is_running(process_mark())
    assert not is_running(process_mark().partition(":")[0] + ":1")  # the number was used again
    for nonsense in ("", "x:1", "-1:", "0:", "99999999999999999999:1"):
        assert not is_running(nonsense)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells the state of a process")
def test_a_process_that_ended_unasked_is_not_running() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    mark = process_mark(child.pid)
    assert is_running(mark)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it has ended and is still in the table
    assert not is_running(mark)
    child.communicate()
    assert not is_running(mark)


def test_two_writers_are_refused_and_readers_are_not(store: Store, settings: Settings) -> None:
    with pytest.raises(StoreProblem, match=rf"another khlang command is writing .*process {os.getpid()}"):
        open_store(settings)
    with open_store(settings, readonly=True) as reader:
        assert reader.last_seq() == 0
    store.close()
    with open_store(settings) as again:
        assert again.last_seq() == 0


def _hold(data: Path, ready: Any) -> None:
    with open_store(Settings(data=data)):
        ready.set()
        multiprocessing.Event().wait(60)


def test_the_lock_of_a_killed_writer_is_free_at_once(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(settings.data, ready), daemon=True)
    holder.start()
    assert ready.wait(60)
    with pytest.raises(StoreProblem, match="another khlang command"):
        open_store(settings)
    holder.kill()
    holder.join()
    holder.close()
    open_store(settings).close()


def test_a_reader_needs_a_catalogue(settings: Settings) -> None:
    with pytest.raises(StoreProblem, match=r"no catalogue in .*khlang import"):
        open_store(settings, readonly=True)
    assert not settings.data.exists()  # nothing was made


def test_a_reader_cannot_write(store: Store, settings: Settings) -> None:
    with open_store(settings, readonly=True) as reader, pytest.raises(StoreProblem, match="cannot open"):
        reader.begin_run("import")


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize("rubbish", [b"not a database at all " * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_catalogue_is_said_and_left_alone(settings: Settings, rubbish: bytes, readonly: bool) -> None:
    settings.data.mkdir()
    settings.catalogue.write_bytes(rubbish)
    with pytest.raises(StoreProblem, match=r"damaged|not a catalogue"):
        open_store(settings, readonly=readonly)
    assert settings.catalogue.read_bytes() == rubbish
    with pytest.raises(StoreProblem, match=r"damaged|not a catalogue"):  # and the lock was given back
        open_store(settings)


def test_a_catalogue_damaged_inside_is_said(settings: Settings) -> None:
    with open_store(settings) as store:
        for n in range(300):
            put(store, id=f"a:{n}", body="ก" * 500)
        with sqlite3.connect(settings.catalogue) as c:
            c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        c.close()
    raw = bytearray(settings.catalogue.read_bytes())
    for page in range(4096 * 60, len(raw), 4096):
        raw[page : page + 600] = b"\xa5" * 600
    settings.catalogue.write_bytes(raw)
    with open_store(settings, readonly=True) as store, pytest.raises(StoreProblem, match="damaged"):
        list(store.articles())


def test_a_damaged_article_is_said(store: Store, settings: Settings) -> None:
    put(store)
    store._connection.execute("UPDATE versions SET article = x'00'")
    with pytest.raises(StoreProblem, match=f"damaged at article {ID}"):
        store.article(ID)


def test_a_file_of_another_program_is_refused_and_left_alone(settings: Settings) -> None:
    settings.data.mkdir()
    connection = sqlite3.connect(settings.catalogue)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()
    before = settings.catalogue.read_bytes()
    for readonly in (True, False):
        with pytest.raises(StoreProblem, match="not a catalogue of this program"):
            open_store(settings, readonly=readonly)
    assert settings.catalogue.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    for readonly in (True, False):
        with pytest.raises(StoreProblem, match="data is a file; choose another with --data"):
            open_store(Settings(data=tmp_path / "data"), readonly=readonly)
    with pytest.raises(StoreProblem, match="cannot write in the data folder"):
        open_store(Settings(data=tmp_path / "data" / "below"))


NEWEST = len(MIGRATIONS)
FURTHER = (
    "ALTER TABLE articles ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "UPDATE articles SET note = 'upgraded'",
)


def test_an_older_catalogue_is_upgraded_with_all_it_holds(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(settings) as store:
        put(store)
    monkeypatch.setattr(store_module, "MIGRATIONS", (*MIGRATIONS, FURTHER))
    with open_store(settings, readonly=True) as reader:  # a reader upgrades it too
        assert reader._all("SELECT note FROM articles") == [("upgraded",)]
        assert reader.article(ID) is not None
        assert reader._all("PRAGMA user_version") == [(NEWEST + 1,)]
    with open_store(settings) as store:
        assert store._all("PRAGMA user_version") == [(NEWEST + 1,)]


def test_the_first_schema_is_upgraded_and_the_visits_are_filled_from_the_captures(settings: Settings) -> None:
    settings.data.mkdir()
    connection = connect(settings.catalogue, readonly=False)
    assert migrate(connection, settings.catalogue, MIGRATIONS[:1]) == 1
    connection.execute(
        "INSERT INTO runs (id, command, site, started, status) VALUES (1, 'import', 's', '2020', 'done')"
    )
    connection.execute("INSERT INTO warc_files VALUES ('a.warc.gz', 900)")
    connection.execute(
        "INSERT INTO articles VALUES ('s:1', 1, 's', 'th', 'news', NULL, '2020', '2023', NULL, 2)",
    )

    def capture(offset: int, url: str, when: datetime, digest: str, status: int, article: str | None) -> None:
        connection.execute(
            "INSERT INTO captures"
            " (url, site, digest, status, media_type, captured, file, offset, length, article_id, run)"
            " VALUES (?, 's', ?, ?, 'text/html', ?, 'a.warc.gz', ?, 10, ?, 1)",
            (url, digest, status, sortable(when), offset, article),
        )

    def version(number: int, offset: int, when: datetime) -> None:
        connection.execute(
            "INSERT INTO versions VALUES ('s:1', ?, ?, 'http://s/1', 't', ?, 0, 'a.warc.gz', ?, 10, 'd', 1, x'00')",
            (number, sortable(when), f"content {number}", offset),
        )

    days = [NOON + timedelta(days=n) for n in range(6)]
    for n, digest in enumerate(("a", "b", "c")):  # other bytes each time, another content once
        capture(n * 10, "http://s/1", days[n], digest, 200, "s:1")
    version(1, 0, days[0])
    version(2, 10, days[1])
    capture(30, "http://s/1", days[3], "x", 404, None)
    capture(40, "http://s/1", days[4], "x", 404, None)
    for n, digest in enumerate(("l", "m", "m")):
        capture(50 + n, "http://s/list", days[n], digest, 200, None)
    capture(60, "http://s/never", days[0], "x", 404, None)
    capture(61, "http://s/moved", days[0], "x", 301, None)
    connection.close()
    with open_store(settings, readonly=True) as store:
        visits = {visit.url: visit for visit in store.visits("s")}
    assert set(visits) == {"http://s/1", "http://s/list"}
    page = visits["http://s/1"]
    assert (page.article_id, page.first_seen, page.changed, page.checked) == ("s:1", days[0], days[1], days[4])
    assert (page.checks, page.changes, page.missing_since) == (5, 1, days[3])
    assert (page.etag, page.modified) == ("", "")
    listing = visits["http://s/list"]
    assert (listing.article_id, listing.checks, listing.changes, listing.checked) == (None, 3, 1, days[2])
    assert listing.missing_since is None


def test_a_failing_upgrade_changes_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(settings) as store:
        put(store)
    monkeypatch.setattr(store_module, "MIGRATIONS", (*MIGRATIONS, (*FURTHER, "UPDATE no_such_table SET a = 1")))
    with pytest.raises(StoreProblem, match="no_such_table"):
        open_store(settings)
    monkeypatch.undo()
    with open_store(settings) as store:
        assert store._all("PRAGMA user_version") == [(NEWEST,)]
        assert "note" not in [row[1] for row in store._all("PRAGMA table_info(articles)")]


def test_a_newer_catalogue_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MIGRATIONS", (*MIGRATIONS, FURTHER))
    open_store(settings).close()
    monkeypatch.undo()
    for readonly in (True, False):
        with pytest.raises(
            StoreProblem, match=rf"schema {NEWEST + 1} and this program knows schemas up to {NEWEST}; install"
        ):
            open_store(settings, readonly=readonly)


def test_every_migration_makes_the_same_schema_at_once_or_step_by_step(tmp_path: Path) -> None:
    steps = connect(tmp_path / "steps.sqlite", readonly=False)
    for n in range(1, len(MIGRATIONS) + 1):
        migrate(steps, tmp_path, MIGRATIONS[:n])
    once = connect(tmp_path / "once.sqlite", readonly=False)
    assert migrate(once, tmp_path) == len(MIGRATIONS)
    assert migrate(once, tmp_path) == 0
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    assert steps.execute(schema).fetchall() == once.execute(schema).fetchall()
    steps.close()
    once.close()


def test_a_full_disk_is_said_and_harms_nothing(settings: Settings) -> None:
    with open_store(settings) as store:
        put(store)
        pages = store._all("PRAGMA page_count")[0][0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        run = store.begin_run("import")

        def much() -> None:
            with store.batch():
                for n in range(200):
                    store.put(an_article(os.urandom(3000).hex(), id=f"a:{n}"), a_capture(), run)

        with pytest.raises(StoreProblem, match=r"full; make room"):
            much()
        assert store.counts()["articles"] == 1
        assert list(store.faults()) == []
        store._connection.execute("PRAGMA max_page_count = 1000000")
        assert put(store, id="a:later") == "new"


def test_content_digest_and_what_changed() -> None:
    one = an_article()
    assert content_digest(one) == content_digest(replace(one, people=(Person(id="p", name="ก"),), captured=NOON))
    table = Table(after=0, rows=(("ก",),))
    other = replace(one, title="อื่น", tables=(table,), stamp=date(2020, 1, 1))
    assert what_changed(one, other) == ("title", "tables", "dates")
    assert content_digest(one) != content_digest(other)
    assert what_changed(one, one) == ()
    link = Attachment(url="http://a/b.pdf", filename="b.pdf", media_type="application/pdf")
    assert what_changed(one, replace(one, body="x", attachments=(link,))) == ("body", "attachments")
