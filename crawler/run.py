"""The one public door: crawl a site, keep what came, take it into the catalogue.

1. The profile is checked and a run is begun in the catalogue. Where the last run of the same command did not come to
   its end, this one continues it (:mod:`crawler.resume`).
2. A process of its own crawls into one WARC file (:mod:`crawler.child`), telling what happens; what was refused
   stands there too, with its reason, so that no end of this program loses it.
3. The WARC file is taken in.
4. The run is ended: done, partial (some pages failed) or failed, with one sentence that says why.

Other commands may write the catalogue while pages are fetched; nothing holds it between 1 and 3.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from types import FrameType

from corpus.errors import CrawlProblem, NewsError, SlotTaken
from corpus.intake import open_in_turn, take_in
from corpus.last_words import reserved
from corpus.records import Progress, Rejected, Run, no_progress
from corpus.settings import Settings
from corpus.sites import Site
from corpus.store import Store, open_store
from corpus.store_slots import Slot
from corpus.urls import locate
from crawler import archives
from crawler.closed import closed, told
from crawler.drift import judge
from crawler.places import check_site
from crawler.process import CrawlingProcess
from crawler.records import BY_HAND, Job, Told
from crawler.resume import left_by_crashes
from crawler.revisit import decide
from crawler.settings import user_agent
from crawler.verdict import Outcome, verdict

CONTINUES = "continues"  # in the counts of a run: the number of the first of those that it continued
RUNS_LOOKED_AT = 200  # runs in which the last whole crawl of a site is looked for


def crawl(
    site: Site,
    settings: Settings,
    *,
    limit: int | None = None,
    since: date | None = None,
    full: bool = False,
    source: str = "live",
    due: datetime | None = None,
    slot: Slot | None = None,
    progress: Progress = no_progress,
    stopped: Callable[[], bool] = lambda: False,
) -> Run:
    """Crawl *site* and take in what came; returns the finished run.

    *limit* ends the crawl after so many article pages; *since* leaves out what the source dates earlier; *full*
    also asks for every address that the catalogue knows and the site no longer lists. *source* ``wayback``,
    ``commoncrawl`` or ``ids`` asks the web archives of the profile instead (:mod:`crawler.archives`). With *due*, a
    moment, known articles that need no look at that moment are left alone and those that do are asked for although
    no list names them. With *slot*, the run claims that slot of the site's schedule.

    Raises :class:`corpus.errors.CrawlProblem` or ``SettingsProblem`` for a crawl that cannot begin, which one of a
    site that asked to be left alone until later (:mod:`crawler.closed`) cannot either, nor one of an archive that
    another crawl is asking; ``SlotTaken`` where another run has the slot, and ``StoreProblem`` or ``ArchiveProblem``
    where the data folder cannot be written. What else goes wrong is told by the run's status and message.
    """
    asked = archives.chosen(site, source)
    if source == "live":
        check_site(site)
    agent = user_agent(settings.contact)
    command = _command(site, limit, since, full, source, due)
    with ExitStack() as held:
        # What a timer began waits for another command, what a person began says at once that there is one.
        with open_store(settings) if slot is None else open_in_turn(settings, progress) as store:
            store.close_crashed_runs()
            if shut := closed(store, site.name, due or datetime.now(UTC), source):
                raise CrawlProblem(f"{told(shut, site)}; crawl again after that")
            resumed = left_by_crashes(store, settings, site.name, command)
            # Two crawls of one site would be twice what it agreed to; an archive is another host.
            if source == "live" and (at_work := store.at_work(site.name)) is not None:
                raise SlotTaken(f"run {at_work} is at work on the site {site.name}; wait until it is done")
            held.enter_context(archives.alone(asked, settings, source))
            run_id = store.begin_run(command, site, slot)
        with _ended_on_trouble(settings, run_id):
            recovered = take_in(settings, run_id, progress, [site]) if resumed or source != "live" else {}
            log = settings.data / "logs" / f"crawl-{run_id:06d}.log"
            log.parent.mkdir(parents=True, exist_ok=True)
            with open_store(settings, readonly=True) as store:
                known = _known(store, site, full=full, due=due, resumed=resumed) if source == "live" else ()
                changed_since = _last_whole(store, site) if due else None
            job = Job(
                site=asked,
                run_id=run_id,
                warc=settings.warc,
                log=log,
                user_agent=agent,
                max_bytes=settings.max_page_bytes,
                limit=limit,
                since=since,
                known=known,
                source=archives.kind(source),
                full=full,
                data=settings.data,
                resumed=resumed,
                due=due,
                warc_bytes=settings.warc_bytes,
                changed_since=changed_since,
            )
            outcome = _fetch(job, progress, stopped)
            taken = take_in(settings, run_id, progress, [site])
            drift, taken = judge(job, settings, outcome.lists, _with_recovered(taken, recovered), progress)
            return _end(job, settings, outcome, taken, drift)


def _with_recovered(taken: Mapping[str, int], recovered: Mapping[str, int]) -> Mapping[str, int]:
    """The counts of this run, and as one number what it took in of the runs that it continues."""
    pages = sum(recovered.get(name, 0) for name in ("new", "changed", "unchanged", "attachments"))
    return {**taken, "recovered": taken.get("recovered", 0) + pages}


def _command(site: Site, limit: int | None, since: date | None, full: bool, source: str, due: datetime | None) -> str:
    options = [
        f"--limit {limit}" if limit else "",
        f"--since {since}" if since else "",
        "--full" if full else "",
        f"--source {source}" if source != "live" else "",
        "due" if due else "",
    ]
    return " ".join(["crawl", site.name, *filter(None, options)])


@contextmanager
def _ended_on_trouble(settings: Settings, run_id: int) -> Iterator[None]:
    with reserved(settings.data, run_id) as say:
        try:
            yield
        except NewsError as e:
            try:
                with open_in_turn(settings) as store:
                    store.end_run(run_id, "failed", {"interrupted": 1}, str(e))
            except NewsError:  # a disk too full for the pages may be too full for this as well
                say(str(e))
            raise


def _fetch(job: Job, progress: Progress, stopped: Callable[[], bool]) -> Outcome:
    """Run the crawling process to its end; Ctrl-C ends it in order."""
    outcome = Outcome()
    with CrawlingProcess(job) as process, _ctrl_c_stops(process):
        if stopped():
            process.stop(BY_HAND)
        for message in process.messages():
            outcome.hear(message)
            if message.kind == "progress":
                progress(message.done, message.total, _doing(job, message))
        outcome.by_hand, outcome.exit_code = process.stopped, process.exit_code
    return outcome


def _doing(job: Job, told: Told) -> str:
    return f"crawling {job.site.name}: {told.done:,}" + (f" of {told.total:,}" if told.total else "")


@contextmanager
def _ctrl_c_stops(process: CrawlingProcess) -> Iterator[None]:
    """Ctrl-C or SIGTERM asks the crawl to end in order, a second one ends it at once; what came is taken in either way.

    A handler that stood before, such as that of a schedule, hears of it too.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals go to the main thread, whoever runs there decides
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        process.stop(BY_HAND)
        handler = before[signal.Signals(number)]
        if callable(handler) and handler is not signal.default_int_handler:
            handler(number, frame)

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(job: Job, settings: Settings, outcome: Outcome, taken: Mapping[str, int], drift: str) -> Run:
    with open_in_turn(settings) as store:
        unread = list(_unread(store, job))
        counts = {**taken, **outcome.counts}
        counts |= {"refused": outcome.refused + len(unread), "missing": outcome.missing}
        if unread and not outcome.first_refusal:
            outcome.first_refusal = f"{unread[0].url}: {unread[0].reason}"
        counts["articles"] = max(0, counts.get("articles", 0) - sum(not _is_document(job, r) for r in unread))
        # The intake counts lists and documents that it knew as unchanged too.
        looked = counts["articles"] - counts.pop("resumed_articles", 0)
        counts["unchanged"] = max(0, looked - counts.get("new", 0) - counts.get("changed", 0))
        counts["merged"] = store.merged_in(job.run_id)
        counts["new"] = max(0, counts.get("new", 0) - counts["merged"])
        counts["interrupted"] = int(outcome.interrupted)
        if job.resumed:
            counts[CONTINUES] = min(job.resumed)
        if outcome.closed_until:
            counts["closed_until"] = outcome.closed_until
        status, message = verdict(job, outcome, counts, drift)
        store.end_run(job.run_id, status, counts, message)
        ended = store.run(job.run_id)
    if outcome.bug or ended is None:
        raise RuntimeError(f"the crawling process of run {job.run_id} broke:\n{outcome.bug}")
    return ended


