"""Words typed one after the other, as the text that they make: names, days and spellings are looked for in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from index.tokens import Token, Tokeniser
from index.tree import Known, Text


class Span(NamedTuple):
    """What is known of ``text[start:end]`` of what was typed; the parts of ``known`` are not filled in yet."""

    start: int
    end: int
    known: Known


@dataclass(frozen=True, slots=True)
class Typed:
    """The joined ``text`` of words typed side by side, its ``tokens``, and its ``parts`` from blank to blank."""

    text: str
    tokens: Sequence[Token]
    parts: Sequence[tuple[int, int]]
    where: Literal["", "title"] = ""

    @classmethod
    def of(cls, texts: Iterable[Text], tokeniser: Tokeniser) -> Typed:
        """What the words *texts*, of one field, make with blanks between them."""
        parts: list[tuple[int, int]] = []
        at, where, pieces = 0, "", []
        for one in texts:
            parts.append((at, at + len(one.text)))
            at += len(one.text) + 1
            pieces.append(one.text)
            where = one.where
        text = " ".join(pieces)
        return cls(text, list(tokeniser.tokens(text)), parts, "title" if where else "")

    def alone(self, start: int, end: int) -> bool:
        """Whether blanks stand on both sides of what stands there."""
        return self.text[start - 1 : start].strip() == "" and self.text[end : end + 1].strip() == ""

    def cut(self, spans: Sequence[Span]) -> Iterator[Text | Known]:
        """The parts in order, those of *spans* (in order, none over another) as known words.

        A span inside one part stays inside it; one that begins or ends inside a part and goes on in the next cuts it.
        """
        parts = list(self._split(spans))
        while parts:
            start, end = parts[0]
            inside = [span for span in spans if start <= span.start < end]
            if inside and inside[0].end > end:
                last = sum(part[0] < inside[0].end for part in parts)
                yield replace(inside[0].known, parts=tuple(self._text(*part) for part in parts[:last]))
                parts = parts[last:]
                continue
            yield self._part(start, end, inside)
            parts = parts[1:]

    def _part(self, start: int, end: int, spans: Sequence[Span]) -> Text | Known:
        if not spans:
            return self._text(start, end)
        if spans[0][:2] == (start, end):
            return replace(spans[0].known, parts=(self._text(start, end),))
        pieces: list[Text | Known] = []
        at = start
        for span in spans:
            if at < span.start:
                pieces.append(self._text(at, span.start))
            pieces.append(replace(span.known, parts=(self._text(span.start, span.end),)))
            at = span.end
        if at < end:
            pieces.append(self._text(at, end))
        return replace(self._text(start, end), pieces=tuple(pieces))

    def _text(self, start: int, end: int) -> Text:
        return Text(self.text[start:end].strip(), self.where)

    def _split(self, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
        """The parts, cut where a span that is in more than one of them begins or ends."""
        crossing = {at for span in spans if " " in self.text[span.start : span.end] for at in (span.start, span.end)}
        for start, end in self.parts:
            borders = sorted({start, end, *(at for at in crossing if start < at < end)})
            yield from (pair for pair in pairwise(borders) if self.text[slice(*pair)].strip())
