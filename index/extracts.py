"""What is read of every segment as a whole, worked out once by the writer and kept beside the segment.

Opening an index would else parse the facts of every article and walk through every word: seconds for 20,000, paid anew
by each process. A segment never changes, but for its deletions, and an update shares its files: so an extract is
written once for each segment. Facts and words are JSON, since reading strings and numbers from JSON takes a tenth of
what working them out takes; signatures are an array that is mapped. Deleted documents are in it, as they are in the
segment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage

from index.analysis import WORD_FIELDS, Facts
from index.arrays import Array, ArraysWriter
from index.bitslices import edges, sliced
from index.codec import opened
from index.facets import Column, Table

FACTS, WORDS, SLICES = ".facts.json", ".words.json", ".slices"  # behind the name of a segment
COUNTED = ("title", "body", "names")  # the fields whose words are counted

Frequencies = Mapping[str, Mapping[str, int]]  # field → word → documents


def write_extracts(folder: Path, leaves: Iterable[Any]) -> None:
    """Write the extracts of the segments that *leaves* read, where there are none; remove those of other segments."""
    names: set[str] = set()
    for leaf in leaves:
        name = leaf.segment().segment_id()
        names.update((name + FACTS, name + WORDS, name + SLICES))
        if not (folder / (name + FACTS)).exists():  # else it came with the segment from the generation before
            _write(folder / (name + FACTS), _told(table_of(leaf)))
        if not (folder / (name + WORDS)).exists():
            _write(folder / (name + WORDS), frequencies_of(leaf))
        if not (folder / (name + SLICES)).exists():
            _write_slices(folder / (name + SLICES), leaf)
    for path in (*folder.glob("*" + FACTS), *folder.glob("*" + WORDS), *folder.glob("*" + SLICES)):
        if path.name not in names:
            path.unlink()


def read_table(folder: Path, leaf: Any) -> Table:
    """The facts of the segment that *leaf* reads; worked out where an index has no extract of them."""
    found = _read(folder / (leaf.segment().segment_id() + FACTS))
    return table_of(leaf) if found is None else _understood(found)


def read_frequencies(folder: Path, leaf: Any) -> Frequencies:
    """In how many documents of the segment each word stands; worked out where an index has no extract of it."""
    found: Frequencies | None = _read(folder / (leaf.segment().segment_id() + WORDS))
    return frequencies_of(leaf) if found is None else found


def read_slices(folder: Path, leaf: Any) -> Mapping[str, Array]:
    """The arrays ``slices`` and ``edges`` of the segment that *leaf* reads (:mod:`index.bitslices`), mapped.

    Worked out where an index has no extract of them.
    """
    name = leaf.segment().segment_id() + SLICES
    return opened(FileStorage(str(folder)), name) if (folder / name).exists() else slices_of(leaf)


def differing(folder: Path, leaves: Iterable[Any]) -> list[str]:
    """The names of the extracts that do not say what the segments say, which *leaves* read."""
    found = []
    for leaf in leaves:
        name = leaf.segment().segment_id()
        if _told(read_table(folder, leaf)) != _told(table_of(leaf)):
            found.append(name + FACTS)
        if read_frequencies(folder, leaf) != frequencies_of(leaf):
            found.append(name + WORDS)
        held = read_slices(folder, leaf)
        if not all(np.array_equal(held[key], array) for key, array in slices_of(leaf).items()):
            found.append(name + SLICES)
    return found


def table_of(leaf: Any) -> Table:
    """The facts of the segment that *leaf* reads."""
    return Table.of([Facts.from_bytes(data) for data in leaf.column_reader("facts")])


def frequencies_of(leaf: Any) -> Frequencies:
    """In how many documents of the segment each word of the fields :data:`COUNTED` stands, deleted ones included."""
    return {
        name: {word.decode("utf-8", "replace"): int(info.doc_frequency()) for word, info in leaf.iter_field(name)}
        for name in COUNTED
    }


def slices_of(leaf: Any) -> dict[str, Array]:
    """Where strings may stand in the texts of the segment that *leaf* reads, and where the parts of each end."""
    view, starts = leaf.column_reader("folded", translate=False).spans()
    places = np.asarray(starts, np.int64)
    return {"slices": sliced(view, places), "edges": edges(view, places)}


def _told(table: Table) -> dict[str, Any]:
    return {
        "ids": table.ids,
        "titles": table.titles,
        "versions": table.versions,
        "day": table.day.tolist(),
        "lengths": {name: table.lengths[name].astype(np.int64).tolist() for name in WORD_FIELDS},
        "columns": {name: _column_told(column) for name, column in table.columns.items()},
    }


def _column_told(column: Column) -> dict[str, Any]:
    return {
        "docs": column.docs.tolist(),
        "codes": column.codes.tolist(),
        "values": column.values,
        "labels": column.labels,
        "folded": column.folded,
        "rank": column.rank.tolist(),
    }


def _understood(told: dict[str, Any]) -> Table:
    return Table(
        ids=tuple(told["ids"]),
        titles=tuple(told["titles"]),
        versions=tuple(told["versions"]),
        day=np.array(told["day"], np.int32),
        lengths={name: np.array(told["lengths"][name], np.float64) for name in WORD_FIELDS},
        columns={
            name: Column(
                docs=np.array(column["docs"], np.int32),
                codes=np.array(column["codes"], np.int32),
                values=tuple(column["values"]),
                labels=tuple(column["labels"]),
                folded=tuple(column["folded"]),
                rank=np.array(column["rank"], np.int32),
            )
            for name, column in told["columns"].items()
        },
    )


def _write_slices(path: Path, leaf: Any) -> None:
    out = ArraysWriter(path.open("wb"))
    for name, array in slices_of(leaf).items():
        out.add(name, array)
    out.close()


def _write(path: Path, what: object) -> None:
    path.write_text(json.dumps(what, ensure_ascii=False, separators=(",", ":")), "utf-8", "replace")


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes()) if path.exists() else None
