"""Articles like one: those that share its most telling words, its people, agencies and provinces.

The words are drawn from the title and the beginning of the text by tf-idf and asked for as a query; a name counts by
how few articles have it. What an article shares is given as a share of what it shares with itself, so that one limit
says for long and short ones what is not alike at all. Of what is equally alike, the nearer in time comes first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from index.duplicates import Groups
from index.facets import Floats, Ints
from index.ranking import K1
from index.snapshot import Snapshot
from index.tokens import Tokeniser

# Chosen by reading the lists of 50 articles drawn from 20,000 (docs/performance.md).
READ = 8_000  # code points of the text that words are drawn from: what an article is about stands at its beginning
IN_TITLE = 3  # what a word of the title counts for in the text
WORDS = 25  # the most telling ones
SHORTEST = 2  # code points of a word
OFTEN, FEW = 0.25, 40  # of all articles, and more than so many, have it: such a word tells nothing
ENGLISH = "the"  # about as many articles are in English as have it
NAMES = {"person": 1.0, "agency": 0.6, "province": 0.5}  # beside a word that as few articles have
MOST_NAMES = 12  # of each kind, the rarest
LEAST = 0.15  # of what the article shares with itself
NEAR, NEAR_DAYS = 0.10, 60.0  # what the same day adds; a third of it is left after so many days


@dataclass(frozen=True, slots=True)
class Like:
    """A document and how much of what is asked for it shares, from 0 to 1 and a tenth more for its day."""

    doc: int
    share: float


def similar(doc: int, snapshot: Snapshot, tokeniser: Tokeniser, groups: Groups, limit: int) -> list[Like]:
    """At most *limit* live documents like *doc*, most alike first; none with its content, each content once."""
    scores = _shared(doc, snapshot, tokeniser)
    own = float(scores[doc])
    if own <= 0:
        return []
    scores[list(groups.members(doc))] = 0.0
    scores = np.where(snapshot.live & (scores >= LEAST * own), scores / own, 0.0)
    docs = np.flatnonzero(scores).astype(np.int32)
    shares = scores[docs] * (1 + _near(doc, docs, snapshot))
    order = np.lexsort((snapshot.id_order[docs], -np.round(shares, 6)))
    ordered = groups.first_of_each(docs[order])[:limit].tolist()
    found = dict(zip(docs.tolist(), shares.tolist(), strict=True))
    return [Like(other, found[other]) for other in ordered]


def _shared(doc: int, snapshot: Snapshot, tokeniser: Tokeniser) -> Floats:
    """What each document shares with *doc*."""
    scores = np.zeros(snapshot.size)
    for word, weight in _telling(doc, snapshot, tokeniser):
        fields = {name: [snapshot.postings(name, word)] for name in ("title", "body")}
        scores += weight * snapshot.scorer.score(fields)
    for name, weight in NAMES.items():
        column = snapshot.table.columns[name]
        codes = column.codes[column.docs == doc]
        held = column.count(snapshot.live)[codes]
        for code, count in sorted(zip(codes.tolist(), held.tolist(), strict=True), key=lambda c: c[1])[:MOST_NAMES]:
            scores[column.having([code], snapshot.size)] += weight * snapshot.scorer.idf(count)
    return scores


def _telling(doc: int, snapshot: Snapshot, tokeniser: Tokeniser) -> Iterator[tuple[str, float]]:
    """The words of *doc* that tell most, each with its weight: how often it stands there, saturated.

    In an article in English a word is as rare as it is among those, few as they are in a Thai archive.
    """
    title, text, _ = snapshot.folded(doc)
    counts = Counter(_words(tokeniser.words(text[:READ])))
    for word in set(_words(tokeniser.words(title))):
        counts[word] += IN_TITLE
    held = snapshot.frequencies("body", (*counts, ENGLISH))
    live = int(np.count_nonzero(snapshot.live))
    of = held[ENGLISH] if 2 * sum(map(str.isascii, counts)) > len(counts) else live
    telling: list[tuple[float, str, float]] = []
    for word, count in counts.items():
        if 1 < held[word] <= max(OFTEN * of, FEW):  # a word that no other article has finds none
            weight = count / (count + K1) * _idf(held[word], of) / _idf(held[word], live)
            telling.append((-weight * snapshot.scorer.idf(held[word]), word, weight))
    yield from ((word, weight) for _, word, weight in sorted(telling)[:WORDS])


def _idf(held: int, of: int) -> float:
    """The inverse document frequency of what *held* of so many documents have."""
    return math.log1p((of - held + 0.5) / (held + 0.5))


def _words(words: Iterable[str]) -> Iterator[str]:
    """Those that may tell what a text is about: numbers only tell which of a series it is."""
    return (word for word in words if len(word) >= SHORTEST and not word[0].isdecimal())


def _near(doc: int, docs: Ints, snapshot: Snapshot) -> Floats:
    """What the nearness in time adds to each of *docs*; nothing where a day is unknown."""
    days = snapshot.table.day
    apart = np.abs(days[docs].astype(np.float64) - float(days[doc]))
    known = (days[docs] > 0) & bool(days[doc] > 0)
    near: Floats = np.where(known, NEAR * np.exp(-apart / NEAR_DAYS), 0.0)
    return near
