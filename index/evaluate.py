"""A query tree answered over one snapshot: which documents, with which scores, and what to highlight in them.

Every part becomes a mask and a score for all documents at once. Parts of a conjunction that are cheap come first and
narrow what exact strings are scanned in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.extract import agencies, places
from corpus.sites import shipped_sites
from corpus.thai.normalise import fold
from index.analysis import WORD_FIELDS
from index.explain import Ledger
from index.facets import Column, Floats, Mask
from index.known import mentions, note, score
from index.known_names import meant
from index.nearness import BEST, Nearness, pairs_of, side_by_side
from index.notes import Note
from index.questions import QUESTION, asks, is_question
from index.ranking import recency
from index.snapshot import Snapshot
from index.terms import BELOW, STEM, Term, counts_in, verb_in
from index.texts import COUNTED, PARTS
from index.tokens import Tokeniser
from index.tree import And, Days, Filter, Known, Leaf, Node, Not, Or, Phrase, Prefix, Similar, Text, without
from index.vocabulary import vocabulary

NAMES = 8  # names of several words that one similar word may stand for
EXPANDED = 200  # words that one prefix or one similar word may stand for
READ = 120_000  # documents that one query may read for words inside others: some 0.3 s
# What all the exact strings of one query may cost: 1 for a document that is looked into, 10 for one in which they are
# counted too. An OR of 28 letters over 2,000 pages took 3.4 s of the processor without: benchmarks/fuzzing.py.
SCANNED = 160_000
COUNTING = 9  # what counting costs more than looking
ALL_EXPANDED = 1_000  # words that all beginnings of one query may stand for
SIMILAR = 8  # similar words of one query, each of them compared with the whole vocabulary: some 30 ms
MOST_READ = 1_000  # documents that are read so where no page has all the words: those with the most of them
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
    """The documents found, their scores (0 where only filters decided), what to highlight, and notes.

    ``tree`` is what was asked for without what no word is in.
    ``behind`` are those of them that have most of the words; those with all come first and score higher.
    """

    tree: Node
    mask: Mask
    behind: Mask
    scores: Floats
    wanted: Wanted
    notes: tuple[Note, ...]
    ledger: Ledger | None = None


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
        run.ledger = Ledger() if explain else None
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
        return agencies.resolve(typed) or (agencies.resolve(dotted) if "." in typed else ()) or meant(fold(typed))
    if name == "province":
        return tuple(filter(None, [places.resolve_province(typed)]))
    if name == "site":
        typed = typed.lower()
        return tuple(s.name for s in shipped_sites() if typed in s.hosts or typed == s.title_en.lower())
    return ()


class _Run:
    """One evaluation; ``wanted`` and ``notes`` grow on the way."""

    def __init__(self, snapshot: Snapshot, tokeniser: Tokeniser, ledger: Ledger | None) -> None:
        self._snapshot = snapshot
        self._tokeniser = tokeniser
        self._left = READ
        self._scan = SCANNED
        self._words = ALL_EXPANDED
        self._like: dict[Similar, list[str]] = {}
        self._expansions: dict[Prefix, list[str]] = {}
        self._silent = 0  # inside Not: nothing of it is to be highlighted
        self._zero: Floats = np.zeros(snapshot.size)
        self.wanted = Wanted()
        self.notes: list[Note] = []
        self.ledger = ledger

    def only_matching(self) -> None:
        """Count no strings, and read fewer documents."""
        self._silent += 1
        self._scan //= 4

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

    def with_nearness(self, tree: Node, mask: Mask, scores: Floats, newer: Floats | None) -> Floats:
        """*scores* and what the nearness of the words adds to the best, times one more than *newer*."""
        rarity = {word: QUESTION * rare if asks(word) else rare for word, rare in self.wanted.words.items()}
        nearness = Nearness(pairs_of(tree, self._tokeniser, rarity))
        factor = 1.0 if newer is None else 1.0 + newer
        scores = scores.copy()
        for doc in _best_first(self._snapshot, mask, scores * factor, BEST) if nearness else ():
            found = tuple(nearness.found(self._snapshot.texts.compact(doc)))
            scores[doc] += sum(each.score for each in found)
            if self.ledger:
                self.ledger.near(doc, found)
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
        self._scan = SCANNED
        parts = node.parts if isinstance(node, And) else (node,)
        loose: dict[Leaf | Known, None] = dict.fromkeys(word for part in parts for word in self._loose(part))
        scores, share, mark = self._zero, self._zero, self.ledger.mark() if self.ledger else 0
        if len(loose) < _FEWEST:
            return np.zeros_like(within), scores
        for part in parts:
            if not isinstance(part, (Text, Known, Prefix, Similar)):
                within, more = self.eval(part, within)
                scores = scores + more
        found = [self._term(leaf) for leaf in loose if isinstance(leaf, Text)]
        firm = sum((word.wholly(self._snapshot.scorer) for word in found), self._zero)
        near = _best(within, np.where(within, firm, 0.0), MOST_READ)
        for text, word in zip((leaf for leaf in loose if isinstance(leaf, Text)), found, strict=True):
            self._read(word, text, near & self._may_have(word, text))
            self._want(words=[text.text])
            scores = scores + self._scored(word)
            share = share + word.mask * word.rarity(self._snapshot.scorer)
            added = self._verbs(text, word, within)
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
        mark = self.ledger.mark() if self.ledger else 0
        self._silent += 1
        mask, _ = self.eval(node.part, within)
        self._silent -= 1
        if self.ledger:
            self.ledger.drop(mark)
        return within & ~mask, self._zero

    def _kept(self, mark: int, within: Mask, scores: Floats) -> Floats:
        """*scores* of the documents of *within* alone, the ledger from *mark* on likewise."""
        if self.ledger:
            self.ledger.keep(mark, within)
        return np.where(within, scores, 0.0)

    def _all(self, parts: Sequence[Node], within: Mask) -> tuple[Mask, Floats]:
        scores, mark = self._zero, self.ledger.mark() if self.ledger else 0
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
        mark = self.ledger.mark() if self.ledger else 0
        if isinstance(node, Phrase):
            having, scores = self._exact(node, within)
        else:
            if node not in self._expansions:
                self._expansions[node] = self._expanded(node)
            words = self._expansions[node]
            self._want(prefixes=[node.text])
            word = self._term(node, words)
            self._read(word, node, within & self._may_have(word, node))
            having, scores = word.mask, self._scored(word)
        within = within & having
        return within, self._kept(mark, within, scores)

    def _similar(self, node: Similar, within: Mask) -> tuple[Mask, Floats]:
        """The documents with any of the words spelt or spoken like that of *node*; names are words put together."""
        if node not in self._like:
            if len(self._like) == SIMILAR:
                self.notes.append(Note("many_expanded", node.text))
                return self._texts([Text(node.text, node.where)], within)
            self._like[node] = list(vocabulary(self._snapshot, self._tokeniser).like(node.text, EXPANDED))
        like = self._like[node]
        single = [word for word in dict.fromkeys((node.text, *like)) if self._tokeniser.words(word) == [word]]
        mark = self.ledger.mark() if self.ledger else 0
        self._want(words=single)
        term = self._term(node, single)
        self._read(term, node, within & self._may_have(term, node))
        scores = self._scored(term)
        others = [Text(word, node.where) for word in like if word not in single][:NAMES]
        found, more = self._any(others, within)
        within = within & (term.mask | found)
        return within, self._kept(mark, within, scores + more)

    def _texts(self, nodes: Sequence[Text], within: Mask) -> tuple[Mask, Floats]:
        """The documents that have every word of *nodes*: those that cannot are ruled out before any text is read."""
        loose = list(dict.fromkeys(word for node in nodes for word in self._single(node)))
        mark = self.ledger.mark() if self.ledger else 0
        found = [self._term(leaf) for leaf in loose]
        for leaf, word in zip(loose, found, strict=True):
            within = within & (word.mask | self._may_have(word, leaf))
        for word, leaf in sorted(zip(found, loose, strict=True), key=lambda pair: pair[0].df):
            self._read(word, leaf, within & ~word.mask)
            within = within & word.mask
        scores = sum((self._scored(word, strictly=len(found) == 1) for word in found), self._zero)
        self._want(words=[leaf.text for leaf in loose])
        return within, self._kept(mark, within, scores)

    def _known(self, node: Known, within: Mask) -> tuple[Mask, Floats]:
        """The documents that hold *node* in any of its forms."""
        mark = self.ledger.mark() if self.ledger else 0
        typed, scores = self._texts(node.parts, within) if node.apart else (np.zeros_like(within), self._zero)
        found = mentions(node, self._snapshot, self._tokeniser, within)
        mask = within & (typed | found.mask)
        scores = score(node, found, typed, scores, self._snapshot)
        if node.lead:
            scores = scores + LEAD_WORDS * self._texts([Text(node.lead, node.where)], mask)[1]
        self._want(words=found.words, phrases=found.strings)
        if not self._silent and np.count_nonzero(mask) > np.count_nonzero(within & (typed | found.typed)):
            self.notes.append(note(node))
        scores = np.where(mask, scores, 0.0)
        if self.ledger:  # told as one word, not by the words it was typed as
            self.ledger.drop(mark)
            self.ledger.add("known", node.text, int(np.count_nonzero(found.mask | typed)), scores, found.counts_of)
        return mask, scores

    def pruned(self, tree: Node) -> Node:
        """*tree* without the typed signs that no word is in, each told in a note; they neither find nor rule out."""
        return without(tree, self._wordless) or And(())

    def _wordless(self, node: Node) -> bool:
        if not isinstance(node, Text) or node.pieces or self._tokeniser.words(node.text):
            return False
        self.notes.append(Note("no_words", node.text))
        return True

    def _term(self, leaf: Leaf, others: Iterable[str] = ()) -> Term:
        sign = "*" if isinstance(leaf, Prefix) else "~" if isinstance(leaf, Similar) else ""
        return Term.of(self._snapshot, leaf.text + sign, (leaf.text, *others), leaf.where)

    def _may_have(self, word: Term, leaf: Leaf) -> Mask:
        """The documents that may have *word* inside others: all that hold its letters."""
        if not self._tokeniser.has_parts(leaf.text):
            return np.zeros_like(word.mask)
        may = self._snapshot.texts.may_hold(leaf.text)
        word.possible = int(np.count_nonzero(may & self._snapshot.live))
        return may

    def _read(self, word: Term, leaf: Leaf, docs: Mask) -> None:
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

    def _scored(self, word: Term, *, strictly: bool = False) -> Floats:
        """What *word* adds to the score of each document; inside others less, *strictly* less than as a whole word."""
        wholly = word.wholly(self._snapshot.scorer)
        if self.ledger:
            self.ledger.add("asking" if word.weight < 1 else "word", word.text, word.df, wholly, word.counts)
        if not word.parts:
            return wholly
        inside = word.inside(self._snapshot.scorer, wholly if strictly else None)
        if self.ledger:
            self.ledger.add("inside", word.text, word.possible, inside, word.counts_inside)
        return wholly + inside

    def _verbs(self, leaf: Text, word: Term, within: Mask) -> Floats:
        """What the verb in a noun made of one adds where the noun is not: ขัดขืน (resist) for การขัดขืน."""
        verb = verb_in(leaf.text)
        if not self._tokeniser.knows(verb):
            return self._zero
        term = Term.of(self._snapshot, verb, [verb], leaf.where)
        scores = np.where(within & ~word.mask, STEM * term.wholly(self._snapshot.scorer), 0.0)
        if self.ledger:
            self.ledger.add("verb", verb, term.df, scores, term.counts)
        return scores

    def _exact(self, node: Phrase, within: Mask) -> tuple[Mask, Floats]:
        """Which documents hold exactly the string quoted, and the scores for it."""
        number = int(np.count_nonzero(within & self._snapshot.texts.may_hold(node.text)))
        counting = number + COUNTING * min(number, COUNTED)
        if number > self._scan:
            self.notes.append(Note("exact_unread", node.text[:40]))
            return np.zeros_like(within), self._zero
        counted = COUNTED if counting <= self._scan and not self._silent else 0
        self._scan -= counting if counted else number
        found = self._snapshot.exact(node.text, ("title",) if node.where else PARTS, within, counted)
        having = np.zeros_like(within)
        for docs, _ in found.values():
            having[docs] = True
        self._want(phrases=[node.text])
        scores = self._snapshot.scorer.score({name: [counts] for name, counts in found.items()})
        if self.ledger:
            pages = int(np.count_nonzero(having))
            self.ledger.add("exact", node.text, pages, scores, lambda doc: counts_in(found, doc))
        return having, scores

    def _expanded(self, node: Prefix) -> list[str]:
        found: set[str] = set()
        most = min(EXPANDED, self._words)
        if not most:
            self.notes.append(Note("many_expanded", node.text))
            return [node.text]
        for name in ("title",) if node.where else WORD_FIELDS:
            found.update(self._snapshot.words_from(name, node.text, most + 1))
        if len(found) > most:
            self.notes.append(Note("many_words", node.text, most))
        self._words -= min(len(found), most)
        return sorted(found)[:most]

    def _want(self, words: Iterable[str] = (), prefixes: Iterable[str] = (), phrases: Iterable[str] = ()) -> None:
        if not self._silent:
            self.wanted.words.update((word, self._rarity(word)) for word in words)
            self.wanted.prefixes.update(prefixes)
            self.wanted.phrases.update(phrases)

    def _rarity(self, word: str) -> float:
        """How much it tells that a page has *word* in its body."""
        return self._snapshot.scorer.idf(len(self._snapshot.postings("body", word)[0]))


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
