"""Words that stand together in a page as they were typed: what that adds to its score.

Each two words that were typed one after the other are looked for in the title, the text and the attachments of the best
pages: side by side in that order, or at least near each other. A pair is worth as much as its words are rare on
average, so that two words which belong together count like a third one. This is the ordered and the unordered window
of Metzler and Croft, "A Markov Random Field Model for Term Dependencies" (2005), on pairs only: a longer run is the
sum of its pairs.

Words are found as plain strings, whatever words the text was cut into.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Text: TypeAlias = Literal["title", "body", "attached"]
Closeness: TypeAlias = Literal["together", "near", "apart"]

# Tuned on known-item titles of 20,000 pages (the tuning draw of benchmarks/retrieval.py, proved on the held-out one) and
# on the two halves of XQuAD-th. All of it lies on a plateau: weights of 0.3 to 0.7 for the body, 0.8 to 1.5 times as
# much for every pair, windows of 10 to 40 and 0.2 to 0.5 for what is near change MRR@10 by less than 0.003.
TEXT_WEIGHTS: dict[Text, float] = {"title": 1.0, "body": 0.5, "attached": 0.2}
CLOSENESS: dict[Closeness, float] = {"together": 1.0, "near": 0.3, "apart": 0.0}
WINDOW = 20  # code points between two words that are still near each other, some five Thai words
GAP = 3  # code points without a letter between two words that still stand together: a blank, a dash, a quotation mark

PAIRS = 12  # of one query, the most telling ones: a sentence that was pasted has some forty
LOOKED = 12_000  # code points of one text; 99 of 100 news pages are shorter
TRIED = 12  # places of a word at which the other one is looked for


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that were typed one after the other, and what it is worth that they stand so in a title.

    ``rare_first`` tells which of the two is rarer: the places of that one are looked at.
    """

    first: str
    second: str
    worth: float
    rare_first: bool


@dataclass(frozen=True, slots=True)
class Found:
    """How a pair stands in a page at its best, in which text, and what that adds to the score."""

    pair: Pair
    closeness: Closeness
    text: Text
    score: float


def pairs_of(words: Sequence[str], rarity: dict[str, float]) -> tuple[Pair, ...]:
    """The pairs of neighbours among *words*, as typed; *rarity* is the inverse document frequency of each."""
    made: dict[tuple[str, str], Pair] = {}
    for first, second in zip(words, words[1:], strict=False):
        if first != second:
            one, other = rarity.get(first, 0.0), rarity.get(second, 0.0)
            made.setdefault((first, second), Pair(first, second, (one + other) / 2, one > other))
    return tuple(sorted(made.values(), key=lambda pair: -pair.worth)[:PAIRS])


def nearness(texts: dict[Text, str], pairs: Sequence[Pair]) -> list[Found]:
    """How each of *pairs* stands in the folded *texts* of one page, where it is worth most; those apart are left out."""
    return [best for pair in pairs if (best := _best(texts, pair))]


def _best(texts: dict[Text, str], pair: Pair) -> Found | None:
    best: Found | None = None
    for name, weight in TEXT_WEIGHTS.items():  # the weightiest first
        if best and best.score >= weight * pair.worth:
            break
        closeness = closeness_of(texts.get(name, ""), pair)
        score = weight * CLOSENESS[closeness] * pair.worth
        if score > (best.score if best else 0.0):
            best = Found(pair, closeness, name, score)
    return best


def closeness_of(text: str, pair: Pair) -> Closeness:
    """How close the words of *pair* stand in *text*; work is bounded, so a pair far down a long text may be missed."""
    first, second = pair.first.removesuffix("."), pair.second.removesuffix(".")
    if not first or not second:
        return "apart"
    if text.find(first + second, 0, LOOKED) >= 0 or text.find(f"{first} {second}", 0, LOOKED) >= 0:
        return "together"
    anchor, other = (first, second) if pair.rare_first else (second, first)
    best: Closeness = "apart"
    at, tried = text.find(anchor, 0, LOOKED), 0
    while at >= 0 and tried < TRIED:
        end, tried = at + len(anchor), tried + 1
        before = text[max(0, at - WINDOW - len(other)) : at]
        after = text[end : end + WINDOW + len(other)]
        if pair.rare_first:
            between = _until(after, other)
        else:
            between = _since(before, other)
        if between is not None and len(between) <= GAP and not any(map(_is_letter, between)):
            return "together"
        if best == "apart" and (_in_line(between) or _in_line(_since(before, other)) or _in_line(_until(after, other))):
            best = "near"
        at = text.find(anchor, end, LOOKED)
    return best


def _until(after: str, word: str) -> str | None:
    at = after.find(word)
    return after[:at] if at >= 0 else None


def _since(before: str, word: str) -> str | None:
    at = before.rfind(word)
    return before[at + len(word) :] if at >= 0 else None


def _in_line(between: str | None) -> bool:
    return between is not None and "\n" not in between


def _is_letter(sign: str) -> bool:
    """ๆ (repeat) and ฯ (and so on) are letters to Unicode; they belong to the word before them."""
    return sign == "\n" or (sign.isalnum() and sign not in "ๆฯ")
