"""A Whoosh query evaluated on the arrays of one segment: same documents, same scores as by Whoosh's matchers.

What Whoosh's queries do beyond their names is kept where it decides an answer, each with its reason beside it. A query
that is none of these classes, or one of them in a way that is not known here, is answered by its own matcher.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from whoosh import query
from whoosh.query.compound import Otherwise
from whoosh.scoring import BM25F

from index.algebra import Docs, Places, Scores, bm25, intersect
from index.executor_found import Found, all_of, any_of, best_of, constant, maybe, nothing, without
from index.executor_segments import Postings, Segment


@dataclass(frozen=True, slots=True)
class Asked:
    """How a part of a query is asked: whether for scores, and whether (``current``) from within a span query."""

    scored: bool = True
    current: bool = False

    @property
    def boolean(self) -> Asked:
        """The same for documents alone."""
        return Asked(scored=False)


class Statistics:
    """What scores need of all segments together; *segments* are those of *searcher*."""

    def __init__(self, searcher: Any, segments: list[Segment]) -> None:
        self.segments = segments
        self.weighting: BM25F | None = searcher.weighting if type(searcher.weighting) is BM25F else None
        self._searcher = searcher
        self._documents = int(searcher.doc_count_all())
        self._norms: dict[str, tuple[float, float, float] | None] = {}

    def idf(self, name: str, text: bytes) -> float:
        """Whoosh's inverse document frequency: deleted documents count in both numbers."""
        return self.idf_of(sum(segment.frequency(name, text) for segment in self.segments))

    def idf_of(self, found: int) -> float:
        """The same for a word that *found* documents have."""
        return log(self._documents / (found + 1)) + 1 if found else 0.0

    def norm(self, name: str) -> tuple[float, float, float] | None:
        """Average length, B and K1 of a field; None where it is scored by weight alone."""
        if name not in self._norms:
            model = self.weighting
            assert model is not None  # noqa: S101 - nothing is evaluated with another
            average = self._searcher.avg_field_length(name)  # None where the field is not scored by lengths
            norm = None if average is None else (average or 1.0, model._field_B.get(name, model.B), model.K1)
            self._norms[name] = norm
        return self._norms[name]


class Evaluation:
    """One query over one *segment*; *nodes* are the classes of queries that are known, each with its evaluation."""

    def __init__(
        self, segment: Segment, statistics: Statistics, nodes: Mapping[type, Callable[[Evaluation, Any, Asked], Found]]
    ) -> None:
        self.segment, self.statistics, self._nodes = segment, statistics, nodes

    def found(self, asked_for: Any, asked: Asked) -> Found:
        """What the query *asked_for* finds."""
        node = self._nodes.get(type(asked_for))
        if node is None or not _plain(asked_for) or (asked.scored and self.statistics.weighting is None):
            return self.by_matcher(asked_for, asked)
        return node(self, asked_for, asked)

    def by_matcher(self, asked_for: Any, asked: Asked) -> Found:
        """What Whoosh's own matcher finds."""
        leaf = self.segment.leaf
        if not asked.scored:
            ids = asked_for.matcher(leaf, leaf.boolean_context()).all_ids()
            return constant(self._live(np.array(list(ids), np.int32)), 1.0)
        matcher = asked_for.matcher(leaf, leaf.context(needs_current=asked.current))
        docs: list[int] = []
        scores: list[float] = []
        while matcher.is_active():
            docs.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
        made = np.array(scores, np.float64)
        found = Found(np.array(docs, np.int32), lambda at: made if at is None else made[at])
        return found.only(self._live(found.docs))

    def term(self, name: str, text: bytes, *, scored: bool = True) -> Found:
        """The documents of a term."""
        postings = self.segment.postings(name, text)
        return nothing() if postings is None else self.scored(name, text, postings, scored=scored)

    def scored(self, name: str, text: bytes, postings: Postings, *, scored: bool = True) -> Found:
        """*postings* with the scores of their term."""
        if not scored:
            return constant(postings.docs, 1.0)
        norm = self.statistics.norm(name)
        if norm is None:
            return Found(postings.docs, lambda at: _at(postings.weights, at).astype(np.float64))
        average, b, k1 = norm
        idf, norms = self.statistics.idf(name, text), self.segment.norms(name, average, b, k1)

        def scores(at: Places | None) -> Scores:
            docs, weights = _at(postings.docs, at), _at(postings.weights, at)
            return bm25(weights, norms.take(docs), idf, k1)

        return Found(postings.docs, scores)

    def text_of(self, name: str, text: Any) -> bytes | None:
        """A word as the index holds it; None where the field cannot hold it."""
        schema = self.segment.leaf.schema
        if name not in schema:
            return None
        try:
            held: bytes = schema[name].to_bytes(text)
        except ValueError:
            return None
        return held

    def _live(self, docs: Docs) -> Docs:
        """Without deleted documents, which Whoosh's InverseMatcher lets through behind the last one it excludes."""
        return docs[self.segment.live.take(docs)] if len(self.segment.deleted) else docs


