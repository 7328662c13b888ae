"""A query as its hits are shown for it: what to look for in a text and what it is worth, worked out once for all hits.

A word of the query can only stand where its letters do. Of most words these are the letters of the word; an
abbreviation may be written with other full stops and blanks (``ก. พ. ร.``, ``อบต``), a number with commas, and a
beginning may be that of either. The letters of those are looked for with any of these signs between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from index.abbreviations import spellings
from index.answer import Wanted
from index.cuts import Cutting

MOST_DIGITS = 15  # of a number that may be written with commas
PHRASE_WORTH = 30.0  # more than the rarest words of a query of usual length
PREFIX_WORTH = 3.0  # between a word of every tenth page and one of every hundredth
PART_WORTH = 0.25  # of a whole word: what a part of a compound is worth

# A word that stands in more than three of five pages and is short says nothing alone: การ, ของ (of), และ (and).
COMMON, COMMON_LENGTH = 0.51, 5
_ENGLISH = frozenset(
    (
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "with",
    )
)
SIGNS = re.compile("[ .,]")  # what a text may write within a word that index.tokens made uniform
_UNIFORM = re.compile(r"[\d.,]")  # what a word holds that may be written in another way
KEPT = 64  # what is left of a query behind as many passages, which are much the same from hit to hit

# What is worth something once: a word, a beginning or an exact string; (a part of a compound,); (two, together).
Key: TypeAlias = "str | tuple[str, ...]"


class Asked:
    """What *wanted* asks of every text, cut into words by *cutting*; it is not to be changed any more.

    ``needles`` are the strings that may be a match, each with what it would answer, in order. ``plain`` are the words
    that are only written as they are, ``uniform`` the letters of the others and of beginnings, which may have signs
    between them; with ``everywhere`` one of these has no letters. ``inside`` and ``openings`` are the words and
    beginnings that also count within other words, ``firsts`` and ``seconds`` those that were typed before and behind
    another. ``whole`` is what it is left of.
    """

    def __init__(self, wanted: Wanted, cutting: Cutting, whole: Asked | None = None) -> None:
        self.wanted = wanted
        self.cutting = cutting
        self.whole = whole
        self.words = wanted.words
        self.prefixes = tuple(wanted.prefixes)  # an empty tuple is the beginning of nothing
        self.phrases = tuple(wanted.phrases)
        self.longest = max(map(len, wanted.phrases), default=0)
        self.common = frozenset(word for word in wanted.words if _is_common(word, wanted))
        needles = {(text, text) for text in (*wanted.phrases, *self.prefixes)}
        needles |= {(spelling, word) for word in wanted.words for spelling in _spellings(word)}
        self.needles = tuple(sorted(needles))
        self.plain = tuple(word for word in wanted.words if word and not _UNIFORM.search(word))
        others = {*self.prefixes, *wanted.words}.difference(self.plain)
        bare = {without_signs(text) for text in others}
        self.everywhere = "" in bare
        self.uniform = tuple(filter(None, bare))
        self.inside = tuple(word for word in wanted.words if cutting.tokeniser.has_parts(word))
        self.openings = tuple(prefix for prefix in self.prefixes if cutting.tokeniser.has_parts(prefix))
        self.firsts = frozenset(one for one, _ in wanted.follows)
        self.seconds = frozenset(other for _, other in wanted.follows)
        self.keys = frozenset((*wanted.words, *wanted.prefixes, *wanted.phrases))
        self.values = _Values(wanted)
        self.worth = self.worth_of(wanted.words)
        self._left: dict[frozenset[str], Asked | None] = {}

    def without(self, shown: Collection[str]) -> Asked | None:
        """What is left when all of *shown* is; words that say nothing alone are left to themselves."""
        key = frozenset(shown)
        if key not in self._left:
            while len(self._left) >= KEPT:
                self._left.pop(next(iter(self._left)))
            self._left[key] = self._without(key)
        return self._left[key]

    def worth_of(self, keys: Iterable[str]) -> float:
        """What all of *keys* are worth that are asked for, wherever they stand; nothing for what says nothing alone."""
        return sum(self.values[key] for key in set(keys) if key not in self.common)

    def most(self, texts: Collection[str]) -> float:
        """What any passage of the folded *texts* is worth at most, as :meth:`worth_of` counts."""
        gone = (word for word in self.plain if not any(word in text for text in texts))
        return self.worth_of(self.keys.difference(gone))

    def _without(self, shown: frozenset[str]) -> Asked | None:
        wanted, gone = self.wanted, shown | self.common
        words = {word: worth for word, worth in wanted.words.items() if word not in gone}
        prefixes, phrases = wanted.prefixes.difference(shown), wanted.phrases.difference(shown)
        if not words and not prefixes and not phrases:
            return None
        return Asked(replace(wanted, words=words, prefixes=prefixes, phrases=phrases), self.cutting, self)


class _Values(dict[Key, float]):
    """What each key is worth, worked out when it is first met."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self._wanted = wanted

    def __missing__(self, key: Key) -> float:
        self[key] = worth = self._worth(key)
        return worth

    def _worth(self, key: Key) -> float:
        if isinstance(key, tuple):
            worth = sum(self[each] for each in key)
            return worth if len(key) > 1 else worth * PART_WORTH
        if key in self._wanted.phrases:
            return PHRASE_WORTH
        return self._wanted.words.get(key, PREFIX_WORTH)


def without_signs(text: str) -> str:
    """*text* without :data:`SIGNS`."""
    return text.replace(" ", "").replace(".", "").replace(",", "")


def _is_common(word: str, wanted: Wanted) -> bool:
    """Whether *word* says nothing alone."""
    if word in wanted.phrases or word in wanted.prefixes:
        return False
    return word in _ENGLISH or (len(word) <= COMMON_LENGTH and wanted.words[word] < COMMON)


def _spellings(word: str) -> Iterator[str]:
    """How the text may write a word that ``index.tokens`` made uniform: full stops, blanks, commas of thousands."""
    whole, dot, rest = word.partition(".")
    if dot and not whole.isdecimal():
        yield from spellings(word)
        return
    yield word
    if whole.isdecimal() and 3 < len(whole) <= MOST_DIGITS:
        yield f"{int(whole):,}{dot}{rest}"
