"""Scores of some documents alone are those that they have among all."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.facets import Ints
from index.ranking import FIELD_B, Bm25f

SIZE = 30
runs = st.dictionaries(st.integers(0, SIZE - 1), st.integers(1, 9), max_size=SIZE).map(
    lambda held: (np.array(sorted(held), np.int32), np.array([held[doc] for doc in sorted(held)], np.float64))
)


@given(
    st.dictionaries(st.sampled_from(sorted(FIELD_B)), st.lists(runs, max_size=2)),
    st.sets(st.integers(0, SIZE - 1)).map(lambda docs: np.array(sorted(docs), np.int32)),
    st.integers(0, SIZE),
)
def test_some_documents_score_as_among_all(counts: dict[str, list[Any]], docs: Ints, found: int) -> None:
    lengths = {name: np.arange(SIZE, dtype=np.float64) for name in FIELD_B}
    scorer = Bm25f(lengths, np.ones(SIZE, np.bool_))
    assert np.array_equal(scorer.score_at(docs, counts, found), scorer.score(counts, found)[docs])
