"""Thai that went through the wrong encoding on its way into a page, made Thai again where that is certain.

A text was UTF-8 or TIS-620, some program read it as something else and saved what it saw. What that leaves follows
from the tables alone, so each run of such characters says for itself what it was; the rest of the page stays as it is:

=================================  ============================================  ==========================
was                                read as                                       leaves of ก (U+0E01)
=================================  ============================================  ==========================
UTF-8                              windows-1252 or Latin-1 (also several times)  ``à¸`` and U+0081
UTF-8                              windows-874                                   ``เธ`` and U+0081
TIS-620                            windows-1252 or Latin-1                       ``¡``
TIS-620                            the same, and written as references           ``&#161;`` or ``&iexcl;``
Thai                               a program that escapes twice                  ``&amp;#3585;``
=================================  ============================================  ==========================

>>> mended("<p>" + "ข่าว".encode().decode("latin-1") + "</p>").text, mended("&#161;&#210;&#195;").text
('<p>ข่าว</p>', 'การ')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import name2codepoint

_MARKS = (0x85, *range(0x91, 0x98))  # ellipsis, quotes, bullet, dashes
ROUNDS = 3  # times that a text can have been encoded over and over
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # in windows-1252; programs pass these bytes through as C1 controls


def _image(encoding: str) -> dict[int, str]:
    """Byte → what it looks like in *encoding*, for the bytes that have a look there."""
    return {b: c for b in range(0x80, 0x100) if (c := bytes([b]).decode(encoding, "ignore"))}


_WESTERN = {c: b for b, c in _image("cp1252").items()} | {chr(b): b for b in range(0x80, 0x100)}
_THAI = {c: b for b, c in _image("cp874").items()} | {chr(b): b for b in range(0x80, 0xA0)}
_FOLLOWS = "".join(re.escape(c) for c in sorted(_WESTERN) if 0x80 <= _WESTERN[c] < 0xC0)  # bytes inside a UTF-8 letter
_FOLLOWS_THAI = "".join(re.escape(c) for c in sorted(_THAI) if 0x80 <= _THAI[c] < 0xC0)

# Each pair: what nothing but a spoilt text has, and all that is mended in a line that has it.
_TWICE_SURE = re.compile(rf"(?:à[¸¹][{_FOLLOWS}]){{2}}|Ã[\u00a0 ]Â[¸¹]|Ã[\u0083ƒ]Â[\u00a0 ]")
_TWICE = re.compile(rf"(?:à[¸¹][{_FOLLOWS}]|à¸ (?=[ à])|[\u00c2-\u00f4][{_FOLLOWS}]+)+")
_TWICE_LEFT = re.compile("à[¸¹]")
_TWICE_THAI = re.compile(rf"(?:เ[ธน][{_FOLLOWS_THAI}\ufffd]|โ€[{_FOLLOWS_THAI}])+")
_TWICE_THAI_SURE = re.compile(rf"(?:เ[ธน][{_FOLLOWS_THAI}\ufffd]){{3}}")  # เธ begins the word เธอ, เน that of เนคไท
_TIS = re.compile("[\u00a1-\u00da\u00df-\u00fb\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]+")
_TIS_SURE = re.compile("[\u00a1-\u00ce\u00e0-\u00e4](?=[\u00a1-\u00da\u00df-\u00fb]{3})")
_WORD = re.compile("[\u00a1-\u00da\u00df-\u00fb]{4,}")
_CONSONANT = re.compile("[\u00a1-\u00ce]")
_REFERENCE = (
    r"&(?:#(?:133|14[5-9]|15[01]|1[6-9]\d|2[0-4]\d|25[01])|#x[a-fA-F][0-9a-fA-F]|"
    r"(?!nbsp|amp|quot)[A-Za-z]{3,6}\d{0,2});"
)
_REFERENCES = re.compile(rf"(?:{_REFERENCE})+")
_REFERENCES_SURE = re.compile(rf"(?:{_REFERENCE}){{3,}}")
_PARTS = re.compile(r"&(#x?)?(\w{2,8});")
_ESCAPED = re.compile(r"&amp;(#(?:3[56]\d\d|x0?[eE][0-5][0-9a-fA-F]);)")
_PUNCTUATION = {b: bytes([b]).decode("cp874") for b in _MARKS}  # controls that are the punctuation of windows-874
_C1 = tuple(map(chr, _PUNCTUATION))
_TWICE_SIGNS, _TIS_SIGNS = ("à¸", "à¹", "Ã"), ("Ò", "Ã", "¹")  # ก, เ; า, ร, น: no Thai page is without them


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with its Thai put right.

    ``twice``: a layer of UTF-8 was taken off; ``single_byte``: TIS-620 was read as western letters; ``left``: there is
    more that looks spoilt, and is not certain.
    """

    text: str
    twice: bool = False
    single_byte: bool = False
    left: bool = False


