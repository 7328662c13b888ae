"""The search engine over a Whoosh index: requests in, finished pages out."""

from __future__ import annotations

import logging
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from itertools import chain

import numpy as np

from corpus.errors import IndexProblem
from corpus.settings import Settings
from corpus.thai.normalise import fold
from index.evaluate import Answer, evaluate, named
from index.expand import expand
from index.facets import Ints, Mask, Table
from index.hits import Hit, SearchPage, SearchRequest, Understood
from index.manifest import signature
from index.notes import Note
from index.snapshot import Snapshot
from index.snippets import Source, marked, snippet
from index.syntax import parse, without_surrogates
from index.tokens import tokeniser
from index.tree import FILTERS, show

log = logging.getLogger(__name__)

MOST_PER_PAGE = 1_000  # hits of one page; longer result sets are read page by page
_NAMED = ("agency", "person", "province")  # the facets whose labels are worth suggesting


class WhooshEngine:
    """A :class:`index.engine.SearchEngine`; raises :class:`IndexProblem` when there is no usable index."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tokeniser = tokeniser(settings.dictionary)
        self._tables: dict[str, Table] = {}
        self._refreshing = threading.Lock()
        self._snapshot = self._opened()
        self._refused: tuple[object, ...] | None = None
        self._names: tuple[Snapshot, list[tuple[str, str]]] | None = None

    def search(self, request: SearchRequest) -> SearchPage:
        """One finished page of the result of *request*."""
        began = time.perf_counter()
        self._follow()
        snapshot = self._snapshot
        parsed = parse(request.q, self._settings.max_query)
        allowed, unknown = _allowed(request, snapshot)
        tree = expand(parsed.tree, self._tokeniser, snapshot.people)
        answer = evaluate(tree, snapshot, self._tokeniser, allowed)
        notes = dict.fromkeys((*parsed.notes, *unknown, *answer.notes))
        ordered = _ordered(request, answer, snapshot)
        per_page = min(max(1, request.per_page), MOST_PER_PAGE)
        page = max(1, request.page)
        first = (page - 1) * per_page
        hits = tuple(self._hit(int(doc), answer, snapshot) for doc in ordered[first : first + per_page])
        return SearchPage(
            query=Understood(
                q=without_surrogates(request.q),
                understood=show(tree),
                notes=tuple(note.sentence(request.lang) for note in notes),
            ),
            total=len(ordered),
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            page=page,
            per_page=per_page,
            hits=hits,
            facets=snapshot.table.facets(answer.mask),
            timeline=snapshot.table.timeline(answer.mask),
        )

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Names of agencies, people and provinces, then titles, that begin with *prefix*."""
        self._follow()
        snapshot, wanted = self._snapshot, fold(prefix[: self._settings.max_query]).strip()
        if not wanted or limit < 1:
            return ()
        if self._names is None or self._names[0] is not snapshot:
            self._names = snapshot, sorted(set(_suggestible(snapshot)))
        known = self._names[1]
        found: dict[str, None] = {}
        for rank in ("0", "1"):  # names before titles
            at = bisect_left(known, (rank + wanted, ""))
            while at < len(known) and known[at][0].startswith(rank + wanted) and len(found) < limit:
                found.setdefault(known[at][1])
                at += 1
        return tuple(found)[:limit]

    def refresh(self) -> bool:
        """Open the newest state of the index; :class:`IndexProblem` leaves the one that is open in service."""
        with self._refreshing:
            if signature(self._settings.index) == self._snapshot.signature:
                return False
            self._snapshot = self._opened()
            return True

    def close(self) -> None:
        """Let go of the decoded postings; the system closes the mapped files with the last reader."""
        self._tables.clear()

    def _opened(self) -> Snapshot:
        return Snapshot(self._settings.index, self._tokeniser, self._tables)

    def _follow(self) -> None:
        """Refresh when the index changed; while one thread does, the others go on with the state they have."""
        now = signature(self._settings.index)
        if now in (self._snapshot.signature, self._refused) or self._refreshing.locked():
            return
        try:
            self.refresh()
        except IndexProblem as e:
            self._refused = now  # said once, and not tried again with every search
            log.warning("the new index cannot be used, the old one keeps serving: %s", e)

    def _hit(self, doc: int, answer: Answer, snapshot: Snapshot) -> Hit:
        shown = snapshot.shown(doc)
        title, text, attached = snapshot.folded(doc)
        sources = [Source(shown["text"], text), *([Source(shown["attached"], attached)] if attached else [])]
        return Hit(
            id=snapshot.table.ids[doc],
            url=shown["url"],
            title=shown["title"],
            title_marked=marked(shown["title"], answer.wanted, self._tokeniser),
            published=date.fromisoformat(shown["published"]) if shown["published"] else None,
            dated=date.fromisoformat(shown["dated"]) if shown["dated"] else None,
            dated_from=shown["dated_from"],
            kind=shown["kind"],
            site=shown["site"],
            section=tuple(shown["section"]),
            snippet=snippet(sources, answer.wanted, self._tokeniser, title),
            score=round(float(answer.scores[doc]), 4),
            version=shown["version"],
            sample=shown["sample"],
        )


def _allowed(request: SearchRequest, snapshot: Snapshot) -> tuple[Mask, list[Note]]:
    """The live documents that satisfy the filters beside the query, and a note for each value that none has."""
    table, mask = snapshot.table, snapshot.live
    notes: list[Note] = []
    if request.date_from or request.date_to:
        mask = mask & table.between(request.date_from, request.date_to)
    if request.year:
        mask = mask & table.in_years(request.year)
    for name in FILTERS:
        values: tuple[str, ...] = getattr(request, name)
        if values:
            column = table.columns[name]
            codes = {value: named(column, name, value) for value in values}
            notes += [Note(f"no_{name}", value) for value, found in codes.items() if not found]
            mask = mask & column.having(chain.from_iterable(codes.values()), snapshot.size)
    return mask, notes


def _ordered(request: SearchRequest, answer: Answer, snapshot: Snapshot) -> Ints:
    """The documents of *answer* in the order asked for; equal ones newest first, then by id; undated ones last."""
    docs = np.flatnonzero(answer.mask)
    ids, days = snapshot.id_order[docs], snapshot.table.day[docs]
    if request.sort == "oldest":
        keys = (ids, np.where(days > 0, days, np.iinfo(np.int32).max))
    elif request.sort == "newest":
        keys = (ids, -days)
    else:
        keys = (ids, -days, -np.round(answer.scores[docs], 6))  # type: ignore[assignment]  # one key more
    ordered: Ints = docs[np.lexsort(keys)].astype(np.int32)
    return ordered


def _suggestible(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """(rank and folded text, text as shown) of everything that may be suggested, live documents only."""
    table = snapshot.table
    for name in _NAMED:
        column = table.columns[name]
        for code in np.flatnonzero(column.count(snapshot.live)).tolist():
            yield "0" + fold(column.labels[code]), column.labels[code]
    for doc in np.flatnonzero(snapshot.live).tolist():
        yield "1" + fold(table.titles[doc]), table.titles[doc]
