"""corpus.doctor: every planted fault is found, with a repair; looking changes nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus import doctor
from corpus.doctor import Finding, examine
from corpus.intake import import_paths
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import Store, open_store
from corpus.upkeep import look_after, unreachable, without_contact
from corpus.warc import WarcWriter

TEXT = """ประชุมคณะทำงาน ครั้งที่ {}

เมื่อวันที่ 5 มีนาคม 2567 คณะทำงานประชุมเรื่องการปรับปรุงบริการประชาชน ณ ห้องประชุมใหญ่ ตามแผนงานของปีนี้

ที่ประชุมเห็นชอบให้ทุกหน่วยงานลดขั้นตอนการทำงานและรายงานผลทุกเดือน
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(TEXT.format(n), encoding="utf-8")
    made = Settings(data=tmp_path / "data", workers=1)
    assert import_paths([folder], made).counts["new"] == 3
    return made


def all_bytes(folder: Path) -> dict[Path, bytes]:
    shared = ("-shm", "-wal")  # SQLite keeps its readers' marks there
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.name.endswith(shared)}


def bad(settings: Settings, **more: bool) -> list[Finding]:
    before = all_bytes(settings.data)
    found = [f for f in examine(settings, **more) if f.level != "ok"]
    assert all_bytes(settings.data) == before
    assert all(f.repair for f in found)
    return found


def warc_file(settings: Settings) -> Path:
    return next(settings.warc.glob("*.warc.gz"))


def test_a_sound_folder(settings: Settings) -> None:
    assert bad(settings) == bad(settings, quick=True) == []
    assert len(list(examine(settings))) >= 7


def test_no_folder_and_no_catalogue(tmp_path: Path, settings: Settings) -> None:
    assert [f.level for f in examine(Settings(data=tmp_path / "none"))] == ["error"]
    (tmp_path / "file").write_text("x")
    assert [f.what for f in examine(Settings(data=tmp_path / "file"))] == [f"{tmp_path / 'file'} is not a folder"]
    (tmp_path / "empty").mkdir()
    assert "nothing was taken in" in bad(Settings(data=tmp_path / "empty"))[0].what
    for part in settings.data.glob("archive.sqlite*"):
        part.unlink()
    assert "no catalogue" in bad(settings)[0].what


def drop_file(settings: Settings) -> None:
    warc_file(settings).unlink()


def shorten_file(settings: Settings) -> None:
    path = warc_file(settings)
    path.write_bytes(path.read_bytes()[:-30])


def add_half_record(settings: Settings) -> None:
    with warc_file(settings).open("ab") as file:
        file.write(b"\x1f\x8b\x08half")


def flip_a_byte(settings: Settings) -> None:
    with open_store(settings, readonly=True) as store:
        offset = next(place.offset for _, place, _ in store.locations())
    path = warc_file(settings)
    raw = bytearray(path.read_bytes())
    raw[offset + 40] ^= 0xFF
    path.write_bytes(raw)


def leave_an_unknown_file(settings: Settings) -> None:
    source = warc_file(settings)
    source.with_name("crawl-000009.warc.gz").write_bytes(source.read_bytes())


def break_a_reference(settings: Settings) -> None:
    with sqlite3.connect(settings.catalogue) as db:
        db.execute("DELETE FROM runs")
    db.close()


def point_elsewhere(settings: Settings) -> None:
    with sqlite3.connect(settings.catalogue) as db:
        db.execute("UPDATE captures SET digest = 'sha1:WRONG'")
        db.execute("UPDATE versions SET payload_digest = 'sha1:WRONG'")
    db.close()


def garble_the_catalogue(settings: Settings) -> None:
    settings.catalogue.write_bytes(b"rubbish" * 1000)


def change(settings: Settings, sql: str) -> None:
    with sqlite3.connect(settings.catalogue) as db:
        db.execute(sql)
    db.close()


def lose_a_version(settings: Settings) -> None:
    change(settings, "DELETE FROM versions WHERE article_id = (SELECT min(article_id) FROM versions)")


def flip_a_byte_of_a_text(settings: Settings) -> None:
    change(
        settings, "UPDATE versions SET article = CAST(substr(article, 1, 20) || x'00' || substr(article, 22) AS BLOB)"
    )


def lose_a_capture(settings: Settings) -> None:
    change(settings, "DELETE FROM captures WHERE id = 1")


def index_of(settings: Settings) -> Path:
    return warc_file(settings).with_name(f"{warc_file(settings).name}.cdxj")


def drop_the_index(settings: Settings) -> None:
    index_of(settings).unlink()


