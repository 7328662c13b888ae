"""Whoosh queries answered on whole arrays: term at a time, the best k, facets and months in one pass.

An :class:`Executor` stands beside a Whoosh searcher and answers the same queries with the same documents and the same
BM25F scores (to 1e-5; Whoosh's own matchers are the oracle of ``tests/test_index_executor.py``), ties in the order of
the document numbers. Postings are scored word by word over whole arrays; a disjunction of words is added up in one
array with a place for each document (term-at-a-time evaluation: Turtle and Flood, "Query evaluation: strategies and
optimizations", 1995), from which the best are taken without sorting the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.algebra import Docs, Mask, Scores, best, counted, mask_of, months, ranked
from index.executor_nodes import NODES, Asked, Evaluation, Statistics
from index.executor_ranked import Word, add_up, words_of
from index.executor_segments import Segment, segments
from index.executor_spans import SPAN_NODES
from index.executor_terms import TERM_NODES


class Coded(Protocol):
    """A facet: ``codes[i]``, a place in ``values``, belongs to the document ``docs[i]`` (``index.facets.Column``)."""

    @property
    def docs(self) -> npt.NDArray[np.integer[Any]]:
        """Documents, by their numbers over all segments."""

    @property
    def codes(self) -> npt.NDArray[np.integer[Any]]:
        """The code of each."""

    @property
    def values(self) -> Sized:
        """What the codes stand for."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best documents, best first, with their scores; ``total`` is how many were found.

    ``facets`` has, by name, how many of all found documents have each value; ``months`` how many are of each month.
    """

    docs: list[int]
    scores: list[float]
    total: int
    facets: Mapping[str, npt.NDArray[np.intp]] = field(default_factory=dict)
    months: Sequence[tuple[str, int]] = ()


class Executor:
    """Answers queries over *searcher*, a Whoosh searcher that stays open; threads may share it."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self._segments = list(segments(searcher))
        self._statistics = Statistics(searcher, self._segments)
        self._nodes: dict[type, Callable[[Evaluation, Any, Asked], Any]] = {**NODES, **TERM_NODES, **SPAN_NODES}
        self._scratch = threading.local()

    def search(
        self,
        query: Any,
        limit: int = 10,
        *,
        within: Any = None,
        without: Any = None,
        columns: Mapping[str, Coded] | None = None,
        days: npt.NDArray[np.integer[Any]] | None = None,
    ) -> Best:
        """The *limit* best documents that *query* finds, *within* one query or mask and *without* another.

        All that is found is counted for each of *columns*, and by month where *days* has a proleptic ordinal for each
        document, 0 where unknown. A mask has a place for each document of the searcher.
        """
        allowed = self._allowed(within, without)
        masks: list[Mask] | None = [] if columns or days is not None else None
        words = words_of(query, self._searcher.schema, self._segments, self._statistics)
        docs: list[int] = []
        scores: list[float] = []
        total = 0
        for n, segment in enumerate(self._segments):
            some = None if allowed is None else allowed[segment.base : segment.base + segment.size]
            if words is None:
                seen, top, theirs = self._sparse(query, segment, some, limit, masks)
            else:
                seen, top, theirs = self._dense(n, words, some, limit, masks)
            total += seen
            docs.extend((top + segment.base).tolist())
            scores.extend(theirs.tolist())
        if len(self._segments) > 1:
            order = ranked(np.array(scores, np.float64), limit).tolist()
            docs, scores = [docs[n] for n in order], [scores[n] for n in order]
        if masks is None:
            return Best(docs, scores, total)
        mask = np.concatenate(masks) if masks else np.zeros(0, np.bool_)
        facets = {name: counted(c.codes, c.docs, mask, len(c.values)) for name, c in (columns or {}).items()}
        return Best(docs, scores, total, facets, _timeline(days, mask))

    def matches(self, query: Any, *, scored: bool = True) -> tuple[Docs, Scores]:
        """All documents that *query* finds, ascending, and their scores (ones where they are not asked for)."""
        found = [
            (self._evaluation(segment).found(query, Asked(scored=scored)), segment.base) for segment in self._segments
        ]
        docs = [part.docs.astype(np.int64) + base for part, base in found]
        scores = [part.scores(None) if scored else np.ones(len(part.docs)) for part, _ in found]
        return np.concatenate([np.zeros(0, np.int64), *docs]), np.concatenate([np.zeros(0), *scores])

    def mask(self, query: Any) -> Mask:
        """The documents that *query* finds, as a mask over all segments."""
        return mask_of([self.matches(query, scored=False)[0]], sum(segment.size for segment in self._segments))

    def _evaluation(self, segment: Segment) -> Evaluation:
        return Evaluation(segment, self._statistics, self._nodes)

    def _allowed(self, within: Any, without: Any) -> Mask | None:
        allowed: Mask | None = None
        if within is not None:
            allowed = self._as_mask(within)
        if without is not None:
            left = ~self._as_mask(without)
            allowed = left if allowed is None else allowed & left
        return allowed

    def _as_mask(self, given: Any) -> Mask:
        return given if isinstance(given, np.ndarray) else self.mask(given)

    def _dense(
        self, n: int, words: Sequence[Word], allowed: Mask | None, limit: int, masks: list[Mask] | None
    ) -> tuple[int, Docs, Scores]:
        """The segment *n*: every word added up in one array."""
        segment = self._segments[n]
        dense = self._zeros(segment.size)
        add_up(segment, n, words, dense)
        if allowed is not None:
            dense *= allowed
        found = dense > 0
        if masks is not None:
            masks.append(found)
        top = best(dense, limit)
        return int(np.count_nonzero(found)), top, dense.take(top)

    def _sparse(
        self,
        query: Any,
        segment: Segment,
        allowed: Mask | None,
        limit: int,
        masks: list[Mask] | None,
    ) -> tuple[int, Docs, Scores]:
        """Any query over one segment: its documents first, then the scores of those that are allowed."""
        found = self._evaluation(segment).found(query, Asked())
        if allowed is not None:
            found = found.only(found.docs[allowed.take(found.docs)])
        if masks is not None:
            masks.append(mask_of([found.docs], segment.size))
        scores = found.scores(None)
        top = ranked(scores, limit)
        return len(found.docs), found.docs.take(top).astype(np.int64), scores.take(top)

    def _zeros(self, size: int) -> Scores:
        """An array of zeros that this thread uses again for its next segment or query."""
        held: Scores | None = getattr(self._scratch, "dense", None)
        if held is None or len(held) < size:
            self._scratch.dense = held = np.zeros(size)
        dense = held[:size]
        dense.fill(0.0)
        return dense


def _timeline(days: npt.NDArray[np.integer[Any]] | None, found: Mask) -> list[tuple[str, int]]:
    if days is None:
        return []
    names, counts = months(days[found])
    return [(str(month), int(count)) for month, count in zip(names, counts, strict=True)]
