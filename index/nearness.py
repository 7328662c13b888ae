"""Words that stand together in a page as they were typed: what that adds to its score.

Each two words that were typed one after the other are looked for in the title, the text and the attachments of the best
pages: side by side in that order, or at least near each other. A pair is worth as much as its words are rare on
average, so that two words which belong together count like a third one. These are the ordered and the unordered window
of Metzler and Croft, "A Markov Random Field Model for Term Dependencies" (2005), on pairs only: a longer run is the
sum of its pairs.

Words are found as strings between clusters of letters, whatever words a text was cut into.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from index.algebra import found_in
from index.compact import encode
from index.facets import Floats, Mask
from index.scan import PARTS, Parts, Places, alone, among, apart, standing
from index.tokens import Tokeniser
from index.tree import And, Known, Node, Or, Text

Closeness: TypeAlias = Literal["together", "near", "apart"]
Codes: TypeAlias = npt.NDArray[np.int8]

# Tuned on known-item titles of 20,000 pages (the tuning draw of benchmarks/retrieval.py, proved on the held-out one)
# and on the two halves of XQuAD-th. All of it lies on a plateau: weights of 0.3 to 0.7 for the body, 0.8 to 1.5 times
# as much for every pair, windows of 10 to 40 and 0.2 to 0.5 for what is near change MRR@10 by less than 0.003.
TEXT_WEIGHTS = {"title": 1.0, "body": 0.5, "attached": 0.2}
CLOSENESS: dict[Closeness, float] = {"together": 1.0, "near": 0.3, "apart": 0.0}
WINDOW = 20  # characters between two words that are still near each other, some five Thai words
GAP = 3  # signs between two words that still stand together: a blank, a dash, a quotation mark

BEST = 200  # pages of a result whose texts are looked at; the right one is among them in 99 of 100 known-item titles
PAIRS = 12  # of one query, the most telling ones: a sentence that was pasted has some forty
LOOKED = 12_000  # characters of one text; 99 of 100 news pages are shorter
TRIED = 12  # places of a word at which the other one is looked for
_SIGNS = among(" -/.,:;()[]'\"!?&+*_“”‘’–—ๆฯ")  # ๆ (repeat) and ฯ (and so on) belong to the word before them
_CLOSENESS: tuple[Closeness, ...] = ("apart", "near", "together")
_WORTH = np.array([CLOSENESS[each] for each in _CLOSENESS])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that were typed one after the other, and what it is worth that they stand so in a title.

    ``rare_first`` tells which of the two is rarer: the places of that one are looked at. ``where`` is ``"title"`` when
    nothing else was asked for.
    """

    first: str
    second: str
    where: Literal["", "title"]
    worth: float
    rare_first: bool

    @property
    def letters(self) -> tuple[bytes, bytes]:
        """The two words as ``index.compact`` writes them, without the last dot, which is often forgotten."""
        return encode(self.first.removesuffix(".")), encode(self.second.removesuffix("."))


@dataclass(frozen=True, slots=True)
class Found:
    """How a pair stands in a page where that is worth most, in which part of it, and what it adds to the score."""

    pair: Pair
    closeness: Closeness
    part: str
    score: float


def pairs_of(tree: Node, tokeniser: Tokeniser, rarity: Mapping[str, float]) -> tuple[Pair, ...]:
    """The most telling pairs of neighbours in *tree*; *rarity* is the inverse document frequency of the words."""
    made: dict[tuple[str, str], Pair] = {}
    for first, second, where in side_by_side(tree, tokeniser):
        if first != second and first.strip(".") and second.strip("."):
            one, other = rarity.get(first, 0.0), rarity.get(second, 0.0)
            made.setdefault((first, second), Pair(first, second, where, (one + other) / 2, one > other))
    return tuple(sorted(made.values(), key=lambda pair: -pair.worth)[:PAIRS])


