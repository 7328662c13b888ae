"""Leaving it alone, as processes: four at once, killed, stopped, failing, and two sites side by side."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import Store, open_store
from tests.commands import ROOT, Khlang
from tests.crawling import expected_articles, expected_ids
from tests.replica.server import Replica

BOUND = 120.0  # seconds after which a process that does not do what it should fails the test


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica(crawl_delay=0) as served:
        yield served


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A khlang process on the data folder below *folder*, which does not outlive the test."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KHLANG_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "khlang", "--data", str(folder / "data"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def named(folder: Path, *profiles: Path) -> None:
    """Name the sites of the schedule in the settings file of *folder*."""
    (folder / "khlang.toml").write_text(f'schedule = "{", ".join(map(str, profiles))}"\nworkers = 1\n', "utf-8")


def until(there: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait until something holds; fail where it does not in good time."""
    end = monotonic() + BOUND
    while not there():
        assert process.poll() is None, f"it ended with {process.returncode}: {process.communicate()}"
        assert monotonic() < end, "it did not happen in good time"
        sleep(0.02)


def catalogue(folder: Path) -> Store:
    return open_store(Settings(data=folder / "data"), readonly=True)


def stored(folder: Path) -> set[str]:
    with catalogue(folder) as store:
        return {article.id for _, article in store.articles()}


def lost(folder: Path, expected: set[str], *names: str) -> list[str]:
    """What is in the catalogue under no id: neither its own nor that of another generation, of the sites *names*."""
    with catalogue(folder) as store:
        return [
            id_
            for id_ in sorted(expected)
            if not any(
                store.article(store.resolved(f"{name}:{id_.partition(':')[2]}")) for name in names or ("opdc-replica",)
            )
        ]


def end_the_pause(folder: Path) -> None:
    """Let the claims of the schedule be a day old."""
    with open_store(Settings(data=folder / "data"), patience=BOUND) as store:
        store._write("UPDATE slots SET claimed = datetime(claimed, '-1 day') || '+00:00'", ())


def test_four_processes_started_at_once_are_one_run(replica: Replica, khlang: Khlang, tmp_path: Path) -> None:
    profile = replica.profile(tmp_path)
    named(tmp_path, profile)
    with (
        started(tmp_path, "run-due") as a,
        started(tmp_path, "run-due") as b,
        started(tmp_path, "run-due") as c,
        started(tmp_path, "run-due") as d,
    ):
        said = [process.communicate(timeout=BOUND) for process in (a, b, c, d)]
        assert [process.returncode for process in (a, b, c, d)] == [0, 0, 0, 0], said
    assert [error for _, error in said] == [""] * 4
    (line,) = filter(None, (output for output, _ in said))
    expected = expected_ids(replica, load_site(str(profile)))
    assert line.startswith("run 1 of opdc-replica for 20")
    assert "done in " in line
    articles = len(expected_articles(replica, load_site(str(profile))))
    assert line.endswith(f"({articles} new, {len(expected) - articles} the same as another)\n")
    asked = [request.url for request in replica.log if not request.url.endswith("/robots.txt")]
    assert len(asked) == len(set(asked)), "a page was asked for twice"
    assert lost(tmp_path, expected) == []
    hits = json.loads(khlang("search", "--json", "ก.พ.ร.").stdout)
    assert hits["total"] > 0, "what was found can be searched"
    before = len(replica.log)
    again = khlang("run-due")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", ""), "nothing to do is no news"
    assert len(replica.log) == before
    (run,) = map(json.loads, khlang("runs", "--json").stdout.splitlines())
    assert (run["attempt"], run["missed_slots"], run["to_be_continued"], run["reasons"][0]["count"]) == (1, 0, False, 1)
    assert run["pages_per_minute"] > 0
    site, *pages = map(json.loads, khlang("due", "--json", "--limit", "0").stdout.splitlines())
    assert (site["state"], site["pages"], site["due"]) == ("waiting", len(expected), len(pages))
    assert site["last_run"] == 1
    unknown = khlang("due", "opdc")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr == "khlang: the site 'opdc' is not scheduled; scheduled are: opdc-replica\n"


