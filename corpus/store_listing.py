"""The part of the store that lists every article there is, without reading any: for sitemaps, exports and feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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

    def current_versions(self) -> Iterator[tuple[str, int]]:
        """Id and current version of every article, by id; other ids of an article are left out."""
        last = ""
        while rows := self._all(
            "SELECT id, current FROM articles WHERE id > ? AND id NOT IN (SELECT id FROM aliases) ORDER BY id LIMIT ?",
            (last, PAGE),
        ):
            yield from ((str(row[0]), int(row[1])) for row in rows)
            last = rows[-1][0]

    def newest_of(self, ids: Collection[str]) -> Iterator[str]:
        """Those of *ids* that the catalogue has, the one that changed last first: new ones and new versions."""
        last, left = self.last_seq() + 1, len(ids)
        while left and (
            rows := self._all("SELECT seq, id FROM articles WHERE seq < ? ORDER BY seq DESC LIMIT ?", (last, PAGE))
        ):
            for _, article_id in rows:
                if article_id in ids:
                    left -= 1
                    yield str(article_id)
            last = rows[-1][0]

    def digest_of(self, article_id: str, version: int) -> str:
        """The payload digest of the capture that a version was read from; ``""`` for an unknown one."""
        row = self._one(
            "SELECT payload_digest FROM versions WHERE article_id = ? AND version = ?", (article_id, version)
        )
        return str(row[0]) if row else ""
