"""Postings come out of the pool in order and whole, however they came and wherever they lay meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import pool as pools
from index.pool import ArrayPool, Postings

# What each document has of two fields: the numbers of words and how often they stand there.
COUNTS = st.dictionaries(st.integers(0, 30), st.integers(1, 5), max_size=8)
DOCUMENTS = st.lists(st.fixed_dictionaries({"body": COUNTS, "title": COUNTS}), max_size=25)
Expected = dict[str, dict[bytes, list[tuple[int, float]]]]


@contextmanager
def small(**bounds: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in bounds.items():
            patch.setattr(pools, name, value)
        yield


def term(number: int) -> bytes:
    return f"คำ{(number * 7) % 31}".encode()


def sorted_postings(documents: list[dict[str, dict[int, int]]]) -> Expected:
    """The rule itself."""
    found: Expected = {}
    for doc, fields in enumerate(documents):
        for name, counts in fields.items():
            for number, count in counts.items():
                found.setdefault(name, defaultdict(list))[term(number)].append((doc, float(count)))
    return found


def held(pool: ArrayPool) -> Expected:
    found: Expected = {}
    for field in pool.fields():
        assert list(field.terms) == sorted(field.terms)
        spans = zip(field.terms, field.starts, field.starts[1:], strict=False)
        found[field.name] = {
            t: list(zip(field.docs[a:b].tolist(), field.weights[a:b].tolist(), strict=True)) for t, a, b in spans
        }
    assert list(found) == sorted(found)
    return found


def add_at_once(pool: ArrayPool, documents: list[dict[str, dict[int, int]]], first: int) -> None:
    """*documents* as one batch, each word's postings together, in no order of words."""
    for name in ("body", "title"):
        by_word: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for doc, fields in enumerate(documents, first):
            for number, count in fields[name].items():
                by_word[number].append((doc, count))
        numbers = pool.numbers(term(number) for number in by_word)
        rows = [(n, d, c) for n, found in zip(numbers, by_word.values(), strict=True) for d, c in found]
        words, docs, weights = np.array(rows, np.float64).reshape(len(rows), 3).T
        pool.add_postings(name, Postings(words, docs, weights))


@settings(deadline=None, max_examples=60)
@given(DOCUMENTS, st.integers(1, 6), st.integers(0, 300), st.integers(1, 40), st.integers(1, 30))
def test_postings_come_out_sorted(
    documents: list[dict[str, dict[int, int]]], batch: int, limit: int, block: int, single: int
) -> None:
    with TemporaryDirectory() as folder, small(BLOCK=block, SINGLE=single):
        pool = ArrayPool(Path(folder), limit)
        for first in range(0, len(documents), batch):
            some = documents[first : first + batch]
            if first // batch % 2:
                add_at_once(pool, some, first)
            else:
                for doc, fields in enumerate(some, first):
                    for name, counts in fields.items():
                        for number, count in counts.items():
                            pool.add((name, term(number), doc, float(count), b""))
        assert held(pool) == sorted_postings(documents)
        pool.cleanup()
        assert not list(Path(folder).iterdir())


def test_no_more_is_held_in_memory_than_allowed(tmp_path: Path) -> None:
    pool = ArrayPool(tmp_path, 600)
    for doc in range(100):
        add_at_once(pool, [{"body": dict.fromkeys(range(8), 1), "title": {}}], doc)
        assert sum(len(p.words) for p in pool._fields["body"]._held) * pools.POSTING <= 600
    assert len(held(pool)["body"]) == 8
    pool.cleanup()


def test_postings_with_values_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="body: postings with values"):
        ArrayPool(tmp_path, 100).add(("body", b"a", 0, 1.0, b"\x01"))
