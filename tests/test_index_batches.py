"""Segments written from batches, from documents and from other segments are the same, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from corpus.records import Article
from index import segment_writer
from index.analysis import document
from index.batches import Batches
from index.cutting import Words
from index.merging import merge
from index.schema import schema
from index.segment_writer import BatchWriter
from index.shown import unpack
from index.toc import ColumnarIndex
from index.tokens import tokeniser
from tests.small_archive import article

PAGES = [
    article(
        n,
        f"ข่าวที่ {n} ของ ก.พ.ร.",
        "การประชุมคณะรัฐมนตรี " * (n % 5) + f"เรื่องที่ {n} จังหวัดตาก",
        published=date(2008, 1, 1 + n),
    )
    for n in range(20)
]
PAPERS = ("แผนปฏิบัติราชการ พ.ศ. 2551 ของ opdc",)
"""An attachment that every third page has."""


def attached(page: Article) -> tuple[str, ...]:
    return PAPERS if PAGES.index(page) % 3 == 0 else ()


def written(folder: Path, add: Callable[[BatchWriter], None], limit: int = 1 << 20) -> dict[str, bytes]:
    """What the files of the one segment hold that *add* adds, by their ends."""
    folder.mkdir()
    index = ColumnarIndex.create(FileStorage(str(folder)), schema())
    writer = BatchWriter(index, limit)
    add(writer)
    writer.commit(mergetype=merge)
    [segment] = ColumnarIndex(FileStorage(str(folder)), schema())._segments()
    name = segment.segment_id()
    held = {p.name.removeprefix(name): p.read_bytes() for p in folder.glob(name + "*")}
    return {"documents": str(segment.doc_count()).encode(), **held}


def in_batches(pages: Iterable[Article], size: int) -> Callable[[BatchWriter], None]:
    def add(writer: BatchWriter) -> None:
        batches = Batches(Words(tokeniser()))
        pages_left = iter(pages)
        while some := list(islice(pages_left, size)):
            writer.add_batch(batches.batch((page, attached(page)) for page in some))

    return add


def one_by_one(pages: Iterable[Article]) -> Callable[[BatchWriter], None]:
    def add(writer: BatchWriter) -> None:
        for page in pages:
            writer.add_document(**document(page, attached(page), tokeniser()))

    return add


@pytest.mark.parametrize(("size", "limit"), [(1, 1 << 20), (7, 1 << 20), (7, 500), (100, 1 << 20)])
def test_batches_are_written_as_documents_are(tmp_path: Path, size: int, limit: int) -> None:
    plain = written(tmp_path / "plain", one_by_one(PAGES))
    assert {".terms", ".docs", ".facts.col", ".folded.col"} <= plain.keys()
    assert written(tmp_path / "batches", in_batches(PAGES, size), limit) == plain


def test_a_batch_is_compact() -> None:
    batch = Batches(Words(tokeniser())).batch((page, ()) for page in PAGES)
    assert batch.size == len(PAGES)
    assert len(set(batch.terms)) == len(batch.terms)
    assert {name for name, postings in batch.postings.items() if not len(postings.words)} == {"attached", "names"}
    assert unpack(batch.columns["shown"][3], batch.columns["folded"][3])["title"] == PAGES[3].title


def test_a_batch_of_nothing(tmp_path: Path) -> None:
    def add(writer: BatchWriter) -> None:
        in_batches(PAGES[:2], 2)(writer)
        writer.add_batch(Batches(Words(tokeniser())).batch([]))

    assert written(tmp_path / "index", add) == written(tmp_path / "plain", one_by_one(PAGES[:2]))


@pytest.mark.parametrize("at_once", [1, 50, 1_000_000])
def test_segments_merge_into_what_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Deleted documents are left out; those that were there come behind what is added."""
    monkeypatch.setattr(segment_writer, "AT_ONCE", at_once)
    gone = {0, 3, 4, 9}
    folder = tmp_path / "index"

    def add(writer: BatchWriter) -> None:
        in_batches(PAGES[:10], 4)(writer)

    written(folder, add)
    writer = BatchWriter(ColumnarIndex(FileStorage(str(folder)), schema()), 1 << 20)
    [segment] = writer.segments
    for doc in gone:
        segment.delete_document(doc)
    in_batches(PAGES[10:], 5)(writer)
    writer.commit(mergetype=merge)
    [segment] = ColumnarIndex(FileStorage(str(folder)), schema())._segments()
    name = segment.segment_id()
    held = {p.name.removeprefix(name): p.read_bytes() for p in folder.glob(name + "*")}
    left = [*PAGES[10:], *(page for n, page in enumerate(PAGES[:10]) if n not in gone)]
    anew = written(tmp_path / "anew", one_by_one(left))
    assert anew.pop("documents") == str(segment.doc_count()).encode() == b"16"
    assert held == anew


def test_a_writer_that_fails_leaves_no_file_behind(tmp_path: Path) -> None:
    index = ColumnarIndex.create(FileStorage(str(tmp_path)), schema())
    writer = BatchWriter(index, 10)
    in_batches(PAGES, 5)(writer)

    def fails(*_: object) -> list[object]:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        writer.commit(mergetype=fails)
    assert not ColumnarIndex(FileStorage(str(tmp_path)), schema())._segments()
