"""What is kept beside the folded text: it comes back as it was, takes little, and damage is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.compact import encode
from index.shown import PIECE, pack, squeeze, unpack, unsqueeze

SHOWN = st.fixed_dictionaries(
    {
        "title": st.text(),
        "text": st.text(st.characters(codec=None)) | st.text("ข่าว Aa\n\0", max_size=90),
        "attached": st.text(),
        "url": st.text(),
        "section": st.lists(st.text()),
        "version": st.integers(),
        "sample": st.booleans(),
    }
)


@given(SHOWN, st.binary(max_size=50))
def test_what_is_shown_comes_back_whatever_stands_beside_it(shown: dict[str, Any], folded: bytes) -> None:
    assert unpack(pack(shown, folded), folded) == shown


@given(st.binary(max_size=90), st.integers(1, 40_000), st.binary(max_size=90), st.integers(1, 40_000))
def test_long_texts_come_back(one: bytes, times: int, other: bytes, often: int) -> None:
    data, like = (one * times)[: 4 * PIECE], (other * often)[: 4 * PIECE]
    assert unsqueeze(squeeze(data, like), like) == data


def test_a_text_that_differs_in_its_capitals_takes_next_to_nothing() -> None:
    words = [f"ข่าวที่ {n * 7919 % 1000} Of Chapter {n * 104729 % 997}" for n in range(2_000)]
    text = "\n".join(words)
    folded = encode(fold(text))
    kept = pack({"title": "", "text": text, "attached": "", "url": "https://www.example.go.th/"}, folded)
    assert len(folded) > 4 * PIECE  # so that each piece has to find its own place
    assert len(kept) < len(folded) / 6


@given(st.binary(max_size=60))
def test_other_bytes_are_refused(data: bytes) -> None:
    if data:
        with pytest.raises(ValueError, match="a text"):
            unsqueeze(data, b"")
    with pytest.raises(ValueError, match=r"a text|damaged|Expecting|not enough"):
        unpack(data, b"")


@given(st.data())
def test_what_is_cut_off_or_changed_is_refused(data: st.DataObject) -> None:
    whole = squeeze(b"some words of a text " * 40, b"some other words")
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(ValueError, match="a text"):
        unsqueeze(whole[:cut], b"some other words")
    with pytest.raises(ValueError, match="a text"):
        unsqueeze(whole, b"some other text")
