"""The schedule in one process: which slot is due, what a run leaves behind for the next, and the clock for ever."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import crawler.forever as forever
import crawler.schedule as schedule
from corpus.errors import CrawlProblem, SlotTaken
from corpus.processes import process_mark
from corpus.records import Run
from corpus.settings import Settings
from corpus.sites import Site, build_site
from corpus.store import Store, open_store
from corpus.store_slots import Slot
from corpus.timetable import local_time
from crawler.due import describe, due_sites
from crawler.forever import Stop, run_for_ever
from crawler.schedule import MOST_CRASHES, PAUSE, Ended, Turn, run_due, turns

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # ten o'clock in Bangkok
TODAY = "2026-11-21T02:30+07:00"
DAY = timedelta(days=1)

REOPENED = datetime(2026, 11, 21, 5, tzinfo=UTC)
NEXT = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
NOVEMBER_30 = datetime(2026, 11, 29, 19, 30, tzinfo=UTC)  # 02:30 on the 30th in Bangkok


def site_named(name: str = "x") -> Site:
    return build_site({"name": name, "title_th": "x", "title_en": "x", "hosts": ["x.example"]}, f"{name}.toml")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The catalogue with one crawl by hand of the site x, long ago."""
    with open_store(settings) as opened:
        run = opened.begin_run("crawl x", site_named())
        opened.end_run(run, "done", {"new": 5})
        dated(opened, run, NOW - 100 * DAY)
        yield opened


def dated(store: Store, run: int, moment: datetime) -> None:
    """Put the begin of a run, and of its claim, where a test needs it."""
    store._write("UPDATE runs SET started = ? WHERE id = ?", (moment.isoformat(), run))
    store._write("UPDATE slots SET claimed = ? WHERE run = ?", (moment.isoformat(), run))


def crash(store: Store, slot: Slot, at: datetime) -> int:
    """A run that claimed *slot* at that moment and whose process is gone."""
    run = store.begin_run("crawl x due", site_named(), slot)
    dated(store, run, at)
    store._write("UPDATE runs SET process = '999999999:1' WHERE id = ?", (run,))
    return run


def only(settings: Settings, now: datetime = NOW) -> Turn:
    (turn,), problems = turns(settings, now)
    assert problems == []
    return turn


