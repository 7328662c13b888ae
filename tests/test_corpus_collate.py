"""corpus.thai.collate: names in the order of a Thai dictionary."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai.collate import INITIALS, LEADING, MARKS, collation_key, initial

THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E4E), max_size=12)


@pytest.mark.parametrize(
    "ordered",
    [
        "กก กัน กา การ กำ กิน กีบ กึ่ง กุ้ง กู้ เกาะ แกะ โก๋ ใกล้ ไก่ ขา",
        "ปา ป่า ป้า ป๊า ป๋า ปาก",
        "มา เมา แม่ โม ไม่",
        "รัก ฤกษ์ ลา วัน",
        "สัน สันติ สัมพันธ์",
        "อนันต์ อนุทิน เอก ฮา",
        "asean Bangkok ก",
        "3 90 ASEAN Thai กก กกุธภัณฑ์ กฎ กฎหมาย กฐิน กด กบ กรม กรรม กรรมการ กระทรวง กล กลาง กษัตริย์ กะ กัก กัน กันต์",
        "กา กาก กาง ก่าง กำ กำนัน กี่ กู เก เก็ง เก่ง เก้ง เก๋ง เก่า เกาะ เกิด เกียรติ เกียรติยศ เกื้อ เกือบ แก แก่ แก้ว",
        "ฃวด ครู ฆ้อง ญาติ ฎีกา ฐาน ถนน แปลก เพลง เพลา",
        "ราช เรือ ฤดู ฤๅษี ลา ฦๅ วัด ศาล หา ฬา อา โอ ฮา",
    ],
)
def test_words_stand_as_in_a_dictionary(ordered: str) -> None:
    words = ordered.split()
    mixed = words[::-1]
    assert sorted(mixed, key=collation_key) == words


def test_blanks_and_punctuation_count_for_nothing() -> None:
    assert collation_key("สำนักงาน ก.พ.ร.")[0] == collation_key("สำนักงานกพร")[0]


@given(THAI, THAI)
def test_only_equal_texts_have_equal_keys(one: str, other: str) -> None:
    assert (collation_key(one) == collation_key(other)) == (one == other)


@given(st.lists(THAI, max_size=6))
def test_marks_never_count_before_letters(words: list[str]) -> None:
    ordered = sorted(words, key=collation_key)
    letters = [collation_key(word)[0] for word in ordered]
    assert letters == sorted(letters)
    assert all(not set(key) & set(MARKS) for key in letters)


@given(st.text(max_size=20))
def test_anything_has_an_initial_that_is_no_leading_vowel(text: str) -> None:
    assert initial(text) == "" or initial(text)[0] not in LEADING


def test_initials_are_the_consonants_in_their_order() -> None:
    assert all(one < other for one, other in pairwise(INITIALS))
    assert initial("เมฆินทร์") == "ม"
    assert initial("โรงเรียน") in INITIALS
