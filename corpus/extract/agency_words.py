"""The words that names of bodies are made of, as matchers: ``[forms]`` and ``[tails]`` of ``agencies.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus.extract.lexicon import alternation, matcher, registry, title_forms
from corpus.thai.normalise import fold

COMPANY = "บริษัท"  # company: the one head that a blank may follow


class Span(NamedTuple):
    """A body in a normalised text; ``id`` is empty where it is not listed."""

    start: int
    end: int
    id: str
    rule: str


@cache
def forms() -> dict[str, list[str]]:
    """The lists of ``[forms]``."""
    lists: dict[str, list[str]] = registry("agencies")["forms"]
    return lists


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of one list of ``[forms]``, folded as texts are."""
    return tuple(fold(word) for word in forms()[name])


@cache
def any_of(name: str) -> re.Pattern[str]:
    """A matcher of the words of one list of ``[forms]``."""
    return re.compile(alternation(words(name)))


@cache
def class_behind(head: str) -> re.Pattern[str]:
    """What may not follow *head*, for then a class of bodies is meant: ``โรงพยาบาลเอกชน`` (private hospitals)."""
    own: dict[str, list[str]] = registry("agencies")["forms"]["class_of"]
    spared = set(words("of_societies")) if head in words("societies") else set()
    if head.startswith("ศูนย์") and len(head) > len("ศูนย์"):
        spared.add("และ")  # ศูนย์ป้องกันและ…: the centre for two things
    if head in words("panels"):
        spared.add("เพื่อแก้ไข")
    said = words("said_of") if head in words("anaphoric") else ()
    listed = alternation(sorted({fold(w) for w in (*forms()["class_words"], *own.get(head, ()), *said)} - spared))
    return re.compile(listed if head == COMPANY else rf" ?{listed}|[\n .,()/\"']|\Z")


@cache
def tails() -> dict[str, list[str]]:
    """The lists of ``[tails]``."""
    lists: dict[str, list[str]] = registry("agencies")["tails"]
    return lists


@cache
def official() -> re.Pattern[str]:
    """What may follow a name after a blank and belongs to it: ``จำกัด (มหาชน)``, ``แห่งประเทศไทย``."""
    return re.compile(" ?" + alternation(fold(word) for word in tails()["official"]))


@cache
def provinces() -> str:
    """The names of the provinces as a pattern."""
    return alternation(fold(row["th"]) for row in registry("provinces")["province"])


@cache
def acting() -> re.Pattern[str]:
    """A province that acts: ``ร่วมกับจังหวัดปทุมธานี`` (together with the province)."""
    return re.compile(rf"ร่วมกับ ?(?P<name>จังหวัด(?P<province>{provinces()}))")


@cache
def of_people() -> tuple[str, ...]:
    """What may follow ``ของ`` (of) inside a name."""
    return tuple(fold(word) for word in tails()["of_people"])


@cache
def own_country() -> re.Pattern[str]:
    """Thailand behind the name of one of its bodies."""
    return re.compile(alternation(tails()["own"]) + r"(?![ก-๎])")


@cache
def branch() -> re.Pattern[str]:
    """What makes a branch of a listed body: ``จังหวัด``, ``เขต``, ``ภาค``."""
    return re.compile(alternation(tails()["branch"]) + r"(?<!ภาค)|ภาค(?= ?\d|ที่|เหนือ|ใต้|กลาง|ตะวัน|อีสาน)")


@cache
def country() -> re.Pattern[str]:
    """Another country behind a name, with or without ``แห่ง``, ``ของ``."""
    of, countries = alternation(w for w in tails()["of"] if w), alternation(fold(w) for w in tails()["countries"])
    return re.compile(f" ?(?:{of} ?)?{countries}(?![ะ-ฺ็-๎])")


@cache
def people() -> re.Pattern[str]:
    """A title or word of office, with which a person begins and no part of a name of a body."""
    return matcher(fold(w) for w in (*title_forms(), *registry("titles")["positions"]["heads"]))
