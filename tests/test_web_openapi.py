"""The OpenAPI document says what is answered, no more and no less."""

from __future__ import annotations

import html
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from corpus.records import Article, Version
from corpus.settings import Settings
from index.hits import Hit, SearchPage
from search_web import create_app
from search_web.openapi import EXAMPLE_ID, FAILURES, document
from search_web.openapi_words import PARAMETERS, SCHEMAS
from search_web.problems import CODES
from search_web.ratelimit import SCOPES
from search_web.schemas import schema_of, schemas_of
from tests.api_cases import ask, small_app
from tests.web_fakes import AUDIT, FakeEngine, FakeShelf, fake_read

# Cases that each address and each chain of links gets by chance; 520 give 5,401 in all and take 70 s of a processor.
EXAMPLES = int(os.environ.get("KHLANG_TEST_API_EXAMPLES", "8"))


def holds(name: str, value: object) -> None:
    """*value* is what the document calls *name*, or the first fault is raised."""
    components = document(closed=True)["components"]
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(value)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return small_app(tmp_path_factory.mktemp("api"))


@pytest.mark.slow
def test_no_case_made_from_the_document_breaks_it(app: Flask) -> None:
    outcome = ask(app, EXAMPLES)
    assert outcome.failures == ()
    assert outcome.cases > 500
    assert max(outcome.statuses) < 500
    assert outcome.statuses[200] > outcome.cases / 2  # most cases reach what they ask for


def test_a_break_of_the_document_would_be_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def more(page: SearchPage) -> dict[str, Any]:
        return {**whole(page), "new": 1}

    whole = SearchPage.to_json
    monkeypatch.setattr(SearchPage, "to_json", more)
    answer = app.test_client().get("/api/search").get_json()
    with pytest.raises(jsonschema_rs.ValidationError, match="new"):
        holds("SearchPage", answer)


def test_every_json_address_is_in_the_document(app: Flask) -> None:
    def rules() -> Iterator[str]:
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/api/") or rule.rule == "/healthz":
                yield re.sub(r"<(\w+)>", r"{\1}", rule.rule).replace("{article_id}", "{id}")

    assert set(rules()) == set(document()["paths"])


def test_the_addresses_that_are_limited_say_so(app: Flask) -> None:
    limited = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in SCOPES}
    limited = {re.sub(r"<(\w+)>", r"{\1}", rule).replace("{article_id}", "{id}") for rule in limited}
    for path, item in document()["paths"].items():
        answers = item["get"]["responses"]
        assert ("429" in answers) == (path in limited)
        assert ("X-RateLimit-Limit" in answers["200"]["headers"]) == (path in limited)


def test_the_document_is_served_with_the_prefix_of_its_addresses(app: Flask) -> None:
    answer = app.test_client().get("/api/openapi.json", environ_overrides={"SCRIPT_NAME": "/news"})
    found = answer.get_json()
    assert found["openapi"].startswith("3.1.")
    assert found["servers"] == [{"url": "/news"}]
    assert "ค้นข่าว" in answer.text  # Thai letters, not escapes
    assert len(answer.data) < 100_000


def test_everything_in_it_is_described_once_and_exists() -> None:
    made = document()["components"]["schemas"]
    known = set(made) | {f"{name}.{key}" for name in made for key in made[name].get("properties", {})}
    assert set(SCHEMAS) <= known
    for cls, left_out in ((Article, ()), (Hit, ()), (SearchPage, ()), (Version, ("location",))):
        assert {f"{cls.__name__}.{f.name}" for f in fields(cls) if f.name not in left_out} <= set(SCHEMAS)
    used = {p["description"] for item in document()["paths"].values() for p in item["get"]["parameters"]}
    assert used == set(PARAMETERS.values())


def test_every_code_of_an_error_is_told() -> None:
    assert set(FAILURES) == set(CODES) - {413}  # nothing is sent to an address that is only read
    for status in FAILURES:
        holds("Error", document()["components"]["responses"][f"E{status}"]["content"]["application/json"]["example"])


def test_the_examples_are_what_they_are_examples_of(app: Flask) -> None:
    made = document()
    holds("SearchPage", made["components"]["schemas"]["SearchPage"]["example"])
    for path, item in made["paths"].items():
        for parameter in item["get"]["parameters"]:
            if "example" in parameter:
                schema = {**parameter["schema"], "components": made["components"]}
                jsonschema_rs.validator_for(schema).validate(parameter["example"])
        typed = {p["name"]: p["example"] for p in item["get"]["parameters"] if "example" in p and p["in"] == "query"}
        known = path.replace("{id}", AUDIT.id).replace("{person_id}", "p1").replace("{agency_id}", "opdc")
        answer = app.test_client().get(known, query_string=typed)
        assert answer.status_code == 200
        notes = answer.get_json().get("query", {}).get("notes", ())
        assert all(note.startswith("ไม่พบ") for note in notes)  # understood in full, if not found in this archive


