"""What the page of results costs the server, beside the engine that it asks.

usage: python -m benchmarks.pages DATA [--queries N] [--path PATH]

DATA is a data folder with an index, which is only read. The application runs in this process, with one client and no
network. The queries are those of :mod:`benchmarks.web`, made of the pages themselves with a fixed seed; each is asked
once after a few that warm up. Prints a JSON object: ``page`` is the whole page, ``engine`` the searches that it asked
for, as milliseconds of the clock, or of the processor (``_cpu``), which says more on a machine that is busy otherwise;
``bytes`` are the sizes of the pages.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpus.settings import Settings
from index.engine import SearchEngine
from index.hits import SearchPage, SearchRequest
from index.search import open_engine

WARM = 20  # queries asked before any is measured


class Watched:
    """An engine that adds up what its searches took."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self.wall = self.processor = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def search(self, request: SearchRequest) -> SearchPage:
        """The answer of the engine, its time added."""
        wall, processor = time.perf_counter(), time.process_time()
        found = self._engine.search(request)
        self.wall += time.perf_counter() - wall
        self.processor += time.process_time() - processor
        return found


def main() -> None:
    """Ask, print."""
    from benchmarks.web import drawn
    from search_web import create_app

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--path", default="/search")
    args = parser.parse_args()
    settings = Settings(data=args.data, rate_limit="")
    engine = Watched(open_engine(settings))
    client = create_app(settings, engine=engine).test_client()
    queries = drawn(args.data, args.queries + WARM)[0]
    for query in queries[:WARM]:
        client.get(f"{args.path}?q={quote(query)}")
    print(json.dumps(measured(engine, client.get, [f"{args.path}?q={quote(q)}" for q in queries[WARM:]]), indent=1))


def measured(engine: Watched, ask: Callable[[str], Any], paths: Sequence[str]) -> dict[str, Any]:
    """The figures of *paths*."""
    times: dict[str, list[float]] = {"page": [], "page_cpu": [], "engine": [], "engine_cpu": []}
    sizes = []
    for path in paths:
        engine.wall = engine.processor = 0.0
        wall, processor = time.perf_counter(), time.process_time()
        answer = ask(path)
        times["page"].append(time.perf_counter() - wall)
        times["page_cpu"].append(time.process_time() - processor)
        times["engine"].append(engine.wall)
        times["engine_cpu"].append(engine.processor)
        if answer.status_code != 200:
            raise SystemExit(f"{path} was answered with {answer.status_code}")
        sizes.append(len(answer.data))
    figures = {name: _middle([1000 * one for one in found]) for name, found in times.items()}
    return {"asked": len(paths), "milliseconds": figures, "bytes": {**_middle(sizes), "most": max(sizes)}}


def _middle(values: Sequence[float]) -> dict[str, float]:
    return {"p50": round(statistics.median(values), 2), "p95": round(sorted(values)[int(len(values) * 0.95)], 2)}


if __name__ == "__main__":
    main()
