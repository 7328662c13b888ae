"""Holding the index against the catalogue, document by document.

What the index should hold of each article is worked out anew from the catalogue, by the same function that wrote it,
and compared with what is there: every column and stored value as it is, and every counted word. Words lie in the index
the other way round (for each word its documents), so that both sides make one sum of 64 bits for each document and
field: of a hash of each word and its count. A word lost, added or miscounted changes the sum but for one chance in
2 ** 64. Memory is that of these sums, 8 bytes a document and field, however long the texts are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.doctor import Finding
from corpus.errors import SEE_DOCTOR, IndexProblem, NewsError, StoreProblem
from corpus.findings import plural
from corpus.records import Progress, no_progress
from corpus.settings import Settings
from corpus.store import Change, Store, open_store
from index import prepared
from index.analysis import document
from index.codec_docs import COLUMN
from index.facets import Table
from index.facts import told
from index.files import MappedFiles
from index.fingerprints import Kept
from index.generations import BUILD, REBUILD, current
from index.manifest import Manifest
from index.recut import dictionary_findings
from index.schema import schema
from index.shown import unpack, unsqueeze
from index.toc import ColumnarIndex
from index.tokens import Tokeniser

SQUEEZED: Mapping[str, Callable[[bytes, bytes], Any]] = {
    "shown": unpack,
    "named": unsqueeze,
    "like": lambda data, _: Kept.of(data),
}
Sums: TypeAlias = npt.NDArray[np.uint64]

SHOWN = 10  # documents of one kind of difference that are named
SHOW_EVERY = 50  # documents between two calls of the progress
_UPDATE, _BUILD = "khlang index update", "khlang index build"
_KINDS = {
    "new": ("not in the index yet", _UPDATE),
    "changed": ("changed since the index was written", _UPDATE),
    "lost": ("of the catalogue lost from the index", _BUILD),
    "differs": ("not as the catalogue has them", _BUILD),
    "stray": ("in the index and not in the catalogue", _BUILD),
    "twice": ("in the index twice", _BUILD),
}


def check(settings: Settings, progress: Progress = no_progress, *, quick: bool = False) -> Iterator[Finding]:
    """Findings on the index: first its files, then what it holds against what the catalogue says it should hold.

    With *quick* the articles are compared by their versions only.
    """
    try:
        folder = current(settings.index)
        manifest = Manifest.read(folder)
        words = manifest.tokeniser(folder)
        manifest.require_files(folder)
        hurt = _files(manifest, folder)
        yield from hurt
        if hurt:
            return
        if name := prepared.damaged(folder):
            what = f"the file {folder / name} is damaged: every process works out anew what it is to spare them"
            yield Finding("warning", what, _UPDATE)
        yield from dictionary_findings(settings, folder, manifest)
        with open_store(settings, readonly=True) as store, store.frozen(), MappedFiles(folder) as files:
            held = _Held(files, folder)
            untrue = [] if quick else held.untrue()
            for name in untrue:
                yield Finding("error", f"the file {folder / name} does not say what the index holds", _BUILD)
            if not untrue:
                yield from _Comparison(held, manifest, store, words, quick, progress).findings()
    except StoreProblem as e:
        yield Finding("error", str(e).removesuffix(SEE_DOCTOR), "khlang doctor")
    except NewsError as e:
        what = str(e).removesuffix(f"; {REBUILD}").removesuffix(f"; {BUILD}")  # the repair is told once
        yield Finding("error", what, _BUILD)


def _files(manifest: Manifest, folder: Path) -> list[Finding]:
    try:
        return [
            Finding("error", f"the file {folder / name} is damaged: its bytes are not those that were written", _BUILD)
            for name in manifest.changed_files(folder)
        ]
    except OSError as e:
        return [Finding("error", f"the index in {folder} cannot be read: {e}", "change its owner, or check the disk")]


class _Held:
    """What a generation holds, read straight from its files; ``at`` is the document number of each live article."""

    def __init__(self, files: MappedFiles, folder: Path) -> None:
        self._folder = folder
        self._fields: dict[str, Any] = dict(schema().items())
        self.at: dict[str, int] = {}
        self.version: dict[str, int] = {}
        self.twice: list[str] = []
        try:
            reader = ColumnarIndex(files, schema()).reader()
            self._leaves = [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
            self._reader, self._size = reader, reader.doc_count_all()
            self._columns = [
                {name: leaf.column_reader(name) for name, kind in self._fields.items() if kind.column_type}
                for leaf, _ in self._leaves
            ]
            self._name()
        except Exception as e:
            raise self._damage(e) from e

    def untrue(self) -> list[str]:
        """The files of facts and texts whose arrays do not say what they hold of each document."""
        checks = {"facts": _untrue, "folded": _unlike}
        try:
            return [
                leaf.segment().make_filename(f".{name}{COLUMN}")
                for leaf, _ in self._leaves
                for name, untrue in checks.items()
                if untrue(leaf)
            ]
        except Exception as e:
            raise self._damage(e) from e

    def sums(self) -> dict[str, Sums]:
        """By field, the sum of the words of every document."""
        made = {name: np.zeros(self._size, np.uint64) for name, kind in self._fields.items() if kind.indexed}
        try:
            for leaf, base in self._leaves:
                for name in made:
                    field = leaf._terms.field(name)
                    for number in range(field.count if field else 0):
                        docs, weights = field.postings(number)
                        made[name][base:][docs] += _mixed(np.uint64(hash(field.text(number)) & _ALL), weights)
        except Exception as e:
            raise self._damage(e) from e
        return made

    def values(self, doc: int) -> dict[str, Any]:
        """The column and stored values of the document *doc*, by field."""
        try:
            leaf = int(np.searchsorted([base for _, base in self._leaves], doc, "right")) - 1
            local = doc - self._leaves[leaf][1]
            return {
                **self._reader.stored_fields(doc),
                **{name: column[local] for name, column in self._columns[leaf].items()},
            }
        except Exception as e:
            raise self._damage(e) from e

    def expected(self, made: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
        """Of the fields *made* for the writer, the values that the index should hold, and the sums of its words."""
        values, sums = {}, {}
        for name, kind in self._fields.items():
            if kind.stored:
                values[name] = made[name]
            if kind.column_type:
                values[name] = kind.to_column_value(made[name])
            if kind.indexed:
                words = [(hash(word) & _ALL, weight) for word, _, weight, _ in kind.index(made[name])]
                hashes = np.array([h for h, _ in words], np.uint64)
                sums[name] = int(_mixed(hashes, [w for _, w in words]).sum(dtype=np.uint64))
        return values, sums

    def _name(self) -> None:
        for leaf, base in self._leaves:
            table = leaf.column_reader("facts", translate=False).table
            for local in range(leaf.doc_count_all()):
                if not leaf.is_deleted(local):
                    article_id = table.ids[local]
                    if article_id in self.at:
                        self.twice.append(article_id)
                    self.at[article_id], self.version[article_id] = base + local, int(table.versions[local])

    def _damage(self, error: Exception) -> Exception:
        """What Whoosh meets in damaged files, which is nearly any error: struct, zlib, pickle, assert, KeyError."""
        return IndexProblem(f"the index in {self._folder} is damaged ({type(error).__name__}: {error}); {REBUILD}")


@dataclass(slots=True)
class _Comparison:
    """One pass over the catalogue; the counts grow on the way, of the ids only the first are kept."""

    held: _Held
    manifest: Manifest
    store: Store
    words: Tokeniser
    quick: bool
    progress: Progress
    counts: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[str]] = field(default_factory=dict)

    def findings(self) -> Iterator[Finding]:
        """What differs, by kind of difference, the first documents by name."""
        sums = {} if self.quick else self.held.sums()
        left = set(self.held.at)
        total = self.store.counts()["articles"]
        for done, change in enumerate(self.store.changes(0), 1):
            left.discard(change.id)
            self._article(change, sums)
            if not self.quick and done % SHOW_EVERY == 0:
                self.progress(done, total, f"comparing: {done:,} of {total:,}")
        for article_id in sorted(left):
            self._note("stray", article_id)
        for article_id in self.held.twice:
            self._note("twice", article_id)
        yield from self._told()

    def _article(self, change: Change, sums: Mapping[str, Sums]) -> None:
        doc, version = self.held.at.get(change.id), self.held.version.get(change.id)
        new = change.seq > self.manifest.seq  # which the next update takes in
        if change.alias:
            if doc is not None:
                self._note("changed" if new else "stray", change.id)
            return
        self.counts["articles"] += 1
        if doc is None:
            self._note("new" if new else "lost", change.id)
        elif new:
            self._note("changed", change.id)
        elif version != change.version:
            self._note("differs", f"{change.id} (version {version}, the catalogue has {change.version})")
        elif sums and (what := self._differing(change.id, doc, sums)):
            self._note("differs", f"{change.id} ({', '.join(what)})")

    def _differing(self, article_id: str, doc: int, sums: Mapping[str, Sums]) -> list[str]:
        """The fields of the index that do not hold what they should."""
        article = self.store.article(article_id)
        if article is None:
            return ["no longer in the catalogue"]
        made = document(article, self.store.attachment_texts(article_id), self.words)
        values, totals = self.held.expected(made)
        held = self.held.values(doc)
        wrong = [
            name for name, value in values.items() if not _same(name, held.get(name, b""), value, values["folded"])
        ]
        return wrong + [f"words of {name}" for name, total in totals.items() if int(sums[name][doc]) != total]

    def _note(self, kind: str, article_id: str) -> None:
        self.counts[kind] += 1
        names = self.named.setdefault(kind, [])
        if len(names) < SHOWN:
            names.append(article_id)

    def _told(self) -> Iterator[Finding]:
        for kind, (what, repair) in _KINDS.items():
            if number := self.counts[kind]:
                more = f" and {number - SHOWN:,} more" if number > SHOWN else ""
                text = f"{plural(number, 'article')} {what}: {', '.join(self.named[kind])}{more}"
                yield Finding("warning" if repair == _UPDATE else "error", text, repair)
        if not self.named:
            articles = plural(self.counts["articles"], "article")
            how = "by their versions" if self.quick else "by every word and value"
            yield Finding("ok", f"the index holds the whole catalogue: {articles}, compared {how}")


_ALL = (1 << 64) - 1


def _same(name: str, held: Any, made: Any, folded: bytes) -> bool:
    """Whether two values of a field say the same; another release of zlib may have compressed one of them."""
    if name not in SQUEEZED or held == made:
        return bool(held == made)
    try:
        return bool(SQUEEZED[name](held, folded) == SQUEEZED[name](made, folded))
    except ValueError:
        return False


def _untrue(leaf: Any) -> bool:
    """Whether the table of the facts of a segment is another than its documents make."""
    facts = leaf.column_reader("facts", translate=False)
    made = Table.of(facts.facts(doc) for doc in range(leaf.doc_count_all()))
    return dict(told(facts.table)) != dict(told(made))


def _unlike(leaf: Any) -> bool:
    """Whether what is kept to search the texts of a segment is other than the texts make it."""
    return bool(leaf.column_reader("folded", translate=False).untrue())


def _mixed(hashes: Any, weights: Any) -> Sums:
    """A number for each word with its count, as random as a hash (the last steps of SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed: Sums = np.bitwise_xor(hashes, np.array(weights, np.uint64) * np.uint64(0x9E3779B97F4A7C15))
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))
