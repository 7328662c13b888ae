"""Killed or out of disk at any step: the index that served serves on, and the next run ends as if nothing had been."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.settings import Settings
from index import search
from index.hits import SearchRequest
from tests.commands import ROOT
from tests.failing import settings_of
from tests.small_archive import article, put

OLD = [article(n, f"ข่าวที่ {n}", f"ประชาชน {n} เรื่อง", published=date(2008, 1, n)) for n in range(1, 6)]
CHANGED = [article(1, "ข่าวใหม่", "แก้ไข"), article(9, "มาใหม่", "ประชาชน")]


EVERY = 3 if os.environ.get("CI") else 1  # of the steps at which a build is killed; each run costs half a second


def state(settings: Settings) -> list[object]:
    """All that can be seen of an index: hits with their scores, totals, facets, timelines."""
    engine = search.open_engine(settings)
    pages = [engine.search(SearchRequest(q=q, per_page=50)) for q in ("", "ประชาชน", '"เรื่อง"', "แก้ไข", "ข่าว")]
    engine.close()
    return [(page.total, page.hits, page.facets, page.timeline) for page in pages]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object], list[object]]:
    """A folder with an archive whose catalogue has moved on, what its index shows, and what it is to show."""
    folder = tmp_path_factory.mktemp("crash")
    data = Settings(data=folder / "prepared")
    put(data, OLD)
    search.build(data)
    old = state(data)
    put(data, CHANGED, hours=1)
    undisturbed = replace(data, data=folder / "undisturbed")
    put(undisturbed, OLD)
    put(undisturbed, CHANGED, hours=1)
    search.build(undisturbed)
    return folder, old, state(undisturbed)


def failing(states: tuple[Path, list[object], list[object]], command: str, way: str, every: int = 1) -> list[str]:
    """What became of each run; every one left the old index, or the new one, and was repaired by the next."""
    folder, old, new = states
    work = folder / f"{command}-{way}"
    work.mkdir()
    for name in ("prepared", "own.txt"):
        if (folder / name).exists():
            (work / name).symlink_to(folder / name)
    arguments = [sys.executable, "-m", "tests.failing", str(work), command, way, str(every)]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, check=True, timeout=600)
    outcomes: list[str] = json.loads(done.stdout)
    seen = []
    for number, outcome in enumerate(outcomes, 1):
        settings = settings_of(work / str(number * every))
        now = state(settings)
        assert now in (old, new), (number, outcome)
        seen.append(now == new)
        getattr(search, command)(settings)
        assert state(settings) == new, (number, outcome)
        assert [f.level for f in search.check(settings)] == ["ok"], (number, outcome)
        kept = sorted(p.name for p in settings.index.iterdir())
        assert len(kept) <= 5, (kept, "leftovers of a run that failed")
    assert outcomes[-1] == "done"
    assert seen == sorted(seen), "once it serves the new index it stays with it"
    return outcomes


@pytest.mark.parametrize("command", ["build", "update"])
def test_killed_at_every_step(states: tuple[Path, list[object], list[object]], command: str) -> None:
    outcomes = failing(states, command, "kill", EVERY)
    assert set(outcomes[:-1]) == {"killed"}
    assert len(outcomes) > 25 / EVERY


@pytest.mark.parametrize("command", ["build", "update"])
def test_a_full_disk_at_every_step(states: tuple[Path, list[object], list[object]], command: str) -> None:
    outcomes = failing(states, command, "full", 2)
    assert len(outcomes) > 12
    for outcome in outcomes[:-1]:
        assert "No space left on device; make room there and run it again; what served, serves on" in outcome


@pytest.mark.parametrize("command", ["build", "update"])
def test_a_disk_that_fills_up_while_a_file_is_written(
    states: tuple[Path, list[object], list[object]], command: str
) -> None:
    outcomes = failing(states, command, "bytes", 400)
    assert len(outcomes) > 5
    for outcome in outcomes[:-1]:
        assert "File too large; make room there and run it again; what served, serves on" in outcome


def test_killed_while_texts_are_cut_anew(tmp_path: Path) -> None:
    data = Settings(data=tmp_path / "prepared")
    put(data, OLD)
    search.build(data)
    old = state(data)
    (tmp_path / "own.txt").write_text("ข่าวที่\n", encoding="utf-8")
    undisturbed = settings_of(tmp_path / "undisturbed")
    put(undisturbed, OLD)
    search.build(undisturbed)
    new = state(undisturbed)
    assert old != new, "the word of the user changes what is found"
    outcomes = failing((tmp_path, old, new), "update", "kill", 2)
    assert set(outcomes[:-1]) == {"killed"}
    assert len(outcomes) > 12
