"""The results page, put together: the search, the time around what was chosen, what helps where nothing was found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from index.hits import SORTS, Month, SearchPage, SearchRequest
from search_web.args import Asked, clean, read_bound
from search_web.asked_view import Nothing, nothing_found
from search_web.examples import examples
from search_web.facets_view import labelled
from search_web.timeline import timeless
from search_web.views import LONGEST_LINK, Tool, results_view
from search_web.web import absolute, asked_of_address, link_in, page_lang, run_search, site_titles, the_web

PER_PAGE = 10
MOST_PER_PAGE = 20  # twenty hits with their snippets keep a page under 100 kB
_SPAN = re.compile(r"\d{4}(?:-\d{2})?", re.ASCII)
# What can be done with a whole result, where its part of the web is there: endpoint, text.
TOOLS = (("compare.compare", "tool_compare"), ("exports.choose", "tool_export"), ("feeds.atom", "tool_feed"))


def results_page() -> str | Response:
    """The page, or the way to the address of what a button of its form asked for: a year or month, another order."""
    lang = page_lang()
    link = link_in(lang)
    asked = asked_of_address(per_page=PER_PAGE, max_per_page=MOST_PER_PAGE)
    if (chosen := _asked_span(asked) or _asked_order(asked)) is not None:
        return redirect(link(chosen))
    asked, page = run_search(asked, group=True, choices=True)
    titles = site_titles(lang)
    unfiltered = _unfiltered(asked.request) if not page.total else None
    total = unfiltered.total if unfiltered else 0
    nothing = Nothing()
    if not page.total:
        facets = labelled(unfiltered.facets if unfiltered else page.facets, lang, titles)
        nothing = nothing_found(asked.request, facets, lang, link, _total, unfiltered=total)
    state = the_web().rooms.engine().state()
    view = results_view(
        asked,
        page,
        lang,
        link,
        titles,
        unfiltered=unfiltered,
        around=_around(asked.request, page) if page.total or total else (),
        nothing=nothing,
        tools=_tools(link(replace(asked.request, page=1))),
        documents=state.documents,
        address=absolute(link(asked.request.at_page(1))),
        written=state.written,
        now=datetime.now(UTC),
    )
    return render_template("results.html", view=view, syntax=() if page.total else examples(the_web().rooms).syntax)


def _asked_span(asked: Asked) -> SearchRequest | None:
    """The search for the year or month in ``span``, which wins over all other times of the address."""
    typed = clean(request.args.get("span", ""), 10)
    if not _SPAN.fullmatch(typed):
        return None
    first, last = read_bound(typed, last=False), read_bound(typed, last=True)
    if first is None or last is None:
        return None
    return replace(timeless(asked.request), date_from=first, date_to=last)


def _asked_order(asked: Asked) -> SearchRequest | None:
    """The search in the order of ``order``, which wins over ``sort``: the form holds that already."""
    typed = request.args.get("order", "")
    return next((replace(asked.request, sort=sort, page=1) for sort in SORTS if sort == typed), None)


def _around(asked: SearchRequest, page: SearchPage) -> tuple[Month, ...]:
    """The months of the result without its filters of time, for the chosen time to stand out in."""
    if not (asked.date_from or asked.date_to or asked.year):
        return page.timeline
    return the_web().rooms.engine().search(replace(timeless(asked), per_page=1, group=None, offers=False)).timeline


def _unfiltered(asked: SearchRequest) -> SearchPage | None:
    """The search for the words of *asked* alone; None where it has no filters, or no article has the words."""
    plain = SearchRequest(q=asked.q, sort=asked.sort, per_page=1, lang=asked.lang)
    if replace(asked, page=1, per_page=1, group=None, choices=False) == plain:
        return None
    return the_web().rooms.engine().search(replace(plain, offers=False)) if _total(plain) else None


def _total(asked: SearchRequest) -> int:
    return the_web().rooms.engine().total(replace(asked, group=None))


def _tools(href: str) -> tuple[Tool, ...]:
    """What can be done with the result at *href*: links, or buttons of its form where links would be too long."""
    query = href.partition("?")[2]
    found = []
    for endpoint, text in TOOLS:
        if endpoint in current_app.view_functions:
            path = url_for(endpoint, lang=None)
            long = len(query) > LONGEST_LINK
            found.append(
                Tool(endpoint.partition(".")[0], text, path, "" if long else f"{path}?{query}" if query else path)
            )
    return tuple(found)
