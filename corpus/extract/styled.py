"""Monks and royal persons: styles that are half of the name, and stand in names of places and bodies as well.

A monk of rank (``พระธรรม…``) is named by his style; he is a person here where an office of the order follows or goes
before (``เจ้าอาวาสวัด…``). A royal person counts where the style is followed by a name of their own and stands free:
not in the name of a hospital, and never a king, whose style holds no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.lexicon import alternation, begun, matcher, registry
from corpus.extract.name_words import begins_clause
from corpus.extract.person_names import Mention
from corpus.extract.phrases import after_join
from corpus.thai.normalise import fold

_NAME = re.compile(r"[ก-ฮเ-ไ][ก-ฮะ-ๅ็-๎]{3,40}+")
_PATRIARCHAL = "สมเด็จ"  # of the highest monks and of kings
_ASIDE = re.compile(r" ?\([^()\n]{2,60}\)")
_SECOND = re.compile(r" ([ก-ฮเ-ไ][ก-ฮะ-ๅ็-์]{3,30})")


def find_styled(text: str) -> Iterator[Mention]:
    """The monks and royal persons named in normalised *text*, each kind from left to right."""
    if "พระ" not in text:
        return
    yield from _monks(text)
    yield from _royal_persons(text)


def _monks(text: str) -> Iterator[Mention]:
    offices = _offices()
    for rank in begun(_beginnings(), _ranks(), text):
        if not after_join(text, rank.start()):
            continue
        name = _NAME.match(text, rank.start() if rank["style"] else rank.end())
        if not name:
            continue
        end = name.end()
        second = _SECOND.match(text, end)
        if second and not offices.match(text, end + 1):
            end = second.end()
        aside = _ASIDE.match(text, end)
        behind = aside.end() if aside else end
        if offices.match(text, behind + (text[behind : behind + 1] == " ")):
            at = name.start() + (len(_PATRIARCHAL) if _of_patriarchs(name.group()) else 0)
            yield Mention(
                rank.start(), at, at, end, text[at : name.end()], text[name.end() : end].strip(), gap_end=behind
            )


def _of_patriarchs(name: str) -> bool:
    """Whether สมเด็จ is the title of a monk called พระ…, and no part of the style of the Supreme Patriarch."""
    return name.startswith(_PATRIARCHAL + "พระ") and not name.startswith(_supreme())


def royal_rank_end(text: str, at: int) -> int:
    """The end of the rank of a prince or princess at *at* (``กรมหลวง…``), with its second word; 0 where none stands.

    >>> royal_rank_end("กรมหลวงนราธิวาสราชนครินทร์ เสด็จ", 0)
    26
    """
    if not text.startswith("กรม", at):
        return 0
    found = _royal_ranks().match(text, at)
    return found.end() if found else 0


def is_royal(title: str) -> bool:
    """Whether *title* is the style of a royal person."""
    return bool(title) and _styles().fullmatch(title) is not None


def _royal_persons(text: str) -> Iterator[Mention]:
    for found in _royal().finditer(text):
        start, at, end = found.start(), found.start("name"), found.end("name")
        free = not ("ก" <= text[start - 1 : start] <= "๎") or text[:start].endswith(_with())
        if not free or found["name"].startswith(_no_names()):
            continue
        second = _SECOND.match(text, end)
        if second and not second[1].startswith(_no_names()) and not begins_clause(second[1]):
            end = second.end()
        yield Mention(start, at, at, end, found["name"], text[found.end("name") : end].strip(), alone=True)


@cache
def _beginnings() -> re.Pattern[str]:
    """The words that :func:`_ranks` begins with, as a choice of letters: far quicker to look for."""
    return matcher([*(fold(word) for word in registry("titles")["styled"]["monks"]), "พระ", "สมเด็จพระ"])


@cache
def _ranks() -> re.Pattern[str]:
    words = registry("titles")["styled"]
    return re.compile(rf"{alternation(fold(word) for word in words['monks'])} ?|(?P<style>(?:สมเด็จ)?พระ)")


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(alternation(fold(word) for word in registry("titles")["styled"]["offices"]))


@cache
def _royal() -> re.Pattern[str]:
    styles = alternation(fold(word) for word in registry("titles")["styled"]["royal"])
    return re.compile(rf"{styles} ?(?P<name>[ก-ฮเ-ไ][ก-ฮะ-ๅ็-์]{{3,40}})")


@cache
def _styles() -> re.Pattern[str]:
    return re.compile(alternation(fold(word) for word in registry("titles")["styled"]["royal"]))


@cache
def _royal_ranks() -> re.Pattern[str]:
    words = registry("titles")["styled"]
    ranks, ends = (alternation(fold(word) for word in words[key]) for key in ("royal_ranks", "royal_ends"))
    return re.compile(rf"{ranks}[ก-๎]{{3,40}}(?: [ก-๎]{{2,20}}?{ends}(?![ก-๎]))?")


@cache
def _supreme() -> tuple[str, ...]:
    return tuple(fold(word) for word in registry("titles")["styled"]["supreme"])


@cache
def _with() -> tuple[str, ...]:
    return tuple(registry("titles")["styled"]["before_royal"])


@cache
def _no_names() -> tuple[str, ...]:
    return tuple(registry("titles")["styled"]["no_names"])