def test_failures_of_every_kind_have_the_shape_that_is_told(tmp_path: Path) -> None:
    nothing = create_app(Settings(data=tmp_path, rate_limit="")).test_client()
    limited = create_app(Settings(rate_limit="1 per minute"), engine=FakeEngine(), store=FakeShelf()).test_client()
    first = limited.get("/api/search")
    named = document()["components"]["headers"]
    assert {name for name, _ in first.headers if name in named} == set(named) - {"Retry-After"}
    answers = [nothing.get("/api/search"), nothing.get("/healthz"), limited.get("/api/search"), limited.get("/api/x")]
    answers += [limited.post("/api/suggest"), limited.get("/api/articles/x?y=" + "x" * 7000)]
    assert [answer.status_code for answer in answers] == [503, 503, 429, 404, 405, 414]
    assert int(answers[2].headers["Retry-After"]) > 0
    for answer in answers:
        holds("Error", answer.get_json())


def test_browsers_get_completions_in_their_own_form() -> None:
    client = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=FakeShelf(), read=fake_read).test_client()
    answer = client.get("/api/suggest", query_string={"q": "รับสมัคร", "format": "opensearch"})
    assert answer.content_type == "application/x-suggestions+json"
    assert answer.get_json() == ["รับสมัคร", ["รับสมัครนักวิเคราะห์นโยบายและแผน 2 อัตรา"]]
    holds("OpenSearchSuggestions", answer.get_json())
    assert client.get("/api/suggest?format=opensearch").get_json() == ["", []]


# --- schemas of types


@dataclass(frozen=True)
class Inner:
    """A thing, see :class:`Outer`.

    Not told.
    """

    days: tuple[date, ...]


@dataclass(frozen=True)
class Outer:
    """Outermost."""

    inner: Inner | None
    name: str | None = None
    hidden: int = 0


def test_types_become_schemas() -> None:
    made = schemas_of(Outer, closed=True, without={"Outer": ("hidden",)}, optional={"Outer": ("name",)})
    assert made["Outer"] == {
        "type": "object",
        "description": "Outermost.",
        "properties": {
            "inner": {"anyOf": [{"$ref": "#/components/schemas/Inner"}, {"type": "null"}]},
            "name": {"type": ["string", "null"]},
        },
        "required": ["inner"],
        "additionalProperties": False,
    }
    assert made["Inner"]["description"] == "A thing, see `Outer`."
    assert made["Inner"]["properties"]["days"] == {"type": "array", "items": {"type": "string", "format": "date"}}


@pytest.mark.parametrize("hint", [bytes, tuple[int, str], set[int]])
def test_a_type_that_has_no_schema_is_refused_by_name(hint: object) -> None:
    with pytest.raises(TypeError, match="has no JSON schema"):
        schema_of(hint, [])


def test_an_article_with_everything_is_what_the_document_says() -> None:
    holds("Article", AUDIT.to_json())
    with pytest.raises(jsonschema_rs.ValidationError):
        holds("Article", replace(AUDIT, kind="gossip").to_json())  # type: ignore[arg-type]  # what must be found


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_for_programmers_has_every_address_and_commands_that_work(app: Flask, lang: str) -> None:
    client = app.test_client()
    text = html.unescape(client.get("/api", query_string={"lang": lang}, base_url="https://news.example/").text)
    for path, item in document()["paths"].items():
        assert f">{path}</code>" in text
        for half in re.fullmatch(r"(.+) \((.+)\)", item["get"]["summary"]).groups():  # type: ignore[union-attr]  # each has both
            assert (f'<td class="gives">{half}</td>' in text) == (bool(re.search("[ก-๛]", half)) == (lang == "th"))
    commands = [shlex.split(found.replace("\\\n", "")) for found in re.findall(r">(curl [^<]+)</code>", text)]
    assert len(commands) == 5
    for command in commands:
        address = next(word for word in command if word.startswith("https://news.example/api/"))
        pairs = [word.split("=", 1) for before, word in pairwise(command) if before == "--data-urlencode"]
        path = address.removeprefix("https://news.example").replace(EXAMPLE_ID, AUDIT.id)
        answer = client.get(path, query_string=dict(pairs))
        assert answer.status_code == 200
        assert not [note for note in answer.get_json().get("query", {}).get("notes", ()) if not note.startswith("ไม่พบ")]
