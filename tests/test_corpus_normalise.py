"""One normaliser: what it makes the same, what it must never change, and the way back to the raw text."""

from __future__ import annotations

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai import normalise as module
from corpus.thai.normalise import fold, normalise, squash

NOISE = "\u200b\u200d\ufeff\u00ad\u00a0\u2028\r\n\t –“”…"
THAI = "".join(chr(c) for c in range(0x0E01, 0x0E5C) if unicodedata.category(chr(c)) != "Cn")
texts = st.one_of(st.text(max_size=60), st.text(alphabet=THAI + NOISE + "AbÉ12.İﬁ\u0301", max_size=60))


def test_doctests() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("นำ\u0e49", "น้ำ"),  # sara am typed before its tone
        ("นํา", "นำ"),  # decomposed sara am
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("ทีี่", "ที่"),  # vowel typed twice
        ("ท้้องถิ่น", "ท้องถิ่น"),
        ("ท่ี", "ที่"),  # tone typed before its vowel
        ("เเผน", "แผน"),
        ("ก\u200bิ\u200b่ง", "กิ่ง"),
        ("๑๙ ต.ค. ๒๕๖๖", "19 ต.ค. 2566"),
        ("ＯＰＤＣ", "opdc"),
        ("25–29", "25-29"),
        ("“เลิศรัฐ”", '"เลิศรัฐ"'),
        ("ก\u00a0\u00a0ข\tค", "ก ข ค"),
        ("ก \r\n\r\n ข", "ก\nข"),
        ("cafe\u0301", "café"),
        ("ขาว ข่าว ข้าว", "ขาว ข่าว ข้าว"),  # marks are letters
        ("วันอังคารทีี่ พิิจารณา", "วันอังคารที่ พิจารณา"),
        ("ป\uf70bา ห\uf712น", "ป้า ห็น"),  # marks of Windows fonts, in the private use area
        ("\uf0a7ข้อแรก", " ข้อแรก"),  # a bullet of Wingdings
        ("ก.พ.ร.", "ก.พ.ร."),  # dots are never stripped
        ("คำ", "คำ"),
    ],
)
def test_the_same_thing_written_in_two_ways(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_the_map_goes_with_the_text(text: str) -> None:
    page = normalise(text)
    assert page.text == fold(text)
    assert len(page.offsets) == len(page.text) + 1
    assert page.offsets[-1] == len(text)
    assert all(0 <= a <= b <= len(text) for a, b in zip(page.offsets, page.offsets[1:], strict=False))


@given(st.text(alphabet=" \n\u00a0\rก", max_size=40))
def test_white_space_folds_as_it_is_mapped(text: str) -> None:
    assert fold(text) == normalise(text).text


@given(texts, st.data())
def test_a_span_holds_the_raw_characters_it_came_from(text: str, data: st.DataObject) -> None:
    page = normalise(text)
    start = data.draw(st.integers(0, len(page.text)))
    end = data.draw(st.integers(start, len(page.text)))
    first, last = page.raw_span(start, end)
    assert 0 <= first <= last <= len(text)
    assert page.text[start:end] in fold(text[first:last]) or start == end


@given(st.text(alphabet="กขคงนมเแโาะ", max_size=30), st.text(alphabet="กขคงนมเแโาะ", min_size=1, max_size=8))
def test_a_found_string_points_at_its_own_characters(before: str, word: str) -> None:
    raw = before + "\u200b\u00a0  " + word + "  ท้าย"
    page = normalise(raw)
    at = page.text.rindex(fold(word) + " ท้าย")
    first, last = page.raw_span(at, at + len(fold(word)))
    assert raw[first:last] == word or fold(raw[first:last]) == fold(word)


@pytest.mark.parametrize("span", [(-1, 1), (0, 4), (2, 1)])
def test_a_span_outside_of_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(IndexError, match="outside of a text of 3"):
        normalise("กขค").raw_span(*span)


def test_squash_ignores_spacing_only() -> None:
    assert squash(" ก ข\u00a0ค\n") == "กขค"
    assert squash("ขาว") != squash("ข่าว")
