"""Phrases and words near each other, evaluated on the positions of one segment as Whoosh's span queries do.

Only documents that have every word are looked at; a document's score is that of its words, as if they were a
conjunction. Span queries of other kinds are answered by Whoosh's matchers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh import query
from whoosh.query.spans import SpanNear, SpanNear2
from whoosh.util import make_binary_tree

from index.algebra import Docs, common, docs_in, intersect_all
from index.executor_found import Found, added, all_of, any_of, nothing
from index.executor_nodes import Asked, Evaluation
from index.executor_segments import Postings
from index.executor_terms import MANY_CLAUSES
from index.spans import Spans, docs_of, either, near, sloppy


@dataclass(frozen=True, slots=True)
class Placed:
    """What a part of a span query finds, and where in given documents that all of it has."""

    found: Found
    spans: Callable[[Docs], Spans]
    single: bool = False  # whether every stretch is one word


class Unplaced(Exception):
    """A part whose places are not known here; no error, and it never leaves this module."""


def _phrase(run: Evaluation, q: Any, asked: Asked) -> Found:
    """A phrase by its ends alone, which is all that the next word asks for."""
    words = _words(run, q)
    if words is None:
        return run.by_matcher(q, asked)
    if not all(postings for _, postings in words):
        return nothing()
    lists = [postings for _, postings in words if postings]
    docs, places = common([postings.docs for postings in lists])
    if len(docs):
        keys = [postings.keys(docs, at) for postings, at in zip(lists, places, strict=True)]
        found = docs_of(sloppy(keys, q.slop))
        some = docs_in(found, docs)[1]
        docs, places = found, [at[some] for at in places]
    parts = [run.scored(q.fieldname, text, postings, scored=asked.scored) for text, postings in words if postings]
    return added(docs, [part.at(docs, at) for part, at in zip(parts, places, strict=True)]).boosted(q.boost)


def _words(run: Evaluation, q: Any) -> list[tuple[bytes, Postings | None]] | None:
    """The postings of each word of a phrase; None where its field has no places or there is no phrase."""
    schema = run.segment.leaf.schema
    if q.fieldname not in schema or len(q.words) < 2 or q.slop < 1:
        return None
    kept = schema[q.fieldname].format
    if not kept or not kept.supports("positions"):
        return None
    texts = [run.text_of(q.fieldname, word) for word in q.words]
    return [(text or b"", run.segment.postings(q.fieldname, text) if text is not None else None) for text in texts]


def _spans(run: Evaluation, q: Any, asked: Asked) -> Found:
    """A span query of a kind that is known here, else by Whoosh's matcher."""
    if type(q) is query.Sequence and len(q.subqueries) < 2:  # whose only part is asked as it stands
        return run.found(q.subqueries[0], asked) if q.subqueries else nothing()
    try:
        return _placed(run, q).found
    except Unplaced:
        return run.by_matcher(q, asked)


def _placed(run: Evaluation, q: Any) -> Placed:
    node = PLACED.get(type(q))
    if node is None or getattr(q, "boost", 1.0) <= 0:
        raise Unplaced
    return node(run, q)


def _placed_term(run: Evaluation, q: Any) -> Placed:
    if q.minquality:
        raise Unplaced
    text = run.text_of(q.fieldname, q.text)
    postings = None if text is None else run.segment.postings(q.fieldname, text)
    if text is None or postings is None:
        return Placed(nothing(), lambda docs: Spans.of(np.zeros(0, np.int64)), single=True)
    if postings.starts is None:
        raise Unplaced

    def spans(docs: Docs) -> Spans:
        return Spans.of(postings.keys(docs, docs_in(docs, postings.docs)[1]))

    return Placed(run.scored(q.fieldname, text, postings).boosted(q.boost), spans, single=True)


def _placed_any(run: Evaluation, q: Any) -> Placed:
    """Any of several, as a union: a document's stretches are those of all parts that it has."""
    parts = [_placed(run, part) for part in q.subqueries]
    if not parts or len(parts) >= MANY_CLAUSES or q.scale:
        raise Unplaced
    found = any_of([part.found for part in parts], run.segment.size)

    def spans(docs: Docs) -> Spans:
        had = [intersect_all([docs, part.found.docs]) for part in parts]
        return either([part.spans(some) for part, some in zip(parts, had, strict=True)])

    return Placed(found if len(parts) == 1 else found.boosted(q.boost), spans, all(part.single for part in parts))


def _placed_phrase(run: Evaluation, q: Any) -> Placed:
    words = _words(run, q)
    if words is None:
        raise Unplaced
    parts = [_placed_term(run, query.Term(q.fieldname, text)) for text, _ in words]
    return _chained(parts, q.slop, ordered=True, least=1, boost=q.boost)


def _placed_near(run: Evaluation, q: Any) -> Placed:
    return _chained([_placed(run, q.a), _placed(run, q.b)], q.slop, ordered=q.ordered, least=q.mindist)


def _placed_near2(run: Evaluation, q: Any) -> Placed:
    parts = [_placed(run, part) for part in q.qs]
    if not q.ordered and not all(part.single for part in parts[1:]):
        raise Unplaced  # it looks for the second among stretches by where they begin, and misses long ones
    return _chained(parts, q.slop, ordered=q.ordered, least=q.mindist)


def _placed_sequence(run: Evaluation, q: Any) -> Placed:
    """As a tree of pairs, halved again and again: Whoosh's own way of building it."""
    parts = [_placed(run, part) for part in q.subqueries]
    if len(parts) < 2:
        raise Unplaced

    def pair(first: Placed, second: Placed) -> Placed:
        return _chained([first, second], q.slop, ordered=q.ordered, least=1)

    placed: Placed = make_binary_tree(pair, parts)
    return Placed(placed.found.boosted(q.boost), placed.spans)


def _chained(parts: Sequence[Placed], slop: int, *, ordered: bool, least: int, boost: float = 1.0) -> Placed:
    """Each part *least* to *slop* positions away from the stretch of those before it."""
    if least < 1 or slop < 1 or len(parts) < 2:
        raise Unplaced
    candidates = all_of([part.found for part in parts])
    spans = parts[0].spans(candidates.docs)
    for part in parts[1:]:
        spans = near(spans, part.spans(candidates.docs), slop, ordered=ordered, least=least)
    return Placed(candidates.only(spans.docs()).boosted(boost), spans.within)


PLACED: dict[type, Callable[[Evaluation, Any], Placed]] = {
    query.Term: _placed_term,
    query.Or: _placed_any,
    query.Phrase: _placed_phrase,
    query.Sequence: _placed_sequence,
    SpanNear: _placed_near,
    SpanNear2: _placed_near2,
}
SPAN_NODES: dict[type, Callable[[Evaluation, Any, Asked], Found]] = {
    query.Phrase: _phrase,
    query.Sequence: _spans,
    SpanNear: _spans,
    SpanNear2: _spans,
}