def test_a_killed_run_is_told_and_continued_and_history_stays(replica: Replica, khlang: Khlang, tmp_path: Path) -> None:
    profile = replica.profile(tmp_path, delay=0.05)
    named(tmp_path, profile)
    with started(tmp_path, "run-due") as process:
        until(lambda: len(replica.log) > 20, process)
        process.kill()
        process.wait(BOUND)
    told = khlang("run-due")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("khlang: run 1 of opdc-replica for 20")
    assert "crashed" in told.stderr
    paused = khlang("run-due")
    assert (paused.returncode, paused.stdout, paused.stderr) == (0, "", ""), "told once, and left alone for a while"
    assert "paused: run 1 crashed and is to be continued (attempt 2)" in khlang("due").stdout
    end_the_pause(tmp_path)
    again = khlang("run-due")
    assert again.returncode == 0, again.stderr
    assert lost(tmp_path, expected_ids(replica, load_site(str(profile)))) == []
    runs = [json.loads(line) for line in khlang("runs", "--json").stdout.splitlines()]
    assert [(run["id"], run["status"], run["attempt"]) for run in runs] == [(2, "done", 2), (1, "crashed", 1)]
    assert runs[0]["slot"] == runs[1]["slot"]


def test_sigterm_ends_the_schedule_in_order_and_its_run_is_continued(
    replica: Replica, khlang: Khlang, tmp_path: Path
) -> None:
    profile = replica.profile(tmp_path, timeout=2 * BOUND)
    named(tmp_path, profile)
    held = next(url for url in replica.urls() if "/content.php" in url)
    replica.faults.add(held.partition("?")[2].partition("&")[0] + "(&|$)", "hang", 1)  # the crawl cannot end by itself
    with started(tmp_path, "schedule") as process:
        until(lambda: len(replica.log) > 20, process)
        second = khlang("schedule")
        assert second.returncode == 1
        assert f"process {process.pid} runs the schedule of" in second.stderr
        by_hand = khlang("crawl", str(profile))
        assert by_hand.returncode == 1
        assert "run 1 is at work on the site opdc-replica; wait until it is done" in by_hand.stderr
        process.send_signal(signal.SIGTERM)
        output, error = process.communicate(timeout=BOUND)
    assert process.returncode == 0, error
    assert "partial" in output
    assert "stopped by hand" in output
    assert "at work: crawling opdc-replica" in error
    assert "stopped; what was fetched is kept" in error
    with catalogue(tmp_path) as store:
        claim = store.claim_of(1)
        assert claim
        assert claim.left_off
    assert stored(tmp_path), "what came before the stop is kept"
    again = khlang("run-due")
    assert again.returncode == 0, again.stderr
    assert again.stdout.startswith("run 2 of opdc-replica for ")
    assert lost(tmp_path, expected_ids(replica, load_site(str(profile)))) == []


def test_a_run_below_the_minimum_fails_loudly_once(replica: Replica, khlang: Khlang, tmp_path: Path) -> None:
    named(tmp_path, replica.profile(tmp_path, minimum=5000))
    failed = khlang("run-due")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "fewer than its crawl.minimum of 5000" in failed.stderr
    assert len(failed.stderr.splitlines()) == 1
    again = khlang("run-due")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", ""), "its slot is used; the next one tries again"
    with catalogue(tmp_path) as store:
        assert len(store.runs()) == 1


def test_two_sites_run_by_two_processes_at_once_both_end_well(khlang: Khlang, tmp_path: Path) -> None:
    with Replica(crawl_delay=0) as one, Replica(crawl_delay=0) as other:
        first = one.profile(tmp_path)
        (tmp_path / "other").mkdir()
        second = other.profile(tmp_path / "other")
        second.write_text(second.read_text("utf-8").replace('name = "opdc-replica"', 'name = "second"'), "utf-8")
        named(tmp_path, first)
        named(tmp_path / "other", second)
        config = str(tmp_path / "other" / "khlang.toml")
        with started(tmp_path, "run-due") as a, started(tmp_path, "--config", config, "run-due") as b:
            said = [process.communicate(timeout=BOUND) for process in (a, b)]
            assert [process.returncode for process in (a, b)] == [0, 0], said
        expected = expected_ids(one, load_site(str(first)))
    with catalogue(tmp_path) as store:
        assert sorted((run.site, run.status) for run in store.runs()) == [("opdc-replica", "done"), ("second", "done")]
    # Both sites have the same addresses here; a page belongs to the one that was taken in first.
    assert lost(tmp_path, expected, "opdc-replica", "second") == []
    doctor = khlang("doctor")
    assert doctor.returncode == 0, doctor.stdout
