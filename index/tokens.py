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
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias

from corpus.errors import IndexProblem
from corpus.thai.newmm import Cutter
from corpus.thai.newmm import cutter as cutter_of
from corpus.thai.newmm import reader as reader_of
from corpus.thai.normalise import fold, normalise
from corpus.thai.words import letters_of
from index.abbreviations import SPACED, Abbreviations, abbreviations
from index.dictionary import Dictionary, dictionary, load
from index.own_words import MAX_WORD, OwnWords, read_own_words

SHORT = 64  # code points of a text that is as short as what is typed
CUT_AGAIN = 4_000  # of these, those that were cut last are at hand: 2 MB
MIN_PART = 2  # code points; one consonant is no word to look for inside another

_NUMBER = r"\d+(?:[.,]\d+)*"
_LETTERS = r"[^\W\d_\u0e00-\u0e7f]+(?:'[^\W\d_\u0e00-\u0e7f]+)?"
_THAI = r"[\u0e01-\u0e4e]+"
_RUN = re.compile(rf"{SPACED}|{_THAI}(?:\.{_THAI})*\.?|{_NUMBER}|{_LETTERS}")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SIGNS = re.compile(r"[ฯัิ-฿ๆ-๎]+")  # no consonant and no vowel letter: ๆ (repeat), ฯ (abbreviated), a mark left alone
_ALL_THAI = re.compile(_THAI)
_A_THAI = re.compile(r"[\u0e01-\u0e4e]")
TOGETHER = 64  # runs of a text that are cut at once, ahead of what is asked for

_Part: TypeAlias = tuple[str, bool, int, int]  # a word or Thai to cut, whether it is Thai, its span in a run


class Token(NamedTuple):  # made by the thousand for every page, in a third of the time of a frozen dataclass
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
        return iter(_short(self, folded)) if len(folded) <= SHORT else self._tokens(folded)

    def _tokens(self, folded: str) -> Iterator[Token]:
        found = _RUN.finditer(folded)
        while group := [(m.group(), m.start()) for m in islice(found, TOGETHER)]:
            parts = [
                (text, thai, at + first, at + last) for run, at in group for text, thai, first, last in self._of(run)
            ]
            cut = self._cutter.each(text for text, thai, _, _ in parts if thai)
            for text, thai, start, end in parts:
                if thai:
                    yield from self._placed(next(cut), start)
                else:
                    yield Token(text, start, end)

    def tokens_at(self, folded: str, borders: Sequence[int]) -> list[Token]:
        """The same, given where pieces begin within runs (:mod:`index.borders`), so that few runs are cut."""
        tokens: list[Token] = []
        for m in _RUN.finditer(folded):
            run, at, end = m.group(), m.start(), m.end()
            [(text, thai, _, _), *more] = self._of(run)
            if more or (thai and "." in run):
                tokens += (Token(word, at + first, at + last) for word, first, last in self.tokens(run))
            elif thai:
                for border in borders[bisect_right(borders, at) : bisect_left(borders, end)]:
                    self._place(folded[at:border], at, tokens)
                    at = border
                self._place(folded[at:end], at, tokens)
            else:
                tokens.append(Token(text, at, end))
        return tokens

    def words(self, folded: str) -> list[str]:
        """Only what is indexed of :meth:`tokens`."""
        if len(folded) <= SHORT:
            return [token.text for token in _short(self, folded)]
        return list(chain.from_iterable(self.read(self.runs(folded))))

    def runs(self, folded: str) -> list[str]:
        """What :meth:`read` cuts by itself: runs of Thai, abbreviations with their blanks, numbers, other words.

        What lies beside a run changes nothing in it, so that one cut before need not be cut again.
        """
        return _RUN.findall(folded)

    def read(self, runs: Sequence[str]) -> Iterator[list[str]]:
        """The words of each of *runs*, in their order."""
        for pieces in self.pieces(runs):
            yield [word for piece in pieces for word in self.meaning(piece)]

    def pieces(self, runs: Sequence[str]) -> Iterator[list[str]]:
        """What each of *runs* is cut into; the :meth:`meaning` of a piece is its words."""
        parts = [None if self._is_plain(run) else self._of(run) for run in runs]
        cut = self._cutter.each(_to_cut(runs, parts))
        for each in parts:
            if each is None:
                yield next(cut)
            else:
                found = [next(cut) if thai else [text] for text, thai, _, _ in each]
                yield found[0] if len(found) == 1 else [*chain.from_iterable(found)]

    def meaning(self, piece: str) -> tuple[str, ...]:
        """The words that *piece* is read as: those of a name, none for signs, else itself."""
        if _SIGNS.fullmatch(piece):
            return ()
        if words := self.dictionary.divided.get(piece):
            return tuple(word[:MAX_WORD] for word in words if not _SIGNS.fullmatch(word))
        return (piece if "." in piece else piece[:MAX_WORD],)

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

    def _is_plain(self, run: str) -> bool:
        """Whether *run* is nothing but Thai to cut: most are, and need not be taken apart."""
        return (
            "\u0e01" <= run[0] <= "\u0e4e"
            and "." not in run
            and " " not in run
            and self._abbreviations.bare(run) is None
        )

    def _of(self, run: str) -> list[_Part]:
        """What *run* is made of: words, and Thai that the engine has to cut."""
        size = len(run)
        if _A_THAI.match(run) is None:
            return [(_canonical(run), False, 0, size)]
        if " " in run:
            return [(self._abbreviations.form(run), False, 0, size)]
        if "." in run:
            return list(self._dotted(run))
        bare = self._abbreviations.bare(run)
        return [(bare or run, bare is None, 0, size)]

    def _dotted(self, run: str) -> Iterator[_Part]:
        """A run of Thai with dots in it: its abbreviations whole, the rest as words."""
        at = 0
        for first, last in self._abbreviations.find(run, 0, len(run)):
            yield from _between(run, at, first)
            yield self._abbreviations.form(run[first:last]), False, first, last
            at = last
        yield from _between(run, at, len(run))

    def _placed(self, pieces: Iterable[str], at: int) -> Iterator[Token]:
        for piece in pieces:
            placed: list[Token] = []
            self._place(piece, at, placed)
            yield from placed
            at += len(piece)

    def _place(self, piece: str, at: int, tokens: list[Token]) -> None:
        """Add the words of *piece*, which begins at *at*, to *tokens*."""
        for word in self.dictionary.divided.get(piece) or (piece,):
            end = at + len(word)
            if not _SIGNS.fullmatch(word):
                tokens.append(Token(word[:MAX_WORD], at, end))
            at = end

    def __hash__(self) -> int:
        return hash((self.engine, self.dictionary.digest, self.own.digest))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tokeniser) and (self.engine, self.dictionary.digest, self.own) == (
            other.engine,
            other.dictionary.digest,
            other.own,
        )


