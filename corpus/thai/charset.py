"""Bytes → text for Thai pages, whatever they declare.

What a page says of its encoding is a hint, the bytes decide. In this order:

1. a byte order mark;
2. UTF-16 without a mark, told by the bytes 0x00 and 0x0E on one side only;
3. bytes that are valid UTF-8, or mostly, are UTF-8, whatever is declared: Thai in windows-874 is never valid UTF-8 for
   longer than a word. Words in between that are windows-874 (a file of another age, included) are read as such;
4. the declared encoding: HTTP header, then ``<meta>`` or XML declaration. Every name of the Thai single-byte family
   means windows-874: of the three only it has the quotes, dashes and the ellipsis that editors typed (0x85, 0x91-0x97).
   Words in between that are UTF-8 are read as such;
5. windows-874 where the high bytes lie where Thai letters are, else windows-1252.

Then what other programs spoilt before is mended (:mod:`corpus.thai.mojibake`).

>>> decode("ข่าว".encode("cp874"), "utf-8").text, decode("ข่าว".encode(), "tis-620").text
('ข่าว', 'ข่าว')
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.thai.mojibake import mended
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
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_THAI_BYTES = re.compile(rb"[\xa1-\xda\xdf-\xfb]")
_THAI_UTF8 = re.compile(rb"(?:\xe0[\xb8\xb9][\x80-\xbf])+")
_THAI_UTF8_WORD = re.compile(rb"(?:\xe0[\xb8\xb9][\x80-\xbf]){2,}")  # in windows-874: เธ or เน and a letter, twice
_BESIDE_LATIN = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
_THAI_WORD = re.compile(rb"[\xa1-\xda\xdf-\xfb\x85\x91-\x97\xa0]{4,}")
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
    if name := _utf16(body):
        return _read(body, name, declared)
    if _is_utf8(body):
        return _read(body, "utf-8", declared)
    said = _known(declared) or _meta(body)
    if said in _OFTEN_WRONG:
        said = "cp874" if _looks_thai(body) else "cp1252"
    return _read(body, said, declared)


_OFTEN_WRONG = ("", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-1", "ascii")


def _read(body: bytes, encoding: str, declared: str) -> Decoded:
    warnings = []
    text, mixed = _decoded(body, encoding)
    if lost := text.count("\ufffd"):
        warnings.append(say("lost", count=lost, encoding=encoding))
    said = _known(declared) or _meta(body)
    if said and said != encoding and not (encoding == "utf-8" and body.isascii()):
        warnings.append(say("encoding", declared=said, encoding=encoding))
    if mixed:
        warnings.append(say("mixed", encoding=encoding, other="cp874" if encoding == "utf-8" else "utf-8"))
    found = mended(text)
    if found.twice:
        warnings.append(say("twice"))
    if found.single_byte:
        warnings.append(say("western"))
    if found.left:
        warnings.append(say("spoilt"))
    return Decoded(found.text, encoding, tuple(warnings))


def _decoded(body: bytes, encoding: str) -> tuple[str, bool]:
    """The text of *body*, and whether words of it were in the other of the two encodings of Thai."""
    if encoding == "utf-8":
        try:
            return body.decode("utf-8"), False
        except UnicodeDecodeError:
            text = _HIGH_RUN.sub(_as_utf8, body)
            return text.decode("utf-8", "replace"), text != body
    if encoding == "cp874" and _THAI_UTF8_WORD.search(body):
        parts: list[str] = []
        last = 0
        for word in _THAI_UTF8_WORD.finditer(body):
            parts += body[last : word.start()].decode("cp874", "replace"), word[0].decode("utf-8")
            last = word.end()
        return "".join([*parts, body[last:].decode("cp874", "replace")]), True
    return body.decode(encoding, errors="replace"), False


def _as_utf8(found: re.Match[bytes]) -> bytes:
    """A run of high bytes of a page in UTF-8, as UTF-8: what stands in it of windows-874 is written anew."""
    run = found[0]
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        parts: list[bytes] = []
        last = 0
        for thai in _THAI_UTF8.finditer(run):
            parts += _rewritten(run[last : thai.start()]), thai[0]
            last = thai.end()
        return b"".join([*parts, _rewritten(run[last:])])
    return run


def _rewritten(part: bytes) -> bytes:
    """*part* in UTF-8 where it is a word in windows-874; four letters are, fewer may be a damaged one of UTF-8."""
    return part.decode("cp874").encode() if _THAI_WORD.fullmatch(part) else part


def _is_utf8(body: bytes) -> bool:
    """Whether *body* is UTF-8, or damaged UTF-8, or UTF-8 for the greater part."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        high = len(_HIGH.findall(body))
        if sum(len(run[0]) for run in _THAI_UTF8.finditer(body)) * 2 >= high:
            return True
        return body.decode("utf-8", errors="replace").count("\ufffd") * NEARLY <= high
    return True


def _utf16(body: bytes) -> str:
    """The UTF-16 whose zero bytes (ASCII) and 0x0E (Thai) stand on one side only; else empty."""
    head = body[:HEAD]
    if b"\0" not in head and b"\x0e" not in head:
        return ""
    even, odd = (sum(side.count(b) for b in (0, 0x0E)) for side in (head[::2], head[1::2]))
    if max(even, odd) * 8 < len(head) or min(even, odd) * 20 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _looks_thai(body: bytes) -> bool:
    """Whether the high bytes lie where Thai letters are, and not beside Latin letters, as accents do."""
    high = len(_HIGH.findall(body))
    beside = len(_BESIDE_LATIN.findall(body))
    runs = sum(1 for _ in _HIGH_RUN.finditer(body))
    return high > 0 and len(_THAI_BYTES.findall(body)) * 10 >= high * 8 and beside * 2 <= runs


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
