"""One page all the way: address, spider, WARC, article, catalogue, index, web page. Only the site is a replica."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.records import Article, no_progress
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import open_store
from corpus.warc import read_capture
from crawler.run import crawl
from index.hits import SearchRequest
from index.search import build, open_engine
from search_web import create_app
from tests.replica.server import Replica

ADDRESS = "content_id=2604"  # a page of the first generation, in windows-874 bytes
ID = "opdc-replica:g1:content:2604"


@dataclass(frozen=True)
class Way:
    """What the whole way left on disk, and the site it came from."""

    settings: Settings
    replica: Replica


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    folder = tmp_path_factory.mktemp("way")
    settings = Settings(data=folder / "data", workers=1, rate_limit="")
    with Replica() as replica:
        run = crawl(
            load_site(str(replica.profile(folder))), settings, limit=None, since=None, full=True, progress=no_progress
        )
        assert run.status == "done", run
        build(settings, no_progress)
        yield Way(settings, replica)


@pytest.fixture
def article(way: Way) -> Article:
    with open_store(way.settings, readonly=True) as store:
        found = store.article(ID)
    assert found is not None, f"{ID} is not in the catalogue"
    return found


@pytest.fixture
def client(way: Way) -> Iterator[FlaskClient]:
    app = create_app(way.settings)
    yield app.test_client()
    app.extensions["khlang"].rooms.close()


def test_the_page_was_asked_for_by_its_own_address(way: Way) -> None:
    assert any(ADDRESS in entry.url for entry in way.replica.log)


def test_the_archive_keeps_the_bytes_as_they_came(way: Way) -> None:
    with open_store(way.settings, readonly=True) as store:
        location = store.location_of(ID, 1)
    assert location is not None
    capture = read_capture(way.settings.warc, location)
    assert "ก.พ.ร.".encode("cp874") in capture.body  # windows-874, not turned into UTF-8
    assert capture.status == 200


def test_the_payload_digest_is_of_the_payload(way: Way) -> None:
    with open_store(way.settings, readonly=True) as store:
        location = store.location_of(ID, 1)
    assert location is not None
    capture = read_capture(way.settings.warc, location)
    # The first generation answers without content coding, so the payload is the body.
    assert capture.digest == "sha1:" + b32encode(hashlib.sha1(capture.body, usedforsecurity=False).digest()).decode()


def test_the_article_says_what_the_page_says(way: Way, article: Article) -> None:
    truth = next(a for url, a in way.replica.truth() if ADDRESS in url)
    assert article.title == truth.title
    assert article.section == tuple(truth.section)
    assert article.published == truth.published
    assert article.body.split("\n\n") == list(truth.body)
    assert article.sample


def test_every_article_of_the_site_came(way: Way) -> None:
    with open_store(way.settings, readonly=True) as store:
        titles = {a.title for _, a in store.articles()}
    assert {a.title for _, a in way.replica.truth()} <= titles


def test_the_article_is_found_by_its_words(way: Way, article: Article) -> None:
    words = article.body.split("\n\n")[0][:60]
    with closing(open_engine(way.settings)) as engine:
        page = engine.search(SearchRequest(q=f'"{words}"'))
    assert ID in {hit.id for hit in page.hits}
    assert all("<mark>" in hit.snippet for hit in page.hits)


def test_the_web_page_lists_and_shows_it(client: FlaskClient, article: Article) -> None:
    results = client.get("/search", query_string={"q": article.title})
    assert results.status_code == 200
    assert f"/article/{ID}" in results.text
    shown = client.get(f"/article/{ID}")
    assert shown.status_code == 200
    assert article.title in shown.text
    assert "2551" in shown.text  # the Buddhist year, as Thai readers expect
    assert article.url.replace("&", "&amp;") in shown.text


def test_the_api_gives_the_same_hit(client: FlaskClient, article: Article) -> None:
    page = client.get("/api/search", query_string={"q": article.title}).get_json()
    assert page["hits"][0]["id"] == ID
    assert client.get(f"/api/articles/{ID}").get_json()["title"] == article.title


def test_the_archived_copy_is_served_in_a_sandbox(client: FlaskClient, way: Way) -> None:
    raw = client.get(f"/article/{ID}/raw")
    assert raw.status_code == 200
    assert "sandbox" in raw.headers["Content-Security-Policy"]
    assert "ก.พ.ร.".encode("cp874") in raw.data


def test_nothing_was_asked_of_any_other_machine(way: Way) -> None:
    hosts = {entry.url.split("/")[2].split(":")[0] for entry in way.replica.log if "://" in entry.url}
    assert hosts <= set(load_site("opdc").hosts) | {"127.0.0.1"}


def test_crawling_again_changes_nothing(way: Way, tmp_path: Path) -> None:
    with open_store(way.settings, readonly=True) as store:
        before = {a.id: a.version for _, a in store.articles()}
    site = load_site(str(way.replica.profile(tmp_path)))
    again = crawl(site, way.settings, limit=None, since=None, full=True, progress=no_progress)
    assert again.counts.get("new", 0) == 0, again
    assert again.counts.get("changed", 0) == 0, again
    with open_store(way.settings, readonly=True) as store:
        assert {a.id: a.version for _, a in store.articles()} == before
