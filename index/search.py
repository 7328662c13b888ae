"""The one door to search: pages, API, feeds and terminal come in here, and know no engine by name.

Either half of an engine is imported when it is first asked for: who searches does not wait for what only writers need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from corpus.errors import IndexProblem
from corpus.findings import Finding, plural
from corpus.records import Progress, no_progress
from corpus.settings import Settings
from index.engine import Engine, IndexReport, IndexWriter, SearchEngine
from index.own_words import read_own_words

__all__ = [
    *("ENGINES", "IndexReport", "SearchEngine", "behind", "build", "catch_up", "check", "dictionary_fault"),
    *("open_engine", "update"),
]


def _whoosh_reader(settings: Settings) -> SearchEngine:
    from index.whoosh_engine import WhooshEngine

    return WhooshEngine(settings)


def _whoosh_writer(settings: Settings) -> IndexWriter:
    from index.writer import WhooshWriter

    return WhooshWriter(settings)


ENGINES: Mapping[str, Engine] = MappingProxyType({"whoosh": Engine(_whoosh_reader, _whoosh_writer)})
IN_USE = "whoosh"
PATIENCE = 600.0  # seconds that another process may keep the index from an update that a timer began


def open_engine(settings: Settings) -> SearchEngine:
    """Open the index for searching; :class:`corpus.errors.IndexProblem` when there is none that can be used."""
    return ENGINES[IN_USE].reader(settings)


def build(settings: Settings, progress: Progress = no_progress) -> IndexReport:
    """Build the whole index anew beside the serving one, then let it serve."""
    return _writer(settings).build(progress)


def update(settings: Settings, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
    """Take in what changed in the catalogue since the index was written; builds it where there is none."""
    writer = _writer(settings)
    return (writer.update if writer.exists() else writer.build)(progress, patience)


def catch_up(settings: Settings, progress: Progress = no_progress) -> IndexReport:
    """Bring the index up to the catalogue: an update, or a build where there is none; another writer is waited for."""
    return update(settings, progress, PATIENCE)


def behind(settings: Settings) -> str:
    """The sentence on an index that lacks changes of the catalogue; ``""`` where it has them all."""
    writer = _writer(settings)
    if not writer.exists():
        return "there is no index yet: khlang index update"
    if number := writer.lacking():
        return f"the index is {plural(number, 'change')} behind: khlang index update"
    return "your dictionary changed since the index was written: khlang index update" if writer.other_words() else ""


def dictionary_fault(settings: Settings) -> str:
    """What is wrong with the user's dictionary, ``""`` where nothing is; searching goes on without it."""
    try:
        read_own_words(settings.dictionary)
    except IndexProblem as e:
        return f"{e}; until then the words serve that the index was written with"
    return ""


def check(settings: Settings, progress: Progress = no_progress, *, quick: bool = False) -> Iterator[Finding]:
    """Compare the index with the catalogue, every word of every article; with *quick* their versions only."""
    return _writer(settings).check(progress, quick=quick)


def _writer(settings: Settings) -> IndexWriter:
    return ENGINES[IN_USE].writer(settings)
