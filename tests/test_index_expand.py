"""What is known of the words of a query: bodies, people, days and spellings, and that nothing else is touched."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extract.people import person_id
from corpus.thai.dates import find_dates
from corpus.thai.normalise import fold
from index.expand import MOST_KNOWN, expand
from index.known_days import times, writings
from index.known_names import as_written
from index.syntax import parse
from index.tokens import tokeniser
from index.tree import And, Filter, Known, Node, Not, Or, Phrase, Text, show
from tests.queries import queries

ARCHIVE = {person_id(name): name for name in ("เมฆินทร์ เมธาวิกูล", "สมศรี ณ อยุธยา", "อารีพันธ์ เจริญสุข")}


def expanded(query: str) -> Node:
    return expand(parse(query, limit=10_000).tree, tokeniser(), ARCHIVE)


def known(node: Node) -> list[Known]:
    if isinstance(node, Known):
        return [node]
    if isinstance(node, Text):
        return [piece for piece in node.pieces if isinstance(piece, Known)]
    if isinstance(node, Not):
        return known(node.part)
    return [one for part in node.parts for one in known(part)] if isinstance(node, (And, Or)) else []


def only(query: str) -> Known:
    [one] = known(expanded(query))
    return one


OPDC = ["ก.พ.ร.", "ก.พ.ร", "สำนักงาน ก.พ.ร.", "สำนักงานก.พ.ร.", "สำนักงานคณะกรรมการพัฒนาระบบราชการ", "OPDC", "สำนักงาน กพร"]


@pytest.mark.parametrize(
    "query", [*OPDC, "คณะกรรมการพัฒนาระบบราชการ", "Office of the Public Sector Development Commission"]
)
def test_one_body_by_all_its_names(query: str) -> None:
    found = only(query)
    assert (found.kind, found.ids) == ("agency", ("opdc",))
    assert found.text == fold(query)
    assert {"ก.พ.ร.", "opdc"} <= {*found.forms}
    assert "ก.พ." not in found.forms


def test_an_abbreviation_of_several_bodies_means_them_all() -> None:
    assert set(only("กพร").ids) == {"opdc", "dsd", "dpim"}
    assert set(only("กพร.").ids) == {"opdc", "dsd", "dpim"}


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("ก.พ.", ["agency"]),
        ("สำนักงาน ก.พ. 2551", ["agency", "year"]),
        ("ก.พ. 2551", ["day"]),
        ("28 ก.พ. 2551", ["day"]),
        ("28 ก.พ.", []),
        ("5 กก.", []),
        ("กทม", []),
        ("จังหวัดปทุมธานี", []),
        ("who", ["agency"]),
        ("who is the minister", []),
        ('"ก.พ.ร."', []),
        ('"ดิจิทัล" ดิจิตอล', ["word"]),
        ("ดิจิทัล*", []),
        ("4.0", []),
        ("1,200", []),
        ("ครั้งที่ 4/2560", []),
        ("2500 บาท", []),
        ("2551", ["year"]),
        ("2008", ["year"]),
        ("9999", []),
        ("-2551", []),
        ("-ดิจิทัล", []),
        ("-ก.พ.ร. -สัมนา", []),
        ("-ปฏิรูประบบราชการ", ["word"]),
        ("คุณภาพชีวิต", []),
        ("นายกรัฐมนตรี", ["word"]),
        ("นายอำเภอ เมือง", []),
        ("ประชุม สัมมนา 22 เม.ย. 51 กพร", ["word", "day", "agency"]),
    ],
)
def test_what_is_known_of_a_query(query: str, kinds: list[str]) -> None:
    assert [one.kind for one in known(expanded(query))] == kinds


@pytest.mark.parametrize(
    ("query", "lead"),
    [
        ("เมฆินทร์ เมธาวิกูล", ""),
        ("เมฆินทร์เมธาวิกูล", ""),
        ("นายเมฆินทร์ เมธาวิกูล", "นาย"),
        ("พล.อ. เมฆินทร์ เมธาวิกูล", "พล.อ."),
        ("ผู้ว่าราชการจังหวัดปทุมธานี เมฆินทร์ เมธาวิกูล", "ผู้ว่าราชการจังหวัดปทุมธานี"),
        ("รองเลขาธิการ ก.พ.ร. เมฆินทร์ เมธาวิกูล", "รองเลขาธิการ ก.พ.ร."),
    ],
)
def test_a_name_without_its_title(query: str, lead: str) -> None:
    found = only(query)
    assert (found.kind, found.ids, found.lead) == ("person", (person_id("เมฆินทร์ เมธาวิกูล"),), lead)
    assert {"เมฆินทร์ เมธาวิกูล", "เมฆินทร์เมธาวิกูล"} <= {*found.forms}


def test_people_whom_the_archive_does_not_know() -> None:
    assert only("ดร.สมชาย ใจดี").forms == ("สมชาย ใจดี", "สมชายใจดี")
    assert only("พล.อ.สมชาย").forms == ("สมชาย",)
    assert known(expanded("มะลิ ดอกไม้")) == []
    assert only("นางสมศรี ณ อยุธยา").ids == (person_id("สมศรี ณ อยุธยา"),)


def test_a_surname_behind_the_field_of_people() -> None:
    assert expanded("บุคคล:อารีพันธ์ เจริญสุข ประกาศ") == And((Filter("person", "อารีพันธ์ เจริญสุข"), Text("ประกาศ")))
    assert parse("บุคคล:อารีพันธ์ ประกาศ").tree == And((Filter("person", "อารีพันธ์"), Text("ประกาศ")))


DAY = [
    "22 เมษายน 2551",
    "22 เม.ย. 51",
    "๒๒ เม.ย. ๒๕๕๑",
    "22/4/2551",
    "22/04/2008",
    "2008-04-22",
    "April 22, 2008",
    "22 เมษายน ค.ศ. 2008",
]


@pytest.mark.parametrize("query", DAY)
def test_a_day_in_any_writing(query: str) -> None:
    assert only(query).days == ("2008-04-22",)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("เมษายน 2551", ("2008-04",)),
        ("เม.ย.-พ.ค. 2551", ("2008-04", "2008-05")),
        ("30 เม.ย.-2 พ.ค. 2551", ("2008-04-30", "2008-05-01", "2008-05-02")),
        ("ปี 2551", ("2008",)),
        ("ปี51", ("2008",)),
        ("พ.ศ. ๒๕๕๑", ("2008",)),
        ("ค.ศ. 2008", ("2008",)),
        ("2550-2551", ("2007", "2008")),
        ("ปีงบประมาณ 2551", ()),
    ],
)
def test_months_and_years(query: str, days: tuple[str, ...]) -> None:
    assert only(query).days == days


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.booleans())
def test_every_writing_of_a_day_is_read_as_that_day(day: date, with_day: bool) -> None:
    first = day if with_day else day.replace(day=1)
    for text in writings(first, day=with_day):
        [found] = find_dates(text)
        assert found.start == first, text


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_a_time_has_few_tokens(start: date, length: int) -> None:
    assert 0 < len(times(start, start + timedelta(length))) <= 31


@pytest.mark.parametrize(
    ("query", "also"),
    [
        ("ดิจิทัล", "ดิจิตอล"),
        ("เวบไซด์", "เว็บไซต์"),
        ("อินเตอร์เน็ต", "อินเทอร์เน็ต"),
        ("แอพพลิเคชั่น", "แอปพลิเคชัน"),
        ("โควิด", "covid-19"),
        ("COVID19", "โควิด-19"),
        ("ไวรัสโคโรนา 2019", "โควิด"),
        ("อีเมล์", "e-mail"),
        ("สัมนา", "สัมมนา"),
        ("กระทันหัน", "กะทันหัน"),
        ("อนุญาติ", "อนุญาต"),
        ("e-Service", "eservice"),
        ("eService", "e service"),
        ("e Service", "e-service"),
        ("อี-เซอร์วิส", "e-service"),
        ("กรุงเทพฯ", "กรุงเทพมหานคร"),
    ],
)
def test_other_spellings(query: str, also: str) -> None:
    found = only(query)
    assert found.forms == (fold(query),)
    assert also in found.lesser


def test_words_known_inside_a_run_stay_in_it() -> None:
    assert expanded("เศรษฐกิจพอเพียงดิจิตอลไทย") == Text(
        "เศรษฐกิจพอเพียงดิจิตอลไทย",
        pieces=(Text("เศรษฐกิจพอเพียง"), only("ดิจิตอล"), Text("ไทย")),
    )
    assert show(expanded("ประชุมสำนักงาน ก.พ.ร. แล้ว")) == "ประชุม (สำนักงาน ก.พ.ร.) แล้ว"


def test_in_titles_too() -> None:
    found = only("หัวเรื่อง:(สำนักงาน ก.พ.ร.)")
    assert found.where == "title"
    assert show(expanded("title:สำนักงาน title:ก.พ.ร. ข่าว")) == "(หัวเรื่อง:สำนักงาน หัวเรื่อง:ก.พ.ร.) ข่าว"


def test_exact_text_is_never_touched() -> None:
    assert expanded('"22 เมษายน 2551" OR "ดิจิทัล"') == Or((Phrase("22 เมษายน 2551"), Phrase("ดิจิทัล")))


def test_a_query_has_a_bounded_number_of_known_things() -> None:
    assert len(known(expanded("ดิจิทัล ก.พ.ร. 2551 " * 30))) == MOST_KNOWN


@settings(max_examples=300)
@given(queries)
def test_any_query_is_expanded_and_says_what_was_understood(query: str) -> None:
    parsed = parse(query, limit=10_000)
    tree = expand(parsed.tree, tokeniser(), ARCHIVE)
    again = parse(show(tree), limit=1_000_000)
    assert parse(again.understood, limit=1_000_000).tree == again.tree
    for one in known(tree):
        assert len(one.forms) + len(one.lesser) <= 24
        assert len(one.days) <= 31


@settings(max_examples=300)
@given(queries)
def test_what_was_understood_means_the_same(query: str) -> None:
    parsed = parse(query, limit=10_000)
    assert parse(parsed.understood, limit=1_000_000).tree == parsed.tree


def test_names_of_bodies_are_told_as_they_are_written() -> None:
    forms = ("opdc", "สำนักงาน ก.พ.ร.", "สำนักงานก.พ.ร.", "office of the public sector development commission")
    assert as_written(forms, "ก.พ.ร.", ["opdc"])[1:] == ["OPDC", "Office of the Public Sector Development Commission"]
    assert as_written(forms, "opdc", ["opdc"]).count("OPDC") == 0
