"""What a written position says: which role at which body, held how.

``รมว.คลัง`` and ``รัฐมนตรีว่าการกระทรวงการคลัง`` are one. A position is read as ``[manner] [rank] role [body]``;
``ในฐานะ`` (in the capacity of), ``และ`` (and) and words of acting begin a further post. The words are data: ``[posts]``
and ``[positions]`` in ``registry/titles.toml``. The body is a listed one (:mod:`corpus.post_bodies`) or, where none is
meant for certain, one made from the words that stand there: in doubt two posts stay two, so that nobody answers for a
post of somebody else.

>>> [(p.role, p.body) for p in posts("รองนายกรัฐมนตรีและรมว.สธ.")]
[('รองนายกรัฐมนตรี', ''), ('รัฐมนตรีว่าการ', 'moph')]
>>> posts("เลขาธิการสำนักงาน ก.พ.ร.")[0].key == posts("เลขาธิการคณะกรรมการพัฒนาระบบราชการ")[0].key
True
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple, cast

from corpus.extract.agency_registry import agency_id
from corpus.extract.lexicon import registry as words_of
from corpus.post_bodies import Role, bare, body_name, listed, unsaid, without_tail
from corpus.post_english import english_posts
from corpus.post_words import (
    before_body,
    not_second,
    own_body,
    post_breaks,
    post_starts,
    roles_by_form,
    roles_elsewhere,
    roles_with_between,
    whole_roles,
)
from corpus.thai.normalise import fold, squash

Manner = Literal["", "acting", "former", "designate"]

LONGEST = 400  # code points of a position that are read
MOST_POSTS = 8  # in one position
CAPITAL = "กรุงเทพมหานคร"  # Bangkok, a province whose governor is not called one of a province
DEEPEST = 3  # roles in one another: ผู้ช่วยเลขานุการรัฐมนตรีว่าการ
RULES = 3  # raise it when this module, post_words or post_english reads a position in another way

_NUMBERED = re.compile(r"ที่ ?(?=[0-9])")  # แม่ทัพภาคที่ 4 is แม่ทัพภาค 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A role at a body. ``role`` is in full with its rank (``รองเลขาธิการ``); of words without one it is all of them.

    ``body`` is an agency id, ``""`` where the position names none; ``body_name`` is its name in full. ``manner``:
    ``acting`` for somebody else, ``former``, ``designate`` (about to hold it), or ``""``.
    """

    role: str
    body: str = ""
    body_name: str = ""
    manner: Manner = ""

    @property
    def key(self) -> tuple[str, str]:
        """What two posts share that are the same."""
        return self.role, self.body

    @property
    def of_any_body(self) -> bool:
        """Whether it is half a post: a role that needs a body, without one (``เลขาธิการ``)."""
        return not self.body and (self.role not in whole_roles() or self.role in roles_elsewhere())

    def __str__(self) -> str:
        """The post as Thai writes it: ``ผู้ว่าราชการจังหวัดปทุมธานี``; a body that the role implies is not said twice."""
        if self.body and self.body == own_body(self.role):
            return self.role
        role, behind = self.role, self.body_name
        if role.endswith("จังหวัด"):
            behind = behind.removeprefix("จังหวัด")
            role = role if behind != CAPITAL else role.removesuffix("จังหวัด")
        elif role.endswith(roles_with_between()):
            behind = words_of("titles")["posts"]["between"].get(self.body, "") + behind
        elif role.endswith("ประธาน"):
            behind = behind.removeprefix("สำนักงาน") if behind.startswith("สำนักงานคณะ") else behind
        return f"{role}{'' if 'ก' <= behind[:1] <= '๙' else ' '}{behind}".strip()


class _Start(NamedTuple):
    """The words that a post begins with, at ``start:end``; ``roles`` are what its word of office may mean."""

    start: int
    end: int
    manner: Manner
    rank: str
    roles: tuple[Role, ...]


