"""A query tree answered over one snapshot: which documents, with which scores, and what to highlight in them.

Every part becomes a mask and a score for all documents at once. Parts of a conjunction that are cheap come first and
narrow what exact strings are scanned in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from index.answer import Answer
from index.explain import Ledger
from index.facets import Floats, Mask
from index.known import mentions, note, score
from index.lookup import Lookup
from index.named import named
from index.nearness import BEST, LOOKED, Nearness, pairs_of, side_by_side
from index.notes import Note
from index.questions import QUESTION, asks, is_question
from index.ranking import recency
from index.snapshot import Snapshot
from index.terms import BELOW, STEM
from index.tokens import Tokeniser
from index.tree import And, Days, Filter, Known, Leaf, Node, Not, Or, Phrase, Prefix, Similar, Text, without

NAMES = 8  # names of several words that one similar word may stand for
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
LEAD_WORDS = 0.3  # of what its words count otherwise: a title or post that was typed before a name and need not stand
_FEWEST = 2  # words: a page without the only word has nothing of the query


def evaluate(
    tree: Node, snapshot: Snapshot, tokeniser: Tokeniser, within: Mask, *, recent: bool = False, explain: bool = False
) -> Answer:
    """The documents of *within* that satisfy *tree*.

    Where no document has all the words, those that have the most of them are the answer; where few have, those with
    most of them follow. A note says so, and filters, exact strings and what is to be left out still hold. A question is
    answered by what has the most of its words from the beginning. With *recent* newer documents score higher; with
    *explain* the answer can tell what its scores are made of.
    """
    run = _Run(snapshot, tokeniser, Ledger() if explain else None)
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
        mask, scores = run.most(tree, within)
        if mask.any():
            run.notes.append(Note("question") if question else Note("some_words"))
    elif whole < FEW and run.does_without(tree):
        behind, more = run.most(tree, within, first=mask)
        mask, scores = mask | behind, scores + more
        if behind.any():
            run.notes.append(Note("most_words", n=whole))
    scores = run.with_nearness(tree, mask, scores, recency(snapshot.table.day, mask) if recent else None)
    scores = run.lowered(scores, mask & ~behind, behind)
    return Answer(tree, mask, behind, scores, run.wanted, tuple(dict.fromkeys(run.notes)), run.ledger)


def matcher(snapshot: Snapshot, tokeniser: Tokeniser) -> Callable[[Node, Mask], Mask]:
    """What tells the documents of a mask that satisfy a tree whole, which may be none.

    All that it is asked may cost a quarter of what the exact strings of one query may.
    """
    run = _Run(snapshot, tokeniser, None)
    run.only_matching()
    return lambda tree, within: run.eval(run.pruned(tree), within)[0]


def _best_first(snapshot: Snapshot, mask: Mask, scores: Floats, number: int) -> list[int]:
    """The *number* best documents of *mask*, the same ones whatever page of the result is asked for."""
    best = np.flatnonzero(_best(mask, scores, number))
    order = np.lexsort((snapshot.id_order[best], -snapshot.table.day[best], -scores[best]))
    found: list[int] = best[order[:number]].tolist()
    return found


class _Run:
    """One evaluation; ``wanted`` and ``notes`` grow on the way."""

    def __init__(self, snapshot: Snapshot, tokeniser: Tokeniser, ledger: Ledger | None) -> None:
        self._snapshot = snapshot
        self._tokeniser = tokeniser
        self._lookup = Lookup(snapshot, tokeniser, ledger)
        self._zero: Floats = np.zeros(snapshot.size)
        self.wanted, self.notes = self._lookup.wanted, self._lookup.notes

    @property
    def ledger(self) -> Ledger | None:
        """What every score is made of, where that is to be told."""
        return self._lookup.ledger

    def again(self) -> None:
        """Begin the ledger anew: what was added to scores so far was not kept."""
        self._lookup.ledger = Ledger() if self._lookup.ledger else None

    def only_matching(self) -> None:
        """Count no strings, and read fewer documents."""
        self._lookup.only_matching()

    def eval(self, node: Node, within: Mask) -> tuple[Mask, Floats]:
        """Which documents of *within* satisfy *node*, and their scores, 0 elsewhere."""
        if isinstance(node, And):
            return self._all(node.parts, within)
        if isinstance(node, Or):
            return self._any(node.parts, within)
        if isinstance(node, Not):
            return self._without(node, within)
        if isinstance(node, Known):
            return self._known(node, within)
        if isinstance(node, Filter):
            return within & self._filtered(node), self._zero
        if isinstance(node, Days):
            return within & self._snapshot.table.between(node.start, node.end), self._zero
        return self._leaf(node, within)

    def pruned(self, tree: Node) -> Node:
        """*tree* without the typed signs that no word is in, each told in a note; they neither find nor rule out."""
        return without(tree, self._wordless) or And(())

    def _wordless(self, node: Node) -> bool:
        if not isinstance(node, Text) or node.pieces or self._tokeniser.words(node.text):
            return False
        self.notes.append(Note("no_words", node.text))
        return True

    def with_nearness(self, tree: Node, mask: Mask, scores: Floats, newer: Floats | None) -> Floats:
        """*scores* and what the nearness of the words adds to the best, times one more than *newer*."""
        rarity = {word: QUESTION * rare if asks(word) else rare for word, rare in self.wanted.words.items()}
        nearness = Nearness(pairs_of(tree, self._tokeniser, rarity))
        factor = 1.0 if newer is None else 1.0 + newer
        scores = scores.copy()
        if nearness and (best := sorted(_best_first(self._snapshot, mask, scores * factor, BEST))):
            docs = np.array(best, np.int32)
            near = nearness.of(self._snapshot.texts.parts(docs, LOOKED))
            scores[docs] += near.scores
            if self.ledger:
                for n, doc in enumerate(best):
                    self.ledger.near(doc, tuple(near.found(n)))
        if self.ledger and newer is not None:
            self.ledger.recent(newer, self._snapshot.table.day)
        return scores * factor

    def lowered(self, scores: Floats, first: Mask, behind: Mask) -> Floats:
        """*scores* with those of *behind* less than any of *first*."""
        if not behind.any():
            return scores
        factor = min(1.0, BELOW * float(scores[first].min()) / float(scores[behind].max()))
        if self.ledger:
            self.ledger.lower(behind, factor)
        return np.where(behind, factor * scores, scores)

    def does_without(self, node: Node) -> bool:
        """Whether *node* is words side by side, enough of them that a page may do without one, and no operators."""
        parts = node.parts if isinstance(node, And) else (node,)
        if any(isinstance(part, (Or, Prefix, Similar)) or getattr(part, "where", "") for part in parts):
            return False
        return len({word for part in parts for word in self._loose(part)}) >= TYPED

    def most(self, node: Node, within: Mask, first: Mask | None = None) -> tuple[Mask, Floats]:
        """The documents that have the most of the words of *node*, rare ones counting for more; none for one word.

        Where *first* have all of them, those that have most of them and are none of *first*.
        """
        self._lookup.allow_again()
        parts = node.parts if isinstance(node, And) else (node,)
        loose: dict[Leaf | Known, None] = dict.fromkeys(word for part in parts for word in self._loose(part))
        scores, share, mark = self._zero, self._zero, self._mark()
        if len(loose) < _FEWEST:
            return np.zeros_like(within), scores
        for part in parts:
            if not isinstance(part, (Text, Known, Prefix, Similar)):
                within, more = self.eval(part, within)
                scores = scores + more
        found = [self._lookup.term(leaf) for leaf in loose if isinstance(leaf, Text)]
        firm = sum((word.wholly(self._snapshot.scorer) for word in found), self._zero)
        near = _best(within, np.where(within, firm, 0.0), MOST_READ if first is None else BEHIND_READ)
        for text, word in zip((leaf for leaf in loose if isinstance(leaf, Text)), found, strict=True):
            self._lookup.read(word, text, near & self._lookup.may_have(word, text))
            self._lookup.want(words=[text.text])
            scores = scores + self._lookup.scored(word)
            share = share + word.mask * word.rarity(self._snapshot.scorer)
            added = self._lookup.verbs(text, word, within)
            scores, share = scores + added, share + STEM * (added > 0) * word.rarity(self._snapshot.scorer)
        for leaf in loose:
            if not isinstance(leaf, Text):
                mask, more = self.eval(leaf, within)
                scores = scores + more
                share = share + mask * self._snapshot.scorer.idf(int(np.count_nonzero(mask)))
        share = np.where(within, share, 0.0)
        least = SHARE if first is None else MOST
        within = within & (share > 0) & (share >= least * np.max(share))
        if first is not None:
            within = within & ~first
        return within, self._kept(mark, within, scores)

    def _loose(self, node: Node) -> Iterator[Leaf | Known]:
        """The words of *node* that a document may do without, one by one."""
        if isinstance(node, Text):
            yield from self._single(node)
            yield from _known_in(node)
        elif isinstance(node, (Known, Prefix, Similar)):
            yield node

    def _single(self, node: Text) -> Iterator[Text]:
        """The words of *node*, without those that are known by other forms."""
        plain = [piece.text for piece in node.pieces if isinstance(piece, Text)] if node.pieces else [node.text]
        return (Text(word, node.where) for text in plain for word in self._tokeniser.words(text))

    def _without(self, node: Not, within: Mask) -> tuple[Mask, Floats]:
        mark = self._mark()
        self._lookup.silent += 1
        mask, _ = self.eval(node.part, within)
        self._lookup.silent -= 1
        if self.ledger:
            self.ledger.drop(mark)
        return within & ~mask, self._zero

    def _mark(self) -> int:
        """The place in the ledger from which on entries are of what comes now."""
        return self.ledger.mark() if self.ledger else 0

    def _kept(self, mark: int, within: Mask, scores: Floats) -> Floats:
        """*scores* of the documents of *within* alone, the ledger from *mark* on likewise."""
        if self.ledger:
            self.ledger.keep(mark, within)
        return np.where(within, scores, 0.0)

    def _all(self, parts: Sequence[Node], within: Mask) -> tuple[Mask, Floats]:
        scores, mark = self._zero, self._mark()
        texts = [part for part in parts if isinstance(part, Text)]
        others: dict[Node, None] = dict.fromkeys(part for part in parts if not isinstance(part, Text))
        others.update(dict.fromkeys(known for text in texts for known in _known_in(text)))
        others = dict.fromkeys(sorted(others, key=_cost))
        for part in (*(p for p in others if not _cost(p)), *texts[:1], *(p for p in others if _cost(p))):
            within, more = self._texts(texts, within) if isinstance(part, Text) else self.eval(part, within)
            scores = scores + more
        return within, self._kept(mark, within, scores)

    def _any(self, parts: Iterable[Node], within: Mask) -> tuple[Mask, Floats]:
        found, scores = np.zeros_like(within), self._zero
        for part in dict.fromkeys(parts):
            mask, more = self.eval(part, within)
            found, scores = found | mask, scores + more
        return found, scores

    def _filtered(self, node: Filter) -> Mask:
        column = self._snapshot.table.columns[node.name]
        codes = named(column, node.name, node.value)
        if not codes:
            self.notes.append(Note(f"no_{node.name}", node.value))
        return column.having(codes, self._snapshot.size)

    def _leaf(self, node: Leaf, within: Mask) -> tuple[Mask, Floats]:
        if isinstance(node, Text):
            return self._all([node], within) if node.pieces else self._texts([node], within)
        if isinstance(node, Similar):
            return self._similar(node, within)
        mark = self._mark()
        if isinstance(node, Phrase):
            having, scores = self._lookup.exact(node, within)
        else:
            words = self._lookup.expanded(node)
            self._lookup.want(prefixes=[node.text])
            word = self._lookup.term(node, words)
            self._lookup.read(word, node, within & self._lookup.may_have(word, node))
            having, scores = word.mask, self._lookup.scored(word)
        within = within & having
        return within, self._kept(mark, within, scores)

    def _similar(self, node: Similar, within: Mask) -> tuple[Mask, Floats]:
        """The documents with any of the words spelt or spoken like that of *node*; names are words put together."""
        mark = self._mark()
        like = self._lookup.alike(node)
        single = [word for word in dict.fromkeys((node.text, *like)) if self._tokeniser.words(word) == [word]]
        self._lookup.want(words=single)
        term = self._lookup.term(node, single)
        self._lookup.read(term, node, within & self._lookup.may_have(term, node))
        scores = self._lookup.scored(term)
        others = [Text(word, node.where) for word in like if word not in single][:NAMES]
        found, more = self._any(others, within)
        within = within & (term.mask | found)
        return within, self._kept(mark, within, scores + more)

    def _texts(self, nodes: Sequence[Text], within: Mask) -> tuple[Mask, Floats]:
        """The documents that have every word of *nodes*: those that cannot are ruled out before any text is read."""
        loose = list(dict.fromkeys(word for node in nodes for word in self._single(node)))
        mark = self._mark()
        found = [self._lookup.term(leaf) for leaf in loose]
        for leaf, word in zip(loose, found, strict=True):
            within = within & (word.mask | self._lookup.may_have(word, leaf))
        for word, leaf in sorted(zip(found, loose, strict=True), key=lambda pair: pair[0].df):
            self._lookup.read(word, leaf, within & ~word.mask)
            within = within & word.mask
        scores = sum((self._lookup.scored(word, strictly=len(found) == 1) for word in found), self._zero)
        self._lookup.want(words=[leaf.text for leaf in loose])
        return within, self._kept(mark, within, scores)

    def _known(self, node: Known, within: Mask) -> tuple[Mask, Floats]:
        """The documents that hold *node* in any of its forms."""
        mark = self._mark()
        typed, scores = self._texts(node.parts, within) if node.apart else (np.zeros_like(within), self._zero)
        found = mentions(node, self._snapshot, self._tokeniser, within)
        mask = within & (typed | found.mask)
        scores = score(node, found, typed, scores, self._snapshot)
        if node.lead:
            scores = scores + LEAD_WORDS * self._texts([Text(node.lead, node.where)], mask)[1]
        self._lookup.want(words=found.words, phrases=found.strings)
        if not self._lookup.silent and np.count_nonzero(mask) > np.count_nonzero(within & (typed | found.typed)):
            self.notes.append(note(node))
        scores = np.where(mask, scores, 0.0)
        if self.ledger:  # told as one word, not by the words it was typed as
            self.ledger.drop(mark)
            self.ledger.add("known", node.text, int(np.count_nonzero(found.mask | typed)), scores, found.counts_of)
        return mask, scores


def _known_in(node: Text) -> Iterator[Known]:
    return (piece for piece in node.pieces if isinstance(piece, Known))


def _best(within: Mask, scores: Floats, number: int) -> Mask:
    """The *number* best documents of *within*, and those as good as the last of them."""
    if np.count_nonzero(within) <= number:
        return within
    best: Mask = within & (scores >= np.partition(scores[within], -number)[-number])
    return best


def _cost(node: Node) -> int:
    if isinstance(node, (Filter, Days)):
        return 0
    if isinstance(node, (And, Or, Not)):
        parts = (node.part,) if isinstance(node, Not) else node.parts
        return max((_cost(p) for p in parts), default=0)
    return 2 if isinstance(node, Phrase) else 1
