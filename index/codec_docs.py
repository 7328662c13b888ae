"""What is kept of each document by its number: field lengths, columns, and the stored fields as compressed JSON."""

from __future__ import annotations

import json
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from whoosh.codec.base import PerDocumentReader, PerDocWriterWithColumns

from corpus.errors import IndexProblem
from index.arrays import Array, Arrays, ArraysWriter, are_starts, offsets
from index.codec_fields import lengths_of
from index.compact import decode, encode
from index.generations import REBUILD

COLUMN = ".col"  # behind the name of a field: the file of its column
STORED, STORED_STARTS, LENGTHS = "stored", "stored_starts", "lengths/"
LARGEST = 1 << 28  # bytes of one document's stored fields; what claims to be more is no document
_NO_LENGTHS = np.zeros(0, np.uint32)


class ArrayDocWriter(PerDocWriterWithColumns):  # type: ignore[misc]  # whoosh is not typed for us
    """Writes the documents of one segment, in the order of their numbers."""

    def __init__(self, storage: Any, segment: Any, out: ArraysWriter) -> None:
        super().__init__()
        self._storage, self._segment, self._out = storage, segment, out
        self._stored = out.stream(STORED, "u1")
        self._starts, self._written = array("Q", [0]), 0
        self._lengths: dict[str, array[int]] = {}
        self._columns: dict[str, tuple[Any, Any]] = {}
        self._docnum, self._in_doc, self.is_closed = 0, False, False
        self._begin()

    def start_doc(self, docnum: int) -> None:
        """Begin the document *docnum*, which follows the one before."""
        if self._in_doc or docnum != len(self._starts) - 1:
            raise ValueError(f"document {docnum} does not follow {len(self._starts) - 1}")
        self._docnum, self._in_doc = docnum, True
        self._begin()

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Take the stored *value* of a field, None for none, and its *length* in words."""
        if value is not None:
            self._values[fieldname] = value
        if length:
            self._counted[fieldname] = length

    def add_packed(self, stored: bytes) -> None:
        """Take all stored values of the document as :func:`packed` made them."""
        self._packed = stored

    def add_column_value(self, fieldname: str, column: Any, value: Any) -> None:
        """Take the *value* of a column."""
        self._cells[fieldname] = (column, value)

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Any) -> None:
        """Raises NotImplementedError: words by document are not kept, only documents by word."""
        raise NotImplementedError(f"{fieldname}: this index keeps no term vectors")

    def finish_doc(self) -> None:
        """End a document and write it."""
        data = packed(self._values) if self._values else self._packed
        self._stored.write(data)
        self._written += len(data)
        self._starts.append(self._written)
        for name, length in self._counted.items():
            held = self._lengths.setdefault(name, array("I"))
            held.frombytes(bytes(held.itemsize * (self._docnum - len(held))))
            held.append(length)
        for name, (column, value) in self._cells.items():
            self._column(name, column).add(self._docnum, value)
        self._in_doc = False

    def cancel_doc(self) -> None:
        """Forget the document that was begun."""
        self._in_doc = False

    def close(self) -> None:
        """Finish the files."""
        if self._in_doc:
            self.finish_doc()
        documents = len(self._starts) - 1
        self._stored.finish()
        self._out.add(STORED_STARTS, np.frombuffer(self._starts, np.uint64), offsets(self._written))
        for name, lengths in lengths_of(self._lengths, documents).items():
            self._out.add(LENGTHS + name, lengths)
        self._out.close()
        for file, writer in self._columns.values():
            writer.finish(documents)
            file.close()
        self.is_closed = True

    def _begin(self) -> None:
        self._values: dict[str, Any] = {}
        self._packed = b""
        self._counted: dict[str, int] = {}
        self._cells: dict[str, tuple[Any, Any]] = {}

    def _column(self, fieldname: str, column: Any) -> Any:
        if fieldname not in self._columns:
            file = self._segment.create_file(self._storage, f".{fieldname}{COLUMN}")
            self._columns[fieldname] = (file, column.writer(file))
        return self._columns[fieldname][1]


class ArrayDocReader(PerDocumentReader):  # type: ignore[misc]  # whoosh is not typed for us
    """Reads the documents of one segment."""

    def __init__(self, storage: Any, segment: Any, arrays: Arrays) -> None:
        self._storage, self._segment, self.files = storage, segment, arrays
        self._columns: dict[str, tuple[Any, int]] = {}
        documents = segment.doc_count_all()
        held = {name: arrays[name] for name in arrays if name.startswith(LENGTHS)}
        if (
            {STORED, STORED_STARTS} - arrays.keys()
            or arrays[STORED].dtype != np.uint8
            or not are_starts(arrays[STORED_STARTS], documents, len(arrays[STORED]))
            or any(lengths.shape != (documents,) for lengths in held.values())
        ):
            raise IndexProblem(f"the file {arrays.name} is damaged: it has not {documents:,} documents; {REBUILD}")
        self._starts, self._stored = arrays[STORED_STARTS].data, arrays[STORED].data

    def close(self) -> None:
        """Close the files of columns."""
        for file, _ in self._columns.values():
            file.close()
        self._columns.clear()

    def doc_count(self) -> int:
        """How many documents are not deleted."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """How many documents there are, deleted ones included."""
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        """Whether a document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this document is."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents."""
        return iter(self._segment.deleted_docs())

    def supports_columns(self) -> bool:
        """There are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether any document has a value in the column of this field."""
        return bool(self._storage.file_exists(self._segment.make_filename(f".{fieldname}{COLUMN}")))

    def list_columns(self) -> list[str]:
        """The fields with a column."""
        start = self._segment.segment_id() + "."
        return sorted(
            name.removeprefix(start).removesuffix(COLUMN)
            for name in self._storage.list()
            if name.startswith(start) and name.endswith(COLUMN)
        )

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """Whoosh's reader of a column, over its file."""
        if fieldname not in self._columns:
            name = self._segment.make_filename(f".{fieldname}{COLUMN}")
            self._columns[fieldname] = self._storage.open_file(name), self._storage.file_length(name)
        file, length = self._columns[fieldname]
        return column.reader(file, 0, length, self.doc_count_all())

    def lengths(self, fieldname: str) -> Array:
        """The lengths of a field in all documents, a view; all 0 where the field is nowhere or not counted."""
        held = self.files.get(LENGTHS + fieldname)
        return np.broadcast_to(np.uint32(0), self.doc_count_all()) if held is None else held

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field in one document; *default* where it has none."""
        held = self.files.get(LENGTHS + fieldname, _NO_LENGTHS)
        return (int(held[docnum]) if len(held) else 0) or default

    def field_length(self, fieldname: str) -> int:
        """The sum of the lengths of a field."""
        return int(self.lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """The least length of a field."""
        return int(self.lengths(fieldname).min(initial=0xFFFF_FFFF)) if self.doc_count_all() else 0

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        return int(self.lengths(fieldname).max(initial=0))

    def packed(self, docnum: int) -> bytes:
        """The stored fields of a document as they are, to be written again."""
        return bytes(self._stored[self._starts[docnum] : self._starts[docnum + 1]])

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored fields of a document."""
        data = self._stored[self._starts[docnum] : self._starts[docnum + 1]]
        return unpacked(data) if len(data) else {}


