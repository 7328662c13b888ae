"""What archived pages, file names and visitors bring stays text on every page there is, as a parser reads it.

Every address that answers GET is walked, those of the future too: with articles that are payload wherever a page
brings text, and with payload in every parameter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.records import Capture, Location
from corpus.settings import Settings
from corpus.sites import Site
from search_web import create_app
from search_web.archived import POLICY as SANDBOX
from search_web.security import POLICY
from tests.payloads import PAYLOADS, filled, poisoned
from tests.web_fakes import AUDIT, CAPTURED, DIGEST, FakeEngine, FakeShelf

SETTINGS = Settings(rate_limit="")
HARMLESS = "ข้อความ"
URLS = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "cite",
    "background",
    "srcset",
    "xlink:href",
    "manifest",
)
SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|#|\?)|$")
PARAMETERS = (
    *("q", "from", "to", "year", "agency", "person", "province", "section", "kind", "site", "sort", "page", "per_page"),
    *("group", "choices", "a", "b", "version", "part", "format", "style", "fields", "unit"),
)


@dataclass
class Read(HTMLParser):
    """The elements of a page with the names of their attributes, and everything in it that may not be."""

    seen: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, frozenset(name for name, _ in attrs)))
        given = dict(attrs)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.wrong.append(f"<{tag} {name}={value!r}>")
            if name in URLS and not SAFE.match((value or "").strip()):
                self.wrong.append(f"<{tag} {name}={value!r}>")
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.wrong.append(f"<script {given}>")
        if tag in ("iframe", "object", "embed", "base") and not self.is_own_frame(tag, given):
            self.wrong.append(f"<{tag} {given}>")
        if tag == "meta" and "http-equiv" in given:
            self.wrong.append(f"<meta {given}>")

    def is_own_frame(self, tag: str, given: dict[str, str | None]) -> bool:
        """Whether this is the frame of an archived copy: sandboxed, from here."""
        sandboxed = tag == "iframe" and "sandbox" in given and not given["sandbox"]  # allowed nothing
        return sandboxed and bool(re.match("/(?!/)", given.get("src") or ""))

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}-->")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"<![{data}]>")


def read(text: str) -> Read:
    page = Read()
    page.feed(text)
    page.close()
    return page


class Titled(FakeShelf):
    """A catalogue whose sites are called payload, too."""

    def sites(self) -> tuple[Site, ...]:
        return tuple(Site(name=a.site, title_th=a.site, title_en=a.site) for a in self.kept)


def app_of(payloads: Iterable[str]) -> Flask:
    """The application over an article for each payload, the copies being payload, too."""
    texts = tuple(payloads)
    articles = tuple(poisoned(payload, f"opdc:g2:{n}") for n, payload in enumerate(texts))

    def copy(folder: Path, location: Location) -> Capture:
        body = f"<title>x</title>{''.join(texts)}".encode()
        return Capture(url=AUDIT.url, site="opdc", captured=CAPTURED, body=body, digest=DIGEST)

    engine = FakeEngine(articles, notes=texts, suggestions=texts)
    return create_app(SETTINGS, engine=engine, store=Titled(articles), read=copy)


def addresses(app: Flask, article_id: str, named: str) -> Iterator[str]:
    """Every address that answers GET: of that article, and of whatever else is called *named*."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield from filled(rule, {"article_id": article_id, "number": "1"}, named)


