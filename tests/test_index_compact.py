"""Folded text in one byte a letter, and its signatures."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai.normalise import fold
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


@given(st.text(letters, max_size=300), st.integers(0, 300), st.integers(1, 12))
def test_no_signature_denies_what_stands_in_the_text(text: str, at: int, size: int) -> None:
    rows = np.frombuffer(compact.signature(compact.encode(text)), np.uint8).reshape(1, -1)
    assert compact.may_hold(rows, compact.encode(text[at : at + size])).all()


def test_a_signature_denies_most_strings_that_do_not_stand_there() -> None:
    row = compact.signature(compact.encode(fold("สำนักงาน ก.พ.ร. จัดประชุมรับฟังความคิดเห็นเรื่องระบบราชการ" * 3)))
    rows = np.frombuffer(row, np.uint8).reshape(1, -1)
    others = ["กระทรวงพาณิชย์", "น้ำท่วม", "วัคซีน", "pmqa 4.0", "หน่วยงาน", "จังหวัดตาก", "ข้าว", "ปลา", "ยา"]
    assert sum(bool(compact.may_hold(rows, compact.encode(other))[0]) for other in others) <= 1


@pytest.mark.parametrize("text", ["ก", "กข", "กขค", "", "東"])
def test_short_and_odd_needles_are_never_denied(text: str) -> None:
    rows = np.frombuffer(compact.signature(compact.encode("ก กข กขค 東")), np.uint8).reshape(1, -1)
    assert compact.may_hold(rows, compact.encode(text)).all()