def shorten_the_index(settings: Settings) -> None:
    index_of(settings).write_bytes(b"".join(index_of(settings).read_bytes().splitlines(keepends=True)[1:]))


def garble_the_index(settings: Settings) -> None:
    index_of(settings).write_bytes(index_of(settings).read_bytes().replace(b"{", b"[", 1))


def turn_the_index_round(settings: Settings) -> None:
    index_of(settings).write_bytes(b"".join(index_of(settings).read_bytes().splitlines(keepends=True)[::-1]))


def leave_a_run(settings: Settings) -> None:
    with open_store(settings) as store:
        store.begin_run("import ข่าวเก่า", "opdc")
        store._connection.execute("UPDATE runs SET process = '999999999:1' WHERE status = 'running'")


@pytest.mark.parametrize(
    ("plant", "level", "word"),
    [
        (drop_file, "error", "is missing"),
        (shorten_file, "error", "bytes of"),
        (add_half_record, "warning", "half record"),
        (flip_a_byte, "error", "are lost"),
        (leave_an_unknown_file, "warning", "not taken in"),
        (break_a_reference, "error", "runs is missing"),
        (point_elsewhere, "error", "holds another page"),
        (garble_the_catalogue, "error", "damaged"),
        (lose_a_version, "error", "current version of article"),
        (flip_a_byte_of_a_text, "error", "cannot be read"),
        (lose_a_capture, "error", "is missing or another page"),
        (drop_the_index, "warning", "is missing"),
        (shorten_the_index, "warning", "lacks 1 captures"),
        (garble_the_index, "warning", "is damaged"),
        (turn_the_index_round, "warning", "is not sorted"),
        (leave_a_run, "warning", "without a word"),
    ],
)
def test_planted_faults_are_found(settings: Settings, plant: Callable[[Settings], None], level: str, word: str) -> None:
    plant(settings)
    found = bad(settings)
    assert any(f.level == level and word in f.what for f in found), found


def test_damage_between_the_samples_is_found_by_a_whole_look(settings: Settings) -> None:
    raw = bytearray(warc_file(settings).read_bytes())
    raw[60] ^= 0xFF  # in the opening record, which no version points to
    warc_file(settings).write_bytes(raw)
    assert bad(settings, quick=True) == []
    assert any("damaged at byte 0" in f.what for f in bad(settings))


def test_a_command_at_work_is_no_fault(settings: Settings) -> None:
    with open_store(settings), WarcWriter(settings.warc, "crawl-000007") as writer:
        writer.commit()
        found = bad(settings)
    assert [f.level for f in found] == ["warning"]
    assert f"process {os.getpid()}" in found[0].what


def test_little_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    assert any("are free" in f.what for f in bad(settings))


def test_what_the_next_start_puts_right_is_put_right(settings: Settings, tmp_path: Path) -> None:
    add_half_record(settings)
    leave_a_run(settings)
    leave_an_unknown_file(settings)
    assert len(bad(settings)) == 3
    import_paths([tmp_path / "pages"], settings)
    assert bad(settings) == []
    with open_store(settings, readonly=True) as store:
        assert store.counts()["articles"] == 3


def test_a_run_at_work_is_told_and_its_files_are_not_called_whole(settings: Settings) -> None:
    with open_store(settings) as store:
        run = store.begin_run("crawl opdc", "opdc")
    (settings.warc / f"opdc-{run:06d}.warc.gz").write_bytes(warc_file(settings).read_bytes())  # fetched, not taken in
    said = [f.what for f in examine(settings)]
    assert f"run {run} is at work: crawl opdc" in said
    assert "1 WARC file being written, and not taken in yet" in said
    assert "1 WARC file is whole and taken in" in said
    assert not [what for what in said if what == "no run was left behind" or "holds" in what]


def test_looks_that_brought_nothing_new_are_not_called_unsound(settings: Settings) -> None:
    change(
        settings,
        "INSERT INTO captures (url, site, digest, status, media_type, captured, file, offset, length, run, refers_to)"
        " SELECT url, site, digest, 304, media_type, captured, file, offset + 1, length, run, id FROM captures"
        " WHERE id = 1",
    )
    said = [f.what for f in examine(settings)]
    assert "the captured bytes of 3 captures are sound; 1 look brought nothing new" in said


NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)  # 13:00 in Bangkok; slots are at 02:30 there


def crawled(store: Store, at: datetime, status: str = "done", message: str = "", **counts: int) -> int:
    run = store.begin_run("crawl opdc", load_site("opdc"))
    store.end_run(run, status, counts or {"new": 5}, message)  # type: ignore[arg-type]  # as a test says
    store._write("UPDATE runs SET started = ? WHERE id = ?", (at.isoformat(), run))
    return run


