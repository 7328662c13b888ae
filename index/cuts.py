"""A folded text that is cut into words only where somebody asks for them.

Words are cut run by run, and no run reaches across a blank, but for abbreviations that are written with blanks
(``พ . ศ .``), where a full stop stands on one side of each. So what stands between two blanks without a full stop
beside them is cut as it is cut within the whole text, and only what a query may stand in need be cut at all: of a page
of news less than a tenth. ``tests/test_index_cuts.py`` holds this against whole texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from index.tokens import Token, Tokeniser

Span: TypeAlias = tuple[int, int]


class Chunk:
    """What stands between two such blanks, ``start:end`` of the text, cut into words."""

    __slots__ = ("end", "ends", "start", "starts", "tokens")

    def __init__(self, folded: str, start: int, end: int, tokeniser: Tokeniser) -> None:
        self.start, self.end = start, end
        self.tokens = list(tokeniser.tokens(folded[start:end]))  # their places are counted from the chunk's beginning
        self.starts = {token.start + start: token for token in self.tokens}
        self.ends = {token.end + start for token in self.tokens}

    def around(self, start: int, end: int) -> Token | None:
        """The word that holds the stretch ``start:end`` of the text; None where there is none."""
        return next((t for t in self.tokens if t.start + self.start <= start and end <= t.end + self.start), None)


class Text:
    """A folded text, and the chunks of it that were cut so far."""

    __slots__ = ("_chunks", "_places", "folded", "tokeniser")

    def __init__(self, folded: str, tokeniser: Tokeniser) -> None:
        self.folded, self.tokeniser = folded, tokeniser
        self._chunks: dict[Span, Chunk] = {}
        self._places: dict[tuple[str, int, int], list[int]] = {}

    def cut(self, start: int, end: int) -> Cut:
        """The words of ``start:end``, cut as if nothing stood around it."""
        return Cut(self, start, min(end, len(self.folded)))

    def places(self, needle: str, origin: int, most: int) -> list[int]:
        """The first *most* places from *origin* on where *needle* stands, as :func:`found` finds them."""
        key = (needle, origin, most)
        if key not in self._places:
            self._places[key] = found(self.folded, needle, origin, most)
        return self._places[key]

    def chunk(self, start: int, end: int) -> Chunk:
        """The chunk ``start:end``."""
        key = (start, end)
        if key not in self._chunks:
            self._chunks[key] = Chunk(self.folded, start, end, self.tokeniser)
        return self._chunks[key]


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
        return self.text.chunk(self._begin(at), self._end(at))

    def chunks(self) -> Iterator[Chunk]:
        """All chunks, the last first."""
        at = self.end - 1
        while at >= self.start:
            yield (chunk := self.chunk(at))
            at = chunk.start - 1

    def starts(self, at: int) -> bool:
        """Whether a word begins there."""
        return self.start <= at < self.end and at in self.chunk(at).starts

    def ends(self, at: int) -> bool:
        """Whether a word ends there."""
        return self.start < at <= self.end and at in self.chunk(at - 1).ends

    def is_inside(self, at: int) -> bool:
        """Whether the place *at* lies within a word that is told of."""
        if not self.start < at < self.end or self._parts(at - 1) or self._parts(at):
            return False
        chunk = self.chunk(at)
        return any(
            start < at < end and self.low <= start and end <= self.high
            for start, end in ((token.start + chunk.start, token.end + chunk.start) for token in chunk.tokens)
        )

    def words(self, low: int, high: int) -> Iterator[Span]:
        """The words that are told of in the chunks that touch ``low:high``, the last chunk first."""
        at = min(high, self.end - 1)
        while at >= max(low, self.start):
            chunk = self.chunk(at)
            for token in reversed(chunk.tokens):
                start, end = token.start + chunk.start, token.end + chunk.start
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


def found(folded: str, needle: str, start: int, most: int) -> list[int]:
    """The first *most* places from *start* on where *needle* stands, blanks and line breaks alike; none overlap."""
    if " " in needle or "\n" in needle:
        folded, needle = folded.replace("\n", " "), needle.replace("\n", " ")
    places: list[int] = []
    size = len(needle)
    at = folded.find(needle, start) if needle else -1
    while at >= 0 and len(places) < most:
        places.append(at)
        at = folded.find(needle, at + size)
    return places
