"""How long it takes to understand a page, and what stands in many bodies.

usage: python -m benchmarks.extraction CORPUS.jsonl[.gz] [--pages N] [--lines N]

One process, in memory: no files, no catalogue. Prints a JSON object: pages, refused ones with their reasons, mean,
median, 99th percentile and worst milliseconds of processor time of a page, the worst pages by their number and size,
and the seconds that loading word lists takes once; then the N lines that the most bodies hold, each with their number,
for a look at what chrome is left.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.pipeline import understand
from corpus.records import Capture, Rejected
from corpus.sources import page_of, parse_line

WARM = 50  # pages read before the clock counts: word lists and patterns are loaded once a process
MOST_BYTES = 50_000_000
WORST = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, help="at most so many pages (default: all)")
    parser.add_argument("--lines", type=int, default=0, help="print so many of the most frequent body lines")
    args = parser.parse_args()
    began = time.process_time()
    for capture in islice(captures(args.corpus), WARM):
        understand(capture, None)
    loading = time.process_time() - began
    figures, lines = measured(islice(captures(args.corpus), args.pages))
    print(
        json.dumps(
            {"corpus": args.corpus.name, "loading_s": round(loading, 2), **figures}, ensure_ascii=False, indent=1
        )
    )
    for line, count in lines.most_common(args.lines):
        print(f"{count:6} {line[:120]}")


def captures(corpus: Path) -> Iterator[Capture]:
    """The pages of a JSON Lines file, as an import makes them."""
    now = datetime.now(UTC)
    with (gzip.open if corpus.suffix == ".gz" else open)(corpus, "rb") as stream:
        for number, line in enumerate(stream, 1):
            where = f"{corpus.name}:{number}"
            value = parse_line(line, where)
            page = value if isinstance(value, Rejected) else page_of(value, where, now, None, MOST_BYTES)
            if isinstance(page, Capture):
                yield page


def measured(pages: Iterator[Capture]) -> tuple[dict[str, Any], Counter[str]]:
    """The figures of *pages*, and in how many bodies each line stands."""
    taken: list[tuple[float, int, int]] = []
    lines: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for number, capture in enumerate(pages, 1):
        began = time.process_time()
        article = understand(capture, None)
        taken.append(((time.process_time() - began) * 1000, number, len(capture.body)))
        if isinstance(article, Rejected):
            refused[article.reason] += 1
        else:
            lines.update({line for line in article.body.split("\n") if line})
    times = sorted(ms for ms, _, _ in taken)
    figures = {
        "pages": len(times),
        "refused": dict(refused),
        "mean_ms": round(statistics.fmean(times), 2),
        "median_ms": round(statistics.median(times), 2),
        "p99_ms": round(times[int(len(times) * 0.99)], 1),
        "worst": [
            {"ms": round(ms, 1), "page": page, "bytes": size} for ms, page, size in sorted(taken)[: -WORST - 1 : -1]
        ],
    }
    return figures, lines


if __name__ == "__main__":
    main()
