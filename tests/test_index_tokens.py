import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexProblem
from corpus.thai.normalise import fold, normalise
from index.own_words import MAX_WORD
from index.tokens import tokeniser

THAI = st.text(alphabet="กขคงจชดตนบประมยรลวสหอาิีุู่้์็ัำเแโใไะฯๆ .", max_size=80)
ANY = st.text(max_size=80)
MIXED = st.lists(
    st.sampled_from(["ก.พ.ร.", "พ.ศ. ", "๒๕๕๑", " ", "\n", "การประชุม", "OPDC", "1,234.5", "\u200b", "เเม่น้ํา", "ฯ", "-"]),
    max_size=25,
).map("".join)


def words(text: str) -> list[str]:
    return tokeniser().words(fold(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("สำนักงานก.พ.ร. จัด", ["สำนักงาน", "ก.พ.ร.", "จัด"]),
        ("อ.ก.พ.ร. และ ค.ต.ป.", ["อ.ก.พ.ร.", "และ", "ค.ต.ป."]),
        ("ก.พ. มิใช่ ก.พ.ร", ["ก.พ.", "มิใช่", "ก.พ.ร."]),
        ("พ . ศ . 2542 พ.ศ 2543", ["พ.ศ.", "2542", "พ.ศ.", "2543"]),
        ("22เม.ย.2551", ["22", "เม.ย.", "2551"]),
        ("พล.อ.ประยุทธ์", ["พล.อ.", "ประยุทธ์"]),
        ("จ.ปทุมธานี", ["จ", "ปทุมธานี"]),
        ("๑,๒๓๔,๕๖๗.๕๐ บาท", ["1234567.50", "บาท"]),
        ("PMQA 4.0 Covid-19", ["pmqa", "4.0", "covid", "19"]),
        ("ขาว ข่าว ข้าว", ["ขาว", "ข่าว", "ข้าว"]),
        ("ต่าง ๆ ฯ", ["ต่าง"]),
        ("น้ํา", ["น้ำ"]),
        ("", []),
    ],
)
def test_words_as_a_reader_would_cut_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@settings(deadline=None)
@given(THAI | ANY | MIXED)
def test_tokens_never_overlap_and_stand_at_their_offsets(text: str) -> None:
    page = normalise(text)
    at = 0
    for token in tokeniser().tokens(page.text):
        assert at <= token.start < token.end <= len(page.text)
        surface = page.text[token.start : token.end]
        assert token.text in {surface[:MAX_WORD], surface.replace(",", ""), _dotted(surface)}
        start, end = page.raw_span(token.start, token.end)
        assert surface in fold(text[start:end])  # more only where one raw character became several: ¼
        at = token.end


def _dotted(surface: str) -> str:
    bare = surface.replace(" ", "")
    return bare if bare.endswith(".") else bare + "."


@settings(deadline=None)
@given(THAI | ANY | MIXED)
def test_what_lies_between_tokens_holds_no_word(text: str) -> None:
    folded = fold(text)
    at = 0
    gaps = []
    for token in tokeniser().tokens(folded):
        gaps.append(folded[at : token.start])
        at = token.end
    gaps.append(folded[at:])
    assert not re.search(r"[ก-ฮa-z0-9]", "".join(gaps))


@settings(deadline=None)
@given(THAI)
def test_parts_stand_inside_their_word(text: str) -> None:
    cut = tokeniser()
    for word in cut.words(fold(text)):
        for part, start, end in cut.parts(word):
            assert word[start:end] == part != word
            assert cut.knows(part)


def test_parts_leave_no_scrap() -> None:
    cut = tokeniser()
    assert {part for part, _, _ in cut.parts("ประชาชน")} >= {"ประชา", "ชน"}
    assert cut.parts("ขาว") == ()
    assert cut.parts("ก.พ.ร.") == ()


@pytest.mark.parametrize(
    "text",
    [
        *("ก." * 50_000, "กขคง" * 25_000 + ".", "ก . " * 25_000, "ก. " * 30_000, "1," * 50_000),
        *(
            "่" * 100_000,
            "a" * 100_000,
            "ก" * 1_000_000,
            "ส" * 100_000,
            "ราก" * 30_000,
            "นา" * 50_000,
            "มกรตอม" * 20_000,
        ),
        *("ราชการไทย" * 20_000, "สำนักงานคณะกรรมการพัฒนาระบบราชการ" * 2_000, "ฯ" * 100_000, "เ" * 100_000),
    ],
    ids=lambda text: text[:6],
)
def test_hostile_text_takes_no_time_to_speak_of(text: str) -> None:
    """The engine alone takes minutes and hours over some of these; a hang is what fails here."""
    assert len(tokeniser().words(text)) <= len(text)


