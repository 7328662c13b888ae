"""How the pages of each run fitted their layouts, and what lists brought: numbers that tell a redesign of a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.records import Article
from corpus.store_read import Reader
from corpus.store_schema import told
from corpus.store_slots import Slots

READ = ""  # the sign under which all pages of a part are counted that were read
SEEN = "seen"  # pages known already, which were not read again
EARLIER = 10  # sound runs that are looked back at


@dataclass(frozen=True, slots=True)
class Fitted:
    """One part of a site in one run: ``read`` pages, of which ``lacks`` says how many lacked each sign, and ``seen``
    pages that were known already.
    """

    run: int
    part: str
    read: int = 0
    seen: int = 0
    lacks: Mapping[str, int] = field(default_factory=dict)


class Fits(Slots):
    """The part of the store that counts what pages lack of their layouts."""

    def fits(self, run: int) -> tuple[Fitted, ...]:
        """What was counted in *run*, by part."""
        return self._fitted("SELECT run, part, sign, pages FROM fits WHERE run = ? ORDER BY part", (run,))

    def sound_fits(self, site: str, part: str, before: int) -> tuple[Fitted, ...]:
        """What was counted of *part* in the last sound runs of *site* before a run, newest first."""
        found = self._fitted(
            "SELECT f.run, f.part, f.sign, f.pages FROM fits f JOIN runs r ON r.id = f.run"
            " WHERE f.site = ? AND f.part = ? AND f.run < ? AND r.status IN ('done', 'partial')"
            " ORDER BY f.run DESC LIMIT ?",
            (site, part, before, EARLIER * 12),
        )
        return found[:EARLIER]

    def page(self, article_id: str) -> Article | None:
        """The current version of one address alone, though it may be part of an article with several."""
        return Reader.article(self, article_id)

    def note_fit(self, run: int, site: str, part: str, signs: tuple[str, ...], pages: int = 1) -> None:
        """Count *pages* more under each of *signs* of a part of *site* in *run*; inside a batch."""
        with told(self._path):
            self._connection.executemany(
                "INSERT INTO fits (run, site, part, sign, pages) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (run, site, part, sign) DO UPDATE SET pages = pages + excluded.pages",
                [(run, site, part, sign, pages) for sign in signs],
            )

    def _fitted(self, sql: str, values: tuple[object, ...]) -> tuple[Fitted, ...]:
        counted: dict[tuple[int, str], dict[str, int]] = {}
        for run, part, sign, pages in self._all(sql, values):
            counted.setdefault((run, part), {})[sign] = pages
        return tuple(
            Fitted(run, part, signs.pop(READ, 0), signs.pop(SEEN, 0), signs) for (run, part), signs in counted.items()
        )
