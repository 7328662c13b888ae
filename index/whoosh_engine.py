"""The search engine over a Whoosh index: requests in, finished pages out."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from corpus.settings import Settings
from index import listing
from index.algebra import Places
from index.answer import Answer, Wanted
from index.asked import Asked
from index.borders import BETWEEN, Known
from index.complete import completions
from index.cuts import Cutting
from index.engine import IndexState, Whole
from index.evaluate import evaluate
from index.expand import expand
from index.explain import told_of
from index.facets import Ints, Mask, Table
from index.filtering import Filtering, filtering
from index.following import Following
from index.hits import Hit, Lang, Same, SearchPage, SearchRequest, Understood
from index.notes import Note, few
from index.ordering import first_of
from index.similar import similar
from index.snapshot import Snapshot
from index.snippets import Source, marked, snippet
from index.suggest import Help, as_typed, assist
from index.syntax import Parsed, parse, without_surrogates
from index.tree import Node, show
from index.warm import warm

MOST_PER_PAGE = 1_000  # hits of one page; longer result sets are read page by page


@dataclass(frozen=True, slots=True)
class _Known:
    """What a request comes to before anything is ordered or shown."""

    asked: str
    filters: Filtering
    tree: Node
    answer: Answer
    helped: Help
    notes: tuple[Note, ...]

    def told(self, lang: Lang) -> Understood:
        typed = self.helped.instead or self.asked
        return Understood(
            q=self.asked,
            understood=self.helped.instead or as_typed(show(self.answer.tree, lang), typed),
            notes=tuple(replace(n, text=as_typed(n.text, typed)).sentence(lang) for n in few(self.notes)),
        )


class WhooshEngine:
    """A :class:`index.engine.SearchEngine`; raises :class:`IndexProblem` when there is no usable index."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tables: dict[str, Table] = {}
        tables = self._tables  # not self: what is let go of shall not wait for the collector of cycles
        self._resting: Snapshot | None = None
        self._following = Following(settings.index, lambda folder: Snapshot(folder, tables), warm)

    def search(self, request: SearchRequest) -> SearchPage:
        """One finished page of the result of *request*."""
        began = time.perf_counter()
        snapshot = self._newest()
        with snapshot.whole():
            return self._found(request, snapshot, began)

    def whole(self, request: SearchRequest) -> Whole:
        """Every article that *request* finds, in its order."""
        snapshot = self._newest()
        with snapshot.whole():
            known = self._known(request, snapshot, offering=False)
            docs = np.flatnonzero(known.answer.mask)
            ordered = _ordered(request, known.answer, snapshot, docs, len(docs))
        query = known.told(request.lang)
        return Whole(query=query, state=snapshot.state, total=len(docs), found=_named(ordered, snapshot))

    def total(self, request: SearchRequest) -> int:
        """How many articles :meth:`search` counts for *request*; no corrections are looked for."""
        snapshot = self._newest()
        with snapshot.whole():
            return int(np.count_nonzero(self._known(request, snapshot, offering=False).answer.mask))

    def _found(self, request: SearchRequest, snapshot: Snapshot, began: float) -> SearchPage:
        known = self._known(request, snapshot)
        answer, filters = known.answer, known.filters
        docs = np.flatnonzero(answer.mask)
        per_page = min(max(1, request.per_page), MOST_PER_PAGE)
        page = max(1, request.page)
        groups = snapshot.groups if request.group else None
        repeats = groups.repeats(docs) if groups else 0
        read = page * per_page + repeats if (page - 1) * per_page < len(docs) else 0
        ordered = _ordered(request, answer, snapshot, docs, read)
        listed = listing.listing(ordered, groups, page, per_page)
        shown_for = Asked(answer.wanted, Cutting(snapshot.tokeniser))
        found = [self._hit(doc, float(answer.scores[doc]), shown_for, snapshot) for doc in listed]
        hits = tuple(listing.with_same(found, listed, groups, answer.mask, snapshot.table))
        if answer.ledger:
            told = (told_of(answer.ledger.reasons(doc), request.lang) for doc in listed)
            hits = tuple(replace(hit, explain=reasons) for hit, reasons in zip(hits, told, strict=True))
        counted = snapshot.table.facets(answer.mask)
        if request.choices and filters.without:
            plain = replace(request, explain=False)
            wide = self._answer(known.tree, plain, snapshot, filters.wide).mask | answer.mask
            counted |= snapshot.table.facets_of({name: wide & mask for name, mask in filters.without.items()})
        return SearchPage(
            query=known.told(request.lang),
            total=len(docs),
            repeats=repeats,
            page=page,
            per_page=per_page,
            hits=hits,
            facets=counted,
            timeline=snapshot.table.timeline(answer.mask),
            suggestions=known.helped.suggestions,
            took_ms=round((time.perf_counter() - began) * 1000, 3),  # the last to be worked out
        )

    def _known(self, request: SearchRequest, snapshot: Snapshot, *, offering: bool = True) -> _Known:
        asked = without_surrogates(request.q)
        filters = filtering(request, snapshot)
        allowed = filters.mask
        parsed, tree, answer = self._understood(asked, request, snapshot, allowed)
        filtered = allowed is not snapshot.live
        helped = assist(
            asked, parsed, answer, snapshot, snapshot.tokeniser, filtered=filtered, offering=offering and request.offers
        )
        if helped.instead:
            parsed, tree, answer = self._understood(helped.instead, request, snapshot, allowed)
        notes = (*helped.notes, *parsed.notes, *filters.notes, *answer.notes)
        if notes and (helped.instead or asked).strip() and _is_all(answer, allowed):
            notes = (*notes, Note("all_shown"))
        return _Known(asked, filters, tree, answer, helped, notes)

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """People, bodies and provinces, then titles, that *prefix* may be the beginning of (:mod:`index.complete`)."""
        snapshot = self._newest()
        wanted = without_surrogates(prefix[: self._settings.max_query]).strip()
        with snapshot.whole():
            return completions(snapshot).offered(wanted, limit) if wanted and limit > 0 else ()

    def similar(self, article_id: str, limit: int = 10) -> tuple[Hit, ...]:
        """Articles like this one, most alike first, none with its content."""
        snapshot = self._newest()
        with snapshot.whole():
            doc = snapshot.doc(article_id)
            if doc is None or limit < 1:
                return ()
            found = similar(doc, snapshot, snapshot.tokeniser, snapshot.groups, min(limit, MOST_PER_PAGE))
            nothing = Asked(Wanted(), Cutting(snapshot.tokeniser))
            return tuple(self._hit(like.doc, like.share, nothing, snapshot) for like in found)

    def same(self, article_id: str) -> tuple[Same, ...]:
        """The other pages with the content of this one."""
        snapshot = self._newest()
        with snapshot.whole():
            doc = snapshot.doc(article_id)
            if doc is None:
                return ()
            return tuple(listing.named(listing.behind(doc, snapshot.groups, snapshot.live), snapshot.table))

    def refresh(self) -> bool:
        """Open the newest state of the index and wait for it; :class:`IndexProblem` leaves the one that is open.

        One that cannot be used is not tried again until there is another.
        """
        return self._resting is None and self._following.refresh()

    def prepare(self) -> None:
        """Work out in the background what the first search, suggestion and similar article would else wait for."""
        self._following.prepare()

    def close(self) -> None:
        """Let go of the facts of segments; the system closes the mapped files with the last reader."""
        if self._resting is None:
            self._following.close()
            self._tables.clear()

    def state(self) -> IndexState:
        """The state that answers are of now."""
        return self._newest().state

    def at_rest(self) -> WhooshEngine:
        """The engine as it is now, which no writer moves on; it shares the files and what was read of them."""
        resting = copy.copy(self)
        resting._resting = self._newest()
        return resting

    def _newest(self) -> Snapshot:
        return self._resting or self._following.snapshot

    def _understood(
        self, query: str, request: SearchRequest, snapshot: Snapshot, allowed: Mask
    ) -> tuple[Parsed, Node, Answer]:
        """*query*, which stands for that of *request*: as parsed, with what is known of its words, and answered."""
        parsed = parse(query, self._settings.max_query)
        tree = expand(parsed.tree, snapshot.tokeniser, snapshot.people)
        return parsed, tree, self._answer(tree, request, snapshot, allowed)

    def _answer(self, tree: Node, request: SearchRequest, snapshot: Snapshot, allowed: Mask) -> Answer:
        recent = request.sort == "recent"
        return evaluate(tree, snapshot, snapshot.tokeniser, allowed, recent=recent, explain=request.explain)

    def _hit(self, doc: int, score: float, asked: Asked, snapshot: Snapshot) -> Hit:
        shown = snapshot.shown(doc)
        title, text, attached = snapshot.folded(doc)
        bits, behind = snapshot.borders(doc), len(title) + BETWEEN
        sources = [Source(shown["text"], text, Known(bits, behind))]
        if attached:
            sources.append(Source(shown["attached"], attached, Known(bits, behind + len(text) + BETWEEN)))
        return Hit(
            id=snapshot.table.ids[doc],
            url=shown["url"],
            title=shown["title"],
            title_marked=marked(Source(shown["title"], title, Known(bits, 0)), asked),
            published=date.fromisoformat(shown["published"]) if shown["published"] else None,
            dated=date.fromisoformat(shown["dated"]) if shown["dated"] else None,
            dated_from=shown["dated_from"],
            kind=shown["kind"],
            site=shown["site"],
            section=tuple(shown["section"]),
            snippet=snippet(sources, asked, title),
            score=round(score, 4),
            version=shown["version"],
            sample=shown["sample"],
        )


def _ordered(request: SearchRequest, answer: Answer, snapshot: Snapshot, docs: Places, most: int) -> Ints:
    """The first *most* or more of *docs*, those of *answer*, in the order asked for."""
    return first_of(
        docs,
        request.sort,
        scores=answer.scores[docs],
        days=snapshot.table.day[docs],
        ids=snapshot.id_order[docs],
        behind=answer.behind[docs],
        most=most,
    )


def _named(docs: Ints, snapshot: Snapshot) -> Iterator[tuple[str, int]]:
    """Id and version of each of *docs*."""
    ids, versions = snapshot.table.ids, snapshot.table.versions
    for doc in docs.tolist():
        with snapshot.whole():
            named = ids[doc], int(versions[doc])
        yield named


def _is_all(answer: Answer, allowed: Mask) -> bool:
    """Whether nothing of what was typed is left to choose by."""
    return answer.wanted == Wanted() and bool(answer.mask.any()) and np.array_equal(answer.mask, allowed)
