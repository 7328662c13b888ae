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

from index.compact import encode
from index.texts import parts_of, stands_alone
from index.tokens import Tokeniser
from index.tree import And, Known, Node, Or, Text

Closeness: TypeAlias = Literal["together", "near", "apart"]

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
_SIGNS = encode(" -/.,:;()[]'\"!?&+*_“”‘’–—ๆฯ")  # ๆ (repeat) and ฯ (and so on) belong to the word before them


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
    """The *pairs* of one query, ready to be looked for in page after page."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = [(pair, *pair.letters) for pair in pairs]

    def __bool__(self) -> bool:
        return bool(self._pairs)

    def score(self, text: bytes) -> float:
        """What the pairs add to the score of the page with the compact *text*."""
        return sum(found.score for found in self.found(text))

    def found(self, text: bytes) -> Iterator[Found]:
        """The pairs that stand in *text* together or near each other."""
        spans = list(parts_of(text))
        for pair, first, second in self._pairs:
            best: Found | None = None
            for part, start, end in spans:  # the weightiest first
                weight = TEXT_WEIGHTS[part] * pair.worth
                if (best and best.score >= weight) or (pair.where and part != pair.where):
                    continue
                closeness = closeness_of(text, start, min(end, start + LOOKED), first, second, pair.rare_first)
                score = weight * CLOSENESS[closeness]
                if score > (best.score if best else 0.0):
                    best = Found(pair, closeness, part, score)
            if best:
                yield best


def closeness_of(text: bytes, start: int, end: int, first: bytes, second: bytes, rare_first: bool) -> Closeness:
    """How close two words stand in ``text[start:end]``; only :data:`TRIED` places of the rarer one are looked at."""
    for joined in (first + second, first + b" " + second):
        at = text.find(joined, start, end)
        if at >= 0 and stands_alone(text, at, at + len(joined)):
            return "together"
    anchor, other = (first, second) if rare_first else (second, first)
    best: Closeness = "apart"
    at, tried = text.find(anchor, start, end), 0
    while at >= 0 and tried < TRIED:
        after = at + len(anchor)
        tried += 1
        if stands_alone(text, at, after):
            found = _beside(text, max(start, at - WINDOW - len(other)), at, other, last=True)
            follows = _beside(text, after, min(end, after + WINDOW + len(other)), other, last=False)
            between = follows if rare_first else found
            if between is not None and len(between) <= GAP and not between.strip(_SIGNS):
                return "together"
            if found is not None or follows is not None:
                best = "near"
        at = text.find(anchor, after, end)
    return best


def _beside(text: bytes, start: int, end: int, word: bytes, *, last: bool) -> bytes | None:
    """What stands between *word* and one edge of ``text[start:end]``; None across lines or where it is not there."""
    at = text.rfind(word, start, end) if last else text.find(word, start, end)
    if at < 0 or not stands_alone(text, at, at + len(word)):
        return None
    between = text[at + len(word) : end] if last else text[start:at]
    return between if b"\n" not in between else None
