"""What of a folded text answers a query: every place of its words, beginnings and exact strings, and which to mark.

A word counts wherever its letters stand between two clusters (:func:`index.clusters.stands`), so ตาก is found in
ตากใบ, and นา in นาย (Mister). The first is a word that another is made of, and always marked; the second are letters
that happen to be the same: marked only where nothing else tells why the page was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from index.answer import Wanted
from index.clusters import is_edge, stands
from index.places import found
from index.tokens import Token, Tokeniser

Span: TypeAlias = tuple[int, int]
Kind: TypeAlias = Literal["phrase", "word", "prefix", "part", "letters"]

GAP = 2  # code points between two words that still stand together: a blank, or a dot and a blank
CHANCE = 4  # code points of a word up to which its letters stand in others by chance: นา, ตาก, ยาง
LONGEST_TAIL = 8  # code points up to which a beginning is marked on to the end of its last cluster

# A word that stands in more than three of five pages and is short says nothing alone: การ, ของ (of), และ (and).
COMMON, COMMON_LENGTH = 0.51, 5
_ENGLISH = frozenset(
    (
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "with",
    )
)


@dataclass(frozen=True, slots=True)
class Match:
    """One place of the folded text that answers the query; ``key`` is what it answers.

    ``kind`` says how: an exact string, a word of its own, a word that begins so, a part of a word, or mere letters.
    """

    start: int
    end: int
    key: str
    kind: Kind

    @property
    def whole(self) -> bool:
        """Whether it is the thing itself, not something inside another word."""
        return self.kind not in ("part", "letters")


def matches_of(text: str, base: int, wanted: Wanted, tokeniser: Tokeniser) -> tuple[list[Match], list[Span]]:
    """The matches of *text*, which begins at *base*, in order, and the spans of its words."""
    tokens = list(tokeniser.tokens(text))
    places = {(m.start, m.end, m.key): m for m in reversed(list(_all_of(text, tokens, wanted, tokeniser)))}
    ordered = sorted(places.values(), key=lambda m: (m.start, m.end, m.key))
    moved = [Match(m.start + base, m.end + base, m.key, m.kind) for m in ordered]
    return moved, [(token.start + base, token.end + base) for token in tokens]


def _all_of(text: str, tokens: Sequence[Token], wanted: Wanted, tokeniser: Tokeniser) -> Iterator[Match]:
    """Every match, the best kind of one place first."""
    for phrase in wanted.phrases:
        yield from (Match(at, at + len(phrase), phrase, "phrase") for at in found(text, phrase, 0))
    prefixes = tuple(wanted.prefixes)  # an empty tuple is the beginning of nothing
    for token in tokens:
        if token.text in wanted.words:
            yield Match(token.start, token.end, token.text, "word")
        elif prefixes and token.text.startswith(prefixes):
            yield Match(token.start, token.end, _first(token.text, prefixes), "prefix")
    inside = _Inside(tokens, tokeniser)
    for word in wanted.words:
        if tokeniser.has_parts(word):
            yield from (inside.match(at, at + len(word), word) for at in _standing(text, word))
    for prefix in prefixes:
        if tokeniser.has_parts(prefix):
            ends = ((at, _cluster_end(text, at + len(prefix))) for at in _standing(text, prefix, begins=True))
            yield from (inside.match(at, end, prefix) for at, end in ends)


class _Inside:
    """Tells words inside words from letters that only happen to be the same."""

    def __init__(self, tokens: Sequence[Token], tokeniser: Tokeniser) -> None:
        self._starts = {token.start for token in tokens}
        self._ends = {token.end for token in tokens}
        self._parts: set[Span] | None = None
        self._tokens, self._tokeniser = tokens, tokeniser

    def match(self, start: int, end: int, key: str) -> Match:
        """The match of *key* at ``start:end``."""
        if start in self._starts and end in self._ends:
            return Match(start, end, key, "word")  # the same letters, cut into other words
        part = len(key) > CHANCE or (start, end) in self._made_of()
        return Match(start, end, key, "part" if part else "letters")

    def _made_of(self) -> set[Span]:
        if self._parts is None:
            self._parts = {
                (token.start + first, token.start + last)
                for token in self._tokens
                for _, first, last in self._tokeniser.parts(token.text)
            }
        return self._parts


def _standing(text: str, word: str, *, begins: bool = False) -> Iterator[int]:
    """Where *word* stands in *text* between clusters."""
    at = text.find(word)
    while at >= 0:
        if stands(text, at, at + len(word), begins=begins):
            yield at
        at = text.find(word, at + 1)


def _cluster_end(text: str, at: int) -> int:
    return next((end for end in range(at, at + LONGEST_TAIL) if is_edge(text, end)), at)


def _first(word: str, prefixes: Iterable[str]) -> str:
    return next(p for p in prefixes if word.startswith(p))


def marks(folded: str, matches: Sequence[Match], wanted: Wanted) -> list[Span]:
    """The spans to mark, in order and apart, when *matches* are what is shown.

    A word that says nothing alone is marked in a run with others, or where nothing else is; mere letters where their
    word is not there in any other way.
    """
    pairs = neighbours(folded, matches, wanted)
    runs = _in_runs(pairs, wanted)
    told = {m.key for m in matches if m.kind != "letters"}
    chosen = [m for m in matches if m in runs or (not is_common(m.key, wanted) and _tells(m, told))]
    joints = {one.end for one, other in pairs if one.end == other.start}
    merged: list[Span] = []
    for m in chosen or [m for m in matches if m.whole] or [m for m in matches if _tells(m, told)]:
        if merged and (m.start < merged[-1][1] or (m.start == merged[-1][1] and m.start in joints)):
            merged[-1] = (merged[-1][0], max(merged[-1][1], m.end))
        else:
            merged.append((m.start, m.end))
    return merged


def title_marks(folded: str, matches: Sequence[Match], wanted: Wanted) -> list[Span]:
    """As :func:`marks`, for the title beside a passage: of a query that says something, only what says something."""
    telling = wanted.phrases or wanted.prefixes or not all(is_common(word, wanted) for word in wanted.words)
    return [] if telling and all(is_common(m.key, wanted) for m in matches) else marks(folded, matches, wanted)


def is_common(key: str, wanted: Wanted) -> bool:
    """Whether *key* is a word that says nothing alone."""
    if key not in wanted.words or key in wanted.phrases or key in wanted.prefixes:
        return False
    return key in _ENGLISH or (len(key) <= COMMON_LENGTH and wanted.words[key] < COMMON)


def neighbours(folded: str, matches: Sequence[Match], wanted: Wanted) -> list[tuple[Match, Match]]:
    """Words that stand together as they were typed."""
    starting: defaultdict[int, list[Match]] = defaultdict(list)
    for m in matches:
        if m.kind != "phrase":
            starting[m.start].append(m)
    return [
        (one, other)
        for one in matches
        for gap in range(GAP + 1)
        for other in starting.get(one.end + gap, ())
        if (one.key, other.key) in wanted.follows and _together(folded[one.end : other.start])
    ]


def _together(between: str) -> bool:
    return "\n" not in between and not any(c.isalnum() for c in between)


def _tells(match: Match, told: set[str]) -> bool:
    return match.kind != "letters" or match.key not in told


def _in_runs(pairs: Sequence[tuple[Match, Match]], wanted: Wanted) -> set[Match]:
    """The words of the runs that hold a word which says something alone."""
    run_of: dict[Match, set[Match]] = {}
    for one, other in pairs:
        run = run_of.get(one, {one}) | run_of.get(other, {other})
        run_of.update(dict.fromkeys(run, run))
    return {m for m, run in run_of.items() if any(not is_common(each.key, wanted) for each in run)}
