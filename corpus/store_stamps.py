"""Which publication stamps the articles of the catalogue share, and what follows for their dates (corpus/stamps.py).

A version keeps what its page said; the verdict on its stamp is kept beside it and applied when the article is read, so
that the same page coming again is unchanged and a verdict can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from corpus.records import Article
from corpus.stamps import is_stamped, lead_of, tells_of_a_move
from corpus.store_names import Names


class Stamps(Names):
    """The part of the store that compares stamps."""

    def settle_stamps(self) -> int:
        """Judge anew every stamp that articles were stored under since the last time; returns how many dates changed.

        Each stamp is looked at once, however many articles bear it. A process that dies before leaves them to the next.
        """
        changed = 0
        with self.batch():
            for group in self._all("SELECT DISTINCT site, layout, stamp FROM stamps WHERE judged = 0"):
                changed += self._settle(group)
        return changed

    def _settle(self, group: Sequence[Any]) -> int:
        rows = self._all(
            "SELECT article_id, lead, moved FROM stamps WHERE site = ? AND layout = ? AND stamp = ?", tuple(group)
        )
        leads = (date.fromisoformat(row[1]) if row[1] else None for row in rows)
        verdict = tells_of_a_move(date.fromisoformat(group[2]), leads)
        self._write(
            "UPDATE stamps SET moved = ?, judged = 1 WHERE site = ? AND layout = ? AND stamp = ?", (verdict, *group)
        )
        turned = [row[0] for row in rows if bool(row[2]) != verdict]
        for article_id in turned:
            self._redate(article_id)
        return len(turned)

    def _redate(self, article_id: str) -> None:
        """Say anew when an article was published, to those who list it and to the index."""
        raise NotImplementedError

    def _keep_stamp(self, article: Article) -> None:
        """Note the stamp of what an article shows now, as its page gave it."""
        if not is_stamped(article):
            self._write("DELETE FROM stamps WHERE article_id = ?", (article.id,))
            return
        lead, why = lead_of(article)
        self._write(
            "INSERT INTO stamps VALUES (?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT (article_id) DO UPDATE SET"
            " judged = 0,"
            " moved = moved AND (site, layout, stamp) = (excluded.site, excluded.layout, excluded.stamp),"
            " site = excluded.site, layout = excluded.layout, stamp = excluded.stamp, lead = excluded.lead,"
            " lead_from = excluded.lead_from",
            (article.id, article.site, article.layout, str(article.stamp), str(lead) if lead else None, why),
        )
