"""Where a body ends whose name ``corpus/registry/bodies.toml`` lists: names without a registry id of their own."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from corpus.extract.lexicon import registry
from corpus.thai.normalise import fold

WINDOW = 240  # code points to look at: the longest listed name with its blanks is shorter

_MARKS = frozenset("ะัาำิีึืุู็่้๊๋์ํๅ")  # no word begins with one


@cache
def body_names() -> tuple[str, ...]:
    """The listed names without blanks, folded and sorted; read from the file once, at the first body on a page."""
    lines: str = registry("bodies")["names"]
    return tuple(sorted(line for line in fold(lines).replace(" ", "").split("\n") if line))


def body_end(text: str, at: int) -> int:
    """Where the longest listed name that begins at *at* of a normalised text ends, or 0; blanks in it may vary.

    A name ends only where a word can end: no vowel or tone mark follows, and no digit follows a digit.
    """
    window = text[at : at + WINDOW].partition("\n")[0]
    tight = window.replace(" ", "")
    length = len(tight)
    while length := _longest(tight[:length]):
        end = _back(text, at, window, length)
        after = text[end : end + 1]
        if after not in _MARKS and not (after.isdigit() and text[end - 1].isdigit()):
            return end
        length -= 1
    return 0


def _longest(tight: str) -> int:
    """The length of the longest listed name that *tight* begins with, or 0."""
    names, high = body_names(), len(body_names())
    while tight:
        high = bisect_right(names, tight, 0, high)
        if not high:
            return 0
        name = names[high - 1]
        if tight.startswith(name):
            return len(name)
        tight = tight[: _shared(tight, name)]
    return 0


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one.startswith(other[:middle]) else (low, middle - 1)
    return low


def _back(text: str, at: int, window: str, length: int) -> int:
    """The place in *text* behind the first *length* characters of *window* that are no blanks."""
    if " " not in window:
        return at + length
    end = at + length
    while (short := length - (end - at - text.count(" ", at, end))) > 0:
        end += short
    return end
