"""The headers that every response carries."""

from __future__ import annotations

from flask import Flask, Response, request

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


def register(app: Flask) -> None:
    """Put the headers on every response of *app*; a response that brings a policy of its own keeps it."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["Cache-Control"] = _caching(response.status_code)
        return response


def _caching(status: int) -> str:
    if request.endpoint == "static" and status == 200 and request.args.get("v"):
        return "public, max-age=31536000, immutable"  # the address changes with the files: see static_version
    # Results change with every crawl, and the address of a search may be private.
    return "private, no-cache"
