"""Line rules: chrome off, body and tables kept, from plain text and from HTML alike."""

from __future__ import annotations

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import credits as credit_lines
from corpus.extract import sheet
from corpus.extract.clean import CleanPage, clean
from corpus.extract.markup import read_html
from corpus.extract.rules import generic
from corpus.extract.sheet import read_text
from corpus.sites import Layout, load_site

FILES = re.compile(r"\.(?:pdf|docx?)(?:$|\?)")
TITLE = "สำนักงาน ก.พ.ร. เปิดคลินิกลดขั้นตอนให้ 12 จังหวัด"
LEAD = "เมื่อวันที่ 14 มีนาคม 2554 สำนักงาน ก.พ.ร. เปิดคลินิกให้คำปรึกษาแก่จังหวัดที่สมัครเข้าร่วม ณ ศาลากลางจังหวัดน่าน"
MORE = "ผู้เข้าร่วมได้ทดลองวาดแผนผังงานบริการของตนเอง แล้วตัดขั้นตอนที่ประชาชนไม่ต้องการออกทีละข้อจนเหลือครึ่งเดียว"


def layout(site: str, name: str) -> Layout:
    return next(x for x in load_site(site).layout if x.name == name)


def g1(text: str) -> CleanPage:
    return clean(read_text(text), layout("opdc", "g1"))


def html(page: str, name: str = "g2") -> CleanPage:
    chosen = layout("opdc", name)
    return clean(read_html(page, chosen, FILES), chosen)


def test_doctests() -> None:
    assert doctest.testmod(sheet).failed == 0
    assert doctest.testmod(credit_lines).failed == 0


FIRST_GENERATION = f"""Logo of OPDC ก.พ.ร. FAQ สำหรับการค้นหา\u00a0\u00a0|\u00a0 ภาษาไทย \u00a0\u00a0|\u00a0\u00a0 English

หน้าหลัก หน้าหลัก | ติดต่อ | ผังเว็บไซต์ | \u00a0หน้าหลัก
Share แชร์ พิมพ์หน้านี้
ข่าวเด่น ก.พ.ร. / ปี 2554 / มีนาคม / {TITLE}

{TITLE}

สำนักงาน ก.พ.ร. เปิดคลินิก
ลดขั้นตอนให้ 12 จังหวัด

\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0{LEAD}

\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0{MORE[:60]}
{MORE[60:]}

\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0{LEAD.replace("14", "15")}

\u00a0

มะลิ & สมชาย ก.(สลธ.) / จัดทำ
กลุ่มพัฒนาบริการ / ข้อมูล

เผยแพร่ข้อมูลเมื่อ 2 กันยายน 2555 10:00:01 ปรับปรุงข้อมูลล่าสุดเมื่อ 3 กันยายน 2555 11:00:02
ข่าวเด่น ก.พ.ร.
\u00a0 ลิงค์ \u00a0 | \u00a0 สมาชิกเครือข่าย \u00a0 | \u00a0 RSS feed

เกี่ยวกับ

สงวนลิขสิทธิ์โดยสำนักงานคณะกรรมการพัฒนาระบบราชการ
"""


def test_a_first_generation_page_with_all_its_chrome() -> None:
    page = g1(FIRST_GENERATION)
    assert page.title == TITLE
    assert page.section == ("ข่าวเด่น ก.พ.ร.", "ปี 2554", "มีนาคม")
    assert page.paragraphs == (LEAD, f"{MORE[:60]} {MORE[60:].strip()}", LEAD.replace("14", "15"))
    assert (page.published, page.updated) == ("2 กันยายน 2555 10:00:01", "3 กันยายน 2555 11:00:02")
    assert page.stamped
    assert [(c.name, c.unit, c.role) for c in page.credits] == [
        ("มะลิ", "สลธ.", "จัดทำ"),
        ("สมชาย ก.", "สลธ.", "จัดทำ"),
        ("กลุ่มพัฒนาบริการ", None, "ข้อมูล"),
    ]


