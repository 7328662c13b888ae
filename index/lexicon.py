"""Words or names as arrays, to find those that are written nearly like what was typed.

Each is kept as a row of codes (:mod:`index.edits`) and two signatures of 64 bits: which sounds stand in it, and which
two sounds side by side. A search compares the signatures of all with that of what was typed, and works out the edit
distance of the few hundred that share most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.arena import Letters
from index.arrays import Array
from index.edits import Codes, distances, encoded, slips

Bits: TypeAlias = npt.NDArray[np.uint64]

COMPARED = 160  # candidates, nearest in sounds first, whose distance is worked out: 1 to 3 ms
_ALIKE = 0.4  # letters that cost no more than this in the place of each other are one sound to the signatures
_LENGTHS = 4  # code points that a candidate may be longer or shorter


_NUMBERS = ("counts", "_codes", "_lengths", "_sounds", "_pairs", "_spoken", "_speaking")


class Near(NamedTuple):
    """A candidate: its distance, and its place in the lexicon."""

    cost: float
    at: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """*keys* (folded, without blanks, sorted) and how often each counts; ``shown`` is what to write for each."""

    keys: Letters
    shown: Sequence[str]
    counts: npt.NDArray[np.float32]
    _codes: Codes
    _lengths: npt.NDArray[np.int32]
    _sounds: Bits
    _pairs: Bits
    _spoken: Bits  # of each entry, ascending: its sounds in their order as one number
    _speaking: npt.NDArray[np.int32]  # the entries in this order

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str, float]], width: int) -> Lexicon:
        """The lexicon of (key, shown, count); keys are compared up to *width* letters."""
        rows = sorted(entries)
        keys: tuple[str, ...]
        keys, shown, counts = zip(*rows, strict=True) if rows else ((), (), ())
        codes, lengths = encoded(keys, width) if keys else (np.zeros((0, width), np.uint8), np.zeros(0, np.int32))
        spoken = _spoken(codes)
        order = np.argsort(spoken, kind="stable")
        weights = np.array(counts, np.float32)  # whole numbers, far below its 16 million
        held = Letters.of(keys)
        written = held if keys == shown else Letters.of(shown)
        return cls(held, written, weights, codes, lengths, *_signatures(codes), spoken[order], order.astype(np.int32))

    def to_arrays(self, name: str, *, shown: bool = True) -> dict[str, Array]:
        """As :meth:`from_arrays` reads them, their names beginning with *name*; numbers only if not *shown*."""
        numbers = {f"{name}.{key}": getattr(self, key) for key in _NUMBERS}
        if not shown:
            return numbers
        own = {} if self.shown is self.keys else _strings(f"{name}.shown", Letters.of(self.shown))
        return {**_strings(f"{name}.keys", self.keys), **own, **numbers}

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, Array], shown: Sequence[str] | None = None) -> Lexicon:
        """The lexicon that :meth:`to_arrays` made these of; KeyError where one is missing.

        Where what is *shown* is given, nobody asks for its keys.
        """
        numbers = (arrays[f"{name}.{key}"] for key in _NUMBERS)
        if shown is not None:
            return cls(Letters.of(()), shown, *numbers)
        keys = Letters(arrays[f"{name}.keys"], arrays[f"{name}.keys.at"])
        if f"{name}.shown" in arrays:
            return cls(keys, Letters(arrays[f"{name}.shown"], arrays[f"{name}.shown.at"]), *numbers)
        return cls(keys, keys, *numbers)

    def near(self, key: str, most: float, *, beginning: bool = False, limit: int = 8) -> list[Near]:
        """At most *limit* entries within the cost *most* of *key*, the nearest first, then the most frequent.

        With *beginning* an entry need only begin like *key*.
        """
        word, [size] = encoded([key], self._codes.shape[1])
        if not size or not len(self.counts):
            return []
        places = self._likely(word, int(size), beginning=beginning)
        width = int(self._lengths[places].max(initial=1))
        others, lengths = self._codes[places, :width], self._lengths[places]
        costs = distances(word[0, :size], others, lengths, most=most, beginning=beginning)
        kept = np.flatnonzero(costs <= most)
        order = kept[np.lexsort((-self.counts[places[kept]], np.round(costs[kept], 3)))][:limit]
        return [Near(float(costs[n]), int(places[n])) for n in order.tolist()]

    def sounding(self, key: str) -> list[int]:
        """The places of the entries that have the sounds of *key*, whatever their marks and silent letters."""
        word, _ = encoded([key], self._codes.shape[1])
        [number] = _spoken(word)
        low, high = np.searchsorted(self._spoken, number, "left"), np.searchsorted(self._spoken, number, "right")
        found: list[int] = self._speaking[low:high].tolist()
        return found

    def _likely(self, word: Codes, size: int, *, beginning: bool) -> npt.NDArray[np.int64]:
        """The places of those that share the most sounds with *word*."""
        sounds, pairs = _signature(word)
        if beginning:
            missing = np.bitwise_count(sounds & ~self._sounds) * 2 + np.bitwise_count(pairs & ~self._pairs)
            apart = np.where(self._lengths >= size - 1, missing.astype(np.int32), 99)
        else:
            apart = (np.bitwise_count(sounds ^ self._sounds) * 2 + np.bitwise_count(pairs ^ self._pairs)).astype(
                np.int32
            )
            apart += np.abs(self._lengths - size)
            apart[np.abs(self._lengths - size) > _LENGTHS] = 99
        if len(apart) > COMPARED:
            best = np.argpartition(apart, COMPARED)[:COMPARED]
            return best[apart[best] < 99]
        return np.flatnonzero(apart < 99)


def _strings(name: str, strings: Letters) -> dict[str, Array]:
    return dict(zip((name, f"{name}.at"), strings.arrays, strict=True))


def _signatures(codes: Codes) -> tuple[Bits, Bits]:
    """Of each row: the sounds in it, and the pairs of neighbouring sounds, as bits."""
    sounds = _sounds()[codes]
    one = np.uint64(1)
    single = np.zeros(len(codes), np.uint64)
    double = np.zeros(len(codes), np.uint64)
    before = np.zeros(len(codes), np.uint64)
    for column in sounds.T:
        there = column > 0
        single |= np.where(there, one << (column % 64), 0).astype(np.uint64)
        double |= np.where(there, one << ((before * 29 + column) % 64), 0).astype(np.uint64)
        before = np.where(there, column, before)
    return single, double


def _signature(word: Codes) -> tuple[np.uint64, np.uint64]:
    """:func:`_signatures` of one row, some ten times as fast."""
    single = double = before = 0
    for sound in _sounds()[word[0]].tolist():
        if sound:
            single |= 1 << (sound % 64)
            double |= 1 << ((before * 29 + sound) % 64)
            before = sound
    return np.uint64(single), np.uint64(double)


def _spoken(codes: Codes) -> Bits:
    """Of each row its sounds in their order, doubled ones once, as one number (FNV-1a over the sounds)."""
    number = np.full(len(codes), 0xCBF29CE484222325, np.uint64)
    before = np.zeros(len(codes), np.uint64)
    for column in _sounds()[codes].T:
        heard = (column > 0) & (column != before)
        number = np.where(heard, (number ^ column) * np.uint64(0x100000001B3), number)
        before = np.where(column > 0, column, before)
    return number


@cache
def _sounds() -> Bits:
    """By code the sound it is compared by: the first of the letters it is alike; 0 for marks that carry none."""
    table = slips()
    cheap = (table.instead <= _ALIKE) & (table.instead.T <= _ALIKE)
    sounds: Bits = cheap.argmax(axis=1).astype(np.uint64)
    sounds[(table.alone <= _ALIKE) | (np.arange(256) == 0)] = 0
    return sounds
