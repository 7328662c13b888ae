"""The table of notes: both languages, the same slots, no code that nothing says."""

import re
from pathlib import Path
from typing import get_args

import pytest

from index.hits import LANGS
from index.notes import TEXTS, Note
from index.tree import FILTERS, KnownKind

CODES_IN_SOURCE = re.compile(r'Note\("(\w+)"')


def test_each_code_is_said_somewhere_and_each_one_said_is_in_the_table() -> None:
    folder = Path(__file__).resolve().parent.parent / "index"
    said = {code for path in folder.glob("*.py") for code in CODES_IN_SOURCE.findall(path.read_text(encoding="utf-8"))}
    made = {*(f"no_{name}" for name in FILTERS), *(f"known_{kind}" for kind in get_args(KnownKind))}
    assert said | made == set(TEXTS)


@pytest.mark.parametrize("code", TEXTS)
def test_both_languages_say_the_same(code: str) -> None:
    thai, english = TEXTS[code]
    assert re.findall(r"{\w+}", thai) == re.findall(r"{\w+}", english)
    assert not re.search("[ก-๛]", english)
    assert re.search("[ก-๛]", thai)


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_typed_is_never_read_as_a_slot(lang: str) -> None:
    assert "{n} {0} %s" in Note("no_words", "{n} {0} %s").sentence(lang)  # type: ignore[arg-type]  # one of the two


def test_numbers_have_their_commas() -> None:
    assert "1,500" in Note("query_cut", n=1500).sentence("en")