ABBREVIATIONS = ("ก.พ.ร.", "ก.พ.", "พ.ศ.", "ม.ค.", "เม.ย.", "รมว.", "อบต.", "สปน.", "พล.ต.อ.", "ค.ต.ป.", "พ.ร.บ.")


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from(["", "ที่", "สำนักงาน", "ของ", "ผล", "คน", "5 ", "(", "การประชุม", "ประชา"]),
    st.sampled_from(ABBREVIATIONS),
    st.sampled_from(["", "ได้", "จัดการ", " ", " ร.10", " 2551", ")", "\n", "\u200b", "แห่งชาติ"]),
    THAI,
)
def test_no_word_crosses_an_abbreviation(before: str, short: str, after: str, rest: str) -> None:
    text = fold(f"{before}{short}{after}\n{rest}")
    start = text.index(short)
    end = start + len(short)
    tokens = list(tokeniser().tokens(text))
    assert (short, start, end) in [(t.text, t.start, t.end) for t in tokens]
    assert not [t for t in tokens if t.start < start < t.end or t.start < end < t.end]


@pytest.mark.parametrize("short", ABBREVIATIONS)
def test_an_abbreviation_has_one_form_however_it_is_written(short: str) -> None:
    parts = short.removesuffix(".").split(".")
    ways = {short, short.removesuffix("."), " . ".join(parts) + " .", ". ".join(parts) + "."}
    if len(short) > 4:
        ways.add("".join(parts) if len("".join(parts)) > 2 else short)
    if len(parts) == 1:
        ways.add(".".join(parts[0]) + ".")
    found = {way: words(f"ที่ {way} กล่าว") for way in ways}
    wrong = {way: cut for way, cut in found.items() if cut != ["ที่", short, "กล่าว"]}
    assert set(wrong) <= {"กพร", "พลตอ", "คตป", "เมย"}, wrong  # letters that stand for several, or hold other words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("สำนักงานคณะกรรมการพัฒนาระบบราชการ", ["สำนักงาน", "คณะกรรมการ", "พัฒนา", "ระบบ", "ราชการ"]),
        ("กรมการจัดหางานและกรมที่ดิน", ["กรม", "การ", "จัดหา", "งาน", "และ", "กรม", "ที่ดิน"]),
        ("ปลัดกระทรวงมหาดไทย", ["ปลัด", "กระทรวง", "มหาดไทย"]),
        ("คณะรัฐมนตรี นายกรัฐมนตรี", ["คณะรัฐมนตรี", "นายกรัฐมนตรี"]),
        ("อำเภอตากใบ จังหวัดตาก", ["อำเภอ", "ตากใบ", "จังหวัด", "ตาก"]),
        ("อำเภอสุไหงโก-ลก", ["อำเภอ", "สุไหงโก", "ลก"]),
        ("ไทยเจริญ", ["ไทย", "เจริญ"]),
        ("จัดการประชุม", ["จัด", "การประชุม"]),
        ("องค์การบริหารส่วนตำบล", ["องค์การบริหารส่วนตำบล"]),
        ("นายสุทธิพงษ์มา", ["นาย", "สุทธิพงษ์", "มา"]),
        ("ล้านคน. จบ", ["ล้าน", "คน", "จบ"]),
        ("28 ก.พ. ร.10", ["28", "ก.พ.", "ร", "10"]),
    ],
)
def test_names_and_compounds_as_a_reader_would_cut_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_names_of_agencies_and_provinces_are_words() -> None:
    cut = tokeniser()
    assert cut.knows("สำนักงานคณะกรรมการพัฒนาระบบราชการ")
    assert cut.knows("ปทุมธานี")


def test_own_dictionary_makes_another_tokeniser(tmp_path: Path) -> None:
    assert words("ธรรมาภิบาลาธิการ") != ["ธรรมาภิบาลาธิการ"]
    file = tmp_path / "own.txt"
    file.write_text("# comment\nธรรมาภิบาลาธิการ\nส.ท.ง.\n", encoding="utf-8")
    own = tokeniser(file)
    assert own.words("ธรรมาภิบาลาธิการ") == ["ธรรมาภิบาลาธิการ"]
    assert own.words("ให้ส.ท.ง.มา") == ["ให้", "ส.ท.ง.", "มา"]
    assert own != tokeniser()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_unreadable_dictionary_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "own.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(IndexProblem, match=r"own\.txt"):
        tokeniser(file)
