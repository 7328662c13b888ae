"""Whoosh's own matchers over Whoosh's own codec are the oracle for what the executor makes of our codec's arrays."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from whoosh import query
from whoosh.scoring import BM25F, TF_IDF
from whoosh.sorting import Count, FieldFacet

from index.executor import Executor
from index.facets import Column
from tests.index_oracle import TAGS, WORDS, Pair, Queries, build, mend

SHAPES = ((), (400,), (150, 1, 90), (60, 60, 60, 60))  # documents of each segment
BATCHES = 5
EACH = 100  # random queries of a batch on one shape: 2,000 in all


@pytest.fixture(scope="module", params=SHAPES, ids=str)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    made = build(tmp_path_factory.mktemp("pair"), seed=len(request.param), sizes=request.param)
    with pytest.MonkeyPatch.context() as patch:
        mend(patch)
        yield made
    made.close()


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    made = build(tmp_path_factory.mktemp("three"), seed=9, sizes=(150, 1, 90))
    yield made
    made.close()


def told(searcher: Any, asked_for: Any, **options: Any) -> dict[int, float]:
    """All that Whoosh's matchers find, with their scores."""
    return {doc: score for score, doc in searcher.search(asked_for, limit=None, **options).top_n}


def answerable(searcher: Any, draw: Queries) -> Iterator[tuple[Any, dict[int, float]]]:
    """Random queries and what Whoosh finds; a few combinations it cannot ask itself: span queries without a size."""
    while True:
        asked_for = draw.any()
        try:
            wanted = told(searcher, asked_for)
        except (NotImplementedError, IndexError):
            continue
        yield asked_for, wanted


def check(asked_for: Any, wanted: dict[int, float], docs: np.ndarray, scores: np.ndarray) -> None:
    assert docs.tolist() == sorted(wanted), repr(asked_for)
    np.testing.assert_allclose(scores, [wanted[doc] for doc in sorted(wanted)], rtol=1e-5, err_msg=repr(asked_for))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_queries_find_what_whoosh_finds_with_its_scores(pair: Pair, batch: int) -> None:
    queries = answerable(pair.theirs, Queries(random.Random(f"{pair.ours.doc_count_all()} {batch}")))
    executor = Executor(pair.ours)
    for _ in range(EACH):
        asked_for, wanted = next(queries)
        check(asked_for, wanted, *executor.matches(asked_for))
        assert executor.matches(asked_for, scored=False)[0].tolist() == sorted(wanted), repr(asked_for)


def test_the_best_ten_are_whooshs_in_its_order(pair: Pair) -> None:
    queries = answerable(pair.theirs, Queries(random.Random(3)))
    executor = Executor(pair.ours)
    for _ in range(60):
        asked_for, wanted = next(queries)
        found = executor.search(asked_for)
        assert found.total == len(wanted), repr(asked_for)
        first = sorted((-round(score, 9), doc) for doc, score in wanted.items())[:10]
        assert [round(score, 5) for score in found.scores] == [round(-score, 5) for score, _ in first]
        assert sorted((-round(score, 9), doc) for score, doc in zip(found.scores, found.docs, strict=True)) == [
            (-round(score, 9), doc) for score, doc in zip(found.scores, found.docs, strict=True)
        ]
        for doc, score in zip(found.docs, found.scores, strict=True):
            assert abs(wanted[doc] - score) < 1e-5 * max(1, score)


def test_words_of_many_documents_are_ranked_as_whoosh_ranks_them(pair: Pair) -> None:
    chance = random.Random(4)
    executor = Executor(pair.ours)
    for _ in range(60):
        terms = [query.Term("body", word, boost=chance.choice((1, 2.0))) for word in chance.sample(WORDS, 4)]
        wanted = told(pair.theirs, query.Or(terms, boost=1.5))
        found = executor.search(query.Or(terms, boost=1.5), 7)
        order = sorted(wanted, key=lambda doc: (-round(wanted[doc], 9), doc))
        assert found.docs == order[:7]
        assert found.total == len(wanted)


