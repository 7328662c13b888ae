"""Addresses to search requests: nothing typed raises, what is not understood is noted, and the way back is exact."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import KINDS
from index.hits import SORTS, SearchRequest
from search_web.args import MAX_VALUE, MAX_VALUES, Asked, clean, query_pairs, read_bound, read_request
from search_web.text import LANGS

NAMES = [
    "q",
    "from",
    "to",
    "year",
    "agency",
    "person",
    "province",
    "section",
    "kind",
    "site",
    "sort",
    "page",
    "per_page",
    "group",
    "choices",
]
TYPED = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["2551", "๒๕๕๑", "เมษายน 2551", "22 เม.ย. 2551", "2008-04-22", "2551-04-22", "2551-02-29", "พ.ศ. 2551"]
    ),
    st.sampled_from([*KINDS, *SORTS, "-1", "0", "1e9", "9" * 5000, "๙", "²", "\x00", "\ud800", "javascript:alert(1)"]),
    st.dates().map(str),
    st.integers().map(str),
)


def ask(**values: str | list[str]) -> Asked:
    given = {k.rstrip("_"): v if isinstance(v, list) else [v] for k, v in values.items()}
    return read_request(given, max_query=500)


def back(request: SearchRequest) -> Asked:
    pairs = query_pairs(request)
    return read_request({name: [v for n, v in pairs if n == name] for name, _ in pairs}, max_query=500)


@given(st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=5)), st.lists(TYPED, max_size=4), max_size=8))
def test_nothing_typed_raises_and_the_way_back_is_exact(given_: dict[str, list[str]]) -> None:
    asked = read_request(given_, max_query=100)
    for note in asked.notes:
        assert all(note.text(lang) for lang in LANGS)
    again = back(asked.request)
    assert again.request == asked.request
    assert not again.notes
    assert len(asked.request.q) <= 100
    assert asked.request.page >= 1
    assert 1 <= asked.request.per_page <= 100


@given(st.text())
def test_clean_text_has_no_controls_and_is_its_own_clean_form(text: str) -> None:
    once = clean(text, 50)
    assert clean(once, 50) == once
    assert all(c.isprintable() or c.isspace() or ord(c) >= 0x80 for c in once)
    assert "\n" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("22 เมษายน 2551", "2008-04-22", "2008-04-22"),
        ("๒๒ เม.ย. ๒๕๕๑", "2008-04-22", "2008-04-22"),
        ("22เม.ย.51", "2008-04-22", "2008-04-22"),
        ("22/04/2551", "2008-04-22", "2008-04-22"),
        ("2008-04-22", "2008-04-22", "2008-04-22"),
        ("2551-04-22", "2008-04-22", "2008-04-22"),
        ("22 April 2008", "2008-04-22", "2008-04-22"),
        ("เมษายน 2551", "2008-04-01", "2008-04-30"),
        ("ก.พ. 2551", "2008-02-01", "2008-02-29"),
        ("2551", "2008-01-01", "2008-12-31"),
        ("2008", "2008-01-01", "2008-12-31"),
        ("พ.ศ. 2551", "2008-01-01", "2008-12-31"),
        ("ปี 65", "2022-01-01", "2022-12-31"),
        *((typed, "2023-02-01", "2023-02-28") for typed in ("กพ 66", "กุมภา 2566", "2566-02", "02/2566")),
        *((typed, "2023-02-14", "2023-02-14") for typed in ("14กพ66", "14 กุมภา 66", "14-2-66", "14.2.66")),
    ],
)
def test_a_bound_is_the_first_or_last_day_of_what_was_typed(typed: str, first: str, last: str) -> None:
    assert str(read_bound(typed, last=False)) == first
    assert str(read_bound(typed, last=True)) == last


@pytest.mark.parametrize(
    "typed", ["เมื่อวาน", "31 กุมภาพันธ์ 2551", "2551-02-31", "0001-01-01", "9999-12-31", "abc", "ก.พ.ร."]
)
def test_what_is_no_date_is_noted_with_what_was_typed(typed: str) -> None:
    asked = ask(from_=typed, to="2551")
    assert asked.request.date_from is None
    assert asked.request.date_to == date(2008, 12, 31)
    assert [n.key for n in asked.notes] == ["note_date"]
    assert typed in asked.notes[0].text("th")


def test_dates_the_wrong_way_round_are_exchanged() -> None:
    asked = ask(from_="2553", to="2551")
    assert (asked.request.date_from, asked.request.date_to) == (date(2008, 12, 31), date(2010, 1, 1))
    assert [n.key for n in asked.notes] == ["note_dates_swapped"]


def test_years_are_buddhist_whatever_was_typed() -> None:
    asked = ask(year=["2551", "๒๕๕๒", "2010", "abc"])
    assert asked.request.year == (2551, 2552, 2553)
    assert [n.text("en") for n in asked.notes] == ["“abc” was not understood as a year, so it was left out"]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"sort": "cheapest"}, "note_sort"),
        ({"page": "0"}, "note_page"),
        ({"page": "-3"}, "note_page"),
        ({"page": "9" * 5000}, "note_page"),
        ({"per_page": "100000"}, "note_per_page"),
        ({"kind": "novel"}, "note_kind"),
        ({"agency": [str(n) for n in range(MAX_VALUES + 1)]}, "note_too_many"),
        ({"q": "ก" * 501}, "note_query_cut"),
    ],
)
def test_every_bad_value_has_its_note(values: dict[str, str | list[str]], key: str) -> None:
    asked = ask(**values)
    assert [n.key for n in asked.notes] == [key]
    assert len(asked.notes[0].text("th")) < 200


def test_long_and_repeated_values_are_bounded() -> None:
    asked = ask(agency=["x" * 10_000, "opdc", "opdc", " ", "ก.พ.ร.\n"])
    assert asked.request.agency == ("x" * MAX_VALUE, "opdc", "ก.พ.ร.")


def test_without_words_the_newest_come_first() -> None:
    assert ask().request.sort == "newest"
    assert ask(q="x").request.sort == "relevance"
    assert ask(q="x", sort="oldest").request.sort == "oldest"


def test_usual_values_are_left_out_of_addresses() -> None:
    assert query_pairs(SearchRequest(q="น้ำ")) == [("q", "น้ำ")]
    assert query_pairs(SearchRequest(sort="newest")) == []
    assert query_pairs(SearchRequest(q="น้ำ", date_from=date(2008, 4, 1), agency=("opdc", "dopa"), page=2)) == [
        ("q", "น้ำ"),
        ("from", "2008-04-01"),
        ("agency", "opdc"),
        ("agency", "dopa"),
        ("page", "2"),
    ]
