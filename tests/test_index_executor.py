"""Whoosh's own matchers over Whoosh's own codec are the oracle for what the executor makes of our codec's arrays."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.scoring import BM25F, TF_IDF

from index.executor import Executor
from index.facets import Column
from tests.index_oracle import Pair, Queries, build

QUERIES = 2_000
BATCHES = 8
SHAPES = ((), (400,), (150, 1, 90), (60, 60, 60, 60))  # documents of each segment


@pytest.fixture(scope="module", params=SHAPES, ids=str)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    made = build(tmp_path_factory.mktemp("pair"), seed=len(request.param), sizes=request.param)
    yield made
    made.close()


def told(searcher: Any, query: Any, **options: Any) -> dict[int, float]:
    """What Whoosh's matchers find; without the deleted documents that its InverseMatcher lets through."""
    reader = searcher.reader()
    results = searcher.search(query, limit=None, **options)
    return {doc: score for score, doc in results.top_n if not reader.is_deleted(doc)}


def check(query: Any, wanted: dict[int, float], docs: np.ndarray, scores: np.ndarray) -> None:
    assert docs.tolist() == sorted(wanted), query
    np.testing.assert_allclose(scores, [wanted[doc] for doc in sorted(wanted)], rtol=1e-5, err_msg=str(query))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_queries_find_what_whoosh_finds_with_its_scores(pair: Pair, batch: int) -> None:
    draw = Queries(random.Random(batch))
    executor = Executor(pair.ours)
    for _ in range(QUERIES // BATCHES // len(SHAPES)):
        query = draw.any()
        check(query, told(pair.theirs, query), *executor.matches(query))
