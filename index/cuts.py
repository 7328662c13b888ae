"""A folded text that is cut into words only where somebody asks for them.

Words are cut run by run, and no run reaches across a blank, but for abbreviations that are written with blanks
(``พ . ศ .``), where a full stop stands on one side of each. So what stands between two blanks without a full stop
beside them is cut as it is cut within the whole text, and only what a query may stand in need be cut at all: of a page
of news less than a tenth. ``tests/test_index_cuts.py`` holds this against whole texts.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from index.borders import Known
from index.tokens import Token, Tokeniser

Span: TypeAlias = tuple[int, int]

KEPT = 500  # chunks that stay cut; a third of those that the hits of one query ask for were asked for by another


class Words(NamedTuple):
    """The words of a chunk, with the places at which they begin and end, counted from its beginning."""

    tokens: list[Token]
    starts: set[int]
    ends: set[int]


class Cutting:
    """What one tokeniser makes of chunks; the last :data:`KEPT` stay at hand."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        self.tokeniser = tokeniser
        self._kept: OrderedDict[str, Words] = OrderedDict()

    def words(self, chunk: str, at: int = 0, known: Known | None = None) -> Words:
        """The words of *chunk*, which stands *at* so many characters in a text that is *known*, if it is."""
        if (words := self._kept.get(chunk)) is None:
            if known is not None:
                tokens = self.tokeniser.tokens_at(chunk, known.within(at, at + len(chunk)))
            else:
                tokens = list(self.tokeniser.tokens(chunk))
            words = Words(tokens, {start for _, start, _ in tokens}, {end for _, _, end in tokens})
            if len(self._kept) >= KEPT:
                self._kept.popitem(last=False)
            self._kept[chunk] = words
        return words


class Chunk:
    """What stands between two such blanks, ``start:end`` of the text, cut into words."""

    __slots__ = ("end", "start", "words")

    def __init__(self, start: int, end: int, words: Words) -> None:
        self.start, self.end, self.words = start, end, words

    def spans(self) -> Iterator[Span]:
        """Where in the text its words stand, in order."""
        return ((token.start + self.start, token.end + self.start) for token in self.words.tokens)

    def around(self, start: int, end: int) -> tuple[str, int] | None:
        """The word that holds the stretch ``start:end`` of the text, and its beginning; None where there is none."""
        start, end = start - self.start, end - self.start
        return next(
            ((t.text, t.start + self.start) for t in self.words.tokens if t.start <= start and end <= t.end), None
        )


class Text:
    """A folded text, and what is known of it so far for one query: chunks, and ``places`` (:mod:`index.places`)."""

    __slots__ = ("_chunks", "_known", "cutting", "folded", "places")

    def __init__(self, folded: str, cutting: Cutting, known: Known | None = None) -> None:
        self.folded, self.cutting = folded, cutting
        self._known = known
        self._chunks: dict[Span, Chunk] = {}
        self.places: dict[int, list[tuple[int, int, str]]] = {}

    def cut(self, start: int, end: int) -> Cut:
        """The words of ``start:end``, cut as if nothing stood around it."""
        return Cut(self, start, min(end, len(self.folded)))

    def chunk(self, start: int, end: int, *, whole: bool) -> Chunk:
        """The chunk ``start:end``; *whole* where both its ends are those of one of the whole text."""
        key = (start, end)
        if (chunk := self._chunks.get(key)) is None:
            words = self.cutting.words(self.folded[start:end], start, self._known if whole else None)
            self._chunks[key] = chunk = Chunk(start, end, words)
        return chunk


class Cut:
    """The words of a stretch ``start:end`` of a text, cut as if nothing stood around it.

    Of those near an end that is none between two words, only the ones within ``low:high`` are told of.
    """

    __slots__ = ("end", "high", "low", "start", "text")

    def __init__(self, text: Text, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.low, self.high = start, end

    def chunk(self, at: int) -> Chunk:
        """The chunk that the character *at* stands in, or that ends before it where it is a blank between two."""
        begin, end = self._begin(at), self._end(at)
        folded = self.text.folded
        whole = _is_between(folded, begin - 1) and _is_between(folded, end)
        return self.text.chunk(begin, end, whole=whole)

    def chunks(self) -> Iterator[Chunk]:
        """All chunks, the last first."""
        at = self.end - 1
        while at >= self.start:
            yield (chunk := self.chunk(at))
            at = chunk.start - 1

    def is_inside(self, at: int) -> bool:
        """Whether the place *at* lies within a word that is told of."""
        if not self.start < at < self.end or self._parts(at - 1) or self._parts(at):
            return False
        chunk = self.chunk(at)
        base, low, high = chunk.start, self.low, self.high
        at -= base
        for _, start, end in chunk.words.tokens:  # in order, never overlapping
            if end > at:
                return start < at and low <= start + base and end + base <= high
        return False

    def words(self, low: int, high: int) -> Iterator[Span]:
        """The words that are told of in the chunks that touch ``low:high``, the last one first."""
        at = min(high, self.end - 1)
        while at >= max(low, self.start):
            chunk = self.chunk(at)
            for start, end in reversed(list(chunk.spans())):
                if self.low <= start and end <= self.high:
                    yield start, end
            at = chunk.start - 1

    def _parts(self, at: int) -> bool:
        """Whether the character *at* is a blank between two chunks."""
        folded = self.text.folded
        return (
            folded[at] in " \n"
            and (at == self.start or folded[at - 1] != ".")
            and (at + 1 >= self.end or folded[at + 1] != ".")
        )

    def _begin(self, at: int) -> int:
        folded, start = self.text.folded, self.start
        while (at := max(folded.rfind(" ", start, at), folded.rfind("\n", start, at))) >= 0:
            if self._parts(at):
                return at + 1
        return start

    def _end(self, at: int) -> int:
        folded, end = self.text.folded, self.end
        while True:
            blank = folded.find(" ", at, end)
            line = folded.find("\n", at, end if blank < 0 else blank)
            at = line if line >= 0 else blank
            if at < 0:
                return end
            if self._parts(at):
                return at
            at += 1


def _is_between(folded: str, at: int) -> bool:
    """Whether the character *at* of a whole text is a blank between two chunks, or none at all."""
    if not 0 <= at < len(folded):
        return True
    return folded[at] in " \n" and folded[at - 1 : at] != "." and folded[at + 1 : at + 2] != "."
