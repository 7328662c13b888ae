"""Sixty pages of invented sites, twelve layouts and eight encodings, read without profiles: nearly only the body."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import cycle

import pytest

from corpus.pipeline import understand
from corpus.records import Article, Capture
from corpus.thai.normalise import squash
from tests.layout_articles import ARTICLES, Told
from tests.layout_pages import ENCODINGS, LAYOUTS
from tests.layout_pages_more import MORE

RUN = 4  # characters that are compared at a time, so that order counts
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
PAGES = [
    (layout, number, encoding)
    for (layout, number), encoding in zip(
        ((layout, number) for layout in LAYOUTS for number in range(len(ARTICLES))), cycle(ENCODINGS), strict=False
    )
]


def runs(text: str) -> Counter[str]:
    folded = squash(text)
    return Counter(folded[n : n + RUN] for n in range(max(1, len(folded) - RUN + 1)))


def score(told: Told, article: Article) -> float:
    wanted: Counter[str] = Counter()
    for text in told.texts():
        wanted += runs(text)
    found: Counter[str] = Counter()
    for text in [*article.body.split("\n"), *(c for t in article.tables for row in t.rows for c in row)]:
        if text:
            found += runs(text.removeprefix("- "))
    both = (wanted & found).total()
    return 2 * both / (wanted.total() + found.total())


def read(layout: str, number: int, encoding: str) -> Article:
    encode, charset = ENCODINGS[encoding]
    body = encode((LAYOUTS | MORE)[layout](ARTICLES[number], number))
    page = Capture(
        url=f"http://www.example.go.th/{number}", site="import", captured=WHEN, body=body, digest="", charset=charset
    )
    article = understand(page, None)
    assert isinstance(article, Article), article
    return article


def test_there_are_sixty_pages() -> None:
    assert len(PAGES) == 60
    assert len({encoding for _, _, encoding in PAGES}) >= 6


@pytest.mark.parametrize(("layout", "number", "encoding"), PAGES)
def test_nearly_only_the_body_is_read(layout: str, number: int, encoding: str) -> None:
    article = read(layout, number, encoding)
    assert score(ARTICLES[number], article) >= 0.9
    assert squash(article.title) == squash(ARTICLES[number].title)


def test_on_average_the_body_is_read() -> None:
    scores = [score(ARTICLES[number], read(layout, number, encoding)) for layout, number, encoding in PAGES]
    assert sum(scores) / len(scores) >= 0.98


@pytest.mark.parametrize("layout", MORE)
@pytest.mark.parametrize("number", range(len(ARTICLES)))
def test_sites_that_were_not_thought_of(layout: str, number: int) -> None:
    article = read(layout, number, "utf-8")
    assert score(ARTICLES[number], article) >= 0.95
    assert squash(article.title) == squash(ARTICLES[number].title)
