"""The terms of one field and their postings, read in place from the arrays of a segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from zlib import crc32

import numpy as np
from whoosh.reading import TermInfo

from corpus.errors import IndexProblem
from index.arrays import Array, Arrays, are_starts, smallest
from index.codec_values import Values
from index.generations import REBUILD

TEXT, TEXT_STARTS, TABLE, STARTS, DOCS, WEIGHTS = "text", "text_starts", "table", "starts", "docs", "weights"
EMPTY = 0xFFFF_FFFF  # a place of the table that no term has


def table_of(terms: Sequence[bytes]) -> tuple[Array, int]:
    """A hash table with open addressing over *terms*, half empty at least, by CRC-32; and the mask of its hashes.

    Each place holds the number of a term or :data:`EMPTY`; a term stands at the first free place from that of its hash
    on. The terms are laid out in the order of their hashes, which gives all their places at once; those that run over
    the end stand behind it, so that a search never turns around.
    """
    size = 1 << max(1, (2 * len(terms) - 1).bit_length())
    home = np.fromiter((crc32(term) & (size - 1) for term in terms), np.int64, len(terms))
    order = np.argsort(home, kind="stable")
    steps = np.arange(len(terms))
    places = steps + np.maximum.accumulate(home[order] - steps) if len(terms) else steps
    table = np.full(max(size, int(places[-1]) + 1 if len(terms) else 0) + 1, EMPTY, np.uint32)
    table[places] = order
    return table, size - 1


class FieldTerms:
    """The terms of one field, sorted by their bytes and numbered so, with their postings.

    ``docs`` and ``weights`` are those of all terms, in as few bytes as will do; those of the term *n* stand from
    ``starts[n]`` to ``starts[n + 1]``, so that the terms of a prefix or range have one stretch together.
    """

    def __init__(self, arrays: Arrays, name: str, lengths: Array | None) -> None:
        prefix = name + "/"
        self.name = name
        try:
            self._text, self._table = arrays[prefix + TEXT].data, arrays[prefix + TABLE].data
            self._text_starts = arrays[prefix + TEXT_STARTS].data
            self.starts, self.docs = arrays[prefix + STARTS], arrays[prefix + DOCS]
            self.weights = self._weights(arrays, prefix)
        except (KeyError, TypeError, ValueError) as e:
            raise IndexProblem(f"the file {arrays.name} is damaged: terms of {name!r} ({e}); {REBUILD}") from e
        self._lengths = lengths
        self.count = len(self.starts) - 1
        mask = arrays.about.get(prefix + TABLE)
        kinds = [(arrays[prefix + part].dtype.kind, arrays[prefix + part].ndim) for part in (TEXT, TABLE, DOCS)]
        if (
            kinds != 3 * [("u", 1)]
            or self._text.itemsize != 1
            or self.weights.shape != self.docs.shape
            or not are_starts(arrays[prefix + TEXT_STARTS], self.count, len(self._text))
            or not are_starts(self.starts, self.count, len(self.docs))
            or type(mask) is not int
            or not 0 <= mask < len(self._table)
            or self._table[-1] != EMPTY
        ):
            raise IndexProblem(f"the file {arrays.name} is damaged: terms of {name!r} are missing; {REBUILD}")
        self._starts = self.starts.data
        self._mask = mask
        self.values = Values(arrays, prefix, len(self.docs))

    def _weights(self, arrays: Arrays, prefix: str) -> Array:
        one = arrays.about.get(prefix + WEIGHTS)
        if one is None:
            return arrays[prefix + WEIGHTS]
        same = np.array([one], np.float64)  # TypeError and ValueError for what is no number
        return np.broadcast_to(same.astype(smallest(same)), len(self.docs))

    def text(self, number: int) -> bytes:
        """The bytes of the term *number*."""
        return self._text[self._text_starts[number] : self._text_starts[number + 1]].tobytes()

    def texts(self) -> Iterator[str]:
        """All terms in their order, as text."""
        held, start = self._text, 0
        for end in self._text_starts[1:]:
            yield str(held[start:end], "utf-8", "replace")
            start = end

    def find(self, text: bytes) -> int:
        """The number of the term *text*, -1 where it is not here."""
        table, starts, held = self._table, self._text_starts, self._text
        place = crc32(text) & self._mask
        while (number := table[place]) != EMPTY:
            if held[starts[number] : starts[number + 1]] == text:
                return int(number)
            place += 1
        return -1

    def bisect(self, text: bytes) -> int:
        """The number of the first term that is not before *text*; the count of the terms where all are."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            if self.text(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low

    def span(self, prefix: bytes) -> tuple[int, int]:
        """The numbers of the terms that begin with *prefix*: the first, and the one behind the last."""
        beyond = prefix.rstrip(b"\xff")
        end = self.bisect(beyond[:-1] + bytes([beyond[-1] + 1])) if beyond else self.count
        return self.bisect(prefix), end

    def first(self, number: int) -> int:
        """Which posting of all those of the field is the first of the term *number*."""
        return int(self._starts[number])

    def postings(self, number: int) -> tuple[Array, Array]:
        """The documents of a term, ascending ``uint32``, and a view of their weights."""
        begin, end = self._starts[number], self._starts[number + 1]
        return self.docs[begin:end].astype(np.uint32, copy=False), self.weights[begin:end]

    def frequency(self, number: int) -> int:
        """In how many documents a term stands."""
        return int(self._starts[number + 1] - self._starts[number])

    def info(self, number: int) -> ArrayTermInfo:
        """What Whoosh's scorers ask of a term."""
        return ArrayTermInfo(self, number, self._lengths)


class ArrayTermInfo(TermInfo):  # type: ignore[misc]  # whoosh is not typed for us
    """What Whoosh's scorers ask of a term, worked out of its postings when they do.

    Whoosh reads and sets these attributes where it puts segments together. Lengths are 0 where none are kept.
    """

    def __init__(self, field: FieldTerms, number: int, lengths: Array | None) -> None:
        self._df = field.frequency(number)
        self._docs, self._weights = field.postings(number)
        self._lengths = lengths

    @cached_property
    def _weight(self) -> float:
        return float(self._weights.sum(dtype=np.float64))

    @cached_property
    def _maxweight(self) -> float:
        return float(self._weights.max())

    @cached_property
    def _minlength(self) -> int:
        return 0 if self._lengths is None else int(self._lengths[self._docs].min())

    @cached_property
    def _maxlength(self) -> int:
        return 0 if self._lengths is None else int(self._lengths[self._docs].max())

    @cached_property
    def _minid(self) -> int:
        return int(self._docs[0])

    @cached_property
    def _maxid(self) -> int:
        return int(self._docs[-1])
