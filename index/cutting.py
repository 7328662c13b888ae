"""The words of page after page as numbers: what an index is built from, cut once where the same letters come again.

Names, phrases and numbers stand on thousands of pages, and most of a page's title, lead and names stand in its body. So
the runs of a page (:meth:`index.tokens.Tokeniser.runs`) are looked up in what was cut before, and only new ones go
through the engine. Words become numbers where a piece is first met: to count them is then work for arrays.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import chain, filterfalse

from index.borders import inner
from index.tokens import Tokeniser

NUMBER = "i"  # the typecode of a word's number
ITEM = array(NUMBER).itemsize
# Of 8,000 pages, those that are looked up in 20,000 runs kept of at most 40 letters leave 75 of 210 runs and 2,250 of
# 3,500 letters a page to the engine; 50,000 runs leave 68 and 2,180, 100,000 leave 64 and 2,130; each takes 250 bytes.
RUNS = 32_768
LONGEST = 40  # letters of a run that is kept for the next page
WORDS = 100_000  # numbered before they are numbered anew: those of some 10,000 pages, 35 MB


class Words:
    """The words that were met, in UTF-8, each with a number: its place in :attr:`words`."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        self.tokeniser = tokeniser
        self.found: list[list[str]] = []  # the runs of each text of the page whose numbers were asked for last
        self._begin()

    def _begin(self) -> None:
        self.words: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._meanings = _Meanings(self)
        self._runs: dict[str, bytes] = {}
        self._inner: dict[str, tuple[int, ...]] = {}
        self._long: list[str] = []

    def number(self, word: str) -> int:
        """The number of *word*, a new one where it is met first."""
        data = word.encode("utf-8", "replace")
        number = self._numbers.setdefault(data, len(self.words))
        if number == len(self.words):
            self.words.append(data)
        return number

    def numbers(self, texts: Sequence[str]) -> list[bytes]:
        """The numbers of the words of each of the folded *texts* of one page, in their order (:data:`NUMBER`)."""
        found = self.found = list(map(self.tokeniser.runs, texts))
        known = self._runs
        for run in self._long:
            self._inner.pop(run, None)
        new = [*filterfalse(known.__contains__, dict.fromkeys(chain.from_iterable(found)))]
        meaning = self._meanings.__getitem__
        for run, pieces in zip(new, self.tokeniser.pieces(new), strict=True):
            if len(pieces) == 1:
                known[run] = meaning(pieces[0])
                continue
            known[run] = b"".join(map(meaning, pieces))
            if cuts := inner(run, pieces):
                self._inner[run] = cuts
        numbers = [b"".join(map(known.__getitem__, runs)) for runs in found]
        self._long = [run for run in new if len(run) > LONGEST]
        for run in self._long:
            del known[run]
        return numbers

    @property
    def inner(self) -> Callable[[str], tuple[int, ...] | None]:
        """Tells where a run of the page whose numbers were asked for last was cut (:func:`index.borders.inner`).

        It is the look-up itself, since it is asked for every run.
        """
        return self._inner.get

    def tidy(self) -> None:
        """Forget what takes more room than it may; numbers given before may then mean other words."""
        if len(self.words) > WORDS:
            self._begin()
        elif len(self._runs) > RUNS:
            self._runs.clear()
            self._inner.clear()
            self._long.clear()


class _Meanings(dict[str, bytes]):
    """From a piece to the numbers of its words, worked out when it is first met."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, piece: str) -> bytes:
        words = self._words
        self[piece] = found = array(NUMBER, map(words.number, words.tokeniser.meaning(piece))).tobytes()
        return found
