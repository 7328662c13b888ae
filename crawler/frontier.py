"""What is to be fetched in this run: each article once, by its best address, and no more than asked for.

Several addresses lead to one article (parameter order, host, print twin): they share the id that
:func:`corpus.urls.article_id` gives. An address of a larger rank (a print twin) waits until the rest of the crawl is
through, and is fetched only where no better one brought the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from corpus.sites import Site
from corpus.urls import article_id, locate, url_key
from crawler.records import Lead


class Frontier:
    """The one place that decides whether a lead becomes a request."""

    def __init__(self, site: Site, *, limit: int | None = None, since: date | None = None) -> None:
        self._site = site
        self._limit = limit
        self._since = since
        self._asked: set[str] = set()  # keys of all that was requested or put back
        self._under_way: set[str] = set()  # articles requested and not yet answered
        self._stored: set[str] = set()
        self._come: set[str] = set()  # articles whose page has arrived; the spider may not have seen it yet
        self._waiting: list[Lead] = []  # articles beyond the limit, in case others fail
        self._resting: set[str] = set()  # articles that need no look in this run, by whatever address
        self._twins: dict[str, list[tuple[int, Lead]]] = {}
        self.known = 0  # articles heard of
        self.old = 0  # articles left out because of since
        self.rested = 0  # known articles left out because they need no look yet
        self.cut = 0  # leads left out because the site's max_pages are spent
        self.requests = 0

    @property
    def stored(self) -> int:
        """How many article pages were brought in."""
        return len(self._stored)

    @property
    def full(self) -> bool:
        """Whether the asked-for number of article pages is there."""
        return self._reached(len(self._stored))

    def still_wanted(self, lead: Lead) -> bool:
        """Whether a lead that was offered some time ago is worth a request now."""
        return lead.role == "attachment" or not self.full

    def offer(self, lead: Lead, *, rests: bool = False) -> Iterator[Lead]:
        """The leads to request now that *lead* is known: itself, or nothing; nothing for an article that *rests*.

        Raises ValueError for what is not a web address.
        """
        key = self.key(lead)
        if lead.role != "article":
            if key not in self._asked and self.still_wanted(lead):
                self._asked.add(key)
                yield from self._spend(lead)
            return
        if self._since and lead.day and lead.day < self._since:
            self.old += 1
            return
        place = locate(lead.url, self._site)
        if place and place.rank:
            self._twins.setdefault(key, []).append((place.rank, lead))
        elif key not in self._asked:
            self._asked.add(key)
            self.known += 1
            if rests:
                self.rested += 1
                self._resting.add(key)
            else:
                yield from self._admit(key, lead)

    def is_list(self, url: str) -> bool:
        """Whether *url* is one of the list pages of this crawl."""
        return f"listing {url_key(url)}" in self._asked

    def settle(self, lead: Lead, *, stored: bool) -> Iterator[Lead]:
        """Note how the request of *lead* ended; yields what may go now instead of a failed one.

        A redirect can end elsewhere: then ``settle`` is called for the lead as it was and as it ended.
        """
        if lead.role != "article":
            return
        key = self.key(lead)
        self._under_way.discard(key)
        if stored:
            self._stored.add(key)
        while self._waiting and not self._reached(len(self._stored) + len(self._under_way)):
            following = self._waiting.pop(0)
            yield from self._admit(self.key(following), following)

    def moved(self, lead: Lead, url: str) -> bool:
        """Whether *url*, where the request of *lead* ended, is the address of something else."""
        return self.key(replace(lead, url=url)) != self.key(lead)

    def comes_first(self, lead: Lead, url: str) -> bool:
        """Note that the article of *lead* arrived from *url*; whether it is the first time, by whatever address."""
        key = self.key(replace(lead, url=url))
        first = key not in self._come
        self._come.add(key)
        return first

    def second_best(self) -> Iterator[Lead]:
        """The addresses of larger rank whose article is still missing, best first; each is given out once."""
        twins, self._twins = self._twins, {}
        for key, leads in twins.items():
            if key in self._stored or key in self._resting or self.full:
                continue
            leads.sort(key=lambda pair: pair[0])
            self.known += key not in self._asked
            self._asked.add(key)
            if rest := leads[1:]:
                self._twins[key] = rest
            yield from self._admit(key, leads[0][1])

    def key(self, lead: Lead) -> str:
        """What makes two leads the same: the article id, and the address key for all else."""
        return article_id(lead.url, self._site) if lead.role == "article" else f"{lead.role} {url_key(lead.url)}"

    def _admit(self, key: str, lead: Lead) -> Iterator[Lead]:
        if self._reached(len(self._stored) + len(self._under_way)):
            self._waiting.append(lead)
            return
        for spent in self._spend(lead):
            self._under_way.add(key)
            yield spent

    def _spend(self, lead: Lead) -> Iterator[Lead]:
        if self.requests >= self._site.crawl.max_pages:
            self.cut += 1
            return
        self.requests += 1
        yield lead

    def _reached(self, number: int) -> bool:
        return self._limit is not None and number >= self._limit
