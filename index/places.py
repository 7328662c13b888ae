"""Where in a folded text the letters of a query stand, however the text spells them.

A place is no match yet: the same letters also stand inside other words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, islice, zip_longest

from index.asked import SIGNS, Asked, without_signs
from index.cuts import Text

MOST_PLACES = 2_000  # places that are weighed for the best passage of one text


def places_of(text: Text, asked: Asked, origin: int) -> list[tuple[int, int, str]]:
    """(start, end, key) of the strings from *origin* on that may be a match, in order.

    At most :data:`MOST_PLACES`, taken from all strings in turns so that none crowds out another.
    """
    if asked.whole is None:
        if origin not in text.places:
            text.places[origin] = _looked_for(text, asked, origin)
        return text.places[origin]
    places = places_of(text, asked.whole, origin)
    if len(places) >= MOST_PLACES:  # of what is left there may be more
        return _looked_for(text, asked, origin)
    return [place for place in places if place[2] in asked.keys]


def _looked_for(text: Text, asked: Asked, origin: int) -> list[tuple[int, int, str]]:
    places = [
        [(at, at + len(needle), key) for at in found(text.folded, needle, origin, MOST_PLACES)]
        for needle, key in asked.needles
    ]
    if sum(map(len, places)) <= MOST_PLACES:
        return sorted(chain.from_iterable(places))
    turns = (place for turn in zip_longest(*places) for place in turn if place)
    return sorted(islice(turns, MOST_PLACES))


def found(folded: str, needle: str, start: int, most: int) -> list[int]:
    """The first *most* places from *start* on where *needle* stands, blanks and line breaks alike; none overlap."""
    if " " in needle or "\n" in needle:
        folded, needle = folded.replace("\n", " "), needle.replace("\n", " ")
    places: list[int] = []
    size = len(needle)
    at = folded.find(needle, start) if needle else -1
    while at >= 0 and len(places) < most:
        places.append(at)
        at = folded.find(needle, at + size)
    return places


def every(text: str, word: str) -> list[int]:
    """Where *word* stands in *text*, places that overlap too."""
    places: list[int] = []
    at = text.find(word)
    while at >= 0:
        places.append(at)
        at = text.find(word, at + 1)
    return places


def with_signs(text: str, words: Sequence[str]) -> list[int]:
    """Where any of *words* begins in *text*, whatever signs (:data:`index.asked.SIGNS`) stand between its letters."""
    bare = without_signs(text)
    if not (places := [at for word in words for at in every(bare, word)]):
        return places
    signs = [m.start() - n for n, m in enumerate(SIGNS.finditer(text))]  # as many letters stand before each
    return [at + bisect_right(signs, at) for at in places]