def tokeniser(path: Path | None = None, root: Path | None = None, *, reading: bool = False) -> Tokeniser:
    """The tokeniser with PyThaiNLP's words, the registries' names and the words of the file *path*, as it is now.

    The index folder *root* may keep most of it (:mod:`index.kept`). Raises :class:`IndexProblem` when the file cannot
    be read.
    """
    return tokeniser_with(read_own_words(path), root, reading=reading)


def tokeniser_with(own: OwnWords, root: Path | None = None, *, reading: bool = False) -> Tokeniser:
    """The tokeniser with the words *own* of a user; the last few stay at hand.

    Making one takes a second, less where the index folder *root* keeps what does not depend on the user. One for
    *reading* cuts alike, a query at a time: it is there at once, and a third as fast with a whole archive.
    Raises :class:`IndexProblem` when the dictionary cannot be loaded.
    """
    load(root)
    return _with(own, reading)


@lru_cache(maxsize=4)
def _with(own: OwnWords, reading: bool) -> Tokeniser:  # a cache is asked by position
    words = dictionary(own)
    make = reader_of if reading else cutter_of
    try:
        cutter = make(words.words, f"khlang-{words.digest}-{own.digest}")
    except OSError as e:
        raise IndexProblem(f"cannot load the dictionary: {e}; make room in {tempfile.gettempdir()}") from e
    return Tokeniser(
        dictionary=words,
        engine=cutter.engine,
        _cutter=cutter,
        _abbreviations=abbreviations(words.dotted, words.forms, words.words),
    )


@lru_cache(maxsize=CUT_AGAIN)
def _short(tokeniser: Tokeniser, folded: str) -> tuple[Token, ...]:
    """The words of a short text: understanding one query cuts each of its words some ten times."""
    return tuple(tokeniser._tokens(folded))


@lru_cache(maxsize=20_000)
def _parts(tokeniser: Tokeniser, word: str) -> tuple[tuple[str, int, int], ...]:
    size, letters, ends = len(word), letters_of(word), tokeniser.dictionary.words.ends
    inside = [(i, j) for i in range(size) for j in ends(letters, i) if j - i >= MIN_PART and (i, j) != (0, size)]
    from_start, to_end = {0}, {size}
    for i, j in inside:  # sorted by start, so every way to i is known before i is left
        if i in from_start:
            from_start.add(j)
    for i, j in reversed(inside):
        if j in to_end:
            to_end.add(i)
    return tuple((word[i:j], i, j) for i, j in inside if i in from_start and j in to_end)


def _to_cut(runs: Sequence[str], parts: Sequence[list[_Part] | None]) -> Iterator[str]:
    """The Thai of *runs*: all of one that was not taken apart into *parts*."""
    for run, each in zip(runs, parts, strict=True):
        if each is None:
            yield run
        else:
            yield from (text for text, thai, _, _ in each if thai)


def _between(run: str, start: int, end: int) -> Iterator[_Part]:
    for m in _ALL_THAI.finditer(run, start, end):
        yield m.group(), True, m.start(), m.end()


def _canonical(text: str) -> str:
    """A number without the commas of its thousands, or a word of other letters."""
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text[:MAX_WORD]


@cache
def normaliser_digest() -> str:
    """What the normaliser makes of every character it may meet and every pair of Thai marks: its own fingerprint."""
    marks = [chr(c) for c in (0x0E31, 0x0E32, 0x0E33, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))]
    single = "|".join(fold(chr(c)) for c in range(0x20, 0x3100))
    pairs = "|".join(fold(f"ก{a}{b}เ") for a in marks for b in marks)
    return hashlib.sha256(f"{single}\n{pairs}".encode()).hexdigest()[:16]
