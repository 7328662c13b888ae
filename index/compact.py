"""Folded text with one byte for each Thai or ASCII character.

UTF-8 takes three bytes for a Thai character. In one byte each, exact strings are looked for in a third of the bytes
and the index is smaller by so much. Thai has its places of TIS-620, ASCII its own, a few signs the free ones between;
any other character is ``0x01`` with six bytes ``0x10`` to ``0x1f`` behind it, which never stand elsewhere: so the bytes
of a string stand in the bytes of a text exactly where the string stands in the text.

>>> encode("ข่าว opdc").hex(" ")
'a2 e8 d2 c7 20 6f 70 64 63'
>>> decode(encode("ท่าน • 東 é")) == "ท่าน • 東 é"
True
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

SEPARATOR = b"\0"  # between the parts of a document; no folded text has it

Bytes: TypeAlias = npt.NDArray[np.uint8]

_SIGNS = "•·═°…‰™©®×÷½¼¾é"  # frequent enough on Thai pages to deserve one byte
_TABLE = (
    "".join(map(chr, range(0x7F)))
    + "\ufffe"
    + _SIGNS.ljust(0x21, "\ufffe")
    + "".join(chr(0x0E00 + n) if 1 <= n <= 0x3A or 0x3F <= n <= 0x5B else "\ufffe" for n in range(1, 0x5F))
)
_PLAIN = "\n -~ก-ฺ฿-๛" + _SIGNS
_OTHER = re.compile(f"[^{_PLAIN}]")
_ESCAPED = re.compile("\x01([\x10-\x1f]{6})")


def encode(folded: str) -> bytes:
    """*folded* as bytes; every character has one, or seven where it is rare."""
    if "\0" not in folded:
        with suppress(UnicodeEncodeError):  # most texts have nothing but plain characters: no need to look for others
            return _encoded(folded, _ENCODING_PLAIN)
    return _encoded(_OTHER.sub(_escape, folded), _ENCODING)


def _encoded(text: str, encoding: Any) -> bytes:
    data: bytes = codecs.charmap_encode(text, "strict", encoding)[0]
    return data


def decode(data: bytes) -> str:
    """The text that :func:`encode` made *data* of."""
    text: str = codecs.charmap_decode(data, "strict", _TABLE)[0]
    return _ESCAPED.sub(_unescape, text) if b"\1" in data else text


def one_line(data: bytes) -> bytes:
    """*data* with blanks for its line breaks, which nobody can type and which are the page's look, not its words."""
    return data.replace(b"\n", b" ")


def _escape(m: re.Match[str]) -> str:
    digits = f"{ord(m.group()):06x}"
    return "\x01" + "".join(chr(0x10 + int(digit, 16)) for digit in digits)


def _unescape(m: re.Match[str]) -> str:
    return _character(m.group(1))


@lru_cache(maxsize=512)  # a page that has such characters has the same few many times
def _character(digits: str) -> str:
    return chr(int("".join(f"{ord(digit) - 0x10:x}" for digit in digits), 16))


_ENCODING = codecs.charmap_build(_TABLE)
# Without the control characters that escapes are made of. Python is fast only with a table in which NUL stands for NUL.
_ENCODING_PLAIN = codecs.charmap_build(re.sub("[\x01-\x09\x0b-\x1f]", "\ufffe", _TABLE))
