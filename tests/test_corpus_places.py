"""Provinces named as places."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import agencies, people, places
from corpus.extract.lexicon import registry
from corpus.records import Where


def find(text: str) -> list[str]:
    fields: list[tuple[Where, str]] = [("body", text)]
    return list(places.find_provinces(fields, agencies.find_agencies(fields)))


def test_all_77_provinces_with_unique_names_and_abbreviations() -> None:
    entries = places.province_entries()
    assert len(entries) == len(places.provinces()) == 77
    assert {e.region for e in entries} == {"north", "northeast", "central", "east", "west", "south"}
    for names in (
        [e.id for e in entries],
        [e.name_th for e in entries],
        [e.name_en for e in entries],
        [a for e in entries for a in e.abbreviations],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []
    assert set(registry("provinces")["not_before"]) <= {f for e in entries for f in (e.name_th, *e.aliases)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ลงพื้นที่จังหวัดปทุมธานีและจ.น่าน", ["ปทุมธานี", "น่าน"]),
        ("ทำได้เลย เผยแพร่แล้ว น่านน้ำไทย ตากแดด", []),
        ("จังหวัดแพร่ เลย และน่าน", ["แพร่", "เลย", "น่าน"]),
        ("ถนนเพชรบุรี เขตราชเทวี กทม.", ["กรุงเทพมหานคร"]),
        ("มหาวิทยาลัยขอนแก่น เปิดรับสมัคร", []),
        ("ผู้ว่าราชการจังหวัดนครปฐม", ["นครปฐม"]),
        ("นายปัณณ์ มาลัยกุล ณ ระนอง", []),
        ("ชาวโคราชและพระนครศรีอยุธยา", ["นครราชสีมา", "พระนครศรีอยุธยา"]),
        ("อัตราดอกเบี้ยลดลง", []),
        ("นายสุรินทร์ ใจดี", []),
        ("จังหวัดลําพูน", ["ลำพูน"]),
        ("ร่วมกับจังหวัดตรัง", ["ตรัง"]),
        ("สกลนครมหานิยม", ["สกลนคร"]),
    ],
)
def test_provinces_as_places(text: str, wanted: list[str]) -> None:
    assert find(text) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("จังหวัดเลย", "เลย"), ("จ. เลย", "เลย"), ("bangkok", "กรุงเทพมหานคร"), ("กทม.", "กรุงเทพมหานคร"), ("ลอนดอน", None)],
)
def test_typed_provinces(typed: str, wanted: str | None) -> None:
    assert places.resolve_province(typed) == wanted


@given(st.text(max_size=80))
def test_any_text_gives_known_provinces_once(text: str) -> None:
    found = find(text + "\nจังหวัดตาก")
    assert "ตาก" in found
    assert set(found) <= set(places.provinces())
    assert len(found) == len(set(found))


def test_a_province_inside_a_surname_is_none() -> None:
    fields: list[tuple[Where, str]] = [("body", "นายสมชาย ปรมาพิจิตรวัฒน์ กล่าวที่จังหวัดน่าน")]
    assert places.find_provinces(fields, (), people.find_people(fields)) == ("น่าน",)
