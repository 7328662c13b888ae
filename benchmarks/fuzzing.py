"""How long the worst of many senseless queries takes, and that each of them is answered.

usage: python -m benchmarks.fuzzing DATA [--queries N] [--limit CHARACTERS] [--seed N]

DATA is a data folder with an index. Prints a JSON object: queries asked, errors, p50, p95 and the worst time in
milliseconds with its query, and the ten worst queries. The queries are those of tests/queries.py; with ``--limit`` as
many characters of each are read, 10,000 unless told, where ``max_query`` of the settings reads 500.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from corpus.settings import Settings
from index import search
from index.hits import SearchRequest
from tests.queries import queries

WORST = 10


def main() -> None:
    """Ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2551)
    given_ = parser.parse_args()
    engine = search.open_engine(replace(Settings(data=given_.data), max_query=given_.limit))
    engine.search(SearchRequest(q="ประชุม"))  # what is read once
    took: list[tuple[float, str]] = []
    errors: list[str] = []

    @seed(given_.seed)
    @settings(
        max_examples=given_.queries,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(queries)
    def ask(query: str) -> None:
        began = time.perf_counter()
        try:
            json.dumps(engine.search(SearchRequest(q=query)).to_json(), ensure_ascii=False).encode()
        except Exception as e:  # counted and told, whatever it is: none may happen
            errors.append(f"{type(e).__name__}: {e}: {query[:200]!r}")
        took.append((1000 * (time.perf_counter() - began), query))

    ask()
    engine.close()
    took.sort()
    print(
        json.dumps(
            {
                "queries": len(took),
                "errors": errors[:WORST],
                "p50": round(took[len(took) // 2][0], 2),
                "p95": round(took[len(took) * 95 // 100][0], 2),
                "worst": round(took[-1][0], 1),
                "worst_queries": [[round(ms, 1), query[:200], len(query)] for ms, query in took[: -WORST - 1 : -1]],
            },
            ensure_ascii=True,  # halves of surrogate pairs are among them
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
