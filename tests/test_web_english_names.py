"""English pages call agencies and provinces by their English names, wherever they stand."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from corpus.extract.agency_registry import display_name
from corpus.settings import Settings
from index.hits import FacetValue
from search_web import create_app
from search_web.names_view import named_in
from tests.web_fakes import DOPA, FakeEngine, FakeShelf, fake_read

ENGLISH = display_name(DOPA.id, "en")


@pytest.fixture
def client() -> FlaskClient:
    return create_app(Settings(rate_limit=""), engine=FakeEngine(), store=FakeShelf(), read=fake_read).test_client()


def labels(page: str, facet: str) -> dict[str, str]:
    """The values and labels of a facet on the results page."""
    boxes = re.findall(rf'name="{facet}" value="([^"]*)"[^>]*>(.*?)</label>', page, re.DOTALL)
    return {value: re.sub(r"<[^>]*>", "", label) for value, label in boxes}


def test_the_facets_and_chips_of_a_result_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    english, thai = (client.get(f"/search?agency=dopa&province=น่าน&lang={lang}").text for lang in ("en", "th"))
    assert ENGLISH in labels(english, "agency")["dopa"]
    assert "Nan" in labels(english, "province")["น่าน"]
    assert DOPA.name in labels(thai, "agency")["dopa"]
    assert "น่าน" in labels(thai, "province")["น่าน"]
    assert ENGLISH not in thai
    chips = english[english.index('class="chips') : english.index('class="chips') + 2_000]
    assert ENGLISH in chips
    assert "Nan" in chips


def test_the_json_says_the_english_name_as_the_label_alone(client: FlaskClient) -> None:
    english, thai = (client.get(f"/api/search?lang={lang}").get_json()["facets"] for lang in ("en", "th"))
    for facet, name in (("agency", ENGLISH), ("province", "Nan")):
        assert name in {v["label"] for v in english[facet]}
        assert name not in {v["label"] for v in thai[facet]}
        assert [(v["value"], v["count"]) for v in english[facet]] == [(v["value"], v["count"]) for v in thai[facet]]
    assert {name: english[name] for name in english if name not in ("agency", "province")} == {
        name: thai[name] for name in thai if name not in ("agency", "province")
    }


def test_bodies_that_are_not_listed_keep_their_thai_name() -> None:
    facets = {
        "agency": (FacetValue("a-0123456789ab", "ชมรมคนรักนก", 2), FacetValue("dopa", "กรมการปกครอง", 1)),
        "kind": (),
    }
    assert named_in(facets, "en") == {
        "agency": (FacetValue("a-0123456789ab", "ชมรมคนรักนก", 2), FacetValue("dopa", ENGLISH, 1)),
        "kind": (),
    }
    assert named_in(facets, "th") == facets


def test_the_facts_of_an_article_and_the_doors_of_the_start_page_say_them_too(client: FlaskClient) -> None:
    found = client.get("/api/search?agency=dopa").get_json()["hits"][0]["id"]
    english, thai = (client.get(f"/article/{found}?lang={lang}").text for lang in ("en", "th"))
    facts = english[english.index('id="facts-heading"') :]
    assert re.search(rf'<dd lang="en"><a href="[^"]*">{ENGLISH}</a>', facts)
    assert ENGLISH not in thai
    start = client.get("/?lang=en").text
    assert ENGLISH in start
    assert DOPA.name not in start
