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
        ("ณ NOVOTEL สมุทรปราการ", []),  # a hotel, whatever its capitals
        ("We stayed at the NOVOTEL Phuket for two nights", []),
        ("โครงการภูเก็ตแซนด์บ็อกซ์", []),
        ("Visitors of the Phuket Sandbox programme have arrived", []),
        ("The market is in Sa\u00a0Kaeo and the road leads to Mae Hongson", ["สระแก้ว", "แม่ฮ่องสอน"]),
        ("ร่วมกับสำนักการระบายน้ำ กรุงเทพมหานคร", []),  # an office of the administration
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
        ("กล่าวถึงการประชุมพรรคเพื่อไทย", []),  # พรรค (a party) behind ประชุม (to meet)
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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5 จังหวัด ได้แก่ ปัตตานี ยะลา เลย แพร่ และตาก", ["ปัตตานี", "ยะลา", "เลย", "แพร่", "ตาก"]),
        ("จว.ปทุมธานี และ จ. น่าน", ["ปทุมธานี", "น่าน"]),
        ("เดินทางไปกทม. วันนี้", ["กรุงเทพมหานคร"]),
        ("จัดขึ้น ณ กรุงเทพมหานคร", ["กรุงเทพมหานคร"]),  # ณ is "at" here and the sign of a surname below
        ("นายปัณณ์ มาลัยกุล ณ ลำปาง", []),
        ("ตำบลสระแก้ว อำเภอศรีเชียงใหม่ จังหวัดหนองคาย", ["หนองคาย"]),
        ("ลุ่มน้ำน่าน เรือหลวงสุโขทัย สมัยอยุธยา", []),
        ("ปฏิญญากรุงเทพฯ ว่าด้วยความร่วมมือ", []),
        ("โรงแรมริมน้ำ อยุธยา บางกอก", []),
        ("in Southern border Yala and Narathiwat provinces.", ["ยะลา", "นราธิวาส"]),
        ("the Nan river and Nan province", ["น่าน"]),
        ("Bangkok Bank and the Bangkok Goals on growth", []),
        ("จัดที่ Riverside Bangkok เมื่อวานนี้โดยมีผู้เข้าร่วมจำนวนมากจากทั่วประเทศ", []),
        ("(Songkhla, Surat Thani and Phatthalung)", ["สงขลา", "สุราษฎร์ธานี", "พัทลุง"]),
    ],
)
def test_lists_abbreviations_and_names_like_provinces(text: str, wanted: list[str]) -> None:
    assert find(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("เตรียมความพร้อมของ รพ.ค่ายริมน้ำ จว.น.ม. และ จว.ก.จ.", ["นครราชสีมา", "กาญจนบุรี"]),
        ("ยศ จ.ส.อ. ก้อง", []),
        ("นักศึกษา มอ.ปัตตานี และ ม.ราชบุรี", []),
        ("ได้แก่ กทม. ระยอง ระนอง", ["กรุงเทพมหานคร", "ระยอง", "ระนอง"]),
        ("ผู้อำนวยการสำนักการแพทย์ กรุงเทพมหานคร ชี้แจง", []),
        ("กทม.ได้จัดรถรับส่ง", []),
        ("ใน กทม.จะมีฝนตก", ["กรุงเทพมหานคร"]),
        ("ถนนสายหนึ่ง เพชรบุรี-ตัดใหม่ แขวงหนึ่ง", []),
        ("กรมพระยาชัยนาทนเรนทร", []),
    ],
)
def test_letters_of_provinces_and_bangkok_as_an_office(text: str, wanted: list[str]) -> None:
    assert find(text) == wanted


def test_a_mention_says_every_place_and_why() -> None:
    fields: list[tuple[Where, str]] = [("title", "ลงพื้นที่ขอนแก่น"), ("body", "จังหวัดขอนแก่น และเลย ที่ขอนแก่น")]
    first, second = places.province_mentions(fields, ())
    assert (first.name, first.rule, len(first.surfaces)) == ("ขอนแก่น", "bare", 3)
    assert (second.name, second.rule) == ("เลย", "listed")


PIECES = st.sampled_from(
    ["จังหวัด", "ตาก", "เลย", "ขอนแก่น", " ", "และ", "ณ ", "Bangkok", "Nan province", "ํา", "ลําพูน", "\u200b"]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join))
def test_mentions_point_at_their_own_characters(page: str) -> None:
    for mention in places.province_mentions([("body", page)], ()):
        assert mention.name in places.provinces()
        assert mention.surfaces
        for surface in mention.surfaces:
            assert page[surface.start : surface.end] == surface.text
