"""What a part of a query finds in one segment: documents now, scores when somebody asks for them.

A conjunction of a rare word and a frequent one scores the frequent one only where the rare one stands, and what only
filters is never scored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.algebra import Docs, Places, Scores, accumulate, common, difference, docs_in, union

Scoring = Callable[[Places | None], Scores]  # scores at these places of the documents, at all of them for None


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of a part of a query, ascending, and how they are scored."""

    docs: Docs
    scores: Scoring

    def boosted(self, boost: float) -> Found:
        """The same documents, *boost* times the scores."""
        return self if boost == 1.0 else Found(self.docs, lambda at: self.scores(at) * boost)

    def only(self, docs: Docs) -> Found:
        """Those that are in *docs* too, all of which have to be among them."""
        if len(docs) == len(self.docs):
            return self
        return self.at(docs, docs_in(docs, self.docs)[1])

    def at(self, docs: Docs, places: Places) -> Found:
        """Those at *places*, which are *docs*."""
        return Found(docs, lambda some: self.scores(places if some is None else places[some]))


def constant(docs: Docs, score: float) -> Found:
    """*docs*, all with the same score."""
    return Found(docs, lambda at: np.full(len(docs) if at is None else len(at), score))


def nothing() -> Found:
    """No document."""
    return constant(np.zeros(0, np.int32), 0.0)


def all_of(parts: Sequence[Found]) -> Found:
    """The documents of every part, their scores added."""
    if len(parts) == 1:
        return parts[0]
    docs, places = common([part.docs for part in parts])
    return added(docs, [part.at(docs, at) for part, at in zip(parts, places, strict=True)])


def added(docs: Docs, parts: Sequence[Found]) -> Found:
    """*docs*, which are those of every part, with the sums of their scores."""

    def scores(at: Places | None) -> Scores:
        total = parts[0].scores(at)
        for part in parts[1:]:
            total = total + part.scores(at)
        return total

    return Found(docs, scores)


def any_of(parts: Sequence[Found], size: int) -> Found:
    """The documents of any part, their scores added; *size* documents in all."""
    return _joined(parts, size, accumulate)


def best_of(parts: Sequence[Found], size: int) -> Found:
    """The documents of any part, each with the highest score that a part gives it."""
    return _joined(parts, size, _highest)


def _highest(dense: Scores, docs: Docs, scores: Scores) -> None:
    dense[docs] = np.maximum(dense[docs], scores)


def _joined(parts: Sequence[Found], size: int, put: Callable[[Scores, Docs, Scores], None]) -> Found:
    """The documents of any part, whose scores are *put* into an array with a place for each of *size* documents."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) == 1:
        return parts[0]
    docs = union([part.docs for part in parts], size) if parts else np.zeros(0, np.int32)

    def scores(at: Places | None) -> Scores:
        dense = np.zeros(size)
        for part in parts:
            put(dense, part.docs, part.scores(None))
        return dense.take(docs if at is None else docs[at])

    return Found(docs, scores)


def maybe(wanted: Found, extra: Found) -> Found:
    """The documents of *wanted*; where *extra* has them too, its score is added."""

    def scores(at: Places | None) -> Scores:
        total = wanted.scores(at).copy()
        found, there = docs_in(wanted.docs if at is None else wanted.docs[at], extra.docs)
        places = np.flatnonzero(found)
        total[places] += extra.scores(there[places])
        return total

    return Found(wanted.docs, scores)


def without(wanted: Found, excluded: Docs) -> Found:
    """The documents of *wanted* that are not *excluded*."""
    at = difference(wanted.docs, excluded)
    return Found(wanted.docs[at], lambda some: wanted.scores(at if some is None else at[some]))
