"""OpenSearch description, robots.txt and sitemaps: complete, bounded, and under the address that was asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient

from corpus.settings import Settings
from corpus.store import open_store
from search_web import create_app, discovery
from search_web.discovery import NAMESPACE, OPENSEARCH
from tests.small_archive import article, put
from tests.web_fakes import AUDIT, FakeEngine, FakeShelf, fake_read, sample_articles

SETTINGS = Settings(rate_limit="")
LOC, LASTMOD = f"{{{NAMESPACE}}}loc", f"{{{NAMESPACE}}}lastmod"


def client_of(settings: Settings = SETTINGS, shelf: FakeShelf | None = None) -> FlaskClient:
    return create_app(settings, engine=FakeEngine(), store=shelf or FakeShelf(), read=fake_read).test_client()


def parsed(text: str) -> Xml.Element:
    return Xml.fromstring(text)  # noqa: S314  # our own


def locations(text: str) -> list[str]:
    return [found.text or "" for found in parsed(text).iter(LOC)]


def test_a_browser_can_add_the_search() -> None:
    client = client_of()
    assert 'rel="search" type="application/opensearchdescription+xml" title="คลังข่าว"' in client.get("/").text
    answer = client.get("/opensearch.xml", base_url="https://news.example/")
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = parsed(answer.text)
    assert root.findtext(f"{{{OPENSEARCH}}}ShortName") == "คลังข่าว"
    urls = {url.get("type"): url.get("template") or "" for url in root.iter(f"{{{OPENSEARCH}}}Url")}
    assert urls["text/html"] == "https://news.example/search?q={searchTerms}"
    assert urls["application/x-suggestions+json"].startswith("https://news.example/api/suggest?format=opensearch&q=")
    for media_type, template in urls.items():
        path = template.removeprefix("https://news.example").replace("{searchTerms}", "ประชาชน")
        with client.get(path) as found:
            assert (found.status_code, found.mimetype) == (200, media_type)
    english = client.get("/opensearch.xml?lang=en").text
    assert "<ShortName>Khlang Khao<" in english
    assert "/search?lang=en&amp;q={searchTerms}" in english
    assert len(parsed(english).findtext(f"{{{OPENSEARCH}}}ShortName") or "") <= 16  # of the specification


def test_robots_are_told_what_costs_and_where_the_articles_are() -> None:
    answer = client_of().get("/robots.txt", base_url="https://news.example/")
    assert answer.content_type == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    assert rules.site_maps() == ["https://news.example/sitemap.xml"]
    for path in ("/", f"/article/{AUDIT.id}", "/sitemap.xml", "/static/style.css"):
        assert rules.can_fetch("any", path), path
    for path in (
        "/search?q=x",
        "/api/search",
        "/export.csv?q=",
        "/feed.atom",
        "/compare",
        "/metrics",
    ):
        assert not rules.can_fetch("any", path), path
    assert all(f"Disallow: /article/*/{what}\n" in answer.text for what in ("raw", "why", "cite"))


def test_an_archive_may_be_closed_to_search_engines() -> None:
    client = client_of(replace(SETTINGS, robots="nothing"))
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    for path in ("/", f"/article/{AUDIT.id}", "/search"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex, nofollow"


def test_only_the_start_page_and_articles_are_taken_in() -> None:
    client = client_of()
    for path, told in (
        ("/", None),
        (f"/article/{AUDIT.id}", None),
        ("/search", "noindex"),
        ("/api/search", "noindex"),
        (f"/article/{AUDIT.id}/raw", "noindex"),
        (f"/article/{AUDIT.id}/versions", "noindex"),
        (f"/article/{AUDIT.id}/why", "noindex"),
        ("/people", None),
        ("/people?q=x", "noindex"),
        ("/nothing", "noindex"),
    ):
        assert client.get(path).headers.get("X-Robots-Tag") == told, path


def test_every_article_is_in_one_sitemap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "PART", 4)
    client = client_of()
    index = client.get("/sitemap.xml", base_url="https://news.example/")
    assert index.mimetype == "application/xml"
    parts = locations(index.text)
    assert parts == [f"https://news.example/sitemap-{n}.xml" for n in (1, 2, 3)]
    found = [at for n in (1, 2, 3) for at in locations(client.get(f"/sitemap-{n}.xml", base_url=parts[0][:21]).text)]
    assert found == ["https://news.example/"] + [f"https://news.example/article/{a.id}" for a in sample_articles()]
    for n in (0, 4, 99999999999999999999):
        assert client.get(f"/sitemap-{n}.xml").status_code == 404


def test_an_id_of_any_letters_makes_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = ("a&b<c>:1", 'ข่าว "๑"', "x" * 3000, "a?b#c%d")
    client = client_of(shelf=FakeShelf(tuple(replace(AUDIT, id=i) for i in odd)))
    found = locations(client.get("/sitemap-1.xml").text)[1:]
    assert len(found) == 3  # one is longer than the protocol has it
    for address in found:
        assert client.get(address).status_code == 200


def test_the_sitemap_of_a_catalogue_has_each_article_once_with_its_newest_capture(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, rate_limit="")
    client = create_app(settings).test_client()
    assert locations(client.get("/sitemap.xml").text) == ["http://localhost/sitemap-1.xml"]
    put(settings, [article(n, f"ข่าว {n}") for n in range(3)])
    put(settings, [article(1, "ข่าวที่แก้ไข")], hours=5)
    urls = parsed(client.get("/sitemap-1.xml").text)
    found = {(u.findtext(LOC) or "")[-1]: u.findtext(LASTMOD) for u in urls if u.find(LASTMOD) is not None}
    first, second = "2026-01-01T00:00:00Z", "2026-01-01T05:00:00Z"
    assert found == {"0": first, "2": first, "1": second}
    with open_store(settings, readonly=True) as store:
        assert [i for i, _ in store.listed(0, store.last_seq())] == ["opdc:t:0", "opdc:t:2", "opdc:t:1"]
        assert list(store.listed(store.last_seq(), 10**9)) == []


def test_addresses_are_those_that_the_settings_give() -> None:
    client = client_of(replace(SETTINGS, public_address="https://news.example/khao"))
    environ = {"SCRIPT_NAME": "/khao"}
    assert (
        "Sitemap: https://news.example/khao/sitemap.xml\n" in client.get("/robots.txt", environ_overrides=environ).text
    )
    assert locations(client.get("/sitemap-1.xml").text)[:2] == [
        "https://news.example/khao/",
        f"https://news.example/khao/article/{AUDIT.id}",
    ]
    assert "https://news.example/khao/search?q={searchTerms}" in client.get("/opensearch.xml").text
