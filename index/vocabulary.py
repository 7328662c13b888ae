"""What the archive itself can offer to a person who misspelt something: its words, its people, its bodies.

Made of one snapshot when first asked for, and kept as long as the snapshot is.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from corpus.extract.agency_registry import ids_by_name
from corpus.extract.titles import strip_title
from corpus.thai.normalise import squash
from corpus.thai.sound import alike
from index.lexicon import Lexicon
from index.snapshot import Snapshot
from index.tokens import Tokeniser

WORD, NAME, BODY = 24, 40, 60  # letters by which words, people and bodies are compared
_FIELDS = ("title", "body", "names")
_THAI = re.compile(r"[\u0e01-\u0e4e]{2,}")
_LATIN = re.compile(r"[a-z][a-z']{2,}")
LIKE, LIKE_LETTER = 0.5, 0.12  # how far a word may be that is asked for as similar, by its letters
_OFTEN = 5  # documents; a run of letters that no dictionary has is a word of its own from here, and no slip of a page
_LATIN_OFTEN = 3

_MADE: WeakKeyDictionary[Snapshot, Vocabulary] = WeakKeyDictionary()
_MAKING = threading.Lock()


def vocabulary(snapshot: Snapshot, tokeniser: Tokeniser) -> Vocabulary:
    """The vocabulary of *snapshot*; made once, and let go with it."""
    with _MAKING:
        if snapshot not in _MADE:
            _MADE[snapshot] = Vocabulary.of(snapshot, tokeniser)
        return _MADE[snapshot]


@dataclass(frozen=True)
class Vocabulary:
    """``frequency`` tells in how many documents each word stands; the lexicons hold what is worth offering."""

    tokeniser: Tokeniser
    frequency: dict[str, int]
    words: Lexicon
    people: Lexicon
    bodies: Lexicon

    @classmethod
    def of(cls, snapshot: Snapshot, tokeniser: Tokeniser) -> Vocabulary:
        """The vocabulary of the live documents of *snapshot*; a second for 20,000."""
        frequency: dict[str, int] = {}
        for name in _FIELDS:
            for word, count in snapshot.all_frequencies(name):
                frequency[word] = max(frequency.get(word, 0), count)
        people = list(_labels(snapshot, "person"))
        words = Counter({word: count for word, count in frequency.items() if _offered(word, count, tokeniser)})
        for name, count in people:
            for word in name.split():
                if _THAI.fullmatch(word):
                    words[word] = max(words[word], 0) + count
        return cls(
            tokeniser=tokeniser,
            frequency=frequency,
            words=Lexicon.of(((word, word, count) for word, count in words.items()), WORD),
            people=Lexicon.of(((squash(name), name, count) for name, count in people), NAME),
            bodies=Lexicon.of(_bodies(snapshot), BODY),
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """What is spelt as the archive spells it: words, parts of names, whole names, names and letters of bodies."""
        return frozenset((*self.words.keys, *self.people.keys, *self.bodies.keys, *ids_by_name()))

    @cached_property
    def of_names(self) -> frozenset[str]:
        """The words that names of people are made of."""
        return frozenset(word for name in self.people.shown for word in name.split())

    def like(self, typed: str, limit: int) -> list[str]:
        """At most *limit* words and parts of names that are spelt or spoken much like *typed*, the nearest first."""
        key = squash(typed)
        most = LIKE + LIKE_LETTER * len(key)
        near = [(cost, self.words.shown[at]) for cost, at in self.words.near(key, 2 * most, limit=limit)]
        heard = [self.words.shown[at] for at in self.words.sounding(key)]
        return list(dict.fromkeys((*(word for cost, word in near if cost <= most or alike(key, word)), *heard)))[:limit]

    def knows(self, typed: str) -> bool:
        """Whether *typed*, folded, is a word or a name of the archive, as it stands or without titles before it."""
        key = squash(typed)
        return key in self.known or squash(strip_title(typed)) in self.known


def _labels(snapshot: Snapshot, name: str) -> Iterator[tuple[str, int]]:
    """The folded labels of the facet *name* that live documents have, and how many have each."""
    column = snapshot.table.columns[name]
    for label, count in zip(column.folded, column.count(snapshot.live).tolist(), strict=True):
        if count and label:
            yield label, count


def _bodies(snapshot: Snapshot) -> Iterator[tuple[str, str, float]]:
    for facet in ("agency", "province"):
        for label, count in _labels(snapshot, facet):
            yield squash(label), label, count


def _offered(word: str, count: int, tokeniser: Tokeniser) -> bool:
    """Whether a word of the index is one to offer: of the dictionary, or in so many pages that it is no slip."""
    if _THAI.fullmatch(word):
        return tokeniser.knows(word) or (count >= _OFTEN and len(word) > 3)
    return bool(_LATIN.fullmatch(word)) and count >= _LATIN_OFTEN
