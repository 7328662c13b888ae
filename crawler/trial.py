"""``khlang sites check``: a profile tried out on its site, with nothing stored.

Each start is asked for once, and the first of its lists where it brings lists only; then a few of the articles found
are read as an intake would read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.pipeline import understand
from corpus.records import Rejected
from corpus.sites import Site, Start
from corpus.urls import article_id, locate
from corpus.warnings import code_of
from crawler.fetcher import Getter, Page
from crawler.findings import clean
from crawler.places import refusal
from crawler.records import Lead
from crawler.spiders.discovery import NotAList
from crawler.spiders.site import DISCOVERY

ARTICLES = 3  # article pages that are read
TITLE = 60  # characters of a title that are shown
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
    """What works and what does not, as it is found out."""
    articles: dict[str, Lead] = {}
    for start in site.crawl.start:
        said, found = _start(start, site, getter)
        label = f"{start.spider} {start.url}" + (" (assumed)" if start.assumed else "")
        yield Tried(what=label, works=bool(found) or (None if start.assumed else False), said=said)
        chosen = next((lead for lead in found if article_id(lead.url, site) not in articles), None)
        if chosen and len(articles) < ARTICLES:
            articles[article_id(chosen.url, site)] = chosen
        for lead in found[1:] if len(site.crawl.start) < ARTICLES else ():
            if len(articles) < ARTICLES:
                articles.setdefault(article_id(lead.url, site), lead)
    for lead in articles.values():
        yield _article(lead, site, getter)


def _start(start: Start, site: Site, getter: Getter) -> tuple[str, list[Lead]]:
    """What one start brings, in words, and its articles."""
    found, said = _leads(DISCOVERY[start.spider].first(start, None), start, site, getter)
    for _ in range(DEPTH):
        lists = [lead for lead in found if lead.role == "listing"]
        if not lists or len(lists) < len(found):
            break
        found, inner = _leads(lists[0], start, site, getter)
        said = f"{said}: {len(lists)} lists; the first is {lists[0].url}: {inner}"
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


def _article(lead: Lead, site: Site, getter: Getter) -> Tried:
    page = getter.get(lead.url)
    what = f"article {lead.url}"
    if not page.fine:
        return Tried(what=what, works=False, said=page.why)
    return Tried(what=what, works=(read := _read(page, site))[0], said=read[1])


def _read(page: Page, site: Site) -> tuple[bool, str]:
    """Whether the pipeline makes an article of the page, and which."""
    article = understand(page.capture(site.name), site)
    if isinstance(article, Rejected):
        return False, f"{article.stage}: {article.reason}"
    place = locate(page.final, site)
    form = f"form {place.address}" if place else "no [[address]] fits: its id is a hash"
    layout = f"layout {place.layout}" if place and place.layout else "general layout"
    odd = any(code_of(warning) == "layout" for warning in article.warnings)
    day = article.published.isoformat() if article.published else "no date"
    said = f"{_short(article.title) or '(no title)'} · {day} · {len(article.body):,} characters"
    return bool(article.title and (article.body or article.attachments)), (
        f"{said} · {article.id} · {form}, {layout}{', which did not fit' if odd else ''}"
    )


def _short(title: str) -> str:
    text = clean(title)
    return text if len(text) <= TITLE else f"{text[: TITLE - 1]}…"
