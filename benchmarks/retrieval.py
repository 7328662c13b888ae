"""How well the right page is found: known-item retrieval.

usage: python -m benchmarks.retrieval FOLDER

The folder holds one ``*.docs.tsv`` (id, title, text) and one ``*.queries.tsv`` (id, kind, right document, question).
Prints a JSON object: MRR@10 and recall@10 over all questions, and the questions a second.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.filling import SITE, fill
from corpus.records import Article
from corpus.settings import Settings
from index import search
from index.hits import SearchRequest

DEPTH = 10


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="print the questions whose document is not the first")
    args = parser.parse_args()
    (docs,) = args.folder.glob("*.docs.tsv")
    (queries,) = args.folder.glob("*.queries.tsv")
    with tempfile.TemporaryDirectory(prefix="khlang-bench-") as folder:
        settings = Settings(data=Path(folder))
        fill(settings, _articles(docs))
        search.build(settings)
        engine = search.open_engine(settings)
        ranks: list[int] = []
        began = time.perf_counter()
        for right, question in _questions(queries):
            page = engine.search(SearchRequest(q=question, per_page=DEPTH))
            ids = [hit.id for hit in page.hits]
            ranks.append(ids.index(right) + 1 if right in ids else 0)
            if args.misses and ranks[-1] != 1:
                print(ranks[-1], right, question, page.query.understood, page.query.notes)
        seconds = time.perf_counter() - began
    figures = {
        "questions": len(ranks),
        "mrr_at_10": round(sum(1 / r for r in ranks if r) / len(ranks), 4),
        "recall_at_10": round(sum(r > 0 for r in ranks) / len(ranks), 4),
        "questions_per_second": round(len(ranks) / seconds, 1),
    }
    print(json.dumps(figures))


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _articles(path: Path) -> Iterator[Article]:
    for number, title, text in _rows(path):
        yield Article(id=number, url=f"http://benchmark.invalid/{number}", site=SITE, title=title, body=text)


def _questions(path: Path) -> Iterator[tuple[str, str]]:
    for _, _, right, question in _rows(path):
        yield right, question


if __name__ == "__main__":
    main()
