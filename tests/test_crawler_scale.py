"""What benchmarks/crawl.py measures at size, at a size for every day: re-crawls, moving pages, edits, connections."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.crawl import compare, pages_a_second
from corpus.sites import load_site
from tests.big_pages import BigPages
from tests.big_site import Asked, BigSite
from tests.crawling import fetch

PAGES = 60


def test_an_unchanged_site_costs_little_and_brings_no_version(tmp_path: Path) -> None:
    with BigSite(PAGES) as big:
        seen = compare(big, tmp_path)
    assert seen["answered 304, of those with validators"] >= 0.95
    assert seen["bytes again, of the first crawl"] <= 0.05
    assert seen["new versions"] == 0


def test_edits_are_found_and_moving_pages_are_no_change(tmp_path: Path) -> None:
    with BigSite(PAGES + 20, moving=range(10, PAGES + 20)) as big:
        seen = compare(big, tmp_path, edited=range(20))
    assert (seen["edits planted"], seen["edits found"], seen["false changes"]) == (20, 20, 0)
    assert seen["new versions"] == 20


def test_with_more_connections_each_page_is_still_fetched_once(tmp_path: Path) -> None:
    with BigSite(PAGES, filed=6) as big:
        site = load_site(str(big.profile(tmp_path, direct=True, connections=4)))
        done = fetch(site, tmp_path)
        log = big.log()
    assert done.end.text == "finished"
    assert len(done.articles) == PAGES
    assert len([c for c in done.captures if "parent" in c.hints]) == PAGES // 6
    assert len(log) == len({asked.path for asked in log})
    pages_a_second([asked for asked in log if "/files/" not in asked.path], PAGES)  # ends where one is missing


def test_the_rate_is_of_whole_crawls_only() -> None:
    log = [Asked(path, 200, 100, at / 4, tagged=False) for at, path in enumerate(("/news", "/1", "/2", "/3", "/4"))]
    assert pages_a_second(log, 4) == 4.0
    for wrong in (log[:-1], [*log, log[-1]]):
        with pytest.raises(SystemExit, match="of 4 pages"):
            pages_a_second(wrong, 4)


def test_the_pages_of_the_big_site_all_differ_and_their_edits_too() -> None:
    pages = BigPages(200)
    texts = {n: pages.text(n) for n in range(200)}
    assert len({text.title for text in texts.values()}) == 200
    assert len({p for text in texts.values() for p in text.paragraphs}) > 200 * 4
    assert all(pages.text(n, edited=True) != text for n, text in texts.items())
    assert pages.text(7) == BigPages(8).text(7)
    assert pages.text(7) != BigPages(8, seed=1).text(7)
    assert pages.html(7, texts[7], 1) != pages.html(7, texts[7], 2)
