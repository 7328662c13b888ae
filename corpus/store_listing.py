"""The part of the store that lists every article there is, without reading any: for sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from corpus.store_read import Reader

PAGE = 2000  # rows asked for at once: some hundred kilobytes


class Listing(Reader):
    """What is there, by the number of its newest change."""

    def listed(self, after: int, until: int) -> Iterator[tuple[str, datetime]]:
        """Id and capture of the newest version of the articles whose newest change is after *after*, up to *until*.

        Oldest change first. Other addresses of an article are left out; articles that are gone from their site are
        not: the archive has them all the same.
        """
        while rows := self._all(
            "SELECT a.seq, a.id, v.captured FROM articles a JOIN versions v"
            " ON v.article_id = a.id AND v.version = a.current WHERE a.seq > ? AND a.seq <= ?"
            " AND NOT EXISTS (SELECT 1 FROM aliases WHERE id = a.id) ORDER BY a.seq LIMIT ?",
            (after, until, PAGE),
        ):
            for _, article_id, captured in rows:
                yield article_id, datetime.fromisoformat(captured)
            after = rows[-1][0]
