"""What is kept of a page to find the pages with its content: a few keys to look by, and its likeness to decide by.

Each key is made of four of the 32 least hashes of the text (:mod:`corpus.likeness`), one of each class of hashes, so
that pages that resemble by 0.95 share one of the eight keys with a chance of 0.999998, pages that resemble by 0.85 with
one of 0.997, by a half with 0.40, by a quarter with 0.03 (locality sensitive hashing: Indyk and Motwani, "Approximate
nearest neighbors", 1998; Broder et al., "Min-wise independent permutations", 1998).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

from corpus.likeness import SHORTEST, Likeness, likeness, unpacked
from corpus.records import Article
from corpus.reprints import reprint
from corpus.thai.normalise import squash

CLASSES = 32  # of hashes, by their lowest bits; the least of each is kept
ROWS = 4  # classes that make one key
KEYS = CLASSES // ROWS + 1  # the last one is of the whole text
NEAR = 8 * KEYS + 4  # bytes of the keys and the numbers

_HEAD = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Print:
    """A fingerprint: ``keys`` holds :data:`KEYS` of eight bytes, 0 for none, and four bytes of the page's numbers.

    ``like`` is a digest of the attached texts in four bytes, 0 for none, and the likeness.
    """

    keys: bytes
    like: bytes


def fingerprint(article: Article, text: str, attached: Sequence[str]) -> Print:
    """The fingerprint of *article*, whose folded body with its tables is *text*, and of the texts *attached* to it."""
    like = likeness(article, " ".join(text.split()))
    papers = squash("\n".join(attached))
    digest = crc32(papers.encode("utf-8", "replace")) | 1 if papers else 0
    numbers = crc32(repr(like.numbers).encode())
    return Print(struct.pack(f"<{KEYS}QI", *_keys(like), numbers), _HEAD.pack(digest) + like.pack())


def _keys(like: Likeness) -> Iterator[int]:
    """The keys of a page, 0 for what it has not: a short one is found only by its whole text."""
    least: dict[int, int] = {}
    for hashed in like.sketch:  # ascending
        least.setdefault(hashed % CLASSES, hashed)
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
        if len(data) < _HEAD.size:
            raise ValueError("not a fingerprint")
        return cls(_HEAD.unpack_from(data)[0], unpacked(data[_HEAD.size :]))

    def same(self, other: Kept) -> bool:
        """Whether both pages have the same content; documents of different text are another content."""
        return (
            not (self.papers and other.papers and self.papers != other.papers) and reprint(self.like, other.like).same
        )
