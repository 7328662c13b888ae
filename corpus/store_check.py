"""What can be wrong in a catalogue: broken pages, rows that contradict one another, texts that cannot be read."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator

MOST = 20  # faults of one kind that are named
PAGE = 200  # rows fetched at once

_LOST_CURRENT = """
    SELECT 'the current version of article ' || id || ' is missing' FROM articles a
    LEFT JOIN versions v ON v.article_id = a.id AND v.version = a.current WHERE v.version IS NULL LIMIT ?"""
_LOST_CAPTURES = """
    SELECT 'the capture that ' || what || ' was read from is missing or another page' FROM (
        SELECT 'version ' || version || ' of article ' || article_id AS what, file, offset, payload_digest AS digest
        FROM versions
        UNION ALL SELECT 'document ' || url, file, offset, digest FROM attachments
    ) AS kept
    LEFT JOIN captures c ON c.file = kept.file AND c.offset = kept.offset WHERE c.digest IS NOT kept.digest LIMIT ?"""
_LOST_LEADERS = """
    SELECT 'article ' || l.id || ' is an address of ' || l.article_id || ', which is one of another article'
    FROM aliases l JOIN aliases m ON m.id = l.article_id LIMIT ?"""
_LOST_EDITS = """
    SELECT 'version ' || d.version || ' of article ' || d.article_id || ' comes from ' || d.from_id
        || ', which is no address of it'
    FROM adopted d JOIN versions v USING (article_id, version)
    LEFT JOIN aliases l ON l.id = d.from_id AND l.article_id = d.article_id
    WHERE l.id IS NULL LIMIT ?"""
_TEXTS = (
    "SELECT rowid, 'version ' || version || ' of article ' || article_id, article FROM versions"
    " WHERE rowid > ? ORDER BY rowid LIMIT ?",
    "SELECT rowid, 'document ' || url, text FROM attachments WHERE rowid > ? ORDER BY rowid LIMIT ?",
)


def integrity(connection: sqlite3.Connection) -> Iterator[str]:
    """What SQLite itself finds wrong in the file: broken pages, rows that point nowhere; nothing for a sound one."""
    for (wrong,) in connection.execute(f"PRAGMA integrity_check({MOST})"):
        if wrong != "ok":
            yield str(wrong)
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(MOST):
        yield f"table {table}, row {row}: its {parent} is missing"


def contradictions(connection: sqlite3.Connection) -> Iterator[str]:
    """What the tables say against one another, and texts that cannot be read, in a file that SQLite finds sound."""
    for query in (_LOST_CURRENT, _LOST_CAPTURES, _LOST_LEADERS, _LOST_EDITS):
        for (wrong,) in connection.execute(query, (MOST,)):
            yield str(wrong)
    for query in _TEXTS:
        last = 0
        while rows := connection.execute(query, (last, PAGE)).fetchall():
            for _, what, packed in rows:
                try:
                    zlib.decompress(packed)  # it ends with a checksum
                except zlib.error as e:
                    yield f"the text of {what} cannot be read: {e}"
            last = rows[-1][0]
