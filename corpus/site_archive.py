"""``[[archive]]`` of a site profile: which web archive is asked for which addresses of the site.

::

    [[archive]]
    source = "wayback"          # or "commoncrawl", or "ids": addresses counted through, one question each
    url = "example.go.th"
    match = "domain"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

SOURCES = ("wayback", "commoncrawl", "ids")
MATCHES = ("exact", "prefix", "host", "domain")
DIALECTS = ("wayback", "pywb")
WAYBACK = "https://web.archive.org"
COMMONCRAWL = "https://index.commoncrawl.org"
COMMONCRAWL_DATA = "https://data.commoncrawl.org"
GENTLE = 3.4  # seconds between two requests to a public archive: under the 0.3 a second that they bear from one reader
SHORTEST_REST = 60.0  # seconds; who goes on for a minute after a 429 of the Wayback Machine is shut out for an hour
MOST_IDS = 1_000_000
_PUBLIC = ("archive.org", "commoncrawl.org")
_STAMP = re.compile(r"(?:[0-9]{4}(?:[0-9]{2}){0,5})?")
_COUNTED = re.compile(r"\{(?:id|b64)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One question to a web archive. ``url`` and ``match`` say which addresses, ``since`` and ``until`` (4 to 14
    digits of a timestamp) from when; ``article`` patterns say which of the answers are wanted (none: what an
    [[address]] of the site locates), ``skip`` patterns which are not, ``skip_types`` media types (their beginnings)
    that never are.

    ``endpoint`` is the archive's address (default: the public service), ``data`` where Common Crawl's files lie,
    ``dialect`` how a Wayback endpoint speaks. ``crawls`` names the Common Crawl crawls to ask by the beginning of
    their names (none: all). ``delay``, ``rest`` and ``timeout`` are seconds: between two requests, after a refusal
    to answer (doubled each time), for one answer. For ids, ``url`` is a template with ``{id}`` or ``{b64}`` and
    ``first`` and ``last`` are the numbers to put there.
    """

    source: str
    url: str
    match: str = ""
    since: str = ""
    until: str = ""
    article: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    skip_types: tuple[str, ...] = (
        *("image/", "audio/", "video/", "font/", "text/css", "text/javascript"),
        *("application/javascript", "application/x-javascript", "application/font", "application/x-shockwave-flash"),
    )
    endpoint: str = ""
    data: str = ""
    dialect: str = "wayback"
    crawls: tuple[str, ...] = ()
    delay: float = 4.0
    rest: float = 60.0
    timeout: float = 120.0
    first: int = 1
    last: int = 0

    @property
    def where(self) -> str:
        """The address of the archive, without a closing slash."""
        return (self.endpoint or (COMMONCRAWL if self.source == "commoncrawl" else WAYBACK)).rstrip("/")

    @property
    def files(self) -> str:
        """Where the WARC files of Common Crawl lie, without a closing slash."""
        return (self.data or self.endpoint or COMMONCRAWL_DATA).rstrip("/")

    @property
    def matching(self) -> str:
        """How ``url`` is meant: as ``match`` says, else one address for ids and a whole domain for the rest."""
        return self.match or ("exact" if self.source == "ids" else "domain")

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that this question leads to."""
        asked = [self.where, self.files] if self.source == "commoncrawl" else [self.where]
        return frozenset(urlsplit(url).hostname or "" for url in asked)

    @property
    def public(self) -> bool:
        """Whether it is one of the public archives, whose limits are known."""
        return any(host == name or host.endswith(f".{name}") for host in self.hosts for name in _PUBLIC)


def archive_fault(entry: Archive, hosts: tuple[str, ...]) -> str:
    """What is wrong with an [[archive]] entry of a site with these *hosts*; ``""`` where nothing is."""
    return next(_faults(entry, hosts), "")


def _faults(entry: Archive, hosts: tuple[str, ...]) -> Iterator[str]:
    if entry.source not in SOURCES:
        yield f"source is {entry.source!r}; there are {', '.join(SOURCES)}"
        return
    if entry.matching not in MATCHES:
        yield f"match is {entry.match!r}; there are {', '.join(MATCHES)}"
    if entry.dialect not in DIALECTS:
        yield f"dialect is {entry.dialect!r}; there are {', '.join(DIALECTS)}"
    if not entry.url.strip() or not entry.url.isprintable() or " " in entry.url:
        yield f"url is {entry.url!r}; give a host or an address of the site"
    for key, stamp in (("since", entry.since), ("until", entry.until)):
        if not _STAMP.fullmatch(stamp):
            yield f'{key} is {stamp!r}; give a year or more of a timestamp, like "2009" or "20091103"'
    for key, address in (("endpoint", entry.endpoint), ("data", entry.data)):
        if address and not _is_endpoint(address):
            yield f"{key} is {address!r}; give an http or https address without query"
    if live := sorted(entry.hosts & frozenset(hosts)):
        yield (
            f"its endpoint leads to {live[0]}, the live site; numbers are counted through and copies asked for"
            " only in web archives"
        )
    yield from _faults_of_numbers(entry)
    yield from _faults_of_ids(entry)


def _faults_of_numbers(entry: Archive) -> Iterator[str]:
    if not 0 <= entry.delay < 86_400 or (entry.public and entry.delay < GENTLE):
        yield f"delay is {entry.delay:g}; a public archive wants at least {GENTLE} seconds between two requests"
    if not 0 < entry.rest < 86_400 or (entry.public and entry.rest < SHORTEST_REST):
        yield f"rest is {entry.rest:g}; a public archive wants at least {SHORTEST_REST:g} s when it is busy"
    if not 0 < entry.timeout < 86_400:
        yield f"timeout is {entry.timeout:g}; give seconds above 0"


def _faults_of_ids(entry: Archive) -> Iterator[str]:
    counted = bool(_COUNTED.search(entry.url))
    if entry.source != "ids":
        if counted:
            yield f'url is {entry.url!r}; a number can be put in only where source = "ids"'
        return
    if not counted or not urlsplit(entry.url).netloc:
        yield f"url is {entry.url!r}; give a whole address with {{id}} or {{b64}} where the number stands"
    if not 0 <= entry.first <= entry.last or entry.last - entry.first >= MOST_IDS:
        yield f"first is {entry.first} and last is {entry.last}; give a range of at most {MOST_IDS:,} numbers"


def _is_endpoint(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    whole = parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
    return whole and "@" not in parts.netloc and not parts.query and not parts.fragment
