"""The words that :mod:`corpus.posts` reads positions with: ``[posts]`` and ``[positions]`` of ``titles.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from corpus.extract.lexicon import alternation
from corpus.extract.lexicon import registry as words_of
from corpus.post_bodies import Role
from corpus.thai.normalise import fold


@cache
def roles_by_form() -> Mapping[str, tuple[Role, ...]]:
    """Folded word of office → the roles that it may mean."""
    found: dict[str, tuple[Role, ...]] = {}
    for row in words_of("titles")["posts"]["role"]:
        before = tuple(fold(word) for word in row.get("before", ()))
        role = Role(fold(row["name"]), before, row.get("body", ""), row.get("provinces", False))
        for form in (row["name"], *row.get("forms", ())):
            found[fold(form)] = (*found.get(fold(form), ()), role)
    of_words = words_of("titles")["posts"]["of"]
    for word in words_of("titles")["positions"]["heads"]:
        plain = next((fold(word).removesuffix(of) for of in of_words if word.endswith(of)), fold(word))
        found.setdefault(fold(word), found.get(plain, (Role(plain),)))  # โฆษกประจำ is โฆษก
    return found


@cache
def post_starts() -> re.Pattern[str]:
    """A manner, a rank and a word of office, with which a post begins."""
    rules = words_of("titles")["posts"]
    former, acting, designate = (alternation(fold(w) for w in rules[k]) for k in ("former", "acting", "designate"))
    ranks, heads = alternation(fold(w) for w in rules["ranks"]), alternation(roles_by_form())
    return re.compile(
        f"(?P<former>{former} ?)?(?P<acting>{acting} ?)?(?P<designate>{designate} ?)?"
        f"(?P<rank>(?:{ranks} ?){{0,2}}?)(?P<head>{heads})"
    )


@cache
def post_breaks() -> re.Pattern[str]:
    """What may stand between two posts: a word that joins them, one of manner, a blank."""
    rules = words_of("titles")["posts"]
    joins = alternation(fold(w) for w in rules["joins"])
    manners = alternation(fold(w) for key in ("former", "acting", "designate") for w in rules[key])
    return re.compile(f" ?(?P<join>{joins}) ?| ?(?P<acting>{manners})| ")


@cache
def before_body() -> re.Pattern[str]:
    """Blanks and words like ของ (of) between a role and its body."""
    return re.compile(f" ?(?:{alternation(fold(word) for word in words_of('titles')['posts']['of'])} ?)?")


@cache
def not_second() -> tuple[str, ...]:
    """What begins the rest of a name of a body behind และ, and no second post."""
    return tuple(fold(word) for word in words_of("titles")["posts"]["not_second"])


@cache
def whole_roles() -> frozenset[str]:
    """The roles that are complete without a body, with every rank."""
    rules = words_of("titles")["posts"]
    names = [fold(word) for word in rules["whole"]]
    return frozenset(rank + name for rank in ("", *rules["ranks"]) for name in names)


@cache
def roles_elsewhere() -> frozenset[str]:
    """Whole roles that this country does not have: each is one of some other country."""
    return frozenset(fold(word) for word in words_of("titles")["posts"]["elsewhere"])


@cache
def roles_with_between() -> tuple[str, ...]:
    """The roles that have a word between them and some body."""
    return tuple(words_of("titles")["posts"]["between"]["roles"])


def own_body(role: str) -> str:
    """The body of a role that names none (``ผู้บัญชาการทหารบก``), of its deputies as well; else empty."""
    return next((body for name, body in _bodies_of_roles() if role.endswith(name)), "")


@cache
def _bodies_of_roles() -> tuple[tuple[str, str], ...]:
    return tuple((fold(row["name"]), row["body"]) for row in words_of("titles")["posts"]["role"] if row.get("body"))
