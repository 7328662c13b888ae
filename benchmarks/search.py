"""How fast the index is built and searched.

usage: python -m benchmarks.search CORPUS.jsonl[.gz] [--pages N] [--queries N]

Prints a JSON object: pages, index pages a second and bytes, and for each kind of query p50 and p95 in milliseconds
of whole result pages, with ranking, facets, timeline and ten snippets. Queries are made from the pages themselves with
a fixed seed: words and strings that stand in a randomly drawn page. First the words are met for the first time (their
postings are read from disk), then all queries are asked once more.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.filling import fill, read_corpus
from corpus.settings import Settings
from corpus.store import open_store
from corpus.thai.normalise import fold
from index import search
from index.engine import SearchEngine
from index.hits import SearchRequest
from index.tokens import Token, tokeniser

SEED = 2551
SHORTEST = 3  # code points of a word worth asking for


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=200, help="of each kind")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khlang-bench-") as folder:
        settings = Settings(data=Path(folder))
        fill(settings, read_corpus(args.corpus, args.pages))
        report = search.build(settings)
        began = time.perf_counter()
        engine = search.open_engine(settings)
        opened = time.perf_counter() - began
        figures: dict[str, Any] = {
            "pages": report.documents,
            "processors": os.cpu_count(),
            "index_pages_per_second": round(report.documents / report.seconds, 1),
            "index_bytes": sum(p.stat().st_size for p in settings.index.rglob("*") if p.is_file()),
            "open_ms": round(opened * 1000),
        }
        for kind, queries in _queries(settings, args.queries).items():
            figures[kind] = {"first": _ask(engine, queries), "again": _ask(engine, queries)}
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _queries(settings: Settings, number: int) -> dict[str, list[str]]:
    chance = random.Random(SEED)
    with open_store(settings, readonly=True) as store:
        ids = [change.id for change in store.changes(0)]
        texts = []
        for article_id in chance.choices(ids, k=number):
            article = store.article(article_id)
            texts.append(fold(article.body) if article else "")
    kinds: dict[str, Callable[[str, list[Token]], str]] = {
        "ranked 3-5 words": lambda _, words: " ".join(t.text for t in chance.sample(words, chance.randint(3, 5))),
        "single word": lambda _, words: chance.choice(words).text,
        "exact string of 2-3 words": lambda text, words: _string(text, words, chance),
    }
    made: dict[str, list[str]] = {kind: [] for kind in kinds}
    for text in texts:
        words = [t for t in tokeniser().tokens(text) if len(t.text) >= SHORTEST]
        if len(words) >= 10:
            for kind, make in kinds.items():
                made[kind].append(make(text, words))
    return made


def _string(text: str, words: list[Token], chance: random.Random) -> str:
    first = chance.randrange(len(words) - 3)
    return f'"{text[words[first].start : words[first + chance.randint(1, 2)].end]}"'


def _ask(engine: SearchEngine, queries: list[str]) -> dict[str, float]:
    took = sorted(engine.search(SearchRequest(q=query)).took_ms for query in queries)
    return {"p50_ms": took[len(took) // 2], "p95_ms": took[int(len(took) * 0.95)]}


if __name__ == "__main__":
    main()
