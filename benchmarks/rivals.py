"""Search engines that ``benchmarks.engines`` holds against each other, each behind the same four questions.

All get the same file: one document a line, its words as ASCII names with a blank between them, so that no engine has to
cut anything, and none stumbles over Thai marks (SQLite's unicode61 takes them for separators). A document's id is the
number of its line.
"""

from __future__ import annotations

import importlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Phrase, Query, Term

from index.executor import Executor
from index.toc import ColumnarIndex

RANKED, SINGLE, PHRASE = "ranked", "single", "phrase"
TOP = 10
MEMORY = 512  # megabytes for each engine's writer


class Rival(Protocol):
    """An engine over one index. Every time is measured from the words of a query to the ids of the best ten."""

    name: str
    warming: int  # times that it answers all queries before any counts

    def build(self, documents: Path, folder: Path) -> float:
        """Index *documents* in *folder*; the seconds that it took."""

    def run(self, kind: str, queries: Sequence[Sequence[str]]) -> list[tuple[float, list[int]]]:
        """For each of *queries*, the seconds it took and the best ids."""

    def count(self, kind: str, query: Sequence[str]) -> int:
        """How many documents *query* finds; not timed."""

    def close(self) -> None:
        """Let go of the index."""


def lines(documents: Path) -> Iterator[str]:
    """The documents of the file, in order."""
    with documents.open(encoding="ascii") as file:
        for line in file:
            yield line.rstrip("\n")


def timed(ask: Callable[[Sequence[str]], list[int]], queries: Sequence[Sequence[str]]) -> list[tuple[float, list[int]]]:
    """Each of *queries* asked of *ask*, with the seconds it took."""
    answers = []
    for query in queries:
        began = time.perf_counter()
        found = ask(query)
        answers.append((time.perf_counter() - began, found))
    return answers


class Whoosh:
    """Whoosh as it comes: its codec, BM25F, positions; one segment."""

    name = "whoosh"
    warming = 1

    def build(self, documents: Path, folder: Path) -> float:
        """Index with Whoosh's own writer."""
        folder.mkdir()
        self._index = self._create(FileStorage(str(folder)))
        began = time.perf_counter()
        writer = self._index.writer(limitmb=MEMORY)
        for n, line in enumerate(lines(documents)):
            writer.add_document(id=n, text=line)
        writer.commit()
        seconds = time.perf_counter() - began
        self._open()
        return seconds

    def run(self, kind: str, queries: Sequence[Sequence[str]]) -> list[tuple[float, list[int]]]:
        """By ``Searcher.search``, with the optimisations it has."""

        def ask(query: Sequence[str]) -> list[int]:
            hits = self._searcher.search(whoosh_query(kind, query), limit=TOP)
            return [int(hit["id"]) for hit in hits]

        return timed(ask, queries)

    def count(self, kind: str, query: Sequence[str]) -> int:
        """By stepping through all that match."""
        return sum(1 for _ in self._searcher.docs_for_query(whoosh_query(kind, query)))

    def close(self) -> None:
        """Close the searcher."""
        self._searcher.close()

    def _create(self, storage: FileStorage) -> Any:
        return storage.create_index(_schema())

    def _open(self) -> None:
        self._searcher = self._index.searcher()


def _schema() -> Schema:
    return Schema(id=STORED, text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True))


class Ours(Whoosh):
    """The same Whoosh with our codec and executor."""

    name = "ours"

    def run(self, kind: str, queries: Sequence[Sequence[str]]) -> list[tuple[float, list[int]]]:
        """By the executor; ids come from the column that the application holds of them."""

        def ask(query: Sequence[str]) -> list[int]:
            return [self._ids[doc] for doc in self._executor.search(whoosh_query(kind, query), TOP).docs]

        return timed(ask, queries)

    def count(self, kind: str, query: Sequence[str]) -> int:
        """By the mask of the executor."""
        return self._executor.search(whoosh_query(kind, query), TOP).total

    def _create(self, storage: FileStorage) -> Any:
        return ColumnarIndex.create(storage, _schema())

    def _open(self) -> None:
        super()._open()
        self._ids = [int(fields["id"]) for fields in self._searcher.reader().all_stored_fields()]
        self._executor = Executor(self._searcher)


