from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.fieldvalues import FIELDS
from index.periods import Asked, read_days, read_years
from index.syntax import MAX_DEPTH, parse
from index.tree import And, Days, Filter, Node, Not, Or, Phrase, Prefix, Similar, Text, show

PIECES = st.sampled_from(
    [
        *(f"{name}:" for name in FIELDS),
        *'()"-*~|:.',
        "OR",
        "หรือ",
        "AND",
        "2551",
        "..",
        "ปฏิรูป",
        "ก.พ.ร.",
        " ",
        "\n",
        "“",
        "22เม.ย.",
    ]
)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", And(())),
        ("ปฏิรูประบบราชการ จังหวัด", And((Text("ปฏิรูประบบราชการ"), Text("จังหวัด")))),
        ('"การมีส่วนร่วมของประชาชน"', Phrase("การมีส่วนร่วมของประชาชน")),
        ("“การ มีส่วนร่วม”", Phrase("การ มีส่วนร่วม")),
        ("-สัมมนา", Not(Text("สัมมนา"))),
        ('-"สัม มนา"', Not(Phrase("สัม มนา"))),
        ("สัมมนา OR ประชุม", Or((Text("สัมมนา"), Text("ประชุม")))),
        ("สัมมนา หรือ ประชุม | อบรม", Or((Text("สัมมนา"), Text("ประชุม"), Text("อบรม")))),
        ("rock or roll", And((Text("rock"), Text("or"), Text("roll")))),
        ("(ก OR ข) ค", And((Or((Text("ก"), Text("ข"))), Text("ค")))),
        ("-(ก ข)", Not(And((Text("ก"), Text("ข"))))),
        ("ก - ข", And((Text("ก"), Text("ข")))),
        ("covid-19", Text("covid-19")),
        ("หน่วยงาน:ก.พ.ร.", Filter("agency", "ก.พ.ร.")),
        ('บุคคล:"เมฆินทร์ เมธาวิกูล"', Filter("person", "เมฆินทร์ เมธาวิกูล")),
        ("จังหวัด: ปทุมธานี", Filter("province", "ปทุมธานี")),
        ("Agency:OPDC", Filter("agency", "opdc")),
        ("-เว็บ:opdc", Not(Filter("site", "opdc"))),
        ("หัวเรื่อง:(ก OR ข)", Or((Text("ก", "title"), Text("ข", "title")))),
        ("ปฏิรูป*", Prefix("ปฏิรูป")),
        ("title:ปฏิรูป*", Prefix("ปฏิรูป", "title")),
        ("ประยุทธ์~", Similar("ประยุทธ์")),
        ("http://www.opdc.go.th", Text("http://www.opdc.go.th")),
    ],
)
def test_the_language(query: str, tree: Node) -> None:
    parsed = parse(query)
    assert parsed.tree == tree
    assert [note.code for note in parsed.notes] == (["only_without"] if isinstance(tree, Not) else [])


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ("วันที่:22เม.ย.2551", date(2008, 4, 22), date(2008, 4, 22)),
        ('วันที่:"๒๒ เมษายน ๒๕๕๑"', date(2008, 4, 22), date(2008, 4, 22)),
        ("ปี:2551", date(2008, 1, 1), date(2008, 12, 31)),
        ("ปี:2008", date(2008, 1, 1), date(2008, 12, 31)),
        ("ปี:๕๑", date(2008, 1, 1), date(2008, 12, 31)),
        ("ปี:2550..2552", date(2007, 1, 1), date(2009, 12, 31)),
        ("ปี:2552..2550", date(2007, 1, 1), date(2009, 12, 31)),
        ("ปีงบ:2566", date(2022, 10, 1), date(2023, 9, 30)),
        ("date:2008-04-01..2008-04-30", date(2008, 4, 1), date(2008, 4, 30)),
        ("date:2551-04", date(2008, 4, 1), date(2008, 4, 30)),
        ("date:เมษายน2551", date(2008, 4, 1), date(2008, 4, 30)),
        ("date:22April2008", date(2008, 4, 22), date(2008, 4, 22)),
        ("ปี:2550-2552", date(2007, 1, 1), date(2009, 12, 31)),
        ("ปีงบ:2565ถึง2566", date(2021, 10, 1), date(2023, 9, 30)),
        ("date:2008", date(2008, 1, 1), date(2008, 12, 31)),
        ("date:..2551", None, date(2008, 12, 31)),
        ("date:2551..", date(2008, 1, 1), None),
    ],
)
def test_times(query: str, start: date | None, end: date | None) -> None:
    tree = parse(query).tree
    assert isinstance(tree, Days)
    assert (tree.start, tree.end) == (start, end)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("ก" * 600, "ยาวเกินไป"),
        ('"abc', "เครื่องหมายคำพูด"),
        ("(ก", "วงเล็บไม่ครบคู่"),
        ("ก)", "วงเล็บไม่ครบคู่"),
        ("(" * 40 + "ก", "วงเล็บซ้อนกัน"),
        ("ก OR", "OR"),
        ("OR ก", "OR"),
        ("หน่วยงาน:", "ไม่มีค่าต่อท้าย"),
        ("หน่วยงาน: OR ก", "ไม่มีค่าต่อท้าย"),
        ("สี:แดง", "ไม่รู้จักช่องค้น “สี:”"),
        ("วันที่:เมื่อวาน", "อ่าน “เมื่อวาน” เป็นวันที่"),
        ("ปี:9", "อ่าน “9” เป็นวันที่"),
        ("date:2551-13", "อ่าน “2551-13”"),
        ("*", "ไม่มีคำให้ค้น"),
        ("ก*ข", "ใช้ได้เฉพาะท้ายคำ"),
    ],
)
def test_what_is_not_understood_is_said(query: str, note: str) -> None:
    assert any(note in one.sentence("th") for one in parse(query).notes)


