"""The addresses of the pages of names, as the marks and facts of an article need them."""

from __future__ import annotations

from functools import cache

from flask import current_app, url_for

from index.hits import SearchRequest
from search_web.marking import MarkKind, NameLink
from search_web.web import link_in, page_lang

_PAGES: dict[MarkKind, str] = {"person": "names.person", "agency": "names.agency", "province": "names.province"}


def name_link() -> NameLink:
    """What gives the page of a person or agency by its id, of a province by its name; nothing for other marks."""
    lang = page_lang()
    search = link_in(lang)
    arguments: dict[MarkKind, str] = {
        kind: next(iter(next(current_app.url_map.iter_rules(page)).arguments))
        for kind, page in _PAGES.items()
        if page in current_app.view_functions
    }

    @cache  # one page names the same body hundreds of times
    def link(kind: MarkKind, key: str) -> str | None:
        if not key or kind not in _PAGES:
            return None
        if kind in arguments:
            values: dict[str, str | None] = {arguments[kind]: key, "lang": "en" if lang == "en" else None}
            return url_for(_PAGES[kind], **values)  # type: ignore[arg-type]  # the values of a route, not its options
        match kind:
            case "person":
                return search(SearchRequest(person=(key,), sort="newest"))
            case "agency":
                return search(SearchRequest(agency=(key,), sort="newest"))
            case _:
                return search(SearchRequest(province=(key,), sort="newest"))

    return link
