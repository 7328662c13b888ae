"""Many strings in two arrays, which a process can map and share: one behind the other, and where each begins.

They are kept as :mod:`index.compact` has it: most take one byte a letter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from index.arrays import Array, arena
from index.compact import decode, encode


class Strings(Sequence[str]):
    """The strings of *data* between the places *at*; a string is made when it is asked for, by its number."""

    __slots__ = ("_at", "_data", "arrays")

    def __init__(self, data: Array, at: Array) -> None:
        self.arrays = data, at
        self._data, self._at = data.data, at.data

    @classmethod
    def of(cls, strings: Iterable[str]) -> Strings:
        """These strings."""
        return cls(*arena(map(encode, strings)))

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[str, ...]: ...
    def __getitem__(self, number: int | slice) -> str | tuple[str, ...]:
        if isinstance(number, slice):
            return tuple(self[n] for n in range(*number.indices(len(self))))
        if not 0 <= number < len(self):
            raise IndexError(f"there are {len(self)} strings")
        return decode(bytes(self._data[self._at[number] : self._at[number + 1]]))

    def __iter__(self) -> Iterator[str]:
        return (self[n] for n in range(len(self)))

    def __len__(self) -> int:
        return len(self._at) - 1

    def has(self, text: str) -> bool:
        """Whether *text* is one of them, which must be in the order of their code points."""
        at = bisect_left(self, text)
        return at < len(self) and self[at] == text
