"""Bytes → text for Thai pages, whatever they declare.

What a page says of its encoding is a hint, the bytes decide. In this order:

1. a byte order mark;
2. bytes that are valid UTF-8 (or nearly: one bad byte in a hundred high ones) are UTF-8, whatever is declared:
   Thai in windows-874 is never valid UTF-8 for longer than a word;
3. UTF-16 without a mark, told by its zero bytes;
4. the declared encoding: HTTP header, then ``<meta>`` or XML declaration. Every name of the Thai single-byte family
   means windows-874: of the three only it has the quotes, dashes and the ellipsis that editors typed (0x85, 0x91-0x97);
5. windows-874 where the high bytes lie where Thai letters are, else windows-1252.

>>> decode("ข่าว".encode("cp874"), "utf-8").text, decode("ข่าว".encode(), "tis-620").text
('ข่าว', 'ข่าว')
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.warnings import say

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.I)
_THAI_NAMES = re.compile(r"(?:tis-?620.*|iso-?8859-?11|(?:windows|cp|x-cp|ms|ibm)?-?0?874|thai8?|x-mac-thai)", re.I)
_PAGE_ENCODINGS = frozenset(  # the encodings of the HTML standard; Python knows others that are not for text
    {"ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030", "big5", "euc_jp", "shift_jis"}
    | {"iso2022_jp", "euc_kr", "koi8-r", "koi8-u"}
    | {f"cp125{n}" for n in range(9)}
    | {f"iso8859-{n}" for n in range(1, 17)}
)
_HIGH = re.compile(rb"[\x80-\xff]")
_THAI_BYTES = re.compile(rb"[\xa1-\xda\xdf-\xfb]")
_DOUBLE = re.compile("à[¸¹][\u0080-\u00bf\u0152-\u2122]")  # UTF-8 Thai that was read as windows-1252 and saved again
HEAD = 4096  # bytes in which a declaration must stand; HTML asks for the first 1024, pages are not so strict
NEARLY = 100  # high bytes for each bad one that UTF-8 is forgiven: a page cut off, one byte damaged on the way


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was read in, and what was odd about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(body: bytes, declared: str = "") -> Decoded:
    """The text of *body*; *declared* is the charset of the HTTP header. Never fails: what cannot be read is U+FFFD."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name, declared)
    if _nearly_utf8(body):
        return _read(body, "utf-8", declared)
    if name := _utf16(body):
        return _read(body, name, declared)
    said = _known(declared) or _meta(body)
    if said in ("", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-1", "ascii"):
        said = "cp874" if _looks_thai(body) else "cp1252"
    return _read(body, said, declared)


def _read(body: bytes, encoding: str, declared: str) -> Decoded:
    warnings = []
    text = body.decode(encoding, errors="replace")
    if lost := text.count("\ufffd"):
        warnings.append(say("lost", count=lost, encoding=encoding))
    said = _known(declared) or _meta(body)
    if said and said != encoding and not (encoding == "utf-8" and body.isascii()):
        warnings.append(say("encoding", declared=said, encoding=encoding))
    if len(_DOUBLE.findall(text[:HEAD])) > 4:
        text, mended = _undouble(text)
        if mended:
            warnings.append(say("twice"))
    return Decoded(text, encoding, tuple(warnings))


def _nearly_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        bad = body.decode("utf-8", errors="replace").count("\ufffd")
        return bad * NEARLY <= len(_HIGH.findall(body))
    return b"\0" not in body[:HEAD]


def _utf16(body: bytes) -> str:
    """The UTF-16 whose zero bytes (ASCII markup) stand on one side only; else empty."""
    head = body[:HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 8 < len(head) or min(even, odd) * 20 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _looks_thai(body: bytes) -> bool:
    high = len(_HIGH.findall(body))
    return high > 0 and len(_THAI_BYTES.findall(body)) * 10 >= high * 8


def _meta(body: bytes) -> str:
    m = _DECLARED.search(body[:HEAD])
    return _known(m[1].decode("ascii")) if m else ""


def _known(name: str) -> str:
    """The Python name of an encoding that pages are written in; empty for none or any other."""
    name = name.strip().strip("\"'").lower()
    if _THAI_NAMES.fullmatch(name):
        return "cp874"
    try:
        found = codecs.lookup(name[:40]).name if name else ""
    except (LookupError, ValueError):  # no such encoding
        return ""
    return found if found in _PAGE_ENCODINGS else ""


def _undouble(text: str) -> tuple[str, bool]:
    raw = bytearray()
    for char in text:
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return text, False
            raw.append(ord(char))  # windows-1252 has no 0x81, 0x8d, 0x8f, 0x90, 0x9d; software passes them through
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return text, False
