"""Where in a folded text the letters of a query stand, however the text spells them.

A place is no match yet: the same letters also stand inside other words.
"""

from __future__ import annotations

from itertools import chain, islice, zip_longest

from index.asked import Asked
from index.cuts import Text

MOST_PLACES = 2_000  # places that are weighed for the best passage of one text


def places_of(text: Text, asked: Asked, origin: int) -> list[tuple[int, int, str]]:
    """(start, end, key) of the strings from *origin* on that may be a match, in order.

    At most :data:`MOST_PLACES`, taken from all strings in turns so that none crowds out another.
    """
    found = [
        [(at, at + len(needle), key) for at in text.places(needle, origin, MOST_PLACES)]
        for needle, key in asked.needles
    ]
    if sum(map(len, found)) <= MOST_PLACES:
        return sorted(chain.from_iterable(found))
    turns = (place for turn in zip_longest(*found) for place in turn if place)
    return sorted(islice(turns, MOST_PLACES))
