"""Was it typed on the wrong keyboard layout? Word by word, by what the archive knows.

A word was, where the other layout makes words of the archive out of it and it is none itself. What belongs to the query
language stays as it was typed: quotes and brackets around a word, a dash before it, ``*`` and ``~`` behind it, the name
of a field.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from corpus.thai.normalise import fold
from index.fieldvalues import FIELDS
from index.keyboard import caps_lock, shifted, to_latin, to_thai
from index.vocabulary import Vocabulary

WORDS = 40  # of one query that are looked at
LONGEST = 300  # characters of one word, a whole title without blanks
ENOUGH = 0.8  # of the letters must belong to words of the archive before a reading on the other layout is believed
_SURE = 0.5  # at most so many of the letters of what was typed may
_HALF = 0.6  # of the letters, where none of those that were typed does
_STRING = 4  # letters of a string that is in a page by no chance
_SHORTEST = 2  # letters of a word that tell anything
_LEAST = 3  # letters and marks of the reading; two letters of the one alphabet are nearly always a word of the other
_BLANK = re.compile(r"(\s+)")
_OPERATORS = re.compile(r'(?P<before>[-("“]*)(?P<core>.*?)(?P<after>[)"”*~]*)', re.DOTALL)
_QUOTED = re.compile(r'\s*"[^"]*"\s*')
_FIELD = re.compile(r"(?P<name>[^:\s]{1,20}):(?P<value>.+)", re.DOTALL)
_THAI, _LATIN = re.compile(r"[ก-๛]"), re.compile(r"[!-~]")
_ORTHOGRAPHY = re.compile(
    r"(?:[^ก-๛]|[ก-ฮ]|(?<=[ก-ฮ])[ิ-ึุ-ฺ็]|(?<=[ก-ฮ])[ัื](?=[่-๎]?[ก-ฮ])|(?<=[ก-ฮัิ-ฺ])[่-๎]|(?<=[ก-ฮ่-๋ัา])ะ|(?<=[ก-ฮ่-๋])[าำ]|(?<=[ฤฦ])ๅ|[เ-ไ](?=[ก-ฮ])|[ๆฯ๐-๙])*"
)  # what Thai is written like: no mark without its consonant, no leading vowel, ั or ื without one behind it
# Keys that type Thai letters, and stand in few words: signs and digits beside letters.
_KEYS = re.compile(r"[a-z][;,'/\[\]\\=0-9]|[;,'/\[\]\\=0-9][a-z]", re.IGNORECASE)
_CODE = re.compile(r"[a-z]+[0-9][a-z0-9.-]*|[0-9]+[a-z]+")  # G20, 5G: no words, and typed on purpose
_OFTEN = 50  # documents that a word of two Latin letters stands in, to be one (pm, go)
_SIGNS = ("ๆ", "ฯ")  # repeat, and so on: words by themselves
_DIGITS = re.compile(r"[0-9๐-๙]+(?:[.,/-][0-9๐-๙]+)*")


Seen: TypeAlias = "Callable[[str], bool]"


class Reading(NamedTuple):
    """One way to read a word, and the share of its letters in words that the archive has, 0 to 1."""

    known: float
    text: str


class Retyped(NamedTuple):
    """Queries that may have been meant, word by word and as a whole, and the words that were typed so."""

    queries: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


def retyped(query: str, words: Vocabulary, seen: Seen) -> Retyped:
    """*query* with the words that were typed on the wrong layout as they were meant; empty where there are none.

    *seen* tells whether any page holds a folded string where a word may stand.
    """
    pieces = _BLANK.split(query)
    if len(pieces) > 2 * WORDS:
        return Retyped()
    opened = False
    meant = list(pieces)
    for n, piece in enumerate(pieces):
        if piece and not piece.isspace():
            meant[n] = _meant(piece, words, seen, opened=opened)
            opened = _open_after(piece, opened=opened)
    changed = [n for n, piece in enumerate(pieces) if meant[n] != piece]
    if not changed:
        return Retyped()
    typed = tuple(pieces[n] for n in changed)
    thai = bool(_THAI.search(meant[changed[0]]))
    for n, piece in enumerate(pieces):  # beside words that were, weaker ones are believed too
        if n not in changed and piece and not piece.isspace():
            meant[n] = _beside(piece, words, thai=thai)
    whole = to_thai(query) if thai else to_latin(query)
    believed = whole != query and _ORTHOGRAPHY.fullmatch(whole) and not _QUOTED.fullmatch(query)
    queries = dict.fromkeys(("".join(meant), *([whole] if believed else [])))
    return Retyped(tuple(queries), typed)


def spelt_like_thai(typed: str) -> bool:
    """Whether no mark or vowel of *typed* stands where no Thai word has one.

    >>> spelt_like_thai("ดี มาก"), spelt_like_thai("้นทำ")
    (True, False)
    """
    return _ORTHOGRAPHY.fullmatch(typed) is not None


def _meant(piece: str, words: Vocabulary, seen: Seen, *, opened: bool) -> str:
    if len(piece) > LONGEST:
        return piece
    found = Reading(0.0, piece)
    for before, core, after in _cores(piece, opened=opened):
        typed = _typed_share(core, words)
        if typed > _SURE:
            continue  # before any other reading is tried: most words were typed as they were meant
        best = max(_readings(core, words), key=_known, default=Reading(0.0, core))
        if (
            best.text == core
            or not _tells(best.text)
            or (_CODE.fullmatch(fold(best.text)) and not seen(fold(best.text)))
        ):
            continue
        if 0 < best.known < ENOUGH and _letters(best.text) >= _STRING:
            # what is half known is believed where a page has it so, and sooner where nothing typed is a word
            known = (best.known >= _HALF and not typed and not _THAI.search(core)) or seen(fold(best.text))
            best = best._replace(known=ENOUGH) if known and not seen(fold(core)) else best
        if best.known > found.known:
            found = Reading(best.known, before + best.text + after)
    return found.text if found.known >= ENOUGH else piece


def _beside(piece: str, words: Vocabulary, *, thai: bool) -> str:
    """A word beside others that were typed on the wrong layout: numbers, and words that are only half known."""
    if thai and to_thai(piece) in _SIGNS:
        return to_thai(piece)
    readings = [r for r in _readings(piece, words) if bool(_THAI.search(r.text)) == thai or _DIGITS.fullmatch(r.text)]
    best = max(readings, key=_known, default=Reading(0.0, piece))
    typed = known_share(piece, words)
    return best.text if best.known >= _SURE and typed < min(1.0, best.known) else piece


def _readings(core: str, words: Vocabulary) -> Iterator[Reading]:
    """The readings of *core* on other layouts, each with how much of it the archive knows."""
    for other in _others(core):
        if other != core and _ORTHOGRAPHY.fullmatch(other):
            yield Reading(known_share(other, words), other)


def _cores(piece: str, *, opened: bool) -> Iterator[tuple[str, str, str]]:
    """*piece* as a whole and without the operators around it, the likelier first, or what stands behind a field.

    A quote is one of the query where it opens a string, or closes one that is *opened*; else it is a key (a full stop).
    """
    inside = _OPERATORS.fullmatch(piece)
    if inside is None or not inside["core"]:
        return
    field = _FIELD.fullmatch(inside["core"])
    if field and fold(field["name"]) in FIELDS:
        name = f"{inside['before']}{field['name']}:"
        for before, core, after in _cores(field["value"] + inside["after"], opened=False):
            yield name + before, core, after
        return
    before, core, after = inside["before"], inside["core"], inside["after"]
    bare = [(before, core, after)]
    if before.endswith("-"):  # the key of ข, which many words begin with
        bare.append((before[:-1], f"-{core}", after))
    quoted = '"' in before or "(" in before or (opened and '"' in after)
    yield from (*bare, ("", piece, "")) if quoted else (("", piece, ""), *bare)


def _open_after(piece: str, *, opened: bool) -> bool:
    """Whether a string in quotes goes on behind *piece*."""
    inside = _OPERATORS.fullmatch(piece)
    if inside is None:
        return opened
    return (opened or '"' in inside["before"]) and '"' not in inside["after"]


def _others(core: str) -> Iterator[str]:
    thai, latin = bool(_THAI.search(core)), bool(_LATIN.search(core))
    if latin and not thai:
        yield to_thai(core)
        yield to_thai(caps_lock(core))
    if thai:
        yield to_latin(core)
        yield shifted(core)
        yield caps_lock(core)


def _typed_share(text: str, words: Vocabulary) -> float:
    """:func:`known_share` of what was typed, which chance must not make look like words: scraps count for half."""
    if not _ORTHOGRAPHY.fullmatch(text):
        return 0.0
    if words.knows(fold(text)) or words.tokeniser.knows(fold(text)):
        return 1.0
    share = known_share(text, words, least=_LEAST)
    return share / 2 if _KEYS.search(text) else share


def known_share(text: str, words: Vocabulary, least: int = _SHORTEST) -> float:
    """The share of the letters of *text* in words of the archive; 1 for a number, 0 where there is no letter.

    Words of Thai have *least* letters; digits beside letters are left out.
    """
    folded = fold(text).strip()
    if _DIGITS.fullmatch(text):
        return 1.0 if len(text) > 1 else _SURE
    if words.knows(folded):
        return 1.0
    letters = _letters(folded)
    tokens = words.tokeniser.tokens(folded)
    known = sum(_letters(t.text) for t in tokens if _is_word(t.text, words, least))
    if _CODE.fullmatch(folded) and not known:
        return ENOUGH
    return min(1.0, known / letters) if letters else 0.0


def _known(reading: Reading) -> float:
    return reading.known


def _tells(text: str) -> bool:
    """Whether *text* is long enough to be no chance; codes of letters and digits are."""
    return _letters(text) >= _LEAST or _CODE.fullmatch(text.lower()) is not None


def _letters(text: str) -> int:
    """How many letters and marks stand in *text*."""
    return sum(char.isalpha() or "ั" <= char <= "๎" for char in text)


def _is_word(word: str, words: Vocabulary, least: int) -> bool:
    """Whether *word* tells something: two letters of Latin are in an archive by chance."""
    if _THAI.search(word):
        return len(word) >= least and (words.frequency(word) > 0 or words.tokeniser.knows(word))
    return words.frequency(word) >= (1 if len(word) >= _LEAST else _OFTEN if len(word) == _SHORTEST else math.inf)
