"""The two layouts, key by key, and what is believed to have been typed on the wrong one."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keyboard import caps_lock, neighbours, shifted, to_latin, to_thai

# As TIS 820-2538 prints them: the keys of the four rows, without and with Shift.
ROWS = [
    ("`1234567890-=", "_ๅ/-ภถุึคตจขช", "%+๑๒๓๔ู฿๕๖๗๘๙"),
    ("qwertyuiop[]\\", "ๆไำพะัีรนยบลฃ", '๐"ฎฑธํ๊ณฯญฐ,ฅ'),
    ("asdfghjkl;'", "ฟหกดเ้่าสวง", "ฤฆฏโฌ็๋ษศซ."),
    ("zxcvbnm,./", "ผปแอิืทมใฝ", "()ฉฮฺ์?ฒฬฦ"),
]
PRINTED = "".join(string.printable.split())


@pytest.mark.parametrize(("keys", "plain", "shift"), ROWS)
def test_every_key_of_a_row(keys: str, plain: str, shift: str) -> None:
    assert to_thai(keys) == plain
    assert to_thai(shifted(keys)) == shift
    assert to_latin(plain) == keys


def test_every_character_of_the_keyboard_has_one_place() -> None:
    assert len(set(to_thai(PRINTED))) == len(PRINTED) == 94


@given(st.text(st.sampled_from(PRINTED + " ")))
def test_a_conversion_can_be_taken_back(typed: str) -> None:
    assert to_latin(to_thai(typed)) == typed
    assert shifted(shifted(typed)) == typed
    assert caps_lock(caps_lock(typed)) == typed


@given(st.text())
def test_other_characters_stay(typed: str) -> None:
    assert len(to_thai(typed)) == len(to_latin(typed)) == len(typed)


def test_keys_side_by_side() -> None:
    assert neighbours("ห", "ก")
    assert neighbours("่", "๋")  # one key
    assert not neighbours("ผ", "ฟ")  # above one another
    assert not neighbours("ก", "a")
