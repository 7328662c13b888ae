"""Maximal matching in Python and words in arrays are what nlpo3 and a set of strings are."""

from __future__ import annotations

import random
import re
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai import newmm
from corpus.thai.maximal import clusters, cut
from corpus.thai.newmm import SAME_AS, cutter, reader
from corpus.thai.normalise import fold
from corpus.thai.words import Words, letters_of
from index.dictionary import dictionary
from index.own_words import NONE
from tests.replica.articles import load_articles

THAI_RUN = re.compile(r"[\u0e01-\u0e4e]+")
THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E4E), min_size=1, max_size=12)
USUAL = "กขคงจชดตนบปพมยรลวสหอะาิีึืุูเแโใไ่้๊๋์ัำ็ๆฯฺํ"
TANGLED = "เเเีีิิ่้ยยรวะาั์์็ำกขคดรลยวน"  # what the rules on clusters are about
same = pytest.mark.skipif(
    not newmm.engine().startswith("nlpo3 ") or version("nlpo3") not in SAME_AS,
    reason="another nlpo3, which is used itself",
)


@given(st.sets(THAI, max_size=40), st.lists(THAI, max_size=20))
def test_words_in_arrays_are_a_set(words: set[str], others: list[str]) -> None:
    held = Words.of(words)
    assert (len(held), list(held), held.is_whole()) == (len(words), sorted(words), True)
    assert all(word in held for word in words)
    for text in (*others, *(a + b for a, b in zip(sorted(words), others, strict=False))):
        assert (text in held) == (text in words)
        for at in range(len(text)):
            ends = [end for end in range(at + 1, len(text) + 1) if text[at:end] in words]
            assert held.ends(letters_of(text), at) == ends
    assert (held, hash(held)) == (Words.of(sorted(words)), hash(Words.of(words)))


@pytest.mark.parametrize("word", ["", "a", "กa", "ก ข", "丁", "\u0f01", "ก" + "\ud800", None, 5])
def test_what_is_not_thai_is_no_word(word: object) -> None:
    assert word not in Words.of(["ก", "กข"])
    if isinstance(word, str):
        with pytest.raises(ValueError, match="is no Thai word"):
            Words.of([word])


@given(st.text(USUAL, max_size=60))
def test_pieces_and_clusters_are_the_run(run: str) -> None:
    words = Words.of(["กา", "การ", "รถ", "กรรม", "มา"])
    assert "".join(cut(run, words)) == run
    assert not run or max(clusters(run)) == len(run)


@same
def test_runs_are_cut_as_nlpo3_cuts_them() -> None:
    """60,000 more runs, and all of 500 pages, were compared when a version came into SAME_AS."""
    words = dictionary(NONE).words
    listed, chance = list(words), random.Random(2551)
    fast, slow = cutter(words, "test-maximal"), reader(words, "test-maximal")
    assert fast.engine == slow.engine
    for number in range(6_000):
        run = "".join(chance.choices(USUAL, k=chance.randint(1, 25)))
        if number % 4 == 1:
            run = "".join(chance.choices(TANGLED, k=chance.randint(1, 30)))
        elif number % 4 > 1:
            pieces = chance.choices(listed, k=chance.randint(1, 40 if number % 40 == 2 else 6))
            run = "".join(piece[: chance.randint(1, 12)] for piece in pieces)
        assert list(slow.pieces(run)) == list(fast.pieces(run)), run


@same
def test_pages_are_cut_as_nlpo3_cuts_them() -> None:
    words = dictionary(NONE).words
    fast, slow = cutter(words, "test-maximal"), reader(words, "test-maximal")
    runs = [run for article in load_articles() for run in THAI_RUN.findall(fold("\n".join(article.body)))]
    assert len(runs) > 300
    assert [list(slow.pieces(run)) for run in runs] == list(fast.each(runs))


def test_another_nlpo3_cuts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newmm, "SAME_AS", frozenset())
    words = Words.of(["กา", "แฟ"])
    assert reader(words, "test-other") == cutter(words, "test-other")


def test_time_is_bounded() -> None:
    words = Words.of(["ส" * n for n in range(1, 40)])
    assert "".join(reader(words, "test-bounded").pieces("สก" * 30_000)) == "สก" * 30_000
