"""A catalogue of a few articles for tests of the index: the real store, made-up captures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from corpus.extract.document import Document
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


def put(
    settings: Settings, articles: Iterable[Article], hours: int = 0, papers: Mapping[str, str] | None = None
) -> None:
    """Store *articles* as captured *hours* after the start; a later hour makes a new version of a changed one.

    *papers* are the texts of attachments, by address.
    """
    with open_store(settings) as store, store.batch():
        run = store.begin_run("import", "opdc")
        for n, one in enumerate(articles):
            store.put(one, _capture(one.url, hours, n), run)
        for n, (url, text) in enumerate((papers or {}).items()):
            store.put_attachment(
                _capture(url, hours, 5000 + n), run, filename="plan.pdf", document=Document(text, 1, state="read")
            )
        store.end_run(run, "done", {})


def _capture(url: str, hours: int, number: int) -> Capture:
    return Capture(
        url=url,
        site="opdc",
        captured=START + timedelta(hours=hours),
        body=b"",
        digest=f"sha1:{hours}-{number}",
        location=Location("test.warc.gz", hours * 1_000_000 + number * 100, 100),
    )