def side_by_side(node: Node, tokeniser: Tokeniser) -> Iterator[tuple[str, str, Literal["", "title"]]]:
    """The pairs of words that were typed one after the other, in one run or with a blank between, and where."""
    run: list[tuple[str, Literal["", "title"]]] = []
    for part in node.parts if isinstance(node, And) else (node,):
        if isinstance(part, (Text, Known)):
            run.extend((word, part.where) for word in tokeniser.words(part.text))
            continue
        yield from _paired(run)
        run = []
        for inner in part.parts if isinstance(part, (And, Or)) else ():
            yield from side_by_side(inner, tokeniser)
    yield from _paired(run)


def _paired(run: Sequence[tuple[str, Literal["", "title"]]]) -> Iterator[tuple[str, str, Literal["", "title"]]]:
    for (first, where), (second, also) in pairwise(run):
        yield first, second, where or also


class Nearness:
    """The *pairs* of one query, ready to be looked for in the pages of a result."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = tuple(pairs)

    def __bool__(self) -> bool:
        return bool(self._pairs)

    def of(self, parts: Parts) -> Near:
        """How the pairs stand in the pages whose *parts* these are, :data:`LOOKED` characters of each."""
        stands = _Standing(parts)
        scores = np.zeros(parts.texts)
        best: list[tuple[Floats, Codes, Codes]] = []
        for pair in self._pairs:
            most, close, where = np.zeros(parts.texts), np.zeros(parts.texts, np.int8), np.zeros(parts.texts, np.int8)
            codes = stands.closeness(*pair.letters, rare_first=pair.rare_first)
            for n, part in enumerate(PARTS):  # the weightiest first
                if pair.where and part != pair.where:
                    continue
                there = parts.part == n
                rows, found = parts.row[there], codes[there]
                added = TEXT_WEIGHTS[part] * pair.worth * _WORTH[found]
                better = added > most[rows]
                rows = rows[better]
                most[rows], close[rows], where[rows] = added[better], found[better], n
            scores += most
            best.append((most, close, where))
        return Near(self._pairs, scores, tuple(best))


@dataclass(frozen=True, slots=True)
class Near:
    """What the pairs add to the ``scores`` of some pages, in the order of the pages."""

    pairs: tuple[Pair, ...]
    scores: Floats
    _best: tuple[tuple[Floats, Codes, Codes], ...]

    def found(self, page: int) -> Iterator[Found]:
        """The pairs that stand together or near each other in the page at that place."""
        for pair, (scores, closeness, parts) in zip(self.pairs, self._best, strict=True):
            if scores[page]:
                yield Found(pair, _CLOSENESS[closeness[page]], PARTS[parts[page]], float(scores[page]))


@dataclass(frozen=True, slots=True)
class _Places:
    """Places of one word, ascending, each with the part that it is in."""

    at: Places
    part: Places

    def __len__(self) -> int:
        return len(self.at)

    def of(self, kept: Places | Mask) -> _Places:
        """Some of the places."""
        return _Places(self.at[kept], self.part[kept])

    def first(self, most: int) -> _Places:
        """The first places of each part, so many at most."""
        numbers = np.bincount(self.part)
        return self.of(np.arange(len(self)) - np.repeat(np.cumsum(numbers) - numbers, numbers) < most)


class _Standing:
    """Where words stand in some parts of pages; each is looked for once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._starts = parts.joined.starts
        self._letters = parts.joined.letters
        self._lines = np.flatnonzero(self._letters == ord("\n"))
        self._places: dict[bytes, _Places] = {}

    def closeness(self, first: bytes, second: bytes, *, rare_first: bool) -> Codes:
        """Of each part, how close the two words stand in it, as a place in :data:`_CLOSENESS`.

        Only :data:`TRIED` places of the rarer one are looked at.
        """
        found: Codes = np.zeros(len(self._parts.row), np.int8)
        anchor, other = (first, second) if rare_first else (second, first)
        if not len(self._of(anchor)) or not len(self._of(other)):
            return found
        places, near, beside = self._tried(anchor, other, last=not rare_first)
        found[places.part[near]] = 1
        found[places.part[beside]] = 2
        for between in (b"", b" "):
            found[self._joined(first, between, second)] = 2
        return found

    def _of(self, word: bytes) -> _Places:
        """Where *word* stands, between clusters or not, wholly in what is looked at of a part."""
        if word not in self._places:
            at = standing(self._parts.joined, word, self._parts.often)
            beyond, places = found_in(self._parts.behind - (len(word) - 1), at)
            at = np.delete(at, places[beyond]) if beyond.any() else at
            numbers = np.diff(at.searchsorted(self._starts))
            self._places[word] = _Places(at, np.repeat(np.arange(len(numbers)), numbers))
        return self._places[word]

    def _joined(self, first: bytes, between: bytes, second: bytes) -> Places:
        """The parts whose first place with both words and *between* between them stands between clusters."""
        ones = self._of(first)
        ones = ones.of(np.flatnonzero(found_in(ones.at + (len(first) + len(between)), self._of(second).at)[0]))
        if between:
            ones = ones.of(self._letters[ones.at + len(first)] == between[0])
        ones = ones.of(np.flatnonzero(np.diff(ones.part, prepend=-1)))
        return ones.part[alone(self._letters, ones.at, len(first) + len(between) + len(second))]

    def _tried(self, anchor: bytes, other: bytes, *, last: bool) -> tuple[_Places, Mask, Mask]:
        """The places of *anchor* that are looked at; near which of them *other* stands, and beside which.

        *other* is to stand before it with *last*, behind it without.
        """
        tried = self._of(anchor)
        if (np.diff(tried.at) < len(anchor)).any():
            tried = tried.first(TRIED * len(anchor))  # a place that counts overlaps fewer than its length
            tried = tried.of(np.array(apart(tried.part, tried.at, len(anchor)), np.intp))
        tried = tried.first(TRIED)
        tried = tried.of(alone(self._letters, tried.at, len(anchor)))
        ends = tried.at + len(anchor)
        before, behind = self._before(tried, other), self._behind(tried, ends, other)
        there = (before if last else behind) >= 0
        gaps = (before + len(other), tried.at) if last else (ends, behind)
        return tried, (before >= 0) | (behind >= 0), there & self._only_signs(*gaps)

    def _before(self, tried: _Places, word: bytes) -> Places:
        """Where the last *word* stands that ends before each place; -1 where none is near or it is in others."""
        held = self._of(word).at
        at = held.searchsorted(tried.at - len(word), "right") - 1
        found = held[np.maximum(at, 0)]
        first = np.maximum(self._starts[tried.part], tried.at - (WINDOW + len(word)))
        good = (at >= 0) & (found >= first)
        return self._checked(good, found, len(word), found + len(word), tried.at)

    def _behind(self, tried: _Places, ends: Places, word: bytes) -> Places:
        """Where the first *word* stands from each of *ends* on; -1 as for :meth:`_before`."""
        held = self._of(word).at
        at = held.searchsorted(ends)
        found = held[np.minimum(at, len(held) - 1)]
        good = (at < len(held)) & (found <= np.minimum(ends + WINDOW, self._starts[tried.part + 1] - 1))
        return self._checked(good, found, len(word), ends, found)

    def _checked(self, good: Mask, found: Places, length: int, starts: Places, ends: Places) -> Places:
        """What was *found*, of this *length*, where it is *good* and between clusters, and no line ends between."""
        checked = np.full(len(found), -1)
        some = np.flatnonzero(good)
        some = some[alone(self._letters, found[some], length)]
        some = some[self._lines.searchsorted(starts[some]) == self._lines.searchsorted(ends[some])]
        checked[some] = found[some]
        return checked

    def _only_signs(self, starts: Places, ends: Places) -> Mask:
        """Whether at most :data:`GAP` signs stand between."""
        mask: Mask = ends - starts <= GAP
        for n in range(GAP):
            mask &= (starts + n >= ends) | _SIGNS[self._letters[np.minimum(starts + n, len(self._letters) - 1)]]
        return mask
