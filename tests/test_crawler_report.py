"""The report of a run: everything in it, in eighty columns, and the same as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from corpus.records import Rejected, Run
from corpus.store_slots import Claim, Slot
from crawler.report import HEADING, WIDTH, pages_per_minute, report, run_row, summary, to_json
from crawler.verdict import Status

BEGUN = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
COUNTS = {
    "new": 12, "changed": 3, "unchanged": 9841, "gone": 2, "rested": 51_204, "not_modified": 9750,
    "articles_not_modified": 9702, "refused": 5,
    "missing": 14, "attachments": 31, "resumed": 410, "resumed_articles": 400, "requests": 10_012, "retries": 4,
    "bytes": 41_900_000, "waits": 3, "waited": 190, "crawl_delay_ms": 2000, "articles": 9856, "lists": 120,
    "documents": 31,
}  # fmt: skip
RUN = Run(
    id=1204, command="crawl opdc due", site="opdc", started=BEGUN, finished=BEGUN + timedelta(seconds=20_520),
    status="partial", counts=COUNTS,
    message="5 pages refused, first http://www.opdc.go.th/content.php?content_id=1: HTTP 500",
)  # fmt: skip
CLAIM = Claim(slot=Slot(name="2026-11-21T02:30+07:00", attempt=2, missed=3), run=1204, at=BEGUN)
HOST = "http://www.opdc.go.th"
REFUSED = [
    *(Rejected(url=f"{HOST}/{n}", stage="fetch", reason="HTTP 500 Internal Server Error") for n in range(3)),
    Rejected(url=f"{HOST}/x", stage="clean", reason="the layout is unknown: " + "a word " * 20),
]

WHOLE = """\
run 1204: crawl opdc due: partial in 5 h 42 min
  5 pages refused, first http://www.opdc.go.th/content.php?content_id=1: HTTP
  500
  slot       2026-11-21T02:30+07:00 · 3 missed before it · attempt 2
  articles   12 new · 3 changed · 9,841 unchanged (9,702 of them 304)
             2 vanished · 51,204 not due yet
  documents  31
  before     410 answers that an unfinished run had fetched
  requests   10,012 sent · 41.9 MB over the wire · 4 again · 9,750 answered 304
             29 pages a minute
  waits      asked to wait 3 times, 3 min 10 s in all · Crawl-delay 2 s
  refused    5 pages · 14 forbidden by robots.txt or not there
         3 × fetch: HTTP 500 Internal Server Error
             http://www.opdc.go.th/0
         1 × clean: the layout is unknown:"""


def test_the_whole_report() -> None:
    lines = list(report(RUN, REFUSED, CLAIM))
    assert "\n".join(lines).startswith(WHOLE)
    assert all(len(line) <= WIDTH for line in lines)


def test_a_run_with_nothing_to_tell_is_one_line() -> None:
    run = Run(id=1, command="import x", site="", started=BEGUN, finished=BEGUN + timedelta(seconds=3), status="done")
    assert list(report(run)) == ["run 1: import x: done in 3 s"]


def test_a_running_run_has_no_duration() -> None:
    run = Run(id=1, command="crawl x", site="x", started=BEGUN)
    assert list(report(run)) == ["run 1: crawl x: running"]
    assert to_json(run)["seconds"] is None


def test_other_reasons_are_counted() -> None:
    refused = [Rejected(url=f"http://y/{n}", stage="clean", reason=f"reason {n}") for n in range(31)]
    assert list(report(RUN, refused))[-1] == "        11 × for 11 other reasons"


def test_the_list_of_runs_is_a_table_of_eighty_columns() -> None:
    lines = [HEADING, *run_row(RUN)]
    assert all(len(line) <= WIDTH for line in lines)
    number, status = lines[1].split()[0], lines[1].split()[-1]
    assert (number, status) == ("1204", "partial")
    assert lines[1].index(" 12 ") + 3 == HEADING.index("new") + 3, "numbers stand below their heading"
    assert lines[2].startswith("       5 pages refused")


def test_the_summary_is_one_line_with_its_slot() -> None:
    assert summary(RUN, CLAIM) == (
        "run 1204 of opdc for 2026-11-21T02:30+07:00: partial in 5 h 42 min (12 new, 3 changed, 9,841 unchanged,"
        " 2 vanished, 51,204 not due yet, 5 refused): 5 pages refused,"
        " first http://www.opdc.go.th/content.php?content_id=1: HTTP 500"
    )


def test_the_same_as_data() -> None:
    data = to_json(RUN, REFUSED, CLAIM)
    assert (data["seconds"], data["pages_per_minute"]) == (20520.0, 29.3)
    assert (data["slot"], data["attempt"], data["missed_slots"]) == ("2026-11-21T02:30+07:00", 2, 3)
    assert data["to_be_continued"] is False
    assert data["reasons"][0] == {
        "stage": "fetch", "reason": "HTTP 500 Internal Server Error", "count": 3, "example": "http://www.opdc.go.th/0",
    }  # fmt: skip
    assert to_json(RUN)["slot"] is None


def test_no_pace_without_a_crawl() -> None:
    assert pages_per_minute(Run(id=1, command="import x", site="", started=BEGUN, finished=BEGUN)) is None


ASSUMED = {"assumed: sitemap u": 0, "assumed: feed v": 3, "new": 3, "requests": 9}


def about(command: str, status: Status, **counts: int) -> str:
    return "\n".join(report(replace(RUN, command=command, status=status, message="", counts=ASSUMED | counts)))


def test_only_a_run_that_read_the_site_whole_says_what_does_not_hold() -> None:
    for command in ("crawl opdc", "crawl opdc --full"):
        assert "not held: sitemap u: nothing of the kind was met" in about(command, "partial")
    held = "assumed    1 of 2 assumptions of the profile held; the rest was not tried out"
    for run in (
        about("crawl opdc --limit 3", "done"),
        about("crawl opdc due", "done"),
        about("crawl opdc", "failed"),
        about("crawl opdc", "partial", interrupted=1),
    ):
        assert held in run
        assert "not held" not in run
    assert "assumed" not in about("crawl opdc", "failed", **{"assumed: feed v": 0})


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    short = replace(RUN, finished=BEGUN + timedelta(minutes=1), counts={"articles": 1, "requests": 1})
    assert "1 sent · 1 page a minute" in "\n".join(report(short))
