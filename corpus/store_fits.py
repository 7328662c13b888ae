"""How the pages of each run fitted their layouts, and what lists brought: numbers that tell a redesign of a site."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.records import Article
from corpus.store_read import Reader
from corpus.store_schema import told
from corpus.store_slots import Slots

READ = ""  # the sign under which all pages of a part are counted that were read
SEEN = "seen"  # pages known already, which were not read again
EARLIER = 10  # sound runs that are looked back at
_LENGTH = "length "  # begins the sign under which articles are counted by the length of their text


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
    lengths: Mapping[int, int] = field(default_factory=dict)  # letters of a text, as a power of two → articles


class Fits(Slots):
    """The part of the store that counts what pages lack of their layouts."""

    def fits(self, *runs: int) -> tuple[Fitted, ...]:
        """What was counted in *runs* together, by part, under the number of the last of them."""
        return self._fitted(
            "SELECT ?1, part, sign, sum(pages) FROM fits WHERE run IN (SELECT value FROM json_each(?2))"
            " GROUP BY part, sign ORDER BY part",
            (max(runs), json.dumps(runs)),
        )

    def sound_fits(self, site: str, part: str, before: int) -> tuple[Fitted, ...]:
        """What was counted of *part* in the last sound runs of *site* before a run, newest first."""
        return self._fitted(
            "SELECT run, part, sign, pages FROM fits WHERE site = ? AND part = ? AND run IN"
            " (SELECT DISTINCT f.run FROM fits f JOIN runs r ON r.id = f.run"
            "  WHERE f.site = ? AND f.part = ? AND f.run < ? AND r.status IN ('done', 'partial')"
            "  ORDER BY f.run DESC LIMIT ?)"
            " ORDER BY run DESC",
            (site, part, site, part, before, EARLIER),
        )

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
        return tuple(_of_run(run, part, signs) for (run, part), signs in counted.items())


def length_sign(text: str) -> str:
    """The sign under which an article with this text is counted by its length."""
    return f"{_LENGTH}{len(text).bit_length()}"


def usual_length(fitted: Iterable[Fitted]) -> int:
    """The length in characters that half of the articles counted in *fitted* have at least; 0 where none were."""
    counted: Counter[int] = Counter()
    for one in fitted:
        counted.update(one.lengths)
    half = counted.total() / 2
    for power in sorted(counted):
        half -= counted[power]
        if half <= 0:
            return 1 << (power - 1) if power else 0
    return 0


def _of_run(run: int, part: str, signs: dict[str, int]) -> Fitted:
    lengths = {int(sign.removeprefix(_LENGTH)): n for sign, n in signs.items() if sign.startswith(_LENGTH)}
    lacks = {sign: pages for sign, pages in signs.items() if not sign.startswith(_LENGTH)}
    return Fitted(run, part, lacks.pop(READ, 0), lacks.pop(SEEN, 0), lacks, lengths)
