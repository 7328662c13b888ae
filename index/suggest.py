"""What to offer where a query finds little: the other keyboard layout, then the words that were probably meant.

Only what finds more than what was typed is offered. Where the typed query finds nothing and was plainly typed on the
wrong layout, the query that was meant is answered at once, and a note says so; strings in quotes stay exactly what was
asked for, whatever they find.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NamedTuple

import numpy as np

from corpus.thai.normalise import fold
from index.answer import Answer
from index.estimate import Estimate
from index.layouts import retyped, spelt_like_thai
from index.notes import Note
from index.snapshot import Snapshot
from index.spelling import corrected, likest
from index.spellings import kept_apart
from index.syntax import Parsed, parse
from index.tokens import Tokeniser
from index.tree import And, Filter, Node, Not, Or, Phrase, Text, show
from index.vocabulary import Vocabulary, vocabulary

MOST = 3  # suggestions
TRIED = 4  # corrections whose documents are counted: some 5 ms each
BETTER = 5  # times as many documents as the typed query finds: where it finds any, a suggestion must be worth it
OFTEN = 0.08  # a correction costs less by this for each doubling of the documents that it finds
MANY = 2_000  # documents; a query that finds more was typed as it was meant
_SOME = Note("some_words")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'-]*")


Seen = Callable[[str], bool]  # whether any page holds a word as a string


class Offer(NamedTuple):
    """A query corrected, as a tree, what that cost, and the pairs of words as typed and as they became."""

    tree: Node
    cost: float
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Help:
    """Queries to offer, best first; ``instead`` is the one to be answered in the place of the typed one, or empty."""

    suggestions: tuple[str, ...] = ()
    instead: str = ""
    notes: tuple[Note, ...] = ()


def assist(
    typed: str,
    parsed: Parsed,
    answer: Answer,
    snapshot: Snapshot,
    tokeniser: Tokeniser,
    *,
    filtered: bool,
    offering: bool = True,
) -> Help:
    """What to offer beside *answer*, the documents of *typed*; with *filtered* only those that pass other filters.

    What is answered in its place is told in any case; without *offering*, nothing else is looked for.
    """
    if not typed.strip():
        return Help()
    words = vocabulary(snapshot, tokeniser)
    estimate = Estimate(snapshot, tokeniser, words)
    found = 0 if _SOME in answer.notes else int(np.count_nonzero(answer.mask & ~answer.behind))
    if not found and filtered:
        found = estimate.found(parsed.tree)
    return help_with(typed, parsed, found, words, estimate, offering=offering)


def help_with(
    typed: str, parsed: Parsed, found: int, words: Vocabulary, estimate: Estimate, *, offering: bool = True
) -> Help:
    """What to offer for *typed*, which was *parsed* and has *found* documents with all that it asks for.

    Without *offering*, only what is answered in its place.
    """
    if found and has_phrase(parsed.tree):
        return Help()  # what was quoted and is found was meant
    if layout := _other_layout(typed, parsed, words, estimate):
        return layout
    if not offering:
        return Help()
    if twins := [query for query in _twins(parsed.tree) if estimate.found(parse(query).tree) > found]:
        return Help(tuple(as_typed(query, typed) for query in twins[:MOST]))
    if found > MANY:
        return Help()

    def seen(word: str) -> bool:
        return estimate.holding(word) > 0

    for doubting in (False, True) if not found else (False,):
        offers: dict[str, Offer] = {}
        for offer in _offers(parsed.tree, words, seen, doubting=doubting):
            offers.setdefault(show(offer.tree), offer)
        if better := _better(offers, parsed, words, estimate):
            return Help(tuple(as_typed(query, typed) for query in better[:MOST]))
    return Help()


def _twins(tree: Node) -> Iterator[str]:
    """*tree* with one word in the spelling that differs in marks alone, which is not searched with it."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    for n, part in enumerate(parts):
        if isinstance(part, Text):
            for other in kept_apart(part.text):
                yield show(And((*parts[:n], replace(part, text=other), *parts[n + 1 :])))


def _better(offers: Mapping[str, Offer], parsed: Parsed, words: Vocabulary, estimate: Estimate) -> list[str]:
    """Those of *offering* that find more than the words that were typed, best first.

    Words and names as a whole come before anything else: only where none of them finds more the others are tried.
    """
    different = [query for query in offers if query != parsed.understood]
    known = [query for query in different if all(words.knows(new) for _, new in offers[query].changes)]
    for queries in (known, [query for query in different if query not in known]):
        ranked = []
        for query in queries[:TRIED]:
            number = estimate.together(offers[query].tree)
            if number and number >= BETTER * _as_they_were(offers[query].changes, estimate):
                ranked.append((offers[query].cost - OFTEN * math.log2(1 + number), query))
        if ranked:
            return [query for _, query in sorted(ranked)]
    return []


