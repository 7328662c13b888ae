"""How a crawl went: what the crawling process told, added up, and the one sentence that says how the run ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from crawler.records import BY_HAND, Job, Told

Status = Literal["done", "partial", "failed"]


@dataclass(slots=True)
class Outcome:
    """What the crawling process told, added up. ``refused`` counts failures, ``missing`` the mild refusals."""

    counts: Mapping[str, int] = field(default_factory=dict)
    refused: int = 0
    missing: int = 0
    first_refusal: str = ""
    first_missing: str = ""
    ended: str | None = None
    problem: str = ""
    bug: str = ""
    by_hand: bool = False
    closed: str = ""  # whose wish it was to be left alone for long
    closed_until: int = 0  # seconds since 1970
    exit_code: int | None = None
    lists: dict[str, tuple[int, int]] = field(default_factory=dict)  # start → list pages that came, articles they named

    @property
    def interrupted(self) -> bool:
        """Whether the crawl was stopped, died or was sent away before it had done what it could."""
        return self.by_hand or bool(self.problem) or self.ended != "finished"

    def hear(self, told: Told) -> None:
        """Add one message."""
        if told.kind == "refused":
            self.missing += told.mild
            self.refused += not told.mild
            if told.mild:
                self.first_missing = self.first_missing or f"{told.url}: {told.text}"
            else:
                self.first_refusal = self.first_refusal or f"{told.url}: {told.text}"
        elif told.kind == "end":
            self.counts, self.ended = told.counts, told.text
        elif told.kind == "list":
            self.lists[told.url] = (told.done, told.total or 0)
        elif told.kind == "problem":
            self.problem = self.problem or told.text
        elif told.kind == "closed":
            self.closed, self.closed_until = told.text, max(self.closed_until, told.done)
        elif told.kind == "bug":
            self.bug = told.text


def verdict(job: Job, outcome: Outcome, counts: Mapping[str, int], drift: str = "") -> tuple[Status, str]:
    """How the run ended, and the sentence that says so; the gravest thing counts."""
    articles = counts.get("articles", 0)
    there = articles + counts.get("rested", 0)
    asked_for_less = bool(job.since) or _lists_changes_only(job)
    whole = (job.source, job.limit, asked_for_less, outcome.closed) == ("live", None, False, "")
    verdicts: tuple[tuple[bool, Status, str], ...] = (
        (bool(outcome.problem), "failed", outcome.problem),
        (bool(outcome.bug), "failed", f"internal error; the log {job.log.name} has more"),
        (outcome.by_hand, "partial", _stopped(articles)),
        (
            outcome.ended is None,
            "failed",
            f"the crawling process died (exit code {outcome.exit_code}); the log {job.log.name} has more",
        ),
        (bool(drift), "failed", drift),
        (not there and not asked_for_less and not counts.get("had"), "failed", _nothing(job, outcome)),
        (
            there < job.site.crawl.minimum and whole,
            "failed",
            f"only {there} articles of the site {job.site.name}, fewer than its crawl.minimum of"
            f" {job.site.crawl.minimum}: the site may have changed; see what was refused, then correct its profile",
        ),
        (outcome.ended != "finished", "partial", str(outcome.ended)),
        (
            bool(counts["refused"]),
            "partial",
            f"{_pages(counts['refused'])} refused, first {outcome.first_refusal}",
        ),
    )
    status, message = next(((status, message) for applies, status, message in verdicts if applies), ("done", ""))
    if outcome.closed and outcome.closed not in message:  # later runs tell by this who closed the site
        message = f"{message}; {outcome.closed}" if message else outcome.closed
    return status, message


def _lists_changes_only(job: Job) -> bool:
    """Whether every list of the site was asked for changes only, so that none at all may be right."""
    return bool(job.changed_since) and all(start.spider == "wordpress" for start in job.site.crawl.start)


def _stopped(articles: int) -> str:
    after = "1 article" if articles == 1 else f"{articles} articles"
    return f"{BY_HAND} after {after}; the same command continues it"


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _nothing(job: Job, outcome: Outcome) -> str:
    nothing_wanted = f"{job.site.crawl.start[0].url}: it links nothing" if job.source == "live" else "they list nothing"
    nothing_wanted += " that the profile wants"
    why = outcome.first_refusal or outcome.first_missing or nothing_wanted
    return f"nothing of the site {job.site.name} could be fetched: {why}"
