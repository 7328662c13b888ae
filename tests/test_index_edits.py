"""How far words are from each other, as people misspell them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.edits import distances, encoded, slips
from index.lexicon import Lexicon

WORDS = st.text(st.sampled_from("กขคงจซทนมรลสศหอะาิีุูเไใ่้์ัำ"), min_size=1, max_size=12)


def far(one: str, other: str) -> float:
    word, [size] = encoded([one], 24)
    others, sizes = encoded([other], 24)
    return float(distances(word[0, :size], others, sizes)[0])


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("ไทย", "ใทย"),
        ("กรรมการ", "กรมการ"),
        ("ทราบ", "ซาบ"),
        ("สัมมนา", "สัมนา"),
        ("ประชุม", "ประชมุ"),
        ("จันทร์", "จัน"),
        ("ณรงค์", "นรงค์"),
        ("ศาล", "สาล"),
        ("น้ำ", "น่ำ"),
        ("วันทนีย์", "วันทนี"),
        ("ไมตรี", "ัยมตรี"),
    ],
)
def test_a_slip_that_people_make_is_nearer_than_any_wrong_letter(meant: str, typed: str) -> None:
    assert 0 < far(typed, meant) < 1


def test_other_letters_are_far() -> None:
    assert far("ขาว", "เขียว") > 2
    assert far("กก", "สส") > 1.7


@given(WORDS, WORDS)
def test_a_distance_is_the_same_both_ways_and_nothing_to_itself(one: str, other: str) -> None:
    assert far(one, one) == 0
    assert far(one, other) == pytest.approx(far(other, one), abs=1e-4)
    if one != other:
        assert far(one, other) > 0


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_all_at_once_is_one_by_one(others: list[str], typed: str) -> None:
    word, [size] = encoded([typed], 24)
    rows, sizes = encoded(others, 24)
    together = distances(word[0, :size], rows, sizes)
    assert together == pytest.approx([far(typed, other) for other in others], abs=1e-4)


@given(WORDS, WORDS)
def test_a_beginning_is_never_farther_than_the_whole(typed: str, other: str) -> None:
    word, [size] = encoded([typed], 24)
    rows, sizes = encoded([other], 24)
    begun = distances(word[0, :size], rows, sizes, beginning=True)[0]
    assert begun <= far(typed, other) + 1e-4


def test_costs_are_between_nothing_and_one_letter() -> None:
    table = slips()
    groups = [int(table.code[ord(sign)]) for _, sign in table.groups]
    letters = np.setdiff1d(np.arange(2, 256), groups)
    assert (table.instead[np.ix_(letters, letters)] <= 1).all()
    assert (table.instead >= 0).all()
    assert table.alone[0] == 0


def test_the_nearest_then_the_most_frequent_comes_first() -> None:
    lexicon = Lexicon.of([("ประชุม", "ประชุม", 9), ("ประชา", "ประชา", 99), ("ประชม", "ประชม", 1)], 24)
    assert [lexicon.shown[at] for _, at in lexicon.near("ประชมุ", 2.0)][:2] == ["ประชุม", "ประชม"]
    assert lexicon.near("ประชุม", 0.0)[0].cost == 0
    assert lexicon.near("", 2.0) == []


def test_an_empty_lexicon_has_nothing_near() -> None:
    assert Lexicon.of([], 24).near("ก", 9.0) == []


def test_words_that_sound_alike_are_found_by_their_sounds() -> None:
    lexicon = Lexicon.of([(word, word, 1) for word in ("พงศ์", "พงษ์", "พง", "ภูมิ", "ขาว")], 24)
    assert {lexicon.shown[at] for at in lexicon.sounding("พงส์")} == {"พงศ์", "พงษ์"}


@given(
    st.text("กขคนมรา่้", min_size=1, max_size=8),
    st.lists(st.text("กขคนมรา่้", min_size=1, max_size=8), min_size=1),
    st.floats(0, 4),
)
def test_what_is_not_followed_to_its_end_costs_more_than_was_asked_for(
    typed: str, words: list[str], most: float
) -> None:
    word, [size] = encoded([typed], 10)
    codes, lengths = encoded(words, 10)
    for beginning in (False, True):
        whole = distances(word[0, :size], codes, lengths, beginning=beginning)
        some = distances(word[0, :size], codes, lengths, most=most, beginning=beginning)
        near = whole <= most
        assert np.array_equal(near, some <= most)
        assert np.array_equal(whole[near], some[near])
