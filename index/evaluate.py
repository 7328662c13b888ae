"""A query tree answered over one snapshot: which documents, with which scores, and what to highlight in them.

Every part becomes a mask and a score for all documents at once. Parts of a conjunction that are cheap come first and
narrow what exact strings are scanned in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from corpus.extract import agencies, places
from corpus.sites import shipped_sites
from index.analysis import WORD_FIELDS
from index.facets import Column, Floats, Ints, Mask
from index.notes import Note
from index.snapshot import FOLDED_PARTS, Snapshot
from index.tokens import Tokeniser
from index.tree import And, Days, Filter, Leaf, Node, Not, Or, Phrase, Prefix, Similar, Text

EXPANDED = 200  # words that one prefix or one similar word may stand for
SCANNED = 3_000  # documents, best first, in which a run of several words is also looked for as one string: some 20 ms
# A document has the most of the words from this share of what the best one has. On XQuAD-th 0.4 finds 0.9966 of the
# answers in the first ten, any word at all 0.9958, 0.5 0.995, 0.65 0.987: benchmarks/retrieval.py.
SHARE = 0.4
_FEWEST = 2  # words: a page without the only word has nothing of the query
_SHORT = 4  # code points; up to here one edit makes a similar word, beyond two


@dataclass(slots=True)
class Wanted:
    """What to highlight: whole words with how rare each is, beginnings of words, exact strings of the folded text.

    ``follows`` holds the pairs of words that were typed one after the other.
    """

    words: dict[str, float] = field(default_factory=dict)
    follows: set[tuple[str, str]] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents found, their scores (0 where only filters decided), what to highlight, and notes."""

    mask: Mask
    scores: Floats
    wanted: Wanted
    notes: tuple[Note, ...]


def evaluate(tree: Node, snapshot: Snapshot, tokeniser: Tokeniser, within: Mask) -> Answer:
    """The documents of *within* that satisfy *tree*.

    Where no document has all the words, those that have the most of them are the answer, and a note says so; filters,
    exact strings and what is to be left out still hold.
    """
    run = _Run(snapshot, tokeniser)
    run.wanted.follows.update(_side_by_side(tree, tokeniser))
    mask, scores = run.eval(tree, within)
    if not mask.any() and within.any():
        mask, scores = run.most(tree, within)
        if mask.any():
            run.notes.append(Note("some_words"))
    return Answer(mask, scores, run.wanted, tuple(dict.fromkeys(run.notes)))


def named(column: Column, name: str, typed: str) -> list[int]:
    """The values of *column*, the facet *name*, that are meant by *typed*: an id, an alias, or part of a name."""
    if exact := column.of_values({typed}):
        return exact
    known = _known_as(name, typed)
    return column.of_values(known) if known else column.meant(typed)


def _known_as(name: str, typed: str) -> tuple[str, ...]:
    """The values that the registries know by *typed*: an alias, an abbreviation, a name in English, a host."""
    if name == "agency":
        dotted = typed if typed.endswith(".") else typed + "."  # the last dot is often forgotten: ก.พ.ร
        return agencies.resolve(typed) or (agencies.resolve(dotted) if "." in typed else ())
    if name == "province":
        return tuple(filter(None, [places.resolve_province(typed)]))
    if name == "site":
        return tuple(site.name for site in shipped_sites() if typed.lower() in site.hosts)
    return ()


