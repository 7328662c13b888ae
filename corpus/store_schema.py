"""The catalogue's file: opening it, its numbered schema, and what its failures mean to a person.

``PRAGMA user_version`` counts the entries of :data:`MIGRATIONS` that a file has been through. An entry is never
changed once released; a new schema is a new entry. Opening an older file upgrades it inside one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import SEE_DOCTOR, StoreProblem

APPLICATION_ID = 0x4B6C4B68  # "KlKh": tells our file from any other SQLite file
BUSY_MS = 30_000  # how long a statement waits for another process's short lock

Migration = Sequence[str]

_FIRST: Migration = (
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        command TEXT NOT NULL,
        site TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        status TEXT NOT NULL,
        counts TEXT NOT NULL DEFAULT '{}',
        message TEXT NOT NULL DEFAULT '',
        process TEXT NOT NULL DEFAULT ''
    )""",
    """CREATE TABLE sites (
        name TEXT PRIMARY KEY,
        profile TEXT NOT NULL
    )""",
    """CREATE TABLE warc_files (
        name TEXT PRIMARY KEY,
        committed INTEGER NOT NULL
    )""",
    """CREATE TABLE articles (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE,
        site TEXT NOT NULL,
        lang TEXT NOT NULL,
        kind TEXT NOT NULL,
        published TEXT,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        gone_since TEXT,
        current INTEGER NOT NULL
    )""",
    "CREATE INDEX articles_newest ON articles (published DESC, seq DESC)",
    """CREATE TABLE versions (
        article_id TEXT NOT NULL REFERENCES articles (id),
        version INTEGER NOT NULL,
        captured TEXT NOT NULL,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        digest TEXT NOT NULL,
        rank INTEGER NOT NULL,
        file TEXT NOT NULL REFERENCES warc_files (name),
        offset INTEGER NOT NULL,
        length INTEGER NOT NULL,
        payload_digest TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES runs (id),
        article BLOB NOT NULL,
        PRIMARY KEY (article_id, version)
    )""",
    """CREATE TABLE captures (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        site TEXT NOT NULL,
        digest TEXT NOT NULL,
        status INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        captured TEXT NOT NULL,
        file TEXT NOT NULL REFERENCES warc_files (name),
        offset INTEGER NOT NULL,
        length INTEGER NOT NULL,
        article_id TEXT REFERENCES articles (id),
        refused_stage TEXT,
        refused_reason TEXT,
        run INTEGER NOT NULL REFERENCES runs (id),
        UNIQUE (file, offset)
    )""",
    "CREATE INDEX captures_known ON captures (url, digest)",
    "CREATE INDEX captures_site ON captures (site, url)",
    """CREATE TABLE attachments (
        url TEXT PRIMARY KEY,
        media_type TEXT NOT NULL,
        filename TEXT NOT NULL,
        pages INTEGER,
        text BLOB NOT NULL,
        warnings TEXT NOT NULL,
        digest TEXT NOT NULL,
        captured TEXT NOT NULL,
        file TEXT NOT NULL REFERENCES warc_files (name),
        offset INTEGER NOT NULL,
        length INTEGER NOT NULL
    )""",
    """CREATE TABLE article_attachments (
        article_id TEXT NOT NULL,
        url TEXT NOT NULL,
        PRIMARY KEY (article_id, url)
    ) WITHOUT ROWID""",
    "CREATE INDEX article_attachments_url ON article_attachments (url)",
    """CREATE TABLE rejected (
        id INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES runs (id),
        url TEXT NOT NULL,
        stage TEXT NOT NULL,
        reason TEXT NOT NULL,
        UNIQUE (run, url, stage, reason)
    )""",
    """CREATE TABLE names (
        article_id TEXT NOT NULL REFERENCES articles (id),
        kind TEXT NOT NULL,
        name_id TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (kind, name_id, article_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX names_article ON names (article_id)",
)

# What is known of each address for the next visit: validators of its newest answer, how often it was looked at and
# found changed. All of it can be made again from the captures.
_VISITS: Migration = (
    """CREATE TABLE visits (
        url TEXT PRIMARY KEY,
        site TEXT NOT NULL,
        article_id TEXT,
        etag TEXT NOT NULL DEFAULT '',
        modified TEXT NOT NULL DEFAULT '',
        first_seen TEXT NOT NULL,
        checked TEXT NOT NULL,
        changed TEXT NOT NULL,
        checks INTEGER NOT NULL DEFAULT 1,
        changes INTEGER NOT NULL DEFAULT 0,
        missing_since TEXT,
        payload INTEGER,
        tried TEXT,
        failing_since TEXT
    ) WITHOUT ROWID""",
    "CREATE INDEX visits_site ON visits (site, url)",
    "CREATE INDEX visits_article ON visits (article_id)",
    # A revisit points to the capture that holds the payload; that one is never a revisit itself.
    "ALTER TABLE captures ADD COLUMN refers_to INTEGER REFERENCES captures (id)",
    "ALTER TABLE captures ADD COLUMN truncated INTEGER NOT NULL DEFAULT 0",
    # An article changed where a version was read from a capture of this address, anything else where its bytes did.
    """INSERT INTO visits (url, site, article_id, first_seen, checked, changed, checks, changes, payload)
        SELECT c.url, c.site, max(c.article_id), min(c.captured), max(c.captured),
            CASE WHEN max(c.article_id) IS NULL THEN min(c.captured)
                ELSE coalesce(max(v.captured), min(c.captured)) END,
            count(*),
            CASE WHEN max(c.article_id) IS NULL THEN count(DISTINCT c.digest) - 1
                ELSE max(count(v.version) - 1, 0) END,
            (SELECT f.id FROM captures f WHERE f.url = c.url AND f.status = 200 ORDER BY f.captured DESC, f.id DESC)
        FROM captures c LEFT JOIN versions v USING (file, offset) WHERE c.status = 200 GROUP BY c.url""",
    """UPDATE visits SET
        missing_since = (SELECT min(captured) FROM captures c
            WHERE c.url = visits.url AND c.status IN (404, 410) AND c.captured > visits.checked),
        checks = checks + (SELECT count(*) FROM captures c WHERE c.url = visits.url AND c.status IN (404, 410)),
        checked = max(checked, (SELECT coalesce(max(captured), '') FROM captures c
            WHERE c.url = visits.url AND c.status IN (404, 410)))""",
    # Looks that missed an article, known or not yet: an older copy of its page may come in later.
    """CREATE TABLE absences (
        article_id TEXT NOT NULL,
        looked TEXT NOT NULL,
        rank INTEGER NOT NULL,
        PRIMARY KEY (article_id, looked)
    ) WITHOUT ROWID""",
    "INSERT INTO absences SELECT id, gone_since, 0 FROM articles WHERE gone_since IS NOT NULL",
)

# Two addresses of different generations that hold one article: the id that gave way, and the one that stands for it.
_ALIASES: Migration = (
    """CREATE TABLE aliases (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id),
        url TEXT NOT NULL,
        since TEXT NOT NULL,
        why TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX aliases_article ON aliases (article_id)",
    # What identifies each version of a page that other generations may hold too: corpus/likeness.py.
    """CREATE TABLE likenesses (
        article_id TEXT NOT NULL REFERENCES articles (id),
        version INTEGER NOT NULL,
        family TEXT NOT NULL,
        space TEXT NOT NULL,
        title TEXT NOT NULL,
        near INTEGER NOT NULL,
        event TEXT NOT NULL,
        size INTEGER NOT NULL,
        text TEXT NOT NULL,
        packed BLOB NOT NULL,
        PRIMARY KEY (article_id, version)
    ) WITHOUT ROWID""",
    "CREATE INDEX likenesses_title ON likenesses (family, title)",
    "CREATE INDEX likenesses_near ON likenesses (family, near)",
    # Versions that an article has from another of its addresses: an edit that was made there. Where the addresses
    # parted, the version is gone and its number stays taken, so that a citation never leads to another text.
    """CREATE TABLE adopted (
        article_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        from_id TEXT NOT NULL REFERENCES articles (id),
        from_version INTEGER NOT NULL,
        PRIMARY KEY (article_id, version)
    ) WITHOUT ROWID""",
    "CREATE INDEX adopted_from ON adopted (from_id)",
)

