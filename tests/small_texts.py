"""Texts in memory, in one segment or two, as the index has them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from index.extracts import slices_of
from index.texts import Texts


class Column(list[bytes]):
    """A column of one segment, as a reader of the index gives it."""

    def spans(self) -> tuple[memoryview, list[int]]:
        return memoryview(b"".join(self)), [0, *accumulate(map(len, self))]


class Reader:
    """A segment that holds the compact texts *folded* and nothing else."""

    def __init__(self, folded: Sequence[bytes]) -> None:
        self.folded = Column(folded)

    def column_reader(self, name: str, *, translate: bool) -> Column:
        assert (name, translate) == ("folded", False)
        return self.folded


def texts_of(folded: Sequence[bytes]) -> Texts:
    """The texts *folded*, as ``index.compact`` writes them; in two segments where there is enough of them."""
    half = len(folded) // 2
    readers = [Reader(folded[:half]), Reader(folded[half:])] if half else [Reader(folded)]
    leaves = zip(readers, (0, half), strict=False)
    return Texts(list(leaves), [slices_of(reader) for reader in readers])