def test_a_title_that_holds_the_mark_of_the_breadcrumb() -> None:
    page = g1(f"พิมพ์หน้านี้\nข่าวเด่น ก.พ.ร. / ปี 2554 / มีนาคม / งานบริการ / งานสนาม\nงานบริการ / งานสนาม\n{LEAD}")
    assert page.title == "งานบริการ / งานสนาม"
    assert page.section == ("ข่าวเด่น ก.พ.ร.", "ปี 2554", "มีนาคม")
    assert page.paragraphs == (LEAD,)


def test_the_second_generation_in_text() -> None:
    menu = "เข้าสู่ระบบ\nก\nก\nก\n(current)\nเกี่ยวกับ ก.พ.ร.\nคณะกรรมการตรวจสอบและประเมินผลภาคราชการ (ค.ต.ป.)\n"
    for share in ("แชร์หน้านี้\n\u00a0\n        ", "แชร์หน้านี้ "):
        page = clean(read_text(f"{menu}{TITLE}\n{share}{LEAD}\n{MORE}"), layout("opdc", "g2"))
        assert (page.title, page.title_from) == (TITLE, "share")
        assert page.paragraphs == (LEAD, MORE)


def test_the_third_generation_in_text() -> None:
    page = clean(
        read_text(f"หน้าหลัก\nข่าวสาร ก.พ.ร.\nติดต่อ\nข่าวสาร ก.พ.ร.\n{TITLE}\n29 ธ.ค. 2565\n0\n{TITLE}\n{LEAD}\n{MORE}"),
        layout("opdc", "g3"),
    )
    assert (page.title, page.section, page.published) == (TITLE, ("ข่าวสาร ก.พ.ร.",), "29 ธ.ค. 2565")
    assert page.paragraphs == (LEAD, MORE)


def test_a_government_house_page() -> None:
    text = (
        f"รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-{TITLE}\n\n\nวันศุกร์ที่ 3 พฤศจิกายน 2566\n03/11/2566\nพิมพ์\n\u200b{TITLE}\n{TITLE}\n"
        f"Your browser does not support the audio element.\n{LEAD}\n.....\n{MORE}\n***** 3 พฤศจิกายน 2566\n"
        "กลุ่มประชาสัมพันธ์ สำนักโฆษก\n\nที่มา : https://www.thaigov.go.th/news/contents/details/1"
    )
    page = clean(read_text(text), layout("thaigov", "news"))
    assert page.title == TITLE
    assert page.published == "วันศุกร์ที่ 3 พฤศจิกายน 2566"
    assert not page.stamped
    assert page.paragraphs == (LEAD, MORE)
    assert [c.name for c in page.credits] == ["กลุ่มประชาสัมพันธ์ สำนักโฆษก"]
    assert len(page.header) == 3


@pytest.mark.parametrize(
    "line",
    [
        "การเข้าชม 1,938 ครั้ง",
        "| 2,945 views",
        "👁️ เข้าชม 1",
        "ข้ามไปยังเนื้อหาหลัก",
        "Submitted by administrator on Monday, 3 May 2021",
        "Home > ข่าว > ข่าวประชาสัมพันธ์",
        "-----------------",
        "Facebook LINE X",
        "ที่มา : https://example.go.th/news/1",
        "เอกสารแนบ : แผนงาน.pdf",
    ],
)
def test_chrome_of_any_site_is_dropped(line: str) -> None:
    page = clean(read_text(f"{line}\n{TITLE}\n{LEAD}\n{MORE}\n{line}"), generic())
    assert page.title == TITLE
    assert page.paragraphs == (LEAD, MORE)


@pytest.mark.parametrize(
    "line",
    [
        "1. ยื่นคำขอด้วยบัตรประชาชนใบเดียว",
        "๒. รับผลภายใน ๓ วันทำการ",
        "- ลดสำเนาเอกสาร",
        "(ฉบับที่ ..) พ.ศ. ....",
        "ตามหนังสือ ที่ นร 1205/12738",
        "ก) ด้านบริการ / ด้านสถานที่",
    ],
)
def test_what_a_cleaner_must_keep(line: str) -> None:
    page = clean(read_text(f"{TITLE}\n{LEAD}\n{line}\n{MORE}"), generic())
    assert page.paragraphs == (LEAD, line, MORE)


RESIDUE = """ตารางอบรม
|
วันที่
|
สถานที่
|
1) ภาคเหนือ |
9 - 10 กรกฎาคม 2554 |
จังหวัดน่าน |
2) ภาคใต้ |
17 - 18 กรกฎาคม 2554 |
จังหวัดตรัง |
"""


