"""What is kept of a page to find the pages with its content: a few keys to look by, and its likeness to decide by.

Each key is made of four of the 32 least hashes of the text (:mod:`corpus.likeness`), one of each class of hashes, so
that pages that resemble by 0.95 share one of the eight keys with a chance of 0.999998, pages that resemble by 0.85 with
one of 0.997, by a half with 0.40, by a quarter with 0.03 (locality sensitive hashing: Indyk and Motwani, "Approximate
nearest neighbors", 1998; Broder et al., "Min-wise independent permutations", 1998).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

import numpy as np
import numpy.typing as npt

from corpus.likeness import SHORTEST, Likeness, likeness, unpacked
from corpus.records import Article
from corpus.reprints import reprint
from index.compact import decode, encode

CLASSES = 32  # of hashes, by their lowest bits; the least of each is kept
ROWS = 4  # classes that make one key
KEYS = CLASSES // ROWS + 1  # the last one is of the whole text
NEAR = 8 * KEYS + 4  # bytes of the keys and the numbers

_HEAD = struct.Struct("<I")
_COUNTS = struct.Struct("<4I")  # as corpus.likeness begins: bytes of JSON; numbers, names and hashes of four bytes
_LARGEST = 1 << 20  # bytes of a likeness; those of the archive have three thousand


@dataclass(frozen=True, slots=True)
class Print:
    """A fingerprint: ``keys`` holds :data:`KEYS` of eight bytes, 0 for none, and four bytes of the page's numbers.

    ``like`` is a digest of the attached texts, 0 for none, and the likeness, as :func:`_squeezed` makes them.
    """

    keys: bytes
    like: bytes


def fingerprint(article: Article, text: str, attached: str) -> Print:
    """The fingerprint of *article*, whose folded body with its tables is *text*, and of what is *attached*, folded."""
    like = likeness(article, " ".join(text.split()))
    papers = "".join(attached.split())
    digest = crc32(papers.encode("utf-8", "replace")) | 1 if papers else 0
    numbers = crc32(repr(like.numbers).encode())
    return Print(struct.pack(f"<{KEYS}QI", *_keys(like), numbers), _squeezed(_HEAD.pack(digest) + like.pack()))


def _keys(like: Likeness) -> Iterator[int]:
    """The keys of a page, 0 for what it has not: a short one is found only by its whole text."""
    least = {hashed % CLASSES: hashed for hashed in reversed(like.sketch)}  # the least of each class comes last
    for first in range(0, CLASSES, ROWS):
        row = (least.get(number, 0) for number in range(first, first + ROWS))
        yield _key(struct.pack(f"<{ROWS + 1}I", first, *row)) if like.size >= SHORTEST else 0
    yield _key(like.text.encode()) if like.size else 0


def _key(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") or 1


@dataclass(frozen=True, slots=True)
class Kept:
    """The half of a fingerprint that decides, read again."""

    papers: int
    like: Likeness

    @classmethod
    def of(cls, data: bytes) -> Kept:
        """What :func:`fingerprint` kept; ValueError for bytes that it did not make."""
        whole = _whole(data)
        return cls(_HEAD.unpack_from(whole)[0], unpacked(whole[_HEAD.size :]))

    def same(self, other: Kept) -> bool:
        """Whether both pages have the same content; documents of different text are another content."""
        return (
            not (self.papers and other.papers and self.papers != other.papers) and reprint(self.like, other.like).same
        )


def _squeezed(data: bytes) -> bytes:
    """A packed likeness in seven tenths of its bytes, and nothing lost.

    Letters take one byte, hashes are told by the steps between them, and of numbers first all lowest bytes stand.
    """
    text, numbers, names, hashes = _COUNTS.unpack_from(data, _HEAD.size)
    at = _HEAD.size + _COUNTS.size
    letters, at = encode(data[at : at + text].decode()), at + text
    lists = np.frombuffer(data[at:], "<u4")
    steps = lists[numbers + names :].copy()
    steps[1:] -= lists[numbers + names : -1]
    head = _HEAD.pack(len(letters)) + data[: _HEAD.size] + _COUNTS.pack(text, numbers, names, hashes)
    return zlib.compress(head + letters + _planes(lists[: numbers + names]) + _planes(steps))


def _whole(data: bytes) -> bytes:
    """What :func:`_squeezed` made *data* of; ValueError for other bytes."""
    try:
        stream = zlib.decompressobj()
        found = stream.decompress(data, _LARGEST)
        (letters,) = _HEAD.unpack_from(found)
        _, numbers, names, hashes = _COUNTS.unpack_from(found, 2 * _HEAD.size)
    except (zlib.error, struct.error) as e:
        raise ValueError(f"not a fingerprint: {e}") from e
    at = 2 * _HEAD.size + _COUNTS.size
    values = found[at + letters :]
    if not stream.eof or len(values) != 4 * (numbers + names + hashes):
        raise ValueError("not a fingerprint")
    listed = _of_planes(values[: 4 * (numbers + names)])
    steps = _of_planes(values[4 * (numbers + names) :])
    text = decode(found[at : at + letters]).encode()
    return found[_HEAD.size : at] + text + listed.tobytes() + np.cumsum(steps, dtype=np.uint32).astype("<u4").tobytes()


def _planes(values: npt.NDArray[np.uint32]) -> bytes:
    return np.ascontiguousarray(values).view(np.uint8).reshape(-1, 4).T.tobytes()


def _of_planes(data: bytes) -> npt.NDArray[np.uint32]:
    return np.ascontiguousarray(np.frombuffer(data, np.uint8).reshape(4, -1).T).view("<u4").ravel()
