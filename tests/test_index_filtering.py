"""Filters, facets and the timeline of a search, held against loops over the articles."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.records import Agency, Article, Person
from corpus.settings import Settings
from index import search
from index.engine import SearchEngine
from index.hits import FACETS, SORTS, FacetValue, SearchRequest, Sort
from tests.small_archive import article, put

PROVINCES = ("น่าน", "แพร่", "เลย")
SECTIONS = ("ข่าวเด่น", "ปี 2551", "ประกาศ")
KINDS = ("news", "job", "announcement")
WORDS = ("ประชุม", "สัมมนา", "งบประมาณ")
_CHANCE = random.Random(2551)


def _some(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for value in values if _CHANCE.random() < 0.4)


ARTICLES = [
    article(
        n,
        f"เรื่องที่ {n}",
        " ".join(_some(WORDS)),
        published=date(2007, 11, 1) + timedelta(_CHANCE.randrange(900)) if n % 5 else None,
        kind=_CHANCE.choice(KINDS),
        site=_CHANCE.choice(("opdc", "other")),
        section=_some(SECTIONS),
        agencies=tuple(Agency(id=i, name=i.upper()) for i in _some(("opdc", "ocsc", "nesdc"))),
        people=tuple(Person(id=i, name=f"ชื่อ {i}") for i in _some(("p1", "p2"))),
        provinces=_some(PROVINCES),
    )
    for n in range(60)
]
YEARS = (2550, 2551, 2552)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    made = Settings(data=tmp_path_factory.mktemp("archive"))
    put(made, ARTICLES)
    search.build(made)
    opened = search.open_engine(made)
    yield opened
    opened.close()


def few(values: Iterable[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.just(()) | st.lists(st.sampled_from(list(values)), unique=True, max_size=2).map(tuple)


REQUESTS = st.builds(
    SearchRequest,
    q=st.sampled_from(["", *WORDS, "ประชุม สัมมนา", "-งบประมาณ"]),
    date_from=st.none() | st.dates(date(2007, 11, 1), date(2010, 6, 1)),
    year=few(YEARS),
    agency=few(("opdc", "ocsc")),
    person=few(("p1", "p2")),
    province=few(PROVINCES),
    section=few(SECTIONS),
    kind=few(KINDS),
    site=few(("opdc", "other")),
    sort=st.sampled_from(SORTS),
    per_page=st.just(1_000),
)


def values_of(one: Article, name: str) -> tuple[str, ...]:
    day = one.dated
    return {
        "year": (str(day.year + 543),) if day else (),
        "agency": tuple(a.id for a in one.agencies),
        "person": tuple(p.id for p in one.people),
        "province": one.provinces,
        "kind": (one.kind,),
        "section": one.section,
        "site": (one.site,),
    }[name]


def passes(one: Article, request: SearchRequest, but: str = "") -> bool:
    if request.date_from and (one.dated is None or one.dated < request.date_from):
        return False
    if any(word in one.body for word in [w[1:] for w in request.q.split() if w.startswith("-")]):
        return False
    if not all(word in one.body for word in request.q.split() if not word.startswith("-")):
        return False
    return all(
        name == but or not getattr(request, name) or {str(v) for v in getattr(request, name)} & {*values_of(one, name)}
        for name in FACETS
    )


def counted(values: Iterable[FacetValue]) -> dict[str, int]:
    return {value.value: value.count for value in values}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(request=REQUESTS)
def test_facets_and_timeline_count_the_whole_result(engine: SearchEngine, request: SearchRequest) -> None:
    found = [one for one in ARTICLES if passes(one, request)]
    page = engine.search(request)
    if found or len(request.q.split()) < 2:  # pages with some of the words are another matter
        assert {hit.id for hit in page.hits} == {one.id for one in found}
        assert {name: counted(values) for name, values in page.facets.items()} == {
            name: Counter(value for one in found for value in values_of(one, name)) for name in FACETS
        }
        assert {m.month: m.count for m in page.timeline} == Counter(f"{a.dated:%Y-%m}" for a in found if a.dated)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(request=REQUESTS)
def test_choices_count_as_if_their_own_filter_were_not_set(engine: SearchEngine, request: SearchRequest) -> None:
    plain = engine.search(request)
    page = engine.search(replace(request, choices=True))
    assert [hit.id for hit in page.hits] == [hit.id for hit in plain.hits]
    assert (page.total, page.timeline) == (plain.total, plain.timeline)
    for name in FACETS:
        found = [one for one in ARTICLES if passes(one, request, but=name)]
        if not getattr(request, name):
            assert page.facets[name] == plain.facets[name]
        elif found or len(request.q.split()) < 2:
            shown = {hit.id for hit in engine.search(replace(request, per_page=1_000, page=1)).hits}
            # What is shown is counted, too, where it has only the most of the words.
            those = [one for one in ARTICLES if one in found or one.id in shown]
            assert counted(page.facets[name]) == Counter(value for one in those for value in values_of(one, name))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(request=REQUESTS)
def test_days_are_in_order_and_undated_pages_come_last(engine: SearchEngine, request: SearchRequest) -> None:
    orders: tuple[tuple[Sort, bool], ...] = (("newest", True), ("oldest", False))
    for sort, turned in orders:
        hits = engine.search(replace(request, sort=sort)).hits
        dated = [hit.dated for hit in hits if hit.dated]
        assert dated == sorted(dated, reverse=turned)
        assert [hit.dated is None for hit in hits] == sorted(hit.dated is None for hit in hits)
        assert hits == engine.search(replace(request, sort=sort)).hits


def test_a_filter_takes_an_id_a_name_and_an_alias(engine: SearchEngine) -> None:
    wanted = {one.id for one in ARTICLES if any(agency.id == "opdc" for agency in one.agencies)}
    for value in ("opdc", "OPDC", "ก.พ.ร.", "สำนักงานคณะกรรมการพัฒนาระบบราชการ"):
        page = engine.search(SearchRequest(agency=(value,), per_page=1_000))
        assert {hit.id for hit in page.hits} == wanted, value
    assert not engine.search(SearchRequest(agency=("ก.พ.",), province=("มาร์ส",))).total