def mended(text: str) -> Mended:
    """*text* with every run of spoilt Thai that is certain put right; linear in its length."""
    before = text
    if "&" in text:
        text = _ESCAPED.sub(r"&\1", text)
        text = _by_line(text, _REFERENCES_SURE, _REFERENCES, _from_references)
    references = text != before
    twice = False
    for _ in range(ROUNDS):
        after = _once(text)
        if after == text:
            break
        text, twice = after, True
    before = text
    if any(sign in text for sign in _TIS_SIGNS):
        text = _by_line(text, _TIS_SURE, _TIS, _from_tis, _has_thai_word)
    single = references or text != before
    if any(sign in text for sign in _C1):
        text = text.translate(_PUNCTUATION)
    left = any(sign in text for sign in _TWICE_SIGNS[:2]) and bool(_TWICE_LEFT.search(text))
    return Mended(text, twice, single, left)


def _once(text: str) -> str:
    if any(sign in text for sign in _TWICE_SIGNS):
        text = _by_line(text, _TWICE_SURE, _TWICE, _from_western)
    if "เธ" in text:
        text = _by_line(text, _TWICE_THAI_SURE, _TWICE_THAI, _from_thai)
    return text


def _by_line(
    text: str,
    sure: re.Pattern[str],
    every: re.Pattern[str],
    mend: Callable[[re.Match[str]], str],
    proof: Callable[[str], bool] = bool,
) -> str:
    """*text* with *every* run mended in the lines that hold a *sure* one and stand the *proof*."""
    if not sure.search(text):
        return text
    lines = text.splitlines(keepends=True)
    return "".join(every.sub(mend, line) if sure.search(line) and proof(line) else line for line in lines)


def _from_western(found: re.Match[str]) -> str:
    raw = bytes(_WESTERN.get(c, 0xA0) for c in found[0])  # a blank stands for the no-break blank that it was
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _from_thai(found: re.Match[str]) -> str:
    pieces = (found[0][n : n + 3] for n in range(0, len(found[0]), 3))
    return "".join(
        "\ufffd" if piece[2] == "\ufffd" else bytes(_THAI[c] for c in piece).decode("utf-8") for piece in pieces
    )


def _has_thai_word(line: str) -> bool:
    """Whether letters of *line* would be Thai words: half of a run consonants, where western words have vowels."""
    return any(2 * len(_CONSONANT.findall(word[0])) >= len(word[0]) for word in _WORD.finditer(line))


def _from_tis(found: re.Match[str]) -> str:
    return bytes(_WESTERN[c] for c in found[0]).decode("cp874", "replace")


def _from_references(found: re.Match[str]) -> str:
    codes = [_code(kind, name) for kind, name in _PARTS.findall(found[0])]
    if not all(0xA1 <= code <= 0xDA or 0xDF <= code <= 0xFB or code in _MARKS for code in codes):
        return found[0]
    lone = len(codes) == 1 and found[0][1] != "#"  # &copy; and &raquo; stand for themselves
    consonants = sum(0xA1 <= code <= 0xCE for code in codes)
    return found[0] if lone or (len(codes) > 2 and 3 * consonants < len(codes)) else bytes(codes).decode("cp874")


def _code(kind: str, name: str) -> int:
    if not kind:
        return name2codepoint.get(name, 0)
    return int(name, 16 if kind == "#x" else 10)
