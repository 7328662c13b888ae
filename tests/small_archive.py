"""A catalogue of a few articles for tests of the index: the real store, made-up captures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from corpus.records import Article, Capture, Location
from corpus.settings import Settings
from corpus.store import open_store

START = datetime(2026, 1, 1, tzinfo=UTC)


def article(number: int, title: str, body: str = "", **rest: object) -> Article:
    """An article of the site ``opdc`` with the id ``opdc:t:<number>``."""
    values: dict[str, object] = {
        "id": f"opdc:t:{number}",
        "url": f"http://www.opdc.go.th/content.php?content_id={number}",
        "site": "opdc",
        "title": title,
        "body": body,
    }
    return Article(**{**values, **rest})  # type: ignore[arg-type]  # a test says what it needs


def put(settings: Settings, articles: Iterable[Article], hours: int = 0) -> None:
    """Store *articles* as captured *hours* after the start; a later hour makes a new version of a changed one."""
    with open_store(settings) as store, store.batch():
        run = store.begin_run("import", "opdc")
        for n, one in enumerate(articles):
            capture = Capture(
                url=one.url,
                site=one.site,
                captured=START + timedelta(hours=hours),
                body=b"",
                digest=f"sha1:{hours}-{n}",
                location=Location("test.warc.gz", hours * 1_000_000 + n * 100, 100),
            )
            store.put(one, capture, run)
        store.end_run(run, "done", {})
