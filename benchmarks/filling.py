"""Articles put straight into a catalogue, uncleaned: for benchmarks of the index alone."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from corpus.records import Article, Capture, Location
from corpus.settings import Settings
from corpus.store import open_store
from corpus.thai.dates import find_dates

SITE = "benchmark"


def fill(settings: Settings, articles: Iterable[Article]) -> None:
    """Store *articles* in a new catalogue, as if each had been captured."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with open_store(settings) as store, store.batch():
        run = store.begin_run("import", SITE)
        for n, article in enumerate(articles):
            capture = Capture(
                url=article.url,
                site=SITE,
                captured=datetime.now(UTC),
                body=b"",
                digest=f"sha1:{n}",
                location=Location("benchmark.warc.gz", n, 1),
            )
            store.put(article, capture, run)
        store.end_run(run, "done", {})


def read_corpus(path: Path, pages: int) -> Iterator[Article]:
    """The first *pages* lines ``{url, title, text}`` of a JSONL file, gzipped or not, as articles."""
    with (
        gzip.open(path, "rt", encoding="utf-8", newline="\n")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8", newline="\n") as lines
    ):
        for n, line in enumerate(islice(lines, pages)):
            page = json.loads(line)
            found = find_dates(page["text"][:300])
            yield Article(
                id=f"{SITE}:{n}",
                url=page["url"],
                site=SITE,
                title=page.get("title", ""),
                section=(page.get("category") or "-",),
                body=page["text"],
                published=found[0].start if found else None,
            )
