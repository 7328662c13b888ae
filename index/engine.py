"""What any search engine of this archive must do; pages, API and terminal know only this."""

from __future__ import annotations

from typing import Protocol

from index.hits import Hit, Same, SearchPage, SearchRequest


class SearchEngine(Protocol):
    """An open index. Safe to share between threads; searches never wait for a writer."""

    def search(self, request: SearchRequest) -> SearchPage:
        """One finished page of the result; any request is answered, notes say what was not understood."""
        ...

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Names and titles that begin with *prefix*, names first."""
        ...

    def similar(self, article_id: str, limit: int = 10) -> tuple[Hit, ...]:
        """Articles like this one, most alike first, none with its content; none for an id that is not in the index.

        ``score`` is how much of what the article is known by they share: 1 for all of it.
        """
        ...

    def same(self, article_id: str) -> tuple[Same, ...]:
        """The other pages with the content of this one."""
        ...

    def refresh(self) -> bool:
        """Take in what was written since the index was opened; True where there was something."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...
