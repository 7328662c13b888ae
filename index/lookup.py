"""The words and strings of one query, looked up one by one: where each stands, and what it adds to the scores.

What was looked up grows on the way: ``wanted`` to highlight, ``notes`` to tell, ``ledger`` to explain.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from index.analysis import WORD_FIELDS
from index.answer import Wanted
from index.explain import Ledger
from index.facets import Floats, Ints, Mask
from index.notes import Note
from index.snapshot import Snapshot
from index.terms import STEM, Term, counts_in, verb_in
from index.texts import COUNTED, PARTS
from index.tokens import Tokeniser
from index.tree import Leaf, Phrase, Prefix, Similar, Text
from index.vocabulary import vocabulary

EXPANDED = 200  # words that one prefix or one similar word may stand for
READ = 120_000  # documents that one query may read for words inside others: some 0.3 s
# What all the exact strings of one query may cost: 1 for a document that is looked into, 10 for one in which they are
# counted too. An OR of 28 letters over 2,000 pages took 3.4 s of the processor without: benchmarks/fuzzing.py.
SCANNED = 160_000
COUNTING = 9  # what counting costs more than looking
# Letters of a document that may be the string without costing more (99 of 100 news pages have fewer), and how many more
# cost 1: a string of one letter stands at each of 400,000 places of a page that holds nothing else.
LETTERS, CHARGED = 12_000, 100
ALL_EXPANDED = 1_000  # words that all prefixes and similar words of one query may stand for
SIMILAR = 8  # similar words of one query, each of them compared with the whole vocabulary: some 30 ms


class Lookup:
    """What the evaluation of one query asks of *snapshot*; at most :data:`READ` documents are read for it."""

    def __init__(self, snapshot: Snapshot, tokeniser: Tokeniser, ledger: Ledger | None) -> None:
        self._snapshot = snapshot
        self._tokeniser = tokeniser
        self._left = READ
        self._scan = SCANNED
        self._words = ALL_EXPANDED
        self._alike = SIMILAR
        self._expansions: dict[Prefix, list[str]] = {}
        self._zero: Floats = np.zeros(snapshot.size)
        self.silent = 0  # inside Not: nothing of it is to be highlighted
        self.wanted = Wanted()
        self.notes: list[Note] = []
        self.ledger = ledger

    def only_matching(self) -> None:
        """Count no strings, and read a quarter of the documents for them."""
        self.silent += 1
        self._scan //= 4

    def allow_again(self) -> None:
        """Let exact strings be read as in the beginning: the query is evaluated in another way."""
        self._scan = SCANNED

    def term(self, leaf: Leaf, others: Iterable[str] = ()) -> Term:
        """The word of *leaf*, or *others* as well that count as one with it, where they are words of their own."""
        sign = "*" if isinstance(leaf, Prefix) else "~" if isinstance(leaf, Similar) else ""
        return Term.of(self._snapshot, leaf.text + sign, (leaf.text, *others), leaf.where)

    def may_have(self, word: Term, leaf: Leaf) -> Mask:
        """The documents that may have *word* inside others: all that hold its letters."""
        if not self._tokeniser.has_parts(leaf.text):
            return np.zeros_like(word.mask)
        may = self._snapshot.texts.may_hold(leaf.text)
        word.possible = int(np.count_nonzero(may & self._snapshot.live))
        return may

    def read(self, word: Term, leaf: Leaf, docs: Mask) -> None:
        """Look for *word* inside others in the texts of *docs* that do not have it as a word of its own."""
        docs = docs & ~word.mask
        number = int(np.count_nonzero(docs))
        if not number or not self._tokeniser.has_parts(leaf.text):
            return
        if number > self._left:
            self.notes.append(Note("parts_unread", leaf.text))
            return
        self._left -= number
        parts = ("title",) if leaf.where else PARTS
        word.parts = self._snapshot.inside(leaf.text, parts, docs, begins=isinstance(leaf, Prefix))
        for found, _ in word.parts.values():
            word.mask[found] = True

    def scored(self, word: Term, wholly: Floats | None = None, *, strictly: bool = False) -> Floats:
        """What *word* adds to the score of each document; inside others less, *strictly* less than as a whole word.

        *wholly* is what it adds as a whole word, where that is known.
        """
        wholly = word.wholly(self._snapshot.scorer) if wholly is None else wholly
        if self.ledger:
            self.ledger.add(word.kind, word.text, word.df, wholly, word.counts)
        if not word.parts:
            return wholly
        inside = word.inside(self._snapshot.scorer, wholly if strictly else None)
        if self.ledger:
            self.ledger.add("inside", word.text, word.possible, inside, word.counts_inside)
        return wholly + inside

    def scored_at(self, word: Term, docs: Ints) -> Floats:
        """:meth:`scored` of *docs* alone, which ascend."""
        scorer = self._snapshot.scorer
        wholly = word.wholly_at(scorer, docs)
        inside = word.inside_at(scorer, docs) if word.parts else None
        if self.ledger:
            self.ledger.add(word.kind, word.text, word.df, self.everywhere(docs, wholly), word.counts)
            if inside is not None:
                self.ledger.add("inside", word.text, word.possible, self.everywhere(docs, inside), word.counts_inside)
        return wholly if inside is None else wholly + inside

    def everywhere(self, docs: Ints, scores: Floats) -> Floats:
        """The *scores* of *docs*, in an array of all documents."""
        dense = np.zeros(self._snapshot.size)
        dense[docs] = scores
        return dense

    def verbs(self, leaf: Text, word: Term, within: Mask) -> Floats:
        """What the verb in a noun made of one adds where the noun is not: ขัดขืน (resist) for การขัดขืน."""
        verb = verb_in(leaf.text)
        if not self._tokeniser.knows(verb):
            return self._zero
        term = Term.of(self._snapshot, verb, [verb], leaf.where)
        scores = np.where(within & ~word.mask, STEM * term.wholly(self._snapshot.scorer), 0.0)
        if self.ledger:
            self.ledger.add("verb", verb, term.df, scores, term.counts)
        return scores

    def exact(self, node: Phrase, within: Mask) -> tuple[Mask, Floats]:
        """Which documents hold exactly the string quoted, and the scores for it."""
        number = int(np.count_nonzero(within & self._snapshot.texts.may_hold(node.text)))
        counting = number + COUNTING * min(number, COUNTED)
        having = np.zeros_like(within)
        if number > self._scan:
            self.notes.append(Note("exact_unread", node.text[:40]))
            return having, self._zero
        counted = COUNTED if counting <= self._scan and not self.silent else 0
        self._scan -= counting if counted else number
        found = self._snapshot.exact(node.text, ("title",) if node.where else PARTS, within, counted)
        for docs, _ in found.values():
            having[docs] = True
        stands = sum(float(counts.sum()) for _, counts in found.values())
        self._scan -= max(0, int(stands * len(node.text)) - LETTERS * number) // CHARGED
        self.want(phrases=[node.text])
        scores = self._snapshot.scorer.score({name: [counts] for name, counts in found.items()})
        if self.ledger:
            pages = int(np.count_nonzero(having))
            self.ledger.add("exact", node.text, pages, scores, lambda doc: counts_in(found, doc))
        return having, scores

    def expanded(self, node: Prefix) -> list[str]:
        """The words of the index that begin as *node* does, at most :data:`EXPANDED` of them."""
        if node not in self._expansions:
            self._expansions[node] = self._beginning(node)
        return self._expansions[node]

    def alike(self, node: Similar) -> list[str]:
        """The words of the archive that are spelt or spoken like *node*, at most :data:`EXPANDED` of them."""
        most = min(EXPANDED, self._words) if self._alike else 0
        if not most:
            self.notes.append(Note("many_expanded", node.text))
            return []
        like = vocabulary(self._snapshot, self._tokeniser).like(node.text, most)
        self._alike -= 1
        self._words -= len(like)
        return like

    def _beginning(self, node: Prefix) -> list[str]:
        most = min(EXPANDED, self._words)
        if not most:
            self.notes.append(Note("many_expanded", node.text))
            return [node.text]
        found: set[str] = set()
        for name in ("title",) if node.where else WORD_FIELDS:
            found.update(self._snapshot.words_from(name, node.text, most + 1))
        if len(found) > most:
            self.notes.append(Note("many_words", node.text, most))
        self._words -= min(len(found), most)
        return sorted(found)[:most]

    def want(self, words: Iterable[str] = (), prefixes: Iterable[str] = (), phrases: Iterable[str] = ()) -> None:
        """Have these highlighted."""
        if not self.silent:
            self.wanted.words.update((word, self.rarity(word)) for word in words)
            self.wanted.prefixes.update(prefixes)
            self.wanted.phrases.update(phrases)

    def rarity(self, word: str) -> float:
        """How much it tells that a page has *word* in its body."""
        return self._snapshot.scorer.idf(self._snapshot.frequencies("body", [word])[word])