def packed(values: dict[str, Any]) -> bytes:
    """*values* as compressed JSON; TypeError for what has no form in it."""
    plain = {name: _plain(value) for name, value in values.items()}
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(encode(text), 6)  # one byte a letter: two thirds of what UTF-8 leaves, a third of the time


def unpacked(data: bytes | memoryview) -> dict[str, Any]:
    """What :func:`packed` made *data* of; ValueError for other bytes."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(data, LARGEST)
    except zlib.error as e:
        raise ValueError(f"stored fields that cannot be read: {e}") from e
    if not stream.eof:
        raise ValueError("stored fields that are cut off or too long")
    values = json.loads(decode(text))
    if not isinstance(values, dict):
        raise ValueError("stored fields that are none")  # noqa: TRY004 - damage is one kind of error
    return {name: _meant(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """*value* in what JSON has; what it lacks is a mapping with one name that begins with $."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return {"$time": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case Decimal():
            return {"$decimal": str(value)}
        case bytes():
            return {"$bytes": b64encode(value).decode()}
        case tuple():
            return {"$tuple": [_plain(part) for part in value]}
        case list():
            return [_plain(part) for part in value]
        case dict():
            return {f"={name}": _plain(part) for name, part in value.items()}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def _meant(value: Any) -> Any:
    """The value that :func:`_plain` wrote."""
    match value:
        case list():
            return [_meant(part) for part in value]
        case {"$time": text}:
            return datetime.fromisoformat(text)
        case {"$date": text}:
            return date.fromisoformat(text)
        case {"$decimal": text}:
            return Decimal(text)
        case {"$bytes": text}:
            return b64decode(text)
        case {"$tuple": list() as parts}:
            return tuple(_meant(part) for part in parts)
        case dict():
            return {name[1:]: _meant(part) for name, part in value.items()}
    return value
