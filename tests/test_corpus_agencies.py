"""Bodies named on a page: the registry's own order, abbreviations, forms, offsets."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import agencies
from corpus.extract.lexicon import alternation, matcher, registry
from corpus.records import Agency, Where
from corpus.thai.normalise import squash

# Pieces of which hypothesis makes pages: names, near names, damage.
PIECES = st.sampled_from(
    [
        "สำนักงาน ก.พ.ร.",
        "ก.พ.",
        "ก.พ.ร.",
        "28 ก.พ. 2564",
        "กระทรวงเกษตรฯ",
        "กรมที่ดิน",
        "ทรัพยากรมนุษย์",
        "บริษัท ",
        "จำกัด (มหาชน)",
        "มหาวิทยาลัย",
        "สถาบัน",
        "คณะกรรมการ",
        "และ",
        "ของ",
        "ญี่ปุ่น",
        "(",
        ")",
        "ฯ",
        "WHO",
        "who",
        "\u200b",
        "\u00a0",
        "\n",
        " ",
        "นํ้า",
        "ศาล",
        "เเ",
        "๒๕๖๔",
        "ครม.",
        "สธ.",
        "ปลัด",
        "จังหวัด",
        "ปทุมธานี",
        "ที่",
        "ได้",
        "น.",
        "ํา",
        "้้",
        "OPDC",
    ]
)
PAGES = st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join)


def ids(text: str, where: Where = "body") -> list[str]:
    return [agency.id for agency in agencies.find_agencies([(where, text)])]


def surfaces(found: tuple[Agency, ...], key: str) -> list[str]:
    return [s.text for agency in found if agency.id == key for s in agency.surfaces]


def names(text: str) -> set[str]:
    return {agency.name for agency in agencies.find_agencies([("body", text)])}


def test_registry_ids_are_unique_and_parents_exist() -> None:
    rows = registry("agencies")["agency"]
    assert [key for key, count in Counter(row["id"] for row in rows).items() if count > 1] == []
    assert [row["id"] for row in rows if row.get("parent") and row["parent"] not in agencies.registry()] == []
    assert len(rows) >= 200
    for row in rows:
        assert set(row) <= {"id", "th", "en", "abbr", "alias", "parent", "place"}, row["id"]
        assert row["id"].isascii()
        assert row["th"]
        assert row["en"]


def test_no_parent_chain_turns_in_a_circle() -> None:
    entries = agencies.registry()
    for entry in entries.values():
        seen = {entry.id}
        while entry.parent:
            assert entry.parent not in seen, entry.id
            seen.add(entry.parent)
            entry = entries[entry.parent]


def test_no_name_is_claimed_twice_unless_listed() -> None:
    listed = {squash(word) for word in registry("agencies")["context_only"]}
    claims: dict[str, set[str]] = {}
    for entry in agencies.registry().values():
        for name in entry.all_names:
            claims.setdefault(squash(name), set()).add(entry.id)
    assert {name: who for name, who in claims.items() if len(who) > 1 and name not in listed} == {}
    assert listed <= set(claims), "context_only names an abbreviation that no body has"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ก.พ.ร.", ("opdc",)),
        ("สำนักงาน ก.พ.ร.", ("opdc",)),
        ("สํานักงานก.พ.ร.", ("opdc",)),  # decomposed sara am
        ("OPDC", ("opdc",)),
        ("opdc", ("opdc",)),
        ("ก.พ.", ("ocsc",)),
        ("กระทรวงมหาดไทย", ("moi",)),
        ("World Health Organization", ("who",)),
        ("ไม่มีหน่วยงานนี้", ()),
        ("", ()),
    ],
)
def test_typed_names_resolve(typed: str, wanted: tuple[str, ...]) -> None:
    assert agencies.resolve(typed) == wanted


def test_an_ambiguous_abbreviation_resolves_to_all_that_use_it() -> None:
    assert set(agencies.resolve("ทช.")) == {"drr", "dmcr"}


def test_display_names() -> None:
    assert agencies.display_name("opdc") == "สำนักงานคณะกรรมการพัฒนาระบบราชการ"
    assert agencies.display_name("opdc", "en") == "Office of the Public Sector Development Commission"
    assert agencies.display_name("a-0123456789ab") == "a-0123456789ab"
    assert "ก.พ.ร." in agencies.names()


def test_commission_is_neither_the_civil_service_nor_february() -> None:
    text = "สำนักงาน ก.พ.ร. เชิญสำนักงาน ก.พ. มาหารือเมื่อวันที่ 28 ก.พ. 2551 ตามมติ ก.พ.ร."
    found = agencies.find_agencies([("body", text)])
    assert surfaces(found, "opdc") == ["สำนักงาน ก.พ.ร.", "ก.พ.ร."]
    assert surfaces(found, "ocsc") == ["สำนักงาน ก.พ."]


def test_committees_of_the_commission_are_their_own_bodies() -> None:
    assert ids("อ.ก.พ.ร. เสนอ ค.ต.ป. และ กพม. พร้อม อ.ค.ต.ป.") == ["opdc-sub", "paec", "poc", "paec-sub"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ลงวันที่ 5 ก.พ. ร.9 ทรงมีพระราชดำรัส", []),  # the end of one abbreviation and the start of another
        ("พื้นที่ 20 ตร.ม. ราคา 5 กก. ต่อคน.", []),
        ("ผู้บัญชาการ สั่งการตาม มท.1 แล้ว", []),
        ("เลขาธิการ ก.พ. กล่าว", ["ocsc"]),
        ("ปลัดสธ. และรมว.ทส. หารือ", ["moph", "mnre"]),
        ("ที่ประชุมครม.เห็นชอบ", ["cabinet"]),
        ("ชาวสกลนครมีน้ำใจ", []),
        ("who is there? NIDA and nida", ["nida"]),
        ("องค์การอนามัยโลก (WHO) ชื่นชม", ["who"]),
        ("การพัฒนาทรัพยากรมนุษย์", []),
        ("ชาวไพศาลจิตร", []),
    ],
)
def test_abbreviations_and_word_boundaries(text: str, wanted: list[str]) -> None:
    assert ids(text) == wanted


def test_blanks_and_damage_inside_a_name_do_not_matter() -> None:
    text = "สํานักงาน\u00a0\u00a0ก.พ.ร. กับกระทรวงการพัฒนาสังคม และความมั่นคงของมนุษย์"
    found = agencies.find_agencies([("body", text)])
    assert surfaces(found, "opdc") == ["สํานักงาน\u00a0\u00a0ก.พ.ร."]
    assert surfaces(found, "msdhs") == ["กระทรวงการพัฒนาสังคม และความมั่นคงของมนุษย์"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ร่วมกับบริษัท สวนไผ่ทอง จำกัด (มหาชน) จัดงาน", {"บริษัท สวนไผ่ทอง จำกัด (มหาชน)"}),
        ("บริษัทเอกชนหลายแห่งและโรงพยาบาลเอกชน", set()),
        ("สำนักงานประกันสังคมจังหวัดปทุมธานีได้เปิดบริการ", {"สำนักงานประกันสังคมจังหวัดปทุมธานี"}),
        ("เข้าพบกระทรวงการคลังญี่ปุ่น", {"กระทรวงการคลังญี่ปุ่น"}),
        ("กระทรวงแรงงานแห่งราชอาณาจักรไทย", {"กระทรวงแรงงาน"}),
        ("มหาวิทยาลัยราชภัฏบ้านสวนที่ร่วมโครงการ", {"มหาวิทยาลัยราชภัฏบ้านสวน"}),
        ("ณ สถานีตำรวจภูธร", set()),
        ("ร่วมกับจังหวัดน่านจัดงาน", {"จังหวัดน่าน"}),
        ("เทศบาลเมืองบ้านไผ่ทองและเทศบาลตำบลสวนดี", {"เทศบาลเมืองบ้านไผ่ทอง", "เทศบาลตำบลสวนดี"}),
    ],
)
def test_unlisted_bodies_are_found_by_their_form(text: str, wanted: set[str]) -> None:
    assert names(text) == wanted


def test_a_page_teaches_its_own_abbreviation() -> None:
    text = "สถาบันส่งเสริมงานจักสานไทย (สจท.) เปิดรับสมัคร โดย สจท. จะประกาศผลต่อไป"
    [agency] = agencies.find_agencies([("body", text)])
    assert [s.text for s in agency.surfaces] == ["สถาบันส่งเสริมงานจักสานไทย", "สจท.", "สจท."]


def test_a_name_cut_short_joins_the_full_one() -> None:
    text = "กลุ่มพัฒนาระบบงานสารบรรณกลาง จัดทำคู่มือ ต่อมากลุ่มพัฒนาระบบงานฯ ได้เผยแพร่"
    assert len(agencies.find_agencies([("body", text)])) == 1
    assert ids("กระทรวงอุตฯ ชี้แจง") == ["moind"]


def test_ids_of_unlisted_bodies_are_stable() -> None:
    assert agencies.agency_id("สถาบัน จักสาน") == agencies.agency_id("สถาบันจักสาน")
    assert agencies.agency_id("สถาบันจักสาน") != agencies.agency_id("สถาบันจักรยาน")


@given(PAGES)
def test_offsets_point_at_the_exact_text(page: str) -> None:
    for agency in agencies.find_agencies([("title", page), ("body", page)]):
        assert agency.surfaces
        for surface in agency.surfaces:
            assert surface.text
            assert page[surface.start : surface.end] == surface.text
            assert surface.text == surface.text.strip()


@given(st.lists(st.text("กขคง.", min_size=1, max_size=5), min_size=1, max_size=12), st.text("กขคง. ", max_size=20))
def test_the_trie_finds_the_longest_word(words: list[str], text: str) -> None:
    match = matcher(words).search(text)
    places = [i for i in range(len(text)) if any(text.startswith(word, i) for word in words)]
    if match is None:
        assert places == []
    else:
        assert match.start() == places[0]
        assert match.group() == max((w for w in words if text.startswith(w, places[0])), key=len)


def test_no_words_match_nothing() -> None:
    assert alternation([]) == "(?!)"
    assert matcher([]).search("กรม") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ร่างกฎกระทรวงยกเว้นค่าธรรมเนียม", []),  # ministerial regulation
        ("รวมสามสถาบันหลัก และกระทรวงหลัก", []),
        ("สำนักงานขนส่งทั่วประเทศ สำนักงานสรรพากรพื้นที่", []),
        ("สหพันธ์สาธารณรัฐเยอรมนี กับสหภาพเมียนมา", []),  # countries
        ("สำนักงานสถิติจังหวัดสระบุรี แจ้ง", ["สำนักงานสถิติจังหวัดสระบุรี"]),
        ("สภาการท่องเที่ยวภาคเหนือ", ["สภาการท่องเที่ยวภาคเหนือ"]),
        ("คณะกรรมการนโยบายการทำงานของคนต่างด้าว มีมติ", ["คณะกรรมการนโยบายการทำงานของคนต่างด้าว"]),
        ("พรรคเพื่อไทยออกมาตอบ", ["พรรคเพื่อไทย"]),
        ("ปลัดกระทรวงพม. กล่าว", ["กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์"]),
        ("สำนักงานสวัสดิการจังหวัดน่าน และโครงการ", ["สำนักงานสวัสดิการจังหวัดน่าน"]),
    ],
)
def test_classes_countries_and_ends_of_names(text: str, names: list[str]) -> None:
    assert [a.name for a in agencies.find_agencies([("body", text)])] == names


def test_an_abbreviation_that_the_page_gives_to_another_body() -> None:
    text = "คณะกรรมการอนุรักษ์ความหลากหลายทางชีวภาพแห่งชาติ (กอช.) ประชุม โดยประธาน กอช. กล่าว"
    [found] = agencies.find_agencies([("body", text)])
    assert found.name.startswith("คณะกรรมการอนุรักษ์")
    assert len(found.surfaces) > 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ครูซึ่งสอนอยู่ที่โรงเรียนริมธารเล่าว่าเด็กชอบอ่านหนังสือ", {"โรงเรียนริมธาร"}),
        ("และจะเสนอสภาก่อนเดือนพฤศจิกายน", set()),
        ("ให้กรมแรกเริ่มภายในปีนี้", set()),
        ("เดิมกรมหนึ่งจะสร้างประตูน้ำ", set()),
    ],
)
def test_a_form_ends_where_the_sentence_goes_on(text: str, wanted: set[str]) -> None:
    assert names(text) == wanted
