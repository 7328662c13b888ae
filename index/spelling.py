"""Words that the archive does not know, in the words that were meant: over a whole run of letters, with its neighbours.

A misspelt word is cut strangely: ประชมุ (ประชุม, meeting) becomes ประ and ชมุ. So what is corrected is not a word but the
way through a run: each piece stays as it is, or a window of pieces becomes one word, person or body of the archive. The
cheapest way wins; what is known costs nothing, what is not known costs more than a likely slip.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

from corpus.extract.titles import strip_title
from corpus.thai.normalise import squash
from corpus.thai.sound import alike
from index.lexicon import Lexicon
from index.tokens import Token
from index.vocabulary import Vocabulary

PIECES = 40  # of one run that are looked at; a longer one is a text and no query
WINDOW = 6  # pieces that may have been one word
WINDOWS = 14  # of one run that are looked up, each some 1 ms
WAYS = 3  # different corrections of one run
LONGEST = 40  # letters of a window
# What a way costs, in the unit of index.edits, where a wrong letter is 1. Set by hand so that the classes of slips of
# benchmarks/helping.py come out in the order a reader would give them.
UNKNOWN, UNKNOWN_LETTER = 1.0, 0.25  # to keep a piece that the archive does not know, and for each of its letters
SHORT = 3  # letters of a scrap: a piece that is a word by chance, beside one that is none
SCRAP = 0.5  # to keep a scrap that is known
WHOLE_NAME = 0.4  # less for a person of two names and more: that both are so like is no chance
DOUBTED, DOUBTED_SHORT = 0.5, 0.8  # to keep one that it knows, where the whole finds nothing
CHANGE = 0.5  # for each word put in, so that nothing is changed without need
OFTEN = 0.03  # less for each doubling of how often the archive has it
SOUNDS = 0.7  # of its cost counts, where the word put in sounds like what was typed
GLUED = 8  # letters from which one run may be a name and a surname
NAME_WORDS = 3  # of one name
NAMES = 6  # names of one run that are looked up though each of their words is known
NAME_LIMIT = 0.1  # for each letter: how near such a name must be
LIMIT, LIMIT_LETTER, LIMIT_MOST = 0.4, 0.17, 3.2  # the distance up to which something is like a word, by its letters
_WORD = re.compile(r"\S+")
_NO_LETTER = re.compile(r"[^a-zก-๎ ]+")  # a neighbouring key may type a sign
_LETTERS = re.compile(r"[a-zก-๎][a-zก-๎' ]*")


class Change(NamedTuple):
    """A window of pieces, from *first* up to *end*, that becomes *text*."""

    first: int
    end: int
    text: str
    cost: float
    named: bool = False  # a person of two names and more


class Correction(NamedTuple):
    """A run corrected, what it cost, and the pairs of words as typed and as they became."""

    text: str
    cost: float
    changes: tuple[tuple[str, str], ...]


class Way(NamedTuple):
    """What a run costs up to some piece, and the changes made on the way."""

    cost: float
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A folded run of words as typed: its pieces, which of them the archive does not know, and where words begin."""

    text: str
    pieces: tuple[Token, ...]
    strange: tuple[bool, ...]
    word: tuple[int, ...]  # of each piece the place of its blank-separated word
    broken: frozenset[int]  # the words with a piece that is not known

    @classmethod
    def of(cls, text: str, words: Vocabulary, seen: Callable[[str], bool]) -> Run:
        """The run *text*, cut as the index cuts it; *seen* tells whether any page holds a word as a string."""
        spans = [m.span() for m in _WORD.finditer(text)]
        tokens = list(islice(words.tokeniser.tokens(text), PIECES))
        word = tuple(next(n for n, (_, end) in enumerate(spans) if token.start < end) for token in tokens)
        pieces = tuple(_filled(tokens, word, spans))
        known = {n for n, (start, end) in enumerate(spans) if words.knows(text[start:end])}
        for n, ((start, _), (_, end)) in enumerate(pairwise(spans)):
            if words.knows(text[start:end]):
                known |= {n, n + 1}
        strange = [n not in known and _strange(piece.text, words) for piece, n in zip(pieces, word, strict=True)]
        for n, (start, end) in enumerate(spans):
            here = [at for at, its in enumerate(word) if its == n]
            if n not in known and len(here) > 1 and not any(strange[at] for at in here) and not seen(text[start:end]):
                for at in here:  # คณะรัฐมนตี: all words, and no page has them so
                    strange[at] = len(pieces[at].text) <= SHORT and _LETTERS.fullmatch(pieces[at].text) is not None
        return cls(
            text, pieces, tuple(strange), word, frozenset(n for n, odd in zip(word, strange, strict=True) if odd)
        )

    def between(self, first: int, end: int) -> str:
        """The text from the piece *first* up to the piece *end*."""
        return self.text[self.pieces[first].start : self.pieces[end - 1].end]


