"""Scrapy's downloader, holding to the number of connections that a host is asked over."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.internet.defer import Deferred


class ExactDownloader(Downloader):
    """Counts a request as on its way from the moment when it leaves the queue.

    Scrapy 2.19 counts it once its task has begun, one turn of the event loop later; with a short delay it takes as many
    requests out of the queue as CONCURRENT_REQUESTS allows in that time, whatever the limit of the host.
    """

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)
