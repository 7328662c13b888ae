"""``khlang who``: who held a post, or which posts a person held, by which page.

Every answer is a page: what it says is true of its day, and between two pages nothing is concluded. People are told
apart by their names alone, so that two of one name are one here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from corpus.errors import StoreProblem, UsageProblem
from corpus.posts import Post, posts
from corpus.records import Progress, no_progress
from corpus.settings import Settings
from corpus.store import Store, open_store
from corpus.store_posts import Held
from corpus.thai.dates import parse_thai_date, thai_date, year_number
from corpus.thai.normalise import squash

GLUED = 6  # letters of a title that is written without a blank before the name: นางสาว
ALIKE, MUCH_MORE, OFTEN = 0.85, 5, 20  # letters that misspelt names share; how many more pages; names looked at
SUGGESTED = 5  # posts or people that are named where nothing was found

# How an answer says what its day is, and how the post was held.
_DATED = {
    "event": "วันที่ในข่าว",
    "published": "เผยแพร่",
    "told": "ตามเนื้อหา",  # by what the text tells of
    "stamp": "ประทับวันที่",
    "": "",
}
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


def period(year: str | None, start: str | None, end: str | None) -> tuple[date | None, date | None]:
    """The days that ``--year``, ``--from`` and ``--to`` mean; years and dates in either era, Thai or Arabic digits.

    Raises :class:`UsageProblem` for what is none, and for an end before its beginning.
    """
    if year is not None:
        if start is not None or end is not None:
            raise UsageProblem("--year and --from or --to exclude one another; give a year, or two dates")
        number = year_number(year)
        if number is None:
            raise UsageProblem(f"--year is {year!r}, which is not a year; write 2555 or 2012")
        return date(number, 1, 1), date(number, 12, 31)
    first, last = _day(start, "--from", (1, 1)), _day(end, "--to", (12, 31))
    if first is not None and last is not None and last < first:
        raise UsageProblem(f"--to {end} is before --from {start}; give the older date to --from")
    return first, last


def _day(text: str | None, flag: str, of_year: tuple[int, int]) -> date | None:
    if text is None:
        return None
    if (year := year_number(text)) is not None:
        return date(year, *of_year)
    if (day := parse_thai_date(text)) is not None:
        return day
    raise UsageProblem(f'{flag} is {text!r}, which is not a date; write 2555, 2012-04-22 or "22 เม.ย. 2555"')


def ask(settings: Settings, question: Question, progress: Progress = no_progress) -> Answer:
    """What the catalogue says; articles that an older program stored are read first.

    Raises :class:`UsageProblem` for a question that asks nothing, ``StoreProblem`` where there is no catalogue.
    """
    if not squash(question.position) and not squash(question.person):
        raise UsageProblem('give a position, or a name: khlang who "เลขาธิการ ก.พ.ร." or khlang who --person NAME')
    notes = tuple(_caught_up(settings, progress))
    with open_store(settings, readonly=True) as store:
        answer = _of_person(store, question) if not squash(question.position) else _of_post(store, question)
        shown = {row.article_id for group in answer.groups for row in group.rows}
        heads = store.page_heads(sorted(shown | {row.article_id for row in answer.near}))
    return replace(answer, heads=heads, notes=(*answer.notes, *notes))


def _caught_up(settings: Settings, progress: Progress) -> Iterator[str]:
    """Have read what an older program stored; says what could not be read now."""
    with open_store(settings, readonly=True) as store:
        behind = store.posts_behind()
    if not behind:
        return
    try:
        with open_store(settings) as store:
            store.catch_up(progress)
    except StoreProblem as e:
        # of n pages that an older version stored, the positions are not read yet
        yield f"หน้าที่เก็บโดยโปรแกรมรุ่นก่อนอีก {behind:,} รายการยังไม่ได้อ่านตำแหน่ง ({e})"


# --- who held a post --------------------------------------------------------------------------------------------------


def _of_post(store: Store, question: Question) -> Answer:
    asked = posts(question.position)
    person = _person(store, question.person) if question.person else ""
    every = [row for post in asked for row in _holders(store, post, person)]
    rows = [row for row in every if _within(row, question)]
    notes = [*_left_out(store, asked, question, person)]
    near: tuple[Held, ...] = ()
    if not rows:
        near = tuple(_nearest(every, question))
        notes += _no_such_post(store, asked) if not every else ()
    groups = _told_misspelt(_grouped(_one_a_page(rows), lambda row: row.person_id, _person_label))
    return Answer(searched=_searched(question, asked), groups=groups, near=near, heads={}, notes=tuple(notes))


def _holders(store: Store, post: Post, person: str = "") -> list[Held]:
    """Everybody who is called *post*: those who were or will be only where that is asked for."""
    rows = store.people_of(post.role, None if post.of_any_body else post.body)
    wanted = {post.manner} if post.manner else {"", "acting"}
    return [row for row in rows if row.manner in wanted and person in ("", row.person_id)]


def _within(row: Held, question: Question) -> bool:
    if row.day is None:
        return not question.dated
    return (question.start is None or row.day >= question.start) and (question.end is None or row.day <= question.end)


def _left_out(store: Store, asked: Sequence[Post], question: Question, person: str) -> Iterator[str]:
    """How many pages tell of former holders, whom the question did not ask for."""
    for post in asked:
        if not post.manner:
            former = _holders(store, replace(post, manner="former"), person)
            if pages := len({row.article_id for row in former if _within(row, question)}):
                # n more pages name a former one: ask for it
                yield f"อีก {pages:,} หน้ากล่าวถึงอดีต{post} ถามได้ด้วย: khlang who 'อดีต{post}'"


def _nearest(rows: Sequence[Held], question: Question) -> Iterator[Held]:
    if question.start is not None:
        before = [row for row in rows if row.day is not None and row.day < question.start]
        yield from before[-1:]
    if question.end is not None:
        yield from [row for row in rows if row.day is not None and row.day > question.end][:1]


def _no_such_post(store: Store, asked: Sequence[Post]) -> Iterator[str]:
    """Posts that are much like those asked for and that pages do tell of."""
    for post in asked:
        bodies = [(body, name) for body, name, _ in store.bodies_with(post.role) if body]
        like = sorted(bodies, key=lambda b: -SequenceMatcher(None, post.body_name, b[1], autojunk=False).ratio())
        found = [str(replace(post, body=body, body_name=name, manner="")) for body, name in like[:SUGGESTED]]
        if post.body:
            roles = [role for role, _ in store.roles_at(post.body)]
            near = get_close_matches(post.role, roles, SUGGESTED, 0) if roles else []
            found = [str(replace(post, role=role, manner="")) for role in near] + found
        found = found or get_close_matches(post.role, store.roles(), SUGGESTED)
        if found:
            yield f"ใกล้เคียงที่มีในคลัง: {'; '.join(dict.fromkeys(found[: 2 * SUGGESTED]))}"  # near and here


# --- what a person held -----------------------------------------------------------------------------------------------


def _of_person(store: Store, question: Question) -> Answer:
    person = _person(store, question.person)
    every = store.posts_of(person)
    rows = [row for row in every if _within(row, question)]
    near = tuple(_nearest(every, question)) if not rows else ()
    notes = tuple(_no_such_person(store, question.person)) if not every else ()
    groups = _grouped(rows, lambda row: f"{row.manner} {row.role} {row.body}", _post_label)
    named = replace(question, person=_person_label(list(every))) if every else question
    return Answer(searched=_searched(named, ()), groups=groups, near=near, heads={}, notes=notes)


def _person(store: Store, name: str) -> str:
    """The id of a person given by id or name."""
    from corpus.extract.people import person_id  # what finds people reads word lists; other questions do without

    return name if store.posts_of(name) else person_id(name)


def _no_such_person(store: Store, name: str) -> Iterator[str]:
    from corpus.extract.titles import strip_title

    wanted = squash(strip_title(name))
    names = {squash(written): written for _, written in store.person_names()}
    found = [written for key, written in names.items() if wanted and wanted in key][: 2 * SUGGESTED]
    found = found or [names[key] for key in get_close_matches(wanted, names, SUGGESTED, 0.7)]
    if found:
        yield f"ชื่อใกล้เคียงที่มีในคลัง: {'; '.join(found)}"  # names much like it that are here


# --- how it is laid out -----------------------------------------------------------------------------------------------


def _grouped(rows: Sequence[Held], key: Callable[[Held], str], label: Callable[[list[Held]], str]) -> tuple[Group, ...]:
    """*rows* by *key*, in the order of their first days."""
    together: dict[str, list[Held]] = {}
    for row in sorted(rows, key=lambda row: (row.day is None, row.day or date.min)):
        together.setdefault(key(row), []).append(row)
    return tuple(Group(label=label(some), rows=tuple(some)) for some in together.values())


def _told_misspelt(groups: Sequence[Group]) -> tuple[Group, ...]:
    """*groups* with those that are named by a few pages held against those that many name."""
    often = sorted(groups, key=lambda group: -group.pages)[:OFTEN]
    return tuple(replace(group, like=_like(group, often)) for group in groups)


def _like(group: Group, often: Sequence[Group]) -> str:
    name = group.rows[0].name
    for other in often:
        if other.pages >= MUCH_MORE * group.pages:
            matcher = SequenceMatcher(None, name, other.rows[0].name, autojunk=False)
            if matcher.real_quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                return other.label
    return ""


def _one_a_page(rows: Sequence[Held]) -> list[Held]:
    """Of what one page calls a person the first, which is the longest."""
    return list({(row.person_id, row.article_id): row for row in reversed(rows)}.values())


def _person_label(rows: list[Held]) -> str:
    """The name with the title that most pages give."""
    names = [row.name for row in rows]
    titles = [row.title for row in rows if row.title]
    name = max(dict.fromkeys(names), key=names.count)
    title = max(dict.fromkeys(titles), key=titles.count) if titles else ""
    glued = len(title) <= GLUED and not title.isascii() and not name[:1].isascii()
    return f"{title}{'' if glued else ' '}{name}".strip()


def _post_label(rows: list[Held]) -> str:
    first = rows[0]
    if not first.role:
        return "(ไม่ระบุตำแหน่ง)"  # named without a position
    return f"{_MANNER[first.manner]}{Post(role=first.role, body=first.body, body_name=first.body_name)}"


def _searched(question: Question, asked: Sequence[Post]) -> str:
    parts = [f"{_MANNER[post.manner]}{post}" for post in asked]
    parts += [" ".join(question.person.split())] if question.person else []
    if question.dated:
        parts.append(_span(question.start, question.end))
    return " · ".join(parts)


def _span(first: date | None, last: date | None) -> str:
    if first == last and first is not None:
        return thai_date(first, "short")
    ends = [thai_date(day, "short") if day is not None else "…" for day in (first, last)]
    return " – ".join(ends)


def lines(answer: Answer, limit: int) -> Iterator[str]:
    """The answer for a person: groups with their first and last day, and *limit* pages of each (0: all)."""
    for group in answer.groups:
        when = _span(group.days[0], group.days[-1]) if group.days else "ไม่ทราบวันที่"  # without a day
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
            yield f"{_person_label([row])}"
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
