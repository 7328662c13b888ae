"""The comparison of engines compares the same work: what benchmarks/engines.py measures at size, on a few pages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.engines import KINDS, drawn, measure, write_words
from benchmarks.rivals import PHRASE, Ours, Rival, Sqlite, Whoosh
from corpus.records import Article

PAGES = 40
TEXTS = ("สำนักงาน ก.พ.ร. จัดประชุมเรื่องการพัฒนาระบบราชการ ครั้งที่ {n}", "นายกรัฐมนตรีเป็นประธานเปิดงาน {n} ที่จังหวัดเชียงใหม่ เมื่อวานนี้")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "documents.txt"
    articles = (
        Article(
            id=f"test:{n}",
            url=f"https://example.go.th/{n}",
            site="test",
            title=f"ข่าว {n}",
            body=TEXTS[n % 2].format(n=n),
        )
        for n in range(PAGES)
    )
    assert write_words(articles, path, times=2)[0] == PAGES
    return path


@pytest.fixture(scope="module")
def engines(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Rival]]:
    made: list[Rival] = [Whoosh(), Ours(), Sqlite()]
    for engine in made:
        assert engine.build(documents, tmp_path_factory.mktemp("index") / "made") > 0
    yield made
    for engine in made:
        with closing(engine):
            pass


def test_words_are_ascii_and_every_page_stands_as_often_as_asked(documents: Path) -> None:
    lines = documents.read_text("ascii").splitlines()
    assert len(lines) == 2 * PAGES
    assert lines[:PAGES] == lines[PAGES:]
    assert len(set(lines)) == PAGES


def test_engines_find_the_same(engines: list[Rival], documents: Path) -> None:
    queries = drawn(documents, PAGES, 20)
    assert queries == drawn(documents, PAGES, 20)
    for kind in KINDS:
        assert len(queries[kind]) == 20
        for query in queries[kind]:
            totals = {engine.count(kind, query) for engine in engines}
            assert len(totals) == 1, (kind, query)
            assert totals != {0}
    for query in queries[PHRASE]:
        whoosh, ours, _ = (engine.run(PHRASE, [query])[0][1] for engine in engines)
        assert whoosh == ours


def test_every_query_of_every_engine_is_measured(engines: list[Rival], documents: Path) -> None:
    queries = drawn(documents, PAGES, 12)
    times = measure(engines, queries, rounds=2)
    assert times.keys() == {(engine.name, kind) for engine in engines for kind in KINDS}
    assert all(0 < least < math.inf for measured in times.values() for least in measured)
    assert {len(measured) for measured in times.values()} == {12}
