"""Bytes to text: what is declared is a hint, the bytes decide."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai import charset as module
from corpus.thai.charset import decode

SENTENCE = "ก.พ.ร. เชิญชวนส่วนราชการส่งผลงานเข้าประกวด – “ปีที่สิบ”…"


def test_doctests() -> None:
    assert doctest.testmod(module).failed == 0


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
