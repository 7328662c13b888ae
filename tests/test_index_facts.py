"""The column of the facts: a table at once, and each document's own bytes; shared by updates, gone with its segment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexProblem
from corpus.records import Agency, Person
from corpus.settings import Settings
from index import arena, search
from index.analysis import Facts
from index.arena import Arena
from index.arrays import Arrays, ArraysWriter
from index.facets import Table
from index.facts import FactsColumn, told
from index.files import Mapped
from index.generations import current
from index.manifest import Manifest, mark_of
from index.snapshot import Snapshot
from tests.small_archive import article, put
from tests.test_index_arrays import Kept

FACTS = ".facts.col"
PAGES = [
    article(
        n,
        f"ข่าวที่ {n}",
        f"ประชาชน เรื่อง {n} 🙂",
        people=(Person(id="p", name="สมชาย ใจดี", title="นาย", position="เลขาธิการ"),),
        agencies=(Agency(id="opdc", name="สำนักงาน ก.พ.ร." if n < 5 else "ก.พ.ร."),),
        provinces=("ตาก", "น่าน"),
    )
    for n in range(1, 9)
]
CHANGED = [article(1, "แก้ไข", "เปลี่ยน"), article(20, "มาใหม่", "ประชาชน")]
LABELS = st.sampled_from(["ก", "ข", "ก ข", ""])
PAIRS = st.lists(st.tuples(st.sampled_from("abc"), LABELS), max_size=3, unique_by=lambda pair: pair[0]).map(tuple)
STRINGS = st.lists(st.sampled_from(["ตาก", "น่าน", "ก\0", ""]), max_size=3).map(tuple)
ONE = st.builds(
    Facts,
    id=st.text(max_size=8),
    version=st.integers(0, 2**31 - 1),
    title=st.text(max_size=8),
    day=st.integers(0, 800_000),
    kind=st.sampled_from(["news", "job", ""]),
    site=st.text(max_size=5),
    section=STRINGS,
    agencies=PAIRS,
    people=PAIRS,
    provinces=STRINGS,
    lengths=st.tuples(*(st.integers(0, 2**32 - 1) for _ in range(5))),
)


@pytest.fixture
def archive(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path)
    put(made, PAGES)
    search.build(made)
    return made


def written(facts: list[Facts], documents: int | None = None) -> bytes:
    file = Kept()
    writer = FactsColumn.Writer(file)
    for doc, one in enumerate(facts):
        writer.add(doc, one.to_bytes())
    writer.finish(len(facts) if documents is None else documents)
    return file.getvalue()


def reader(data: bytes, documents: int) -> FactsColumn.Reader:
    return FactsColumn.Reader(Mapped(memoryview(data), "facts"), 0, len(data), documents)


def files(archive: Settings) -> dict[str, int]:
    """The files of facts in the index, each with its number on the disk."""
    return {path.name: path.stat().st_ino for path in current(archive.index).glob("*" + FACTS)}


@settings(deadline=None)
@given(st.lists(ONE, max_size=6))
def test_each_document_has_its_own_facts_and_all_make_a_table(facts: list[Facts]) -> None:
    column = reader(written(facts), len(facts))
    held = [Facts.from_bytes(one.to_bytes()) for one in facts]  # what cannot be written in UTF-8 is not kept
    assert list(column) == [one.to_bytes() for one in held]
    assert dict(told(column.table)) == dict(told(Table.of(held)))


def test_a_document_without_facts_has_empty_ones() -> None:
    facts = Facts("x", 1, "t", 5, "news", "s", (), (), (), (), (1, 2, 3, 4, 5))
    file = Kept()
    writer = FactsColumn.Writer(file)
    writer.add(1, facts.to_bytes())
    writer.finish(3)
    column = reader(file.getvalue(), 3)
    assert list(column) == [FactsColumn._default, facts.to_bytes(), FactsColumn._default]


@settings(deadline=None)
@given(st.lists(st.lists(ONE, max_size=4), min_size=1, max_size=3))
def test_joined_tables_are_one_table(parts: list[list[Facts]]) -> None:
    joined = Table.joined([Table.of(part) for part in parts])
    whole = Table.of(one for part in parts for one in part)
    assert dict(told(joined)) == dict(told(whole))


@pytest.mark.parametrize(
    "name",
    ["ids", "titles_starts", "versions", "day", "lengths", "person/docs", "person/codes", "site/values_starts"],
)
def test_facts_that_do_not_fit_together_are_refused(name: str) -> None:
    data = written([Facts("x", 1, "t", 5, "news", "s", (), (), (("a", "ก"),), (), (1, 2, 3, 4, 5))] * 2)
    held = Arrays(memoryview(data), "facts")
    for other in (None, np.zeros(0, np.int32), np.full(9, 7, np.int32)):
        file = Kept()
        out = ArraysWriter(file)
        for key, array in held.items():
            if key != name:
                out.add(key, array)
            elif other is not None:
                out.add(key, other)
        out.close()
        with pytest.raises(IndexProblem, match="is damaged"):
            reader(file.getvalue(), 2)
    with pytest.raises(IndexProblem, match="of all documents"):
        reader(data, 3)


@given(st.lists(st.text(st.sampled_from("กขa\0😀\ud800"), max_size=3)), st.lists(st.text(max_size=3)))
def test_an_arena_is_a_sequence_of_strings(strings: list[str], more: list[str]) -> None:
    held = Arena.of(strings)
    assert list(held) == strings
    assert held == tuple(strings)
    assert held[:] == tuple(strings)
    assert [held[n] for n in range(-len(strings), len(strings))] == strings * 2
    assert list(Arena.joined([held, Arena.of(more)])) == strings + more
    order = held.sorted()
    assert order.tolist() == sorted(range(len(strings)), key=lambda n: (strings[n], n))
    for string in [*strings, *more]:
        found = held.find(string, order)
        assert held[found] == string if string in strings else found == -1
    with pytest.raises(IndexError):
        held[len(strings)]


def test_strings_that_are_remembered_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arena, "REMEMBERED", 2)
    held = Arena.of(["", "ข่าว", "งาน", "ปี"])
    for places in ([3, 0, 1], [1, 1, 2, 0], []):
        assert held.remembered(places) == [held[place] for place in places]
        assert len(held._remembered) <= 2


def test_strings_that_do_not_fit_where_they_begin_are_refused() -> None:
    for starts in ([], [0], [1, 3], [0, 2]):
        with pytest.raises(ValueError, match="do not fit"):
            Arena(np.zeros(3, np.uint8), np.array(starts, np.uint32))


def test_a_string_that_is_none_is_refused() -> None:
    held = Arena(np.array([0x61, 0xFF], np.uint8), np.array([0, 1, 2], np.uint32))
    assert held[0] == "a"
    with pytest.raises(IndexProblem, match="is damaged"):
        held[1]
    with pytest.raises(IndexProblem, match="is damaged"):
        list(held)


def test_documents_that_are_none_are_refused(archive: Settings) -> None:
    folder = current(archive.index)
    (path,) = folder.glob("*.terms")
    held = Arrays(memoryview(path.read_bytes()), path.name)
    path.unlink()
    out = ArraysWriter(path.open("wb"))
    for key, array in held.items():
        out.add(key, array + 99 if key == "body/docs" else array)
    out.about.update(held.about)
    out.close()
    with pytest.raises(IndexProblem, match="a document that is none"):
        Snapshot(folder, {}).postings("body", "ประชาชน")


def test_a_value_is_found_among_many_by_its_code() -> None:
    facts = [Facts(str(n), 1, "", 0, "news", "s", (), (), ((f"p{n}", f"คน {n}"),), (), (0,) * 5) for n in range(50)]
    person = Table.of(facts).columns["person"]
    assert person.of_values({f"p{n}" for n in range(30, 70)}) == list(range(30, 50))
    assert person.named["p7"] == "คน 7"
    assert "p50" not in person.named
    assert len(person.named) == len(list(person.named)) == 50


def test_an_update_shares_the_facts_of_the_segments_that_stay(archive: Settings) -> None:
    before = files(archive)
    put(archive, CHANGED, hours=1)
    search.update(archive)
    after = files(archive)
    assert len(before) == 1
    assert len(after) == 2
    assert before.items() <= after.items()


def test_no_facts_outlive_their_segment(archive: Settings) -> None:
    put(archive, [article(n, "แก้ไข", "เปลี่ยน") for n in range(1, 9)], hours=1)
    search.update(archive)
    assert len(files(archive)) == 1
    assert [finding.level for finding in search.check(archive)] == ["ok"]


def test_damaged_facts_are_found(archive: Settings) -> None:
    (path,) = current(archive.index).glob("*" + FACTS)
    whole = path.read_bytes()
    for other in (b"[" * len(whole), whole[:-1]):
        path.unlink()
        path.write_bytes(other)
        assert [finding.level for finding in search.check(archive)] == ["error"]
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
    assert dict(snapshot.all_frequencies("body"))["ประชาชน"] == 9  # with the one that was replaced


@pytest.mark.parametrize("name", ["person/folded", "province/rank"])
def test_a_table_that_tells_something_else_is_found(archive: Settings, name: str) -> None:
    folder = current(archive.index)
    (path,) = folder.glob("*" + FACTS)
    held = Arrays(memoryview(path.read_bytes()), path.name)
    path.unlink()
    out = ArraysWriter(path.open("wb"))
    for key, array in held.items():
        out.add(key, np.full_like(array, 1) if key == name else array)
    out.close()
    manifest = Manifest.read(folder)
    replace(manifest, files={**manifest.files, path.name: mark_of(path)}).write(folder)
    (found,) = search.check(archive)
    assert (found.level, found.repair, path.name in found.what) == ("error", "khlang index build", True)
    assert [finding.level for finding in search.check(archive, quick=True)] == ["ok"]
