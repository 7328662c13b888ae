"""Where a body ends whose name ``corpus/registry/bodies.toml`` lists: names without a registry id of their own."""

from __future__ import annotations

import re
from functools import cache

from corpus.extract.lexicon import matcher, registry
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
    while found := _listed().match(tight, 0, length):
        end = _back(text, at, window, found.end())
        after = text[end : end + 1]
        if after not in _MARKS and not (after.isdigit() and text[end - 1].isdigit()):
            return end
        length = found.end() - 1
    return 0


@cache
def _listed() -> re.Pattern[str]:
    return matcher(body_names())


def _back(text: str, at: int, window: str, length: int) -> int:
    """The place in *text* behind the first *length* characters of *window* that are no blanks."""
    if " " not in window:
        return at + length
    end = at + length
    while (short := length - (end - at - text.count(" ", at, end))) > 0:
        end += short
    return end
