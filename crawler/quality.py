"""Whether what was read of a few pages are good articles, and which key of the profile to correct where not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from corpus.records import Article
from corpus.sites import Site
from corpus.thai.normalise import squash
from corpus.urls import locate
from crawler.blocks import COUNTER, SHORT

ALIKE = 0.8  # of the letters of two bodies that are the same lines
SHOWN = 40  # characters of a line that are shown


def faults(article: Article, site: Site, menu: frozenset[str]) -> Iterator[str]:
    """What is wrong with one article; *menu* are the short lines of pages that are no articles."""
    where = _layout(article.url, site)
    if not article.title:
        yield f"no title: correct title of {where}"
    elif squash(article.title) in {squash(site.title_th), squash(site.title_en)}:
        yield f"its title is the name of the site: correct title of {where}"
    body = article.body.split("\n")
    wrong = [line for line in body if _is_menu(line, menu, squash(article.title))]
    if wrong:
        yield f"menu text in the body ({_quoted(wrong[0])}): correct main, drop or drop_lines of {where}"
    counted = next((line for line in body if len(line) <= SHORT and COUNTER.search(line)), "")
    if counted:
        yield f"a counter in the body ({_quoted(counted)}): correct drop or drop_lines of {where}"


def common_faults(articles: Sequence[Article], site: Site) -> Iterator[str]:
    """What is wrong with the *articles* as a whole."""
    if len(articles) < 2:
        return
    where = _layout(articles[0].url, site)
    titles = {squash(article.title) for article in articles}
    if len(titles) == 1 and "" not in titles:
        yield f"all {len(articles)} articles have the title {_quoted(articles[0].title)}: correct title of {where}"
    if any(_alike(one.body, other.body) >= ALIKE for one, other in combinations(articles, 2)):
        yield (
            f"the bodies are nearly equal: correct main of {where}, or the article patterns of [[crawl.start]] where"
            " these pages are no articles"
        )


def _layout(url: str, site: Site) -> str:
    place = locate(url, site)
    if place and place.layout:
        return f"[[layout]] {place.layout}"
    if place:
        return f"a [[layout]], named by layout in [[address]] {place.address}"
    return "a [[layout]], named by an [[address]] for such addresses"


def _is_menu(line: str, menu: frozenset[str], title: str) -> bool:
    """Whether *line* is one that other pages have too, or a row of such."""
    key = squash(line)
    if len(key) < 3 or key == title:
        return False
    parts = [squash(part) for part in re.split(r"[\s|»·•/]+", line) if part]
    return key in menu or (len(parts) > 1 and all(part in menu for part in parts))


def _alike(one: str, other: str) -> float:
    """The share of letters in lines that both have."""
    lines, more = {*one.split("\n")} - {""}, {*other.split("\n")} - {""}
    whole = sum(map(len, lines | more))
    return sum(map(len, lines & more)) / whole if whole else 0.0


def _quoted(text: str) -> str:
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"
