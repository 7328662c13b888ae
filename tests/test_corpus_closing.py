"""The signature of a press release is no body; a sentence that gives a number is."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import closing as module
from corpus.extract.clean import clean
from corpus.extract.closing import closing_of, is_contact
from corpus.extract.rules import generic
from corpus.extract.sheet import Line, read_text
from corpus.sites import load_site
from corpus.thai import unreadable

TITLE = "กรมท่าเรือชุมชนลดขั้นตอนออกใบอนุญาตเรือโดยสาร"
LEAD = "กรมท่าเรือชุมชนปรับขั้นตอนออกใบอนุญาตเรือโดยสารขนาดเล็กจากเจ็ดวันเหลือสองวัน โดยตรวจสภาพเรือที่ท่าซึ่งเรือจอดอยู่จริง"
MORE = "อธิบดีกล่าวว่าผู้ประกอบการไม่ต้องลากเรือมาที่กรมอีกต่อไป และจะขยายไปยังท่าเรือริมแม่น้ำสายรองทุกแห่งภายในปีนี้"


def lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def test_doctests() -> None:
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(unreadable).failed == 0


@pytest.mark.parametrize(
    "block",
    [
        ("กลุ่มประชาสัมพันธ์ กรมท่าเรือชุมชน", "โทร. 0 2999 1234 ต่อ 56"),
        ("กองสื่อสารองค์กร", "สำนักงานปลัดกระทรวงคมนาคม", "โทร 02 999 1234", "แฟกส์ 02 9991235"),
        ("สำนักงานเลขานุการกรม โทร. 0-2999-1234 โทรสาร 0-2999-1235",),
        ("กองส่งเสริมการให้ชุมชนร่วมดูแลท่าเรือ",),
        ("โทร/โทรสาร 0 2999 1234",),
        ("กองสารนิเทศ", "ครั้งที่ 12/2565 วันที่ 3 มี.ค. 2565"),
        ("ฝ่ายข่าว", "E-mail : news@example.go.th"),
        ("กลุ่มข่าว", "เลขที่ 9 ถนนริมน้ำ เขตเมือง กรุงเทพฯ 10999 โทร. 0 2999 1234"),
    ],
)
def test_a_signature_is_taken_off_and_kept(block: tuple[str, ...]) -> None:
    page = clean(read_text("\n".join((TITLE, LEAD, MORE, *block))), generic())
    assert page.paragraphs == (LEAD, MORE)
    assert sorted(page.credit_lines) == sorted(block)
    assert all(not is_contact(credit.name) for credit in page.credits)


@pytest.mark.parametrize(
    "end",
    [
        "ประชาชนสามารถสอบถามเพิ่มเติมได้ที่กองท่าเรือ หรือสายด่วนกรมท่าเรือชุมชน โทร. 1699",
        "พบเห็นเรือไม่มีใบอนุญาต แจ้งได้ตลอด 24 ชั่วโมง โทร. 0 2999 1234",
        "กรมท่าเรือชุมชนจะเปิดรับคำขอทางออนไลน์ตั้งแต่เดือนหน้า",
        "ขอบคุณครับ",
        "งานนี้เข้าชมได้โดยไม่เสียค่าใช้จ่าย",
        "ส่วนค่าธรรมเนียมคงเดิม",
        "กลุ่มเป้าหมาย ชาวประมงพื้นบ้าน",
    ],
)
def test_the_last_sentence_of_an_article_stays(end: str) -> None:
    assert clean(read_text("\n".join((TITLE, LEAD, MORE, end))), generic()).paragraphs[-1] == end


def test_contacts_that_a_sentence_announces_stay() -> None:
    block = ("ผู้สนใจติดต่อได้ที่หน่วยงานดังต่อไปนี้ตั้งแต่วันจันทร์ถึงวันศุกร์ในเวลาราชการ ดังนี้", "กองท่าเรือ โทร. 0 2999 1234")
    assert clean(read_text("\n".join((TITLE, LEAD, *block))), generic()).paragraphs == (LEAD, *block)


def test_a_list_of_units_stays() -> None:
    units = [f"กรมตรวจการที่{n}" for n in "กขคงจ"]
    assert closing_of(lines(LEAD, *units)).lines == 0


def test_channels_below_a_rule_are_no_body() -> None:
    block = ("ติดตามข่าวของกรม", "Website : www.example.go.th", "Facebook/ X : กรมท่าเรือ", "LINE/TikTok : @example")
    page = clean(read_text("\n".join((TITLE, LEAD, MORE, "----------", *block))), generic())
    assert page.paragraphs == (LEAD, MORE)


def test_hashtags_and_lines_of_the_radio_are_no_body() -> None:
    house = next(x for x in load_site("thaigov").layout)
    text = f"{TITLE}\nต่อจากนี้ไป ขอเชิญรับฟังรายการของเรา ค่ะ\n{LEAD}\n{MORE}\n“ข่าวดี” กับสำนักโฆษก ทำเนียบ\n#ท่าเรือ #ลดขั้นตอน"
    page = clean(read_text(text), house)
    assert page.paragraphs == (LEAD, MORE)
    assert len(page.header) == 2


def test_a_line_that_begins_with_the_title_is_the_title() -> None:
    page = clean(read_text(f"{TITLE}\n{TITLE}\n{TITLE} เริ่มเดือนหน้า\n{LEAD}\n{MORE}"), generic())
    assert page.paragraphs == (LEAD, MORE)
    assert clean(read_text(f"{TITLE}\n{TITLE} เริ่มเดือนหน้า"), generic()).paragraphs == (f"{TITLE} เริ่มเดือนหน้า",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("???? ข่าวดี ????down?? จากกรม", "ข่าวดี จากกรม"),
        ("เรือลำใหม่ถึงแล้ว ????????", "เรือลำใหม่ถึงแล้ว"),
        ("ใช้ซ้ำได้หรือไม่ ??", "ใช้ซ้ำได้หรือไม่ ??"),
        ("เพราะอะไร????", "เพราะอะไร????"),
        ("Why is it late????", "Why is it late????"),
        ("ดูที่ https://example.go.th/a?x=????abc", "ดูที่ https://example.go.th/a?x=????abc"),
        ("ดู example.go.th/a.php?????id=1", "ดู example.go.th/a.php?????id=1"),
    ],
)
def test_question_marks_for_emoji_go_and_questions_stay(written: str, read: str) -> None:
    page = clean(read_text(f"{TITLE}\n{LEAD}\n{written}\n{MORE}"), generic())
    assert page.paragraphs == (LEAD, read, MORE)
    assert bool(page.warnings) == (written != read)


def test_thai_that_became_question_marks_is_dropped_and_told() -> None:
    page = clean(read_text(f"{TITLE}\n{LEAD}\n?.?.?. ????????????? ????\n{MORE}"), generic())
    assert page.paragraphs == (LEAD, MORE)
    assert page.warnings == ("1 lines held question marks in place of lost characters, which were taken out",)


@given(st.text(alphabet="?ก a.โทร02:/#กองข่าว\n-", max_size=200))
def test_any_end_is_survived(text: str) -> None:
    page = clean(read_text(f"{TITLE}\n{LEAD}\n{text}"), generic())
    assert LEAD in page.paragraphs[0]


@given(st.text(alphabet="?กA. หรือไม่/:wh", max_size=120))
def test_taking_question_marks_out_loses_nothing_else_than_short_words(text: str) -> None:
    kept = unreadable.without_runs(text)
    assert [c for c in kept if "ก" <= c <= "๛"] == [c for c in text if "ก" <= c <= "๛"]
