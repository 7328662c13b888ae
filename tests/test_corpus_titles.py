"""Titles before names: that the list is long enough, that every form is read, and what only looks like one."""

from __future__ import annotations

import pytest

from corpus.extract import people, titles
from corpus.extract.lexicon import registry
from corpus.thai.normalise import fold

RANKS = ("military", "police")
STYLED = ("monks", "ranks", "royal")


def groups() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = registry("titles")["titles"]
    return found


def forms() -> list[str]:
    return [form for group in groups().values() for title in group for form in title]


def test_the_list_holds_far_more_than_150_titles() -> None:
    distinct = {title[0] for group in groups().values() for title in group}
    styled = {style for key in STYLED for style in registry("titles")["styled"][key]}
    assert len(distinct) >= 200
    assert len(distinct | styled) >= 230
    assert len(forms()) >= 350


def test_no_form_belongs_to_two_titles_by_a_slip() -> None:
    twice = {form for form in forms() if forms().count(form) > 1}
    assert twice <= {"จ.ส.ต."}  # a sergeant of the army and one of the police


@pytest.mark.parametrize("form", forms())
def test_every_form_is_read_as_a_title(form: str) -> None:
    found = titles.titles().match(fold(form) + " ")
    assert found
    assert len(found.group().rstrip()) >= len(fold(form).rstrip(".")) - 1


@pytest.mark.parametrize(
    "title",
    [
        "ว่าที่ร้อยตรี",
        "ว่าที่ ร.ต.",
        "ว่าที่พันตรีหญิง",
        "พ.ต.ท.หญิง",
        "พ.อ. (พิเศษ)",
        "น.อ.หญิง ดร.",
        "นาวาอากาศเอกหญิง",
        "ศ.เกียรติคุณ ดร.นพ.",
        "รศ.ดร.",
        "ผศ. ดร. ทพญ.",
        "อ.ดร.",
        "ทนพ.",
        "ทนพญ.",
        "กภ.",
        "ภญ.",
        "นายกองเอก",
        "นายหมวดตรี",
        "มว.ต.",
        "พลเรือเอก",
        "พ.อ.อ.",
        "หม่อมหลวง",
        "ม.ร.ว.",
        "คุณหญิง",
        "ท่านผู้หญิง",
        "H.E. Mr.",
        "Gen.",
        "Sir",
        "Assoc. Prof. Dr.",
        "มิสเตอร์",
        "ลอร์ด",
        "บาทหลวง",
        "แม่ชี",
        "พล. ต. อ.",
    ],
)
def test_titles_glued_spaced_and_stacked(title: str) -> None:
    latin = title.isascii()
    name = "Mana Klahan" if latin else "มานะ กล้าหาญ"
    post = ", Director of the Centre, said" if latin else " อธิบดีกรมที่ดิน กล่าวว่า"
    for blank in (" ",) if latin else (" ", ""):
        [found] = people.find_people([("body", f"{title}{blank}{name}{post}")])
        assert (found.name, found.title) == (name, title)
        assert found.position in ("อธิบดีกรมที่ดิน", "Director of the Centre")


def test_the_last_full_stop_of_a_title_may_be_lost() -> None:
    [found] = people.find_people([("body", "พล.ต.อ มานะ กล้าหาญ กล่าว")])
    assert (found.name, found.title) == ("มานะ กล้าหาญ", "พล.ต.อ")


@pytest.mark.parametrize(
    "text",
    [
        "ที่ อ.เมือง จ.ตรัง และอ.ปาย",  # a district, no teacher
        "บริษัท เซอร์วิส จำกัด และ นางแบบ เดินแบบ",
        "ตำนานเขานางหงส์ เรือลำหนึ่ง",
        "นายท่าอู่คลองเตย เขตการเดินรถที่ 4",
        "ค่าโดยสาร นายตรวจและเจ้าหน้าที่ สายตรวจ",
        "สามเณรถวายพานสักการะแด่ พระอุปัชฌาย์ และสามเณรภาคฤดูร้อน เฉลิมพระเกียรติ",
        "นายกสุดปลื้ม Soft power ไทย",
        "คุณ ออมเงิน ช่วยออม",
        "the General Assembly and General Manager of the bank",
        "สภาผู้แทนราษฎร ประชุม",
        "มูลนิธิโรงพยาบาลสมเด็จพระนางเจ้าสิริกิติ์ และพระบาทสมเด็จพระเจ้าอยู่หัว",
        "โครงการสมเด็จพระเจ้าลูกเธอ เจ้าฟ้ามาลีรัตน์ ระยะที่ 2",
        "พระพุทธรูป และพระอุโบสถ วัดใหม่",
    ],
)
def test_what_only_looks_like_a_title(text: str) -> None:
    assert people.find_people([("body", text)]) == ()


@pytest.mark.parametrize(
    ("text", "title", "name", "position"),
    [
        ("พระธรรมสุวรรณเมธี เจ้าอาวาสวัดใหม่", None, "พระธรรมสุวรรณเมธี", "เจ้าอาวาสวัดใหม่"),
        ("พระครูสุวรรณรัตนคุณ เจ้าคณะอำเภอบ้านใหม่", "พระครู", "สุวรรณรัตนคุณ", "เจ้าคณะอำเภอบ้านใหม่"),
        ("พระมหามานะ กิตฺติโก รองเจ้าอาวาสวัดใหม่", "พระมหา", "มานะ กิตฺติโก", "รองเจ้าอาวาสวัดใหม่"),
        ("เสด็จพร้อม พระวรวงศ์เธอ พระองค์เจ้ามาลีรัตน์ ทรงเปิดงาน", "พระวรวงศ์เธอ พระองค์เจ้า", "มาลีรัตน์", None),
    ],
)
def test_monks_and_royal_persons(text: str, title: str | None, name: str, position: str | None) -> None:
    [found] = people.find_people([("body", text)])
    assert (found.title, found.name, found.position) == (title, name, position)


def test_an_hour_and_a_subdistrict_are_no_rank_of_the_navy() -> None:
    def names(text: str) -> list[str]:
        return [person.name for person in people.find_people([("body", text)])]

    assert names("เกิดแผ่นดินไหว เวลา 01.08 น. ต.ป่าอ้อดอนชัย อ.เมือง ขนาด 1.4") == []
    assert names("พร้อมด้วย น. ต. สมชาย ใจดี ร่วมพิธี") == ["สมชาย ใจดี"]
    assert names("เวลา 09.00 น. น.ต.สมชาย ใจดี เป็นประธาน") == ["สมชาย ใจดี"]
