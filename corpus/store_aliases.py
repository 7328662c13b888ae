"""Which articles of different generations are one: the ids that gave way to another."""

from __future__ import annotations

from corpus.store_visits import Visits


class Aliases(Visits):
    """The part of the store that knows under which ids and addresses one article goes."""

    def resolved(self, article_id: str) -> str:
        """The id that stands for *article_id*: itself, unless it was found to be the same article as another."""
        row = self._one("SELECT article_id FROM aliases WHERE id = ?", (article_id,))
        return str(row[0]) if row else article_id
