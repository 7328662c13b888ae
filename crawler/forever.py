"""The schedule as a process of its own: sleeps until the next slot, runs what is due, ends in order when asked."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType

from corpus.errors import CrawlProblem, NewsError
from corpus.processes import WriterLock, number_of
from corpus.records import Progress
from corpus.settings import Settings
from corpus.timetable import local_time
from crawler.schedule import Clock, Ended, Turn, run_due, turns, utc_now

LONGEST_SLEEP = 60.0  # seconds: a clock that was put right and a site that was added are noticed so soon
SIGN_OF_LIFE = timedelta(hours=6)  # between two lines of a schedule that has nothing to do
BEAT = timedelta(minutes=5)  # between two lines on a crawl that is under way


class Stop:
    """Whether somebody asked this process to end, by Ctrl-C or SIGTERM; a context manager."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Stop:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal gave

    def __bool__(self) -> bool:
        return self._asked.is_set()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._asked.set()

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until asked to end."""
        self._asked.wait(seconds)


def run_for_ever(
    settings: Settings,
    tell: Callable[[Ended], object],
    say: Callable[[str], None],
    *,
    stop: Stop,
    clock: Clock = utc_now,
    sleep: Callable[[float], None] | None = None,
) -> None:
    """Run each slot when it comes, until *stop*; *tell* hears of each run, *say* gets lines for a log.

    Raises :class:`CrawlProblem` where another process does this for the same data folder.
    """
    sleep = sleep or stop.sleep
    with _alone(settings):
        said: tuple[str, ...] = ()
        said_at = clock()
        while not stop:
            todo, problems = _round(settings, tell, _Beat(say, clock), stop, clock)
            now = clock()
            state = (_what_is_next(todo), *(ended.problem for ended in problems))
            if state != said or now - said_at >= SIGN_OF_LIFE:
                said, said_at = state, now
                for ended in problems:  # once, and not each minute
                    tell(ended)
                say(state[0])
            if not stop:
                soonest = min((turn.at for turn in todo if turn.at > now), default=now + SIGN_OF_LIFE)
                sleep(min(LONGEST_SLEEP, max(1.0, (soonest - now).total_seconds())))


def _round(
    settings: Settings, tell: Callable[[Ended], object], beat: Progress, stop: Stop, clock: Clock
) -> tuple[list[Turn], list[Ended]]:
    """Run what is due now; what comes next, and the problems for which there was no run."""
    problems: list[Ended] = []
    try:
        for ended in run_due(settings, clock=clock, stopped=lambda: bool(stop), progress=beat):
            if ended.run is None:
                problems.append(ended)
            else:
                tell(ended)
        return turns(settings, clock())[0], problems
    except NewsError as e:  # a full disk, a catalogue that is being restored: it may be better next time
        return [], [*problems, Ended(site="", problem=str(e))]


class _Beat:
    """Tells a log of a crawl under way: at once, and then now and then."""

    def __init__(self, say: Callable[[str], None], clock: Clock) -> None:
        self._say = say
        self._clock = clock
        self._last: datetime | None = None

    def __call__(self, done: int, total: int | None, label: str) -> None:
        now = self._clock()
        if self._last is None or now - self._last >= BEAT:
            self._last = now
            self._say(f"at work: {label}: {done:,}" + (f" of {total:,}" if total else ""))


def _what_is_next(todo: list[Turn]) -> str:
    if not todo:
        return "no site is scheduled; crawl one, or name it in the setting schedule"
    turn = min(todo, key=lambda turn: turn.at)
    return f"next: {turn.site.name} at {local_time(turn.at)} ({turn.why})"


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    path = settings.data / "schedule.lock"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(path)
        holder = lock.take()
    except OSError as e:
        raise CrawlProblem(f"cannot write {path}: {e.strerror}; change the owner of the data folder") from e
    if holder is not None:
        raise CrawlProblem(f"process {number_of(holder)} runs the schedule of {settings.data} already; one is enough")
    try:
        yield
    finally:
        lock.give_back()
