"""Building, updating, checking: nothing half done is ever served, whatever is killed or damaged."""

import json
import logging
import re
import threading
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import IndexProblem
from corpus.settings import Settings
from index import following, generations, search, whoosh_engine
from index.generations import MANIFEST, current, writing
from index.hits import SearchRequest
from index.manifest import Manifest
from index.snapshot import Snapshot
from tests.small_archive import article, put

OLD = [article(n, f"ข่าวที่ {n}", f"ประชาชน {n} เรื่อง", published=date(2008, 1, n)) for n in range(1, 6)]
CHANGED = [article(1, "ข่าวใหม่", "แก้ไข"), article(9, "มาใหม่", "ประชาชน")]


@pytest.fixture
def archive(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path)
    put(made, OLD)
    return made


def state(settings: Settings) -> list[tuple[str, str, int, float]]:
    """All that can be seen of an index."""
    engine = search.open_engine(settings)
    pages = [engine.search(SearchRequest(q=q, per_page=50)) for q in ("", "ประชาชน", '"เรื่อง"', "แก้ไข", "ข่าว")]
    engine.close()
    return [(h.id, h.title, h.version, h.score) for page in pages for h in page.hits]


def built_at_once(settings: Settings) -> list[tuple[str, str, int, float]]:
    fresh = replace(settings, data=settings.data.parent / f"{settings.data.name}-fresh")
    fresh.data.mkdir(exist_ok=True)
    put(fresh, OLD)
    put(fresh, CHANGED, hours=1)
    search.build(fresh)
    return state(fresh)


def test_an_update_equals_a_build(archive: Settings) -> None:
    search.build(archive)
    put(archive, CHANGED, hours=1)
    report = search.update(archive)
    assert (report.documents, report.added, report.removed) == (6, 2, 1)
    assert state(archive) == built_at_once(archive)
    assert search.update(archive).added == 0


