"""Which of the captures that an archive lists are worth a request: no capture twice, and no bytes twice in a row.

A line is left out where

1. it is of a time, a media type, a status or an address that is not wanted;
2. the capture of that address and second is in our archive, or was asked for in this crawl;
3. the capture just before or just after it in time, of those that we have, holds the same bytes (not in a full crawl).

So A, B, A in time are three captures, for the page did come back to what it was; A, A, B are two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

from corpus.site_archive import Archive
from corpus.sites import Site
from corpus.urls import locate, url_key
from crawler.archives_cdx import Line

Known = Callable[[str], Iterable[tuple[datetime, str]]]  # times and digests of the captures of one address
_Had = list[tuple[str, set[str]]]
OK = 200
MOST = 2_000  # addresses of which it is remembered what our archive holds


class Wanted:
    """Decides about lines; remembers what it was told. *known* says what our archive holds of an address."""

    def __init__(self, site: Site, known: Known, *, since: date | None = None, full: bool = False) -> None:
        self._site = site
        self._known = known
        self._since = since
        self._full = full
        # By url_key: timestamps in order, with digests. What this crawl brought is not in our archive yet, so it is
        # kept; what was looked up can be looked up again, and the lines of one address come together.
        self._brought: dict[str, _Had] = {}
        self._looked_up: OrderedDict[str, _Had] = OrderedDict()

    def fits(self, line: Line, entry: Archive) -> bool:
        """Whether *line* is what *entry* is after (rule 1)."""
        if line.status not in (0, OK) or line.mime.startswith(entry.skip_types):
            return False
        if not self._site.covers(urlsplit(line.url).hostname or "") or not self._in_time(line, entry):
            return False
        if any(re.search(pattern, line.url) for pattern in entry.skip):
            return False
        if entry.article:
            return any(re.search(pattern, line.url) for pattern in entry.article)
        return locate(line.url, self._site) is not None

    def is_new(self, line: Line) -> bool:
        """Whether *line* is a capture that nothing here equals (rules 2 and 3)."""
        had = self._captures(line.url)
        at = bisect_left(had, line.timestamp, key=lambda one: one[0])
        if at < len(had) and had[at][0] == line.timestamp:
            had[at][1].add(line.digest)  # as its archive spells it: ours may be of other bytes
            return False
        beside = [digests for _, digests in had[max(0, at - 1) : at + 1]]
        return self._full or not line.digest or not any(line.digest in digests for digests in beside)

    def has(self, url: str, when: datetime) -> bool:
        """Whether the capture of *url* at that second is had already."""
        stamp = _stamp(when)
        return any(timestamp == stamp for timestamp, _ in self._captures(url))

    def has_any(self, url: str) -> bool:
        """Whether any capture of *url* is had."""
        return bool(self._captures(url))

    def note(self, url: str, when: datetime, digests: set[str]) -> None:
        """Remember a capture that came, with every digest by which it may be listed."""
        had = self._captures(url)
        key = url_key(url)
        self._brought[key] = self._looked_up.pop(key, had)
        stamp = _stamp(when)
        at = bisect_left(had, stamp, key=lambda one: one[0])
        if at < len(had) and had[at][0] == stamp:
            had[at][1].update(digests)
        else:
            had.insert(at, (stamp, set(digests)))

    def _in_time(self, line: Line, entry: Archive) -> bool:
        if self._since and line.timestamp < self._since.strftime("%Y%m%d").rjust(8, "0"):
            return False
        until = entry.until
        return line.timestamp[: len(entry.since)] >= entry.since and line.timestamp[: len(until)] <= until

    def _captures(self, url: str) -> _Had:
        key = url_key(url)
        if key in self._brought:
            return self._brought[key]
        if key not in self._looked_up:
            found: dict[str, set[str]] = {}
            for when, digest in self._known(url):
                found.setdefault(_stamp(when), set()).add(digest)
            self._looked_up[key] = sorted(found.items())
            if len(self._looked_up) > MOST:
                self._looked_up.popitem(last=False)
        self._looked_up.move_to_end(key)
        return self._looked_up[key]


def spellings(url: str) -> tuple[str, ...]:
    """The canonical addresses that differ from *url* only in scheme and ``www.``: one page, caught by either."""
    scheme, _, rest = url.partition("://")
    bare = rest.removeprefix("www.")
    other = "https" if scheme == "http" else "http"
    return tuple(f"{one}://{www}{bare}" for one in (scheme, other) for www in ("", "www."))


def _stamp(when: datetime) -> str:
    return when.strftime("%Y%m%d%H%M%S").rjust(14, "0")
