"""Queries for all words that fit: a prefix, a pattern, a range, words a slip away.

The columnar codec has the words of a prefix or a range side by side, and so their postings: where nothing is scored,
the documents are one stretch of an array.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from whoosh import query

from index.algebra import Docs, union
from index.executor_found import Found, any_of, constant
from index.executor_nodes import Asked, Evaluation, every

# From as many words on, and in segments of up to so many documents, Whoosh's Or reads ahead into an array; what it then
# gives a union whose scores do not matter is 1 for each document, else the sum of the scores that should not matter.
MANY_CLAUSES = query.Or.TOO_MANY_CLAUSES
SMALL_SEGMENT = 5_000
EVERYTHING = {query.Prefix: "", query.Wildcard: "*", query.Regex: ".*"}  # what Whoosh takes for Every


def _terms(run: Evaluation, q: Any, asked: Asked) -> Found:
    """The documents of every word that fits: a prefix, a pattern, a range, words a slip away."""
    name = q.field()
    if name not in run.segment.leaf.schema:
        return run.by_matcher(q, asked)
    if type(q) in EVERYTHING and q.text == EVERYTHING[type(q)]:
        return every(run, query.Every(name, boost=q.boost), asked)
    numbers = _stretch(run, q)
    texts = q._btexts(run.segment.reader) if numbers is None else ()  # as bytes, or as str from FuzzyTerm
    words = [text for text in (run.text_of(name, word) for word in texts if word) if text is not None]
    count = len(words) if numbers is None else len(numbers)
    stepped = count < MANY_CLAUSES and (asked.current or count == 2 or run.segment.size > SMALL_SEGMENT)
    weighed = asked.scored and (stepped or not q.constantscore)
    if count > 1 and not weighed:
        return constant(_documents(run, name, words, numbers), 1.0)
    field = run.segment.field(name)
    if numbers is not None and field is not None:
        words = [field.text(number) for number in numbers]
    return any_of([run.term(name, word).boosted(q.boost) for word in words], run.segment.size)


def _stretch(run: Evaluation, q: Any) -> range | None:
    """The numbers of the words of a prefix or range, which stand side by side; None where that is not known."""
    field = run.segment.field(q.field())
    if field is None or type(q) not in (query.Prefix, query.TermRange):
        return None
    if type(q) is query.Prefix:
        text = run.text_of(q.fieldname, q.text)
        return None if text is None else range(*field.span(text))
    low = b"" if q.start is None else run.text_of(q.fieldname, q.start)
    high = b"\xff\xff\xff\xff" if q.end is None else run.text_of(q.fieldname, q.end)
    if low is None or high is None:
        return range(0)
    first = field.bisect(low)
    while first < field.count and (not field.text(first) or (q.startexcl and field.text(first) == low)):
        first += 1
    last = field.bisect(high)
    if not q.endexcl and last < field.count and field.text(last) == high:
        last += 1
    return range(first, max(first, last))


def _documents(run: Evaluation, name: str, words: list[bytes], numbers: range | None) -> Docs:
    field = run.segment.field(name)
    if numbers is not None and field is not None:
        runs = [field.docs[field.first(numbers.start) : int(field.starts[numbers.stop])]]
        docs = np.flatnonzero(np.bincount(runs[0], minlength=1)).astype(np.int32)
        return docs[run.segment.live.take(docs)] if len(run.segment.deleted) else docs
    return union([run.term(name, word, scored=False).docs for word in words], run.segment.size)


TERM_NODES: dict[type, Callable[[Evaluation, Any, Asked], Found]] = {
    query.TermRange: _terms,
    query.Prefix: _terms,
    query.Wildcard: _terms,
    query.Regex: _terms,
    query.FuzzyTerm: _terms,
    query.Variations: _terms,
}
