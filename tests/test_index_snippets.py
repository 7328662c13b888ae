import html
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.answer import Wanted
from index.asked import PART_WORTH, Asked
from index.clusters import is_boundary, stands
from index.cuts import Cutting, Text
from index.matches import matches_of
from index.passages import Passage, best_passage
from index.snippets import LINE_BREAK, LONGEST, Source, snippet
from index.snippets import marked as marked_title
from index.tokens import tokeniser

RARE, USUAL, COMMON = 6.0, 2.0, 0.1  # how rare a word is
PIECES = st.sampled_from(
    [
        "ประชาชน",
        "การมีส่วนร่วม",
        "น้ํา",
        "เเม่น้ำ",
        "\u200b",
        " ",
        "\n\n",
        "<b>",
        "&amp;",
        '"',
        "mark>",
        "ก.พ.ร.",
        "๒๕๕๑",
        "ๆ",
        "่",
        "é",
        "e\u0301",
        "👨\u200d👩",
    ]
)
TEXTS = st.lists(PIECES, max_size=120).map("".join) | st.text(max_size=300)
KNOWN = ["ประชาชน", "ประชา", "น้ำ", "ก.พ.ร.", "2551", "b", "การ", "1234567"]
WANTED = st.builds(
    Wanted,
    words=st.dictionaries(st.sampled_from(KNOWN), st.sampled_from([RARE, USUAL, COMMON]), max_size=4),
    follows=st.sets(st.tuples(st.sampled_from(KNOWN), st.sampled_from(KNOWN)), max_size=3),
    prefixes=st.sets(st.sampled_from(["การ", "แม่"]), max_size=1),
    phrases=st.sets(st.sampled_from(["ชนก", "น้", "ร่วม", "ก"]), max_size=2),
)


def asked(wanted: Wanted) -> Asked:
    return Asked(wanted, Cutting(tokeniser()))


def shown_of(text: str, wanted: Wanted, title: str = "") -> str:
    return snippet([Source.of(text)], asked(wanted), fold(title))


def marked(text: str, wanted: Wanted) -> str:
    return marked_title(Source.of(text), asked(wanted))


def best_of(text: str, wanted: Wanted) -> Passage:
    return best_passage(Text(fold(text), Cutting(tokeniser())), asked(wanted))


def plain(shown: str) -> str:
    return html.unescape(re.sub("</?mark>", "", shown))


def edges(shown: str) -> list[int]:
    """Where, in the plain text, a mark begins or ends."""
    pieces = re.split("</?mark>", shown)
    found, at = [], 0
    for piece in pieces[:-1]:
        at += len(html.unescape(piece))
        found.append(at)
    return found


def tears(text: str, at: int) -> bool:
    """Whether a cut before *at* leaves a mark without its letter or a leading vowel without its consonant."""
    if not 0 < at < len(text):
        return False
    return unicodedata.category(text[at]) in ("Mn", "Mc", "Me") or text[at] in "ะาำ" or text[at - 1] in "เแโใไ"