# Each slot of a site's schedule belongs to the one run that claimed it; where that one crashed or was stopped, the
# next attempt belongs to one other run. The key keeps two processes from making the same attempt.
_SLOTS: Migration = (
    """CREATE TABLE slots (
        site TEXT NOT NULL,
        slot TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        run INTEGER NOT NULL REFERENCES runs (id),
        claimed TEXT NOT NULL,
        missed INTEGER NOT NULL DEFAULT 0,
        left_off INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (site, slot, attempt)
    ) WITHOUT ROWID""",
    "CREATE INDEX slots_run ON slots (run)",
)

# How many pages of each part of a site (a layout, a list) were read in a run, and how many of them lacked what.
_FITS: Migration = (
    """CREATE TABLE fits (
        run INTEGER NOT NULL REFERENCES runs (id),
        site TEXT NOT NULL,
        part TEXT NOT NULL,
        sign TEXT NOT NULL,
        pages INTEGER NOT NULL,
        PRIMARY KEY (run, site, part, sign)
    ) WITHOUT ROWID""",
    "CREATE INDEX fits_part ON fits (site, part, run)",
)

# What the current version of each article says of people: corpus/store_posts.py. "posted" is the version whose posts
# are here; articles of an older catalogue have none and are read in batches, since that takes longer than opening a
# file may. Each written position stands here once; what it means was worked out by a "recipe" and can be made again.
_POSTS: Migration = (
    "ALTER TABLE articles ADD COLUMN posted INTEGER",
    """CREATE TABLE positions (
        id INTEGER PRIMARY KEY,
        text TEXT NOT NULL UNIQUE,
        recipe TEXT NOT NULL
    )""",
    """CREATE TABLE offices (
        id INTEGER PRIMARY KEY,
        position INTEGER NOT NULL REFERENCES positions (id),
        role TEXT NOT NULL,
        body TEXT NOT NULL,
        body_name TEXT NOT NULL,
        manner TEXT NOT NULL
    )""",
    "CREATE INDEX offices_role ON offices (role, body)",
    "CREATE INDEX offices_body ON offices (body)",
    "CREATE INDEX offices_position ON offices (position)",
    """CREATE TABLE posts (
        id INTEGER PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id),
        version INTEGER NOT NULL,
        person_id TEXT NOT NULL,
        name TEXT NOT NULL,
        title TEXT NOT NULL,
        position INTEGER REFERENCES positions (id),
        day TEXT,
        dated_by TEXT NOT NULL,
        field TEXT NOT NULL,
        begins INTEGER NOT NULL,
        ends INTEGER NOT NULL
    )""",
    "CREATE INDEX posts_article ON posts (article_id)",
    "CREATE INDEX posts_person ON posts (person_id, day)",
    "CREATE INDEX posts_position ON posts (position, day)",
)

