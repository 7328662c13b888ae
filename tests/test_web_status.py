"""The status page: every state of a site, what needs attention, no paths; metrics that a Prometheus can parse."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from corpus.drift import Alarm
from corpus.lateness import Late
from corpus.records import Rejected, Run
from corpus.settings import Settings
from corpus.sites import Site
from corpus.standing import Coverage, Refusal, SiteStanding, Standing
from corpus.store import Store, open_store
from index.engine import IndexState
from index.hits import LANGS, Lang
from index.search import build
from search_web import create_app
from search_web.metrics import SLOW
from search_web.program_words import shown_text
from search_web.status_view import Asked, state_of, status_view
from search_web.tally import BUCKETS, KINDS, ROOM, Tally
from tests.small_archive import article, put
from tests.web_fakes import FakeEngine, FakeShelf, fake_read

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
INDEX = IndexState(name="kept", seq=9, documents=9, made_with="newmm", written=NOW - timedelta(hours=2))
SITE = Site(name="opdc", title_th="สำนักงาน ก.พ.ร.", title_en="OPDC")


def run(status: str = "done", number: int = 7, message: str = "", **counts: int) -> Run:
    began = NOW - timedelta(hours=3)
    finished = None if status == "running" else began + timedelta(minutes=4)
    return Run(
        id=number, command="crawl opdc", site="opdc", started=began, finished=finished, message=message,
        status=status, counts=counts,  # type: ignore[arg-type]  # a status, as a test says
    )  # fmt: skip


def site(last: Run | None, **more: object) -> SiteStanding:
    values: dict[str, object] = {"scheduled": True, "runs": (last,) if last else (), "last": last} | more
    return SiteStanding(name="opdc", **values)  # type: ignore[arg-type]  # a test says what it needs


class Standstill(FakeShelf):
    """A shelf that stands as a test says."""

    def __init__(self, standing: Standing, waiting: tuple[int, datetime | None] = (0, None)) -> None:
        super().__init__()
        self.told, self.waits = standing, waiting

    def standing(self, settings: Settings, now: datetime) -> Standing:
        return self.told

    def waiting(self, seq: int) -> tuple[int, datetime | None]:
        return self.waits


def of(*sites: SiteStanding, **counts: int) -> Standing:
    return Standing(sites=sites, counts={"articles": 9} | counts)


def client_of(standing: Standing, settings: Settings | None = None, waiting: int = 0) -> FlaskClient:
    shelf = Standstill(standing, (waiting, NOW - timedelta(days=1) if waiting else None))
    app = create_app(settings or Settings(rate_limit=""), engine=FakeEngine(), store=shelf, read=fake_read)
    return app.test_client()


def asked(lang: Lang) -> Asked:
    return Asked(lang, NOW, lambda name: SITE.title_th if lang == "th" else SITE.title_en, lambda _: "/search")


STATES = {
    "never": site(None),
    "imported": site(None, scheduled=False),
    "running": site(run("running")),
    "failed": site(run("failed", message="nothing of the site opdc could be fetched")),
    "crashed": site(run("crashed", message="its process ended without a word")),
    "late": site(run(), late=Late(3, NOW - timedelta(days=2))),
    "partial": site(run("partial", refused=2), refusals=(Refusal("fetch", "503", 2, "http://a.th/b"),), refused=(2, 1)),
    "done": site(run(new=3), sound=run(), next=NOW + timedelta(hours=9)),
}
COMMANDS = {"never": "khlang crawl opdc", "failed": "khlang runs 7", "crashed": "khlang run-due", "late": "khlang due"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("state", STATES)
def test_each_state_of_a_site_is_told_and_what_to_do_about_it(state: str, lang: Lang) -> None:
    one = STATES[state]
    assert state_of(one) == state
    view = status_view(of(one), INDEX, (0, None), asked(lang))
    assert [c.command for c in view.concerns] == ([COMMANDS[state]] if state in COMMANDS else [])
    well = {"th": "ทุกอย่างเรียบร้อย", "en": "All is well"}[lang]
    assert (view.verdict == well) is (state not in COMMANDS)
    page = client_of(of(one)).get(f"/status?lang={lang}")
    assert page.status_code == 200
    assert view.sites[0].label in page.text
    assert all(c.command in page.text for c in view.concerns)


def test_what_the_program_said_is_shown_without_paths_and_escaped(tmp_path: Path) -> None:
    said = f"cannot write in {tmp_path}/warc/opdc-000007.warc.gz: <b>disk full</b>"
    page = client_of(of(site(run("failed", message=said)))).get("/status")
    assert str(tmp_path) not in page.text
    assert "<b>disk" not in page.text
    assert "&lt;b&gt;disk full" in page.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see /srv/news/data/warc/a.warc.gz now", "see … now"),
        ("('/home/somchai/x.toml')", "('…')"),
        (r"cannot read C:\Users\somchai\data\x.warc", "cannot read …"),
        ("http://www.opdc.go.th/a/b/c.php?x=/d/e/f refused", "http://www.opdc.go.th/a/b/c.php?x=/d/e/f refused"),
        ("ข่าว/ประกาศ 22/4/2551 and/or", "ข่าว/ประกาศ 22/4/2551 and/or"),
        ("~/data/archive.sqlite is damaged", "… is damaged"),
    ],
)
def test_paths_of_the_machine_are_told_from_addresses(text: str, shown: str) -> None:
    assert shown_text(text) == shown


@given(st.text(alphabet="/a .:~\\C'ก", max_size=3000))
def test_any_message_is_shown_short(text: str) -> None:
    assert len(shown_text(text)) <= 402


def test_an_index_that_is_missing_or_behind_is_a_concern() -> None:
    done = STATES["done"]
    missing = status_view(of(done), None, (0, None), asked("en"))
    assert (missing.concerns[0].command, missing.index) == ("khlang index build", None)
    old, fresh = (5, NOW - timedelta(hours=2)), (5, NOW - timedelta(minutes=9))
    assert status_view(of(done), INDEX, old, asked("en")).concerns[0].command == "khlang index update"
    assert not status_view(of(done), INDEX, fresh, asked("en")).concerns
    assert not status_view(of(STATES["running"]), INDEX, old, asked("en")).concerns  # it updates the index at its end
    assert status_view(Standing(), None, (0, None), asked("en")).concerns[0].command == "khlang crawl opdc"


def test_a_layout_that_changed_is_told_in_place_of_the_failure() -> None:
    failed = run("failed", message="the layout g1 of the site opdc has changed: 9 of 9 pages lack the title")
    one = site(failed, alarms=(Alarm("layout g1", failed.message), Alarm("list http://a.th/", "it came, but …")))
    view = status_view(of(one), INDEX, (0, None), asked("en"))
    assert [c.command for c in view.concerns] == ["khlang reread opdc"]
    assert "layout g1, list http://a.th/" in view.concerns[0].text
    assert "9 of 9 pages lack the title" in client_of(of(one)).get("/status").text


def test_what_the_program_noted_is_thai_on_thai_pages() -> None:
    few = "only 3 articles of the site opdc, fewer than its crawl.minimum of 9: the site may have changed;"
    failed = run("failed", message=f"{few} see what was refused, then correct its profile")
    reasons = [f"it leads to http://a.th/{n} now, which is a list or a front page" for n in range(20)]
    refusals = (
        Refusal("clean", "the page is empty", 4, "http://a.th/x"),
        *(Refusal("fetch", reason, 1, "http://a.th/y") for reason in reasons),
        Refusal("read", "said by another version", 1, "http://a.th/z"),
    )
    client = client_of(of(site(failed, refusals=refusals, refused=(27, 24))))
    thai, english = (client.get(f"/status?lang={lang}").text for lang in ("th", "en"))
    assert "น้อยกว่าขั้นต่ำ 9 รายการ" in thai
    assert few not in thai
    assert few in english
    assert '<strong>20</strong> ขอหน้าไม่ได้: <span lang="th">ปัจจุบันนำไปยัง … ซึ่งเป็นหน้ารายการ' in thai
    assert '<strong>20</strong> not fetched: <span lang="en">it leads to … now' in english
    assert '<span lang="th">หน้าเว็บว่างเปล่า</span>' in thai
    assert '<span lang="en">said by another version</span>' in thai
    assert "และอีก 2 เหตุผล" in thai  # of 24 that there are, 22 are told of in three groups


def test_alarms_are_thai_on_thai_pages() -> None:
    text = (
        "the layout g1 of the site opdc has changed: 9 of 9 pages lack the title where title says (h1); nothing "
        "doubtful was stored: correct [[layout]] g1 in the profile, then khlang reread opdc"
    )
    one = site(run("failed", message=text), alarms=(Alarm("layout g1", text),))
    thai = client_of(of(one)).get("/status").text
    assert '<li lang="th">รูปแบบ g1 ของเว็บไซต์ opdc เปลี่ยนไป' in thai
    assert "has changed" not in thai


def test_years_without_articles_are_drawn_and_named() -> None:
    covered = Coverage(articles=8, undated=2, years={2008: 3, 2010: 1, 2014: 2})
    view = status_view(of(site(None, scheduled=False, coverage=covered)), INDEX, (0, None), asked("th"))
    drawn = view.sites[0].coverage
    assert drawn is not None
    assert [bar.label for bar in drawn.bars] == [str(year) for year in range(2551, 2558)]
    assert [bar.count for bar in drawn.bars] == [3, 0, 1, 0, 0, 0, 2]
    assert drawn.empty == "2552, 2554–2556"
    assert "2 ข่าว" in drawn.undated
    long = Coverage(articles=3, years={1: 1, 1950: 1, 2026: 1})
    bars = status_view(of(site(None, coverage=long)), INDEX, (0, None), asked("en")).sites[0].coverage
    assert bars is not None
    assert (len(bars.bars), sum(bar.count for bar in bars.bars)) == (80, 3)


def test_a_page_of_many_sites_with_many_refusals_stays_small() -> None:
    refusals = tuple(Refusal("clean", f"reason {n} " + "x" * 300, 9, "http://a.th/" + "y" * 80) for n in range(6))
    many = tuple(
        SiteStanding(name=f"s{n}", refusals=refusals, refused=(54, 6), runs=(run(),) * 5, last=run(),
                     coverage=Coverage(20, 0, 0, dict.fromkeys(range(2007, 2027), 1)))
        for n in range(6)
    )  # fmt: skip
    assert len(client_of(of(*many)).get("/status").data) <= 100_000


# --- over the real catalogue


def crawl(store: Store, status: str, *reasons: str, **counts: int) -> int:
    number = store.begin_run("crawl opdc", SITE)
    with store.batch():
        for n, reason in enumerate(reasons):
            store.put_rejected(Rejected(url=f"http://www.opdc.go.th/{n}", stage="clean", reason=reason), number)
    store.end_run(number, status, counts, "")  # type: ignore[arg-type]  # a status, as a test says
    return number


def test_the_catalogue_tells_how_it_stands(settings: Settings) -> None:
    put(settings, [article(n, f"ข่าว {n}", dated=datetime(2005 + n, 1, 1).date()) for n in (1, 2)] + [article(3, "")])
    with open_store(settings) as store:
        crawl(store, "done", new=3)
        last = crawl(store, "partial", "no title", "no title", "too short", refused=3)
        standing = store.standing(settings, datetime.now(UTC) + timedelta(days=5))
        assert store.waiting(0)[0] == store.article_total() == 3
        assert store.waiting(standing.seq) == (0, None)
    one = standing.sites[0]
    assert (one.name, one.scheduled, one.last and one.last.id, one.sound and one.sound.id) == ("opdc", True, last, last)
    assert one.refused == (3, 2)
    assert [(r.stage, r.reason, r.count) for r in one.refusals] == [("clean", "no title", 2), ("clean", "too short", 1)]
    assert one.late is not None
    assert one.late.missed >= 3
    assert one.coverage == Coverage(articles=3, gone=0, undated=1, years={2006: 1, 2007: 1})
    assert standing.counts["articles"] == 3


def test_pages_that_robots_txt_forbids_are_refused_in_the_table_as_below_it(settings: Settings) -> None:
    put(settings, [article(1, "ข่าว")])
    with open_store(settings) as store:
        crawl(store, "done", "robots.txt of www.opdc.go.th forbids it", new=1, refused=0, missing=1)
        [one] = store.standing(settings, NOW).sites
    assert [run.counts["refused"] for run in one.runs] == [1, 0]
    assert one.refused == (1, 1)
    page = create_app(settings).test_client().get("/status?lang=en").text
    assert re.findall(r'<td class="n">(\d+)</td></tr>', page) == ["1", "0"]
    assert "1 page refused in the last crawl" in page


def test_warc_files_that_are_gone_or_cut_short_are_a_concern(settings: Settings) -> None:
    put(settings, [article(1, "ข่าว")])
    build(settings)
    client = create_app(settings).test_client()
    with open_store(settings) as store:
        store.commit_file("test.warc.gz", 500)
    file = settings.warc / "test.warc.gz"
    missing = "1 WARC file is missing or too short"

    def told() -> tuple[bool, float]:
        page = client.get("/status?lang=en").text
        assert ("khlang doctor" in page) == (missing in page)
        return missing in page, value(scraped(client), "khlang_warc_files_missing")

    assert told() == (True, 1)  # not even a folder
    file.parent.mkdir(parents=True, exist_ok=True)
    for size, wrong in ((499, True), (500, False), (900, False)):  # what is not taken in yet is no loss
        file.write_bytes(bytes(size))
        assert told() == (wrong, wrong)
    file.unlink()
    file.mkdir()
    assert told() == (True, 1)
    assert client.get("/healthz").status_code == 200


def test_the_page_of_a_real_archive(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert "khlang crawl opdc" in client.get("/status").text  # before the first crawl
    put(settings, [article(1, "ข่าว", dated=datetime(2008, 4, 22).date())])
    assert "khlang index build" in client.get("/status").text
    build(settings)
    page = client.get("/status?lang=en").text
    assert "1 of 1" in page
    assert str(settings.data) not in page


# --- metrics


def scraped(client: FlaskClient, **kind: str) -> dict[str, Metric]:
    answer = client.get("/metrics", environ_overrides=kind)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def value(families: dict[str, Metric], sample: str, **labels: str) -> float:
    found = (s for family in families.values() for s in family.samples if s.name == sample)
    return next(s.value for s in found if labels.items() <= s.labels.items())


def test_metrics_can_be_parsed_and_tell_what_was_asked() -> None:
    client = client_of(of(STATES["done"], versions=12), waiting=4)
    for path in ("/search?q=ลับ", "/search?q=secret", "/nothing", "/static/style.css", "/healthz"):
        client.get(path).close()
    found = scraped(client)
    assert value(found, "khlang_http_requests_total", status="2xx") == 2
    assert value(found, "khlang_http_requests_total", status="4xx") == 1
    assert value(found, "khlang_http_request_duration_seconds_count", endpoint="pages.search") == 2
    assert value(found, "khlang_http_request_duration_seconds_bucket", endpoint="pages.search", le="+Inf") == 2
    assert value(found, "khlang_crawl_status", site="opdc", status="done") == 1
    assert value(found, "khlang_crawl_status", site="opdc", status="failed") == 0
    assert value(found, "khlang_crawl_age_seconds", site="opdc") > 0
    assert value(found, "khlang_index_lag_changes") == 4
    assert value(found, "khlang_versions") == 12
    assert value(found, "khlang_processes") == 1
    text = client.get("/metrics").text
    assert "ลับ" not in text
    assert "secret" not in text


def test_names_follow_the_conventions_of_prometheus() -> None:
    for family in scraped(client_of(of(STATES["done"]))).values():
        assert re.fullmatch(r"khlang_[a-z_]+", family.name)
        assert family.documentation.endswith(".")
        assert not re.search(r"_(ms|minutes|hours|kb|mb)$", family.name)
        for sample in family.samples:
            assert sample.name.endswith("_total") is (family.type == "counter"), sample
            assert sample.labels.keys() <= {"site", "status", "endpoint", "state", "le"}


def test_requests_that_were_limited_are_counted() -> None:
    client = client_of(of(), Settings(rate_limit="1 per minute"))
    assert [client.get("/search?q=x").status_code for _ in range(3)] == [200, 429, 429]
    assert value(scraped(client), "khlang_http_requests_limited_total") == 2


@pytest.mark.parametrize(
    ("setting", "address", "headers", "status"),
    [
        ("private", "127.0.0.1", {}, 200),
        ("private", "10.1.2.3", {}, 200),
        ("private", "::ffff:192.168.0.9", {}, 200),
        ("private", "8.8.8.8", {}, 403),
        ("private", "1.1.1.1", {}, 403),
        ("private", "", {}, 403),
        ("private", "127.0.0.1", {"X-Forwarded-For": "1.1.1.1"}, 403),
        ("private", "127.0.0.1", {"X-Real-IP": "1.1.1.1"}, 403),
        ("private", "127.0.0.1", {"Via": "1.1 proxy"}, 403),
        ("open", "1.1.1.1", {}, 200),
        ("off", "127.0.0.1", {}, 404),
    ],
)
def test_who_may_read_metrics(setting: str, address: str, headers: dict[str, str], status: int) -> None:
    client = client_of(of(), Settings(rate_limit="", metrics=setting))
    answer = client.get("/metrics", environ_overrides={"REMOTE_ADDR": address}, headers=headers)
    assert answer.status_code == status


def test_metrics_go_on_where_the_catalogue_cannot_be_read(settings: Settings) -> None:
    settings.data.mkdir()
    client = create_app(settings).test_client()
    assert value(scraped(client), "khlang_catalogue_up") == 0  # none yet
    settings.catalogue.write_bytes(b"no catalogue" * 1000)
    found = scraped(client)
    assert value(found, "khlang_catalogue_up") == 0
    assert value(found, "khlang_processes") == 1


def test_workers_count_together_and_what_one_that_ended_counted_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    tally = Tally()

    def work(process: int, place: int, times: int) -> None:
        monkeypatch.setattr(os, "getpid", lambda: process)
        tally.take(place)
        for _ in range(times):
            tally.note("pages.search", 200, 0.02)

    work(101, 1, 3)
    work(102, 2, 4)
    assert (tally.totals().processes, tally.totals().classes["2xx"]) == (2, 7)
    tally.clear(101)
    assert (tally.totals().processes, tally.totals().classes["2xx"]) == (1, 7)
    work(103, 1 + ROOM, 5)  # takes the place of the first, much later
    assert (tally.totals().processes, tally.totals().timed["pages.search"].counts[BUCKETS.index(0.025)]) == (2, 12)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*KINDS, "no.such", ""]),
            st.integers(0, 999),
            st.floats(0, 1000, allow_nan=False),
        ),
        max_size=30,
    )
)
def test_every_request_is_counted_once(requests: list[tuple[str, int, float]]) -> None:
    tally = Tally()
    tally.take(5)
    for request in requests:
        tally.note(*request)
    totals = tally.totals()
    assert sum(totals.classes.values()) == len(requests)
    assert sum(sum(timed.counts) for timed in totals.timed.values()) == len(requests)
    assert sum(timed.seconds for timed in totals.timed.values()) == pytest.approx(sum(s for _, _, s in requests))


def test_a_slow_search_is_logged_without_what_was_searched(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr("search_web.metrics.time.perf_counter", lambda: float(next(clock)))
    client_of(of()).get("/search?q=ความลับ")
    assert [record.getMessage() for record in caplog.records] == ["pages.search took 2.0 s (status 200)"]
    assert SLOW <= 2
