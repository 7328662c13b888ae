"""Two searches over time, beside each other: as a page and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from flask import Blueprint, Response, render_template, request, url_for

from index.hits import SearchPage, SearchRequest
from search_web.args import clean
from search_web.asked_view import as_query
from search_web.compare_view import Question, Span, compare_view, spans_of
from search_web.facets_view import labelled
from search_web.web import asked_of_address, encode, link_in, page_lang, site_titles, the_web

EXAMPLES = (("ปฏิรูป", "พัฒนา"), ("สัมมนา", "ประชุม"), ("จังหวัด:เชียงใหม่", "จังหวัด:ขอนแก่น"))

blueprint = Blueprint("compare", __name__)


@blueprint.get("/compare")
def compare() -> str:
    """The page of two searches, each with its filters in the query language; ``q`` and its filters stand for ``a``."""
    lang = page_lang()
    queries = _queries()
    pages = tuple(_found(query) if query else None for query in queries)
    everything = _found("") if any(pages) else None
    pairs = [(name, query) for name, query in zip("ab", queries, strict=True) if query]
    language = [("lang", "en")] if lang == "en" else []

    def here(**more: str) -> str:
        return f"{url_for('compare.compare', lang=None)}?{encode([*pairs, *more.items(), *language])}"

    view = compare_view(
        tuple(Question(*one) for one in zip("ab", queries, pages, strict=True)),
        everything.timeline if everything else (),
        lang,
        link_in(lang),
        here,
        share=request.args.get("per") == "share",
        by=request.args.get("by", ""),
    )
    table = f"{url_for('compare.numbers', lang=None)}?{encode(pairs)}"
    examples = [
        (a, b, f"{url_for('compare.compare', lang=None)}?{encode([('a', a), ('b', b), *language])}")
        for a, b in EXAMPLES
    ]
    return render_template("compare.html", view=view, table=table, examples=examples)


@blueprint.get("/compare.csv")
def numbers() -> Response:
    """The numbers of both searches and of all articles by month, as Excel opens them in Thai: UTF-8 with its mark."""
    queries = _queries()
    found = [_found(query).timeline if query else () for query in queries]
    spans = spans_of(*found, _found("").timeline, by="month")
    response = Response("\ufeff" + _csv(queries, spans), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="khlang-compare.csv"'
    return response


def _csv(queries: tuple[str, str], spans: Iterable[Span]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    # A cell that begins with = + - @ is a formula to Excel; ours begin with the letter of the search.
    writer.writerow(["month", *(f"{name}: {query}" for name, query in zip("ab", queries, strict=True)), "all"])
    for span in spans:
        writer.writerow([span.key, *span.counts, span.everything])
    return out.getvalue()


def _queries() -> tuple[str, str]:
    """Both queries of the address, cut to one letter more than is read of a query: the engine tells of the rest."""
    most = the_web().settings.max_query + 1
    a, b = (clean(request.args.get(name, ""), most) for name in "ab")
    if not a and (set(request.args) - {"b", "lang", "by", "per"}):
        asked = asked_of_address(per_page=1, max_per_page=1).request
        a = _with_filters(asked)[:most]
    return a, b


def _with_filters(asked: SearchRequest) -> str:
    """A search with filters as one query; agencies are called by their names, which the result knows."""
    if not asked.agency:
        return as_query(asked)
    page = the_web().rooms.engine().search(SearchRequest(agency=asked.agency, per_page=1, lang="th", sort="newest"))
    return as_query(asked, labelled(page.facets, "th", site_titles("th")))


def _found(query: str) -> SearchPage:
    sort = "relevance" if query else "newest"
    asked = SearchRequest(q=query, sort=sort, per_page=1, lang=page_lang(), offers=False)  # type: ignore[arg-type]  # both are sorts
    return the_web().rooms.engine().search(asked)
