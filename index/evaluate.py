"""A query tree answered over one snapshot: which documents, with which scores, and what to highlight in them.

Every part becomes a mask and a score for all documents at once. Parts of a conjunction that are cheap come first and
narrow what exact strings are scanned in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.extract import agencies, places
from corpus.sites import shipped_sites
from index.analysis import WORD_FIELDS
from index.facets import Column, Floats, Mask
from index.nearness import BEST, Nearness, pairs_of, side_by_side
from index.notes import Note
from index.ranking import PART
from index.snapshot import Snapshot
from index.texts import PARTS, Postings
from index.tokens import Tokeniser
from index.tree import And, Days, Filter, Leaf, Node, Not, Or, Phrase, Prefix, Similar, Text
from index.vocabulary import vocabulary

NAMES = 8  # names of several words that one similar word may stand for
EXPANDED = 200  # words that one prefix or one similar word may stand for
READ = 120_000  # documents that one query may read for words inside others: some 0.3 s
MOST_READ = 1_000  # documents that are read so where no page has all the words: those with the most of them
# A document has the most of the words from this share of what the best one has. On XQuAD-th 0.4 finds 0.9966 of the
# answers in the first ten, any word at all 0.9958, 0.5 0.995, 0.65 0.987: benchmarks/retrieval.py.
SHARE = 0.4
_FEWEST = 2  # words: a page without the only word has nothing of the query


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
    run.wanted.follows.update((first, second) for first, second, _ in side_by_side(tree, tokeniser))
    mask, scores = run.eval(tree, within)
    if not mask.any() and within.any():
        mask, scores = run.most(tree, within)
        if mask.any():
            run.notes.append(Note("some_words"))
    nearness = Nearness(pairs_of(tree, tokeniser, run.wanted.words))
    if nearness:
        scores = _with_nearness(snapshot, mask, scores, nearness)
    return Answer(mask, scores, run.wanted, tuple(dict.fromkeys(run.notes)))


def matching(tree: Node, snapshot: Snapshot, tokeniser: Tokeniser, within: Mask) -> Mask:
    """The documents of *within* that satisfy *tree* whole, which may be none."""
    return _Run(snapshot, tokeniser).eval(tree, within)[0]


def _with_nearness(snapshot: Snapshot, mask: Mask, scores: Floats, nearness: Nearness) -> Floats:
    """*scores* and what *nearness* adds: of the best documents alone, the same ones whatever page is asked for."""
    best = np.flatnonzero(_best(mask, scores, BEST))
    order = np.lexsort((snapshot.id_order[best], -snapshot.table.day[best], -scores[best]))
    scores = scores.copy()
    for doc in best[order[:BEST]].tolist():
        scores[doc] += nearness.score(snapshot.texts.compact(doc))
    return scores


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


@dataclass(slots=True)
class _Word:
    """One word over all documents, or several that count as one.

    ``whole`` are its postings by field; ``parts``, by part of the text, where it stands inside others in the documents
    that were read. ``mask`` are the documents known to have it, ``df`` how many have it as a word of its own,
    ``possible`` how many may hold its letters.
    """

    whole: dict[str, list[Postings]]
    mask: Mask
    df: int
    possible: int
    parts: dict[str, Postings] = field(default_factory=dict)


class _Run:
    """One evaluation; ``wanted`` and ``notes`` grow on the way."""

    def __init__(self, snapshot: Snapshot, tokeniser: Tokeniser) -> None:
        self._snapshot = snapshot
        self._tokeniser = tokeniser
        self._left = READ
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
        loose: dict[Leaf, None] = dict.fromkeys(word for part in parts for word in self._loose(part))
        scores, share = self._zero, self._zero
        if len(loose) < _FEWEST:
            return np.zeros_like(within), scores
        for part in parts:
            if not isinstance(part, (Text, Prefix, Similar)):
                within, more = self.eval(part, within)
                scores = scores + more
        found = [self._whole([leaf.text], leaf.where) for leaf in loose if isinstance(leaf, Text)]
        firm = sum((self._scored(word) for word in found), self._zero)
        near = _best(within, np.where(within, firm, 0.0), MOST_READ)
        for text, word in zip((leaf for leaf in loose if isinstance(leaf, Text)), found, strict=True):
            self._read(word, text, near & self._may_have(word, text))
            self._want(words=[text.text])
            scores = scores + self._scored(word)
            share = share + word.mask * self._snapshot.scorer.idf(word.df or word.possible)
        for leaf in loose:
            if not isinstance(leaf, Text):
                mask, more = self._leaf(leaf, within)
                scores = scores + more
                share = share + mask * self._snapshot.scorer.idf(int(np.count_nonzero(mask)))
        share = np.where(within, share, 0.0)
        within = within & (share > 0) & (share >= SHARE * np.max(share))
        return within, np.where(within, scores, 0.0)

    def _loose(self, node: Node) -> Iterator[Leaf]:
        """The words of *node* that a document may do without, one by one."""
        if isinstance(node, Text):
            yield from self._single(node)
        elif isinstance(node, (Prefix, Similar)):
            yield node

    def _single(self, node: Text) -> Iterator[Text]:
        return (Text(word, node.where) for word in self._tokeniser.words(node.text))

    def _all(self, parts: Iterable[Node], within: Mask) -> tuple[Mask, Floats]:
        scores = self._zero
        texts = [part for part in parts if isinstance(part, Text)]
        others = sorted((part for part in parts if not isinstance(part, Text)), key=_cost)
        for part in (*(p for p in others if not _cost(p)), *texts[:1], *(p for p in others if _cost(p))):
            within, more = self._texts(texts, within) if isinstance(part, Text) else self.eval(part, within)
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
            return self._texts([node], within)
        if isinstance(node, Similar):
            return self._similar(node, within)
        if isinstance(node, Phrase):
            scores = self._exact(node, within)
        else:
            words = self._expanded(node)
            self._want(prefixes=[node.text])
            word = self._whole((node.text, *words), node.where)
            self._read(word, node, within & self._may_have(word, node))
            scores = self._scored(word)
        return within & (scores > 0), np.where(within, scores, 0.0)

    def _similar(self, node: Similar, within: Mask) -> tuple[Mask, Floats]:
        """The documents with any of the words spelt or spoken like that of *node*; names are words put together."""
        like = vocabulary(self._snapshot, self._tokeniser).like(node.text, EXPANDED)
        single = [word for word in dict.fromkeys((node.text, *like)) if self._tokeniser.words(word) == [word]]
        self._want(words=single)
        scores = self._scored(self._whole(single, node.where))
        others = [Text(word, node.where) for word in like if word not in single][:NAMES]
        found, more = self._any(others, within)
        return within & ((scores > 0) | found), np.where(within, scores + more, 0.0)

    def _texts(self, nodes: Sequence[Text], within: Mask) -> tuple[Mask, Floats]:
        """The documents that have every word of *nodes*: those that cannot are ruled out before any text is read."""
        loose = list(dict.fromkeys(word for node in nodes for word in self._single(node)))
        self._notes_on(nodes)
        found = [self._whole([leaf.text], leaf.where) for leaf in loose]
        for leaf, word in zip(loose, found, strict=True):
            within = within & (word.mask | self._may_have(word, leaf))
        for word, leaf in sorted(zip(found, loose, strict=True), key=lambda pair: pair[0].df):
            self._read(word, leaf, within & ~word.mask)
            within = within & word.mask
        scores = sum((self._scored(word) for word in found), self._zero)
        self._want(words=[leaf.text for leaf in loose])
        return within, np.where(within, scores, 0.0)

    def _notes_on(self, nodes: Iterable[Text]) -> None:
        self.notes.extend(Note("no_words", node.text) for node in nodes if not self._tokeniser.words(node.text))

    def _whole(self, words: Iterable[str], where: str) -> _Word:
        """The *words* where they stand as words of their own; nothing is read yet."""
        unlike = dict.fromkeys(words)
        names = ("title",) if where else WORD_FIELDS
        postings = {name: [self._snapshot.postings(name, word) for word in unlike] for name in names}
        mask = np.zeros(self._snapshot.size, np.bool_)
        for each in postings.values():
            for docs, _ in each:
                mask[docs] = True
        return _Word(postings, mask, int(np.count_nonzero(mask)), 0)

    def _may_have(self, word: _Word, leaf: Leaf) -> Mask:
        """The documents that may have *word* inside others: all that hold its letters."""
        if not self._tokeniser.has_parts(leaf.text):
            return np.zeros_like(word.mask)
        may = self._snapshot.texts.may_hold(leaf.text)
        word.possible = int(np.count_nonzero(may))
        return may

    def _read(self, word: _Word, leaf: Leaf, docs: Mask) -> None:
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

    def _scored(self, word: _Word) -> Floats:
        """What *word* adds to the score of each document; inside others it counts less, and as often as its letters."""
        whole = self._snapshot.scorer.score(word.whole, word.df)
        parts = {name: [(docs, PART * count)] for name, (docs, count) in word.parts.items()}
        return whole + self._snapshot.scorer.score(parts, word.possible) if parts else whole

    def _exact(self, node: Phrase, within: Mask) -> Floats:
        """The scores for holding exactly the string quoted."""
        found = self._snapshot.exact(node.text, ("title",) if node.where else PARTS, within)
        self._want(phrases=[node.text])
        return self._snapshot.scorer.score({name: [counts] for name, counts in found.items()})

    def _expanded(self, node: Prefix) -> list[str]:
        found: set[str] = set()
        for name in ("title",) if node.where else WORD_FIELDS:
            found.update(self._snapshot.words_from(name, node.text, EXPANDED + 1))
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