@lru_cache(maxsize=4096)
def posts(position: str) -> tuple[Post, ...]:
    """The posts that a written position names, in its order; none for a text without letters.

    >>> posts("ผู้ว่าฯ ปทุมธานี") == posts("ผู้ว่าราชการจังหวัดปทุมธานี")
    True
    >>> [p.role for p in posts("รองปลัดกระทรวงแรงงาน รักษาราชการแทนปลัดกระทรวงแรงงาน")], posts("นายกฯ ญี่ปุ่น")[0].body_name
    (['รองปลัด', 'ปลัด'], 'ญี่ปุ่น')
    """
    text = " ".join(fold(position[:LONGEST]).split())
    text = words_of("titles")["posts"]["by_itself"].get(text, text)
    if english := english_posts(text):
        return tuple(
            Post(role=role, body=body, body_name=body_name(body) if body else "", manner=cast(Manner, manner))
            for manner, role, body in english
        )
    found: list[Post] = []
    for start, end, shared in _parts(text):
        post = _post(text, start, end)
        if found and shared and not found[-1].body and found[-1].role not in whole_roles():
            found[-1] = replace(found[-1], body=post.body, body_name=post.body_name)
        if found and found[-1].body == post.body and not post.manner and post.role in _deputies(found[-1].role):
            found.pop()  # นายกรัฐมนตรีและรองนายกรัฐมนตรี (นาย ก): two people, the second of them is named
        if found and _of_two_people(found[-1], post):
            break
        if found and found[-1].manner == "former" and not post.manner and of_state(post.role):
            post = replace(post, manner="former")  # อดีตรองนายกรัฐมนตรีและรัฐมนตรีว่าการ…: both
        found.append(post)
    if not found and (name := text.strip(" .,;-")):
        found.append(Post(role=name if name.isascii() else squash(name)))
    return tuple(dict.fromkeys(found))


def of_state(role: str) -> bool:
    """Whether *role* is an office of state that other countries have, too.

    >>> of_state("รองนายกรัฐมนตรี"), of_state("เลขาธิการ")
    (True, False)
    """
    return role.endswith(tuple(words_of("titles")["posts"]["principals"]))


def is_office(role: str) -> bool:
    """Whether *role* is made of known words of office.

    >>> is_office("รองเลขาธิการ"), is_office("กขคง")
    (True, False)
    """
    found = post_starts().match(role)
    return found is not None and found.end() == len(role)


@cache
def recipe() -> str:
    """What :func:`posts` depends on, in 12 hex digits: keys made with another recipe are to be made again."""
    made_of = hashlib.sha256(str(RULES).encode())
    for name in ("titles", "agencies", "provinces"):
        made_of.update((resources.files("corpus") / "registry" / f"{name}.toml").read_bytes())
    return made_of.hexdigest()[:12]


def _of_two_people(first: Post, second: Post) -> bool:
    """Whether nobody holds both: a minister is no official (รมช.คลัง และปลัดกระทรวงการคลัง)."""
    rules = words_of("titles")["posts"]
    kinds = (tuple(rules["principals"]), tuple(rules["officials"]))
    return any(first.role.endswith(one) and second.role.endswith(other) for one, other in (kinds, kinds[::-1]))


def _deputies(role: str) -> set[str]:
    return {rank + role for rank in words_of("titles")["posts"]["ranks"]}


# --- where one post ends and another begins -------------------------------------------------------------------------


def _parts(text: str) -> Iterator[tuple[_Start, int, bool]]:
    """Beginning and end of each post, and whether the one before has its body (ประธานและกรรมการ X)."""
    start = _start(text, 0)
    shared = False
    for _ in range(MOST_POSTS):
        if start is None:
            return
        end, following, shares = _next(text, start)
        yield start, end, shared
        start, shared = following, shares


