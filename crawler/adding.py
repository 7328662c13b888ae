"""The doors behind ``khlang sites add`` and ``khlang sites check``: a visit to a site that stores nothing of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import cannot_write
from corpus.pipeline import understand
from corpus.records import Article, Rejected
from corpus.settings import Settings
from corpus.sites import Site, build_site, load_site, own_sites, shipped_sites
from crawler.blocks import lines_of, menu_words, parse
from crawler.draft import draft, name_for, save
from crawler.fetcher import MOST_REQUESTS, Fetcher
from crawler.findings import Survey
from crawler.learn import Learnt
from crawler.places import check_site, refusal
from crawler.probe import DELAY, survey, unreachable, visited
from crawler.quality import common_faults, faults
from crawler.records import Job
from crawler.settings import user_agent
from crawler.trial import Tried, requests_for, trial


def add(
    url: str, settings: Settings, *, name: str | None = None, allow_private: bool = False, delay: float = DELAY
) -> tuple[Path, Survey]:
    """Visit *url* and write a profile of it into the data folder's ``sites``; returns its path and what was found.

    *delay* are the seconds between two requests. Raises :class:`corpus.errors.CrawlProblem` for a site that cannot be
    reached, ``SiteProblem`` for a name that is taken; then nothing is written.
    """
    site = visited(url, allow_private, "new")
    start = site.crawl.start[0].url
    chosen = name_for(urlsplit(start).hostname or "", name, settings.sites)
    site = replace(site, name=chosen, crawl=replace(site.crawl, delay=delay))
    if why := refusal(start, site):
        raise unreachable(start, why)
    with Fetcher(_job(site, settings), MOST_REQUESTS) as fetcher:
        found = survey(site, fetcher)
    text = proved(found, chosen, allow_private)
    path = save(text, chosen, settings.sites)
    load_site(chosen, settings.sites)  # what was written is a profile, or this is a fault of ours that must be seen
    return path, found


def proved(found: Survey, name: str, allow_private: bool) -> str:
    """The text of the profile, tried on the articles that were fetched; notes in *found* what is wrong with them.

    A layout that reads them no better than the general rules is left out.
    """
    day = datetime.now(UTC).date().isoformat()
    text = draft(found, name, allow_private, day)
    found.doubts = _doubts(text, found)
    if not (found.layout and found.doubts):
        return text
    learnt, found.layout = found.layout, Learnt()
    plain = draft(found, name, allow_private, day)
    doubts = _doubts(plain, found)
    if len(doubts) < len(found.doubts):
        found.doubts = doubts
        return plain
    found.layout = learnt
    return text


def _doubts(text: str, found: Survey) -> list[str]:
    """What is wrong with the fetched articles as the profile *text* reads them."""
    site = build_site(tomllib.loads(text), "the profile as drafted")
    menu = menu_words(lines_of(root) for page in found.texts if (root := parse(page)) is not None)
    read = [understand(page.capture(site.name), site) for page in found.articles]
    articles = [article for article in read if isinstance(article, Article)]
    refused = [f"{one.url}: {one.reason}" for one in read if isinstance(one, Rejected)]
    single = [said for article in articles for said in faults(article, site, menu)]
    return list(dict.fromkeys([*refused, *single, *common_faults(articles, site)]))


def covering(url: str, folder: Path) -> str:
    """The name of the first profile, shipped or in *folder*, that covers the host of *url*; "" where none does.

    Raises :class:`corpus.errors.CrawlProblem` for what is not a web address.
    """
    host = visited(url, allow_private=False, name="new").hosts[0]
    own = (site for site in own_sites(folder) if isinstance(site, Site))
    return next((site.name for site in (*shipped_sites(), *own) if site.covers(host)), "")


def check(site: Site, settings: Settings) -> Iterator[Tried]:
    """Try the profile of *site* on the site itself, storing nothing; raises ``CrawlProblem`` where it cannot begin."""
    check_site(site)
    with Fetcher(_job(site, settings), requests_for(site)) as fetcher:
        yield from trial(site, fetcher)


def _job(site: Site, settings: Settings) -> Job:
    log = settings.data / "logs" / f"visit-{site.name}.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.open("ab").close()  # the process that visits would break over it
    except OSError as e:
        raise cannot_write(log, e) from e
    return Job(
        site=site,
        run_id=0,
        warc=settings.warc,
        log=log,
        user_agent=user_agent(settings.contact),
        max_bytes=settings.max_page_bytes,
    )
