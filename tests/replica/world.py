"""What there is on the replica at this moment: every article at every home, less what vanished, with what changed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Generic, TypeVar

from tests.replica.addresses import addresses
from tests.replica.articles import Home, ReplicaArticle
from tests.replica.faults import CHANGE, Faults
from tests.replica.replies import Request

BANGKOK = timezone(timedelta(hours=7))
IMPORTED = datetime(2023, 3, 1, 9, 0, tzinfo=BANGKOK)  # nothing on the replica was touched before its last move
FIRST_DAY = date(2024, 1, 8)  # the "today" that chrome shows to the first visitor
VISITS_A_DAY = 25
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One article at one home; ``urls`` are all its addresses, the linked one first."""

    article: ReplicaArticle
    home: Home
    urls: tuple[str, ...]
    modified: datetime
    edited: bool = False

    @property
    def url(self) -> str:
        """The address that lists link."""
        return self.urls[0]

    @property
    def truth(self) -> ReplicaArticle:
        """The article as this home shows it: Gen 2 prints no date, so a reader can only know that of the event."""
        event = self.article.truth.event
        if self.home.gen != "g2" or event is None or event.start is None:
            return self.article
        return replace(self.article, published=event.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[T]):
    """One page of a list; ``number`` counts from 1."""

    items: Sequence[T]
    number: int
    pages: int

    @property
    def next(self) -> int:
        """The number of the next page, 0 where this is the last."""
        return self.number + 1 if self.number < self.pages else 0


class World:
    """The articles and faults of one replica, and the counters that its chrome shows."""

    def __init__(self, articles: Sequence[ReplicaArticle], faults: Faults) -> None:
        self.articles = tuple(articles)
        self.faults = faults
        self._places = [(a, h, addresses(h, a.lang)) for a in articles for h in a.homes]
        self._visits: Counter[str] = Counter()
        self._lock = threading.Lock()

    def pages(self, gen: str = "") -> list[Page]:
        """All pages of a generation (of all: ""), newest first."""
        found = [
            page
            for article, home, urls in self._places
            if gen in ("", home.gen) and (page := self._page(article, home, urls))
        ]
        return sorted(found, key=lambda p: (p.article.published, p.home.id, p.article.key), reverse=True)

    def visit(self, url: str) -> tuple[int, date]:
        """How often *url* was asked for, this time included, and the day that the chrome shows: both only counters."""
        with self._lock:
            self._visits[url] += 1
            total = sum(self._visits.values())
            return self._visits[url], FIRST_DAY + timedelta(days=total // VISITS_A_DAY)

    def cut(self, request: Request, items: Sequence[T], number: int, size: int) -> Slice[T] | None:
        """Page *number* of a list; None where there is none. An ``endless`` list begins again for ever."""
        pages = max(1, -(-len(items) // size))
        if request.fault == "endless" and items:
            start = (max(number, 1) - 1) % pages * size
            return Slice(items=items[start : start + size], number=max(number, 1), pages=max(number, 1) + 1)
        if not 1 <= number <= pages:
            return None
        return Slice(items=items[(number - 1) * size : number * size], number=number, pages=pages)

    def _page(self, article: ReplicaArticle, home: Home, urls: tuple[str, ...]) -> Page | None:
        if self.faults.standing("vanished", *urls):
            return None
        midday = datetime.combine(article.published, time(12), BANGKOK)
        modified = max(midday + timedelta(minutes=home.id % 240), IMPORTED)
        changes = self.faults.standing("changed", *urls)
        if changes:
            body = (*article.body, *(f.argument or CHANGE for f in changes))
            article = replace(article, body=body)
            modified = changes[-1].since.astimezone(UTC)
        return Page(article=article, home=home, urls=urls, modified=modified, edited=bool(changes))
