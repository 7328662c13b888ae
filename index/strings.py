"""Many strings in two arrays, which a process can map and share: one behind the other, and where each begins.

They are kept as :mod:`index.compact` has it: most take one byte a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from index.arrays import Array, arena
from index.compact import decode, encode

# The bytes that stand in the order of their code points: those of ASCII and of Thai letters.
_PLAIN = bytes([*range(0x20, 0x7F), *range(0xA1, 0x100)])


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
        data, at, wanted = self._data, self._at, encode(text)
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
