"""The quality gate: how well the right page is found, over an invented archive and the questions of XQuAD in Thai.

The floors stand here and nowhere else. A change that lowers one says why in the list of changes.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.retrieval import of_questions
from corpus.settings import Settings
from index import search
from index.engine import SearchEngine
from index.hits import SearchRequest
from index.tokens import tokeniser
from tests.quality_pages import PAGES, QUESTIONS, articles
from tests.small_archive import put

FLOORS = {"invented, first": 0.94, "invented, MRR": 0.965, "XQuAD, MRR": 0.960, "XQuAD, recall": 0.995}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    settings = Settings(data=tmp_path_factory.mktemp("quality"))
    put(settings, articles())
    search.build(settings)
    with closing(search.open_engine(settings)) as opened:
        yield opened


def found(engine: SearchEngine, query: str, **more: object) -> list[int]:
    page = engine.search(SearchRequest(q=query, **more))  # type: ignore[arg-type]  # a test says what it needs
    return [int(hit.id.rpartition(":")[2]) for hit in page.hits]


def test_the_invented_archive_is_answered(engine: SearchEngine) -> None:
    ranks = {}
    for query, right in QUESTIONS.items():
        numbers = found(engine, query)
        ranks[query] = min((numbers.index(n) + 1 for n in right if n in numbers), default=0)
    wrong = {query: rank for query, rank in ranks.items() if rank != 1}
    assert sum(rank == 1 for rank in ranks.values()) / len(ranks) >= FLOORS["invented, first"], wrong
    assert sum(1 / rank for rank in ranks.values() if rank) / len(ranks) >= FLOORS["invented, MRR"], wrong


def test_a_whole_word_comes_before_every_part_of_a_word(engine: SearchEngine) -> None:
    words = tokeniser()
    for query in ("ตาก", "ข้าว", "ขาว", "ข่าว", "น้ำ", "เรือ", "ไข่", "ป่า", "ไฟฟ้า"):
        numbers = found(engine, query, per_page=50)
        whole = [query in words.words(" ".join(PAGES[number])) for number in numbers]
        assert any(whole), query
        assert whole == sorted(whole, reverse=True), (query, numbers)


@pytest.mark.parametrize("number", sorted(PAGES))
def test_a_sentence_pasted_from_a_page_finds_it_first(engine: SearchEngine, number: int) -> None:
    _, text = PAGES[number]
    assert found(engine, text[:150])[:1] == [number]


@pytest.mark.parametrize("number", sorted(set(PAGES) - {57, 58, 59, 60}))
def test_a_title_finds_its_page_before_lists_that_name_it(engine: SearchEngine, number: int) -> None:
    title, _ = PAGES[number]
    assert found(engine, title)[:1] == [number]


def test_questions_of_xquad(shared_data: Path) -> None:
    figures = of_questions(shared_data / "retrieval")["questions"]
    assert figures["mrr_at_10"] >= FLOORS["XQuAD, MRR"]
    assert figures["recall_at_10"] >= FLOORS["XQuAD, recall"]
