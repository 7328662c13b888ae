"""What any search engine of this archive must do; pages, API, feeds and terminal know only this.

An engine has two halves that meet only in its index: a :class:`SearchEngine` that answers, in any number of threads and
processes, and an :class:`IndexWriter`, one at a time. :data:`index.search.ENGINES` lists the engines there are, and
tests/test_index_engine_contract.py is what each must pass; nothing here names files, segments or Whoosh, so that one
which keeps its index on several machines can stand beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from corpus.findings import Finding
from corpus.records import Progress, no_progress
from corpus.settings import Settings
from index.hits import Hit, Same, SearchPage, SearchRequest, Understood


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """One state of an index: a name that no other has, up to which change of the catalogue it goes, its articles.

    ``written`` is when it was finished; None where the engine does not know.
    """

    name: str
    seq: int
    documents: int
    made_with: str
    written: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What a build or an update did: documents in the index now, taken in, taken out, and the seconds it took.

    ``recut`` are those that are in it as before and were only cut anew, for words that the user added or took away.
    """

    documents: int
    added: int
    removed: int
    seq: int
    seconds: float
    recut: int = 0

    def __str__(self) -> str:
        recut = f", {self.recut} cut anew by your dictionary" if self.recut else ""
        return (
            f"the index holds {self.documents} articles: {self.added} taken in, {self.removed} taken out{recut}"
            f" in {self.seconds:.1f} s"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole result: the state it is of, how many articles it has, and all of them in the order of the request.

    ``found`` gives the id and the version of each, once; nothing is read of the texts for it. What it needs of the
    index is kept until it ends, whatever is written meanwhile.
    """

    query: Understood
    state: IndexState
    total: int
    found: Iterator[tuple[str, int]]


class SearchEngine(Protocol):
    """An open index. Safe to share between threads; searches never wait for a writer, nor for what it wrote.

    Each answer is of one state of the index, which is that of the catalogue at one moment, and no thread is answered
    from an earlier state after a later one. The engine follows the index by itself: an answer may be of the state that
    was a moment ago while the newest one is being opened; :meth:`refresh` waits for that.
    """

    def search(self, request: SearchRequest) -> SearchPage:
        """One finished page of the result; any request is answered, notes say what was not understood."""
        ...

    def whole(self, request: SearchRequest) -> Whole:
        """Every article that :meth:`search` counts for *request*, in its order, page and grouping left aside."""
        ...

    def total(self, request: SearchRequest) -> int:
        """How many articles :meth:`search` counts for *request*; it costs less than the answer."""
        ...

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Names and titles that begin with *prefix*, names first."""
        ...

    def similar(self, article_id: str, limit: int = 10) -> tuple[Hit, ...]:
        """Articles like this one, most alike first, none with its content; none for an id that is not in the index.

        ``score`` is how much of what the article is known by they share: 1 for all of it.
        """
        ...

    def same(self, article_id: str) -> tuple[Same, ...]:
        """The other pages with the content of this one."""
        ...

    def state(self) -> IndexState:
        """The state that answers are of now."""
        ...

    def at_rest(self) -> SearchEngine:
        """The engine as it is now, which no writer moves on: for an answer that takes several searches.

        A result that is read page by page has each article once, and its parts agree. It keeps what it needs of the
        index until it is closed; closing it leaves the engine open.
        """
        ...

    def refresh(self) -> bool:
        """Take in what was written since the index was opened, and wait for it; True where there was something.

        Raises :class:`corpus.errors.IndexProblem` where that cannot be used; the state that was there goes on.
        """
        ...

    def prepare(self) -> None:
        """Begin to work out, in the background, what the first answers of any kind would else wait for."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class IndexWriter(Protocol):
    """The writing half of an engine, over the catalogue and the index that its settings name.

    One process writes at a time. What a method leaves half done, because it failed or was killed, is never served, and
    the next call does it whole. All raise :class:`corpus.errors.IndexProblem` and :class:`corpus.errors.StoreProblem`.
    """

    def build(self, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
        """Make the whole index anew while the old one serves, then let it serve.

        Another process that writes is waited for, *patience* seconds long.
        """
        ...

    def update(self, progress: Progress = no_progress, patience: float = 0.0) -> IndexReport:
        """Bring the index to the present state of the catalogue, by what changed since it was written.

        Refuses an index that was made by another program, with other words, or of another catalogue.
        """
        ...

    def other_words(self) -> bool:
        """Whether the user's dictionary is another than the index was built with, which an update takes in."""
        ...

    def exists(self) -> bool:
        """Whether there is an index, be it one that cannot be used."""
        ...

    def lacking(self) -> int:
        """How many articles changed since the index was written."""
        ...

    def check(self, progress: Progress = no_progress, *, quick: bool = False) -> Iterator[Finding]:
        """Findings on the index: all of it against what the catalogue says it should hold; never raises.

        With *quick*, articles are compared by their versions.
        """
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """Both halves of one engine. *reader* raises :class:`corpus.errors.IndexProblem` where there is no usable index."""

    reader: Callable[[Settings], SearchEngine]
    writer: Callable[[Settings], IndexWriter]
