"""The folded texts of every document, and where in them a string stands: a scan, of those that may hold it alone.

Two questions are asked. A quoted string is any substring. A word that was not quoted counts wherever both its ends
stand between two clusters of Thai letters: so it is found inside compounds and across the borders that words were cut
at, and ขา (leg) is not found in เขา (he), nor แก (you) in แก่ (old).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np

from index.compact import SEPARATOR, SIGNATURE, Bytes, decode, encode, may_hold
from index.facets import Floats, Ints, Mask

Postings: TypeAlias = "tuple[Ints, Floats]"  # documents ascending, and how often

PARTS = ("title", "body", "attached")  # as index.analysis joins them
# A string that more documents hold says too little for how often it stands in each to matter: it counts once.
COUNTED = 5_000
# In the bytes of index.compact: leading vowels, and what belongs to the consonant before it.
_LEADING, _TRAILING = rb"\xe0-\xe4", rb"\xd0-\xda\xe5\xe7-\xee"


class Texts:
    """The texts of the documents of *leaves*, pairs of a reader of one segment and its first document number."""

    def __init__(self, leaves: Sequence[tuple[Any, int]]) -> None:
        self._bases = [base for _, base in leaves]
        self._columns = [reader.column_reader("folded", translate=False) for reader, _ in leaves]
        self._signatures = [_signatures(reader) for reader, _ in leaves]

    def folded(self, doc: int) -> tuple[str, str, str]:
        """The folded title, body and attached texts of the document *doc*."""
        title, body, attached = map(decode, self._data(doc).split(SEPARATOR))
        return title, body, attached

    def may_hold(self, needle: str) -> Mask:
        """The documents that may hold *needle*; all others do not."""
        data = encode(needle)
        found = [np.zeros(0, np.bool_), *(may_hold(rows, data) for rows in self._signatures)]
        return np.concatenate(found)

    def exact(self, needle: str, parts: Iterable[str], within: Mask) -> dict[str, Postings]:
        """By part, the documents of *within* that hold *needle* there, and how often."""
        data = encode(needle)
        return self._found(needle, parts, within, lambda text: data in text, lambda text: text.count(data))

    def inside(self, word: str, parts: Iterable[str], within: Mask, *, begins: bool = False) -> dict[str, Postings]:
        """By part, the documents of *within* where *word* stands between clusters of letters, and how often.

        With *begins*, where its beginning stands between two.
        """
        data = encode(word)
        behind = b"" if begins else b"(?![%b])" % _TRAILING
        pattern = re.compile(b"(?<![%b])%b%b" % (_LEADING, re.escape(data), behind))
        return self._found(
            word,
            parts,
            within,
            lambda text: data in text and pattern.search(text) is not None,
            lambda text: len(pattern.findall(text)),
        )

    def _found(
        self,
        needle: str,
        parts: Iterable[str],
        within: Mask,
        holds: Callable[[bytes], bool],
        count: Callable[[bytes], int],
    ) -> dict[str, Postings]:
        docs = [doc for doc in np.flatnonzero(within & self.may_hold(needle)).tolist() if holds(self._data(doc))]
        wanted = [(part, PARTS.index(part)) for part in parts]
        often = len(docs) > COUNTED and len(wanted) == len(PARTS)
        found: dict[str, list[tuple[int, int]]] = {part: [] for part, _ in wanted}
        for doc in docs:
            if often:
                found["body"].append((doc, 1))
                continue
            texts = self._data(doc).split(SEPARATOR)
            for part, n in wanted:
                if times := count(texts[n]):
                    found[part].append((doc, times))
        return {part: _arrays(pairs) for part, pairs in found.items() if pairs}

    def _data(self, doc: int) -> bytes:
        leaf = bisect_right(self._bases, doc) - 1
        data: bytes = self._columns[leaf][doc - self._bases[leaf]]
        return data


def _signatures(reader: Any) -> Bytes:
    """The signatures of one segment, a row for each document; read in place where they are mapped."""
    column = reader.column_reader("signature", translate=False)
    rows = getattr(column, "rows", None)  # a segment without a text has no such column
    size = reader.doc_count_all()
    return rows(size) if rows else np.zeros((size, SIGNATURE), np.uint8)


def _arrays(pairs: list[tuple[int, int]]) -> Postings:
    return np.array([doc for doc, _ in pairs], np.int32), np.array([count for _, count in pairs], np.float64)