def test_no_search_waits_while_the_new_index_is_opened(archive: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    search.build(archive)
    engine = search.open_engine(archive)
    opening, go_on = threading.Event(), threading.Event()
    began = []

    def slowly(folder: Path, *rest: Any) -> Snapshot:
        began.append(folder.name)
        opening.set()
        assert go_on.wait(60)
        return Snapshot(folder, *rest)

    monkeypatch.setattr(whoosh_engine, "Snapshot", slowly)
    put(archive, CHANGED, hours=1)
    search.update(archive)
    seen = [engine.search(SearchRequest(q="แก้ไข")).total for _ in range(3)]
    assert opening.wait(60)
    search.build(archive)
    seen += [engine.search(SearchRequest(q="แก้ไข")).total for _ in range(3)]
    assert (seen, began) == ([0] * 6, ["g000002"])
    go_on.set()
    settled()
    assert engine.search(SearchRequest(q="แก้ไข")).total == 1
    settled()
    assert began == ["g000002", "g000003"]


def settled() -> None:
    """Wait for what an engine does in the background."""
    for thread in threading.enumerate():
        if thread.name == following.THREAD:
            thread.join(60)


def test_what_fails_in_the_background_is_told_once(
    archive: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    search.build(archive)
    engine = search.open_engine(archive)
    search.build(archive)
    monkeypatch.setattr(whoosh_engine, "Snapshot", lambda *_: 1 // 0)
    for _ in range(3):
        assert engine.search(SearchRequest(q="ประชาชน")).total == 5
        settled()
    assert [r.message for r in caplog.records] == ["the new index could not be opened, the old one keeps serving"]
    monkeypatch.undo()
    search.build(archive)
    assert engine.refresh()


def test_a_closed_engine_opens_nothing(archive: Settings) -> None:
    search.build(archive)
    engine = search.open_engine(archive)
    before = engine.state()
    engine.close()
    search.build(archive)
    engine.prepare()
    assert engine.state() == before


def test_a_reader_follows(archive: Settings) -> None:
    search.build(archive)
    engine = search.open_engine(archive)
    assert engine.refresh() is False
    put(archive, CHANGED, hours=1)
    search.update(archive)
    assert engine.refresh() is True
    assert engine.search(SearchRequest(q="แก้ไข")).total == 1
    search.build(archive)
    search.build(archive)
    assert engine.refresh() is True
    assert engine.search(SearchRequest(q="แก้ไข")).total == 1


def test_searches_go_on_while_the_index_is_rebuilt(archive: Settings) -> None:
    search.build(archive)
    engine = search.open_engine(archive)
    done = threading.Event()
    totals: set[int] = set()

    def ask() -> None:
        while not done.is_set():
            totals.add(engine.search(SearchRequest(q="ประชาชน")).total)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            search.build(archive)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert totals == {5}


def test_only_this_and_the_last_generation_are_kept(archive: Settings) -> None:
    for _ in range(4):
        search.build(archive)
    assert sorted(p.name for p in archive.index.iterdir() if p.is_dir()) == ["g000003", "g000004"]
    assert current(archive.index).name == "g000004"


def test_one_writer_at_a_time(archive: Settings) -> None:
    with writing(archive.index), pytest.raises(IndexProblem, match=r"another process .* is writing the index"):
        search.build(archive)
    assert search.build(archive).documents == 5


def test_progress_is_told(archive: Settings) -> None:
    told: list[tuple[int, int | None, str]] = []
    search.build(archive, lambda *now: told.append(now))
    assert told[-1] == (5, 5, "indexing: 5 of 5")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("engine", "pythainlp 5.0 newmm", r"engine of words pythainlp 5\.0 newmm, but this program has \S+ \S+ newmm"),
        ("dictionary", "0000", r"Thai dictionary 0000, but this program has \w{16}"),
        ("normaliser", "0000", r"normaliser of texts 0000, but this program has \w{16}"),
        ("schema", 1, r"layout of its fields 1, but this program has \d+"),
        ("whoosh", "3.0", r"whoosh3 3\.0, but this program has \S+"),
    ],
)
def test_an_index_that_was_made_in_another_way_is_refused(
    archive: Settings, field: str, value: object, told: str
) -> None:
    search.build(archive)
    folder = current(archive.index)
    replace(Manifest.read(folder), **{field: value}).write(folder)  # type: ignore[arg-type]  # one field by its name
    for call in (search.open_engine, search.update):
        with pytest.raises(IndexProblem, match=rf"was built with {told}; rebuild with: khlang index build"):
            call(archive)
    assert [f.level for f in search.check(archive)] == ["error"]


def test_an_index_of_another_catalogue_is_not_updated(archive: Settings) -> None:
    search.build(archive)
    folder = current(archive.index)
    replace(Manifest.read(folder), seq=10_000).write(folder)
    with pytest.raises(IndexProblem, match="built of another catalogue"):
        search.update(archive)


def test_check_says_what_is_missing(archive: Settings) -> None:
    search.build(archive)
    put(archive, CHANGED, hours=1)
    found = list(search.check(archive))
    assert [f.level for f in found] == ["warning", "warning"]
    assert found[0].what == "1 article not in the index yet: opdc:t:9"
    assert found[1].what == "1 article changed since the index was written: opdc:t:1"
    assert all(f.repair == "khlang index update" for f in found)


def test_damage_is_said_and_repaired_by_a_build(archive: Settings) -> None:
    search.build(archive)
    folder = current(archive.index)
    files = (folder / name for name in (*Manifest.read(folder).files, MANIFEST))  # what is prepared is made anew
    for path in sorted(p for p in files if p.stat().st_size):
        whole = path.read_bytes()
        for damaged in (b"", whole[: len(whole) // 2], b"\0" * len(whole), None):
            path.unlink() if damaged is None else path.write_bytes(damaged)
            assert [f.level for f in search.check(archive)] == ["error"], (path.name, damaged and len(damaged))
            with pytest.raises(IndexProblem, match="khlang index build"):
                Snapshot(folder, {})
            path.write_bytes(whole)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    search.build(archive)
    assert [f.level for f in search.check(archive)] == ["ok"]


def test_an_update_tells_damage_from_an_error_of_the_program(
    archive: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.build(archive)
    put(archive, CHANGED, hours=1)
    monkeypatch.setattr("index.writer._take_out", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        search.update(archive)
    (path,) = current(archive.index).glob("*.terms")
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    with pytest.raises(IndexProblem, match=r"is damaged in \S+\.terms .*rebuild with: khlang index build"):
        search.update(archive)


def test_damage_of_what_is_prepared_is_said_and_repaired_by_an_update(archive: Settings) -> None:
    search.build(archive)
    (path,) = current(archive.index).glob("prepared-*")
    whole = path.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"\0" * len(whole), whole[:-1] + b"?"):
        path.write_bytes(damaged)
        (found,) = [finding for finding in search.check(archive) if finding.level != "ok"]
        assert (found.level, found.repair, path.name in found.what) == ("warning", "khlang index update", True)
        search.update(archive)
        assert path.read_bytes() == whole
        assert [f.level for f in search.check(archive)] == ["ok"]


def test_the_open_index_serves_on_when_the_new_one_is_damaged(
    archive: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    search.build(archive)
    engine = search.open_engine(archive)
    search.build(archive)
    (current(archive.index) / MANIFEST).write_text("{}", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert engine.search(SearchRequest(q="ประชาชน")).total == 5
            settled()
    assert [r.message.partition(":")[0] for r in caplog.records] == [
        "the new index cannot be used, the old one keeps serving"
    ]


@pytest.mark.parametrize("name", ["", "nonsense", "../..", "g999999", "\udcff"])
def test_a_pointer_to_nothing_is_said_and_what_is_whole_serves(
    archive: Settings, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    search.build(archive)
    seen = state(archive)
    (archive.index / "CURRENT").write_bytes(name.encode("utf-8", "surrogateescape"))
    with caplog.at_level(logging.WARNING):
        assert state(archive) == seen
    (told,) = caplog.messages
    assert re.search(r"rebuild with: khlang index build; \S+g000001 serves in its place", told)
    (found,) = search.check(archive)
    assert (found.level, found.repair) == ("error", "khlang index build")
    with pytest.raises(IndexProblem, match="rebuild with: khlang index build"):
        search.update(archive)
    search.build(archive)
    assert [f.level for f in search.check(archive)] == ["ok"]
    (archive.index / "CURRENT").write_text(name, encoding="utf-8", errors="replace")
    for folder in archive.index.glob("g*"):
        (folder / MANIFEST).unlink()
    with pytest.raises(IndexProblem, match="rebuild with: khlang index build"):
        search.open_engine(archive)


def test_an_older_generation_serves_where_the_current_one_is_damaged(
    archive: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    search.build(archive)
    old = state(archive)
    put(archive, CHANGED, hours=1)
    search.update(archive)
    folder = current(archive.index)
    (added,) = (p for p in folder.glob("*.terms") if p.stat().st_nlink == 1)
    added.write_bytes(added.read_bytes()[:-1])
    with caplog.at_level(logging.WARNING):
        assert state(archive) == old
    assert f"{added.name} has" in caplog.messages[0]
    assert [f.level for f in search.check(archive)] == ["error"]


def test_a_generation_stays_while_a_reader_has_it(archive: Settings) -> None:
    search.build(archive)
    engine = search.open_engine(archive)
    kept = current(archive.index)
    held = generations.hold(kept)
    for _ in range(3):
        search.build(archive)
    assert kept.is_dir()
    held.release()
    engine.refresh()
    search.build(archive)
    assert not kept.exists()


def test_a_reader_opens_while_generations_come_and_go(archive: Settings) -> None:
    search.build(archive)
    done = threading.Event()
    totals = []

    def ask() -> None:
        while not done.is_set():
            totals.append(len(state(archive)))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        for n in range(12):
            put(archive, [article(1, f"ข่าว {n}")], hours=n + 1)
            search.update(archive)
    finally:
        done.set()
        thread.join()
    assert totals


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file", encoding="utf-8")
    put(Settings(data=tmp_path), OLD)
    with pytest.raises(IndexProblem, match=r"cannot write the index in .*; move away what stands there and run"):
        search.build(Settings(data=tmp_path))


def test_a_full_disk_leaves_the_old_index(archive: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    search.build(archive)
    old = state(archive)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("index.batches.values_of", full)
        with pytest.raises(IndexProblem, match="No space left on device; make room"):
            search.build(archive)
    assert state(archive) == old
    assert search.build(archive).documents == 5


def test_the_manifest_says_what_it_was_made_with(archive: Settings) -> None:
    report = search.build(archive)
    data = json.loads((current(archive.index) / MANIFEST).read_text(encoding="utf-8"))
    read = asdict(Manifest.read(current(archive.index)))
    assert data == json.loads(json.dumps(read))
    [prepared] = (p.name for p in current(archive.index).glob("prepared-*.arrays"))
    assert {*data["files"], MANIFEST, prepared} == {p.name for p in current(archive.index).iterdir()}
    assert (data["seq"], data["documents"]) == (report.seq, 5)
    assert "newmm" in data["engine"]


def test_an_update_builds_where_there_is_no_index_and_tells_how_far_behind_it_is(archive: Settings) -> None:
    assert search.behind(archive) == "there is no index yet: khlang index update"
    (found,) = search.check(archive)
    assert (found.level, found.repair) == ("error", "khlang index build")
    assert "khlang index" not in found.what, "the repair is told once"
    search.update(archive)
    assert search.behind(archive) == ""
    put(archive, CHANGED, hours=1)
    assert re.fullmatch(r"the index is \d changes? behind: khlang index update", search.behind(archive))


def test_words_that_deleted_pages_have_too_are_found_and_ranked(tmp_path: Path) -> None:
    archive = Settings(data=tmp_path)
    put(archive, [article(n, "ข่าว", "วันออกพรรษา มีการ" if n % 2 else "ข้าราชการ ออกพรรษา") for n in range(10)])
    search.build(archive)
    put(archive, [article(n, "ข่าว", "วันออกพรรษา มีการแก้ไข") for n in range(4)], hours=1)
    search.update(archive)
    engine = search.open_engine(archive)
    for query in ("การ", "กพ*", "กพ~", "พรรษา", "ข่าว"):
        page = engine.search(SearchRequest(q=query, per_page=50))
        assert page.total == 10, query
        assert all(hit.score > 0 for hit in page.hits), query
