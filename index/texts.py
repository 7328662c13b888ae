"""The folded texts of every document, and where in them a string stands: a scan, of those that may hold it alone.

Two questions are asked. A quoted string is any substring, where a line break of the page counts as a blank: it is its
look, and cannot be typed. A word that was not quoted counts wherever both its ends stand between two clusters of Thai
letters: so it is found inside compounds and across the borders that words were cut at, and ขา (leg) is not found in
เขา (he), nor แก (you) in แก่ (old).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from index.clusters import LEADING, TRAILING
from index.compact import SEPARATOR, Bytes, decode, encode, may_hold, one_line
from index.facets import Floats, Ints, Mask

Postings: TypeAlias = "tuple[Ints, Floats]"  # documents ascending, and how often

PARTS = ("title", "body", "attached")  # as index.analysis joins them
# A string that more documents hold says too little for how often it stands in each to matter: it counts once.
COUNTED = 1_000
FEW = 80  # documents that are read sooner than the signatures of 20,000
KEPT = 64  # strings whose possible documents are remembered, a byte for each document
# As index.clusters has them, in the bytes of index.compact.
_LEADING = frozenset(bytes([byte]) for byte in encode("".join(LEADING)))
_TRAILING = frozenset(bytes([byte]) for byte in encode("".join(TRAILING)))


class Texts:
    """The texts of the documents of *leaves*, pairs of a reader of one segment and its first document number."""

    def __init__(self, leaves: Sequence[tuple[Any, int]]) -> None:
        self._bases = [base for _, base in leaves]
        self._columns = [reader.column_reader("folded", translate=False).spans() for reader, _ in leaves]
        self._signatures = [_signatures(reader) for reader, _ in leaves]
        self.may_hold = lru_cache(KEPT)(self._may_hold)  # one query asks several times of each of its words

    def folded(self, doc: int) -> tuple[str, str, str]:
        """The folded title, body and attached texts of the document *doc*."""
        title, body, attached = map(decode, self.compact(doc).split(SEPARATOR))
        return title, body, attached

    def _may_hold(self, needle: str) -> Mask:
        """The documents that may hold *needle*; all others do not. Not to be changed."""
        data = encode(needle)
        found = np.concatenate([np.zeros(0, np.bool_), *(may_hold(rows, data) for rows in self._signatures)])
        found.setflags(write=False)
        return found

    def exact(self, needle: str, parts: Iterable[str], within: Mask, counted: int = COUNTED) -> dict[str, Postings]:
        """By part, the documents of *within* that hold *needle* there, how often; once if more than *counted* do."""
        return self._found(needle, parts, within, one_line(encode(needle)), None, counted)

    def inside(self, word: str, parts: Iterable[str], within: Mask, *, begins: bool = False) -> dict[str, Postings]:
        """By part, the documents of *within* where *word* stands between clusters of letters, and how often.

        With *begins*, where its beginning stands between two.
        """
        data = encode(word)

        def holds(text: bytes, start: int, end: int) -> bool:
            at = text.find(data, start, end)
            while at >= 0 and not stands_alone(text, at, at + len(data), begins=begins):
                at = text.find(data, at + 1, end)
            return at >= 0

        return self._found(word, parts, within, data, holds)

    def bounded(
        self, needle: str, pattern: re.Pattern[bytes], parts: Iterable[str], within: Mask
    ) -> dict[str, Postings]:
        """By part, the documents of *within* with a match of *pattern*: *needle* with what may stand around it."""
        data = encode(needle)

        def holds(text: bytes, start: int, end: int) -> bool:
            at = text.find(data, start, end)  # ten times as fast as a search for a pattern that begins by looking back
            while at >= 0 and not pattern.match(text, at, end):
                at = text.find(data, at + 1, end)
            return at >= 0

        return self._found(needle, parts, within, data, holds)

    def _found(
        self,
        needle: str,
        parts: Iterable[str],
        within: Mask,
        data: bytes,
        holds: Callable[[bytes, int, int], bool] | None,
        counted: int = COUNTED,
    ) -> dict[str, Postings]:
        """By part, the documents whose text there *holds* it, and how often *data* stands there.

        With None they are those where *data* stands, wherever it does.
        """
        wanted = frozenset(parts)
        few = np.count_nonzero(within) <= FEW
        docs = np.flatnonzero(within if few else within & self.may_hold(needle)).tolist()
        holding = [
            doc for doc, text in self._each(docs, data) if (holds(text, 0, len(text)) if holds else data in text)
        ]
        if len(wanted) == len(PARTS) and len(holding) > counted:
            return {"body": _arrays([(doc, 1) for doc in holding])}
        found: dict[str, list[tuple[int, int]]] = {part: [] for part in PARTS}
        for doc, text in self._each(holding, data):
            for part, start, end in parts_of(text):
                if (
                    part in wanted
                    and (times := text.count(data, start, end))
                    and (not holds or holds(text, start, end))
                ):
                    found[part].append((doc, times))
        return {part: _arrays(pairs) for part, pairs in found.items() if pairs}

    def _each(self, docs: Sequence[int], data: bytes) -> Iterator[tuple[int, bytes]]:
        """(document, text) of *docs*, which ascend; on one line where *data* has a blank. Common strings read most."""
        blank = b" " in data
        at = 0
        for base, (view, starts) in zip(self._bases, self._columns, strict=True):
            last = bisect_left(docs, base + len(starts) - 1, at)
            for doc in docs[at:last]:
                text = bytes(view[starts[doc - base] : starts[doc - base + 1]])
                yield doc, one_line(text) if blank else text
            at = last

    def compact(self, doc: int) -> bytes:
        """The texts of the document *doc* as the index holds them, for :func:`parts_of`."""
        leaf = bisect_right(self._bases, doc) - 1
        view, starts = self._columns[leaf]
        at = doc - self._bases[leaf]
        return bytes(view[starts[at] : starts[at + 1]])


def stands_alone(text: bytes, start: int, end: int, *, begins: bool = False) -> bool:
    """Whether both ends of ``text[start:end]`` stand between two clusters of Thai letters; with *begins*, the first."""
    return text[start - 1 : start] not in _LEADING and (begins or text[end : end + 1] not in _TRAILING)


def parts_of(text: bytes) -> Iterator[tuple[str, int, int]]:
    """(part, start, end) of the parts of a compact *text*, in the order of :data:`PARTS`."""
    first, last = text.find(SEPARATOR), text.rfind(SEPARATOR)
    yield "title", 0, first
    yield "body", first + 1, last
    if last + 1 < len(text):
        yield "attached", last + 1, len(text)


def _signatures(reader: Any) -> Bytes:
    """The signatures of one segment, a row for each document; read in place where they are mapped."""
    rows: Bytes = reader.column_reader("signature", translate=False).rows(reader.doc_count_all())
    return rows


def _arrays(pairs: list[tuple[int, int]]) -> Postings:
    return np.array([doc for doc, _ in pairs], np.int32), np.array([count for _, count in pairs], np.float64)
