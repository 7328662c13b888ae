"""What is added to the scores of the best documents of a result: the nearness of the words, and how new they are."""

from __future__ import annotations

import numpy as np

from index.evaluation import Evaluation
from index.facets import Floats, Mask
from index.nearness import BEST, LOOKED, Nearness, pairs_of
from index.questions import QUESTION, asks
from index.snapshot import Snapshot
from index.tree import Node


def with_nearness(run: Evaluation, tree: Node, mask: Mask, scores: Floats, newer: Floats | None) -> Floats:
    """*scores* and what the nearness of the words adds to the best, times one more than *newer*."""
    rarity = {word: QUESTION * rare if asks(word) else rare for word, rare in run.wanted.words.items()}
    nearness = Nearness(pairs_of(tree, run.tokeniser, rarity))
    factor = 1.0 if newer is None else 1.0 + newer
    scores = scores.copy()
    if nearness and (best := sorted(best_first(run.snapshot, mask, scores * factor, BEST))):
        docs = np.array(best, np.int32)
        near = nearness.of(run.snapshot.texts.parts(docs, LOOKED))
        scores[docs] += near.scores
        if run.ledger:
            for n, doc in enumerate(best):
                run.ledger.near(doc, tuple(near.found(n)))
    if run.ledger and newer is not None:
        run.ledger.recent(newer, run.snapshot.table.day)
    return scores * factor


def best_first(snapshot: Snapshot, mask: Mask, scores: Floats, number: int) -> list[int]:
    """The *number* best documents of *mask*, the same ones whatever page of the result is asked for."""
    best = np.flatnonzero(best_of(mask, scores, number))
    order = np.lexsort((snapshot.id_order[best], -snapshot.table.day[best], -scores[best]))
    found: list[int] = best[order[:number]].tolist()
    return found


def best_of(within: Mask, scores: Floats, number: int) -> Mask:
    """The *number* best documents of *within*, and those as good as the last of them."""
    if np.count_nonzero(within) <= number:
        return within
    best: Mask = within & (scores >= np.partition(scores[within], -number)[-number])
    return best
