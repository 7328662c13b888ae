"""What is shown when something is wrong: a page that helps, or the one JSON shape; never a stack trace."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, abort, current_app, jsonify, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from corpus.errors import ArchiveProblem, IndexProblem, NewsError
from search_web.args import clean
from search_web.security import for_programs
from search_web.text import TEXTS, Lang, say
from search_web.web import page_lang, the_web, too_long

# What the keeper of the archive types to repair it, by the name of the page that says so.
COMMANDS = {"noindex": "khlang index build", "503": "khlang doctor", "nocopy": "khlang doctor"}
VERSIONED = {"version", "from", "to"}  # parameters that name a version of an article
CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    414: "too_long",
    429: "too_many_requests",
    500: "internal",
    503: "not_ready",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link that leads on from a failure."""

    href: str
    text: str


def register(app: Flask) -> None:
    """Make *app* answer every failure through :func:`explain`."""

    @app.before_request
    def refuse_long_addresses() -> None:
        if too_long():
            abort(414)

    @app.errorhandler(HTTPException)
    def http_problem(error: HTTPException) -> Response:
        if error.response is not None:  # redirects and the like are answers, not failures
            return make_response(error.response)
        status = error.code or 500
        if status < 400:
            return make_response(error.get_response())
        response = _no_such_version() if status == 404 else None
        response = response or explain(status, str(status))
        for name, value in error.get_headers(None):
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response

    @app.errorhandler(NewsError)
    def known_problem(error: NewsError) -> Response:
        # The message names paths of this machine: it is for the log, the page says the repair only.
        current_app.logger.error("%s: %s", type(error).__name__, error)
        if isinstance(error, IndexProblem):
            return explain(503, "noindex")
        if isinstance(error, ArchiveProblem):
            return explain(503, "nocopy", way=_article_of_request())
        return explain(503, "503")


def explain(status: int, name: str, way: Way | None = None, **slots: object) -> Response:
    """The failure page called *name* with *status*, or its JSON for a program.

    *way* leads on from the page, *slots* fill its text.
    """
    if f"error_{name}_title" not in TEXTS:
        name = "other"
    lang = page_lang()
    # What was typed stays in the search box, so that it can be asked again.
    q = clean(request.args.get("q", ""), the_web().settings.max_query)
    title, help_ = say(lang, f"error_{name}_title"), say(lang, f"error_{name}_help", **slots)
    command = COMMANDS.get(name, "")
    keeper = say(lang, "error_keeper") if name == "nocopy" else ""
    if for_programs(request.path):
        code = {"noindex": "no_index", "nocopy": "no_copy"}.get(name) or CODES.get(status, "failed")
        message = " ".join(filter(None, (f"{title}: {help_}", keeper, command)))
        response = jsonify({"error": {"status": status, "code": code, "message": message}})
    else:
        page = {"title": title, "help": help_, "command": command, "keeper": keeper, "way": way, "status": status}
        response = make_response(render_template("error.html", **page, q=q))
    response.status_code = status
    return response


def _article_of_request() -> Way | None:
    """The way to the article, from an address below it; its newest version, whichever was asked for."""
    article_id = (request.view_args or {}).get("article_id")
    if article_id is None:
        return None
    lang = page_lang()
    return Way(url_for("pages.article", article_id=article_id, lang=_other(lang)), say(lang, "error_to_article"))


def _no_such_version() -> Response | None:
    """The page that says which versions there are, where one was asked for that an article does not have."""
    article_id = (request.view_args or {}).get("article_id")
    rooms = the_web().rooms
    if article_id is None or not VERSIONED & request.args.keys() or not rooms.has_shelf():
        return None
    try:
        found = rooms.shelf().article(article_id)
        kept = rooms.shelf().versions(found.id) if found else ()
    except NewsError as e:
        current_app.logger.warning("which versions there are cannot be told: %s", e)
        return None
    asked = {request.args[name].strip() for name in VERSIONED & request.args.keys()}
    if found is None or not kept or asked <= {"", *(str(v.version) for v in kept)}:
        return None  # it is something else that is not there
    lang, newest = page_lang(), max(v.version for v in kept)
    way = Way(url_for("pages.versions", article_id=found.id, lang=_other(lang)), say(lang, "versions"))
    return explain(404, "version" if newest > 1 else "only_version", way, newest=newest)


def _other(lang: Lang) -> str | None:
    return lang if lang == "en" else None
