"""Where in a folded text the letters of a query stand, however the text spells them.

A place is no match yet: the same letters also stand inside other words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from index.abbreviations import spellings
from index.evaluate import Wanted

MOST_DIGITS = 15  # of a number that may be written with commas


def places_of(folded: str, wanted: Wanted, origin: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, key) of every string that may be a match, in turns so that none crowds out another."""
    needles = [(text, text) for text in (*wanted.phrases, *wanted.prefixes)]
    needles += [(spelling, word) for word in wanted.words for spelling in _spellings(word)]
    turns = [_named(folded, needle, key, origin) for needle, key in sorted(set(needles))]
    for turn in zip_longest(*turns):
        yield from (place for place in turn if place)


def _named(folded: str, needle: str, key: str, start: int) -> Iterator[tuple[int, int, str]]:
    return ((at, at + len(needle), key) for at in found(folded, needle, start))


def found(folded: str, needle: str, start: int) -> Iterator[int]:
    """Where *needle* stands from *start* on, blanks and line breaks alike; places do not overlap."""
    if " " in needle or "\n" in needle:
        folded, needle = folded.replace("\n", " "), needle.replace("\n", " ")
    at = folded.find(needle, start) if needle else -1
    while at >= 0:
        yield at
        at = folded.find(needle, at + len(needle))


def _spellings(word: str) -> Iterator[str]:
    """How the text may write a word that ``index.tokens`` made uniform: full stops, blanks, commas of thousands."""
    whole, dot, rest = word.partition(".")
    if dot and not whole.isdecimal():
        yield from spellings(word)
        return
    yield word
    if whole.isdecimal() and 3 < len(whole) <= MOST_DIGITS:
        yield f"{int(whole):,}{dot}{rest}"
