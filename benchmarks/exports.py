"""Whole results as files: rows and digest right, memory flat, rows a second.

usage: python -m benchmarks.exports DATA [QUERY] [--out FOLDER]

DATA holds a catalogue and its index. Each format is made of every article that QUERY finds (all of them without it), by
a process of its own, as ``khlang export`` makes it, and opened again: rows are counted by a reader of the format, the
SHA-256 is worked out anew from the file. Prints a JSON object for each: ``rows``, ``mb``, ``seconds`` of the processor,
``rows_per_second``, ``right`` (rows as the search counts them, none missing, digest that of the file), and of memory in
MB ``before`` (index and catalogue open, the result found), ``tenths`` (the peak so far after each tenth of the rows)
and ``peak``. Memory that is flat has ``tenths`` alike.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.settings import Settings
from corpus.store import open_store
from index.hits import SearchRequest
from index.search import open_engine
from search_web.exporting import FORMATS, Entry, Format, Manner, entries, write_file
from search_web.web import titles_of

KILOBYTES_IN_MB = 1024


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("query", nargs="?", default="")
    parser.add_argument("--out", type=Path, help="keep the files in this folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        folder = given.out or Path(spare)
        for fmt in FORMATS:
            with multiprocessing.get_context("spawn").Pool(1) as pool:  # so that each peak is its own
                made = pool.apply(measured, (given.data, given.query, fmt, folder / f"export.{fmt}"))
            print(json.dumps(made, ensure_ascii=False), flush=True)


def measured(data: Path, query: str, fmt: Format, path: Path) -> dict[str, Any]:
    """Make one file and look at it."""
    settings = Settings(data=data)
    tenths: list[int] = []
    with open_store(settings, readonly=True) as store:
        whole = open_engine(settings).whole(SearchRequest(q=query, sort="relevance" if query else "newest"))
        manner = Manner(format=fmt, lang="th", root="https://khao.example", titles=titles_of(store.sites(), "th"))
        before, began = peak(), time.process_time()

        def watched(found: Iterator[Entry]) -> Iterator[Entry]:
            for number, entry in enumerate(found, 1):
                yield entry
                if number * 10 // whole.total > len(tenths):
                    tenths.append(peak())

        made = write_file(path, watched(entries(store, whole.found, "th")), manner)
        seconds = time.process_time() - began
    with path.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == made.sha256
    rows = read_again(fmt, path)
    return {
        "format": fmt,
        "rows": rows,
        "mb": round(made.bytes / 1e6, 1),
        "seconds": round(seconds, 1),
        "rows_per_second": round(made.rows / seconds) if seconds else 0,
        "right": same and rows == made.rows == whole.total and not made.missing,
        "before": before,
        "tenths": tenths,
        "peak": peak(),
    }


def read_again(fmt: Format, path: Path) -> int:
    """How many articles a reader of the format finds in the file."""
    if fmt == "csv":
        csv.field_size_limit(1 << 20)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sum(None not in row and all(v is not None for v in row.values()) for row in csv.DictReader(file))
    with path.open(encoding="utf-8", newline="\n") as file:
        if fmt == "jsonl":
            return sum("id" in json.loads(line) for line in file)
        return sum(line.startswith("@online{" if fmt == "bib" else "TY  - ") for line in file)


def peak() -> int:
    """The most memory that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES_IN_MB


if __name__ == "__main__":
    main()
