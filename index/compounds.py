"""How a name is best read as words where several ways cover it: the fewest words, of those the most usual ones.

Maximal matching knows only the first half of that rule and takes the shortest first word of two equal ways:
มาตร | การควบคุม (gauge, the control) for มาตรการ | ควบคุม (measures, to control). Word frequencies are those of the
Thai National Corpus and the Thai Textbook Corpus as PyThaiNLP ships them.

Only names are cut so, always in the same way. To move the borders of running text by frequency, too, reads better, but
depends on what stands beside a word, in the page and in the query: the questions of XQuAD-th then found less (MRR@10
0.9637 for 0.9653, recall@10 0.9958 for 0.9966).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from index.clusters import LEADING, TRAILING

LONGEST = 30  # code points of one word inside another
FEWEST = 1_000.0  # the cost of one word more, above all differences of frequency
UNKNOWN = 2 * FEWEST  # the cost of each letter that no word covers


@dataclass(frozen=True, slots=True)
class Usage:
    """How usual each word is: its ``costs`` are negative logarithms of its share of all words."""

    costs: Mapping[str, float] = field(repr=False)

    def divide(self, word: str) -> tuple[str, ...]:
        """*word* in the fewest other words, of those ways the most usual; letters that no word covers stay together."""
        borders = [0, *(at for at in range(1, len(word)) if _border(word, at)), len(word)]
        best: dict[int, tuple[float, int, bool]] = {len(word): (0.0, len(word), True)}
        for n in range(len(borders) - 2, -1, -1):
            start, step = borders[n], borders[n + 1]
            found = (best[step][0] + UNKNOWN * (step - start), step, False)
            for end in borders[n + 1 :]:
                if end - start > LONGEST:
                    break
                if (start or end < len(word)) and (cost := self.costs.get(word[start:end])) is not None:
                    found = min(found, (best[end][0] + FEWEST + cost, end, True))
            best[start] = found
        return tuple(_pieces(word, best))


def _pieces(word: str, best: Mapping[int, tuple[float, int, bool]]) -> Iterator[str]:
    at = first = 0  # first: where letters begin that no word covers
    while at < len(word):
        _, end, known = best[at]
        if known:
            if first < at:
                yield word[first:at]
            yield word[at:end]
            first = end
        at = end
    if first < at:
        yield word[first:at]


def _border(text: str, at: int) -> bool:
    """Whether a word may end at *at*: not between a letter and what goes with it."""
    return text[at - 1] not in LEADING and text[at : at + 1] not in TRAILING
