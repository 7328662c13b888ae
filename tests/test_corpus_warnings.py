"""Warnings: made in English by their codes, shown in Thai."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.warnings import TEXTS, code_of, say, shown

FIELD = re.compile(r"\{(\w+)(?:!r)?\}")


def sample(code: str) -> str:
    return say(code, **dict.fromkeys(FIELD.findall(TEXTS[code][0]), "17"))


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_is_known_by_its_code_and_said_in_thai(code: str) -> None:
    english = sample(code)
    assert code_of(english) == code
    thai = shown(english, "th")
    assert thai != english
    assert re.search("[ก-๎]", thai)
    assert "{" not in thai
    assert shown(english, "en") == english
    assert set(FIELD.findall(TEXTS[code][1])) <= set(FIELD.findall(TEXTS[code][0]))


def test_the_sentence_that_is_promised() -> None:
    assert say("stamp", months=17) == "publish stamp 17 months after the event"


def test_values_come_through_as_they_are() -> None:
    said = say("weekday", said="จันทร์", day="19 สิงหาคม 2565", is_="ศุกร์")
    assert shown(said, "th") == "หน้าเว็บระบุว่า 19 สิงหาคม 2565 เป็นวันจันทร์ แต่ตามปฏิทินเป็นวันศุกร์"
    given_address = say("bad-address", given="กองทัพบก")
    assert given_address == "the collection gave no usable address but 'กองทัพบก'"
    assert shown(given_address, "th").endswith("'กองทัพบก'")


@given(st.text(max_size=200))
def test_any_sentence_can_be_shown(text: str) -> None:
    assert shown(text, "en") == text
    assert code_of(text) or shown(text, "th") == text


@given(st.text(min_size=1, max_size=200))
def test_whatever_stands_in_a_value(text: str) -> None:
    assert code_of(say("doc-broken", kind="PDF", why=text)) == "doc-broken"


def test_a_value_that_is_missing_or_a_code_that_is_none() -> None:
    with pytest.raises(KeyError):
        say("stamp")
    with pytest.raises(KeyError):
        say("no such code")


def test_every_code_is_used_and_every_use_is_in_the_table() -> None:
    used = set()
    for path in Path(corpus.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                code = node.args[0]
                assert isinstance(code, ast.Constant), f"{path.name}:{node.lineno}: the code is written out"
                names = set(FIELD.findall(TEXTS[str(code.value)][0]))
                assert {k.arg for k in node.keywords} == names, f"{path.name}:{node.lineno}"
                used.add(code.value)
    assert used == set(TEXTS)
