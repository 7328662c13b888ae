"""Pages with the same content, found without comparing every page with every other.

When a page is indexed, its likeness (:mod:`corpus.likeness`) and a few keys are kept of it. Each key is made of four
of the 32 least hashes of its text, one of each class of hashes, so that pages that resemble by 0.95 share one of the
eight keys with a chance of 0.999998, pages that resemble by 0.85 with one of 0.997, by a half with 0.40 (locality
sensitive hashing: Indyk and Motwani, "Approximate nearest neighbors", 1998; Broder, "Min-wise independent
permutations", 1998). Only pages that share a key are held against each other (:func:`corpus.reprints.reprint`).

The groups follow from the pages of an opened index alone: a build and an update cannot disagree about them, and a page
that was taken out leaves nothing behind.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from zlib import crc32

import numpy as np
import numpy.typing as npt

from corpus.likeness import SHORTEST, Likeness, likeness, unpacked
from corpus.records import Article
from corpus.reprints import reprint
from corpus.thai.normalise import squash
from index.facets import Ints, Mask

CLASSES = 32  # of hashes, by their lowest bits; the least of each is kept
ROWS = 4  # classes that make one key
KEYS = CLASSES // ROWS + 1  # the last one is of the whole text
BUCKET = 16  # pages with one key up to which each is held against each
NEXT = 8  # in a larger bucket, of a template, only neighbours with the same numbers are, and so many of them
HELD = 8  # members of a group that a page must be a reprint of to belong to it

_HEAD = struct.Struct("<I")
_NUMBERS = np.dtype("<u4")
_KEYS = np.dtype("<u8")

Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Print:
    """What is kept of a page to find its like: ``keys`` and ``numbers`` to look by, ``like`` to decide by."""

    keys: bytes
    like: bytes


def fingerprint(article: Article, text: str, attached: Sequence[str]) -> Print:
    """The fingerprint of *article*, whose body with its tables is *text*, and of the texts *attached* to it."""
    like = likeness(replace(article, body=text))
    papers = squash("\n".join(attached))
    digest = crc32(papers.encode("utf-8", "replace")) | 1 if papers else 0
    numbers = crc32(repr(like.numbers).encode())
    keys = struct.pack(f"<{KEYS}Q", *_keys(like)) + struct.pack("<I", numbers)
    return Print(keys, _HEAD.pack(digest) + like.pack())


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
class Groups:
    """Which documents have the same content: ``of`` is for each the number that stands for its group."""

    of: Ints
    _members: Mapping[int, tuple[int, ...]] = field(repr=False)

    def members(self, doc: int) -> tuple[int, ...]:
        """The documents of the same content as *doc*, itself included, in the order of their ids."""
        return self._members.get(int(self.of[doc]), (doc,))

    def first_of_each(self, ordered: Ints) -> Ints:
        """*ordered* documents, without those whose group stands further up already."""
        if not self._members:
            return ordered
        numbers, places = self.of[ordered], np.arange(len(ordered), dtype=np.int32)
        first = np.zeros(len(self.of), np.int32)
        first[numbers[::-1]] = places[::-1]  # of several, the last that is written holds: the first of them all
        found: Ints = ordered[first[numbers] == places]
        return found


def grouped(keys: Sequence[bytes], like: Callable[[int], bytes], live: Mask, ids: Sequence[str]) -> Groups:
    """The groups of the *live* documents with these *keys*; *like* gives the likeness of one that is in question."""
    of = np.arange(len(live), dtype=np.int32)
    read = _Reader(like)
    members: dict[int, tuple[int, ...]] = {}
    for together in _together(_pairs(keys, live), read, ids):
        of[list(together)] = together[0]
        members[together[0]] = together
    return Groups(of, members)


class _Reader:
    """The likenesses that are in question, each read once."""

    def __init__(self, like: Callable[[int], bytes]) -> None:
        self._like = like
        self._read: dict[int, tuple[int, Likeness]] = {}

    def same(self, one: int, other: int) -> bool:
        """Whether two documents have the same content; other attachments are another content."""
        (papers, a), (others, b) = self._of(one), self._of(other)
        return not (papers and others and papers != others) and reprint(a, b).same

    def _of(self, doc: int) -> tuple[int, Likeness]:
        if doc not in self._read:
            data = self._like(doc)
            self._read[doc] = _HEAD.unpack_from(data)[0], unpacked(data[_HEAD.size :])
        return self._read[doc]


def _pairs(keys: Sequence[bytes], live: Mask) -> Iterator[tuple[int, int]]:
    """The pairs of *live* documents that share a key, each once, ascending."""
    docs = np.array([doc for doc in np.flatnonzero(live).tolist() if keys[doc]], np.int64)
    data = b"".join(keys[doc] for doc in docs.tolist())
    rows = np.frombuffer(data, np.dtype([("keys", _KEYS, (KEYS,)), ("numbers", _NUMBERS)]))
    key, doc, numbers = rows["keys"].ravel(), np.repeat(docs, KEYS), np.repeat(rows["numbers"], KEYS)
    shared = _repeated(key)
    key, doc, numbers = key[shared], doc[shared], numbers[shared]
    order = np.lexsort((doc, numbers, key))
    key, doc, numbers = key[order], doc[order], numbers[order]
    _, bucket, sizes = np.unique(key, return_inverse=True, return_counts=True)
    small = sizes[bucket] <= BUCKET
    found = [np.zeros((0, 2), np.int64)]
    for gap in range(1, BUCKET):
        near = (key[gap:] == key[:-gap]) & (small[gap:] | ((numbers[gap:] == numbers[:-gap]) & (gap <= NEXT)))
        found.append(np.sort(np.column_stack((doc[:-gap][near], doc[gap:][near])), axis=1))
    for one, other in np.unique(np.concatenate(found), axis=0).tolist():
        yield one, other


def _repeated(key: Keys) -> npt.NDArray[np.intp]:
    """Where in *key* a key stands that stands there more than once; most do not."""
    order = np.argsort(key, kind="stable")
    inside = key[order]
    equal = (inside[1:] == inside[:-1]) & (inside[1:] != 0)
    twice = np.zeros(len(key), np.bool_)
    twice[1:] |= equal
    twice[:-1] |= equal
    return order[twice]


def _together(pairs: Iterable[tuple[int, int]], read: _Reader, ids: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The groups of two and more that *pairs* make, each in the order of its ids.

    A page belongs to a group only where it is a reprint of those in it: of two pages with other numbers, both like a
    third that has none, only one is the third.
    """
    links: dict[int, set[int]] = {}
    for one, other in pairs:
        if read.same(one, other):
            links.setdefault(one, set()).add(other)
            links.setdefault(other, set()).add(one)
    left = set(links)
    for doc in sorted(links, key=lambda doc: ids[doc]):
        if doc not in left:
            continue
        left.discard(doc)
        found = [doc]
        for other in sorted(links[doc] & left, key=lambda doc: ids[doc]):
            if all(read.same(member, other) for member in found[1:HELD]):
                found.append(other)
                left.discard(other)
        if len(found) > 1:
            yield tuple(found)
