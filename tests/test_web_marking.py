"""Names marked where they stand: exact letters, one rule for what overlaps, offsets that hold in every part."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pipeline import understand
from corpus.records import Agency, Article, Capture, DateMention, Event, Mention, Person, Surface, Table
from search_web.article_text import PART_BYTES, Places, marked_parts
from search_web.cuts import cut_before, excerpt
from search_web.marking import KINDS, Mark, MarkKind, Marks, Piece, drawn, marks_of, table_text, time_of
from tests.web_fakes import CAPTURED, DIGEST

TEXT = "นายสมหมาย ใจตรง เลขาธิการ ก.พ.ร. พบผู้ว่าราชการจังหวัดน่าน เมื่อวันที่ 5 มีนาคม 2552"


def at(word: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(word)
    return start, start + len(word)


def link(kind: MarkKind, key: str) -> str | None:
    return f"/{kind}/{key}" if kind in ("person", "agency", "province") else None


def flat(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for piece in pieces for p in (piece.inside or (piece,)) if p.kind]


def surface(word: str, text: str = TEXT) -> Surface:
    return Surface(word, *at(word, text))


ARTICLE = Article(
    id="opdc:g1:content:1",
    url="http://www.opdc.go.th/1",
    site="opdc",
    title="ก.พ.ร. พบชาวน่าน",
    body=TEXT,
    people=(
        Person(
            id="p1",
            name="สมหมาย ใจตรง",
            title="นาย",
            surfaces=(surface("นายสมหมาย ใจตรง"),),
            positions=(surface("เลขาธิการ ก.พ.ร."),),
            rule="title",
        ),
    ),
    agencies=(Agency(id="opdc", name="ก.พ.ร.", surfaces=(Surface("ก.พ.ร.", 0, 6, "title"), surface("ก.พ.ร."))),),
    province_mentions=(Mention(name="น่าน", surfaces=(surface("น่าน"),)),),
    dates=(
        DateMention(
            surface="5 มีนาคม 2552", start=date(2009, 3, 5), end=date(2009, 3, 5), at=TEXT.index("5 มีนาคม 2552")
        ),
    ),
)


def test_names_are_marked_with_their_pages_and_anchors() -> None:
    pieces = marks_of(ARTICLE)["body"].pieces(ARTICLE.body, 0, link)
    assert flat(pieces) == [
        ("person", "นายสมหมาย ใจตรง"),
        ("agency", "ก.พ.ร."),
        ("province", "น่าน"),
        ("date", "5 มีนาคม 2552"),
    ]
    assert "".join(p.text for p in pieces) == TEXT
    frame = next(p for p in pieces if p.kind == "frame")
    assert (frame.text, frame.anchor) == ("เลขาธิการ ก.พ.ร.", f"fb{at('เลขาธิการ')[0]}")
    person = pieces[0]
    assert (person.href, person.anchor) == ("/person/p1", "b0")
    assert pieces[-1].when == "2009-03-05"
    assert flat(marks_of(ARTICLE)["title"].pieces(ARTICLE.title, 0, link)) == [("agency", "ก.พ.ร.")]


def test_the_anchor_of_a_place_is_that_of_its_mark_or_none() -> None:
    marks = marks_of(ARTICLE)["body"]
    assert marks.anchor(*at("น่าน")) == f"b{at('น่าน')[0]}"
    assert marks.anchor(*at("เลขาธิการ ก.พ.ร.")) == f"fb{at('เลขาธิการ')[0]}"
    assert marks.anchor(*at("เลขาธิการ")) == ""


@pytest.mark.parametrize(
    ("marks", "kept"),
    [
        ([Mark(0, 9, "law"), Mark(2, 5, "agency")], [(0, 9)]),  # the outer one
        ([Mark(0, 5, "agency"), Mark(3, 9, "person")], [(0, 5)]),  # the one that begins first
        ([Mark(0, 5, "agency"), Mark(0, 9, "law")], [(0, 9)]),  # the longer one
        ([Mark(0, 5, "agency"), Mark(0, 5, "person")], [(0, 5)]),
        ([Mark(0, 3, "agency"), Mark(3, 5, "person")], [(0, 3), (3, 5)]),  # which touch, but share nothing
        ([Mark(0, 6, "frame"), Mark(2, 4, "agency")], [(2, 4), (0, 6)]),  # a frame holds names
        ([Mark(0, 6, "frame"), Mark(4, 8, "agency")], [(4, 8)]),  # and crosses none
        ([Mark(2, 4, "frame"), Mark(1, 5, "agency")], [(1, 5)]),
        ([Mark(0, 6, "frame"), Mark(4, 8, "frame")], [(0, 6)]),
    ],
)
def test_what_overlaps_is_resolved_by_one_rule(marks: list[Mark], kept: list[tuple[int, int]]) -> None:
    found = drawn("body", marks)
    assert [(m.start, m.end) for m in (*found.names, *found.frames)] == kept


def test_of_two_alike_a_person_stays() -> None:
    assert drawn("body", [Mark(0, 5, kind) for kind in reversed(KINDS[:-1])]).names[0].kind == "person"


marks_strategy = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(KINDS)).map(
        lambda t: Mark(t[0], t[0] + t[1], t[2])
    ),
    max_size=25,
)


@given(marks_strategy, st.integers(0, 40), st.integers(0, 60))
def test_pieces_join_to_their_text_wherever_it_is_cut(marks: list[Mark], start: int, length: int) -> None:
    text = "".join(chr(0x0E01 + n % 40) for n in range(start, start + length))
    found = drawn("body", marks)
    pieces = found.pieces(text, start, link)
    assert "".join(p.text for p in pieces) == text
    for piece in pieces:
        assert not piece.inside or "".join(p.text for p in piece.inside) == piece.text
        assert not any(p.inside for p in piece.inside)
    anchors = [p.anchor for piece in pieces for p in (piece, *piece.inside) if p.anchor]
    assert len(anchors) == len(set(anchors))


def test_marks_that_point_at_other_letters_are_not_drawn() -> None:
    shifted = Article(
        id="x:1",
        url="http://x.example/",
        site="x",
        body=TEXT,
        agencies=(Agency(id="a", name="ก.พ.ร.", surfaces=(Surface("ก.พ.ร.", 3, 9), Surface("ก.พ.ร.", -6, 10_000))),),
    )
    assert marks_of(shifted)["body"] == Marks("body")


def test_names_in_cells_are_found_in_their_cell() -> None:
    table = Table(after=0, rows=(("อำเภอ", " "), ("", ""), ("เมือง", "จังหวัดน่าน")))
    whole = table_text(Article(id="x:1", url="", site="x", tables=(table,)))
    start = whole.index("น่าน")
    article = Article(
        id="x:1",
        url="http://x.example/",
        site="x",
        tables=(table,),
        province_mentions=(Mention(name="น่าน", surfaces=(Surface("น่าน", start, start + 4, "table"),)),),
    )
    [[block]] = marked_parts(article, marks_of(article), link)
    assert flat(block.cells[1][1]) == [("province", "น่าน")]
    assert Places([[block]]).part_of("table", start) == (1, "table-1")


def test_offsets_hold_in_every_part_of_a_long_article() -> None:
    paragraphs = [f"ย่อหน้า {n} " + "ข้อความยาว ๆ " * (900 if n % 7 == 0 else 90) + "น่าน" for n in range(30)]
    body = "\n\n".join(paragraphs)
    places = [i for i in range(len(body)) if body.startswith("น่าน", i)]
    article = Article(
        id="x:1",
        url="http://x.example/",
        site="x",
        body=body,
        province_mentions=(Mention(name="น่าน", surfaces=tuple(Surface("น่าน", i, i + 4) for i in places)),),
    )
    parts = marked_parts(article, marks_of(article), link)
    assert len(parts) > 3
    assert all(sum(len(b.text.encode()) for b in part) <= PART_BYTES for part in parts)
    marked = [p for part in parts for block in part for p in block.pieces if p.kind]
    assert [(p.text, p.anchor) for p in marked] == [("น่าน", f"b{i}") for i in places]
    found = Places(parts)
    for i in places:
        number, anchor = found.part_of("body", i)
        assert any(p.anchor == f"b{i}" for b in parts[number - 1] if b.anchor == anchor for p in b.pieces)
    assert found.part_of("body", len(body) + 5) == (0, "")


def test_the_names_of_a_real_page_stand_where_they_are_marked() -> None:
    page = (
        "<html><head><title>ข่าว</title></head><body><h1>ก.พ.ร. ประชุมที่น่าน</h1><p>วันที่ 5 มีนาคม 2552 นายสมหมาย ใจตรง"
        " เลขาธิการ ก.พ.ร. เป็นประธานการประชุมคณะกรรมการพัฒนาระบบราชการ ณ ศาลากลางจังหวัดน่าน ตามพระราชบัญญัติ"
        "ระเบียบบริหารราชการแผ่นดิน พ.ศ. 2534 มาตรา 3/1</p></body></html>"
    )
    article = understand(
        Capture(url="http://x.example/1", site="import", captured=CAPTURED, body=page.encode(), digest=DIGEST),
        None,
    )
    assert isinstance(article, Article)
    [part] = marked_parts(article, marks_of(article), link)
    kinds = {kind for block in part for kind, _ in flat(block.pieces)}
    assert kinds == {"person", "agency", "province", "law", "date"}
    assert "".join(p.text for block in part for p in block.pieces) in article.body


@pytest.mark.parametrize(
    ("start", "end", "when"),
    [
        (date(2008, 4, 22), date(2008, 4, 22), "2008-04-22"),
        (date(2008, 4, 1), date(2008, 4, 30), "2008-04"),
        (date(2008, 12, 1), date(2008, 12, 31), "2008-12"),
        (date(2008, 1, 1), date(2008, 12, 31), "2008"),
        (date(2008, 4, 22), date(2008, 4, 24), ""),
        (date(2008, 4, 1), date(2008, 5, 31), ""),
        (date(9999, 12, 1), date.max, ""),
    ],
)
def test_times_say_a_day_a_month_or_a_year(start: date, end: date, when: str) -> None:
    assert time_of(DateMention(surface="x", start=start, end=end)) == when


def test_event_places_are_frames() -> None:
    event = Event(place="ศาลากลาง", surfaces=(Surface("ศาลากลาง", 2, 10),))
    article = Article(id="x:1", url="", site="x", body="ณ ศาลากลาง", event=event)
    assert [m.kind for m in marks_of(article)["body"].frames] == ["frame"]


@given(st.text(alphabet="กข่ำเ้ \n", max_size=120), st.integers(0, 120), st.integers(0, 120), st.integers(0, 50))
def test_an_excerpt_shows_the_very_letters(text: str, one: int, other: int, around: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = excerpt(text, start, end, around)
    assert found.text == text[start:end]
    assert found.before.removeprefix("… ") in text[:start]
    assert found.behind.removesuffix(" …") in text[end:]


def test_cuts_keep_letters_and_their_marks_together() -> None:
    assert cut_before("กาที่", 4) == 2
    assert cut_before("ไม่ได้", 4) == 3
