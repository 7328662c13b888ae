"""The frame of every page: its menu and the map of the site below."""

from __future__ import annotations

from flask import Flask

Links = tuple[tuple[str, str], ...]  # the endpoint of a page, the key of its text

MENU: Links = (
    ("pages.search", "menu_news"),
    ("names.people", "menu_people"),
    ("names.agencies", "menu_agencies"),
    ("compare.compare", "menu_compare"),
    ("status.status", "menu_status"),
    ("about.help", "menu_how"),
)
# The lists in the footer: the key of the heading, then links. The last gets the data of the page itself besides.
SITE_MAP: tuple[tuple[str, Links], ...] = (
    (
        "footer_read",
        (
            ("pages.search", "menu_news"),
            ("names.people", "menu_people"),
            ("names.agencies", "menu_agencies"),
            ("names.provinces", "menu_provinces"),
            ("compare.compare", "menu_compare"),
        ),
    ),
    ("footer_archive", (("about.help", "menu_help"), ("status.status", "menu_status"))),
    ("footer_machines", (("api.guide", "api_page"),)),
)


def register(app: Flask) -> None:
    """Give the templates of *app* the menu and the map of the site."""

    @app.context_processor
    def frame() -> dict[str, object]:
        return {"site_menu": MENU, "site_map": SITE_MAP}
