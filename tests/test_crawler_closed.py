"""A site that asks to be left alone for long: no later run asks it anything before that time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import CrawlProblem
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import open_store
from crawler.closed import LONGEST, closed
from crawler.run import crawl
from tests.commands import khlang_on
from tests.replica.server import Replica


@pytest.mark.parametrize("form", ["503:7200", "429:date:7200"])
def test_a_second_crawl_within_a_long_retry_after_sends_nothing(replica: Replica, tmp_path: Path, form: str) -> None:
    replica.faults.add("/category/news", form)
    profile = str(replica.profile(tmp_path))
    khlang = khlang_on(tmp_path / "data", tmp_path)
    first = khlang("crawl", profile, "--json")
    assert first.returncode == 3, first.stderr
    run = json.loads(first.stdout)
    assert "opdc.go.th asks to be left alone for 7" in run["message"]
    asked = len(replica.log)
    assert asked > 3
    second = khlang("crawl", profile)
    assert second.returncode == 1
    assert "the site opdc-replica is to be left alone until 20" in second.stderr
    assert "as run 1 was told: opdc.go.th asks" in second.stderr
    assert second.stderr.rstrip().endswith("; crawl again after that")
    assert second.stderr.count("\n") == 1
    assert len(replica.log) == asked, "a request went into the time in which the site wanted none"
    scheduled = khlang("run-due")
    assert (scheduled.returncode, len(replica.log)) == (0, asked), scheduled.stderr
    due = json.loads(khlang("due", "--json").stdout.split("\n")[0])
    assert (due["state"], "to be left alone" in due["why"]) == ("paused", True)
    listed = khlang("runs", "--json").stdout
    assert listed.count("\n") == 1, "the refused crawl is no run"
    assert "closed until" in khlang("runs", "1").stdout


def test_the_run_after_that_time_goes_on(replica: Replica, tmp_path: Path) -> None:
    replica.faults.add("/category/news", "503:7200*1")
    site = load_site(str(replica.profile(tmp_path)))
    settings = Settings(data=tmp_path / "data", workers=1)
    first = crawl(site, settings)
    assert first.status == "partial"
    until = datetime.fromtimestamp(first.counts["closed_until"], UTC)
    with pytest.raises(CrawlProblem, match="to be left alone until"):
        crawl(site, settings, due=until - timedelta(seconds=1))
    with open_store(settings, readonly=True) as store:
        assert closed(store, site.name, until - timedelta(seconds=1), "wayback") is None
    run = crawl(site, settings, due=until)
    assert (run.id, run.status) == (2, "done")


def test_no_server_closes_its_site_for_years(replica: Replica, tmp_path: Path) -> None:
    replica.faults.add("/category/news", "503:99999999999")
    settings = Settings(data=tmp_path / "data", workers=1)
    run = crawl(load_site(str(replica.profile(tmp_path))), settings)
    assert run.finished
    assert run.counts["closed_until"] <= run.finished.timestamp() + LONGEST + 1
