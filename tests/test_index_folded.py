"""The column of the texts: what was written comes back, and damage is met as such."""

import io
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import IndexProblem
from index.bitslices import BITS
from index.files import Mapped
from index.folded import EDGES, SLICES, STARTS, TextsColumn, _require
from tests.small_texts import column_of

texts = st.lists(st.binary(max_size=40).map(lambda data: data + b"\0\0"), max_size=5)


@given(texts, st.integers(1, 400))
def test_texts_come_back(data: list[bytes], times: int) -> None:
    data = [text * times for text in data]
    column = column_of(data)
    assert [column[n] for n in range(len(data))] == data
    assert not column.untrue()


def test_documents_without_a_text_have_an_empty_one() -> None:
    file = io.BytesIO()
    writer = TextsColumn.Writer(file)
    writer.add(2, b"a\0b\0")
    writer.finish(4)
    data = file.getvalue()
    column = TextsColumn.Reader(Mapped(memoryview(data), "texts"), 0, len(data), 4)
    assert [column[n] for n in range(4)] == [b"", b"", b"a\0b\0", b""]
    assert column.arrays[EDGES].tolist() == [[-1, -1], [-1, -1], [1, 3], [-1, -1]]


@pytest.mark.parametrize("name", [SLICES, EDGES])
def test_what_does_not_follow_from_the_texts_is_found(name: str) -> None:
    column = column_of([b"title\0body\0", b"other\0text\0"])
    other = column.arrays[name].copy()
    other[0, 0] ^= 1
    column.arrays = MappingProxyType({**column.arrays, name: other})
    assert column.untrue()


@pytest.mark.parametrize(
    ("name", "array"),
    [
        (STARTS, np.array([0, 6], np.uint32)),
        (STARTS, np.array([0, 9, 3], np.uint32)),
        (STARTS, np.array([0, 3, 99], np.uint32)),
        (EDGES, np.zeros((1, 2), np.int32)),
        (SLICES, np.zeros((BITS - 1, 1), np.uint8)),
        (SLICES, np.zeros((BITS, 2), np.uint8)),
    ],
)
def test_arrays_that_do_not_fit_each_other_are_refused(name: str, array: np.ndarray) -> None:
    held = dict(column_of([b"a\0b\0", b"c\0d\0"]).arrays)
    with pytest.raises(IndexProblem, match="index build"):
        _require({**held, name: array}, 2)
    del held[name]
    with pytest.raises(IndexProblem, match="index build"):
        _require(held, 2)
