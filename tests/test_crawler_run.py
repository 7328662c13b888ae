"""The whole way of a crawl: from a profile to the catalogue, with everything that can go wrong told by name."""

from __future__ import annotations

import os
import signal
import socket
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import CrawlProblem, SettingsProblem, StoreProblem
from corpus.intake import take_in
from corpus.records import Rejected, Run
from corpus.settings import Settings
from corpus.sites import Site, build_site
from corpus.store import open_store
from corpus.urls import article_id, locate
from corpus.warc import captures, check
from crawler.process import CrawlingProcess
from crawler.records import Job
from crawler.report import report
from crawler.run import crawl
from tests.crawling import expected_articles, expected_ids, kill_the_child_at, site_of
from tests.replica.server import Replica

TWICE = 8  # articles of the replica that live in two generations of the site
FORBIDDEN = "http://www.opdc.go.th/list.php?menu_id=99"  # by the replica's robots.txt


def refused(settings: Settings, run: Run) -> dict[str, str]:
    with open_store(settings, readonly=True) as store:
        return {rejected.url: rejected.reason for _, rejected in store.rejected(run.id)}


def stored_ids(settings: Settings) -> set[str]:
    with open_store(settings, readonly=True) as store:
        return {article.id for _, article in store.articles()}


def one_article(replica: Replica, site: Site) -> tuple[str, str]:
    """A pattern for every address of one article of generation 1, and its id."""
    url = next(url for url in replica.urls() if "/content.php" in url)
    number = article_id(url, site).rpartition(":")[2]
    return rf"/content\.php.*content_id={number}(&|$)", article_id(url, site)


