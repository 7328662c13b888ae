"""Where the written forms of one known thing stand: exact strings between borders of words, ids, days.

The forms of a :class:`index.tree.Known` count as one word: their occurrences are added before they are scored. What is
written otherwise than typed counts less where the tree says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import DAYS, WORD_FIELDS
from index.facets import Column, Floats, Mask
from index.notes import Note
from index.snapshot import Snapshot
from index.texts import PARTS, Postings
from index.tokens import Tokeniser
from index.tree import Known

LESSER = 0.5  # of what was typed: what another spelling, the other era, another body of the same abbreviation counts
NAMED = 1.0  # mentions: a page whose column has the id
DATED = 0.5  # mentions: a page that names the day or year in a way not searched as a string
APART = 0.3  # mentions: a page with all the words typed, not together
MOST_READ = 3_000  # documents that one form is looked for in as a part of other words
_LATIN_OR_DIGIT = re.compile(r"[a-z0-9]", re.IGNORECASE)
_LATIN_EDGES = (r"(?<![a-z0-9])", r"(?![a-z0-9])")
_DOTTED_EDGES = (r"(?<![ก-๎.])", r"(?![ก-ฮ]{1,3}\.)")  # ก.พ. is not in ก.พ.ร., nor in อ.ก.พ.
_DOTTED_START, _DOTTED_END = re.compile(r"[ก-ฮ]{1,3}\."), re.compile(r"[ก-ฮ]\.\Z")


@dataclass(slots=True)
class Mentions:
    """By field, who holds a form and how often; ``mask`` are all of them, ``strings`` the forms that were found."""

    mask: Mask
    counts: dict[str, list[Postings]] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, name: str, postings: Postings, weight: float = 1.0) -> bool:
        """Take *postings* of the field *name* in; whether there are any."""
        docs, count = postings
        if len(docs):
            self.mask[docs] = True
            self.counts.setdefault(name, []).append((docs, count if weight == 1.0 else count * weight))
        return bool(len(docs))


def mentions(node: Known, snapshot: Snapshot, tokeniser: Tokeniser, within: Mask) -> Mentions:
    """The documents of *within* that hold a form of *node*, its id or its day."""
    search = _Search(node, snapshot, tokeniser, within)
    for form in node.forms:
        search.form(form, 1.0)
    for form in node.lesser:
        search.form(form, LESSER)
    if not node.where:
        search.ids()
        search.days()
    return search.found


class _Search:
    """One search for all the forms of *node*."""

    def __init__(self, node: Known, snapshot: Snapshot, tokeniser: Tokeniser, within: Mask) -> None:
        self._node = node
        self._snapshot = snapshot
        self._tokeniser = tokeniser
        self._within = within
        self.found = Mentions(np.zeros(snapshot.size, np.bool_))

    def form(self, form: str, weight: float) -> None:
        """Take in where *form* stands: as a word of its own, inside others, or as a string of several words."""
        words = self._tokeniser.words(form)
        if not words:
            return
        if len(words) == 1:
            names = ("title",) if self._node.where else WORD_FIELDS
            held = [self.found.add(name, self._snapshot.postings(name, words[0]), weight) for name in names]
            if any(held):
                self.found.words.append(words[0])
        if len(words) > 1 or self._tokeniser.has_parts(form):
            held = [self.found.add(part, postings, weight) for part, postings in self._strings(form, len(words))]
            if any(held):
                self.found.strings.append(form)

    def ids(self) -> None:
        """Take in who has an id of the node in the column of its kind."""
        if self._node.ids:
            column: Column = self._snapshot.table.columns[self._node.kind]
            having = column.having(column.of_values(set(self._node.ids)), self._snapshot.size)
            self.found.add("names", _once(np.flatnonzero(having & self._within)), NAMED)

    def days(self) -> None:
        """Take in who names a day of the node, in whatever writing."""
        for token in self._node.days:
            docs, _ = self._snapshot.postings(DAYS, token)
            self.found.add("body", _once(docs[~self.found.mask[docs]]), DATED)

    def _strings(self, form: str, words: int) -> Iterator[tuple[str, Postings]]:
        parts = ("title",) if self._node.where else PARTS
        docs = self._within & self._snapshot.texts.may_hold(form)
        if words == 1:
            docs &= ~self.found.mask  # the others are counted as words of their own
        if np.count_nonzero(docs) > MOST_READ and words == 1:
            return
        start, end = _edges(form)
        if not start and not end:
            yield from self._snapshot.inside(form, parts, docs).items()
            return
        pattern = re.compile(start + re.escape(form) + end, re.IGNORECASE)
        for part, (held, _) in self._snapshot.exact(form, parts, docs).items():
            counts = [
                len(pattern.findall(self._snapshot.folded(int(doc))[PARTS.index(part)])) for doc in held[:MOST_READ]
            ]
            certain = np.array(counts, np.float64)
            yield part, (held[: len(counts)][certain > 0], certain[certain > 0])


def _edges(form: str) -> tuple[str, str]:
    """What may not stand on both sides of *form*; nothing where it begins and ends with Thai words."""
    start = _LATIN_EDGES[0] if _LATIN_OR_DIGIT.match(form) else _DOTTED_EDGES[0] if _DOTTED_START.match(form) else ""
    end = _LATIN_EDGES[1] if _LATIN_OR_DIGIT.match(form[-1]) else _DOTTED_EDGES[1] if _DOTTED_END.search(form) else ""
    return start, end


def _once(docs: npt.NDArray[np.signedinteger[Any]]) -> Postings:
    return docs.astype(np.int32), np.ones(len(docs))


def score(node: Known, found: Mentions, typed: Mask, scores: Floats, snapshot: Snapshot) -> Floats:
    """What *node* adds to each document; *typed* have all its words, for which they would score *scores*."""
    apart = np.flatnonzero(typed & ~found.mask)
    counts = {
        **found.counts,
        "body": [*found.counts.get("body", ()), (apart.astype(np.int32), np.full(len(apart), APART))],
    }
    merged = snapshot.scorer.score(counts, int(np.count_nonzero(found.mask | typed)))
    return np.where(typed, np.maximum(scores, merged), merged * LESSER) if node.kind == "word" else merged


def note(node: Known) -> Note:
    """What is told where more was found than what was typed."""
    others = [form for form in (*node.forms, *node.lesser) if form != node.text]
    if node.kind == "agency" and len(node.ids) > 1:
        return Note("known_agencies", node.text, more=", ".join(others[:4]))
    return Note(f"known_{node.kind}", node.text, more=", ".join(others[:3]))
