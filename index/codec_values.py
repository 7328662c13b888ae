"""The values of postings: what a field's format keeps of a word in a document besides its weight.

Whoosh's positional formats pickle their values. Here they are columns of numbers, one row for each occurrence; the
bytes that Whoosh expects are made of them where it asks for bytes. The bytes of any other format are kept as they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from whoosh.formats import CharacterBoosts, Characters, PositionBoosts, Positions

from corpus.errors import IndexProblem
from index.arrays import Array, Arrays, ArraysWriter, arena, offsets, smallest
from index.generations import REBUILD

# By format, what each occurrence has and the name under which Whoosh's decoder gives it.
OCCURRENCES: dict[type, tuple[str, tuple[str, ...]]] = {
    Positions: ("positions", ("position",)),
    Characters: ("characters", ("position", "start", "end")),
    PositionBoosts: ("position_boosts", ("position", "boost")),
    CharacterBoosts: ("character_boosts", ("position", "start", "end", "boost")),
}
STARTS, BYTES = "value_starts", "value_bytes"  # the names of their arrays


class ValuesWriter:
    """Collects the values of one field, in the order of its postings, and writes them as arrays."""

    def __init__(self, format_: Any) -> None:
        self._kind = OCCURRENCES.get(type(format_))
        self._format = format_
        self._values: list[bytes] = []
        self._counts: list[int] = []
        self._rows = array("d")  # row after row: as tuples the positions of 20,000 pages take more than a gigabyte

    def add(self, value: bytes) -> None:
        """Take the *value* of the next posting, in the bytes that Whoosh's writer makes."""
        if self._kind is None:
            self._values.append(value)
            return
        found = self._format.decode_as(self._kind[0], value) if value else []
        self._counts.append(len(found))
        self._rows.extend(found if len(self._kind[1]) == 1 else chain.from_iterable(found))

    def write(self, out: ArraysWriter, prefix: str) -> None:
        """Write what was taken, if it was anything but nothing."""
        if self._kind is None:
            write_bytes(out, prefix, self._values)
        else:
            rows = np.array(self._rows, np.float64).reshape(-1, len(self._kind[1]))
            starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.array(self._counts, np.int64))))
            write_occurrences(out, prefix, starts, dict(zip(self._kind[1], rows.T, strict=True)))


def write_bytes(out: ArraysWriter, prefix: str, values: Sequence[bytes]) -> None:
    """Write the *values* of all postings; where all are equally long, without where each begins."""
    lengths = set(map(len, values))
    if lengths <= {0}:
        return
    data, starts = arena(values)
    if len(lengths) == 1:
        out.add(prefix + BYTES, data.reshape(len(values), lengths.pop()))
    else:
        out.add(prefix + BYTES, data)
        out.add(prefix + STARTS, starts)


def write_occurrences(out: ArraysWriter, prefix: str, starts: Array, columns: dict[str, Array]) -> None:
    """Write what each occurrence has; *starts* tells where those of each posting begin, and the end of the last."""
    out.add(prefix + STARTS, starts, offsets(int(starts[-1])))
    for name, values in columns.items():
        out.add(prefix + name, values, smallest(values))


class Values:
    """The values of the postings of one field, of which there are *postings*."""

    def __init__(self, arrays: Arrays, prefix: str, postings: int) -> None:
        self._bytes = arrays.get(prefix + BYTES)
        self.starts = arrays.get(prefix + STARTS)
        self._columns = {
            name: arrays[prefix + name] for name in ("position", "start", "end", "boost") if prefix + name in arrays
        }
        if not self._fit(postings):
            raise IndexProblem(f"the file {arrays.name} is damaged: values of {prefix!r} are missing; {REBUILD}")

    @property
    def position(self) -> Array | None:
        """The positions of all occurrences; None where the field has none."""
        return self._columns.get("position")

    def _fit(self, postings: int) -> bool:
        """Whether there is what *postings* need: nothing, equally long values, or what ``starts`` points into."""
        if self._bytes is not None and self._bytes.ndim == 2:
            return len(self._bytes) == postings and self.starts is None and not self._columns
        held = [len(values) for values in (self._bytes, *self._columns.values()) if values is not None]
        if self.starts is None:
            return not held
        return len(self.starts) == postings + 1 and set(held) == {int(self.starts[-1])}

    def encoded(self, posting: int, format_: Any) -> bytes:
        """The value of a posting in the bytes of *format_*."""
        if self._columns:
            data = format_.encode(self._rows(posting))
            return bytes(data[0] if isinstance(data, tuple) else data)
        if self._bytes is None:
            return b""
        if self._bytes.ndim == 2:
            return bytes(self._bytes[posting])
        assert self.starts is not None  # noqa: S101 - checked when the field was opened
        return bytes(self._bytes[int(self.starts[posting]) : int(self.starts[posting + 1])])

    def value_as(self, posting: int, format_: Any, astype: str) -> Any:
        """The value of a posting as *astype* names it; what occurrences have comes straight from the arrays."""
        wanted = next((names for kind, names in OCCURRENCES.values() if kind == astype), None)
        if wanted is None or not self._columns or not format_.supports(astype):
            return format_.decoder(astype)(self.encoded(posting, format_))
        return self._rows(posting, wanted)

    def _rows(self, posting: int, names: Sequence[str] = ()) -> list[Any]:
        """What each occurrence of a posting has: a number, or a tuple where it has several."""
        assert self.starts is not None  # noqa: S101 - checked when the field was opened
        begin, end = int(self.starts[posting]), int(self.starts[posting + 1])
        columns = []
        for name in names or tuple(self._columns):
            held = self._columns.get(name)
            kind = np.float64 if name == "boost" else np.int64
            columns.append([1] * (end - begin) if held is None else held[begin:end].astype(kind).tolist())
        return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
