"""What is shown when something is wrong: a page that helps, or the one JSON shape; never a stack trace."""

from __future__ import annotations

from flask import Flask, Response, abort, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from corpus.errors import ArchiveProblem, IndexProblem, NewsError
from search_web.args import clean
from search_web.security import for_programs
from search_web.text import TEXTS, say
from search_web.web import page_lang, the_web, too_long

# What the keeper of the archive types to repair it, by the name of the page that says so.
COMMANDS = {"noindex": "khlang index build", "503": "khlang doctor", "nocopy": "khlang doctor"}
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
        response = explain(status, str(status))
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
            return explain(503, "nocopy")
        return explain(503, "503")


def explain(status: int, name: str) -> Response:
    """The failure page called *name* with *status*, or its JSON for a program."""
    if f"error_{name}_title" not in TEXTS:
        name = "other"
    lang = page_lang()
    # What was typed stays in the search box, so that it can be asked again.
    q = clean(request.args.get("q", ""), the_web().settings.max_query)
    title, help_ = say(lang, f"error_{name}_title"), say(lang, f"error_{name}_help")
    command = COMMANDS.get(name, "")
    if for_programs(request.path):
        code = {"noindex": "no_index", "nocopy": "no_copy"}.get(name) or CODES.get(status, "failed")
        message = f"{title}: {help_} {command}".strip()
        response = jsonify({"error": {"status": status, "code": code, "message": message}})
    else:
        response = make_response(
            render_template("error.html", title=title, help=help_, command=command, status=status, q=q)
        )
    response.status_code = status
    return response
