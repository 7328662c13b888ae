"""Where the written forms of one known thing stand: as words, as exact strings between words, by an id, by a day.

The forms of a :class:`index.tree.Known` count as one word: their occurrences are added before they are scored. What is
written otherwise than typed counts less where the tree says so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.extract.agency_registry import context_only
from index.analysis import DAYS, WORD_FIELDS
from index.compact import encode
from index.facets import Column, Floats, Mask
from index.known_days import COUNTED
from index.known_names import as_written
from index.notes import Note
from index.ranking import PART
from index.snapshot import Snapshot
from index.terms import BELOW, counts_in
from index.texts import PARTS, Postings
from index.tokens import Tokeniser
from index.tree import Known

LESSER = 0.5  # of what was typed: what another spelling, the other era, another body of the same abbreviation counts
NAMED = 1.0  # mentions: a page whose column has the id
DATED = 0.5  # mentions: a page that names the day or year in a way not searched as a string
APART = 0.3  # mentions: a page with all the words typed, not together
MOST_READ = 3_000  # documents that one form of one word is looked for in as a part of other words
_LATIN_EDGES = (r"(?<![a-z0-9])", r"(?![a-z0-9])")
_DOTTED_EDGES = (r"(?<![ก-๎.])", r"(?![ก-ฮ]{1,3}\.)")  # ก.พ. is not in ก.พ.ร., nor in อ.ก.พ.
_LATIN, _LATIN_END = re.compile(r"[a-z0-9]"), re.compile(r"[a-z0-9]\Z")
_DOTTED, _DOTTED_END = re.compile(r"[ก-ฮ]{1,3}\."), re.compile(r"[ก-ฮ]\.\Z")
# A number that is a year: what is counted is none, unless ปี (year), พ.ศ. or ค.ศ. (B.E., C.E.) stands before it.
_YEAR = r"(?<!\d)(?<!\d[.,])(?:(?<=ปี )|(?<=ปี)|(?<=ศ\. )|(?<=ศ\.)|(?!YEAR" + COUNTED + r"))YEAR(?!\d|[.,]\d)"
_INITIALS = re.compile(r"[ก-ฮ]{2,7}")  # กพร stands inside ออกพรรษา, which tells nothing


@dataclass(slots=True)
class Mentions:
    """By field, who holds a form and how often.

    ``mask`` are all of them, ``typed`` those with the form as typed, ``written`` those that were found by more than a
    day that they name; ``words`` and ``strings`` are the forms found.
    """

    mask: Mask
    typed: Mask
    written: Mask
    counts: dict[str, list[Postings]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)

    def add(self, name: str, postings: Postings, weight: float = 1.0) -> bool:
        """Take *postings* of the field *name* in; whether there are any."""
        docs, count = postings
        if len(docs):
            self.mask[docs] = True
            self.counts.setdefault(name, []).append((docs, count * weight))
        return bool(len(docs))

    def counts_of(self, doc: int) -> dict[str, int]:
        """How often *doc* holds a form, by field; an id or a day that it names counts as one."""
        each = {name: sum(counts_in({name: p}, doc).get(name, 0) for p in found) for name, found in self.counts.items()}
        return {name: count for name, count in each.items() if count}


def mentions(node: Known, snapshot: Snapshot, tokeniser: Tokeniser, within: Mask) -> Mentions:
    """The documents of *within* that hold a form of *node*, its id or its day."""
    search = _Search(node, snapshot, tokeniser, within)
    lesser = frozenset(node.lesser)
    for n, form in enumerate(_without_longer((*node.forms, *node.lesser), tokeniser)):
        search.form(form, LESSER if form in lesser else 1.0)
        if n == 0:
            search.found.typed |= search.found.mask
    if not node.where:
        search.ids()
        search.found.written |= search.found.mask
        search.days()
    return search.found


def score(node: Known, found: Mentions, typed: Mask, scores: Floats, snapshot: Snapshot) -> Floats:
    """What *node* adds to each document; *typed* have all its words, for which they would score *scores*."""
    apart = _once(np.flatnonzero(typed & ~found.mask), APART)
    counts = {**found.counts, "body": [*found.counts.get("body", ()), apart]}
    merged = snapshot.scorer.score(counts, int(np.count_nonzero(found.mask | typed)))
    if node.kind == "day":  # a page with the day itself comes before one with a time that it lies in
        named = found.mask & ~found.written
        return np.where(named, np.minimum(merged, BELOW * _least(merged[found.written])), merged)
    if node.kind != "word":
        return merged
    merged = np.where(typed | found.typed, merged, LESSER * merged)
    return np.maximum(merged, scores) if node.apart else merged


def note(node: Known) -> Note:
    """What is told where more was found than what was typed."""
    others = [form for form in (*node.forms, *node.lesser) if form != node.text]
    if node.kind == "agency":
        others = as_written(others, node.text, node.ids)
    if node.kind == "agency" and len(node.ids) > 1:
        return Note("known_agencies", node.text, other=", ".join(others[:4]))
    if node.kind == "day" and not others:
        return Note("known_days", node.text)
    return Note(f"known_{node.kind}", node.text, other=", ".join(others[:3]))


def _least(scores: Floats) -> float:
    return float(scores[scores > 0].min()) if (scores > 0).any() else math.inf


class _Search:
    """One search for all the forms of *node*."""

    def __init__(self, node: Known, snapshot: Snapshot, tokeniser: Tokeniser, within: Mask) -> None:
        self._node = node
        self._snapshot = snapshot
        self._tokeniser = tokeniser
        self._within = within
        none = np.zeros(snapshot.size, np.bool_)
        self.found = Mentions(none, none.copy(), none.copy())

    def form(self, form: str, weight: float) -> None:
        """Take in where *form* stands: as a word of its own, inside others, or as a string of several words."""
        words = self._tokeniser.words(form)
        if self._node.kind == "agency" and "." in form and form in context_only():
            held = [self.found.add(*counted, weight) for counted in self._beside_no_number(form)]
            self.found.words += words[: any(held)]
            return
        if self._node.kind == "year" and form.isdecimal() and (self._node.lead or form in self._node.lesser):
            held = [self.found.add(*counted, weight) for counted in self._as_year(form)]
            self.found.words += words[: any(held)]
            return
        if len(words) == 1:
            names = ("title",) if self._node.where else WORD_FIELDS
            held = [self.found.add(name, self._snapshot.postings(name, words[0]), weight) for name in names]
            self.found.words += words[: any(held)]
        if len(words) > 1 or (words and self._tokeniser.has_parts(form) and not _INITIALS.fullmatch(form)):
            weight *= PART if len(words) == 1 else 1.0
            held = [self.found.add(*counted, weight) for counted in self._strings(form, alone=len(words) == 1)]
            self.found.strings += [form][: any(held)]

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

    def _beside_no_number(self, form: str) -> Iterator[tuple[str, Postings]]:
        """By part, who holds an abbreviation that beside a number is something else: 28 ก.พ., 5 กก."""
        docs = np.zeros_like(self._within)
        for name in WORD_FIELDS:
            docs[self._snapshot.postings(name, form)[0]] = True
        pattern = re.compile(encode(rf"(?<![\d])(?<!\d ){_DOTTED_EDGES[0]}{re.escape(form)}(?! ?\d){_DOTTED_EDGES[1]}"))
        parts = ("title",) if self._node.where else PARTS
        yield from self._snapshot.bounded(form, pattern, parts, docs & self._within).items()

    def _as_year(self, form: str) -> Iterator[tuple[str, Postings]]:
        """By part, who holds the number *form* as that of a year; where too many hold it, all of them by field."""
        names = ("title",) if self._node.where else WORD_FIELDS
        postings = {name: self._snapshot.postings(name, form) for name in names}
        docs = np.zeros_like(self._within)
        for found, _ in postings.values():
            docs[found] = True
        if np.count_nonzero(docs & self._within) > MOST_READ:
            yield from postings.items()
            return
        pattern = re.compile(encode(_YEAR.replace("YEAR", form)))
        yield from self._snapshot.bounded(form, pattern, ("title",) if self._node.where else PARTS, docs).items()

    def _strings(self, form: str, *, alone: bool) -> Iterator[tuple[str, Postings]]:
        """By part, who holds *form* as a string; where it is one word *alone*, of those that were not found yet."""
        parts = ("title",) if self._node.where else PARTS
        docs = self._within & self._snapshot.texts.may_hold(form)
        if alone:
            docs &= ~self.found.mask
            if np.count_nonzero(docs) > MOST_READ:
                return
        start, end = _edges(form)
        if start or end:
            pattern = re.compile(encode(start + re.escape(form) + end))
            yield from self._snapshot.bounded(form, pattern, parts, docs).items()
        else:
            yield from self._snapshot.inside(form, parts, docs).items()


def _without_longer(forms: Iterable[str], tokeniser: Tokeniser) -> list[str]:
    """*forms*, the first one and those that do not hold another of them as a run of words: โควิด-19 holds โควิด."""
    cut = {form: tokeniser.words(form) for form in forms}
    return [
        form for n, form in enumerate(cut) if n == 0 or not any(_holds(cut[form], cut[o]) for o in cut if o != form)
    ]


def _holds(words: list[str], others: list[str]) -> bool:
    size = len(others)
    if not size or size > len(words) or (size == len(words) and words == others):
        return False
    return any(words[n : n + size] == others for n in range(len(words) - size + 1))


def _edges(form: str) -> tuple[str, str]:
    """What may not stand on both sides of *form*; nothing where it begins and ends with Thai words."""
    start = _LATIN_EDGES[0] if _LATIN.match(form) else _DOTTED_EDGES[0] if _DOTTED.match(form) else ""
    end = _LATIN_EDGES[1] if _LATIN_END.search(form) else _DOTTED_EDGES[1] if _DOTTED_END.search(form) else ""
    return start, end


def _once(docs: npt.NDArray[np.signedinteger[Any]], count: float = 1.0) -> Postings:
    return docs.astype(np.int32), np.full(len(docs), count)
