"""When a page was published and what kind of page it is."""

from __future__ import annotations

import doctest
from datetime import date

import pytest

from corpus.extract import metadata
from corpus.extract.clean import CleanPage
from corpus.extract.metadata import attachments, judge_dates, kind_of
from corpus.extract.sheet import Link

STAMP = "3 กันยายน 2552 14:56:24"
CRUMBS = ("ข่าวเด่น ก.พ.ร.", "ปี 2551", "เมษายน")
LEAD = "เมื่อวันที่ 22 เมษายน 2551 มีการสัมมนาเรื่องงานบริการ"


def page(**more: object) -> CleanPage:
    return CleanPage(**{"title": "ข่าว", "paragraphs": ("เนื้อความ",), "stamped": True, **more})  # type: ignore[arg-type]  # fields as keywords


def test_doctests() -> None:
    assert doctest.testmod(metadata).failed == 0


def test_a_stamp_near_the_event_is_the_publication() -> None:
    when = judge_dates(page(published="25 เมษายน 2551", paragraphs=(LEAD,)))
    assert (when.day, when.why, when.stamp, when.warnings) == (date(2008, 4, 25), "stamp", date(2008, 4, 25), ())


def test_a_migration_stamp_gives_way_to_the_lead_and_is_kept() -> None:
    when = judge_dates(page(published=STAMP, section=CRUMBS, paragraphs=("ไม่มีวันที่", LEAD)))
    assert (when.day, when.why) == (date(2008, 4, 22), "lead")
    assert when.stamp == when.updated == date(2009, 9, 3)
    assert when.warnings == ("publish stamp 16 months after the event",)


def test_without_a_date_in_the_lead_the_breadcrumb_counts() -> None:
    when = judge_dates(page(published=STAMP, section=CRUMBS))
    assert (when.day, when.why) == (date(2008, 4, 1), "breadcrumb")


def test_a_lead_that_the_breadcrumb_contradicts_is_history() -> None:
    history = "วันที่ 9 ตุลาคม 2545 เป็นวันที่กฎหมายใช้บังคับ"
    when = judge_dates(page(published=STAMP, section=CRUMBS, paragraphs=(history, "เริ่ม 15 เมษายน 2551")))
    assert (when.day, when.why) == (date(2008, 4, 15), "lead")


def test_a_date_line_under_the_title_is_never_of_a_migration() -> None:
    when = judge_dates(page(published="3 กันยายน 2552", stamped=False, paragraphs=(LEAD,)))
    assert (when.day, when.why) == (date(2009, 9, 3), "header")


def test_a_page_without_any_stamp_is_dated_by_its_event() -> None:
    assert judge_dates(page(stamped=False, paragraphs=(LEAD,))).why == "lead"
    assert judge_dates(page(stamped=False), date(2022, 2, 24)).day == date(2022, 2, 24)
    assert judge_dates(page(stamped=False)).day is None


def test_the_date_of_another_paper_is_not_the_event() -> None:
    letter = "ตามหนังสือ ที่ นร 1200/ว 19 ลงวันที่ 8 กันยายน 2565 นั้น"
    assert judge_dates(page(stamped=False, paragraphs=(letter,))).day is None
    own = "ประกาศสำนักงาน ก.พ.ร. ลงวันที่ ๗ พฤศจิกายน ๒๕๖๕ เรื่อง วันหยุด"
    assert judge_dates(page(stamped=False, paragraphs=(own,))).day == date(2022, 11, 7)


def test_the_source_beside_the_page_is_asked_last() -> None:
    when = judge_dates(page(stamped=False), None, "2021-08-26T09:00:00+07:00")
    assert (when.day, when.why) == (date(2021, 8, 26), "import")


def test_a_stamp_long_after_every_day_in_the_text_is_doubted() -> None:
    body = ("อบรมรุ่นแรกจะมีขึ้นในวันที่ 9 กรกฎาคม 2550 และรุ่นที่สองวันที่ 10 กันยายน 2550",) * 4
    assert judge_dates(page(published=STAMP, paragraphs=("ก" * 600 + body[0], *body))).warnings != ()


