"""``khlang sites check``: a profile tried out on its site, with nothing stored.

Each start is asked for once, and the first of its lists where it brings lists only; then a few of the articles found
are read as an intake would read them, and looked at for menus in the text, titles that are none, equal bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.pipeline import understand
from corpus.records import Article, Rejected
from corpus.sites import Site, Start
from corpus.thai.charset import decode
from corpus.urls import article_id, locate
from corpus.warnings import code_of
from crawler.blocks import lines_of, menu_words, parse
from crawler.fetcher import Getter, Page
from crawler.findings import clean
from crawler.places import refusal
from crawler.quality import common_faults, faults
from crawler.records import Lead
from crawler.spiders.discovery import NotAList
from crawler.spiders.site import DISCOVERY

ARTICLES = 3  # article pages that are read
TITLE = 60  # characters of a title that are shown
ALL = "all articles"  # what a fault of all of them is said of
DEPTH = 2  # lists behind a list that brings lists only: a year, a month


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One thing tried: ``works`` is None for what is neither good nor bad."""

    what: str
    works: bool | None
    said: str


def requests_for(site: Site) -> int:
    """How many requests a trial may take: for each start its lists and another route, the articles, some redirects."""
    return (DEPTH + 2) * len(site.crawl.start) + ARTICLES + 5


def trial(site: Site, getter: Getter) -> Iterator[Tried]:
    """What works and what does not, as it is found out; last what is wrong with all articles together."""
    keeping = _Keeping(getter)
    articles: dict[str, Lead] = {}
    for start in site.crawl.start:
        said, found = _start(start, site, keeping)
        label = f"{start.spider} {start.url}" + (" (assumed)" if start.assumed else "")
        yield Tried(what=label, works=bool(found) or (None if start.assumed else False), said=said)
        chosen = next((lead for lead in found if article_id(lead.url, site) not in articles), None)
        if chosen and len(articles) < ARTICLES:
            articles[article_id(chosen.url, site)] = chosen
        for lead in found[1:] if len(site.crawl.start) < ARTICLES else ():
            if len(articles) < ARTICLES:
                articles.setdefault(article_id(lead.url, site), lead)
    menu = keeping.menu()
    read: list[Article] = []
    for lead in articles.values():
        tried, article = _article(lead, site, getter, menu)
        yield tried
        if article:
            read.append(article)
    for fault in common_faults(read, site):
        yield Tried(what=ALL, works=False, said=fault)


class _Keeping:
    """Gets pages and keeps the text of the lists among them, to know a menu by."""

    def __init__(self, getter: Getter) -> None:
        self._getter = getter
        self._texts: list[str] = []

    def get(self, url: str) -> Page:
        """The page at *url*."""
        page = self._getter.get(url)
        if page.fine and page.media_type in ("", "text/html", "application/xhtml+xml"):
            self._texts.append(decode(page.body, page.charset).text)
        return page

    def menu(self) -> frozenset[str]:
        """The short lines of the pages so far."""
        return menu_words(lines_of(root) for text in self._texts if (root := parse(text)) is not None)


def _start(start: Start, site: Site, getter: Getter) -> tuple[str, list[Lead]]:
    """What one start brings, in words, and its articles: of its first list where it names few by itself."""
    found, said = _leads(DISCOVERY[start.spider].first(start, None), start, site, getter)
    for _ in range(DEPTH):
        lists = [lead for lead in found if lead.role == "listing"]
        if not lists or len(found) - len(lists) >= ARTICLES:
            break
        inner, more = _leads(lists[0], start, site, getter)
        said = f"{said}: {len(lists)} lists; the first is {lists[0].url}: {more}"
        found = [*(lead for lead in found if lead.role == "article"), *inner]
    articles = [lead for lead in found if lead.role == "article"]
    lists = [lead for lead in found if lead.role == "listing"]
    if not found:
        return said, []
    return f"{said}: {len(articles)} articles, {len(lists)} lists{_shares(start, articles)}", articles


def _shares(start: Start, articles: list[Lead]) -> str:
    """How many of the addresses each ``article`` pattern wants, in the order of the profile, where it has several."""
    if len(start.article) < 2:
        return ""
    wanted = (sum(bool(re.search(pattern, lead.url)) for lead in articles) for pattern in start.article)
    return f" (by its {len(start.article)} article patterns: {', '.join(map(str, wanted))})"


def _leads(lead: Lead, start: Start, site: Site, getter: Getter) -> tuple[list[Lead], str]:
    """The leads of one list page inside the site, and what became of the page."""
    discovery = DISCOVERY[start.spider]
    page = getter.get(lead.url)
    other = discovery.instead(lead)
    if not page.fine and other:
        lead, page = other, getter.get(other.url)
    if not page.fine:
        return [], page.why
    try:
        found = [one for one in discovery.read(page.response(), start, lead) if _fetchable(one, site)]
    except NotAList as e:
        return [], str(e)
    return found, "HTTP 200" if found else "HTTP 200, nothing in it that the patterns want"


def _fetchable(lead: Lead, site: Site) -> bool:
    try:
        return not refusal(lead.url, site) and bool(article_id(lead.url, site))
    except ValueError:  # no address
        return False


def _article(lead: Lead, site: Site, getter: Getter, menu: frozenset[str]) -> tuple[Tried, Article | None]:
    page = getter.get(lead.url)
    what = f"article {lead.url}"
    if not page.fine:
        return Tried(what=what, works=False, said=page.why), None
    article = understand(page.capture(site.name), site)
    if isinstance(article, Rejected):
        return Tried(what=what, works=False, said=f"{article.stage}: {article.reason}"), None
    wrong = list(faults(article, site, menu))
    if not (article.body or article.attachments):
        wrong.append("no text and no attachment: correct main of its [[layout]], or the article patterns")
    said = _said(article, page, site)
    return Tried(what=what, works=not wrong, said="; ".join([said, *wrong])), article


def _said(article: Article, page: Page, site: Site) -> str:
    """The article as it was read, in a line."""
    place = locate(page.final, site)
    form = f"form {place.address}" if place else "no [[address]] fits: its id is a hash"
    layout = f"layout {place.layout}" if place and place.layout else "general layout"
    odd = any(code_of(warning) == "layout" for warning in article.warnings)
    day = article.dated.isoformat() if article.dated else "no date"
    if article.dated and not article.published:
        day = f"no date of its own, tells of {day}"
    return (
        f"{_short(article.title) or '(no title)'} · {day} · {len(article.body):,} characters · {article.id}"
        f" · {form}, {layout}{', which did not fit' if odd else ''}"
    )


def _short(title: str) -> str:
    text = clean(title)
    return text if len(text) <= TITLE else f"{text[: TITLE - 1]}…"
