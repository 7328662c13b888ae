"""The main happening that a page tells of: when and where.

News tells it in its first sentences: ``เมื่อวันที่ 22 เมษายน 2551 … ณ ห้อง…``, ``วันนี้ (24 ส.ค. 63) เวลา 10.00 น. ณ …``.
``วันนี้`` and ``เมื่อวานนี้`` without a date are counted from the date in the page's header; ``เมื่อเร็วๆ นี้`` (lately) has no
day. A date further down is a plan or a history. News whose dated sentence says what somebody said (``เปิดเผยว่า``,
``ให้สัมภาษณ์``) tells of no happening, whatever days follow; nor do pages without a verb of an occasion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.extract.english_event import english_event
from corpus.extract.event_place import find_place
from corpus.extract.event_words import meetings, occasions, plans, saying, verbs
from corpus.extract.lexicon import registry
from corpus.extract.reading import Reading, read_all
from corpus.records import DateMention, Event, Surface, Where
from corpus.thai.era import WEEKDAYS

LEAD = 900  # code points of the body in which news tells its happening
NEAR = 260  # code points before or after the date in which a verb of an occasion stands
PLACE_NEAR = 1500  # code points behind the date in which its place stands
FAR = 4000  # code points of the body in which the day of the happening is looked for when its lead gives none
RECENT = timedelta(days=21)  # such a day is not long before the news
BESIDE = 40  # code points between that day and its place
ALIKE, MANY = 20, 3  # code points that so many lines of a list of days begin with
OPENING = 60  # code points from the start of a paragraph in which a date opens it

_OPENS = re.compile(
    rf"(?:เมื่อ|ใน|ระหว่าง|วันนี้)[^\n]{{0,24}}\Z|(?:\A|[\n(])[^\n]{{0,24}}\Z|วัน ?(?:{'|'.join(WEEKDAYS)})? ?(?:ที่)? ?\Z"
    r"|\( ?\Z|\b(?:on|from|between) (?:[a-z]{6,9},? ?)?\Z"
)
_RELATIVE = re.compile(r"(?P<yesterday>(?:เมื่อ)?วานนี้)|วันนี้(?! ?เป็นวัน)|เมื่อ(?:เช้า|บ่าย|เย็น|ค่ำ)วันนี้")
_CLOCK = re.compile(r"[ )]{0,2}(?:เวลา|ช่วง(?:เช้า|บ่าย)|, at \d)")
_IN_HONOUR = re.compile(r"เนื่องใน(?:โอกาส|วัน)")  # วันเฉลิมพระชนมพรรษา … วันที่ 3 มิถุนายน: the day that is honoured
_RESOLVED = re.compile(r"[ )]{0,2}(?:ได้)?(?:มีมติ|เห็นชอบ|อนุมัติ|รับทราบ)")  # ครม. (17 ก.ย. 67) เห็นชอบ: policy
_MET = re.compile(r"หลัง(?:จาก)?(?:เสร็จสิ้น)?(?:การ)?ประชุม ?(?:คณะรัฐมนตรี|ครม)")  # after the cabinet's meeting
_CABINET = re.compile(rf"{_MET.pattern}[^\n]{{0,40}}\Z")
# what was before, and is answered now: จากกรณี (in the case of), ตามที่ (as), สืบเนื่องจาก (following from)
_BACKGROUND = re.compile(r"(?:จาก)?(?:กรณี|เหตุ(?!ผล))|ตามที่|สืบเนื่อง")
_DID = re.compile(r"ว่า ?(?:วันนี้ ?)?(?:ตน(?:เอง)?|ผม|ดิฉัน) ?(?:ได้)?(?:ร่วม|เข้า)?")  # that I have
_STATEMENT = re.compile(r"\A ?(?:คำกล่าว|สารของ|สารอวยพร|สารเนื่องใน|คำปราศรัย)[^\n]*เนื่องใน|แถลงการณ์(?!ร่วม)")
_ON_THE_DAY = re.compile(rf"เมื่อ ?(?:วัน ?)?(?:{'|'.join(WEEKDAYS)})? ?(?:ที่)? ?\Z")
_LISTED = re.compile(r"[-•\d(]")
_UNDATED = 700  # code points of the first paragraphs in which a happening without a date is told
EARLIEST, LATEST = timedelta(days=60), timedelta(days=180)  # a happening before and after the news of it


@dataclass(frozen=True, slots=True)
class _Day:
    """A day or range that the lead names, at ``start:end`` of its normalised text."""

    start: int
    end: int
    first: date
    last: date
    relative: bool = False


def find_event(
    fields: Sequence[tuple[Where, str]], dates: Sequence[DateMention], published: date | None = None
) -> Event | None:
    """The main happening, or None for statements, policies and reports of many things.

    *dates* are all dates found in the same fields; *published* is the day of publication where that is sure: news is
    of that time, so days far from it belong to something else that the page mentions. ``surfaces`` of the event are
    where its date and its place stand, both only where the page says them.
    """
    readings = {reading.where: reading for reading in read_all(fields)}
    body = readings.get("body")
    if body is None:
        return None
    english, event = english_event(readings, dates)
    if english:
        return event
    title = readings.get("title")
    if _lists(body, dates) or (title and _STATEMENT.search(title.text)):
        return None
    if published and title and (event := _announced(body, title, dates, published)):
        return event
    at = [match.start() for match in verbs().finditer(body.text, 0, LEAD + NEAR)]
    for day in _days(body, dates, published):
        if _of_cabinet(body.text, day):
            return None
        if _planned(body.text, day.start) or _RESOLVED.match(body.text, day.end) or _background(body.text, day):
            continue
        if not _OPENS.search(body.text, max(0, day.start - 40), day.start):
            continue
        if said := _said(body.text, day.end):
            return _told(body, title, day, said)
        if event := _happening(body, day, at, published):
            return event
    late = _late(body, title, dates, published) if published and title else None
    return late or (_titled(title, dates, published) if title else None) or _undated(body, dates)


def _days(reading: Reading, dates: Sequence[DateMention], published: date | None) -> Iterator[_Day]:
    """The days that the lead names, in order; months alone are no days."""
    found = [
        _Day(reading.place_of(d.at), reading.place_of(d.at + len(d.surface)), d.start, d.end)
        for d in dates
        if d.where == "body" and 0 <= d.at <= 2 * LEAD and _of_the_time(d, published) and not _month_alone(d)
    ]
    if published is not None:
        for m in _RELATIVE.finditer(reading.text, 0, LEAD):
            if not any(m.start() <= day.start <= m.end() + 24 for day in found):
                day = published - timedelta(days=bool(m["yesterday"]))
                found.append(_Day(m.start(), m.end(), day, day, relative=True))
    return (day for day in sorted(found, key=lambda d: d.start) if day.start <= LEAD)


def _month_alone(mention: DateMention) -> bool:
    last = (mention.end + timedelta(days=1)).day == 1
    return mention.start.day == 1 and last and not mention.surface[:1].isdigit()


def _of_the_time(mention: DateMention, published: date | None) -> bool:
    if published is None or mention.start - LATEST <= published <= mention.end + EARLIEST:
        return True
    said = mention.start  # the right day of a wrong year is a slip: the page tells of that day
    return (said.month, said.day) == (published.month, published.day)


def _happening(reading: Reading, day: _Day, at: Sequence[int], published: date | None) -> Event | None:
    """The event of *day*, where an occasion stands near it: a verb in its paragraph, or a place."""
    text = reading.text
    paragraph = text.rfind("\n", 0, day.start) + 1
    opens = day.start - paragraph <= OPENING
    if not opens and _IN_HONOUR.search(text, max(paragraph, day.start - NEAR), day.start):
        return None
    low = max(paragraph, day.start - NEAR)
    place = find_place(reading, low, day.end, _paragraph_end(text, day.end, onward=opens))
    happens = any(low <= verb <= day.end + (2 * NEAR if place or opens else NEAR) for verb in at)
    fixed = place is not None or bool(_CLOCK.match(text, day.end))
    if not happens and not (place and _CLOCK.match(text, day.end)):
        return None
    if day.relative and not (opens and occasions().search(text, paragraph, day.end + NEAR)):
        return None
    if not (opens or fixed or day.first == published):
        return None
    if not fixed and saying().search(text, paragraph, day.start):
        return None  # the day that a spokesman speaks of
    said = () if day.relative else (reading.surface(day.start, day.end),)
    return _event(day.first, day.last, place, *said)


def _event(first: date | None, last: date | None, place: Surface | None, *said: Surface) -> Event:
    return Event(
        start=first, end=last, place=place.text if place else None, surfaces=(*said, *((place,) if place else ()))
    )


def _of_cabinet(text: str, day: _Day) -> bool:
    """Whether the day is that of a meeting of the cabinet behind which a policy is told."""
    if _CABINET.search(text, max(0, day.start - 100), day.start):
        return True
    met = _MET.search(text, day.end, day.end + 120)
    return met is not None and verbs().search(text, met.end(), met.end() + NEAR // 2) is None


def _background(text: str, day: _Day) -> bool:
    return bool(_BACKGROUND.match(text, text.rfind("\n", 0, day.start) + 1, day.start))


def _lists(reading: Reading, dates: Sequence[DateMention]) -> bool:
    """Whether the page is a list of days: lines that begin alike, each with another date."""
    text = reading.text
    at = (reading.place_of(d.at) for d in dates if d.where == "body" and 0 <= d.at <= 2 * LEAD)
    lines = {text.rfind("\n", 0, here) + 1 for here in at}
    heads = Counter(text[line : line + ALIKE] for line in lines)
    return any(count >= MANY for count in heads.values())


def _announced(body: Reading, title: Reading, dates: Sequence[DateMention], published: date) -> Event | None:
    """What is to be, where the title says so: ``เตรียมลงพื้นที่… ในวันเสาร์ที่ 11 มีนาคม 2566``, the first day to come."""
    if not plans().search(title.text):
        return None
    for reading in (body, title):
        for mention in dates:
            ahead = published < mention.start <= published + EARLIEST and not _month_alone(mention)
            start = reading.place_of(mention.at)
            if mention.where != reading.where or not ahead or start > LEAD or _planned(reading.text, start):
                continue
            end = reading.place_of(mention.at + len(mention.surface))
            place = find_place(reading, end, end, min(_paragraph_end(reading.text, end, onward=False), end + NEAR))
            return _event(mention.start, mention.end, place, reading.surface(start, end))
    return None


def _late(reading: Reading, title: Reading, dates: Sequence[DateMention], published: date) -> Event | None:
    """The happening whose day the page gives late, beside the place or with what the title names: ``เมื่อวันที่ … ณ …``."""
    text = reading.text
    named = occasions().search(title.text) is not None
    for day in _just_past(reading, dates, published):
        low = max(text.rfind("\n", 0, day.start) + 1, day.start - 2 * NEAR)
        high = min(day.end + NEAR, _paragraph_end(text, day.end, onward=False))
        place = find_place(reading, day.end, day.end, min(high, day.end + BESIDE), venue=False)
        place = place or find_place(reading, max(low, day.start - 2 * BESIDE), day.start, day.start, venue=False)
        told = place is not None and verbs().search(text, low, day.start)
        opens = day.start - (text.rfind("\n", 0, day.start) + 1) <= OPENING
        if told or (named and opens and verbs().search(text, day.end, high)):
            return _event(day.first, day.last, place, reading.surface(day.start, day.end))
    return None


def _just_past(reading: Reading, dates: Sequence[DateMention], published: date) -> Iterator[_Day]:
    """The days shortly before the news that ``เมื่อ`` (on) stands in front of, in order."""
    for mention in dates:
        past = mention.end <= published <= mention.start + RECENT
        if mention.where != "body" or not past or mention.inferred or _month_alone(mention) or mention.at > FAR:
            continue
        start, end = reading.place_of(mention.at), reading.place_of(mention.at + len(mention.surface))
        day = _Day(start, end, mention.start, mention.end)
        if _ON_THE_DAY.search(reading.text, max(0, start - 40), start) and not _background(reading.text, day):
            yield day


def _titled(title: Reading, dates: Sequence[DateMention], published: date | None) -> Event | None:
    """A meeting whose date only the title gives: ``The cabinet met on February 18, 2025``."""
    for mention in dates:
        dated = mention.where == "title" and mention.at >= 0 and not mention.inferred and not _month_alone(mention)
        if dated and _of_the_time(mention, published) and meetings().search(title.text):
            start, end = title.place_of(mention.at), title.place_of(mention.at + len(mention.surface))
            return _event(mention.start, mention.end, None, title.surface(start, end))
    return None


def _undated(reading: Reading, dates: Sequence[DateMention]) -> Event | None:
    """A happening without a day, told in one of the first paragraphs by its verb and its place."""
    text = reading.text
    if any(d.where == "body" and 0 <= d.at <= _UNDATED and not d.inferred for d in dates):
        return None  # its days are those of something else
    start = 0
    while 0 <= start < _UNDATED:
        end = text.find("\n", start)
        stop = min(end if end >= 0 else len(text), start + _UNDATED)
        verb = occasions().search(text, start, stop)
        said = saying().search(text, start, stop)
        told = verb is not None and not _LISTED.match(text, start) and not (said and said.start() < verb.start())
        if verb and told and (place := find_place(reading, stop, verb.end(), said.start() if said else stop)):
            return _event(None, None, place)
        start = end + 1 if end >= 0 else -1
    return None


def _paragraph_end(text: str, at: int, *, onward: bool) -> int:
    """Where the place of a date may stand at the latest: the end of its paragraph; *onward*: a part of the next one."""
    line = text.find("\n", at, at + PLACE_NEAR)
    end = line if line >= 0 else len(text)
    return min(len(text), at + PLACE_NEAR, max(end, at + 2 * NEAR) if onward else end)


def _planned(text: str, at: int) -> bool:
    """Whether the words before a date make it the bound of a time span and not a day of something."""
    return text[max(0, at - 30) : at].rstrip(" ").endswith(tuple(registry("titles")["event"]["bounds"]))


def _said(text: str, at: int) -> re.Match[str] | None:
    """The verb of saying that stands behind the date before any other: a statement, not a happening."""
    opens = at - (text.rfind("\n", 0, at) + 1) <= 2 * OPENING
    said = saying().search(text, at, at + NEAR if opens else min(at + NEAR, _paragraph_end(text, at, onward=False)))
    return said if said and verbs().search(text, at, said.start()) is None else None


def _told(reading: Reading, title: Reading | None, day: _Day, said: re.Match[str]) -> Event | None:
    """The happening that a spokesman tells of in the same paragraph: it has a place; what is only said has none.

    What the speaker has done himself, and the title names, needs no place: ``เปิดเผยว่า ตนได้ประชุมร่วมกับ…``.
    """
    if said.group() in registry("titles")["event"]["opinions"] or day.relative:
        return None
    line = reading.text.find("\n", day.end)
    stop = min(line if line >= 0 else len(reading.text), day.end + PLACE_NEAR)
    place = find_place(reading, day.end, day.end, stop, venue=False)
    did = _DID.search(reading.text, said.start(), min(stop, said.end() + OPENING))
    himself = did and title and occasions().search(title.text) and verbs().match(reading.text, did.end())
    if not himself and (place is None or not verbs().search(reading.text, said.end(), stop)):
        return None
    return _event(day.first, day.last, place, reading.surface(day.start, day.end))
