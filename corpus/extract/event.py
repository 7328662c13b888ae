"""The main happening that a page tells of: when and where.

News tells it in its first sentences: ``เมื่อวันที่ 22 เมษายน 2551 … ณ ห้อง…``, ``วันนี้ (24 ส.ค. 63) เวลา 10.00 น. ณ …``.
A date further down is a plan or a history. Where the lead names no place and no verb of an occasion, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.extract.phrases import begins_end, cut
from corpus.extract.reading import Reading, read_all
from corpus.records import DateMention, Event, Where
from corpus.thai.normalise import fold

LEAD = 900  # code points of the body in which news tells its happening
NEAR = 260  # code points before or after the date in which a verb of an occasion stands
PLACE_NEAR = 1500  # code points behind the date in which its place stands, in the same paragraph

_OPENING = re.compile(
    r"(?:เมื่อ|ใน|ระหว่าง|วันนี้)[^\n]{0,24}\Z|(?:\A|[\n(])[^\n]{0,24}\Z|วัน[ก-์]{0,12} ?(?:ที่)? ?\Z"
    r"|\( ?\Z|\b(?:on|from|between) (?:[a-z]{6,9},? ?)?\Z"
)
_PLACE = re.compile(
    r"(?:[ )\n]|น\.)ณ +(?=[ก-ฮเ-ไa-z])|(?<=[ )])(?:ที่|ณ) ?(?=(?:ห้อง|โรงแรม|ทำเนียบ|อาคาร|ศาลากลาง|หอประชุม|ตึก"
    r"|ศูนย์ประชุม|กระทรวง|ลาน|สนาม|โรงพยาบาล|รพ\.|โรงเรียน|มหาวิทยาลัย|วัด|สำนักงาน))"
)
_PLACE_END = re.compile(
    r"\n|[,;]|(?:โดยมี|ซึ่ง|เพื่อ)| ภายใน \d"
    r"| (?:เวลา|วันที่|ครั้งที่|เมื่อ|จัดขึ้น|จัดโดย|และมี|และผ่าน|และถ่ายทอด|ทั้งนี้|รวม|หลังจาก|มี(?!น)|ก่อน|ผู้เข้าร่วม|ชวน|เชิญ|พบ|นำ)"
)
_NO_PLACE = ("วันที่", "เวลา", "ปัจจุบัน", "ขณะ", "สิ้น", "เดือน", "ปี", "ตอน", "บัดนี้", "โอกาส")  # ณ วันที่: as of the day
LONGEST_PLACE = 120
EARLIEST, LATEST = timedelta(days=60), timedelta(days=180)  # a happening before and after the news of it


def find_event(
    fields: Sequence[tuple[Where, str]], dates: Sequence[DateMention], published: date | None = None
) -> Event | None:
    """The main happening, or None for statements, policies and reports of many things.

    *dates* are the dates found in the same fields; *published* is the day of publication where that is sure: news is
    of that time, so days far from it belong to something else that the page mentions.
    """
    for reading in read_all(fields):
        if reading.where == "body":
            near = [d for d in dates if d.where == "body" and d.at >= 0 and _of_the_time(d, published)]
            return _in_lead(reading, near)
    return None


def _of_the_time(mention: DateMention, published: date | None) -> bool:
    if published is None or mention.start - LATEST <= published <= mention.end + EARLIEST:
        return True
    said = mention.start  # the right day of a wrong year is a slip: the page tells of that day
    return (said.month, said.day) == (published.month, published.day)


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
        place = _place(reading, max(0, at - NEAR), end, _paragraph_end(text, end))
        opening = bool(_OPENING.search(text[max(0, at - 40) : at]))
        happens = any(at - NEAR <= verb <= end + NEAR for verb in verbs)
        if opening and (place or (happens and not _said(text, end))) and not _planned(text, at):
            return Event(start=mention.start, end=mention.end, place=place)
    return None


def _paragraph_end(text: str, at: int) -> int:
    """Where the place of a date may stand at the latest: the paragraph's end, or a little into the next one."""
    line = text.find("\n", at)
    return min(len(text), at + PLACE_NEAR, max(line if line >= 0 else len(text), at + NEAR))


def _planned(text: str, at: int) -> bool:
    """Whether the words before a date make it the bound of a time span and not a day of something."""
    return text[max(0, at - 30) : at].rstrip(" ").endswith(tuple(registry("titles")["event"]["bounds"]))


def _said(text: str, at: int) -> bool:
    """Whether the first verb behind the date is one of saying: a statement, not a happening."""
    saying = _saying().search(text, at, at + NEAR)
    return saying is not None and _verbs().search(text, at, saying.start()) is None


def _place(reading: Reading, low: int, at: int, high: int) -> str | None:
    """The place nearest behind the date at *at*, else the one before it in the same sentence."""
    text = reading.text
    found = _place_in(text, at, high) or _place_in(text, low, at)
    if not found:
        return None
    limit = min(len(text), found.end() + LONGEST_PLACE)
    end = _PLACE_END.search(text, found.end(), limit)
    stop = _words_end(text, found.end(), end.start() if end else limit)
    if stop - found.end() < 3:
        return None
    return reading.surface(found.end(), stop).text or None


def _place_in(text: str, low: int, high: int) -> re.Match[str] | None:
    """The first ณ (at) of ``text[low:high]`` that a place follows: no surname (``ณ อยุธยา``), no time."""
    not_places = (*_NO_PLACE, *registry("titles")["people"]["noble_places"])
    return next((m for m in _PLACE.finditer(text, low, high) if not text.startswith(not_places, m.end())), None)


def _words_end(text: str, start: int, limit: int) -> int:
    """Where the words of the place end: before a person, an office, or a word that ends any name."""
    end = cut(text, start, text.find(" ", start, limit) if " " in text[start:limit] else limit)
    while end < limit and text[end] == " ":
        word = end + 1
        if begins_end(text, word) or _people().match(text, word):
            break
        blank = text.find(" ", word, limit)
        end = blank if blank >= 0 else limit
    return end


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


@cache
def _people() -> re.Pattern[str]:
    titles = registry("titles")
    forms = [form for group in titles["titles"].values() for title in group for form in title]
    return re.compile(alternation(fold(w) for w in (*forms, *titles["positions"]["heads"])))


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["event"]["saying"]) + "(?! ?(?:ภาย)?หลัง)")  # said after …


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["event"]["verbs"]))
