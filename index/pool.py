"""Postings while a segment is written: arrays that grow, go to a temporary file when they are many, sorted once.

Whoosh's own pool holds a tuple for each posting, sorts them, and pickles them one by one to its temporary files. Here a
posting is three numbers (of its word, of its document, its weight), and they come as arrays. Each word's postings come
with ascending documents, so that no comparison is needed to order them: how many postings each word has says where its
first one goes, and each array goes where the ones before it ended (a counting sort).
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from index.arrays import Array

POSTING = 12  # bytes: number of the word, number of the document, weight
BLOCK = 1_000_000  # postings that are sorted at once: 8 MB of documents and weights, for 5 passes over 20,000 pages
SINGLE = 65_536  # postings that came one by one, of one field, before they are made arrays
_WEIGHT = np.dtype("<f4")
_NUMBER = np.dtype("<u4")


class Postings(NamedTuple):
    """Postings of one field: the numbers of their words and documents, and their weights (``uint32``, ``float32``).

    Those of one word stand together, their documents ascending.
    """

    words: Array
    docs: Array
    weights: Array


@dataclass(frozen=True, slots=True)
class Field:
    """All postings of one field, as the codec takes them.

    ``terms`` are sorted; those of the term *n* stand from ``starts[n]`` to ``starts[n + 1]``.
    """

    name: str
    terms: Sequence[bytes]
    starts: Array
    docs: Array
    weights: Array


class ArrayPool:
    """The postings of one segment. Of each word, those of later calls are of later documents.

    At most *limit* bytes of them are held in memory; the others are in a temporary file in *folder*. Raises OSError
    where that is full.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder, self._limit = folder, limit
        self._terms: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._fields: dict[str, _Pooled] = {}
        self._singles: dict[str, tuple[array[int], array[int], array[float]]] = {}
        self._held = 0
        self._spill: IO[bytes] | None = None

    def add(self, item: tuple[str, bytes, int, float, bytes | None]) -> None:
        """Take one posting as Whoosh's writer hands it on: field, word, document, weight, value.

        Raises ValueError for a value: this pool is for fields that keep none.
        """
        name, term, doc, weight, value = item
        if value:
            raise ValueError(f"{name}: postings with values are not pooled as arrays")
        if name not in self._singles:
            self._singles[name] = array("I"), array("I"), array("f")
        words, docs, weights = self._singles[name]
        words.append(self._number(term))
        docs.append(doc)
        weights.append(weight)
        if len(words) >= SINGLE:
            self._gather(name)

    def numbers(self, terms: Iterable[bytes]) -> Array:
        """The numbers of *terms* in this pool, new ones where they are met first."""
        return np.array([self._number(term) for term in terms], _NUMBER)

    def add_postings(self, name: str, postings: Postings) -> None:
        """Take *postings* of the field *name*, whose words have the :meth:`numbers` of this pool."""
        if name in self._singles:
            self._gather(name)
        self._take(name, postings)

    def fields(self) -> Iterator[Field]:
        """The fields in the order of their names, each sorted; nothing may be added any more.

        The arrays of a field are those of a temporary file, gone with the next one.
        """
        for name in tuple(self._singles):
            self._gather(name)
        self._numbers.clear()
        order = np.array(sorted(range(len(self._terms)), key=self._terms.__getitem__), np.int64)
        for name in sorted(self._fields):
            field = self._fields.pop(name)
            counts = field.counts(len(self._terms))[order]
            used = order[counts > 0]
            ranks = np.zeros(len(self._terms), np.int64)
            ranks[used] = np.arange(len(used))
            starts = np.array([0, *accumulate(counts[counts > 0].tolist())], np.int64)
            with tempfile.TemporaryFile(dir=self._folder) as docs, tempfile.TemporaryFile(dir=self._folder) as weights:
                _sort(field.parts, ranks, starts, docs, weights)
                terms = [self._terms[number] for number in used.tolist()]
                yield Field(name, terms, starts, _mapped(docs, _NUMBER), _mapped(weights, _WEIGHT))

    def cleanup(self) -> None:
        """Let go of everything."""
        self._fields.clear()
        self._singles.clear()
        self._terms.clear()
        self._numbers.clear()
        if self._spill is not None:
            self._spill.close()
            self._spill = None

    def _number(self, term: bytes) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._terms)
            self._terms.append(term)
        return number

    def _gather(self, name: str) -> None:
        """Make arrays of the postings of the field *name* that came one by one."""
        words, docs, weights = (np.frombuffer(part, part.typecode) for part in self._singles.pop(name))
        order = np.argsort(words, kind="stable")
        self._take(name, Postings(words[order], docs[order], weights[order]))

    def _take(self, name: str, postings: Postings) -> None:
        if len(postings.words):
            made = Postings(*(np.ascontiguousarray(p, t) for p, t in zip(postings, _KINDS, strict=True)))
            self._fields.setdefault(name, _Pooled()).add(made)
            self._held += POSTING * len(made.words)
            if self._held > self._limit:
                self._put_away()

    def _put_away(self) -> None:
        if self._spill is None:
            self._spill = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by cleanup
        for field in self._fields.values():
            field.put_away(self._spill)
        self._held = 0


