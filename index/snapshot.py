"""One state of the index, opened and never changed: postings, columns and what hits show, by document number.

The numbers run over all segments that Whoosh keeps, deleted documents included; ``live`` says which ones count.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import IndexProblem
from index import prepared
from index.duplicates import Groups, Prints
from index.engine import IndexState
from index.extracts import read_frequencies, read_table
from index.facets import Ints, Mask, Table
from index.files import MappedFiles
from index.generations import REBUILD, hold
from index.manifest import Manifest
from index.ranking import Bm25f
from index.schema import schema
from index.texts import COUNTED as OFTEN
from index.texts import Postings, Texts
from index.toc import ColumnarIndex

CACHED_POSTINGS = 4_000_000  # postings kept decoded, 12 bytes each
ENTRY = 40  # postings that a word without any costs as much as: its arrays and its key
LOOKED_AT = 50  # documents of a word that are looked at one by one, where some are deleted; 20 μs


class Snapshot:
    """The generation *folder* of the index, opened; its files stay where they are for as long as this lives.

    *tables* keeps the facts of segments between snapshots, by segment; segments never change, only their deletions.
    Raises :class:`IndexProblem` where this program cannot use it.
    """

    def __init__(self, folder: Path, tables: MutableMapping[str, Table]) -> None:
        self.folder = folder
        self._hold = hold(folder)
        self.manifest = Manifest.read(folder)
        self.tokeniser = self.manifest.tokeniser(folder, reading=True)  # with the words that the index knows
        self.manifest.require_files(folder)
        self._lock = threading.RLock()
        self._cache: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._cached = 0
        with self._reading(), MappedFiles(self.folder) as files:
            self._reader = ColumnarIndex(files, schema()).reader()
            self._leaves = [(r, base) for r, base in self._reader.leaf_readers() if r.doc_count_all()]
            self.texts = Texts(self._leaves)
            self._prints = Prints(self._leaves)
            self.table, self.live = self._facts(tables)
        self.prepared = prepared.read(folder)  # None where each process works out the same
        self.size = len(self.live)
        self.id_order: Ints = np.argsort(np.argsort(np.array(self.table.ids, dtype=object))).astype(np.int32)
        self.scorer = Bm25f(self.table.lengths, self.live)
        person = self.table.columns["person"]
        self.people = dict(zip(person.values, person.labels, strict=True))  # id → name

    @property
    def state(self) -> IndexState:
        """What is open here."""
        made = self.manifest
        return IndexState(name=made.name, seq=made.seq, documents=made.documents, made_with=str(made))

    def postings(self, name: str, word: str) -> Postings:
        """The live documents that have *word* in the field *name*, ascending, and how often."""
        key = (name, word)
        with self._reading():
            if key in self._cache:
                self._cache.move_to_end(key)
            else:
                self._cache[key] = made = self._decode(name, word)
                self._cached += len(made[0]) + ENTRY
                while self._cached > CACHED_POSTINGS and len(self._cache) > 1:
                    self._cached -= len(self._cache.popitem(last=False)[1][0]) + ENTRY
            return self._cache[key]

    def frequencies(self, name: str, words: Iterable[str]) -> dict[str, int]:
        """How many live documents have each of *words* in the field *name*.

        Counted up to :data:`LOOKED_AT` documents, which tells what no live one has any more; of more that deleted ones
        are among, their share of the segment is taken off.
        """
        with self._reading():
            return {word: sum(_frequency(reader, name, word) for reader, _ in self._leaves) for word in words}

    def words_from(self, name: str, prefix: str, limit: int) -> list[str]:
        """At most *limit* words of the field *name* that begin with *prefix*, in the order of their code points."""
        with self._reading():
            found = {
                word.decode("utf-8", "replace")
                for reader, _ in self._leaves
                for word in islice(reader.expand_prefix(name, prefix.encode("utf-8", "replace")), limit)
            }
        return sorted(found)[:limit]

    def all_frequencies(self, name: str) -> Iterator[tuple[str, int]]:
        """Every word of the field *name* and in how many documents it stands, deleted ones counted too."""
        with self._reading():
            segments = [read_frequencies(self.folder, reader)[name] for reader, _ in self._leaves]
        counted: dict[str, int] = {}
        for segment in segments:
            for word, count in segment.items():
                counted[word] = counted.get(word, 0) + count
        yield from counted.items()

    def exact(self, needle: str, parts: Iterable[str], within: Mask, counted: int = OFTEN) -> dict[str, Postings]:
        """By part of a text, the live documents of *within* that hold exactly the string *needle*, and how often.

        Once in each, and in no certain part, where more than *counted* hold it.
        """
        with self._whole():
            return self.texts.exact(needle, parts, within & self.live, counted)

    def inside(self, word: str, parts: Iterable[str], within: Mask, *, begins: bool = False) -> dict[str, Postings]:
        """By part, the live documents of *within* where *word* stands, be it inside others, and how often.

        With *begins*, where something begins with it.
        """
        with self._whole():
            return self.texts.inside(word, parts, within & self.live, begins=begins)

    @cached_property
    def groups(self) -> Groups:
        """Which live documents have the same content."""
        with self._whole():
            return self._prints.groups(self.live, self.table.ids)

    def doc(self, article_id: str) -> int | None:
        """The number of the live document of an article; None where it is not in the index."""
        docs = self.postings("id", article_id)[0]
        live = docs[self.live[docs]]
        return int(live[-1]) if len(live) else None

    def bounded(
        self, needle: str, pattern: re.Pattern[bytes], parts: Iterable[str], within: Mask
    ) -> dict[str, Postings]:
        """By part, the live documents of *within* with a match of *pattern*: *needle* with what may stand around it."""
        with self._whole():
            return self.texts.bounded(needle, pattern, parts, within & self.live)

    def shown(self, doc: int) -> dict[str, Any]:
        """What a hit shows of the document *doc*: see ``index.analysis``."""
        with self._reading():
            shown: dict[str, Any] = self._reader.stored_fields(doc)["shown"]
            return shown

    def folded(self, doc: int) -> tuple[str, str, str]:
        """The folded title, body and attached texts of the document *doc*."""
        with self._whole():
            return self.texts.folded(doc)

    def versions(self) -> dict[str, int]:
        """The version that is held of each live article."""
        return {self.table.ids[d]: self.table.versions[d] for d in np.flatnonzero(self.live).tolist()}

    def verify(self) -> None:
        """Read all that the index holds; :class:`IndexProblem` where it cannot be read."""
        for doc in np.flatnonzero(self.live).tolist():
            self.shown(doc)
            self.folded(doc)
        with self._reading():
            for reader, _ in self._leaves:
                for (name, text), _ in reader:
                    for _ in reader.postings(name, text).items_as("weight"):
                        pass

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One thread at a time, since Whoosh's files have one position."""
        with self._lock, self._whole():
            yield

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Damage met while reading becomes an :class:`IndexProblem`."""
        try:
            yield
        except IndexProblem:
            raise
        except Exception as e:  # Whoosh meets damage as nearly any error: struct, zlib, pickle, assert, KeyError
            raise IndexProblem(f"the index in {self.folder} is damaged ({type(e).__name__}: {e}); {REBUILD}") from e

    def _facts(self, tables: MutableMapping[str, Table]) -> tuple[Table, Mask]:
        kept: dict[str, Table] = {}
        deleted: list[int] = []
        for reader, base in self._leaves:
            name = reader.segment().segment_id()  # drawn at random: no other segment ever has it
            kept[name] = tables.get(name) or read_table(self.folder, reader)
            deleted.extend(base + doc for doc in reader.segment().deleted_docs())
        tables.clear()
        tables.update(kept)
        table = Table.joined(list(kept.values()))
        live = np.ones(len(table.ids), np.bool_)
        live[deleted] = False
        return table, live

    def _decode(self, name: str, word: str) -> Postings:
        docs: list[int] = []
        counts: list[float] = []
        text = word.encode("utf-8", "replace")
        for reader, base in self._leaves:
            if (name, text) not in reader:
                continue
            matcher = reader.postings(name, text)
            while matcher.is_active():
                docs.append(base + matcher.id())
                counts.append(matcher.weight())
                matcher.next()
        return np.array(docs, np.int32), np.array(counts, np.float64)


def _frequency(reader: Any, name: str, word: str) -> int:
    """How many live documents of a segment have *word* in the field *name*."""
    term = (name, word.encode("utf-8", "replace"))
    held = int(reader.doc_frequency(*term))
    segment = reader.segment()
    if not held or not segment.deleted_count():
        return held
    if held <= LOOKED_AT:
        return sum(1 for _ in reader.postings(*term).all_ids())
    share: float = segment.doc_count() / segment.doc_count_all()
    return max(1, round(held * share))
