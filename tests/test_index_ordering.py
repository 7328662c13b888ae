from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.duplicates import Groups
from index.hits import Sort
from index.ordering import FEW, first_of


@given(
    st.integers(1, 2 * FEW), st.integers(0, 40), st.sampled_from(get_args(Sort)), st.integers(1, 60), st.integers(0, 99)
)
def test_the_first_are_those_of_the_whole_order(size: int, most: int, sort: Sort, days: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    scores = np.round(chance.random(size) * days, 1) if seed % 5 else np.zeros(size)
    day = (chance.integers(0, days, size) * (seed % 3 > 0)).astype(np.int32)
    ids = chance.permutation(size).astype(np.int32)
    behind = chance.random(size) < 0.3
    docs = np.flatnonzero(np.ones(size)) + 7
    facts = list(zip(scores.tolist(), day.tolist(), ids.tolist(), behind.tolist(), strict=True))
    whole = sorted(range(size), key=lambda n: _key(sort, *facts[n]))
    found = first_of(docs, sort, scores=scores, days=day, ids=ids, behind=behind, most=most)
    assert len(found) >= min(most, size)
    assert (found[:most] - 7).tolist() == whole[:most]
    assert most or not len(found)


def _key(sort: Sort, score: float, day: int, place: int, behind: bool) -> tuple[float, ...]:
    if sort == "oldest":
        return behind, day or 10**9, place
    return (behind, -day, place) if sort == "newest" else (behind, -score, -day, place)


@pytest.mark.parametrize(("docs", "repeats"), [([0, 1, 2, 3], 2), ([0, 1], 0), ([], 0), ([2, 3, 4], 1)])
def test_repeats_stand_behind_others(docs: list[int], repeats: int) -> None:
    groups = Groups(np.array([0, 1, 0, 0, 4], np.int32), {0: (0, 2, 3)})
    assert groups.repeats(np.array(docs, np.intp)) == repeats
    assert len(docs) - len(groups.first_of_each(np.array(docs, np.int32))) == repeats
