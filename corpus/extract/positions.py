"""Positions in running text: ``รองผู้ว่าราชการจังหวัดปทุมธานี``, ``รมว.คลัง``, ``ที่ปรึกษา กระทรวง…``.

A position begins with a word of office (``titles.toml``) and runs to where a name must end; a listed body inside it
is taken whole, and after some words (``ที่ปรึกษา``, ``เลขานุการ``) a body or another position may follow a blank.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from corpus.extract.agencies import listed_end
from corpus.extract.agency_forms import company_at, form_at
from corpus.extract.lexicon import alternation, registry
from corpus.extract.phrases import phrase_end
from corpus.thai.normalise import fold

_NOTE = re.compile(r" ?\((?:ฝ่าย|ด้าน)[^()\n]{2,40}\)")
_NUMBER = re.compile(r" ?\d{1,3}(?![\d.,:%])")
_NUMBERED = ("ที่", "ภาค", "เขต", "พื้นที่")  # หน่วย…ที่ 33, ภาค 4
_AS = re.compile(r" ?ในฐานะ ?")  # in his capacity as
_POSTED = ("ประจำ", "ณ กรุง", "ณ นคร", "ณ เมือง")
_ACTING = ("รักษา", "ปฏิบัติราชการแทน", "ปฏิบัติหน้าที่แทน", "ทำการแทน")
# Somchai Jaidee, Secretary-General of the OPDC, …
_ENGLISH = re.compile(
    r" ?[,(] ?(?:the |a )?((?=[a-z' -]{0,60}(?:minist|secretar|direct|ambassad|presid|chair|governor|commissioner|"
    r"advis|spokes|represent|deputy|head|manag|officer|professor|founder))[a-z][a-z0-9'&/ -]{2,120}?)"
    r"(?=[,.;)\n]|\Z| (?:has|have|had|is|was|at|on|who|said|says|to|will|met|in|and the|announced|stated|revealed|led|"
    r"presided|chaired|attended|as|from|with)\b)"
)
_SHORT_OFFICE = re.compile(r"(?:รมว|รมช|รมต|ผอ|ผบ|ผบช|ผบก|ผกก|หน)\.\Z")
MOST_PARTS = 5
LONGEST = 220  # code points of one position with everything that follows it


class Position(NamedTuple):
    """A position at ``start:end`` of a normalised text."""

    start: int
    end: int


def find_positions(text: str, after: Sequence[int], before: Sequence[int]) -> list[Position]:
    """The positions that begin at one of the places *after* (a name ends) or end at one of *before* (one begins).

    Looking only around names keeps this linear in the number of names.
    """
    found: dict[int, Position] = {}
    starts = sorted(before)
    for place in after:
        start = place + (text[place : place + 1] == " ")
        head = _heads().match(text, start)
        if head:
            found[start] = Position(start, _end(text, head, _next(starts, start)))
        elif english := _ENGLISH.match(text, place):
            found[english.start(1)] = Position(*english.span(1))
    for place in before:
        limit = place - 1 if text[place - 1 : place] == "(" else place
        while limit > 0 and text[limit - 1] == " ":
            limit -= 1
        position = _ending_at(text, limit)
        if position and position.start not in found:
            found[position.start] = position
    return sorted(found.values())


def _next(starts: Sequence[int], at: int) -> int:
    later = bisect_right(starts, at)
    return starts[later] if later < len(starts) else at + LONGEST


def _ending_at(text: str, limit: int) -> Position | None:
    """The position that ends exactly at *limit*: the longest one on this line."""
    line = max(text.rfind("\n", 0, limit) + 1, limit - LONGEST)
    at = line
    while head := _heads().search(text, at, limit):
        end = _end(text, head, limit)
        if end >= limit:
            return Position(head.start(), limit)
        at = max(head.end(), end)
    return None


def _end(text: str, head: re.Match[str], limit: int) -> int:
    """Where the position that begins with *head* ends, at most *limit*."""
    limit = min(limit, head.start() + LONGEST)
    end = _part(text, head, limit)
    for _ in range(MOST_PARTS):
        note = _NOTE.match(text, end)
        if note and note.end() <= limit:
            end = note.end()
        further = _further(text, head, end, limit)
        if further <= end:
            break
        end = further
    return end


def _part(text: str, head: re.Match[str], limit: int) -> int:
    """The end of one word of office with the body or area that follows it directly."""
    listed = listed_end(text, head.end()) or _ministry_end(text, head)
    if listed and listed <= limit:
        tail = phrase_end(text, listed, limit)
        return tail if text[listed : listed + 7].startswith(("จังหวัด", "แห่ง", "ประจำ", "และ", "ส")) else listed
    if (company := company_at(text, head.end())) and company <= limit:
        return company
    end = max(phrase_end(text, head.start(), limit), head.end())
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
    if text.startswith("ใน", end) and (body := listed_end(text, end + len("ใน"))) and body <= limit:
        return body  # กรรมการผู้ทรงคุณวุฒิใน ก.พ.ร.
    if text[end : end + 1] != " ":
        return end
    at = end + 1
    if at >= limit:
        return end
    if text.startswith(_POSTED, at):  # อัครราชทูต (ฝ่ายเกษตร) ประจำกรุงโรม: posted to
        return phrase_end(text, at + (2 if text[at] == "ณ" else 0), limit)
    if _SHORT_OFFICE.search(text, head.start(), end):  # รมว. กลาโหม: the blank behind the full stop
        return phrase_end(text, at, limit)
    body = listed_end(text, at) or company_at(text, at) or form_at(text, at)
    if body and body <= limit:
        return body
    if (head.group().endswith(_open_ended()) and end - head.end() < 2) or text.startswith(_ACTING, at):
        second = _heads().match(text, at)
        if second and second.end() <= limit:
            return _part(text, second, limit)
    return end


_AND = re.compile(r" ?และ ?")


@cache
def _open_ended() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["open_ended"])


@cache
def _not_second() -> tuple[str, ...]:
    return tuple(registry("titles")["positions"]["not_second"])


@cache
def _heads() -> re.Pattern[str]:
    words = registry("titles")["positions"]
    prefixes, heads = alternation(words["prefixes"]), alternation(fold(w) for w in words["heads"])
    return re.compile(f"(?:{prefixes} ?){{0,3}}{heads}")
