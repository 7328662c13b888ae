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


@given(st.one_of(texts, st.text(alphabet="กข a\n\0\1\t\x1f\x7f•é\ufffe\ue000東", max_size=20)))
def test_a_text_is_encoded_character_by_character(text: str) -> None:
    assert compact.encode(text) == b"".join(map(compact.encode, text))
    for char in text:
        escaped = compact._OTHER.search(char) is not None
        assert len(compact.encode(char)) == (7 if escaped else 1)
