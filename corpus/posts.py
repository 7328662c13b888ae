"""What a written position says: which role at which body, held how.

``รมว.คลัง`` and ``รัฐมนตรีว่าการกระทรวงการคลัง`` are one. A position is read as ``[manner] [rank] role [body]``; ``ในฐานะ`` (in the
capacity of), ``และ`` (and) and words of acting begin a further post. The words are data: ``[posts]`` and ``[positions]`` in
``registry/titles.toml``. The body is a listed one (``registry/agencies.toml``) or, where none is meant for certain, one
made from the words that stand there: in doubt two posts stay two, so that nobody answers for a post of somebody else.

>>> [(p.role, p.body) for p in posts("รองนายกรัฐมนตรีและรมว.สธ.")]
[('รองนายกรัฐมนตรี', ''), ('รัฐมนตรีว่าการ', 'moph')]
>>> posts("เลขาธิการสำนักงาน ก.พ.ร.")[0].key == posts("เลขาธิการคณะกรรมการพัฒนาระบบราชการ")[0].key
True
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from corpus.extract.agency_registry import agency_id, display_name, ids_by_name, registry, resolve
from corpus.extract.lexicon import alternation
from corpus.extract.lexicon import registry as words_of
from corpus.thai.normalise import fold, squash

Manner = Literal["", "acting", "former", "designate"]

LONGEST = 400  # code points of a position that are read
MOST_POSTS = 8  # in one position
DEEPEST = 3  # roles in one another: ผู้ช่วยเลขานุการรัฐมนตรีว่าการ
SHORTEST_STEM = 4  # letters in front of ฯ that may stand for the only body that begins with them
RULES = 1  # raise it when this module reads a position in another way

_NOTE = re.compile(r" ?\([^()]*\)?")
_NUMBERED = re.compile(r"ที่ ?(?=[0-9])")  # แม่ทัพภาคที่ 4 is แม่ทัพภาค 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A role at a body. ``role`` is in full with its rank (``รองเลขาธิการ``), ``""`` for words that name none.

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

    def __str__(self) -> str:
        return f"{self.role} {self.body_name}".strip()


class _Role(NamedTuple):
    name: str
    before: tuple[str, ...] = ()
    body: str = ""
    provinces: bool = False


class _Start(NamedTuple):
    """The words that a post begins with, at ``start:end``; ``roles`` are what its word of office may mean."""

    start: int
    end: int
    manner: Manner
    rank: str
    roles: tuple[_Role, ...]


@lru_cache(maxsize=4096)
def posts(position: str) -> tuple[Post, ...]:
    """The posts that a written position names, in its order; none for a text without letters.

    >>> posts("ผู้ว่าฯ ปทุมธานี") == posts("ผู้ว่าราชการจังหวัดปทุมธานี")
    True
    >>> [p.role for p in posts("รองปลัดกระทรวงแรงงาน รักษาราชการแทนปลัดกระทรวงแรงงาน")], posts("นายกฯ ญี่ปุ่น")[0].body_name
    (['รองปลัด', 'ปลัด'], 'ญี่ปุ่น')
    """
    text = " ".join(fold(position[:LONGEST]).split())
    found: list[Post] = []
    for start, end, shared in _parts(text):
        post = _post(text, start, end)
        if found and shared and not found[-1].body and found[-1].role not in _whole():
            found[-1] = replace(found[-1], body=post.body, body_name=post.body_name)
        found.append(post)
    if not found and (name := text.strip(" .,;-")):
        found.append(Post(role=squash(name)))
    return tuple(dict.fromkeys(found))


@cache
def recipe() -> str:
    """What :func:`posts` depends on, in 12 hex digits: keys made with another recipe are to be made again."""
    made_of = hashlib.sha256(str(RULES).encode())
    for name in ("titles", "agencies", "provinces"):
        made_of.update((resources.files("corpus") / "registry" / f"{name}.toml").read_bytes())
    return made_of.hexdigest()[:12]


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
    for found in _breaks().finditer(text, start.end):
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
    if following.roles[0].name in principals and _about(text, start) in principals:
        return False
    if joined or following.manner:
        return not text.startswith(_not_second(), following.start)
    return bool(text[start.end : found.start()].strip()) or start.roles[0].name in _whole()


def _about(text: str, start: _Start) -> str:
    """The role of the person whom the post that begins with *start* is about, or ``""``."""
    name = ""
    for _ in range(DEEPEST):
        inner = _start(text, _of(text, start.end))
        if inner is None:
            return name
        start, name = inner, inner.roles[0].name
    return name


def _start(text: str, at: int) -> _Start | None:
    found = _starts().match(text, at)
    if found is None:
        return None
    manner: Manner = "acting" if found["acting"] else "designate" if found["designate"] else ""
    return _Start(
        found.start(),
        found.end(),
        "former" if found["former"] else manner,
        "".join(found["rank"].split()),
        _roles()[found["head"]],
    )


# --- which post it is -----------------------------------------------------------------------------------------------


def _post(text: str, start: _Start, end: int, depth: int = 1) -> Post:
    rest = text[start.end : end].strip(" ,;-:")
    inner = _start(rest, _of(rest))
    inner = inner if inner is not None and not inner.manner and depth < DEEPEST else None
    for role in start.roles:
        if (inner is None or role.before) and (body := _listed(rest, role)):
            return Post(role=start.rank + role.name, body=body, body_name=_name(body), manner=start.manner)
    role = (
        start.roles[-1] if inner is not None else _unlisted_role(start.roles, rest)
    )  # เลขาฯ of a person is no เลขาธิการ
    name = start.rank + role.name
    if inner is not None:
        about = _post(rest, inner, len(rest), depth + 1)
        return replace(about, role=name + about.role, manner=start.manner)
    rest = _without_tail(_bare(rest))
    if squash(rest) in _unsaid() or (depth > 1 and rest.startswith("และ")):
        return Post(role=name, body=role.body, body_name=_name(role.body) if role.body else "", manner=start.manner)
    rest = _NUMBERED.sub("", rest)
    return Post(role=name, body=agency_id(rest), body_name=rest, manner=start.manner)


def _of(text: str, at: int = 0) -> int:
    """Where the words behind a blank, ของ (of) or ประจำ (posted to) at *at* begin."""
    found = _between().match(text, at)
    return found.end() if found else at


def _unlisted_role(roles: tuple[_Role, ...], rest: str) -> _Role:
    """Of the roles of one form the first, but for a province that none is: ผู้ว่าฯ of something else is ผู้ว่าการ."""
    told = rest.startswith(("จังหวัด", "จ."))
    return next((role for role in roles if not role.provinces or told or len(roles) == 1 or not rest), roles[0])


def _listed(rest: str, role: _Role) -> str:
    """The id of the body that *rest* names for certain, or ``""``."""
    if role.body and squash(_bare(rest)) in _unsaid():
        return role.body
    for words in dict.fromkeys((rest, _NOTE.sub("", rest), _bare(rest), _without_tail(_bare(rest)))):
        if not words:
            continue
        if found := _province(words) if role.provinces else _agency(words, role):
            return found
    return ""


def _agency(words: str, role: _Role) -> str:
    special: Mapping[str, str] = words_of("titles")["posts"]["bodies"]
    if role.name in ("เลขาธิการ", "โฆษก", "ผู้ว่าการ") and (found := special.get(words, "")) in registry():
        return found
    for before in ("", *role.before):
        if found := _only(resolve(before + words), role):
            return found
    return _in_its_parent(words, role) or _shortened(words, role)


def _only(ids: tuple[str, ...], role: _Role) -> str:
    """The one of *ids*; of several the only one that such a role heads (เลขาธิการ กพร.)."""
    if len(ids) > 1 and role.before:
        ids = tuple(found for found in ids if registry()[found].name_th.startswith(role.before))
    return ids[0] if len(ids) == 1 else ""


def _in_its_parent(words: str, role: _Role) -> str:
    """The body before a blank where its own parent stands behind it: กรมทางหลวง กระทรวงคมนาคม."""
    at = words.rfind(" ")
    while at > 0:
        inner = next((i for b in ("", *role.before) if (i := _only(resolve(b + words[:at]), role))), "")
        if inner:
            outer = resolve(words[at + 1 :])
            return inner if any(parent in outer for parent in _ancestors(inner)) else ""
        at = words.rfind(" ", 0, at)
    return ""


def _ancestors(body: str) -> Iterator[str]:
    seen = {body}
    while (entry := registry().get(body)) and entry.parent and entry.parent not in seen:
        body = entry.parent
        seen.add(body)
        yield body


def _shortened(words: str, role: _Role) -> str:
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


def _name(body: str) -> str:
    return display_name(body) if body in registry() else _province_names().get(body, body)


def _bare(rest: str) -> str:
    """*rest* without notes, words between role and body, and the name of this country."""
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


def _without_tail(words: str) -> str:
    """*words* up to what only says which of several holders, or for what: ฝ่ายการเมือง, คนที่ 2."""
    ends = [at for tail in words_of("titles")["posts"]["tails"] if (at := words.find(tail)) >= 0]
    return words[: min(ends)].strip() if ends and min(ends) > 0 else words


# --- the words ------------------------------------------------------------------------------------------------------


@cache
def _roles() -> Mapping[str, tuple[_Role, ...]]:
    """Folded word of office → the roles that it may mean."""
    found: dict[str, tuple[_Role, ...]] = {}
    for row in words_of("titles")["posts"]["role"]:
        before = tuple(fold(word) for word in row.get("before", ()))
        role = _Role(fold(row["name"]), before, row.get("body", ""), row.get("provinces", False))
        for form in (row["name"], *row.get("forms", ())):
            found[fold(form)] = (*found.get(fold(form), ()), role)
    for word in words_of("titles")["positions"]["heads"]:
        found.setdefault(fold(word), (_Role(fold(word)),))
    return found


@cache
def _starts() -> re.Pattern[str]:
    rules = words_of("titles")["posts"]
    former, acting, designate = (alternation(fold(w) for w in rules[k]) for k in ("former", "acting", "designate"))
    ranks, heads = alternation(fold(w) for w in rules["ranks"]), alternation(_roles())
    return re.compile(
        f"(?P<former>{former} ?)?(?P<acting>{acting} ?)?(?P<designate>{designate} ?)?"
        f"(?P<rank>(?:{ranks} ?){{0,2}}?)(?P<head>{heads})"
    )


@cache
def _breaks() -> re.Pattern[str]:
    rules = words_of("titles")["posts"]
    joins = alternation(fold(w) for w in rules["joins"])
    manners = alternation(fold(w) for key in ("former", "acting", "designate") for w in rules[key])
    return re.compile(f" ?(?P<join>{joins}) ?| ?(?P<acting>{manners})| ")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(f" ?(?:{alternation(fold(word) for word in words_of('titles')['posts']['of'])} ?)?")


@cache
def _not_second() -> tuple[str, ...]:
    return tuple(fold(word) for word in words_of("titles")["posts"]["not_second"])


@cache
def _whole() -> frozenset[str]:
    rules = words_of("titles")["posts"]
    names = [fold(word) for word in rules["whole"]]
    return frozenset(rank + name for rank in ("", *rules["ranks"]) for name in names)


@cache
def _unsaid() -> frozenset[str]:
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
