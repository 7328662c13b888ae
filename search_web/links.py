"""The addresses of the pages of names, as the marks and facts of an article need them."""

from __future__ import annotations

from functools import cache

from flask import current_app, url_for

from search_web.marking import MarkKind, NameLink

_PAGES: dict[MarkKind, str] = {"person": "names.person", "agency": "names.agency", "province": "names.province"}


def name_link() -> NameLink:
    """What gives the page of a person or agency by its id, of a province by its name; nothing for other marks."""
    pages = {kind: endpoint for kind, endpoint in _PAGES.items() if endpoint in current_app.view_functions}
    arguments = {
        kind: next(iter(next(current_app.url_map.iter_rules(page)).arguments)) for kind, page in pages.items()
    }

    @cache  # one page names the same body hundreds of times
    def link(kind: MarkKind, key: str) -> str | None:
        return url_for(pages[kind], **{arguments[kind]: key}) if kind in pages and key else None  # type: ignore[arg-type]  # see the end state

    return link
