"""What the status page shows: what needs attention first, then each site, the index, what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.records import Run
from corpus.standing import SiteStanding, Standing
from index.engine import IndexState
from index.hits import SearchRequest
from search_web.program_words import Noted, gathered, noted, shown_text
from search_web.status_coverage import CoverageView, coverage_view
from search_web.text import Lang, count, say

LAG_ALLOWED = timedelta(hours=1)  # an index may be behind for so long: it is updated at the end of each run
MOST_REASONS = 6  # for refusing pages of a site; the rest is counted

State = str  # a key of STATES
STATES: Mapping[State, tuple[str, str]] = {  # its text, the badge
    "running": ("status_running", "badge-calm"),
    "failed": ("status_failed", "badge-bad"),
    "crashed": ("status_crashed", "badge-bad"),
    "late": ("status_late", "badge"),
    "never": ("status_never", "badge"),
    "partial": ("status_partial", "badge-good"),
    "done": ("status_done", "badge-good"),
    "imported": ("status_imported", "badge-calm"),
}
RUN_COUNTS = ("new", "changed", "unchanged", "gone", "refused")
_STAGES = {
    "fetch": "status_stage_fetch",
    "decode": "status_stage_decode",
    "clean": "status_stage_clean",
    "understand": "status_stage_understand",
    "read": "status_stage_read",
}
_UNITS = (("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1))
_SPANS = {
    "days": "status_days",
    "hours": "status_hours",
    "minutes": "status_minutes",
    "seconds": "status_seconds",
}


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that needs attention: what it is, what the program said of it, what the operator types."""

    text: str
    command: str
    said: Noted | None = None
    grave: bool = True


@dataclass(frozen=True, slots=True)
class RunView:
    """One run: ``took`` in words, ``counts`` beside :data:`RUN_COUNTS`."""

    run: Run
    state: State
    label: str
    badge: str
    took: str
    counts: tuple[int, ...]
    said: Noted