def whoosh_query(kind: str, words: Sequence[str]) -> Query:
    """The *words* as a Whoosh query."""
    if kind == PHRASE:
        return Phrase("text", list(words))
    terms = [Term("text", word) for word in words]
    return Or(terms) if len(terms) > 1 else terms[0]


class Sqlite:
    """SQLite FTS5 with its bm25, optimised to one segment."""

    name = "sqlite fts5"
    warming = 1

    def build(self, documents: Path, folder: Path) -> float:
        """Index into a table without content, which needs no more than the others."""
        folder.mkdir()
        self._db = sqlite3.connect(folder / "fts5.sqlite", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("CREATE VIRTUAL TABLE pages USING fts5(words, content='', tokenize='ascii')")
        began = time.perf_counter()
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO pages(rowid, words) VALUES (?, ?)", enumerate(lines(documents)))
        self._db.execute("INSERT INTO pages(pages) VALUES ('optimize')")
        self._db.execute("COMMIT")
        return time.perf_counter() - began

    def run(self, kind: str, queries: Sequence[Sequence[str]]) -> list[tuple[float, list[int]]]:
        """Ordered by rank, as FTS5 advises."""
        sql = "SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT ?"

        def ask(query: Sequence[str]) -> list[int]:
            return [row[0] for row in self._db.execute(sql, (_match(kind, query), TOP))]

        return timed(ask, queries)

    def count(self, kind: str, query: Sequence[str]) -> int:
        """By counting rows."""
        sql = "SELECT count(*) FROM pages WHERE pages MATCH ?"
        return int(self._db.execute(sql, (_match(kind, query),)).fetchone()[0])

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def _match(kind: str, words: Sequence[str]) -> str:
    return f'"{" ".join(words)}"' if kind == PHRASE else " OR ".join(words)


class Tantivy:
    """Tantivy through its Python package, one writing thread; ids from a fast field, the count left out."""

    name = "tantivy"
    warming = 1

    def __init__(self) -> None:
        self._tantivy: Any = importlib.import_module("tantivy")

    def build(self, documents: Path, folder: Path) -> float:
        """Index with its whitespace tokeniser."""
        folder.mkdir()
        builder = self._tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", fast=True)
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
        self._schema = builder.build()
        self._index = self._tantivy.Index(self._schema, path=str(folder))
        began = time.perf_counter()
        writer = self._index.writer(MEMORY << 20, 1)
        for n, line in enumerate(lines(documents)):
            document = self._tantivy.Document(text=line)
            document.add_unsigned("id", n)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        seconds = time.perf_counter() - began
        self._index.reload()
        self._searcher = self._index.searcher()
        return seconds

    def run(self, kind: str, queries: Sequence[Sequence[str]]) -> list[tuple[float, list[int]]]:
        """By a query made of objects, which saves its parser."""

        def ask(query: Sequence[str]) -> list[int]:
            hits = self._searcher.search(self._query(kind, query), TOP, count=False).hits
            return list(self._searcher.fast_field_values("id", [place for _, place in hits]))

        return timed(ask, queries)

    def count(self, kind: str, query: Sequence[str]) -> int:
        """As it counts itself."""
        return int(self._searcher.search(self._query(kind, query), 1, count=True).count)

    def close(self) -> None:
        """Forget the searcher."""
        del self._searcher

    def _query(self, kind: str, words: Sequence[str]) -> Any:
        query, schema = self._tantivy.Query, self._schema
        if kind == PHRASE:
            return query.phrase_query(schema, "text", list(words))
        terms = [query.term_query(schema, "text", word) for word in words]
        should = self._tantivy.Occur.Should
        return query.boolean_query([(should, term) for term in terms]) if len(terms) > 1 else terms[0]
