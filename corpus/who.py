"""``khlang who``: who held a post, or which posts a person held, by which page.

Every answer is a page: what it says is true of its day, and between two pages nothing is concluded. People are told
apart by their names alone, so that two of one name are one here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher, get_close_matches

from corpus.errors import StoreProblem, UsageProblem
from corpus.extract.agency_registry import kin
from corpus.post_bodies import body_name
from corpus.posts import Post, is_office, posts
from corpus.records import Progress, no_progress
from corpus.settings import Settings
from corpus.store import Store, open_store
from corpus.store_posts import Held
from corpus.tenures import OFTEN, like_one
from corpus.thai.dates import parse_thai_date, year_number
from corpus.thai.normalise import fold, squash
from corpus.who_answer import Answer, Group, Question, person_label, post_label, searched_for

SUGGESTED = 5  # posts or people that are named where nothing was found
RATHER_ALIKE, MOST_LIKE = 0.5, 20  # letters that bodies share that are suggested; like names that are looked at


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
    people = _people(store, question.person)
    every = [row for post in asked for row in _holders(store, post, people)]
    rows = [row for row in every if _within(row, question)]
    notes = [*_left_out(store, asked, question, people), *_before_and_after(store, asked, question)]
    near: tuple[Held, ...] = ()
    if not rows:
        near = tuple(_nearest(every, question))
        if not every:
            notes += (
                _no_such_post(store, asked, question) if people is None else _not_this_person(store, question, people)
            )
    groups = _told_misspelt(
        _grouped(_one_a_page(rows, lambda row: row.person_id), lambda row: row.person_id, person_label)
    )
    return Answer(searched=searched_for(question, asked), groups=groups, near=near, heads={}, notes=tuple(notes))


def _holders(store: Store, post: Post, people: Set[str] | None = None) -> list[Held]:
    """Everybody who is called *post*: those who were or will be only where that is asked for."""
    rows = store.people_of(post.role, None if post.of_any_body else post.body)
    wanted = {post.manner} if post.manner else {"", "acting"}
    return [row for row in rows if row.manner in wanted and (people is None or row.person_id in people)]


def _within(row: Held, question: Question) -> bool:
    if row.day is None:
        return not question.dated
    return (question.start is None or row.day >= question.start) and (question.end is None or row.day <= question.end)


def _left_out(store: Store, asked: Sequence[Post], question: Question, people: Set[str] | None) -> Iterator[str]:
    """How many pages tell of former holders, whom the question did not ask for."""
    for post in asked:
        if not post.manner:
            former = _holders(store, replace(post, manner="former"), people)
            if pages := len({row.article_id for row in former if _within(row, question)}):
                # n more pages name a former one: ask for it
                yield f"อีก {pages:,} หน้ากล่าวถึงอดีต{post} ถามได้ด้วย: khlang who 'อดีต{post}'"


def _before_and_after(store: Store, asked: Sequence[Post], question: Question) -> Iterator[str]:
    """How many pages name the same post at the bodies that came before and after the one asked for."""
    for post in asked:
        for body in kin(post.body):
            other = replace(post, body=body, body_name=body_name(body))
            rows = [row for row in _holders(store, other) if _within(row, question)]
            if pages := len({row.article_id for row in rows}):
                # n pages name the same post at the body before or after this one: ask for it
                yield f"อีก {pages:,} หน้ากล่าวถึง{other} (หน่วยงานก่อนหรือหลัง) ถามได้ด้วย: khlang who '{other}'"


def _nearest(rows: Sequence[Held], question: Question) -> Iterator[Held]:
    if question.start is not None:
        before = [row for row in rows if row.day is not None and row.day < question.start]
        yield from before[-1:]
    if question.end is not None:
        yield from [row for row in rows if row.day is not None and row.day > question.end][:1]


def _no_such_post(store: Store, asked: Sequence[Post], question: Question) -> Iterator[str]:
    """Posts that are much like those asked for and that pages do tell of; or that the words name no office."""
    for post in asked:
        found = [*_roles_at(store, post), *_bodies_with(store, post)] if post.body else _bodies_with(store, post)
        roles = store.roles()
        found = found or (get_close_matches(post.role, roles, SUGGESTED) if post.role not in roles else [])
        if found:
            yield f"ใกล้เคียงที่มีในคลัง: {'; '.join(dict.fromkeys(found))}"  # near and here
        elif not is_office(post.role):
            # not known as the name of an office; give one as pages write it
            yield f"ไม่รู้จัก {question.position.strip()!r} เป็นชื่อตำแหน่ง ลองเขียนอย่างในข่าว: khlang who 'รมว.คลัง'"


def _bodies_with(store: Store, post: Post) -> list[str]:
    """The same post at the bodies that are called most like the one asked for, or at most bodies."""
    bodies = [(body, name) for body, name, _ in store.bodies_with(post.role) if body]
    if post.body_name:
        like = {name: _likeness(post.body_name, name) for _, name in bodies}
        bodies = sorted((b for b in bodies if like[b[1]] >= RATHER_ALIKE), key=lambda b: -like[b[1]])
    return [str(replace(post, body=body, body_name=name, manner="")) for body, name in bodies[:SUGGESTED]]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _roles_at(store: Store, post: Post) -> list[str]:
    roles = [role for role, _ in store.roles_at(post.body)]
    near = get_close_matches(post.role, roles, SUGGESTED, 0) if roles else []
    return [str(replace(post, role=role, manner="")) for role in near]


def _not_this_person(store: Store, question: Question, people: Set[str]) -> Iterator[str]:
    """What to do where no page names the person in the post: another name, or all that the person was."""
    if not people:
        yield from _no_such_person(store, question.person)
    else:
        # no page names this person so; all that the person was: …
        yield f"ไม่มีหน้าที่ระบุว่าบุคคลนี้ดำรงตำแหน่งนี้ ดูทุกตำแหน่งได้ด้วย: khlang who --person '{question.person}'"


# --- what a person held -----------------------------------------------------------------------------------------------


def _of_person(store: Store, question: Question) -> Answer:
    people = _people(store, question.person) or frozenset()
    every = store.posts_of(next(iter(people))) if len(people) == 1 else ()
    rows = [row for row in every if _within(row, question)]
    near = tuple(_nearest(every, question)) if not rows else ()
    notes = tuple(_no_such_person(store, question.person)) if not every else ()
    groups = _grouped(_one_a_page(rows, _post_key), _post_key, post_label)
    named = replace(question, person=person_label(list(every))) if every else question
    return Answer(searched=searched_for(named, ()), groups=groups, near=near, heads={}, notes=notes)


def _post_key(row: Held) -> str:
    return f"{row.manner} {row.role} {row.body}"


def _people(store: Store, name: str) -> Set[str] | None:
    """The ids of the person with this id or name, else of those whose names hold it; None where no name is given."""
    from corpus.extract.people import person_id  # what finds people reads word lists; other questions do without

    if not squash(name):
        return None
    for known in (name.strip(), person_id(name)):
        if store.posts_of(known):
            return {known}
    return {person for person, _, _ in _called(store, name)}


def _called(store: Store, name: str) -> list[tuple[str, str, int]]:
    """Id, name and pages of the people whose names hold *name*, those of most pages first."""
    from corpus.extract.titles import strip_title

    wanted = squash(strip_title(fold(name)))
    return [row for row in store.person_names() if wanted and wanted in squash(fold(row[1]))]


def _no_such_person(store: Store, name: str) -> Iterator[str]:
    """Names that hold the one asked for or are much like it, those of most pages first."""
    from corpus.extract.titles import strip_title

    found = [(written, pages) for _, written, pages in _called(store, name)]
    if not found:
        names = {squash(fold(written)): (written, pages) for _, written, pages in reversed(store.person_names())}
        near = get_close_matches(squash(strip_title(fold(name))), names, MOST_LIKE, 0.7)
        found = sorted((names[key] for key in near), key=lambda row: -row[1])
    if found:
        some = "; ".join(f"{written} ({pages:,} หน้า)" for written, pages in found[: 2 * SUGGESTED])
        yield f"ชื่อใกล้เคียงที่มีในคลัง: {some}"  # names much like it that are here


# --- how it is grouped ------------------------------------------------------------------------------------------------


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
    names = [(other.rows[0].name, other.pages) for other in often]
    like = like_one(group.rows[0].name, group.pages, names)
    return next((other.label for other in often if like and other.rows[0].name == like), "")


def _one_a_page(rows: Sequence[Held], key: Callable[[Held], str]) -> list[Held]:
    """Of what one page says of the same *key* the first, which is the longest; in the order of *rows*."""
    seen: dict[tuple[str, str], Held] = {}
    for row in rows:
        seen.setdefault((key(row), row.article_id), row)
    return list(seen.values())
