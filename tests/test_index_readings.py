"""What reading texts for a word told is kept, within bounds, and never changes what is found."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import readings
from index.facets import Ints, Mask
from index.readings import Counts, Readings

SIZE = 12
masks = st.lists(st.booleans(), min_size=SIZE, max_size=SIZE).map(np.array)


def reader(held: Mask, read: list[int]) -> Callable[[Mask], tuple[Ints, Counts]]:
    """What tells which documents of a mask are *held*, and notes those that it was asked for."""

    def told(mask: Mask) -> tuple[Ints, Counts]:
        read.extend(np.flatnonzero(mask).tolist())
        docs = np.flatnonzero(mask & held).astype(np.int32)
        return docs, np.stack((docs, docs + 1, docs + 2), axis=1)

    return told


@given(masks, st.lists(masks, min_size=1, max_size=6))
def test_each_document_is_read_once(held: Mask, asked: list[Mask]) -> None:
    kept, read = Readings(SIZE), list[int]()
    for mask in asked:
        docs, counts = kept.of("word", mask, reader(held, read))
        assert docs.tolist() == np.flatnonzero(mask & held).tolist()
        assert counts[:, 0].tolist() == docs.tolist()
    assert sorted(read) == np.flatnonzero(np.logical_or.reduce(asked)).tolist()


def test_what_was_asked_for_longest_ago_is_let_go() -> None:
    size = readings.KEPT // 4
    kept, read = Readings(size), list[int]()
    one = np.zeros(size, np.bool_)
    one[0] = True
    for word in "abcdcbea":
        kept.of(word, one, reader(one, read))
    assert len(read) == 6  # three words fit: d took the place of a, e that of d, and a is read again
    assert kept._bytes <= readings.KEPT


def test_a_word_is_not_told_by_another() -> None:
    kept, read = Readings(SIZE), list[int]()
    everywhere, nowhere = np.ones(SIZE, np.bool_), np.zeros(SIZE, np.bool_)
    assert len(kept.of(("นา", False), everywhere, reader(everywhere, read))[0]) == SIZE
    assert len(kept.of(("นา", True), everywhere, reader(nowhere, read))[0]) == 0