def test_every_article_reaches_the_catalogue_and_a_second_crawl_changes_nothing(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    first = crawl(site, settings)
    expected = expected_ids(replica, site)
    assert (first.status, first.counts["new"]) == ("done", len(expected) - TWICE)
    assert first.counts["merged"] == TWICE
    assert stored_ids(settings) == expected_articles(replica, site)
    assert len(expected) - len(stored_ids(settings)) == sum(len(a.homes) - 1 for a in replica.articles) == TWICE
    assert first.counts["attachments"] > 0
    assert first.counts["requests"] == len(replica.log)
    assert [problem for path in settings.warc.glob("*.warc.gz") for problem in check(path)] == []
    second = crawl(site, settings)
    assert second.status == "done"
    assert (second.counts["new"], second.counts["changed"]) == (0, 0)
    assert second.counts["unchanged"] == len(expected)


def test_a_full_crawl_sees_what_changed_and_what_vanished(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path, minimum=1)
    crawl(site, settings)
    vanished, vanished_id = one_article(replica, site)
    changed = next(u for u in replica.urls() if "/content.php" in u and article_id(u, site) != vanished_id)
    replica.faults.add(vanished, "vanished")
    replica.faults.add(rf"/content\.php.*content_id={article_id(changed, site).rpartition(':')[2]}(&|$)", "changed")
    again = crawl(site, settings, full=True)
    assert (again.counts["gone"], again.counts["changed"], again.counts["new"]) == (1, 1, 0)
    with open_store(settings, readonly=True) as store:
        assert store.gone_since(vanished_id) is not None
        assert len(store.versions(article_id(changed, site))) == 2


FAULTS = {
    "500": "HTTP 500 Internal Server Error",
    "403": "HTTP 403 Forbidden",
    "redirect-loop": "more redirects than allowed",
    "redirect:http://elsewhere.example/": "redirected: elsewhere.example is not a host of the site opdc-replica",
    "cut-gzip": "the answer was cut off",
    "truncated": "the answer was cut off",
    "hang": "no whole answer in time",
    "slow:30": "no whole answer in time",
    "reset": "the connection to www.opdc.go.th broke",
    "huge:3000000": "larger than the setting max_page_bytes",
    "huge-chunked:3000000": "larger than the setting max_page_bytes",
    "bomb:30000000": "larger than the setting max_page_bytes",
    "block": "a block or challenge page, not a page of the site",
    "empty": "the page is empty",
}


def test_each_page_that_fails_is_refused_with_its_reason_and_no_other_page_is(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1, max_page_bytes=2_000_000)
    with Replica() as replica:
        site = site_of(replica, tmp_path, minimum=1, timeout=1.0)
        urls = [url for url in replica.urls() if "/content.php" in url][: len(FAULTS)]
        lost = {article_id(url, site): fault for url, fault in zip(urls, FAULTS, strict=True)}
        for id_, fault in lost.items():
            replica.faults.add(rf"/content\.php.*content_id={id_.rpartition(':')[2]}(&|$)", fault)
        run = crawl(site, settings)
        expected = expected_articles(replica, site)
    reasons = {
        lost[article_id(url, site)]: why.replace("www4.", "www.")
        for url, why in refused(settings, run).items()
        if "/content.php" in url
    }
    assert reasons == FAULTS
    assert (run.status, run.counts["refused"]) == ("partial", len(FAULTS))
    assert run.message.startswith(f"{len(FAULTS)} pages refused, first http://")
    assert stored_ids(settings) == expected - set(lost)
    with open_store(settings, readonly=True) as store:
        lines = report(run, (rejected for _, rejected in store.rejected(run.id)))
        text = " ".join(" ".join(lines).replace("www4.", "www.").split())  # reasons go over several lines
    told = {why for why in FAULTS.values() if why in text}
    assert told == set(FAULTS.values())


def test_fewer_articles_than_the_minimum_are_a_failure(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path, minimum=10_000)
    run = crawl(site, settings)
    assert run.status == "failed"
    assert run.message.startswith(
        f"only {len(replica.urls())} articles of the site opdc-replica, fewer than its crawl."
    )
    later = crawl(site, settings, since=date(2100, 1, 1))  # a run that asks for less is no measure
    assert (later.status, later.command) == ("done", "crawl opdc-replica --since 2100-01-01")
    assert later.counts["old"] > 0


def test_a_crawl_can_be_run_again_and_again_and_shows_its_progress(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    seen: list[tuple[int, int | None]] = []
    for _ in range(2):
        crawl(site, settings, limit=3, progress=lambda done, total, label: seen.append((done, total)))
    assert [pair for pair in seen if pair[1] == 3] == [(1, 3), (2, 3), (3, 3)] * 2


# --- when nothing can be fetched at all -------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def plain_site(url: str, host: str, **more: object) -> Site:
    start = [{"spider": "listing", "url": url, "article": ["/a"]}]
    data = {"name": "plain", "title_th": "ก", "title_en": "P", "hosts": [host], "crawl": {"start": start, "delay": 0}}
    return build_site({**data, **more}, "test")


def test_a_refused_connection_is_told_with_site_and_address(settings: Settings) -> None:
    url = f"http://127.0.0.1:{free_port()}/"
    run = crawl(plain_site(url, "127.0.0.1", allow_private=True), settings)
    assert run.status == "failed"
    assert run.message.startswith(f"nothing of the site plain could be fetched: {url}: robots.txt of 127.0.0.1:")
    assert run.message.endswith("127.0.0.1 refused the connection")


def test_a_name_without_address_is_told(settings: Settings) -> None:
    run = crawl(plain_site("http://nowhere.invalid/", "nowhere.invalid"), settings)
    assert run.status == "failed"
    assert run.message.endswith("the name nowhere.invalid has no address in the DNS")


def test_a_site_that_forbids_all_is_told_as_its_wish(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    data = {"connect": replica.address, "allow_private": True}
    run = crawl(plain_site("http://www.opdc.go.th/search.php", "www.opdc.go.th", **data), settings)
    assert run.status == "failed"
    assert run.message == (
        "nothing of the site plain could be fetched: http://www.opdc.go.th/search.php:"
        " robots.txt of www.opdc.go.th forbids it"
    )
    assert (run.counts["refused"], run.counts["missing"]) == (0, 1)


def test_a_start_that_links_nothing_is_told(replica: Replica, settings: Settings) -> None:
    data = {"connect": replica.address, "allow_private": True}
    run = crawl(plain_site("http://www.opdc.go.th/css/opdc.css", "www.opdc.go.th", **data), settings)
    assert run.message.endswith("/css/opdc.css: it links nothing that the profile wants")


def test_what_cannot_begin_leaves_no_run(settings: Settings) -> None:
    with pytest.raises(CrawlProblem, match="site plain"):
        crawl(plain_site("http://127.0.0.1/", "127.0.0.1"), settings)
    with pytest.raises(SettingsProblem, match="contact"):
        crawl(plain_site("http://x.example/", "x.example"), Settings(data=settings.data, contact="ก"))
    assert not settings.catalogue.exists()


def test_a_catalogue_that_another_command_writes_is_waited_for_or_named(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    with open_store(settings), pytest.raises(StoreProblem, match="another khlang command"):
        crawl(site, settings, limit=1)
    held = threading.Event()

    def hold() -> None:
        with open_store(settings):
            held.set()
            waited.wait(20)

    waited = threading.Event()
    labels: list[str] = []

    def watch(done: int, total: int | None, label: str) -> None:
        labels.append(label)
        if label.startswith("crawling opdc-replica") and not held.is_set():
            threading.Thread(target=hold).start()
            held.wait(20)
        if label.startswith("waiting"):
            waited.set()

    assert crawl(site, settings, limit=1, progress=watch).status == "done"
    assert "waiting for another khlang command" in labels


# --- when the process is stopped --------------------------------------------------------------------------------


def job_of(site: Site, settings: Settings) -> Job:
    settings.warc.mkdir(parents=True)
    return Job(
        site=site,
        run_id=1,
        warc=settings.warc,
        log=settings.data / "log",
        user_agent="KhlangKhao/test",
        max_bytes=10_000_000,
    )


def test_a_stopped_crawl_ends_in_order_and_keeps_what_it_has(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path, delay=0.2)
    with CrawlingProcess(job_of(site, settings)) as process:
        told = []
        for one in process.messages():
            told.append(one)
            if one.kind == "progress" and not process.stopped:
                process.stop("stopped by hand")
        assert process.exit_code == 0
    assert (told[-1].kind, told[-1].text) == ("end", "stopped by hand")
    [archive] = settings.warc.glob("*.warc.gz")
    assert check(archive) == ()
    assert len(replica.log) < len(replica.urls())


def test_ctrl_c_ends_a_crawl_and_the_run_says_so(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    def interrupt(done: int, total: int | None, label: str) -> None:
        if label.startswith("crawling opdc-replica") and done == 1:
            os.kill(os.getpid(), signal.SIGINT)

    site = site_of(replica, tmp_path, delay=0.1)
    try:
        run = crawl(site, settings, progress=interrupt)
    except KeyboardInterrupt:
        pytest.fail("Ctrl-C went through the crawl")
    assert run.status == "partial"
    assert run.message.startswith("stopped by hand after ")
    assert run.message.endswith("; the same command continues it")
    assert run.counts["refused"] == 0, "what was not sent any more was not refused"
    assert run.counts["requests"] == len(replica.log)
    assert 0 < len(stored_ids(settings)) < len(expected_ids(replica, site))


def test_a_killed_crawling_process_is_told_and_what_it_fetched_is_taken_in(
    replica: Replica, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = crawl(site_of(replica, tmp_path, delay=0.1), settings, progress=kill_the_child_at(3, monkeypatch))
    assert run.status == "failed"
    assert run.message.startswith("the crawling process died (exit code -9)")
    assert len(stored_ids(settings)) >= 2


def test_the_crawling_process_ends_with_its_parent(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path, delay=0.3)
    with CrawlingProcess(job_of(site, settings)) as process:
        next(one for one in process.messages() if one.kind == "progress")
        process.hang_up()
        assert process.exit_code is not None
    assert len(replica.log) < len(replica.urls())


def test_what_was_refused_outlives_the_end_of_the_program(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path, delay=0.2)
    with open_store(settings) as store:
        number = store.begin_run("crawl opdc-replica", site)
        store._connection.execute("UPDATE runs SET process = '999999999:1'")  # as one that was killed
    with CrawlingProcess(job_of(site, settings)) as process:
        next(told for told in process.messages() if told.kind == "refused")
        process.kill()
    with open_store(settings) as store:
        other = store.begin_run("crawl other", "other")
    taken = take_in(settings, other)
    with open_store(settings, readonly=True) as store:
        found = list(store.rejected())
    assert found == [(number, Rejected(url=FORBIDDEN, stage="fetch", reason="robots.txt of www.opdc.go.th forbids it"))]
    assert taken["refused"] == 0  # they are not its own


def test_redirects_and_robots_stand_in_the_archive_and_are_no_pages(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    pattern, _ = one_article(replica, site_of(replica, tmp_path))
    replica.faults.add(pattern, "redirect:http://www.opdc.go.th/nothing-here")
    run = crawl(site_of(replica, tmp_path), settings)
    kept = [c for path in settings.warc.glob("*.warc.gz") for c in captures(path)]
    robots = [c for c in kept if c.hints.get("role") == "robots"]
    assert {c.url for c in robots} >= {"http://www.opdc.go.th/robots.txt"}
    assert all(b"User-agent" in c.body for c in robots if c.status == 200)
    [moved] = [c for c in kept if c.status // 100 == 3 and "content.php" in c.url]
    assert moved.hints == {"role": "redirect"}
    with open_store(settings, readonly=True) as store:
        assert not [a.url for _, a in store.articles() if "robots" in a.url]
        assert moved.url not in set(store.known_urls(run.site))


def test_the_pages_of_a_crawl_at_work_are_left_to_it(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path)
    with open_store(settings) as store:
        number = store.begin_run("crawl opdc-replica", site)
        other = store.begin_run("import pages", "")
    with CrawlingProcess(replace(job_of(site, settings), run_id=number, limit=3)) as process:
        assert [told.kind for told in process.messages()][-1] == "end"
    assert take_in(settings, other)["new"] == 0
    assert take_in(settings, number, sites=[site])["new"] >= 3


# --- the report -------------------------------------------------------------------------------------------------


def test_what_never_left_the_machine_is_not_counted_as_sent(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    with socket.socket() as nobody:  # bound, never listening: it refuses each connection
        nobody.bind(("127.0.0.1", 0))
        unreachable = replace(site, connect=f"127.0.0.1:{nobody.getsockname()[1]}")
        run = crawl(unreachable, settings)
    assert run.status == "failed"
    assert run.counts["requests"] == 0


def test_304s_of_articles_are_counted_apart_from_those_of_lists_and_documents(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    crawl(site, settings)
    run = crawl(site, settings)
    archived = [e for e in replica.log if e.status == 304 and locate(e.url, site)]
    assert 0 < run.counts["articles_not_modified"] <= run.counts["unchanged"]
    assert run.counts["articles_not_modified"] == len(archived) < run.counts["not_modified"]
