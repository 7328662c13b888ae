"""What the catalogue tells: articles, versions, runs, refusals. Reading never waits for a writer."""

from __future__ import annotations

import json
import logging
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from corpus.errors import SiteProblem, StoreProblem
from corpus.last_words import last_words
from corpus.processes import is_running
from corpus.records import Article, Location, Rejected, Run, Version
from corpus.sites import Site, build_site
from corpus.stamps import moved
from corpus.store_check import contradictions, integrity
from corpus.store_schema import told

PAGE = 200  # rows fetched at once by the methods that go through everything

NameKind = Literal["person", "agency", "province"]
# Of a capture c: refused for what it holds, and followed by one of the same address that became an article.
_WAITING = "c.refused_stage NOTNULL AND c.refused_stage != 'fetch'"
_SUPERSEDED = (
    "EXISTS (SELECT 1 FROM captures n WHERE n.url = c.url AND (n.captured, n.id) > (c.captured, c.id)"
    " AND n.article_id NOTNULL AND n.refused_stage IS NULL)"
)
RUN_COLUMNS = "id, command, site, started, finished, status, counts, message, process"
ENDED_SILENTLY = "its process ended without a word; what it fetched is kept"


MOST_SITES = 256  # profiles kept as sites in memory, a few kilobytes each


@dataclass(frozen=True, slots=True)
class Change:
    """The newest change of one article: ``gone`` says that its site no longer has it, the catalogue still does.

    ``alias`` says that the id has become another address of an article and is none of its own any more.
    """

    seq: int
    id: str
    version: int
    gone: bool
    alias: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows of a capture it has: the article it became, or why it was refused."""

    article_id: str | None
    refused: Rejected | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture that was taken in: why it was refused, or which version of which article it became."""

    url: str
    site: str
    location: Location
    refused: Rejected | None
    article_id: str | None
    version: int | None


