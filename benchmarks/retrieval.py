"""How well the right page is found: known-item retrieval and whole words before parts of words.

usage: python -m benchmarks.retrieval [--questions FOLDER] [--data DATA | --corpus CORPUS.jsonl[.gz] [--pages N]]
           [--draw tuning|held-out] [--misses]

``--questions``: a folder with one ``*.docs.tsv`` (id, title, text) and one ``*.queries.tsv`` (id, kind, right document,
question), of which an index of its own is built. ``--data``: a data folder with an index, which is only read.
``--corpus``: JSON lines of (url, title, text), which are imported and indexed first.

Prints a JSON object of figures by kind of question: MRR@10, recall@10 and questions a second of known items (with one
snippet where the first hit is right, with ten elsewhere); of single frequent words precision@10, the share of the first
ten hits that hold the word as a whole word where enough pages do.
``--misses`` prints each question whose page was not the first, with what stood before it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.filling import SITE, fill, read_corpus
from benchmarks.known_items import DRAWS, Question, frequent_words, title_questions, whole_words
from corpus.records import Article
from corpus.settings import Settings
from corpus.store import open_store
from index import search
from index.engine import SearchEngine
from index.hits import SearchPage, SearchRequest
from index.tokens import tokeniser

DEPTH = 10


@dataclass(slots=True)
class Figures:
    """The ranks of the right pages of one kind of question, 0 where it is not among the first ten."""

    ranks: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def to_json(self) -> dict[str, float]:
        """The figures, not rounded: a floor is held against what was measured."""
        number = len(self.ranks)
        return {
            "questions": number,
            "mrr_at_10": sum(1 / r for r in self.ranks if r) / number,
            "recall_at_10": sum(r > 0 for r in self.ranks) / number,
            "questions_per_second": number / self.seconds,
        }


def main() -> None:
    """Build where needed, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, help="folder of *.docs.tsv and *.queries.tsv")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--data", type=Path, help="an existing data folder with its index; only read")
    source.add_argument("--corpus", type=Path, help="JSON lines to import and index first")
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--titles", type=int, default=500, help="titles asked for, each in two forms")
    parser.add_argument("--words", type=int, default=400, help="frequent words asked for")
    parser.add_argument("--draw", choices=DRAWS, default="tuning")
    parser.add_argument("--misses", action="store_true", help="print the questions that went wrong")
    args = parser.parse_args()
    if not (args.questions or args.data or args.corpus):
        parser.error("give --questions, --data or --corpus")
    figures: dict[str, Any] = {}
    if args.questions:
        figures |= of_questions(args.questions, misses=args.misses)
    if args.data or args.corpus:
        with _archive(args.data, args.corpus, args.pages) as settings:
            figures |= of_archive(settings, args.titles, args.words, DRAWS[args.draw], misses=args.misses)
    shown = {kind: {name: round(n, 4) for name, n in each.items()} for kind, each in figures.items()}
    print(json.dumps(shown, ensure_ascii=False, indent=1))


def of_questions(folder: Path, *, misses: bool = False) -> dict[str, Any]:
    """The figures of the questions in *folder*, over an index of its documents alone."""
    (docs,) = folder.glob("*.docs.tsv")
    (queries,) = folder.glob("*.queries.tsv")
    with tempfile.TemporaryDirectory(prefix="khlang-bench-") as data:
        settings = Settings(data=Path(data))
        fill(settings, _articles(docs))
        search.build(settings)
        with closing(search.open_engine(settings)) as engine:
            return asked(engine, _questions(queries), misses=misses)


def of_archive(settings: Settings, titles: int, words: int, seed: int, *, misses: bool = False) -> dict[str, Any]:
    """The figures of known-item titles and of frequent words over the archive of *settings*."""
    cutter = tokeniser(settings.dictionary)
    figures: dict[str, Any] = {}
    with open_store(settings, readonly=True) as store, closing(search.open_engine(settings)) as engine:
        if titles:
            questions = list(title_questions(store, cutter, titles, seed))
            figures |= asked(engine, questions, misses=misses)
        if words:
            frequent = frequent_words(store, cutter, words, seed)
            shares = []
            for word in frequent:
                page = engine.search(SearchRequest(q=word, per_page=DEPTH))
                wrong = [hit for hit in page.hits if word not in whole_words(store, hit.id, cutter)]
                shares.append(1 - len(wrong) / len(page.hits) if page.hits else 0.0)
                if misses and wrong:
                    print(f"word {word}: {[hit.title for hit in wrong]}")
            mean = sum(shares) / len(shares)
            figures["frequent words"] = {"words": len(frequent), "precision_at_10": mean}
    return figures


def asked(engine: SearchEngine, questions: Iterable[Question], *, misses: bool = False) -> dict[str, Any]:
    """Ask *questions*; the figures by kind."""
    figures: defaultdict[str, Figures] = defaultdict(Figures)
    for question in questions:
        began = time.perf_counter()
        rank, page = _rank(engine, question)
        figures[question.kind].seconds += time.perf_counter() - began
        figures[question.kind].ranks.append(rank)
        if misses and rank != 1:
            _tell(question, rank, page)
    return {kind: each.to_json() for kind, each in figures.items()}


def _rank(engine: SearchEngine, question: Question) -> tuple[int, SearchPage]:
    """Which hit is the right page, 0 where none of the first ten is; they are all read only where it is not the first.

    Most of the time that a page of hits takes is spent on their snippets, and paging is stable.
    """
    page = engine.search(SearchRequest(q=question.typed, per_page=1))
    if [hit.id for hit in page.hits] != [question.right]:
        page = engine.search(SearchRequest(q=question.typed, per_page=DEPTH))
    ids = [hit.id for hit in page.hits]
    return ids.index(question.right) + 1 if question.right in ids else 0, page


def _tell(question: Question, rank: int, page: SearchPage) -> None:
    print(f"{question.kind}: {question.typed}\n  {rank} of {page.total}: {question.right} {page.query.notes}")
    for hit in page.hits[: rank or 3]:
        print(f"    {hit.score:.3f} {hit.id} {hit.title}")


@contextmanager
def _archive(data: Path | None, corpus: Path | None, pages: int) -> Iterator[Settings]:
    if data:
        yield Settings(data=data)
    elif corpus:
        with tempfile.TemporaryDirectory(prefix="khlang-bench-") as folder:
            settings = Settings(data=Path(folder))
            fill(settings, read_corpus(corpus, pages))
            search.build(settings)
            yield settings


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _articles(path: Path) -> Iterator[Article]:
    for number, title, text in _rows(path):
        yield Article(id=number, url=f"http://benchmark.invalid/{number}", site=SITE, title=title, body=text)


def _questions(path: Path) -> Iterator[Question]:
    for _, _, right, question in _rows(path):
        yield Question("questions", right, question)


if __name__ == "__main__":
    main()
