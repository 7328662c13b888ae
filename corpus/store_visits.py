"""What the catalogue knows of each address for the next visit: validators, how often it was seen and found changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from corpus.store_read import PAGE, Reader

_COLUMNS = "url, site, article_id, etag, modified, first_seen, checked, changed, checks, changes, missing_since"
_PUBLISHED = "(SELECT published FROM articles WHERE id = visits.article_id)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The history of one address. ``etag`` and ``modified`` are the validators of its newest full answer, as the
    server wrote them (``""`` for none).

    ``checked`` is the newest look that was answered, ``changed`` the newest that brought another content than the
    one before (``first_seen`` where none did); ``checks`` counts the looks, ``changes`` those with another content.
    ``missing_since`` is the first look at which it was gone, None while it is there. ``published`` is the
    date that its article gives.
    """

    url: str
    site: str
    article_id: str | None
    etag: str
    modified: str
    first_seen: datetime
    checked: datetime
    changed: datetime
    checks: int
    changes: int
    missing_since: datetime | None
    published: date | None = None


class Visits(Reader):
    """The part of the store that knows when and how an address was visited."""

    def visit(self, url: str) -> Visit | None:
        """The history of a canonical address; None for one that was never answered."""
        row = self._one(f"SELECT {_COLUMNS}, {_PUBLISHED} FROM visits WHERE url = ?", (url,))  # noqa: S608  # a constant
        return _visit(row) if row else None

    def visits(self, site: str) -> Iterator[Visit]:
        """The history of every address of *site*, by address."""
        last = ""
        while rows := self._all(
            f"SELECT {_COLUMNS}, {_PUBLISHED} FROM visits WHERE site = ? AND url > ? ORDER BY url LIMIT ?",  # noqa: S608  # a constant
            (site, last, PAGE * 10),
        ):
            yield from map(_visit, rows)
            last = rows[-1][0]


def _visit(row: Any) -> Visit:
    return Visit(
        url=row[0],
        site=row[1],
        article_id=row[2],
        etag=row[3],
        modified=row[4],
        first_seen=datetime.fromisoformat(row[5]),
        checked=datetime.fromisoformat(row[6]),
        changed=datetime.fromisoformat(row[7]),
        checks=row[8],
        changes=row[9],
        missing_since=datetime.fromisoformat(row[10]) if row[10] else None,
        published=date.fromisoformat(row[11]) if row[11] else None,
    )
