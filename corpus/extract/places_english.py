"""Provinces by their English names, on pages or in paragraphs that are in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.extract.reading import Reading

AROUND = 60  # code points on both sides that must be mostly Latin letters: a hotel's name in Thai text is no place
MOST = 0.5

_LETTER = re.compile(r"\w")  # before a name: it does not begin there
_BEHIND = re.compile(r"[ \u00a0]([A-Z][\w,]*)")
_BEFORE = re.compile(r"(\w+)[ \u00a0]\Z")
_PROVINCE = re.compile(r"[ \u00a0][Pp]rovinces?\b")


def english_places(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """The Thai name of each province named in English, and where it stands in the raw text."""
    raw = reading.raw
    for match in _names().finditer(raw):
        start, end = match.span()
        if _LETTER.match(raw[start - 1 : start]):
            continue
        province = bool(_PROVINCE.match(raw, end))
        if not province and match.group() in _words("english_not_bare"):
            continue
        if not province and _branded(raw, start, end):
            continue
        if _latin(raw[max(0, start - AROUND) : end + AROUND]):
            yield _by_name()[match.group()], start, end


def _branded(raw: str, start: int, end: int) -> bool:
    """Whether the name stands in that of a bank, a hotel, a declaration."""
    behind = _BEHIND.match(raw, end)
    if behind and behind[1].rstrip(",").casefold() in _folded("english_not_before"):
        return True
    before = _BEFORE.search(raw[max(0, start - 24) : start])
    return bool(before and before[1].casefold() in _folded("english_not_after"))  # NOVOTEL as well


def _latin(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return letters > 0 and sum(char.isascii() and char.isalpha() for char in text) / letters > MOST


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(registry("provinces")[name])


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _words(name))


@cache
def _by_name() -> dict[str, str]:
    rows = registry("provinces")["province"]
    named = {name: row["th"] for row in rows for name in (row["en"], *row.get("english", ()))}
    return {form: th for name, th in named.items() for form in (name, name.replace(" ", "\u00a0"))}


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"{alternation(_by_name())}\b")
