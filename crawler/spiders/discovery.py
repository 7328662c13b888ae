"""What every way of discovery is: where it begins, and what a list page tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urljoin

from scrapy.http import Response

from corpus.sites import Start
from crawler.records import Lead


class NotAList(ValueError):
    """A list page is not what its kind should be; the text says why."""


class Discovery(Protocol):
    """One way of discovering pages; knows nothing of requests, hosts or what was seen already."""

    def first(self, start: Start, since: date | None) -> Lead:
        """Where to begin."""
        ...

    def read(self, response: Response, start: Start, lead: Lead) -> Iterator[Lead]:
        """The leads of a list page that was answered with 200; raises :class:`NotAList`."""
        ...

    def instead(self, lead: Lead) -> Lead | None:
        """Where else to look when *lead* was answered with an error; None where there is nowhere else."""
        ...


def wanted(start: Start, url: str) -> bool:
    """Whether an ``article`` pattern of *start* wants *url*; without patterns every address is."""
    return not start.article or any(re.search(pattern, url) for pattern in start.article)


def joined(base: str, address: str) -> str:
    """*address* as it is meant at *base*; ``""`` for none, and for one that is none."""
    try:
        return urljoin(base, address) if address else ""
    except ValueError:  # an address that is none
        return ""


def day_of(text: str) -> date | None:
    """The day of an ISO 8601 or RFC 822 time, as the source writes it; None for neither.

    >>> day_of("2022-07-22T10:00:00")
    datetime.date(2022, 7, 22)
    >>> day_of("Fri, 22 Jul 2022 23:30:00 +0700")
    datetime.date(2022, 7, 22)
    >>> day_of("22 กรกฎาคม 2565")
    """
    text = text.strip()
    try:
        return datetime.fromisoformat(text[:10]).replace(tzinfo=UTC).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def hints_of(title: str, day: date | None) -> dict[str, str]:
    """What a source said of a page, as capture hints; empty values left out."""
    hints = {"title": title.strip(), "published": day.isoformat() if day else ""}
    return {key: value for key, value in hints.items() if value}
