"""The JSON for programs: the promised shapes, Thai as Thai, one shape for every error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.records import Article
from corpus.settings import Settings
from index.search import build
from search_web import create_app
from tests.small_archive import article, put
from tests.web_fakes import AUDIT, FakeEngine, FakeShelf, fake_read

SETTINGS = Settings(rate_limit="")


@pytest.fixture
def client() -> FlaskClient:
    return create_app(SETTINGS, engine=FakeEngine(), store=FakeShelf(), read=fake_read).test_client()


def test_the_search_json_has_the_promised_keys(client: FlaskClient) -> None:
    answer = client.get("/api/search", query_string={"q": "การมีส่วนร่วมของประชาชน", "per_page": "2", "page": "2"})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert "การมีส่วนร่วมของประชาชน" in answer.text  # Thai letters, not escapes
    found = answer.get_json()
    assert list(found)[:5] == ["query", "total", "took_ms", "page", "per_page"]
    assert (found["total"], found["page"], found["per_page"], len(found["hits"])) == (4, 2, 2, 2)
    assert found["query"] == {"q": "การมีส่วนร่วมของประชาชน", "understood": "การมีส่วนร่วมของประชาชน", "notes": []}
    promised = {"id", "url", "title", "published", "kind", "site", "section", "snippet", "score"}
    assert promised <= set(found["hits"][0])
    assert found["hits"][1]["published"] == "2008-04-22"
    assert set(found["facets"]) >= {"year", "agency", "person", "province", "kind", "section", "site"}
    assert found["facets"]["year"][0] == {"value": "2566", "label": "2566", "count": 1}
    assert found["timeline"][0] == {"month": "2008-04", "count": 1}


def test_bad_values_become_notes_in_the_asked_language(client: FlaskClient) -> None:
    found = client.get("/api/search?page=x&from=yesterday&lang=en").get_json()
    assert found["query"]["notes"] == [
        "“yesterday” was not understood as a date, so it was left out",
        "“x” is not a page number, so page 1 is shown",
    ]
    assert found["total"] == 11


def test_the_engine_is_asked_for_notes_in_the_language_of_the_address() -> None:
    engine = FakeEngine()
    asking = create_app(SETTINGS, engine=engine, store=FakeShelf()).test_client()
    asking.get("/help")  # whose examples are worked out once, and may stand on a page of nothing
    engine.asked.clear()
    for path in ("/api/search?q=ข่าว&lang=en", "/search?q=ข่าว&lang=en", "/search?q=ข่าว"):
        asking.get(path)
    assert [request.lang for request in engine.asked] == ["en", "en", "th"]


def test_an_article_comes_back_as_it_was_kept(client: FlaskClient) -> None:
    answer = client.get(f"/api/articles/{AUDIT.id}")
    assert Article.from_json(answer.get_json()) == AUDIT
    assert "ปทุมธานี" in answer.text
    assert client.get(f"/api/articles/{AUDIT.id}?version=1").get_json()["version"] == 1


def test_versions_are_listed_without_the_files_of_the_archive(client: FlaskClient) -> None:
    found = client.get(f"/api/articles/{AUDIT.id}/versions").get_json()
    assert found["id"] == AUDIT.id
    assert [v["version"] for v in found["versions"]] == [1, 2]
    assert found["versions"][0]["captured"] == "2026-10-21T21:00:00Z"
    assert "warc" not in json.dumps(found)


def test_suggestions_complete_what_is_typed(client: FlaskClient) -> None:
    assert client.get("/api/suggest?q=รับสมัคร").get_json() == {
        "q": "รับสมัคร",
        "suggestions": ["รับสมัครนักวิเคราะห์นโยบายและแผน 2 อัตรา"],
    }
    assert client.get("/api/suggest").get_json() == {"q": "", "suggestions": []}


def test_health_counts_what_can_be_read(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {
        "status": "ok",
        "articles": 11,
        "indexed": 11,
        "reasons": [],
    }
    head = client.head("/healthz")
    assert (head.status_code, head.data) == (200, b"")


def test_health_tells_an_archive_without_index_from_one_that_cannot_be_read(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert client.get("/healthz").status_code == client.head("/healthz").status_code == 503
    put(settings, [article(1, "ข่าว")])
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.get_json() == {"status": "degraded", "articles": 1, "indexed": 0, "reasons": ["no_index"]}
    build(settings)
    assert client.get("/healthz").get_json()["status"] == "ok"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/articles/nothing", 404, "not_found"),
        ("/api/articles/nothing/versions", 404, "not_found"),
        (f"/api/articles/{AUDIT.id}?version=9", 404, "not_found"),
        ("/api/nothing", 404, "not_found"),
        ("/api/search?q=x&agency=" + "x" * 6001, 414, "too_long"),
        ("/api/people/" + "x" * 2001, 414, "too_long"),
        ("/api/nothing/" + "ก" * 700, 414, "too_long"),
    ],
)
def test_every_error_has_one_shape(client: FlaskClient, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    error = answer.get_json()["error"]
    assert set(error) == {"status", "code", "message"}
    assert (error["status"], error["code"]) == (status, code)
    assert error["message"]


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    answer = client.post("/api/search", data={"q": "x"})
    assert answer.status_code == 405
    assert answer.get_json()["error"]["code"] == "method_not_allowed"
    assert "GET" in answer.headers["Allow"]


def test_without_index_or_catalogue_programs_are_told_what_to_run(tmp_path: Path) -> None:
    client = create_app(Settings(data=tmp_path, rate_limit="")).test_client()
    no_index = client.get("/api/search?q=x&lang=en")
    assert no_index.status_code == 503
    assert no_index.get_json()["error"]["code"] == "no_index"
    assert "khlang index build" in no_index.get_json()["error"]["message"]
    no_catalogue = client.get("/healthz")
    assert no_catalogue.status_code == 503
    assert "khlang doctor" in no_catalogue.get_json()["error"]["message"]
    assert str(tmp_path) not in no_index.text + no_catalogue.text
