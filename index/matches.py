"""What of a folded text answers a query: every place of its words, beginnings and exact strings, and which to mark.

A word counts wherever its letters stand between two clusters (:func:`index.clusters.stands`), so ตาก is found in
ตากใบ, and นา in นาย (Mister). The first is a word that another is made of, and always marked; the second are letters
that happen to be the same: marked only where nothing else tells why the page was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from index.asked import Asked
from index.clusters import is_edge, stands
from index.cuts import Chunk, Cut, Span
from index.places import every, found, with_signs

Kind: TypeAlias = Literal["phrase", "word", "prefix", "part", "letters"]

GAP = 2  # code points between two words that still stand together: a blank, or a dot and a blank
CHANCE = 4  # code points of a word up to which its letters stand in others by chance: นา, ตาก, ยาง
LONGEST_TAIL = 8  # code points up to which a beginning is marked on to the end of its last cluster


class Match(NamedTuple):
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


def matches_of(cut: Cut, asked: Asked) -> list[Match]:
    """The matches of the stretch that *cut* cuts, in order; only what may hold one is cut into words."""
    piece, base = cut.text.folded[cut.start : cut.end], cut.start
    kinds: dict[tuple[int, int, str], Kind] = {}  # the first of one place is the best
    for phrase in asked.phrases:
        for at in found(piece, phrase, 0, len(piece)):
            kinds.setdefault((at + base, at + base + len(phrase), phrase), "phrase")
    chunks, standing = _chunks(piece, cut, asked)
    for chunk in chunks:
        for start, end, key, kind in _words(chunk, asked):
            kinds.setdefault((start, end, key), kind)
    for at, word, chunk in standing:
        start, end = at + base, at + base + len(word)
        if (start, end, word) not in kinds and word in asked.inside and stands(piece, at, at + len(word)):
            kinds[start, end, word] = _kind(chunk, chunk, start, end, word, asked)
    for start, end, prefix, kind in _openings(piece, cut, asked):
        kinds.setdefault((start, end, prefix), kind)
    return [Match(*place, kinds[place]) for place in sorted(kinds)]


def _words(chunk: Chunk, asked: Asked) -> Iterator[Match]:
    """The words of *chunk* that were asked for, themselves or by their beginning."""
    for token in chunk.words.tokens:
        if token.text in asked.words:
            yield Match(token.start + chunk.start, token.end + chunk.start, token.text, "word")
        elif asked.prefixes and token.text.startswith(asked.prefixes):
            key = next(prefix for prefix in asked.prefixes if token.text.startswith(prefix))
            yield Match(token.start + chunk.start, token.end + chunk.start, key, "prefix")


def _openings(piece: str, cut: Cut, asked: Asked) -> Iterator[Match]:
    """Where in *piece* the letters of a beginning stand, to the end of the cluster that they end in."""
    for prefix in asked.openings:
        for at in every(piece, prefix):
            if stands(piece, at, at + len(prefix), begins=True):
                start, end = at + cut.start, _cluster_end(piece, at + len(prefix)) + cut.start
                first = last = cut.chunk(start)
                if end > first.end:
                    last = cut.chunk(end - 1)
                yield Match(start, end, prefix, _kind(first, last, start, end, prefix, asked))


def _chunks(piece: str, cut: Cut, asked: Asked) -> tuple[Iterable[Chunk], Sequence[tuple[int, str, Chunk]]]:
    """The chunks of *piece* that may hold a word or a beginning, and where in which :attr:`Asked.plain` words stand."""
    places = [(at, word) for word in asked.plain for at in every(piece, word)]
    places += [(at, "") for at in with_signs(piece, asked.uniform)]
    places.sort()
    chunks: list[Chunk] = []
    standing: list[tuple[int, str, Chunk]] = []
    end = 0
    for at, word in places:
        if at + cut.start >= end:
            chunks.append(cut.chunk(at + cut.start))
            end = chunks[-1].end
        if word:
            standing.append((at, word, chunks[-1]))
    return cut.chunks() if asked.everywhere else chunks, standing


def _kind(first: Chunk, last: Chunk, start: int, end: int, key: str, asked: Asked) -> Kind:
    """What it is that the letters of *key* stand there: words inside words, or letters that happen to be the same.

    They begin in the chunk *first* and end in *last*.
    """
    if start - first.start in first.words.starts and end - last.start in last.words.ends:
        return "word"  # the same letters, cut into other words
    return "part" if len(key) > CHANCE or _is_part(first, start, end, asked) else "letters"


def _is_part(chunk: Chunk, start: int, end: int, asked: Asked) -> bool:
    if (around := chunk.around(start, end)) is None:
        return False
    word, at = around
    return any((at + first, at + last) == (start, end) for _, first, last in asked.cutting.tokeniser.parts(word))


def _cluster_end(text: str, at: int) -> int:
    return next((end for end in range(at, at + LONGEST_TAIL) if is_edge(text, end)), at)


def marks(folded: str, matches: Sequence[Match], asked: Asked) -> list[Span]:
    """The spans to mark, in order and apart, when *matches* are what is shown.

    A word that says nothing alone is marked in a run with others, or where nothing else is; mere letters where their
    word is not there in any other way.
    """
    pairs = neighbours(folded, matches, asked)
    runs = _in_runs(pairs, asked)
    told = {m.key for m in matches if m.kind != "letters"}
    chosen = [m for m in matches if m in runs or (m.key not in asked.common and _tells(m, told))]
    joints = {one.end for one, other in pairs if one.end == other.start}
    merged: list[Span] = []
    for m in chosen or [m for m in matches if m.whole] or [m for m in matches if _tells(m, told)]:
        if merged and (m.start < merged[-1][1] or (m.start == merged[-1][1] and m.start in joints)):
            merged[-1] = (merged[-1][0], max(merged[-1][1], m.end))
        else:
            merged.append((m.start, m.end))
    return merged


def title_marks(folded: str, matches: Sequence[Match], asked: Asked) -> list[Span]:
    """As :func:`marks`, for the title beside a passage: of a query that says something, only what says something."""
    telling = asked.phrases or asked.prefixes or len(asked.common) < len(asked.words)
    return [] if telling and all(m.key in asked.common for m in matches) else marks(folded, matches, asked)


def neighbours(folded: str, matches: Sequence[Match], asked: Asked) -> list[tuple[Match, Match]]:
    """Words that stand together as they were typed."""
    if not asked.firsts:
        return []
    starting: defaultdict[int, list[Match]] = defaultdict(list)
    for m in matches:
        if m.key in asked.seconds and m.kind != "phrase":
            starting[m.start].append(m)
    return [
        (one, other)
        for one in matches
        if one.key in asked.firsts
        for gap in range(GAP + 1)
        for other in starting.get(one.end + gap, ())
        if (one.key, other.key) in asked.wanted.follows and _together(folded[one.end : other.start])
    ]


def _together(between: str) -> bool:
    return "\n" not in between and not any(c.isalnum() for c in between)


def _tells(match: Match, told: set[str]) -> bool:
    return match.kind != "letters" or match.key not in told


def _in_runs(pairs: Sequence[tuple[Match, Match]], asked: Asked) -> set[Match]:
    """The words of the runs that hold a word which says something alone."""
    run_of: dict[Match, set[Match]] = {}
    for one, other in pairs:
        run = run_of.get(one, {one}) | run_of.get(other, {other})
        run_of.update(dict.fromkeys(run, run))
    return {m for m, run in run_of.items() if any(each.key not in asked.common for each in run)}