class Reader:
    """The reading half of the store."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """The current version of an article, or the one asked for; None where there is none."""
        row = self._one(
            "SELECT v.article FROM versions v JOIN articles a ON a.id = v.article_id"
            " WHERE a.id = ? AND v.version = coalesce(?, a.current)",
            (article_id, version),
        )
        return self._dated(self._unpacked(row[0], article_id)) if row else None

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """All versions of an article by number; empty for an unknown one."""
        return tuple(
            Version(
                article_id=article_id,
                version=row[0],
                captured=datetime.fromisoformat(row[1]),
                url=row[2],
                title=row[3],
                digest=row[4],
                location=Location(*row[5:8]),
            )
            for row in self._all(
                "SELECT version, captured, url, title, payload_digest, file, offset, length FROM versions"
                " WHERE article_id = ? ORDER BY version",
                (article_id,),
            )
        )

    def location_of(self, article_id: str, version: int | None = None) -> Location | None:
        """Where the captured bytes of a version (the current one by default) are; None for an unknown one."""
        row = self._one(
            "SELECT v.file, v.offset, v.length FROM versions v JOIN articles a ON a.id = v.article_id"
            " WHERE a.id = ? AND v.version = coalesce(?, a.current)",
            (article_id, version),
        )
        return Location(*row) if row else None

    def gone_since(self, article_id: str) -> datetime | None:
        """When the article was first missing on its site; None while it is there."""
        row = self._one("SELECT gone_since FROM articles WHERE id = ?", (article_id,))
        return datetime.fromisoformat(row[0]) if row and row[0] else None

    def articles(self, after_seq: int = 0) -> Iterator[tuple[int, Article]]:
        """The current version of every article changed after *after_seq*, oldest change first, with its seq.

        An article that changes while this runs comes again, with its new seq.
        """
        while rows := self._all(
            "SELECT a.seq, a.id, v.article FROM articles a JOIN versions v"
            " ON v.article_id = a.id AND v.version = a.current WHERE a.seq > ?"
            " AND NOT EXISTS (SELECT 1 FROM aliases WHERE id = a.id) ORDER BY a.seq LIMIT ?",
            (after_seq, PAGE),
        ):
            for seq, article_id, blob in rows:
                yield seq, self._dated(self._unpacked(blob, article_id))
            after_seq = rows[-1][0]

    def changes(self, after: int) -> Iterator[Change]:
        """The newest change of every article changed after *after*, oldest first."""
        while rows := self._all(
            "SELECT seq, id, current, gone_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM aliases l"
            " JOIN articles m ON m.id = l.id WHERE l.article_id = a.id AND m.gone_since IS NULL),"
            " EXISTS (SELECT 1 FROM aliases WHERE id = a.id) FROM articles a WHERE seq > ? ORDER BY seq LIMIT ?",
            (after, PAGE * 10),
        ):
            for seq, article_id, version, gone, alias in rows:
                yield Change(seq, article_id, version, bool(gone), bool(alias))
            after = rows[-1][0]

    def last_seq(self) -> int:
        """The number of the newest change; 0 in an empty catalogue."""
        return int(self._all("SELECT coalesce(max(seq), 0) FROM articles")[0][0])

    def recent(self, limit: int = 10) -> tuple[Article, ...]:
        """The newest articles by their day; those without one come last."""
        rows = self._all(
            "SELECT a.id, v.article FROM (SELECT id, current, dated, seq FROM articles"
            " WHERE id NOT IN (SELECT id FROM aliases) ORDER BY dated DESC, seq DESC LIMIT ?) a"
            " JOIN versions v ON v.article_id = a.id AND v.version = a.current"
            " ORDER BY a.dated DESC, a.seq DESC",
            (limit,),
        )
        return tuple(self._dated(self._unpacked(blob, article_id)) for article_id, blob in rows)

    def counts(self) -> dict[str, int]:
        """How much the catalogue holds, by name."""
        rows = self._all(
            "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM aliases),"
            " (SELECT count(*) FROM versions WHERE article_id NOT IN (SELECT id FROM aliases)),"
            " (SELECT count(*) FROM captures), (SELECT count(*) FROM attachments),"
            " (SELECT count(*) FROM articles a WHERE gone_since IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM aliases WHERE id = a.id) AND NOT EXISTS (SELECT 1 FROM aliases l"
            " JOIN articles m ON m.id = l.id WHERE l.article_id = a.id AND m.gone_since IS NULL)),"
            " (SELECT count(*) FROM captures WHERE refused_reason IS NOT NULL), (SELECT count(*) FROM runs)"
        )
        names = ("articles", "versions", "captures", "attachments", "gone", "refused", "runs")
        return dict(zip(names, rows[0], strict=True))

    def article_count(self, site: str) -> int:
        """How many articles of *site* the catalogue holds, each once whatever its addresses."""
        row = self._one(
            "SELECT count(*) FROM articles WHERE site = ? AND id NOT IN (SELECT id FROM aliases)",
            (site,),
        )
        return int(row[0])

    def runs(self, limit: int = 20) -> tuple[Run, ...]:
        """The newest runs, newest first."""
        return tuple(
            self._run(row)
            for row in self._all(f"SELECT {RUN_COLUMNS} FROM runs ORDER BY id DESC LIMIT ?", (limit,))  # noqa: S608  # a constant
        )

    def run(self, run_id: int) -> Run | None:
        """One run; None for an unknown number."""
        row = self._one(f"SELECT {RUN_COLUMNS} FROM runs WHERE id = ?", (run_id,))  # noqa: S608  # a constant
        return self._run(row) if row else None

    def rejected(self, run_id: int | None = None, limit: int | None = None) -> Iterator[tuple[int, Rejected]]:
        """The pages refused in one run, or in all, each with its run, in the order in which they were refused."""
        last, left = 0, limit
        while rows := self._all(
            "SELECT id, run, url, stage, reason FROM rejected"
            " WHERE id > ? AND (? IS NULL OR run = ?) ORDER BY id LIMIT ?",
            (last, run_id, run_id, PAGE if left is None else min(left, PAGE)),
        ):
            for _, run, url, stage, reason in rows:
                yield run, Rejected(url=url, stage=stage, reason=reason)
            last = rows[-1][0]
            if left is not None:
                left -= len(rows)

    def attachment_texts(self, article_id: str) -> tuple[str, ...]:
        """The texts of the documents that an article links, by address; documents not fetched are left out."""
        rows = self._all(
            "SELECT d.text FROM article_attachments l JOIN attachments d ON d.url = l.url"
            " WHERE l.article_id = ? ORDER BY d.url",
            (article_id,),
        )
        try:
            return tuple(zlib.decompress(row[0]).decode() for row in rows)
        except (zlib.error, ValueError) as e:
            raise self._damaged(f"a document of article {article_id}", e) from e

    def known_urls(self, site: str) -> Iterator[str]:
        """Every address of *site* that answered for itself, in order; one that only led elsewhere is left out."""
        last = ""
        while rows := self._all(
            "SELECT DISTINCT url FROM captures WHERE site = ? AND url > ? AND status NOT BETWEEN 300 AND 399"
            " ORDER BY url LIMIT ?",
            (site, last, PAGE * 10),
        ):
            for (url,) in rows:
                yield url
            last = rows[-1][0]

    def last_addresses(self, site: str) -> tuple[str, ...]:
        """The address at which each article of *site* was last found, by article id."""
        rows = self._all(
            "SELECT article_id, url, max(captured) FROM captures WHERE site = ? AND article_id IS NOT NULL"
            " GROUP BY article_id ORDER BY article_id",  # SQLite takes url from the row of the maximum
            (site,),
        )
        return tuple(row[1] for row in rows)

    def naming(self, kind: NameKind, name_id: str) -> tuple[str, ...]:
        """The ids of all articles that name this person, agency or province."""
        rows = self._all(
            "SELECT article_id FROM names WHERE kind = ? AND name_id = ?"
            " AND article_id NOT IN (SELECT id FROM aliases)",
            (kind, name_id),
        )
        return tuple(row[0] for row in rows)

    def name_of(self, kind: NameKind, name_id: str) -> str | None:
        """The name behind an id: its most frequent spelling; None for an unknown id."""
        row = self._one(
            "SELECT name FROM names WHERE kind = ? AND name_id = ? GROUP BY name ORDER BY count(*) DESC, name",
            (kind, name_id),
        )
        return str(row[0]) if row else None

    def sites(self) -> tuple[Site, ...]:
        """The profiles that runs were begun with; one that this program cannot read any more is left out, logged."""
        found: list[Site] = []
        for name, profile in self._all("SELECT name, profile FROM sites ORDER BY name"):
            try:
                found.append(_kept_site(profile, f"{self._path}, site {name}"))
            except (SiteProblem, ValueError) as e:
                logging.getLogger(__name__).warning("a kept site profile cannot be used: %s", e)
        return tuple(found)

    def site(self, name: str) -> Site | None:
        """The profile that a run of this site was begun with; None where the catalogue keeps none."""
        return next((site for site in self.sites() if site.name == name), None)

    def refused_in(self, run_id: int) -> int:
        """How many pages were refused in a run."""
        return int(self._all("SELECT count(DISTINCT url) FROM rejected WHERE run = ?", (run_id,))[0][0])

    def known_in(self, file: str) -> Iterator[Known]:
        """What became of each capture in a WARC file, in its order."""
        last = -1
        while rows := self._all(
            "SELECT offset, article_id, url, refused_stage, refused_reason FROM captures"
            " WHERE file = ? AND offset > ? ORDER BY offset LIMIT ?",
            (file, last, PAGE),
        ):
            for _, article_id, url, stage, reason in rows:
                yield Known(article_id, Rejected(url=url, stage=stage, reason=reason) if stage else None)
            last = rows[-1][0]

    def known(self, url: str, digest: str) -> Known | None:
        """What is known of a capture with this address and payload; None where it is new."""
        row = self._one(
            "SELECT article_id, refused_stage, refused_reason FROM captures WHERE url = ? AND digest = ?"
            " AND refers_to IS NULL ORDER BY id DESC",  # what a revisit is was settled with the payload it repeats
            (url, digest),
        )
        if row is None:
            return None
        return Known(row[0], Rejected(url=url, stage=row[1], reason=row[2]) if row[1] else None)

    def kept_captures(self, site: str, *, everything: bool = False, run: int | None = None) -> Iterator[Kept]:
        """Captures of *site* (of all: ``""``) that were refused for what they hold, oldest first; with *everything*
        also those that became versions, with *run* only those that this run refused. A refused one whose address gave
        an article later is of the past: it is left out.
        """
        last: tuple[str, int] = ("", 0)
        while rows := self._all(
            "SELECT c.captured, c.id, c.url, c.site, c.file, c.offset, c.length,"  # noqa: S608  # constants
            " c.refused_stage, c.refused_reason, v.article_id, v.version FROM captures c"
            " LEFT JOIN versions v ON v.file = c.file AND v.offset = c.offset"
            " LEFT JOIN rejected r ON r.run = ?4 AND r.url = c.url AND r.reason = c.refused_reason"
            " WHERE (c.captured, c.id) > (?1, ?2) AND c.refers_to IS NULL AND c.status BETWEEN 200 AND 299"
            f" AND ({_WAITING} AND NOT {_SUPERSEDED} OR ?5 AND v.version NOTNULL)"
            " AND (?3 = '' OR c.site = ?3) AND (?4 IS NULL OR r.id NOTNULL) ORDER BY c.captured, c.id LIMIT ?6",
            (*last, site, run, everything, PAGE),
        ):
            for row in rows:
                refused = Rejected(url=row[2], stage=row[7], reason=row[8]) if row[7] else None
                yield Kept(row[2], row[3], Location(*row[4:7]), refused, row[9], row[10])
            last = (rows[-1][0], rows[-1][1])

    def superseded(self, site: str) -> int:
        """How many refused captures of *site* (of all: ``""``) are of the past: their address gave an article later."""
        row = self._one(
            "SELECT count(*) FROM captures c WHERE c.refers_to IS NULL AND c.status BETWEEN 200 AND 299"  # noqa: S608  # constants
            f" AND {_WAITING} AND {_SUPERSEDED} AND (?1 = '' OR c.site = ?1)",
            (site,),
        )
        return int(row[0])

    def newest_digest(self, url: str) -> str | None:
        """The payload digest of the newest capture of an address; None where there is none."""
        row = self._one("SELECT digest FROM captures WHERE url = ? ORDER BY captured DESC, id DESC", (url,))
        return str(row[0]) if row else None

    def captured(self, url: str) -> tuple[tuple[datetime, str], ...]:
        """When an address was captured with its content, and the payload digests, oldest first."""
        rows = self._all(
            "SELECT captured, digest FROM captures WHERE url = ? AND status BETWEEN 200 AND 299 ORDER BY captured, id",
            (url,),
        )
        return tuple((datetime.fromisoformat(row[0]), str(row[1])) for row in rows)

    def committed(self) -> dict[str, int]:
        """Every WARC file of the catalogue, with the length up to which it was taken in."""
        return dict(self._all("SELECT name, committed FROM warc_files ORDER BY name"))

    def locations(self, every: int = 1) -> Iterator[tuple[str, Location, str]]:
        """Address, place and payload digest of every (or every n-th) capture, in the order of the archive.

        Revisits are left out: their payload stands elsewhere.
        """
        last: tuple[str, int] = ("", -1)
        while rows := self._all(
            "SELECT url, file, offset, length, digest FROM captures"
            " WHERE (file, offset) > (?, ?) AND id % ? = 0 AND refers_to IS NULL ORDER BY file, offset LIMIT ?",
            (*last, every, PAGE),
        ):
            for row in rows:
                yield row[0], Location(*row[1:4]), row[4]
            last = (rows[-1][1], rows[-1][2])

    def offsets_in(self, file: str) -> tuple[int, ...]:
        """Where the captures of a WARC file begin, in order; without the 304s, whose payload stands elsewhere."""
        rows = self._all("SELECT offset FROM captures WHERE file = ? AND status <> 304 ORDER BY offset", (file,))
        return tuple(row[0] for row in rows)

    def faults(self, *, quick: bool = False) -> Iterator[str]:
        """What is wrong in the catalogue; with *quick* only what SQLite itself finds."""
        with told(self._path):
            sound = True
            for fault in integrity(self._connection):
                sound = False
                yield fault
            if sound and not quick:
                yield from contradictions(self._connection)

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with told(self._path):
            return self._connection.execute(sql, whole(values)).fetchall()

    def _one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        with told(self._path):
            return self._connection.execute(sql + " LIMIT 1", whole(values)).fetchone()

    def _run(self, row: Sequence[Any]) -> Run:
        """A run as it is: one whose process is gone has crashed, whether or not a writer has noted it yet."""
        status, message = row[5], row[7]
        if status == "running" and not self._goes_on(row[0], row[8]):
            status, message = "crashed", last_words(self._path.parent, row[0]) or ENDED_SILENTLY
        return Run(
            id=row[0],
            command=row[1],
            site=row[2],
            started=datetime.fromisoformat(row[3]),
            finished=datetime.fromisoformat(row[4]) if row[4] else None,
            status=status,
            counts=json.loads(row[6]),
            message=message,
        )

    def _goes_on(self, run_id: int, mark: str) -> bool:
        """Whether the process of a run is there, and has not given the run up."""
        return is_running(mark) and not last_words(self._path.parent, run_id)

    def _unpacked(self, blob: bytes, article_id: str) -> Article:
        try:
            return Article.from_json(json.loads(zlib.decompress(blob)))
        except (zlib.error, ValueError, KeyError, TypeError) as e:
            raise self._damaged(f"article {article_id}", e) from e

    def _dated(self, article: Article) -> Article:
        """*article* as its page gave it, but for a stamp that proved to be that of a move."""
        if article.published_from != "stamp":
            return article
        row = self._one(
            "SELECT lead, lead_from FROM stamps WHERE article_id = ? AND stamp = ? AND moved",
            (article.id, str(article.stamp)),
        )
        return moved(article, date.fromisoformat(row[0]) if row[0] else None, row[1]) if row else article

    def _damaged(self, where: str, error: Exception) -> StoreProblem:
        return StoreProblem(f"the catalogue {self._path} is damaged at {where} ({error}); restore it from a backup")


@lru_cache(maxsize=MOST_SITES)
def _kept_site(profile: str, source: str) -> Site:
    """The site of a kept profile; the same text always means the same site, and every page of the web asks for all."""
    return build_site(json.loads(profile), source)


def whole(values: Sequence[Any]) -> tuple[Any, ...]:
    """Values for SQLite, which stores whole characters only: the halves in broken input become ``?``."""
    return tuple(v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in values)
