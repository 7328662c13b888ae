"""What reading texts for a word told, kept for the next query with the word: most words are asked for again.

Texts are read only where a query may still find something, so a word is judged in some documents now and in others
later. What was told of a document holds as long as the snapshot does. On 2,000 pages a word that is asked for once
more takes 5.4 ms instead of 6.3 (``benchmarks/answers.py``, "single word", again): every other page of the same result.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.facets import Ints, Mask

Counts: TypeAlias = npt.NDArray[np.int32]

KEPT = 8_000_000  # bytes, some 250 words of 20,000 documents


@dataclass(frozen=True, slots=True)
class Reading:
    """Of the documents that were ``judged``, those ``holding`` a word, ascending; ``counts`` has a row for each."""

    judged: Mask
    holding: Ints
    counts: Counts

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return self.judged.nbytes + self.holding.nbytes + self.counts.nbytes

    def within(self, mask: Mask) -> tuple[Ints, Counts]:
        """The documents of *mask* among those that hold the word, and their rows."""
        kept = np.flatnonzero(mask[self.holding])
        return self.holding[kept], self.counts[kept]

    def with_more(self, judged: Mask, holding: Ints, counts: Counts) -> Reading:
        """The reading with what was told of other documents, all those *judged*."""
        docs = np.concatenate((self.holding, holding))
        order = np.argsort(docs, kind="stable")  # two ascending runs, which are merged
        return Reading(self.judged | judged, docs[order], np.concatenate((self.counts, counts))[order])


class Readings:
    """The last readings of words, by what they were read for; of documents numbered below *size*. Threads share it."""

    def __init__(self, size: int) -> None:
        self._none = Reading(np.zeros(size, np.bool_), np.zeros(0, np.int32), np.zeros((0, 3), np.int32))
        self._kept: OrderedDict[object, Reading] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def of(self, key: object, docs: Mask, read: Callable[[Mask], tuple[Ints, Counts]]) -> tuple[Ints, Counts]:
        """The documents of *docs* that hold what *key* stands for, and their counts; *read* tells it of a mask."""
        with self._lock:
            known = self._kept.get(key, self._none)
        unknown = docs & ~known.judged
        if unknown.any():
            known = known.with_more(unknown, *read(unknown))
        self._keep(key, known)
        return known.within(docs)

    def _keep(self, key: object, reading: Reading) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = reading  # what another thread told of other documents meanwhile may be read again
            self._bytes += reading.size - (before.size if before else 0)
            while self._bytes > KEPT and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].size
