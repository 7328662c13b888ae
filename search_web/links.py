"""The addresses of the pages of names, as the marks and facts of an article need them."""

from __future__ import annotations

from functools import cache

from flask import url_for

from search_web.marking import MarkKind, NameLink


def name_link() -> NameLink:
    """What gives the page of a person or agency by its id, of a province by its name; nothing for other marks."""

    @cache  # one page names the same body hundreds of times
    def link(kind: MarkKind, key: str) -> str | None:
        if not key:
            return None
        match kind:
            case "person":
                return url_for("names.person", person_id=key)
            case "agency":
                return url_for("names.agency", agency_id=key)
            case "province":
                return url_for("names.province", name=key)
            case _:
                return None

    return link
