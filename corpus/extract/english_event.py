"""The main happening of an English page, by the order in which such pages tell: day, hour, place, who did what.

``May 26, 2022, at 1300hrs, at the Imperial Hotel, Tokyo, Prime Minister … delivered …``. Where a spokesperson
``disclosed that`` something is so, there is no happening, unless the day and hour of one follow. A synopsis
``The cabinet met on …`` tells of that meeting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from corpus.extract.english_posts import reaches_head
from corpus.extract.english_words import Word, english_words, near
from corpus.extract.lexicon import alternation, registry
from corpus.extract.reading import Reading
from corpus.records import DateMention, Event, Surface, Where

OPENING = 40  # code points from the start of a line in which a day opens it
LEAD = 900  # code points of the body in which such a line stands
WORDS = 60  # from the day to the place
MOST_PLACE = 30  # words of a place
_SMALL = ("other", "field", "modifier")  # kinds of words that a place may have in small letters
SENTENCE = 700  # code points behind the day in which the verb comes

_MET = re.compile(r"\bcabinet[a-z ]{0,12} met\b[a-z ]{0,40}\bon (?:[a-z]{6,9}, )?$")
_CLOCK = re.compile(r",? ?(?:on [a-z0-9 ,]{6,30})?at \d{1,2}[.:]?\d\d ?(?:hrs|hours|o'clock|[ap]\.?m)")


def english_event(readings: Mapping[Where, Reading], dates: Sequence[DateMention]) -> tuple[bool, Event | None]:
    """Whether the page tells in English way, and the happening it tells of, if any.

    *dates* are all dates of the same fields.
    """
    if met := _cabinet(readings, dates):
        return True, met
    body, title = readings.get("body"), readings.get("title")
    words = english_words(body) if body else ()
    if not body or not words:
        return False, None
    for mention in sorted((d for d in dates if d.where == "body" and d.at >= 0), key=lambda d: d.at):
        start, end = _span(body, mention)
        if start > LEAD:
            break
        if (
            start - body.text.rfind("\n", 0, start) - 1 <= OPENING
            and mention.end.toordinal() - mention.start.toordinal() < 14
        ):
            titled = bool(title and _verbs().search(title.text))
            return True, _told(body, words, mention, end, dates, titled=titled)
    return False, None


def _cabinet(readings: Mapping[Where, Reading], dates: Sequence[DateMention]) -> Event | None:
    """The meeting of a synopsis, named by its title or first line."""
    wheres: tuple[Where, ...] = ("title", "body")
    for where in wheres:
        reading = readings.get(where)
        for mention in dates:
            if reading and mention.where == where and 0 <= mention.at < LEAD:
                start, _ = _span(reading, mention)
                if _MET.search(reading.text, max(0, start - 80), start):
                    return Event(start=mention.start, end=mention.end, surfaces=(_surface(mention),))
    return None


def _told(
    body: Reading, words: Sequence[Word], mention: DateMention, end: int, dates: Sequence[DateMention], *, titled: bool
) -> Event | None:
    """What the sentence that opens with the day of *mention* tells; *titled*: the title names an occasion."""
    stop = min(end + SENTENCE, len(body.text))
    saying, verb = _saying().search(body.text, end, stop), _verbs().search(body.text, end, stop)
    if titled and _CLOCK.match(body.text, end):
        pass  # 1500hrs, … disclosed that …: news of the meeting that the title speaks of
    elif saying and not (verb and verb.start() < saying.start()):
        clock = _CLOCK.search(body.text, saying.end(), min(stop, saying.end() + 60))
        if not clock:
            return None
        end = saying.end()
        inner = (d for d in dates if d.where == "body" and end <= _span(body, d)[0] < clock.end())
        mention = next(inner, mention)
        end = max(end, _span(body, mention)[1])
    elif not verb:
        return None
    place = _place(body, words, end)
    surfaces = (_surface(mention), *((place,) if place else ()))
    return Event(start=mention.start, end=mention.end, place=place.text if place else None, surfaces=surfaces)


def _place(body: Reading, words: Sequence[Word], after: int) -> Surface | None:
    """The place behind the offset *after* and before the people of the sentence."""
    first = next((i for i, word in enumerate(words) if word.start >= after), len(words))
    depth = 0
    for i in range(first, min(first + WORDS, len(words) - 2)):
        word = words[i]
        depth += (word.text == "(") - (word.text == ")")
        if depth:
            continue
        if word.kind in ("break", "title") or (word.capital and reaches_head(words, i)):
            return None
        if word.low in ("at", "in"):
            begin = i + 1 + (words[i + 1].low == "the")
            if _opens_place(words, begin):
                return body.surface(words[begin].start, words[_place_end(words, begin) - 1].end)
    return None


def _opens_place(words: Sequence[Word], begin: int) -> bool:
    """Whether a place begins with the word *begin*: a name, or small words and then a name (the central stage, …)."""
    if words[begin].capital:
        return not _people(words, begin)
    for i in range(begin, min(begin + 4, len(words) - 1)):
        if words[i].text == ",":
            return i > begin and words[i + 1].capital and not _people(words, i + 1)
        if words[i].kind not in _SMALL or not words[i].text.isalpha():
            break
    return False


def _place_end(words: Sequence[Word], begin: int) -> int:
    """Where the place that begins with the word *begin* ends: before people, their offices, small words."""
    end = i = begin
    while i < min(begin + MOST_PLACE, len(words)):
        word = words[i]
        right = words[i + 1] if i + 1 < len(words) else word
        if word.kind == "break" or word.kind == "title":
            break
        if word.text == "," or word.kind == "joint":
            ahead = i + 1 + (right.low == "the")
            if ahead >= len(words) or not words[ahead].capital or _people(words, ahead):
                break
            if word.text == "," and right.low == "the":
                break
        elif word.text == "(":
            close = next((n for n in range(i, min(i + 6, len(words))) if words[n].text == ")"), 0)
            if not close:
                break
            i = close
        elif not (word.capital or _small(words, i, begin)):
            break
        else:
            end = i + 1
        i += 1
    return end


def _small(words: Sequence[Word], i: int, begin: int) -> bool:
    """Whether a small word or number at *i* is part of the place: Building 2, the ICONSIAM pier, Bangkok."""
    if words[i].text[:1].isdigit():
        return near(words[i - 1], words[i])
    if words[i].kind not in _SMALL or not words[i].text.isalpha() or i + 2 >= len(words):
        return False
    return (words[i + 1].text == "," and words[i + 2].capital) or (i < begin + 3 and not words[begin].capital)


def _people(words: Sequence[Word], i: int) -> bool:
    return words[i].kind == "title" or reaches_head(words, i)


def _span(reading: Reading, mention: DateMention) -> tuple[int, int]:
    """Where *mention* stands in the folded text."""
    start = reading.place_of(mention.at)
    return start, start + len(mention.surface)


def _surface(mention: DateMention) -> Surface:
    return Surface(mention.surface, mention.at, mention.at + len(mention.surface), mention.where)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(r"\b" + alternation(registry("english")["event"]["verbs"]))


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(r"\b" + alternation(registry("english")["event"]["saying"]) + r"\b")
