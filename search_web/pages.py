"""The pages for people: start, results, article, history. Each works without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.errors import IndexProblem
from index.hits import SAME_SHOWN, Hit, Same, SearchPage, SearchRequest
from search_web.args import MAX_VALUE, clean
from search_web.article_view import article_view, versions_view
from search_web.results import results_page
from search_web.start_view import start_view
from search_web.text import count
from search_web.web import around, link_in, page_lang, site_titles, the_web
from search_web.week import EXAMPLES as EXAMPLES_OF_WEEK
from search_web.week import week_view

RECENT = 6
SIMILAR = 5
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


@blueprint.get("/article/<article_id>")
def article(article_id: str) -> str | Response:
    """One article, or one of its versions with ``?version=``; another id of it leads to the one that stands for it."""
    shelf = the_web().rooms.shelf()
    found = shelf.article(article_id, asked_version())
    if found is None:
        abort(404)
    if found.id != article_id:
        return _moved("pages.article", found.id)
    lang = page_lang()
    part = small_number(request.args.get("part", "")) or 1
    view = article_view(
        found,
        shelf.versions(article_id),
        lang,
        link_in(lang),
        site=site_titles(lang)(found.site),
        gone=shelf.gone_since(article_id),
        part=part,
    )
    same, similar = _around(found.id) if view.latest else ((), ())
    titles = site_titles(lang)
    unnamed = len(same) - SAME_SHOWN
    return render_template(
        "article.html",
        view=view,
        same=same[:SAME_SHOWN],
        same_rest=count(lang, "same_rest", unnamed) if unnamed > 0 else "",
        similar=[(hit, titles(hit.site)) for hit in similar],
    )


@blueprint.get("/article/<article_id>/versions")
def versions(article_id: str) -> str | Response:
    """The history of one article."""
    shelf = the_web().rooms.shelf()
    found = shelf.article(article_id)
    if found is None:
        abort(404)
    if found.id != article_id:
        return _moved("pages.versions", found.id)
    return render_template("versions.html", view=versions_view(found, shelf.versions(article_id), page_lang()))


def _moved(page: str, article_id: str) -> Response:
    """The page under the id that stands for the article, in the language of this request."""
    lang = page_lang()
    return redirect(url_for(page, article_id=article_id, lang=lang if lang == "en" else None), code=301)


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


def _around(article_id: str) -> tuple[tuple[Same, ...], tuple[Hit, ...]]:
    """What stands around an article; nothing where there is no index yet."""
    try:
        return around(article_id, SIMILAR)
    except IndexProblem:
        return (), ()


def _everything() -> SearchPage | None:
    """The search for all articles, which knows the years and sites; None where there is no index yet."""
    try:
        return the_web().rooms.engine().search(SearchRequest(sort="newest", per_page=1, lang=page_lang()))
    except IndexProblem:
        return None
