"""One state of the index, opened and never changed: postings, columns and what hits show, by document number.

The numbers run over all segments that Whoosh keeps, deleted documents included; ``live`` says which ones count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import IndexProblem, NewsError
from index import prepared
from index.borders import Borders
from index.codec_reader import ArrayTermsReader
from index.codec_terms import FieldTerms
from index.duplicates import Groups, Prints
from index.engine import IndexState
from index.facets import Mask, Table
from index.files import MappedFiles
from index.generations import REBUILD, hold
from index.manifest import Manifest, written
from index.ranking import Bm25f
from index.schema import schema
from index.shown import unpack
from index.texts import COUNTED as OFTEN
from index.texts import Postings, Texts
from index.toc import ColumnarIndex


class Snapshot:
    """The generation *folder* of the index, opened; its files stay where they are for as long as this lives.

    *tables* keeps the facts of segments between snapshots, by segment; segments never change, only their deletions.
    Raises :class:`IndexProblem` where this program cannot use it: for all damage that is seen without reading every
    text and posting. What is met later is met in :meth:`whole`.
    """

    def __init__(self, folder: Path, tables: MutableMapping[str, Table]) -> None:
        self.folder = folder
        self._hold = hold(folder)
        self.manifest = Manifest.read(folder)
        self._written = written(folder)
        self.tokeniser = self.manifest.tokeniser(folder, reading=True)  # with the words that the index knows
        self.manifest.require_files(folder)
        with self._opening(), MappedFiles(self.folder) as files:
            self._reader = ColumnarIndex(files, schema()).reader()
            self._leaves = [(r, base) for r, base in self._reader.leaf_readers() if r.doc_count_all()]
            self.texts = Texts(self._leaves)
            self._prints = Prints(self._leaves)
            self._borders = Borders(self._leaves)
            self._shown = self._reader.column_reader("shown", translate=False) if self._leaves else ()
            self.table, self.live = self._facts(tables)
            if not self._prints.are_whole(self.live):
                raise IndexProblem(f"the index in {folder} is damaged: pages without a fingerprint; {REBUILD}")
            for reader, _ in self._leaves:
                reader.column_reader("named", translate=False)  # looked at only where the user's words change
                for name in reader._terms.indexed_field_names():
                    reader._terms.field(name)
            self._terms: list[tuple[ArrayTermsReader, int, int, Mask | None]] = list(self._searched())
            self.id_order = np.zeros(len(self.live), np.int32)
            self.id_order[self.table.ids.sorted()] = np.arange(len(self.live))
        self.prepared = prepared.read(folder)  # None where each process works out the same
        self.size = len(self.live)
        self.scorer = Bm25f(self.table.lengths, self.live)
        self.people = self.table.columns["person"].named  # id → name

    @property
    def state(self) -> IndexState:
        """What is open here."""
        made = self.manifest
        return IndexState(
            name=made.name, seq=made.seq, documents=made.documents, made_with=str(made), written=self._written
        )

    def postings(self, name: str, word: str) -> Postings:
        """The live documents that have *word* in the field *name*, ascending, and how often.

        Where the index is one segment without deletions, the documents are a view of its file.
        """
        text = word.encode("utf-8", "replace")
        with self.whole():
            found = []
            for terms, base, documents, live in self._terms:
                docs, counts = terms.arrays(name, text)
                if len(docs):
                    if docs[-1] >= documents or (docs[1:] <= docs[:-1]).any():
                        told = f"a document that is none has {word[:40]!r}"
                        raise IndexProblem(f"the index in {self.folder} is damaged: {told}; {REBUILD}")
                    kept = slice(None) if live is None else live[docs]
                    numbers = docs.view(np.int32)[kept]
                    found.append((numbers + np.int32(base) if base else numbers, counts[kept].astype(np.float64)))
        if len(found) == 1:
            return found[0]
        docs_of, counts_of = ([_NO_DOCS], [_NO_COUNTS]) if not found else zip(*found, strict=True)
        return np.concatenate(docs_of), np.concatenate(counts_of)

    def frequencies(self, name: str, words: Iterable[str]) -> dict[str, int]:
        """How many live documents have each of *words* in the field *name*."""
        with self.whole():
            return {word: sum(self._frequencies(name, word.encode("utf-8", "replace"))) for word in words}

    def words_from(self, name: str, prefix: str, limit: int) -> list[str]:
        """At most *limit* words of the field *name* that begin with *prefix*, in the order of their code points."""
        begins = prefix.encode("utf-8", "replace")
        with self.whole():
            found: set[bytes] = set()
            for field in self._fields(name):
                first, last = field.span(begins)
                found.update(field.text(number) for number in range(first, min(last, first + limit)))
        return sorted(word.decode("utf-8", "replace") for word in found)[:limit]

    def all_frequencies(self, name: str) -> Iterator[tuple[str, int]]:
        """Every word of the field *name* and in how many documents it stands, deleted ones counted too."""
        counted: dict[str, int] = {}
        with self.whole():
            fields = list(self._fields(name))
            for field in fields:
                counts = np.diff(field.starts.astype(np.int64)).tolist()
                for word, count in zip(field.texts(), counts, strict=True):
                    if len(fields) == 1:
                        yield word, count
                    else:
                        counted[word] = counted.get(word, 0) + count
        yield from counted.items()

    def exact(self, needle: str, parts: Iterable[str], within: Mask, counted: int = OFTEN) -> dict[str, Postings]:
        """By part of a text, the live documents of *within* that hold exactly the string *needle*, and how often.

        Once in each, and in no certain part, where more than *counted* hold it.
        """
        with self.whole():
            return self.texts.exact(needle, parts, within & self.live, counted)

    def inside(self, word: str, parts: Iterable[str], within: Mask, *, begins: bool = False) -> dict[str, Postings]:
        """By part, the live documents of *within* where *word* stands, be it inside others, and how often.

        With *begins*, where something begins with it.
        """
        with self.whole():
            return self.texts.inside(word, parts, within & self.live, begins=begins)

    @cached_property
    def groups(self) -> Groups:
        """Which live documents have the same content."""
        with self.whole():
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
        with self.whole():
            return self.texts.bounded(needle, pattern, parts, within & self.live)

    def shown(self, doc: int) -> dict[str, Any]:
        """What a hit shows of the document *doc*: see ``index.analysis``."""
        with self.whole():
            return unpack(self._shown[doc], self.texts.compact(doc))

    def folded(self, doc: int) -> tuple[str, str, str]:
        """The folded title, body and attached texts of the document *doc*."""
        with self.whole():
            return self.texts.folded(doc)

    def borders(self, doc: int) -> bytes:
        """Where the texts of the document *doc* were cut, for :class:`index.borders.Known`."""
        with self.whole():
            return self._borders.of(doc)

    def versions(self) -> dict[str, int]:
        """The version that is held of each live article."""
        return {self.table.ids[d]: int(self.table.versions[d]) for d in np.flatnonzero(self.live).tolist()}

    def verify(self) -> None:
        """Read all that the index holds; :class:`IndexProblem` where it cannot be read."""
        for doc in np.flatnonzero(self.live).tolist():
            self.shown(doc)
            self.folded(doc)
        with self.whole():
            for reader, _ in self._leaves:
                for part in (reader._terms, reader._perdoc):
                    part.files.verify()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Damage that is met inside becomes an :class:`IndexProblem`; an error of the program stays what it is.

        Nearly any error may be either, so that the digests of all files decide, once: half a second for 20,000 pages.
        """
        try:
            yield
        except IndexProblem as e:
            raise self._placed(e) from e.__cause__
        except NewsError:
            raise
        except Exception as e:
            if self._changed:
                raise self._damage(e, f" in {self._changed}") from e
            raise

    @cached_property
    def _changed(self) -> str:
        """A file of this generation whose bytes are not those that were written, ``""`` for none."""
        return self.manifest.damaged_file(self.folder) or prepared.damaged(self.folder)

    @contextmanager
    def _opening(self) -> Iterator[None]:
        """What is met while opening becomes an :class:`IndexProblem`, so that another generation may serve."""
        try:
            yield
        except IndexProblem as e:
            raise self._placed(e) from e.__cause__
        except Exception as e:  # damage is met as nearly any error: struct, zlib, ValueError, IndexError, KeyError
            raise self._damage(e) from e

    def _placed(self, problem: IndexProblem) -> IndexProblem:
        """*problem*, which may know only a file, with the folder."""
        return problem if str(self.folder) in str(problem) else IndexProblem(f"{self.folder}: {problem}")

    def _damage(self, error: Exception, where: str = "") -> IndexProblem:
        return IndexProblem(
            f"the index in {self.folder} is damaged{where} ({type(error).__name__}: {error}); {REBUILD}"
        )

    def _facts(self, tables: MutableMapping[str, Table]) -> tuple[Table, Mask]:
        kept: dict[str, Table] = {}
        deleted: list[int] = []
        for reader, base in self._leaves:
            name = reader.segment().segment_id()  # drawn at random: no other segment ever has it
            kept[name] = tables.get(name) or reader.column_reader("facts", translate=False).table
            deleted.extend(base + doc for doc in reader.segment().deleted_docs())
        tables.clear()
        tables.update(kept)
        table = Table.joined(list(kept.values()))
        live = np.ones(len(table.ids), np.bool_)
        live[deleted] = False
        return table, live

    def _searched(self) -> Iterator[tuple[ArrayTermsReader, int, int, Mask | None]]:
        """Of each segment its terms, its first document, how many it has, and which of them are live; None for all."""
        for reader, base in self._leaves:
            live = self.live[base : base + reader.doc_count_all()]
            yield reader._terms, base, len(live), None if live.all() else live

    def _fields(self, name: str) -> Iterator[FieldTerms]:
        return (field for terms, *_ in self._terms if (field := terms.field(name)) is not None)

    def _frequencies(self, name: str, text: bytes) -> Iterator[int]:
        for terms, _, _, live in self._terms:
            docs = terms.arrays(name, text)[0]
            yield len(docs) if live is None else int(np.count_nonzero(live[docs]))


_NO_DOCS, _NO_COUNTS = np.zeros(0, np.int32), np.zeros(0, np.float64)
