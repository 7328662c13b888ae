"""How many documents a query finds at least, without ranking them: enough to tell whether it is worth offering.

Words count where they stand as words of their own; a run that the archive does not know as a word or name is looked for
as one string in the newest of the documents that have all its words.
"""

from __future__ import annotations

import numpy as np

from index.analysis import WORD_FIELDS
from index.evaluate import matcher
from index.facets import Mask
from index.snapshot import Snapshot
from index.texts import PARTS
from index.tokens import Tokeniser
from index.tree import And, Node, Or, Text
from index.vocabulary import Vocabulary

READ = 200  # documents in which one string is looked for: some 1 ms


class Estimate:
    """Estimates over one snapshot, for one query and its corrections; each word is looked up once."""

    def __init__(self, snapshot: Snapshot, tokeniser: Tokeniser, words: Vocabulary) -> None:
        self._snapshot = snapshot
        self._tokeniser = tokeniser
        self._words = words
        self._whole: dict[tuple[str, str], Mask] = {}
        self._held: dict[tuple[str, str], int] = {}
        self._matching = matcher(snapshot, tokeniser)
        self._matched: dict[tuple[Node, bytes], Mask] = {}

    def found(self, tree: Node) -> int:
        """How many live documents satisfy *tree*, at least."""
        return int(np.count_nonzero(self._mask(tree, self._snapshot.live)))

    def holding(self, text: str, but: str = "") -> int:
        """How many live documents hold the string *text*, and not the longer one *but*: by the newest that may."""
        if (text, but) not in self._held:
            self._held[text, but] = self._holding(text, but)
        return self._held[text, but]

    def _holding(self, text: str, but: str) -> int:
        may = self._snapshot.texts.may_hold(text) & self._snapshot.live
        read = self._newest(may)
        mask = self._exact(text, read)
        held = np.count_nonzero(mask & ~self._exact(but, mask) if but else mask)
        return round(float(held) * max(1.0, np.count_nonzero(may) / READ))

    def _mask(self, node: Node, within: Mask) -> Mask:
        if isinstance(node, And):
            for part in node.parts:  # all words first: few documents are left to be read for whole runs
                within = within & self._words_of(part) if isinstance(part, Text) else self._mask(part, within)
            for part in node.parts:
                within = self._run(part, within) if isinstance(part, Text) else within
            return within
        if isinstance(node, Or):
            either = np.zeros_like(within)
            for part in node.parts:
                either |= self._mask(part, within)
            return either
        if isinstance(node, Text):
            return self._run(node, within & self._words_of(node))
        key = node, within.tobytes()
        if key not in self._matched:
            self._matched[key] = self._matching(node, within)
        return self._matched[key]

    def _words_of(self, node: Text) -> Mask:
        mask = self._snapshot.live
        for word in self._tokeniser.words(node.text):
            mask = mask & self._having(word, node.where)
        return mask

    def _run(self, node: Text, within: Mask) -> Mask:
        """The documents of *within* that hold a run of several words, where it is none that the archive knows."""
        if not within.any() or self._words.knows(node.text) or len(self._tokeniser.words(node.text)) < 2:
            return within
        return self._exact(node.text, self._newest(within & self._snapshot.texts.may_hold(node.text)))

    def _newest(self, mask: Mask) -> Mask:
        docs = np.flatnonzero(mask)
        if len(docs) <= READ:
            return mask
        newest = np.zeros_like(mask)
        newest[docs[np.argpartition(-self._snapshot.table.day[docs], READ)[:READ]]] = True
        return newest

    def _having(self, word: str, where: str) -> Mask:
        """The documents that have *word* as a word of its own."""
        if (word, where) not in self._whole:
            mask = np.zeros(self._snapshot.size, np.bool_)
            for name in ("title",) if where else WORD_FIELDS:
                mask[self._snapshot.postings(name, word)[0]] = True
            self._whole[word, where] = mask
        return self._whole[word, where]

    def _exact(self, text: str, within: Mask) -> Mask:
        mask = np.zeros_like(within)
        for docs, _ in self._snapshot.exact(text, PARTS, within).values():
            mask[docs] = True
        return mask
