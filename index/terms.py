"""A word of a query over all documents: where it stands, which documents have it, and what it adds to their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from index.analysis import WORD_FIELDS
from index.facets import Floats, Ints, Mask
from index.questions import QUESTION, asks
from index.ranking import PART, Bm25f
from index.snapshot import Snapshot
from index.texts import Postings

BELOW = 0.9  # of the lowest score of a page with the whole word: the highest of one with the word inside others


# Of a noun: what the verb or adjective that it is made of counts, in pages that have the most of the words. On XQuAD-th
# 0.5 and 1 find more than 0 (MRR@10 0.964, 0.963; recall@10 0.9958, 0.9950).
STEM = 0.5
_NOUN_MAKERS = ("การ", "ความ")


def verb_in(noun: str) -> str:
    """The verb or adjective in a *noun* made with การ or ความ, ``""`` where there is none."""
    return next((noun.removeprefix(maker) for maker in _NOUN_MAKERS if noun.startswith(maker) and noun != maker), "")


@dataclass(slots=True)
class Term:
    """One word over all documents, or several that count as one; ``text`` is how to call it.

    ``whole`` are its postings by field; ``parts``, by part of the text, where it stands inside others in the documents
    that were read. ``mask`` are the documents known to have it, ``df`` how many have it as a word of its own,
    ``possible`` how many may hold its letters. ``weight`` is less than 1 where it tells less than its rarity says.
    """

    text: str
    whole: dict[str, list[Postings]]
    mask: Mask
    df: int
    possible: int = 0
    weight: float = 1.0
    parts: dict[str, Postings] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot, text: str, words: Iterable[str], where: str) -> Term:
        """The *words*, called *text*, where they stand as words of their own; no text is read yet."""
        unlike = dict.fromkeys(words)
        names = ("title",) if where else WORD_FIELDS
        whole = {name: [snapshot.postings(name, word) for word in unlike] for name in names}
        mask = np.zeros(snapshot.size, np.bool_)
        for postings in whole.values():
            for docs, _ in postings:
                mask[docs] = True
        weight = QUESTION if all(map(asks, unlike)) else 1.0
        return cls(text, whole, mask, int(np.count_nonzero(mask)), weight=weight)

    @property
    def kind(self) -> Literal["asking", "word"]:
        """What the word is to an explanation: one that asks, or one that tells."""
        return "asking" if self.weight < 1 else "word"

    def rarity(self, scorer: Bm25f) -> float:
        """How much it tells that a page has the word, 0 where no page can."""
        found = self.df or self.possible
        return self.weight * scorer.idf(found) if found else 0.0

    def wholly(self, scorer: Bm25f) -> Floats:
        """What the word adds to the score of each document where it stands as a word of its own."""
        return self.weight * scorer.score(self.whole, self.df)

    def inside(self, scorer: Bm25f, below: Floats | None = None) -> Floats:
        """What the word adds to the score of each document where it stands only inside others.

        All of it is less than the least of *below* that is not 0: a page with the whole word comes first.
        """
        parts = {name: [(docs, PART * count)] for name, (docs, count) in self.parts.items()}
        scores = self.weight * scorer.score(parts, self.possible)
        if below is not None and parts and (below > 0).any():
            highest = BELOW * float(below[below > 0].min())
            scores *= min(1.0, highest / float(scores.max()))
        return scores

    def wholly_at(self, scorer: Bm25f, docs: Ints) -> Floats:
        """:meth:`wholly` of *docs* alone, which ascend."""
        return self.weight * scorer.score_at(docs, self.whole, self.df)

    def inside_at(self, scorer: Bm25f, docs: Ints) -> Floats:
        """:meth:`inside` of *docs* alone, which ascend."""
        parts = {name: [(found, PART * count)] for name, (found, count) in self.parts.items()}
        return self.weight * scorer.score_at(docs, parts, self.possible)

    def counts(self, doc: int) -> dict[str, int]:
        """How often the word stands as a word of its own in *doc*, by field."""
        return {name: n for name, postings in self.whole.items() if (n := sum(_count(p, doc) for p in postings))}

    def counts_inside(self, doc: int) -> dict[str, int]:
        """How often its letters stand in *doc*, by part of the text, where they stand only inside other words."""
        return counts_in(self.parts, doc)


def counts_in(found: Mapping[str, Postings], doc: int) -> dict[str, int]:
    """By name, how often *found* has *doc*."""
    return {name: n for name, postings in found.items() if (n := _count(postings, doc))}


def _count(postings: tuple[Ints, Floats], doc: int) -> int:
    docs, counts = postings
    at = int(np.searchsorted(docs, doc))
    return int(counts[at]) if at < len(docs) and docs[at] == doc else 0
