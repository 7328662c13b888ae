"""What any search engine of this archive must do; pages, API and terminal know only this."""

from __future__ import annotations

from typing import Protocol

from index.hits import SearchPage, SearchRequest


class SearchEngine(Protocol):
    """An open index. Safe to share between threads; searches never wait for a writer."""

    def search(self, request: SearchRequest) -> SearchPage:
        """One finished page of the result; any request is answered, notes say what was not understood."""
        ...

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Names and titles that begin with *prefix*, names first."""
        ...

    def refresh(self) -> bool:
        """Take in what was written since the index was opened; True where there was something."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...
