"""The main happening that a page tells of: when and where.

News tells it in its first sentences: ``เมื่อวันที่ 22 เมษายน 2551 … ณ ห้อง…``, ``วันนี้ (24 ส.ค. 63) เวลา 10.00 น. ณ …``.
A date further down is a plan or a history. Where the lead names no place and no verb of an occasion, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.extract.reading import Reading, read_all
from corpus.records import DateMention, Event, Where

LEAD = 900  # code points of the body in which news tells its happening
NEAR = 260  # code points before or after the date in which its place and verb stand

_OPENING = re.compile(r"(?:เมื่อ|ใน|ระหว่าง|วันนี้)[^\n]{0,24}\Z|(?:\A|[\n(])[^\n]{0,24}\Z|วัน[ก-์]{0,12} ?(?:ที่)? ?\Z|\( ?\Z")
_PLACE = re.compile(r"(?:[ )\n]|น\.)ณ +(?=[ก-ฮเ-ไa-z])|(?<=[ )])(?:ที่|ณ) ?(?=(?:ห้อง|โรงแรม|ทำเนียบ|อาคาร|ศาลากลาง|หอประชุม|ตึก|ศูนย์ประชุม|กระทรวง|ลาน|สนาม))")
_PLACE_END = re.compile(
    r"\n|,|;| (?:โดย|นาย|นาง|พล|ดร\.|รศ\.|ผศ\.|ศาสตราจารย์|นพ\.|น\.ส\.|ซึ่ง|เพื่อ|พร้อม|ว่า|ได้|มี|และมี|เป็น|จัด|เมื่อ|ร่วม|โดยมี|เวลา|เจ้าหน้าที่|รัฐมนตรี|รอง|ปลัด|อธิบดี|ผู้|คณะ|วัน|ใน|สำนักงาน|กรม|ทั้งนี้|รมว|รมช|ภายใต้|ภายหลัง|จำนวน|ครั้ง|กล่าว|ตั้งแต่|ระหว่าง|หลัง)|(?:โดยมี|ซึ่ง|เพื่อ|ว่า)"
)
LONGEST_PLACE = 120


def find_event(fields: Sequence[tuple[Where, str]], dates: Sequence[DateMention]) -> Event | None:
    """The main happening, or None for statements, policies and reports of many things.

    *dates* are the dates found in the same fields.
    """
    for reading in read_all(fields):
        if reading.where == "body":
            return _in_lead(reading, [d for d in dates if d.where == "body" and 0 <= d.at])
    return None


def _in_lead(reading: Reading, dates: Sequence[DateMention]) -> Event | None:
    text = reading.text
    starts = sorted(dates, key=lambda d: d.at)
    verbs = [match.start() for match in _verbs().finditer(text, 0, LEAD + NEAR)]
    for mention in starts:
        at = _norm(reading, mention.at)
        if at > LEAD:
            break
        if mention.inferred and mention.start.day == 1 and (mention.end - mention.start).days > 26:
            continue
        end = _norm(reading, mention.at + len(mention.surface))
        place = _place(reading, max(0, at - NEAR), end, min(len(text), end + NEAR))
        opening = bool(_OPENING.search(text[max(0, at - 40) : at]))
        happens = any(at - NEAR <= verb <= end + NEAR for verb in verbs)
        if opening and (place or happens) and not _planned(text, at):
            return Event(start=mention.start, end=mention.end, place=place)
    return None


def _planned(text: str, at: int) -> bool:
    """Whether the words before a date make it the bound of a time span and not a day of something."""
    return text[max(0, at - 30) : at].rstrip(" ").endswith(tuple(registry("titles")["event"]["bounds"]))


def _place(reading: Reading, low: int, at: int, high: int) -> str | None:
    """The place nearest behind the date at *at*, else the one before it in the same sentence."""
    text = reading.text
    found = _PLACE.search(text, at, high) or _PLACE.search(text, low, at)
    if not found:
        return None
    limit = min(len(text), found.end() + LONGEST_PLACE)
    end = _PLACE_END.search(text, found.end(), limit)
    stop = end.start() if end else limit
    if stop - found.end() < 3:
        return None
    return reading.surface(found.end(), stop).text or None


def _norm(reading: Reading, raw: int) -> int:
    """The place in the normalised text of the raw offset *raw*."""
    offsets = reading.offsets
    low, high = 0, len(offsets) - 1
    while low < high:
        middle = (low + high) // 2
        if offsets[middle] < raw:
            low = middle + 1
        else:
            high = middle
    return low


def event_day(event: Event | None) -> date | None:
    """The first day of *event*, if it has one."""
    return event.start if event else None


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["event"]["verbs"]))
