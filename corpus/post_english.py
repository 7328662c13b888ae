"""Offices of state in English: the Thai role and the body that ``Permanent Secretary of the Ministry of X`` names.

Only a position that is understood to its last word is read; in doubt it stays as it is written. The words are data:
``[posts.english]`` in ``registry/titles.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus.extract.agency_registry import resolve
from corpus.extract.lexicon import alternation
from corpus.extract.lexicon import registry as words_of

_GOVERNOR, _OF_PROVINCE = "ผู้ว่าการ", "ผู้ว่าราชการจังหวัด"  # of a body; of a province


class EnglishPost(NamedTuple):
    """Manner, role in Thai with its rank, and the id of a body or ``""``."""

    manner: str
    role: str
    body: str


def english_posts(text: str) -> tuple[EnglishPost, ...]:
    """The posts that folded *text* names in English; none where a word of it is not understood.

    >>> english_posts("deputy prime minister and minister of finance")[1]
    EnglishPost(manner='', role='รัฐมนตรีว่าการ', body='mof')
    >>> english_posts("prime minister of japan")
    ()
    """
    if not text.isascii():
        return ()
    found = []
    for part in _breaks().split(text):
        post = _read(part.strip(" .,;-"))
        if post is None:
            return ()
        found.append(post)
    return tuple(found)


def _read(text: str) -> EnglishPost | None:
    rules = words_of("titles")["posts"]["english"]
    said = _post().fullmatch(text)
    if said is None:
        return None
    over = said["over"] or ""
    own_name = rules["roles"].get(f"{said['rank']} {said['head']}")  # a deputy minister is no รองรัฐมนตรี
    role = own_name or rules["ranks"].get(said["rank"] or "", "") + rules["roles"][said["head"]]
    manner = rules["manners"].get(said["manner"] or "", "")
    if not over or over in rules["own_country"]:
        return EnglishPost(manner, role, rules["bodies"].get(said["head"], ""))
    for before, behind in (("", ""), *rules["around"]):
        ids = resolve(f"{before}{over}{behind}")
        if len(ids) == 1:
            if role.endswith(_GOVERNOR) and ids[0].startswith("province-"):
                role = role.removesuffix(_GOVERNOR) + _OF_PROVINCE
            return EnglishPost(manner, role, ids[0])
    return None


@cache
def _post() -> re.Pattern[str]:
    rules = words_of("titles")["posts"]["english"]
    manners, ranks, heads = (alternation(rules[key]) for key in ("manners", "ranks", "roles"))
    return re.compile(
        rf"(?:the )?(?:(?P<manner>{manners}) )?(?:(?P<rank>{ranks}) )?(?P<head>{heads})"
        r"(?:(?: of| for| to|,) (?:the )?(?P<over>[a-z][a-z0-9 ,.&'()/-]{0,150}))?"
    )


@cache
def _breaks() -> re.Pattern[str]:
    """What stands between two posts: and, or a comma, before a further head."""
    rules = words_of("titles")["posts"]["english"]
    manners, ranks, heads = (alternation(rules[key]) for key in ("manners", "ranks", "roles"))
    return re.compile(rf"(?:,? and |, )(?=(?:the )?(?:{manners} )?(?:{ranks} )?{heads}(?![a-z-]))")
