"""Addresses: one canonical spelling for each, and one article id across the generations of a site.

Normal form of an address: RFC 3986 section 6.2.2 (case, percent-encoding, dot segments) and 6.2.3 (default port,
empty path), parameters sorted by name, no fragment. Which addresses are one article is a fact about a site and
stands in its profile (``[[address]]`` in ``registry/sites/*.toml``).

>>> canonical_url("HTTP://WWW.opdc.go.th:80/content.php?menu_id=5&content_id=2626#top")
'http://www.opdc.go.th/content.php?content_id=2626&menu_id=5'
>>> url_key("https://www.opdc.go.th/content/OQ/?lang=en")
'opdc.go.th/content/OQ?lang=en'
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from corpus.errors import SiteProblem
from corpus.sites import Address, Site

MAX_ADDRESS = 8000  # characters; longer ones are traps, and servers refuse them (RFC 9110 section 4.1 asks for 8000)
NO_SITE = "import"  # stands in ids and in Capture.site for pages that belong to no known site
FILE_SCHEME = "file:"  # pages that came without an address: file:<name>

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_WWW = re.compile(r"^www[0-9]*\.")
_PATH_KEPT = _UNRESERVED | frozenset(b"!$&'()*+,;=:@/")
_QUERY_KEPT = _UNRESERVED | frozenset(b"!$'()*+,;:@/?")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_DIGITS = re.compile(r"[0-9]{1,12}")
_SLOT = re.compile(r"\{(\w+)\}")
_PLAIN = re.compile(r"[A-Za-z0-9._~-]{1,80}")
_LANG = re.compile(r"[a-z]{2,3}")
# Added by those who pass links on, never by the site: the page is the same with and without them.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|_ga")


@dataclass(frozen=True, slots=True)
class Place:
    """Which article an address leads to. ``id`` is the article id, ``url`` the canonical address, ``key`` the same
    without scheme, ``www.`` and closing slash; ``address`` and ``layout`` name the entries of the site profile
    that matched; of two addresses with one id the smaller ``rank`` is preferred. ``family`` is empty or says with
    which ids of other ``space``s it may be one article (:mod:`corpus.likeness`).
    """

    id: str
    url: str
    key: str
    address: str
    layout: str
    rank: int
    family: str = ""
    space: str = ""


@lru_cache(maxsize=2048)  # one page asks for its address several times
def canonical_url(url: str) -> str:
    """The one spelling of a web address; a canonical address is its own canonical address.

    Raises ValueError, with the reason, for what is not an http(s) address, carries a user name or password, holds
    control characters, has no usable host or is longer than :data:`MAX_ADDRESS`.
    """
    text = url.strip()
    if len(text) > MAX_ADDRESS:
        raise ValueError(f"an address of {len(text)} characters; {MAX_ADDRESS} are the limit")
    if _CONTROL.search(text):
        raise ValueError(f"control characters in the address {text[:80]!r}")
    parts = urlsplit(text)
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not a web address: {text[:80]!r}")
    if "@" in parts.netloc:
        raise ValueError(f"a user name or password in the address {text[:80]!r}")
    made = f"{parts.scheme}://{_authority(parts.netloc, parts.scheme)}{_path(parts.path)}{_query(parts.query)}"
    if len(made) > MAX_ADDRESS:
        raise ValueError(f"an address of {len(made)} characters once encoded; {MAX_ADDRESS} are the limit")
    return made


def host_of(url: str) -> str:
    """The host of a web address in lower case, without its port; raises ValueError as :func:`canonical_url`."""
    return urlsplit(canonical_url(url)).hostname or ""


def url_key(url: str) -> str:
    """What tells pages apart: the canonical address without scheme, ``www.``, closing slash and tracking marks."""
    parts = urlsplit(canonical_url(url))
    kept = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.fullmatch(p.partition("=")[0]))
    path = parts.path.rstrip("/") or "/"
    return parts.netloc.removeprefix("www.") + path + (f"?{kept}" if kept else "")


def surt(url: str) -> str:
    """The sort-friendly key of CDXJ indexes: ``th,go,opdc)/content.php?content_id=2626``.

    Lower case, without scheme, ``www.`` (or ``www4.``, any number) and fragment, as pywb's own canonicalizer makes
    it; what is not a web address (``file:…``) is its own key, with blanks escaped.
    """
    try:
        parts = urlsplit("http://" + url_key(url).lower())
    except ValueError:
        return _encode(url.lower(), _PATH_KEPT | {0x3F})
    name, port = _split_port(parts.netloc)
    host = name if name.startswith("[") else ",".join(reversed(_WWW.sub("", name).split(".")))
    return f"{host}{':' + port if port else ''}){parts.path}" + (f"?{parts.query}" if parts.query else "")


def locate(url: str, site: Site | None) -> Place | None:
    """The article of *site* that *url* leads to; None where no address form of the profile matches.

    Also None without a site, and for what is not a web address or not on a host of it. Raises :class:`SiteProblem`
    where a template of the profile names a field that its address form does not have.
    """
    if site is None:
        return None
    try:
        canonical = canonical_url(url)
    except ValueError:
        return None
    parts = urlsplit(canonical)
    host = parts.hostname or ""
    if not site.covers(host):
        return None
    path = parts.path.replace("%3D", "=")  # base64 padding, escaped by some who pass links on
    parameters = _parameters(parts.query)
    for address in site.address:
        if host in address.hosts and (found := re.fullmatch(address.path, path)):
            fields = _fields(address, found, parameters)
            if fields is not None:
                return _place(site, address, canonical, host, fields)
    return None


def article_id(url: str, site: Site | None) -> str:
    """The id of the article at *url*: from the site's address forms, else ``<site>:u:`` and 16 hex digits.

    The digits are the start of the sha256 of :func:`url_key`. Raises ValueError for what is not a web address.
    """
    if site is not None and (place := locate(url, site)):
        return place.id
    return f"{site.name if site else NO_SITE}:u:{_short_hash(url_key(url).encode())}"


def identify(url: str, site: Site | None, payload: bytes) -> str:
    """The article id of any capture: :func:`article_id`, and ``<site>:f:<hash of payload>`` for ``file:`` pages."""
    if url.startswith(FILE_SCHEME):
        return f"{site.name if site else NO_SITE}:f:{_short_hash(payload)}"
    return article_id(url, site)


def file_of(url: str) -> str:
    """The name of the file that a page came from, as people read it; empty for a page that has an address.

    What would move the cursor or turn the direction of a line is left out: names of files come from others.

    >>> file_of("file:%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7.html")
    'ข่าว.html'
    """
    if not url.startswith(FILE_SCHEME):
        return ""
    return "".join(c for c in unquote(url[len(FILE_SCHEME) :]) if unicodedata.category(c)[0] != "C").strip()


def site_for(url: str, sites: Iterable[Site]) -> Site | None:
    """The first of *sites* that covers the host of *url*; None for what is not a web address."""
    try:
        host = host_of(url)
    except ValueError:
        return None
    return next((site for site in sites if site.covers(host)), None)


def _authority(netloc: str, scheme: str) -> str:
    host, port = _split_port(netloc)
    if host.startswith("["):
        try:
            host = f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
        except ValueError as e:
            raise ValueError(f"not an IPv6 host: {host!r}") from e
    else:
        host = _host_name(host)
    if port in ("", _DEFAULT_PORTS[scheme]):
        return host
    return f"{host}:{port}"


def _split_port(netloc: str) -> tuple[str, str]:
    host, colon, port = netloc.rpartition(":")
    if not colon or netloc.endswith("]"):
        return netloc, ""
    if port and (not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536):
        raise ValueError(f"not a port: {port[:20]!r}")
    return host, str(int(port)) if port else ""


def _host_name(host: str) -> str:
    host = host.lower().removesuffix(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower().removesuffix(".")
        except UnicodeError as e:
            raise ValueError(f"not a host name: {host[:80]!r}") from e
    if len(host) > 253 or not host or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise ValueError(f"not a host name: {host[:80]!r}")
    return host


def _path(path: str) -> str:
    kept: list[str] = []
    segments = _encode(path, _PATH_KEPT).split("/")[1:] if path else [""]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    pairs = []
    for part in query.split("&"):
        if part:
            name, equals, value = part.partition("=")
            pairs.append((_encode(name, _QUERY_KEPT), equals + _encode(value, _QUERY_KEPT | {0x3D})))
    pairs.sort(key=lambda pair: pair[0])  # by name only: the order of one name's values can mean something
    return "?" + "&".join(name + value for name, value in pairs) if pairs else ""


def _encode(text: str, kept: frozenset[int]) -> str:
    """Percent-encoding in one spelling: unreserved characters plain, the rest in capital hex, a stray % as %25."""

    def one(found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return b"%25"
        byte = int(found[1], 16)
        return bytes([byte]) if byte in _UNRESERVED else b"%%%02X" % byte

    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as e:
        raise ValueError(f"half a character in the address: {text[:80]!r}") from e
    escaped = _ESCAPE.sub(one, raw)
    return "".join(chr(b) if b in kept or b == 0x25 else f"%{b:02X}" for b in escaped)


def _parameters(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        found.setdefault(name, value.replace("%3D", "="))
    return found


def _fields(address: Address, found: re.Match[str], parameters: dict[str, str]) -> dict[str, str] | None:
    """The values for the templates of *address*, or None where a parameter is missing or not what it must be."""
    fields = {name: value for name, value in found.groupdict().items() if value is not None}
    for name in address.query:
        if name not in parameters:
            return None
        fields[name] = parameters[name]
    for name in (*address.query, *address.decode):
        value = fields.get(name, "")
        number = _decoded(value) if name in address.decode else value
        if number is None or not _DIGITS.fullmatch(number):
            return None
        fields[name] = str(int(number))
    if "lang" not in fields and _LANG.fullmatch(parameters.get("lang", "")):
        fields["lang"] = parameters["lang"]
    return fields


def _decoded(token: str) -> str | None:
    """The text in a base64 token without its padding: ``NzEwOA`` is 7108; None for what is not base64."""
    bare = token.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None


def _place(site: Site, address: Address, canonical: str, host: str, fields: dict[str, str]) -> Place:
    fields = {**fields, "host": host, "label": host.removeprefix("www.").partition(".")[0]}
    lang = fields.get("lang", "th")
    id_ = f"{site.name}:{_fill(address.id, fields, site, address, plain=True)}"
    if lang != "th" and "{lang}" not in address.id:
        id_ += f":{lang}"
    url = canonical
    if address.canonical:
        try:
            url = canonical_url(_fill(address.canonical, fields, site, address, plain=False))
        except ValueError as e:
            raise SiteProblem(f"site {site.name}: address {address.name}: canonical makes no address: {e}") from e
    return Place(
        id=id_,
        url=url,
        key=url_key(url),
        address=address.name,
        layout=address.layout,
        rank=address.rank,
        family=f"{site.name} {address.family}" if address.family else "",
        space=address.id,
    )


def _fill(template: str, fields: dict[str, str], site: Site, address: Address, *, plain: bool) -> str:
    """The template with its slots filled; with *plain*, a value that would not look well in an id is hashed."""

    def one(found: re.Match[str]) -> str:
        if (value := fields.get(found[1])) is None:
            raise SiteProblem(
                f"site {site.name}: address {address.name}: the template {template!r} names {found[0]};"
                f" there are {', '.join(sorted(fields))}"
            )
        return value if not plain or _PLAIN.fullmatch(value) else _short_hash(value.encode())

    return _SLOT.sub(one, template)


def _short_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
