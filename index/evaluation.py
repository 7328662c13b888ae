"""The parts of a query tree evaluated over one snapshot: which documents satisfy them, and with which scores.

Every part becomes a mask and a score for all documents at once. Parts of a conjunction that are cheap come first and
narrow what exact strings are scanned in; words are scored in the documents that have all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.explain import Ledger
from index.facets import Floats, Mask
from index.known import mentions, note, score
from index.lookup import Lookup
from index.named import named
from index.notes import Note
from index.snapshot import Snapshot
from index.tokens import Tokeniser
from index.tree import And, Days, Filter, Known, Leaf, Node, Not, Or, Phrase, Prefix, Similar, Text, without

NAMES = 8  # names of several words that one similar word may stand for
LEAD_WORDS = 0.3  # of what its words count otherwise: a title or post that was typed before a name and need not stand


class Evaluation:
    """One evaluation; ``wanted`` and ``notes`` grow on the way."""

    def __init__(self, snapshot: Snapshot, tokeniser: Tokeniser, ledger: Ledger | None) -> None:
        self.snapshot = snapshot
        self.tokeniser = tokeniser
        self.lookup = Lookup(snapshot, tokeniser, ledger)
        self.zero: Floats = np.zeros(snapshot.size)
        self.wanted, self.notes = self.lookup.wanted, self.lookup.notes

    @property
    def ledger(self) -> Ledger | None:
        """What every score is made of, where that is to be told."""
        return self.lookup.ledger

    def again(self) -> None:
        """Begin the ledger anew: what was added to scores so far was not kept."""
        self.lookup.ledger = Ledger() if self.lookup.ledger else None

    def only_matching(self) -> None:
        """Count no strings, and read fewer documents."""
        self.lookup.only_matching()

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
            return within & self._filtered(node), self.zero
        if isinstance(node, Days):
            return within & self.snapshot.table.between(node.start, node.end), self.zero
        return self._leaf(node, within)

    def pruned(self, tree: Node) -> Node:
        """*tree* without the typed signs that no word is in, each told in a note; they neither find nor rule out."""
        return without(tree, self._wordless) or And(())

    def _wordless(self, node: Node) -> bool:
        if not isinstance(node, Text) or node.pieces or self.tokeniser.words(node.text):
            return False
        self.notes.append(Note("no_words", node.text))
        return True

    def loose(self, node: Node) -> Iterator[Leaf | Known]:
        """The words of *node* that a document may do without, one by one."""
        if isinstance(node, Text):
            yield from self.single(node)
            yield from _known_in(node)
        elif isinstance(node, (Known, Prefix, Similar)):
            yield node

    def single(self, node: Text) -> Iterator[Text]:
        """The words of *node*, without those that are known by other forms."""
        plain = [piece.text for piece in node.pieces if isinstance(piece, Text)] if node.pieces else [node.text]
        return (Text(word, node.where) for text in plain for word in self.tokeniser.words(text))

    def _without(self, node: Not, within: Mask) -> tuple[Mask, Floats]:
        mark = self.mark()
        self.lookup.silent += 1
        mask, _ = self.eval(node.part, within)
        self.lookup.silent -= 1
        if self.ledger:
            self.ledger.drop(mark)
        return within & ~mask, self.zero

    def mark(self) -> int:
        """The place in the ledger from which on entries are of what comes now."""
        return self.ledger.mark() if self.ledger else 0

    def kept(self, mark: int, within: Mask, scores: Floats) -> Floats:
        """*scores* of the documents of *within* alone, the ledger from *mark* on likewise."""
        if self.ledger:
            self.ledger.keep(mark, within)
        return np.where(within, scores, 0.0)

    def _all(self, parts: Sequence[Node], within: Mask) -> tuple[Mask, Floats]:
        scores, mark = self.zero, self.mark()
        texts = [part for part in parts if isinstance(part, Text)]
        others: dict[Node, None] = dict.fromkeys(part for part in parts if not isinstance(part, Text))
        others.update(dict.fromkeys(known for text in texts for known in _known_in(text)))
        others = dict.fromkeys(sorted(others, key=_cost))
        for part in (*(p for p in others if not _cost(p)), *texts[:1], *(p for p in others if _cost(p))):
            within, more = self._texts(texts, within) if isinstance(part, Text) else self.eval(part, within)
            scores = scores + more
        return within, self.kept(mark, within, scores)

    def _any(self, parts: Iterable[Node], within: Mask) -> tuple[Mask, Floats]:
        found, scores = np.zeros_like(within), self.zero
        for part in dict.fromkeys(parts):
            mask, more = self.eval(part, within)
            found, scores = found | mask, scores + more
        return found, scores

    def _filtered(self, node: Filter) -> Mask:
        column = self.snapshot.table.columns[node.name]
        codes = named(column, node.name, node.value)
        if not codes:
            self.notes.append(Note(f"no_{node.name}", node.value))
        return column.having(codes, self.snapshot.size)

    def _leaf(self, node: Leaf, within: Mask) -> tuple[Mask, Floats]:
        if isinstance(node, Text):
            return self._all([node], within) if node.pieces else self._texts([node], within)
        if isinstance(node, Similar):
            return self._similar(node, within)
        mark = self.mark()
        if isinstance(node, Phrase):
            having, scores = self.lookup.exact(node, within)
        else:
            words = self.lookup.expanded(node)
            self.lookup.want(prefixes=[node.text])
            word = self.lookup.term(node, words)
            self.lookup.read(word, node, within & self.lookup.may_have(word, node))
            having, scores = word.mask, self.lookup.scored(word)
        within = within & having
        return within, self.kept(mark, within, scores)

    def _similar(self, node: Similar, within: Mask) -> tuple[Mask, Floats]:
        """The documents with any of the words spelt or spoken like that of *node*; names are words put together."""
        mark = self.mark()
        like = self.lookup.alike(node)
        single = [word for word in dict.fromkeys((node.text, *like)) if self.tokeniser.words(word) == [word]]
        self.lookup.want(words=single)
        term = self.lookup.term(node, single)
        self.lookup.read(term, node, within & self.lookup.may_have(term, node))
        scores = self.lookup.scored(term)
        others = [Text(word, node.where) for word in like if word not in single][:NAMES]
        found, more = self._any(others, within)
        within = within & (term.mask | found)
        return within, self.kept(mark, within, scores + more)

    def _texts(self, nodes: Sequence[Text], within: Mask) -> tuple[Mask, Floats]:
        """The documents that have every word of *nodes*: those that cannot are ruled out before any text is read."""
        loose = list(dict.fromkeys(word for node in nodes for word in self.single(node)))
        mark = self.mark()
        found = [self.lookup.term(leaf) for leaf in loose]
        for leaf, word in zip(loose, found, strict=True):
            within = within & (word.mask | self.lookup.may_have(word, leaf))
        for word, leaf in sorted(zip(found, loose, strict=True), key=lambda pair: pair[0].df):
            self.lookup.read(word, leaf, within & ~word.mask)
            within = within & word.mask
        self.lookup.want(words=[leaf.text for leaf in loose])
        if len(found) == 1:  # of all documents: what is scored under it must be less than the least of them
            return within, self.kept(mark, within, self.lookup.scored(found[0], strictly=True))
        docs = np.flatnonzero(within).astype(np.int32)
        scores = sum((self.lookup.scored_at(word, docs) for word in found), np.zeros(len(docs)))
        return within, self.lookup.everywhere(docs, scores)

    def _known(self, node: Known, within: Mask) -> tuple[Mask, Floats]:
        """The documents that hold *node* in any of its forms."""
        mark = self.mark()
        typed, scores = self._texts(node.parts, within) if node.apart else (np.zeros_like(within), self.zero)
        found = mentions(node, self.snapshot, self.tokeniser, within)
        mask = within & (typed | found.mask)
        scores = score(node, found, typed, scores, self.snapshot)
        if node.lead:
            scores = scores + LEAD_WORDS * self._texts([Text(node.lead, node.where)], mask)[1]
        self.lookup.want(words=found.words, phrases=found.strings)
        if not self.lookup.silent and np.count_nonzero(mask) > np.count_nonzero(within & (typed | found.typed)):
            self.notes.append(note(node))
        scores = np.where(mask, scores, 0.0)
        if self.ledger:  # told as one word, not by the words it was typed as
            self.ledger.drop(mark)
            self.ledger.add("known", node.text, int(np.count_nonzero(found.mask | typed)), scores, found.counts_of)
        return mask, scores


def _known_in(node: Text) -> Iterator[Known]:
    return (piece for piece in node.pieces if isinstance(piece, Known))


def _cost(node: Node) -> int:
    if isinstance(node, (Filter, Days)):
        return 0
    if isinstance(node, (And, Or, Not)):
        parts = (node.part,) if isinstance(node, Not) else node.parts
        return max((_cost(p) for p in parts), default=0)
    return 2 if isinstance(node, Phrase) else 1