@settings(deadline=None)
@given(st.text(max_size=700) | st.lists(PIECES, max_size=120).map("".join))
def test_any_text_is_a_query(query: str) -> None:
    parsed = parse(query)
    assert _depth(parsed.tree) <= 2 * MAX_DEPTH + 4
    assert parse(show(parsed.tree), limit=100_000).notes == () or parsed.understood


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_understood_means_the_same(query: str) -> None:
    parsed = parse(query)
    assert parse(parsed.understood, limit=100_000).tree == parsed.tree


def _depth(node: Node) -> int:
    if isinstance(node, Not):
        return 1 + _depth(node.part)
    if isinstance(node, (And, Or)):
        return 1 + max((_depth(part) for part in node.parts), default=0)
    return 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *((month, "1 ก.พ. 2566..28 ก.พ. 2566") for month in ("กพ 66", "กพ66", "ก.พ 2566", "กุมภา 66", "กุมภาฯ 66")),
        *((month, "1 ก.พ. 2566..28 ก.พ. 2566") for month in ("2566-02", "02/2566", "2/66", "2-2566", "๒/๒๕๖๖")),
        *((day, "14 ก.พ. 2566") for day in ("14-2-66", "14.2.2566", "14 กพ 66", "14 กุมภา 66", "๑๔.๐๒.๖๖")),
        ("กพ66..มีค66", "1 ก.พ. 2566..31 มี.ค. 2566"),
        ("ตั้งแต่ กพ 66", "1 ก.พ. 2566.."),
        ("14-2-66 ถึง 20-2-66", "14 ก.พ. 2566..20 ก.พ. 2566"),
    ],
)
def test_months_and_days_are_read_as_they_are_typed(typed: str, shown: str) -> None:
    assert (asked := read_days(typed)) is not None
    assert asked.shown == shown


@pytest.mark.parametrize("typed", ["ก.พ.ร. 2566", "สำนักงาน ก.พ. 2566", "อกพ 66", "กม 66", "31.2.66", "13/2566", "2-66"])
def test_what_only_looks_like_a_month_is_no_time(typed: str) -> None:
    assert read_days(typed) is None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text: str) -> None:
    for asked in (read_days(text), read_years(text), read_years(text, fiscal=True)):
        assert asked is None or asked.start is None or asked.end is None or asked.start <= asked.end


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_shown_time_is_read_back(one: date, other: date) -> None:
    asked = Asked(min(one, other), max(one, other))
    assert read_days(asked.shown) == asked


@pytest.mark.parametrize("piece", [*"าัa:()-*~.", "การประชุม", "ก:", "OR ", "ปี:", "2551", "วันที่:1", '"'])
def test_a_long_run_of_anything_is_read_at_once(piece: str) -> None:
    """A pattern that goes back over itself would never end here."""
    assert parse(piece * 5_000, limit=100_000).understood is not None


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_in_english_the_same_is_said(query: str) -> None:
    tree = parse(query).tree
    assert show(parse(show(tree, "en"), limit=100_000).tree) == show(parse(show(tree), limit=100_000).tree)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("หน่วยงาน:opdc ปี:2560..2565", 'agency:"opdc" date:"2017-01-01..2022-12-31"'),
        ("หัวเรื่อง:รางวัล -(ปี:>=2565 OR วันที่:22เม.ย.2551)", 'title:รางวัล -(date:"2022-01-01.." OR date:"2008-04-22")'),
    ],
)
def test_fields_and_days_are_shown_in_english(query: str, shown: str) -> None:
    assert show(parse(query).tree, "en") == shown
