"""The table of contents of an index: which segments it has and what is deleted in them. JSON, and nothing else.

Whoosh pickles its segments and its schema, so that whoever can write a file of the index can run a program in the
reader. Here the schema is the program's own, given at every opening.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from whoosh.index import TOC, FileIndex, clean_files
from whoosh.writing import SegmentWriter

from corpus.errors import IndexProblem
from index.codec import CODEC, ColumnarSegment
from index.generations import REBUILD

FORMAT = 1
_FORMAT, _SEGMENTS, _GENERATION = "format", "segments", "generation"


class Contents(TOC):  # type: ignore[misc]  # whoosh is not typed for us
    """The segments of one state of an index."""

    @classmethod
    def read(cls, storage: Any, indexname: str, gen: int | None = None, schema: Any = None) -> Contents:
        """What is written, of the newest state or of *gen*; :class:`IndexProblem` where there is none to be read."""
        if schema is None:
            raise TypeError("the schema is not kept with the index and has to be given")
        number = cls._latest_generation(storage, indexname) if gen is None else gen
        name = cls._filename(indexname, number)
        try:
            with storage.open_file(name) as file:
                segments = _segments(bytes(file.read()), indexname, number)
        except (OSError, NameError) as e:  # NameError is Whoosh's for a file that is not in its memory
            raise IndexProblem(f"no index in {storage}: {name} cannot be read ({e}); {REBUILD}") from e
        except (ValueError, TypeError, RecursionError) as e:
            raise IndexProblem(f"the file {name} in {storage} is damaged: {e}; {REBUILD}") from e
        return cls(schema, segments, number)

    def write(self, storage: Any, indexname: str) -> None:
        """Write it in one step."""
        name = self._filename(indexname, self.generation)
        told = {
            _FORMAT: FORMAT,
            _GENERATION: self.generation,
            _SEGMENTS: [segment.to_json() for segment in self.segments],
        }
        with storage.create_file(name + ".new") as file:
            file.write(json.dumps(told).encode())
        storage.rename_file(name + ".new", name, safe=True)


class ColumnarIndex(FileIndex):  # type: ignore[misc]  # whoosh is not typed for us
    """An index of columnar segments; *schema* is that of the program."""

    def __init__(self, storage: Any, schema: Any, indexname: str = "MAIN") -> None:
        self.storage, self._schema, self.indexname = storage, schema, indexname
        self._read_toc()

    @classmethod
    def create(cls, storage: Any, schema: Any, indexname: str = "MAIN") -> ColumnarIndex:
        """A new index without documents."""
        Contents.create(storage, schema, indexname)
        return cls(storage, schema, indexname)

    def writer(self, procs: int = 1, **options: Any) -> ColumnarWriter:
        """A writer; *options* are those of Whoosh's."""
        return ColumnarWriter(self, **{"codec": CODEC, "compound": False, **options})

    def _read_toc(self) -> Contents:
        return Contents.read(self.storage, self.indexname, schema=self._schema)


class ColumnarWriter(SegmentWriter):  # type: ignore[misc]  # whoosh is not typed for us
    """Whoosh's writer, with a table of contents of ours at the end."""

    def _commit_toc(self, segments: list[Any]) -> None:
        Contents(self.schema, segments, self.generation).write(self.storage, self.indexname)
        with suppress(OSError):  # what is left over costs room only, and goes with the next commit
            clean_files(self.storage, self.indexname, self.generation, segments)


def _segments(data: bytes, indexname: str, generation: int) -> list[ColumnarSegment]:
    """The segments that *data* tells; ValueError where it was not written by :meth:`Contents.write`."""
    told = json.loads(data)
    if not isinstance(told, dict) or told.keys() != {_FORMAT, _SEGMENTS, _GENERATION}:
        raise ValueError("it is no table of contents")
    if told[_FORMAT] != FORMAT or told[_GENERATION] != generation or not isinstance(told[_SEGMENTS], list):
        raise ValueError(f"it is of format {str(told[_FORMAT])[:9]} and state {str(told[_GENERATION])[:9]}")
    segments = [ColumnarSegment.from_json(indexname, segment) for segment in told[_SEGMENTS]]
    if len({segment.segid for segment in segments}) < len(segments):
        raise ValueError("it has a segment twice")
    return segments
