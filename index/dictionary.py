"""The dictionary that Thai is cut by, how usual its words are, and which of them are names to be cut further.

Words come from PyThaiNLP, from the registries (bodies, provinces, districts and other places) and from the user. The
name of a body is looked for as one word, so that nothing of it is joined to its neighbours, and then read as the words
it is made of: สำนักงานคณะกรรมการพัฒนาระบบราชการ is found whole by a search for สำนักงาน as by one for พัฒนา. Only names
that no words cover, or that are short, stay one word.
"""

from __future__ import annotations

import hashlib
import logging
import math
import re
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from corpus.extract import agencies, places
from corpus.extract.agency_bodies import body_names
from corpus.extract.districts import SHORTEST, place_names
from corpus.extract.lexicon import registry, title_forms
from corpus.thai.era import SHORT_MONTHS
from corpus.thai.names import known_names
from corpus.thai.newmm import word_costs
from corpus.thai.normalise import fold
from corpus.thai.words import Words
from index import kept
from index.abbreviations import BARE, forms_of
from index.compounds import Usage
from index.kept import Kept
from index.own_words import MAX_WORD, MIN_WORD, OwnWords

log = logging.getLogger(__name__)

SHORT_NAME = 14  # code points; a shorter name without a head (ไทยพีบีเอส, คณะรัฐมนตรี) is one word
DIGITS = "0123456789"
PLACE_COST = 12.0  # that of a word in the middle of the list: a place neither gives way to usual words nor eats them
# The names of people that hold something rarer than this are words. Of 11,014 first and last names in 2,000 pages 56 %
# are one word then, half of those by this. Of such words one in seven stands elsewhere, and 30 of 50 read by eye were
# names, too (of a temple, a firm, a place). What was wrong most often is listed as `no_names` since: one in nine.
UNUSUAL = 8.4
RARE = 12.0  # the cost from which on letters are rather the abbreviation that is written with them (ครม) than a word
OWN_COST = 0.0  # a word that a user put into a file of words is meant
_THAI = re.compile(r"[\u0e01-\u0e4e]+")
_DOTTED = re.compile(r"(?=.*[ก-ฮ].*[ก-ฮ])(?:[เ-ไ]?[ก-ฮ]{1,6}[ะ-ู]?\.)+")
_BEGINS = re.compile(r"[ก-ฮเ-ไ]")
_LETTER = re.compile(r"[ก-ฮะาำเ-ๅ]")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """``words`` are what the engine looks for; ``divided`` says which of them are read as several, and as which.

    ``dotted`` are the abbreviations that may stand glued to a word, ``forms`` the one form of each way of writing one
    (:func:`index.abbreviations.forms_of`); ``digest`` is that of everything but the user's
    own words, and ``own`` that of those.
    """

    words: Words = field(repr=False)
    divided: Mapping[str, tuple[str, ...]] = field(repr=False)
    dotted: tuple[str, ...] = field(repr=False)
    forms: Mapping[str, str] = field(repr=False)
    digest: str
    own: OwnWords


def dictionary(own: OwnWords) -> Dictionary:
    """The dictionary with the words *own* of a user."""
    built_in = _built_in()
    mine = frozenset(word for word in own.words if _THAI.fullmatch(word))
    words, divided = built_in.words, built_in.divided
    if mine:
        words, divided = Words.of({*words, *mine}), _divided_anew(built_in, mine)
    more = {word for word in own.words if "." in word}.difference(built_in.dotted)
    dotted = (*built_in.dotted, *more)
    return Dictionary(
        words=words,
        divided=MappingProxyType({name: pieces for name, pieces in divided.items() if len(pieces) > 1}),
        dotted=tuple(sorted(dotted, key=lambda n: (-len(n), n))),
        forms=forms_of(dotted) if more else built_in.forms,
        digest=built_in.digest,
        own=own,
    )


