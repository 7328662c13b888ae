"""What the writer prepares is what a reader would work out, and a reader without it works it out."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.settings import Settings
from index import kept, prepared, search
from index.arena import Letters
from index.complete import Beginnings, Completions, Entry
from index.generations import current
from index.lexicon import Lexicon
from index.snapshot import Snapshot
from index.vocabulary import Vocabulary
from tests.small_archive import article, put

TEXT = st.text(st.sampled_from("กขคงจาิีุ่้แเโ ab1.\n•東é\ud800"), max_size=9)
KEY = st.text("กขคงจาิีุ่้แเโab1東", min_size=1, max_size=9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generation of a small archive."""
    settings = Settings(data=tmp_path_factory.mktemp("prepared"))
    put(settings, [article(n, f"ประชุมคณะรัฐมนตรี ครั้งที่ {n} จังหวัดเชียงใหม่ พัฒนาระบบราชการ") for n in range(1, 9)])
    search.build(settings)
    return current(settings.index)


@given(st.lists(TEXT))
def test_strings_in_arrays_are_a_list(texts: list[str]) -> None:
    held = Letters.of(texts)
    assert (list(held), len(held), held[1:3]) == (texts, len(texts), tuple(texts[1:3]))
    assert list(Letters(*held.arrays)) == texts
    with pytest.raises(IndexError):
        held[len(texts)]
    ordered = Letters.of(sorted(texts))
    assert all(map(ordered.has, texts))
    assert not ordered.has("none of them")


@given(st.lists(st.tuples(KEY, TEXT, st.integers(1, 10**6)), max_size=20), KEY)
def test_a_lexicon_of_arrays_answers_alike(entries: list[tuple[str, str, float]], typed: str) -> None:
    made = Lexicon.of(entries, 24)
    read = Lexicon.from_arrays("x", made.to_arrays("x"))
    assert (list(read.keys), list(read.shown)) == (list(made.keys), list(made.shown))
    assert [read.near(key, 9.0) for key in (typed, *read.keys)] == [made.near(key, 9.0) for key in (typed, *made.keys)]
    assert read.sounding(typed) == made.sounding(typed)


@given(st.lists(st.tuples(TEXT, st.lists(KEY, max_size=3), st.integers(0, 99)), max_size=20), KEY)
def test_beginnings_are_those_of_the_keys(rows: list[tuple[str, list[str], int]], typed: str) -> None:
    entries = [Entry(f"{n} {shown}", tuple(keys), weight) for n, (shown, keys, weight) in enumerate(rows)]
    made = Beginnings.of(entries)
    read = Beginnings.from_arrays("x", made.to_arrays("x"), made.shown)
    for key in (typed, *(key[:2] for entry in entries for key in entry.keys)):
        begun = {entry.shown for entry in entries if any(k.startswith(key) for k in entry.keys)}
        within = [entry.shown for entry in entries if any(key in k for k in entry.keys)]
        assert set(made.begun(key, 99)) == begun
        assert made.within(key, 99) == within
        assert (read.begun(key, 5), read.within(key, 5)) == (made.begun(key, 5), made.within(key, 5))


def test_what_is_prepared_is_what_would_be_worked_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = Snapshot(folder, {})
    assert snapshot.prepared is not None
    read = _arrays(snapshot)
    monkeypatch.setattr(prepared, "read", lambda _: None)
    alone = Snapshot(folder, {})
    assert alone.prepared is None
    worked_out = _arrays(alone)
    assert read.keys() == worked_out.keys() == set(snapshot.prepared)
    assert all(read[name] == worked_out[name] for name in read)


def _arrays(snapshot: Snapshot) -> dict[str, list[object]]:
    words = Vocabulary.of(snapshot, snapshot.tokeniser)
    found = {**words.to_arrays(), **Completions.of(snapshot).to_arrays(snapshot)}
    return {name: array.tolist() for name, array in found.items()}


def test_a_damaged_file_is_said_and_worked_out_anew(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    [path] = folder.glob("prepared-*")
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
        with caplog.at_level(logging.WARNING):
            assert Snapshot(folder, {}).prepared is None
        assert str(path) in caplog.text
        with closing(search.open_engine(Settings(data=folder.parent.parent))) as engine:
            assert engine.suggest("เชียง")
    finally:
        path.write_bytes(whole)


def test_an_update_prepares_what_another_program_did_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data=folder.parent.parent)
    [path] = folder.glob("prepared-*")
    monkeypatch.setattr(kept, "whole_program", lambda: "other")
    assert prepared.read(folder) is None
    search.update(settings)
    assert [other.name for other in folder.glob("prepared-*")] == ["prepared-other.arrays"]
    monkeypatch.undo()
    search.update(settings)
    assert list(folder.glob("prepared-*")) == [path]
    assert [finding.level for finding in search.check(settings)] == ["ok"]
