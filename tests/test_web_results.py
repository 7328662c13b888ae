"""The results page: what of an address stays in its form and links, what it costs, how queries are taken apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.settings import Settings
from index.hits import Same, SearchPage, SearchRequest
from index.syntax import parse
from index.tree import And, Or
from search_web import create_app
from search_web.args import query_pairs, read_bound
from search_web.asked_view import as_query, parts_of, understood_as
from search_web.filters import show_day
from search_web.text import LANGS
from search_web.web import MOST_QUERY_BYTES
from tests.test_web_pages import get
from tests.web_fakes import FakeEngine, FakeShelf

TYPED = st.text(st.sampled_from('กขคabc 12"“”():-*~|') | st.characters(), max_size=40) | st.lists(
    st.sampled_from(["ประชุม", '"ก ข"', "OR", "หรือ", "(", ")", "-", "ปี:2551", '-"ก ข"', "หัวเรื่อง:รางวัล", "ปฏิรูป*"])
).map(" ".join)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def client(engine: FakeEngine) -> FlaskClient:
    return create_app(Settings(rate_limit=""), engine=engine, store=FakeShelf()).test_client()


def test_quoted_text_stays_whole_whatever_stands_around_it() -> None:
    assert parts_of('-"ก ข" ("ค ง") จ') == ('"ค ง"', "จ")
    assert parts_of('ประชุม หรือ "สัมมนา') == ("ประชุม", '"สัมมนา"')


@given(TYPED)
def test_each_part_of_a_query_is_a_query_of_its_own(query: str) -> None:
    for part in parts_of(query):
        assert parts_of(part) == (part,)


@given(TYPED, st.sampled_from([(), ("news",), ("news", "job")]))
def test_filters_hold_for_the_whole_query(query: str, kind: tuple[str, ...]) -> None:
    words = parse(query, len(query)).tree
    told = as_query(SearchRequest(q=query, kind=kind))
    tree = parse(told, len(told)).tree
    if not kind or words == And(()):
        assert tree == words or kind
        return
    assert isinstance(tree, And)
    filters = parse(as_query(SearchRequest(kind=kind))).tree
    assert tree.parts[-1] == filters
    assert tree.parts[:-1] == (words.parts if isinstance(words, And) else (words,))


def test_either_word_is_one_thing_before_a_filter() -> None:
    assert as_query(SearchRequest(q="ประชุม OR สัมมนา", kind=("news",))) == '(ประชุม OR สัมมนา) ประเภท:"news"'
    assert isinstance(parse("ประชุม OR สัมมนา").tree, Or)
    assert understood_as("(ก ข) ค", "ก ข  (ค)") == ""


@given(st.dates(date(1857, 1, 1), date(2156, 12, 31)), st.sampled_from(LANGS), st.sampled_from(["short", "full"]))
def test_a_day_that_a_field_shows_is_read_as_that_day(day: date, lang: str, style: str) -> None:
    shown = show_day(day, lang, style)  # type: ignore[arg-type]  # a Lang and a Style
    assert read_bound(shown, last=False) == read_bound(shown, last=True) == day


@given(st.integers(1857, 2156), st.integers(1, 12), st.booleans(), st.booleans())
def test_a_span_is_its_whole_month_or_year(year: int, month: int, buddhist: bool, whole: bool) -> None:
    client = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=FakeShelf()).test_client()
    shown = year + 543 if buddhist else year
    if buddhist != (shown >= 2400):
        return
    typed = f"{shown}" if whole else f"{shown}-{month:02}"
    location = client.get("/search", query_string={"span": typed, "q": "ก", "from": "2540", "lang": "en"}).location
    after = date(year + 1, 1, 1) if whole or month == 12 else date(year, month + 1, 1)
    last = date.fromordinal(after.toordinal() - 1)
    first = date(year, 1 if whole else month, 1)
    assert location == f"/search?q={quote('ก')}&from={first}&to={last}&lang=en"


@pytest.mark.parametrize(
    "typed", ["99999", "0000", "2551-13", "2551-00", "//evil.example", "\x00", "\ud800", "javascript:alert(1)", "-1"]
)
def test_a_span_or_order_that_is_none_leads_nowhere(client: FlaskClient, typed: str) -> None:
    for name in ("span", "order"):
        answer = client.get("/search?" + name + "=" + quote(typed, errors="surrogatepass"))
        assert answer.status_code == 200
        assert answer.location is None


def test_the_form_keeps_what_the_address_says(client: FlaskClient) -> None:
    page = get(client, "/search", q="ประชาชน", per_page="20", group="0")
    kept = {(f.get("name"), f.get("value")) for f in page.all("input") if f.get("type") == "hidden"}
    assert {("per_page", "20"), ("group", "0")} <= kept


def test_the_same_search_is_there_for_programs(client: FlaskClient) -> None:
    request = SearchRequest(q="ประชาชน", kind=("news",), sort="newest")
    page = get(client, "/search", q=request.q, kind="news", sort="newest", lang="en")
    assert f"/api/search?q={quote('ประชาชน')}&kind=news&sort=newest" in page.links
    assert dict(query_pairs(request))["sort"] == "newest"


def test_a_result_of_nothing_asks_for_no_more_than_it_shows(client: FlaskClient, engine: FakeEngine) -> None:
    get(client, "/help")  # whose examples are worked out once for a state of the index
    engine.asked.clear()
    engine.counted.clear()
    get(client, "/search", q="ไม่มีเลย ไม่มีแน่", kind="news", **{"from": "2551"})
    assert (len(engine.asked), len(engine.counted)) == (1, 3)
    engine.asked.clear()
    engine.counted.clear()
    get(client, "/search", q="ประชาชน", kind="news", year="2551")
    assert [asked.offers for asked in engine.asked] == [True, *[False] * (len(engine.asked) - 1)]
    assert len(engine.asked) <= 3


def test_an_address_of_raw_thai_counts_as_its_links_do(client: FlaskClient) -> None:
    for path in ("/search", "/compare"):
        for filters in (0, 1, 2, 20):
            raw = "q=" + "ก" * 500 + "".join(f"&agency={n}" + "ข" * 198 for n in range(filters))
            answer = client.get(path, environ_overrides={"QUERY_STRING": raw.encode().decode("latin-1")})
            assert answer.status_code == (200 if len(quote(raw, safe="&=")) <= MOST_QUERY_BYTES else 414)
            assert len(answer.data) <= 100_000
    both = ("a=" + "ก" * 500 + "&b=" + "ข" * 500).encode().decode("latin-1")
    assert client.get("/compare", environ_overrides={"QUERY_STRING": both}).status_code == 414


class Alike(FakeEngine):
    """Every hit has twenty pages with its content and a long title."""

    def search(self, request: SearchRequest) -> SearchPage:
        page = super().search(request)
        same = tuple(Same(f"opdc:same:{n}", "ก" * 120, date(2008, 4, 22)) for n in range(20))
        hits = tuple(replace(page.hits[0], same=same, same_total=900) for _ in range(request.per_page))
        return replace(page, hits=hits, total=5000)


def test_pages_with_the_same_content_do_not_fill_the_page() -> None:
    client = create_app(Settings(rate_limit=""), engine=Alike(), store=FakeShelf()).test_client()
    answer = client.get("/search", query_string={"q": "ประชาชน", "per_page": 20})
    assert len(answer.data) <= 100_000
    assert answer.text.count("opdc:same:") == 40
    assert "และอีก 900 หน้า" in answer.text
