"""Which texts may hold a string: signatures of all texts of a segment, stored bit by bit instead of text by text.

The signature of a text is the set of the runs of two and three bytes that stand in it, each a bit at a place that its
hash tells. A text whose signature lacks a bit of a string does not hold the string; one that has all of them may.

For each of the :data:`BITS` there is one row with a bit for every text. The texts that may hold a string are the
conjunction of a few rows, 2.5 kB each for 20,000 texts, where the signatures one after the other were 20 MB with a byte
to look at in each: the bit-sliced signature file of Faloutsos, "Access methods for text" (1985), 3.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from index.compact import Bytes, one_line

BITS = 8_192  # of each signature; see docs/performance.md for what fewer and more let through
AT_ONCE = 256  # texts whose bits are worked out together, a byte for each: 2 MB, which stays in the processor's cache
_FACTOR = np.uint32(2_654_435_761)  # Knuth's multiplicative hash: the golden ratio of 2**32
_SHIFT = np.uint32(32 - (BITS - 1).bit_length())
_TRIPLE = np.uint32(1 << 24)  # tells runs of three bytes from those of two
_PAIRS_TO = 4  # bytes; a string of so many has triples enough


def sliced(texts: Iterable[bytes], number: int) -> Bytes:
    """The signatures of *number* *texts*: ``BITS`` rows, a bit for each text, the first in the lowest bit of a byte."""
    slices = np.zeros((BITS, -(-number // 8)), np.uint8)
    for at, columns in zip(range(0, number, AT_ONCE), _columns(iter(texts)), strict=True):
        slices[:, at // 8 : at // 8 + columns.shape[1]] = columns
    return slices


def may_hold(slices: Bytes, needle: bytes, number: int) -> npt.NDArray[np.bool_]:
    """Which of the *number* texts of *slices* may hold *needle*, where a line break counts as a blank."""
    letters = np.frombuffer(one_line(needle), np.uint8)
    places = _hashed(letters, triples=True)
    if len(letters) < _PAIRS_TO:
        places = np.concatenate((places, _hashed(letters, triples=False)))
    if not len(places):
        return np.ones(number, np.bool_)
    held = np.bitwise_and.reduce(slices[places], axis=0)
    return np.unpackbits(held, count=number, bitorder="little").view(np.bool_)


def _columns(texts: Iterator[bytes]) -> Iterator[Bytes]:
    """The slices of :data:`AT_ONCE` of *texts* after the other."""
    while some := list(islice(texts, AT_ONCE)):
        yield _sliced(some)


def _sliced(texts: Sequence[bytes]) -> Bytes:
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    letters = np.frombuffer(one_line(b"".join(texts)), np.uint8)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    width = -(-len(texts) // 8) * 8
    found = np.zeros(BITS * width, np.bool_)
    for run in (2, 3):
        whole = owner[: len(owner) - run + 1] == owner[run - 1 :]  # begins and ends in one text
        places = _hashed(letters, triples=run == 3).astype(np.int64) * width + owner[: len(whole)]
        found[places[whole]] = True
    return np.packbits(found.reshape(BITS, width), axis=1, bitorder="little")


def _hashed(letters: Bytes, *, triples: bool) -> npt.NDArray[np.uint32]:
    """The bits of the runs of two bytes of *letters*, or of those of three."""
    wide = letters.astype(np.uint32)
    runs = wide[:-1] << np.uint32(8) | wide[1:]
    if triples:
        runs = runs[:-1] << np.uint32(8) | wide[2:] | _TRIPLE
    hashed: npt.NDArray[np.uint32] = (runs * _FACTOR) >> _SHIFT
    return hashed
