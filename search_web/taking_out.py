"""``khlang export``: a search, or everything, as a file or on standard output."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from corpus.records import Progress, no_progress
from corpus.settings import Settings
from corpus.store import Store, open_store
from index.hits import SearchRequest
from index.search import open_engine
from search_web.exporting import Exported, Format, Manner, Tally, entries, state_name, tallied, told, write_file
from search_web.text import Lang
from search_web.web import titles_of


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out, and of which state (:func:`search_web.exporting.state_name`)."""

    exported: Exported
    state: str
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The line that ``khlang export --json`` prints."""
        made = self.exported
        plain = {"rows": made.rows, "bytes": made.bytes, "sha256": made.sha256, "state": self.state}
        return {**plain, "missing": made.missing}


def take_out(
    settings: Settings,
    sink: Path | IO[bytes],
    fmt: Format,
    lang: Lang,
    request: SearchRequest | None = None,
    progress: Progress = no_progress,
) -> Taken:
    """Write the result of *request*, or without one every article of the catalogue by its id, to *sink*.

    A file is there whole at the end or stays as it was. What is read of the catalogue is of one moment. Raises
    IndexProblem where *request* needs an index that cannot be used, StoreProblem, and UsageProblem for a file that
    cannot be written.
    """
    with open_store(settings, readonly=True) as store, store.frozen(), _found(settings, store, request) as source:
        manner = Manner(format=fmt, lang=lang, root=settings.public_address, titles=titles_of(store.sites(), lang))
        articles = entries(store, source.found, lang)
        if isinstance(sink, Path):
            made = write_file(sink, articles, manner, source.total, progress)
        else:
            tally = Tally()
            for piece in tallied(told(articles, source.total, progress), manner, tally):
                sink.write(piece)
            sink.flush()
            made = tally.exported()
    return Taken(made, source.state, source.notes)


@dataclass(frozen=True, slots=True)
class _Source:
    found: Iterator[tuple[str, int]]
    total: int
    state: str
    notes: tuple[str, ...]


@contextmanager
def _found(settings: Settings, store: Store, request: SearchRequest | None) -> Iterator[_Source]:
    if request is None:
        yield _Source(store.current_versions(), store.counts()["articles"], state_name("", store.last_seq()), ())
        return
    with closing(open_engine(settings)) as engine:
        whole = engine.whole(request)
        yield _Source(whole.found, whole.total, state_name(whole.state.name, store.last_seq()), whole.query.notes)
