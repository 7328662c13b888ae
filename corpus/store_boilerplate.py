"""The lines that sites put around their articles, as the last reading of all their pages found them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from corpus.boilerplate import Learnt
from corpus.store_schema import told
from corpus.store_stamps import Stamps


class Repeated(Stamps):
    """The part of the store that keeps learnt boilerplate: digests of a few lines for each layout of each site."""

    def boilerplate(self) -> dict[str, Learnt]:
        """What was learnt, by group (:func:`corpus.boilerplate.group_of`)."""
        rows = self._all("SELECT pages, top, bottom FROM boilerplate ORDER BY pages")
        return {row[0]: Learnt(frozenset(json.loads(row[1])), frozenset(json.loads(row[2]))) for row in rows}

    def learn_boilerplate(self, found: Mapping[str, Learnt], read: frozenset[str]) -> None:
        """Replace what was known of the groups *read* by what was *found* in them; inside a batch."""
        with told(self._path):
            self._connection.executemany("DELETE FROM boilerplate WHERE pages = ?", [(g,) for g in sorted(read)])
            self._connection.executemany(
                "INSERT INTO boilerplate (pages, top, bottom) VALUES (?, ?, ?)",
                [(g, json.dumps(sorted(x.top)), json.dumps(sorted(x.bottom))) for g, x in sorted(found.items())],
            )
