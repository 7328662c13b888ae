"""Disjunctions of words, the queries that most people type: looked up once, added up in one array.

Every posting is scored. To leave out those that cannot matter any more (MaxScore, term at a time: Turtle and Flood,
"Query evaluation: strategies and optimizations", 1995) was tried and does not pay here: on 300 queries of 3 to 5 words
of 20,000 pages p50 was 93 to 116 μs with it and 94 without, p95 174 to 245 and 153. What it saves, 2.2 ns a posting, is
less than what it costs to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh import query

from index.algebra import Scores, accumulate
from index.codec_terms import FieldTerms
from index.executor_nodes import Statistics
from index.executor_segments import Segment


@dataclass(frozen=True, slots=True)
class Word:
    """A word looked up: its place in each segment, None where it is not, and how it is scored.

    ``worth`` is its inverse document frequency with all boosts; ``norm`` are average length, B and K1 of its field.
    """

    name: str
    places: Sequence[tuple[FieldTerms, int] | None]
    worth: float
    norm: tuple[float, float, float]


def words_of(asked_for: Any, schema: Any, segments: Sequence[Segment], statistics: Statistics) -> list[Word] | None:
    """The words of a plain disjunction of words; None for any other query."""
    if type(asked_for) is not query.Or or asked_for.scale or len(asked_for.subqueries) < 2:
        return None
    if statistics.weighting is None or asked_for.boost <= 0:
        return None
    words = []
    for term in asked_for.subqueries:
        if type(term) is not query.Term or term.boost <= 0 or term.minquality:
            return None
        word = _word(term, asked_for.boost, schema, segments, statistics)
        if word is None:
            return None
        words.append(word)
    return words


def _word(term: Any, boost: float, schema: Any, segments: Sequence[Segment], statistics: Statistics) -> Word | None:
    """A term looked up in every segment; None where it cannot be scored by whole arrays."""
    name = term.fieldname
    norm = statistics.norm(name) if name in schema else None
    if norm is None:
        return None
    try:
        text = schema[name].to_bytes(term.text)
    except ValueError:
        return None
    found = 0
    places: list[tuple[FieldTerms, int] | None] = []
    for segment in segments:
        terms = segment.field(name)
        number = -1 if terms is None else terms.find(text)
        if terms is None or number < 0:
            if segment.stepped:
                return None
            places.append(None)
            continue
        if not segment.positive(name):
            return None
        places.append((terms, number))
        found += terms.frequency(number)
    return Word(name, places, boost * term.boost * statistics.idf_of(found), norm)


def add_up(segment: Segment, n: int, words: Sequence[Word], dense: Scores) -> None:
    """Add the scores of all *words* of the segment, which is the one with the number *n*, to *dense*."""
    for word in words:
        place = word.places[n]
        if place is None:
            continue
        terms, number = place
        begin, end = terms.first(number), terms.first(number + 1)
        docs = terms.docs[begin:end].astype(np.intp)  # once: what takes places takes these
        scores = segment.impacts(terms, *word.norm)[begin:end].astype(np.float64)
        scores *= word.worth * (word.norm[2] + 1)
        accumulate(dense, docs, scores)
    if len(segment.deleted):
        dense[segment.deleted] = 0.0
