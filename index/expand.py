"""A query with what is known of its words: the names, days and spellings that stand for one thing count as one word.

Between the parser and the evaluation. Words that were typed side by side are looked at together, so that
``สำนักงาน ก.พ.ร.`` is one body and ``22 เมษายน 2551`` one day; quoted text is never touched. Pure: the same tree, people
and tokeniser give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from corpus.extract.people import person_id
from index.known_days import days, years
from index.known_names import agencies, people
from index.spellings import longest, loose, written_forms
from index.tokens import Tokeniser
from index.tree import And, Filter, Known, KnownKind, Node, Not, Or, Text
from index.typed import Span, Typed

MOST_KNOWN = 16  # known things of one query; each costs a few searches for exact strings
MOST_WORDS = 6  # tokens of one listed spelling: ไวรัส โคโรนา 2019
_RANKS: Mapping[KnownKind, int] = {"day": 0, "person": 1, "agency": 1, "word": 2, "year": 3}


def expand(tree: Node, tokeniser: Tokeniser, archive: Mapping[str, str]) -> Node:
    """*tree* with its known words; *archive* are the people of the archive, id → name."""
    return _Expansion(tokeniser, archive).of(tree)


class _Expansion:
    """One query; ``left`` is how many known things it may still have."""

    def __init__(self, tokeniser: Tokeniser, archive: Mapping[str, str]) -> None:
        self._tokeniser = tokeniser
        self._archive = archive
        self._left = MOST_KNOWN

    def of(self, node: Node) -> Node:
        if isinstance(node, Text):
            found = list(self._known([node]))
            return found[0] if len(found) == 1 else And(tuple(found))
        if isinstance(node, And):
            parts = tuple(self._side_by_side(self._whole_names(node.parts)))
            return parts[0] if len(parts) == 1 else And(parts)
        if isinstance(node, Or):
            return Or(tuple(self.of(part) for part in node.parts))
        if isinstance(node, Not):
            return Not(self._as_typed(node.part))
        return node

    def _as_typed(self, node: Node) -> Node:
        """What is left out: the words as typed, letter for letter, by no other form; several in one run together."""
        if isinstance(node, (And, Or)):
            return type(node)(tuple(map(self._as_typed, node.parts)))
        if isinstance(node, Text) and len(self._tokeniser.words(node.text)) > 1:
            return Known((node,), "word", (node.text,))
        return node

    def _side_by_side(self, parts: Iterable[Node]) -> Iterator[Node]:
        for key, run in groupby(parts, lambda part: part.where if isinstance(part, Text) else None):
            if key is None:
                yield from (self.of(part) for part in run)
            else:
                yield from self._known([part for part in run if isinstance(part, Text)])

    def _known(self, texts: list[Text]) -> Iterator[Text | Known]:
        typed = Typed.of(texts, self._tokeniser)
        if not typed.tokens:
            yield from texts
            return
        found = [*days(typed), *years(typed), *agencies(typed), *people(typed, self._archive), *spellings(typed)]
        chosen = _apart(found)[: self._left]
        self._left -= len(chosen)
        yield from typed.cut(sorted(chosen, key=lambda span: span.start))

    def _whole_names(self, parts: tuple[Node, ...]) -> Iterator[Node]:
        """*parts* with a surname typed behind ``บุคคล:`` and a given name where the archive knows that person."""
        at = 0
        while at < len(parts):
            part, behind = parts[at], parts[at + 1] if at + 1 < len(parts) else None
            if isinstance(part, Filter) and part.name == "person" and isinstance(behind, Text) and not behind.where:
                name = f"{part.value} {behind.text}"
                if person_id(name) in self._archive:
                    part = replace(part, value=name)
                    at += 1
            yield part
            at += 1


def spellings(typed: Typed) -> Iterator[Span]:
    """The longest listed word with several written forms that begins at each word of *typed*."""
    tokens, limit = typed.tokens, longest() + MOST_WORDS
    for n, first in enumerate(tokens):
        for last in reversed(tokens[n : n + MOST_WORDS]):
            end = last.end + (typed.text[last.end : last.end + 1] == ".")
            if end - first.start > limit:
                continue
            text = typed.text[first.start : end]
            if forms := written_forms(text) if loose(text) else ():
                yield Span(first.start, end, Known((), "word", forms[:1], forms[1:], apart=first == last))
                break


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Those of *spans* that do not overlap: days before names, longer ones before shorter."""
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda s: (_RANKS[s.known.kind], s.start - s.end, s.start)):
        if all(span.end <= other.start or other.end <= span.start for other in chosen):
            chosen.append(span)
    return chosen
