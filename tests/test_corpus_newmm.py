"""The engine of words: bounded, lossless, and another one where nlpo3 is not there."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.thai import newmm
from corpus.thai.newmm import Cutter, cutter, engine, slow_cutter, thai_words, word_costs

WORDS = frozenset({"ราก", "กรา", "ตาก", "ตา", "กลม", "ลม", "การ", "ประชุม", "การประชุม", "สส", "สสส", "นา", "นานา"})
FAST = cutter(WORDS, "test-corpus-newmm")
SLOW = slow_cutter(WORDS)
THAI = st.text(alphabet="กขรตลมนสปชาะิุ่้์เแๆ", min_size=1, max_size=400)


@settings(deadline=None)
@given(THAI)
def test_both_engines_keep_every_letter(run: str) -> None:
    for made in (FAST, SLOW):
        assert "".join(made.pieces(run)) == run


@pytest.mark.parametrize("made", [FAST, SLOW], ids=["nlpo3", "pythainlp"])
def test_both_engines_find_the_fewest_words(made: Cutter) -> None:
    assert list(made.pieces("การประชุมตากลม")) == ["การประชุม", "ตา", "กลม"]
    assert list(made.pieces("ลมการ")) == ["ลม", "การ"]


def test_a_long_run_is_cut_as_a_whole_one() -> None:
    run = "การประชุมลมตากลมนานาราก" * 20
    assert list(FAST.pieces(run)) == FAST.cut(run)


@pytest.mark.parametrize("letters", ["ส", "ราก", "นา", "กรา", "ตอม", "่"])
def test_what_comes_again_and_again_is_cut_in_bounded_time(letters: str) -> None:
    for made in (FAST, SLOW):
        assert sum(map(len, made.pieces(letters * 30_000))) == 30_000 * len(letters)


def test_an_engine_that_changes_the_text_is_found_out() -> None:
    liar = Cutter("liar 1.0", lambda run: [run[1:]])
    with pytest.raises(RuntimeError, match=r"liar 1\.0 changed the text"):
        list(liar.pieces("การประชุม"))


def test_without_nlpo3_the_other_engine_serves_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine().startswith("nlpo3 ")
    monkeypatch.setattr(newmm, "nlpo3", None)
    assert engine().startswith("pythainlp ")
    other = cutter(WORDS, "test-corpus-newmm-2")
    assert other.engine == engine()
    assert list(other.pieces("การประชุมลม")) == ["การประชุม", "ลม"]


def test_usual_words_cost_less() -> None:
    costs = word_costs()
    assert costs.keys() == thai_words()
    assert costs["ที่"] < costs["ประชุม"] < costs["ธรรมาภิบาล"]


@settings(deadline=None, max_examples=300)
@given(st.lists(THAI | st.sampled_from(["การประชุม", "ตากลม", "ส" * 60, "นาลม" * 40]), max_size=30))
def test_runs_cut_together_are_cut_as_each_alone(runs: list[str]) -> None:
    for made in (FAST, SLOW):
        assert list(made.each(runs)) == [list(made.pieces(run)) for run in runs]


@pytest.mark.parametrize("lie", [lambda text: [text[1:]], lambda text: [text]], ids=["lost", "joined"])
def test_an_engine_that_changes_runs_cut_together_is_found_out(lie: Callable[[str], list[str]]) -> None:
    with pytest.raises(RuntimeError, match=r"liar 1\.0 changed the text"):
        list(Cutter("liar 1.0", lie, together=True).each(["การ", "ประชุม"]))
