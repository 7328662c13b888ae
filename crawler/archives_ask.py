"""The addresses of the archives' interfaces: questions to an index, and where one copy lies.

Wayback CDX: README of internetarchive/wayback's CDX server. ``id_`` behind a timestamp asks for the bytes as they came,
without the archive's toolbar and rewriting. pywb speaks nearly the same; its collection's address is the endpoint.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlencode, urljoin, urlsplit

from corpus.site_archive import Archive
from crawler.archives_cdx import Line, instant, is_text

LINES = 5_000  # lines asked for at a time; Wayback gives 150,000 at most
_REPLAY = re.compile(r"/(?P<stamp>[0-9]{4,14})(?:[a-z]{2}_)?/(?P<original>https?:/{1,2}.+)", re.DOTALL)
_ORIGINAL = re.compile(r"<([^<>]{1,8000})>\s*;[^,<>]{0,200}rel=\"?original")


def addresses(entry: Archive) -> Iterator[str]:
    """What the entry asks the index for: its ``url``, or each address of its numbers."""
    if entry.source != "ids":
        yield entry.url
        return
    for number in range(entry.first, entry.last + 1):
        token = base64.b64encode(str(number).encode()).decode().rstrip("=")
        yield entry.url.replace("{id}", str(number)).replace("{b64}", token)


def wayback_query(entry: Archive, url: str, since: date | None, resume: str = "", *, full: bool = False) -> str:
    """The question to a Wayback CDX server for the lines of *url*, from behind the key *resume* on.

    Unless *full*, of captures in a row with the same bytes only the first is asked for.
    """
    asked = [("url", url), ("matchType", entry.matching), ("output", "json"), *_times(entry, since)]
    asked += [("filter", "!statuscode:[345].."), ("filter", "!mimetype:image/.*")]
    asked += [] if full else [("collapse", "digest")]
    asked += [("gzip", "false"), ("limit", str(LINES)), ("showResumeKey", "true")]
    asked += [("resumeKey", resume)] if resume else []
    return f"{entry.where}/cdx/search/cdx?{urlencode(asked)}"


def pywb_query(entry: Archive, url: str, since: date | None, page: int) -> str:
    """The question to a pywb collection for page *page* of the lines of *url*."""
    asked = [("url", url), ("matchType", entry.matching), ("output", "json"), *_times(entry, since)]
    return f"{entry.where}/cdx?{urlencode([*asked, ('page', str(page))])}"


def commoncrawl_query(entry: Archive, crawl: str, since: date | None, page: int) -> str:
    """The question to one crawl's index of Common Crawl for page *page*."""
    forms = {"domain": f"*.{entry.url}", "host": f"{entry.url}/*", "prefix": f"{entry.url}*"}
    url = forms.get(entry.matching, entry.url)
    asked = [("url", url), ("output", "json"), ("filter", "=status:200"), *_times(entry, since)]
    return f"{entry.where}/{crawl}-index?{urlencode([*asked, ('page', str(page))])}"


def replay(entry: Archive, line: Line) -> str:
    """Where the copy that *line* lists is given out as it came."""
    return replay_at(entry, line.timestamp, line.original)


def replay_at(entry: Archive, timestamp: str, original: str) -> str:
    """Where the copy of *original* nearest to *timestamp* is given out as it came."""
    folder = f"{entry.where}/web" if entry.dialect == "wayback" else entry.where
    return f"{folder}/{timestamp}id_/{quote(original, safe=_KEPT)}"


def copy_at(location: str, base: str) -> tuple[str, str, str] | None:
    """Where a redirect from *base* leads: the address of the copy, its timestamp and its original; None for no copy."""
    try:
        url = urljoin(base, location.strip())
        parts = urlsplit(url)
        found = _REPLAY.search(parts.path + (f"?{parts.query}" if parts.query else "")) if location.strip() else None
        if found is None or not is_text(url) or parts.port == 0:
            return None
        instant(found["stamp"])
    except ValueError:  # also of a port or a time that cannot be
        return None
    return url, found["stamp"], found["original"]


def captured_at(url: str, memento: str) -> datetime | None:
    """When a copy was captured: its Memento-Datetime header (RFC 7089), else the timestamp in its address."""
    try:
        return parsedate_to_datetime(memento).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    found = _REPLAY.search(url)
    try:
        return instant(found["stamp"]) if found else None
    except ValueError:
        return None


def original_in(link: str) -> str:
    """The original's address in a Link header (RFC 7089, ``rel="original"``); ``""`` where there is none."""
    found = _ORIGINAL.search(link[:20_000])
    return found[1] if found else ""


_KEPT = "%/:?&=;,+@!$'()*~[]"  # as it stands in an index; a # would end the address


def _times(entry: Archive, since: date | None) -> list[tuple[str, str]]:
    first = max(entry.since, since.strftime("%Y%m%d") if since else "")
    return [(key, value) for key, value in (("from", first), ("to", entry.until)) if value]
