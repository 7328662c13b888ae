"""Crawls of web archives, from the index to the catalogue, with everything that such archives do to a reader."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from itertools import islice, pairwise

import pytest

from corpus.errors import CrawlProblem
from corpus.records import Capture, Rejected, Run
from corpus.settings import Settings
from corpus.site_archive import Archive
from corpus.sites import Crawl, Site, load_site
from corpus.store import open_store
from corpus.urls import article_id, canonical_url
from corpus.warc import captures, check
from crawler.archives import alone
from crawler.process import CrawlingProcess
from crawler.records import Job
from crawler.report import report
from crawler.run import crawl
from tests.fake_archives import CRAWLS, FakeArchives, Snapshot, digest_of, record, replica_snapshots
from tests.replica.documents import document

REST = 0.4  # seconds that these crawls leave a busy archive alone


@pytest.fixture(scope="module")
def snapshots() -> list[Snapshot]:
    return replica_snapshots()[0]


def site_of(archives: FakeArchives, source: str = "wayback", **more: object) -> Site:
    """OPDC's profile with the running fake as its only archive."""
    keys: dict[str, object] = {"url": "opdc.go.th", "endpoint": archives.address, "delay": 0.05, "rest": REST, **more}
    entry = Archive(source=source, **keys)  # type: ignore[arg-type]  # as a test gives them
    return replace(load_site("opdc"), name="opdc-past", allow_private=True, archive=(entry,))


def g1(snapshots: Sequence[Snapshot], count: int) -> list[Snapshot]:
    """Some pages of generation 1, which link no documents that the fake does not have."""
    plain = (one for one in snapshots if "/content.php" in one.original and b"/uploads/" not in one.body)
    return list(islice(plain, count))


def kept(settings: Settings) -> list[Capture]:
    return [capture for path in settings.warc.glob("*.warc.gz") for capture in captures(path)]


def found(settings: Settings, ids: set[str]) -> set[str]:
    """Those of *ids* under which the catalogue has an article, alone or as another address of one."""
    with open_store(settings, readonly=True) as store:
        return {id_ for id_ in ids if store.article(id_) is not None}


def refused(settings: Settings, run: Run) -> list[Rejected]:
    with open_store(settings, readonly=True) as store:
        return [rejected for _, rejected in store.rejected(run.id)]


def reasons(settings: Settings, run: Run) -> str:
    return "\n".join(one.reason for one in refused(settings, run))


