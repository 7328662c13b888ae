"""The query language of docs/interfaces.md: what is typed becomes a frozen tree, whatever is typed.

::

    query  = any of the words OR (หรือ) between them
    words  = parts wanted together: word · "exact string" · -without · ( query ) · field:value · word* · word~

:func:`parse` never raises. What it cannot understand becomes a note that says what was searched instead.
The tree knows no dictionary: an unbroken run of Thai stays one :class:`Text`, and the engine cuts it into words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.fieldvalues import FIELDS, MOST_WORDS, belongs
from index.lexemes import Lexeme, lexemes
from index.notes import Note
from index.periods import FISCAL, Asked, read_days, read_years
from index.tree import FILTERS, And, Days, Filter, Node, Not, Or, Phrase, Prefix, Similar, Text, show

MAX_QUERY = 500  # characters; a caller with settings gives its own
MAX_DEPTH = 20  # brackets inside brackets; more are no question of a person, and Python's stack is not endless
MAX_PARTS = 100  # words, exact strings and filters; twice as many as the longest sentence that was pasted into a test
_LAST_WORD = re.compile(r"(?<=\S)\s+\S{0,40}\Z")  # cut in two by the limit
_CLUSTER_CUT = re.compile(r"[เ-ไ]\Z")  # a vowel whose consonant is cut off
_MARK = re.compile(r"[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")  # never begins a cluster


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, the same in the query language, and a note for each part that was not understood."""

    tree: Node
    understood: str
    notes: tuple[Note, ...] = ()


def parse(query: str, limit: int = MAX_QUERY) -> Parsed:
    """What *query* asks for; its first *limit* characters are read."""
    notes: list[Note] = []
    query = without_surrogates(query)
    if len(query) > limit:
        notes.append(Note("query_cut", n=limit))
        query = _cut(query, limit)
    tree = _Parser(query, notes).query()
    if all(isinstance(part, Not) for part in (tree.parts if isinstance(tree, And) else (tree,))) and tree != And(()):
        notes.append(Note("only_without", show(tree)[:40]))
    if tree == And(()) and query.strip() and not notes:
        notes.append(Note("no_words", query.strip()[:40]))
    return Parsed(tree, show(tree), tuple(dict.fromkeys(notes)))


def _cut(query: str, limit: int) -> str:
    """The first *limit* characters of *query*, without a word or a Thai cluster that goes on behind them."""
    cut = query[:limit]
    if not query[limit].isspace() and (last := _LAST_WORD.search(cut)):
        return cut[: last.start()]
    while cut and _MARK.match(query, len(cut)):
        cut = cut[:-1]
    return _CLUSTER_CUT.sub("", cut)


def without_surrogates(text: str) -> str:
    """*text* with ``?`` for halves of surrogate pairs, which a broken sender gives and UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


class _Parser:
    """One query on its way to a tree; *notes* grows with what is not understood."""

    def __init__(self, query: str, notes: list[Note]) -> None:
        self._notes = notes
        self._lexemes = lexemes(query, notes)
        self._at = 0
        self._parts = 0

    def query(self) -> Node:
        found: list[Node] = []
        while self._at < len(self._lexemes):
            found.append(self._any("", 0))
            if self._next_is(")"):
                self._at += 1
                self._notes.append(Note("bracket_extra"))
        return _all(found)

    def _next_is(self, *kinds: str) -> bool:
        return self._at < len(self._lexemes) and self._lexemes[self._at].kind in kinds

    def _any(self, field: str, depth: int) -> Node:
        parts = [self._words(field, depth)]
        while self._next_is("or"):
            self._at += 1
            parts.append(self._words(field, depth))
        kept = [p for p in parts if p != And(())]
        if len(kept) < len(parts) and len(parts) > 1 and self._parts < MAX_PARTS:
            self._notes.append(Note("or_alone"))
        flat = [q for p in kept for q in (p.parts if isinstance(p, Or) else (p,))]
        return _one(flat, Or)

    def _words(self, field: str, depth: int) -> Node:
        parts: list[Node] = []
        while self._at < len(self._lexemes) and not self._next_is("or", ")"):
            if (part := self._part(field, depth)) is not None:
                parts.append(part)
        return _all(parts)

    def _part(self, field: str, depth: int) -> Node | None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.kind == "-":
            return self._without(field, depth)
        if lexeme.kind == "field":
            return self._of_field(lexeme, depth)
        if lexeme.kind == "(":
            return self._group(field, depth)
        return self._leaf(lexeme, field)

    def _without(self, field: str, depth: int) -> Node | None:
        if self._at == len(self._lexemes) or self._next_is("or", ")"):
            self._notes.append(Note("not_alone"))
            return None
        part = self._part(field, depth) if not self._next_is("-") else None
        if part is None:
            return None
        return part.part if isinstance(part, Not) else Not(part)

    def _of_field(self, name: Lexeme, depth: int) -> Node | None:
        if self._next_is("word", "phrase", "("):
            return self._part(FIELDS[name.text], depth)
        self._notes.append(Note("field_empty", name.text))
        return None

    def _group(self, field: str, depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            self._notes.append(Note("brackets_deep", n=MAX_DEPTH))
            return None
        inside = self._any(field, depth + 1)
        if self._next_is(")"):
            self._at += 1
        else:
            self._notes.append(Note("bracket_open"))
        return None if inside == And(()) else inside

    def _leaf(self, lexeme: Lexeme, field: str) -> Node | None:
        exact, text = lexeme.kind == "phrase" and not field, lexeme.text.strip()
        if not (text if exact else text.strip("*~")):
            self._notes.append(Note("no_words", text or '""'))
            return None
        if self._parts == MAX_PARTS:
            self._notes.append(Note("many_parts", n=MAX_PARTS))
            return None
        self._parts += 1
        if exact:
            return Phrase(lexeme.text)  # blanks at its ends too are part of what was typed
        if field and lexeme.kind == "word":
            text = self._with_next(text, field)
        if field in ("date", "year", FISCAL):
            return self._days(text, field)
        for name in FILTERS:
            if field == name:
                return Filter(name, text.rstrip("*~"))
        where: Literal["", "title"] = "title" if field else ""
        if lexeme.kind == "phrase":
            return Phrase(lexeme.text, where)
        bare = text.rstrip("*~")
        if bare == text:
            return Text(text, where)
        return Prefix(bare, where) if text.endswith("*") else Similar(bare, where)

    def _with_next(self, text: str, field: str) -> str:
        """The value *text* with those of the next words that plainly belong to it: ``หน่วยงาน:(สำนักงาน ก.พ.ร.)``."""
        words = [text]
        for lexeme in self._lexemes[self._at : self._at + MOST_WORDS - 1]:
            if lexeme.kind != "word":
                break
            words.append(lexeme.text)
        for n in range(len(words), 1, -1):
            if belongs(field, joined := " ".join(words[:n])):
                self._at += n - 1
                return joined
        return text

    def _days(self, text: str, field: str) -> Node | None:
        asked: Asked | None = read_days(text) if field == "date" else read_years(text, fiscal=field == FISCAL)
        if asked is None and field == "year":
            asked = read_days(text)
        if asked is None:
            self._notes.append(Note("no_days", text))
            return None
        return Days(asked.start, asked.end, f'วันที่:"{asked.shown}"')


def _all(parts: list[Node]) -> Node:
    return _one([q for p in parts for q in (p.parts if isinstance(p, And) else (p,))], And)


def _one(parts: list[Node], kind: type[And] | type[Or]) -> Node:
    if len(parts) == 1:
        return parts[0]
    return kind(tuple(parts)) if parts else And(())