_KINDS = (_NUMBER, _NUMBER, _WEIGHT)


class _Pooled:
    """The postings of one field: how many each word has, and where they are."""

    def __init__(self) -> None:
        self._counts = np.zeros(0, np.int64)
        self._held: list[Postings] = []
        self._away: list[tuple[IO[bytes], int, int]] = []  # file, where they begin, how many

    def add(self, postings: Postings) -> None:
        """Take more of them."""
        words, sizes = _groups(postings.words)
        if (most := int(words.max()) + 1) > len(self._counts):
            self._counts = np.concatenate((self._counts, np.zeros(max(most, len(self._counts)), np.int64)))
        self._counts[words] += sizes
        self._held.append(postings)

    def put_away(self, file: IO[bytes]) -> None:
        """Write what is in memory to the end of *file*."""
        for postings in self._held:
            self._away.append((file, file.seek(0, 2), len(postings.words)))
            for part in postings:
                file.write(part.data)
        self._held = []

    def counts(self, words: int) -> Array:
        """How many postings each of so many words has."""
        counts = np.zeros(words, np.int64)
        counts[: len(self._counts)] = self._counts[:words]
        return counts

    def parts(self) -> Iterator[Postings]:
        """All of them, in the order in which they came."""
        for file, start, size in self._away:
            file.seek(start)
            data = file.read(POSTING * size)
            parts = (np.frombuffer(data, kind, size, n * 4 * size) for n, kind in enumerate(_KINDS))
            yield Postings(*parts)
        yield from self._held


def _groups(words: Array) -> tuple[Array, Array]:
    """The words of postings in which those of one stand together, and how many each has."""
    first = np.flatnonzero(np.concatenate(([True], words[1:] != words[:-1])))
    return words[first], np.diff(first, append=len(words))


def _sort(
    parts: Callable[[], Iterable[Postings]], ranks: Array, starts: Array, docs: IO[bytes], weights: IO[bytes]
) -> None:
    """Write the documents and weights of all postings, those of the word of the lowest rank first.

    ``ranks`` is that of each word, ``starts`` where the postings of each rank begin. As many ranks are sorted at once
    as have :data:`BLOCK` postings, for each of which all parts are read again.
    """
    first = 0
    while first < len(starts) - 1:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + BLOCK, "right")) - 1)
        base, size = starts[first], int(starts[last] - starts[first])
        sorted_docs, sorted_weights = np.empty(size, _NUMBER), np.empty(size, _WEIGHT)
        free = starts[first:last] - base  # where the next posting of each rank goes
        for part in parts():
            rank = ranks[part.words] - first
            within = (
                slice(None) if last - first == len(starts) - 1 else np.flatnonzero((rank >= 0) & (rank < last - first))
            )
            rank = rank[within]
            if not len(rank):
                continue
            found, sizes = _groups(rank)
            before = np.concatenate(([0], np.cumsum(sizes)[:-1]))
            places = np.repeat(free[found] - before, sizes) + np.arange(len(rank))
            sorted_docs[places] = part.docs[within]
            sorted_weights[places] = part.weights[within]
            free[found] += sizes
        docs.write(sorted_docs.data)
        weights.write(sorted_weights.data)
        first = last


def _mapped(file: IO[bytes], kind: np.dtype[Any]) -> Array:
    file.flush()
    return np.memmap(file, kind, "r")