def cared(store: Store, settings: Settings, contact: str = "a@b.example") -> list[tuple[str, str]]:
    return [(f.level, f.what) for f in look_after(store, replace(settings, contact=contact), NOW)]


def test_a_site_that_is_looked_after(settings: Settings) -> None:
    with open_store(settings) as store:
        assert cared(store, settings, "") == []
        crawled(store, NOW - timedelta(days=1))
        (well,) = cared(store, settings)
        assert well == ("ok", "the newest crawl of 1 site ended well, and no slot was missed")
        ((level, what),) = cared(store, settings, "")
        assert level == "warning"
        assert what == "no contact is set, so the operators of opdc cannot reach you"


@pytest.mark.parametrize(("status", "level"), [("failed", "error"), ("crashed", "warning")])
def test_the_newest_crawl_that_did_not_end_well_is_told_with_its_message(
    settings: Settings, status: str, level: str
) -> None:
    with open_store(settings) as store:
        crawled(store, NOW - timedelta(days=1))
        run = crawled(store, NOW, status, "the site was down")
        assert cared(store, settings) == [(level, f"the newest crawl of opdc, run {run}, {status}: the site was down")]
        crawled(store, NOW)
        assert [of for of, _ in cared(store, settings)] == ["ok"]


def test_slots_that_nothing_ran_at_are_told(settings: Settings) -> None:
    with open_store(settings) as store:
        crawled(store, NOW - timedelta(days=4))
        ((level, what),) = cared(store, settings)
        assert level == "warning"
        assert what == "3 slots of opdc passed and nothing ran, the newest of them at 2026-11-20 02:30 +07:00"
        closed = int(NOW.timestamp()) + 60
        crawled(store, NOW - timedelta(days=3), new=1, closed_until=closed)
        assert [of for of, _ in cared(store, settings)] == ["ok"], "put off as the site asked"


@pytest.mark.parametrize(
    ("command", "status", "new"),
    [
        ("crawl x", "failed", 3),
        ("crawl x --limit 5", "done", 5),
        ("crawl x --source ids", "done", 5),
        ("crawl x", "done", 0),
    ],
)
def test_a_trial_or_a_failure_schedules_nothing(settings: Settings, command: str, status: str, new: int) -> None:
    with open_store(settings) as store:
        store.end_run(store.begin_run(command, "x"), status, {"new": new})  # type: ignore[arg-type]  # as a test says
        assert (store.crawled_sites(), store.visited_sites()) == ((), ("x",))
        store.end_run(store.begin_run("crawl x --full", "x"), "partial", {"unchanged": 1})
        assert store.crawled_sites() == ("x",)


def test_pages_refused_for_the_layout_are_told(settings: Settings) -> None:
    with open_store(settings) as store:
        crawled(store, NOW - timedelta(days=1))
    change(
        settings,
        "UPDATE captures SET site = 'opdc', refused_stage = 'clean',"
        " refused_reason = 'the page does not fit the layout g4 (no main): no; it is kept' WHERE id < 3",
    )
    with open_store(settings) as store:
        assert cared(store, settings) == [("warning", "2 pages of opdc were refused for not fitting the layout")]


def test_a_missing_contact_is_told_of_public_sites_only(settings: Settings) -> None:
    with open_store(settings) as store:
        crawled(store, NOW)
    assert unreachable(settings, ["opdc"]).startswith("no contact is set, so the operators of opdc")
    assert unreachable(settings) == unreachable(settings, ["opdc"]), "opdc is scheduled"
    assert unreachable(replace(settings, contact="a@b.example")) == ""
    assert without_contact(replace(load_site("opdc"), allow_private=True), settings) == ""


def test_a_destroyed_catalogue_is_got_again_from_a_backup_or_from_the_pages(settings: Settings) -> None:
    for beside in settings.data.glob("archive.sqlite-*"):
        beside.unlink()
    settings.catalogue.write_bytes(b"no catalogue any more " * 400)
    (found,) = bad(settings)
    assert "is damaged" in found.what
    assert "khlang doctor" not in found.what
    assert "khlang --data NEW restore FILE" in found.repair
    assert "WARC files again" in found.repair
    for kept in settings.data.glob("archive.sqlite*"):
        kept.rename(settings.data / f"old-{kept.name}")
    more = settings.data.parent / "more.txt"
    more.write_text(TEXT.format(9), encoding="utf-8")
    import_paths([more], settings)
    with open_store(settings, readonly=True) as store:
        assert store.counts()["articles"] == 4  # the three of the WARC files, and the new one
