"""Names without a title behind an office that needs nothing more: ``นายกรัฐมนตรีแพทองธาร ชินวัตร``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.agency_words import country
from corpus.extract.lexicon import alternation, registry
from corpus.extract.name_words import WORD, begins_clause, office_at, plausible
from corpus.extract.person_names import Mention
from corpus.extract.phrases import cut
from corpus.extract.titles import begins_title
from corpus.thai.names import known_name
from corpus.thai.normalise import fold

_QUOTED = re.compile(r"[\"'](?P<name>[ก-ฮเ-ไ][ก-๎]{3,13})[\"']")
HEADLINES = 400  # code points of a title, or of a body that begins with one
LONGEST_GIVEN = 12  # code points; clauses without blanks are longer


def find_untitled(text: str) -> Iterator[Mention]:
    """The names that stand without a title behind a whole office in normalised *text*.

    They count where the surname is known as a name; behind ``รัฐมนตรี``, which may go on with a ministry, both words.
    """
    for office in _whole_offices().finditer(text):
        at = office.end() + (text[office.end() : office.end() + 1] == " ")
        given = WORD.match(text, at)
        surname = WORD.match(text, given.end() + 1) if given and text[given.end() : given.end() + 1] == " " else None
        if given is None or surname is None or not _is_given(text, given) or begins_clause(surname.group()):
            continue
        name = "" if _headline_verbs().fullmatch(surname.group()) else _known_start(surname.group())
        if office.group() in _pronouns() and not office_at(text, surname.end() + 1):
            continue  # ผม คารม ใจดี รองโฆษก…: I, who says what I am
        if office.group() in _pronouns():
            name = surname.group()
        if name and (office.group() not in _open_offices() or known_name(given.group())):
            yield Mention(at, at, at, surname.start() + len(name), given.group(), name, doubtful=True)


def find_headlined(text: str) -> Iterator[Mention]:
    """The given names in quotes, in the headlines that normalised *text* begins with, that do something: “สมชาย” ชี้…

    A name of the lists only, in front of a verb of headlines; titles of events and goods in quotes are left alone.
    """
    for quoted in _QUOTED.finditer(text, 0, HEADLINES):
        start, end = quoted.span("name")
        if known_name(quoted["name"]) and _headline_verbs().match(text, quoted.end()):
            yield Mention(start, start, start, end, quoted["name"])


def acts_in_headline(surname: str) -> bool:
    """Whether what stands for a *surname* begins like what people do in headlines, and is in no list of names."""
    return len(surname) > LONGEST_GIVEN and bool(_headline_verbs().match(surname)) and not known_name(surname)


def _is_given(text: str, given: re.Match[str]) -> bool:
    word = given.group()
    if len(word) > LONGEST_GIVEN or begins_clause(word) or not plausible(word) or country().fullmatch(word):
        return False
    return cut(text, given.start(), given.end()) == given.end() and not begins_title(text, given.start())


def _known_start(word: str) -> str:
    """The known name that *word* is, or begins with where a clause is glued to it (``ชินวัตรได้รับ``); else empty."""
    ends = (n for n in range(len(word), 3, -1) if n == len(word) or begins_clause(word[n:]))
    return next((word[:n] for n in ends if known_name(word[:n])), "")


@cache
def _headline_verbs() -> re.Pattern[str]:
    return re.compile(f" ?{alternation(registry('titles')['people']['headline'])}")


@cache
def _whole_offices() -> re.Pattern[str]:
    words = (*registry("titles")["positions"]["whole"], *_pronouns())
    return re.compile(alternation(fold(word) for word in words))


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(registry("titles")["people"]["pronouns"])


@cache
def _open_offices() -> frozenset[str]:
    return frozenset(registry("titles")["positions"]["whole_or_open"])
