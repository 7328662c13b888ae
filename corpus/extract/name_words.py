"""Which words are names: where a clause, an office or a body is glued to one, and what only looks like a name.

The words are data: ``[people]`` and ``[positions]`` of ``titles.toml``.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.extract.phrases import begins_end
from corpus.extract.titles import CIVIL, word_list
from corpus.thai.names import known_name
from corpus.thai.normalise import fold

WORD = re.compile(r"[ก-ฮเ-ไ][ก-ฮะ-ๅ็-์-]{0,39}")  # bounded: runs without blanks can be as long as a page
LONGEST_WORD = 26  # code points: longer than any given name or surname in the registers seen
LONGEST_CLAUSE = 13  # code points of a given name that begins like a verb
LONGEST_DOUBTFUL = 16  # code points of a surname that begins like a verb; longer ones are clauses
SHORTEST_GIVEN = 2


def doubtful(surname: str) -> bool:
    """Whether what stands for a *surname* may as well begin a clause."""
    verb = _verbs().match(surname)
    never = bool(verb) and verb.group() in word_list("never_surnames")  # type: ignore[union-attr]  # it matched
    return never or begins_end(surname, 0)


def office_at(text: str, at: int) -> bool:
    """Whether a word of office stands at *at*."""
    return bool(_position_heads().match(text, at))


def begins_clause(text: str) -> bool:
    """Whether *text*, what is left of a word behind a given name, begins what the person did or where."""
    return bool(_verbs().match(text)) or begins_end(text, 0)


def surname_stop(word: str, before_post: bool) -> int:
    """How much of *word* is a surname: -1 all, 0 nothing, else its first letters (a post or verb is glued on).

    *before_post*: a position follows it, so that even ``ห่วงทรัพย์`` (ห่วง, to worry) is a surname.
    """
    if (
        is_no_name(word)
        or word.startswith(CIVIL)
        or (_position_heads().match(word) and (_position_heads().fullmatch(word) or not known_name(word)))
        or word in registry("titles")["positions"]["prefixes"]
        or word in word_list("never_whole")
        or word.endswith("ว่า")  # a verb of saying in any spelling
    ):
        return 0
    verb = _verbs().match(word)
    if verb:
        if word != verb.group() and word.endswith(_prepositions()):
            return 0  # พลเอกสมชาย มาจาก กองทัพ
        never = verb.group() in word_list("never_surnames")
        soft = before_post or bool(_post_at(word)) or verb.group() in word_list("verbs_like_surnames")
        if (never and verb.group() not in word_list("verbs_like_surnames")) or not soft:
            return 0
        if verb.end() == len(word) or (len(word) > LONGEST_DOUBTFUL and not _post_at(word)):
            return 0
    post = _post_at(word)
    stops = [stop for stop in (post, verb_at(word, 3)) if stop]
    if stops:
        return 0 if word[: min(stops)] in registry("titles")["people"]["verbs"] else min(stops)  # นายสมชาย ยังกล่าว
    return -1 if len(word) <= LONGEST_WORD and len(word) > 1 else 0


def _post_at(word: str) -> int:
    """Where a post is glued to a name (``นายสมชาย ใจดีอธิบดี…``), or 0.

    Words that surnames end with as well count only right before a body (``ใจดีปลัดกระทรวง…``).
    """
    body = _glued_bodies().search(word, 3)
    before_body = body.start() if body else 0
    for head in _position_heads().finditer(word, 3):
        firm = len(head.group()) > 3 and head.group() not in _not_glued()
        if firm or head.end() == before_body:
            return head.start()
    return before_body


def verb_at(word: str, start: int) -> int:
    """Where a verb of saying is glued to a name (``นายอนุทินกล่าวว่า``), or 0; สัจจะ (truth) holds none."""
    for glued in _glued().finditer(word, start):
        if glued.group() != "จะ" or word[glued.start() - 1] != "จ":
            return glued.start()
    return 0


def plausible(word: str) -> bool:
    """Whether *word* can be a given name by itself: of fit length, no verb, no office."""
    verb = _verbs().match(word)
    if verb and verb.group() in word_list("never_surnames") and verb.group() not in word_list("verbs_like_surnames"):
        return False
    if word.startswith("ผู้") or begins_end(word, 0, shortest=4):  # จะ begins Lahu names, ทั้งนี้ (in all this) none
        return False
    return SHORTEST_GIVEN <= len(word) <= 18 and not _position_heads().match(word) and not _verbs().fullmatch(word)


def no_given(word: str) -> bool:
    """Whether *word* behind a title is a clause or another office, and no given name of the lists."""
    verb = _verbs().match(word)
    clause = bool(verb) and (len(word) > LONGEST_CLAUSE or verb.group() in word_list("never_given"))  # type: ignore[union-attr]  # it matched
    office = _position_heads().fullmatch(word) is not None and word not in _not_glued()
    return (clause or office) and not known_name(word)


def noble_end(text: str, at: int) -> int:
    """The end of the place at *at*, behind ณ in surnames given by the kings; 0 where none stands there.

    It stands by itself, or with a clause or a post glued to it.
    """
    place, word = _noble_places().match(text, at), WORD.match(text, at)
    if place is None or word is None:
        return 0
    rest = word.group()[place.end() - at :]
    return place.end() if not rest or begins_clause(rest) or _position_heads().match(rest) else 0


@cache
def _prepositions() -> tuple[str, ...]:
    return tuple(registry("titles")["people"]["prepositions"])


@cache
def _noble_places() -> re.Pattern[str]:
    return re.compile(alternation(fold(place) for place in registry("titles")["people"]["noble_places"]))


@cache
def _glued_bodies() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["positions"]["glued_bodies"]))


@cache
def _not_glued() -> frozenset[str]:
    return frozenset(registry("titles")["positions"]["not_glued"])


@cache
def _not_names() -> tuple[str, ...]:
    return tuple(registry("titles")["people"]["not_names"])


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["people"]["verbs"]))


@cache
def _glued() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["people"]["glued"]))


@cache
def _position_heads() -> re.Pattern[str]:
    words = registry("titles")["positions"]
    prefixes, heads = alternation(words["prefixes"]), alternation(fold(w) for w in words["heads"])
    return re.compile(f"(?:{prefixes} ?){{0,3}}{heads}")


def begins_verb(word: str) -> bool:
    """Whether *word* begins like what a person does."""
    return bool(_verbs().match(word))


def says_at(text: str, at: int) -> bool:
    """Whether a verb of saying, as they are glued to names, stands at *at*."""
    return bool(_glued().match(text, at))


def is_no_name(word: str) -> bool:
    """Whether *word* begins like words that no name begins with: royal styles, places, bodies."""
    return word.startswith(_not_names())
