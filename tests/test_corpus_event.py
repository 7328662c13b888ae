"""The main happening of a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.event import find_event
from corpus.records import DateMention, Event, Where
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


@pytest.mark.parametrize(
    "next_sentence",
    [
        "ต่อมาเวลา 19.30 น. เจ้าหน้าที่ปิดถนน",
        "จากนั้นชมสวน",
        "นับเป็นครั้งแรกของเมือง",
        "ถือเป็นงานใหญ่ของปี",
        "และเนื่องมาจากฝนตกหนัก งานจึงสั้น",
        "เนื่องจากฝนตกหนัก",
        "ส่งผลให้คนมามาก",
        "แต่คนมาน้อย",
        "อย่างไรก็ตามงานสนุก",
        "นอกจากนี้ยังมีตลาด",
        "และยังชมตลาด",
    ],
)
def test_a_place_ends_before_the_next_sentence(next_sentence: str) -> None:
    day = "วันที่ 3 มีนาคม 2567 นายสมชาย ใจดี เป็นประธานเปิดงาน"
    assert placed(f"{day} ณ สวนริมคลอง อำเภอบ้านนา {next_sentence}") == "สวนริมคลอง อำเภอบ้านนา"


def test_a_place_of_two_houses_stays_whole() -> None:
    day = "วันที่ 3 มีนาคม 2567 นายสมชาย ใจดี เป็นประธานเปิดงาน"
    for place in ("ห้องบัว โรงแรมน่านธานี และหอประชุมเมืองน่าน", "ตึกนารีสโมสร และทำเนียบรัฐบาล"):
        assert placed(f"{day} ณ {place} โดยมีผู้ร่วมงาน 60 คน") == place


def test_a_statement_is_no_happening_whatever_days_follow() -> None:
    saying = "วันนี้ (10 เม.ย. 68) นพ.ก้อง ใจดี โฆษกกระทรวง เปิดเผยว่า"
    assert happening(f"{saying} เมื่อวันที่ 28 มี.ค. 68 ทีมแพทย์ฝึกอบรมเสร็จแล้ว") is None
    assert happening("วันนี้ (10 เม.ย. 68) เวลา 10.30 น. ณ อาคารรัฐสภา นายก้อง ใจดี ให้สัมภาษณ์ผู้สื่อข่าวก่อนการประชุม") is None
    assert happening("โฆษกเปิดเผยผลการประชุมคณะรัฐมนตรี วันที่ 10 เมษายน 2568 ว่าที่ประชุมรับทราบแนวทาง") is None
    assert happening("คณะรัฐมนตรีในการประชุมเมื่อวันที่ 8 เมษายน 2568 มีมติเห็นชอบมาตรการนี้") is None
    told = happening(f"{saying} นายก้อง ใจดี ได้ให้คณะผู้แทนเข้าพบเพื่อหารือ ณ ตึกริมน้ำ ทำเนียบรัฐบาล ซึ่งมีผู้ร่วมหารือ")
    assert told == Event(start=date(2025, 4, 10), end=date(2025, 4, 10), place="ตึกริมน้ำ ทำเนียบรัฐบาล")
    after = happening("วันที่ 10 เมษายน 2568 นายก้อง ใจดี เปิดเผยภายหลังการประชุมคณะกรรมการ")
    assert after is not None


def of_the_header(body: str, published: date | None) -> Event | None:
    dates = [
        DateMention(surface=d.surface, start=d.start, end=d.end, inferred=d.inferred, at=d.at)
        for d in find_dates(body, published)
    ]
    return find_event([("title", "หัวเรื่อง"), ("body", body)], dates, published)


def test_today_and_yesterday_are_counted_from_the_header() -> None:
    rest = "เวลา 09.30 น. นายก้อง ใจดี เป็นประธานการประชุม ณ ห้องประชุมใหญ่"
    today, yesterday = (
        of_the_header(f"วันนี้ {rest}", date(2024, 3, 1)),
        of_the_header(f"เมื่อวานนี้ {rest}", date(2024, 3, 1)),
    )
    assert today is not None
    assert (today.start, today.place) == (date(2024, 3, 1), "ห้องประชุมใหญ่")
    assert [s.text for s in today.surfaces] == ["ห้องประชุมใหญ่"]  # the page does not say the day
    assert yesterday is not None
    assert yesterday.start == date(2024, 2, 29)
    without = of_the_header(f"วันนี้ {rest}", None)
    assert without is not None
    assert (without.start, without.place) == (None, "ห้องประชุมใหญ่")
    named = of_the_header(f"วันนี้ (28 ก.พ. 67) {rest}", date(2024, 3, 1))
    assert named is not None
    assert named.start == date(2024, 2, 28)


def test_lately_has_a_place_and_no_day() -> None:
    body = "เมื่อเร็วๆ นี้ นายก้อง ใจดี ปลัดกระทรวง ร่วมชมการแสดง ณ โรงละครกลาง เขตพระนคร"
    assert happening(body) == Event(place="โรงละครกลาง เขตพระนคร")
    assert happening("1. ให้หน่วยงานตรวจเข้มและหารือ ณ ด่านทุกแห่ง") is None


def test_a_day_that_is_honoured_is_not_the_day_of_the_ceremony() -> None:
    body = (
        "พิธีทำบุญและถวายภัตตาหารแด่พระภิกษุสงฆ์ เนื่องในโอกาสมหามงคลวันเฉลิมพระชนมพรรษา วันที่ ๓ มิถุนายน ๒๕๖๔ ณ วัดริมคลอง\n\n"
        "วันที่ ๓๑ พฤษภาคม ๒๕๖๔ เวลา ๑๐.๐๐ น. นายก้อง ใจดี เป็นประธานในพิธี ณ วัดริมคลอง"
    )
    found = happening(body)
    assert found is not None
    assert (found.start, found.place) == (date(2021, 5, 31), "วัดริมคลอง")


def test_a_day_that_stands_twice_is_read_where_its_place_is() -> None:
    body = "ธนาคารขอเชิญร่วมงาน 14-17 ธันวาคม 2566\n\nวันที่ 14-17 ธันวาคม 2566 จัดงาน ณ ฮอลล์ 7 ศูนย์การประชุมกลาง"
    found = happening(body)
    assert found is not None
    assert found.place == "ฮอลล์ 7 ศูนย์การประชุมกลาง"


def test_english_news() -> None:
    body = "March 5, 2024, at 1030hrs, at the Lotus Room, River Hotel, Bangkok, Prime Minister Kong Jaidee attended it."
    found = happening(body)
    assert found is not None
    assert (found.start, found.place) == (date(2024, 3, 5), "Lotus Room, River Hotel, Bangkok")


def test_the_title_dates_a_meeting_whose_page_holds_resolutions() -> None:
    title = "The cabinet met on February 18, 2025"
    mention = DateMention(
        surface="February 18, 2025", start=date(2025, 2, 18), end=date(2025, 2, 18), at=19, where="title"
    )
    found = find_event([("title", title), ("body", "Title: Draft decree\n\nApproved.")], [mention])
    assert found is not None
    assert (found.start, found.surfaces[0].text, found.surfaces[0].where) == (
        date(2025, 2, 18),
        "February 18, 2025",
        "title",
    )


def test_a_day_far_from_publication_is_not_what_the_news_is_of() -> None:
    body = "เมื่อวันที่ 1 ตุลาคม 2562 มีการประชุม ณ ห้องประชุมใหญ่"
    found = [DateMention(surface=d.surface, start=d.start, end=d.end, at=d.at, where="body") for d in find_dates(body)]
    assert find_event([("body", body)], found, date(2020, 9, 10)) is None
    assert find_event([("body", body)], found, date(2019, 10, 2)) is not None
    slip = find_event([("body", body)], found, date(2020, 10, 1))  # the right day of a wrong year
    assert slip is not None
    assert slip.start == date(2019, 10, 1)


def told(title: str, body: str, published: date) -> Event | None:
    found: list[tuple[Where, str]] = [("title", title), ("body", body)]
    dates = [
        DateMention(surface=d.surface, start=d.start, end=d.end, inferred=d.inferred, at=d.at, where=where)
        for where, text in found
        for d in find_dates(text, published)
    ]
    event = find_event(found, dates, published)
    return replace(event, surfaces=()) if event else None


MONDAY = date(2024, 3, 4)  # 4 มีนาคม 2567


def test_what_is_to_be_is_the_happening_of_news_that_announces_it() -> None:
    title = "อธิบดีกรมที่ดินเตรียมลงพื้นที่จังหวัดน่าน"
    body = "วันที่ 4 มีนาคม 2567 นายก้อง ใจดี โฆษกกรมที่ดิน เปิดเผยว่า อธิบดีจะไปพบประชาชน ในวันเสาร์ที่ 9 มีนาคม 2567"
    assert told(title, body, MONDAY) == Event(start=date(2024, 3, 9), end=date(2024, 3, 9))
    assert told("โฆษกแถลงข่าวเตรียมจัดงาน", body, MONDAY) is None
    assert told(title, "ไม่มีวันใดในข่าวนี้", MONDAY) is None


def test_a_day_far_down_beside_its_place() -> None:
    body = f"{'ข้อความยาว ' * 120}โดยจัดอบรมนักศึกษา เมื่อวันที่ 1 มีนาคม 2567 ที่ผ่านมา ณ ห้องประชุมใหญ่ ชั้น 2"
    assert told("นักศึกษากับการออม", body, MONDAY) == Event(
        start=date(2024, 3, 1), end=date(2024, 3, 1), place="ห้องประชุมใหญ่ ชั้น 2"
    )
    long_ago = body.replace("มีนาคม 2567", "มีนาคม 2566")
    assert told("นักศึกษากับการออม", long_ago, MONDAY) is None


def test_what_somebody_says_in_the_next_paragraph_does_not_undo_the_happening() -> None:
    body = (
        f"ปลัดกระทรวงเป็นประธานเปิดการแข่งขันกีฬา {'และบุคลากร ' * 6}เข้าร่วมกิจกรรม ในวันที่ 4 มีนาคม 2567 ณ สนามกีฬากลาง\n"
        "นายก้อง ใจดี กล่าวว่า กีฬาสร้างความสามัคคี"
    )
    assert told("กระทรวงจัดแข่งขันกีฬา", body, MONDAY) == Event(
        start=date(2024, 3, 4), end=date(2024, 3, 4), place="สนามกีฬากลาง"
    )


def test_what_a_speaker_did_himself_needs_no_place() -> None:
    body = "วันที่ 4 มีนาคม 2567 นายก้อง ใจดี รองนายกรัฐมนตรี เปิดเผยว่า ตนได้ประชุมร่วมกับผู้แทนชาวนา เรื่องราคาข้าว"
    assert told("“ก้อง” หารือผู้แทนชาวนา", body, MONDAY) == Event(start=MONDAY, end=MONDAY)
    assert told("“ก้อง” ย้ำราคาข้าวดี", body, MONDAY) is None


def test_policies_behind_a_meeting_of_the_cabinet() -> None:
    first = "นางสาวแก้ว ใจดี รองโฆษก เปิดเผยหลังการประชุมคณะรัฐมนตรี (ครม.) เมื่อวันที่ 4 มีนาคม 2567 ว่า เห็นชอบโครงการเรือประมง"
    assert told("ครม. เห็นชอบโครงการ", first, MONDAY) is None
    second = "วันนี้ (4 มี.ค. 67) เวลา 13.30 น. ณ ตึกริมสวน หลังการประชุมคณะรัฐมนตรี นายกรัฐมนตรีขอให้ทุกคนช่วยกันประหยัดน้ำ"
    assert told("นายกฯ ขอให้ประหยัดน้ำ", second, MONDAY) is None
    third = second.replace("ขอให้ทุกคนช่วยกันประหยัดน้ำ", "เป็นประธานพิธีมอบทุน")
    assert told("นายกฯ มอบทุน", third, MONDAY) == Event(start=MONDAY, end=MONDAY, place="ตึกริมสวน")


def test_what_happened_before_is_the_background_of_an_answer() -> None:
    body = "จากกรณีรถโดยสารชนเสาไฟฟ้า เมื่อวันที่ 3 มีนาคม 2567 เวลา 06.10 น. บริษัทได้ตรวจสอบแล้ว"
    assert told("บริษัทตรวจสอบเหตุรถชน", body, MONDAY) is None


def test_statements_and_lists_of_days_have_no_happening() -> None:
    speech = "วันจันทร์ที่ 4 มีนาคม 2567 เวลา 19.00 น.\nณ ตึกริมสวน\nสวัสดีพี่น้องประชาชน ขอให้มีความสุขในพิธีนี้"
    assert told("คำกล่าวของนายกรัฐมนตรี เนื่องในโอกาสวันปีใหม่", speech, MONDAY) is None
    lines = "\n".join(f"ศูนย์แถลงสถานการณ์น้ำประจำวัน จากอาคารกลาง วันที่ {day} มีนาคม 2567" for day in (4, 3, 2))
    assert told("สถานการณ์น้ำ", lines, MONDAY) is None
