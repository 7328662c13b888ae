"""How the archive stands: what each site's last runs did, what was refused, how fresh it is, what it covers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from corpus.drift import alarms
from corpus.lateness import late, profile_of, scheduled_names
from corpus.records import Run
from corpus.settings import Settings
from corpus.sites import Site
from corpus.standing import Coverage, Refusal, SiteStanding, Standing
from corpus.store_fits import Fits
from corpus.store_read import RUN_COLUMNS
from corpus.store_slots import LIVE_CRAWL
from corpus.timetable import next_slot

RUNS = 5  # runs of a site that are told of
REASONS = 60  # different reasons for refusing pages that are told of; the rest is counted
MOST_SITES = 100  # an archive of more is told of by its first ones

# Articles as readers count them: each once, whatever its addresses.
_OWN = "a.id NOT IN (SELECT id FROM aliases)"


class Standings(Fits):
    """The part of the store that tells how the archive stands, in a bounded number of rows."""

    def standing(self, settings: Settings, now: datetime) -> Standing:
        """How the archive stands at *now*."""
        scheduled = scheduled_names(self, settings)
        profiles = {name: profile_of(self, settings, name) for name in scheduled}
        on_timetable = {site.name: site for site in profiles.values() if site}
        covered = self.coverage()
        names = {row[0] for row in self._all("SELECT DISTINCT site FROM runs WHERE site <> ''")}
        committed = self.committed()
        return Standing(
            sites=tuple(
                self._site(name, on_timetable.get(name), covered.get(name, Coverage()), settings, now)
                for name in sorted(names | covered.keys() | on_timetable.keys())[:MOST_SITES]
            ),
            counts=self.counts(),
            documents=dict(self._all("SELECT state, count(*) FROM attachments GROUP BY state ORDER BY state")),
            warc_files=len(committed),
            warc_bytes=sum(committed.values()),
            warc_missing=len(missing_files(settings.warc, committed)),
            seq=self.last_seq(),
        )

    def article_total(self) -> int:
        """How many articles there are, each once whatever its addresses; raises StoreProblem."""
        return int(self._all("SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM aliases)")[0][0])

    def coverage(self) -> dict[str, Coverage]:
        """What is kept of each site."""
        rows = self._all(
            "SELECT a.site, substr(a.dated, 1, 4), count(*), count(a.gone_since)"  # noqa: S608  # a constant
            f" FROM articles a WHERE {_OWN} GROUP BY 1, 2 ORDER BY 1, 2"
        )
        found: dict[str, Coverage] = {}
        for site, year, n, gone in rows:
            one = found.get(site, Coverage())
            years = {**one.years, int(year): n} if year else one.years
            found[site] = Coverage(one.articles + n, one.gone + gone, one.undated + (0 if year else n), years)
        return found

    def waiting(self, seq: int) -> tuple[int, datetime | None]:
        """How many articles changed after the change *seq*, and when the run began that brought the first of them."""
        n = int(self._all("SELECT count(*) FROM articles WHERE seq > ?", (seq,))[0][0])
        row = self._one(
            "SELECT r.started FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.current"
            " JOIN runs r ON r.id = v.run WHERE a.seq > ? ORDER BY a.seq",
            (seq,),
        )
        return n, datetime.fromisoformat(row[0]) if row else None

    def refusals(self, run: int, limit: int) -> tuple[tuple[Refusal, ...], tuple[int, int]]:
        """Why pages were refused in a run, the most frequent reason first; and how many pages and reasons in all."""
        rows = self._all(
            "SELECT stage, reason, count(*), min(url), count(*) OVER () FROM rejected"
            " WHERE run = ? GROUP BY stage, reason ORDER BY count(*) DESC, stage, reason LIMIT ?",
            (run, limit),
        )
        return tuple(Refusal(*row[:4]) for row in rows), (self.refused_in(run), rows[0][4]) if rows else (0, 0)

    def _site(
        self, name: str, planned: Site | None, covered: Coverage, settings: Settings, now: datetime
    ) -> SiteStanding:
        profile = planned or profile_of(self, settings, name)
        last = self.last_crawl(name)
        runs = tuple(self._with_refused(self._run(row)) for row in self._runs_of(name, RUNS))
        ended = last if last and last.status != "running" else next((r for r in runs if r.status != "running"), None)
        refusals, refused = self.refusals(ended.id, REASONS) if ended else ((), (0, 0))
        failed = ended if ended and ended.status == "failed" else None
        return SiteStanding(
            name=name,
            profile=profile,
            scheduled=planned is not None,
            runs=runs,
            last=last,
            sound=self._sound(name),
            late=late(self, planned, now) if planned else None,
            next=next_slot(planned.schedule, now) if planned else None,
            refusals=refusals,
            refused=refused,
            alarms=alarms(self, failed.id, site=profile, whole=_whole(failed)) if failed and profile else (),
            coverage=covered,
        )

    def _with_refused(self, run: Run) -> Run:
        """*run* with every page that it refused under ``refused``: crawls count those that robots.txt forbids apart."""
        return replace(run, counts={**run.counts, "refused": self.refused_in(run.id)})

    def _runs_of(self, site: str, limit: int) -> list[tuple[object, ...]]:
        return self._all(f"SELECT {RUN_COLUMNS} FROM runs WHERE site = ? ORDER BY id DESC LIMIT ?", (site, limit))  # noqa: S608  # a constant

    def _sound(self, site: str) -> Run | None:
        row = self._one(
            f"SELECT {RUN_COLUMNS} FROM runs WHERE site = ?"  # noqa: S608  # constants
            f" AND status IN ('done', 'partial') AND {LIVE_CRAWL} ORDER BY id DESC",
            (site,),
        )
        return self._run(row) if row else None


def _whole(run: Run) -> bool:
    """Whether a crawl asked for all there is."""
    return " --limit " not in run.command and " --since " not in run.command


def missing_files(folder: Path, committed: Mapping[str, int]) -> list[str]:
    """The files of *committed* that are not in *folder*, or not with the length up to which they were taken in.

    Looks at names and lengths only, whatever is in the files; a folder that cannot be listed has none of them.
    """
    try:
        with os.scandir(folder) as there:
            sizes = {entry.name: _size(entry) for entry in there if entry.name in committed}
    except OSError:
        sizes = {}
    return [name for name, length in committed.items() if sizes.get(name, -1) < length]


def _size(entry: os.DirEntry[str]) -> int:
    """The length of a file; -1 for what is none, and for one that went while it was looked at."""
    try:
        return entry.stat().st_size if entry.is_file() else -1
    except OSError:
        return -1
