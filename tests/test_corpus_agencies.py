"""Bodies named on a page: the registry's own order, abbreviations, forms, offsets."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType

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
    for row in rows:
        assert set(row) <= KEYS, row["id"]
        assert row["id"].isascii()
        assert row["th"]
        assert row["en"]
        for other in ("parent", "successor"):
            assert not row.get(other) or row[other] in agencies.registry(), row["id"]


KEYS = {"id", "th", "en", "abbr", "alias", "parent", "place", "former", "from", "to", "successor", "quiet"}
BEGINNING, NOW = 2400, 2600  # Buddhist years between which every body of the registry began and ended


def test_the_registry_is_as_large_as_promised() -> None:
    entries = agencies.registry().values()
    listed = [entry for entry in entries if not entry.id.startswith("province-")]
    assert len(listed) >= 1500
    assert len(entries) - len(listed) == 76
    assert ids("โครงการ นปร. รุ่นที่ 14") == []  # a programme, although it can be asked for
    assert agencies.resolve("นปร.") == ("psed",)
    heads = Counter(next((h for h in HEADS if entry.name_th.startswith(h)), "") for entry in listed)
    assert heads["กระทรวง"] >= 20
    assert heads["กรม"] >= 90
    assert heads["มหาวิทยาลัย"] >= 85
    assert sum("(องค์การมหาชน)" in entry.name_th for entry in listed) >= 30


HEADS = ("กระทรวง", "กรม", "มหาวิทยาลัย")


def test_years_of_bodies_are_in_order() -> None:
    for entry in agencies.registry().values():
        first, last = entry.valid_from or BEGINNING, entry.valid_to or NOW
        assert BEGINNING <= first <= last <= NOW, entry.id
        assert not entry.successor or entry.valid_to, entry.id
        after = agencies.registry().get(entry.successor)
        assert after is None or after.valid_to is None or after.valid_to >= last, entry.id


def test_a_body_keeps_the_names_it_bore_before() -> None:
    [key] = agencies.resolve("กรมส่งเสริมคุณภาพสิ่งแวดล้อม")
    entry = agencies.registry()[key]
    assert (entry.name_th, entry.former) == (
        "กรมการเปลี่ยนแปลงสภาพภูมิอากาศและสิ่งแวดล้อม",
        ("กรมส่งเสริมคุณภาพสิ่งแวดล้อม",),
    )
    old = agencies.registry()["mict"]
    assert (old.valid_from, old.valid_to, old.successor) == (2545, 2559, "mdes")


@pytest.mark.parametrize(
    ("old", "new", "year"),
    [
        ("กระทรวงวิทยาศาสตร์ เทคโนโลยีและสิ่งแวดล้อม", "กระทรวงวิทยาศาสตร์และเทคโนโลยี", 2545),
        ("กทช.", "กสทช.", 2553),
        ("ทศท.", "บริษัท ทีโอที จำกัด (มหาชน)", 2545),
        ("สวทน.", "สอวช.", 2562),
        ("อ.ส.ม.ท.", "MCOT", 2547),
        ("ป.ป.ป.", "ป.ป.ช.", 2542),
    ],
)
def test_a_body_of_former_days_names_the_one_after_it(old: str, new: str, year: int) -> None:
    [key] = agencies.resolve(old)
    entry = agencies.registry()[key]
    assert (entry.valid_to, (entry.successor,)) == (year, agencies.resolve(new))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ร่วมกับสำนักอนามัย กรุงเทพมหานคร จัดหน่วยตรวจ", ["bma-health", "bma"]),
        ("ร่วมกับสำนักอนามัยกรุงเทพมหานคร จัดหน่วยตรวจ", ["bma-health"]),
        ("เดินทางมายัง กรุงเทพมหานคร เพื่อประชุม", []),
        ("รถของนักเรียน รด. มาถึงแล้ว", []),  # not นรด.
        ("ย้ายไปอยู่ที่หนองแฝก ต.หนองแฝก", []),  # not กต.
        ("อธิบดีกรม ปภ. กล่าว", ["ddpm"]),
        ("สำนักอนามัย กรุงเทพมหานคร (กทม.) แจ้งว่าพื้นที่ กทม. มีฝน", ["bma-health", "bma"]),
        ("ปลูกถั่วเหลืองพันธุ์ กวก เชียงใหม่ 7", []),  # the name of a crop
        ("นายธารา ส.ส.ระยอง แถลง", []),  # not ส.ส.ร.
        ("ณ อาคารรัฐสภา กรุงเทพมหานคร", []),  # not the council of the city
        ("ผบช.ภ.9 ลงพื้นที่", []),  # the commissioner's letters hold those of the bureau
        ("ผู้แทนตำรวจภูธรภาค 9 และ ศชต. ลงพื้นที่", ["police-region-9", "police-south-centre"]),
        ("ดาวน์โหลดแอป GHB ALL ได้แล้ว", []),  # an application of the bank
        ("ที่ประชุม กนศ. เห็นชอบ", ["intl-econ-board"]),
    ],
)
def test_new_names_are_told_from_what_stands_around_them(text: str, wanted: list[str]) -> None:
    assert ids(text) == wanted


def test_the_letters_of_a_place_are_not_taught_as_those_of_its_administration() -> None:
    found = agencies.find_agencies([("body", "สำนักอนามัย กรุงเทพมหานคร (กทม.) แจ้งว่าพื้นที่ กทม. มีฝน")])
    assert surfaces(found, "bma") == ["กรุงเทพมหานคร"]


def test_provinces_as_administrations() -> None:
    assert agencies.resolve("จังหวัดน่าน") == ("province-nan",)
    assert agencies.display_name("province-nan", "en") == "Nan Province"
    assert "จังหวัดน่าน" not in agencies.names()
    assert ids("ร่วมกับจังหวัดน่านจัดงาน ที่จังหวัดตาก") == ["province-nan"]


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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ก.พ.ร. เห็นชอบ", ["opdc"]),
        ("เมื่อวันที่ 9 ก.พ. ที่ผ่านมา", []),
        ("ม.ค. - ก.พ. 2567", []),
        ("ณ สิ้น ก.พ. 67 พบว่า", []),
        ("สำนักงาน ก.พ. จัดสอบ", ["ocsc"]),
        ("เลขาธิการ ก.พ. และเลขาธิการ ก.พ.ร.", ["ocsc", "opdc"]),
        ("ก.พ.ร ยังไม่ตอบ", ["opdc"]),  # the last full stop lost
        ("กลุ่มพัฒนาระบบบริหาร (กพร.) ของกรม โดย กพร. สรุปผล", ["a-"]),
        ("กรมพัฒนาฝีมือแรงงาน (กพร.) เปิดอบรม", ["dsd"]),
        ("น้ำหนัก 5 กก. พื้นที่ 20 ตร.ม. 300 มก.", []),
        ("รมว.กก. และ รมว.รง. หารือ", ["mots", "mol"]),
        ("หนังสือ ที่ นร 0505/ว 12 ลงวันที่ 3 ก.พ. 2565", []),
        ("โดย ธ.ก.ส. ได้ออกมาตรการ", ["baac"]),  # ย ธ. is no ยธ.
        ("สปสช และ กสทช ร่วมมือ", ["nhso", "nbtc"]),
        ("ชั่งมวลรวม กรอด้าย ทอดสมอ", []),
        ("ผอ.สคว. กำชับ", ["a-"]),
        ("ผอ.รพ.สต. ในพื้นที่", []),
        ("ผู้ผลิตในภูมิภาคอาเซียน", []),
        ("เลขาธิการอาเซียนและสมาชิกอาเซียน", ["asean"]),
        ("อาคารรัฐสภา ถนนสามเสน", []),
        ("รัฐสภาเห็นชอบ", ["parliament"]),
        ("วัคซีนของแอสตร้าเซนเนก้า", ["astrazeneca"]),
        ("วัคซีนแอสตร้าเซนเนก้า", []),
        ("สำนักงานปลัดกระทรวง อว. แจ้ง", ["mhesi-permsec"]),
        ("ขนาด 4 ตร.กม.ขอนแก่น", []),
        ("นักศึกษา ม.ขอนแก่น", ["kku"]),
        ("แก้ไขพระราชบัญญัติกองทุนยุติธรรม พ.ศ. 2558", []),
        ("เลขาธิการ กพร. และสำนักงาน กพร.", ["opdc"]),
        ("นักบินบริษัท การบินไทย", ["thai-airways"]),
        ("สำนักงาน ก.พ.ร. และ ก.พ. จัดพิมพ์ร่วมกัน", ["opdc", "ocsc"]),
        ("ระหว่าง ม.ค. และ ก.พ. ปีนี้", []),
    ],
)
def test_abbreviations_mean_what_stands_around_them(text: str, wanted: list[str]) -> None:
    assert [key[:2] if key.startswith("a-") else key for key in ids(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ผู้อำนวยการกองจักสานและหัตถกรรม กล่าว", {"กองจักสานและหัตถกรรม"}),
        ("กองขยะ กองถ่าย และกองหนุน", set()),
        ("เรือนจำกลางสวนไผ่ และทัณฑสถานหญิงสวนไผ่", {"เรือนจำกลางสวนไผ่", "ทัณฑสถานหญิงสวนไผ่"}),
        ("เรือนจำทั่วประเทศ เรือนจำเพิ่มขึ้น", set()),
        ("นายกสมาคมผู้ปลูกไผ่ตง เข้าพบ", {"สมาคมผู้ปลูกไผ่ตง"}),
        ("บริจาคให้มูลนิธิสนับสนุนช่างจักสาน", {"มูลนิธิสนับสนุนช่างจักสาน"}),
        ("บริจาคแก่ 13 มูลนิธิด้านเด็ก", set()),
        ("ทุกโรงพยาบาลสวนไผ่ต้องทำ", set()),
        ("สำนักจัดการสวนไผ่ ทั้ง 23 แห่งทั่วประเทศ", set()),
        ("คณะกรรมการแก้ไขปัญหาการเผาหรือการตัดไผ่ มีมติ", {"คณะกรรมการแก้ไขปัญหาการเผาหรือการตัดไผ่"}),
        ("คณะกรรมการพิจารณาแล้วเห็นว่า", set()),
        ("กมธ.วิสามัญพิจารณาปัญหาไผ่ กล่าว", {"กมธ.วิสามัญพิจารณาปัญหาไผ่"}),
        ("คณะอนุกรรมการจัดการไผ่ครั้งที่ 4/2564", {"คณะอนุกรรมการจัดการไผ่"}),
        ("ศูนย์ปฏิบัติการช่วยสวนไผ่ สวนหวาย และสวนกก (ศปส.)", {"ศูนย์ปฏิบัติการช่วยสวนไผ่ สวนหวาย และสวนกก"}),
        ("เครือข่ายจักสานแห่งประเทศไทย (TBN) ร่วมงาน", {"เครือข่ายจักสานแห่งประเทศไทย"}),
        ("เครือข่ายจักสานในชุมชน ร่วมงาน", set()),
        ("กองทุนไผ่เพื่อการศึกษาได้เปิดรับ", {"กองทุนไผ่เพื่อการศึกษา"}),
        ("สำนักงานไผ่จังหวัดระนองคาดหวังว่า", {"สำนักงานไผ่จังหวัดระนอง"}),
        ("สำนักงานไผ่กรุงเทพมหานครพื้นที่ 1 - 10 เปิด", {"สำนักงานไผ่กรุงเทพมหานครพื้นที่ 1 - 10"}),
        ("สถานีตำรวจภูธรเมือง นครพนม จ.นครพนม", {"สถานีตำรวจภูธรเมือง นครพนม"}),
        ("บริษัท ไผ่ทอง แอนด์ ไผ่เงิน เปิดโรงงาน", {"บริษัท ไผ่ทอง แอนด์ ไผ่เงิน"}),
        ("บริษัท Bamboo Heavy Industries จัดงาน", {"บริษัท Bamboo Heavy Industries"}),
        ("คณะแพทยศาสตร์ มหาวิทยาลัยไผ่ทอง", {"คณะแพทยศาสตร์", "มหาวิทยาลัยไผ่ทอง"}),
        ("โรงพยาบาลไผ่ทองเฉลิมพระเกียรติ 80 พรรษา จังหวัดตาก", {"โรงพยาบาลไผ่ทองเฉลิมพระเกียรติ 80 พรรษา"}),
        ("กำลังพล ร้อย.ตชด. 327 และ มทบ.11", {"ร้อย.ตชด. 327", "มทบ.11"}),
        ("หน่วยงานในสังกัดกระทรวงแรงงานจังหวัดชลบุรี", {"กระทรวงแรงงาน"}),
        ("คณะกรรมการปฏิรูปประเทศด้านไผ่ ประชุม", {"คณะกรรมการปฏิรูปประเทศด้านไผ่"}),
        ("สถาบันไผ่/สถาบันหวาย ร่วมกัน", {"สถาบันไผ่", "สถาบันหวาย"}),
        ("คณะกรรมการนโยบายฯ มีมติ องค์กรปกครองส่วนท้องถิ่น (อปท.)", set()),
    ],
)
def test_where_names_of_unlisted_bodies_begin_and_end(text: str, wanted: set[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("นายก อบต.ไผ่ทองได้พบนายก อบจ.ชลบุรี", {"อบต.ไผ่ทอง", "อบจ.ชลบุรี"}),
        ("อบต.ทุกแห่ง รพ.สต.ใกล้บ้าน อบต. กำนัน สสจ.ที่จะลงนาม", set()),
        ("ผอ.รพ.สต.บ้านไผ่ และ สสจ.ตากสั่งการ", {"รพ.สต.บ้านไผ่", "สสจ.ตาก"}),
        ("องค์การบริหารส่วนตำบลไผ่ทอง จัดงาน", {"องค์การบริหารส่วนตำบลไผ่ทอง"}),
        ("สำนักงานสาธารณสุขจังหวัดน่าน และสำนักงานสาธารณสุขจังหวัด", {"สำนักงานสาธารณสุขจังหวัดน่าน"}),
        ("หน้าที่ว่าการอำเภอไผ่ทอง และที่ว่าการอำเภอทั่วประเทศ", {"ที่ว่าการอำเภอไผ่ทอง"}),
        ("สพป.ตาก เขต 2 จัดสอบ", {"สพป.ตาก เขต 2"}),
        ("ศูนย์ป้องกันและปราบไผ่ เขต 15 เชียงราย รายงาน", {"ศูนย์ป้องกันและปราบไผ่ เขต 15 เชียงราย"}),
        ("สถาบันพัฒนาไผ่ 3 ชลบุรี ได้ส่ง", {"สถาบันพัฒนาไผ่ 3 ชลบุรี"}),
        ("ศูนย์อนามัยที่ 1 เชียงใหม่ ลำพูน ลำปาง", {"ศูนย์อนามัยที่ 1"}),
        ("เขตสุขภาพที่ 1 และเขตสุขภาพที่ 13 จัดงาน ในเขตสุขภาพที่ 4", {"เขตสุขภาพที่ 1", "เขตสุขภาพที่ 13"}),
        ("เขตสุขภาพที่ 1, 4 และ 9", set()),
        ("ศูนย์บริการสาธารณสุข 24 ไผ่ทอง เปิด และศูนย์บริการสาธารณสุข 60 แห่ง", {"ศูนย์บริการสาธารณสุข 24 ไผ่ทอง"}),
        ("ศูนย์อำนวยการปลูกไผ่ส่วนหน้า จังหวัดตาก รายงาน", {"ศูนย์อำนวยการปลูกไผ่ส่วนหน้า จังหวัดตาก"}),
        (
            "ศูนย์ฝึกและอบรมเด็กและเยาวชนเขต 7 จังหวัดเชียงใหม่ จัดงาน",
            {"ศูนย์ฝึกและอบรมเด็กและเยาวชนเขต 7 จังหวัดเชียงใหม่"},
        ),
        ("กอ.รมน.ภาค 4 ส่วนหน้า กับ กอ.รมน.จ.ยะลา", {"กอ.รมน.ภาค 4 ส่วนหน้า", "กอ.รมน.จ.ยะลา"}),
        ("กกล.ไผ่ทอง บก.ควบคุมที่ 1 ฉก.ร.7 และ ชป.กร.4 ตรวจยึด", {"กกล.ไผ่ทอง", "บก.ควบคุมที่ 1 ฉก.ร.7", "ชป.กร.4"}),
        ("สถานกงสุลใหญ่ ณ นครไผ่ รายงานสถานกงสุลใหญ่ในต่างประเทศ", {"สถานกงสุลใหญ่ ณ นครไผ่"}),
        ("คณะกรรมการตามพระราชบัญญัติไผ่ พ.ศ. 2535 เห็นชอบ", {"คณะกรรมการตามพระราชบัญญัติไผ่ พ.ศ. 2535"}),
        ("ระเบียบคณะกรรมการปลูกไผ่ว่าด้วยการจ่ายเงิน", {"คณะกรรมการปลูกไผ่"}),
        ("คณะอนุกรรมการด้านไผ่ กฎหมายและกระบวนการสาน จำนวน 2", {"คณะอนุกรรมการด้านไผ่ กฎหมายและกระบวนการสาน"}),
        ("คณะอนุกรรมการด้านไผ่ กฎหมายได้ประกาศแล้ว", {"คณะอนุกรรมการด้านไผ่"}),
        ("คณะกรรมการส่งเสริมไผ่ ในพื้นที่ภาคใต้ ได้ประชุม", {"คณะกรรมการส่งเสริมไผ่ ในพื้นที่ภาคใต้"}),
        ("ประธานอนุกรรมการปลูกไผ่ กล่าว อนุกรรมการปลูกหวาย", {"อนุกรรมการปลูกไผ่"}),
        ("คกก.ปลูกไผ่แห่งชาติ มีมติ คกก. พิจารณา", {"คกก.ปลูกไผ่แห่งชาติ"}),
        ("บริษัทชั้นนำของโลก ได้แก่ Bambooz, Rattan Group และ Mango2 เข้าร่วม", {"Bambooz", "Rattan Group", "Mango2"}),
        ("บริษัทรายใหญ่ เช่น Bambooz และอื่น ๆ บริษัทที่มีสินค้าแบรนด์ดัง เช่น Rattan และ Mango", set()),
        ("บริษัทชั้นนำ ได้แก่ 12 ราย และบริษัท Bamboo Heavy Co., Ltd. จัดงาน", {"บริษัท Bamboo Heavy Co., Ltd."}),
        ("สำนักงาน คปภ. จังหวัดน่าน แจ้ง", {"สำนักงาน คปภ. จังหวัดน่าน"}),
        ("กระทรวงแรงงานอิสรเอล และคณะองคมนตรีกัมพูชา", {"กระทรวงแรงงานอิสรเอล", "คณะองคมนตรีกัมพูชา"}),
        ("คณะกรรมการเพื่อแก้ไขปัญหาไผ่ ได้ประชุม", {"คณะกรรมการเพื่อแก้ไขปัญหาไผ่"}),
        ("คณะกรรมการปลูกไผ่ในระบบ Big Data ภาครัฐ ได้ประชุม", {"คณะกรรมการปลูกไผ่ในระบบ Big Data ภาครัฐ"}),
        ("กระทรวงไผ่ หวาย คมนาคม และการสานญี่ปุ่น หารือ", {"กระทรวงไผ่ หวาย คมนาคม และการสานญี่ปุ่น"}),
        ("กระทรวงเพื่อการสานแห่งสหพันธ์สาธารณรัฐเยอรมนี หารือ", {"กระทรวงเพื่อการสานแห่งสหพันธ์สาธารณรัฐเยอรมนี"}),
        ("กระทรวงไผ่ นายสมชาย เดินทางเยือนญี่ปุ่น", set()),
        ("ASEAN Youth Camp และประชาคมอาเซียน กับ UN Ocean Decade", set()),
    ],
)
def test_places_numbers_and_acts_belong_to_the_names_of_bodies(text: str, wanted: set[str]) -> None:
    assert names(text) == wanted


def test_a_campus_and_a_slip_are_the_body_itself() -> None:
    [campus] = agencies.find_agencies([("body", "มหาวิทยาลัยมหิดล วิทยาเขตนครสวรรค์ จัดงาน")])
    assert (campus.id, campus.surfaces[0].text) == ("mahidol", "มหาวิทยาลัยมหิดล วิทยาเขตนครสวรรค์")
    [ministry] = agencies.find_agencies([("body", "กรทรวงสาธารณสุข จัดงาน")])
    assert ministry.id == "moph"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("as proposed by Ministry of Defense and Office of Council of State.", {"mod", "council-of-state"}),
        ("The cabinet approved it; the Senate did not.", {"cabinet", "senate"}),
        ("He met the President of Bamboo University in Nan.", {"Bamboo University"}),
        (
            "the Bamboo Research Institute of Weaving and Dyeing, in 2021",
            {"Bamboo Research Institute of Weaving and Dyeing"},
        ),
        ("signed with Green Bamboo Co., Ltd. and others", {"Green Bamboo Co., Ltd."}),
        ("The Thai Ministry of Foreign Affairs said", {"mfa"}),
        ("ติดต่อ Call Center 1111 หรือ Data Center", set()),
        ("สถาบันไผ่แห่งเอเชีย (Asian Bamboo Institute) เปิด", {"สถาบันไผ่แห่งเอเชีย"}),
        ("Ministry of Finance and Ministry of Interior", {"mof", "moi"}),
        ("Prime Minister and Minister of Bamboo", set()),
    ],
)
def test_english_names(text: str, wanted: set[str]) -> None:
    found = agencies.find_agencies([("body", text)])
    assert {a.name if a.id.startswith("a-") else a.id for a in found} == wanted


@pytest.mark.parametrize(
    "piece",
    [
        "คณะกรรมการ",
        "คณะกรรมการและการ",
        "กองทุนเพื่อ",
        "บริษัท ",
        "Ministry of ",
        "and the Bank of ",
        "ก.พ.",
        "สำนักงานจังหวัดน่าน",
        "ศูนย์ก (กขค.)",
        "ร้อย.ตชด.1",
    ],
)
def test_hostile_repetition_costs_no_more_steps_than_its_length(piece: str) -> None:
    """Calls are counted, not seconds."""
    few, many = (_calls(piece * (size // len(piece))) for size in (15_000, 60_000))
    assert many < 6 * few + 500, (few, many)


def _calls(page: str) -> int:
    count = 0

    def told(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(told)
    try:
        agencies.find_agencies([("body", page)])
    finally:
        sys.setprofile(None)
    return count


def test_letters_inside_the_brackets_of_an_english_name_are_those_of_the_body_in_front() -> None:
    text = "สถาบันวิจัยข้าวล้านนา (Lanna Rice Research Institute (LRRI)) จัดประชุม แล้ว LRRI แถลงผล"
    [found] = agencies.find_agencies([("body", text)])
    assert found.name == "สถาบันวิจัยข้าวล้านนา"
    assert [surface.text for surface in found.surfaces] == [
        "สถาบันวิจัยข้าวล้านนา",
        "Lanna Rice Research Institute",
        "LRRI",
        "LRRI",
    ]
