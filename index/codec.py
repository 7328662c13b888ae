"""The codec: how Whoosh's segments lie in files. Postings and lengths are arrays, read in place; nothing is pickled.

A segment is four kinds of files: ``.terms`` (terms and postings of all fields), ``.docs`` (lengths and stored fields),
both files of arrays (:mod:`index.arrays`), and a ``.FIELD.col`` for each column, as the column itself writes it.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from whoosh.codec.base import Codec, Segment
from whoosh.filedb.filestore import FileStorage

from corpus.errors import IndexProblem
from index.arrays import Array, Arrays, ArraysWriter
from index.codec_docs import LENGTHS, ArrayDocReader, ArrayDocWriter
from index.codec_fields import ArrayFieldWriter
from index.codec_reader import ArrayTermsReader
from index.generations import REBUILD

TERMS, DOCS = ".terms", ".docs"
_ID = re.compile(r"[0-9a-z]{1,64}")
_MOST = 1 << 32  # documents of a segment


class ColumnarCodec(Codec):  # type: ignore[misc]  # whoosh is not typed for us
    """Segments as files of arrays. It has no state: one serves all segments."""

    length_stats = False  # least and greatest lengths are read from the arrays when somebody asks

    def per_document_writer(self, storage: Any, segment: Any) -> ArrayDocWriter:
        """A writer of the documents of *segment*."""
        return ArrayDocWriter(storage, segment, ArraysWriter(segment.create_file(storage, DOCS)))

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        """A writer of the terms of *segment*."""
        return ArrayFieldWriter(ArraysWriter(segment.create_file(storage, TERMS)))

    def per_document_reader(self, storage: Any, segment: Any) -> ArrayDocReader:
        """A reader of the documents of *segment*; :class:`IndexProblem` for damage."""
        return ArrayDocReader(storage, segment, opened(storage, segment.make_filename(DOCS)))

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        """A reader of the terms of *segment*; :class:`IndexProblem` for damage."""
        documents = opened(storage, segment.make_filename(DOCS))

        def lengths(fieldname: str) -> Array | None:
            return documents.get(LENGTHS + fieldname)

        return ArrayTermsReader(opened(storage, segment.make_filename(TERMS)), lengths)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """Raises NotImplementedError: postings are written with their field."""
        raise NotImplementedError("postings are written with their field")

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """Raises NotImplementedError: postings are read with their terms."""
        raise NotImplementedError("postings are read with their terms")

    def supports_columns(self) -> bool:
        """There are columns."""
        return True

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:
        """A segment that is about to be written."""
        return ColumnarSegment(indexname)


CODEC = ColumnarCodec()


class ColumnarSegment(Segment):  # type: ignore[misc]  # whoosh is not typed for us
    """A run of documents that was written once; only which of them are deleted changes."""

    def __init__(
        self, indexname: str, segid: str | None = None, documents: int = 0, deleted: Iterable[int] = ()
    ) -> None:
        super().__init__(indexname)
        if segid is not None:
            self.segid: str = segid
        self._documents = documents
        self._deleted = set(deleted)

    @classmethod
    def from_json(cls, indexname: str, told: Any) -> ColumnarSegment:
        """The segment that :meth:`to_json` told; ValueError for anything else."""
        if not isinstance(told, dict) or told.keys() != {"id", "documents", "deleted"}:
            raise ValueError("a segment that is none")
        segid, documents, deleted = told["id"], told["documents"], told["deleted"]
        if not isinstance(segid, str) or not _ID.fullmatch(segid):
            raise ValueError(f"a segment named {str(segid)[:40]!r}")
        if type(documents) is not int or not 0 <= documents < _MOST:
            raise ValueError(f"the segment {segid} has no number of documents")
        numbers: list[Any] = deleted if isinstance(deleted, list) else [None]
        if not all(type(n) is int and 0 <= n < documents for n in numbers):
            raise ValueError(f"the segment {segid} has deleted what it does not hold")
        return cls(indexname, segid, documents, numbers)

    def to_json(self) -> dict[str, Any]:
        """What the table of contents says of it."""
        return {"id": self.segid, "documents": self._documents, "deleted": sorted(self._deleted)}

    def codec(self) -> ColumnarCodec:
        """How its files are read."""
        return CODEC

    def should_assemble(self) -> bool:
        """Its files stay as they are: Whoosh's compound files are pickled in part, and read no faster."""
        return False

    def set_doc_count(self, documents: int) -> None:
        """Say how many documents it has."""
        self._documents = documents

    def doc_count_all(self) -> int:
        """How many documents it has, deleted ones included."""
        return self._documents

    def deleted_count(self) -> int:
        """How many of them are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents, ascending."""
        return iter(sorted(self._deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or no longer so."""
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._deleted


def opened(storage: Any, name: str) -> Arrays:
    """The file of arrays *name* of Whoosh's *storage*, mapped where it is a file.

    Raises :class:`IndexProblem` where it is damaged, OSError where it is not there.
    """
    if not isinstance(storage, FileStorage):
        with storage.open_file(name) as file:
            return Arrays(memoryview(file.read()), name)
    path = Path(storage.folder) / name
    with path.open("rb") as file:
        if not path.stat().st_size:  # which no system maps
            raise IndexProblem(f"the file {path} is damaged: it is empty; {REBUILD}")
        return Arrays(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), str(path))