def _as_they_were(changes: Iterable[tuple[str, str]], estimate: Estimate) -> int:
    """How many documents have the words as they were typed; a name cut short stands wherever the name does."""
    return min((estimate.holding(typed, new if typed in new else "") for typed, new in changes), default=0)


def _other_layout(typed: str, parsed: Parsed, words: Vocabulary, estimate: Estimate) -> Help | None:
    queries, strange = retyped(typed, words, lambda word: estimate.alone(word) > 0)
    if not queries:
        return None
    exact = min(estimate.in_words(fold(word)) if spelt_like_thai(word) else 0 for word in strange)
    counted = sorted(
        (
            (estimate.anyhow(parse(query).tree) or words.knows(fold(query)), -n, query)
            for n, query in enumerate(queries)
        ),
        reverse=True,
    )
    better = [query for number, _, query in counted if number >= max(1, BETTER * exact)]
    better = [query for query in better if not has_phrase(parse(query).tree) or estimate.found(parse(query).tree)]
    if not better:
        return None
    quoted = has_phrase(parsed.tree) and has_phrase(parse(better[0]).tree)
    if exact or quoted:
        return Help((better[0],))
    return Help((better[0],), better[0], (Note("other_layout", typed, other=better[0]),))


def has_phrase(node: Node) -> bool:
    """Whether an exact string is asked for anywhere in *node*."""
    if isinstance(node, (And, Or)):
        return any(map(has_phrase, node.parts))
    return isinstance(node, Phrase) or (isinstance(node, Not) and has_phrase(node.part))


def _offers(node: Node, words: Vocabulary, seen: Seen, *, doubting: bool) -> Iterator[Offer]:
    """*node* with its words corrected, the likeliest first: all of it at its best, then one part at its second best."""
    if isinstance(node, (And, Or)):
        parts = list(_runs(node)) if isinstance(node, And) else list(node.parts)
        options = [[Offer(part, 0.0, ()), *_offers(part, words, seen, doubting=doubting)] for part in parts]
        for chosen in _chosen(options):
            flat = [inner for offer in chosen for inner in _flat(offer.tree, type(node))]
            tree = flat[0] if len(flat) == 1 else type(node)(tuple(flat))
            cost = sum(offer.cost for offer in chosen)
            yield Offer(tree, cost, tuple(change for offer in chosen for change in offer.changes))
    elif isinstance(node, Text):
        for text, cost, changes in corrected(node.text, words, seen, doubting=doubting):
            yield Offer(_texts(text, node), cost, changes)
    elif isinstance(node, Phrase):
        for text, cost, changes in corrected(node.text, words, seen, doubting=doubting):
            yield Offer(replace(node, text=text), cost, changes)
    elif isinstance(node, Filter) and node.name in ("person", "agency", "province"):
        lexicon = words.people if node.name == "person" else words.bodies
        for found in likest(fold(node.value), lexicon, words):
            yield Offer(Filter(node.name, found.text), found.cost, ())


def _runs(node: And) -> Iterator[Node]:
    """The parts of *node*; words typed side by side as one."""
    for (is_text, where), parts in groupby(node.parts, key=lambda part: (isinstance(part, Text), _where(part))):
        if is_text:
            yield Text(" ".join(part.text for part in parts if isinstance(part, Text)), where)
        else:
            yield from parts


def _flat(node: Node, kind: type[And] | type[Or]) -> Sequence[Node]:
    if isinstance(node, Text) and kind is And:
        node = _texts(node.text, node)
    return node.parts if isinstance(node, (And, Or)) and isinstance(node, kind) else (node,)


def _chosen(options: Sequence[Sequence[Offer]]) -> Iterator[tuple[Offer, ...]]:
    """Each part's best correction; then all of them, but one at its next best or as it was."""
    best = [option[min(1, len(option) - 1)] for option in options]
    changed = sum(len(option) > 1 for option in options)
    if not changed:
        return
    yield tuple(best)
    for n, option in enumerate(options):
        others = [*option[2:], *([option[0]] if len(option) > 1 and changed > 1 else [])]
        yield from ((*best[:n], other, *best[n + 1 :]) for other in others)


def _texts(text: str, node: Text) -> Node:
    parts = tuple(Text(word, node.where) for word in text.split())
    return parts[0] if len(parts) == 1 else And(parts)


def _where(node: Node) -> Literal["", "title"]:
    return node.where if isinstance(node, Text) else ""


def as_typed(query: str, typed: str) -> str:
    """*query* with the capitals that *typed* has in its Latin words."""
    for word in dict.fromkeys(_LATIN.findall(typed)):
        if word != word.lower():
            query = re.sub(rf"(?<![a-z0-9]){re.escape(word.lower())}(?![a-z0-9])", lambda _, w=word: w, query)  # type: ignore[misc]  # the lambda's default binds the word
    return query