class Crawls:
    """Stands for the crawl: claims the slot as the real one does, and ends as it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, clock: list[datetime] | None = None) -> None:
        self.slots: list[tuple[str, Slot]] = []
        self.end = "done"
        self.stop = False
        self.raises: Exception | None = None
        self._clock = clock
        monkeypatch.setattr(schedule, "crawl", self)

    def __call__(self, site: Site, settings: Settings, *, slot: Slot, due: datetime, **_: object) -> Run:
        with open_store(settings) as store:
            run_id = store.begin_run(f"crawl {site.name} due", site, slot)
            self.slots.append((site.name, slot))
            if self._clock:
                dated(store, run_id, self._clock[0])
            if self.raises is not None:
                raise self.raises
            if self.stop:
                os.kill(os.getpid(), signal.SIGTERM)
            store.end_run(run_id, "partial" if self.stop else self.end, {})  # type: ignore[arg-type]  # as a test says
            run = store.run(run_id)
            assert run
            return run


def test_a_slot_is_due_once_it_has_passed_and_not_again_once_it_is_claimed(settings: Settings, store: Store) -> None:
    turn = only(settings)
    assert (turn.state, turn.slot) == ("due", Slot(name=TODAY))
    run = store.begin_run("crawl x due", site_named(), turn.slot)
    assert (only(settings).state, only(settings).why) == ("running", f"run {run} is at work")
    store.end_run(run, "failed", {})
    turn = only(settings)
    assert (turn.state, turn.slot, turn.why) == ("waiting", None, f"run {run} of its newest slot ended: failed")
    assert turn.at == datetime(2026, 11, 21, 19, 30, tzinfo=UTC)


def test_a_slot_before_the_first_crawl_by_hand_is_not_made_up_for(settings: Settings, store: Store) -> None:
    dated(store, 1, NOW)
    assert (only(settings).state, only(settings).why) == ("waiting", "crawled by hand in run 1")


def test_a_crawl_of_a_web_archive_is_no_crawl_of_the_site(settings: Settings, store: Store) -> None:
    archive = store.begin_run("crawl x --source wayback", site_named())
    turn = only(settings)
    assert (turn.state, turn.slot) == ("due", Slot(name=TODAY)), "the two ask different hosts"
    store.end_run(archive, "done", {})
    dated(store, archive, NOW)
    assert only(settings).state == "due", "the site itself was not seen"
    store.end_run(store.begin_run("crawl y --source wayback --full", site_named("y")), "done", {})
    assert store.crawled_sites() == ("x",)
    archive = store.begin_run("crawl x --source commoncrawl", site_named())
    run = store.begin_run("crawl x due", site_named(), Slot(name=TODAY))
    assert store.at_work("x") == run


WRONG = datetime(2031, 1, 1, tzinfo=UTC)  # what the clock said once


def test_a_slot_claimed_under_a_wrong_clock_stops_nothing(settings: Settings, store: Store) -> None:
    wrong = store.begin_run("crawl x due", site_named(), Slot(name="2031-01-01T02:30+07:00"))
    store.end_run(wrong, "done", {"closed_until": int(WRONG.timestamp())})
    dated(store, wrong, WRONG)
    turn = only(settings)
    assert (turn.state, turn.slot) == ("due", Slot(name=TODAY))
    run = store.begin_run("crawl x due", site_named(), turn.slot)
    store.end_run(run, "done", {})
    dated(store, run, NOW)
    assert only(settings).state == "waiting"
    assert only(settings, NOW + DAY).slot == Slot(name="2026-11-22T02:30+07:00")


def test_a_wrong_clock_hides_no_claim_from_before_it(settings: Settings, store: Store) -> None:
    run = store.begin_run("crawl x due", site_named(), Slot(name=TODAY))
    store.end_run(run, "done", {})
    dated(store, run, NOW)
    wrong = store.begin_run("crawl x due", site_named(), Slot(name="2031-01-01T02:30+07:00"))
    store.end_run(wrong, "done", {})
    dated(store, wrong, WRONG)
    assert (only(settings).state, only(settings).why) == ("waiting", f"run {run} of its newest slot ended: done")


def test_a_crash_and_a_crawl_by_hand_under_a_wrong_clock_stop_nothing(settings: Settings, store: Store) -> None:
    dated(store, 1, WRONG)
    assert only(settings).slot == Slot(name=TODAY)
    crash(store, Slot(name=TODAY), WRONG)
    assert (only(settings).state, only(settings).slot) == ("due", Slot(name=TODAY, attempt=2))


def test_missed_slots_are_caught_up_once(settings: Settings, store: Store) -> None:
    store.end_run(store.begin_run("crawl x due", site_named(), Slot(name=TODAY)), "done", {})
    later = only(settings, NOW + 9 * DAY)
    assert later.slot == Slot(name="2026-11-30T02:30+07:00", missed=8)
    assert later.why == f"its slot of {local_time(NOVEMBER_30)} has passed, and 8 before it that nothing ran at"
    store.end_run(store.begin_run("crawl x due", site_named(), later.slot), "done", {})
    assert only(settings, NOW + 9 * DAY).state == "waiting"


def test_a_crashed_run_leaves_its_slot_to_a_bounded_number_of_attempts(settings: Settings, store: Store) -> None:
    now = NOW
    for attempt in range(1, MOST_CRASHES + 1):
        turn = only(settings, now)
        assert (turn.state, turn.slot) == ("due", Slot(name=TODAY, attempt=attempt))
        assert turn.slot
        crash(store, turn.slot, now)
        if attempt % 2:  # noted as crashed, or not yet
            store.close_crashed_runs()
        if attempt < MOST_CRASHES:
            pause = PAUSE * 2 ** (attempt - 1)
            assert only(settings, now + pause - timedelta(seconds=1)).state == "paused"
            assert only(settings, now).at == now + pause
            now += pause
    assert only(settings, now + 100 * PAUSE).state == "waiting"
    assert only(settings, now + DAY).slot == Slot(name="2026-11-22T02:30+07:00")


def test_a_site_that_wants_to_be_left_alone_has_its_slot_put_off(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = NOW + timedelta(hours=2)
    run = store.begin_run("crawl x", site_named())
    message = "x.example asks to be left alone for 90000 s"
    store.end_run(run, "partial", {"closed_until": int(until.timestamp())}, message)
    dated(store, run, NOW - DAY)
    archive = store.begin_run("crawl x --source wayback", site_named())
    store.end_run(archive, "partial", {"closed_until": int((NOW + 3 * DAY).timestamp())}, "web.archive.org asks")
    dated(store, archive, NOW - DAY)
    settings = replace(settings, schedule="opdc")
    with store.batch():
        store._write("UPDATE runs SET site = 'opdc', command = replace(command, ' x', ' opdc')", ())
    turn = only(settings)
    assert (turn.state, turn.at, turn.slot) == ("paused", until, None)
    assert (
        turn.why == f"the site opdc is to be left alone until {local_time(REOPENED)}, as run {run} was told: {message}"
    )
    [due] = due_sites(settings, clock=lambda: NOW)
    assert list(describe(due))[:2] == [
        f"opdc: paused: {turn.why}",
        f"  again      {local_time(REOPENED)}",
    ]
    store.close()  # the crawl writes
    crawls = Crawls(monkeypatch)
    assert list(run_due(settings, clock=lambda: until - timedelta(seconds=1))) == []
    assert crawls.slots == []
    assert [ended.site for ended in run_due(settings, clock=lambda: until)] == ["opdc"]
    assert crawls.slots == [("opdc", Slot(name=TODAY))]


def test_one_attempt_at_a_slot_is_one_run(settings: Settings, store: Store) -> None:
    first = Slot(name=TODAY)
    run = store.begin_run("crawl x due", site_named(), first)
    with pytest.raises(SlotTaken, match=rf"run {run} is at work on the site x"):
        store.begin_run("crawl x due", site_named(), Slot(name="2026-11-22T02:30+07:00"))
    store.end_run(run, "done", {})
    with pytest.raises(SlotTaken, match=rf"run {run} has the slot 2026-11-21T02:30\+07:00 of the site x"):
        store.begin_run("crawl x due", site_named(), first)
    assert [r.id for r in store.runs()] == [run, 1], "a refused claim leaves no run"
    other = store.begin_run("crawl y due", site_named("y"), first)
    claim = store.claim_of(other)
    assert claim
    assert (claim.slot, claim.run, claim.left_off) == (first, other, False)


def test_a_site_that_somebody_crawls_by_hand_waits(settings: Settings, store: Store) -> None:
    store.begin_run("crawl x --limit 5", site_named())
    assert only(settings).state == "running"


def test_each_site_gets_its_turn_whatever_the_one_before_came_to(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    crawls = Crawls(monkeypatch)
    crawls.raises = KeyError("a bug")
    settings = replace(settings, schedule="opdc, a/nowhere.toml ,thaigov")
    ended = list(run_due(settings, clock=lambda: NOW))
    assert [one.site for one in ended] == ["a/nowhere.toml", "opdc", "thaigov"]
    assert ended[0].problem.startswith("cannot read the site profile a/nowhere.toml")
    assert "broke: an error of the program" in ended[1].problem
    assert "a bug" in caplog.text
    with open_store(settings, readonly=True) as store:
        assert {run.status for run in store.runs()} == {"crashed"}, "nothing is left that blocks the site"
    assert [turn.state for turn in turns(settings, datetime.now(UTC))[0]] == ["paused", "paused"]


def test_a_run_that_another_process_began_meanwhile_is_passed_over(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = only(settings)
    store.end_run(store.begin_run("crawl x due", site_named(), Slot(name=TODAY)), "done", {})
    store.close()
    monkeypatch.setattr(schedule, "turn_of", lambda *_: turn)
    crawls = Crawls(monkeypatch)
    assert list(run_due(settings, clock=lambda: NOW)) == []
    assert crawls.slots == []


def test_a_crashed_run_is_told_of_once_and_continued_after_its_pause(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = crash(store, Slot(name=TODAY), NOW)
    store.close()
    crawls = Crawls(monkeypatch)
    (told,) = run_due(settings, clock=lambda: NOW)
    assert told.run
    assert (told.run.id, told.run.status) == (run, "crashed")
    assert list(run_due(settings, clock=lambda: NOW)) == []
    (again,) = run_due(settings, clock=lambda: NOW + PAUSE)
    assert again.claim
    assert again.claim.slot == Slot(name=TODAY, attempt=2)
    assert crawls.slots == [("x", Slot(name=TODAY, attempt=2))]
    assert list(run_due(settings, clock=lambda: NOW + 2 * PAUSE)) == []


def test_a_stopped_run_is_continued_without_a_pause_and_no_other_site_is_begun(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(settings, schedule="opdc,thaigov")
    crawls = Crawls(monkeypatch)
    crawls.stop = True
    with Stop() as stop:
        (ended,) = run_due(settings, clock=lambda: NOW, stopped=lambda: bool(stop))
    assert ended.claim
    assert ended.claim.left_off
    crawls.stop = False
    assert [one.site for one in run_due(settings, clock=lambda: NOW)] == ["opdc", "thaigov"]
    assert crawls.slots == [
        ("opdc", Slot(name=TODAY)), ("opdc", Slot(name=TODAY, attempt=2)), ("thaigov", Slot(name=TODAY)),
    ]  # fmt: skip


def test_for_ever_sleeps_until_the_next_slot_and_survives_a_run_that_fails(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(settings, schedule="opdc")
    clock, lines, ended = [NOW], list[str](), list[Ended]()
    crawls = Crawls(monkeypatch, clock)
    stop = Stop()
    crawls.end = "failed"
    monkeypatch.setattr(forever, "LONGEST_SLEEP", 3600.0)

    def sleep(seconds: float) -> None:
        assert 1 <= seconds <= 3600
        clock[0] += timedelta(seconds=seconds)
        if clock[0] > NOW + 3 * DAY:
            stop._asked.set()

    run_for_ever(settings, ended.append, lines.append, stop=stop, clock=lambda: clock[0], sleep=sleep)
    assert [slot.name[:10] for _, slot in crawls.slots] == ["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"]
    assert [one.run.status for one in ended if one.run] == ["failed"] * 4
    assert lines[0] == f"next: opdc at {local_time(NEXT)} (run 1 of its newest slot ended: failed)"
    assert 3 * 4 <= len(lines) <= 4 * 6, "a sign of life a few times a day"


def test_for_ever_says_once_what_keeps_a_site_from_its_turn(settings: Settings) -> None:
    clock, ended = [NOW], list[Ended]()
    stop = Stop()

    def sleep(seconds: float) -> None:
        clock[0] += timedelta(seconds=seconds)
        if clock[0] > NOW + timedelta(hours=1):
            stop._asked.set()

    settings = replace(settings, schedule="nosuchsite")
    run_for_ever(settings, ended.append, lambda _: None, stop=stop, clock=lambda: clock[0], sleep=sleep)
    assert len(ended) == 1
    assert "no site profile named 'nosuchsite'" in ended[0].problem


def test_a_second_schedule_on_one_data_folder_is_refused(settings: Settings) -> None:
    refused: list[str] = []
    stop = Stop()

    def sleep(_: float) -> None:
        with pytest.raises(CrawlProblem) as problem:
            run_for_ever(settings, lambda _: None, lambda _: None, stop=Stop())
        refused.append(str(problem.value))
        stop._asked.set()

    run_for_ever(settings, lambda _: None, lambda _: None, stop=stop, sleep=sleep)
    number = process_mark().partition(":")[0]
    assert refused == [f"process {number} runs the schedule of {settings.data} already; one is enough"]


def test_stop_gives_the_signals_back() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with Stop() as stop:
        assert not stop
        os.kill(os.getpid(), signal.SIGTERM)
        stop.sleep(600)
        assert stop
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
