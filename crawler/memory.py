"""What the crawling process remembers of earlier crawls: looked up in catalogue and archive, one address at a time.

The catalogue is opened to read only, and only when the first address is asked for; nothing is kept in memory. An
answer that the archive no longer holds whole counts as unknown, and is fetched like a page never seen.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from corpus.errors import ArchiveProblem
from corpus.records import Location
from corpus.revisits import Answer
from corpus.settings import Settings
from corpus.store import Store, open_store
from corpus.store_visits import Visit
from corpus.urls import canonical_url
from corpus.warc import read_response
from crawler.records import Job

# Headers that describe the message as it went over the wire and not the body without its codings.
_OF_THE_WIRE = {"content-encoding", "transfer-encoding", "content-length"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The newest answer of an address that the archive holds in full; ``""`` for a validator that it lacked."""

    location: Location
    digest: str
    etag: str
    modified: str


class Memory:
    """The memory of one crawl; :meth:`close` gives back what it opened."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._opened: Store | None = None

    @property
    def _store(self) -> Store | None:
        if self._opened is None and self._job.data is not None:
            self._opened = open_store(Settings(data=self._job.data), readonly=True)
        return self._opened

    def close(self) -> None:
        """Close the catalogue, where it was opened."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def visit(self, url: str) -> Visit | None:
        """The history of an address; None where it has none."""
        store = self._store
        return store.visit(canonical_url(url)) if store else None

    def remembered(self, url: str) -> Remembered | None:
        """The newest full answer of an address, with its validators; None where there is none."""
        if (store := self._store) is None:
            return None
        address = canonical_url(url)
        if (full := store.newest_answer(address)) is None:
            return None
        visit = store.visit(address)
        etag, modified = (visit.etag, visit.modified) if visit else ("", "")
        return Remembered(full.location, full.digest, etag, modified)

    def was_fetched(self, url: str) -> bool:
        """Whether a run that this one continues asked for an address."""
        store = self._store if self._job.resumed else None
        return store is not None and store.fetched_in(canonical_url(url), self._job.resumed) is not None

    def fetched(self, url: str) -> Answer | None:
        """What a run that this one continues got at an address; None where it did not get there."""
        if not self._job.resumed or (store := self._store) is None:
            return None
        place = store.fetched_in(canonical_url(url), self._job.resumed)
        return self.answer(place) if place else None

    def answer(self, location: Location) -> Answer | None:
        """The archived answer at *location*; None, logged, where the archive does not hold it whole."""
        try:
            return read_response(self._job.warc, location, self._job.max_bytes)
        except ArchiveProblem as e:
            logger.warning("asking again for what the archive lost: %s", e)
            return None


def as_response(answer: Answer, url: str) -> Response:
    """An archived answer as the downloader would give it, its codings taken off."""
    headers = Headers()
    for line in answer.lines:
        name, colon, value = line.partition(b":")
        if colon and name.strip().decode("latin-1").lower() not in _OF_THE_WIRE:
            headers.appendlist(name.strip(), value.strip())
    kind = responsetypes.from_args(headers=headers, url=url, body=answer.body)
    return kind(url=url, status=answer.status, headers=headers, body=answer.body)