@dataclass(frozen=True, slots=True)
class RefusalView:
    """Why pages were refused: in which step, what the program said, how many, the address of one."""

    stage: str
    reason: Noted
    count: str
    example: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """One site."""

    name: str
    title: str
    state: State
    label: str
    badge: str
    age: str
    sound: datetime | None
    next: datetime | None
    articles: str
    gone: str
    runs: tuple[RunView, ...]
    refusals: tuple[RefusalView, ...]
    refused: str
    refused_rest: str
    alarms: tuple[Noted, ...]
    coverage: CoverageView | None

    @property
    def has_said(self) -> bool:
        """Whether the program noted something on one of the runs."""
        return any(run.said.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index: ``lag`` and ``age`` in words."""

    documents: int
    articles: int
    lag: str
    age: str
    written: datetime | None
    made_with: str


@dataclass(frozen=True, slots=True)
class StatusView:
    """Everything on the status page. ``holds`` are pairs of a label and its value."""

    verdict: str
    concerns: tuple[Concern, ...]
    sites: tuple[SiteView, ...]
    index: IndexView | None
    holds: tuple[tuple[str, str], ...]
    moment: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What a view is made of: language, time, how a site is called and how a search is linked."""

    lang: Lang
    now: datetime
    titles: Callable[[str], str]
    link: Callable[[SearchRequest], str]


def status_view(
    standing: Standing, state: IndexState | None, waiting: tuple[int, datetime | None], asked: Asked
) -> StatusView:
    """The status page; *state* is None without an index, *waiting* what changed since and since when it waits."""
    lang = asked.lang
    concerns = tuple(concerns_of(standing, state, waiting, asked))
    sites = tuple(_site(site, asked) for site in standing.sites)
    return StatusView(
        verdict=count(lang, "status_concerns", len(concerns)) if concerns else say(lang, "status_all_well"),
        concerns=concerns,
        sites=sites,
        index=_index(standing, state, waiting, asked) if state else None,
        holds=tuple(_holds(standing, lang)),
        moment=asked.now,
    )


def concerns_of(
    standing: Standing, state: IndexState | None, waiting: tuple[int, datetime | None], asked: Asked
) -> Iterator[Concern]:
    """What needs attention, the gravest first."""
    if not standing.counts.get("articles"):
        yield Concern(say(asked.lang, "status_empty"), "khlang crawl opdc")
    elif state is None:
        yield Concern(say(asked.lang, "status_no_index"), "khlang index build")
    if standing.warc_missing:
        yield Concern(count(asked.lang, "status_warc_missing", standing.warc_missing), "khlang doctor")
    for site in standing.sites:
        yield from _concerns_of_site(site, asked)
    going_on = any(site.last and site.last.status == "running" for site in standing.sites)
    n, since = waiting
    if state and n and since and not going_on and asked.now - since > LAG_ALLOWED:
        yield Concern(count(asked.lang, "status_behind", n), "khlang index update", grave=False)


def state_of(site: SiteStanding) -> State:
    """How a site stands, in one word."""
    if site.last is None:
        return "never" if site.scheduled else "imported"
    if site.last.status in ("running", "failed", "crashed"):
        return site.last.status
    return "late" if site.late else site.last.status


def _concerns_of_site(site: SiteStanding, asked: Asked) -> Iterator[Concern]:
    lang, title, last = asked.lang, asked.titles(site.name), site.last
    state = state_of(site)
    if site.alarms:
        parts = ", ".join(_part(alarm.part, lang) for alarm in site.alarms[:3])
        yield Concern(say(lang, "status_alarm", site=title, part=parts), f"khlang reread {site.name}")
    elif state == "failed" and last:
        yield Concern(say(lang, "status_has_failed", site=title), f"khlang runs {last.id}", noted(last.message, lang))
    elif state == "crashed" and last:
        text = noted(last.message, lang)
        yield Concern(say(lang, "status_has_crashed", site=title), "khlang run-due", text, grave=False)
    elif state == "never":
        yield Concern(say(lang, "status_never_crawled", site=title), f"khlang crawl {site.name}", grave=False)
    if site.late and state != "running":
        n = site.late.missed
        yield Concern(say(lang, "status_is_late", site=title, n=f"{n:,}"), "khlang due", grave=False)


def _part(part: str, lang: Lang) -> str:
    """A part of a site in words: one of its layouts or lists, as :mod:`corpus.drift` calls them."""
    kind, _, name = part.partition(" ")
    return say(lang, "status_part_layout" if kind == "layout" else "status_part_list", name=shown_text(name))


def show_span(span: timedelta, lang: Lang) -> str:
    """A time span in its largest unit, rounded down: ``3 ชั่วโมง``, ``3 hours``; of a negative one ``0 วินาที``."""
    seconds = max(0, int(span.total_seconds()))
    unit, size = next(((unit, size) for unit, size in _UNITS if seconds >= size), _UNITS[-1])
    return count(lang, _SPANS[unit], seconds // size)


def show_bytes(n: int) -> str:
    """A size in decimal units, as disks are sold: ``850 kB``, ``1.9 MB``, ``12.4 GB``."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if n >= size:
            return f"{n / size:,.1f} {unit}"
    return f"{n / 1000:,.0f} kB"


def _site(site: SiteStanding, asked: Asked) -> SiteView:
    lang, state = asked.lang, state_of(site)
    label, badge = STATES[state]
    pages, reasons = site.refused
    refused = gathered(site.refusals, lang)[:MOST_REASONS]
    rest = reasons - sum(one.reasons for one in refused)
    age = show_span(asked.now - site.sound.started, lang) if site.sound else ""
    return SiteView(
        name=site.name,
        title=asked.titles(site.name),
        state=state,
        label=say(lang, label),
        badge=badge,
        age=say(lang, "status_ago", span=age) if age else say(lang, "status_no_crawl"),
        sound=(site.sound.finished or site.sound.started) if site.sound else None,
        next=site.next,
        articles=count(lang, "holds_articles", site.coverage.articles),
        gone=count(lang, "status_gone", site.coverage.gone) if site.coverage.gone else "",
        runs=tuple(_run(run, lang) for run in site.runs),
        refusals=tuple(
            RefusalView(_stage(one.stage, lang), one.reason, f"{one.count:,}", one.example) for one in refused
        ),
        refused=count(lang, "status_refused", pages) if pages else "",
        refused_rest=count(lang, "status_more_reasons", rest) if rest > 0 else "",
        alarms=tuple(noted(alarm.text, lang) for alarm in site.alarms),
        coverage=coverage_view(site.name, site.coverage, lang, asked.link),
    )


def _run(run: Run, lang: Lang) -> RunView:
    label, badge = STATES[run.status]
    return RunView(
        run=run,
        state=run.status,
        label=say(lang, label),
        badge=badge,
        took=show_span(run.finished - run.started, lang) if run.finished else "",
        counts=tuple(run.counts.get(name, 0) for name in RUN_COUNTS),
        said=noted(run.message, lang),
    )


def _stage(stage: str, lang: Lang) -> str:
    key = _STAGES.get(stage)
    return say(lang, key) if key else stage


def _index(standing: Standing, state: IndexState, waiting: tuple[int, datetime | None], asked: Asked) -> IndexView:
    lang, (n, _) = asked.lang, waiting
    return IndexView(
        documents=state.documents,
        articles=standing.counts.get("articles", 0),
        lag=count(lang, "status_lag", n) if n else say(lang, "status_no_lag"),
        age=say(lang, "status_ago", span=show_span(asked.now - state.written, lang)) if state.written else "",
        written=state.written,
        made_with=shown_text(state.made_with),
    )


def _holds(standing: Standing, lang: Lang) -> Iterator[tuple[str, str]]:
    counts = standing.counts
    rows = (
        ("status_holds_articles", counts.get("articles", 0)),
        ("status_holds_versions", counts.get("versions", 0)),
        ("status_holds_gone", counts.get("gone", 0)),
        ("status_holds_captures", counts.get("captures", 0)),
        ("status_holds_refused", counts.get("refused", 0)),
    )
    yield from ((say(lang, key), f"{n:,}") for key, n in rows)
    read = sum(n for state, n in standing.documents.items() if state in ("read", "partly"))
    total = sum(standing.documents.values())
    yield say(lang, "status_holds_documents"), say(lang, "status_documents", read=f"{read:,}", all=f"{total:,}")
    if ocr := standing.documents.get("needs-ocr"):
        yield say(lang, "status_holds_ocr"), f"{ocr:,}"
    size = show_bytes(standing.warc_bytes)
    yield say(lang, "status_holds_warc"), count(lang, "status_files", standing.warc_files) + f" · {size}"
