"""Whether a page that is known is asked for in a run that asks only for what is due."""

from __future__ import annotations

from datetime import datetime

from corpus.sites import Site
from corpus.store_visits import Visit

SHARE = 0.25  # of the time for which a page is known to be the same: how long it is then left alone


def is_due(visit: Visit, now: datetime, site: Site) -> bool:
    """Whether the page of *visit* is worth a request at *now* in a crawl of *site*."""
    return now - visit.checked >= SHARE * (visit.checked - visit.changed)
