"""English pages: offices before and behind names, and names without a title behind an office.

``Prime Minister and Minister of Finance Somchai Jaidee``, ``Somchai Jaidee, Secretary-General of the OPDC``. Works on
normalised text (small letters): whether a word has a capital is for the caller to see in the page's own characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.lexicon import alternation, registry

# Somchai Jaidee, Secretary-General of the OPDC, …
_BEHIND = re.compile(
    r" ?[,(] ?(?:the |a )?(?!and )"
    r"((?=[a-z' -]{0,60}(?:minist|secretar|direct|ambassad|presid|chair|governor|commissioner|"
    r"advis|spokes|represent|deputy|head|manag|officer|professor|founder))[a-z][a-z0-9'&/ -]{2,120}?)"
    r"(?=[,.;()\n]|\Z| (?:has|have|had|is|was|at|on|who|said|says|to(?! thailand| the kingdom)|will|"
    r"met|in|and the|announced|stated|revealed|led|"
    r"presided|chaired|attended|as|from|with)\b)"
)
_NAME = re.compile(r" (?P<given>[a-z][a-z'.-]{1,20})(?P<surname>(?: [a-zà-ÿ][a-zà-ÿ'-]{0,24}){1,4})")
LONGEST = 160  # code points of an office before a name


def office_behind(text: str, at: int, limit: int) -> tuple[int, int] | None:
    """The office behind the comma or bracket at *at*, where a name ends; it ends at *limit* at the latest."""
    found = _BEHIND.match(text, at, limit)
    return found.span(1) if found else None


def office_before(text: str, limit: int, floor: int) -> tuple[int, int] | None:
    """The office that ends right at *limit*, where a name begins, and begins at *floor* or later.

    >>> text = "usa, prime minister and minister of finance mr. s. j."
    >>> text[slice(*office_before(text, 43, 0))]
    'prime minister and minister of finance'
    """
    if limit <= floor or not ("a" <= text[limit - 1] <= "z"):
        return None
    for found in _offices().finditer(text, max(floor, limit - LONGEST), limit):
        if found.end() == limit:
            return found.span()
    return None


def untitled_names(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, given name and surname of what stands right behind an office, if it is made of two words at least."""
    if "minister" not in text and "spokes" not in text and "president" not in text:
        return
    for office in _offices().finditer(text):
        name = _NAME.match(text, office.end())
        if name:
            yield name.start("given"), name.end(), name["given"], name["surname"].strip()


@cache
def _offices() -> re.Pattern[str]:
    words = registry("titles")["english"]
    fields, before, heads = (alternation(words[key]) for key in ("fields", "before", "heads"))
    field = rf"(?:{fields})(?:(?:, and|,| and) (?:{fields})){{0,5}}"
    nation = "[a-z]{2,12}(?:ian|ese|ish|thai|ean) "
    over = rf" (?:of|for|to|at) (?:the )?{field}"
    one = rf"(?:{nation})?(?:{before} ){{0,4}}{heads}(?:{over})?"
    return re.compile(rf"(?<![a-z.-]){one}(?: and (?:the )?{one}){{0,3}}(?![a-z'-])")
