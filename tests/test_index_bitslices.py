"""Signatures of blocks of texts, bit by bit: they deny most that do not hold a string, and never one that does."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.bitslices import AT_ONCE, BEHIND, BITS, BLOCK, Blocks, Slicing, may_hold
from index.compact import SEPARATOR, Bytes, encode, one_line
from index.folded import EDGES
from tests.small_texts import column_of

letters = st.one_of(st.characters(), st.sampled_from("กขคงนมรสเแโาำะัิี่้์็ๆฯ.- \n\0\x01\x10\x1f\x7f"))


def sliced(texts: Iterable[bytes]) -> Bytes:
    slicing = Slicing()
    for text in texts:
        slicing.add(text)
    rows = np.concatenate(list(slicing.rows()))
    assert rows.shape == (BITS, slicing.width)
    return rows


def possible(texts: list[bytes], needle: bytes) -> set[tuple[int, int]]:
    """(text, beginning) of the blocks that may hold the beginning of *needle*."""
    blocks = Blocks.of(np.array([len(text) for text in texts]))
    mask = may_hold(sliced(texts), needle, len(blocks.text))
    return set(zip(blocks.text[mask].tolist(), blocks.begin[mask].tolist(), strict=True))


@given(st.lists(st.text(letters, max_size=100), min_size=1, max_size=20), st.integers(1, 40), st.data())
def test_no_block_that_holds_a_string_is_denied(texts: list[str], times: int, data: st.DataObject) -> None:
    encoded = [encode(text) * times for text in texts]
    chosen = data.draw(st.sampled_from(encoded))
    start = data.draw(st.integers(0, len(chosen)))
    needle = chosen[start : start + data.draw(st.integers(1, 2 * BEHIND))]
    found = possible(encoded, needle)
    for n, text in enumerate(encoded):
        line, at = one_line(text), one_line(text).find(one_line(needle))
        while needle and at >= 0:
            assert (n, at // BLOCK * BLOCK) in found
            at = line.find(one_line(needle), at + 1)


@given(st.lists(st.text(letters, max_size=30), min_size=1, max_size=20))
def test_the_bits_of_a_text_are_its_own(texts: list[str]) -> None:
    data = [encode(text) for text in texts]
    bits = np.unpackbits(sliced(data), axis=1, bitorder="little")
    for n, text in enumerate(data):
        assert np.array_equal(bits[:, n], sliced([text])[:, 0])


def test_more_blocks_than_are_worked_out_together() -> None:
    texts = [f"{n:05}".encode() for n in range(2 * AT_ONCE + 3)]
    slices = sliced(texts)
    for n in (0, 7, 8, AT_ONCE - 1, AT_ONCE, len(texts) - 1):
        assert may_hold(slices, texts[n], len(texts))[n]


def test_most_strings_that_do_not_stand_there_are_denied() -> None:
    text = encode(fold("สำนักงาน ก.พ.ร. จัดประชุมรับฟังความคิดเห็นเรื่องระบบราชการ" * 3))
    others = ["กระทรวงพาณิชย์", "น้ำท่วม", "วัคซีน", "pmqa 4.0", "หน่วยงาน", "จังหวัดตาก", "ข้าว", "ปลา", "ยา"]
    assert sum(bool(possible([text], encode(other))) for other in others) <= 1


@pytest.mark.parametrize("needle", ["ก", "กข", "กขค", "", "東"])
def test_short_and_odd_needles_are_never_denied(needle: str) -> None:
    assert possible([encode("ก กข กขค 東")], encode(needle)) == {(0, 0)}


def test_a_line_break_is_a_blank_to_both() -> None:
    texts = [encode("3\nวัน"), encode("3 วัน")]
    assert possible(texts, encode("3 วัน")) == possible(texts, encode("3\nวัน")) == {(0, 0), (1, 0)}


def test_parts_end_at_the_outer_separators() -> None:
    column = column_of([SEPARATOR.join((b"title", b"body", b"attached")), SEPARATOR * 2])
    assert column.arrays[EDGES].tolist() == [[5, 10], [0, 1]]