class _Run:
    """One evaluation; ``wanted`` and ``notes`` grow on the way."""

    def __init__(self, snapshot: Snapshot, tokeniser: Tokeniser) -> None:
        self._snapshot = snapshot
        self._tokeniser = tokeniser
        self._silent = 0  # inside Not: nothing of it is to be highlighted
        self._zero: Floats = np.zeros(snapshot.size)
        self.wanted = Wanted()
        self.notes: list[Note] = []

    def eval(self, node: Node, within: Mask) -> tuple[Mask, Floats]:
        """Which documents of *within* satisfy *node*, and their scores, 0 elsewhere."""
        if isinstance(node, And):
            return self._all(node.parts, within)
        if isinstance(node, Or):
            return self._any(node.parts, within)
        if isinstance(node, Not):
            self._silent += 1
            mask, _ = self.eval(node.part, within)
            self._silent -= 1
            return within & ~mask, self._zero
        if isinstance(node, Filter):
            return within & self._filtered(node), self._zero
        if isinstance(node, Days):
            return within & self._snapshot.table.between(node.start, node.end), self._zero
        return self._leaf(node, within)

    def most(self, node: Node, within: Mask) -> tuple[Mask, Floats]:
        """The documents that have the most of the words of *node*, rare ones counting for more; none for one word."""
        parts = node.parts if isinstance(node, And) else (node,)
        loose = dict.fromkeys(word for part in parts for word in self._single(part))
        scores, share = self._zero, self._zero
        if len(loose) < _FEWEST:
            return np.zeros_like(within), scores
        for part in parts:
            if not isinstance(part, (Text, Prefix, Similar)):
                within, more = self.eval(part, within)
                scores = scores + more
        for leaf in loose:
            mask, more = self._leaf(leaf, within)
            scores = scores + more
            share = share + mask * self._snapshot.scorer.idf(int(np.count_nonzero(mask)))
        share = np.where(within, share, 0.0)
        within = within & (share > 0) & (share >= SHARE * np.max(share))
        return within, np.where(within, scores, 0.0)

    def _single(self, node: Node) -> Iterator[Leaf]:
        """The words of *node* that a document may do without, one by one."""
        if isinstance(node, Text):
            yield from (Text(word, node.where) for word in self._tokeniser.words(node.text))
        elif isinstance(node, (Prefix, Similar)):
            yield node

    def _all(self, parts: Iterable[Node], within: Mask) -> tuple[Mask, Floats]:
        scores = self._zero
        for part in sorted(parts, key=_cost):
            within, more = self.eval(part, within)
            scores = scores + more
        return within, np.where(within, scores, 0.0)

    def _any(self, parts: Iterable[Node], within: Mask) -> tuple[Mask, Floats]:
        found, scores = np.zeros_like(within), self._zero
        for part in parts:
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
            return self._words(node, within)
        if isinstance(node, Phrase):
            scores = self._exact(node, within)
        else:
            words = self._expanded(node)
            self._want(
                words=words if isinstance(node, Similar) else [], prefixes=[node.text] * isinstance(node, Prefix)
            )
            scores = self._score(words, node.where)
        return within & (scores > 0), np.where(within, scores, 0.0)

    def _words(self, node: Text, within: Mask) -> tuple[Mask, Floats]:
        words = list(dict.fromkeys(self._tokeniser.words(node.text)))
        if not words:
            self.notes.append(Note("no_words", node.text))
        scores = self._zero
        for word in words:
            found = self._score([word], node.where)
            within = within & (found > 0)
            scores = scores + found
        self._want(words=words)
        if len(words) > 1:
            scores = scores + len(words) * self._exact(node, _best(within, scores))  # together they say it once more
        return within, np.where(within, scores, 0.0)

    def _exact(self, node: Text | Phrase, within: Mask) -> Floats:
        """The scores for holding exactly the string typed; of words typed as one run they are the better pages."""
        parts = ("title",) if node.where else FOLDED_PARTS
        found = self._snapshot.occurrences(node.text, parts, within)
        if found or isinstance(node, Phrase):
            self._want(phrases=[node.text])
        return self._snapshot.scorer.score({name: [counts] for name, counts in found.items()})

    def _score(self, words: Iterable[str], where: str) -> Floats:
        names = ("title",) if where else WORD_FIELDS
        return self._snapshot.scorer.score({name: self._postings(name, words) for name in names})

    def _postings(self, name: str, words: Iterable[str]) -> Iterator[tuple[Ints, Floats]]:
        return (self._snapshot.postings(name, word) for word in words)

    def _expanded(self, node: Prefix | Similar) -> list[str]:
        found: set[str] = set()
        for name in ("title",) if node.where else WORD_FIELDS:
            if isinstance(node, Prefix):
                found.update(self._snapshot.words_from(name, node.text, EXPANDED + 1))
            else:
                distance = 1 if len(node.text) <= _SHORT else 2
                found.update(self._snapshot.words_like(name, node.text, distance, EXPANDED + 1))
        if len(found) > EXPANDED:
            self.notes.append(Note("many_words", node.text, EXPANDED))
        return sorted(found)[:EXPANDED]

    def _want(self, words: Iterable[str] = (), prefixes: Iterable[str] = (), phrases: Iterable[str] = ()) -> None:
        if not self._silent:
            self.wanted.words.update((word, self._rarity(word)) for word in words)
            self.wanted.prefixes.update(prefixes)
            self.wanted.phrases.update(phrases)

    def _rarity(self, word: str) -> float:
        """How much it tells that a page has *word* in its body."""
        return self._snapshot.scorer.idf(len(self._snapshot.postings("body", word)[0]))


def _side_by_side(node: Node, tokeniser: Tokeniser) -> Iterator[tuple[str, str]]:
    """The pairs of words that were typed one after the other, in one run or with a blank between."""
    run: list[str] = []
    for part in node.parts if isinstance(node, And) else (node,):
        if isinstance(part, Text):
            run.extend(tokeniser.words(part.text))
            continue
        yield from pairwise(run)
        run = []
        for inner in part.parts if isinstance(part, (And, Or)) else ():
            yield from _side_by_side(inner, tokeniser)
    yield from pairwise(run)


def _best(within: Mask, scores: Floats) -> Mask:
    """The SCANNED best documents of *within*, and those as good as the last of them."""
    if np.count_nonzero(within) <= SCANNED:
        return within
    best: Mask = within & (scores >= np.partition(scores[within], -SCANNED)[-SCANNED])
    return best


def _cost(node: Node) -> int:
    if isinstance(node, (Filter, Days)):
        return 0
    if isinstance(node, (And, Or, Not)):
        parts = (node.part,) if isinstance(node, Not) else node.parts
        return max((_cost(p) for p in parts), default=0)
    return 2 if isinstance(node, Phrase) else 1
