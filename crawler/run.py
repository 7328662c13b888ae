"""The one public door: crawl a site, keep what came, take it into the catalogue.

1. The profile is checked and a run is begun in the catalogue.
2. A process of its own crawls into one WARC file (:mod:`crawler.child`), telling what happens.
3. What was refused is noted with its reason, and the WARC file is taken in.
4. The run is ended: done, partial (some pages failed) or failed, with one sentence that says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Literal

from corpus.intake import take_in
from corpus.records import Progress, Rejected, Run, no_progress
from corpus.settings import Settings
from corpus.sites import Site
from corpus.store import Store, open_store
from crawler import child
from crawler.places import check_site
from crawler.records import Job, Told
from crawler.settings import user_agent

PATIENCE = 10.0  # seconds that a stopped crawl gets to end in order
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
    forbidden: int = 0
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
    return _end(job, settings, outcome)
