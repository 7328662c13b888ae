"""What ``khlang who`` asks and answers, and how an answer is written: for a person, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.posts import Post
from corpus.store_posts import Held
from corpus.thai.dates import thai_date
from corpus.thai.era import buddhist_year
from corpus.thai.names import with_title

# How an answer says what its day is (event, published, told by the text, stamp), and how the post was held.
_DATED = {
    "event": "วันที่ในข่าว",
    "published": "เผยแพร่",
    "told": "ตามเนื้อหา",
    "stamp": "ประทับวันที่",
    "": "",
}  # event, published, stamp
_MANNER = {"acting": "รักษาการ", "former": "อดีต", "designate": "ว่าที่", "": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who held ``position``, what ``person`` (a name or an id) held, or both, between two days."""

    position: str = ""
    person: str = ""
    start: date | None = None
    end: date | None = None

    @property
    def dated(self) -> bool:
        """Whether it asks for a time."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The pages that name one person in the post asked for, or one post of the person asked for, oldest first.

    ``like``: a person of nearly the same name whom many more pages name in this post; perhaps this one is misspelt.
    """

    label: str
    rows: tuple[Held, ...]
    like: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len({row.article_id for row in self.rows})

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the pages that have one, oldest first."""
        return tuple(row.day for row in self.rows if row.day is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the pages say: ``groups``, title and address of each page in ``heads``, what was searched, and notes.

    ``near`` are the pages nearest before and after the time asked for, where none is within it.
    """

    searched: str
    groups: tuple[Group, ...] = ()
    near: tuple[Held, ...] = ()
    heads: Mapping[str, tuple[str, str]]
    notes: tuple[str, ...] = ()


def person_label(rows: list[Held]) -> str:
    """The name with the title that most pages give."""
    names = [row.name for row in rows]
    titles = [row.title for row in rows if row.title]
    name = max(dict.fromkeys(names), key=names.count)
    return with_title(name, max(dict.fromkeys(titles), key=titles.count) if titles else "")


def post_label(rows: list[Held]) -> str:
    """The post in full, as it was held."""
    first = rows[0]
    if not first.role:
        return "(ไม่ระบุตำแหน่ง)"  # named without a position
    return f"{_MANNER[first.manner]}{Post(role=first.role, body=first.body, body_name=first.body_name)}"


def searched_for(question: Question, asked: Sequence[Post]) -> str:
    """What was asked, as it was understood."""
    parts = [f"{_MANNER[post.manner]}{post}" for post in asked]
    parts += [" ".join(question.person.split())] if question.person else []
    if question.dated:
        parts.append(_year(question) or span(question.start, question.end))
    return " · ".join(parts)


def _year(question: Question) -> str:
    """The Buddhist year that is asked for, where it is a whole one."""
    start, end = question.start, question.end
    if start is None or end is None or (start, end) != (date(end.year, 1, 1), date(end.year, 12, 31)):
        return ""
    return f"พ.ศ. {buddhist_year(end)}"


def span(first: date | None, last: date | None) -> str:
    """The days from *first* to *last* as Thai writes them."""
    if first == last and first is not None:
        return thai_date(first, "short")
    ends = [thai_date(day, "short") if day is not None else "…" for day in (first, last)]
    return " – ".join(ends)


def lines(answer: Answer, limit: int) -> Iterator[str]:
    """The answer for a person: groups with their first and last day, and *limit* pages of each (0: all)."""
    for group in answer.groups:
        when = span(group.days[0], group.days[-1]) if group.days else "ไม่ทราบวันที่"  # without a day
        like = f" · อาจสะกดต่างจาก {group.like}" if group.like else ""  # perhaps another spelling of
        yield f"{group.label} · {group.pages:,} หน้า · {when}{like}"
        some = _spread(group.rows, limit)
        for row in some:
            yield from _page(row, answer.heads)
        if more := len(group.rows) - len(some):
            yield f"  … อีก {more:,} รายการ (--limit 0 แสดงทั้งหมด)"  # n more; --limit 0 shows all
        yield ""
    if answer.near:
        yield "ใกล้เคียงที่สุดนอกช่วงเวลา:"  # the nearest outside of the time
        for row in answer.near:
            yield f"{person_label([row])}"
            yield from _page(row, answer.heads)


def _page(row: Held, heads: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    title, url = heads.get(row.article_id, ("", ""))
    when = thai_date(row.day, "short") if row.day else "-"
    how = f" ({_DATED[row.dated_by]})" if row.dated_by else ""
    yield f"  {when}{how}  {row.position or '-'}"
    yield f"      {row.article_id} · {' '.join(title.split()) or url}"


def _spread(rows: Sequence[Held], most: int) -> list[Held]:
    """At most *most* of *rows* (0: all), evenly spread, the first and the last among them."""
    if not most or len(rows) <= most:
        return list(rows)
    if most == 1:
        return [rows[0]]
    return [rows[round(n * (len(rows) - 1) / (most - 1))] for n in range(most)]


def to_json(answer: Answer) -> Iterator[dict[str, Any]]:
    """One object for each page that says something, in the order of the groups."""
    for group in answer.groups:
        for row in group.rows:
            title, url = answer.heads.get(row.article_id, ("", ""))
            yield {
                "person": {"id": row.person_id, "name": row.name, "title": row.title or None},
                "position": row.position or None,
                "role": row.role or None,
                "agency": {"id": row.body, "name": row.body_name} if row.body else None,
                "manner": row.manner or None,
                "date": row.day.isoformat() if row.day else None,
                "dated_by": row.dated_by or None,
                "id": row.article_id,
                "version": row.version,
                "url": url,
                "title": title,
                "where": row.field or None,
                "start": row.start if row.start >= 0 else None,
                "end": row.end if row.start >= 0 else None,
            }
