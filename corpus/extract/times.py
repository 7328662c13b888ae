"""When a page was published, the dates that it names, and its main happening: each helps to find the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from corpus.extract import metadata
from corpus.extract.clean import CleanPage
from corpus.extract.event import find_event
from corpus.extract.metadata import Published
from corpus.records import TOLD, DateMention, Event, Where
from corpus.thai.datedigits import slug_day
from corpus.thai.dates import buddhist_year, thai_date
from corpus.warnings import say

SLIP = timedelta(days=25)  # a page put up late is not called a slip
FAR_YEARS = 5  # a year later than that after the page is more often a slip than a plan
MOST_REFUSED = 20  # dates that never were, of one page


def read_times(
    page: CleanPage, fields: Sequence[tuple[Where, str]], hint: str, url: str, captured: date | None = None
) -> tuple[tuple[DateMention, ...], list[str], Event | None, Published]:
    """Dates, oddities, main happening and publication of *page*, whose texts are *fields*; *url* may hold its day.

    *hint* is the day of publication that came with the page, *captured* the day on which it was fetched: a page is not
    dated by what its text says of a day years after that. A moved stamp makes a second round.
    """
    first = metadata.judge_dates(page, None, hint)
    anchor, sure = first.day, first.day if first.why == "header" else None
    every, odd = _dates(fields, anchor)
    event = find_event(fields, every, sure)
    when = metadata.judge_dates(page, metadata.named_day(event, every), hint)
    if when.day and when.day != anchor and (anchor is None or any(d.inferred for d in every)):
        every, odd = _dates(fields, when.day)
        event = find_event(fields, every, sure)
    if when.day is None and (day := slug_day(url)):
        when = replace(when, day=day, why="metadata")
    if when.why in TOLD and captured and when.day and when.day.year - captured.year > FAR_YEARS:
        when = replace(when, day=when.stamp, why="stamp" if when.stamp else "")
    return _worded_once(every), [*odd, *_today(fields, every, when), *_far(every, when.day or captured)], event, when


def _far(dates: Iterable[DateMention], day: date | None) -> Iterator[str]:
    """The dates whose year, as written, lies years after *day*, on which the page was published or captured."""
    for mention in dates:
        start, end = mention.start, mention.end
        if (start.year, start.month) != (end.year, end.month):
            continue  # two ends that agree are a plan: 10 พฤศจิกายน 2572 - 28 กุมภาพันธ์ 2573
        if day and not mention.inferred and start.year - day.year > FAR_YEARS:
            surface, year = " ".join(mention.surface.split()), buddhist_year(start)
            yield say("far-year", surface=surface, year=year, years=FAR_YEARS, day=thai_date(day))


def _today(fields: Iterable[tuple[Where, str]], dates: Iterable[DateMention], when: Published) -> Iterator[str]:
    """A day that the page calls today although it was published at another time: a slip of the year or month."""
    body = next((text for where, text in fields if where == "body"), "")
    for mention in dates:
        called = mention.where == "body" and body[: mention.at].endswith(("วันนี้ (", "วันนี้("))
        if called and when.day and when.why == "header" and abs(mention.start - when.day) > SLIP:
            yield say("today", said=thai_date(mention.start), published=thai_date(when.day))


def _dates(fields: Iterable[tuple[Where, str]], anchor: date | None) -> tuple[list[DateMention], list[str]]:
    """Every date of the page wherever it stands, and what is odd about them."""
    found: list[DateMention] = []
    odd: list[str] = []
    never: list[str] = []
    for where, text in fields:
        for mention, warnings in metadata.mentions(where, text, anchor, never):
            found.append(mention)
            odd.extend(warnings)
    refused = dict.fromkeys(" ".join(surface.split()) for surface in never[:MOST_REFUSED])
    return found, [*odd, *(say("no-such-day", surface=surface) for surface in refused)]


def _worded_once(every: Iterable[DateMention]) -> tuple[DateMention, ...]:
    """The dates of the page, each wording once; where the body has it: there."""
    found: dict[tuple[str, date, date], DateMention] = {}
    for mention in every:
        key = mention.surface, mention.start, mention.end
        first = found.setdefault(key, mention)
        if first.where != "body" and mention.where == "body":
            found[key] = mention
    return tuple(found.values())
