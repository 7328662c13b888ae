"""What the pages of names show, as JSON for programs: ``/api/people/<id>`` and ``/api/agencies/<id>``.

The shapes are those of docs/interfaces.md. Lists are bounded; ``posts_complete`` is false where articles still wait to
be read for posts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, jsonify

from corpus.extract.agency_registry import AgencyEntry, display_name, kin, registry
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

blueprint = Blueprint("names_api", __name__)


@blueprint.get("/api/people/<person_id>")
def person(person_id: str) -> Response:
    """The names and posts of one person; 404 for an id that no article names."""
    shelf = the_web().rooms.shelf()
    name = shelf.name_of("person", person_id)
    if name is None:
        abort(404)
    titles = shelf.titles_of(person_id)
    fast, rare = sifted(shelf.tenures_of(person_id))
    shown = [*((tenure, True) for tenure in fast), *((tenure, False) for tenure in rare)][:MOST_POSTS]
    pages = [article for tenure, _ in shown for _, article in spread(tenure.pages, EVIDENCE)]
    rows: dict[str, list[Held]] = {}
    for row in shelf.said_of(person_id, pages):
        rows.setdefault(row.article_id, []).append(row)
    heads = shelf.page_heads(list(dict.fromkeys(pages)))
    return jsonify(
        {
            "id": person_id,
            "name": name,
            "label": with_title(name, titles[0][0] if titles else ""),
            "spellings": _counted(shelf.spellings(person_id)),
            "titles": _counted(titles),
            "posts": [_post(tenure, sure, rows, heads) for tenure, sure in shown],
            "posts_complete": not shelf.are_posts_behind(),
        }
    )


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
    return jsonify(
        {
            "id": agency_id,
            "name": entry.name_th,
            "name_en": entry.name_en or None,
            "listed": agency_id in registry(),
            "abbreviations": list(entry.abbreviations),
            "aliases": list(entry.aliases),
            "former": list(entry.former),
            "from": first,
            "to": last,
            "parent": _named(entry.parent) if entry.parent in registry() else None,
            "children": [_named(e.id) for e in registry().values() if e.parent == agency_id and not e.acting],
            "before": [_named(i) for i in kin(agency_id) if i != entry.successor],
            "after": [_named(i) for i in kin(agency_id) if i == entry.successor],
            "posts": [_role(role, told_misspelt(held)) for role, held in by_role(tenures)[:MOST_ROLES]],
            "posts_complete": not shelf.are_posts_behind(),
        }
    )


def _post(
    tenure: Tenure, sure: bool, rows: Mapping[str, Sequence[Held]], heads: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    told = [(day, a, row_of(tenure, rows.get(a, ()))) for day, a in spread(tenure.pages, EVIDENCE)]
    return {
        "post": str(tenure.post),
        "role": tenure.role,
        "agency": {"id": tenure.body, "name": tenure.body_name} if tenure.body else None,
        "sure": sure,
        **_span(tenure),
        "evidence": [
            {
                "id": article,
                "title": heads.get(article, ("", ""))[0],
                "url": heads.get(article, ("", ""))[1],
                "date": day.isoformat() if day else None,
                "dated_by": (row.dated_by or None) if row else None,
                "version": row.version if row else None,
                "position": row.position if row else None,
                "where": (row.field or None) if row else None,
                "start": row.start if row and row.start >= 0 else None,
                "end": row.end if row and row.start >= 0 else None,
            }
            for day, article, row in told
        ],
    }


def _role(role: str, held: Sequence[Tenure]) -> dict[str, Any]:
    return {
        "role": role,
        "holders": [{"person": {"id": t.person_id, "name": t.name}, **_span(t)} for t in held[:MOST_HOLDERS]],
    }


def _span(tenure: Tenure) -> dict[str, Any]:
    days = tenure.days
    return {
        "manner": tenure.manner or None,
        "pages": len(tenure.pages),
        "first": days[0].isoformat() if days else None,
        "last": days[-1].isoformat() if days else None,
        "like": tenure.like or None,
    }


def _named(agency_id: str) -> dict[str, str]:
    return {"id": agency_id, "name": display_name(agency_id)}


def _counted(rows: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"text": text, "count": number} for text, number in rows]
