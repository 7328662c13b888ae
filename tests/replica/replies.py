"""The two plain types between the site and the wire: what was asked, and what is answered before codings."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl, urlsplit

import brotli  # type: ignore[import-untyped]  # the package ships no types


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked for; ``url`` is the whole address, ``headers`` have lower-case names.

    ``fault`` is the kind of fault that this one request meets, "" for none.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    fault: str = ""

    @property
    def host(self) -> str:
        """The host asked for, lower case, without a port."""
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def path(self) -> str:
        """The path asked for, still percent-encoded."""
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> dict[str, str]:
        """The query parameters; of one given twice the last counts, as in PHP."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    def number(self, name: str, default: int = 0) -> int:
        """The query parameter *name* as a whole number, or *default* where it is none."""
        text = self.query.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: ``body`` without codings; ``compress`` names the coding used where the client accepts it.

    ``etag`` and ``modified`` are the validators; with neither the answer is never a 304.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    modified: datetime | None = None
    compress: str = ""
    chunked: bool = False


def not_found(text: str = "404 Not Found") -> Reply:
    """The plain answer to an address that is not there."""
    return Reply(status=404, body=f"<html><title>404</title><h1>{text}</h1></html>".encode())


def redirect(location: str, status: int = 301) -> Reply:
    """An answer that sends the client to *location*."""
    return Reply(status=status, headers=(("Location", location),), body=b"<html><title>Moved</title></html>")


def etag_of(*parts: object) -> str:
    """A weak validator over *parts*: it stays while they do, whatever the counters in the page say."""
    return f'W/"{hashlib.sha1(repr(parts).encode(), usedforsecurity=False).hexdigest()[:20]}"'


def http_date(moment: datetime) -> str:
    """*moment* in the form of HTTP headers."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def revalidated(request: Request, reply: Reply) -> Reply:
    """*reply*, or a 304 without a body where the client's copy is still good (RFC 9110, section 13.2.2)."""
    if reply.status != 200 or not _is_fresh(request, reply):
        return reply
    return replace(reply, status=304, body=b"", compress="", chunked=False)


def _is_fresh(request: Request, reply: Reply) -> bool:
    if (known := request.headers.get("if-none-match")) is not None:
        tags = {t.strip().removeprefix("W/") for t in known.split(",")}
        return bool(reply.etag) and reply.etag.removeprefix("W/") in tags
    since = request.headers.get("if-modified-since")
    if since is None or reply.modified is None:
        return False
    try:
        return reply.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def encode(request: Request, reply: Reply) -> tuple[bytes, str]:
    """The body with its content coding, and the name of the coding ("" for none); gzip for those without br."""
    if reply.compress == "br" and "br" not in _accepted(request):
        reply = replace(reply, compress="gzip")
    if reply.compress not in _accepted(request) or not reply.body:
        return reply.body, ""
    if reply.compress == "deflate":
        return zlib.compress(reply.body), "deflate"
    if reply.compress == "br":
        return brotli.compress(reply.body, quality=4), "br"
    return gzip.compress(reply.body, mtime=0), "gzip"


def _accepted(request: Request) -> set[str]:
    codings = (c.replace(" ", "") for c in request.headers.get("accept-encoding", "").lower().split(","))
    return {c.partition(";")[0] for c in codings if not c.endswith(";q=0")} - {""}
