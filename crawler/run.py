"""The one public door: crawl a site, keep what came, take it into the catalogue.

1. The profile is checked and a run is begun in the catalogue.
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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpus.errors import NewsError
from corpus.intake import open_in_turn, take_in
from corpus.records import Progress, Rejected, Run, no_progress
from corpus.settings import Settings
from corpus.sites import Site
from corpus.store import Store, open_store
from corpus.urls import locate
from crawler.drift import judge
from crawler.places import check_site
from crawler.process import CrawlingProcess
from crawler.records import Job, Told
from crawler.settings import user_agent

Status = Literal["done", "partial", "failed"]


@dataclass(slots=True)
class _Outcome:
    """What the crawling process told, added up. ``refused`` counts failures, ``missing`` the mild refusals."""

    counts: Mapping[str, int] = field(default_factory=dict)
    refused: int = 0
    missing: int = 0
    first_refusal: str = ""
    first_missing: str = ""
    ended: str | None = None
    problem: str = ""
    bug: str = ""
    by_hand: bool = False
    exit_code: int | None = None
    lists: dict[str, tuple[int, int]] = field(default_factory=dict)  # start → list pages that came, articles they named

    def hear(self, told: Told) -> None:
        """Add one message."""
        if told.kind == "refused":
            self.missing += told.mild
            self.refused += not told.mild
            if told.mild:
                self.first_missing = self.first_missing or f"{told.url}: {told.text}"
            else:
                self.first_refusal = self.first_refusal or f"{told.url}: {told.text}"
        elif told.kind == "end":
            self.counts, self.ended = told.counts, told.text
        elif told.kind == "list":
            self.lists[told.url] = (told.done, told.total or 0)
        elif told.kind == "problem":
            self.problem = self.problem or told.text
        elif told.kind == "bug":
            self.bug = told.text


def crawl(
    site: Site,
    settings: Settings,
    *,
    limit: int | None = None,
    since: date | None = None,
    full: bool = False,
    progress: Progress = no_progress,
) -> Run:
    """Crawl *site* and take in what came; returns the finished run.

    *limit* ends the crawl after so many article pages; *since* leaves out what the source dates earlier; *full*
    also asks for every address that the catalogue knows and the site no longer lists. Raises
    :class:`corpus.errors.CrawlProblem` or ``SettingsProblem`` for a crawl that cannot begin and ``StoreProblem`` or
    ``ArchiveProblem`` where the data folder cannot be written; what else goes wrong is told by the run's status and
    message.
    """
    check_site(site)
    agent = user_agent(settings.contact)
    with open_store(settings) as store:
        store.close_crashed_runs()
        run_id = store.begin_run(_command(site, limit, since, full), site)
        known = _known(store, site) if full else ()
    with _ended_on_trouble(settings, run_id):
        log = settings.data / "logs" / f"crawl-{run_id:06d}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        job = Job(
            site=site,
            run_id=run_id,
            warc=settings.warc,
            log=log,
            user_agent=agent,
            max_bytes=settings.max_page_bytes,
            limit=limit,
            since=since,
            known=known,
        )
        outcome = _fetch(job, progress)
        taken = take_in(settings, run_id, progress, [site])
        drift, taken = judge(job, settings, outcome.lists, taken, progress)
        return _end(job, settings, outcome, taken, drift)


def _command(site: Site, limit: int | None, since: date | None, full: bool) -> str:
    options = [f"--limit {limit}" if limit else "", f"--since {since}" if since else "", "--full" if full else ""]
    return " ".join(["crawl", site.name, *filter(None, options)])


@contextmanager
def _ended_on_trouble(settings: Settings, run_id: int) -> Iterator[None]:
    try:
        yield
    except NewsError as e:
        # A disk too full for the pages may be too full for this as well; the next command marks the run as crashed.
        with suppress(NewsError), open_in_turn(settings) as store:
            store.end_run(run_id, "failed", {}, str(e))
        raise


def _fetch(job: Job, progress: Progress) -> _Outcome:
    """Run the crawling process to its end; Ctrl-C ends it in order."""
    outcome = _Outcome()
    with CrawlingProcess(job) as process, _ctrl_c_stops(process):
        for told in process.messages():
            outcome.hear(told)
            if told.kind == "progress":
                progress(told.done, told.total, f"{job.site.name} {told.url}")
        outcome.by_hand, outcome.exit_code = process.stopped, process.exit_code
    return outcome


@contextmanager
def _ctrl_c_stops(process: CrawlingProcess) -> Iterator[None]:
    """Ctrl-C asks the crawl to end in order, a second one ends it at once; what came is taken in either way."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals go to the main thread, whoever runs there decides
        return
    before = signal.signal(signal.SIGINT, lambda *_: process.stop("stopped by hand"))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(job: Job, settings: Settings, outcome: _Outcome, taken: Mapping[str, int], drift: str) -> Run:
    with open_in_turn(settings) as store:
        unread = [rejected for _, rejected in store.rejected(job.run_id) if rejected.stage != "fetch"]
        counts = {**taken, **outcome.counts}
        counts |= {"refused": outcome.refused + len(unread), "missing": outcome.missing}
        if unread and not outcome.first_refusal:
            outcome.first_refusal = f"{unread[0].url}: {unread[0].reason}"
        counts["articles"] = max(0, counts.get("articles", 0) - sum(not _is_document(job, r) for r in unread))
        # The intake counts lists and documents that it knew as unchanged too.
        counts["unchanged"] = max(0, counts["articles"] - counts.get("new", 0) - counts.get("changed", 0))
        status, message = _verdict(job, outcome, counts, drift)
        store.end_run(job.run_id, status, counts, message)
        ended = store.run(job.run_id)
    if outcome.bug or ended is None:
        raise RuntimeError(f"the crawling process of run {job.run_id} broke:\n{outcome.bug}")
    return ended


