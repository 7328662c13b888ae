"""What the lists of each start brought: a list that comes and names no article any more was redesigned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.sites import Start
from crawler.records import Lead, Told

_ONLY_NEWER = ("modified_after=", "&after=")  # asks for what is newer than a day: nothing is a good answer


class Harvest:
    """Counts list pages that came and the articles that they named, for each start."""

    def __init__(self, starts: Sequence[Start]) -> None:
        self._starts = starts
        self._pages = [0] * len(starts)
        self._articles = [0] * len(starts)

    def note(self, lead: Lead, found: Iterable[Lead]) -> None:
        """Count one list page that was answered with 200 and what it named, known already or not."""
        if not any(mark in lead.url for mark in _ONLY_NEWER):
            self._pages[lead.start] += 1
            self._articles[lead.start] += sum(one.role == "article" for one in found)

    def told(self) -> Iterator[Told]:
        """One message for each start of which a page came."""
        for start, pages, articles in zip(self._starts, self._pages, self._articles, strict=True):
            if pages:
                yield Told(kind="list", url=start.url, done=pages, total=articles)
