"""What is taken out of the archive as data: citations and whole results."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from search_web.bibliography import MEDIA_TYPES, STYLES, WRITERS, Style, citation_key, reference
from search_web.pages import asked_version
from search_web.web import page_lang, site_titles, the_web

blueprint = Blueprint("exports", __name__)


@blueprint.get("/article/<article_id>/cite.<fmt>")
def citation(article_id: str, fmt: str) -> AnyResponse:
    """One article, or one of its versions with ``?version=``, as a BibTeX entry or a RIS record to save."""
    style = _style(fmt)
    shelf = the_web().rooms.shelf()
    version = asked_version()
    found = shelf.article(article_id, version)
    if found is None:
        abort(404)
    lang = page_lang()
    if version is None and found.id != article_id:
        return redirect(
            url_for("exports.citation", article_id=found.id, fmt=fmt, lang="en" if lang == "en" else None), code=301
        )
    kept = next((v for v in shelf.versions(found.id) if v.version == found.version), None)
    ref = reference(
        found,
        lang,
        titles=site_titles(lang),
        root=request.url_root,
        digest=kept.digest if kept else "",
        captured=kept.captured if kept else None,
        pinned=version is not None,
    )
    response = Response(WRITERS[style](ref), content_type=MEDIA_TYPES[style])
    name = citation_key(found.id, version)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{style}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _style(fmt: str) -> Style:
    found = next((style for style in STYLES if style == fmt), None)
    return found or abort(404)
