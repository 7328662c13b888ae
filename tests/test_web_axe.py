"""axe-core finds nothing serious on any page: both languages, both themes, a phone and a desk.

The application is in this process: the browser's requests are answered by Flask's test client, so that
no server is waited for. A template that no case renders fails the last test, and so does an endpoint without a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask, template_rendered
from jinja2 import Template
from playwright.sync_api import Browser, Page, Route

import search_web
from corpus.settings import Settings
from search_web import create_app
from tests.test_web_browser import browser
from tests.web_fakes import AUDIT, OPDC, FakeEngine, FakeShelf, fake_read

__all__ = ["browser"]  # a fixture, which pytest finds here by its name
pytestmark = pytest.mark.browser
TEMPLATES = Path(search_web.__file__).parent / "templates"
ARTICLE = f"/article/{AUDIT.id}"

# For each endpoint that answers with a page of ours: an address in both languages, then other states of it in Thai.
PAGES: Mapping[str, tuple[str, ...]] = {
    "pages.start": ("/",),
    "pages.search": ("/search", "/search?q=ประชาชน&agency=opdc&from=2551&page=9", "/search?q=ไม่มีเลย"),
    "pages.article": (ARTICLE, f"{ARTICLE}?version=1", "/article/nothing"),
    "pages.versions": (f"{ARTICLE}/versions",),
    "pages.why": (f"{ARTICLE}/why",),
    "pages.difference": (f"{ARTICLE}/diff?from=1&to=2", f"{ARTICLE}/diff", "/article/opdc:g2:7000/diff"),
    "archived.copy": (f"{ARTICLE}/copy?version=1",),
    "compare.compare": ("/compare", "/compare?a=ประชาชน&b=จังหวัด"),
    "names.person": ("/person/p1", "/person/nobody"),
    "names.agency": (f"/agency/{OPDC.id}", "/agency/nothing"),
    "names.province": ("/province/ปทุมธานี", "/province/nowhere"),
    "names.people": ("/people", "/people?letter=ส&once=1", "/people?q=ไม่มีเลย"),
    "names.agencies": ("/agencies",),
    "names.provinces": ("/provinces",),
    "api.guide": ("/api",),
    "status.status": ("/status",),
    "about.help": ("/help",),
    "exports.choose": ("/export?q=ประชาชน&kind=news&from=x", "/export"),
}
# Endpoints whose answers are data, files or bytes of others: nothing of ours to look at.
NO_PAGES = {
    *("static", "archived.raw", "archived.document", "feeds.atom", "metrics.metrics", "compare.numbers"),
    *("exports.export", "exports.digest", "exports.citation"),
    *("api.search", "api.article", "api.similar", "api.versions", "api.suggest", "api.openapi", "api.healthz"),
    *("names_api.person", "names_api.agency"),
    *("discovery.opensearch", "discovery.robots", "discovery.sitemap", "discovery.part"),
}
# Each language meets both themes and both widths; which theme at which width is another one in each.
LOOKS = {"th": (("light", 1280), ("dark", 360)), "en": (("light", 360), ("dark", 1280))}


@dataclass
class Site:
    """An application behind a host name that exists in this browser only, and the templates that it has shown."""

    app: Flask
    shown: set[str] = field(default_factory=set)

    def answer(self, route: Route) -> None:
        path = route.request.url.split("/", 3)[3]
        answer = self.app.test_client().get(f"/{path}", buffered=True, follow_redirects=True)
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)


@pytest.fixture(scope="module")
def full() -> Iterator[Site]:
    settings = Settings(rate_limit="", contact="news@agency.example")
    app = create_app(settings, engine=FakeEngine(), store=FakeShelf(gone=(AUDIT.id,)), read=fake_read)
    site = Site(app)

    def note(_: Flask, template: Template, **__: object) -> None:
        site.shown.add(str(template.name))

    with template_rendered.connected_to(note, app):
        yield site


@pytest.fixture(scope="module")
def page(browser: Browser, full: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    empty = Site(create_app(Settings(data=tmp_path_factory.mktemp("empty"), rate_limit="1 per hour")))
    context = browser.new_context(reduced_motion="reduce")
    context.route("http://full.test/**", full.answer)
    context.route("http://empty.test/**", empty.answer)
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, as the package for Playwright brings it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LOOKS)
@pytest.mark.parametrize("endpoint", PAGES)
def test_every_page_is_accessible(page: Page, axe: str, endpoint: str, lang: str) -> None:
    for path in PAGES[endpoint][: None if lang == "th" else 1]:
        look_at(page, axe, f"http://full.test{path}", lang)


@pytest.mark.parametrize("lang", LOOKS)
def test_pages_that_say_what_is_missing_are_accessible(page: Page, axe: str, lang: str) -> None:
    for path in ("/", "/search?q=ก", "/search?q=ก", "/help?" + "x" * 7000):  # no index, too often, too long
        look_at(page, axe, f"http://empty.test{path}", lang)


def test_every_endpoint_has_its_case(full: Site) -> None:
    endpoints = {rule.endpoint for rule in full.app.url_map.iter_rules()}
    assert endpoints - NO_PAGES == set(PAGES)


def test_every_template_has_its_case(full: Site) -> None:
    client = full.app.test_client()
    for paths in PAGES.values():
        for path in paths:
            client.get(path)
    whole = {p.name for p in TEMPLATES.glob("*.html") if "{% extends" in p.read_text(encoding="utf-8")}
    assert whole <= full.shown


def look_at(page: Page, axe: str, address: str, lang: str) -> None:
    """Run axe on one page as the readers of one language see it, by day on one screen and by night on the other."""
    page.goto(address + ("" if lang == "th" else ("&" if "?" in address else "?") + "lang=en"))
    page.evaluate(axe)  # which the policy of the page does not see: it is the browser's own console
    for theme, width in LOOKS[lang]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert found(page) == [], f"{address} {lang} {width} {theme}"


def found(page: Page) -> list[str]:
    """What axe calls serious or critical: the rule and the elements."""
    broken = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false}).then((r) => r.violations)")
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in broken
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:3]
    ]