def check(
    client: FlaskClient, address: str, usual: set[tuple[str, frozenset[str]]] | None, query: dict[str, str]
) -> Read | None:
    """Get *address* and raise AssertionError where something of the payload is more than text."""
    answer = client.get(address, query_string=query or None)
    where = f"{address} {query}"
    assert answer.status_code < 500, where
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    policy = answer.headers["Content-Security-Policy"]
    if policy.startswith("sandbox; "):
        assert "script" not in policy, where
        return None
    assert policy in (POLICY, f"{POLICY}; frame-src 'self'"), where  # which shows an archived copy
    kind = answer.mimetype or ""
    if kind == "text/html":
        page = read(answer.text)
        assert page.wrong == [], where
        assert "603729" not in answer.text, where  # 777 times 777: nothing brought is a template
        if usual is not None:
            assert page.seen <= usual, (where, page.seen - usual)
        return page
    if kind.endswith("xml"):
        tags = {str(element.tag).rpartition("}")[2] for element in Xml.fromstring(answer.text).iter()}  # noqa: S314  # ours
        assert not tags & {"script", "svg", "iframe", "img", "html", "base", "style"}, where
    elif kind.endswith("json"):
        for line in filter(None, answer.text.split("\n")):  # one object, or one a line
            json.loads(line)
    else:
        assert kind.startswith(("text/plain", "text/csv", "application/")), (where, kind)
    return None


def usual_elements() -> set[tuple[str, frozenset[str]]]:
    """Every element with its attributes that pages have where nobody means harm."""
    app = app_of(f"{HARMLESS} {n}" for n in range(len(PAYLOADS)))
    client = app.test_client()
    found: set[tuple[str, frozenset[str]]] = set()
    for query in (
        {},
        {"q": "x"},
        dict.fromkeys(PARAMETERS, HARMLESS),
        {"q": HARMLESS, "version": "1"},
        {"agency": HARMLESS},
    ):
        for typed in (query, {**query, "lang": "en"}):
            for address in addresses(app, "opdc:g2:1", f"{HARMLESS} 1"):
                if page := check(client, address, None, typed):
                    found |= page.seen
    if page := check(client, "/search", None, {"q": " ".join([HARMLESS] * 60)}):  # buttons where links would be long
        found |= page.seen
    for name in PARAMETERS:
        for address in ("/", "/search", "/nothing"):
            if page := check(client, address, None, {name: HARMLESS}):
                found |= page.seen
    return found


def test_there_are_thirty_payloads_and_more() -> None:
    assert len(set(PAYLOADS)) >= 30


def test_what_pages_bring_and_visitors_type_stays_text_everywhere() -> None:
    usual = usual_elements()
    app = app_of(PAYLOADS)
    client = app.test_client()
    for n, payload in enumerate(PAYLOADS):
        for address in addresses(app, f"opdc:g2:{n}", payload):
            if n == 0 or "opdc:g2" in address or quote(payload, safe="") in address:  # lists have all payloads at once
                check(client, address, usual, {})
        for address in ("/search", "/", f"/{quote(payload, safe='')}", "/compare", "/export", "/feed.atom"):
            check(client, address, usual, dict.fromkeys(PARAMETERS, payload))
        check(client, "/search", usual, {"q": payload, "lang": "en"})


@pytest.mark.parametrize(
    "bad",
    [
        "<img src=x onerror=alert(1)>",
        "<a href=' JavaScript:alert(1)'>x</a>",
        "<a href='//evil.example'>x</a>",
        "<script>1</script>",
        "<p style='x'>",
        "<iframe src='/x'></iframe>",
        "<meta http-equiv=refresh>",
        "<!-- x -->",
    ],
)
def test_what_would_run_is_found(bad: str) -> None:
    assert read(bad).wrong


def test_the_copy_is_the_only_page_with_markup_of_others() -> None:
    app = app_of(PAYLOADS)
    with app.test_client().get("/article/opdc:g2:0/raw") as answer:
        assert b"<script>alert(1)</script>" in answer.data
        assert answer.headers["Content-Security-Policy"] == SANDBOX


def test_payload_in_the_id_of_an_article_is_text() -> None:
    articles = tuple(replace(poisoned("x"), id=payload) for payload in PAYLOADS)
    app = create_app(SETTINGS, engine=FakeEngine(articles), store=FakeShelf(articles))
    client = app.test_client()
    for address in ("/", "/search?per_page=20", "/search?per_page=20&page=2", "/sitemap-1.xml"):
        check(client, address, None, {})
