"""The pages for people: start and results. Each works without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from corpus.errors import IndexProblem
from index.hits import SearchPage, SearchRequest
from search_web.args import MAX_VALUE, clean
from search_web.results import results_page
from search_web.start_view import start_view
from search_web.web import link_in, page_lang, the_web
from search_web.week import EXAMPLES as EXAMPLES_OF_WEEK
from search_web.week import week_view

RECENT = 6
# Searches behind a click: a phrase, an agency, years, a province. In Thai on English pages too: so is what they find.
EXAMPLES = ('"การมีส่วนร่วมของประชาชน"', "หน่วยงาน:ก.พ.ร.", "ปี:2550..2552", "จังหวัด:ปทุมธานี")
SYNTAX = (
    ("ปฏิรูประบบราชการ จังหวัด", "help_words"),
    ('"การมีส่วนร่วมของประชาชน"', "help_phrase"),
    ("ประชุม -สัมมนา", "help_without"),
    ("สัมมนา OR ประชุม", "help_either"),
    ("หน่วยงาน:ก.พ.ร.", "help_agency"),
    ('บุคคล:"ทศพร ศิริสัมพันธ์"', "help_person"),
    ("ปี:2550..2552", "help_year"),
    ("วันที่:22เม.ย.2551", "help_date"),
    ("หัวเรื่อง:รางวัล", "help_in_title"),
    ("ปฏิรูป*", "help_prefix"),
    ("ประยุทธ์~", "help_similar"),
)

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def start() -> str:
    """The start page: one search box, what is kept, the latest news."""
    lang = page_lang()
    rooms = the_web().rooms
    shelf = rooms.shelf() if rooms.has_shelf() else None
    view = start_view(
        lang,
        link_in(lang),
        counts=shelf.counts() if shelf else {},
        recent=shelf.recent(RECENT) if shelf else (),
        everything=_everything(),
        examples=EXAMPLES,
    )
    week = week_view(rooms.lately(datetime.now(UTC), EXAMPLES_OF_WEEK), lang) if shelf else None
    return render_template("start.html", view=view, syntax=SYNTAX, week=week)


@blueprint.get("/search")
def search() -> str | Response:
    """The results page."""
    return results_page(SYNTAX)


def asked_version() -> int | None:
    """The version that the address asks for; 404 for one that cannot be."""
    typed = request.args.get("version")
    if typed is None:
        return None
    number = small_number(typed)
    if number is None:
        abort(404)
    return number


def small_number(typed: str) -> int | None:
    """A whole number from 1 on, of at most nine digits, or None."""
    typed = clean(typed, MAX_VALUE)
    return int(typed) if typed.isdecimal() and len(typed) <= 9 and int(typed) >= 1 else None


def _everything() -> SearchPage | None:
    """The search for all articles, which knows the years and sites; None where there is no index yet."""
    try:
        return the_web().rooms.engine().search(SearchRequest(sort="newest", per_page=1, lang=page_lang()))
    except IndexProblem:
        return None