def corrected(text: str, words: Vocabulary, seen: Callable[[str], bool], *, doubting: bool = False) -> list[Correction]:
    """The likeliest corrections of the folded run *text*, best first; none where all of it is known.

    *seen* tells whether any page holds a word as a string. With *doubting* what is known may be wrong as well: สมัคร
    (apply) typed for สมาคม (society). Where no page has the best one either, it is corrected once more: two slips of
    one run hide each other's words.
    """
    found = _once(text, words, seen, doubting=doubting)
    if not found or all(map(seen, found[0].text.split())):
        return found
    again = (_then(text, found[0], more) for more in _once(found[0].text, words, seen, doubting=False))
    return [*(twice for twice in again if all(map(seen, twice.text.split()))), *found]


def _then(text: str, one: Correction, other: Correction) -> Correction:
    """The run *text* corrected as *one*, and that as *other*."""
    cost, typed, words = one.cost + other.cost, text.split(), other.text.split()
    if len(typed) == len(words):
        return Correction(
            other.text, cost, tuple(pair for pair in zip(typed, words, strict=True) if pair[0] != pair[1])
        )
    return Correction(other.text, cost, ((text, other.text),))


def _once(text: str, words: Vocabulary, seen: Callable[[str], bool], *, doubting: bool) -> list[Correction]:
    """:func:`corrected`, in one pass."""
    run = Run.of(text, words, seen)
    changes: dict[int, list[Change]] = {}
    for first, end in _windows(run, doubting=doubting):
        for change in _changes(run, first, end, words):
            changes.setdefault(first, []).append(change)
    best = [_applied(run, way) for way in _ways(run, changes, doubting=doubting)]
    names = [change for rows in changes.values() for change in rows if change.named] + list(_misnamed(run, words))
    best += [
        _applied(run, Way(change.cost, (change,))) for change in sorted(names, key=lambda change: change.cost)[:WAYS]
    ]
    return [found for found in best if found.text != text]


def likest(typed: str, lexicon: Lexicon, words: Vocabulary) -> list[Change]:
    """The entries of *lexicon* that are written nearly like *typed*, folded, best first; none where it is known."""
    name = strip_title(typed)
    if not name or words.has(squash(name)):
        return []
    return sorted(_of_lexicon(0, 1, name, lexicon, words), key=lambda change: change.cost)[:WAYS]


def _ways(run: Run, changes: dict[int, list[Change]], *, doubting: bool) -> list[Way]:
    """The cheapest ways through *run* with some of *changes*, by the place where they begin."""
    ways: list[list[Way]] = [[] for _ in range(len(run.pieces) + 1)]
    ways[0] = [Way(0.0, ())]
    for at in range(len(run.pieces)):
        stay = _stay(run, at, doubting=doubting)
        for way in sorted(ways[at])[: WAYS + 1]:
            ways[at + 1].append(Way(way.cost + stay, way.changes))
            for change in changes.get(at, ()):
                ways[change.end].append(Way(way.cost + change.cost, (*way.changes, change)))
    return sorted(ways[-1])[: WAYS + 1]


def _misnamed(run: Run, words: Vocabulary) -> Iterator[Change]:
    """Words that are known one by one and are nearly a person's name, and nobody's: ไชยา พรมหา (ไชยา พรหมา)."""
    looked = 0
    for first in range(len(run.pieces)):
        for end in range(first + 1, len(run.pieces) + 1):
            if not _whole(run, first, end) or run.word[end - 1] - run.word[first] >= NAME_WORDS:
                continue
            typed = strip_title(run.between(first, end))
            key = squash(typed)
            likely = len(key) >= GLUED if " " not in typed else any(map(words.of_name, typed.split()))
            if any(run.strange[first:end]) or words.has(key) or not likely or len(key) > LONGEST:
                continue
            looked += 1
            if looked <= NAMES:
                yield from _of_lexicon(first, end, typed, words.people, words, most=NAME_LIMIT * len(key))


