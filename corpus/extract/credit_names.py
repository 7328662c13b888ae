"""Names in credit lines, which stand without a title: ``มานะ กล้าหาญ (สลธ.) / ภาพ``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.extract.titles import strip_title

_LINE = re.compile(r"^(?P<names>[^\n/()]{2,80}?) ?(?:\([^()\n]{1,40}\))? ?/[^\n]*$", re.MULTILINE)
_BETWEEN = re.compile(r"([&,]|และ)")  # and
_DIGIT = re.compile(r"\d")
LONGEST = 40  # code points of one name


def credit_names(text: str, *, credits_only: bool) -> Iterator[tuple[int, int]]:
    """First and last place of each name in the credit lines of normalised *text*.

    With *credits_only* every line with a stroke is one; in a body only those that are plainly credits, full names and a
    role. A unit (``กลุ่ม…``) is no person, nor is what holds digits (``ครั้งที่ 144/2565``: the number of a news sheet).
    """
    for line in (_LINE if credits_only else _plain_line()).finditer(text):
        if not line["names"].strip().startswith(_no_people()):
            yield from _names(line["names"], line.start("names"))


def _names(names: str, at: int) -> Iterator[tuple[int, int]]:
    for part in _BETWEEN.split(names):
        word = part.strip()
        start = at + len(part) - len(part.lstrip())
        at += len(part)
        owed = _owed().match(word)
        if owed:
            word = word[owed.end() :]
            start += owed.end()
        if word and not _BETWEEN.fullmatch(word) and _is_name(word):
            name = strip_title(word)
            yield start + len(word) - len(name), start + len(word)


def _is_name(word: str) -> bool:
    if len(word) > LONGEST or word.startswith(_no_people()) or _DIGIT.search(word):
        return False
    return not any(part.rstrip(":") in _contacts() for part in word.split(" "))


@cache
def _owed() -> re.Pattern[str]:
    """What stands in front of the name that a picture is owed to: ``Cr. …``."""
    return re.compile(rf"{alternation(registry('titles')['credits']['owed'])} ?:? +")


@cache
def _contacts() -> frozenset[str]:
    return frozenset(registry("titles")["credits"]["contacts"])


@cache
def _no_people() -> tuple[str, ...]:
    return tuple(registry("titles")["credits"]["no_people"])


@cache
def _plain_line() -> re.Pattern[str]:
    """A line of the body that is plainly a credit: a full name and a role, ``สมใจ ใจดี / สรุป``."""
    roles = alternation(registry("titles")["credits"]["roles"])
    word = r"[ก-ฮเ-ไ][ก-๎]{1,30}"
    name = rf"{word} {word}"
    return re.compile(
        rf"^(?P<names>{name}(?: ?(?:,|&|และ) ?{name}){{0,4}}) ?[/:] ?{roles}(?: ?[,/&-] ?{roles}){{0,4}}$", re.MULTILINE
    )
