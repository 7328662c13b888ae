"""The download handler: sends each request to the right place and keeps what came over the wire.

Scrapy gives a response's decoded parts; an archive wants the bytes. So this handler, otherwise Scrapy's own, makes
Twisted's HTTP client write down both heads byte for byte (``_Recording…``), checks that a compressed payload is whole
(Scrapy takes a cut-off gzip body for a page), and puts a :class:`~crawler.records.Wire` in ``request.meta["wire"]``.

With ``Site.connect`` every request goes to that one address as to an HTTP proxy, https as plain http on the wire; the
response keeps the address that was asked for.

The classes underneath are private to Scrapy 2.19; tests/test_crawler_wire.py holds us to them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    ResponseDataLossError,
)
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.web._newclient import STATUS, ParseError

from corpus.codings import KNOWN, CodingError, TooLarge, remove_codings
from crawler.places import Refused
from crawler.records import Wire

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MAX_HEAD = 262_144  # bytes of status line and headers; Twisted bounds a line but not their number


class WireHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler, keeping the exchange and knowing ``Site.connect``."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _RecordingFactory
        self._connect: str = crawler.settings["KHLANG_SITE"].connect

    async def download_request(self, request: Request) -> Response:
        """The response, with its content coding on; ``request.meta["wire"]`` holds what went over the wire."""
        if why := getattr(self._crawler.spider, "stopped", ""):
            raise Refused(why)
        sent = self._redirected(request)
        agent = _RecordingAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            fail_on_dataloss=True,
            crawler=self._crawler,
        )
        asked = monotonic()
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(agent.download_request(sent))
        except (CannotResolveHostError, DownloadConnectionRefusedError):
            raise  # there was no connection: nothing was sent
        except BaseException:
            self._crawler.stats.inc_value("khlang/sent")
            raise
        self._crawler.stats.inc_value("khlang/sent")
        request.meta["download_latency"] = sent.meta.get("download_latency")
        if not request.meta.get("as_it_is"):  # archives give out old bytes under headers of their own
            check_whole(response.body, codings(response), self._default_maxsize)
        request.meta["wire"] = Wire(
            captured=datetime.now(UTC),
            status=response.status,
            request_head=agent.heads[0],
            response_head=agent.heads[1],
            payload=response.body,
            took=round((monotonic() - asked) * 1000),
            address=self._address_of(response),
        )
        self._crawler.stats.inc_value("khlang/wire_bytes", len(agent.heads[1]) + len(response.body))
        return response.replace(url=request.url)

    def _address_of(self, response: Response) -> str:
        """Where the answer came from; "" where that was a gateway, whose address is not that of the site's server."""
        return "" if self._connect or response.ip_address is None else str(response.ip_address)

    def _redirected(self, request: Request) -> Request:
        if not self._connect:
            return request
        rest = request.url.partition("://")[2]
        return request.replace(url=f"http://{rest}", meta={**request.meta, "proxy": f"http://{self._connect}"})


def codings(response: Response) -> list[str]:
    """The content codings of a response, outermost last, in lower case; ``identity`` left out."""
    values = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower().split(",")
    return [v.strip() for v in values if v.strip() not in ("", "identity")]


def check_whole(payload: bytes, names: list[str], limit: int) -> None:
    """See that a compressed payload can be unpacked to its end, and to no more than *limit* bytes.

    Raises ResponseDataLossError (which is retried) for a cut-off one and DownloadCancelledError for one too large.
    A payload under a coding that is not known is left to whoever reads it.
    """
    if not KNOWN.issuperset(names):
        return
    try:
        remove_codings(payload, ",".join(names), limit)
    except TooLarge as e:
        raise DownloadCancelledError(str(e)) from e
    except CodingError as e:
        raise ResponseDataLossError(str(e)) from e


class _Sent:
    """A transport that only keeps what is written to it."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def writeSequence(self, lines: list[bytes]) -> None:  # noqa: N802  # the name that Twisted calls
        self.lines.extend(lines)


class _RecordingParser(_LenientHTTPClientParser):
    """Keeps the lines of the response's head. Made by class assignment, so it has no __init__."""

    head: bytearray

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  # the name that Twisted calls
        if self.state == STATUS:
            self.head = bytearray()  # anew after a 1xx response
        self.head += line + b"\n"
        if len(self.head) > MAX_HEAD:
            raise ParseError("more headers than allowed", line[:80])  # type: ignore[no-untyped-call]  # Twisted's
        super().lineReceived(line)


class _RecordingProtocol(_LenientHTTP11ClientProtocol):
    """Attaches both heads to the response."""

    def request(self, request: Any) -> Any:
        sent = _Sent()
        request._writeHeaders(sent, None)  # only GET is ever sent: no body, so no framing header
        deferred = super().request(request)
        parser: Any = self._parser
        parser.__class__ = _RecordingParser

        def attach(response: Any) -> Any:
            response.heads = (b"".join(sent.lines), bytes(parser.head))
            return response

        return deferred.addCallback(attach)


class _RecordingFactory(_LenientHTTP11ClientFactory):
    noisy = False

    def buildProtocol(self, addr: Any) -> _RecordingProtocol:  # noqa: N802  # the name that Twisted calls
        return _RecordingProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's


class _RecordingAgent(_ScrapyAgent):
    """Takes the heads off the response before Scrapy turns it into its own."""

    heads: tuple[bytes, bytes] = (b"", b"")

    def _cb_bodydone(self, result: Any, url: str) -> Response:
        self.heads = result["txresponse"].heads
        return super()._cb_bodydone(result, url)
