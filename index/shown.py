"""What a hit shows, kept as what it has beside the folded text that the index holds anyhow.

A text and its folded form differ in capitals, digits and white space. With the folded text as its preset dictionary,
deflate is left with these differences: of 20,000 pages an eighth of what the texts take when each is compressed alone.
Both are in the bytes of :mod:`index.compact`, so that their letters are the same bytes.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from index.compact import SEPARATOR, decode, encode

TEXTS = ("title", "text", "attached")  # of what is shown, the long ones; they come first
PIECE = 12_000  # bytes that are compressed at a time: deflate looks back 32,768 bytes
AROUND = 10_000  # bytes of the dictionary before and behind the place where a piece stands, which folding moves
LEVEL = 6
_USUAL = (  # what most pages have besides their texts, for the dictionary
    b'"url":"https://www.","published":"20","dated":"20","dated_from":"page","kind":"news","site":"",'
    b'"section":[""],"version":1,"sample":false}'
)
_SIZES = struct.Struct("<II")  # bytes of a piece, compressed and not


def pack(shown: Mapping[str, Any], folded: bytes) -> bytes:
    """*shown* as bytes, for :func:`unpack` with the same *folded* text beside it."""
    rest = {name: value for name, value in shown.items() if name not in TEXTS}
    data = json.dumps(rest, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return squeeze(SEPARATOR.join([*(encode(shown[name]) for name in TEXTS), data]), folded)


def unpack(data: bytes, folded: bytes) -> dict[str, Any]:
    """What :func:`pack` made *data* of; ValueError for other bytes."""
    *texts, rest = unsqueeze(data, folded).split(SEPARATOR, len(TEXTS))
    values = json.loads(rest.decode("utf-8", "surrogatepass"))
    if len(texts) != len(TEXTS) or not isinstance(values, dict):
        raise ValueError("what is shown is damaged")
    return {**values, **dict(zip(TEXTS, map(decode, texts), strict=True))}


def squeeze(data: bytes, like: bytes) -> bytes:
    """*data* compressed, where much of it stands in *like* at about the same place."""
    return b"".join(_squeezed(data, like))


def unsqueeze(data: bytes, like: bytes) -> bytes:
    """What :func:`squeeze` made *data* of, with the same *like*; ValueError for other bytes."""
    return b"".join(_unsqueezed(memoryview(data), like))


def _squeezed(data: bytes, like: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), PIECE):
        piece = data[at : at + PIECE]
        with_like = zlib.compressobj(LEVEL, zdict=_around(like, at))
        packed = with_like.compress(piece) + with_like.flush()
        yield _SIZES.pack(len(packed), len(piece)) + packed


def _unsqueezed(data: memoryview, like: bytes) -> Iterator[bytes]:
    at = whole = 0
    while at < len(data):
        try:
            size, length = _SIZES.unpack_from(data, at)
            at += _SIZES.size + size
            stream = zlib.decompressobj(zdict=_around(like, whole))
            piece = stream.decompress(data[at - size : at], PIECE + 1)
        except (struct.error, zlib.error) as e:
            raise ValueError(f"a text cannot be read: {e}") from e
        if not 0 < len(piece) == length <= PIECE or not stream.eof or at > len(data):
            raise ValueError("a text is cut off")
        yield piece
        whole += length


def _around(like: bytes, at: int) -> bytes:
    """The part of *like* about the piece that begins at *at*, and what is usual."""
    return like[max(0, at - AROUND) : at + PIECE + AROUND] + _USUAL
