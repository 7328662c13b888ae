"""What the catalogue knows of each address for the next visit: validators, how often it was seen and found changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from corpus.records import Capture, Location, Rejected
from corpus.store_listing import Listing
from corpus.store_read import PAGE, whole
from corpus.store_schema import told

GONE = (404, 410)

_COLUMNS = "url, site, article_id, etag, modified, first_seen, checked, changed, checks, changes, missing_since"
_FAILURES = "tried, failing_since"
_DATED = "(SELECT dated FROM articles WHERE id = visits.article_id)"
# The capture of that number, where it is a full answer of that very address.
_PAYLOAD = "SELECT id FROM captures c WHERE c.id = ? AND c.url = ? AND c.status = 200 AND NOT c.truncated"
_FULL = (
    "SELECT c.id, c.url, c.digest, c.captured, c.file, c.offset, c.length, c.article_id, c.refused_stage,"
    " c.refused_reason FROM captures c"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The history of one address. ``etag`` and ``modified`` are the validators of its newest full answer, as the
    server wrote them (``""`` for none).

    ``checked`` is the newest look that was answered, ``changed`` the newest that brought another content than the
    one before (``first_seen`` where none did); ``checks`` counts the looks, ``changes`` those with another content.
    ``missing_since`` is the first look at which it was gone, None while it is there. ``dated`` is the
    day of its article. ``failing_since`` is the first look after ``checked`` that was answered with something
    else than the page (a failure, a redirect, a page that is refused) or not at all, and ``tried`` the newest one;
    None where the newest look was answered.
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
    dated: date | None = None
    tried: datetime | None = None
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """A capture with its payload, to which revisits refer; ``number`` is its own in the catalogue."""

    number: int
    url: str
    digest: str
    captured: datetime
    location: Location
    article_id: str | None
    refused: Rejected | None


class Visits(Listing):
    """The part of the store that knows when and how an address was visited."""

    def visit(self, url: str) -> Visit | None:
        """The history of a canonical address; None for one that was never answered."""
        row = self._one(f"SELECT {_COLUMNS}, {_DATED}, {_FAILURES} FROM visits WHERE url = ?", (url,))  # noqa: S608  # constants
        return _visit(row) if row else None

    def visits(self, site: str) -> Iterator[Visit]:
        """The history of every address of *site*, by address."""
        last = ""
        while rows := self._all(
            f"SELECT {_COLUMNS}, {_DATED}, {_FAILURES} FROM visits"  # noqa: S608  # constants
            " WHERE site = ? AND url > ? ORDER BY url LIMIT ?",
            (site, last, PAGE * 10),
        ):
            yield from map(_visit, rows)
            last = rows[-1][0]

    def full_capture(self, url: str, digest: str | None = None) -> Full | None:
        """The newest capture of a canonical address that holds its whole payload and was answered with 200.

        With *digest* only one of that payload. Raises nothing for an unknown address: None.
        """
        row = self._one(
            f"{_FULL} WHERE url = ? AND digest = coalesce(?, digest) AND status = 200 AND refers_to IS NULL"
            " AND NOT truncated ORDER BY captured DESC, id DESC",
            (url, digest),
        )
        return _full(row) if row else None

    def newest_answer(self, url: str) -> Full | None:
        """The capture with the payload that the validators of :meth:`visit` belong to; None where there is none.

        Not always the newest: a page that was refused instead of a known article is no answer of that article.
        """
        row = self._one(f"{_FULL} JOIN visits v ON v.payload = c.id WHERE v.url = ?", (url,))
        return _full(row) if row else None

    def fetched_in(self, url: str, runs: tuple[int, ...]) -> Location | None:
        """Where the answer is that the newest of *runs* got at a canonical address; None where none asked for it."""
        row = self._one(
            "SELECT c.file, c.offset, c.length, f.file, f.offset, f.length FROM captures c"
            " LEFT JOIN captures f ON f.id = c.refers_to"
            " WHERE c.url = ? AND c.run IN (SELECT value FROM json_each(?)) ORDER BY c.captured DESC, c.id DESC",
            (url, json.dumps(runs)),
        )
        return Location(*(row[3:6] if row[3] else row[0:3])) if row else None

    # --- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything written inside is stored together or, where something fails, not at all."""
        if self._inside():
            yield
            return
        with told(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._inside():  # SQLite itself rolls back on a full disk
                    self._connection.execute("ROLLBACK")
                raise

    def payload_before(self, capture: Capture) -> str | None:
        """The payload digest of the capture of the same address next before *capture*; None for the first one."""
        row = self._one(
            "SELECT digest FROM captures WHERE url = ? AND captured < ? AND status IN (200, 304)"
            " ORDER BY captured DESC, id DESC",
            (capture.url, sortable(capture.captured)),
        )
        return str(row[0]) if row else None

    def note_failure(self, url: str, when: datetime) -> None:
        """Note that a look at a known address brought something else than its page, or nothing."""
        tried = sortable(when)
        with self.batch():
            self._write(
                "UPDATE visits SET tried = max(coalesce(tried, ''), ?1),"
                " failing_since = min(coalesce(failing_since, ?1), ?1) WHERE url = ?2 AND checked < ?1",
                (tried, url),
            )

    def _note_visit(
        self, capture: Capture, number: int, article_id: str | None, *, changed: bool, refused: bool = False
    ) -> None:
        """Note one look at an address, which may be older than others that are noted already.

        *number* is the capture that holds its payload. A page *refused* at the address of a known article says
        nothing of that article: a server that blocks us or a layout that changed answers so.
        """
        when = sortable(capture.captured)
        if capture.hints.get("role") == "robots":
            return
        row = self._one("SELECT first_seen, checked, article_id FROM visits WHERE url = ?", (capture.url,))
        if capture.status not in (200, 304, *GONE) or (refused and row and row[2]):
            self.note_failure(capture.url, capture.captured)
            return
        if row is None:
            if capture.status not in GONE:
                self._first_visit(capture, number, article_id, when)
            return
        self._write(
            "UPDATE visits SET tried = CASE WHEN tried > ?1 THEN tried END, failing_since = CASE WHEN tried <= ?1"
            " THEN NULL WHEN failing_since <= ?1 THEN tried ELSE failing_since END WHERE url = ?2",
            (when, capture.url),
        )
        if capture.status not in GONE:
            self._further_visit(capture, number, article_id, when, row[0], row[1], changed=changed)
        elif when > row[0]:
            self._write(
                "UPDATE visits SET checks = checks + 1, checked = max(checked, ?), missing_since = ? WHERE url = ?",
                (when, self._missing_since(capture.url), capture.url),
            )

    def _missing_since(self, url: str) -> str | None:
        """The first look at which an address was gone after it was last there."""
        row = self._one(
            "SELECT min(captured) FROM captures WHERE url = ? AND status IN (404, 410) AND captured >"
            " (SELECT max(captured) FROM captures WHERE url = ? AND status IN (200, 304))",
            (url, url),
        )
        return row[0] if row else None

    def _note_accepted(self, capture: Capture, article_id: str, *, changed: bool) -> None:
        """Note a look whose page was refused then and is taken for an article now."""
        row = self._one(
            "SELECT v.first_seen, v.checked, v.article_id, c.id FROM captures c JOIN visits v USING (url)"
            " WHERE c.file = ? AND c.offset = ? AND c.refused_stage IS NOT NULL",
            (capture.location.file, capture.location.offset) if capture.location else ("", 0),
        )
        if row is None:
            return
        if row[2] is None:  # it was counted as a look at a page that is no article
            self._write("UPDATE visits SET article_id = ? WHERE url = ?", (article_id, capture.url))
        else:
            self._note_visit(capture, row[3], article_id, changed=changed)

    def _first_visit(self, capture: Capture, number: int, article_id: str | None, when: str) -> None:
        """The first look known of that found something; looks that found nothing may be known already."""
        newest, looks = self._all(
            "SELECT max(captured), count(*) FROM captures WHERE url = ? AND status IN (404, 410) AND captured > ?",
            (capture.url, when),
        )[0]
        etag, modified = ("", "") if capture.truncated else (capture.etag, capture.modified)
        self._write(
            f"INSERT INTO visits ({_COLUMNS}, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?,"  # noqa: S608  # constants
            f" ({_PAYLOAD}))",
            (
                *(capture.url, capture.site, article_id, etag, modified),
                *(when, newest or when, when, 1 + looks, self._missing_since(capture.url), number, capture.url),
            ),
        )

    def _further_visit(
        self, capture: Capture, number: int, article_id: str | None, when: str, first: str, checked: str, *,
        changed: bool,
    ) -> None:  # fmt: skip
        # A look older than all others that brought something else: it is the one after it that changed.
        moved = max(when, first) if changed else ""
        self._write(
            "UPDATE visits SET first_seen = min(first_seen, ?), checked = max(checked, ?),"
            " changed = CASE WHEN changes + ? = 0 THEN min(first_seen, ?) ELSE max(changed, ?) END,"
            " checks = checks + 1 + (SELECT count(*) FROM captures c WHERE c.url = visits.url"
            "  AND c.status IN (404, 410) AND c.captured > ? AND c.captured < visits.first_seen),"
            " changes = changes + ?, missing_since = ?, article_id = coalesce(?, article_id) WHERE url = ?",
            (
                *(when, when, int(changed), when, moved, when, int(changed)),
                *(self._missing_since(capture.url), article_id, capture.url),
            ),
        )
        if when > checked and not capture.truncated:
            # An answer without a page need not repeat its validators (RFC 9110 section 15.4.5).
            kept = capture.status == 304
            self._write(
                "UPDATE visits SET etag = CASE WHEN ? = '' AND ? THEN etag ELSE ? END,"  # noqa: S608  # a constant
                " modified = CASE WHEN ? = '' AND ? THEN modified ELSE ? END,"
                f" payload = coalesce(({_PAYLOAD}), CASE WHEN ? THEN payload END) WHERE url = ?",
                (
                    *(capture.etag, kept, capture.etag, capture.modified, kept, capture.modified),
                    *(number, capture.url, kept, capture.url),
                ),
            )

    def _inside(self) -> bool:
        return self._connection.in_transaction

    def _write(self, sql: str, values: tuple[Any, ...]) -> int:
        """Run one statement; returns the number of the row it added, 0 where it added none."""
        with told(self._path):
            done = self._connection.execute(sql, whole(values))
            return (done.lastrowid or 0) if done.rowcount else 0


def sortable(when: datetime) -> str:
    """An instant as text that sorts by time."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00").rjust(32, "0")


def _full(row: Any) -> Full:
    return Full(
        number=row[0],
        url=row[1],
        digest=row[2],
        captured=datetime.fromisoformat(row[3]),
        location=Location(*row[4:7]),
        article_id=row[7],
        refused=Rejected(url=row[1], stage=row[8], reason=row[9]) if row[8] else None,
    )


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
        dated=date.fromisoformat(row[11]) if row[11] else None,
        tried=datetime.fromisoformat(row[12]) if row[12] else None,
        failing_since=datetime.fromisoformat(row[13]) if row[13] else None,
    )
