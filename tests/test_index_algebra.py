from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import algebra
from index.spans import Spans, docs_of, either, keys_of, near, phrase, ranges, sloppy

SIZE = 60
runs = st.sets(st.integers(0, SIZE - 1)).map(lambda docs: np.array(sorted(docs), np.int32))
texts = st.lists(st.lists(st.integers(0, 2), max_size=9), min_size=1, max_size=6)  # documents of words 0, 1 and 2


def keys(documents: list[list[int]], word: int) -> np.ndarray:
    places = [(doc, at) for doc, words in enumerate(documents) for at, found in enumerate(words) if found == word]
    docs = np.array([doc for doc, _ in places], np.int32)
    unlike, counts = np.unique(docs, return_counts=True)
    return keys_of(unlike, counts, np.array([at for _, at in places], np.int64))


@given(runs, runs)
def test_conjunction_and_difference_are_those_of_sets(first: np.ndarray, second: np.ndarray) -> None:
    docs, left, right = algebra.intersect(first, second)
    assert docs.tolist() == sorted({*first.tolist()} & {*second.tolist()})
    assert first[left].tolist() == second[right].tolist() == docs.tolist()
    assert first[algebra.difference(first, second)].tolist() == sorted({*first.tolist()} - {*second.tolist()})


@given(st.lists(runs, min_size=1, max_size=4))
def test_runs_are_joined_as_sets(many: list[np.ndarray]) -> None:
    sets = [{*docs.tolist()} for docs in many]
    assert algebra.intersect_all(many).tolist() == sorted(set.intersection(*sets))
    assert algebra.union(many, SIZE).tolist() == sorted(set.union(*sets))


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 7.25]), min_size=1, max_size=3000), st.integers(0, 12))
def test_the_best_are_those_of_a_full_sort(scores: list[float], count: int) -> None:
    dense = np.array(scores)
    wanted = sorted((doc for doc, score in enumerate(scores) if score > 0), key=lambda doc: (-scores[doc], doc))
    assert algebra.best(dense, count).tolist() == wanted[:count]


def test_the_best_of_many_documents_are_those_of_a_full_sort() -> None:
    rng = np.random.default_rng(5)
    for size in (2_600, 20_011):
        dense = np.where(rng.random(size) < 0.3, rng.integers(0, 40, size) / 4, 0.0)
        wanted = np.lexsort((np.arange(size), -dense))[:10]
        assert algebra.best(dense, 10).tolist() == wanted.tolist()


@given(runs, st.floats(0.1, 9), st.floats(1, 400))
def test_scores_are_those_of_the_formula(docs: np.ndarray, idf: float, average: float) -> None:
    weights, lengths = docs % 7 + 1, docs * 11 + 1
    scores = algebra.bm25(weights, algebra.length_norms(lengths, average), idf)
    for score, weight, length in zip(scores.tolist(), weights.tolist(), lengths.tolist(), strict=True):
        assert abs(score - idf * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * length / average))) < 1e-9


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=20))
def test_ranges_follow_each_other(pairs: list[tuple[int, int]]) -> None:
    starts, counts = (np.array([pair[n] for pair in pairs], np.int64) for n in (0, 1))
    assert ranges(starts, counts).tolist() == [start + n for start, count in pairs for n in range(count)]


@given(texts, st.lists(st.integers(0, 2), min_size=1, max_size=4))
def test_phrases_are_found_where_a_scan_finds_them(documents: list[list[int]], words: list[int]) -> None:
    wanted = [
        doc
        for doc, text in enumerate(documents)
        if any(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))
    ]
    assert docs_of(phrase([keys(documents, word) for word in words])).tolist() == wanted


@given(texts, st.lists(st.integers(0, 2), min_size=2, max_size=4), st.integers(1, 4))
def test_sloppy_phrases_are_found_where_a_walk_finds_them(
    documents: list[list[int]], words: list[int], slop: int
) -> None:
    def ends(text: list[int]) -> set[int]:
        reached = {at for at, word in enumerate(text) if word == words[0]}
        for word in words[1:]:
            reached = {at for at, found in enumerate(text) if found == word and {*range(at - slop, at)} & reached}
        return reached

    wanted = [(doc, at) for doc, text in enumerate(documents) for at in sorted(ends(text))]
    found = sloppy([keys(documents, word) for word in words], slop)
    assert [(int(key >> 32), int(key & 0xFFFFFFFF)) for key in found] == wanted


@given(texts, st.integers(1, 4), st.booleans())
def test_near_is_what_a_comparison_of_all_pairs_finds(documents: list[list[int]], slop: int, ordered: bool) -> None:
    wanted = set()
    for doc, text in enumerate(documents):
        for first in (at for at, word in enumerate(text) if word == 0):
            for second in (at for at, word in enumerate(text) if word == 1):
                if 1 <= (second - first if ordered else abs(second - first)) <= slop:
                    wanted.add((doc, min(first, second), max(first, second)))
    spans = near(Spans.of(keys(documents, 0)), Spans.of(keys(documents, 1)), slop, ordered=ordered)
    found = [
        (int(s >> 32), int(s & 0xFFFFFFFF), int(e & 0xFFFFFFFF)) for s, e in zip(spans.starts, spans.ends, strict=True)
    ]
    assert found == sorted(wanted)
    assert spans.docs().tolist() == sorted({doc for doc, *_ in wanted})
    both = either([spans, Spans.of(keys(documents, 2))])
    assert {*both.docs().tolist()} == {doc for doc, *_ in wanted} | {*docs_of(keys(documents, 2)).tolist()}
    assert both.within(spans.docs()).docs().tolist() == spans.docs().tolist()


def test_facets_and_months_are_counted_over_a_mask() -> None:
    mask = np.array([True, False, True, True])
    codes, docs = np.array([0, 1, 1, 2, 1]), np.array([0, 0, 1, 2, 3])
    assert algebra.counted(codes, docs, mask, 4).tolist() == [1, 2, 1, 0]
    found, counts = algebra.months(np.array([733_042, 0, 733_043, 733_072]))  # 1, 2 and 31 January 2008
    assert [str(month) for month in found] == ["2008-01"]
    assert counts.tolist() == [3]
