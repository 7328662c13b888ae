"""Who holds which position: each name on a line, the positions that touch it, and which way a row of them runs.

Pages write ``name position name position`` and ``position name position name`` alike. Where the words between two
names are one position, the row decides: with a position behind its last name it runs from name to position, with one
before its first name and none behind its last the other way. A position that several may hold (``รองปลัด…``) is shared
by the names in front of it that stand without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from corpus.extract.lexicon import alternation, registry
from corpus.extract.person_names import Mention
from corpus.extract.positions import (
    LONGEST,
    Position,
    english_position_at,
    latin_post_at,
    position_at,
    position_before,
    second_offices,
)
from corpus.extract.styled import is_royal, royal_rank_end

_NEXT = re.compile(r"ฯ?[ ,(|]{0,3}")
_ASIDE = re.compile(r"ฯ?(?: ?\([^()\n]{1,40}\))?[ ,|]{0,2}")  # a nickname in brackets is passed
_BETWEEN = re.compile(r"ฯ?[ ,]{0,3}(?:และ|พร้อมด้วย|กับ|รวมถึง|รวมทั้ง|ตลอดจน)?[ ,]{0,2}\Z")
_OWN_LINE = re.compile(r"\)?[ \n]{0,4}\n[ ]?")  # the end of the line of a signature, and blank lines
_NICKNAME = re.compile(r" ?\([^() \n]{2,16}\) ?[ก-๎]")  # (ครูต้อม): Teacher Tom, no office
_OR_OTHER = re.compile(r" ?หรือ ?ผู้แทน")  # or whom they send: a member by office, whose name is not given
# adviser to, secretary of: an office that goes on with that of the one who is served
_SERVES = re.compile(r"(?:ประธาน)?(?:คณะ)?(?:ที่ปรึกษา|ทำงาน)|(?:ผู้ช่วย)?เลขานุการ")
_JOINT = re.compile(r" ?และ ?")
LONGEST_TIE = 60  # code points between two names that may share a position


@dataclass(frozen=True, slots=True)
class Held:
    """That the person *key* holds *position*; not *touching*: with words like ``ดำรงตำแหน่ง`` between.

    *shared*: it touches only the name of another one, who holds it together with this person.
    """

    key: str
    position: Position
    touching: bool = True
    shared: bool = False


@dataclass(slots=True)
class _Name:
    """One name of a text with the positions on both sides while it is not decided whose they are."""

    key: str
    mention: Mention
    opened: bool
    before: Position | None = None
    after: Position | None = None
    touching: bool = True
    held: list[Held] = field(default_factory=list)

    def hold(self, position: Position, *, touching: bool = True) -> None:
        self.held.append(Held(self.key, position, touching))


def find_holders(text: str, placed: Sequence[tuple[str, Mention]]) -> Iterator[Held]:
    """Who of *placed*, the people of normalised *text* in its order, holds which position.

    Looking only around names keeps this linear in the number of names.
    """
    names = [_Name(key, mention, _opened(text, mention)) for key, mention in placed]
    for n, name in enumerate(names):
        floor = names[n - 1].mention.behind if n else 0
        limit = names[n + 1].mention.start if n + 1 < len(names) else len(text)
        name.before = _before(text, name, floor)
        _find_after(text, name, limit)
    _settle(text, names)
    for name in names:
        _hold(text, name)
    _share(text, names)
    for name in names:
        yield from sorted(name.held, key=lambda held: held.position)


def _opened(text: str, mention: Mention) -> bool:
    """Whether the name stands in brackets: ``รองนายกรัฐมนตรี (นาย…)``."""
    start, end = mention.start, mention.end
    return start > 0 and text[start - 1] == "(" and text[end : end + 1] == ")"


def _before(text: str, name: _Name, floor: int) -> Position | None:
    limit = name.mention.start - name.opened
    while limit > floor and text[limit - 1] in (" |\n" if name.opened else " |"):
        limit -= 1
    position = position_before(text, limit, floor) if limit > floor else None
    if position is None or text.startswith(_collective(), position.start):
        return None
    if text.startswith("คณะนายก", position.start):
        position = Position(position.start + len("คณะ"), position.end)  # ร่วมคณะนายกรัฐมนตรี: the party of
    if text.endswith("เป็น", floor, position.start):
        return None  # … เป็นประธาน นาย…: the one in front presides
    return position


def _find_after(text: str, name: _Name, limit: int) -> None:
    """Note the position behind *name*: at once, behind its nickname, behind ดำรงตำแหน่ง, or on the next line."""
    at = name.mention.behind
    if text[at : at + 1] == ")" and not name.opened:
        at += 1  # ดร. (Gabriel Smith) ผู้สมัคร…
    tied = at
    nickname = _NICKNAME.match(text, at)
    rank = royal_rank_end(text, _NEXT.match(text, at).end())  # type: ignore[union-attr]  # it matches everywhere
    if rank and rank <= limit and is_royal(text[name.mention.start : name.mention.title_end].strip()):
        name.after = Position(_NEXT.match(text, at).end(), rank)  # type: ignore[union-attr]  # as above
        return
    for way in (_ASIDE, _NEXT) if nickname else (_NEXT, _ASIDE):
        tied = way.match(text, at).end()  # type: ignore[union-attr]  # the patterns match everywhere
        if position := position_at(text, tied, limit):
            others = text.startswith(_collective(), position.start) or _OR_OTHER.match(text, position.end)
            name.after = None if others else position
            return
    if (english := english_position_at(text, at, min(limit, at + LONGEST))) is not None:
        name.after = english
        return
    link = _links().match(text, tied)
    if link and (position := position_at(text, link.end(), limit) or latin_post_at(text, link, limit)):
        if link.group().strip() != "เป็น" or text.startswith(_being(), link.end()):
            name.after, name.touching = position, False
    elif name.before is None and (line := _next_line(text, at, limit)):
        signed = _alone_on_its_line(text, name.mention) and text[line.end : line.end + 1] in ("", "\n")
        name.after, name.touching = line, signed


def _alone_on_its_line(text: str, mention: Mention) -> bool:
    line = text.rfind("\n", 0, mention.start) + 1
    return mention.start - line < 6 and not any("ก" <= c <= "ฮ" for c in text[line : mention.start])


def _next_line(text: str, at: int, limit: int) -> Position | None:
    """The position that begins the line behind the one that ends at *at*: of a signature, or of a broken sentence."""
    end = _OWN_LINE.match(text, at)
    position = position_at(text, end.end(), limit) if end else None
    return None if position is None or text.startswith(_collective(), position.start) else position


def _settle(text: str, names: Sequence[_Name]) -> None:
    """Decide for each stretch between two names whose it is."""
    n = 0
    while n + 1 < len(names):
        if not _contested(names[n], names[n + 1]):
            _join(text, names[n], names[n + 1])
            n += 1
            continue
        last = n + 1
        while last + 1 < len(names) and _contested(names[last], names[last + 1]):
            last += 1
        _give(text, names[n : last + 1])
        n = last


def _contested(one: _Name, other: _Name) -> bool:
    return bool(one.after and other.before and other.before.start < one.after.end)


def _join(text: str, one: _Name, other: _Name) -> None:
    """Of two positions side by side in front of a name that has its own behind, none is that name's.

    Both are of the name before them where the second is one that people have beside another (``หัวหน้ากลุ่มภารกิจ…``).
    """
    after, before = one.after, other.before
    if not after or not before or not other.after or other.opened or text[after.end : before.start].strip():
        return
    if text.startswith(second_offices(), before.start):
        one.after = Position(after.start, before.end)
    other.before = None


def _joint(text: str, one: _Name, other: _Name) -> tuple[Position, Position] | None:
    """Whose is which of a contested position before a name in brackets: halves joined by และ, or one in the other.

    ``ดร.ก ที่ปรึกษารองนายกรัฐมนตรี (นาย ข)``: the first advises the second.
    """
    if not one.after or not other.before or not other.opened or one.before:
        return None
    start, end = one.after.start, other.before.end
    serving = list(_SERVES.finditer(text, start, end))
    if serving and serving[0].start() == start:  # ผู้ช่วยเลขานุการ… ปฏิบัติหน้าที่เลขานุการ…: the last tells who is served
        chiefs = (position_at(text, serves.end(), end) for serves in reversed(serving))
        return next(((Position(start, end), chief) for chief in chiefs if chief and chief.end == end), None)
    for found in _JOINT.finditer(text, start, end):
        second = position_at(text, found.end(), end)
        if second and second.end == end:
            return Position(start, found.start()), second
    return None


def _give(text: str, row: Sequence[_Name]) -> None:
    """Give each contested position of *row* to the name in front of it or behind it, all alike."""
    names_first = row[-1].after is not None or row[0].before is None
    for one, other in pairwise(row):
        if other.opened or not (names_first or one.opened):
            if not one.opened and (joint := _joint(text, one, other)):
                one.after, other.before = joint  # นาย ก กรรมการ และเลขาธิการ… (นาย ข)
                continue
            one.after = None
        else:
            other.before = None


def _hold(text: str, name: _Name) -> None:
    """The positions of *name* by itself: that in front where it stands in brackets or has none right behind."""
    before, after = name.before, name.after
    first = before if before and (name.opened or after is None or not name.touching) else after
    if first:
        name.hold(first, touching=name.touching or first is before)
    if after and (link := _links().match(text, after.end + (text[after.end : after.end + 1] == " "))):
        new = position_at(text, link.end(), link.end() + LONGEST)  # รองอธิบดี… ให้ดำรงตำแหน่งอธิบดี…: the next one
        if new and "ตำแหน่ง" in link.group():
            name.hold(new, touching=False)
    if before and after:
        other = after if first is before else before
        name.hold(other, touching=text[other.start : other.end].isascii())


def _share(text: str, names: Sequence[_Name]) -> None:
    """Give names without a position that of a neighbour, where several may hold it and nothing stands between."""
    for one, other in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        if not one.held and other.held and not other.before and _side_by_side(text, one, other):
            one.held = _shared(text, one, other)
    for one, other in pairwise(names):
        if one.before and not one.after and not other.held and not one.opened and _side_by_side(text, one, other):
            other.held = _shared(text, other, one)
            other.before = one.before


def _side_by_side(text: str, one: _Name, other: _Name) -> bool:
    gap = text[one.mention.behind : min(other.mention.start, one.mention.behind + LONGEST_TIE)]
    return one.mention.behind + len(gap) == other.mention.start and bool(_BETWEEN.match(gap))


def _shared(text: str, one: _Name, other: _Name) -> list[Held]:
    return [Held(one.key, h.position, shared=True) for h in other.held[:1] if h.touching and _several(text, h.position)]


def _several(text: str, position: Position) -> bool:
    start = position.start + (len("อดีต") if text.startswith("อดีต", position.start) else 0)
    return text.startswith(_several_offices(), start)


@cache
def _links() -> re.Pattern[str]:
    return re.compile(f"{alternation(registry('titles')['positions']['links'])} ?")


@cache
def _being() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["being"])


@cache
def _collective() -> tuple[str, ...]:
    words = registry("titles")["positions"]
    return tuple(word for word in words["collective"] if word != "ครู")


@cache
def _several_offices() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["several"])
