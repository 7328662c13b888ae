"""The web: search page, article pages and JSON, from a finished index and the catalogue; see :func:`create_app`."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from corpus.settings import Settings
from index.engine import SearchEngine
from search_web import (
    about,
    api,
    archived,
    compare,
    discovery,
    exports,
    feeds,
    filters,
    frame,
    metrics,
    names,
    names_api,
    pages,
    problems,
    ratelimit,
    security,
    status,
)
from search_web import reading as _reading  # noqa: F401  its routes are those of pages.blueprint
from search_web.allowance import Counts
from search_web.rooms import ReadCapture, Rooms, Shelf
from search_web.tally import Tally
from search_web.web import Web

__all__ = ["create_app"]

AREAS = (
    about,
    api,
    archived,
    compare,
    discovery,
    exports,
    feeds,
    metrics,
    names,
    names_api,
    pages,
    status,
)


def create_app(
    settings: Settings,
    *,
    engine: SearchEngine | None = None,
    store: Shelf | None = None,
    read: ReadCapture | None = None,
    counts: Counts | None = None,
    tally: Tally | None = None,
) -> Flask:
    """The web application, reading nothing until the first request.

    *engine*, *store* and *read* take the place of the index, the catalogue and the WARC reader that *settings* name.
    *counts* are those of the rate limit and *tally* those of requests, where other processes share them.
    Raises SettingsProblem for a rate limit that cannot be understood.
    """
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it; the base class does not
    app.json.sort_keys = False  # type: ignore[attr-defined]  # as above: keys stay in the order of the promise
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["MAX_CONTENT_LENGTH"] = 64_000  # nothing is uploaded here
    web = Web(settings, Rooms(settings, engine=engine, store=store, read=read))
    app.extensions["khlang"] = web
    for area in AREAS:
        app.register_blueprint(area.blueprint)
    metrics.register(app, tally)
    filters.register(app)
    frame.register(app)
    problems.register(app)
    security.register(app, settings)
    ratelimit.register(app, settings, counts)
    if settings.behind_proxy:
        trusted = settings.behind_proxy
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted, x_prefix=trusted)  # type: ignore[method-assign]  # Flask's documented way to wrap
    return app
