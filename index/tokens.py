"""Thai words with their exact places: what the index holds and what a query asks for, cut the same way.

Text is cut in this order, so that nothing is cut inside something longer:

1. abbreviations (``ก.พ.ร.``, ``พ.ศ.``, ``เม.ย.``): one word each, dots kept, blanks inside them dropped;
2. numbers (``1,234.5`` loses its commas), words of Latin and other scripts;
3. runs of Thai: nlpo3's newmm over PyThaiNLP's words, the names of agencies and provinces, and the user's own file.

Thai marks are letters: ขาว (white), ข่าว (news) and ข้าว (rice) are three words. All offsets count code points of the
folded text (``corpus.thai.normalise``); its offset map leads back to the raw text.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from corpus.errors import IndexProblem
from corpus.thai.newmm import Cutter
from corpus.thai.newmm import cutter as cutter_of
from corpus.thai.normalise import fold, normalise
from index.abbreviations import SPACED, Abbreviations, abbreviations
from index.dictionary import Dictionary, dictionary, load
from index.own_words import MAX_WORD, OwnWords, read_own_words

MIN_PART = 2  # code points; one consonant is no word to look for inside another

_NUMBER = r"\d+(?:[.,]\d+)*"
_LETTERS = r"[^\W\d_\u0e00-\u0e7f]+(?:'[^\W\d_\u0e00-\u0e7f]+)?"
_THAI = r"[\u0e01-\u0e4e]+"
_RUNS = re.compile(
    rf"(?P<spaced>{SPACED})|(?P<thai>{_THAI}(?:\.{_THAI})*\.?)|(?P<number>{_NUMBER})|(?P<letters>{_LETTERS})"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_A_LETTER = re.compile(r"[ก-ฮะาำเ-ๅ]")
_ALL_THAI = re.compile(r"[\u0e01-\u0e4e]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a folded text: what is indexed, and the half-open span it stands at."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokeniser:
    """One dictionary in one engine. Texts cut by two that compare as equal are cut alike."""

    dictionary: Dictionary
    engine: str
    _cutter: Cutter = field(repr=False)
    _abbreviations: Abbreviations = field(repr=False)

    @property
    def own(self) -> OwnWords:
        """The user's own words."""
        return self.dictionary.own

    def tokens(self, folded: str) -> Iterator[Token]:
        """The words of *folded*, in order, never overlapping."""
        for m in _RUNS.finditer(folded):
            text, start, end = m.group(), m.start(), m.end()
            if m.lastgroup == "spaced":
                yield Token(self._abbreviations.form(text), start, end)
            elif m.lastgroup != "thai":
                yield Token(_canonical(text, m.lastgroup or ""), start, end)
            elif "." in text:
                yield from self._dotted(folded, start, end)
            elif bare := self._abbreviations.bare(text):
                yield Token(bare, start, end)
            else:
                yield from self._thai(text, start)

    def words(self, folded: str) -> list[str]:
        """Only what is indexed of :meth:`tokens`."""
        return [token.text for token in self.tokens(folded)]

    def cut(self, raw: str) -> list[str]:
        """*raw*, as a page wrote it, cut at the borders of its words; joined, the pieces are *raw* again."""
        mapped = normalise(raw)
        borders = {0, len(raw)}
        for token in self.tokens(mapped.text):
            borders.update(mapped.raw_span(token.start, token.end))
        ordered = sorted(borders)
        return [raw[start:end] for start, end in pairwise(ordered)]

    def parts(self, word: str) -> tuple[tuple[str, int, int], ...]:
        """The dictionary words that stand inside *word*, with their spans in it.

        Only those that leave no scrap: before and after a part the rest of the compound must itself be made of
        dictionary words, so ประชาชน holds ประชา and ชน, but ขาว (white) does not hold ขา (leg).
        """
        return _parts(self, word) if _ALL_THAI.fullmatch(word) and len(word) <= MAX_WORD else ()

    def has_parts(self, word: str) -> bool:
        """Whether *word* also counts inside others: Thai of more than one letter, since Thai has no blanks."""
        return len(word) >= MIN_PART and _ALL_THAI.fullmatch(word) is not None

    def knows(self, word: str) -> bool:
        """Whether *word* is in the dictionary."""
        return word in self.dictionary.words

    def _dotted(self, folded: str, start: int, end: int) -> Iterator[Token]:
        """A run of Thai with dots in it: its abbreviations whole, the rest as words."""
        at = start
        for first, last in self._abbreviations.find(folded, start, end):
            yield from self._between(folded, at, first)
            yield Token(self._abbreviations.form(folded[first:last]), first, last)
            at = last
        yield from self._between(folded, at, end)

    def _between(self, folded: str, start: int, end: int) -> Iterator[Token]:
        for m in _ALL_THAI.finditer(folded, start, end):
            yield from self._thai(m.group(), m.start())

    def _thai(self, run: str, at: int) -> Iterator[Token]:
        for piece in self._read(run):
            if not _only_signs(piece):
                yield Token(piece[:MAX_WORD], at, at + len(piece))
            at += len(piece)

    def _read(self, run: str) -> Iterator[str]:
        """The engine's pieces of *run*, names read as their words."""
        divided = self.dictionary.divided
        for piece in self._cutter.pieces(run):
            if parts := divided.get(piece):
                yield from parts
            else:
                yield piece

    def __hash__(self) -> int:
        return hash((self.engine, self.dictionary.digest, self.own.digest))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tokeniser) and (self.engine, self.dictionary.digest, self.own) == (
            other.engine,
            other.dictionary.digest,
            other.own,
        )


