"""Which run claimed which slot of a site's schedule."""

from __future__ import annotations

from corpus.store_aliases import Aliases


class Slots(Aliases):
    """The part of the store that keeps the schedule's history."""

    def last_slot(self, site: str) -> tuple[str, int] | None:
        """The newest slot of *site* that was claimed, and the run that claimed it; None where there is none."""
        row = self._one("SELECT slot, run FROM slots WHERE site = ? ORDER BY slot DESC", (site,))
        return (str(row[0]), int(row[1])) if row else None
