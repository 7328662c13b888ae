"""What the archive itself can offer to a person who misspelt something: its words, its people, its bodies.

Worked out of one snapshot when first asked for, and kept as long as the snapshot is.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary, proxy

from corpus.extract.agency_registry import ids_by_name
from corpus.extract.titles import strip_title
from corpus.thai.normalise import squash
from corpus.thai.sound import alike
from index.arena import Letters
from index.arrays import Array
from index.lexicon import Lexicon
from index.snapshot import Snapshot
from index.tokens import Tokeniser

WORD, NAME, BODY = 24, 40, 60  # letters by which words, people and bodies are compared
_FIELDS = ("title", "body", "names")
_BODIES = ("agency", "province")
_KEPT = 50_000  # words whose frequency is kept
_HAD = 10_000  # keys of which it is kept whether the archive has them; queries ask 3.5 times for each
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


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What is spelt as the archive spells it, and lexicons of what is worth offering.

    Correct words are looked up in the index; the lexicons are made when a slip first asks for them: of 20,000 pages
    the one of words takes a second.
    """

    tokeniser: Tokeniser
    _snapshot: Snapshot = field(repr=False)  # a proxy, since the vocabulary is let go with its snapshot
    _making: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _counted: dict[str, int] = field(default_factory=dict, repr=False)
    _had: dict[str, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, snapshot: Snapshot, tokeniser: Tokeniser) -> Vocabulary:
        """The vocabulary of the live documents of *snapshot*, which must outlive it."""
        return cls(tokeniser, proxy(snapshot))

    @property
    def words(self) -> Lexicon:
        """Words of the index that are worth offering, and the words that names of people are made of."""
        with self._making:
            return self._words

    @property
    def people(self) -> Lexicon:
        """The people of the archive."""
        with self._making:
            return self._people

    @property
    def bodies(self) -> Lexicon:
        """The agencies and provinces of the archive."""
        with self._making:
            return self._bodies

    def prepare(self) -> None:
        """Make the lexicons now, so that no search has to wait for them."""
        self.knows("")
        for lexicon in (self.words, self.people, self.bodies):
            lexicon.near("", 0.0)

    def frequency(self, word: str) -> int:
        """In how many documents the folded *word* stands as a word of its own: in the field that has it most."""
        if word not in self._counted:
            if len(self._counted) > _KEPT:
                self._counted.clear()
            self._counted[word] = max(self._snapshot.frequencies(name, [word])[word] for name in _FIELDS)
        return self._counted[word]

    def has(self, key: str) -> bool:
        """Whether the squashed *key* is a word that is worth offering, a name, a part of one, or letters of a body."""
        known = self._had.get(key)
        if known is None:
            if len(self._had) > _HAD:
                self._had.clear()
            known = self._had[key] = self._looked_up(key)
        return known

    def _looked_up(self, key: str) -> bool:
        """:meth:`has`, with the least work first."""
        if _offered(key, self.frequency(key), self.tokeniser) or key in ids_by_name():
            return True
        return self.people.keys.has(key) or self.bodies.keys.has(key) or self._of_names.has(key)

    def of_name(self, word: str) -> bool:
        """Whether the folded *word* is one that names of people are made of."""
        return self._of_names.has(word)

    @cached_property
    def _words(self) -> Lexicon:
        if prepared := self._snapshot.prepared:
            return Lexicon.from_arrays("words", prepared)
        frequency: dict[str, int] = {}
        for name in _FIELDS:
            for word, count in self._snapshot.all_frequencies(name):
                frequency[word] = max(frequency.get(word, 0), count)
        words = Counter({word: count for word, count in frequency.items() if _offered(word, count, self.tokeniser)})
        for name, count in _labels(self._snapshot, "person"):
            for word in name.split():
                if _THAI.fullmatch(word):
                    words[word] += count
        return Lexicon.of(((word, word, count) for word, count in words.items()), WORD)

    @cached_property
    def _people(self) -> Lexicon:
        if prepared := self._snapshot.prepared:
            return Lexicon.from_arrays("people", prepared)
        return Lexicon.of(((_joined(name), name, n) for name, n in _labels(self._snapshot, "person")), NAME)

    @cached_property
    def _bodies(self) -> Lexicon:
        if prepared := self._snapshot.prepared:
            return Lexicon.from_arrays("bodies", prepared)
        labels = (each for facet in _BODIES for each in _labels(self._snapshot, facet))
        return Lexicon.of(((_joined(name), name, n) for name, n in labels), BODY)

    @cached_property
    def _of_names(self) -> Letters:
        if prepared := self._snapshot.prepared:
            return Letters(prepared["parts"], prepared["parts.at"])
        return Letters.of(sorted({word for name, _ in _labels(self._snapshot, "person") for word in name.split()}))

    def to_arrays(self) -> dict[str, Array]:
        """As :func:`vocabulary` reads them."""
        data, at = self._of_names.arrays
        lexicons = {"words": self.words, "people": self.people, "bodies": self.bodies}
        made = (lexicon.to_arrays(name) for name, lexicon in lexicons.items())
        return {key: array for arrays in (*made, {"parts": data, "parts.at": at}) for key, array in arrays.items()}

    def like(self, typed: str, limit: int) -> list[str]:
        """At most *limit* words and parts of names that are spelt or spoken much like *typed*, the nearest first."""
        key = squash(typed)
        most = LIKE + LIKE_LETTER * len(key)
        near = [(cost, self.words.shown[at]) for cost, at in self.words.near(key, 2 * most, limit=limit)]
        heard = [self.words.shown[at] for at in self.words.sounding(key)]
        return list(dict.fromkeys((*(word for cost, word in near if cost <= most or alike(key, word)), *heard)))[:limit]

    def knows(self, typed: str) -> bool:
        """Whether *typed*, folded, is a word or a name of the archive, as it stands or without titles before it."""
        return self.has(squash(typed)) or self.has(squash(strip_title(typed)))


def _labels(snapshot: Snapshot, name: str) -> Iterator[tuple[str, int]]:
    """The folded labels of the facet *name* that live documents have, and how many have each."""
    column = snapshot.table.columns[name]
    for label, count in zip(column.folded, column.count(snapshot.live).tolist(), strict=True):
        if count and label:
            yield label, count


def _joined(folded: str) -> str:
    """:func:`squash` of what is folded already."""
    return "".join(folded.split())


def _offered(word: str, count: int, tokeniser: Tokeniser) -> bool:
    """Whether a word of the index is one to offer: of the dictionary, or in so many pages that it is no slip."""
    if not count:
        return False
    if _THAI.fullmatch(word):
        return tokeniser.knows(word) or (count >= _OFTEN and len(word) > 3)
    return bool(_LATIN.fullmatch(word)) and count >= _LATIN_OFTEN
