"""The JSON for programs: search, articles, suggestions, health. Thai stays Thai, and every error has one shape.

::

    {"error": {"status": 404, "code": "not_found", "message": "…"}}
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request

from corpus.records import to_plain
from index.hits import around_json
from search_web.api_guide import guide_view
from search_web.args import MAX_PER_PAGE, MAX_VALUE, PER_PAGE, clean
from search_web.names_view import named_in
from search_web.openapi import document
from search_web.pages import asked_version
from search_web.status import index_state
from search_web.web import around, asked_of_address, page_lang, run_search, the_web, with_notes

SUGGESTIONS = 8
SIMILAR = 10
SUGGESTIONS_TYPE = "application/x-suggestions+json"  # OpenSearch Suggestions 1.1

blueprint = Blueprint("api", __name__)


@blueprint.get("/api")
def guide() -> str:
    """The page for people who write programs."""
    return render_template("api.html", view=guide_view())


@blueprint.get("/api/search")
def search() -> Response:
    """The search JSON of docs/interfaces.md."""
    asked = asked_of_address(per_page=PER_PAGE, max_per_page=MAX_PER_PAGE)
    asked, page = run_search(asked, group=False, choices=False)
    lang = page_lang()
    return jsonify(replace(with_notes(asked, page, lang), facets=dict(named_in(page.facets, lang))).to_json())


@blueprint.get("/api/articles/<article_id>")
def article(article_id: str) -> Response:
    """The Article JSON of one article, or of one of its versions with ``?version=``."""
    found = the_web().rooms.shelf().article(article_id, asked_version())
    if found is None:
        abort(404)
    return jsonify(found.to_json())


@blueprint.get("/api/articles/<article_id>/similar")
def similar(article_id: str) -> Response:
    """The articles like one, most alike first, and the other pages with its content."""
    found = the_web().rooms.shelf().article(article_id)
    if found is None:
        abort(404)
    same, alike = around(found.id, SIMILAR)
    return jsonify(around_json(found.id, same, alike))


@blueprint.get("/api/articles/<article_id>/versions")
def versions(article_id: str) -> Response:
    """All versions of one article, oldest first, without their texts."""
    found = the_web().rooms.shelf().versions(article_id)
    if not found:
        abort(404)
    return jsonify({"id": found[0].article_id, "versions": [_version(v) for v in found]})


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Completions of ``q``, with ``format=opensearch`` in the form that the search boxes of browsers read."""
    q = clean(request.args.get("q", ""), MAX_VALUE)
    found = list(the_web().rooms.engine().suggest(q, SUGGESTIONS)) if q else []
    if request.args.get("format") != "opensearch":
        return jsonify({"q": q, "suggestions": found})
    response = jsonify([q, found])
    response.content_type = SUGGESTIONS_TYPE
    return response


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The OpenAPI document of these addresses."""
    return jsonify(document(request.script_root))


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether this process can do its work, for load balancers.

    ``ok``, or ``degraded`` where articles can be read but not searched; raises a StoreProblem, shown as 503, where
    there is no catalogue to read.
    """
    articles = the_web().rooms.shelf().article_total()
    state = index_state()
    return jsonify(
        {
            "status": "ok" if state else "degraded",
            "articles": articles,
            "indexed": state.documents if state else 0,
            "reasons": [] if state else ["no_index"],
        }
    )


def _version(version: Any) -> dict[str, Any]:
    value: dict[str, Any] = to_plain(version)
    value.pop("location", None)  # where the archive keeps its files is nobody's business outside
    return value
