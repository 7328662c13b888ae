"""The doors behind ``khlang sites add`` and ``khlang sites check``: a visit to a site that stores nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import cannot_write
from corpus.settings import Settings
from corpus.sites import Site, load_site, own_sites, shipped_sites
from crawler.draft import draft, name_for, save
from crawler.fetcher import MOST_REQUESTS, Fetcher
from crawler.places import check_site, refusal
from crawler.probe import DELAY, Survey, survey, unreachable, visited
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
    text = draft(found, chosen, allow_private, datetime.now(UTC).date().isoformat())
    path = save(text, chosen, settings.sites)
    load_site(chosen, settings.sites)  # what was written is a profile, or this is a fault of ours that must be seen
    return path, found


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
