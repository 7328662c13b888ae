"""The main happening of a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.event import find_event
from corpus.records import DateMention, Event
from corpus.thai.dates import find_dates


def happening(body: str, anchor: date | None = None) -> Event | None:
    dates = [
        DateMention(surface=d.surface, start=d.start, end=d.end, inferred=d.inferred, at=d.at)
        for d in find_dates(body, anchor)
    ]
    event = find_event([("title", "หัวเรื่อง"), ("body", body)], dates)
    for surface in event.surfaces if event else ():
        assert body[surface.start : surface.end] == surface.text
    return replace(event, surfaces=()) if event else None


def test_day_and_place_of_the_lead() -> None:
    body = "เมื่อวันที่ 22 เมษายน 2551 สำนักงาน ก.พ.ร. จัดสัมมนา ณ ห้องดอกบัว โรงแรมริมน้ำ โดยมีนายก้อง ใจดี เป็นประธาน"
    assert happening(body) == Event(start=date(2008, 4, 22), end=date(2008, 4, 22), place="ห้องดอกบัว โรงแรมริมน้ำ")


def test_a_range_of_days() -> None:
    body = "ระหว่างวันที่ 25-27 กรกฎาคม 2565 กรมที่ดินจัดอบรม ณ หอประชุมกลาง"
    assert happening(body) == Event(start=date(2022, 7, 25), end=date(2022, 7, 27), place="หอประชุมกลาง")


def test_today_in_brackets_and_a_name_ending_the_place() -> None:
    body = "วันนี้ (24 ส.ค. 63) เวลา 10.00 น. ณ ตึกริมสวน ทำเนียบรัฐบาล นายก้อง ใจดี รองนายกรัฐมนตรี เป็นประธานการประชุม"
    assert happening(body) == Event(start=date(2020, 8, 24), end=date(2020, 8, 24), place="ตึกริมสวน ทำเนียบรัฐบาล")


def test_bounds_and_plans_are_no_happening() -> None:
    assert happening("เปิดรับสมัครตั้งแต่วันที่ 1 พ.ค. 2563 ณ อาคารกลาง") is None
    assert happening("ข้อมูล ณ วันที่ 5 มกราคม 2564 มีผู้เข้าร่วมประชุม 20 คน") is None
    assert happening("นโยบายนี้ช่วยให้ประชาชนได้รับบริการที่ดี") is None


def test_a_date_far_down_is_no_happening() -> None:
    body = "ข้อความยาว " * 120 + "เมื่อวันที่ 22 เมษายน 2551 จัดสัมมนา ณ ห้องประชุมใหญ่"
    assert happening(body) is None


def test_a_noble_surname_is_no_place() -> None:
    event = happening("เมื่อวันที่ 22 เมษายน 2551 นายปัณณ์ มาลัยกุล ณ อยุธยา เป็นประธานพิธี")
    assert event is not None
    assert event.place is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_around(before: str, after: str) -> None:
    body = before + " เมื่อวันที่ 22 เมษายน 2551 จัดสัมมนา ณ " + after
    event = happening(body, date(2008, 5, 1))
    if event is not None and event.place is not None:
        assert event.place in body


def placed(body: str) -> str | None:
    found = happening(body)
    return found.place if found else None


def test_a_place_is_no_time_and_ends_before_what_happened_there() -> None:
    day = "วันที่ 3 มีนาคม 2567 นายสมชาย ใจดี เป็นประธานเปิดงาน"
    assert placed(f"{day} ณ โรงแรมน่านธานี จังหวัดน่าน มีผู้เข้าร่วม 60 คน") == "โรงแรมน่านธานี จังหวัดน่าน"
    assert placed(f"{day} ณ ห้องแถลงข่าว ตึกนารีสโมสร") == "ห้องแถลงข่าว ตึกนารีสโมสร"
    assert placed(f"{day} ณ ศาลากลางจังหวัดสระบุรี") == "ศาลากลางจังหวัดสระบุรี"
    assert placed(f"{day} (ข้อมูล ณ วันที่ 1 มีนาคม 2567) ณ หอประชุมใหญ่") == "หอประชุมใหญ่"
    assert placed(f"{day} (ข้อมูล ณ วันที่ 1 มีนาคม 2567)") is None


def test_a_day_far_from_publication_is_not_what_the_news_is_of() -> None:
    body = "เมื่อวันที่ 1 ตุลาคม 2562 มีการประชุม ณ ห้องประชุมใหญ่"
    found = [DateMention(surface=d.surface, start=d.start, end=d.end, at=d.at, where="body") for d in find_dates(body)]
    assert find_event([("body", body)], found, date(2020, 9, 10)) is None
    assert find_event([("body", body)], found, date(2019, 10, 2)) is not None
    slip = find_event([("body", body)], found, date(2020, 10, 1))  # the right day of a wrong year
    assert slip is not None
    assert slip.start == date(2019, 10, 1)
