"""Signatures of texts, bit by bit: they deny most texts that do not hold a string, and never one that does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.bitslices import AT_ONCE, BITS, may_hold, sliced
from index.compact import encode

letters = st.one_of(st.characters(), st.sampled_from("กขคงนมรสเแโาำะัิี่้์็ๆฯ.- \n\0\x01\x10\x1f\x7f"))


def possible(texts: list[str], needle: str) -> list[bool]:
    data = [encode(text) for text in texts]
    found: list[bool] = may_hold(sliced(data, len(data)), encode(needle), len(data)).tolist()
    return found


@given(st.lists(st.text(letters, max_size=100), min_size=1, max_size=20), st.data())
def test_no_text_that_holds_a_string_is_denied(texts: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[at])))
    needle = texts[at][start : start + data.draw(st.integers(0, 12))]
    found = possible(texts, needle)
    assert all(may for may, text in zip(found, texts, strict=True) if needle in text)
    assert len(found) == len(texts)


@given(st.lists(st.text(letters, max_size=30), min_size=1, max_size=20))
def test_the_bits_of_a_text_are_its_own(texts: list[str]) -> None:
    together = sliced(map(encode, texts), len(texts))
    bits = np.unpackbits(together, axis=1, count=len(texts), bitorder="little")
    for n, text in enumerate(texts):
        assert np.array_equal(bits[:, n], sliced([encode(text)], 1)[:, 0])


def test_more_texts_than_are_worked_out_together() -> None:
    texts = [f"{n:05}" for n in range(2 * AT_ONCE + 3)]
    slices = sliced(map(encode, texts), len(texts))
    assert slices.shape == (BITS, 65)
    for n in (0, 7, 8, AT_ONCE - 1, AT_ONCE, len(texts) - 1):
        assert may_hold(slices, encode(texts[n]), len(texts))[n]
    with pytest.raises(ValueError, match="shorter"):
        sliced(map(encode, texts), len(texts) + AT_ONCE)


def test_most_strings_that_do_not_stand_there_are_denied() -> None:
    text = fold("สำนักงาน ก.พ.ร. จัดประชุมรับฟังความคิดเห็นเรื่องระบบราชการ" * 3)
    others = ["กระทรวงพาณิชย์", "น้ำท่วม", "วัคซีน", "pmqa 4.0", "หน่วยงาน", "จังหวัดตาก", "ข้าว", "ปลา", "ยา"]
    assert sum(possible([text], other)[0] for other in others) <= 1


@pytest.mark.parametrize("needle", ["ก", "กข", "กขค", "", "東"])
def test_short_and_odd_needles_are_never_denied(needle: str) -> None:
    assert possible(["ก กข กขค 東"], needle) == [True]


def test_a_line_break_is_a_blank_to_both() -> None:
    assert possible(["3\nวัน", "3 วัน"], "3 วัน") == [True, True]
    assert possible(["3\nวัน", "3 วัน"], "3\nวัน") == [True, True]
