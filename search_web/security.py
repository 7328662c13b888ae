"""The headers that every response carries, and the hosts that are answered for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from corpus.settings import Settings
from search_web.text import LANGS, say

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Nothing inline, nothing from elsewhere: a page that smuggled markup past the templates could still run nothing.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # frame-ancestors for old browsers
    "Referrer-Policy": "no-referrer",  # an agency must not learn what was searched for here
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


# Whose pages search engines may take in; what is none of these says so itself, whatever robots.txt is read.
TAKEN_IN = ("pages.start", "pages.article", "names.", "about.", "api.guide", "static", "discovery.")
SECURE = "max-age=31536000"  # a year of https only, once a proxy serves by https
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"((?:{_LABEL}\.){{0,60}}{_LABEL}\.?|\[[0-9A-Fa-f:.]{{2,45}}\])(?::[0-9]{{1,5}})?")
_LONGEST_HOST = 260
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
HEALTH = "/healthz"


def register(app: Flask, settings: Settings) -> None:
    """Put the headers on every response of *app*; a response that brings a policy of its own keeps it.

    Requests for a host that *settings* do not name, or that no host can be, are refused before anything reads them.
    """
    closed = settings.robots == "nothing"

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # A page that repeats what was typed would let anybody have the archive found for his own words.
        if closed or "q" in request.args or not (request.endpoint or "").startswith(TAKEN_IN):
            response.headers["X-Robots-Tag"] = "noindex, nofollow" if closed else "noindex"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = SECURE
        response.headers["Cache-Control"] = _caching(response.status_code)
        if response.status_code == 200 and not response.is_streamed and "ETag" not in response.headers:
            response.add_etag(weak=True)  # going back to a page costs its reader no bytes
            response.make_conditional(request)
        return response

    app.wsgi_app = Door(app.wsgi_app, settings)  # type: ignore[method-assign]  # Flask's documented way to wrap


class Door:
    """Refuses requests whose Host header is none, or not one of the setting ``hosts``; any may ask for ``/healthz``.

    Absolute links (feeds, sitemaps, citations) are made from that header: without the setting whoever asks decides
    what his own answer says, with it nobody can make a cache or a mail hold links to another place. The same holds for
    the prefix that a trusted proxy passes on, by which ``//evil.example`` would lead elsewhere. Flask's own check comes
    too late to show a page for it, and its templates need a host for their links.
    """

    def __init__(self, app: WSGIApplication, settings: Settings) -> None:
        self._app = app
        self._hosts = frozenset(host.strip().lower() for host in settings.hosts.split(",") if host.strip())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        named = not self._hosts or path == HEALTH  # monitors know a machine by its number, and no link is made there
        if self.admits(environ.get("HTTP_HOST", ""), named=named) and _PREFIX.fullmatch(environ.get("SCRIPT_NAME", "")):
            return self._app(environ, start_response)
        media_type, text = _refusal_json() if for_programs(path) else _refusal_page()
        body = text.encode()
        headers = [("Content-Type", media_type), ("Content-Length", str(len(body))), *HEADERS.items()]
        start_response("400 Bad Request", [*headers, ("Cache-Control", "no-store")])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def admits(self, host: str, *, named: bool = False) -> bool:
        """Whether a Host header may be answered; HTTP/1.0 has none, which names the server itself.

        *named*: it need not be one of the setting.
        """
        if not host:
            return named or not self._hosts
        found = _HOST.fullmatch(host) if len(host) <= _LONGEST_HOST else None
        return found is not None and (named or found[1].rstrip(".").lower() in self._hosts)


def for_programs(path: str) -> bool:
    """Whether an address is one that programs read, so that refusals are JSON there."""
    return path.startswith("/api/") or path == HEALTH


def _refusal_json() -> tuple[str, str]:
    message = " / ".join(say(lang, "error_host") for lang in LANGS)
    error = {"status": 400, "code": "bad_request", "message": message}
    return "application/json", json.dumps({"error": error}, ensure_ascii=False)


def _refusal_page() -> tuple[str, str]:
    """A page without links and sheets: they would be refused like itself."""
    said = "".join(
        f'<div lang="{lang}"><h1>{say(lang, "error_400_title")}</h1><p>{say(lang, "error_host")}</p></div>'
        for lang in LANGS
    )
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{say("th", "name")}</title>'
    )
    return "text/html; charset=utf-8", f'<!doctype html><html lang="th"><head>{head}</head><body>{said}</body></html>'


def _caching(status: int) -> str:
    if request.endpoint == "static" and status == 200 and request.args.get("v"):
        return "public, max-age=31536000, immutable"  # the address changes with the files: see static_version
    # Results change with every crawl, and the address of a search may be private.
    return "private, no-cache"
