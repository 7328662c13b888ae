"""Names of bodies without an entry of their own: the file, the place where a name ends, and what may follow it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import agencies
from corpus.extract.agency_bodies import body_end, body_names
from corpus.extract.agency_forms import form_at
from corpus.extract.agency_registry import agency_id, ids_by_name
from corpus.extract.agency_words import any_of, words
from corpus.extract.lexicon import registry
from corpus.thai.normalise import fold, squash

SHORTEST = 6  # code points; a shorter one is a head word and hardly more


def found(text: str) -> list[str]:
    return [agency.name for agency in agencies.find_agencies([("body", text)])]


def lines() -> Iterator[str]:
    file: str = registry("bodies")["names"]
    return iter(file.strip("\n").split("\n"))


def test_the_file_is_sorted_and_names_nothing_twice() -> None:
    tight = [squash(line) for line in lines()]
    assert len(tight) > 1000
    assert tight == sorted(set(tight))


def test_names_are_written_as_pages_are_read() -> None:
    odd = [line for line in lines() if line != line.strip() or "  " in line or fold(line) != line.lower()]
    assert odd == []


def test_no_name_is_listed_in_the_registry_as_well() -> None:
    assert [name for name in body_names() if name in ids_by_name()] == []


def test_every_name_begins_with_a_word_that_names_begin_with() -> None:
    heads = (*words("heads"), *words("weak"))
    assert [name for name in body_names() if not name.startswith(heads)] == []


def test_no_class_nouns_stand_alone() -> None:
    """A head with nothing but a word of a class, or with what pages say of many bodies, is no name."""
    rows: dict[str, list[str]] = registry("agencies")["forms"]["class_of"]
    classes = {fold(head + word) for head, some in rows.items() for word in some}
    classes |= {head + word for head in words("heads") for word in words("bare_whole")}
    many = ("ทั่วประเทศ", "ทุกแห่ง", "ต่างๆ", "ดังกล่าว", "แห่งนี้", "เหล่านี้", "จำนวน", "และ", "หรือ")
    wrong = [name for name in body_names() if len(name) < SHORTEST or name.endswith(many)]
    assert wrong == []
    # These few are the names of single bodies, though the words could make a class elsewhere.
    assert {name for name in body_names() if name in classes} <= SINGLE


SINGLE = {"คณะกรรมการอาชีวศึกษา", "ศูนย์ช่วยเหลือสังคม", "กองทุนการศึกษา", "สถาบันทันตกรรม"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("มูลนิธิธรรมนัส พรหมเผ่า ช่วยเหลือ", "มูลนิธิธรรมนัส พรหมเผ่า"),
        ("มูลนิธิธรรมนัสพรหมเผ่าช่วยเหลือ", "มูลนิธิธรรมนัสพรหมเผ่า"),
        ("คณะกรรมการคดีพิเศษเห็นชอบ", "คณะกรรมการคดีพิเศษ"),
        ("โรงพยาบาลน่านนับวัน", "โรงพยาบาลน่าน"),
        ("โรงพยาบาลน่าน\nนคร", "โรงพยาบาลน่าน"),
        ("โรงพยาบาลน่าิ", ""),  # no name, and no part of one
        ("โรงเรียนราชประชานุเคราะห์ 315", "โรงเรียนราชประชานุเคราะห์"),  # not the 31st
        ("มูลนิธิ", ""),
        ("", ""),
    ],
)
def test_where_a_listed_name_ends(text: str, wanted: str) -> None:
    assert text[: body_end(text, 0)] == wanted


@given(st.text(alphabet="มูลนิธรักษ์ไยคณะกมาโพบ 0123\n", max_size=300), st.integers(0, 20))
def test_a_listed_name_is_what_the_file_says(text: str, at: int) -> None:
    at = min(at, len(text))
    end = body_end(text, at)
    assert end == 0 or squash(text[at:end]) in body_names()


@given(st.sampled_from(sorted(body_names())), st.data())
def test_every_name_is_found_with_any_blanks_in_it(name: str, data: st.DataObject) -> None:
    cuts = data.draw(st.sets(st.integers(1, len(name) - 1), max_size=4))
    text = "".join(" " * (i in cuts) + char for i, char in enumerate(name))
    assert body_end(text + " จัด", 0) >= len(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # cut too early by form
        ("ประชุมคณะกรรมการส่งเสริมวิทยาศาสตร์ วิจัยและนวัตกรรม ครั้งที่ 2", ["คณะกรรมการส่งเสริมวิทยาศาสตร์ วิจัยและนวัตกรรม"]),
        ("เข้าพักที่ศูนย์คุ้มครองคนไร้ที่พึ่งเมื่อวาน", ["ศูนย์คุ้มครองคนไร้ที่พึ่ง"]),
        # ... and too late
        ("เมื่อวานโรงพยาบาลราชบุรีเพิ่มศักยภาพการตรวจ", ["โรงพยาบาลราชบุรี"]),
        ("ล่าสุดสำนักงานบีโอไอตลอดปีมีคำขอ", ["สำนักงานบีโอไอ"]),
        # names whose first word is too common to name a body by itself
        ("แจ้งศูนย์ช่วยเหลือสังคม สายด่วน", ["ศูนย์ช่วยเหลือสังคม"]),
        ("รับฟังขบวนการประชาชนเพื่อสังคมที่เป็นธรรมเมื่อวาน", ["ขบวนการประชาชนเพื่อสังคมที่เป็นธรรม"]),
        ("คณบดีคณะนิเทศศาสตร์ กล่าว", ["คณะนิเทศศาสตร์"]),
        # what follows makes a branch of it, or a fuller name
        ("ผู้อำนวยการสำนักงานพัฒนาฝีมือแรงงานสระแก้ว กล่าว", ["สำนักงานพัฒนาฝีมือแรงงานสระแก้ว"]),
        ("ร่วมกับสถาบันเพาะกล้าคุณธรรมจังหวัดเชียงใหม่ มอบรถเข็น", ["สถาบันเพาะกล้าคุณธรรมจังหวัดเชียงใหม่"]),
        ("ส่งให้คณะกรรมการพัฒนาการท่องเที่ยวแห่งชาติ พิจารณา", ["คณะกรรมการพัฒนาการท่องเที่ยวแห่งชาติ"]),
        ("ก่อสร้างเรือนจำกลางอุดรธานีแห่งใหม่", ["เรือนจำกลางอุดรธานี"]),
        # many bodies are meant, none of them by its name
        ("สมัครได้ที่สำนักงานพัฒนาฝีมือแรงงานทุกแห่ง", []),
        ("สมัครได้ที่สำนักงานพัฒนาฝีมือแรงงานทั่วประเทศ", []),
    ],
)
def test_listed_names_on_a_page(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("สำนักงาน ป.ป.ส. ภาค 2 ร่วมตรวจ", ["สำนักงาน ป.ป.ส. ภาค 2"]),
        ("สำนักงานพัฒนาที่ดินเขต 7 ให้ข้อมูล", ["สำนักงานพัฒนาที่ดินเขต 7"]),
        ("ไปที่สำนักงานประกันสังคมจังหวัดระยอง สาขาปลวกแดง วันนี้", ["สำนักงานประกันสังคมจังหวัดระยอง สาขาปลวกแดง"]),
        ("นายกเหล่ากาชาดจังหวัดเลย เยี่ยมผู้ป่วย", ["เหล่ากาชาดจังหวัดเลย"]),
        ("นายกเหล่ากาชาดจังหวัด เยี่ยมผู้ป่วย", []),
        ("หัวหน้าสถานีพัฒนาที่ดินตาก กล่าว", ["สถานีพัฒนาที่ดินตาก"]),
        ("เจ้ากรมยุทธศึกษาทหารบก กล่าว", ["กรมยุทธศึกษาทหารบก"]),
        ("พรรคประชาชนกัมพูชา แถลง", ["พรรคประชาชนกัมพูชา"]),
        ("กองส่งเสริมอาชีพประชาชนขานรับนโยบาย", ["กองส่งเสริมอาชีพประชาชน"]),
        ("สมาคมเกษตรปลอดภัยเห็นว่าราคาดี", ["สมาคมเกษตรปลอดภัย"]),
    ],
)
def test_regions_branches_and_ends(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


def test_a_listed_name_keeps_the_id_that_is_made_from_it() -> None:
    text = "มูลนิธิกระจกเงา รับบริจาค"
    [agency] = agencies.find_agencies([("body", text)])
    assert (agency.id, agency.rule) == (agency_id("มูลนิธิกระจกเงา"), "form")
    assert agencies.resolve("มูลนิธิกระจกเงา") == ()  # no entry of the registry, as any body found by its form


def test_positions_end_where_listed_names_do() -> None:
    text = "มูลนิธิธรรมนัส พรหมเผ่า กล่าว"
    assert text[: form_at(text, 0)] == "มูลนิธิธรรมนัส พรหมเผ่า"


def test_ending_words_are_no_beginnings_of_names() -> None:
    """No listed name is ended by a word that ends the names that are not listed, right behind its head."""
    heads = any_of("heads")
    assert not [word for word in words("ends") if heads.fullmatch(word)]
