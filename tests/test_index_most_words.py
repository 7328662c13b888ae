"""Pages with most of the words follow those with all of them, where few have all."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from corpus.settings import Settings
from index import search
from index.engine import SearchEngine
from index.hits import SearchPage, SearchRequest
from tests.small_archive import article, put

NOTE = "มีครบทุกคำ 1 หน้า ตามด้วยหน้าที่มีบางคำ"
PAGES = {
    1: "เกษตรกร ข้าวหอมมะลิ ชลประทาน ปุ๋ย",
    2: "เกษตรกร ข้าวหอมมะลิ ชลประทาน " * 9,
    3: "ข้าวหอมมะลิ ชลประทาน ปุ๋ย โรงเรียน",
    4: "เกษตรกร และ โรงเรียน",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    settings = Settings(data=tmp_path_factory.mktemp("most"))
    days = {1: date(2008, 1, 1), 2: date(2009, 1, 1), 3: date(2010, 2, 2)}
    put(settings, [article(n, f"หน้า {n}", body, dated=days.get(n)) for n, body in PAGES.items()])
    put(settings, [article(n, f"ข่าว {n}", "การประชุม") for n in range(10, 40)])
    search.build(settings)
    with closing(search.open_engine(settings)) as opened:
        yield opened


def found(page: SearchPage) -> list[int]:
    return [int(hit.id.rpartition(":")[2]) for hit in page.hits]


ALL = "เกษตรกร ข้าวหอมมะลิ ชลประทาน ปุ๋ย"


@pytest.mark.parametrize("sort", ["relevance", "recent", "newest", "oldest"])
def test_pages_with_all_words_come_first_in_every_order(engine: SearchEngine, sort: str) -> None:
    page = engine.search(SearchRequest(q=ALL, sort=sort))  # type: ignore[arg-type]  # a parameter of the test
    numbers = found(page)
    assert numbers[0] == 1
    assert sorted(numbers) == [1, 2, 3]
    assert page.hits[0].score > max(hit.score for hit in page.hits[1:])
    assert page.query.notes == (NOTE,)


def test_total_facets_timeline_and_paging_count_both(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(q=ALL))
    assert page.total == 3
    assert sum(month.count for month in page.timeline) == 3
    assert sum(value.count for value in page.facets["site"]) == 3
    alone = [found(engine.search(SearchRequest(q=ALL, per_page=1, page=n))) for n in (1, 2, 3, 4)]
    assert [n for numbers in alone for n in numbers] == found(page)


def test_what_is_told_of_a_page_behind_sums_up_to_its_score(engine: SearchEngine) -> None:
    for hit in engine.search(SearchRequest(q=ALL, explain=True, sort="recent")).hits:
        assert sum(reason.score for reason in hit.explain) == pytest.approx(hit.score, abs=1e-3)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (f"{ALL} -โรงเรียน", [1, 2]),
        (f'{ALL} "ปุ๋ย โรงเรียน"', [3]),  # no page has all the words and the string
        (f'{ALL} "ชลประทาน ปุ๋ย"', [1, 3]),
        (f"{ALL} ปี:2552", [2]),
        (f"{ALL} ปี:2551", [1]),
    ],
)
def test_strings_filters_and_what_is_left_out_hold(engine: SearchEngine, query: str, numbers: list[int]) -> None:
    assert found(engine.search(SearchRequest(q=query))) == numbers


@pytest.mark.parametrize(
    "query",
    [
        "ชลประทาน ปุ๋ย",  # one word less is half of it
        "เกษตรกร ข้าวหอมมะลิ ปุ๋ย OR อวกาศ",
        "เกษตรกร ข้าวหอมมะลิ ปุ๋ย*",
        "หัวเรื่อง:หน้า เกษตรกร ข้าวหอมมะลิ ปุ๋ย",
        '"เกษตรกร" "ข้าวหอมมะลิ" "ปุ๋ย"',
        "การประชุม",
    ],
)
def test_only_pages_with_all_where_that_is_what_was_asked_for(engine: SearchEngine, query: str) -> None:
    page = engine.search(SearchRequest(q=query))
    assert page.total
    assert not page.query.notes


def test_a_question_stays_one(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(q=f"{ALL} เมื่อใด"))
    assert found(page)[0] == 1
    assert NOTE not in page.query.notes
