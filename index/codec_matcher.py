"""Whoosh's matcher over posting arrays: what steps from document to document where whole arrays are not asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from whoosh.matching import LeafMatcher, ReadTooFar

if TYPE_CHECKING:
    from index.codec_terms import FieldTerms


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]  # whoosh is not typed for us
    """The postings of the term *number* of a field, in the order of their documents.

    To Whoosh they are one block: its quality is that of the whole list, so that a list that cannot matter any more is
    left at once, and no other is ever looked at to be skipped.
    """

    def __init__(self, field: FieldTerms, number: int, format_: Any, term: tuple[str, bytes], scorer: Any) -> None:
        self._field, self._number, self._term = field, number, term
        self.format, self.scorer = format_, scorer
        docs, weights = field.postings(number)
        self._docs, self._weights = docs.data, weights
        self._first = field.first(number)
        self._at, self._end = 0, len(docs)

    def is_active(self) -> bool:
        """Whether there is a current posting."""
        return self._at < self._end

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """A matcher at the same posting."""
        other = ArrayMatcher(self._field, self._number, self.format, self._term, self.scorer)
        other._at = self._at
        return other

    def id(self) -> int:
        """The document of the current posting."""
        return self._docs[self._at]

    def all_ids(self) -> Iterator[int]:
        """The documents from the current posting on; the matcher stays where it is."""
        return iter(self._docs[self._at :].tolist())

    def next(self) -> bool:
        """Go to the next posting; whether that was the last block, as Whoosh wants to know."""
        if self._at >= self._end:
            raise ReadTooFar
        self._at += 1
        return self._at == self._end

    def skip_to(self, id: int) -> None:  # noqa: A002 - the name that Whoosh gave it
        """Go to the first posting of the document *id* or a later one."""
        if self._at >= self._end:
            raise ReadTooFar
        self._at = bisect_left(self._docs, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Leave the list where it cannot reach more than *minquality*; how many blocks were left."""
        if self._at < self._end and self.block_quality() <= minquality:
            self._at = self._end
            return 1
        return 0

    def weight(self) -> float:
        """The weight of the current posting."""
        return float(self._weights[self._at])

    def value(self) -> bytes:
        """The value of the current posting, in the bytes of the field's format."""
        return self._field.values.encoded(self._first + self._at, self.format)

    def value_as(self, astype: str) -> Any:
        """The value of the current posting, as *astype* names it."""
        return self._field.values.value_as(self._first + self._at, self.format, astype)

    def items_as(self, astype: str) -> Iterator[tuple[int, Any]]:
        """(document, value) from the current posting on."""
        while self.is_active():
            yield self.id(), self.value_as(astype)
            self.next()

    def block_min_length(self) -> int:
        """The least length of the field in these documents."""
        return int(self._field.info(self._number).min_length())

    def block_max_length(self) -> int:
        """The greatest length of the field in these documents."""
        return int(self._field.info(self._number).max_length())

    def block_max_weight(self) -> float:
        """The greatest weight."""
        return float(self._field.info(self._number).max_weight())

    def block_min_id(self) -> int:
        """The first document."""
        return self._docs[0]

    def block_max_id(self) -> int:
        """The last document."""
        return self._docs[-1]
