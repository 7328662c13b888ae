"""Positions in running text: ``รองผู้ว่าราชการจังหวัดปทุมธานี``, ``รมว.คลัง``, ``ที่ปรึกษา กระทรวง…``.

A position begins with a word of office (``titles.toml``) and runs to where a name must end; a listed body inside it
is taken whole, and after some words (``ที่ปรึกษา``, ``เลขานุการ``) a body or another position may follow a blank.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus.extract.agencies import listed_end
from corpus.extract.agency_forms import company_at, form_at
from corpus.extract.english import office_before, office_behind
from corpus.extract.lexicon import alternation, matcher, registry
from corpus.extract.phrases import begins_end, phrase_end
from corpus.extract.position_tails import country_end, of_another
from corpus.thai.normalise import fold

_NOTE = re.compile(r" ?\((?:ฝ่าย|ด้าน)[^()\n]{2,40}\)")
_NUMBER = re.compile(r" ?\d{1,3}(?![\d.,:%])")
_NUMBERED = ("ที่", "ภาค", "เขต", "พื้นที่")  # หน่วย…ที่ 33, ภาค 4
_AS = re.compile(r" ?ในฐานะ ?")  # in his capacity as
# glued to the name of a body: a place, a part of it, a field
_GOES_ON = ("จังหวัด", "แห่ง", "ประจำ", "และ", "ส", "ภูมิภาค", "ประเทศ", "เขต", "ด้าน", "ฝ่าย")
_POSTED = ("ประจำ", "ณ กรุง", "ณ นคร", "ณ เมือง")
_AREA = re.compile(r" (?:จังหวัด|อำเภอ|ตำบล|กรุงเทพมหานคร|จ\.|อ\.|ต\.)")
_FIELD = re.compile(
    r" (?=ด้าน|สังกัด|วิทยาเขต|ฝ่าย|กมธ\.|ภาควิชา|สาขาวิชา|เขต ?\d|คณะ[ก-๎]{2,24}(?:ศาสตร์|วิทยา))"
)  # in the field of, under, section
_DISTRICT = re.compile(r" ?เขต(?:สุขภาพ|ตรวจราชการ|พื้นที่)?ที่ ?\d{1,2}")  # health or inspection region no.
_PATRONAGE = re.compile(r" ?ใน(?:พระบรมราชูปถัมภ์|พระราชูปถัมภ์|พระบรมราชินูปถัมภ์|พระอุปถัมภ์)(?:ฯ|ของ[^ \n]{4,80})?")
_ACRONYM = re.compile(r" ?(?:[ก-ฮ]{1,5}\.){1,4}(?=[ ,)\n]|\Z)(?! ?\d)")
_LATIN_BODY = re.compile(r" ?[a-z][a-z0-9&.-]{1,30}(?: [a-z][a-z0-9&.-]{1,30}){0,3}(?= |\n|\Z)")
_LATIN_POST = re.compile(r" ?[a-z][a-z0-9&.'-]{1,30}(?: [a-z0-9&.'-]{1,30}){0,11}")
_SHORT_NAME = re.compile(r" ?\([a-z&.-]{2,10}\) ")  # the body once more
_AND = re.compile(r" ?(?:\([^()\n]{2,16}\) ?)?และ ?")  # … (ดีอี) และ…
_LEVEL = re.compile(r" ?\((?:นัก|ผู้|วิชาการ|ประเภท|อำนวยการ|บริหาร|ทรงคุณวุฒิ|เชี่ยวชาญ)[^()\n]{0,60}\) ?")
_INSIDE = ("สภา", "โรง")  # สภาผู้แทนราษฎร, โรงพยาบาล: the House and a hospital, no representative and no nurse
_JOINTS = ("และ", "หรือ")  # and, or: what they join is no part of the position
_ON_A_BOARD = ("กรรมการ", "เลขานุการ", "คุณวุฒิ", "ประธาน", "ที่ปรึกษา", "โฆษก")  # a board may be named behind these
_BOARD = re.compile("คณะ(?:อนุ)?กรรม")
_SHORT_OFFICE = re.compile(r"(?:รมว|รมช|รมต|ผอ|ผบ|ผบช|ผบก|ผกก|หน)\.\Z")
MOST_PARTS = 6
LONGEST = 260  # code points of one position with everything that follows it


class Position(NamedTuple):
    """A position at ``start:end`` of a normalised text."""

    start: int
    end: int


def position_at(text: str, at: int, limit: int) -> Position | None:
    """The position that begins right at *at* and ends before *limit*, where the next name begins."""
    head = _heads().match(text, at)
    if not head or head.end() > limit:
        return None
    return Position(at, _end(text, head, limit))


def english_position_at(text: str, at: int, limit: int) -> Position | None:
    """The English position behind the comma or bracket at *at* (a name ends there), at most to *limit*."""
    found = office_behind(text, at, limit)
    return Position(*found) if found else None


def latin_post_at(text: str, link: re.Match[str], limit: int) -> Position | None:
    """The post in Latin letters behind *link*, where that says ``ตำแหน่ง`` (the post of)."""
    found = _LATIN_POST.match(text, link.end(), limit) if "ตำแหน่ง" in link.group() else None
    return Position(found.end() - len(found.group().lstrip()), found.end()) if found else None


def position_before(text: str, limit: int, floor: int = 0) -> Position | None:
    """The position that ends exactly at *limit*, the longest one on this line that begins at *floor* or later."""
    line = max(text.rfind("\n", 0, limit) + 1, limit - LONGEST, floor)
    at = line
    while begin := _beginnings().search(text, at, limit):
        head = _heads().match(text, begin.start(), limit)
        if not head:
            at = begin.start() + 1
            continue
        if text.endswith(_INSIDE, line, head.start()):
            at = head.start() + 1
            continue
        end = _end(text, head, limit)
        if of_another(text, head.start()):
            at = max(head.end(), end)
            continue
        if end >= limit:
            return None if text.endswith("ของ", 0, limit) else Position(head.start(), limit)
        at = max(head.end(), end)
    english = office_before(text, limit, line)
    return Position(*english) if english else None


def _end(text: str, head: re.Match[str], limit: int) -> int:
    """Where the position that begins with *head* ends, at most *limit*."""
    limit = min(limit, head.start() + LONGEST)
    end = _part(text, head, limit)
    for _ in range(MOST_PARTS):
        for tail in (_NOTE, _PATRONAGE, _DISTRICT):
            found = tail.match(text, end)
            if found and found.end() <= limit:
                end = found.end()
        country = country_end(text, end, glued=True)
        end = country if country <= limit else end
        further = _further(text, head, end, limit)
        if further <= end:
            break
        end = further
    return end


def _part(text: str, head: re.Match[str], limit: int) -> int:
    """The end of one word of office with the body or area that follows it directly."""
    while (inner := _heads().match(text, head.end())) and inner.end() <= limit:
        head = inner  # ที่ปรึกษารัฐมนตรีว่าการ…: adviser to the minister
    listed = listed_end(text, head.end()) or _ministry_end(text, head)
    if listed and listed <= limit:
        if not text.startswith(_GOES_ON, listed) or (begins_end(text, listed) and not text.startswith("ฝ่าย", listed)):
            return listed
        tail = phrase_end(text, listed, limit)
        return listed if text[listed:tail] in _JOINTS else tail
    if (company := company_at(text, head.end())) and company <= limit:
        return company
    if head["office"] in _complete() and _does().match(text, head.end()):
        return head.end()  # นายกรัฐมนตรีมอบ…: what the head of government does
    end = max(phrase_end(text, head.start("office"), limit), head.end())
    for joint in _AND.finditer(text, head.end(), end):  # …นายกรัฐมนตรีและรัฐมนตรีว่าการ…: the second reads by itself
        second = _heads().match(text, joint.end(), limit)
        if second and not second.group().startswith(_not_second()):
            return joint.start()
    number = _NUMBER.match(text, end) if text.endswith(_NUMBERED, head.start(), end) else None
    return number.end() if number and number.end() <= limit else end


def _ministry_end(text: str, head: re.Match[str]) -> int:
    """The end of the ministry whose name stands without กระทรวง behind รมว. (minister) or รมช. (deputy)."""
    if not head.group().endswith(("รมว.", "รมช.")):
        return 0
    at = head.end() + (text[head.end() : head.end() + 1] == " ")
    end = listed_end("กระทรวง" + text[at : at + LONGEST], 0)
    return at + end - len("กระทรวง") if end else 0


def _further(text: str, head: re.Match[str], end: int, limit: int) -> int:
    """The end of one more part behind *end*, or *end*: ``และ…``, a body behind a blank, a second office."""
    joined = _AND.match(text, end)
    if joined:
        second = _heads().match(text, joined.end())
        if second is None or second.end() > limit or second.group().startswith(_not_second()):
            return end
        return _part(text, second, limit)
    if (also := _AS.match(text, end)) and (second := _heads().match(text, also.end())) and second.end() <= limit:
        return _part(text, second, limit)
    if tail := next((tail for tail in _tails() if text.startswith(tail, end)), ""):
        return end + len(tail)
    at = end + (text[end : end + 1] == " ")
    if (level := _LEVEL.match(text, end)) and (body := _body_at(text, level.end())) and body <= limit:
        return body  # ผู้อำนวยการสำนัก (ผู้อำนวยการระดับสูง) สำนักงาน…
    if text.startswith("ใน", at) and (body := _body_at(text, at + len("ใน"))) and body <= limit:
        return body  # กรรมการผู้ทรงคุณวุฒิใน ก.พ.ร.
    if text.startswith("หรือ", end) and _BOARD.search(text, head.start(), end):  # or: in the name of a committee
        return phrase_end(text, end + len("หรือ"), limit)
    if text.startswith("ในตำแหน่ง", at) and (latin := _LATIN_POST.match(text, at + len("ในตำแหน่ง"), limit)):
        return latin.end()
    if text.startswith("ที่กำกับ", end):  # รัฐมนตรีที่กำกับดูแล…: who oversees
        return _cut(text, end, phrase_end(text, end + len("ที่"), limit))
    short = _ACRONYM.match(text, end)
    if short and not (_heads().match(text, at) or listed_end(text, at) or _acts(text, head, end, short.end())):
        return short.end() if short.end() <= limit and short.group().strip() not in _month_names() else end
    return _behind_blank(text, head, end, limit) if at > end and at < limit else end


def _behind_blank(text: str, head: re.Match[str], end: int, limit: int) -> int:
    """The end of what may follow the blank at *end*: a post, an area, a field, a body, another office."""
    at = end + 1
    if text.startswith(_acting(), at) and not _heads().match(text, at):  # ปฏิบัติหน้าที่ประจำกระทรวง…
        return _cut(text, end, phrase_end(text, at, limit), 12)
    if (short := _SHORT_NAME.match(text, end)) and text.startswith(_POSTED, short.end()):
        return phrase_end(text, short.end(), limit)  # ผู้แทน… (UNHCR) ประจำประเทศไทย
    if text.startswith(_POSTED, at):  # อัครราชทูต (ฝ่ายเกษตร) ประจำกรุงโรม: posted to
        return phrase_end(text, at + (2 if text[at] == "ณ" else 0), limit)
    if "คณบดี" in head.group() and text.startswith("คณะ", at):  # รองคณบดี ฝ่ายวิชาการ คณะ…: dean of a faculty
        return phrase_end(text, at, limit)
    if _AREA.match(text, end) or (not head.group().startswith("พระบรม") and _FIELD.match(text, end)):
        return _cut(text, end, phrase_end(text, at, limit))
    if _SHORT_OFFICE.search(text, head.start(), end) and not begins_end(text, at):  # รมว. กลาโหม: the blank behind it
        return phrase_end(text, at, limit)
    if (body := _body_at(text, at)) and body <= limit and not _acts(text, head, end, body):
        others = text.startswith("คณะ", at) and not text.endswith(_ON_A_BOARD, 0, end)
        return end if others else body
    open_ended = head.group().endswith(_open_ended())
    if (open_ended or text.endswith("ของ", 0, end)) and (latin := _LATIN_BODY.match(text, end, limit)):
        return latin.end()
    second = _heads().match(text, at)
    if second is None or second.end() > limit:
        return end
    if second.group().startswith(_acting()) or (open_ended and end - head.end() < 2 and not _many(second)):
        return _part(text, second, limit)
    after = _part(text, second, limit) if text.startswith(second_offices(), at) else end
    return end if after >= limit - 1 else after  # what stands right before the next name may be that person's


def _body_at(text: str, at: int) -> int:
    """The end of the body whose name begins at *at*, listed or not; 0 where none does."""
    if text.startswith("คณะรัฐมนตรี", at):
        return 0  # the cabinet, the next guests of the list
    return listed_end(text, at) or company_at(text, at) or form_at(text, at)


def _acts(text: str, head: re.Match[str], end: int, behind: int) -> bool:
    """Whether the body between *end* and *behind* does something itself: ``อธิบดีกรม… ทช. ได้ดำเนินการ``."""
    following = text[behind : behind + 12].lstrip(" ")
    return end - head.end() > 2 and following.startswith(_acting_words())


def _cut(text: str, end: int, further: int, least: int = 4) -> int:
    """*further*, or *end* where that adds nothing but a word."""
    return further if further > end + least else end


def _many(office: re.Match[str]) -> bool:
    """Whether *office* stands for others than the person in front: ``ผู้บริหาร…``, ``คณะ…``."""
    return office.group().startswith(_collective())


@cache
def _open_ended() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["open_ended"])


@cache
def _complete() -> frozenset[str]:
    """Folded words of office that need no body behind them."""
    return frozenset(fold(word) for word in registry("titles")["positions"]["whole"])


@cache
def _does() -> re.Pattern[str]:
    """What people do in headlines."""
    return re.compile(alternation(fold(word) for word in registry("titles")["people"]["headline"]))


@cache
def _acting_words() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["acts"])


@cache
def _tails() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["tails"])


@cache
def _acting() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["acting"])


@cache
def second_offices() -> tuple[str, ...]:
    """What an office begins with that people have beside another one."""
    return tuple(registry("titles")["positions"]["second_offices"])


@cache
def _collective() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["collective"])


@cache
def _month_names() -> frozenset[str]:
    return frozenset(registry("titles")["positions"]["months"])


@cache
def _not_second() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["not_second"])


@cache
def _beginnings() -> re.Pattern[str]:
    """What an office can begin with: a choice of letters, which the engine finds faster than a repetition."""
    words = registry("titles")["positions"]
    return matcher([*words["prefixes"], *(fold(word) for word in words["heads"])])


@cache
def _heads() -> re.Pattern[str]:
    words = registry("titles")["positions"]
    prefixes, heads = alternation(words["prefixes"]), alternation(fold(w) for w in words["heads"])
    return re.compile(f"(?:{prefixes} ?){{0,3}}(?P<office>{heads})")