def _known(store: Store, site: Site) -> tuple[str, ...]:
    """The addresses of all articles, where they were last found first, then those that never brought one."""
    others = (url for url in store.known_urls(site.name) if _is_article(url, site))
    return tuple(dict.fromkeys((*store.last_addresses(site.name), *others)))


def _is_article(url: str, site: Site) -> bool:
    wanted = (pattern for start in site.crawl.start for pattern in start.article)
    return locate(url, site) is not None or any(re.search(pattern, url) for pattern in wanted)


def _is_document(job: Job, rejected: Rejected) -> bool:
    return any(re.search(pattern, rejected.url, re.IGNORECASE) for pattern in job.site.crawl.attachments)


def _verdict(job: Job, outcome: _Outcome, counts: Mapping[str, int], drift: str) -> tuple[Status, str]:
    """How the run ended, and the sentence that says so; the gravest thing counts."""
    articles = counts.get("articles", 0)
    verdicts: tuple[tuple[bool, Status, str], ...] = (
        (bool(outcome.problem), "failed", outcome.problem),
        (bool(outcome.bug), "failed", f"internal error; the log {job.log.name} has more"),
        (outcome.by_hand, "partial", f"stopped by hand after {articles} articles"),
        (
            outcome.ended is None,
            "failed",
            f"the crawling process died (exit code {outcome.exit_code}); the log {job.log.name} has more",
        ),
        (bool(drift), "failed", drift),
        (not articles and not job.since, "failed", _nothing(job, outcome)),
        (
            articles < job.site.crawl.minimum and job.limit is None and job.since is None,
            "failed",
            f"only {articles} articles of the site {job.site.name}, fewer than its crawl.minimum of"
            f" {job.site.crawl.minimum}: the site may have changed; see what was refused, then correct its profile",
        ),
        (outcome.ended != "finished", "partial", str(outcome.ended)),
        (bool(counts["refused"]), "partial", f"{counts['refused']} pages refused, first {outcome.first_refusal}"),
    )
    return next(((status, message) for applies, status, message in verdicts if applies), ("done", ""))


def _nothing(job: Job, outcome: _Outcome) -> str:
    nothing_wanted = f"{job.site.crawl.start[0].url}: it links nothing that the profile wants"
    why = outcome.first_refusal or outcome.first_missing or nothing_wanted
    return f"nothing of the site {job.site.name} could be fetched: {why}"