def _divided_anew(built_in: _BuiltIn, mine: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The names that are none of the words *mine*; only where one holds such a word it is cut anew."""
    usage = Usage({**built_in.cost_of_each(), **dict.fromkeys(mine, OWN_COST)})
    return {
        name: _divided(name, usage) if _holds(name, mine) else pieces
        for name, pieces in built_in.divided.items()
        if name not in mine
    }


@dataclass(frozen=True, slots=True)
class _BuiltIn:
    """What does not depend on the user; ``costs`` has a number for each of ``words``, none for what is ``divided``."""

    words: Words
    costs: npt.NDArray[np.float64]
    divided: Mapping[str, tuple[str, ...]]
    dotted: tuple[str, ...]
    forms: Mapping[str, str]
    digest: str

    def cost_of_each(self) -> dict[str, float]:
        """The cost of each word that is not divided."""
        return {word: cost for word, cost in zip(self.words, self.costs.tolist(), strict=True) if cost >= 0}

    def to_kept(self) -> Kept:
        """As :meth:`from_kept` reads it."""
        letters, children = self.words.arrays
        about = {
            "divided": dict(self.divided),
            "dotted": self.dotted,
            "forms": dict(self.forms),
            "digest": self.digest,
        }
        return Kept({"letters": letters, "children": children, "costs": self.costs}, about)

    @classmethod
    def from_kept(cls, found: Kept) -> _BuiltIn:
        """What :meth:`to_kept` made; ValueError, KeyError, TypeError or AttributeError for anything else."""
        divided, dotted, forms, digest = (found.about[name] for name in ("divided", "dotted", "forms", "digest"))
        lists = (*divided.values(), dotted, forms.values(), [digest])
        words = Words(found.arrays["letters"], found.arrays["children"])
        costs = found.arrays["costs"]
        if not words.is_whole() or costs.shape != (len(words),) or costs.dtype != np.float64:
            raise ValueError("its words are none")
        if not all(isinstance(text, str) for texts in lists for text in texts):
            raise ValueError("it holds other things than words")
        return cls(
            words=words,
            costs=costs,
            divided=MappingProxyType({name: tuple(pieces) for name, pieces in divided.items()}),
            dotted=tuple(dotted),
            forms=MappingProxyType(forms),
            digest=digest,
        )


_MADE: list[_BuiltIn] = []  # none or one: what does not depend on the user, for the life of the process
_MAKING = threading.Lock()


def load(root: Path | None) -> None:
    """Have what does not depend on the user at hand, from what the index in *root* keeps of it where it does."""
    _built_in(root)


def keep(root: Path) -> None:
    """Have the index folder *root* keep what does not depend on the user; raises OSError."""
    if not kept.is_kept(root):
        kept.keep(root, _built_in().to_kept())


def _built_in(root: Path | None = None) -> _BuiltIn:
    with _MAKING:
        if not _MADE:
            _MADE.append((_kept(root) if root else None) or _worked_out())
        return _MADE[0]


def _kept(root: Path) -> _BuiltIn | None:
    found = kept.read(root)
    try:
        return None if found is None else _BuiltIn.from_kept(found)
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        log.warning("what the index in %s keeps of the dictionary is none (%s): it is worked out anew", root, e)
        return None


def _worked_out() -> _BuiltIn:
    dotted = _dotted()
    letters = {name.removesuffix(".") for name in dotted if name.count(".") == 1 and len(name) > BARE}
    costs: dict[str, float] = {}
    for word, cost in word_costs().items():
        if _THAI.fullmatch(folded := fold(word)):  # several words fold to one, and come in any order
            costs[folded] = min(cost, costs.get(folded, cost))
    costs = {word: cost for word, cost in costs.items() if word not in letters or cost < RARE}
    names = {name for name in map(fold, (*agencies.names(), *body_names())) if _THAI.fullmatch(name)} - letters
    divisible = sorted({*_named(names, costs), *_bodies(costs)} - {fold(word) for word in registry("words")["whole"]})
    listed = (*places.provinces(), *place_names(), *registry("words")["words"].split())
    spots = (name for name in map(fold, listed) if _THAI.fullmatch(name))
    people = _people({word for word, cost in costs.items() if cost < UNUSUAL})
    for name in (*spots, *people, *names.difference(divisible)):
        costs.setdefault(name, PLACE_COST)
    for word in divisible:
        costs.pop(word, None)  # no name is a part of another: ปลัดกระทรวง is ปลัด and กระทรวง inside longer ones, too
    usage = Usage(costs)
    divided = {word: _divided(word, usage) for word in divisible}
    for piece in {piece for pieces in divided.values() for piece in pieces if _LETTER.search(piece)}:
        costs.setdefault(piece, PLACE_COST)  # what is left of a name without its head
    words = Words.of({*costs, *divided})
    return _BuiltIn(
        words=words,
        costs=np.array([costs.get(word, math.nan) for word in words]),
        divided=MappingProxyType(divided),
        dotted=dotted,
        forms=forms_of(dotted),
        digest=_digest(costs, divided, dotted),
    )


def _dotted() -> tuple[str, ...]:
    """The abbreviations with full stops of the registries, sorted."""
    facts = registry("words")
    written = (*agencies.names(), *title_forms(), *facts["abbreviations"].split(), *SHORT_MONTHS)
    found = {name for name in (fold(name).rstrip(DIGITS) for name in written) if _is_dotted(name)}
    return tuple(sorted(found - set(facts["no_abbreviations"])))


def _digest(costs: Mapping[str, float], divided: Mapping[str, tuple[str, ...]], dotted: Iterable[str]) -> str:
    digest = hashlib.sha256()
    usual = (f"{word} {cost:.3f}" for word, cost in sorted(costs.items()))
    parted = (f"{name} {'|'.join(pieces)}" for name, pieces in sorted(divided.items()))
    for part in (*usual, "", *parted, "", *dotted):
        digest.update(part.encode() + b"\n")
    return digest.hexdigest()[:16]


def _named(names: Iterable[str], costs: Mapping[str, float]) -> Iterator[str]:
    """The listed names that are read as several words."""
    heads = tuple(_heads())
    for name in names:
        if name not in heads and (name.startswith(heads) or (len(name) >= SHORT_NAME and name not in costs)):
            yield name


def _people(usual: Collection[str]) -> Iterator[str]:
    """The names of people that hold something unusual: not มีสุข (has joy), which is two *usual* words as well."""
    for name in set(map(fold, known_names())).difference(registry("words")["no_names"].split()):
        if len(name) >= SHORTEST and _THAI.fullmatch(name) and not _covered(name, usual):
            yield name


def _covered(name: str, words: Collection[str]) -> bool:
    """Whether *name* is nothing but some of *words* side by side."""
    ends = {0}
    for start in range(len(name)):
        if start in ends:
            ends.update(end for end in range(start + 1, len(name) + 1) if name[start:end] in words)
    return len(name) in ends


def _bodies(words: Iterable[str]) -> Iterator[str]:
    """The words of the dictionary that are names of bodies, by how they begin."""
    facts = registry("words")
    beginnings = tuple(fold(word) for word in facts["divided"])
    return (word for word in words if word.startswith(beginnings) and word not in _heads())


def _divided(name: str, usage: Usage) -> tuple[str, ...]:
    """*name* as words, its head first: กรม | การจัดหางาน; where letters of the rest are in no word, it is one."""
    head = max((head for head in _heads() if name.startswith(head)), key=len, default="")
    rest = name.removeprefix(head)
    if head and not (len(rest) >= MIN_WORD and _BEGINS.match(rest)):
        return (name,)  # สภาพ is no สภา
    pieces = (rest,) if rest in usage.costs and head else usage.divide(rest)
    sure = all(piece in usage.costs or not _LETTER.search(piece) for piece in pieces)
    return (*([head] if head else ()), *(pieces if sure else (rest,)))


@cache
def _heads() -> frozenset[str]:
    return frozenset(fold(head) for head in registry("words")["heads"])


def _holds(name: str, words: frozenset[str]) -> bool:
    """Whether one of *words*, which may be many, stands in *name*."""
    if not words:
        return False
    size = len(name)
    return any(name[start:end] in words for start in range(size) for end in range(start + MIN_WORD, size + 1))


def _is_dotted(name: str) -> bool:
    """Whether *name* is an abbreviation of two letters or more, without words behind it (as มทร.ธัญบุรี has one)."""
    return bool(_DOTTED.fullmatch(name)) and len(name) <= MAX_WORD
