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

from index.compact import SEPARATOR, Bytes, one_line
from index.facets import Ints, Mask

# On 20,000 pages, the megabytes that a query of 3 to 5 words lets through (mean of 150), and those of the signatures:
# 8,192 bits for each text 9.1 and 20; for blocks of 2,048 bytes 4,096 bits 2.6 and 20, 3,072 bits 3.5 and 15; for
# blocks of 4,096 bytes 6,144 bits 3.2 and 20, 4,096 bits 4.6 and 13; for blocks of 1,024 bytes 2,048 bits 2.8 and 18.
BLOCK = 2_048  # bytes
BITS = 4_096  # of each signature
BEHIND = 48  # bytes behind a block that belong to its signature: of a longer string only so many are asked for
AT_ONCE = 256  # blocks whose bits are worked out together, a byte for each: 1 MB, which stays in the cache
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


def sliced(view: memoryview, starts: npt.NDArray[np.int64]) -> Bytes:
    """The signatures of the texts of *view* that begin at *starts*, whose last one is the end.

    :data:`BITS` rows with a bit for each block, the first in the lowest bit of a byte.
    """
    blocks = Blocks.of(np.diff(starts))
    begins = starts[blocks.text] + blocks.begin
    ends = np.minimum(begins + BLOCK + BEHIND, starts[blocks.text + 1])
    slices = np.zeros((BITS, -(-len(begins) // 8)), np.uint8)
    pieces = list(map(view.__getitem__, map(slice, begins.tolist(), ends.tolist())))
    for at in range(0, len(pieces), AT_ONCE):
        columns = _sliced(pieces[at : at + AT_ONCE])
        slices[:, at // 8 : at // 8 + columns.shape[1]] = columns
    return slices


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


def edges(view: memoryview, starts: npt.NDArray[np.int64]) -> Ints:
    """Where in each text of *view* its title ends and where its body does: two rows of offsets from its beginning."""
    return np.array(list(_edges(view, starts)), np.int32).reshape(len(starts) - 1, 2).T


def _edges(view: memoryview, starts: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        text = bytes(view[start:end])
        yield text.find(SEPARATOR), text.rfind(SEPARATOR)


def _sliced(pieces: Sequence[memoryview]) -> Bytes:
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
