"""A crawl that was cut off is continued: nothing is lost, and nothing is fetched twice but what was under way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from corpus.errors import CrawlProblem
from corpus.settings import Settings
from corpus.sites import Site, load_site
from corpus.store import open_store
from corpus.warc import WarcWriter, check, run_files
from crawler import resume
from crawler.report import report
from crawler.run import _last_whole, crawl
from crawler.verdict import Outcome
from tests.commands import ROOT
from tests.crawling import expected_ids, kill_the_child_at, site_of
from tests.replica.server import Replica

UNDER_WAY = 8  # requests that Scrapy has out at once, crawler.settings.CONCURRENT_REQUESTS


def asked(replica: Replica) -> Counter[str]:
    """How often each address was asked for; robots.txt is asked for by every process."""
    return Counter(entry.url for entry in replica.log if not entry.url.endswith("/robots.txt"))


def articles_and_versions(settings: Settings) -> dict[str, int]:
    with open_store(settings, readonly=True) as store:
        return {article.id: len(store.versions(article.id)) for _, article in store.articles()}


def undisturbed(replica: Replica, site: Site, folder: Path) -> dict[str, int]:
    """What a crawl that nothing disturbs makes of the same site."""
    whole = Settings(data=folder / "undisturbed", workers=1)
    done = crawl(site, whole)
    assert (done.status, done.message) == ("done", "")
    return articles_and_versions(whole)


def test_a_killed_crawling_process_is_continued_where_it_was(
    replica: Replica, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(replica, tmp_path)
    for done in (5, 40):  # the second one falls while the first is being continued
        broken = crawl(site, settings, progress=kill_the_child_at(done, monkeypatch))
        assert broken.status == "failed"
    run = crawl(site, settings)
    assert run.status == "done"
    assert run.counts["articles"] == len(expected_ids(replica, site))
    assert run.counts["resumed"] > 40
    assert run.counts["continues"] == 1, "the first of the two"
    assert sum(count - 1 for count in asked(replica).values()) <= 2 * UNDER_WAY
    assert run.counts["requests"] < len(replica.log) - 40
    assert any("an unfinished run had fetched" in line for line in report(run))
    assert [problem for path in settings.warc.glob("*.warc.gz") for problem in check(path)] == []
    assert articles_and_versions(settings) == undisturbed(replica, site, tmp_path)
    replica.forget()
    assert crawl(site, settings).counts["resumed"] == 0  # what came to its end is not continued
    assert len(asked(replica)) > 100


def test_a_killed_command_is_continued_once_its_child_is_gone(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    profile = replica.profile(tmp_path)
    command = [sys.executable, "-m", "khlang", "--data", str(settings.data), "crawl", str(profile)]
    with subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
    ) as process:
        until = monotonic() + 60
        while len(replica.log) < 60 and monotonic() < until:
            sleep(0.01)
        reached, ended = len(replica.log), process.poll()
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (reached >= 60, ended) == (True, None), f"killed after {reached} requests; the crawl had ended with {ended}"
    site = load_site(str(profile))
    run = crawl(site, settings)
    assert (run.status, run.id) == ("done", 2)
    assert run.counts["resumed"] > 20
    assert sum(count - 1 for count in asked(replica).values()) <= UNDER_WAY
    assert articles_and_versions(settings) == undisturbed(replica, site, tmp_path)
    with open_store(settings, readonly=True) as store:
        crashed = store.run(1)
        assert crashed is not None
        assert crashed.status == "crashed"


def test_another_command_an_old_run_and_a_finished_one_end_the_chain(settings: Settings) -> None:
    with open_store(settings) as store:

        def left(command: str = "crawl x") -> tuple[int, ...]:
            return resume.left_by_crashes(store, settings, "x", command)

        def ended(command: str, status: str, days: int = 0, **counts: int) -> int:
            number = store.begin_run(command, "x")
            begun = (datetime.now(UTC) - timedelta(days=days)).isoformat()
            with store.batch():
                store._write(
                    "UPDATE runs SET status = ?, counts = ?, started = ? WHERE id = ?",
                    (status, json.dumps(counts), begun, number),
                )
            return number

        assert left() == ()
        ended("crawl x", "crashed", days=8)
        assert left() == ()
        first = ended("crawl x", "crashed")
        ended("import pages", "done")  # no crawl
        second = ended("crawl x", "partial", interrupted=1)
        assert left() == (second, first)
        assert left("crawl x --full") == ()
        ended("crawl x --full", "done")
        assert left() == ()
        third = ended("crawl x", "failed", interrupted=1)
        assert left() == (third,)
        ended("crawl x", "failed")
        assert left() == ()


def test_what_changed_is_asked_for_from_the_day_on_which_the_first_of_a_chain_began(settings: Settings) -> None:
    site = load_site("opdc")
    with open_store(settings) as store:
        for number, day, status, counts in (
            (1, 1, "done", {}),
            (2, 10, "crashed", {}),
            (3, 12, "crashed", {}),
            (4, 15, "done", {"resumed": 500, "continues": 2}),  # its lists are those of the tenth
        ):
            store.end_run(store.begin_run("crawl opdc due", site), status, counts)  # type: ignore[arg-type]  # literals
            with store.batch():
                began = f"2026-11-{day:02}T19:30:00.000000+00:00"
                store._write("UPDATE runs SET started = ? WHERE id = ?", (began, number))
        assert _last_whole(store, site) == date(2026, 11, 9)


def test_a_crawling_process_that_does_not_end_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resume, "PATIENCE", 0.2)
    with open_store(settings) as store:
        number = store.begin_run("crawl x", "x")
        store.end_run(number, "crashed", {})
        with (
            WarcWriter(settings.warc, f"x-{number:06d}"),
            pytest.raises(CrawlProblem, match=f"run {number} still writes"),
        ):
            resume.left_by_crashes(store, settings, "x", "crawl x")
        assert run_files(settings.warc, f"x-{number:06d}") == []


def test_only_a_crawl_that_came_to_its_end_is_not_continued() -> None:
    assert not Outcome(ended="finished").interrupted
    assert Outcome().interrupted  # died
    assert Outcome(ended="finished", by_hand=True).interrupted
    assert Outcome(ended="www.opdc.go.th asks to be left alone for 900 s").interrupted
    assert Outcome(ended="archive", problem="no room on the disk").interrupted
