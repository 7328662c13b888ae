"""Writing the index: built anew, or brought up to date from the generation that serves.

Both fill a generation of their own and make it current at the end (:mod:`index.generations`): readers meanwhile have
the one that was. Both read the catalogue as it is at one moment, so that the index is that of one state of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Term

from corpus.errors import IndexProblem, NewsError
from corpus.findings import Finding
from corpus.records import Progress, no_progress
from corpus.settings import Settings
from corpus.store import Store, open_store
from index import checking, warm
from index.batches import Batch, Batches
from index.cutting import Words
from index.dictionary import keep
from index.engine import IndexReport
from index.executor import Executor
from index.files import MappedFiles
from index.generations import (
    CURRENT,
    REBUILD,
    current,
    make_current,
    new_generation,
    remove_unfinished,
    share,
    writing,
)
from index.manifest import Manifest, Mark, keep_own_words, mark_of
from index.merging import merge
from index.own_words import read_own_words
from index.recut import affected, differing, other_words
from index.schema import schema
from index.segment_writer import BatchWriter
from index.toc import ColumnarIndex
from index.tokens import Tokeniser, tokeniser_with
from index.workers import FEWEST, Workers

MEMORY = 32 * 1024**2  # bytes of postings in memory; more are put away in a temporary file


class WhooshWriter:
    """The :class:`index.engine.IndexWriter` of Whoosh."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def build(self, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
        """See :func:`build`."""
        return build(self._settings, progress, patience)

    def update(self, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
        """See :func:`update`."""
        return update(self._settings, progress, patience)

    def exists(self) -> bool:
        """Whether there is an index, be it one that cannot be used."""
        return (self._settings.index / CURRENT).exists()

    def lacking(self) -> int:
        """How many articles changed since the index was written; :class:`IndexProblem` for one that cannot be read."""
        seq = Manifest.read(current(self._settings.index)).seq
        with open_store(self._settings, readonly=True) as store:
            return sum(1 for _ in store.changes(seq))

    def other_words(self) -> bool:
        """See :func:`index.recut.other_words`."""
        return other_words(self._settings)

    def check(self, progress: Progress = no_progress, *, quick: bool = False) -> Iterator[Finding]:
        """See :func:`index.checking.check`."""
        return checking.check(self._settings, progress, quick=quick)


def build(settings: Settings, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
    """Build the whole index anew beside the serving one, then let it serve.

    Another process that writes is waited for, *patience* seconds long. Raises :class:`IndexProblem` where it writes
    still, or when the disk is full; the old index stays.
    """
    began = time.perf_counter()
    own, root = read_own_words(settings.dictionary), settings.index
    with (
        writing(root, patience),
        open_store(settings, readonly=True) as store,
        Workers(settings, own, _useful(settings, store.counts()["articles"])) as workers,
    ):
        words = tokeniser_with(own, root)
        with workers.frozen(store), new_generation(root) as folder:
            keep(root)
            ColumnarIndex.create(FileStorage(str(folder)), schema())
            with _adding(folder) as writer:
                ids = (change.id for change in store.changes(0) if not change.alias)
                batches = workers.batches(ids, store, Batches(Words(words)))
                added = _add(writer, batches, progress, store.counts()["articles"])
            made = _finished(folder, store, words, {})
    return _report(made, added, 0, began)


def update(settings: Settings, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
    """Take in what changed in the catalogue since the index was written.

    Another process that writes is waited for, *patience* seconds long. Raises :class:`IndexProblem` when there is no
    index, when it was built by another program or of another catalogue, or while another process writes still.
    """
    began = time.perf_counter()
    own, root = read_own_words(settings.dictionary), settings.index
    with writing(root, patience), open_store(settings, readonly=True) as store:
        serving = current(root)
        manifest = Manifest.read(serving)
        with Workers(settings, own, _useful(settings, _number(store, manifest))) as workers:
            words = tokeniser_with(own, root)
            with workers.frozen(store), _telling_damage(manifest, serving):
                return _updated(store, serving, manifest, words, workers, progress, began)


@contextmanager
def _telling_damage(manifest: Manifest, serving: Path) -> Iterator[None]:
    """What is met inside becomes an :class:`IndexProblem` where the index in *serving* is damaged."""
    try:
        yield
    except (NewsError, OSError):  # of the disk: the writer's lock tells what to do
        raise
    except Exception as e:
        if name := manifest.damaged_file(serving):
            raise IndexProblem(f"the index in {serving} is damaged in {name} ({e}); {REBUILD}") from e
        raise


def _updated(
    store: Store,
    serving: Path,
    manifest: Manifest,
    words: Tokeniser,
    workers: Workers,
    progress: Progress,
    began: float,
) -> IndexReport:
    root = serving.parent
    keep(root)
    manifest.require(words, serving)
    manifest.require_files(serving)
    _require_same_catalogue(manifest, store, serving)
    changed = _number(store, manifest)
    if not changed and words.own == manifest.own_words(serving):
        remove_unfinished(root)
        warm.keep(serving)
        return _report(manifest, 0, 0, began)
    recut = _to_recut(store, manifest, serving, words)
    with new_generation(root) as folder:
        share((serving / name for name in manifest.files), folder)
        with _adding(folder) as writer:
            removed = _take_out(writer, serving, (change.id for change in store.changes(manifest.seq)))
            _take_out(writer, serving, recut)
            present = chain((change.id for change in store.changes(manifest.seq) if not change.alias), recut)
            batches = workers.batches(present, store, Batches(Words(words)))
            added = _add(writer, batches, progress, changed + len(recut)) - len(recut)
        manifest = _finished(folder, store, words, manifest.files)
    return _report(manifest, added, removed, began, len(recut))


def _useful(settings: Settings, articles: int) -> int:
    """How many processes beside this one to cut so many articles with."""
    return min(settings.processes - 1, articles // FEWEST)


def _number(store: Store, manifest: Manifest) -> int:
    """How many articles changed since the index was written."""
    return sum(1 for _ in store.changes(manifest.seq))


def _to_recut(store: Store, manifest: Manifest, serving: Path, words: Tokeniser) -> list[str]:
    """The articles that did not change, but hold a word that the user added or took away."""
    held = affected(serving, differing(manifest.own_words(serving), words.own))
    changed = {change.id for change in store.changes(manifest.seq)} if held else set()
    return [article_id for article_id in held if article_id not in changed]


def _require_same_catalogue(manifest: Manifest, store: Store, serving: Path) -> None:
    seq, born = store.last_seq(), store.born()
    if seq < manifest.seq or (manifest.born and manifest.born != born):
        raise IndexProblem(
            f"the index in {serving} knows change {manifest.seq} of the catalogue of {manifest.born or 'no run'}; this"
            f" one is of {born or 'no run'} and has {seq}: it was built of another catalogue; {REBUILD}"
        )


def _add(writer: BatchWriter, batches: Iterable[Batch], progress: Progress, total: int) -> int:
    count = 0
    of = f" of {total:,}" if total else ""
    for batch in batches:
        writer.add_batch(batch)
        count += batch.size
        progress(count, total, f"indexing: {count:,}{of}")
    progress(count, total, f"indexing: {count:,}{of}")
    return count


def _take_out(writer: BatchWriter, serving: Path, ids: Iterable[str]) -> int:
    """Mark the documents of the articles *ids* as deleted in what *writer* takes over; returns how many there were."""
    with MappedFiles(serving) as files, ColumnarIndex(files, schema()).searcher() as searcher:
        named = Or([Term("id", article_id) for article_id in ids])
        docs, _ = Executor(searcher).matches(named, scored=False)
        for doc in docs.tolist():
            writer.delete_document(doc)
    return len(docs)


@contextmanager
def _adding(folder: Path) -> Iterator[BatchWriter]:
    """Whoosh's writer on the generation *folder*, which is thrown away where this fails."""
    writer = BatchWriter(ColumnarIndex(FileStorage(str(folder)), schema()), MEMORY, _lk=False)
    try:
        yield writer
    except BaseException:
        with suppress(Exception):  # it only closes files; what went wrong is on its way
            writer.cancel()
        raise
    writer.commit(mergetype=merge)


def _finished(folder: Path, store: Store, words: Tokeniser, known: Mapping[str, Mark]) -> Manifest:
    """Give the generation *folder* its manifest and let it serve; *known* marks the files it shares with another."""
    keep_own_words(folder, words.own)
    files = {path.name: known.get(path.name) or mark_of(path) for path in sorted(folder.iterdir())}
    segments = ColumnarIndex(FileStorage(str(folder)), schema())._segments()
    made = Manifest.now(words, store.last_seq(), sum(s.doc_count() for s in segments), store.born(), files)
    made.write(folder)
    warm.keep(folder)
    make_current(folder)
    return made


def _report(manifest: Manifest, added: int, removed: int, began: float, recut: int = 0) -> IndexReport:
    return IndexReport(
        documents=manifest.documents,
        added=added,
        removed=removed,
        seq=manifest.seq,
        seconds=round(time.perf_counter() - began, 3),
        recut=recut,
    )
