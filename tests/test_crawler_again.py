"""Crawling again: only what changed is brought, what vanished is noted, and what is not due is left alone."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response

from corpus.digests import payload_digest
from corpus.records import Location, Run
from corpus.revisits import Answer, Original, Revisit
from corpus.settings import Settings
from corpus.sites import Site, load_site
from corpus.store import open_store
from corpus.urls import article_id
from corpus.warc import check, entries, run_files
from crawler.again import Conditional
from crawler.memory import Remembered
from crawler.records import Wire
from crawler.report import report
from crawler.revisit import decide
from crawler.run import crawl
from tests.crawling import expected_ids
from tests.replica.articles import load_articles
from tests.replica.server import Replica

EVERY = 3  # every third article: a smaller site with all generations


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica(load_articles()[::EVERY], crawl_delay=0.001) as served:
        yield served


def site_of(replica: Replica, folder: Path, **crawl_keys: float) -> Site:
    return load_site(str(replica.profile(folder, minimum=1, **crawl_keys)))


def one_article(replica: Replica, site: Site) -> tuple[str, str]:
    """A pattern for every address of an article of generation 1, and its id."""
    url = next(url for url in articles_of(replica, "g1") if "/content.php" in url)
    number = article_id(url, site).rpartition(":")[2]
    return rf"/content\.php.*content_id={number}(&|$)", article_id(url, site)


def articles_of(replica: Replica, gen: str) -> list[str]:
    return [page.url for page in replica.world.pages(gen)]


def stored(settings: Settings) -> dict[str, int]:
    """Every article with the number of its versions."""
    with open_store(settings, readonly=True) as store:
        return {article.id: len(store.versions(article.id)) for _, article in store.articles()}


def records(settings: Settings, run: Run) -> list[object]:
    return [e for f in run_files(settings.warc, f"{run.site}-{run.id:06d}") for _, e in entries(f)]


def test_an_unchanged_site_costs_little_and_gives_no_version(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    first = crawl(site, settings)
    kept = stored(settings)
    asked_first = Counter(entry.url for entry in replica.log)
    replica.forget()
    second = crawl(site, settings)
    assert (second.status, second.counts["new"], second.counts["changed"]) == ("done", 0, 0)
    assert second.counts["unchanged"] == second.counts["articles"] == len(expected_ids(replica, site))
    assert Counter(entry.url for entry in replica.log) == asked_first  # lists are read although they came as 304
    validated = {"if-none-match", "if-modified-since"}
    conditional = [entry for entry in replica.log if validated & set(entry.headers)]
    assert second.counts["not_modified"] == len(conditional) == sum(e.status == 304 for e in replica.log) > 12
    later = {article_id(url, site) for gen in ("g3", "g4") for url in articles_of(replica, gen)}
    assert later <= {article_id(entry.url, site) for entry in conditional}
    assert second.counts["bytes"] < first.counts["bytes"] / 2
    kinds = Counter(entry.why for entry in records(settings, second) if isinstance(entry, Revisit))
    assert kinds["not-modified"] == second.counts["not_modified"]
    assert kinds["identical"] > 0
    heads = b""
    for file in settings.warc.glob("*.warc.gz"):
        assert check(file) == ()
        heads += gzip.decompress(file.read_bytes())
    for coding in (b"Encoding: gzip", b"Encoding: deflate", b"Orig-Transfer-Encoding: chunked"):
        assert coding in heads
    third = crawl(site, settings, full=True)
    assert stored(settings) == kept
    assert (third.counts["changed"], third.counts["not_modified"]) == (0, second.counts["not_modified"])
    with open_store(settings, readonly=True) as store:
        deep = "SELECT count(*) FROM captures a JOIN captures b ON b.id = a.refers_to WHERE b.refers_to IS NOT NULL"
        assert store._all(deep) == [(0,)]
        visits = [visit for visit in store.visits(site.name) if visit.article_id]
        assert {(visit.checks, visit.changes) for visit in visits} == {(3, 0)}
    assert any("304" in line for line in report(second))


def test_an_edit_is_found_behind_validators_and_behind_counters(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    crawl(site, settings)
    edited = [articles_of(replica, gen)[1] for gen in ("g1", "g2", "g4")]
    for url in edited:
        replica.faults.add(url.replace("?", r"\?").partition("//")[2], "changed")
    run = crawl(site, settings)
    assert (run.counts["changed"], run.counts["new"]) == (3, 0)
    with open_store(settings, readonly=True) as store:
        changed = {visit.article_id for visit in store.visits(site.name) if visit.article_id and visit.changes}
    assert changed == {article_id(url, site) for url in edited}


def test_a_page_that_vanishes_is_missing_from_then_until_it_is_back(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    crawl(site, settings)
    pattern, id_ = one_article(replica, site)
    fault = replica.faults.add(pattern, "vanished")
    for gone in (1, 0):  # told once
        run = crawl(site, settings, full=True)
        assert (run.counts["gone"], run.counts["new"]) == (gone, 0)
    with open_store(settings, readonly=True) as store:
        since = store.gone_since(id_)
        missing = [visit for visit in store.visits(site.name) if visit.missing_since]
        assert since is not None
        assert [(visit.article_id, visit.missing_since) for visit in missing] == [(id_, since)]
        assert missing[0].checks == 3
        assert store.article(id_) is not None
    replica.faults.remove(fault)
    crawl(site, settings, full=True)
    with open_store(settings, readonly=True) as store:
        assert store.gone_since(id_) is None
        assert not [visit for visit in store.visits(site.name) if visit.missing_since]
        assert len(store.versions(id_)) == 1


@pytest.mark.parametrize("target", ["http://www.opdc.go.th/", "http://www.opdc.go.th/list.php?menu_id=5"])
def test_an_article_that_leads_to_a_front_page_or_a_list_is_no_new_version(
    replica: Replica, settings: Settings, tmp_path: Path, target: str
) -> None:
    site = site_of(replica, tmp_path)
    crawl(site, settings)
    kept = stored(settings)
    pattern, id_ = one_article(replica, site)
    replica.faults.add(pattern, f"redirect:{target}")
    run = crawl(site, settings, full=True)
    assert (run.status, run.counts["new"], run.counts["changed"]) == ("done", 0, 0)
    assert run.counts["moved"] >= 1
    with open_store(settings, readonly=True) as store:
        told = [rejected for _, rejected in store.rejected(run.id) if "leads to" in rejected.reason]
        assert {article_id(rejected.url, site) for rejected in told} == {id_}
        since = store.gone_since(id_)
        assert since is not None
        [again] = [visit for visit in store.visits(site.name) if visit.article_id == id_]
        assert again.failing_since is not None
        assert again.tried is not None
        assert again.tried >= since > again.checked
        assert (again.missing_since, again.tried >= again.failing_since > again.checked) == (None, True)
    assert stored(settings) == kept
    assert any("lead to a list now" in line for line in report(run))


def test_what_the_archive_lost_is_fetched_again_in_full(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path)
    first = crawl(site, settings, limit=20)
    [file] = run_files(settings.warc, f"{site.name}-{first.id:06d}")
    whole = file.read_bytes()
    file.write_bytes(bytes(len(whole)))
    second = crawl(site, settings, limit=20)
    assert second.counts["not_modified"] == 0
    assert not [entry for entry in records(settings, second) if isinstance(entry, Revisit)]
    assert second.counts["articles"] == 20
    assert crawl(site, settings, limit=20).counts["not_modified"] > 0


def test_what_is_not_due_is_left_alone_and_what_is_due_is_asked_for_unlisted(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path)
    crawl(site, settings)
    everything = len(expected_ids(replica, site))
    now = datetime.now(UTC)
    with open_store(settings) as store, store.batch():  # pages that were the same for a year rest for a while
        store._write("UPDATE visits SET changed = ?", ((now - timedelta(days=365)).isoformat(),))
    _, id_ = one_article(replica, site)
    replica.forget()
    early = crawl(site, settings, due=now)
    assert (early.status, early.counts["rested"], early.counts["articles"]) == ("done", everything, 0)
    assert early.command == "crawl opdc-replica due"
    assert not [entry for entry in replica.log if "content_id" in entry.url]
    replica.faults.add(r"list\.php|/rss", "404")  # no list of generation 1 any more
    late = crawl(site, settings, due=now + timedelta(days=400))
    assert (late.counts["rested"], late.counts["unchanged"]) == (0, everything)
    assert id_ in {article_id(entry.url, site) for entry in replica.log}


class Forgetful:
    """A memory that knows an address and loses its answer between the question and the reply."""

    def __init__(self) -> None:
        self.answers: list[Answer | None] = []

    def remembered(self, url: str) -> Remembered:
        return Remembered(Location("a.warc.gz", 0, 1), payload_digest(b"page"), '"v1"', "")

    def answer(self, location: Location) -> Answer | None:
        return self.answers.pop(0)


def wired(status: int, payload: bytes) -> Wire:
    return Wire(captured=datetime.now(UTC), status=status, request_head=b"", response_head=b"", payload=payload)


def asked_with(memory: Forgetful, *answers: Answer | None, **meta: object) -> tuple[Conditional, Request]:
    memory.answers = [*answers]
    middleware = Conditional(SimpleNamespace(spider=SimpleNamespace(memory=memory)))  # type: ignore[arg-type]
    request = Request(ADDRESS, cb_kwargs={"lead": None}, meta=meta)
    middleware.process_request(request)
    return middleware, request


ADDRESS = "http://www.opdc.go.th/a"
KEPT = Answer(
    status=200,
    lines=(b"Content-Type: text/html", b"Content-Encoding: gzip"),
    body=b"page",
    original=Original(
        url=ADDRESS, captured=datetime.now(UTC), digest=payload_digest(b"page"), location=Location("a.warc.gz", 0, 1)
    ),
)


def test_a_304_for_what_was_lost_meanwhile_is_asked_again_without_conditions() -> None:
    memory = Forgetful()
    middleware, request = asked_with(memory, KEPT, None)
    assert request.headers["If-None-Match"] == b'"v1"'
    request.meta["wire"] = wired(304, b"")
    again = middleware.process_response(request, Response(ADDRESS, status=304))
    assert isinstance(again, Request)
    middleware.process_request(again)
    assert not {"If-None-Match", "If-Modified-Since"} & {name.decode() for name in again.headers}
    again.meta["wire"] = wired(304, b"")
    stubborn = Response(ADDRESS, status=304)
    assert middleware.process_response(again, stubborn) is stubborn  # told as what it is, not asked for ever


def test_a_304_becomes_the_archived_page_and_the_same_bytes_are_marked() -> None:
    memory = Forgetful()
    middleware, request = asked_with(memory, KEPT, KEPT)
    request.meta["wire"] = wired(304, b"")
    page = middleware.process_response(request, Response(ADDRESS, status=304))
    assert isinstance(page, Response)
    assert (page.status, page.body, page.headers.get("Content-Encoding")) == (200, b"page", None)
    assert request.meta["revisit"] == KEPT.original
    middleware, request = asked_with(memory, KEPT, KEPT)
    request.meta["wire"] = wired(200, b"page")
    came = Response(ADDRESS, body=b"page")
    assert middleware.process_response(request, came) is came
    assert request.meta["revisit"] == KEPT.original
    middleware, request = asked_with(memory, KEPT)
    request.meta["wire"] = wired(200, b"other")
    middleware.process_response(request, Response(ADDRESS, body=b"other"))
    assert request.meta["revisit"] is None


def test_conditions_do_not_follow_a_redirect_and_a_lost_page_is_asked_for_in_full() -> None:
    _, request = asked_with(Forgetful(), None)
    assert "If-None-Match" not in request.headers
    memory = Forgetful()
    middleware, request = asked_with(memory, KEPT)
    further = request.replace(url="http://www.opdc.go.th/robots.txt", cb_kwargs={})
    middleware.process_request(further)
    assert "If-None-Match" not in further.headers
    assert further.meta["remembered"] is None


def test_a_page_that_fails_rests_like_one_that_is_missing(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path)
    crawl(site, settings)
    pattern, id_ = one_article(replica, site)
    replica.faults.add(pattern, "500")
    now = datetime.now(UTC)
    crawl(site, settings, due=now + timedelta(days=200))  # everything is due
    with open_store(settings, readonly=True) as store:
        [failing] = [visit for visit in store.visits(site.name) if visit.failing_since]
        assert (failing.article_id, store.gone_since(id_)) == (id_, None)
        assert not decide(failing, now + timedelta(hours=1), site.schedule).due
    before = len(replica.log)
    assert crawl(site, settings, due=now + timedelta(minutes=1)).status == "done"
    assert not [entry for entry in replica.log[before:] if entry.url == failing.url]
