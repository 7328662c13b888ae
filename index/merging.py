"""Which segments of the index an update writes anew together with what it adds.

A segment is a run of documents that Whoosh writes once; what is replaced later is only marked as deleted in it. Each
update adds one, each search asks all of them, and deleted documents go on taking room and time until their segment is
written anew. Whoosh's own policy never touches a large segment, so that its deleted documents stay for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh.reading import SegmentReader

from index.files import MappedFiles
from index.schema import schema

# Simulated with 1,000 updates of 10 pages, half of them new, on 20,000: a segment that is as small as what is being
# written is written with it. 1 writes 47 documents an update and leaves 6.5 segments on average, 12 at most (they at
# least double in size); 0.5 leaves hundreds, 2 writes 87 documents and leaves 5.
FACTOR = 1.0
DEAD = 1 / 3  # of a segment's documents deleted before it is written anew: a deletion costs the writing of two others


def merge(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's ``mergetype``: takes segments into the one that *writer* is writing, returns those that stay.

    Small ones, so that their number grows with the logarithm of the index; those that hold many deleted documents;
    those without a live document are dropped.
    """
    size, stay = writer.docnum, []
    for segment in sorted(segments, key=lambda s: s.doc_count()):
        live = segment.doc_count()
        if live and live > FACTOR * size and segment.deleted_count() <= DEAD * segment.doc_count_all():
            stay.append(segment)
        elif live:
            _add(writer, segment)
            size += live
    return stay


def _add(writer: Any, segment: Any) -> None:
    with MappedFiles(Path(writer.storage.folder)) as files:
        reader = SegmentReader(files, schema(), segment)
        writer.add_reader(reader)
        reader.close()
