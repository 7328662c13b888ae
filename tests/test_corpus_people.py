"""People named on a page: titles, names, positions, one entry for one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import people
from corpus.records import Person, Where

PIECES = st.sampled_from(
    [
        "นาย",
        "นายกรัฐมนตรี",
        "นาง",
        "นางสาว",
        "น.ส.",
        "ดร.",
        "พล.ต.อ.",
        "ศาสตราจารย์พิเศษ",
        "มร.",
        "Mr. John Smith",
        "คุณ",
        "คุณภาพ",
        "สมบูรณ์ ใจดี",
        "สมบูรณ์",
        " ",
        "  ",
        "\u00a0",
        "\u200b",
        "\n",
        "(",
        ")",
        "“",
        "”",
        "กล่าวว่า",
        "พร้อม",
        "ณ อยุธยา",
        "รองปลัดกระทรวงการคลัง",
        "ผู้ว่าราชการจังหวัดน่าน",
        "รมว.",
        "และ",
        "เป็นประธาน",
        "อธิบดี",
        "กรมที่ดิน",
        "ฯ",
        "เด มิเกล",
        "นํ้าฝน",
        "เเก้ว",
        "/ ภาพ",
        "&",
        "(สลธ.)",
    ]
)
PAGES = st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join)


def find(text: str, title: str = "") -> dict[str, Person]:
    return {person.name: person for person in people.find_people([("title", title), ("body", text)])}


@pytest.mark.parametrize(
    ("text", "title", "name", "position"),
    [
        ("นายสมบูรณ์ ใจดี อธิบดีกรมที่ดิน เป็นประธาน", "นาย", "สมบูรณ์ ใจดี", "อธิบดีกรมที่ดิน"),
        ("อธิบดีกรมที่ดิน (นายสมบูรณ์ ใจดี) มอบหมาย", "นาย", "สมบูรณ์ ใจดี", "อธิบดีกรมที่ดิน"),
        ("โดยมีนางสาวพิมพ์ใจ แก้วงามเป็นประธาน", "นางสาว", "พิมพ์ใจ แก้วงาม", None),
        ("พลเอก มานะ กล้าหาญ รมว. กลาโหม กล่าวว่า", "พลเอก", "มานะ กล้าหาญ", "รมว. กลาโหม"),
        ("ศาสตราจารย์พิเศษมานะ กล้าหาญ ประธาน", "ศาสตราจารย์พิเศษ", "มานะ กล้าหาญ", "ประธาน"),
        ("นพ.มานะ กล้าหาญ รองปลัดกระทรวงสาธารณสุข ลงพื้นที่", "นพ.", "มานะ กล้าหาญ", "รองปลัดกระทรวงสาธารณสุข"),
        ("นายปัณณ์ มาลัยกุล ณ อยุธยา ที่ปรึกษา", "นาย", "ปัณณ์ มาลัยกุล ณ อยุธยา", "ที่ปรึกษา"),
        ("นายกฤษณ์ ก้องเกียรติ ผู้ว่าราชการจังหวัดน่าน ได้", "นาย", "กฤษณ์ ก้องเกียรติ", "ผู้ว่าราชการจังหวัดน่าน"),
        ("นายนายมานะ กล้าหาญ เดินทาง", "นาย", "มานะ กล้าหาญ", None),
        ("นายพลพงศ์ ห่วงสกุล ปลัดกระทรวงการคลัง เผย", "นาย", "พลพงศ์ ห่วงสกุล", "ปลัดกระทรวงการคลัง"),
        ("น.ส.ดาว ดีงาม เลขานุการ รมว.มหาดไทย", "น.ส.", "ดาว ดีงาม", "เลขานุการ รมว.มหาดไทย"),
        ("นายวิชัย  ใจกล้า รองนายกรัฐมนตรี และ รมว.คลัง", "นาย", "วิชัย ใจกล้า", "รองนายกรัฐมนตรี และ รมว.คลัง"),
        ("นายมานะ กล้าหาญ อัครราชทูต (ฝ่ายเกษตร) ประจำกรุงลิมา", "นาย", "มานะ กล้าหาญ", "อัครราชทูต (ฝ่ายเกษตร) ประจำกรุงลิมา"),
    ],
)
def test_title_name_position(text: str, title: str, name: str, position: str | None) -> None:
    found = find(text)
    assert list(found) == [name]
    assert (found[name].title, found[name].position) == (title, position)


@pytest.mark.parametrize(
    "text",
    [
        "นายกรัฐมนตรีและนายอำเภอประชุมเรื่องคุณภาพน้ำ",
        "ขุนนางกับทนายความ ค่าธรรมเนียม",
        "ขอบคุณ ทุกท่าน ที่มา",
        "นายทะเบียน ผู้รับ",
        "นายพล คนหนึ่ง",
        "สมาชิก อส.อ.บ้านไร่ ได้",
        "อาจารย์ นักศึกษา และศิษย์เก่า",
        "สมเด็จพระนางเจ้า พระบรมราชินี",
        "พ.ศ. 2551 คุณสมบัติ ของผู้สมัคร",
    ],
)
def test_words_that_only_look_like_titles(text: str) -> None:
    assert find(text) == {}


def test_given_names_join_the_full_name_under_any_title() -> None:
    text = "ดร.มานะ กล้าหาญ เปิดเผยว่า ... นายมานะกล่าวเพิ่มเติม และนายมานะ ย้ำว่า"
    found = find(text, title="“มานะ” เผยแผนปี 2551")
    assert list(found) == ["มานะ กล้าหาญ"]
    texts = [s.text for s in found["มานะ กล้าหาญ"].surfaces]
    assert texts == ["มานะ", "ดร.มานะ กล้าหาญ", "นายมานะ", "นายมานะ"]
    assert found["มานะ กล้าหาญ"].title == "ดร."


def test_positions_go_to_their_own_people_in_a_list() -> None:
    text = "นายก้อง ใจดี รองปลัดกระทรวงการคลัง นางแก้ว ใจงาม อธิบดีกรมที่ดิน และนายขวัญ ใจเย็น เข้าร่วม"
    found = find(text)
    assert {n: p.position for n, p in found.items()} == {
        "ก้อง ใจดี": "รองปลัดกระทรวงการคลัง",
        "แก้ว ใจงาม": "อธิบดีกรมที่ดิน",
        "ขวัญ ใจเย็น": None,
    }


def test_positions_may_all_stand_before_their_people() -> None:
    text = "รองปลัดกระทรวงการคลัง นายก้อง ใจดี อธิบดีกรมที่ดิน นางแก้ว ใจงาม"
    assert {n: p.position for n, p in find(text).items()} == {
        "ก้อง ใจดี": "รองปลัดกระทรวงการคลัง",
        "แก้ว ใจงาม": "อธิบดีกรมที่ดิน",
    }


def test_a_latin_name_in_brackets_is_the_same_person() -> None:
    text = "นายมาริโอ เด ลา วีญา (Mr. Mario de la Viña) เอกอัครราชทูตเปรู"
    [person] = find(text).values()
    assert [s.text for s in person.surfaces] == ["นายมาริโอ เด ลา วีญา", "Mr. Mario de la Viña"]
    assert person.position == "เอกอัครราชทูตเปรู"


def test_a_latin_name_ends_with_its_capitals() -> None:
    found = find("Dr. Ana de Souza presided over it with Mr. John Hill and others")
    assert [(p.name, p.title) for p in found.values()] == [("Ana de Souza", "Dr."), ("John Hill", "Mr.")]


def test_credit_lines_name_people_but_not_units() -> None:
    lines = "ใบบัว & ดอกแก้ว ข.(สลธ.) / จัดทำ\nกลุ่มพัฒนาระบบงาน / ข้อมูล"
    found = people.find_people([("credits", lines)])
    assert [(p.name, p.rule, p.title) for p in found] == [("ใบบัว", "credit", None), ("ดอกแก้ว ข.", "credit", None)]
    assert [lines[s.start : s.end] for p in found for s in p.surfaces] == ["ใบบัว", "ดอกแก้ว ข."]


def test_the_id_does_not_depend_on_title_or_spacing() -> None:
    wanted = people.person_id("มานะ กล้าหาญ")
    assert wanted.startswith("p-")
    assert len(wanted) == 14
    assert {people.person_id(n) for n in ("นายมานะ  กล้าหาญ", "ดร.มานะ\u00a0กล้าหาญ", "มานะ\u200b กล้าหาญ")} == {wanted}
    [person] = find("พล.อ. มานะ กล้าหาญ").values()
    assert person.id == wanted


@given(PAGES)
def test_offsets_point_at_the_exact_text(page: str) -> None:
    fields = [("title", page), ("body", page), ("credits", page)]
    found = people.find_people(fields)  # type: ignore[arg-type]  # the list is wider than its literals
    assert len({person.id for person in found}) <= len(found)
    for person in found:
        assert person.name == " ".join(person.name.split())
        assert person.surfaces
        for surface in person.surfaces:
            assert page[surface.start : surface.end] == surface.text
        if person.position is not None:
            assert person.position in page


def test_a_long_run_of_titles_takes_no_long_time() -> None:
    assert len(find("นาย" * 20_000)) <= 1
    assert find("(" * 20_000 + "ดร. " * 10_000) == {}


@pytest.mark.parametrize(
    "text",
    [
        "ตั้งแต่เดือนมิถุนายนนี้ เป็นต้นไป",  # June
        "ร่วมกันพัฒนายานยนต์ไฟฟ้า และพัฒนายิ่งขึ้น",  # develop
        "จัดเจ้าหน้าที่ 90 นาย เรือ 2 ลำ",  # ninety men
        "พระมหากรุณาธิคุณจากสมเด็จพระเจ้าลูกเธอ เจ้าฟ้าสิริวัณณวรี",  # grace
        "ณ อาคารภูมิสิริมังคลานุสรณ์ โรงพยาบาลจุฬาลงกรณ์",
        "ทรงพระกรุณาโปรดเกล้าโปรดกระหม่อมให้ ดำรงตำแหน่ง",
        "ระวังนายหน้าเถื่อน หลอกลวง",  # a broker
        "ใจเป็นนาย กายเป็นบ่าว",
        "ช่วยเด็กหญิงวัย 10 ขวบ และเด็กชายดังกล่าว",
        "เขตคันนายาว และอำเภอเดิมบางนางบวช",  # places
        "นายกเศรษฐา กล่าวว่า",  # the prime minister, by his office
        "ทั้งเรือหลวงและเรือเอกชน ในแม่น้ำ",
        "Mr. Permanent Secretary for Interior",
        "นายกรัฐมนตรีประชุม ครม. และนายกรัฐมนตรีเล็งเห็นว่า ช่วงนี้",
    ],
)
def test_what_only_looks_like_a_title_or_a_name(text: str) -> None:
    assert people.find_people([("body", text)]) == ()


@pytest.mark.parametrize(
    ("text", "name", "title", "position"),
    [
        ("นายกรัฐมนตรีแพทองธาร ชินวัตรได้รับรายงาน", "แพทองธาร ชินวัตร", None, "นายกรัฐมนตรี"),
        (
            "ดร.วันดี กุญชรยาคง จุลเจริญ นายกสมาคมแม่บ้านมหาดไทย",
            "วันดี กุญชรยาคง จุลเจริญ",
            "ดร.",
            "นายกสมาคมแม่บ้านมหาดไทย",
        ),
        ("ศ.(พิเศษ) ดร.เอนก ทดสอบ กล่าว", "เอนก ทดสอบ", "ศ.(พิเศษ) ดร.", None),
        ("นายคุณดร งามธุระ กรรมการ", "คุณดร งามธุระ", "นาย", "กรรมการ"),
        ("นายสมชาย ใจดี เลขาธิการ ก.พ.ร. ในฐานะกรรมการ", "สมชาย ใจดี", "นาย", "เลขาธิการ ก.พ.ร. ในฐานะกรรมการ"),
        ("นายกรัฐมนตรีและ รมว.กลาโหม นายสมชาย ใจดี", "สมชาย ใจดี", "นาย", "นายกรัฐมนตรีและ รมว.กลาโหม"),
        ("พล.ต.สมชาย ใจดี ผู้บัญชาการมณฑลทหารบกที่ 33 กล่าว", "สมชาย ใจดี", "พล.ต.", "ผู้บัญชาการมณฑลทหารบกที่ 33"),
        ("นายสมชาย ใจดี หัวหน้าฝ่ายอำนวยการ กล่าว", "สมชาย ใจดี", "นาย", "หัวหน้าฝ่ายอำนวยการ"),
        ("นายสมชาย ใจดี กรรมการผู้จัดการบริษัท วิสัย เอ จำกัด กล่าว", "สมชาย ใจดี", "นาย", "กรรมการผู้จัดการบริษัท วิสัย เอ จำกัด"),
        ("Mr. Somchai Jaidee, Director of the Centre, said", "Somchai Jaidee", "Mr.", "Director of the Centre"),
    ],
)
def test_names_and_positions_of_many_forms(text: str, name: str, title: str | None, position: str | None) -> None:
    [found] = people.find_people([("body", text)])
    assert (found.name, found.title, found.position) == (name, title, position)


def test_a_clause_behind_a_given_name_is_no_surname_where_the_page_has_the_right_one() -> None:
    text = "นายสมชาย ใจดี อธิบดี เดินทางถึง นายสมชาย ได้พบปะ นายสมชายในวันนี้ เป็นประธาน"
    [found] = people.find_people([("body", text)])
    assert [s.text for s in found.surfaces] == ["นายสมชาย ใจดี", "นายสมชาย", "นายสมชาย"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("นายอภัยใจงาม รองปลัดกระทรวงการคลัง เป็นประธาน", ["อภัยใจงาม"]),  # the blank between the names is lost
        ("อธิบดีกรมที่ดิน (ดร.ทองเปลวกองจันทร์) เข้าร่วม", ["ทองเปลวกองจันทร์"]),
        ("นายมานะ กล่วาว่า เรื่องนี้", ["มานะ"]),  # a slip in the verb
        ("กรณีนายมานะ ชั้น 14 ว่า", ["มานะ"]),
        ("นายมานะ ยังกล่าวขอบคุณ", ["มานะ"]),
        ("นางสาวอลินี ธนะสัจจะเสรี ผู้อำนวยการ", ["อลินี ธนะสัจจะเสรี"]),
        ("พร้อมด้วยนางวราภรณ์ ใจภักดี ปลัดกระทรวง", ["วราภรณ์ ใจภักดี"]),
        ("ของพล.อ.มานะ กล้าหาญ นายกรัฐมนตรี", ["มานะ กล้าหาญ"]),
        ("นายวินสตัน สมิทส์ รัฐมนตรี พบ นายสมิทส์กล่าวว่า", ["วินสตัน สมิทส์"]),  # by the surname alone
        ("Mr. Stefano Rossi met them. Mr. Rossi said", ["Stefano Rossi"]),
        ("Gen. Mana Klahan’s policy and Mr. Md. Tawhid Hossain", ["Mana Klahan", "Md. Tawhid Hossain"]),
        ("Prime Minister Mana Klahan and spouse Mrs. Malee Klahan", ["Mana Klahan", "Malee Klahan"]),
        ("พบ นางดีนา เอร์ซี โบลัวร์ เซการ์ (Mrs. Dina Erci) ประธาน", ["ดีนา เอร์ซี โบลัวร์ เซการ์"]),
        ("มีนายเรียวจิ ซากาโม (Mr. RYOJI SAKAMO, Director of J) ผู้แทน", ["เรียวจิ ซากาโม"]),
        ("นางรัดเกล้า อินทวงศ์ สุวรรณคีรี เปิดเผยว่า", ["รัดเกล้า อินทวงศ์ สุวรรณคีรี"]),
        ("เป็นบุตรีของ นางชีค ฮาสินา นายกรัฐมนตรี", ["ชีค ฮาสินา"]),
        ("ที่ กลุ่มงานบุคคล คุณศิริพร โทร. 0 2356 9999", ["ศิริพร"]),
        ("1 ราย คือ นายคุณากร อายุ 32 ปี", ["คุณากร"]),
        ("นายศดิศ ใจเที่ยงสมาคมแท็กซี่สาธารณะแห่งประเทศ ร่วมงาน", ["ศดิศ ใจเที่ยง"]),
        ("1. นายประพัฒน์ สงวนนามสกุล อายุ 28 ปี", ["ประพัฒน์"]),  # the surname is withheld
        ("โดยมี นายจักร คล่องพยาบาล ที่ปรึกษารัฐมนตรี", ["จักร คล่องพยาบาล"]),
        ("โดยมี อ.ไพศาล พรหมยงค์ ประธานกรรมการ", ["ไพศาล พรหมยงค์"]),
        ("นายมานะ กล้าหาญ, นางแก้ว ใจงาม และนายก้อง ใจดี", ["มานะ กล้าหาญ", "แก้ว ใจงาม", "ก้อง ใจดี"]),
        ("1. นายมานะ กล้าหาญ\n2. นางแก้ว ใจงาม\n", ["มานะ กล้าหาญ", "แก้ว ใจงาม"]),
        ("สรุปข่าวโดยย่อ\nมานะ กล้าหาญ / สรุป", ["มานะ กล้าหาญ"]),
    ],
)
def test_names_begin_and_end_where_they_should(text: str, names: list[str]) -> None:
    assert [p.name for p in people.find_people([("body", text)])] == names


def test_a_name_in_quotes_that_only_a_headline_has_is_a_person() -> None:
    [found] = people.find_people([("title", "“ภูมิธรรม” ชี้โอกาสการค้าไทย")])
    assert (found.name, found.title, found.position) == ("ภูมิธรรม", None, None)
    assert people.find_people([("title", "“คนละครึ่ง” ชี้โอกาสการค้าไทย")]) == ()


def test_the_clause_of_a_headline_is_no_surname() -> None:
    title = "ขอบคุณ พล.อ.มานะ แก้ปัญหารวดเร็ว"
    [found] = people.find_people([("title", title), ("body", "พลเอก มานะ กล้าหาญ นายกรัฐมนตรี กล่าว")])
    assert found.name == "มานะ กล้าหาญ"
    assert [s.text for s in found.surfaces if s.where == "title"] == ["พล.อ.มานะ"]


def test_a_unit_in_a_credit_line_is_no_person_and_an_officer_is_one() -> None:
    lines = "กลุ่มติดตามและประเมินผลฯ / ข้อมูล\nที่มา | ผู้รับผิดชอบ: นางสาวกมลวรรณ ศรีวิไล"
    [found] = people.find_people([("credits", lines)])
    assert found.name == "กมลวรรณ ศรีวิไล"


def test_two_people_of_one_given_name_stay_two() -> None:
    found = people.find_people([("body", "นายสุชาติ ชมกลิ่น พบ นายสุชาติ พรชัยกุล และ นายสุชาติ ชมกลิ่น กล่าว")])
    assert [p.name for p in found] == ["สุชาติ ชมกลิ่น", "สุชาติ พรชัยกุล"]


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        # a post glued to the surname, also one that surnames end with, right before a body
        ("นายมานะ กล้าหาญรัฐมนตรีว่าการกระทรวงแรงงาน กล่าว", "มานะ กล้าหาญ", "รัฐมนตรีว่าการกระทรวงแรงงาน"),
        ("นายมานะ กล้าหาญปลัดกระทรวงแรงงาน กล่าว", "มานะ กล้าหาญ", "ปลัดกระทรวงแรงงาน"),
        ("นางสาวสมใจ จิตรเลขา รองอธิบดีกรมที่ดิน กล่าว", "สมใจ จิตรเลขา", "รองอธิบดีกรมที่ดิน"),
        # the secretary of a minister is no minister, nor is the next person one
        ("นายมานะ กล้าหาญ เลขา รมว.ยุติธรรม และคณะ", "มานะ กล้าหาญ", "เลขา รมว.ยุติธรรม"),
        # the country of a minister
        ("นายจอห์น สมิธ รัฐมนตรีว่าการกระทรวงการคลังนิวซีแลนด์ กล่าว", "จอห์น สมิธ", "รัฐมนตรีว่าการกระทรวงการคลังนิวซีแลนด์"),
        ("รัฐมนตรีว่าการกระทรวงกลาโหมกัมพูชา (พลเอก เตีย บันห์) กล่าว", "เตีย บันห์", "รัฐมนตรีว่าการกระทรวงกลาโหมกัมพูชา"),
        ("นายจอห์น สมิธ ปลัดกระทรวงแรงงาน แห่งสาธารณรัฐเกาหลี กล่าว", "จอห์น สมิธ", "ปลัดกระทรวงแรงงาน แห่งสาธารณรัฐเกาหลี"),
        # what somebody does is no part of the position, and the field of work is
        ("พลเอก มานะ กล้าหาญ นายกรัฐมนตรีมอบสำนักงานปลัดสำนักนายกรัฐมนตรีจัดงาน", "มานะ กล้าหาญ", "นายกรัฐมนตรี"),
        ("นายมานะ กล้าหาญ รัฐมนตรีว่าการกระทรวงกลาโหมสั่งการให้หน่วยงานเร่ง", "มานะ กล้าหาญ", "รัฐมนตรีว่าการกระทรวงกลาโหม"),
        ("นายมานะ กล้าหาญ ปลัดสำนักนายกรัฐมนตรีและคณะ นำเสนอ", "มานะ กล้าหาญ", "ปลัดสำนักนายกรัฐมนตรี"),
        ("นายมานะ กล้าหาญ รองปลัดกระทรวงมหาดไทยด้านการบริหาร ให้การต้อนรับ", "มานะ กล้าหาญ", "รองปลัดกระทรวงมหาดไทยด้านการบริหาร"),
        (
            "นายมานะ กล้าหาญ ผู้แทนองค์การอนามัยโลก (WHO) ประจำประเทศไทย กล่าว",
            "มานะ กล้าหาญ",
            "ผู้แทนองค์การอนามัยโลก (WHO) ประจำประเทศไทย",
        ),
        ("นายมานะ กล้าหาญ หัวหน้าคณะผู้แทนไทย กล่าว", "มานะ กล้าหาญ", "หัวหน้าคณะผู้แทนไทย"),
        # the office of another, and the party of another
        ("พบกับภริยาของรัฐมนตรีว่าการกระทรวงแรงงาน นางแก้ว ใจงาม", "แก้ว ใจงาม", "ภริยาของรัฐมนตรีว่าการกระทรวงแรงงาน"),
        ("ที่สำนักงานเลขานุการรัฐมนตรี นางแก้ว ใจงาม", "แก้ว ใจงาม", None),
        ("ภายใต้แกนนำของ พล.อ.มานะ กล้าหาญ นายกรัฐมนตรี", "มานะ กล้าหาญ", "นายกรัฐมนตรี"),
        # at a place, and a surname given by the kings
        ("นายมานะ กล้าหาญ ณ ห้องประชุมใหญ่", "มานะ กล้าหาญ", None),
        ("นายมานะ กล้าหาญ ณ หมู่ที่ 2 ตำบลป่าแดง", "มานะ กล้าหาญ", None),
        ("นายมานะ ณ ระนองกล่าวว่า", "มานะ ณ ระนอง", None),
        ("ดร.แก้ว ใจงาม ณ นคร อธิบดีกรมที่ดิน", "แก้ว ใจงาม ณ นคร", "อธิบดีกรมที่ดิน"),
        ("พลเอก มานะ มาจาก กองทัพบก", "มานะ", None),
        ("นายจะเด็จ กล้าหาญ กล่าว", "จะเด็จ กล้าหาญ", None),
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(text: str, name: str, position: str | None) -> None:
    found = people.find_people([("body", text)])
    assert (found[0].name, found[0].position) == (name, position)
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "คุณ จะอยู่ที่ไหน ทีมของเรา",
        "อาจารย์ ได้ออกแบบไว้ เช่น",
        "พลเรือเอก และ พลอากาศเอก",
        "นายขณะที่การบริโภคชะลอตัว แต่ทั้งนี้",
        "นาย รัฐมนตรี เผยประกาศ",
    ],
)
def test_a_clause_behind_a_title_is_no_name(text: str) -> None:
    assert people.find_people([("body", text)]) == ()


def test_the_beginning_of_a_longer_name_of_the_page_is_that_person() -> None:
    text = "นางแมรี แอนน์ ฮิลล์ (Ms. Mary Ann Hill) ผู้แทนยูนิเซฟ กล่าว ต่อมานางแมรี แอนน์ เผยว่า"
    [found] = people.find_people([("body", text)])
    assert found.name == "แมรี แอนน์ ฮิลล์"
    assert [s.text for s in found.surfaces][-1] == "นางแมรี แอนน์"


def test_two_people_joined_by_a_glued_and_are_two() -> None:
    found = people.find_people([("body", "ของนายมานะ กล้าหาญและนางสาวแก้ว ใจงาม หมู่ที่ 3")])
    assert [p.name for p in found] == ["มานะ กล้าหาญ", "แก้ว ใจงาม"]


def test_the_number_of_a_news_sheet_is_no_credit() -> None:
    assert people.find_people([("credits", "ครั้งที่ 144/2565 วันที่ 28 เม.ย. 2565")]) == ()


@pytest.mark.parametrize(
    ("text", "name", "title", "position"),
    [
        (
            "กับผม คารม กล้าหาญ รองโฆษกประจำสำนักนายกรัฐมนตรี",
            "คารม กล้าหาญ",
            None,
            "รองโฆษกประจำสำนักนายกรัฐมนตรี",
        ),
        (
            "พระเจ้าวรวงศ์เธอ พระองค์เจ้าโสมสวลี กรมหมื่นสุทธนารีนาถ เสด็จทรงเปิดงาน",
            "โสมสวลี",
            "พระเจ้าวรวงศ์เธอ พระองค์เจ้า",
            "กรมหมื่นสุทธนารีนาถ",
        ),
        (
            "สมเด็จพระเจ้าน้องนางเธอ เจ้าฟ้าจุฬาภรณวลัยลักษณ์ อัครราชกุมารี กรมพระศรีสวางควัฒน วรขัตติยราชนารี ทรงเปิด",
            "จุฬาภรณวลัยลักษณ์ อัครราชกุมารี",
            "สมเด็จพระเจ้าน้องนางเธอ เจ้าฟ้า",
            "กรมพระศรีสวางควัฒน วรขัตติยราชนารี",
        ),
        (
            "ของสมเด็จพระนางเจ้าสิริกิติ์ พระบรมราชินีนาถ ด้านการส่งเสริมอาชีพ",
            "สิริกิติ์",
            "สมเด็จพระนางเจ้า",
            "พระบรมราชินีนาถ",
        ),
        (
            "วันนี้ สมเด็จพระธรรมทดสอบ เจ้าอาวาสวัดป่าแดง กรรมการมหาเถรสมาคม เป็นประธาน",
            "พระธรรมทดสอบ",
            "สมเด็จ",
            "เจ้าอาวาสวัดป่าแดง กรรมการมหาเถรสมาคม",
        ),
        (
            "นพ.มานะ กล้าหาญ รักษาการผู้ตรวจราชการกระทรวงสาธารณสุข เขตสุขภาพที่ 2 ได้มอบหมาย",
            "มานะ กล้าหาญ",
            "นพ.",
            "รักษาการผู้ตรวจราชการกระทรวงสาธารณสุข เขตสุขภาพที่ 2",
        ),
        (
            "นายมานะ กล้าหาญ รองคณบดี ฝ่ายวิชาการและวิจัย คณะวิทยาการอิสลาม กล่าว",
            "มานะ กล้าหาญ",
            "นาย",
            "รองคณบดี ฝ่ายวิชาการและวิจัย คณะวิทยาการอิสลาม",
        ),
        (
            "นายมานะ กล้าหาญ ผู้ช่วยอธิการบดีฝ่ายทรัพยากรบุคคล มหาวิทยาลัยบูรพา วิทยาเขตสระแก้ว กล่าว",
            "มานะ กล้าหาญ",
            "นาย",
            "ผู้ช่วยอธิการบดีฝ่ายทรัพยากรบุคคล มหาวิทยาลัยบูรพา วิทยาเขตสระแก้ว",
        ),
        ("นายมานะ กล้าหาญ นายกเทศมนตรีตำบลป่าแดงและผู้นำชุมชน ร่วมงาน", "มานะ กล้าหาญ", "นาย", "นายกเทศมนตรีตำบลป่าแดง"),
        ("นายมานะ กล้าหาญ นักร้อง นักแสดง ร่วมงาน", "มานะ กล้าหาญ", "นาย", "นักร้อง นักแสดง"),
    ],
)
def test_ranks_fields_and_second_offices(text: str, name: str, title: str | None, position: str) -> None:
    [found] = people.find_people([("body", text)])
    assert (found.name, found.title, found.position) == (name, title, position)


def test_a_pronoun_makes_no_name_of_a_clause_and_a_rank_no_office_of_others() -> None:
    assert people.find_people([("body", "ผม ขอบคุณ ทุกคน และผม คิดว่า รัฐมนตรีควร")]) == ()
    [found] = people.find_people([("body", "ที่ศาลกรมหลวงชุมพรเขตอุดมศักดิ์ นายมานะ กล้าหาญ กล่าว")])
    assert found.position is None


def test_bare_names_are_found_alike_on_short_and_on_long_pages() -> None:
    text = "นายมานะ กล้าหาญ พบ นางแก้ว ใจงาม ที่งาน\nมานะ กล้าหาญ กับ แก้ว ใจงาม\n"
    [short, long] = [people.find_people([("body", text + filling)]) for filling in ("", "ข่าววันนี้ " * 30_000)]
    assert [p.surfaces for p in short] == [p.surfaces for p in long]
    assert [len(p.surfaces) for p in short] == [2, 2]


def test_who_is_served_has_the_last_office_of_a_row_and_a_room_makes_nobody_hold_one() -> None:
    text = (
        "แต่งตั้ง นายมานะ กล้าหาญ ตำแหน่ง ผู้ช่วยเลขานุการรัฐมนตรีว่าการกระทรวงคมนาคม "
        "ปฏิบัติหน้าที่เลขานุการรัฐมนตรีช่วยว่าการกระทรวงคมนาคม (นายทองดี ใจงาม) ทั้งนี้"
    )
    served = find(text)["ทองดี ใจงาม"]
    assert [p.text for p in served.positions] == ["รัฐมนตรีช่วยว่าการกระทรวงคมนาคม"]
    [visitor] = people.find_people([("body", "ณ อาคารสำนักปลัดกระทรวงการคลัง นายมานะ กล้าหาญ เป็นประธาน")])
    assert visitor.position is None


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("credits", "โทร / ภาพ"),
        ("credits", "งานข่าว โทร. / ข่าว"),
        ("credits", "ห้องข่าว โทรศัพท์ / ข่าว"),
        ("credits", "Cr. กองบัญชาการป่าเขียว / ภาพ"),
        ("body", "บริษัทสมุนไพรได้รับรางวัล Prime Minister Herbal Awards (PMHA) ประจำปี 2567"),
        ("body", "แข่งขันฟุตบอล Minister Cup Football ที่สนามกลาง"),
        ("body", "นายกรัฐมนตรีญี่ปุ่น ยินดีที่ได้มาเยือนอีกครั้ง"),
        ("body", "นายกรัฐมนตรี สิงคโปร์ ยินดีต้อนรับคณะผู้แทน"),
        ("body", "นายสถานีแก่งคอย แจ้งว่ารถไฟล่าช้า"),
        ("body", "ที่พักโรงแรมอ่าวนาง คลิฟฟ์ รีสอร์ท ริมทะเล"),
        ("body", "เภสัชกร เองก็ ต้องระวังการจ่ายยา"),
        ("body", "กำลังพลหลาย นาย ของอุทยาน แห่งชาติช่วยกันดับไฟ"),
    ],
)
def test_what_is_written_like_a_name_beside_titles_offices_and_roles_is_nobody(where: Where, text: str) -> None:
    assert people.find_people([(where, text)]) == ()


def test_the_name_that_a_picture_is_owed_to_stands_without_its_mark() -> None:
    (person,) = people.find_people([("credits", "Cr. สมใจ ใจดี / ภาพ")])
    assert person.name == "สมใจ ใจดี"


def test_a_country_with_a_full_stop_ends_the_sentence_before_an_office_of_the_government() -> None:
    text = "The minister will fly to the U.S. Government Spokesperson Somchai Jaidee said on Monday that all is ready."
    (person,) = people.find_people([("body", text)])
    assert (person.name, person.position) == ("Somchai Jaidee", "Government Spokesperson")
