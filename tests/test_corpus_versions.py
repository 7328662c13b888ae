"""What changed between two versions: every part, word by word, and nothing that only looks different."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article
from corpus.versions import differences, what_changed
from index.tokens import tokeniser

CUT = tokeniser().cut
THAI = st.text(st.sampled_from("กขคงาิีุู่้์ๆเแโ ๑๒12.\n\u200b"), max_size=60)


def page(title: str, body: str) -> Article:
    return Article(id="opdc:t:1", url="http://www.opdc.go.th/1", site="opdc", title=title, body=body)


def test_only_the_changed_words_are_named() -> None:
    before = page("การประชุม", "ประชุมวันที่ 24 สิงหาคม 2564 ณ ทำเนียบรัฐบาล")
    after = page("การประชุม", "ประชุมวันที่ 25 สิงหาคม 2564 ณ ทำเนียบรัฐบาล")
    pieces = [(p.part, p.kind, p.text) for p in differences(before, after, CUT) if p.kind != "same"]
    assert pieces == [("body", "removed", "24"), ("body", "added", "25")]


def test_another_way_of_writing_is_no_change() -> None:
    assert list(differences(page("ครั้งที่ ๔", "ท้้องถิ่น"), page("ครั้งที่ 4", "ท้องถิ่น"), CUT)) == []


def test_a_part_that_came_is_added_whole() -> None:
    pieces = list(differences(page("ข่าว", ""), page("ข่าว", "เนื้อหาใหม่\n\nอีกย่อหน้า"), CUT))
    assert [(p.part, p.kind, p.text) for p in pieces] == [("body", "added", "เนื้อหาใหม่\n\nอีกย่อหน้า")]


@given(THAI, THAI)
def test_the_pieces_are_the_two_texts(before: str, after: str) -> None:
    a, b = page("ข่าว", before), page("ข่าว", after)
    pieces = list(differences(a, b, CUT))
    if what_changed(a, b):
        assert "".join(p.text for p in pieces if p.kind != "removed") == after
        assert any(p.kind != "same" for p in pieces)
    else:
        assert pieces == []


@given(THAI)
def test_a_cut_text_is_the_text(text: str) -> None:
    assert "".join(CUT(text)) == text


def test_a_date_is_compared_as_one_word() -> None:
    a, b = (replace(page("ข่าว", "เนื้อหา"), published=date(2008, month, 22)) for month in (4, 11))
    said = [(p.kind, p.text) for p in differences(a, b, CUT)]
    assert said == [("same", "published "), ("removed", "2008-04-22"), ("added", "2008-11-22")]