def _plain(asked_for: Any) -> bool:
    """Whether scores stay above 0, which Whoosh's arrays of scores take for the documents themselves."""
    boost = getattr(asked_for, "boost", 1.0)
    return bool(boost > 0)


def _at(values: Any, at: Places | None) -> Any:
    return values if at is None else values.take(at)


def _term(run: Evaluation, q: Any, asked: Asked) -> Found:
    if q.minquality:
        return run.by_matcher(q, asked)
    text = run.text_of(q.fieldname, q.text)
    return nothing() if text is None else run.term(q.fieldname, text, scored=asked.scored).boosted(q.boost)


def _and(run: Evaluation, q: Any, asked: Asked) -> Found:
    parts = []
    for part in q.subqueries:
        parts.append(run.found(part, asked))
        if not len(parts[-1].docs):
            return nothing()
    return _compound(q, parts, all_of)


def _or(run: Evaluation, q: Any, asked: Asked) -> Found:
    if q.scale and asked.scored:
        return run.by_matcher(q, asked)
    parts = [run.found(part, asked) for part in q.subqueries]
    return _compound(q, parts, lambda all_parts: any_of(all_parts, run.segment.size))


def _dismax(run: Evaluation, q: Any, asked: Asked) -> Found:
    parts = [run.found(part, asked) for part in q.subqueries]
    return _compound(q, parts, lambda all_parts: best_of(all_parts, run.segment.size))


def _compound(q: Any, parts: list[Found], join: Callable[[list[Found]], Found]) -> Found:
    """The *parts* joined, with the boost of the query, which Whoosh leaves out where there is one part."""
    if not parts:
        return nothing()
    return parts[0] if len(parts) == 1 else join(parts).boosted(q.boost)


def _not(run: Evaluation, q: Any, asked: Asked) -> Found:
    """All others, each scored 1, which in a conjunction is added to the score."""
    excluded = run.found(q.query, asked.boolean).docs
    return without(constant(run.segment.live_docs, 1.0), excluded)


def _and_not(run: Evaluation, q: Any, asked: Asked) -> Found:
    wanted = run.found(q.a, asked)
    return without(wanted, run.found(q.b, asked.boolean).docs) if len(wanted.docs) else wanted


def _and_maybe(run: Evaluation, q: Any, asked: Asked) -> Found:
    wanted = run.found(q.a, asked)
    return maybe(wanted, run.found(q.b, asked)) if asked.scored and len(wanted.docs) else wanted


def _require(run: Evaluation, q: Any, asked: Asked) -> Found:
    wanted = run.found(q.a, asked)
    if not len(wanted.docs):
        return wanted
    return wanted.only(intersect(wanted.docs, run.found(q.b, asked.boolean).docs)[0])


def _otherwise(run: Evaluation, q: Any, asked: Asked) -> Found:
    """The second where the first finds nothing in this segment."""
    wanted = run.found(q.a, asked)
    return wanted if len(wanted.docs) else run.found(q.b, asked)


def _constant(run: Evaluation, q: Any, asked: Asked) -> Found:
    """Within a span query Whoosh scores what is wrapped; a score of 0 becomes 1."""
    if asked.current:
        return run.found(q.child, asked)
    if q.score < 0:
        return run.by_matcher(q, asked)
    return constant(run.found(q.child, asked.boolean).docs, q.score or 1.0)


def every(run: Evaluation, q: Any, asked: Asked) -> Found:
    """All documents, or those with any word in a field."""
    docs = run.segment.every_doc(q.fieldname) if q.fieldname else run.segment.live_docs
    return constant(docs, q.boost)


def _range(run: Evaluation, q: Any, asked: Asked) -> Found:
    return run.found(q._compile_query(run.segment.reader), asked)


def _null(run: Evaluation, q: Any, asked: Asked) -> Found:
    return nothing()


NODES: dict[type, Callable[[Evaluation, Any, Asked], Found]] = {
    query.Term: _term,
    query.And: _and,
    query.Or: _or,
    query.DisjunctionMax: _dismax,
    query.Not: _not,
    query.AndNot: _and_not,
    query.AndMaybe: _and_maybe,
    query.Require: _require,
    Otherwise: _otherwise,
    query.ConstantScoreQuery: _constant,
    query.Every: every,
    query.NumericRange: _range,
    query.DateRange: _range,
    type(query.NullQuery): _null,
}
