"""Crawls of web archives, as :mod:`crawler.run` sees them: which entries of a profile are asked, and what they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from corpus.errors import CrawlProblem, cannot_write_in
from corpus.processes import WriterLock, number_of
from corpus.records import Source
from corpus.settings import Settings
from corpus.site_archive import SOURCES
from corpus.sites import Site
from crawler.places import is_literal, is_public

CHOICES = ("live", *SOURCES)


def chosen(site: Site, source: str) -> Site:
    """*site* with the [[archive]] entries of *source* only; the whole site for ``live``.

    Raises :class:`CrawlProblem` where the profile has none, or one at a private address that it does not allow.
    """
    if source == "live":
        return site
    if source not in CHOICES:
        raise CrawlProblem(f"source is {source!r}; there are {', '.join(CHOICES)}")
    entries = tuple(entry for entry in site.archive if entry.source == source)
    if not entries:
        raise CrawlProblem(
            f'site {site.name}: the profile has no [[archive]] with source = "{source}"; say there what to ask for'
        )
    for entry in entries:
        for host in sorted(entry.hosts):
            if not site.allow_private and (host == "localhost" or (is_literal(host) and not is_public(host))):
                raise CrawlProblem(
                    f"site {site.name}: the archive {host} is a private address; set allow_private = true to go there"
                )
    return replace(site, archive=entries)


@contextmanager
def alone(site: Site, settings: Settings, source: str) -> Iterator[None]:
    """Hold the archives that *site* (as :func:`chosen` gives it) asks, so that no other crawl asks them as well.

    Two at once, whatever their sites, would be twice what an archive bears from one reader. Raises
    :class:`CrawlProblem` where another crawl of this data folder is asking one of them and ``StoreProblem`` where that
    folder, which must be there, cannot be written; does nothing for ``live``.
    """
    hosts = sorted({host for entry in site.archive for host in entry.hosts}) if source != "live" else []
    with ExitStack() as held:
        for host in hosts:
            lock = WriterLock(settings.data / f"archive-{host}.lock")
            try:
                holder = lock.take()
            except OSError as e:
                raise cannot_write_in(settings.data, e) from e
            if holder is not None:
                who = f" (process {number_of(holder)})" if holder else ""
                raise CrawlProblem(f"another crawl{who} is asking the archive {host}; wait until it is done")
            held.callback(lock.give_back)
        yield


def kind(source: str) -> Source:
    """What captures of *source* are called in the archive: numbers are counted through in a Wayback Machine."""
    match source:
        case "live" | "commoncrawl":
            return source
        case _:
            return "wayback"
