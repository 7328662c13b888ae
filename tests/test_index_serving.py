"""Searches while the index is rebuilt and updated: no error, and no answer that mixes two states of the catalogue."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.serving import MARK, marked, measure, settle, states_of
from corpus.settings import Settings
from index import search
from index.hits import SearchPage, SearchRequest


def test_no_answer_mixes_two_states(tmp_path: Path) -> None:
    figures = measure(Settings(data=tmp_path), 300, 2, 2)
    assert (figures["queries"], figures["errors"], figures["mixed"]) == (300, 0, 0), figures["told"]
    assert figures["states_seen"] > 1
    assert figures["updates"] > 1


@pytest.fixture
def pages(tmp_path: Path) -> tuple[SearchPage, SearchPage]:
    """What is answered in two states of one catalogue."""
    settings = Settings(data=tmp_path)
    found = []
    for state in (3, 4):
        settle(settings, state)
        search.update(settings)
        with closing(search.open_engine(settings)) as engine:
            found.append(engine.search(SearchRequest(q=MARK, per_page=50)))
    return found[0], found[1]


def test_a_mixed_answer_is_told(pages: tuple[SearchPage, SearchPage]) -> None:
    one, other = pages
    assert (states_of(one), states_of(other)) == ({3}, {4})
    assert (one.total, other.total) == (marked(3), marked(4))
    for page in (
        replace(one, total=other.total),
        replace(one, hits=(*one.hits[:-1], other.hits[-1])),
        replace(one, facets=other.facets),
        replace(one, timeline=other.timeline),
        replace(one, hits=one.hits[:-1]),
        replace(one, hits=(*one.hits[:-1], one.hits[0])),
        replace(one, hits=tuple(replace(hit, snippet=other.hits[0].snippet) for hit in one.hits)),
        replace(one, hits=(), total=0),
    ):
        assert len(states_of(page)) > 1
