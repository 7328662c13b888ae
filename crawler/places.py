"""Where a crawl may go: the hosts of its site, at public addresses, unless the profile allows private ones."""

from __future__ import annotations

import ipaddress
import re
import socket
from contextlib import suppress
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from corpus.errors import CrawlProblem
from corpus.sites import Site

NO_ADDRESS = "it is not an address"
_CONNECT = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})")


class Refused(IgnoreRequest):
    """A request that is not sent; its text is the reason, a stable sentence."""


class Forbidden(Refused):
    """A request that robots.txt does not want: the site's wish, not a failure."""


class LimitReached(IgnoreRequest):
    """A request that is no longer wanted: the asked-for number of articles is there."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet; False for what is not an IP address.

    IPv4 addresses inside IPv6 ones (``::ffff:127.0.0.1``, NAT64, 6to4) count as what they are, and so do the old
    forms of IPv4 addresses (``2130706433``, ``0x7f.1``, ``0177.0.0.1``), which name lookups still understand.
    """
    ip = _ip(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or inside or ip
    return ip is not None and ip.is_global and not ip.is_multicast


def is_literal(host: str) -> bool:
    """Whether *host* is an IP address, in whatever form, and not a name."""
    return _ip(host) is not None


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_OLD_FORM = re.compile(r"(?:0[xX][0-9A-Fa-f]{0,8}|[0-9]{1,12})(?:\.(?:0[xX][0-9A-Fa-f]{0,8}|[0-9]{1,12})){0,3}\.?")


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    bare = host.strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        if not _OLD_FORM.fullmatch(bare):
            return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare.rstrip(".")))
    except OSError:
        return None


def slot_of(host: str) -> str:
    """Whom politeness is owed: the host, with and without ``www.`` counted as one server."""
    return host.lower().removeprefix("www.")


def refusal(url: str, site: Site) -> str:
    """Why *url* is not fetched in a crawl of *site*; empty where nothing speaks against it.

    Of what is no address at all (a port beyond 65535, a bracket that stays open) :data:`NO_ADDRESS`.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return NO_ADDRESS
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}: is not fetched"
    if not site.covers(host):
        return f"{host or 'no host'} is not a host of the site {site.name}"
    if port not in (None, 80, 443) and port not in _ports(site, host):
        return f"port {port} of {host} is not one of the site {site.name}"
    if any(re.search(pattern, url) for pattern in site.crawl.exclude):
        return f"the profile of the site {site.name} leaves it out"
    if is_literal(host) and not site.allow_private and not site.connect and not is_public(host):
        return f"{host} is a private address; the profile of the site {site.name} does not allow those"
    return ""


def _ports(site: Site, host: str) -> set[int]:
    ports: set[int] = set()
    for start in site.crawl.start:
        with suppress(ValueError):  # check_site names a start that is no address
            parts = urlsplit(start.url)
            ports |= {parts.port} if parts.hostname == host and parts.port else set()
    return ports


def check_site(site: Site) -> None:
    """See that *site* can be crawled at all; raises :class:`CrawlProblem` naming the key of the profile."""
    if not site.crawl.start:
        raise CrawlProblem(f"site {site.name}: the profile has no [[crawl.start]]; say where discovery begins")
    for start in site.crawl.start:
        if "://" not in start.url:
            raise CrawlProblem(
                f"site {site.name}: cannot start at {start.url!r}, which is no whole address;"
                f" give https://{start.url.lstrip('/')} in [[crawl.start]]"
            )
        if why := refusal(start.url, site):
            raise CrawlProblem(f"site {site.name}: cannot start at {start.url}: {why}; correct [[crawl.start]]")
    if not site.connect:
        return
    found = _CONNECT.fullmatch(site.connect)
    if not found or not 0 < int(found["port"]) < 65536:
        raise CrawlProblem(f"site {site.name}: connect is {site.connect!r}; give host:port")
    host = found["host"]
    if not site.allow_private and (host == "localhost" or (is_literal(host) and not is_public(host))):
        raise CrawlProblem(
            f"site {site.name}: connect is {site.connect!r}, a private address; set allow_private = true to go there"
        )