def test_cells_that_lost_their_table_become_one_again() -> None:
    page = g1(f"{TITLE}\n{LEAD}\n|\nหัวข้อเดียว |\n|\n{MORE} ดังนี้\n{RESIDUE}{MORE}")
    assert page.paragraphs == (LEAD, "หัวข้อเดียว", f"{MORE} ดังนี้", MORE)
    [table] = page.tables
    assert table.after == 3
    assert table.rows == (
        ("ตารางอบรม", "วันที่", "สถานที่"),
        ("1) ภาคเหนือ", "9 - 10 กรกฎาคม 2554", "จังหวัดน่าน"),
        ("2) ภาคใต้", "17 - 18 กรกฎาคม 2554", "จังหวัดตรัง"),
    )


def test_rows_with_pipes_are_a_table() -> None:
    page = clean(read_text(f"{TITLE}\n{LEAD}\nก | ข\n1 | 2\n{MORE}"), generic())
    assert [t.rows for t in page.tables] == [(("ก", "ข"), ("1", "2"))]
    assert page.paragraphs == (LEAD, MORE)


MENU = "<ul>" + "".join(f'<li><a href="/m/{n}">คณะกรรมการชุดที่ {n}</a></li>' for n in range(9)) + "</ul>"


def test_html_without_a_known_class_is_read_by_its_lines() -> None:
    page = html(
        f"<html><head><title>{TITLE} | สำนักงาน ก.พ.ร.</title></head><body><div>{MENU}</div><div><b>{TITLE}</b></div>"
        f"<div><a href='#'>แชร์หน้านี้</a></div><p>&nbsp;&nbsp;&nbsp;&nbsp;{LEAD[:70]}<br>\n{LEAD[70:]}</p><p>{MORE}</p>"
        "<table><tr><th>ปี</th><th>จำนวน</th></tr><tr><td>2554</td><td>12</td></tr></table>"
        "<ul><li><a href='/f/1.pdf'>แผน.pdf</a></li></ul><div>59/1 ถนนพิษณุโลก แขวงดุสิต</div></body></html>"
    )
    assert page.title == TITLE
    assert [p.replace(" ", "") for p in page.paragraphs] == [LEAD.replace(" ", ""), MORE.replace(" ", "")]
    assert [(t.after, t.rows) for t in page.tables] == [(2, (("ปี", "จำนวน"), ("2554", "12")))]
    assert page.recognised


def test_a_list_inside_of_a_line_break_stays_a_list() -> None:
    page = html(f"<h4>{TITLE}</h4><p>แชร์หน้านี้</p><p>{LEAD}<br>1. ข้อแรก<br>2. ข้อสอง<br><br>{MORE}</p>")
    assert page.paragraphs == (LEAD, "1. ข้อแรก", "2. ข้อสอง", MORE)


def test_a_page_that_is_a_layout_table_is_no_table() -> None:
    page = html(
        f"<table><tr><td>{MENU}</td><td><table><tr><td>{TITLE}</td></tr><tr><td>แชร์หน้านี้</td></tr>"
        f"<tr><td><p>{LEAD}</p><p>{MORE}</p></td></tr></table></td></tr></table>"
    )
    assert (page.title, page.paragraphs, page.tables) == (TITLE, (LEAD, MORE), ())


@given(st.text(alphabet="กขคงเแโาิี่้ ์0๑/|<>-.\n\u00a0\u200bA", max_size=300))
def test_any_text_is_survived(text: str) -> None:
    for name in ("g1", "g2", "g3", "g4"):
        page = clean(read_text(text), layout("opdc", name))
        assert all(p == p.strip() and "\n" not in p for p in page.paragraphs)


@given(st.text(alphabet="<>/=\"' abdivptrhl&;!-\n\u00a0กขา", max_size=300))
def test_any_markup_is_survived(text: str) -> None:
    page = html(text, "g4")
    assert all(isinstance(p, str) for p in page.paragraphs)


def test_deep_markup_is_survived() -> None:
    page = html("<div>" * 5000 + LEAD + "</div>" * 5000)
    assert isinstance(page.title, str)
