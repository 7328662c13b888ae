"""Who holds which position: rows of names and positions, shared, acting, former, in brackets, in tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import people
from corpus.records import Person, Where


def find(text: str, where: Where = "body") -> dict[str, Person]:
    return {person.name: person for person in people.find_people([(where, text)])}


def held(text: str, where: Where = "body") -> dict[str, str | None]:
    return {name: person.position for name, person in find(text, where).items()}


@pytest.mark.parametrize(
    ("text", "position"),
    [
        (
            "นายมานะ กล้าหาญ รองเลขาธิการนายกรัฐมนตรีฝ่ายการเมือง ปฏิบัติหน้าที่โฆษกประจำสำนักนายกรัฐมนตรี กล่าว",
            "รองเลขาธิการนายกรัฐมนตรีฝ่ายการเมือง ปฏิบัติหน้าที่โฆษกประจำสำนักนายกรัฐมนตรี",
        ),
        ("นายมานะ กล้าหาญ รองอธิบดีกรมที่ดิน รักษาราชการแทนอธิบดีกรมที่ดิน กล่าว", "รองอธิบดีกรมที่ดิน รักษาราชการแทนอธิบดีกรมที่ดิน"),
        ("นายมานะ กล้าหาญ รองปลัดกระทรวงการคลัง ทำหน้าที่ ประธานกรรมการ ร่วมงาน", "รองปลัดกระทรวงการคลัง ทำหน้าที่ ประธานกรรมการ"),
        ("นายมานะ กล้าหาญ อดีตอธิบดีกรมที่ดิน กล่าว", "อดีตอธิบดีกรมที่ดิน"),
        ("นายมานะ กล้าหาญ (ครูต้อม) ผู้เชี่ยวชาญด้านการเกษตร กล่าว", "ผู้เชี่ยวชาญด้านการเกษตร"),
        ("นายมานะ กล้าหาญ ดำรงตำแหน่ง อธิบดีกรมที่ดิน", "อธิบดีกรมที่ดิน"),
        ("แต่งตั้งนายมานะ กล้าหาญ ให้ดำรงตำแหน่งผู้ตรวจราชการกระทรวงมหาดไทย", "ผู้ตรวจราชการกระทรวงมหาดไทย"),
        ("ซึ่งมีนายมานะ กล้าหาญ เป็นหัวหน้าคณะที่ปรึกษา เพื่อหารือ", "หัวหน้าคณะที่ปรึกษา"),
        ("โดยมีนายมานะ กล้าหาญ เป็นประธานการประชุม", None),
        ("นายมานะ กล้าหาญ ปศุสัตว์จังหวัดน่าน กล่าว", "ปศุสัตว์จังหวัดน่าน"),
        ("นายมานะ กล้าหาญ ประธานศูนย์ข้าวชุมชน อำเภอเมือง จังหวัดน่าน กล่าว", "ประธานศูนย์ข้าวชุมชน อำเภอเมือง จังหวัดน่าน"),
        ("นายมานะ กล้าหาญ นักวิชาการเกษตรชำนาญการ สังกัดศูนย์วิจัยข้าวน่าน กล่าว", "นักวิชาการเกษตรชำนาญการ สังกัดศูนย์วิจัยข้าวน่าน"),
        (
            "นายมานะ กล้าหาญ กรรมการผู้ทรงคุณวุฒิ ด้านกฎหมาย ในคณะกรรมการข้าราชการพลเรือน บรรยาย",
            "กรรมการผู้ทรงคุณวุฒิ ด้านกฎหมาย ในคณะกรรมการข้าราชการพลเรือน",
        ),
        ("นาย Mana Klahan ผู้แทนหลักของ ABCD ประจำภูมิภาคอาเซียน กล่าว", "ผู้แทนหลักของ ABCD ประจำภูมิภาคอาเซียน"),
        ("นายมานะ กล้าหาญ รองปลัดกระทรวงการคลัง ผู้อำนวยการกอง และเจ้าหน้าที่ ร่วมประชุม", "รองปลัดกระทรวงการคลัง"),
        ("นายมานะ กล้าหาญ รัฐมนตรีว่าการกระทรวงคมนาคม ทช. ได้ดำเนินโครงการ", "รัฐมนตรีว่าการกระทรวงคมนาคม"),
        ("ร่วมคณะนายกรัฐมนตรี นายมานะ กล้าหาญ ลงพื้นที่", "นายกรัฐมนตรี"),
        ("งานโรงพยาบาลศูนย์ภูเขา จังหวัดเลย นายมานะ กล้าหาญ ร่วมงาน", None),
        ("นายมานะ กล้าหาญ ปลัดกระทรวงการคลัง คณะรัฐมนตรี หัวหน้าส่วนราชการ ร่วมงาน", "ปลัดกระทรวงการคลัง"),
        ("คณะผู้บริหารกระทรวงการคลัง นายมานะ กล้าหาญ เข้าร่วม", None),
        ("(นายมานะ กล้าหาญ)\nอธิบดีกรมที่ดิน\n1 มกราคม 2567", "อธิบดีกรมที่ดิน"),
        ("รองนายกรัฐมนตรี\n(นายมานะ กล้าหาญ)", "รองนายกรัฐมนตรี"),
        ("Deputy Prime Minister Mana Klahan said", "Deputy Prime Minister"),
        (
            "Today Prime Minister and Minister of Finance Mana Klahan met the guests at the office",
            "Prime Minister and Minister of Finance",
        ),
    ],
)
def test_the_position_of_one_person(text: str, position: str | None) -> None:
    [found] = find(text).values()
    assert found.name.replace("Mana Klahan", "มานะ กล้าหาญ") == "มานะ กล้าหาญ"
    assert found.position == position


def test_one_unknown_office_does_not_shift_the_row() -> None:
    text = (
        "โดยมี นายก้อง ใจดี รองปลัดกระทรวงการคลัง หัวหน้ากลุ่มภารกิจด้านรายได้ นางแก้ว ใจงาม ผู้ดูแลสวนกลาง "
        "นายขวัญ ใจเย็น อธิบดีกรมที่ดิน นายคม ใจซื่อ อธิบดีกรมการปกครอง เข้าร่วม"
    )
    found = held(text)
    assert found["ก้อง ใจดี"] == "รองปลัดกระทรวงการคลัง หัวหน้ากลุ่มภารกิจด้านรายได้" or found["ก้อง ใจดี"] == (
        "รองปลัดกระทรวงการคลัง"
    )
    assert found["ขวัญ ใจเย็น"] == "อธิบดีกรมที่ดิน"
    assert found["คม ใจซื่อ"] == "อธิบดีกรมการปกครอง"


def test_a_row_may_run_from_position_to_name() -> None:
    text = "อธิบดีกรมที่ดิน นายก้อง ใจดี อธิบดีกรมการปกครอง นางแก้ว ใจงาม และปลัดกระทรวงการคลัง นายขวัญ ใจเย็น"
    assert held(text) == {
        "ก้อง ใจดี": "อธิบดีกรมที่ดิน",
        "แก้ว ใจงาม": "อธิบดีกรมการปกครอง",
        "ขวัญ ใจเย็น": "ปลัดกระทรวงการคลัง",
    }


def test_names_in_brackets_hold_what_stands_before_them() -> None:
    text = "อธิบดีกรมที่ดิน (นายก้อง ใจดี) อธิบดีกรมการปกครอง (นางแก้ว ใจงาม) และคณะ"
    assert held(text) == {"ก้อง ใจดี": "อธิบดีกรมที่ดิน", "แก้ว ใจงาม": "อธิบดีกรมการปกครอง"}


def test_a_position_that_several_may_hold_is_shared() -> None:
    text = "โดยมีนายก้อง ใจดี นางแก้ว ใจงาม และนายขวัญ ใจเย็น รองปลัดกระทรวงการคลัง เข้าร่วม"
    found = find(text)
    assert [s.text for p in found.values() for s in p.positions] == ["รองปลัดกระทรวงการคลัง"] * 3
    assert [p.position for p in found.values()] == [None, None, "รองปลัดกระทรวงการคลัง"]  # it touches one name only
    [place] = {(s.start, s.end) for p in found.values() for s in p.positions}
    assert text[slice(*place)] == "รองปลัดกระทรวงการคลัง"


def test_a_position_of_one_is_not_shared() -> None:
    assert held("นายก้อง ใจดี และนายขวัญ ใจเย็น อธิบดีกรมที่ดิน เข้าร่วม") == {"ก้อง ใจดี": None, "ขวัญ ใจเย็น": "อธิบดีกรมที่ดิน"}


def test_every_position_of_a_page_is_kept_with_its_place() -> None:
    text = "นายมานะ กล้าหาญ อธิบดีกรมที่ดิน กล่าวว่า\nนายมานะ กล้าหาญ ประธานกรรมการกองทุนหมู่บ้าน ย้ำว่า\nนายมานะ กล้าหาญ อธิบดีกรมที่ดิน"
    [found] = find(text).values()
    assert [s.text for s in found.positions] == ["อธิบดีกรมที่ดิน", "ประธานกรรมการกองทุนหมู่บ้าน"]
    assert all(text[s.start : s.end] == s.text for s in found.positions)
    assert found.position == max((s.text for s in found.positions), key=len)


@pytest.mark.parametrize(
    "cells",
    [
        ("1", "นายก้อง ใจดี", "ประธานกรรมการ", "2", "นางแก้ว ใจงาม", "อธิบดีกรมที่ดิน"),
        ("นายก้อง ใจดี", "ประธานกรรมการ", "นางแก้ว ใจงาม", "อธิบดีกรมที่ดิน"),
        ("ประธานกรรมการ", "นายก้อง ใจดี", "อธิบดีกรมที่ดิน", "นางแก้ว ใจงาม"),
    ],
)
def test_cells_of_a_table_name_people_and_their_posts(cells: tuple[str, ...]) -> None:
    found = find("\n".join(cells), "table")
    assert {n: p.position for n, p in found.items()} == {"ก้อง ใจดี": "ประธานกรรมการ", "แก้ว ใจงาม": "อธิบดีกรมที่ดิน"}
    assert {s.where for p in found.values() for s in p.positions} == {"table"}


def test_an_office_on_the_next_line_is_the_persons_where_none_touches_the_name() -> None:
    text = "ตรวจความครบถ้วน น.ส.แก้ว ใจงาม\nผู้เชี่ยวชาญด้านกฎหมาย ชี้แจงว่า"
    assert held(text) == {"แก้ว ใจงาม": "ผู้เชี่ยวชาญด้านกฎหมาย"}
    named = "นายก้อง ใจดี อธิบดีกรมที่ดิน มอบ\nนายก้อง ใจดี\nประธานกรรมการบริหารกองทุนหมู่บ้านและชุมชน กล่าวว่า"
    [found] = find(named).values()
    assert "อธิบดีกรมที่ดิน" in {s.text for s in found.positions}


def test_and_joins_the_offices_of_two_people_before_a_name_in_brackets() -> None:
    text = "ดร.ก้อง ใจดี กรรมการผู้ทรงคุณวุฒิ และเลขาธิการ ก.พ.ร. (นางสาวแก้ว ใจงาม) เข้าร่วม"
    assert held(text) == {"ก้อง ใจดี": "กรรมการผู้ทรงคุณวุฒิ", "แก้ว ใจงาม": "เลขาธิการ ก.พ.ร."}


def test_who_serves_and_who_is_served_have_each_their_office() -> None:
    text = "ดร.แก้ว ใจงาม ประธานคณะที่ปรึกษารองนายกรัฐมนตรี (นายก้อง ใจดี) ร่วมงาน"
    assert held(text) == {"แก้ว ใจงาม": "ประธานคณะที่ปรึกษารองนายกรัฐมนตรี", "ก้อง ใจดี": "รองนายกรัฐมนตรี"}


def test_a_member_by_office_is_not_the_person_in_front() -> None:
    assert held("นายก้อง ใจดี อธิบดีกรมที่ดิน หรือผู้แทน และกรรมการ") == {"ก้อง ใจดี": None}


def test_the_office_of_an_appointment_is_kept_beside_the_present_one() -> None:
    [found] = find("นายก้อง ใจดี รองอธิบดีกรมที่ดิน ให้ดำรงตำแหน่ง อธิบดีกรมการปกครองแห่งชาติ").values()
    assert found.position == "รองอธิบดีกรมที่ดิน"
    assert len(found.positions) == 2


NAMES = st.sampled_from(["นายก้อง ใจดี", "นางแก้ว ใจงาม", "(นายขวัญ ใจเย็น)", "ดร.คม ใจซื่อ", "Mr. John Hill", "นายก้อง"])
POSTS = st.sampled_from(
    [
        "อธิบดีกรมที่ดิน",
        "รองปลัดกระทรวงการคลัง",
        "ในฐานะ",
        "ประธาน",
        "รักษาการ",
        "Prime Minister",
        "กรรมการ",
        "และ",
        "เป็น",
        "ดำรงตำแหน่ง",
    ]
)
GAPS = st.sampled_from(["", " ", "\n", ", ", " และ ", "(", ")", "|", "ฯ ", "\u00a0", "\u200b"])
ROWS = st.lists(st.tuples(NAMES | POSTS | st.text(max_size=4), GAPS), max_size=25).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@given(ROWS, st.sampled_from(["title", "body", "table"]))
def test_positions_stand_where_they_say(row: str, where: Where) -> None:
    for person in people.find_people([(where, row)]):
        assert all(row[s.start : s.end] == s.text and s.where == where for s in (*person.positions, *person.surfaces))
        assert person.positions or person.position is None
        assert person.position is None or person.position in {s.text for s in person.positions}
        keys = ["".join(s.text.split()) for s in person.positions]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "piece",
    [
        "นายก้อง ใจดี ",
        "อธิบดีกรมที่ดิน ",
        "นายก้อง ใจดี อธิบดีกรมที่ดิน ",
        "พระธรรม ",
        "prime minister and ",
        "รอง",
        "(นายก้อง ใจดี)\n",
        "สมเด็จพระนางเจ้า",
    ],
)
def test_hostile_rows_end(piece: str) -> None:
    page = piece * (300_000 // len(piece))
    assert len(people.find_people([("body", page)])) <= 3


def test_two_megabytes_of_titles_end() -> None:
    assert len(people.find_people([("body", "นาย" * 700_000)])) <= 1
