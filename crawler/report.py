"""What runs did, as lines for people: one line a run, a whole report, and the same as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import wrap
from typing import Any

from corpus.records import Rejected, Run, to_plain
from corpus.store_slots import Claim
from corpus.timetable import local_time
from crawler import assumptions

WIDTH = 80  # columns of a terminal that was not widened
INDENT = 13  # columns of the labels of a report
MOST_REASONS = 20  # different reasons that are written out; the rest is counted

# Each group of the report: its label, and its counts with the words that follow the number.
GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "articles",
        (
            ("new", "new"),
            ("merged", "the same as another"),
            ("changed", "changed"),
            ("unchanged", "unchanged"),
            ("gone", "vanished"),
            ("rested", "not due yet"),
            ("old", "older than asked for"),
        ),
    ),
    ("documents", (("attachments", ""), ("needs_ocr", "need OCR"), ("unread", "not read"))),
    (
        "before",
        (
            ("recovered", "pages that a run before this one had left"),
            ("resumed", "answers that an unfinished run had fetched"),
        ),
    ),
    (
        "elsewhere",
        (
            ("from_wayback", "copies from the Wayback Machine"),
            ("from_commoncrawl", "copies from Common Crawl"),
            ("had", "copies listed that were here already"),
            ("mismatched", "copies with other bytes than the index there says"),
            ("revisits", "pages that an archive saw again without keeping them"),
        ),
    ),
    (
        "left out",
        (
            ("cut", "pages beyond crawl.max_pages"),
            ("moved", "articles that lead to a list now"),
            ("superseded", "refused copies of pages that came well since"),
        ),
    ),
)
HEADING = f"{'run':>5}  {'began':23}  {'what':15} {'new':>6} {'chg':>5} {'gone':>4} {'ref.':>5}  status"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why pages were refused: the stage and reason, how many pages, and the address of one."""

    stage: str
    reason: str
    count: int
    example: str


