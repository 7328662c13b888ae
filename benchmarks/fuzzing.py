"""How long the worst of many senseless queries takes, and that each of them is answered.

usage: python -m benchmarks.fuzzing DATA [--queries N] [--limit CHARACTERS] [--seed N] [--worst N] [--again FILE]

DATA is a data folder with an index. Prints a JSON object: queries asked, errors, most notes of one query, p50, p95 and
the worst time in milliseconds, by the clock and of the processor (which a busy machine does not lengthen), and the ten
queries that cost most. The queries are those of tests/queries.py; with ``--limit`` as many characters of each are read,
10,000 unless told, where ``max_query`` of the settings reads 500. ``--again FILE`` asks the queries of an earlier
result, its ``worst_queries``, in the place of new ones; ``--worst`` is how many of these are told.
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

ERRORS = 10  # that are told


def main() -> None:
    """Ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2551)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--again", type=Path)
    given_ = parser.parse_args()
    engine = search.open_engine(replace(Settings(data=given_.data), max_query=given_.limit))
    engine.search(SearchRequest(q="ประชุม"))  # what is read once
    took: list[tuple[float, float, int, str]] = []
    errors: list[str] = []

    def timed(query: str) -> None:
        began, worked, notes = time.perf_counter(), time.process_time(), 0
        try:
            page = engine.search(SearchRequest(q=query))
            json.dumps(page.to_json(), ensure_ascii=False).encode()
            notes = len(page.query.notes)
        except Exception as e:  # counted and told, whatever it is: none may happen
            errors.append(f"{type(e).__name__}: {e}: {query[:200]!r}")
        took.append((1000 * (time.process_time() - worked), 1000 * (time.perf_counter() - began), notes, query))

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
        timed(query)

    if given_.again:
        for row in json.loads(given_.again.read_text(encoding="utf-8"))["worst_queries"]:
            timed(row["query"])
    else:
        ask()
    engine.close()
    took.sort(reverse=True)
    clock = sorted(row[1] for row in took)
    processor = [row[0] for row in reversed(took)]
    print(
        json.dumps(
            {
                "queries": len(took),
                "errors": errors[:ERRORS],
                "notes": max(row[2] for row in took),
                "clock": _shares(clock),
                "processor": _shares(processor),
                "worst_queries": [
                    {"processor": round(cpu, 1), "clock": round(ms, 1), "notes": notes, "query": query}
                    for cpu, ms, notes, query in took[: given_.worst]
                ],
            },
            ensure_ascii=True,  # halves of surrogate pairs are among them
            indent=1,
        )
    )


def _shares(ordered: list[float]) -> dict[str, float]:
    """p50, p95 and the worst of the times *ordered*, in milliseconds."""
    places = {"p50": len(ordered) // 2, "p95": len(ordered) * 95 // 100, "worst": len(ordered) - 1}
    return {name: round(ordered[at], 2) for name, at in places.items()}


if __name__ == "__main__":
    main()
