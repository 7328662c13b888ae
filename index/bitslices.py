"""Where a string may stand: signatures of all texts of a segment, block by block, stored bit by bit.

Texts are cut into blocks of :data:`BLOCK` bytes. The signature of a block is the set of the runs of two and three bytes
that begin in it or in the few bytes behind it, each a bit at a place that its hash tells. A block whose signature lacks
a bit of a string does not hold the beginning of the string; one that has all of them may. Long texts hold nearly all
runs somewhere: with a signature for each text they were read for every word.

For each of the :data:`BITS` there is one row with a bit for every block. The blocks that may hold a string are the
conjunction of a few rows, 5 kB each for 20,000 texts: the bit-sliced signature file of Faloutsos, "Access methods
for text" (1985), 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.compact import Bytes, one_line
from index.facets import Ints, Mask

# On 20,000 pages, the megabytes that a query of 3 to 5 words lets through (mean of 150), and those of the signatures:
# 8,192 bits for each text 9.1 and 20; for blocks of 2,048 bytes 4,096 bits 2.6 and 20, 3,072 bits 3.5 and 15; for
# blocks of 4,096 bytes 6,144 bits 3.2 and 20, 4,096 bits 4.6 and 13; for blocks of 1,024 bytes 2,048 bits 2.8 and 18.
BLOCK = 2_048  # bytes
BITS = 4_096  # of each signature
BEHIND = 48  # bytes behind a block that belong to its signature: of a longer string only so many are asked for
AT_ONCE = 256  # blocks whose bits are worked out together, a byte for each: 1 MB, which stays in the cache
ROWS = 64  # that are put together at once
_FACTOR = np.uint32(2_654_435_761)  # Knuth's multiplicative hash: the golden ratio of 2**32
_TRIPLE = np.uint32(1 << 24)  # tells runs of three bytes from those of two
_PAIRS_TO = 4  # bytes; a string of so many has triples enough


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of some texts: of each, the number of its text and where in the text it begins."""

    text: Ints
    begin: Ints

    @classmethod
    def of(cls, lengths: npt.NDArray[np.int64]) -> Blocks:
        """The blocks of texts of these *lengths*; an empty one has one block, too."""
        numbers = np.maximum(1, -(-lengths // BLOCK))
        first = np.cumsum(numbers) - numbers
        text = np.repeat(np.arange(len(lengths), dtype=np.int32), numbers)
        return cls(text, ((np.arange(len(text)) - first[text]) * BLOCK).astype(np.int32))


class Slicing:
    """The signatures of texts, gathered text by text: 512 bytes are held for each block."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._columns: list[Bytes] = []

    def add(self, text: bytes) -> None:
        """Add the blocks of the next *text*."""
        for begin in range(0, max(1, len(text)), BLOCK):
            self._pieces.append(text[begin : begin + BLOCK + BEHIND])
            if len(self._pieces) == AT_ONCE:
                self._columns.append(_sliced(self._pieces))
                self._pieces.clear()

    @property
    def width(self) -> int:
        """How long each row is, in bytes."""
        return -(-(len(self._columns) * AT_ONCE + len(self._pieces)) // 8)

    def rows(self) -> Iterator[Bytes]:
        """The rows of all :data:`BITS`, some at a time: a bit for each block, the first in the lowest of a byte."""
        columns = [*self._columns, _sliced(self._pieces)]
        for first in range(0, BITS, ROWS):
            yield np.concatenate([some[first : first + ROWS] for some in columns], axis=1)


def may_hold(slices: Bytes, needle: bytes, number: int) -> Mask:
    """Which of the *number* blocks of *slices* may hold the beginning of *needle*; a line break counts as a blank."""
    letters = np.frombuffer(one_line(needle)[:BEHIND], np.uint8)
    places = _hashed(letters, 3)
    if len(letters) < _PAIRS_TO:
        places = np.concatenate((places, _hashed(letters, 2)))
    if not len(places):
        return np.ones(number, np.bool_)
    held = np.bitwise_and.reduce(slices[places], axis=0)
    return np.unpackbits(held, count=number, bitorder="little").view(np.bool_)


def _sliced(pieces: Sequence[bytes]) -> Bytes:
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    letters = np.frombuffer(one_line(b"".join(pieces)), np.uint8)
    owner = np.repeat(np.arange(len(pieces), dtype=np.int32), lengths)
    width = -(-len(pieces) // 8) * 8
    found = np.zeros(BITS * width, np.bool_)
    for size in (2, 3):
        places = _hashed(letters, size).astype(np.int32) * width + owner[: max(0, len(letters) - size + 1)]
        whole = owner[: len(places)] == owner[size - 1 :]  # begins and ends in one piece
        found[places[whole]] = True
    return np.packbits(found.reshape(BITS, width), axis=1, bitorder="little")


def _hashed(letters: Bytes, size: int) -> npt.NDArray[np.uint32]:
    """The bits of the runs of two or three bytes, by *size*, of *letters*."""
    wide = letters.astype(np.uint32)
    runs = wide[:-1] << np.uint32(8) | wide[1:]
    if size == 3:
        runs = runs[:-1] << np.uint32(8) | wide[2:] | _TRIPLE
    # Twice, with the upper half brought down between: one product keeps sums of letters in their order.
    runs = runs * _FACTOR
    runs = (runs ^ runs >> np.uint32(16)) * _FACTOR
    hashed: npt.NDArray[np.uint32] = (runs >> np.uint32(16)) * np.uint32(BITS) >> np.uint32(16)
    return hashed