def _known(store: Store, site: Site, *, full: bool, due: datetime | None, resumed: tuple[int, ...]) -> tuple[str, ...]:
    """The addresses to ask for although no list names them.

    In a full run those of all articles, where they were last found first, then those that never brought one; in a run
    for what is due those of the articles that are, or were when a run that this one continues asked for them.
    """
    if full:
        others = (url for url in store.known_urls(site.name) if _is_article(url, site))
        return tuple(dict.fromkeys((*store.last_addresses(site.name), *others)))
    if due is None:
        return ()
    visits = (store.visit(url) for url in store.last_addresses(site.name))
    return tuple(
        visit.url
        for visit in visits
        if visit is not None
        and (decide(visit, due, site.schedule).due or (resumed and store.fetched_in(visit.url, resumed)))
    )


def _last_whole(store: Store, site: Site) -> date | None:
    """The day before the last crawl began that read every list of the site and failed in nothing; None without one.

    A day before, because what a site says of times is in a zone that it does not always name. A crawl that continued
    others read lists as those had fetched them: it counts from the begin of the first.
    """
    whole = (f"crawl {site.name}", f"crawl {site.name} --full", f"crawl {site.name} due")
    runs = (run for run in store.runs(RUNS_LOOKED_AT) if run.site == site.name and run.command in whole)
    last = next((run for run in runs if run.status == "done"), None)
    if last is None:
        return None
    first = store.run(last.counts.get(CONTINUES, last.id)) or last
    return min(first.started, last.started).date() - timedelta(days=1)


def _unread(store: Store, job: Job) -> Iterator[Rejected]:
    """What came and was refused, also of the runs that this one continues, but for what it asked for again itself."""
    for run in (*job.resumed, job.run_id):
        for _, rejected in store.rejected(run):
            again = run != job.run_id and store.fetched_in(rejected.url, (job.run_id,)) is not None
            if rejected.stage != "fetch" and not again:
                yield rejected


def _is_article(url: str, site: Site) -> bool:
    wanted = (pattern for start in site.crawl.start for pattern in start.article)
    return locate(url, site) is not None or any(re.search(pattern, url) for pattern in wanted)


def _is_document(job: Job, rejected: Rejected) -> bool:
    return any(re.search(pattern, rejected.url, re.IGNORECASE) for pattern in job.site.crawl.attachments)
