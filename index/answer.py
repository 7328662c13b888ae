"""What evaluating a query gives: the documents found, their scores, and what to highlight in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.explain import Ledger
from index.facets import Floats, Mask
from index.notes import Note
from index.tree import Node


@dataclass(slots=True)
class Wanted:
    """What to highlight: whole words with how rare each is, beginnings of words, exact strings of the folded text.

    ``follows`` holds the pairs of words that were typed one after the other.
    """

    words: dict[str, float] = field(default_factory=dict)
    follows: set[tuple[str, str]] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents found, their scores (0 where only filters decided), what to highlight, and notes.

    ``tree`` is what was asked for without what no word is in.
    ``behind`` are those of them that have most of the words; those with all come first and score higher.
    """

    tree: Node
    mask: Mask
    behind: Mask
    scores: Floats
    wanted: Wanted
    notes: tuple[Note, ...]
    ledger: Ledger | None = None
