"""Many Thai words in two arrays, which a process can map and share: what a run of letters begins with, and membership.

The words are a trie laid out level by level, the children of a node side by side and in the order of its siblings::

    letters     of each node the letter that leads to it, as its place in the Thai block of Unicode (ก is 1)
    children    of each node where its children begin, doubled, plus 1 where a word ends here; one entry more at the end

83,000 words take 1.7 MB so: a tenth of what they take as a set of strings, a fiftieth of what nlpo3's trie does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Letters: TypeAlias = npt.NDArray[np.uint8]
Children: TypeAlias = npt.NDArray[np.uint32]

THAI = re.compile(r"[\u0e01-\u0e4e]+")
_BLOCK = 0x0E00


class Words(Collection[str]):
    """The words of *letters* and *children*, which :func:`trie` made; each is Thai letters and marks only."""

    __slots__ = ("_children", "_letters", "arrays")

    def __init__(self, letters: Letters, children: Children) -> None:
        self.arrays = letters, children
        self._letters = letters.tobytes()  # since bytes are searched in C
        self._children = np.ascontiguousarray(children, np.uint32).data

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """The trie of *words*; ValueError for one that has other letters, or none."""
        return cls(*trie(words))

    def is_whole(self) -> bool:
        """Whether the arrays are those of a trie: each node has its children behind it, no two share one."""
        size, begins = len(self._letters), self.arrays[1] >> np.uint32(1)
        if self.arrays[0].shape != (size,) or self.arrays[1].shape != (size + 1,) or not size or begins[0] != 1:
            return False
        parents = np.searchsorted(begins, np.arange(1, size), "right") - 1  # of each node but the first
        return bool(begins[-1] == size and (begins[1:] >= begins[:-1]).all() and (parents < np.arange(1, size)).all())

    def ends(self, letters: bytes, at: int) -> list[int]:
        """Where the words end that begin at *at* of the :func:`letters_of` a run, ascending."""
        found: list[int] = []
        names, children = self._letters, self._children
        first, last = children[0] >> 1, children[1] >> 1
        for end, letter in enumerate(letters[at:], at + 1):
            node = names.find(letter, first, last)
            if node < 0:
                break
            below = children[node]
            if below & 1:
                found.append(end)
            first, last = below >> 1, children[node + 1] >> 1
        return found

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not THAI.fullmatch(word):
            return False
        names, children = self._letters, self._children
        node = 0
        for letter in letters_of(word):
            node = names.find(letter, children[node] >> 1, children[node + 1] >> 1)
            if node < 0:
                return False
        return bool(children[node] & 1)

    def __iter__(self) -> Iterator[str]:
        """The words in the order of their code points."""
        names, children = self._letters, self._children
        waiting = [(0, "")]
        while waiting:
            node, word = waiting.pop()
            if children[node] & 1:
                yield word
            below = range(children[node] >> 1, children[node + 1] >> 1)
            waiting += [(child, word + chr(_BLOCK + names[child])) for child in reversed(below)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._letters == other._letters and self._children == other._children

    def __hash__(self) -> int:
        return hash(self._letters)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.arrays[1][:-1] & np.uint32(1)))


def letters_of(run: str) -> bytes:
    """*run*, of Thai letters and marks only, with one byte for each."""
    return run.encode("utf-16-le")[::2]


def trie(words: Iterable[str]) -> tuple[Letters, Children]:
    """The arrays of the trie of *words*; ValueError for one that has other letters, or none."""
    rows = sorted(set(words))
    for word in rows:
        if not THAI.fullmatch(word):
            raise ValueError(f"{word[:40]!r} is no Thai word")
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    places = np.repeat(np.arange(len(rows)), lengths), _within(lengths)
    table = np.zeros((len(rows), int(lengths.max(initial=0))), np.uint8)
    table[places] = np.frombuffer(letters_of("".join(rows)), np.uint8)
    letters, counts, ends = [np.zeros(1, np.uint8)], [], [np.zeros(1, np.bool_)]
    begins = np.zeros(len(rows), np.bool_)  # whether the node of a row is another than that of the row above
    begins[:1] = True
    above = np.zeros(len(rows), np.int64)  # of each row the number of its node on the level above
    parents = 1
    for level in range(table.shape[1]):
        column = table[:, level]
        begins[1:] |= column[1:] != column[:-1]
        new = np.flatnonzero(begins & (lengths > level))
        counts.append(np.bincount(above[new], minlength=parents))
        letters.append(column[new])
        ends.append(lengths[new] == level + 1)
        at = np.zeros(len(rows), np.int64)
        at[new] = 1
        above, parents = np.cumsum(at) - 1, len(new)
    counts.append(np.zeros(parents, np.int64))
    children = 1 + np.concatenate(([0], np.cumsum(np.concatenate(counts))))
    whole = np.concatenate((*ends, np.zeros(1, np.bool_)))
    return np.concatenate(letters), (children * 2 + whole).astype(np.uint32)


def _within(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each letter of words of these *lengths*, one behind the other, its place in its word."""
    starts = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum())) - np.repeat(starts, lengths)