def test_filters_and_masks_take_away_what_whooshs_do(pair: Pair) -> None:
    chance = random.Random(5)
    executor = Executor(pair.ours)
    for _ in range(60):
        wanted_for: Any = query.Or([query.Term("body", word) for word in chance.sample(WORDS[:20], 3)])
        if chance.random() < 0.5:
            wanted_for = query.Phrase("body", chance.choices(WORDS[:9], k=2), slop=3)
        within = query.Or([query.Term("tags", tag) for tag in chance.sample(TAGS, 4)])
        without = query.NumericRange("year", 0, chance.randint(0, 2600))
        wanted = told(pair.theirs, wanted_for, filter=within, mask=without)
        found = executor.search(wanted_for, 1000, within=within, without=without)
        assert sorted(found.docs) == sorted(wanted)
        allowed = executor.mask(within) & ~executor.mask(without)
        assert executor.search(wanted_for, 1000, within=allowed) == found


def test_facets_and_months_are_those_of_whooshs_groups(pair: Pair) -> None:
    stored = [pair.ours.stored_fields(doc) for doc in range(pair.ours.doc_count_all())]
    columns = {
        name: Column.of([[(value, value) for value in fields.get(name, "").split()] for fields in stored])
        for name in ("tags", "kind")
    }
    days = np.array([fields["day"].toordinal() if fields.get("day") else 0 for fields in stored], np.int64)
    queries = answerable(pair.theirs, Queries(random.Random(6)))
    executor = Executor(pair.ours)
    for _ in range(40):
        asked_for, wanted = next(queries)
        found = executor.search(asked_for, 3, columns=columns, days=days)
        for name, column in columns.items():
            facet = FieldFacet(name, allow_overlap=True)
            groups = pair.theirs.search(asked_for, limit=None, groupedby=facet, maptype=Count).groups()
            counts = {value: int(n) for value, n in zip(column.values, found.facets[name], strict=True) if n}
            assert counts == {value: n for value, n in groups.items() if value}, repr(asked_for)
        months = Counter(f"{stored[doc]['day']:%Y-%m}" for doc in wanted if stored[doc].get("day"))
        assert found.months == sorted(months.items())


def test_another_codec_is_answered_alike(three: Pair) -> None:
    draw = Queries(random.Random(7))
    theirs, ours = Executor(three.theirs), Executor(three.ours)
    for _ in range(100):
        asked_for = draw.any(1)
        try:
            docs, scores = theirs.matches(asked_for)
        except NotImplementedError:
            continue
        check(asked_for, dict(zip(docs.tolist(), scores.tolist(), strict=True)), *ours.matches(asked_for))


@pytest.mark.parametrize(
    "weighting", [BM25F(B=0.4, K1=1.7, title_B=0.1), TF_IDF()], ids=["own numbers", "another model"]
)
def test_scores_are_those_of_the_searchers_model(three: Pair, weighting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mend(monkeypatch)
    theirs, ours = (type(s)(s.reader(), weighting=weighting, closereader=False) for s in (three.theirs, three.ours))
    queries = answerable(theirs, Queries(random.Random(8)))
    for _ in range(60):
        asked_for, wanted = next(queries)
        check(asked_for, wanted, *Executor(ours).matches(asked_for))


def test_a_query_that_is_not_known_is_answered_by_its_own_matcher(three: Pair) -> None:
    class Own(query.Term):  # type: ignore[misc]  # whoosh is not typed for us
        """A query of somebody else."""

    asked_for = query.And([Own("body", "w1"), query.Term("body", "w2")])
    wanted = told(three.theirs, query.And([query.Term("body", "w1"), query.Term("body", "w2")]))
    check(asked_for, wanted, *Executor(three.ours).matches(asked_for))


def test_threads_that_share_an_executor_do_not_share_scores(three: Pair) -> None:
    executor = Executor(three.ours)
    queries = [query.Or([query.Term("body", first), query.Term("body", "w3")]) for first in WORDS] * 5
    alone = [executor.search(one) for one in queries]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(executor.search, queries)) == alone


@pytest.mark.parametrize(
    ("asked_for", "wrong"),
    [
        (query.AndNot(query.Term("tags", "t1"), query.Every()), "an excluded document is found"),
        (query.Not(query.Term("tags", "t1")), "a deleted document may be found"),
    ],
)
def test_what_is_excluded_or_deleted_is_never_found(three: Pair, asked_for: Any, wrong: str) -> None:
    docs, _ = Executor(three.ours).matches(asked_for)
    reader = three.ours.reader()
    assert not any(reader.is_deleted(doc) for doc in docs.tolist()), wrong
    excluded = {doc for doc, fields in reader.iter_docs() if "t1" in fields.get("tags", "").split()}
    assert not excluded & {*docs.tolist()}, wrong
