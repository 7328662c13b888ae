"""The other spellings of words, and which of them are kept apart."""

import doctest
import re

import pytest

from corpus.extract.lexicon import registry
from corpus.thai.newmm import thai_words
from corpus.thai.normalise import fold
from index import spellings
from index.spellings import written_forms

MARKS = re.compile("[ัิ-ฺ็-๎]")


def test_the_examples_hold() -> None:
    assert doctest.testmod(spellings).failed == 0


def test_no_two_words_of_the_dictionary_that_differ_in_marks_alone_are_one() -> None:
    words = set(map(fold, thai_words()))
    groups = [group for name, table in registry("spellings").items() if name != "apart" for group in table]
    for typed in (fold(form) for group in groups for form in group):
        for other in written_forms(typed) if typed in words else ():
            assert other == typed or other not in words or MARKS.sub("", other) != MARKS.sub("", typed)


@pytest.mark.parametrize("apart", registry("spellings")["apart"])
def test_what_is_kept_apart_is_listed_together(apart: list[str]) -> None:
    assert any(
        set(apart) <= set(map(fold, group))
        for name, table in registry("spellings").items()
        if name != "apart"
        for group in table
    )
