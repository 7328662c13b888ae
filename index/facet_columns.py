"""One column of the facts: which values each document has, counted over a whole result and looked up by their names."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.thai.normalise import fold
from index.algebra import ranked
from index.arena import Arena, Letters
from index.hits import FacetValue

Mask: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int32]
Floats: TypeAlias = npt.NDArray[np.float64]

SHOWN = 50  # values of one facet; a page lists far fewer, and the names in a whole archive are many thousands
# Where fewer than one document of so many is counted, each is looked up: 4 of 100 take 60 μs, all of 20,000 200.
SPARSE = 16


@dataclass(frozen=True, slots=True)
class Column:
    """Which values each document has: ``codes[i]`` (a place in ``values``) belongs to document ``docs[i]``.

    ``folded`` are the labels as names are compared, ``rank`` is the place of each value in the order of the labels,
    ``order`` the values in the order of their code points: worked out once, since a search counts tens of thousands of
    names.
    """

    docs: Ints
    codes: Ints
    values: Arena
    labels: Letters
    folded: Letters
    rank: Ints
    order: Ints

    @classmethod
    def of(cls, rows: Iterable[Sequence[tuple[str, str]]]) -> Column:
        """The column of *rows*, one for each document, of (value, label)."""
        growing = Growing()
        for doc, row in enumerate(rows):
            growing.add(doc, row)
        return growing.column()

    @classmethod
    def made(
        cls, docs: Ints, codes: Ints, values: Sequence[str], labels: Sequence[str], folded: Iterable[str] | None = None
    ) -> Column:
        """The column of these arrays and strings; the *folded* labels are worked out where they are not known."""
        names = map(fold, labels) if folded is None else folded
        rank = np.zeros(len(values), np.int32)
        rank[sorted(range(len(values)), key=lambda code: (labels[code], values[code]))] = np.arange(len(values))
        held = Arena.of(values)
        return cls(docs, codes, held, Letters.of(labels), Letters.of(names), rank, held.sorted())

    def count(self, mask: Mask) -> Ints:
        """How many documents of *mask* have each value."""
        docs = np.flatnonzero(mask) if np.count_nonzero(mask) * SPARSE < len(mask) else None
        codes = self.codes[mask[self.docs] if docs is None else self._places(docs)]
        return np.bincount(codes, minlength=len(self.values)).astype(np.int32)

    def most(self, mask: Mask) -> Iterator[FacetValue]:
        """The values that most documents of *mask* have, :data:`SHOWN` at most, then by their labels."""
        counts = self.count(mask)
        found = np.flatnonzero(counts)
        keys = counts[found].astype(np.float64) * len(self.values) - self.rank[found]
        shown = found[ranked(keys, SHOWN)]
        codes = shown.tolist()
        values, labels = self.values.remembered(codes), self.labels.remembered(codes)
        return map(FacetValue, values, labels, counts[shown].tolist())

    def _places(self, docs: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """The places in ``codes`` of what *docs* have."""
        wanted = docs.astype(self.docs.dtype)  # else numpy would search in a copy
        first = self.docs.searchsorted(wanted)
        numbers = self.docs.searchsorted(wanted, "right") - first
        before = np.cumsum(numbers) - numbers
        return np.repeat(first - before, numbers) + np.arange(int(numbers.sum()))

    def having(self, codes: Iterable[int], size: int) -> Mask:
        """The documents, of *size*, that have any of the values *codes*."""
        wanted = np.zeros(len(self.values) + 1, np.bool_)
        wanted[list(codes)] = True
        mask = np.zeros(size, np.bool_)
        mask[self.docs[wanted[self.codes]]] = True
        return mask

    def of_values(self, values: Collection[str]) -> list[int]:
        """The codes of those of *values* that any document has."""
        return sorted(code for value in values if (code := self.values.find(value, self.order)) >= 0)

    @property
    def named(self) -> Labels:
        """The label of each value."""
        return Labels(self)

    def meant(self, typed: str) -> list[int]:
        """The codes of the values whose label holds the name *typed*, with or without a title or จังหวัด before it."""
        wanted = fold(typed).strip()
        if not wanted:
            return []
        return [
            code
            for code, (value, name) in enumerate(zip(self.values, self.folded, strict=True))
            if wanted in name or value == wanted or (len(name) > 3 and wanted.endswith(name))
        ]


class Labels(Mapping[str, str]):
    """The labels of the values of *column*, looked up where they stand."""

    def __init__(self, column: Column) -> None:
        self._column = column

    def __getitem__(self, value: str) -> str:
        if (code := self._code(value)) < 0:
            raise KeyError(value)
        return self._column.labels[code]

    def get(self, value: str, default: Any = None) -> Any:  # without an error raised and caught for each word typed
        """The label of *value*; *default* where there is no such value."""
        code = self._code(value)
        return default if code < 0 else self._column.labels[code]

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and self._code(value) >= 0

    def _code(self, value: str) -> int:
        return self._column.values.find(value, self._column.order)

    def __iter__(self) -> Iterator[str]:
        return iter(self._column.values)

    def __len__(self) -> int:
        return len(self._column.values)


class Growing:
    """A column while documents are added to it."""

    def __init__(self) -> None:
        self._docs, self._codes = array("i"), array("i")
        self._known: dict[str, int] = {}
        self._labels: list[str] = []
        self.others: dict[int, str] = {}  # by place in the arrays, the labels that are not the first of their value

    def add(self, doc: int, row: Iterable[tuple[str, str]]) -> None:
        """Add the (value, label) of the document *doc*, which follows those before."""
        for value, label in row:
            code = self._known.setdefault(value, len(self._known))
            if code == len(self._labels):
                self._labels.append(label)
            elif label != self._labels[code]:
                self.others[len(self._docs)] = label
            self._docs.append(doc)
            self._codes.append(code)

    def column(self) -> Column:
        """The column of what was added."""
        docs, codes = np.array(self._docs, np.int32), np.array(self._codes, np.int32)
        return Column.made(docs, codes, list(self._known), self._labels)


def joined(columns: Sequence[Column], starts: npt.NDArray[np.int64]) -> Column:
    """One column of several; the documents of each are numbered from its place in *starts* on."""
    known: dict[str, int] = {}
    labels: list[str] = []
    folded: list[str] = []
    docs, codes = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for column, start in zip(columns, starts, strict=False):
        new = np.zeros(len(column.values), np.int32)
        for code, (value, label, name) in enumerate(zip(column.values, column.labels, column.folded, strict=True)):
            new[code] = known.setdefault(value, len(known))
            if new[code] == len(labels):
                labels.append(label)
                folded.append(name)
        docs.append((column.docs + start).astype(np.int32))
        codes.append(new[column.codes])
    return Column.made(np.concatenate(docs), np.concatenate(codes), list(known), labels, folded)
