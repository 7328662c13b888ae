"""Bytes to text: what is declared is a hint, the bytes decide."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.sniff import not_text
from corpus.thai import charset as module
from corpus.thai import mojibake
from corpus.thai.charset import decode
from corpus.thai.mojibake import mended

SENTENCE = "ก.พ.ร. เชิญชวนส่วนราชการส่งผลงานเข้าประกวด – “ปีที่สิบ”…"


def test_doctests() -> None:
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(mojibake).failed == 0


@pytest.mark.parametrize("declared", ["", "utf-8", "tis-620", "TIS-620", "iso-8859-11", "windows-874", "no-such"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_every_pair_of_declared_and_real_encoding(declared: str, encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding), declared).text == SENTENCE


def test_the_meta_element_is_heard_where_the_header_is_silent() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=tis-620"><p>' + SENTENCE
    found = decode(page.encode("cp874"))
    assert (found.text, found.encoding, found.warnings) == (page, "cp874", ())


def test_utf16_without_a_mark() -> None:
    page = "<html><head><title>ข่าว</title></head><body>" + "<p>การประชุม</p>" * 20
    assert decode(page.encode("utf-16-le")).text == page
    assert decode(page.encode("utf-16-be")).text == page


def test_a_wrong_declaration_is_told() -> None:
    found = decode(SENTENCE.encode("cp874"), "utf-8")
    assert found.warnings == ("declared utf-8, read as cp874",)


def test_one_damaged_byte_does_not_make_utf8_windows_874() -> None:
    raw = (SENTENCE * 20).encode()
    found = decode(raw[:400] + b"\xff" + raw[400:])
    assert found.encoding == "utf-8"
    assert any("could not be read" in w for w in found.warnings)
    assert found.text.count("\ufffd") <= 4


def test_utf8_encoded_twice() -> None:
    twice = "".join(
        chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252")
        for b in "ข่าวประชาสัมพันธ์ ก.พ.ร.".encode()
    )
    assert decode(twice.encode()).text == "ข่าวประชาสัมพันธ์ ก.พ.ร."


def test_latin_pages_stay_latin() -> None:
    assert decode("Café – naïve".encode("cp1252"), "iso-8859-1").text == "Café – naïve"


@pytest.mark.parametrize("declared", ["base64", "rot13", "undefined", "idna", "x" * 5000, "\ud800", "utf_7"])
def test_names_that_are_not_encodings_of_text(declared: str) -> None:
    assert decode(SENTENCE.encode(), declared).text == SENTENCE


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "tis-620", "cp874", "utf-16", "punycode", "hex"]))
def test_any_bytes_become_text(body: bytes, declared: str) -> None:
    assert isinstance(decode(body, declared).text, str)


@given(st.text(alphabet="กขคงจฉชซญดตถทธนบปผพฟภมยรลวศษสหอฮะาิีึืุูเแโใไ่้๊๋็์ ", min_size=4, max_size=200))
def test_thai_in_windows_874_comes_back(text: str) -> None:
    page = text + " ก.พ.ร. ข่าวเด่น"  # four letters alone can be valid UTF-8 by chance
    assert decode(page.encode("cp874")).text == page


FRENCH = (
    "Le ministère de l’éducation a présenté à l’assemblée générale une étude sur les élèves hébergés près de l’école"
)


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "windows-1252"])
def test_french_is_not_taken_for_thai(declared: str) -> None:
    text = FRENCH.replace("’", "'")
    assert decode(text.encode("cp1252"), declared).text == text


def test_words_of_windows_874_in_a_page_in_utf8_are_read() -> None:
    page = f"<p>{SENTENCE}</p>\n" * 3
    footer = "<div>สงวนลิขสิทธิ์ สำนักงานคณะกรรมการ</div>"
    found = decode(page.encode() + footer.encode("cp874") + b"<p>end</p>")
    assert found.text == page + footer + "<p>end</p>"
    assert found.warnings == ("read as utf-8, with words in cp874 in between",)


def test_words_of_utf8_in_a_page_in_windows_874_are_read() -> None:
    page = f"<p>{SENTENCE}</p>\n" * 3
    news = "<div>ข่าวประชาสัมพันธ์</div>"
    found = decode(page.encode("cp874") + news.encode(), "tis-620")
    assert (found.text, found.encoding) == (page + news, "cp874")
    assert found.warnings == ("read as cp874, with words in utf-8 in between",)


def through(text: str, wrong: str) -> str:
    """*text* in UTF-8, read in the encoding *wrong*; bytes that it does not have pass as controls."""
    return "".join(bytes([b]).decode(wrong, "ignore") or chr(b) for b in text.encode())


@pytest.mark.parametrize(
    ("wrong", "rounds"), [("latin-1", 1), ("latin-1", 3), ("cp1252", 1), ("cp1252", 2), ("cp874", 1)]
)
def test_text_that_was_encoded_again_and_again(wrong: str, rounds: int) -> None:
    spoilt = SENTENCE
    for _ in range(rounds):
        spoilt = through(spoilt, wrong)
    found = decode(("<p>PMQA</p>" + spoilt).encode())
    assert found.text == "<p>PMQA</p>" + SENTENCE
    assert found.warnings == ("UTF-8 encoded twice; one layer was taken off",)


def test_only_the_spoilt_lines_of_a_page_are_mended_wherever_they_stand() -> None:
    sound = "เธอเนคไทผู้เสนอแนวทางเนกาทีฟ\n" * 1000
    found = decode((sound + through(SENTENCE, "cp874") + "\n" + through(SENTENCE, "cp1252")).encode())
    assert found.text == f"{sound}{SENTENCE}\n{SENTENCE}"


def test_what_looks_spoilt_and_is_not_certain_is_left_and_told() -> None:
    found = decode("อักษร à¸ คืออะไร".encode())
    assert found.text == "อักษร à¸ คืออะไร"
    assert found.warnings == ("part of the text looks encoded twice and was left as it is",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#3586;&#3656;&#3634;&#3623;", "&#3586;&#3656;&#3634;&#3623;"),  # the parser of HTML reads these
        ("&amp;#3586;&amp;#x0e48;", "&#3586;&#x0e48;"),
        ("&#161;&#210;&#195;", "การ"),
        ("&#161;.&#190;.&#195;. &#161;&#210;&#195; &#147;", "ก.พ.ร. การ “"),
        ("&iexcl;&Ograve;&Atilde; &copy; 2550", "การ &copy; 2550"),
        ("&eacute;&agrave;&egrave;&ugrave;", "&eacute;&agrave;&egrave;&ugrave;"),
        ("&nbsp;&nbsp;&nbsp;&raquo;&amp;&lt;&gt;", "&nbsp;&nbsp;&nbsp;&raquo;&amp;&lt;&gt;"),
        ("¡ÒÃ»ÃÐªØÁ ¡.¾.Ã.", "การประชุม ก.พ.ร."),
        ("50 °C, £100, ½, «déjà»", "50 °C, £100, ½, «déjà»"),
    ],
)
def test_references_and_letters_that_stand_for_tis_620(written: str, read: str) -> None:
    assert decode(written.encode()).text == read


@given(
    st.lists(st.sampled_from(["ประชุม", "เธอ", "เนคไท", "น้ำ", "ก.พ.ร.", "ณ", "โครงการ", "แผน", " ", "\n"]), max_size=40)
)
def test_sound_thai_is_never_mended(words: list[str]) -> None:
    text = "".join(words)
    assert mended(text).text == text


@given(
    st.lists(st.sampled_from(["ประชุม", "เลิศรัฐ", "น้ำ", "ก.พ.ร.", "ณ", "โครงการ", "ภาพ", " "]), max_size=30),
    st.sampled_from(["latin-1", "cp1252", "cp874"]),
)
def test_whole_lines_come_back(words: list[str], wrong: str) -> None:
    line = "รายงานการประชุม " + "".join(words)
    assert mended(through(line, wrong)).text == line
    assert mended(line.encode("cp874").decode("cp1252")).text == line


@given(st.text(alphabet="à¸¹เธน€&#;16xeÃÒ\u0081\u00a0 \nกÂ", max_size=200))
def test_any_mixture_is_survived(text: str) -> None:
    assert isinstance(mended(text).text, str)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_of_nothing_but_thai(encoding: str) -> None:
    text = "การประชุมคณะกรรมการพัฒนาระบบราชการ" * 20
    assert decode(text.encode(encoding)).text == text
    assert not not_text(text.encode(encoding), "text/plain")
    assert not not_text(text.encode("utf-16"), "text/plain")


@given(st.text(alphabet="กขคงเแโาิี่้ ์A<>/\n", min_size=30, max_size=200))
def test_utf8_is_never_called_anything_else(text: str) -> None:
    found = decode(text.encode(), "tis-620")
    assert (found.encoding, found.text) == ("utf-8", text)
