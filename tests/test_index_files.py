"""The mapped files of the index: read as files are, and never copied."""

import io
import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import IndexProblem
from corpus.settings import Settings
from index import search
from index.arrays import ArraysWriter
from index.files import Mapped, MappedFiles, Strings
from index.generations import current
from index.snapshot import Snapshot
from index.tokens import tokeniser
from tests.small_archive import article, put
from tests.test_index_arrays import Kept


@given(st.binary(), st.lists(st.tuples(st.integers(-3, 30), st.sampled_from([0, 1, 2]), st.integers(-1, 30))))
def test_a_mapped_file_reads_as_bytes_in_memory_do(data: bytes, steps: list[tuple[int, int, int]]) -> None:
    ours, theirs = Mapped(memoryview(data), "x"), io.BytesIO(data)
    for offset, whence, size in steps:
        if whence == io.SEEK_SET and offset < 0:
            continue  # an error for one, the start for the other
        assert ours.file.seek(offset, whence) == theirs.seek(offset, whence)
        assert ours.file.read(size) == theirs.read(size)
        assert ours.file.tell() == theirs.tell()
    assert ours.subset(1, 2).file.read() == data[1:3]


def test_an_empty_file_is_one(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert MappedFiles(tmp_path).open_file("empty").file.read() == b""


def test_files_are_closed_where_opening_failed(tmp_path: Path) -> None:
    (tmp_path / "some").write_bytes(b"some")
    files = MappedFiles(tmp_path)
    opened = files.open_file("some")
    files.__exit__(ValueError, ValueError("damage"), None)
    assert opened.is_closed


def test_an_open_index_holds_no_copy_of_its_files(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    put(settings, [article(n, "ข่าว", " ".join(f"{n}{m:06}" for m in range(40_000))) for n in range(4)])
    search.build(settings)
    size = sum(p.stat().st_size for p in settings.index.rglob("*") if p.is_file())
    tokeniser()  # the dictionary is no part of what is measured
    tracemalloc.start()
    try:
        opened = Snapshot(current(settings.index), {})
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert opened.size == 4
    assert size > 2_000_000
    assert held < size / 4


@given(st.lists(st.none() | st.binary(max_size=9), max_size=9), st.integers(0, 3))
def test_a_column_of_strings_gives_them_back(values: list[bytes | None], more: int) -> None:
    file, documents = Kept(), len(values) + more
    writer = Strings.Writer(file)
    for doc, value in enumerate(values):
        if value is not None:
            writer.add(doc, value)
    writer.finish(documents)
    data = file.getvalue()
    column = Strings.Reader(Mapped(memoryview(data), "x"), 0, len(data), documents)
    expected = [value or b"" for value in values] + [b""] * more
    assert list(column) == expected
    joined, starts = column.spans()
    assert [bytes(joined[a:b]) for a, b in pairwise(starts)] == expected
    with pytest.raises(IndexProblem, match="do not fit"):
        Strings.Reader(Mapped(memoryview(data), "x"), 0, len(data), documents + 1)


def test_a_column_of_strings_that_is_cut_off_is_refused() -> None:
    file = Kept()
    out = ArraysWriter(file)
    out.add("data", np.zeros(3, np.uint8))
    out.add("starts", np.array([0, 4], np.uint32))
    out.close()
    with pytest.raises(IndexProblem, match="do not fit"):
        Strings.Reader(Mapped(memoryview(file.getvalue()), "x"), 0, len(file.getvalue()), 1)
