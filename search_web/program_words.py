"""What the program itself noted (why a page was refused, how a run ended), for everyone to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus import refusals
from corpus.standing import Refusal
from search_web.text import Lang

MOST_TEXT = 400  # characters of a message that are shown
# A path of this machine: absolute, of two parts or more, and no part of a web address. Windows has a drive before it.
_PATH = re.compile(r"(?:(?<![\w:/.?=&%-])(?:~|\.{1,2})?/(?:[^\s/'\"<>]+/)+|(?<!\w)[A-Za-z]:\\)[^\s'\",;:<>)]*")


@dataclass(frozen=True, slots=True)
class Noted:
    """A sentence of the program; ``lang`` is its language: ``en`` on Thai pages too where it has no Thai."""

    text: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class Refused:
    """Pages that were refused in one step for one reason: how many, the address of one, how many reasons as written."""

    stage: str
    reason: Noted
    count: int
    example: str
    reasons: int


def noted(text: str, lang: Lang) -> Noted:
    """*text* in the language of the page where the program has it there, without paths, and not endless."""
    return _noted(text, refusals.shown(text[: refusals.MOST], lang), lang)


def gathered(found: Iterable[Refusal], lang: Lang) -> tuple[Refused, ...]:
    """The reasons of *found*, those that differ in values of one page alone as one; the most frequent first."""
    groups: dict[tuple[str, str], list[Refusal]] = {}
    for one in found:
        groups.setdefault((one.stage, refusals.in_general(one.reason, lang)), []).append(one)
    told = [
        Refused(
            stage,
            _noted(group[0].reason, general, lang) if len(group) > 1 else noted(group[0].reason, lang),
            sum(one.count for one in group),
            group[0].example,
            len(group),
        )
        for (stage, general), group in groups.items()
    ]
    return tuple(sorted(told, key=lambda one: -one.count))


def _noted(text: str, said: str, lang: Lang) -> Noted:
    return Noted(shown_text(said), "en" if said[:MOST_TEXT] == text[:MOST_TEXT] else lang)


def shown_text(text: str) -> str:
    """A message of the program for everyone to read: without paths of this machine, and not endless.

    >>> shown_text("cannot write in /srv/news/data/warc: disk full; see http://a.th/b/c.html")
    'cannot write in …: disk full; see http://a.th/b/c.html'
    """
    text = _PATH.sub("…", text[: 4 * MOST_TEXT])
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT].rstrip() + " …"
