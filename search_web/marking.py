"""The names of an article marked where they stand, and the pieces that a template prints.

A name is a person, agency, province, law or date; a *frame* is a longer stretch that says something of one: a position,
or where the page names the day and the place of its event. Offsets are those of the Article JSON: code points into a
field, which is never changed on the way.

Where they overlap: of two names the one that begins first stays, of two that begin together the longer one, and of two
alike a person before an agency, a province, a law, a date. A frame may hold names; one that crosses a name, lies inside
one or overlaps another frame is not drawn. What was not drawn is led to by the paragraph it stands in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from corpus.records import Article, DateMention, Surface, Where

MarkKind = Literal["person", "agency", "province", "law", "date", "frame"]
NameLink = Callable[[MarkKind, str], str | None]
KINDS: tuple[MarkKind, ...] = ("person", "agency", "province", "law", "date", "frame")
LETTERS = {"title": "t", "body": "b", "table": "c"}  # the anchors of a field begin with it


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch ``start:end`` of a field; ``key`` is the id or name it leads to, ``when`` the time of a date."""

    start: int
    end: int
    kind: MarkKind
    key: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text as a template prints it: plain, or a mark with its anchor; ``inside`` are the pieces of a frame."""

    text: str
    kind: str = ""
    href: str | None = None
    when: str = ""
    anchor: str = ""
    inside: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn in one field: names and frames in their order, no two of one sort overlapping."""

    where: Where
    names: tuple[Mark, ...] = ()
    frames: tuple[Mark, ...] = ()

    def anchor(self, start: int, end: int) -> str:
        """The anchor of the stretch if it is drawn just so, else ``""``."""
        for marks in (self.names, self.frames):
            at = bisect_left(marks, start, key=lambda m: m.start)
            if at < len(marks) and (marks[at].start, marks[at].end) == (start, end):
                return anchor_of(self.where, marks[at])
        return ""

    def pieces(self, text: str, start: int, link: NameLink) -> tuple[Piece, ...]:
        """The pieces of *text*, which stands at *start* of the field; joined, their texts are *text*."""
        end = start + len(text)
        found: list[Piece] = []
        at = start
        for frame in _within(self.frames, start, end):
            first, last = max(frame.start, start), min(frame.end, end)
            found += self._named(text, start, at, first, link)
            anchor = anchor_of(self.where, frame) if frame.start >= start else ""
            inside = tuple(self._named(text, start, first, last, link))
            found.append(Piece(text[first - start : last - start], "frame", anchor=anchor, inside=inside))
            at = last
        return (*found, *self._named(text, start, at, end, link))

    def _named(self, text: str, origin: int, start: int, end: int, link: NameLink) -> Iterator[Piece]:
        at = start
        for mark in _within(self.names, start, end):
            first, last = max(mark.start, start), min(mark.end, end)
            if first > at:
                yield Piece(text[at - origin : first - origin])
            anchor = anchor_of(self.where, mark) if mark.start >= start else ""
            href = link(mark.kind, mark.key)
            yield Piece(text[first - origin : last - origin], mark.kind, href, mark.when, anchor)
            at = last
        if at < end:
            yield Piece(text[at - origin : end - origin])


def marks_of(article: Article) -> dict[Where, Marks]:
    """What is drawn in each field of *article* that its page shows."""
    texts = texts_of(article)
    found: dict[Where, list[Mark]] = {where: [] for where in texts}
    for surface, mark in _all(article):
        # What an older program kept may point elsewhere: a mark on other letters would be worse than none.
        if surface.text and texts.get(surface.where, "")[mark.start : mark.end] == surface.text:
            found[surface.where].append(mark)
    return {where: drawn(where, marks) for where, marks in found.items()}


def drawn(where: Where, marks: Iterable[Mark]) -> Marks:
    """Those of *marks* that are drawn in a field, by the rule of this module."""
    ordered = sorted(marks, key=lambda m: (m.start, -m.end, KINDS.index(m.kind)))
    names: list[Mark] = []
    for mark in ordered:
        if mark.kind != "frame" and (not names or mark.start >= names[-1].end):
            names.append(mark)
    frames: list[Mark] = []
    for mark in ordered:
        if mark.kind == "frame" and (not frames or mark.start >= frames[-1].end) and not _crosses(names, mark):
            frames.append(mark)
    return Marks(where, tuple(names), tuple(frames))


def texts_of(article: Article) -> dict[Where, str]:
    """The fields that the page of *article* shows, as surfaces point into them."""
    return {"title": article.title, "body": article.body, "table": table_text(article)}


def table_text(article: Article) -> str:
    """The text that surfaces in tables point into: every cell of every table on a line of its own."""
    return "\n".join(cell for table in article.tables for row in table.rows for cell in row)


def anchor_of(where: Where, mark: Mark) -> str:
    """The id of the element that *mark* is drawn as."""
    letter = LETTERS.get(where, "x")
    return f"{'f' if mark.kind == 'frame' else ''}{letter}{mark.start}"


def time_of(mention: DateMention) -> str:
    """What ``<time datetime>`` says of a date: a day, a month or a year; empty for any other span."""
    start, end = mention.start, mention.end
    if mention.days:
        return ""
    if start == end:
        return start.isoformat()
    following = end + timedelta(days=1) if end < date.max else end
    if (start.day, following.day) != (1, 1):
        return ""
    if (start.month, following.month, following.year) == (1, 1, start.year + 1):
        return f"{start.year:04}"
    months = (following.year - start.year) * 12 + following.month - start.month
    return start.isoformat()[:7] if months == 1 else ""


def _all(article: Article) -> Iterator[tuple[Surface, Mark]]:
    for person in article.people:
        yield from _of(person.surfaces, "person", person.id)
        yield from _of(person.positions, "frame")
    for agency in article.agencies:
        yield from _of(agency.surfaces, "agency", agency.id)
    for province in article.province_mentions:
        yield from _of(province.surfaces, "province", province.name)
    for law in article.law_mentions:
        yield from _of(law.surfaces, "law", law.name)
    for mention in article.dates:
        if mention.at >= 0:
            end = mention.at + len(mention.surface)
            surface = Surface(mention.surface, mention.at, end, mention.where)
            yield surface, Mark(mention.at, end, "date", when=time_of(mention))
    if article.event:
        yield from _of(article.event.surfaces, "frame")


def _of(surfaces: Sequence[Surface], kind: MarkKind, key: str = "") -> Iterator[tuple[Surface, Mark]]:
    return ((s, Mark(s.start, s.end, kind, key)) for s in surfaces)


def _within(marks: Sequence[Mark], start: int, end: int) -> Sequence[Mark]:
    """Those of *marks*, ordered and apart, of which something stands in ``start:end``."""
    first = bisect_right(marks, start, key=lambda m: m.end)
    return marks[first : bisect_left(marks, end, key=lambda m: m.start)] if end > start else ()


def _crosses(names: Sequence[Mark], frame: Mark) -> bool:
    """Whether one of *names* is not wholly inside or wholly outside of *frame*."""
    touched = _within(names, frame.start, frame.end)
    return bool(touched) and (touched[0].start < frame.start or touched[-1].end > frame.end)
