"""Where runs of Thai were cut into words when a page was indexed, so that no page is cut again to show its hits.

Of every page a bit for each character of its title, body and attached texts, one character apart, is kept: whether a
piece that is not the first of its run begins there. Runs with full stops have none; they are few, and cut anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np

BETWEEN = 1  # characters between two texts of a page


def inner(run: str, pieces: Sequence[str]) -> tuple[int, ...]:
    """Where in *run* its *pieces* begin but for the first one; nothing where they are not the letters of the run."""
    if len(pieces) < 2 or "." in run:
        return ()
    return tuple(accumulate(map(len, pieces[:-1])))


def borders(texts: Iterable[tuple[str, Sequence[str]]], inner_of: Callable[[str], Sequence[int] | None]) -> bytes:
    """The bits of a page: of its folded *texts*, each with its runs, given where each run was cut (:func:`inner`)."""
    begins: list[int] = []
    within: list[Sequence[int]] = []
    base = 0
    for text, runs in texts:
        at, find = 0, text.index
        for run, cuts in zip(runs, map(inner_of, runs), strict=True):
            at = find(run, at)  # what is left out between two runs begins none
            if cuts:
                begins.append(base + at)
                within.append(cuts)
            at += len(run)
        base += len(text) + BETWEEN
    bits = np.zeros(base, np.bool_)
    places = np.fromiter(chain.from_iterable(within), np.int64)
    places += np.repeat(np.array(begins, np.int64), np.fromiter(map(len, within), np.int64))
    bits[places] = True
    return np.packbits(bits).tobytes()


class Borders:
    """The bits of the documents of *leaves*, pairs of a reader of one segment and its first document number."""

    def __init__(self, leaves: Sequence[tuple[Any, int]]) -> None:
        self._bases = [base for _, base in leaves]
        self._columns = [reader.column_reader("borders", translate=False).spans() for reader, _ in leaves]

    def of(self, doc: int) -> bytes:
        """The bits of the document *doc*, for :class:`Known`."""
        leaf = bisect_right(self._bases, doc) - 1
        view, starts = self._columns[leaf]
        at = doc - self._bases[leaf]
        return bytes(view[starts[at] : starts[at + 1]])


class Known:
    """The *bits* of a page, of which one text begins at the character *base*."""

    __slots__ = ("_base", "_bits")

    def __init__(self, bits: bytes, base: int) -> None:
        self._bits, self._base = bits, base

    def within(self, start: int, end: int) -> list[int]:
        """Where pieces begin in ``start:end`` of the text, counted from *start*."""
        first, last = start + self._base, end + self._base
        head = first & 7
        data = self._bits[first >> 3 : (last + 7) >> 3]
        size = 8 * len(data)
        bits = format(int.from_bytes(data, "big"), f"0{size}b")[head : head + end - start] if size else ""
        places: list[int] = []
        at = bits.find("1")
        while at >= 0:
            places.append(at)
            at = bits.find("1", at + 1)
        return places