def test_the_whole_past_of_a_site_comes_out_of_the_wayback_machine(
    snapshots: list[Snapshot], settings: Settings
) -> None:
    with FakeArchives(snapshots) as archives:
        site = site_of(archives, delay=0.01)
        run = crawl(site, settings, source="wayback")
        assert run.status == "done"
        assert run.command == "crawl opdc-past --source wayback"
        expected = {article_id(one.original, site) for one in snapshots}
        assert run.counts["new"] + run.counts["merged"] == len(expected)
        assert len(archives.asked("/cdx/search")) == -(-len(snapshots) // 40)  # by resume keys, each once
        assert max(one.at_once for one in archives.log) == 1
        brought = {c.url: c for c in kept(settings)}
        for one in snapshots:
            capture = brought[canonical_url(one.original)]
            assert (capture.body, capture.captured.strftime("%Y%m%d%H%M%S")) == (one.body, one.timestamp)
            assert (capture.source, capture.digest) == ("wayback", f"sha1:{one.digest}")
        assert [problem for path in settings.warc.glob("*.warc.gz") for problem in check(path)] == []
        assert f"{len(expected)} copies from the Wayback Machine" in " ".join(" ".join(report(run)).split())
        assert found(settings, expected) == expected
        archives.forget()
        for source in ("wayback", "commoncrawl"):
            again = crawl(site_of(archives, source, delay=0.01), settings, source=source)
            assert (again.status, again.counts["articles"], again.counts["had"]) == ("done", 0, len(snapshots))
        assert archives.asked("/web/") == archives.asked("/crawl-data/") == []


def test_common_crawl_gives_records_by_ranges(snapshots: list[Snapshot], settings: Settings) -> None:
    some = snapshots[::6]
    with FakeArchives(some, page=5) as archives:
        run = crawl(site_of(archives, "commoncrawl"), settings, source="commoncrawl")
        assert (run.status, run.counts["from_commoncrawl"]) == ("done", len(some))
        assert max(one.at_once for one in archives.log) == 1
        ranges = [one.headers["range"] for one in archives.asked("/crawl-data/")]
        assert len(ranges) == len(some)
        assert archives.asked("-index")[0].path.startswith(f"/{CRAWLS[2]}-index")  # the oldest first
    copies = kept(settings)
    assert {(c.url, c.body) for c in copies} == {(canonical_url(one.original), one.body) for one in some}
    assert {c.source for c in copies} == {"commoncrawl"}
    raw = gzip.decompress(next(settings.warc.glob("*.warc.gz")).read_bytes())
    assert b"WARC-Source-URI: http://127.0.0.1" in raw
    assert b"WARC-Creation-Date: 20" in raw
    assert b"X-Crawler-Transfer-Encoding: chunked" in raw


def test_captures_become_versions_in_the_order_of_their_time(snapshots: list[Snapshot], settings: Settings) -> None:
    one = replace(g1(snapshots, 1)[0], timestamp="20150601000000")
    changed = replace(one, body=one.body.replace(b"</p>", b" (1)</p>", 1), timestamp="20120101000000")
    assert changed.digest != one.digest
    with FakeArchives([one]) as archives:
        site = site_of(archives)
        id_ = article_id(one.original, site)
        assert crawl(site, settings, source="wayback").counts["new"] == 1
        archives.add(changed, replace(one, timestamp="20150701000000"), replace(changed, timestamp="20100101000000"))
        second = crawl(site, settings, source="wayback")
        assert second.counts["changed"] == 1
        # Of the same bytes in a row only one is fetched.
        assert [seen.path[5:19] for seen in archives.asked("/web/")] == ["20150601000000", "20100101000000"]
        with open_store(settings, readonly=True) as store:
            article = store.article(id_)
            assert [v.captured.year for v in store.versions(id_)] == [2015, 2010]
        assert article is not None
        assert article.version == 1  # the newest capture is shown, whenever it came
        third = crawl(site, settings, source="wayback", full=True)
        assert third.counts["from_wayback"] == 2


def test_a_page_that_came_back_is_a_capture_again(snapshots: list[Snapshot], settings: Settings) -> None:
    one = g1(snapshots, 1)[0]
    other = replace(one, body=one.body.replace(b"</p>", b" (2)</p>", 1), timestamp="20150101000000")
    back = replace(one, timestamp="20160101000000", revisit=True)
    with FakeArchives([one, other, back]) as archives:
        run = crawl(site_of(archives), settings, source="wayback")
        assert (
            run.counts["from_wayback"] == 3
        )  # the last one is listed without bytes, and given with those of the first
    assert [c.body for c in sorted(kept(settings), key=lambda c: c.captured)] == [one.body, other.body, one.body]


def test_a_busy_archive_is_left_alone_as_long_as_it_asks(snapshots: list[Snapshot], settings: Settings) -> None:
    some = g1(snapshots, 4)
    delay = 0.2
    with FakeArchives(some) as archives:
        archives.faults["/cdx/search"] = ["429 2"]
        archives.faults["/web/"] = ["", "429", "429", ""]
        run = crawl(site_of(archives, delay=delay), settings, source="wayback")
        log = archives.log
    assert (run.status, run.counts["from_wayback"]) == ("done", len(some))
    assert max(one.at_once for one in log) == 1
    assert log[1].began - log[0].ended >= 1.95  # Retry-After; the clock of a slot is a hair off
    waits = [after.began - before.ended for before, after in pairwise(log)]
    busy = [wait for wait, one in zip(waits, log, strict=False) if "/web/" in one.path]
    assert busy[1] >= REST - 0.05
    assert busy[2] >= 2 * REST - 0.05
    calm = [one for one in log if "/web/" in one.path][-3:]
    assert calm[-1].began - calm[0].began >= 2 * delay - 0.05  # the profile's delay
    assert run.counts["waits"] == 3


def test_an_archive_that_stays_busy_ends_the_crawl_and_the_next_one_goes_on(
    snapshots: list[Snapshot], settings: Settings
) -> None:
    some = g1(snapshots, 4)
    with FakeArchives(some) as archives:
        site = site_of(archives, rest=0.02)
        archives.faults["/web/"] = ["", "", *["429"] * 5]
        first = crawl(site, settings, source="wayback")
        assert first.status == "partial"
        assert "wants no more questions for now: HTTP 429" in first.message
        assert len(archives.asked("/web/")) == 7
        assert first.counts["from_wayback"] == 2
        archives.forget()
        second = crawl(site, settings, source="wayback")
        assert (second.status, second.counts["from_wayback"]) == ("done", 2)
        assert len(archives.asked("/web/")) == 2


def test_broken_and_refused_connections_are_rested_from(snapshots: list[Snapshot], settings: Settings) -> None:
    with FakeArchives(g1(snapshots, 2)) as archives:
        archives.faults["/web/"] = ["reset", "reset"]
        run = crawl(site_of(archives), settings, source="wayback")
        log = archives.log
    assert (run.status, run.counts["from_wayback"]) == ("done", 2)
    # The first broke on a connection that had served before: it may just have been closed there, so HTTP lets a client
    # ask once more at once, on a new one. That broke too.
    starts = [one.began for one in log if "/web/" in one.path]
    assert starts[2] - starts[1] >= REST - 0.05
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    nobody = replace(site_of(archives, endpoint=f"http://127.0.0.1:{port}", rest=0.01), name="nobody")
    failed = crawl(nobody, settings, source="wayback")
    assert failed.status == "failed"
    assert "127.0.0.1 refused the connection" in failed.message


def test_what_an_index_should_not_say_is_told_and_survived(snapshots: list[Snapshot], settings: Settings) -> None:
    some = g1(snapshots, 3)
    with FakeArchives(some) as archives:
        archives.faults["/cdx/search"] = ["cut", "cut", "cut"]
        run = crawl(site_of(archives), settings, source="wayback")
        assert run.status == "partial"
        assert "breaks off" in reasons(settings, run)
        assert run.counts["from_wayback"] < 3
        archives.faults["/cdx/search"] = ["cut", "body <html>sorry</html>"]  # a cut one is asked for again
        again = crawl(site_of(archives), settings, source="wayback")
        assert (again.status, reasons(settings, again)) == ("failed", "the index answered no JSON list")
        rows = json.dumps([["timestamp", "original"], ["2009", "javascript:1"], [], ["key-0"]])
        archives.faults["/cdx/search"] = [f"body {rows}"] * 3
        third = crawl(site_of(archives), settings, source="wayback")
        assert "goes round in a circle" in reasons(settings, third)


def test_a_copy_with_other_bytes_than_the_index_says_is_kept_and_told_of(
    snapshots: list[Snapshot], settings: Settings
) -> None:
    (one,) = g1(snapshots, 1)
    with FakeArchives([replace(one, listed="A" * 32)]) as archives:
        run = crawl(site_of(archives), settings, source="wayback")
        assert (run.status, run.counts["new"], run.counts["mismatched"]) == ("done", 1, 1)
        assert crawl(site_of(archives), settings, source="wayback").counts["from_wayback"] == 0
    (capture,) = kept(settings)
    assert (capture.digest, capture.hints["listed_digest"]) == (f"sha1:{digest_of(one.body)}", "sha1:" + "A" * 32)


def test_the_nearest_copy_keeps_its_own_time_and_is_not_fetched_twice(
    snapshots: list[Snapshot], settings: Settings
) -> None:
    (one,) = g1(snapshots, 1)
    lost = replace(one, timestamp="20190101000000", revisit=True, listed="B" * 32)
    with FakeArchives([one, lost]) as archives:
        run = crawl(site_of(archives), settings, source="wayback")
        assert run.counts["from_wayback"] == 1
        assert len(archives.asked(f"/web/{one.timestamp}")) == 1
    (capture,) = kept(settings)
    assert capture.captured.strftime("%Y%m%d%H%M%S") == one.timestamp


def test_lines_of_common_crawl_that_lead_astray_are_refused(snapshots: list[Snapshot], settings: Settings) -> None:
    some = g1(snapshots, 6)
    with FakeArchives(some) as archives:
        lines = next(lines for lines in archives.index.values() if len(lines) >= 6)
        lines[0]["filename"] = "../../../etc/passwd"
        lines[1]["length"] = str(int(lines[1]["length"]) - 40)
        lines[2]["length"] = "999999999999"
        lines[3]["offset"] = lines[4]["offset"]
        lines[3]["length"] = lines[4]["length"]
        lines[5]["filename"] = "crawl-data/not/there.warc.gz"
        run = crawl(site_of(archives, "commoncrawl"), settings, source="commoncrawl")
        told = reasons(settings, run)
        assert run.status == "partial"
        assert (run.counts["from_commoncrawl"], run.counts["refused"]) == (1, 5)
        assert not archives.asked("passwd")
        assert len(archives.asked("/crawl-data/")) == 4
    for what in ("not a file of the archive", "cut off", "max_page_bytes", "another address", "HTTP 404"):
        assert what in told


@pytest.mark.parametrize("location", ["/web/99999999999999id_/{url}", "//127.0.0.1:99999/web/2010id_/{url}"])
def test_a_redirect_to_nowhere_costs_one_copy_only(
    snapshots: list[Snapshot], settings: Settings, location: str
) -> None:
    some = g1(snapshots, 3)
    first = min(some, key=lambda one: (one.key, one.timestamp))
    with FakeArchives(some) as archives:
        archives.faults["/web/"] = [f"location {location.format(url=first.original)}"]
        run = crawl(site_of(archives), settings, source="wayback")
    assert (run.status, run.counts["from_wayback"], run.counts["refused"]) == ("partial", 2, 1)
    assert "leads to another address" in reasons(settings, run)


def test_a_record_before_all_time_costs_one_copy_only(snapshots: list[Snapshot], settings: Settings) -> None:
    some = g1(snapshots, 3)
    with FakeArchives(some) as archives:
        at = next(lines for lines in archives.index.values() if len(lines) >= 3)[0]
        member = gzip.compress(re.sub(rb"WARC-Date: \S+", b"WARC-Date: 0001-01-01T00:00:00+14:00", record(some[0])))
        archives.put_file(at["filename"] + ".old", member)
        at.update(filename=at["filename"] + ".old", offset="0", length=str(len(member)))
        run = crawl(site_of(archives, "commoncrawl"), settings, source="commoncrawl")
    assert (run.status, run.counts["from_commoncrawl"], run.counts["refused"]) == ("partial", 2, 1)
    assert "without a date" in reasons(settings, run)


def test_a_huge_member_is_not_unpacked(snapshots: list[Snapshot], settings: Settings) -> None:
    (one,) = g1(snapshots, 1)
    bomb = replace(one, body=bytes(60_000_000))
    with FakeArchives([one]) as archives:
        lines = next(lines for lines in archives.index.values() if lines)
        member = gzip.compress(record(bomb))
        archives.put_file(lines[0]["filename"], member)
        lines[0]["length"] = str(len(member))
        small = Settings(data=settings.data, workers=1, max_page_bytes=2_000_000)
        run = crawl(site_of(archives, "commoncrawl"), small, source="commoncrawl")
    assert run.status == "failed"
    assert "2000000 are the limit" in reasons(settings, run)


def test_print_twins_are_asked_for_only_where_the_article_is_missing(settings: Settings) -> None:
    body = "<html><title>ก</title><body><h1>ข่าวหนึ่ง</h1><p>ก.พ.ร. ประชุม</p></body></html>".encode()
    at = "http://www.opdc.go.th/{}.php?cat=A&id={}&url=tab_view"
    shots = [
        Snapshot(at.format("page", 1), "20160101000000", body),
        Snapshot(at.format("print", 1), "20150101000000", body),
    ]
    shots += [Snapshot(at.format("print", 2), "20150101000000", body + b" ")]
    with FakeArchives(shots) as archives:
        crawl(site_of(archives), settings, source="wayback")
        asked = [re.sub(r".*/(\w+)\.php.*id=(\d).*", r"\1 \2", one.path) for one in archives.asked("/web/")]
    assert asked == ["page 1", "print 2"]


def test_limit_and_since_hold(snapshots: list[Snapshot], settings: Settings) -> None:
    some = [replace(one, timestamp=f"20{10 + n}0101003000") for n, one in enumerate(g1(snapshots, 5))]
    with FakeArchives(some) as archives:
        run = crawl(site_of(archives), settings, source="wayback", since=date(2012, 1, 1), limit=2)
        assert (run.status, run.counts["from_wayback"]) == ("done", 2)
        assert {one.path[5:9] for one in archives.asked("/web/")} < {"2012", "2013", "2014"}
    assert {c.captured.time() for c in kept(settings)} == {time(0, 30)}  # the clock of archives is UTC


def test_documents_of_an_article_are_brought_as_they_were_nearest(
    snapshots: list[Snapshot], settings: Settings
) -> None:
    (one,) = g1(snapshots, 1)
    body, media_type = document("selection-criteria.pdf")
    page = replace(one, body=one.body.replace(b"</p>", b'</p><a href="/uploads/files/1.pdf">1</a>', 1))
    host = re.sub(r"(http://[^/:]+).*", r"\1", one.original)
    file = Snapshot(f"{host}/uploads/files/1.pdf", "20110101000000", body, media_type)
    with FakeArchives([page, file]) as archives:
        run = crawl(site_of(archives), settings, source="wayback")
        assert (run.status, run.counts["attachments"]) == ("done", 1)
        archives.forget()
        crawl(site_of(archives), settings, source="wayback", full=True)
        assert archives.asked("/web/") == []
    with open_store(settings, readonly=True) as store:
        assert store.attachment_texts(article_id(one.original, site_of(archives)))


def test_numbers_are_counted_through_in_the_archive_only(snapshots: list[Snapshot], settings: Settings) -> None:
    shot = next(one for one in snapshots if "//www.opdc.go.th:80/content/" in one.original)
    number = int(article_id(shot.original, load_site("opdc")).rpartition(":")[2])
    with FakeArchives([shot]) as archives:
        at = "https://www.opdc.go.th/content/{b64}"
        site = site_of(archives, "ids", url=at, first=number - 2, last=number + 2)
        run = crawl(site, settings, source="ids")
        assert (run.status, run.counts["from_wayback"]) == ("done", 1)
        assert len(archives.asked("/cdx/")) == 5
        archives.forget()
        crawl(site, settings, source="ids")
        assert len(archives.asked("/cdx/")) == 4  # the fifth is here


def test_a_killed_crawl_goes_on_where_it_was(snapshots: list[Snapshot], settings: Settings) -> None:
    some = snapshots[:30]
    with FakeArchives(some, page=10) as archives:
        site = site_of(archives, delay=0.01)
        with open_store(settings) as store:
            run_id = store.begin_run("crawl opdc-past --source wayback", site)
        settings.data.mkdir(exist_ok=True)
        job = Job(
            site=site, run_id=run_id, warc=settings.warc, log=settings.data / "log", user_agent="KhlangKhao/test",
            max_bytes=20_000_000, source="wayback", data=settings.data,
        )  # fmt: skip
        with CrawlingProcess(job) as process:
            for told in process.messages():
                if told.kind == "progress" and told.done == 12:
                    process.kill()
        with open_store(settings) as store:
            store.end_run(run_id, "crashed", {})
        run = crawl(site, settings, source="wayback")
        assert run.status == "done"
        assert run.counts["recovered"] >= 11
        assert run.counts["from_wayback"] + run.counts["recovered"] == len(some)
        replays = [one.path for one in archives.asked("/web/") if ".pdf" not in one.path and ".doc" not in one.path]
        twice = len(replays) - len(set(replays))
        assert twice <= 1  # the one that was under way
    expected = {article_id(one.original, site) for one in some}
    assert found(settings, expected) == expected


def test_a_crawl_that_cannot_begin_says_why(snapshots: list[Snapshot], settings: Settings) -> None:
    with FakeArchives(snapshots[:1]) as archives:
        site = site_of(archives)
        for wrong, source, what in (
            (site, "commoncrawl", r"no \[\[archive\]\] with source = \"commoncrawl\""),
            (replace(site, allow_private=False), "wayback", "a private address"),
            (site, "elsewhere", "source is 'elsewhere'"),
        ):
            with pytest.raises(CrawlProblem, match=what):
                crawl(wrong, settings, source=source)
        assert archives.log == []


def test_max_pages_bounds_the_questions(snapshots: list[Snapshot], settings: Settings) -> None:
    with FakeArchives(g1(snapshots, 6)) as archives:
        site = replace(site_of(archives), crawl=Crawl(max_pages=4))
        run = crawl(site, settings, source="wayback")
        assert len(archives.log) == 4
    assert (run.status, run.counts["from_wayback"]) == ("partial", 3)
    assert "crawl.max_pages" in run.message


def test_an_archive_is_asked_by_one_crawl_at_a_time(snapshots: list[Snapshot], settings: Settings) -> None:
    with FakeArchives(g1(snapshots, 3)) as archives:
        site = site_of(archives)
        with open_store(settings) as store:
            before = store.begin_run("crawl another --source wayback", "another")
            store.end_run(before, "done", {})
        with (
            alone(site, settings, "wayback"),  # whatever site the other one brings in
            pytest.raises(
                CrawlProblem, match=r"another crawl \(process \d+\) is asking the archive 127\.0\.0\.1; wait"
            ),
        ):
            crawl(site, settings, source="wayback")
        assert archives.log == []
        with alone(site, settings, "live"), open_store(settings, readonly=True) as store:
            assert [run.id for run in store.runs()] == [before], "no run was begun"
        assert crawl(site, settings, source="wayback").status == "done"
