"""What belongs to a position behind its body, and what may not stand in front of it.

The country behind an office of state (``รัฐมนตรีว่าการกระทรวงการคลังนิวซีแลนด์``), without which the ministers of others
would answer for our own; and the words that make a position that of another: ``ภริยา`` (wife of), ``สำนักงาน`` (office
of). The words are data in ``titles.toml`` and ``agencies.toml``.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.thai.normalise import fold

LONGEST_COUNTRY = 80  # code points of a country with its form of state


def country_end(text: str, end: int, *, glued: bool = False) -> int:
    """Where the country that stands behind *end* ends; *end* where none does.

    A country behind a blank counts where no further Thai letter follows it (``นิวซีแลนด์ได้``: it does something), and
    with *glued* only behind a word like ``แห่ง`` (of).
    """
    found = _country().match(text, end, end + LONGEST_COUNTRY)
    if found is None:
        return end
    if found["of"] or found.start("country") == end:
        return found.end()
    return end if glued or "ก" <= text[found.end() : found.end() + 1] <= "๎" else found.end()


def of_another(text: str, start: int) -> bool:
    """Whether the words right before *start* make what begins there the position of somebody else, or no position.

    >>> of_another("ภริยานายกรัฐมนตรี", 6), of_another("กับนายกรัฐมนตรี", 3)
    (True, False)
    """
    return text.endswith(_not_behind(), 0, start)


@cache
def _country() -> re.Pattern[str]:
    tails, states = registry("agencies")["tails"], registry("titles")["posts"]["states"]
    of = [word for word in (*tails["of"], *states, *(f"แห่ง{state}" for state in states)) if word]
    before, countries = (alternation({*words, *map(fold, words)}) for words in (of, tails["countries"]))
    return re.compile(f" ?(?P<of>{before} ?)?(?P<country>{countries})")


@cache
def _not_behind() -> tuple[str, ...]:
    return tuple(fold(word) for word in registry("titles")["posts"]["not_behind"])
