"""Why an address could not be fetched, as stable sentences that a report can count."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy import exceptions

from crawler.places import Refused


def reason_of(error: BaseException, url: str) -> str:
    """The sentence for the exception that ended the request of *url*."""
    if isinstance(error, Refused):
        return str(error)
    host = urlsplit(url).hostname or url
    known: tuple[tuple[type[Exception], str], ...] = (
        (exceptions.DownloadTimeoutError, "no whole answer in time"),
        (exceptions.CannotResolveHostError, f"the name {host} has no address in the DNS"),
        (exceptions.DownloadConnectionRefusedError, f"{host} refused the connection"),
        (exceptions.ResponseDataLossError, "the answer was cut off"),
        (exceptions.DownloadCancelledError, "larger than the setting max_page_bytes"),
        (exceptions.DownloadFailedError, f"the connection to {host} broke{_tls(error)}"),
    )
    for kind, sentence in known:
        if isinstance(error, kind):
            return sentence
    if isinstance(error, exceptions.IgnoreRequest) and "redirections" in str(error):
        return "more redirects than allowed"
    if isinstance(error, exceptions.IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error):
        return "larger than the setting max_page_bytes"
    return f"fetch failed: {type(error).__name__}: {error}"


def status_reason(status: int) -> str:
    """``HTTP 404 Not Found``, and the bare number where it has no name."""
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _tls(error: BaseException) -> str:
    text = f"{error!r} {error.__cause__!r}"
    if "certificate verify failed" in text or "VerificationError" in text:  # the second: of another name
        return ": its TLS certificate is not valid"
    return " in the TLS handshake" if "SSL" in text else ""