def _windows(run: Run, *, doubting: bool) -> Iterator[tuple[int, int]]:
    """The windows worth a look, whole words first: in one word, or over whole words."""
    size = len(run.pieces)
    found = []
    for first in range(size):
        for end in range(first + 1, size + 1):
            one = run.word[first] == run.word[end - 1]
            whole = _whole(run, first, end)
            strange = sum(run.strange[first:end])
            scraps = run.word[first] in run.broken and any(len(p.text) <= SHORT for p in run.pieces[first:end])
            if not (strange or doubting or (scraps and end - first > 1)) or not (
                whole or (one and end - first <= WINDOW)
            ):
                continue
            if run.pieces[end - 1].end - run.pieces[first].start > LONGEST or run.word[end - 1] - run.word[first] > 2:
                continue
            found.append((not whole, -strange / (end - first) if not whole else first - end, first, end))
    yield from ((first, end) for *_, first, end in sorted(found)[:WINDOWS])


def _whole(run: Run, first: int, end: int) -> bool:
    """Whether the window begins and ends where words do."""
    begins = first == 0 or run.word[first - 1] != run.word[first]
    return begins and (end == len(run.pieces) or run.word[end] != run.word[end - 1])


def _changes(run: Run, first: int, end: int, words: Vocabulary) -> Iterator[Change]:
    typed = run.between(first, end)
    name = _NO_LETTER.sub("", strip_title(typed))
    if _whole(run, first, end) and name.strip():
        yield from _of_lexicon(first, end, name, words.people, words)
        yield from _of_lexicon(first, end, _NO_LETTER.sub("", typed), words.bodies, words)
    if _LETTERS.fullmatch(typed) and run.word[first] == run.word[end - 1]:
        yield from _of_lexicon(first, end, typed, words.words, words)


def _of_lexicon(
    first: int, end: int, typed: str, lexicon: Lexicon, words: Vocabulary, most: float = LIMIT_MOST
) -> Iterator[Change]:
    """The entries of *lexicon* like *typed*, with what each costs."""
    key = squash(typed)
    for cost, at in lexicon.near(key, min(LIMIT + LIMIT_LETTER * len(key), most)):
        if cost > 0:
            heard = SOUNDS if _sound_alike(typed, lexicon.shown[at]) else 1.0
            often = OFTEN * math.log2(1 + float(lexicon.counts[at]))
            both = WHOLE_NAME if lexicon is words.people and " " in lexicon.shown[at] else 0.0
            yield Change(first, end, lexicon.shown[at], CHANGE + heard * cost - often - both, both > 0)


def _sound_alike(typed: str, other: str) -> bool:
    """Whether all words sound alike; names without the blank between them are no words to hear."""
    words, others = typed.split(), other.split()
    return len(words) == len(others) and all(map(alike, words, others))


def _stay(run: Run, at: int, *, doubting: bool) -> float:
    """What it costs to leave the piece *at* as it was typed."""
    letters = len(run.pieces[at].text)
    if run.strange[at]:
        return UNKNOWN + UNKNOWN_LETTER * letters
    if not doubting:
        return SCRAP if letters <= SHORT and run.word[at] in run.broken else 0.0
    return DOUBTED if letters > SHORT else DOUBTED_SHORT


def _applied(run: Run, way: Way) -> Correction:
    """*run* changed as *way* does; what was typed for each change is told in whole words."""
    text = run.text
    told: list[tuple[str, str]] = []
    for change in reversed(way.changes):
        first, last = run.word[change.first], run.word[change.end - 1]
        start, end = run.pieces[change.first].start, run.pieces[change.end - 1].end
        left = run.pieces[run.word.index(first)].start
        right = max(piece.end for piece, word in zip(run.pieces, run.word, strict=True) if word == last)
        told.append((run.text[left:right], run.text[left:start] + change.text + run.text[end:right]))
        text = text[:start] + change.text + text[end:]
    return Correction(text, way.cost, tuple(told))


def _filled(tokens: Sequence[Token], word: Sequence[int], spans: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """*tokens*, each up to the next one or the end of its word: signs that are no word count with what they follow."""
    for n, token in enumerate(tokens):
        start, end = spans[word[n]]
        first = n == 0 or word[n - 1] != word[n]
        last = n + 1 == len(tokens) or word[n + 1] != word[n]
        yield Token(token.text, start if first else token.start, end if last else tokens[n + 1].start)


def _strange(piece: str, words: Vocabulary) -> bool:
    """Whether *piece* is no word of the archive: a scrap of one that was cut strangely, or none at all."""
    if not _LETTERS.fullmatch(piece):
        return False  # a number, an abbreviation
    if piece.isascii():
        return not words.frequency(piece)
    return len(piece) < 2 or not words.has(piece)
