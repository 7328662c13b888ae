"""Documents that have most of the words of a query, where none or few have all of them."""

from __future__ import annotations

import numpy as np

from index.evaluation import Evaluation
from index.facets import Floats, Mask
from index.reranking import best_of
from index.terms import BELOW, STEM
from index.tree import And, Known, Leaf, Node, Or, Prefix, Similar, Text

MOST_READ = 1_000  # documents that are read so where no page has all the words: those with the most of them
BEHIND_READ = 300  # of those that follow
# A document has the most of the words from this share of what the best one has. On XQuAD-th 0.4 finds 0.9966 of the
# answers in the first ten, any word at all 0.9958, 0.5 0.995, 0.65 0.987: benchmarks/retrieval.py.
SHARE = 0.4
FEW = 10  # pages with all the words, one page of hits: where fewer are found, those with most of them follow
TYPED = 3  # words of a query, names as one, from which on a page with most of them is near what was meant
# Of all the words, by their rarity: what a page has that follows those with all of them. Tuned on 258 title words of
# 20,000 pages one of which was remembered wrongly: 0.4 to 0.6 find 0.58 to 0.57 of the pages in the first ten (0.37
# without), 0.7 finds 0.52; with 0.4 some 165 pages follow, with 0.6 some 29.
MOST = 0.6
_FEWEST = 2  # words: a page without the only word has nothing of the query


def does_without(run: Evaluation, node: Node) -> bool:
    """Whether *node* is words side by side, enough of them that a page may do without one, and no operators."""
    parts = node.parts if isinstance(node, And) else (node,)
    if any(isinstance(part, (Or, Prefix, Similar)) or getattr(part, "where", "") for part in parts):
        return False
    return len({word for part in parts for word in run.loose(part)}) >= TYPED


def most(run: Evaluation, node: Node, within: Mask, first: Mask | None = None) -> tuple[Mask, Floats]:
    """The documents that have the most of the words of *node*, rare ones counting for more; none for one word.

    Where *first* have all of them, those that have most of them and are none of *first*.
    """
    run.lookup.allow_again()
    parts = node.parts if isinstance(node, And) else (node,)
    loose: dict[Leaf | Known, None] = dict.fromkeys(word for part in parts for word in run.loose(part))
    scorer = run.snapshot.scorer
    scores, share, mark = run.zero, run.zero, run.mark()
    if len(loose) < _FEWEST:
        return np.zeros_like(within), scores
    for part in parts:
        if not isinstance(part, (Text, Known, Prefix, Similar)):
            within, more = run.eval(part, within)
            scores = scores + more
    found = [run.lookup.term(leaf) for leaf in loose if isinstance(leaf, Text)]
    whole = [word.wholly(scorer) for word in found]
    near = best_of(within, np.where(within, sum(whole, run.zero), 0.0), MOST_READ if first is None else BEHIND_READ)
    for text, word, wholly in zip((leaf for leaf in loose if isinstance(leaf, Text)), found, whole, strict=True):
        run.lookup.read(word, text, near & run.lookup.may_have(word, text))
        run.lookup.want(words=[text.text])
        scores = scores + run.lookup.scored(word, wholly)
        share = share + word.mask * word.rarity(scorer)
        added = run.lookup.verbs(text, word, within)
        scores, share = scores + added, share + STEM * (added > 0) * word.rarity(scorer)
    for leaf in loose:
        if not isinstance(leaf, Text):
            mask, more = run.eval(leaf, within)
            scores = scores + more
            share = share + mask * scorer.idf(int(np.count_nonzero(mask)))
    share = np.where(within, share, 0.0)
    least = SHARE if first is None else MOST
    within = within & (share > 0) & (share >= least * share.max(initial=0.0))
    if first is not None:
        within = within & ~first
    return within, run.kept(mark, within, scores)


def lowered(run: Evaluation, scores: Floats, first: Mask, behind: Mask) -> Floats:
    """*scores* with those of *behind* less than any of *first*."""
    if not behind.any():
        return scores
    factor = min(1.0, BELOW * float(scores[first].min()) / float(scores[behind].max()))
    if run.ledger:
        run.ledger.lower(behind, factor)
    return np.where(behind, factor * scores, scores)
