"""Which run claimed which slot of a site's schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.records import Run
from corpus.store_aliases import Aliases
from corpus.timetable import slot_moment

# Crawls of the site itself: one of a web archive asks another host, and leaves the site unseen.
LIVE_CRAWL = "command LIKE 'crawl %' AND command NOT LIKE '% --source %'"
_CLAIM = "s.slot, s.attempt, s.missed, s.run, s.claimed, s.left_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One attempt at one slot (``2026-11-21T02:30+07:00``), which only one run can claim.

    ``missed`` are the slots before it that nothing ran at and that it makes up for.
    """

    name: str
    attempt: int = 1
    missed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A slot that a run claimed; ``left_off`` where that run was stopped in order and is to be continued."""

    slot: Slot
    run: int
    at: datetime
    left_off: bool = False


class Slots(Aliases):
    """The part of the store that keeps the schedule's history."""

    def last_claim(self, site: str, now: datetime) -> Claim | None:
        """The newest claim of a slot of *site* that has passed by *now*; None where there is none.

        A slot that is still to come was claimed while the clock was wrong, and says nothing.
        """
        # By run, since texts of slots do not sort where the clock was put back.
        rows = self._all(f"SELECT {_CLAIM} FROM slots s WHERE site = ? ORDER BY run DESC", (site,))  # noqa: S608  # a constant
        return next((claim for claim in map(_claim, rows) if slot_moment(claim.slot.name) <= now), None)

    def claim_of(self, run_id: int) -> Claim | None:
        """The claim of a run; None for a run that no schedule began."""
        row = self._one(f"SELECT {_CLAIM} FROM slots s WHERE run = ?", (run_id,))  # noqa: S608  # a constant
        return _claim(row) if row else None

    def crashes(self, site: str, slot: str) -> int:
        """How many runs crashed that had claimed this slot, those that nobody noted yet among them."""
        claims = self._all("SELECT run FROM slots WHERE site = ? AND slot = ?", (site, slot))
        runs = (self.run(row[0]) for row in claims)
        return sum(run is not None and run.status == "crashed" for run in runs)

    def last_crawl(self, site: str) -> Run | None:
        """The newest crawl of *site* itself, scheduled or by hand; None where there is none."""
        row = self._one(f"SELECT id FROM runs WHERE site = ? AND {LIVE_CRAWL} ORDER BY id DESC", (site,))  # noqa: S608  # a constant
        return self.run(row[0]) if row else None

    def visited_sites(self) -> tuple[str, ...]:
        """The names of all sites that a crawl was begun of, sorted."""
        rows = self._all("SELECT DISTINCT site FROM runs WHERE command LIKE 'crawl %' ORDER BY site")
        return tuple(row[0] for row in rows)

    def crawled_sites(self) -> tuple[str, ...]:
        """The sites that a crawl of the live site, not a trial of some pages, found articles of; sorted.

        A crawl that failed, one with ``--limit`` and one of web archives do not make a site one to be visited for ever.
        """
        rows = self._all(
            "SELECT DISTINCT r.site FROM runs r WHERE r.command LIKE 'crawl %' AND r.status IN ('done', 'partial')"
            " AND instr(r.command, ' --limit ') = 0 AND instr(r.command, ' --source ') = 0"
            " AND (coalesce(json_extract(r.counts, '$.new'), 0) + coalesce(json_extract(r.counts, '$.changed'), 0)"
            " + coalesce(json_extract(r.counts, '$.unchanged'), 0)"
            " + coalesce(json_extract(r.counts, '$.merged'), 0)) > 0 ORDER BY r.site"
        )
        return tuple(row[0] for row in rows)

    def held_pages(self) -> dict[str, int]:
        """How many addresses of each site were refused, at their newest look, for not fitting the layout."""
        rows = self._all(
            "SELECT site, count(*) FROM (SELECT site, url, refused_reason, max(captured) FROM captures"
            " WHERE status BETWEEN 200 AND 299 GROUP BY url)"  # SQLite takes the reason from the row of the maximum
            " WHERE refused_reason LIKE 'the page does not fit the layout %' GROUP BY site ORDER BY site"
        )
        return dict(rows)


def _claim(row: Any) -> Claim:
    return Claim(
        slot=Slot(name=row[0], attempt=row[1], missed=row[2]),
        run=row[3],
        at=datetime.fromisoformat(row[4]),
        left_off=bool(row[5]),
    )
