"""Folded text in one byte a letter."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from index import compact

letters = st.one_of(st.characters(), st.sampled_from("กขคงนมรสเแโาำะัิี่้์็ๆฯ.- \n\0\x01\x10\x1f\x7f"))
texts = st.text(letters, max_size=60)


def test_the_examples_hold() -> None:
    assert doctest.testmod(compact).failed == 0


@given(texts)
def test_a_text_comes_back(text: str) -> None:
    assert compact.decode(compact.encode(text)) == text


@given(texts, texts, texts)
def test_bytes_stand_in_bytes_exactly_where_text_stands_in_text(before: str, needle: str, after: str) -> None:
    for text in (before + needle + after, before + after):
        assert (compact.encode(needle) in compact.encode(text)) == (needle in text)
        assert compact.encode(text).count(compact.encode(needle or "ก")) == text.count(needle or "ก")
