"""Which body a position is at: the words behind a role, as an agency id.

A listed body (``registry/agencies.toml``) where the words name one for certain, with what a position leaves out
(``รมว.คลัง``: กระทรวงการคลัง) filled in from ``[posts]`` in ``registry/titles.toml``; ``""`` otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from corpus.extract.agency_registry import agency_id, display_name, ids_by_name, registry, resolve
from corpus.extract.lexicon import registry as words_of
from corpus.thai.normalise import squash

SHORTEST_STEM = 4  # letters in front of ฯ that may stand for the only body that begins with them

_NOTE = re.compile(r" ?\([^()]*\)?")


class Role(NamedTuple):
    """One ``role`` of ``[posts]``: ``before`` is what full names of its bodies begin with where a position does not.

    ``body`` is that of a role that names none; ``provinces``: its bodies are provinces.
    """

    name: str
    before: tuple[str, ...] = ()
    body: str = ""
    provinces: bool = False


def listed(rest: str, role: Role) -> str:
    """The id of the body that the words *rest* behind *role* name for certain, or ``""``."""
    if role.body and squash(bare(rest)) in unsaid():
        return role.body
    inside = rest[1:-1] if _NOTE.fullmatch(rest) else rest
    for words in dict.fromkeys((inside, _NOTE.sub("", rest), bare(rest), without_tail(bare(rest)))):
        if not words:
            continue
        if found := _province(words) if role.provinces else _agency(words, role):
            return found
    return ""


def _agency(words: str, role: Role) -> str:
    special: Mapping[str, str] = words_of("titles")["posts"]["bodies"]
    if role.name in ("เลขาธิการ", "โฆษก", "ผู้ว่าการ") and (found := special.get(words, "")) in registry():
        return found
    for before in ("", *role.before):
        if found := _only(resolve(before + words), role):
            return found
    return _before_another(words, role) or _shortened(words, role)


def _only(ids: tuple[str, ...], role: Role) -> str:
    """The one of *ids*; of several the only one that such a role heads (เลขาธิการ กพร.)."""
    if len(ids) > 1 and role.before:
        ids = tuple(found for found in ids if registry()[found].name_th.startswith(role.before))
    return ids[0] if len(ids) == 1 else ""


def _before_another(words: str, role: Role) -> str:
    """The body before a blank where another listed one stands behind it: กรมทางหลวง กระทรวงคมนาคม.

    What is not listed may be the country that the body belongs to.
    """
    at = words.rfind(" ")
    while at > 0:
        if resolve(words[at + 1 :]):
            return next((i for before in ("", *role.before) if (i := _only(resolve(before + words[:at]), role))), "")
        at = words.rfind(" ", 0, at)
    return ""


def _shortened(words: str, role: Role) -> str:
    """The only listed body whose name begins with what stands before ฯ: รมว.การพัฒนาสังคมฯ."""
    stem, short, behind = squash(words).partition("ฯ")
    if not short or behind or len(stem) < SHORTEST_STEM:
        return ""
    found: set[str] = set()
    for before in ("", *role.before):
        key = squash(before) + stem
        if len(key) > SHORTEST_STEM + 2:
            low, high = bisect_left(_names(), (key,)), bisect_left(_names(), (key + "\U0010ffff",))
            found |= {body for _, body in _names()[low:high]}
    return found.pop() if len(found) == 1 else ""


def _province(words: str) -> str:
    name = squash(words)
    name = next((name.removeprefix(before) for before in ("จังหวัด", "จ.", "จว.") if name.startswith(before)), name)
    full = _provinces().get(name, "")
    listed = resolve("จังหวัด" + full) or resolve(full) if full else ()
    return (listed[0] if len(listed) == 1 else agency_id("จังหวัด" + full)) if full else ""


def body_name(body: str) -> str:
    """The name in full of a body that :func:`listed` found."""
    return display_name(body) if body in registry() else _province_names().get(body, body)


def bare(rest: str) -> str:
    """The words behind a role without notes, words between role and body, and the name of this country."""
    words = _NOTE.sub("", rest).strip(" ,;-:")
    rules = words_of("titles")["posts"]
    for before in rules["of"]:
        if words.startswith(before) and words not in rules["own_country"]:
            words = words[len(before) :].strip()
    if words in rules["own_country"]:
        return ""
    own = next((country for country in rules["own_country"] if words.endswith(country)), "")
    return words[: -len(own)].strip() if own and _stands(words[: -len(own)].strip(" ของ")) else words


def _stands(words: str) -> bool:
    return len(resolve(words)) == 1


def without_tail(words: str) -> str:
    """*words* up to what only says which of several holders, or for what: ฝ่ายการเมือง, คนที่ 2."""
    ends = [at for tail in words_of("titles")["posts"]["tails"] if (at := words.find(tail)) >= 0]
    return words[: min(ends)].strip() if ends and min(ends) > 0 else words


@cache
def unsaid() -> frozenset[str]:
    """Squashed words behind a role that name no body, only what kind of one it is."""
    return frozenset({"", *(squash(word) for word in words_of("titles")["posts"]["unsaid"])})


@cache
def _names() -> list[tuple[str, str]]:
    return sorted((name, body) for name, bodies in ids_by_name().items() for body in bodies)


@cache
def _provinces() -> Mapping[str, str]:
    rows = words_of("provinces")["province"]
    forms = {squash(form): row["th"] for row in rows for form in (*row.get("abbr", ()), *row.get("alias", ()))}
    return forms | {squash(row["th"]): row["th"] for row in rows}


@cache
def _province_names() -> Mapping[str, str]:
    return {agency_id("จังหวัด" + name): "จังหวัด" + name for name in _provinces().values()}
