"""Many strings as two arrays: their bytes one behind the other, and where each begins.

A tuple of strings takes some 60 bytes for each string besides its letters and has to be made at every opening; an
arena is a view of a file, and a string is decoded when somebody looks at it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Self, overload

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexProblem
from index.arrays import Array, are_starts, arena
from index.compact import decode, encode
from index.generations import REBUILD

REMEMBERED = 2_000  # strings of one arena that are kept decoded: some 300 kB
_AT_ONCE = 16_000_000  # bytes that are laid out in rows to be sorted
# The bytes of index.compact that stand in the order of their code points: those of ASCII and of Thai letters.
_PLAIN = bytes([*range(0x20, 0x7F), *range(0xA1, 0x100)])
_CODING = "utf-8", "surrogatepass"  # bytes in the order of code points


class _Held(Sequence[str]):
    """The strings whose bytes are *data*; *starts* tells where each begins, and the end of the last one.

    ValueError where they do not fit. Looking at one whose bytes are no text raises :class:`IndexProblem`.
    """

    def __init__(self, data: Array, starts: Array) -> None:
        if data.ndim != 1 or data.dtype != np.uint8 or not are_starts(starts, len(starts) - 1, len(data)):
            raise ValueError("strings that do not fit where they begin")
        self.data, self.starts = data, starts
        self._data, self._starts = data.data, starts.data
        self._remembered: dict[int, str] = {}

    @classmethod
    def of(cls, strings: Iterable[str]) -> Self:
        """The *strings*, held so."""
        return cls(*arena(map(cls._bytes, strings)))

    @classmethod
    def joined(cls, several: Sequence[Self]) -> Self:
        """The strings of several, one after the other."""
        lengths = np.concatenate([np.zeros(1, np.int64), *(np.diff(one.starts.astype(np.int64)) for one in several)])
        data = np.concatenate([np.zeros(0, np.uint8), *(one.data for one in several)])
        return cls(data, np.cumsum(lengths))

    @property
    def arrays(self) -> tuple[Array, Array]:
        """The bytes of all and where each begins, which make them again."""
        return self.data, self.starts

    @staticmethod
    @abstractmethod
    def _bytes(string: str) -> bytes:
        """The bytes that are held of *string*."""

    @staticmethod
    @abstractmethod
    def _text(data: memoryview) -> str:
        """The string that *data* was made of; ValueError where it was made of none."""

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(len(self))))
        if place < 0:
            place += len(self)
        starts = self._starts
        try:
            return self._text(self._data[starts[place] : starts[place + 1]])
        except ValueError as e:
            raise _damaged(e) from e

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        data, start, text = self._data, 0, self._text
        for end in self._starts[1:]:
            try:
                yield text(data[start:end])
            except ValueError as e:
                raise _damaged(e) from e
            start = end

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def remembered(self, places: Iterable[int]) -> list[str]:
        """The strings at *places*, each decoded once: the values of facets are the same for most queries."""
        held = self._remembered
        return [held.get(place) or self._remember(place) for place in places]

    def _remember(self, place: int) -> str:
        if len(self._remembered) >= REMEMBERED:
            self._remembered.clear()
        string = self._remembered[place] = self[place]
        return string

    def raw(self, place: int) -> bytes:
        """The bytes of one string; IndexError where there is none."""
        size = len(self)
        if not -size <= place < size:
            raise IndexError(place)
        place += size if place < 0 else 0
        return bytes(self._data[self._starts[place] : self._starts[place + 1]])


class Letters(_Held):
    """Strings of which one byte a letter is held (:mod:`index.compact`), a third of UTF-8: titles and names.

    They are shown and gone through; :meth:`has` finds one among those that are sorted.
    """

    @staticmethod
    def _bytes(string: str) -> bytes:
        return encode(string)

    @staticmethod
    def _text(data: memoryview) -> str:
        return decode(bytes(data))

    def has(self, text: str) -> bool:
        """Whether *text* is one of them, which must be in the order of their code points."""
        data, at, wanted = self._data, self._starts, encode(text)
        plain = not wanted.translate(None, _PLAIN)
        low, high = 0, len(at) - 1
        while low < high:
            middle = (low + high) // 2
            held = bytes(data[at[middle] : at[middle + 1]])
            if held == wanted:
                return True
            if held < wanted if plain and not held.translate(None, _PLAIN) else decode(held) < text:
                low = middle + 1
            else:
                high = middle
        return False


class Arena(_Held):
    """Strings held in UTF-8, so that their bytes are in the order of their code points: what is looked up."""

    @staticmethod
    def _bytes(string: str) -> bytes:
        return string.encode(*_CODING)

    @staticmethod
    def _text(data: memoryview) -> str:
        return str(data, *_CODING)

    def sorted(self) -> npt.NDArray[np.int32]:
        """The places of the strings in the order of their code points, equal ones in the order of their places."""
        lengths = np.diff(self.starts.astype(np.int64))
        width = int(lengths.max(initial=1))
        if width * len(self) > _AT_ONCE or not self.data.all():  # numpy takes zero bytes at an end for none
            strings = [self.raw(place) for place in range(len(self))]
            return np.array(sorted(range(len(strings)), key=strings.__getitem__), np.int32)
        rows = np.zeros((len(self), max(1, width)), np.uint8)
        rows[np.arange(rows.shape[1]) < lengths[:, None]] = self.data
        return rows.view(f"S{rows.shape[1]}").ravel().argsort(kind="stable").astype(np.int32)

    def find(self, string: str, order: npt.NDArray[np.int32]) -> int:
        """The place of *string*, -1 where it is none of these; *order* is what :meth:`sorted` gave."""
        wanted = string.encode(*_CODING)
        data, starts, places = self._data, self._starts, order.data
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            place = places[middle]
            if bytes(data[starts[place] : starts[place + 1]]) < wanted:
                low = middle + 1
            else:
                high = middle
        found = int(order[low]) if low < len(order) else -1
        return found if found >= 0 and self.raw(found) == wanted else -1


def _damaged(error: ValueError) -> IndexProblem:
    return IndexProblem(f"the index is damaged: a string in it is none ({error}); {REBUILD}")
