"""Texts in memory, in one segment or two, as the index has them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from index.files import Mapped
from index.folded import TextsColumn
from index.texts import Texts


def column_of(folded: Sequence[bytes]) -> Any:
    """The column of the compact texts *folded*, as a reader of the index gives it."""
    file = io.BytesIO()
    writer = TextsColumn.Writer(file)
    for doc, text in enumerate(folded):
        writer.add(doc, text)
    writer.finish(len(folded))
    data = file.getvalue()
    return TextsColumn.Reader(Mapped(memoryview(data), "texts"), 0, len(data), len(folded))


class Reader:
    """A segment that holds the compact texts *folded* and nothing else."""

    def __init__(self, folded: Sequence[bytes]) -> None:
        self.folded = column_of(folded)

    def column_reader(self, name: str, *, translate: bool) -> Any:
        assert (name, translate) == ("folded", False)
        return self.folded


def texts_of(folded: Sequence[bytes]) -> Texts:
    """The texts *folded*, as ``index.compact`` writes them; in two segments where there is enough of them."""
    half = len(folded) // 2
    readers = [Reader(folded[:half]), Reader(folded[half:])] if half else [Reader(folded)]
    return Texts(list(zip(readers, (0, half), strict=False)))