@pytest.mark.parametrize(
    ("section", "title", "kind"),
    [
        (("ข่าวเด่น ก.พ.ร.",), "ประชุมสรุปผล", "news"),
        (("จัดซื้อจัดจ้าง",), "ผู้ชนะ", "procurement"),
        ((), "ประกาศจ้างที่ปรึกษาวัดความพึงพอใจ", "procurement"),
        ((), "รับสมัครบุคคลเป็นพนักงานราชการ", "job"),
        ((), "ประกาศสำนักงาน ก.พ.ร. เรื่อง วันหยุด", "announcement"),
        ((), "ประกาศผลรางวัลประจำปี", "news"),
        (("ยุทธศาสตร์ปี 2551-2555", "ประเด็นยุทธศาสตร์ที่ 2 (มีส่วนร่วม)"), "แนวคิด", "knowledge"),
        ((), "นายกฯ พอใจผลการจัดซื้อจัดจ้าง", "news"),
        ((), "ประกาศแล้ว! กฎหมายใหม่มีผลเดือนหน้า", "news"),
        ((), "แจ้งเกษตรกรเร่งขึ้นทะเบียนก่อนสิ้นเดือน", "news"),
        ((), "แจ้งเวียนหนังสือเรื่องวันหยุดราชการ", "announcement"),
        ((), "ประกวดราคาซื้อเครื่องคอมพิวเตอร์", "procurement"),
        ((), "เผยแพร่แผนการจัดซื้อจัดจ้าง ปี 2566", "procurement"),
        ((), "รายชื่อผู้มีสิทธิสอบข้อเขียน", "job"),
        ((), "คู่มือการปฏิบัติงาน", "knowledge"),
        (("ข่าวประกาศ",), "ประกาศรับสมัครบุคคลเพื่อเลือกสรร", "job"),
        (("ข่าวประกาศ",), "ประกาศประกวดราคาจ้างทำระบบ", "procurement"),
        (("ข่าวประกาศ",), "ปิดทำการวันสงกรานต์", "announcement"),
    ],
)
def test_kinds(section: tuple[str, ...], title: str, kind: str) -> None:
    assert kind_of(section, title) == kind


def test_links_to_documents() -> None:
    links = [
        Link("/uploads/แผน.pdf", "แผนปี"),
        Link("/uploads/%E0%B9%81%E0%B8%9C%E0%B8%99.pdf", "ซ้ำ"),
        Link("/file/reader/eHg", "แบบฟอร์ม.docx"),
        Link("javascript:open('x.pdf')", "เปิด"),
        Link("/news/1", "ข่าวอื่น"),
    ]
    found = attachments(links, "http://www.opdc.go.th/content.php?content_id=1", (r"\.(?:pdf|docx?)(?:$|\?)",))
    assert [(a.filename, a.media_type.rpartition(".")[2]) for a in found] == [
        ("แผน.pdf", "application/pdf"),
        ("แบบฟอร์ม.docx", "document"),
    ]
    assert found[0].url == "http://www.opdc.go.th/uploads/%E0%B9%81%E0%B8%9C%E0%B8%99.pdf"


@pytest.mark.parametrize(
    "closing",
    [
        "ประกาศ ณ วันที่ 21 ตุลาคม พ.ศ. 2567",
        "สั่ง ณ วันที่ ๒๑ ตุลาคม ๒๕๖๗",
        "ให้ไว้  ณ  วันที่  21  ตุลาคม  พ.ศ.  2567",
        "ณ วันที่ 21 ตุลาคม 2567",
        "จึงประกาศให้ทราบ ประกาศ ณ วันที่ 21 ตุลาคม พ.ศ. 2567 (นายสมชาย ใจดี)",
        "ทั้งนี้ ตั้งแต่บัดนี้\nประกาศ ณ วันที่ 21 ตุลาคม พ.ศ. 2567\nสมชาย ใจดี",
    ],
)
def test_a_signed_paper_is_dated_by_the_line_that_signs_it(closing: str) -> None:
    text = ("ประกาศเทศบาลบ้านสวน", "เรื่อง เวลาเปิดตลาด", "เปิดตลาดวันที่ 1 ธันวาคม 2567", closing, "(นายสมชาย ใจดี)")
    when = judge_dates(page(stamped=False, paragraphs=text), date(2024, 12, 1))
    assert (when.day, when.why, when.given) == (date(2024, 10, 21), "signed", False)


@pytest.mark.parametrize(
    "line",
    [
        "ตามประกาศ ฉบับที่ 2 ประกาศ ณ วันที่ 21 ตุลาคม 2567 และที่แก้ไข",
        "ประกาศ ณ วันที่ 21 ตุลาคม 2567 5,000 บาท",
        "3 ระเบียบตลาด ณ วันที่ 21 ตุลาคม 2567",
        "ประกาศ ณ วันที่ 31 กุมภาพันธ์ 2567",
    ],
)
def test_a_sentence_or_a_row_that_names_another_paper_dates_none(line: str) -> None:
    assert (
        judge_dates(page(stamped=False, paragraphs=("ประกาศตลาด", "เรื่อง เวลา", "ข้อความ", "ข้อความ", line))).day is None
    )


def test_news_that_ends_with_a_paper_is_dated_by_its_lead() -> None:
    when = judge_dates(page(stamped=False, paragraphs=(LEAD, "ประกาศ ณ วันที่ 1 เมษายน 2551")))
    assert (when.day, when.why) == (date(2008, 4, 22), "lead")
