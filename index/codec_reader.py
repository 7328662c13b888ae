"""The terms of one segment as Whoosh asks for them, and their postings as whole arrays for those who count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.reading import TermNotFound

from corpus.errors import IndexProblem
from index.arrays import Array, Arrays
from index.codec_matcher import ArrayMatcher
from index.codec_terms import ArrayTermInfo, FieldTerms
from index.generations import REBUILD

_NOTHING = np.zeros(0, np.uint32)
_NO_WEIGHTS = np.zeros(0, np.uint8)
_NO_STARTS = np.zeros(1, np.uint32)


class ArrayTermsReader(TermsReader):  # type: ignore[misc]  # whoosh is not typed for us
    """The terms of one segment; *lengths* gives the lengths of a field in all documents, None for none."""

    def __init__(self, arrays: Arrays, lengths: Any) -> None:
        self.files = arrays
        self._lengths = lengths
        names = arrays.about.get("fields")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise IndexProblem(f"the file {arrays.name} is damaged: it names no fields; {REBUILD}")
        self._names = sorted(set(names))
        self._fields: dict[str, FieldTerms] = {}

    def field(self, fieldname: str) -> FieldTerms | None:
        """The terms of a field; None where no document has any."""
        if fieldname not in self._fields:
            if fieldname not in self._names:
                return None
            self._fields[fieldname] = FieldTerms(self.files, fieldname, self._lengths(fieldname))
        return self._fields[fieldname]

    def arrays(self, fieldname: str, text: bytes) -> tuple[Array, Array]:
        """The documents that have a term, ascending ``uint32``, and a view of its weights; empty for none."""
        field = self.field(fieldname)
        number = -1 if field is None else field.find(text)
        return (_NOTHING, _NO_WEIGHTS) if field is None or number < 0 else field.postings(number)

    def positions(self, fieldname: str, text: bytes) -> tuple[Array, Array]:
        """Where a term stands in its documents: where the positions of each begin, their end last; the positions.

        Both are empty (one start) where the term is not here or its field keeps none.
        """
        field = self.field(fieldname)
        number = -1 if field is None else field.find(text)
        if field is None or number < 0 or field.values.position is None or field.values.starts is None:
            return _NO_STARTS, _NOTHING
        starts = field.values.starts[field.starts[number] : int(field.starts[number + 1]) + 1]
        return starts - starts[0], field.values.position[starts[0] : starts[-1]]

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self.field(term[0])
        return field is not None and field.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        """The names of the fields that have terms, sorted."""
        return list(self._names)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """A place among the terms of a field."""
        return ArrayCursor(self.field(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every term with its field, sorted."""
        for name, field, number in self._walk():
            yield name, field.text(number)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from *prefix* on, in this field and those behind it."""
        for name, field, number in self._walk(fieldname, prefix):
            yield name, field.text(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], ArrayTermInfo]]:
        """Every term and what is told of it."""
        for name, field, number in self._walk():
            yield (name, field.text(number)), field.info(number)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], ArrayTermInfo]]:
        """The terms from *prefix* on and what is told of them."""
        for name, field, number in self._walk(fieldname, prefix):
            yield (name, field.text(number)), field.info(number)

    def term_info(self, fieldname: str, text: bytes) -> ArrayTermInfo:
        """What is told of a term; Whoosh's TermNotFound where it is not here."""
        field, number = self._found(fieldname, text)
        return field.info(number)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The sum of a term's weights."""
        return float(self.arrays(fieldname, text)[1].sum(dtype=np.float64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents a term stands."""
        return len(self.arrays(fieldname, text)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """The postings of a term, one by one."""
        field, number = self._found(fieldname, text)
        return ArrayMatcher(field, number, format_, (fieldname, text), scorer)

    def _found(self, fieldname: str, text: bytes) -> tuple[FieldTerms, int]:
        field = self.field(fieldname)
        number = -1 if field is None else field.find(text)
        if field is None or number < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, number

    def _walk(self, fieldname: str = "", prefix: bytes = b"") -> Iterator[tuple[str, FieldTerms, int]]:
        if fieldname and fieldname not in self._names:
            return
        for name in self._names:
            field = self.field(name) if name >= fieldname else None
            if field is not None:
                for number in range(field.bisect(prefix) if name == fieldname else 0, field.count):
                    yield name, field, number


class ArrayCursor(FieldCursor):  # type: ignore[misc]  # whoosh is not typed for us
    """A place among the terms of *field*, which are given as Whoosh's *fieldobj* reads them."""

    def __init__(self, field: FieldTerms | None, fieldobj: Any) -> None:
        self._field, self._fieldobj = field, fieldobj
        self._at = 0

    def first(self) -> Any:
        """Go to the first term; it, or None."""
        self._at = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Go to the first term that is not before *term*; it, or None."""
        text = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = self._field.bisect(text) if self._field else 0
        return self.text()

    def next(self) -> Any:
        """Go to the next term; it, or None."""
        self._at += self.is_valid()
        return self.text()

    def text(self) -> Any:
        """The term at this place; None behind the last one."""
        return self._fieldobj.from_bytes(self._field.text(self._at)) if self._field and self.is_valid() else None

    def term_info(self) -> ArrayTermInfo | None:
        """What is told of the term at this place."""
        return self._field.info(self._at) if self._field and self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether this is the place of a term."""
        return self._field is not None and self._at < self._field.count