# The stamp of each article and the day that it tells of; `moved` where the stamp proved to be that of a move, `judged`
# where nothing was stored under the stamp since then. Articles stored before are compared once they are read again.
_STAMPS: Migration = (
    """CREATE TABLE stamps (
        article_id TEXT PRIMARY KEY REFERENCES articles (id),
        site TEXT NOT NULL,
        layout TEXT NOT NULL,
        stamp TEXT NOT NULL,
        lead TEXT,
        lead_from TEXT NOT NULL,
        moved INTEGER NOT NULL,
        judged INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX stamps_shared ON stamps (site, layout, stamp)",
    "CREATE INDEX stamps_waiting ON stamps (site, layout, stamp) WHERE judged = 0",
)

# Digests of the lines that come back at the edges of the pages of one layout of a site.
_BOILERPLATE: Migration = (
    """CREATE TABLE boilerplate (
        pages TEXT PRIMARY KEY,
        top TEXT NOT NULL,
        bottom TEXT NOT NULL
    ) WITHOUT ROWID""",
)

# How well each document could be read: its state (corpus/extract/document.py), how much of it is language, how many
# pages need OCR, where in its text each page begins.
_READINGS: Migration = (
    "ALTER TABLE attachments ADD COLUMN state TEXT NOT NULL DEFAULT 'read'",
    "ALTER TABLE attachments ADD COLUMN quality REAL",
    "ALTER TABLE attachments ADD COLUMN ocr INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE attachments ADD COLUMN starts TEXT NOT NULL DEFAULT '[]'",
    # Before, a document without text said why in its warnings only. No text packs to 8 bytes.
    "UPDATE attachments SET state = 'unread' WHERE length(text) <= 8",
    "UPDATE attachments SET state = 'needs-ocr', ocr = coalesce(pages, 0) WHERE length(text) <= 8"
    " AND warnings LIKE '%pages are pictures%'",
)

# The day that articles are sorted by was called that of their publication, which many pages do not give. Posts that say
# so are read again.
_DATED: Migration = (
    "ALTER TABLE articles RENAME COLUMN published TO dated",
    "UPDATE articles SET posted = NULL WHERE id IN (SELECT article_id FROM posts WHERE dated_by = 'published')",
)

MIGRATIONS: tuple[Migration, ...] = (
    *(_FIRST, _VISITS, _ALIASES, _SLOTS, _FITS, _POSTS, _STAMPS, _BOILERPLATE, _READINGS),
    _DATED,
)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into :class:`StoreProblem`; wrong statements and broken rules stay bugs."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.DatabaseError as e:
        raise StoreProblem(_meaning(path, e)) from e


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection to the catalogue at *path*, which a read-only one must find there."""
    # A reader opens for writing too, since only then it can join the write-ahead log; query_only keeps it reading.
    uri = f"{path.absolute().as_uri()}?mode={'rw' if readonly else 'rwc'}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if readonly:
            connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def schema_version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """The file's schema number; raises :class:`StoreProblem` for a newer one or a file of another program."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    mark = int(connection.execute("PRAGMA application_id").fetchone()[0])
    empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and not (empty and mark == 0 and version == 0):
        raise StoreProblem(f"{path} is not a catalogue of this program; move it away or choose another data folder")
    if version > newest:
        raise StoreProblem(
            f"{path} has schema {version} and this program knows schemas up to {newest};"
            " install the newer program that made it"
        )
    return version


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Bring the file up to the newest schema, all of it or nothing; returns how many steps were taken."""
    version = schema_version(connection, path, len(migrations))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # whole after a crash; a lost tail is taken in again
    if version == len(migrations):
        return 0
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = schema_version(connection, path, len(migrations))
        for migration in migrations[version:]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return len(migrations) - version


def _meaning(path: Path, error: sqlite3.DatabaseError) -> str:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR_WRITE"):
        return f"the disk that holds {path} is full; make room and run the same command again, nothing is harmed"
    if name in ("SQLITE_BUSY", "SQLITE_LOCKED") or name.startswith("SQLITE_BUSY"):
        return f"another khlang command is writing {path}; wait until it is done"
    if name in ("SQLITE_NOTADB", "SQLITE_CORRUPT") or name.startswith("SQLITE_CORRUPT"):
        return f"the catalogue {path} is damaged ({error}){SEE_DOCTOR}"
    if path.exists() and not os.access(path.parent, os.W_OK):
        # A reader joins the write-ahead log, whose files lie beside the catalogue. SQLite's way around that
        # (immutable=1) returns wrong rows as soon as somebody writes.
        return (
            f"cannot open the catalogue {path}: reading it needs the right to write in {path.parent} too, where"
            " SQLite notes who reads; run the command as the owner of that folder, or give yourself the right"
        )
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return f"cannot open the catalogue {path} ({error}); check that the folder is there and yours"
    return f"the catalogue {path} failed: {error}{SEE_DOCTOR}"
