"""Writing the index: built anew beside the serving one, brought up to date, and compared with the catalogue.

A build fills a new generation and makes it current at the end. An update adds one segment to the current generation,
which Whoosh makes visible in one step, and then moves the manifest on; killed between the two, the next update does the
same changes once more, to the same end.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from corpus.doctor import Finding
from corpus.errors import SEE_DOCTOR, IndexProblem, NewsError, StoreProblem
from corpus.findings import plural
from corpus.records import Article, Progress, no_progress
from corpus.settings import Settings
from corpus.store import Store, open_store
from index.analysis import document
from index.manifest import BUILD, REBUILD, Manifest, current, make_current, new_generation, writing
from index.schema import schema
from index.snapshot import Snapshot
from index.tokens import Tokeniser, tokeniser

MEMORY = 64  # megabytes of postings before they are sorted away to a temporary file; the process takes about thrice
SHOW_EVERY = 50  # documents between two calls of the progress


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What a build or an update did: documents in the index now, taken in, taken out, and the seconds it took."""

    documents: int
    added: int
    removed: int
    seq: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"the index holds {self.documents} articles: {self.added} taken in, {self.removed} taken out"
            f" in {self.seconds:.1f} s"
        )


def build(settings: Settings, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
    """Build the whole index anew beside the serving one, then let it serve.

    Another process that writes is waited for, *patience* seconds long. Raises :class:`IndexProblem` where it writes
    still, or when the disk is full; the old index stays.
    """
    began = time.perf_counter()
    words = tokeniser(settings.dictionary)
    with writing(settings.index, patience), _on_disk(settings.index), open_store(settings, readonly=True) as store:
        seq = store.last_seq()
        folder = new_generation(settings.index)
        FileIndex.create(FileStorage(str(folder)), schema(), "MAIN")
        with _adding(folder) as writer:
            total = store.counts().get("articles")
            added = _add(writer, _each_once(store, seq), store, words, progress, total)
        Manifest.now(words, seq, added).write(folder)
        make_current(folder)
    return IndexReport(documents=added, added=added, removed=0, seq=seq, seconds=round(time.perf_counter() - began, 3))


def update(settings: Settings, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
    """Take in what changed in the catalogue since the index was written.

    Another process that writes is waited for, *patience* seconds long. Raises :class:`IndexProblem` when there is no
    index, when it was built by another program or of another catalogue, or while another process writes still.
    """
    began = time.perf_counter()
    words = tokeniser(settings.dictionary)
    with writing(settings.index, patience), _on_disk(settings.index), open_store(settings, readonly=True) as store:
        folder = current(settings.index)
        manifest = Manifest.read(folder)
        manifest.require(words, folder)
        seq = store.last_seq()
        if seq < manifest.seq:
            raise IndexProblem(
                f"the index in {folder} knows change {manifest.seq} of the catalogue, which has only {seq}:"
                f" it was built of another one; {REBUILD}"
            )
        changes = [change for change in store.changes(manifest.seq) if change.seq <= seq]
        changed = [change.id for change in changes]
        added = removed = 0
        if changed:
            shutil.rmtree(folder / "MAIN.tmp", ignore_errors=True)  # of an update that was killed
            with _adding(folder) as writer:
                removed = sum(writer.delete_by_term("id", article_id) for article_id in changed)
                present = (a for a in map(store.article, (c.id for c in changes if not c.alias)) if a)
                added = _add(writer, present, store, words, progress, len(changed))
        documents = FileIndex(FileStorage(str(folder)), schema=schema()).doc_count()
        Manifest.now(words, seq, documents).write(folder)
    return IndexReport(
        documents=documents, added=added, removed=removed, seq=seq, seconds=round(time.perf_counter() - began, 3)
    )


def lacking(settings: Settings) -> int:
    """How many articles changed since the index was written; :class:`IndexProblem` for one that cannot be read."""
    seq = Manifest.read(current(settings.index)).seq
    with open_store(settings, readonly=True) as store:
        return sum(1 for _ in store.changes(seq))


def check(settings: Settings) -> Iterator[Finding]:
    """Compare the index with the catalogue: every article in it, in its current version, and nothing else."""
    try:
        snapshot = Snapshot(settings.index, tokeniser(settings.dictionary), {})
        with open_store(settings, readonly=True) as store:
            yield from _compared(snapshot, store)
    except StoreProblem as e:
        yield Finding("error", str(e).removesuffix(SEE_DOCTOR), "khlang doctor")
    except NewsError as e:
        what = str(e).removesuffix(f"; {REBUILD}").removesuffix(f"; {BUILD}")  # the repair is told once
        yield Finding("error", what, "khlang index build")


def _compared(snapshot: Snapshot, store: Store) -> Iterator[Finding]:
    held = snapshot.versions()
    missing = changed = count = 0
    for change in store.changes(0):
        version = held.pop(change.id, None)
        if change.alias:
            changed += version is not None
            continue
        count += 1
        missing += version is None
        changed += version is not None and (version != change.version or change.seq > snapshot.manifest.seq)
    found = (
        (missing, "of the catalogue not in the index", "khlang index update"),
        (changed, "changed since indexed", "khlang index update"),
        (len(held), "in the index, not in the catalogue", "khlang index build"),
    )
    yield from (
        Finding("warning", f"{plural(number, 'article')} {what}", repair) for number, what, repair in found if number
    )
    snapshot.verify()
    if not any(number for number, _, _ in found):
        yield Finding("ok", f"the index holds the whole catalogue: {plural(count, 'article')}", "")


def _each_once(store: Store, seq: int) -> Iterator[Article]:
    """The current articles. One that changes meanwhile would come twice; the next update takes in the change."""
    seen: set[str] = set()
    for at, article in store.articles():
        if at <= seq or article.id not in seen:
            seen.add(article.id)
            yield article


def _add(
    writer: Any, articles: Iterable[Article], store: Store, words: Tokeniser, progress: Progress, total: int | None
) -> int:
    count = 0
    of = f" of {total:,}" if total else ""
    for article in articles:
        writer.add_document(**document(article, store.attachment_texts(article.id), words))
        count += 1
        if count % SHOW_EVERY == 0:
            progress(count, total, f"indexing: {count:,}{of}")
    progress(count, total, f"indexing: {count:,}{of}")
    return count


@contextmanager
def _adding(folder: Path) -> Iterator[Any]:
    """Whoosh's writer on the generation *folder*: all that it was given becomes visible at the end, or nothing."""
    writer = FileIndex(FileStorage(str(folder)), schema=schema()).writer(limitmb=MEMORY)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


@contextmanager
def _on_disk(root: Path) -> Iterator[None]:
    """A full or failing disk, said in one sentence."""
    try:
        yield
    except OSError as e:
        raise IndexProblem(
            f"cannot write the index in {root}: {e.strerror or e}; make room there and run it again"
        ) from e
