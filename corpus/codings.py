"""Content and transfer codings of HTTP taken off, never beyond a size: a small page can unpack to terabytes.

RFC 9110 section 8.4 names the codings; ``br`` is RFC 7932, ``zstd`` RFC 8878. A body that ends in mid-coding is
refused, not given out as the page: half a page would be kept as if it were the whole.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # the package ships no types

from corpus.settings import MAX_PAGE

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

MAX_BODY = MAX_PAGE  # bytes a body may unpack to where the caller names no limit: what was kept can be read
MAX_CODINGS = 3  # layers; servers use one, a chain of many is an attack
_STEP = 65_536


class CodingError(ValueError):
    """A body that its codings do not describe, or that unpacks beyond the limit; the text says which."""


class TooLarge(CodingError):
    """A body that unpacks beyond the limit."""


class _Decoder(Protocol):
    def decode(self, data: bytes) -> Iterable[bytes]: ...
    def finished(self) -> bool: ...


def remove_codings(body: bytes, codings: str, limit: int = MAX_BODY) -> bytes:
    """*body* with the codings of a ``Content-Encoding`` header taken off, last one first.

    Raises :class:`CodingError` for an unknown coding, a body cut off or damaged, or more than *limit* bytes.
    """
    names = [name for part in codings.split(",") if (name := part.strip().lower()) not in ("", "identity", "none")]
    if len(names) > MAX_CODINGS:
        raise CodingError(f"{len(names)} content codings in a row; {MAX_CODINGS} are the limit")
    for name in reversed(names):
        body = _remove_one(body, name, limit)
    if len(body) > limit:
        raise TooLarge(f"{len(body)} bytes; {limit} are the limit")
    return body


def join_chunks(body: bytes) -> bytes:
    """*body* with ``Transfer-Encoding: chunked`` taken off (RFC 9112 section 7.1); as it is where it is not chunked.

    Many archives keep the header but store the body already joined, so a body that does not parse is a body.
    """
    joined: list[bytes] = []
    at = 0
    while True:
        line_end = body.find(b"\r\n", at, at + 1024)
        size_text = body[at:line_end].partition(b";")[0].strip() if line_end >= 0 else b""
        if not size_text or len(size_text) > 8 or not all(c in b"0123456789abcdefABCDEF" for c in size_text):
            return body
        size = int(size_text, 16)
        if size == 0:
            return b"".join(joined)
        start, at = line_end + 2, line_end + 2 + size
        if body[at : at + 2] != b"\r\n":
            return body
        joined.append(body[start:at])
        at += 2


def _remove_one(body: bytes, name: str, limit: int) -> bytes:
    if (make := _DECODERS.get(name)) is None:
        raise CodingError(f"the content coding {name[:40]!r} is not known; known: {', '.join(sorted(_DECODERS))}")
    if not body:
        return b""  # servers send an empty body with the header on: 304, HEAD
    parts: list[bytes] = []
    size = 0
    decoder = make(body)
    try:
        for part in decoder.decode(body):
            size += len(part)
            if size > limit:
                raise TooLarge(f"the {name} body unpacks to more than {limit} bytes")
            parts.append(part)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as e:
        raise CodingError(f"the {name} body is damaged: {e}") from e
    if not decoder.finished():
        raise CodingError(f"the {name} body is cut off after {size} unpacked bytes")
    return b"".join(parts)


class _Zlib:
    """gzip (all members, RFC 1952 section 2.2) and deflate (zlib form, or the bare form some servers send)."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._inner = zlib.decompressobj(window)

    def decode(self, data: bytes) -> Iterable[bytes]:
        while data:
            yield self._inner.decompress(data, _STEP)
            data = self._inner.unconsumed_tail
            while not data and not self._inner.eof and (rest := self._inner.decompress(b"", _STEP)):
                yield rest
            if self._inner.eof and self._inner.unused_data.startswith(b"\x1f\x8b") and self._window > 16:
                data = self._inner.unused_data
                self._inner = zlib.decompressobj(self._window)

    def finished(self) -> bool:
        return self._inner.eof


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def decode(self, data: bytes) -> Iterable[bytes]:
        yield self._inner.process(data, output_buffer_limit=_STEP)
        while not self._inner.is_finished():
            part = self._inner.process(b"", output_buffer_limit=_STEP)
            if not part:
                return
            yield part

    def finished(self) -> bool:
        return bool(self._inner.is_finished())


class _Zstd:
    """All frames, one after the other (RFC 8878 section 3)."""

    def __init__(self) -> None:
        self._inner = zstd.ZstdDecompressor()

    def decode(self, data: bytes) -> Iterable[bytes]:
        while data:
            yield self._inner.decompress(data, _STEP)
            while not self._inner.eof and not self._inner.needs_input:
                yield self._inner.decompress(b"", _STEP)
            if data := self._inner.unused_data:
                self._inner = zstd.ZstdDecompressor()

    def finished(self) -> bool:
        return self._inner.eof


def _deflate(body: bytes) -> _Zlib:
    zlib_form = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0  # RFC 1950 section 2.2
    return _Zlib(zlib.MAX_WBITS if zlib_form else -zlib.MAX_WBITS)


_DECODERS: dict[str, Callable[[bytes], _Decoder]] = {
    "gzip": lambda _: _Zlib(zlib.MAX_WBITS + 16),
    "x-gzip": lambda _: _Zlib(zlib.MAX_WBITS + 16),
    "deflate": _deflate,
    "br": lambda _: _Brotli(),
    "zstd": lambda _: _Zstd(),
}
KNOWN = frozenset(_DECODERS)
