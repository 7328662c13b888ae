"""What a whole answer costs: milliseconds by the clock and of the processor, by kind of query.

usage: python -m benchmarks.answers DATA [--queries N] [--seed N]

DATA holds a catalogue and its index, which are only read. An answer is that of the API: the query understood, ranked,
ten hits with their snippets, all facets, the timeline, and what is offered beside. Queries are drawn with a fixed seed
from the pages themselves: words, strings, people, agencies and days of random pages. All kinds are asked in turn, so
that what else the machine does falls on all alike; then all are asked once more.

Prints a JSON object: for each kind, and for all, p50, p95 and mean of queries met for the first time and ``again``, by
the clock (``wall``) and of the processor (``cpu``; other threads of the process included), and the same of the ten
``hits`` alone: what a page of hits costs more than a page behind the last one.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.records import Article
from corpus.settings import Settings
from corpus.store import open_store
from corpus.thai.era import BUDDHIST, MONTHS
from corpus.thai.normalise import fold
from index import search
from index.engine import SearchEngine
from index.hits import SearchRequest
from index.tokens import tokeniser

SEED = 2551
SHORTEST = 3  # code points of a word worth asking for
READ = 3_000  # code points of a page that words are drawn from
FEWEST = 10  # words of a page that is drawn from
BEHIND = 100_000  # a page of hits that no result has

Asks = dict[str, list[SearchRequest]]


def main() -> None:
    """Draw, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--queries", type=int, default=100, help="of each kind")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    settings = Settings(data=args.data)
    asked = drawn(settings, args.queries, random.Random(args.seed))
    engine = search.open_engine(settings)
    engine.search(SearchRequest(q="ประชุม"))  # what only the first answer of a process waits for
    figures: dict[str, Any] = {"documents": engine.state().documents}
    for name in ("first", "again"):
        for kind, costs in _asked(engine, asked):
            figures.setdefault(kind, {})[name] = told(costs)
    hits = [_hits(engine, request) for requests in asked.values() for request in requests]
    figures["all"]["hits"] = told((0.0, cost) for cost in hits)["cpu"]
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    engine.close()


def drawn(settings: Settings, number: int, chance: random.Random) -> Asks:
    """*number* queries of each kind, from random pages of the catalogue."""
    makers: dict[str, Callable[[Article, list[str]], SearchRequest | None]] = {
        "ranked 3-5 words": lambda _, words: SearchRequest(q=" ".join(chance.sample(words, chance.randint(3, 5)))),
        "single word": lambda _, words: SearchRequest(q=chance.choice(words)),
        "quoted string": lambda page, _: _quoted(fold(page.body)[:READ], chance),
        "name": lambda page, _: SearchRequest(q=chance.choice(page.people).name) if page.people else None,
        "agency": lambda page, _: SearchRequest(q=chance.choice(page.agencies).name) if page.agencies else None,
        "day": lambda page, _: _day(page),
        "filtered": lambda page, words: _filtered(page, " ".join(chance.sample(words, 2)), chance),
    }
    asks: Asks = {kind: [] for kind in makers}
    with open_store(settings, readonly=True) as store:
        ids = [change.id for change in store.changes(0)]
        chance.shuffle(ids)
        for page in filter(None, map(store.article, ids)):
            words = [word for word in tokeniser().words(fold(page.body)[:READ]) if len(word) >= SHORTEST]
            if len(words) < FEWEST:
                continue
            for kind, make in makers.items():
                if len(asks[kind]) < number and (request := make(page, words)):
                    asks[kind].append(request)
            if all(len(requests) == number for requests in asks.values()):
                break
    return asks


def _quoted(text: str, chance: random.Random) -> SearchRequest | None:
    at = chance.randrange(max(1, len(text) - 25))
    string = text[at : at + chance.randint(4, 25)].replace('"', "").replace("\n", " ").strip()
    return SearchRequest(q=f'"{string}"') if len(string) > 1 else None


def _day(page: Article) -> SearchRequest | None:
    day = page.dated
    return SearchRequest(q=f"{day.day} {MONTHS[day.month - 1]} {day.year + BUDDHIST}") if day else None


def _filtered(page: Article, words: str, chance: random.Random) -> SearchRequest | None:
    if not page.dated or not page.agencies:
        return None
    request = SearchRequest(q=words, year=(page.dated.year + 543,), choices=True)
    return replace(request, agency=(chance.choice(page.agencies).id,)) if chance.random() < 0.5 else request


def _asked(engine: SearchEngine, asks: Asks) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """The costs of each kind, and of all; one query of each kind in turn."""
    costs: dict[str, list[tuple[float, float]]] = {kind: [] for kind in asks}
    for n in range(max(map(len, asks.values()), default=0)):
        for kind, requests in asks.items():
            if n < len(requests):
                costs[kind].append(cost_of(engine, requests[n]))
    yield from costs.items()
    yield "all", [cost for each in costs.values() for cost in each]


def cost_of(engine: SearchEngine, request: SearchRequest) -> tuple[float, float]:
    """Milliseconds of an answer by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    engine.search(request)
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _hits(engine: SearchEngine, request: SearchRequest) -> float:
    """Milliseconds of the processor that the hits of a page cost; its words are known by now."""
    return cost_of(engine, request)[1] - cost_of(engine, request.at_page(BEHIND))[1]


def told(costs: Iterable[tuple[float, float]]) -> dict[str, dict[str, float]]:
    """p50, p95 and mean of pairs (by the clock, of the processor)."""
    pairs = list(costs)
    return {name: _told([pair[n] for pair in pairs]) for n, name in enumerate(("wall", "cpu")) if pairs}


def _told(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    shares = {"p50": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)]}
    return {name: round(value, 2) for name, value in (shares | {"mean": sum(ordered) / len(ordered)}).items()}


if __name__ == "__main__":
    main()