def tokeniser(path: Path | None = None, root: Path | None = None) -> Tokeniser:
    """The tokeniser with PyThaiNLP's words, the registries' names and the words of the file *path*, as it is now.

    The index folder *root* may keep most of it (:mod:`index.kept`). Raises :class:`IndexProblem` when the file cannot
    be read.
    """
    return tokeniser_with(read_own_words(path), root)


def tokeniser_with(own: OwnWords, root: Path | None = None) -> Tokeniser:
    """The tokeniser with the words *own* of a user; the last few stay at hand.

    Making one takes a second, a fifth of that where the index folder *root* keeps what does not depend on the user.
    Raises :class:`IndexProblem` when the dictionary cannot be loaded.
    """
    load(root)
    return _with(own)


@lru_cache(maxsize=4)
def _with(own: OwnWords) -> Tokeniser:
    words = dictionary(own)
    try:
        cutter = cutter_of(words.words, f"khlang-{words.digest}-{own.digest}")
    except OSError as e:
        raise IndexProblem(f"cannot load the dictionary: {e}; make room in {tempfile.gettempdir()}") from e
    return Tokeniser(
        dictionary=words,
        engine=cutter.engine,
        _cutter=cutter,
        _abbreviations=abbreviations(words.dotted, words.forms, words.words),
    )


@lru_cache(maxsize=200_000)
def _parts(tokeniser: Tokeniser, word: str) -> tuple[tuple[str, int, int], ...]:
    size = len(word)
    inside = [
        (i, j)
        for i in range(size)
        for j in range(i + MIN_PART, size + 1)
        if (i, j) != (0, size) and word[i:j] in tokeniser.dictionary.words
    ]
    from_start, to_end = {0}, {size}
    for i, j in inside:  # sorted by start, so every way to i is known before i is left
        if i in from_start:
            from_start.add(j)
    for i, j in reversed(inside):
        if j in to_end:
            to_end.add(i)
    return tuple((word[i:j], i, j) for i, j in inside if i in from_start and j in to_end)


def _canonical(text: str, group: str) -> str:
    if group == "number" and _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text[:MAX_WORD]


def _only_signs(piece: str) -> bool:
    """Whether *piece* holds no consonant and no vowel letter: ๆ (repeat), ฯ (abbreviated), a mark left alone."""
    return not _A_LETTER.search(piece)


@cache
def normaliser_digest() -> str:
    """What the normaliser makes of every character it may meet and every pair of Thai marks: its own fingerprint."""
    marks = [chr(c) for c in (0x0E31, 0x0E32, 0x0E33, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))]
    single = "|".join(fold(chr(c)) for c in range(0x20, 0x3100))
    pairs = "|".join(fold(f"ก{a}{b}เ") for a in marks for b in marks)
    return hashlib.sha256(f"{single}\n{pairs}".encode()).hexdigest()[:16]
