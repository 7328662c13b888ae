"""What a run did, as lines for people: counts first, then every reason for a refusal with an example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.records import Rejected, Run

LINES = (
    ("new", "new articles"),
    ("changed", "changed articles"),
    ("unchanged", "unchanged articles"),
    ("gone", "vanished articles"),
    ("not_modified", "answers that nothing had changed (304)"),
    ("resumed", "answers that a run before this one had fetched, taken from the archive"),
    ("moved", "articles that lead to a list or a front page now"),
    ("rested", "known articles that were not due"),
    ("revisits", "records of pages seen again whose text is not in the archive"),
    ("recovered", "pages that a run before this one had left"),
    ("attachments", "documents"),
    ("refused", "refused pages"),
    ("missing", "addresses that robots.txt forbids or that are lists or documents no longer there"),
    ("old", "pages older than asked for"),
    ("cut", "pages beyond crawl.max_pages"),
    ("requests", "requests"),
    ("waits", "waits that the site asked for"),
)
MOST_REASONS = 20  # different reasons that are written out; the rest is counted


def report(run: Run, refused: Iterable[Rejected] = ()) -> Iterator[str]:
    """The lines of the report of *run*; *refused* are its refused pages, as the catalogue gives them."""
    took = f" in {(run.finished - run.started).total_seconds():.0f} s" if run.finished else ""
    yield f"run {run.id}: {run.command}: {run.status}{took}" + (f": {run.message}" if run.message else "")
    for key, label in LINES:
        if number := run.counts.get(key, 0):
            yield f"{number:>8,} {label}"
    if size := run.counts.get("bytes", 0):
        over = "over the wire" if run.counts.get("requests") else "of pages"
        yield f"{size / 1_000_000:>8,.1f} MB {over}"
    yield from _reasons(refused)


def _reasons(refused: Iterable[Rejected]) -> Iterator[str]:
    """Each reason with how often it occurred and one address; the most frequent first."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for one in refused:
        count, url = seen.get((one.stage, one.reason), (0, one.url))
        seen[one.stage, one.reason] = (count + 1, url)
    ranked = sorted(seen.items(), key=lambda item: -item[1][0])
    for (stage, reason), (count, url) in ranked[:MOST_REASONS]:
        yield f"{count:>8,} × {stage}: {reason} ({url})"
    if rest := sum(count for _, (count, _) in ranked[MOST_REASONS:]):
        yield f"{rest:>8,} × for {len(ranked) - MOST_REASONS} other reasons"
