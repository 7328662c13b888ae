"""The documents of the catalogue: how well each was read, told with the articles that link them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from corpus.extract.document import State
from corpus.records import Article, Attachment, Location
from corpus.store_lately import Recent
from corpus.store_read import PAGE
from corpus.urls import canonical_url


@dataclass(frozen=True, slots=True)
class Reading:
    """How well one document was read; see :class:`corpus.extract.document.Document`."""

    url: str
    filename: str
    media_type: str
    pages: int | None
    state: State
    quality: float | None
    ocr: int = 0
    warnings: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentCopy:
    """Where the bytes of a document lie, when they were fetched, and how the file was called."""

    location: Location
    captured: datetime
    filename: str


_COLUMNS = "url, filename, media_type, pages, state, quality, ocr, warnings, starts"


class Documents(Recent):
    """The part of the store that tells of documents."""

    def reading(self, url: str) -> Reading | None:
        """How well the document at a canonical address was read; None where it was not fetched."""
        row = self._one(f"SELECT {_COLUMNS} FROM attachments WHERE url = ?", (url,))  # noqa: S608  # a constant
        return Reading(*row[:-2], *(tuple(json.loads(kept)) for kept in row[-2:])) if row else None

    def document_copy(self, url: str) -> DocumentCopy | None:
        """The copy of the document that an article links as *url*; None where it was not fetched."""
        row = None
        with suppress(ValueError):  # a link that is no web address leads to no document
            row = self._one(
                "SELECT file, offset, length, captured, filename FROM attachments WHERE url = ?", (canonical_url(url),)
            )
        return DocumentCopy(Location(*row[:3]), datetime.fromisoformat(row[3]), row[4]) if row else None

    def readings(self, state: State) -> Iterator[Reading]:
        """The documents of one state, by address."""
        last = ""
        while urls := self._all(
            "SELECT url FROM attachments WHERE state = ? AND url > ? ORDER BY url LIMIT 500", (state, last)
        ):
            for (last,) in urls:
                if (found := self.reading(last)) is not None:
                    yield found

    def kept_documents(self, site: str) -> Iterator[tuple[str, str, Location]]:
        """The documents fetched for *site* (for all: ``""``), by address: address, site, where its copy lies."""
        last = ""
        while rows := self._all(
            "SELECT d.url, c.site, d.file, d.offset, d.length FROM attachments d"
            " JOIN captures c ON c.file = d.file AND c.offset = d.offset"
            " WHERE d.url > ?1 AND (?2 = '' OR c.site = ?2) ORDER BY d.url LIMIT ?3",
            (last, site, PAGE),
        ):
            yield from ((row[0], row[1], Location(*row[2:])) for row in rows)
            last = rows[-1][0]

    def document_counts(self) -> dict[str, int]:
        """How many documents are in each state, and under ``ocr`` how many have pages that need OCR."""
        rows = self._all("SELECT state, count(*), sum(ocr > 0) FROM attachments GROUP BY state")
        return {**{row[0]: row[1] for row in rows}, "ocr": sum(row[2] for row in rows)}

    def documented(self, article: Article) -> Article:
        """*article* with what became known of its documents when they were fetched."""
        if not article.attachments:
            return article
        return replace(article, attachments=tuple(map(self._told, article.attachments)))

    def _told(self, attachment: Attachment) -> Attachment:
        found = None
        with suppress(ValueError):  # a link that is no web address leads to no document
            found = self.reading(canonical_url(attachment.url))
        if found is None:
            return attachment
        return replace(
            attachment,
            pages=found.pages,
            text=found.state,
            quality=found.quality,
            ocr=found.ocr,
            warnings=found.warnings,
        )
