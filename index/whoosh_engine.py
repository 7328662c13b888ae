"""The search engine over a Whoosh index: requests in, finished pages out."""

from __future__ import annotations

import copy
import logging
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from corpus.errors import IndexProblem
from corpus.settings import Settings
from index import listing
from index.answer import Answer, Wanted
from index.complete import completions
from index.engine import IndexState
from index.evaluate import evaluate
from index.expand import expand
from index.explain import told_of
from index.facets import Ints, Mask, Table
from index.filtering import filtering
from index.generations import opened, serving, signature
from index.hits import Hit, Same, SearchPage, SearchRequest, Understood
from index.similar import similar
from index.snapshot import Snapshot
from index.snippets import Source, marked, snippet
from index.suggest import assist
from index.syntax import parse, without_surrogates
from index.tree import Node, show

log = logging.getLogger(__name__)

MOST_PER_PAGE = 1_000  # hits of one page; longer result sets are read page by page


class WhooshEngine:
    """A :class:`index.engine.SearchEngine`; raises :class:`IndexProblem` when there is no usable index."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tables: dict[str, Table] = {}
        self._refreshing = threading.Lock()
        self._resting = False
        self._seen = signature(settings.index)
        self._snapshot = opened(settings.index, self._open)

    def search(self, request: SearchRequest) -> SearchPage:
        """One finished page of the result of *request*."""
        began = time.perf_counter()
        self._follow()
        snapshot = self._snapshot
        parsed = parse(request.q, self._settings.max_query)
        filters = filtering(request, snapshot)
        allowed = filters.mask
        tree = expand(parsed.tree, snapshot.tokeniser, snapshot.people)
        answer = self._answer(tree, request, snapshot, allowed)
        helped = assist(request.q, parsed, answer, snapshot, snapshot.tokeniser, filtered=allowed is not snapshot.live)
        if helped.instead:
            parsed = parse(helped.instead, self._settings.max_query)
            tree = expand(parsed.tree, snapshot.tokeniser, snapshot.people)
            answer = self._answer(tree, request, snapshot, allowed)
        notes = dict.fromkeys((*helped.notes, *parsed.notes, *filters.notes, *answer.notes))
        ordered = _ordered(request, answer, snapshot)
        per_page = min(max(1, request.per_page), MOST_PER_PAGE)
        page = max(1, request.page)
        groups = snapshot.groups if request.group else None
        listed = listing.listing(ordered, groups, page, per_page)
        found = [self._hit(doc, float(answer.scores[doc]), answer.wanted, snapshot) for doc in listed.docs]
        hits = tuple(listing.with_same(found, listed.docs, groups, answer.mask, snapshot.table))
        if answer.ledger:
            told = (told_of(answer.ledger.reasons(doc), request.lang) for doc in listed.docs)
            hits = tuple(replace(hit, explain=reasons) for hit, reasons in zip(hits, told, strict=True))
        counted = snapshot.table.facets(answer.mask)
        if request.choices and filters.without:
            wide = self._answer(tree, replace(request, explain=False), snapshot, filters.wide).mask
            counted |= snapshot.table.facets_of({name: wide & mask for name, mask in filters.without.items()})
        result = SearchPage(
            query=Understood(
                q=without_surrogates(request.q),
                understood=show(tree),
                notes=tuple(note.sentence(request.lang) for note in notes),
            ),
            total=len(ordered),
            repeats=listed.repeats,
            took_ms=0.0,
            page=page,
            per_page=per_page,
            hits=hits,
            facets=counted,
            timeline=snapshot.table.timeline(answer.mask),
            suggestions=helped.suggestions,
        )
        return replace(result, took_ms=round((time.perf_counter() - began) * 1000, 3))

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """People, bodies and provinces, then titles, that *prefix* may be the beginning of (:mod:`index.complete`)."""
        self._follow()
        wanted = without_surrogates(prefix[: self._settings.max_query]).strip()
        return completions(self._snapshot).offered(wanted, limit) if wanted and limit > 0 else ()

    def similar(self, article_id: str, limit: int = 10) -> tuple[Hit, ...]:
        """Articles like this one, most alike first, none with its content."""
        self._follow()
        snapshot = self._snapshot
        doc = snapshot.doc(article_id)
        if doc is None or limit < 1:
            return ()
        found = similar(doc, snapshot, snapshot.tokeniser, snapshot.groups, min(limit, MOST_PER_PAGE))
        return tuple(self._hit(like.doc, like.share, Wanted(), snapshot) for like in found)

    def same(self, article_id: str) -> tuple[Same, ...]:
        """The other pages with the content of this one."""
        self._follow()
        snapshot = self._snapshot
        doc = snapshot.doc(article_id)
        if doc is None:
            return ()
        return tuple(listing.named(listing.behind(doc, snapshot.groups, snapshot.live), snapshot.table))

    def refresh(self) -> bool:
        """Open the newest state of the index; :class:`IndexProblem` leaves the one that is open in service.

        One that cannot be used is not tried again until there is another.
        """
        if self._resting:
            return False
        with self._refreshing:
            now = signature(self._settings.index)
            if now == self._seen:
                return False
            self._seen = now
            self._snapshot = serving(self._settings.index, self._open)
            return True

    def close(self) -> None:
        """Let go of the decoded postings; the system closes the mapped files with the last reader."""
        self._tables.clear()

    def state(self) -> IndexState:
        """The state that answers are of now."""
        self._follow()
        return self._snapshot.state

    def at_rest(self) -> WhooshEngine:
        """The engine as it is now, which no writer moves on; it shares the files and what was read of them."""
        self._follow()
        resting = copy.copy(self)
        resting._resting, resting._tables = True, {}
        return resting

    def _open(self, folder: Path) -> Snapshot:
        return Snapshot(folder, self._tables)

    def _follow(self) -> None:
        """Refresh when the index changed; while one thread does, the others go on with the state they have."""
        if self._resting or signature(self._settings.index) == self._seen or self._refreshing.locked():
            return
        try:
            self.refresh()
        except IndexProblem as e:
            log.warning("the new index cannot be used, the old one keeps serving: %s", e)

    def _answer(self, tree: Node, request: SearchRequest, snapshot: Snapshot, allowed: Mask) -> Answer:
        recent = request.sort == "recent"
        return evaluate(tree, snapshot, snapshot.tokeniser, allowed, recent=recent, explain=request.explain)

    def _hit(self, doc: int, score: float, wanted: Wanted, snapshot: Snapshot) -> Hit:
        shown = snapshot.shown(doc)
        title, text, attached = snapshot.folded(doc)
        sources = [Source(shown["text"], text), *([Source(shown["attached"], attached)] if attached else [])]
        return Hit(
            id=snapshot.table.ids[doc],
            url=shown["url"],
            title=shown["title"],
            title_marked=marked(shown["title"], wanted, snapshot.tokeniser),
            published=date.fromisoformat(shown["published"]) if shown["published"] else None,
            dated=date.fromisoformat(shown["dated"]) if shown["dated"] else None,
            dated_from=shown["dated_from"],
            kind=shown["kind"],
            site=shown["site"],
            section=tuple(shown["section"]),
            snippet=snippet(sources, wanted, snapshot.tokeniser, title),
            score=round(score, 4),
            version=shown["version"],
            sample=shown["sample"],
        )


def _ordered(request: SearchRequest, answer: Answer, snapshot: Snapshot) -> Ints:
    """The documents of *answer* in the order asked for; equal ones newest first, then by id; undated ones last.

    In every order those that have only some of the words come behind the others.
    """
    docs = np.flatnonzero(answer.mask)
    ids, days, behind = snapshot.id_order[docs], snapshot.table.day[docs], answer.behind[docs]
    if request.sort == "oldest":
        keys = (ids, np.where(days > 0, days, np.iinfo(np.int32).max), behind)
    elif request.sort == "newest":
        keys = (ids, -days, behind)
    else:
        keys = (ids, -days, -np.round(answer.scores[docs], 6), behind)  # type: ignore[assignment]  # one key more
    ordered: Ints = docs[np.lexsort(keys)].astype(np.int32)
    return ordered
