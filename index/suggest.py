"""What to offer where a query finds little: the other keyboard layout, then the words that were probably meant.

Only what finds more than what was typed is offered. Where the typed query finds nothing and was plainly typed on the
wrong layout, the query that was meant is answered at once, and a note says so; strings in quotes stay exactly what was
asked for, whatever they find.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, Protocol

import numpy as np

from corpus.thai.normalise import fold, squash
from index.evaluate import Answer, matching
from index.layouts import retyped
from index.notes import Note
from index.snapshot import Snapshot
from index.spelling import corrected, likest
from index.syntax import Parsed, parse
from index.tokens import Tokeniser
from index.tree import And, Filter, Node, Not, Or, Phrase, Text, show
from index.vocabulary import Vocabulary, vocabulary

MOST = 3  # suggestions
TRIED = 4  # corrections whose documents are counted
BETTER = 5  # times as many documents as the typed query finds: where it finds any, a suggestion must be worth it
OFTEN = 0.25  # places that a correction comes further ahead for each doubling of the documents that it finds
APART = 3.0  # places that it comes further behind where no page has its words as they are
MANY = 2_000  # documents; a query that finds more was typed as it was meant
_SOME = Note("some_words")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'-]*")


class Counts(Protocol):
    """How many documents have all that a query asks for; with *exact* every word of it as one string."""

    def __call__(self, tree: Node, *, exact: bool) -> int:
        """The number of documents of *tree*."""
        ...


@dataclass(frozen=True, slots=True)
class Help:
    """Queries to offer, best first; ``instead`` is the one to be answered in the place of the typed one, or empty."""

    suggestions: tuple[str, ...] = ()
    instead: str = ""
    notes: tuple[Note, ...] = ()


def assist(
    typed: str, parsed: Parsed, answer: Answer, snapshot: Snapshot, tokeniser: Tokeniser, *, filtered: bool
) -> Help:
    """What to offer beside *answer*, the documents of *typed*; with *filtered* only those that pass other filters."""
    found = 0 if _SOME in answer.notes else int(np.count_nonzero(answer.mask))

    def count(tree: Node, *, exact: bool) -> int:
        found = matching(exactly(tree) if exact else tree, snapshot, tokeniser, snapshot.live)
        return int(np.count_nonzero(found))

    if not typed.strip() or found > MANY:
        return Help()
    if filtered and not found:
        found = count(parsed.tree, exact=False)
    return help_with(typed, parsed, found, vocabulary(snapshot, tokeniser), count)


def help_with(typed: str, parsed: Parsed, found: int, words: Vocabulary, count: Counts) -> Help:
    """What to offer for *typed*, which was *parsed* and has *found* documents with all that it asks for."""
    if layout := _other_layout(typed, parsed, found, words, count):
        return layout
    for doubting in (False, True) if not found else (False,):
        offered = (show(node) for node in _variants(parsed.tree, words, doubting=doubting))
        queries = _first(offered, parsed)
        if queries and (better := _better(queries, parsed, found, count)):
            return Help(tuple(_as_typed(query, typed) for query in better[:MOST]))
    return Help()


def _better(queries: list[str], parsed: Parsed, found: int, count: Counts) -> list[str]:
    """Those of *queries* that find more than what was typed does, with its words as they were typed or in parts."""
    exact = count(parsed.tree, exact=True) if found else 0
    typed = squash(parsed.understood)
    ranked = []
    for n, query in enumerate(queries):
        tree = parse(query).tree
        number = count(tree, exact=True)
        before = exact - number if typed in squash(query) else exact  # a name cut short stands wherever the name does
        if number >= max(1, BETTER * before):
            ranked.append((n - OFTEN * math.log2(1 + number), query))
        elif not number and count(tree, exact=False) >= max(1, BETTER * found):
            ranked.append((n + APART, query))
    return [query for _, query in sorted(ranked)]


def _other_layout(typed: str, parsed: Parsed, found: int, words: Vocabulary, count: Counts) -> Help | None:
    queries = retyped(typed, words)
    if not queries:
        return None
    exact = count(parsed.tree, exact=True) if found else 0
    counted = sorted(
        ((count(parse(query).tree, exact=False), -n, query) for n, query in enumerate(queries)), reverse=True
    )
    better = [query for number, _, query in counted if number >= max(1, BETTER * exact)]
    if not better:
        return None
    quoted = has_phrase(parsed.tree) and has_phrase(parse(better[0]).tree)
    if exact or quoted:
        return Help((better[0],))
    return Help((better[0],), better[0], (Note("other_layout", typed, other=better[0]),))


def exactly(node: Node) -> Node:
    """*node* with each of its words as an exact string, and not in the parts that the index cuts it into."""
    if isinstance(node, Text):
        return Phrase(node.text, node.where)
    if isinstance(node, (And, Or)):
        return type(node)(tuple(map(exactly, node.parts)))
    return node


def has_phrase(node: Node) -> bool:
    """Whether an exact string is asked for anywhere in *node*."""
    if isinstance(node, (And, Or)):
        return any(map(has_phrase, node.parts))
    return isinstance(node, Phrase) or (isinstance(node, Not) and has_phrase(node.part))


def _first(queries: Iterator[str], parsed: Parsed) -> list[str]:
    different = dict.fromkeys(query for query in queries if fold(query) != fold(parsed.understood))
    return list(different)[:TRIED]


def _variants(node: Node, words: Vocabulary, *, doubting: bool) -> Iterator[Node]:
    """*node* with its words corrected, the likeliest first: all of it at its best, then one part at its second best."""
    if isinstance(node, And):
        yield from _varied(list(_runs(node)), words, doubting=doubting)
    elif isinstance(node, Or):
        options = [[part, *_variants(part, words, doubting=doubting)] for part in node.parts]
        yield from (Or(parts) for parts in _chosen(options))
    elif isinstance(node, Text):
        yield from (_texts(text, node) for text in corrected(node.text, words, doubting=doubting))
    elif isinstance(node, Phrase):
        yield from (replace(node, text=text) for text in corrected(node.text, words, doubting=doubting))
    elif isinstance(node, Filter) and node.name in ("person", "agency", "province"):
        lexicon = words.people if node.name == "person" else words.bodies
        yield from (Filter(node.name, text) for text in likest(fold(node.value), lexicon, words))


def _runs(node: And) -> Iterator[Node]:
    """The parts of *node*; words typed side by side as one."""
    for (is_text, where), parts in groupby(node.parts, key=lambda part: (isinstance(part, Text), _where(part))):
        if is_text:
            yield Text(" ".join(part.text for part in parts if isinstance(part, Text)), where)
        else:
            yield from parts


def _varied(parts: list[Node], words: Vocabulary, *, doubting: bool) -> Iterator[Node]:
    options = [[part, *_variants(part, words, doubting=doubting)] for part in parts]
    for chosen in _chosen(options):
        flat = [inner for part in chosen for inner in (part.parts if isinstance(part, And) else (part,))]
        yield flat[0] if len(flat) == 1 else And(tuple(flat))


def _chosen(options: list[list[Node]]) -> Iterator[tuple[Node, ...]]:
    """Each part's best correction; then all of them, but one at its next best or as it was."""
    best = [option[min(1, len(option) - 1)] for option in options]
    if all(len(option) == 1 for option in options):
        return
    yield tuple(best)
    changed = sum(len(option) > 1 for option in options)
    for n, option in enumerate(options):
        for other in option[2:]:
            yield (*best[:n], other, *best[n + 1 :])
        if len(option) > 1 and changed > 1:
            yield (*best[:n], option[0], *best[n + 1 :])


def _texts(text: str, node: Text) -> Node:
    parts = tuple(Text(word, node.where) for word in text.split())
    return parts[0] if len(parts) == 1 else And(parts)


def _where(node: Node) -> Literal["", "title"]:
    return node.where if isinstance(node, Text) else ""


def _as_typed(query: str, typed: str) -> str:
    """*query* with the capitals that *typed* has in its Latin words."""
    for word in dict.fromkeys(_LATIN.findall(typed)):
        if word != word.lower():
            query = re.sub(rf"(?<![a-z0-9]){re.escape(word.lower())}(?![a-z0-9])", lambda _, w=word: w, query)  # type: ignore[misc]  # the lambda's default binds the word
    return query
