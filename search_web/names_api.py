"""What the pages of names show, as JSON for programs: ``/api/people/<id>`` and ``/api/agencies/<id>``.

The types below are the shapes of docs/interfaces.md, and the OpenAPI document is made from them. Lists are bounded;
``posts_complete`` is false where articles still wait to be read for posts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, jsonify

from corpus.extract.agency_registry import AgencyEntry, display_name, kin, registry
from corpus.records import to_plain
from corpus.tenures import Tenure, by_role, sifted, spread, told_misspelt
from corpus.thai.names import with_title
from search_web.names_agency import years_of
from search_web.names_view import row_of
from search_web.web import the_web

if TYPE_CHECKING:
    from corpus.store_posts import Held

MOST_POSTS = 60  # of a person
MOST_ROLES = 40  # at an agency
MOST_HOLDERS = 100  # of one role
EVIDENCE = 3  # pages that are named for one post


@dataclass(frozen=True, slots=True)
class IdName:
    """A person or an agency by its id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """A spelling or a title, and how many mentions have it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One article that names somebody in a post: ``position`` as it is written there, at ``start``:``end``."""

    id: str
    version: int | None
    title: str
    url: str
    date: date | None
    dated_by: str | None
    position: str | None
    where: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPost:
    """One post of a person, by all articles that say so."""

    post: str
    role: str
    agency: IdName | None
    manner: str | None
    pages: int
    first: date | None
    last: date | None
    sure: bool
    like: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed:
    """What articles say of one name."""

    id: str
    name: str
    label: str
    spellings: tuple[Written, ...]
    titles: tuple[Written, ...]
    posts: tuple[PersonPost, ...]
    posts_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whom articles name in one role at an agency."""

    person: IdName
    manner: str | None
    pages: int
    first: date | None
    last: date | None
    like: str | None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """One role at an agency, with its holders in the order of their first days."""

    role: str
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyNamed:
    """What the register and the articles say of one agency."""

    id: str
    name: str
    name_en: str | None
    listed: bool
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    year_from: int | None
    year_to: int | None
    parent: IdName | None
    children: tuple[IdName, ...]
    before: tuple[IdName, ...]
    after: tuple[IdName, ...]
    posts: tuple[RoleHeld, ...]
    posts_complete: bool


blueprint = Blueprint("names_api", __name__)


@blueprint.get("/api/people/<person_id>")
def person(person_id: str) -> Response:
    """The names and posts of one person; 404 for an id that no article names."""
    shelf = the_web().rooms.shelf()
    name = shelf.name_of("person", person_id)
    if name is None:
        abort(404)
    titles = shelf.titles_of(person_id)
    spellings = shelf.spellings(person_id)
    fast, rare = sifted(shelf.tenures_of(person_id), named=sum(n for _, n in spellings))
    shown = [*((tenure, True) for tenure in fast), *((tenure, False) for tenure in rare)][:MOST_POSTS]
    pages = [article for tenure, _ in shown for _, article in spread(tenure.pages, EVIDENCE)]
    rows: dict[str, list[Held]] = {}
    for row in shelf.said_of(person_id, pages):
        rows.setdefault(row.article_id, []).append(row)
    heads = shelf.page_heads(list(dict.fromkeys(pages)))
    answer = PersonNamed(
        id=person_id,
        name=name,
        label=with_title(name, titles[0][0] if titles else ""),
        spellings=tuple(Written(*row) for row in spellings),
        titles=tuple(Written(*row) for row in titles),
        posts=tuple(_post(tenure, sure, rows, heads) for tenure, sure in shown),
        posts_complete=not shelf.are_posts_behind(),
    )
    return jsonify(to_plain(answer))


@blueprint.get("/api/agencies/<agency_id>")
def agency(agency_id: str) -> Response:
    """The names, relations and posts of one agency; 404 for an id that is not listed and that no article names."""
    shelf = the_web().rooms.shelf()
    tenures = shelf.tenures_at(agency_id)
    name = shelf.name_of("agency", agency_id) or next((t.body_name for t in tenures), "")
    if agency_id not in registry() and not name:
        abort(404)
    entry = registry().get(agency_id) or AgencyEntry(id=agency_id, name_th=name, name_en="")
    first, last = years_of(entry)
    under = (e.id for e in registry().values() if e.parent == agency_id and not e.acting)
    answer = AgencyNamed(
        id=agency_id,
        name=entry.name_th,
        name_en=entry.name_en or None,
        listed=agency_id in registry(),
        abbreviations=entry.abbreviations,
        aliases=entry.aliases,
        former=entry.former,
        year_from=first,
        year_to=last,
        parent=_listed(entry.parent) if entry.parent in registry() else None,
        children=tuple(map(_listed, under)),
        before=tuple(_listed(i) for i in kin(agency_id) if i != entry.successor),
        after=tuple(_listed(i) for i in kin(agency_id) if i == entry.successor),
        posts=tuple(_role(role, told_misspelt(held)) for role, held in by_role(tenures)[:MOST_ROLES]),
        posts_complete=not shelf.are_posts_behind(),
    )
    return jsonify(to_plain(answer))


def _post(
    tenure: Tenure, sure: bool, rows: Mapping[str, Sequence[Held]], heads: Mapping[str, tuple[str, str]]
) -> PersonPost:
    told = [(day, a, row_of(tenure, rows.get(a, ()))) for day, a in spread(tenure.pages, EVIDENCE)]
    days = tenure.days
    return PersonPost(
        post=str(tenure.post),
        role=tenure.role,
        agency=IdName(tenure.body, tenure.body_name) if tenure.body else None,
        manner=tenure.manner or None,
        pages=len(tenure.pages),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        sure=sure,
        like=tenure.like or None,
        evidence=tuple(_evidence(day, article, row, heads.get(article, ("", ""))) for day, article, row in told),
    )


def _evidence(day: date | None, article_id: str, row: Held | None, head: tuple[str, str]) -> Evidence:
    placed = row is not None and row.start >= 0
    return Evidence(
        id=article_id,
        version=row.version if row else None,
        title=head[0],
        url=head[1],
        date=day,
        dated_by=(row.dated_by or None) if row else None,
        position=row.position if row else None,
        where=(row.field or None) if row else None,
        start=row.start if row and placed else None,
        end=row.end if row and placed else None,
    )


def _role(role: str, held: Sequence[Tenure]) -> RoleHeld:
    return RoleHeld(role, tuple(map(_holder, held[:MOST_HOLDERS])))


def _holder(tenure: Tenure) -> Holder:
    days = tenure.days
    return Holder(
        person=IdName(tenure.person_id, tenure.name),
        manner=tenure.manner or None,
        pages=len(tenure.pages),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        like=tenure.like or None,
    )


def _listed(agency_id: str) -> IdName:
    return IdName(agency_id, display_name(agency_id))
