"""Was it typed on the wrong keyboard layout? Word by word, by what the archive knows.

A word was, where the other layout makes words of the archive out of it and it is none itself. What belongs to the query
language stays as it was typed: quotes and brackets around a word, a dash before it, ``*`` and ``~`` behind it, the name
of a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.thai.normalise import fold
from index.keyboard import caps_lock, shifted, to_latin, to_thai
from index.syntax import FIELDS
from index.vocabulary import Vocabulary

WORDS = 40  # of one query that are looked at
LONGEST = 120  # characters of one word, a whole title without blanks
ENOUGH = 0.8  # of the letters must belong to words of the archive before a reading on the other layout is believed
_SURE = 0.5  # at most so many of the letters of what was typed may
_SHORTEST = 2  # letters of a word that tell anything
_BLANK = re.compile(r"(\s+)")
_OPERATORS = re.compile(r'(?P<before>[-("“]*)(?P<core>.*?)(?P<after>[)"”*~]*)', re.DOTALL)
_FIELD = re.compile(r"(?P<name>[^:\s]{1,20}):(?P<value>.+)", re.DOTALL)
_THAI, _LATIN = re.compile(r"[ก-๛]"), re.compile(r"[!-~]")
_ORTHOGRAPHY = re.compile(r"(?:[^ก-๛]|[ก-ฮ]|(?<=[ก-ฮ])[ัิ-ฺ็]|(?<=[ก-ฮัิ-ฺ])[่-๎]|(?<=[ก-ฮ่-๋])[ะ-ำๅ]|[เ-ไ](?=[ก-ฮ])|ๆ|ฯ|[๐-๙])*")
_DIGITS = re.compile(r"[0-9๐-๙][0-9๐-๙.,/-]*")


class Reading(NamedTuple):
    """One way to read a word, and the share of its letters in words that the archive has, 0 to 1."""

    text: str
    known: float


def retyped(query: str, words: Vocabulary) -> str:
    """*query* with the words that were typed on the wrong layout as they were meant; ``""`` where there are none."""
    pieces = _BLANK.split(query)
    if len(pieces) > 2 * WORDS:
        return ""
    meant = [piece if not piece or piece.isspace() else _meant(piece, words) for piece in pieces]
    changed = [n for n, piece in enumerate(pieces) if meant[n] != piece]
    if not changed:
        return ""
    for n, piece in enumerate(pieces):  # beside words that were, weaker ones are believed too
        if n not in changed and piece and not piece.isspace():
            meant[n] = _beside(piece, words, thai=bool(_THAI.search(meant[changed[0]])))
    return "".join(meant)


def _meant(piece: str, words: Vocabulary) -> str:
    typed = known_share(piece, words)
    best = max(_readings(piece, words), key=lambda reading: reading.known, default=Reading(piece, 0.0))
    return best.text if best.known >= ENOUGH and typed <= _SURE else piece


def _beside(piece: str, words: Vocabulary, *, thai: bool) -> str:
    """A word beside others that were typed on the wrong layout: numbers, and words that are only half known."""
    typed = known_share(piece, words)
    readings = [r for r in _readings(piece, words) if bool(_THAI.search(r.text)) == thai or _DIGITS.fullmatch(r.text)]
    best = max(readings, key=lambda reading: reading.known, default=Reading(piece, 0.0))
    return best.text if best.known >= _SURE > typed else piece


def _readings(piece: str, words: Vocabulary) -> Iterator[Reading]:
    """The readings of *piece* on other layouts, as a whole and within operators."""
    if len(piece) > LONGEST:
        return
    for before, core, after in _cores(piece):
        for other in _others(core):
            if other != core and _ORTHOGRAPHY.fullmatch(other):
                yield Reading(before + other + after, known_share(other, words))


def _cores(piece: str) -> Iterator[tuple[str, str, str]]:
    """*piece* as a whole, then without the operators around it, then without the name of a field too."""
    yield "", piece, ""
    if (inside := _OPERATORS.fullmatch(piece)) and inside["core"]:
        if inside["core"] != piece:
            yield inside["before"], inside["core"], inside["after"]
        field = _FIELD.fullmatch(inside["core"])
        if field and fold(field["name"]) in FIELDS:
            value = _OPERATORS.fullmatch(field["value"])
            if value and value["core"]:
                yield f"{inside['before']}{field['name']}:{value['before']}", value["core"], value["after"] + inside["after"]


def _others(core: str) -> Iterator[str]:
    thai, latin = bool(_THAI.search(core)), bool(_LATIN.search(core))
    if latin and not thai:
        yield to_thai(core)
        yield to_thai(caps_lock(core))
    if thai:
        yield to_latin(core)
        yield shifted(core)
        yield caps_lock(core)


def known_share(text: str, words: Vocabulary) -> float:
    """The share of the letters of *text* in words of the archive; 1 for a number, 0 where there is no letter."""
    folded = fold(text).strip()
    if _DIGITS.fullmatch(text):
        return 1.0 if len(text) > 1 else 0.5
    if words.knows(folded):
        return 1.0
    letters = sum(not char.isspace() for char in folded)
    tokens = list(words.tokeniser.tokens(folded))
    known = sum(t.end - t.start for t in tokens if _is_word(t.text, words))
    return known / letters if letters else 0.0


def _is_word(word: str, words: Vocabulary) -> bool:
    return len(word) >= _SHORTEST and (word in words.frequency or words.tokeniser.knows(word))
