"""The drawing of the years that a site's articles are of, for the status page; each bar leads to its search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.standing import Coverage
from corpus.thai.era import BUDDHIST
from index.hits import SearchRequest
from search_web.filters import show_year
from search_web.text import Lang, count

MOST_YEARS = 80  # bars of a coverage; older years are counted in the first
MOST_MARKS = 8  # labels of years that stand beside each other on a phone
WIDTH, HEIGHT = 720, 80  # units of the drawing


@dataclass(frozen=True, slots=True)
class YearBar:
    """The articles of one year: its bar, its label, the search for it (None for a year without)."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int
    href: str | None


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The drawing of a coverage with the years that have nothing, named, and those articles without a year."""

    bars: tuple[YearBar, ...]
    empty: str
    undated: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def marks(self) -> tuple[str, ...]:
        """For each bar the label under it, ``""`` where there is no room for all."""
        every = -(-len(self.bars) // MOST_MARKS)
        return tuple("" if n % every else bar.label for n, bar in enumerate(self.bars))


def coverage_view(
    site: str, covered: Coverage, lang: Lang, link: Callable[[SearchRequest], str]
) -> CoverageView | None:
    """The years from the first to the last with articles; None where no article has a year."""
    if not covered.years:
        return None
    last = max(covered.years)
    first = max(min(covered.years), last - MOST_YEARS + 1)
    years = range(first, last + 1)
    counts = [_of_year(covered, year, first) for year in years]
    peak, step = max(counts), WIDTH / len(years)
    width = min(step * 0.8, 48)
    bars = []
    for i, (year, n) in enumerate(zip(years, counts, strict=True)):
        height = max(2.0, HEIGHT * n / peak) if n else 0.0
        request = SearchRequest(site=(site,), year=(year + BUDDHIST,))
        bars.append(
            YearBar(
                x=round(i * step + (step - width) / 2, 1),
                y=round(HEIGHT - height, 1),
                width=round(width, 1),
                height=round(height, 1),
                label=show_year(year + BUDDHIST, lang),
                count=n,
                href=link(request) if n else None,
            )
        )
    empty = [bar.label for bar in bars if not bar.count]
    undated = count(lang, "status_undated", covered.undated) if covered.undated else ""
    return CoverageView(tuple(bars), _runs_of(empty), undated)


def _of_year(covered: Coverage, year: int, first: int) -> int:
    """The articles of a year; of the first one drawn with those of all years before it."""
    if year > first:
        return covered.years.get(year, 0)
    return sum(n for one, n in covered.years.items() if one <= first)


def _runs_of(labels: Sequence[str]) -> str:
    """Years as they are told: ``2555, 2557–2559``."""
    spans: list[list[str]] = []
    for label in labels:
        if spans and int(label) == int(spans[-1][-1]) + 1:
            spans[-1][1:] = [label]
        else:
            spans.append([label])
    return ", ".join("–".join(span) for span in spans)