def reasons(refused: Iterable[Rejected]) -> list[Reason]:
    """Each reason with how often it occurred and one address; the most frequent first."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for one in refused:
        count, url = seen.get((one.stage, one.reason), (0, one.url))
        seen[one.stage, one.reason] = (count + 1, url)
    found = [Reason(stage, why, count, url) for (stage, why), (count, url) in seen.items()]
    return sorted(found, key=lambda reason: -reason.count)


def report(run: Run, refused: Iterable[Rejected] = (), claim: Claim | None = None) -> Iterator[str]:
    """The lines of the report of *run*; *refused* are its refused pages, *claim* the slot of a schedule it had."""
    took = f" in {_span(_seconds(run))}" if run.finished else ""
    yield f"run {run.id}: {run.command}: {run.status}{took}"
    if run.message:
        yield from wrap(run.message, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
    if claim is not None:
        yield from _row("slot", _slot(claim))
    for label, counts in GROUPS:
        yield from _row(label, [_counted(run, key, words) for key, words in counts if run.counts.get(key)])
    yield from _row("requests", _traffic(run))
    yield from _row("waits", _waits(run.counts))
    refused = tuple(refused)
    yield from assumptions.told(run.counts, refused, whole=_read_whole(run))
    yield from _refusals(run, reasons(refused))


def _read_whole(run: Run) -> bool:
    """Whether a run asked for all of its site and got it: only then what it did not meet is not there."""
    asked_for_all = run.command in (f"crawl {run.site}", f"crawl {run.site} --full")
    return asked_for_all and run.status in ("done", "partial") and not run.counts.get("interrupted")


def _row(label: str, parts: list[str]) -> Iterator[str]:
    """The parts behind their label, as many in a line as fit."""
    if not parts:
        return
    line = f"  {label:<{INDENT - 2}}{parts[0]}"
    for part in parts[1:]:
        if len(line) + len(part) + 3 > WIDTH:
            yield line
            line = " " * INDENT + part
        else:
            line += f" · {part}"
    yield line


def _counted(run: Run, key: str, words: str) -> str:
    same = run.counts.get("articles_not_modified", 0) if key == "unchanged" else 0
    return f"{run.counts[key]:,} {words}".rstrip() + (f" ({same:,} of them 304)" if same else "")


def _slot(claim: Claim) -> list[str]:
    parts = [claim.slot.name]
    if claim.slot.missed:
        parts.append(f"{claim.slot.missed:,} missed before it")
    if claim.slot.attempt > 1:
        parts.append(f"attempt {claim.slot.attempt}")
    if claim.left_off:
        parts.append("to be continued")
    return parts


def _traffic(run: Run) -> list[str]:
    requests, size = run.counts.get("requests", 0), run.counts.get("bytes", 0)
    parts = [f"{requests:,} sent"] if requests else []
    if size:
        parts.append(f"{_megabytes(size)} {'over the wire' if requests else 'of pages'}")
    if retries := run.counts.get("retries", 0):
        parts.append(f"{retries:,} again")
    if unmodified := run.counts.get("not_modified", 0):
        parts.append(f"{unmodified:,} answered 304")
    if pace := pages_per_minute(run):
        whole = max(1, round(pace))
        parts.append(f"{whole:,} {'page' if whole == 1 else 'pages'} a minute")
    return parts


def _waits(counts: Mapping[str, int]) -> list[str]:
    parts = []
    if waits := counts.get("waits", 0):
        waited = counts.get("waited", 0)
        asked = "once" if waits == 1 else f"{waits:,} times"
        parts.append(f"asked to wait {asked}" + (f", {_span(waited)} in all" if waited else ""))
    if until := counts.get("closed_until", 0):
        parts.append(f"closed until {local_time(datetime.fromtimestamp(until, UTC))}")
    if delay := counts.get("crawl_delay_ms", 0):
        parts.append(f"Crawl-delay {delay / 1000:g} s")
    return parts


def _refusals(run: Run, found: list[Reason]) -> Iterator[str]:
    refused, mild = run.counts.get("refused", 0), run.counts.get("missing", 0)
    parts = [_pages(refused)] if refused or (found and not mild) else []
    if mild:
        parts.append(f"{mild:,} forbidden by robots.txt or not there")
    yield from _row("refused", parts)
    for reason in found[:MOST_REASONS]:
        text = f"{reason.stage}: {reason.reason}"
        head = f"{reason.count:>{INDENT - 3},} × "
        yield from wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * INDENT, break_long_words=False)
        yield " " * INDENT + reason.example
    if rest := sum(reason.count for reason in found[MOST_REASONS:]):
        yield f"{rest:>{INDENT - 3},} × for {len(found) - MOST_REASONS} other reasons"


def run_row(run: Run) -> Iterator[str]:
    """One run as a line below :data:`HEADING`, and its message below that."""
    counts = run.counts
    when = local_time(run.started)
    numbers = f"{_number(counts, 'new'):>6} {_number(counts, 'changed'):>5} {_number(counts, 'gone'):>4}"
    what = _cut(run.command.removeprefix("crawl "), 15)
    yield f"{run.id:>5}  {when}  {what:15} {numbers} {_number(counts, 'refused'):>5}  {run.status}"
    if run.message:
        yield from wrap(run.message, WIDTH, initial_indent=" " * 7, subsequent_indent=" " * 7, break_long_words=False)


def summary(run: Run, claim: Claim | None = None) -> str:
    """One run in one line, for a log."""
    counts = run.counts
    parts = [f"{_number(counts, key)} {words}" for key, words in GROUPS[0][1] if counts.get(key)]
    parts += [f"{counts['refused']:,} refused"] if counts.get("refused") else []
    slot = f" for {claim.slot.name}" if claim else ""
    message = f": {run.message}" if run.message else ""
    took = f" in {_span(_seconds(run))}" if run.finished else ""
    return f"run {run.id} of {run.site}{slot}: {run.status}{took} ({', '.join(parts) or 'nothing'}){message}"


def to_json(run: Run, refused: Iterable[Rejected] = (), claim: Claim | None = None) -> dict[str, Any]:
    """The run as data: its record, and what the report works out of it."""
    return {
        **to_plain(run),
        "seconds": round(_seconds(run), 1) if run.finished else None,
        "pages_per_minute": pages_per_minute(run),
        "slot": claim.slot.name if claim else None,
        "attempt": claim.slot.attempt if claim else None,
        "missed_slots": claim.slot.missed if claim else None,
        "to_be_continued": claim.left_off if claim else None,
        "reasons": [to_plain(reason) for reason in reasons(refused)],
    }


def pages_per_minute(run: Run) -> float | None:
    """Article pages, lists and documents fetched in a minute; None for a run that fetched none."""
    pages = sum(run.counts.get(key, 0) for key in ("articles", "lists", "documents"))
    seconds = _seconds(run)
    return round(pages * 60 / seconds, 1) if run.counts.get("requests") and pages and seconds > 0 else None


def _seconds(run: Run) -> float:
    return (run.finished - run.started).total_seconds() if run.finished else 0.0


def _span(seconds: float) -> str:
    """A time span as people say it.

    >>> _span(4.4), _span(250), _span(7320)
    ('4 s', '4 min 10 s', '2 h 2 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 50_000 else f"{size / 1000:,.1f} kB"


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"


def _number(counts: Mapping[str, int], key: str) -> str:
    return f"{counts.get(key, 0):,}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
