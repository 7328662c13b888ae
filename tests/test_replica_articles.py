"""The articles of the replica and their addresses."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.replica.addresses import SISTER_HOSTS, addresses, token
from tests.replica.articles import Home, ReplicaArticle, load_articles
from tests.replica.g2 import decode_token


@given(st.integers(0, 999_999_999))
def test_tokens_come_back(number: int) -> None:
    assert decode_token(token(number)) == number
    assert decode_token(token(number) + "==") == number


@given(st.text(max_size=40))
def test_any_token_is_a_number_or_refused(text: str) -> None:
    assert decode_token(text) >= -1


def test_known_forms_of_address() -> None:
    assert addresses(Home(gen="g2", id=7108))[0] == "http://www.opdc.go.th/content/NzEwOA"
    assert "http://www4.opdc.go.th/content.php?content_id=2626&menu_id=5" in addresses(Home(gen="g1", id=2626))
    assert set(addresses(Home(gen="g3", id=8679))) >= {"http://opdc.go.th/?p=8679", "http://www.opdc.go.th/8679/"}
    english = addresses(Home(gen="g2", id=9, host="opdc.go.th"), "en")
    assert english[0] == "http://opdc.go.th/content/OQ/?lang=en"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("homes = []", "needs homes"),
        ('homes = [{gen = "g9", id = 1}]', "g9"),
        ('homes = [{gen = "g4"}]', "without slug"),
        ('homes = [{gen = "g3"}]', "without id"),
        ('homes = [{gen = "g3", id = 1}]\ncolour = 1', "unknown key colour"),
        ('homes = [{gen = "g3", id = 1}]\nlang = "fr"', "fr"),
        ('homes = [{gen = "g3", id = 1}]\ntables = [{after = 2, rows = [["x"]]}]', "paragraph that is not there"),
        ('homes = [{gen = "g3", id = 1}, {gen = "g3", id = 1}]', "two articles have the home"),
    ],
)
def test_articles_with_a_fault_are_named(tmp_path: Path, line: str, fault: str) -> None:
    text = f'[[article]]\nkey = "a"\ntitle = "ก"\nbody = ["ข"]\npublished = 2020-01-01\n{line}\n'
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        load_articles(tmp_path)


ARTICLES = load_articles()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)
def test_the_truth_of_an_article_stands_in_its_text(article: ReplicaArticle) -> None:
    cells = [cell for table in article.tables for row in table.rows for cell in row]
    text = "\n".join([article.title, article.officer, *article.body, *article.credits, *cells])
    for person in article.truth.people:
        assert person.title + person.name in text or f"{person.title} {person.name}" in text
        assert person.position in text
    for place in article.truth.provinces:
        assert place in text or (place == "กรุงเทพมหานคร" and "กรุงเทพฯ" in text)
    for law in article.truth.laws:
        assert law in text
    if article.truth.event is not None:
        event = article.truth.event
        assert event.place in text
        assert event.start is None or event.end is None or event.start <= event.end


def test_gen1_articles_can_be_written_in_windows_874() -> None:
    for article in ARTICLES:
        if any(home.gen == "g1" for home in article.homes):
            "".join((article.title, *article.body)).encode("cp874")


def test_the_articles_are_as_many_and_as_mixed_as_a_demo_needs() -> None:
    assert len(ARTICLES) >= 80
    assert sum(len(article.homes) > 1 for article in ARTICLES) >= 5
    assert {article.kind for article in ARTICLES} >= {"news", "announcement", "procurement", "job", "knowledge"}
    assert sum(bool(article.tables) for article in ARTICLES) >= 10
    assert sum(bool(article.credits) for article in ARTICLES) >= 10
    assert sum(bool(set("๐๑๒๓๔๕๖๗๘๙") & set("".join(article.body))) for article in ARTICLES) >= 3
    assert {name.rpartition(".")[2] for article in ARTICLES for name in article.attachments} == {"pdf", "docx"}
    assert {home.host for article in ARTICLES for home in article.homes if home.gen == "g2"} > set(SISTER_HOSTS)
    assert {article.lang for article in ARTICLES} == {"th", "en"}


def test_published_is_the_stamp_unless_that_is_of_a_migration() -> None:
    """docs/interfaces.md: a stamp over 180 days later than the event, or shared by many articles, is not their date."""
    days = Counter(article.stamp.date() for article in ARTICLES if article.stamp)
    for article in ARTICLES:
        if article.stamp is None or days[article.stamp.date()] >= 3:
            continue
        late = (article.stamp.date() - article.published).days
        assert late == 0 or late > 180, article.key
