"""However many processes cut the pages, and whatever becomes of them, the index is the same."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.settings import Settings
from corpus.store import open_store
from index import search, workers, writer
from index.batches import Batches
from index.cutting import Words
from index.generations import current
from index.own_words import NONE, OwnWords
from index.shown import unpack
from index.tokens import tokeniser
from index.workers import Workers
from tests.small_archive import article, put

PAGES = [article(n, f"ข่าวที่ {n}", f"ประชาชน {n} เรื่อง", published=date(2008, 1, 1 + n)) for n in range(24)]
MORE = [article(n, f"ข่าวใหม่ {n}", f"แก้ไข {n}") for n in range(3, 30, 2)]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An archive small enough for a test, for which processes are started all the same."""
    monkeypatch.setattr(workers, "PAGES", 4)
    monkeypatch.setattr(writer, "FEWEST", 1)
    made = Settings(data=tmp_path, workers=1)
    put(made, PAGES)
    return made


@pytest.fixture
def started(archive: Settings) -> Iterator[Workers]:
    with Workers(archive, NONE, 1) as made:
        yield made


def held(settings: Settings) -> dict[str, bytes]:
    """The segments of the index, without the names that are drawn by lot."""
    folder = current(settings.index)
    files = sorted(p for p in folder.iterdir() if p.name.startswith("MAIN_"))
    assert [f.level for f in search.check(settings)] == ["ok"]
    return {f"{n}{path.suffixes}": path.read_bytes() for n, path in enumerate(files)}


def ids(number: int) -> list[str]:
    return [f"opdc:t:{n}" for n in range(number)]


def test_the_index_is_the_same_whatever_the_number_of_processes(archive: Settings) -> None:
    search.build(archive)
    alone = held(archive)
    search.build(replace(archive, workers=3))
    assert held(archive) == alone


def test_an_update_by_several_processes_is_that_of_one(archive: Settings, tmp_path: Path) -> None:
    found = []
    for number in (1, 2):
        data = replace(archive, data=tmp_path / f"with-{number}", workers=number)
        put(data, PAGES)
        search.build(data)
        put(data, MORE, hours=1)
        report = search.update(data)
        assert (report.documents, report.added, report.removed) == (27, 14, 11)
        found.append(held(data))
    assert found[0] == found[1]


class Slow(Batches):
    """Leaves the other process time to begin what waits to be made."""

    made = 0

    def batch(self, pages: Any) -> Any:
        self.made += 1
        time.sleep(0.3)
        return super().batch(pages)


def test_batches_come_in_order_and_others_make_some(archive: Settings, started: Workers) -> None:
    with open_store(archive, readonly=True) as store, started.frozen(store):
        here = Slow(Words(tokeniser()))
        made = list(started.batches([*ids(24), "opdc:t:999"], store, here))
    assert [batch.columns for batch in made] == [batch.columns for batch in _alone(archive, [*ids(24), "opdc:t:999"])]
    assert 0 < here.made < len(made) == 7


def _alone(archive: Settings, which: list[str]) -> list[Any]:
    with Workers(archive, NONE, 0) as none, open_store(archive, readonly=True) as store, none.frozen(store):
        return list(none.batches(which, store, Batches(Words(tokeniser()))))


@pytest.mark.parametrize("when", ["before", "between"])
def test_a_process_that_is_killed_costs_its_time(
    archive: Settings, started: Workers, caplog: pytest.LogCaptureFixture, when: str
) -> None:
    [worker] = started._all
    with open_store(archive, readonly=True) as store:
        if when == "before":
            _kill(worker)
        with started.frozen(store), caplog.at_level(logging.WARNING):
            batches = started.batches(ids(24), store, Slow(Words(tokeniser())))
            made = [next(batches)]
            if when == "between":
                _kill(worker)
            made.extend(batches)
    assert [batch.columns for batch in made] == [batch.columns for batch in _alone(archive, ids(24))]
    told = [message for message in caplog.messages if message.startswith("a process that cuts pages")]
    if when == "between":  # once, though there were more batches to come
        assert told == ["a process that cuts pages ended (exit -9): its pages are cut here"]
    else:
        assert told in ([], ["a process that cuts pages did not begin (no answer): it is done without"])


def _kill(worker: Any) -> None:
    os.kill(worker._process.pid, signal.SIGKILL)
    worker._process.join()


def test_what_a_process_cannot_do_is_done_here(
    archive: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """This one is given a catalogue that is not there."""
    with Workers(replace(archive, data=tmp_path / "nothing"), NONE, 1) as others:
        others._settings = archive
        with open_store(archive, readonly=True) as store, others.frozen(store):
            made = list(others.batches(ids(24), store, Batches(Words(tokeniser()))))
    assert [batch.columns for batch in made] == [batch.columns for batch in _alone(archive, ids(24))]


def test_all_processes_read_one_state_of_the_catalogue(
    archive: Settings, started: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something is written between the moment of this process and that of the other: both begin again."""
    began = workers._Worker.began
    writes = iter([MORE[:1], MORE[1:2], []])

    def late(worker: Any) -> bool:
        if some := next(writes):
            put(archive, some, hours=1)
        return began(worker)

    monkeypatch.setattr(workers._Worker, "began", late)
    with open_store(archive, readonly=True) as store, started.frozen(store):
        assert list(writes) == []
        put(archive, MORE[2:], hours=2)
        made = list(started.batches(ids(24), store, Batches(Words(tokeniser()))))
        seen = [article.title for article in (store.article(one) for one in ids(24)) if article]
    titles = [title for batch in made for title in map(_title, batch.columns["shown"], batch.columns["folded"])]
    assert titles == seen
    assert [title for title in titles if "ใหม่" in title] == ["ข่าวใหม่ 3", "ข่าวใหม่ 5"]


def _title(shown: bytes, folded: bytes) -> str:
    return str(unpack(shown, folded)["title"])


def test_a_catalogue_that_is_written_all_the_time_is_read_by_one_process(
    archive: Settings, started: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = workers._Worker.began
    monkeypatch.setattr(workers, "TRIES", 3)

    def late(worker: Any) -> bool:
        put(archive, MORE[:1], hours=1)
        return began(worker)

    monkeypatch.setattr(workers._Worker, "began", late)
    with open_store(archive, readonly=True) as store, started.frozen(store):
        assert started._all == []
        assert sum(batch.size for batch in started.batches(ids(24), store, Batches(Words(tokeniser())))) == 24


def test_the_words_of_a_user_are_those_of_all_processes(archive: Settings) -> None:
    own = OwnWords(("นเรื่",))
    with Workers(archive, own, 1) as others, open_store(archive, readonly=True) as store, others.frozen(store):
        [worker] = others._all
        batch = worker.batch(ids(3))
    assert batch is not None
    assert batch.size == 3
