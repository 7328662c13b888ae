"""Where a Thai name ends: Thai writes no blanks between words, so the end is found by what may not be in a name."""

from __future__ import annotations

import re
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.thai.normalise import fold

LONGEST = 160  # code points; the longest official name of a committee seen has 130

LEADING = frozenset("เแโใไ")  # vowels written in front of their consonant: no word ends with one
_JOINTS = ("และ", "หรือ")  # and, or: no name ends with them
_MARKS = frozenset("ะาำิีึืุู็่้๊๋์ํๅ")  # no word begins with one

_RUN = re.compile(r"[ก-ฮะ-ๅ็-์ฯๆa-z0-9\-'./&]+")


def phrase_end(text: str, start: int, limit: int | None = None) -> int:
    """Where the words that begin at *start* stop being one name; at most *limit*, at the latest at a blank.

    Works on normalised text. A function word (``ได้``, ``ซึ่ง``, ``ร่วมกับ``) ends a name, unless it stands inside a
    longer word (``ที่`` in ``พื้นที่``); the words are in ``titles.toml``.

    >>> phrase_end("กรมที่ดินได้จัด", 0), phrase_end("กองพื้นที่ 2", 0)
    (9, 10)
    """
    end = run_end(text, start)
    if limit is not None:
        end = min(end, limit)
    return cut(text, start, end)


def run_end(text: str, start: int) -> int:
    """Where the run of letters and digits that begins at *start* ends."""
    run = _RUN.match(text, start, min(len(text), start + LONGEST))
    return run.end() if run else start


def cut(text: str, start: int, end: int) -> int:
    """The place in ``text[start:end]`` before its first ending word, or *end*."""
    for found in _ends().finditer(text, start, min(len(text), end + 12)):
        if found.start() >= end:
            break
        if found.lastgroup == "end" and found.start() > start and _whole(text, found) and not _done(text, found):
            return _strip(text, start, found.start())
    return _strip(text, start, end)


def _whole(text: str, found: re.Match[str]) -> bool:
    """Whether a word can begin and end where *found* does: ``ที่`` is none in ``เที่ยว``, ``ทุก`` none in ``ทุกข์``."""
    return text[found.start() - 1] not in LEADING and text[found.end() : found.end() + 1] not in _MARKS


def _done(text: str, found: re.Match[str]) -> bool:
    """Whether การ in front makes a noun of an ending verb: ``การจัดงาน`` (the organising of a festival)."""
    at = found.start()
    if text[max(0, at - 3) : at] != "การ" or found.group() not in _after_doing():
        return False
    return not text[max(0, at - 12) : at].endswith(_not_doing())


def begins_end(text: str, at: int, shortest: int = 1) -> bool:
    """Whether the word at *at* is one that ends a name, of at least *shortest* letters."""
    found = _ends().match(text, at)
    return found is not None and found.lastgroup == "end" and len(found.group()) >= shortest


def after_join(text: str, at: int) -> bool:
    """Whether a word may begin at *at* although no blank is before it: after ``ของ``, ``อธิบดี``, ``รมว.`` ….

    True also where what is before is no Thai letter.
    """
    before = text[at - 1 : at]
    if not ("ก" <= before <= "๎" or before == "."):
        return True
    return text[max(0, at - 24) : at].endswith(_joins())


def after_syllable(text: str, at: int) -> bool:
    """Whether a syllable with a vowel ends at *at*: so the letters behind are not the rest of an abbreviation."""
    while at and "ก" <= text[at - 1] <= "ฮ":
        at -= 1
    return at > 0 and "ฯ" < text[at - 1] <= "๎"


def form_head(text: str, at: int) -> bool:
    """Whether a word that names of bodies begin with (``กระทรวง``, ``มูลนิธิ``) stands at *at*."""
    return bool(_form_heads().match(text, at))


def in_office(text: str, at: int) -> bool:
    """Whether a word of office (``เลขาธิการ``, ``สำนักงาน``) stands right before *at*, blanks aside."""
    return text[max(0, at - 24) : at].rstrip(" (").endswith(_offices())


def _strip(text: str, start: int, end: int) -> int:
    while True:
        while end > start and text[end - 1] in " -'/&":
            end -= 1
        joint = next((w for w in _JOINTS if text.endswith(w, start, end) and end - start > len(w)), "")
        if not joint:
            return end
        end -= len(joint)


@cache
def _ends() -> re.Pattern[str]:
    words = registry("titles")["phrase"]
    names = (fold(row["th"]) for row in registry("provinces")["province"])  # ระบุ (state) stands in สระบุรี
    inside = alternation((*words["ends_inside"], *names))
    return re.compile(f"(?P<inside>{inside})|(?P<end>{alternation(words['ends'])})")


@cache
def _form_heads() -> re.Pattern[str]:
    heads = registry("agencies")["forms"]["heads"]
    return re.compile(alternation(fold(word) for word in heads))


@cache
def _offices() -> tuple[str, ...]:
    words = registry("titles")["positions"]
    return tuple(fold(word) for word in (*words["heads"], *words["of_body"]))


@cache
def _joins() -> tuple[str, ...]:
    return (*_offices(), *(fold(word) for word in registry("titles")["phrase"]["joins"]))


@cache
def _after_doing() -> frozenset[str]:
    return frozenset(registry("titles")["phrase"]["after_doing"])


@cache
def _not_doing() -> tuple[str, ...]:
    return tuple(registry("titles")["phrase"]["not_doing"])