def visible(text: str) -> str:
    """*text* without blanks, controls and what is invisible: all that a snippet may leave out."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_a_snippet_is_a_piece_of_the_text(text: str, wanted: Wanted) -> None:
    shown = plain(shown_of(text, wanted))
    at = 0
    for word in shown.replace(LINE_BREAK, " ").removeprefix("… ").removesuffix(" …").split():
        found = visible(text).find(visible(word), at)
        assert found >= 0
        at = found + len(visible(word))


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_a_snippet_is_one_line_of_bounded_length_cut_between_clusters(text: str, wanted: Wanted) -> None:
    shown = plain(shown_of(text, wanted))
    assert len(shown.splitlines()) <= 1
    assert "  " not in shown.replace(LINE_BREAK, " ")
    assert len(shown) <= LONGEST
    inside, whole = visible(shown.replace("… ", "").replace(" …", "").replace(LINE_BREAK, "")), visible(text)
    starts = [m.start() for m in re.finditer(re.escape(inside), whole)] if inside else [0]
    assert not starts or any(not tears(whole, at) and not tears(whole, at + len(inside)) for at in starts)


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_marks_hold_whole_clusters_and_nothing_is_unescaped(text: str, wanted: Wanted) -> None:
    for shown in (shown_of(text, wanted), marked(text, wanted)):
        bare = plain(shown)
        assert not any(tears(bare, at) for at in edges(shown))
        assert not set("<>") & set(re.sub("<mark>[^<]+</mark>", "", shown))


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_what_is_marked_was_asked_for(text: str, wanted: Wanted) -> None:
    asked = [*wanted.words, *wanted.prefixes, *wanted.phrases]
    for shown in (shown_of(text, wanted), marked(text, wanted)):
        for mark in re.findall("<mark>(.*?)</mark>", shown, re.DOTALL):
            bare = fold(html.unescape(mark)).replace(",", "")
            assert any(word.removesuffix(".") in bare for word in asked)


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_any_text_and_any_query_give_a_snippet(text: str, query: str, title: str) -> None:
    words = tokeniser().words(fold(query))
    wanted = Wanted(dict.fromkeys(words, USUAL), set(pairwise(words)), {fold(query)}, {fold(query)} - {""})
    assert isinstance(shown_of(text, wanted, title), str)
    assert plain(marked(text, wanted)) == text


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_a_marked_title_is_the_whole_title(text: str, wanted: Wanted) -> None:
    assert plain(marked(text, wanted)) == text


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_what_is_found_is_marked(text: str, wanted: Wanted) -> None:
    source = Source.of(text)
    found = best_of(text, wanted)
    assert ("<mark>" in shown_of(text, wanted)) == bool(found.worth)
    assert bool(found.worth) == bool(found.matches)
    if any(phrase in source.folded for phrase in wanted.phrases):
        assert found.worth


@settings(deadline=None)
@given(TEXTS, st.sets(st.sampled_from(["ประชาชน", "การมีส่วนร่วม", "ร่วมประชา"]), min_size=1))
def test_every_place_of_a_word_is_marked_wherever_the_text_was_cut(text: str, words: set[str]) -> None:
    wanted = Wanted(words=dict.fromkeys(words, RARE))
    for shown in (shown_of(text, wanted), marked(text, wanted)):
        for piece in re.split("<mark>.*?</mark>", shown, flags=re.DOTALL):
            bare = fold(html.unescape(piece))
            for word in words:
                at = bare.find(word)
                assert at < 0 or not stands(f"-{bare}-", at + 1, at + 1 + len(word))


@settings(deadline=None)
@given(TEXTS, st.sets(st.sampled_from(["ชนก", "น้ำเ", "ร่วม", "ก.พ.", "2551 "]), min_size=1))
def test_every_place_of_an_exact_string_is_marked(text: str, phrases: set[str]) -> None:
    wanted = Wanted(phrases=phrases)
    for shown in (shown_of(text, wanted), marked(text, wanted)):
        for piece in re.split("<mark>.*?</mark>", shown, flags=re.DOTALL):
            assert not any(phrase in fold(html.unescape(piece)) for phrase in phrases)


def test_marks_stand_at_the_raw_characters() -> None:
    text = "ที่เเม่น้ํา\u200bท่วม"
    assert marked(text, Wanted(phrases={"แม่น้ำ"})) == "ที่<mark>เเม่น้ํา\u200b</mark>ท่วม"
    assert shown_of(text, Wanted(phrases={"แม่น้ำ"})) == "ที่<mark>เเม่น้ํา</mark>ท่วม"


def test_the_best_passage_has_the_most_different_words() -> None:
    text = "ประชาชน " * 40 + "ทั้งนี้ " * 60 + "การปฏิรูปเพื่อประชาชน" + " ทั้งนี้" * 60
    shown = shown_of(text, Wanted(words={"ประชาชน": USUAL, "ปฏิรูป": USUAL}))
    assert "<mark>ปฏิรูป</mark>เพื่อ<mark>ประชาชน</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


RUN = ["การ", "มีส่วนร่วม", "ของ", "ประชาชน"]
TYPED = Wanted(words=dict(zip(RUN, (COMMON, RARE, COMMON, USUAL), strict=True)), follows=set(pairwise(RUN)))


def test_the_longest_run_comes_first_and_common_words_are_marked_only_in_it() -> None:
    scattered = "ประชาชนในการประชุมของเรามีส่วนร่วม " + "ทั้งนี้ " * 80
    shown = shown_of(f"{scattered} การเปิดการมีส่วนร่วมของประชาชนในการทำงานของเรา {scattered}", TYPED)
    assert "การเปิด<mark>การมีส่วนร่วมของประชาชน</mark>ในการทำงานของเรา" in shown


def test_a_run_across_a_blank_is_a_run() -> None:
    shown = shown_of("มีส่วนร่วม ทั้งการ " * 30 + "การมีส่วนร่วม ของประชาชน" + " ทั้งนี้" * 60, TYPED)
    assert "<mark>การมีส่วนร่วม</mark> <mark>ของประชาชน</mark>" in shown


def test_the_rarer_word_decides() -> None:
    text = "ประชาชน " + "ทั้งนี้ " * 80 + "ปฏิรูป"
    assert "<mark>ปฏิรูป</mark>" in shown_of(text, Wanted(words={"ประชาชน": USUAL, "ปฏิรูป": RARE}))
    assert "<mark>ประชาชน</mark>" in shown_of(text, Wanted(words={"ประชาชน": RARE, "ปฏิรูป": USUAL}))


def test_a_common_word_is_marked_where_nothing_else_is() -> None:
    assert shown_of("ราคาของข้าว", Wanted(words={"ของ": COMMON})) == "ราคา<mark>ของ</mark>ข้าว"
    assert shown_of("ราคาของข้าว", TYPED) == "ราคา<mark>ของ</mark>ข้าว"
    assert marked("ราคาของข้าว", TYPED) == "ราคาของข้าว"  # the rest of the query is marked beside it


def test_words_inside_others_are_marked() -> None:
    assert tokeniser().words("มหาวิทยาลัย") == ["มหาวิทยาลัย"]
    wanted = Wanted(words={"วิทยาลัย": RARE})
    assert shown_of("เปิดมหาวิทยาลัย", wanted) == "เปิดมหา<mark>วิทยาลัย</mark>"
    assert shown_of("มหาวิทยาลัยและวิทยาลัย", wanted) == "มหา<mark>วิทยาลัย</mark>และ<mark>วิทยาลัย</mark>"
    assert best_of("มหาวิทยาลัย", wanted).worth == RARE * PART_WORTH


def test_letters_that_happen_to_be_the_same_are_marked_where_nothing_else_is() -> None:
    assert tokeniser().words("นายไปนา") == ["นาย", "ไป", "นา"]
    wanted = Wanted(words={"นา": USUAL})
    assert shown_of("นายไปนา", wanted) == "นายไป<mark>นา</mark>"
    assert shown_of("นายไป", wanted) == "<mark>นา</mark>ยไป"
    assert shown_of("นี่", wanted) == "นี่"
    assert shown_of("หน้า", Wanted(words={"น": USUAL})) == "หน้า"


def test_a_word_is_marked_however_the_text_was_cut() -> None:
    assert tokeniser().words("ผู้ว่าราชการจังหวัด") == ["ผู้ว่าราชการจังหวัด"]
    typed = ["ผู้ว่าราชการ", "จังหวัด"]
    wanted = Wanted(words=dict.fromkeys(typed, RARE), follows=set(pairwise(typed)))
    assert shown_of("ท่านผู้ว่าราชการจังหวัดเลย", wanted) == "ท่าน<mark>ผู้ว่าราชการจังหวัด</mark>เลย"
    assert shown_of("เขาขาย", Wanted(words={"ขา": RARE})) == "เขา<mark>ขา</mark>ย"  # ขา (leg) is not in เขา (he)


def test_marks_do_not_swallow_the_sign_of_repetition() -> None:
    assert shown_of("ผู้แทนต่างๆ", Wanted(words={"ต่าง": RARE})) == "ผู้แทน<mark>ต่าง</mark>ๆ"


def test_paragraphs_lists_and_tables_become_one_line() -> None:
    text = "เรื่อง:\n- ข้อหนึ่ง\n\n  ประชาชน\u2028 ร่วม\t งาน\nภาคเหนือ | เชียงใหม่\nภาคใต้ | สงขลา"
    shown = shown_of(text, Wanted(words={"เชียงใหม่": RARE}))
    assert shown == ("เรื่อง: - ข้อหนึ่ง · ประชาชน · ร่วม งาน · ภาคเหนือ | <mark>เชียงใหม่</mark> · ภาคใต้ | สงขลา")


def test_a_snippet_begins_and_ends_at_blanks_where_it_can() -> None:
    text = "สำนักงานจัดประชุมรับฟังความคิดเห็น " * 20 + "ปฏิรูประบบราชการ " + "คณะกรรมการเห็นชอบแผนงานประจำปี " * 20
    shown = plain(shown_of(text, Wanted(words={"ปฏิรูป": RARE})))
    assert shown.startswith("… สำนักงานจัด")
    assert shown.endswith("แผนงานประจำปี …")


def test_a_snippet_is_cut_between_words_where_there_is_no_blank() -> None:
    text = "สำนักงานจัดประชุมรับฟังความคิดเห็น" * 20 + "ปฏิรูปราชการ" + "คณะกรรมการเห็นชอบแผนงานประจำปี" * 20
    shown = plain(shown_of(text, Wanted(words={"ปฏิรูป": RARE}))).removeprefix("… ").removesuffix(" …")
    ends = {token.start for token in tokeniser().tokens(text)} | {token.end for token in tokeniser().tokens(text)}
    assert {text.find(shown), text.find(shown) + len(shown)} <= ends


def test_a_line_break_within_a_word_is_no_place_for_a_cut() -> None:
    torn = "คณะกรรมการเห็นชอบ ปฏิรูประบบราชการ " + "ผู้แทน " * 25 + "เกิดคว\n\nามแตกแยก " + "ทั้งนี้ " * 60
    for more in range(0, 60, 3):
        shown = plain(shown_of("ก" * more + " " + torn, Wanted(words={"ปฏิรูป": RARE})))
        assert not shown.endswith("คว …")


def test_a_number_stays_with_its_unit() -> None:
    text = "ทั้งนี้ " * 40 + "จ่ายเงิน 10,000 บาท ให้เกษตรกร" + " ทั้งนี้" * 40
    assert "เงิน 10,000 บาท" in plain(shown_of(text, Wanted(words={"เกษตรกร": RARE})))


def test_where_little_follows_more_of_what_stands_before_is_shown() -> None:
    shown = shown_of("ทั้งนี้ คณะกรรมการเห็นชอบ\n" * 20 + "เศรษฐา", Wanted(words={"เศรษฐา": RARE}))
    assert shown.endswith("<mark>เศรษฐา</mark>")
    assert len(plain(shown)) > 150


def test_a_match_far_into_a_long_text_is_found_at_its_raw_characters() -> None:
    text = "ทั้งนี้  ๑๒\r\n\u200b " * 20_000 + "ประชุมเเม่น้ําโขง" + " ทั้งนี้" * 2_000
    shown = shown_of(text, Wanted(words={"แม่น้ำ": RARE}))
    assert "<mark>เเม่น้ํา</mark>" in shown


def test_a_text_that_begins_with_the_title_is_read_from_behind_it() -> None:
    title = "ครม. เห็นชอบ “แผนปฏิรูป” ระบบราชการ"
    rest = "วันนี้ ที่ประชุมเห็นชอบแผนปฏิรูปตามที่เสนอ " + "ทั้งนี้ " * 30
    text = f"{title.replace('“', chr(34)).replace('”', chr(34))}\n\n{rest}"
    assert shown_of(text, Wanted(words={"ปฏิรูป": RARE}), title).startswith("วันนี้ ที่ประชุมเห็นชอบแผน<mark>ปฏิรูป</mark>")
    assert shown_of(text, Wanted(), title).startswith("วันนี้ ที่ประชุม")
    assert shown_of(text, Wanted(words={"ราชการ": RARE}), title).startswith("ครม. เห็นชอบ")  # only the title has it


def test_the_text_that_answers_best_is_shown() -> None:
    sources = [Source.of("การ ประชุมคณะทำงาน"), Source.of("แผน มีส่วนร่วม"), Source.of("มีส่วนร่วม")]
    assert snippet(sources, asked(TYPED)) == "แผน <mark>มีส่วนร่วม</mark>"
    assert snippet(sources, asked(Wanted())) == "การ ประชุมคณะทำงาน"
    assert snippet([], asked(TYPED)) == ""


@pytest.mark.parametrize(
    ("word", "text"), [("1234567", "1,234,567"), ("ก.พ.ร.", "ก.พ.ร"), ("พ.ศ.", "พ . ศ ."), ("2551", "๒๕๕๑")]
)
def test_a_word_is_marked_as_the_text_writes_it(word: str, text: str) -> None:
    assert f"<mark>{text}</mark>" in shown_of("ทั้งนี้ " * 60 + text, Wanted(words={word: RARE}))


def test_a_long_exact_string_is_shown_whole() -> None:
    phrase = "ประชาชน" * 60
    assert f"<mark>{phrase}</mark>" in shown_of("ก่อน " * 100 + phrase + " หลัง" * 100, Wanted(phrases={phrase}))


def test_one_cluster_of_many_marks_is_no_long_snippet() -> None:
    text = "ประชาชน " + "ก" + "\u0301\u0302" * 50_000 + " ประชาชน"
    assert len(shown_of(text, Wanted(words={"ประชาชน": RARE}))) < 5_000
    assert len(shown_of("ก\u200d" * 3 + "\u200d" * 50_000 + "ข", Wanted(phrases={"ข"}))) < 5_000


def test_words_that_are_not_there_show_the_beginning() -> None:
    text = "เมื่อวันที่ " * 100
    shown = shown_of(text, Wanted(words={"อวกาศ": RARE}))
    assert text.startswith(shown.removesuffix(" …"))
    assert shown_of("", Wanted()) == ""


def test_matches_of_a_title_are_in_order() -> None:
    title = fold("การมีส่วนร่วมของประชาชน")
    found = matches_of(Text(title, Cutting(tokeniser())).cut(0, len(title)), asked(TYPED))
    assert [match.key for match in found] == RUN


@pytest.mark.parametrize(
    ("text", "at", "free"),
    [
        ("น้ำ", 1, False),
        ("น้ำ", 2, False),
        ("แม่", 1, False),
        ("กา", 1, False),
        ("กข", 1, True),
        ("ab", 1, True),
        ("a", 5, True),
    ],
)
def test_boundaries(text: str, at: int, free: bool) -> None:
    assert is_boundary(text, at) is free


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("อบต.", "อบต."),
        ("อบต.", "อบต"),
        ("ก.พ.ร.", "ก.พ.ร"),
        ("ก.พ.ร.", "ก. พ. ร."),
        ("พ.ศ.", "พ . ศ ."),
        ("พ.ศ.", "พ .ศ."),
        ("พล.อ.", "พล. อ."),
        ("พล.อ.", "พล.อ"),
        ("ค.ร.ม.", "ครม"),
        ("ค.ร.ม.", "ครม."),
        ("ม.ค.", "มค."),
        ("มาตรา", "มาตรา"),
        ("1234.5", "1,234.5"),
    ],
)
def test_an_abbreviation_is_marked_however_it_is_written(word: str, written: str) -> None:
    far = "เนื้อความอื่นที่ไม่เกี่ยวข้อง " * 100
    [form] = tokeniser().words(fold(word))
    shown = shown_of(f"{far}ตามที่ {written} กำหนดไว้ {far}", Wanted({form: RARE}))
    assert re.findall("<mark>(.*?)</mark>", shown) == [written]
