"""The page on how the archive stands, for those who look after it and those who ask what it can be relied on for."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template

from corpus.errors import IndexProblem
from corpus.standing import Standing
from index.engine import IndexState
from search_web.status_view import Asked, status_view
from search_web.web import link_in, page_lang, site_titles, the_web

blueprint = Blueprint("status", __name__)


@blueprint.get("/status")
def status() -> str:
    """The status page; raises StoreProblem where there is a catalogue that cannot be read."""
    now, lang = datetime.now(UTC), page_lang()
    standing, state, waiting = look(now)
    asked = Asked(lang, now, site_titles(lang), link_in(lang))
    return render_template("status.html", view=status_view(standing, state, waiting, asked))


def look(now: datetime) -> tuple[Standing, IndexState | None, tuple[int, datetime | None]]:
    """How the archive and its index stand, and what waits to be indexed. Before the first crawl all is empty."""
    web = the_web()
    if not web.rooms.has_shelf():
        return Standing(), None, (0, None)
    shelf, state = web.rooms.shelf(), index_state()
    return shelf.standing(web.settings, now), state, shelf.waiting(state.seq) if state else (0, None)


def index_state() -> IndexState | None:
    """The state of the index that serves; None where there is none that can be used."""
    try:
        return the_web().rooms.engine().state()
    except IndexProblem:
        return None