def _next(text: str, start: _Start) -> tuple[int, _Start | None, bool]:
    """Where the post that begins with *start* ends, the one behind it, and whether a plain and joins the two."""
    if start.rank + start.roles[0].name in whole_roles() and (glued := _start(text, start.end)):
        return start.end, glued, False  # นายกรัฐมนตรีรัฐมนตรีว่าการ…
    for found in post_breaks().finditer(text, start.end):
        following = _start(text, found.end() if found["join"] or not found["acting"] else found.start("acting"))
        if following is None or not _is_second(text, start, found, following):
            continue
        bare = not text[start.end : found.start()].strip()
        return found.start(), following, bare and found["join"] is not None and "ฐานะ" not in found["join"]
    return len(text), None, False


def _is_second(text: str, start: _Start, found: re.Match[str], following: _Start) -> bool:
    """Whether *following* is a post of the same person, not what the first post is about."""
    joined = found["join"] or ""
    if "ฐานะ" in joined:
        return True
    principals = words_of("titles")["posts"]["principals"]
    complete = start.rank + start.roles[0].name in whole_roles()
    if not complete and following.roles[0].name in principals and _serves(text, start):
        return False
    if joined or following.manner:
        return not text.startswith(not_second(), following.start)
    return complete or squash(bare(text[start.end : found.start()])) not in unsaid()


def _serves(text: str, start: _Start) -> bool:
    """Whether the post that begins with *start* is about a minister, whose posts are none of the person's own."""
    rules = words_of("titles")["posts"]
    for _ in range(DEEPEST):
        if start.roles[0].name in rules["servants"]:
            return True
        inner = _start(text, _of(text, start.end))
        if inner is None:
            return False
        if inner.roles[0].name in rules["principals"]:
            return True
        start = inner
    return False


def _start(text: str, at: int) -> _Start | None:
    found = post_starts().match(text, at)
    if found is None:
        return None
    manner: Manner = "acting" if found["acting"] else "designate" if found["designate"] else ""
    return _Start(
        found.start(),
        found.end(),
        "former" if found["former"] else manner,
        "".join(found["rank"].split()),
        roles_by_form()[found["head"]],
    )


# --- which post it is -----------------------------------------------------------------------------------------------


def _post(text: str, start: _Start, end: int, depth: int = 1) -> Post:
    rest = text[start.end : end].strip(" ,;-:")
    inner = _start(rest, _of(rest))
    inner = inner if inner is not None and not inner.manner and depth < DEEPEST else None
    for role in start.roles:
        if (inner is None or role.before) and (body := listed(rest, role)):
            return Post(role=start.rank + role.name, body=body, body_name=body_name(body), manner=start.manner)
    role = (
        start.roles[-1] if inner is not None else _unlisted_role(start.roles, rest)
    )  # เลขาฯ of a person is no เลขาธิการ
    name = start.rank + role.name
    if inner is not None:
        about = _post(rest, inner, len(rest), depth + 1)
        return replace(about, role=name + about.role, manner=start.manner)
    rest = without_tail(bare(rest))
    if squash(rest) in unsaid() or (depth > 1 and rest.startswith("และ")):
        return Post(role=name, body=role.body, body_name=body_name(role.body) if role.body else "", manner=start.manner)
    rest = _NUMBERED.sub("", rest)
    return Post(role=name, body=agency_id(rest), body_name=rest, manner=start.manner)


def _of(text: str, at: int = 0) -> int:
    """Where the words behind a blank, ของ (of) or ประจำ (posted to) at *at* begin."""
    found = before_body().match(text, at)
    return found.end() if found else at


def _unlisted_role(roles: tuple[Role, ...], rest: str) -> Role:
    """Of the roles of one form the first, but for a province that none is: ผู้ว่าฯ of something else is ผู้ว่าการ."""
    told = rest.startswith(("จังหวัด", "จ."))
    return next((role for role in roles if not role.provinces or told or len(roles) == 1 or not rest), roles[0])
