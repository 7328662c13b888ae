"""What goes through the whole catalogue for those who take data out: ids in order, the newest of a result."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from corpus.store_merge import Merger
from corpus.store_read import PAGE


class Lists(Merger):
    """The part of the store that lists articles without reading them."""

    def current_versions(self) -> Iterator[tuple[str, int]]:
        """Id and current version of every article, by id; other ids of an article are left out."""
        last = ""
        while rows := self._all(
            "SELECT id, current FROM articles WHERE id > ? AND id NOT IN (SELECT id FROM aliases) ORDER BY id LIMIT ?",
            (last, PAGE * 10),
        ):
            yield from ((str(row[0]), int(row[1])) for row in rows)
            last = rows[-1][0]

    def newest_of(self, ids: Collection[str]) -> Iterator[str]:
        """Those of *ids* that the catalogue has, the one that changed last first: new ones and new versions."""
        last, left = self.last_seq() + 1, len(ids)
        while left and (
            rows := self._all("SELECT seq, id FROM articles WHERE seq < ? ORDER BY seq DESC LIMIT ?", (last, PAGE * 10))
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
