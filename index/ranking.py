"""BM25F over the word fields: how well one word, or several that stand for one, fits each document.

``tf = Σ weight · count / (1 - b + b · length / average)`` over the fields, then ``idf · tf · (k1 + 1) / (tf + k1)``:
the simple BM25F of Zaragoza et al., "Microsoft Cambridge at TREC-13" (2004). Unlike a sum of one BM25 for each field,
a word in title and body does not count as two words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np

from index.algebra import docs_in
from index.facets import Floats, Ints, Mask

Counts: TypeAlias = "Mapping[str, Iterable[tuple[Ints, Floats]]]"  # field → (documents, counts) of each word

K1 = 1.2
B = 0.75
# Body text is the measure. A title says what a page is about: tuned on known-item titles of 20,000 pages, where 3
# leaves the right page behind longer ones that repeat the words, and 6 to 25 are equally good
# (benchmarks/retrieval.py). The lead's was tuned with whole titles as questions to pages whose titles were left out:
# 0.5 to 4 gain half a point of MRR@10. A word of an attachment says less than a word of the text.
FIELD_WEIGHTS = {"title": 8.0, "lead": 0.5, "body": 1.0, "names": 0.5, "attached": 0.3}
FIELD_B = {"title": 0.5, "lead": 0.5, "body": B, "names": 0.3, "attached": B}
RECENT = 0.5  # of its score: what the newest page of a result gains where newer ones are asked for
HALF_LIFE = 365  # days after which a page gains half as much: of a yearly occasion, the last one comes first
# Of a whole word: what a word counts where it stands inside others, among other words; alone it comes behind them all.
# On XQuAD-th 0.5 finds more than 0.2 (MRR@10 0.964, 0.962); on known-item titles it makes no difference.
PART = 0.5


class Bm25f:
    """The scorer of one index: *lengths* of every document by field, of which *live* ones count for the averages."""

    def __init__(self, lengths: Mapping[str, Floats], live: Mask) -> None:
        self._size = len(live)
        self._live = int(live.sum())
        self._norm: dict[str, Floats] = {}
        for name, b in FIELD_B.items():
            filled = lengths[name][live & (lengths[name] > 0)]
            average = float(filled.mean()) if filled.size else 1.0
            self._norm[name] = FIELD_WEIGHTS[name] / (1 - b + b * lengths[name] / average)

    def idf(self, found: int) -> float:
        """The inverse document frequency of what *found* of the live documents have: how much it tells."""
        return math.log1p((max(0, self._live - found) + 0.5) / (found + 0.5))  # an estimate may be more than there are

    def score(self, counts: Counts, found: int | None = None) -> Floats:
        """The score of every document, 0 where none of the words stands; *found* have it where that is known better."""
        tf = np.zeros(self._size)
        for name, postings in counts.items():
            norm = self._norm[name]
            for docs, count in postings:
                tf[docs] += count * norm[docs]  # a document occurs once in one word's postings
        idf = self.idf(int(np.count_nonzero(tf)) if found is None else found)
        score: Floats = idf * tf * (K1 + 1) / (tf + K1)
        return score

    def score_at(self, docs: Ints, counts: Counts, found: int) -> Floats:
        """As :meth:`score`, of *docs* alone, which ascend: what is not asked for is not worked out."""
        tf = np.zeros(len(docs))
        for name, postings in counts.items():
            norm = self._norm[name]
            for theirs, count in postings:
                held, at = docs_in(docs, theirs)
                there = np.flatnonzero(held)
                tf[there] += count[at[there]] * norm[docs[there]]
        score: Floats = self.idf(found) * tf * (K1 + 1) / (tf + K1)
        return score


def recency(days: Ints, mask: Mask) -> Floats:
    """What share of its score each document gains by being new, from :data:`RECENT` down; undated ones gain nothing.

    *days* are proleptic ordinals, 0 where unknown. The newest document of *mask* is as new as can be: a result does not
    change with the day on which it is asked for.
    """
    dated = mask & (days > 0)
    if not dated.any():
        return np.zeros(len(days))
    age = int(days[dated].max()) - days.astype(np.float64)
    share: Floats = np.where(dated, RECENT * np.exp2(-np.maximum(age, 0.0) / HALF_LIFE), 0.0)
    return share
