"""A query tree answered over one snapshot: which documents, with which scores, and what to highlight in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from index.answer import Answer
from index.evaluation import Evaluation
from index.explain import Ledger
from index.facets import Floats, Mask
from index.most_words import FEW, does_without, lowered, most
from index.nearness import side_by_side
from index.notes import Note
from index.questions import is_question
from index.ranking import recency
from index.reranking import with_nearness
from index.snapshot import Snapshot
from index.tokens import Tokeniser
from index.tree import Node


def evaluate(
    tree: Node, snapshot: Snapshot, tokeniser: Tokeniser, within: Mask, *, recent: bool = False, explain: bool = False
) -> Answer:
    """The documents of *within* that satisfy *tree*.

    Where no document has all the words, those that have the most of them are the answer; where few have, those with
    most of them follow. A note says so, and filters, exact strings and what is to be left out still hold. A question is
    answered by what has the most of its words from the beginning. With *recent* newer documents score higher; with
    *explain* the answer can tell what its scores are made of.
    """
    run = Evaluation(snapshot, tokeniser, Ledger() if explain else None)
    run.wanted.follows.update((first, second) for first, second, _ in side_by_side(tree, tokeniser))
    mask, behind = np.zeros_like(within), np.zeros_like(within)
    scores: Floats = np.zeros(snapshot.size)
    tree = run.pruned(tree)
    question = is_question(tree, tokeniser)
    if not question:
        mask, scores = run.eval(tree, within)
    whole = int(np.count_nonzero(mask))
    if not whole and within.any():
        run.again()
        mask, scores = most(run, tree, within)
        if mask.any():
            run.notes.append(Note("question") if question else Note("some_words"))
    elif whole < FEW and does_without(run, tree):
        behind, more = most(run, tree, within, first=mask)
        mask, scores = mask | behind, scores + more
        if behind.any():
            run.notes.append(Note("most_words", n=whole))
    scores = with_nearness(run, tree, mask, scores, recency(snapshot.table.day, mask) if recent else None)
    scores = lowered(run, scores, mask & ~behind, behind)
    return Answer(tree, mask, behind, scores, run.wanted, tuple(dict.fromkeys(run.notes)), run.ledger)


def matcher(snapshot: Snapshot, tokeniser: Tokeniser) -> Callable[[Node, Mask], Mask]:
    """What tells the documents of a mask that satisfy a tree whole, which may be none.

    All that it is asked may cost a quarter of what the exact strings of one query may.
    """
    run = Evaluation(snapshot, tokeniser, None)
    run.only_matching()
    return lambda tree, within: run.eval(run.pruned(tree), within)[0]
