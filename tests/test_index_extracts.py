"""What is kept beside each segment: the same as its working out, shared by updates, gone with its segment."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexProblem
from corpus.records import Agency, Person
from corpus.settings import Settings
from index import search
from index.extracts import FACTS, WORDS
from index.facets import Table
from index.generations import current
from index.snapshot import Snapshot
from tests.small_archive import article, put

PAGES = [
    article(
        n,
        f"ข่าวที่ {n}",
        f"ประชาชน เรื่อง {n} 🙂",
        people=(Person(id="p", name="สมชาย ใจดี", title="นาย", position="เลขาธิการ"),),
        agencies=(Agency(id="opdc", name="สำนักงาน ก.พ.ร."),),
        provinces=("ตาก",),
    )
    for n in range(1, 9)
]
CHANGED = [article(1, "แก้ไข", "เปลี่ยน"), article(20, "มาใหม่", "ประชาชน")]


@pytest.fixture
def archive(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path)
    put(made, PAGES)
    search.build(made)
    return made


def extracts(settings: Settings) -> dict[str, int]:
    """The manifest and the extracts of the index, each with the number of the file on the disk."""
    return {path.name: path.stat().st_ino for path in current(settings.index).iterdir() if path.suffix == ".json"}


def same(one: Table, other: Table) -> bool:
    """Whether two tables hold the same."""
    plain = (one.ids, one.titles, one.versions) == (other.ids, other.titles, other.versions)
    arrays = np.array_equal(one.day, other.day) and all(
        np.array_equal(one.lengths[name], other.lengths[name]) for name in other.lengths
    )
    return (
        plain
        and arrays
        and all(
            np.array_equal(a.docs, b.docs)
            and np.array_equal(a.codes, b.codes)
            and np.array_equal(a.rank, b.rank)
            and (a.values, a.labels, a.folded) == (b.values, b.labels, b.folded)
            for a, b in ((one.columns[name], other.columns[name]) for name in other.columns)
        )
    )


def worked_out(settings: Settings) -> Snapshot:
    """The index as it is read without any extract."""
    folder = current(settings.index)
    for path in (*folder.glob("*" + FACTS), *folder.glob("*" + WORDS)):
        path.rename(path.with_suffix(".away"))
    try:
        (folder / "manifest.json").write_text(_without_extracts(folder), encoding="utf-8")
        return Snapshot(folder, {})
    finally:
        for path in folder.glob("*.away"):
            path.rename(path.with_suffix(".json"))


def _without_extracts(folder: Path) -> str:
    data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    data["files"] = {name: mark for name, mark in data["files"].items() if not name.endswith((FACTS, WORDS))}
    return json.dumps(data, ensure_ascii=False)


def test_an_extract_is_what_would_be_worked_out(archive: Settings) -> None:
    put(archive, CHANGED, hours=1)
    search.update(archive)
    with_them = Snapshot(current(archive.index), {})
    words = {name: dict(with_them.all_frequencies(name)) for name in ("title", "body", "names")}
    without = worked_out(archive)
    assert same(with_them.table, without.table)
    assert {name: dict(without.all_frequencies(name)) for name in words} == words
    assert words["body"]["ประชาชน"] >= 8


def test_an_update_shares_the_extracts_of_the_segments_that_stay(archive: Settings) -> None:
    before = extracts(archive)
    put(archive, CHANGED, hours=1)
    search.update(archive)
    after = extracts(archive)
    shared = before.keys() & after.keys() - {"manifest.json"}
    segments = len(list(current(archive.index).glob("*.seg")))
    assert len(shared) == 2
    assert all(before[name] == after[name] for name in shared)
    assert len(after) == 1 + 2 * segments == 5


def test_no_extract_outlives_its_segment(archive: Settings) -> None:
    put(archive, [article(n, "แก้ไข", "เปลี่ยน") for n in range(1, 9)], hours=1)
    search.update(archive)
    assert len(list(current(archive.index).glob("*.seg"))) == 1
    assert len(extracts(archive)) == 3
    assert [finding.level for finding in search.check(archive)] == ["ok"]


@pytest.mark.parametrize("ending", [FACTS, WORDS])
def test_a_damaged_extract_is_found(archive: Settings, ending: str) -> None:
    (path,) = current(archive.index).glob("*" + ending)
    whole = path.read_bytes()
    path.write_bytes(b"[" * len(whole))
    assert [finding.level for finding in search.check(archive)] == ["error"]
    if ending == FACTS:
        with pytest.raises(IndexProblem, match="rebuild with: khlang index build"):
            search.open_engine(archive)
    path.write_bytes(whole[:-1])
    with pytest.raises(IndexProblem, match="rebuild with: khlang index build"):
        search.open_engine(archive)


def test_frequencies_are_those_of_live_documents(archive: Settings) -> None:
    put(archive, CHANGED, hours=1)
    search.update(archive)
    snapshot = Snapshot(current(archive.index), {})
    assert len(snapshot._leaves) == 2
    assert snapshot.frequencies("body", ["ประชาชน", "เปลี่ยน", "1", "ไม่มีคำนี้"]) == {
        "ประชาชน": 8,
        "เปลี่ยน": 1,
        "1": 0,
        "ไม่มีคำนี้": 0,
    }
