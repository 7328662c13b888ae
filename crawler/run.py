"""The one public door: crawl a site, keep what came, take it into the catalogue.

1. The profile is checked and a run is begun in the catalogue.
2. A process of its own crawls into one WARC file (:mod:`crawler.child`), telling what happens.
3. What was refused is noted with its reason, and the WARC file is taken in.
4. The run is ended: done, partial (some pages failed) or failed, with one sentence that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpus.intake import take_in
from corpus.records import Progress, Rejected, Run, no_progress
from corpus.settings import Settings
from corpus.sites import Site
from corpus.store import Store, open_store
from crawler.places import check_site
from crawler.process import CrawlingProcess
from crawler.records import Job, Told
from crawler.settings import user_agent

BATCH = 200  # refusals noted in the catalogue at once

Status = Literal["done", "partial", "failed"]


@dataclass(slots=True)
class _Outcome:
    """What the crawling process told, added up."""

    counts: Mapping[str, int] = field(default_factory=dict)
    ended: str | None = None
    problem: str = ""
    bug: str = ""
    refused: int = 0
    mild: int = 0
    first_refusal: str = ""
    by_hand: bool = False
    exit_code: int | None = None


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
    asks for every page anew (which this version always does). Raises :class:`corpus.errors.CrawlProblem` or
    ``SettingsProblem`` for a crawl that cannot begin; what goes wrong later is told by the run's status and message.
    """
    check_site(site)
    agent = user_agent(settings.contact)
    with open_store(settings) as store:
        run_id = store.begin_run(_command(site, limit, since, full), site.name)
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
    )
    with open_store(settings) as store:
        outcome = _fetch(job, store, progress)
    take_in(settings, run_id, progress)
    return _end(job, settings, outcome, _read_run(settings, run_id))


def _command(site: Site, limit: int | None, since: date | None, full: bool) -> str:
    options = [f"--limit {limit}" if limit else "", f"--since {since}" if since else "", "--full" if full else ""]
    return " ".join(["crawl", site.name, *filter(None, options)])


def _fetch(job: Job, store: Store, progress: Progress) -> _Outcome:
    """Run the crawling process to its end; Ctrl-C ends it in order."""
    outcome = _Outcome()
    refused: list[Rejected] = []
    with CrawlingProcess(job) as process:
        for told in process.messages():
            if told.kind == "progress":
                progress(told.done, told.total, f"{job.site.name} {told.url}")
            elif told.kind == "refused":
                refused.append(Rejected(url=told.url, stage="fetch", reason=told.text))
                _count(outcome, told)
            elif told.kind == "end":
                outcome.counts, outcome.ended = told.counts, told.text
            elif told.kind == "problem":
                outcome.problem = outcome.problem or told.text
            else:
                outcome.bug = told.text
            if len(refused) >= BATCH:
                store.reject(job.run_id, refused)
                refused.clear()
        outcome.by_hand, outcome.exit_code = process.stopped, process.exit_code
    store.reject(job.run_id, refused)
    return outcome


def _count(outcome: _Outcome, told: Told) -> None:
    if told.mild:
        outcome.mild += 1
    else:
        outcome.refused += 1
        outcome.first_refusal = outcome.first_refusal or f"{told.url}: {told.text}"


def _end(job: Job, settings: Settings, outcome: _Outcome, run: Run) -> Run:
    status, message = _verdict(job, outcome, run)
    counts = {**outcome.counts, **run.counts, "forbidden": outcome.forbidden}
    counts["refused"] = run.counts.get("refused", 0)
    with open_store(settings) as store:
        store.end_run(job.run_id, status, counts, message)
    if outcome.bug:
        raise RuntimeError(f"the crawling process of run {job.run_id} broke:\n{outcome.bug}")
    return _read_run(settings, job.run_id)


def _verdict(job: Job, outcome: _Outcome, run: Run) -> tuple[Status, str]:
    """How the run ended, and the sentence that says so; the gravest thing counts."""
    site, counts = job.site, run.counts
    articles = sum(counts.get(key, 0) for key in ("new", "changed", "unchanged"))
    if outcome.problem or outcome.bug:
        return "failed", outcome.problem or f"internal error; the log {job.log.name} has more"
    if outcome.by_hand:
        return "partial", f"stopped by hand after {articles} articles"
    if outcome.ended is None:
        return "failed", f"the crawling process died (exit code {outcome.exit_code}); the log {job.log.name} has more"
    if not articles:
        why = f"; {outcome.first_refusal}" if outcome.first_refusal else ""
        return "failed", f"no article of the site {site.name} could be fetched{why}"
    whole = job.limit is None and job.since is None
    if whole and articles < site.crawl.minimum:
        return "failed", (
            f"only {articles} articles of the site {site.name}, fewer than crawl.minimum = {site.crawl.minimum};"
            " the site may have changed: look at the refused pages, then correct its profile"
        )
    if outcome.ended not in ("finished", ""):
        return "partial", outcome.ended
    if refused := counts.get("refused", 0):
        return "partial", f"{refused} pages were refused; the first: {outcome.first_refusal}"
    return "done", ""
