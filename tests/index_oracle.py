"""Invented documents in an index of Whoosh's own codec and in one of ours, and random queries of every kind over them.

The lengths of documents are such as Whoosh's codec keeps exactly (it rounds longer ones to 256 steps), so that both
have the same scores to the last digits.

Four of Whoosh's matchers do not do what they say; who compares with them has them mended (:func:`mend`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from whoosh import query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import DATETIME, ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.matching.binary import AndMaybeMatcher, AndNotMatcher, DisjunctionMaxMatcher
from whoosh.matching.wrappers import InverseMatcher
from whoosh.query.compound import Otherwise
from whoosh.query.spans import SpanContains, SpanFirst, SpanNear, SpanNear2, SpanNot, SpanOr

from index.toc import ColumnarIndex

LENGTHS = (1, 2, 3, 5, 8, 10, 12, 18, 30, 45)  # words: Whoosh's byte keeps these as they are
WORDS = tuple(f"w{n}" for n in range(60))
TAGS = tuple(f"t{n}" for n in range(12))
KINDS = ("news", "job", "notice")
FIRST_DAY = datetime(2019, 11, 20)


def mend(patch: pytest.MonkeyPatch) -> None:
    """Have four matchers of Whoosh do what their documentation says.

    ``AndNotMatcher`` lets its first document through, be it excluded or not, where what it excludes begins before;
    ``DisjunctionMaxMatcher`` takes the score of a part's next document for that of this one; ``InverseMatcher`` lets a
    deleted document through that follows the last one it excludes; ``AndMaybeMatcher`` skips its second part not to the
    document that the first one came to but to the one that was asked for, and then does not see that both have it.
    """
    find_next = InverseMatcher._find_next

    def first_of_and_not(self: Any) -> None:
        if self.a.is_active() and self.b.is_active():
            self._find_next()

    def highest(self: Any) -> float:
        return max(float(m.score()) for m in (self.a, self.b) if m.is_active() and m.id() == self.id())

    def next_that_is_live(self: Any) -> None:
        find_next(self)
        while self._id < self.limit and self.missing(self._id):
            self._id += 1
            find_next(self)

    def skip_both(self: Any, doc: int) -> None:
        self.a.skip_to(doc)
        if self.a.is_active() and self.b.is_active():
            self.b.skip_to(self.a.id())

    patch.setattr(AndMaybeMatcher, "skip_to", skip_both)
    patch.setattr(AndNotMatcher, "_find_first", first_of_and_not)
    patch.setattr(DisjunctionMaxMatcher, "score", highest)
    patch.setattr(InverseMatcher, "_find_next", next_that_is_live)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same documents twice: searchers over Whoosh's codec and over ours."""

    theirs: Any
    ours: Any

    def close(self) -> None:
        """Close both."""
        self.theirs.close()
        self.ours.close()


def schema() -> Schema:
    """Every kind of field: positions, weights, existence, many values, numbers, days."""
    words = SpaceSeparatedTokenizer()
    return Schema(
        id=ID(unique=True, stored=True),
        title=TEXT(analyzer=words, field_boost=2.0),
        body=TEXT(analyzer=words, phrase=True),
        plain=TEXT(analyzer=words, phrase=False),
        tags=KEYWORD(stored=True),
        kind=ID(stored=True),
        year=NUMERIC(int, signed=True, stored=True),
        price=NUMERIC(float),
        day=DATETIME(stored=True),
        note=STORED(),
    )


