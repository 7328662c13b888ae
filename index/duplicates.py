"""Pages with the same content, found without comparing every page with every other.

Only pages that share a key of their fingerprints (:mod:`index.fingerprints`) are held against each other. The groups
follow from the pages of an opened index alone: a build and an update cannot disagree about them, and a page that was
taken out leaves nothing behind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from index.algebra import Places
from index.facets import Ints, Mask
from index.fingerprints import KEYS, NEAR, Kept

BUCKET = 16  # pages with one key up to which each is held against each
NEXT = 8  # in a larger bucket, of a template, only neighbours with the same numbers are, and so many of them
HELD = 8  # members of a group that a page must be the same as to belong to it; groups that it is held against

_ROW = np.dtype([("keys", "<u8", (KEYS,)), ("numbers", "<u4")])


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

    def repeats(self, docs: Places) -> int:
        """How many of *docs* stand behind another with their content."""
        met = np.zeros(len(self.of), np.bool_)
        met[self.of[docs]] = True
        return len(docs) - int(np.count_nonzero(met))


class Prints:
    """The fingerprints of the documents of *leaves*, pairs of a reader of one segment and its first document number."""

    def __init__(self, leaves: Sequence[tuple[Any, int]]) -> None:
        self._bases = [base for _, base in leaves]
        self._near = [_column(reader, "near").rows(reader.doc_count_all()) for reader, _ in leaves]
        self._like = [_column(reader, "like").spans() for reader, _ in leaves]

    def are_whole(self, live: Mask) -> bool:
        """Whether every *live* document has a fingerprint: its keys are none where it has no words, its numbers not."""
        near = np.concatenate([np.zeros((0, NEAR), np.uint8), *self._near])
        return bool(near[live].view("<u4").any(axis=1).all())

    def groups(self, live: Mask, ids: Sequence[str]) -> Groups:
        """The groups of the *live* documents, whose *ids* are in the order of their numbers."""
        return grouped(np.concatenate([np.zeros((0, NEAR), np.uint8), *self._near]), self._like_of, live, ids)

    def _like_of(self, doc: int) -> bytes:
        leaf = bisect_right(self._bases, doc) - 1
        view, starts = self._like[leaf]
        at = doc - self._bases[leaf]
        return bytes(view[starts[at] : starts[at + 1]])


def grouped(near: npt.NDArray[np.uint8], like: Callable[[int], bytes], live: Mask, ids: Sequence[str]) -> Groups:
    """The groups of the *live* documents, of which *near* holds the keys, a row for each.

    *like* gives the likeness of one that is in question.
    """
    of = np.arange(len(live), dtype=np.int32)
    read = _Reader(like)
    members: dict[int, tuple[int, ...]] = {}
    for together in _together(_pairs(near, live), read, ids):
        of[list(together)] = together[0]
        members[together[0]] = together
    return Groups(of, members)


class _Reader:
    """The fingerprints that are in question, each read once."""

    def __init__(self, like: Callable[[int], bytes]) -> None:
        self._like = like
        self._read: dict[int, Kept] = {}

    def same(self, one: int, other: int) -> bool:
        """Whether two documents have the same content."""
        return self._of(one).same(self._of(other))

    def _of(self, doc: int) -> Kept:
        if doc not in self._read:
            self._read[doc] = Kept.of(self._like(doc))
        return self._read[doc]


def _pairs(near: npt.NDArray[np.uint8], live: Mask) -> list[tuple[int, int]]:
    """The pairs of *live* documents that share a key, each once, ascending."""
    docs = np.flatnonzero(live)
    rows = near[docs].view(_ROW).ravel()
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
    pairs: list[tuple[int, int]] = np.unique(np.concatenate(found), axis=0).tolist()
    return pairs


def _repeated(key: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
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
    for hanging in _components(links):
        found: list[list[int]] = []
        for doc in sorted(hanging, key=lambda doc: ids[doc]):
            _home(doc, found, read).append(doc)
        yield from (tuple(group) for group in found if len(group) > 1)


def _home(doc: int, groups: list[list[int]], read: _Reader) -> list[int]:
    """The first of *groups* whose members all have the content of *doc*, or a new one."""
    for group in groups[:HELD]:
        if all(read.same(member, doc) for member in group[:HELD]):
            return group
    groups.append([])
    return groups[-1]


def _components(links: Mapping[int, set[int]]) -> Iterator[set[int]]:
    """The documents that hang together by *links*."""
    left = set(links)
    while left:
        found = {left.pop()}
        ahead = list(found)
        while ahead:
            more = links[ahead.pop()] & left
            left -= more
            found |= more
            ahead.extend(more)
        yield found


def _column(reader: Any, name: str) -> Any:
    return reader.column_reader(name, translate=False)
