"""What stands around a name: where a listed one is no body, and where an unknown abbreviation is one.

A listed name may be a part of the world, a building, goods called after their maker. The words are data:
``[units]``, ``[not_behind]``, ``[only_behind]`` and ``chiefs`` of ``agencies.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.agency_registry import registry as bodies
from corpus.extract.agency_words import Span
from corpus.extract.lexicon import alternation, registry
from corpus.thai.normalise import fold

_YEAR = re.compile(r" ?(?:20|25)\d\d(?!\d)")  # เอเปค 2022: the meeting of that year


def unmeant(text: str, start: int, end: int, key: str) -> bool:
    """Whether the name at *start* of the body *key* stands for something else: ``ภูมิภาคอาเซียน`` (the region)."""
    ahead = _not_before().get(key)
    if ahead and text.startswith(ahead, end + (text[end : end + 1] == " ")):
        return True
    before = _not_behind().get(key)
    if before is None:
        return False
    return text[max(0, start - 16) : start].rstrip(" ").endswith(before) or bool(_YEAR.match(text, end))


def told_by(text: str, start: int, form: str) -> str:
    """The id of the body that the word in front of the ambiguous *form* tells: ``เลขาธิการ กพร.``; else empty."""
    told: dict[str, str] | None = registry("agencies")["told_by"].get(form)
    if told is None:
        return ""
    before = text[max(0, start - 16) : start].rstrip(" (")
    return next((key for word, key in told.items() if before.endswith(word)), "")


def behind_unit(text: str, start: int, key: str) -> bool:
    """Whether an office of the body *key* stands right before *start*: ``สำนักอนามัย กรุงเทพมหานคร`` is no place."""
    offices = _units().get(key)
    return (
        offices is not None
        and text[start - 1 : start] == " "
        and text[max(0, start - 48) : start].rstrip(" ").endswith(offices)
    )


def only_makers(text: str) -> Iterator[Span]:
    """Makers whose names are those of their goods, where a word in front says that the maker is meant."""
    for found in _makers().finditer(text):
        if text[max(0, found.start() - 12) : found.start()].rstrip(" ").endswith(_maker_words()):
            yield Span(*found.span(), _maker_ids()[found.group()], "registry")


def led_by_chiefs(text: str) -> Iterator[Span]:
    """Abbreviations that nobody explains behind a word of office: ``ผอ.สคว.`` (the director of a bureau)."""
    for found in _chiefs().finditer(text):
        yield Span(*found.span("short"), "", "form")


@cache
def _not_behind() -> dict[str, tuple[str, ...]]:
    return {key: tuple(fold(w) for w in listed) for key, listed in registry("agencies")["not_behind"].items()}


@cache
def _not_before() -> dict[str, tuple[str, ...]]:
    return {key: tuple(fold(w) for w in listed) for key, listed in registry("agencies")["not_before"].items()}


@cache
def unit_ids() -> dict[str, str]:
    """The ids of the listed offices of a body that bears the name of its place → that name, as pages glue it on."""
    entries = bodies()
    return {
        key: fold(entries[entry.parent].name_th)
        for key, entry in entries.items()
        if entry.name_th.startswith("สำนัก") and entry.parent and entries[entry.parent].place
    }


@cache
def _units() -> dict[str, tuple[str, ...]]:
    return {key: tuple(fold(w) for w in listed) for key, listed in registry("agencies")["units"].items()}


@cache
def _maker_words() -> tuple[str, ...]:
    return tuple(fold(word) for word in registry("agencies")["only_behind"]["words"])


@cache
def _maker_ids() -> dict[str, str]:
    lists = registry("agencies")["only_behind"]
    return {fold(name): key for key, listed in lists.items() if key != "words" for name in listed}


@cache
def _makers() -> re.Pattern[str]:
    return re.compile(alternation(_maker_ids()))


@cache
def _chiefs() -> re.Pattern[str]:
    lists = registry("agencies")["forms"]
    chiefs, other = alternation(fold(w) for w in lists["chiefs"]), alternation(fold(w) for w in lists["not_chiefs"])
    return re.compile(rf"{chiefs} ?(?!{other})(?P<short>[ก-ฮ]{{3,6}}\.)(?![ก-ฮ]{{1,3}}\.|[ก-๎0-9])")
