"""What happened lately: articles that came, whose text changed, that vanished from their sites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.records import Article
from corpus.store_visits import Visits, sortable

WEEK = timedelta(days=7)

# An article is new where none of its addresses was known before, and gone where none of them is there any more.
_NEW = (
    "FROM articles a WHERE a.first_seen BETWEEN ?1 AND ?2 AND a.id NOT IN (SELECT id FROM aliases) AND NOT EXISTS"
    " (SELECT 1 FROM aliases l JOIN articles m ON m.id = l.id WHERE l.article_id = a.id AND m.first_seen < ?1)"
)
_CHANGED = (
    "FROM (SELECT coalesce(l.article_id, v.article_id) AS id, max(v.changed) AS changed FROM visits v"
    " LEFT JOIN aliases l ON l.id = v.article_id"
    " WHERE v.changes > 0 AND v.changed BETWEEN ?1 AND ?2 AND v.article_id NOTNULL GROUP BY 1) c"
    " JOIN articles a ON a.id = c.id WHERE a.first_seen < ?1"
)
_GONE = (
    "FROM articles a WHERE a.gone_since BETWEEN ?1 AND ?2 AND a.id NOT IN (SELECT id FROM aliases) AND NOT EXISTS"
    " (SELECT 1 FROM aliases l JOIN articles m ON m.id = l.id WHERE l.article_id = a.id AND m.gone_since IS NULL)"
)
_FOUND = "new", "changed", "gone"  # of the counts of a run


@dataclass(frozen=True, slots=True)
class Edited:
    """An article whose text changed, with the version as it was before; None where no earlier one is kept."""

    article: Article
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """What happened from ``since`` to ``until``, counted, with some articles of each kind.

    ``run`` is the number of the run whose time that is; None for the last seven days.
    """

    since: datetime
    until: datetime
    run: int | None = None
    new: int = 0
    changed: int = 0
    gone: int = 0
    arrived: tuple[Article, ...] = ()
    edited: tuple[Edited, ...] = ()
    vanished: tuple[Article, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


class Recent(Visits):
    """The part of the store that tells what happened lately."""

    def lately(self, now: datetime, limit: int) -> Lately:
        """What happened in the seven days before *now*, with at most *limit* articles of each kind.

        Where nothing did, what the last run brought that found something; empty where there was none. An article
        whose page was captured long ago and imported now is of the day of its capture.
        """
        week = self._within(now - WEEK, now, limit)
        if week:
            return week
        total = " + ".join(f"coalesce(json_extract(counts, '$.{name}'), 0)" for name in _FOUND)
        row = self._one(
            "SELECT id, started, finished FROM runs WHERE finished NOTNULL AND finished < ?"  # noqa: S608  # constants
            f" AND {total} > 0 ORDER BY id DESC",
            (sortable(now),),
        )
        if row is None:
            return week
        return self._within(datetime.fromisoformat(row[1]), datetime.fromisoformat(row[2]), limit, row[0])

    def _within(self, since: datetime, until: datetime, limit: int, run: int | None = None) -> Lately:
        span = (sortable(since), sortable(until))

        def counted(what: str) -> int:
            return int(self._all(f"SELECT count(*) {what}", span)[0][0])

        def some(what: str, order: str) -> Iterator[Article]:
            rows = self._all(f"SELECT a.id {what} ORDER BY {order}, a.seq DESC LIMIT ?3", (*span, limit))  # constants
            return (article for (article_id,) in rows if (article := self.article(article_id)))

        new, changed, gone = counted(_NEW), counted(_CHANGED), counted(_GONE)
        edited = some(_CHANGED, "c.changed DESC") if changed else ()
        return Lately(
            since=since,
            until=until,
            run=run,
            new=new,
            changed=changed,
            gone=gone,
            arrived=tuple(some(_NEW, "a.dated DESC")) if new else (),
            edited=tuple(Edited(one, self._before(one.id, span[0])) for one in edited),
            vanished=tuple(some(_GONE, "a.gone_since DESC")) if gone else (),
        )

    def _before(self, article_id: str, since: str) -> int | None:
        """The newest version of an article that was captured before *since*."""
        row = self._one(
            "SELECT version FROM versions WHERE article_id = ? AND captured < ? ORDER BY captured DESC, version DESC",
            (article_id, since),
        )
        return int(row[0]) if row else None
