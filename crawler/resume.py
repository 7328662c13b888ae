"""Which runs a crawl continues: those of the same command that did not come to their end.

A run that was killed, stopped by hand or lost its crawling process leaves whole pages behind. The next crawl of the
same site with the same options takes them in first and then goes the way of that run again, answered from the archive
where it has been (:class:`crawler.again.Replay`). That happens once: a run that came to its end ends the chain, and so
does one that asked for something else. After :data:`RECENT` a site may have changed too much; then all is asked anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

from corpus.errors import CrawlProblem
from corpus.records import Run
from corpus.settings import Settings
from corpus.store import Store
from corpus.warc import in_use, run_files

RECENT = timedelta(days=7)
MOST = 500  # runs looked at, those of all sites; more do not fit into the days above
PATIENCE = 20.0  # seconds for the crawling process of a killed run to see that nobody listens any more
TICK = 0.1


def left_by_crashes(store: Store, settings: Settings, site: str, command: str) -> tuple[int, ...]:
    """The runs that a crawl with this *command* continues, newest first; their files are written by nobody any more.

    Raises :class:`CrawlProblem` where the crawling process of one of them does not end.
    """
    found = tuple(run.id for run in _unfinished(store, site, command))
    until = monotonic() + PATIENCE
    for run_id in found:
        for path in run_files(settings.warc, f"{site}-{run_id:06d}"):
            while in_use(path):
                if monotonic() > until:
                    raise CrawlProblem(
                        f"the crawling process of run {run_id} still writes {path}; end it, then crawl again"
                    )
                sleep(TICK)
    return found


def _unfinished(store: Store, site: str, command: str) -> Iterator[Run]:
    oldest = datetime.now(UTC) - RECENT
    for run in (run for run in store.runs(MOST) if run.site == site and run.command.startswith("crawl ")):
        stopped = run.status == "crashed" or run.counts.get("interrupted")
        if not stopped or run.command != command or run.started < oldest:
            return
        yield run
