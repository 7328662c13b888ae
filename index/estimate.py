"""How many documents a query finds at least, without ranking them: enough to tell whether it is worth offering.

Words count where they stand as words of their own; a run that the archive does not know as a word or name is looked for
as one string in the newest of the documents that have all its words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.analysis import WORD_FIELDS
from index.compact import encode
from index.evaluate import matcher
from index.facets import Mask
from index.snapshot import Snapshot
from index.texts import PARTS
from index.tokens import Tokeniser
from index.tree import And, Node, Or, Text
from index.vocabulary import Vocabulary

NEAR_READ = 40  # documents of those whose words are looked for near each other
NEAR = 300  # letters between the first of the words and any other
_PLACES = 50  # of the first word that are looked at in one document
READ = 80  # documents in which one string is looked for: some 3 ms


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

    def together(self, tree: Node) -> int:
        """:meth:`found`, or 0 where its words stand together in no page: scattered ones of a correction mean nothing.

        Words of names must be a name of the archive or stand side by side; others must be near in one of the newest.
        """
        mask = self._mask(tree, self._snapshot.live)
        number = int(np.count_nonzero(mask))
        texts = [part.text for part in (tree.parts if isinstance(tree, And) else (tree,)) if isinstance(part, Text)]
        whole = " ".join(texts)
        if not number or len(texts) < 2 or self._words.knows(whole) or self.in_words(whole):
            return number
        if all(map(self._words.of_name, texts)):
            return 0
        words = [encode(text) for text in texts]
        newest = np.flatnonzero(self._newest(mask)).tolist()[-NEAR_READ:]
        return number if any(near(self._snapshot.texts.compact(doc), words) for doc in newest) else 0

    def anyhow(self, tree: Node) -> int:
        """:meth:`found`, or how many have its words wherever they stand, or 1 where each word stands somewhere."""
        if number := self.found(tree):
            return number
        texts = [part for part in (tree.parts if isinstance(tree, And) else (tree,)) if isinstance(part, Text)]
        masks = [self._having(word, node.where) for node in texts for word in self._tokeniser.words(node.text)]
        together = self._snapshot.live
        for mask in masks:
            together = together & mask
        return int(np.count_nonzero(together)) or int(bool(masks) and all(mask.any() for mask in masks))

    def alone(self, text: str) -> int:
        """How many live documents hold *text* between clusters of letters, where a word may stand."""
        return self._alone(text, self._snapshot.live)

    def in_words(self, text: str) -> int:
        """:meth:`alone`, where its words are cut as they are cut by themselves: ยกด is not, in ยกดอก."""
        return self._alone(text, self._words_of(Text(text)))

    def _alone(self, text: str, within: Mask) -> int:
        may = self._snapshot.texts.may_hold(text) & within
        found = np.zeros_like(may)
        for docs, _ in self._snapshot.inside(text, PARTS, self._newest(may)).values():
            found[docs] = True
        return round(float(np.count_nonzero(found)) * max(1.0, np.count_nonzero(may) / READ))

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


def near(text: bytes, words: Sequence[bytes]) -> bool:
    """Whether somewhere in *text* all of *words* stand within :data:`NEAR` bytes of the first.

    >>> near(b"a" + b"." * 100 + b"b", [b"a", b"b"]), near(b"a" + b"." * 400 + b"b", [b"a", b"b"])
    (True, False)
    """
    at = text.find(words[0])
    for _ in range(_PLACES):
        if at < 0:
            break
        if all(text.find(word, max(0, at - NEAR), at + len(words[0]) + NEAR) >= 0 for word in words[1:]):
            return True
        at = text.find(words[0], at + 1)
    return False
