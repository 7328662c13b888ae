"""Laws cited on a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.laws import find_laws, law_mentions
from corpus.thai.normalise import squash


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ตามมาตรา 78 (5) และมาตรา ๓/๑", ("มาตรา 78 (5)", "มาตรา ๓/๑")),
        (
            "รัฐธรรมนูญแห่งราชอาณาจักรไทย พุทธศักราช 2550 ส่วนที่ 10 ด้านการศึกษา กำหนดไว้",
            ("รัฐธรรมนูญแห่งราชอาณาจักรไทย พุทธศักราช 2550", "ส่วนที่ 10 ด้านการศึกษา"),
        ),
        ("พระราชบัญญัติองค์การมหาชน (ฉบับที่ 2) พ.ศ. 2559 ใช้บังคับ", ("พระราชบัญญัติองค์การมหาชน (ฉบับที่ 2) พ.ศ. 2559",)),
        ("พ.ร.บ. ป่าชุมชน พ . ศ . 2562", ("พ.ร.บ. ป่าชุมชน พ . ศ . 2562",)),
        ("ร่างพระราชบัญญัติน้ำสะอาด พ.ศ. .... เข้าสภา", ("ร่างพระราชบัญญัติน้ำสะอาด พ.ศ. ....",)),
        ("ประมวลกฎหมายอาญาได้กำหนด", ("ประมวลกฎหมายอาญา",)),
        ("ความคุ้มครองตาม พ.ร.บ. คุ้มครองผู้ประสบภัยจากรถ ที่ทำไว้", ("พ.ร.บ. คุ้มครองผู้ประสบภัยจากรถ",)),
        ("ตาม พ.ร.บ.ยา และ พ.ร.บ.ยาเสพติดให้โทษ", ("พ.ร.บ.ยา", "พ.ร.บ.ยาเสพติดให้โทษ")),
        (
            "ตาม พ.ร.บ.โบราณสถาน โบราณวัตถุ ศิลปวัตถุ และพิพิธภัณฑสถานแห่งชาติ ซึ่ง",
            ("พ.ร.บ.โบราณสถาน โบราณวัตถุ ศิลปวัตถุ และพิพิธภัณฑสถานแห่งชาติ",),
        ),
        ("เร่งรัดร่างกฎหมายคืนที่ทำกินแก่ชาวนา พ.ศ. .... ต่อไป", ("ร่างกฎหมายคืนที่ทำกินแก่ชาวนา พ.ศ. ....",)),
        ("ร่างกฎหมายนี้ใช้แทนฉบับปี พ.ศ. 2540", ()),
        ("ตามกฎหมายว่าด้วยการขนส่งทางบกและกฎหมายว่าด้วยรถยนต์", ("กฎหมายว่าด้วยการขนส่งทางบก", "กฎหมายว่าด้วยรถยนต์")),
        ("จัดทำร่างกฎหมายว่าด้วยป่าชุมชน", ()),
        ("ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสวน พ.ศ. 2548", ("ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสวน พ.ศ. 2548",)),
        ("ตามระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสวน", ()),
        ("ขอบเขตของพระราชบัญญัติฯ ที่ประชุมพิจารณาร่างระเบียบ พ.ศ. ....", ()),
        ("พ.ร.บ. นี้ และพระราชบัญญัติดังกล่าว", ()),
        ("ส่วนที่ 10 ด้านการศึกษา", ()),
        ("แผนพัฒนาฉบับที่ 12 ปี 2560", ()),
    ],
)
def test_laws(text: str, wanted: tuple[str, ...]) -> None:
    assert find_laws([("body", text)]) == wanted


def test_each_law_once_over_all_fields() -> None:
    assert find_laws([("title", "มาตรา 9"), ("body", "มาตรา  ๙ และ มาตรา 9")]) == ("มาตรา 9",)


PIECES = st.sampled_from(
    ["พระราชบัญญัติ", "พ.ร.บ.", "มาตรา", " ", "78", "(5)", "พ.ศ.", "2551", "\n", "รัฐธรรมนูญแห่งราชอาณาจักรไทย", "ส่วนที่ 3 ก"]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join))
def test_what_is_found_stands_on_the_page(page: str) -> None:
    for law in find_laws([("body", page)]):
        assert law
        assert squash(law) in squash(page)


def test_words_about_laws_are_no_laws() -> None:
    text = "พ.ร.บ. มีผลบังคับใช้ ร่างพระราชบัญญัติทั้งสองฉบับ พระราชกำหนดให้ผู้ใด พระราชกฤษฎีกากำหนด"
    assert find_laws([("body", text)]) == ()


def named(text: str) -> dict[str, str]:
    return {mention.name: mention.rule for mention in law_mentions([("body", text)])}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "มาตรา 5, 7 และ 9 แห่งพระราชบัญญัติป่าไผ่ พ.ศ. 2484",
            {
                "มาตรา 5": "section of พระราชบัญญัติป่าไผ่ พ.ศ. 2484",
                "มาตรา 7": "section of พระราชบัญญัติป่าไผ่ พ.ศ. 2484",
                "มาตรา 9": "section of พระราชบัญญัติป่าไผ่ พ.ศ. 2484",
                "พระราชบัญญัติป่าไผ่ พ.ศ. 2484": "statute",
            },
        ),
        (
            "ตามมาตรา 5 และมาตรา 7 ของ พ.ร.บ. ป่าไผ่ พ.ศ. 2562",
            {
                "มาตรา 5": "section of พ.ร.บ. ป่าไผ่ พ.ศ. 2562",
                "มาตรา 7": "section of พ.ร.บ. ป่าไผ่ พ.ศ. 2562",
                "พ.ร.บ. ป่าไผ่ พ.ศ. 2562": "statute",
            },
        ),
        ("ประมวลกฎหมายอาญา มาตรา 137", {"ประมวลกฎหมายอาญา": "statute", "มาตรา 137": "section of ประมวลกฎหมายอาญา"}),
        ("มาตรา 44 วรรคสอง (2)", {"มาตรา 44 วรรคสอง (2)": "section"}),
        ("มาตรา 5-9 และ 30 วัน", {"มาตรา 5-9": "section"}),
        ("พ.ร.บ. การร่วมปลูกไผ่ฯ ปี 2562 กำหนด", {"พ.ร.บ. การร่วมปลูกไผ่ฯ ปี 2562": "statute"}),
        ("ผิด พ.ร.บ.ว่าด้วยการกระทำเกี่ยวกับไผ่ และ", {"พ.ร.บ.ว่าด้วยการกระทำเกี่ยวกับไผ่": "statute"}),
        (
            "ร่างพระราชกฤษฎีกาออกตามความในประมวลรัษฎากรว่าด้วยการยกเว้นไผ่ (ฉบับที่ ..) พ.ศ. ....",
            {
                "ร่างพระราชกฤษฎีกาออกตามความในประมวลรัษฎากรว่าด้วยการยกเว้นไผ่ (ฉบับที่ ..) พ.ศ. ....": "draft",
                "ประมวลรัษฎากร": "statute",
            },
        ),
        ("ร่างพระราชบัญญัติไผ่ พ.ศ. .... และพระราชบัญญัติไผ่ พ.ศ. ....", {"ร่างพระราชบัญญัติไผ่ พ.ศ. ....": "draft"}),
        ("ตาม PDPA และ PDPAX", {"PDPA": "letters"}),
        (
            "Section 11 (6) of the Bamboo Administration Act (No. 5), B.E. 2545 (2002)",
            {"Section 11 (6)": "english", "Bamboo Administration Act (No. 5), B.E. 2545 (2002)": "english"},
        ),
        (
            "Draft Royal Decree on bamboo in some areas, B.E. …",
            {"Royal Decree on bamboo in some areas, B.E. …": "english"},
        ),
        ("scan the QR Code under the Revenue Code", {"Revenue Code": "english"}),
    ],
)
def test_sections_drafts_and_english_laws(text: str, wanted: dict[str, str]) -> None:
    assert named(text) == wanted


MORE = st.sampled_from(
    [
        "มาตรา 5",
        ", 7",
        " และ 9",
        " แห่ง",
        "พ.ร.บ.ไผ่",
        "Royal Decree on ",
        "B.E. 2545",
        "Bamboo Act",
        "Section 4",
        "ํา",
        "๕",
    ]
)


@given(st.lists(MORE | PIECES | st.text(max_size=5), max_size=20).map("".join))
def test_mentions_point_at_their_own_characters(page: str) -> None:
    for mention in law_mentions([("body", page)]):
        assert mention.surfaces
        for surface in mention.surfaces:
            assert page[surface.start : surface.end] == surface.text
