"""What one page says of the posts of people: each position where it stands, and the day that all of it is true of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from corpus.extract.position_tails import country_end, of_another
from corpus.posts import of_state, posts
from corpus.records import Article, Person, Surface

DatedBy = Literal["", "event", "published", "told", "stamp"]
Span = tuple[str, int, int]  # field of the article, first and last code point; the first is -1 where it is unknown

SOON = timedelta(days=180)  # between an event and the news of it; later stamps are known as migration stamps before
NOWHERE: Span = ("", -1, -1)


def day_of(article: Article) -> tuple[date | None, DatedBy]:
    """The day that what a page says of people is true of, and what it was read from.

    The day of the event, else of the publication, else the one that the text or the breadcrumb tells of (``told``),
    else of the page's stamp. An event does not count that is only announced (a page tells who holds a post when it is
    written, not who will), nor one of long ago: that is history, or a slip of the pen in the year.
    """
    event = article.event.start if article.event else None
    written = article.dated or article.stamp
    if event is not None:
        told_at_once = article.dated is None or article.dated - event <= SOON
        if told_at_once and (written is None or event <= written):
            return event, "event"
    if article.published is not None:
        return article.published, "published"
    if article.dated is not None:
        return article.dated, "told"
    return (article.stamp, "stamp") if article.stamp is not None else (None, "")


def places(article: Article, person: Person) -> dict[str, Span]:
    """Each position that a page gives a person, with its first place; ``""`` and the name's place where it gives none.

    The country behind an office of state is part of it, else the ministers of others would answer for our own; and what
    stands behind ภริยา (wife of) or สำนักงาน (office of) is no position of the person.
    """
    spans = [_span(surface) for surface in person.positions]
    if not spans and person.position:
        spans = [_where(article, person.position)]
    found: dict[str, Span] = {}
    for (field, start, end), position in zip(spans, _texts(person), strict=True):
        text = _field(article, field) if start >= 0 else ""
        if of_another(text, start):
            continue
        further = country_end(text, end) if text and _is_of_state(position) else end
        found.setdefault(" ".join(f"{position}{text[end:further]}".split()), (field, start, further))
    found.pop("", None)
    return found or {"": _span(person.surfaces[0]) if person.surfaces else NOWHERE}


def _is_of_state(position: str) -> bool:
    found = posts(position)
    return bool(found) and of_state(found[-1].role)


def _texts(person: Person) -> list[str]:
    if person.positions:
        return [surface.text for surface in person.positions]
    return [person.position] if person.position else []


def _span(surface: Surface) -> Span:
    return surface.where, surface.start, surface.end


def _where(article: Article, position: str) -> Span:
    """The first place of a position that came without one."""
    for field in ("title", "body"):
        if (at := _field(article, field).find(position)) >= 0:
            return field, at, at + len(position)
    return NOWHERE


def _field(article: Article, field: str) -> str:
    return {"title": article.title, "body": article.body}.get(field, "")
