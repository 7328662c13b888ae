"""The metrics of :mod:`search_web.metrics` in the words of Prometheus; loaded when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import current_app
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from corpus.errors import NewsError
from corpus.standing import SiteStanding, Standing
from index.engine import IndexState
from search_web.status import look
from search_web.status_view import STATES, state_of
from search_web.tally import BUCKETS, Tally, Totals
from search_web.web import the_web

__all__ = ["CONTENT_TYPE_LATEST", "exposition"]


def exposition(tally: Tally) -> bytes:
    """All metrics in the text format, the counts of requests from *tally*. Needs a request."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Archive(tally))
    return generate_latest(registry)


class Archive(Collector):
    """All metrics, worked out when they are collected."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterator[Metric]:
        """The families; those of a catalogue that cannot be read are left out, and ``khlang_catalogue_up`` is 0."""
        yield from _requests(self._tally.totals())
        now = datetime.now(UTC)
        try:
            standing, state, waiting = look(now)
            there = the_web().rooms.has_shelf()
        except NewsError as e:
            current_app.logger.warning("%s: %s", type(e).__name__, e)
            yield GaugeMetricFamily("khlang_catalogue_up", "Whether the catalogue can be read.", value=0)
            return
        yield GaugeMetricFamily("khlang_catalogue_up", "Whether the catalogue can be read.", value=there)
        yield from _sites(standing, now)
        yield from _kept(standing)
        yield from _index(state, waiting, now)


def _requests(totals: Totals) -> Iterator[Metric]:
    requests = CounterMetricFamily("khlang_http_requests", "Requests answered, by status class.", labels=["status"])
    for name, n in totals.classes.items():
        requests.add_metric([name], n)
    yield requests
    yield CounterMetricFamily("khlang_http_requests_limited", "Requests that rate_limit refused.", value=totals.limited)
    times = HistogramMetricFamily(
        "khlang_http_request_duration_seconds", "Time until an answer began, by kind of page.", labels=["endpoint"]
    )
    for kind, timed in totals.timed.items():
        sums, buckets = 0, []
        for bound, n in zip((*map(str, BUCKETS), "+Inf"), timed.counts, strict=True):
            sums += n
            buckets.append((bound, float(sums)))
        times.add_metric([kind], buckets, timed.seconds)
    yield times
    yield GaugeMetricFamily("khlang_processes", "Worker processes that serve.", value=totals.processes)


def _sites(standing: Standing, now: datetime) -> Iterator[Metric]:
    age = GaugeMetricFamily("khlang_crawl_age_seconds", "Time since a crawl last ended well.", labels=["site"])
    status = GaugeMetricFamily("khlang_crawl_status", "1 for how the site stands.", labels=["site", "status"])
    for site in standing.sites:
        if site.sound:
            age.add_metric([site.name], (now - (site.sound.finished or site.sound.started)).total_seconds())
        stands = state_of(site)
        for name in STATES:
            status.add_metric([site.name, name], name == stands)
    yield age
    yield status
    gauges = (
        ("khlang_crawl_missed_slots", "Slots of the timetable at which nothing ran.", _missed),
        ("khlang_layout_alarms", "Parts of the site whose layout changed.", lambda site: len(site.alarms)),
        ("khlang_refused_pages", "Pages refused in the last crawl.", lambda site: site.refused[0]),
        ("khlang_articles", "Articles kept.", lambda site: site.coverage.articles),
        ("khlang_articles_gone", "Articles kept that their site no longer has.", lambda site: site.coverage.gone),
    )
    for metric, text, value in gauges:
        family = GaugeMetricFamily(metric, text, labels=["site"])
        for site in standing.sites:
            family.add_metric([site.name], value(site))
        yield family


def _missed(site: SiteStanding) -> int:
    return site.late.missed if site.late else 0


def _kept(standing: Standing) -> Iterator[Metric]:
    counts = standing.counts
    yield GaugeMetricFamily("khlang_versions", "Versions of articles kept.", value=counts.get("versions", 0))
    yield GaugeMetricFamily("khlang_captures", "Captured pages.", value=counts.get("captures", 0))
    documents = GaugeMetricFamily("khlang_documents", "Documents, by how well they could be read.", labels=["state"])
    for state, n in standing.documents.items():
        documents.add_metric([state], n)
    yield documents
    yield GaugeMetricFamily("khlang_warc_bytes", "Bytes of the WARC files taken in.", value=standing.warc_bytes)
    missing = "WARC files that are not there, or shorter than what was taken in."
    yield GaugeMetricFamily("khlang_warc_files_missing", missing, value=standing.warc_missing)


def _index(state: IndexState | None, waiting: tuple[int, datetime | None], now: datetime) -> Iterator[Metric]:
    yield GaugeMetricFamily("khlang_index_up", "Whether there is an index that can be used.", value=state is not None)
    if state is None:
        return
    n, since = waiting
    lag = max(0.0, (now - since).total_seconds()) if since else 0.0
    yield GaugeMetricFamily("khlang_index_articles", "Articles in the index.", value=state.documents)
    yield GaugeMetricFamily("khlang_index_lag_changes", "Changes that are not in the index yet.", value=n)
    yield GaugeMetricFamily("khlang_index_lag_seconds", "How long the first of them has waited.", value=lag)
    if state.written:
        age = (now - state.written).total_seconds()
        yield GaugeMetricFamily("khlang_index_age_seconds", "Time since the index was written.", value=age)
