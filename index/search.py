"""The one door to search: pages, API, feeds and terminal come in here, and know no engine by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.doctor import Finding
from corpus.findings import plural
from corpus.records import Progress, no_progress
from corpus.settings import Settings
from index import checking, writer
from index.engine import SearchEngine
from index.generations import CURRENT
from index.recut import other_words
from index.whoosh_engine import WhooshEngine
from index.writer import IndexReport

__all__ = ["IndexReport", "SearchEngine", "behind", "build", "catch_up", "check", "open_engine", "update"]

PATIENCE = 600.0  # seconds that another process may keep the index from an update that a timer began


def open_engine(settings: Settings) -> SearchEngine:
    """Open the index for searching; :class:`corpus.errors.IndexProblem` when there is none that can be used."""
    return WhooshEngine(settings)


def build(settings: Settings, progress: Progress = no_progress) -> IndexReport:
    """Build the whole index anew beside the serving one, then let it serve."""
    return writer.build(settings, progress)


def update(settings: Settings, progress: Progress = no_progress) -> IndexReport:
    """Take in what changed in the catalogue since the index was written; builds it where there is none."""
    return _writing(settings)(settings, progress)


def catch_up(settings: Settings, progress: Progress = no_progress) -> IndexReport:
    """Bring the index up to the catalogue: an update, or a build where there is none; another writer is waited for."""
    return _writing(settings)(settings, progress, patience=PATIENCE)


def behind(settings: Settings) -> str:
    """The sentence on an index that lacks changes of the catalogue; ``""`` where it has them all."""
    if not _there(settings):
        return "there is no index yet: khlang index update"
    if number := writer.lacking(settings):
        return f"the index is {plural(number, 'change')} behind: khlang index update"
    return "your dictionary changed since the index was written: khlang index update" if other_words(settings) else ""


def _there(settings: Settings) -> bool:
    return (settings.index / CURRENT).exists()


def _writing(settings: Settings) -> Callable[..., IndexReport]:
    return writer.update if _there(settings) else writer.build


def check(settings: Settings, progress: Progress = no_progress, *, quick: bool = False) -> Iterator[Finding]:
    """Compare the index with the catalogue, every word of every article; with *quick* their versions only."""
    return checking.check(settings, progress, quick=quick)
