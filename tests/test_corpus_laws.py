"""Laws cited on a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.laws import find_laws
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
