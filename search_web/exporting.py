"""A whole result as bytes, one article after the other: the same for the web and for ``khlang export``.

::

    (id, version) …  ──entries──> Entry … ──pieces──> bytes …
        of the index or the catalogue          CSV · JSONL · BibTeX · RIS

Memory holds one article at a time. The bytes depend on nothing but what is exported and its :class:`Manner`: one state
of the index and the catalogue (:func:`state_name`) gives the same file every time. An article that the index has and
the catalogue has not (it was restored from an older backup, say) keeps its place: an entry with its id, no text, and a
remark that says so.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from corpus.errors import UsageProblem
from corpus.records import Article, Progress, json_line, no_progress
from search_web import spreadsheet
from search_web.bibliography import WRITERS, permalink, reference
from search_web.text import Lang, say

Format = Literal["csv", "jsonl", "bib", "ris"]
FORMATS: tuple[Format, ...] = ("csv", "jsonl", "bib", "ris")
PIECE = 64 * 1024  # bytes that are handed on at once


class Archive(Protocol):
    """What an export asks of the catalogue."""

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """The article of that id, or one of its versions."""
        ...

    def digest_of(self, article_id: str, version: int) -> str:
        """The payload digest of a version; ``""`` for an unknown one."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One article to be written; ``missing`` where the catalogue does not have it."""

    article: Article
    digest: str
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an export is written: its format, the language of names and notes, where the archive is served."""

    format: Format
    lang: Lang
    root: str
    titles: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: entries, how many of them the catalogue did not have, bytes, their SHA-256."""

    rows: int
    missing: int
    bytes: int
    sha256: str


def state_name(index: str, seq: int) -> str:
    """What an export is made of: the state of the *index*, ``""`` without one, and the newest change of the catalogue.

    The index says which articles and versions there are; the catalogue what is known of them now, documents that were
    read since and dates that were judged anew. Every such change has a number.

    >>> state_name("g7-2", 4000), state_name("", 4000)
    ('g7-2 catalogue:4000', 'catalogue:4000')
    """
    return f"{index} catalogue:{seq}".lstrip()


def entries(archive: Archive, found: Iterable[tuple[str, int]], lang: Lang) -> Iterator[Entry]:
    """The articles of *found* in its order, each in the version named there."""
    for article_id, version in found:
        article = archive.article(article_id, version)
        if article is None:
            gone = Article(id=article_id, url="", site="", version=version, kind="other")
            yield Entry(replace(gone, warnings=(say(lang, "export_missing"),)), "", missing=True)
        else:
            yield Entry(article, archive.digest_of(article.id, article.version))


def pieces(found: Iterable[Entry], manner: Manner) -> Iterator[bytes]:
    """The file of *found*, in pieces of some 64 kB."""
    waiting: list[bytes] = []
    size = 0
    for text in _texts(found, manner):
        data = text.encode("utf-8", "replace")
        waiting.append(data)
        size += len(data)
        if size >= PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


class Tally:
    """Counts what passes through it; finished when both streams were read to their ends."""

    def __init__(self) -> None:
        self._rows = self._missing = self._bytes = 0
        self._digest = hashlib.sha256()

    def entries(self, found: Iterable[Entry]) -> Iterator[Entry]:
        """*found*, counted."""
        for entry in found:
            yield entry
            self._rows += 1
            self._missing += entry.missing

    def pieces(self, made: Iterable[bytes]) -> Iterator[bytes]:
        """*made*, measured."""
        for piece in made:
            self._digest.update(piece)
            self._bytes += len(piece)
            yield piece

    def exported(self) -> Exported:
        """What passed."""
        return Exported(rows=self._rows, missing=self._missing, bytes=self._bytes, sha256=self._digest.hexdigest())


def tallied(found: Iterable[Entry], manner: Manner, tally: Tally) -> Iterator[bytes]:
    """The file of *found* in pieces, all of it passing through *tally*."""
    return tally.pieces(pieces(tally.entries(found), manner))


def write_file(
    path: Path, found: Iterable[Entry], manner: Manner, total: int | None = None, progress: Progress = no_progress
) -> Exported:
    """Write *found* to the file *path*, which is there whole at the end or stays as it was; raises UsageProblem."""
    path = path.resolve()  # behind a link stands the file that is meant
    if path.exists() and not path.is_file():
        raise UsageProblem(f"cannot write {path}: it is no file; give another FILE, or - for standard output")
    tally = Tally()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.", suffix=".part")
    except OSError as e:
        raise _cannot_write(path, e) from e
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in tallied(told(found, total, progress), manner, tally):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        _as_others(part, path)
        part.replace(path)
    except OSError as e:
        raise _cannot_write(path, e) from e
    finally:
        part.unlink(missing_ok=True)
    return tally.exported()


def told(found: Iterable[Entry], total: int | None, progress: Progress) -> Iterator[Entry]:
    """*found*, with *progress* told now and then."""
    for done, entry in enumerate(found, 1):
        yield entry
        if not done % 100 or done == total:
            progress(done, total, entry.article.id)


def _as_others(part: Path, path: Path) -> None:
    """Give the file *part* the rights of *path*, or those of any new file; temporary ones are for their owner alone."""
    if path.exists():
        mode = path.stat().st_mode & 0o777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    part.chmod(mode)


def _cannot_write(path: Path, error: OSError) -> UsageProblem:
    return UsageProblem(f"cannot write {path}: {error.strerror}; give another FILE, or make room for it")


def _texts(found: Iterable[Entry], manner: Manner) -> Iterator[str]:
    if manner.format == "csv":
        yield spreadsheet.header(manner.lang)
    for entry in found:
        yield _text(entry, manner)


def _text(entry: Entry, manner: Manner) -> str:
    article, titles, lang = entry.article, manner.titles, manner.lang
    if manner.format == "jsonl":
        return json_line(article.to_json()) + "\n"
    if manner.format == "csv":
        return spreadsheet.row(
            article,
            lang,
            site=titles(article.site) if lang == "th" and article.site else article.site,
            permalink=permalink(manner.root, article.id, article.version),
            digest=entry.digest,
        )
    if entry.missing:
        article = replace(article, title=article.warnings[0])
    return WRITERS[manner.format](reference(article, lang, titles=titles, root=manner.root, digest=entry.digest))