def documents(chance: random.Random, number: int) -> Iterator[dict[str, Any]]:
    """*number* documents; some fields are left out of some."""

    def words(length: int) -> str:
        return " ".join(WORDS[min(int(chance.expovariate(0.11)), len(WORDS) - 1)] for _ in range(length))

    for n in range(number):
        made: dict[str, Any] = {"id": f"d{n}", "body": words(chance.choice(LENGTHS)), "kind": chance.choice(KINDS)}
        if chance.random() < 0.8:
            made["title"] = words(chance.choice(LENGTHS[:5]))
        if chance.random() < 0.5:
            made["plain"] = words(chance.choice(LENGTHS[:7]))
        if chance.random() < 0.9:
            made["tags"] = " ".join(chance.sample(TAGS, chance.randint(1, 4)))
        if chance.random() < 0.9:
            made["year"] = chance.randint(-40, 2600)
            made["price"] = round(chance.uniform(-9, 900), 2)
        if chance.random() < 0.9:
            made["day"] = FIRST_DAY + timedelta(chance.randint(0, 500))
        if chance.random() < 0.05:
            made["_boost"] = chance.choice((0.5, 3.0))
        yield made


def build(folder: Path, seed: int, sizes: tuple[int, ...]) -> Pair:
    """Both indexes in *folder*, a segment for each of *sizes*, a tenth of the documents deleted."""
    searchers = []
    for name in ("theirs", "ours"):
        chance = random.Random(seed)
        (folder / name).mkdir()
        storage = FileStorage(str(folder / name))
        index = storage.create_index(schema()) if name == "theirs" else ColumnarIndex.create(storage, schema())
        made = documents(chance, sum(sizes))
        for size in sizes:
            writer = index.writer()
            for _ in range(size):
                writer.add_document(**next(made))
            writer.commit(merge=False)
        writer = index.writer()
        for n in chance.sample(range(sum(sizes)), sum(sizes) // 10):
            writer.delete_by_term("id", f"d{n}")
        writer.commit(merge=False)
        searchers.append(index.searcher())
    return Pair(*searchers)


class Queries:
    """Random queries, drawn by *chance*."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def any(self, depth: int = 3) -> Any:
        """A query of any kind, at most *depth* compounds deep."""
        leaves = (self.term, self.term, self.term, self.phrase, self.near, self.words_of, self.range, self.rare)
        if depth == 0 or self._chance.random() < 0.35:
            return self._chance.choice(leaves)()
        return self._chance.choice((self._many, self._many, self._two))(depth - 1)

    def term(self) -> Any:
        """A word of a field, one that is in no document now and then."""
        field = self._chance.choice(("body", "body", "title", "plain", "tags", "kind", "nowhere"))
        text = {"tags": self._chance.choice(TAGS), "kind": self._chance.choice(KINDS)}.get(field, self._word())
        return query.Term(field, text, boost=self._boost())

    def phrase(self) -> Any:
        """A phrase of 1 to 4 words, with slop."""
        words = [self._word() for _ in range(self._chance.choice((1, 2, 2, 2, 3, 3, 4)))]
        field = self._chance.choice(("body", "title"))
        return query.Phrase(field, words, slop=self._chance.choice((1, 1, 1, 2, 4)), boost=self._boost())

    def near(self, depth: int = 1) -> Any:
        """Words near each other, in order or not; within each other; span queries of other kinds."""
        chance = self._chance
        slop, ordered = chance.randint(1, 6), chance.random() < 0.5
        parts = [self._near_part(depth) for _ in range(chance.randint(2, 3))]
        kinds = (
            lambda: query.Sequence(parts, slop=slop, ordered=ordered, boost=self._boost()),
            lambda: SpanNear(parts[0], parts[1], slop=slop, ordered=ordered, mindist=chance.choice((1, 1, 2))),
            lambda: SpanNear2(parts, slop=slop, ordered=ordered),
            lambda: SpanNear2(parts, slop=slop, ordered=ordered),
            lambda: SpanFirst(parts[0], limit=slop),
            lambda: SpanOr(parts),
            lambda: SpanNot(parts[0], parts[1]),
            lambda: SpanContains(parts[0], parts[1]),
        )
        return chance.choice(kinds)()

    def words_of(self) -> Any:
        """All words of a prefix, a pattern, a slip or a range."""
        chance, constant = self._chance, self._chance.random() < 0.5
        field, boost = chance.choice(("body", "title", "plain")), self._boost()
        digit = chance.randint(1, 6)
        first, last = sorted((self._word(), self._word()))
        kinds = (
            lambda: query.Prefix(field, chance.choice((f"w{digit}", "w", "x", "", self._word())), boost, constant),
            lambda: query.Wildcard(
                field, chance.choice((f"w?{digit}", f"*{digit}", "*", f"w{digit}*")), boost, constant
            ),
            lambda: query.Regex(field, chance.choice((f"w[{digit}-9]", ".*", f"w{digit}.?")), boost, constant),
            lambda: query.FuzzyTerm(field, self._word(), boost, 1, 1, constant),
            lambda: query.TermRange(field, first, last, chance.random() < 0.5, chance.random() < 0.5, boost, constant),
            lambda: query.TermRange(field, None, last, boost=boost, constantscore=constant),
            lambda: query.TermRange("tags", "t3", None, boost=boost, constantscore=constant),
        )
        return chance.choice(kinds)()

    def range(self) -> Any:
        """A range of numbers or days."""
        chance, boost, constant = self._chance, self._boost(), self._chance.random() < 0.7
        low, high = sorted(chance.choices(range(-60, 2700), k=2))
        start = FIRST_DAY + timedelta(chance.randint(-9, 400))
        end = start + timedelta(chance.randint(0, 200))
        ends = {"startexcl": chance.random() < 0.3, "endexcl": chance.random() < 0.3}
        kinds = (
            lambda: query.NumericRange("year", low, high, **ends, boost=boost, constantscore=constant),
            lambda: query.NumericRange("year", None, high, boost=boost, constantscore=constant),
            lambda: query.NumericRange("price", float(low) / 3, None, boost=boost, constantscore=constant),
            lambda: query.DateRange("day", start, end, **ends, boost=boost, constantscore=constant),
            lambda: query.DateRange("day", start, None, boost=boost),
        )
        return chance.choice(kinds)()

    def rare(self) -> Any:
        """What is asked for seldom: everything, nothing, variations, a constant, all but one word."""
        kinds = (
            lambda: query.Every(boost=self._boost()),
            lambda: query.Every(self._chance.choice(("plain", "tags", "title"))),
            lambda: query.NullQuery,
            lambda: query.Variations("body", self._word()),
            lambda: query.ConstantScoreQuery(self.term(), score=self._chance.choice((0.0, 0.5, 2.0))),
            lambda: query.Not(self.term()),
        )
        return self._chance.choice(kinds)()

    def _many(self, depth: int) -> Any:
        kind = self._chance.choice((query.And, query.Or, query.Or, query.DisjunctionMax))
        parts = [self.any(depth) for _ in range(self._chance.choice((1, 2, 2, 3, 3, 4, 5)))]
        if kind is query.And and self._chance.random() < 0.3:
            parts.append(query.Not(self.any(0)))
        return kind(parts, boost=self._boost())

    def _two(self, depth: int) -> Any:
        kinds = (query.AndNot, query.AndMaybe, query.Require, Otherwise, lambda a, _: query.ConstantScoreQuery(a, 1.5))
        return self._chance.choice(kinds)(self.any(depth), self.any(depth))

    def _near_part(self, depth: int) -> Any:
        chance = self._chance
        if chance.random() < 0.7 or not depth:
            return query.Term("body", self._word(), boost=self._boost())
        kinds = (
            lambda: query.Or([query.Term("body", self._word()) for _ in range(chance.randint(1, 3))]),
            lambda: query.Phrase("body", [self._word(), self._word()], slop=chance.randint(1, 3)),
            lambda: query.Prefix("body", f"w{chance.randint(1, 5)}"),
            lambda: SpanNear2([self._near_part(0), self._near_part(0)], slop=3, ordered=chance.random() < 0.5),
        )
        return chance.choice(kinds)()

    def _word(self) -> str:
        return WORDS[min(int(self._chance.expovariate(0.09)), len(WORDS) - 1)]

    def _boost(self) -> float:
        return self._chance.choice((1.0, 1.0, 1.0, 2.5, 0.3))
