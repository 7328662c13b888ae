"""Where in a folded text a query is answered best, and which characters of it are the answer.

A passage is worth the sum of what is different in it: each word as much as it is rare, two words that stand together
as they were typed as much once more, an exact string more than all words. So the longest run of the query wins, then
most of its words, then the passage that comes first.

Letters of a word also stand inside other words, and to know, a text must be cut into words, which is slow. So places
are found as plain strings first, each stretch is valued as if all of them were words, and only the most promising
stretches are cut, until none of the others can be worth more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from index.answer import Wanted
from index.matches import GAP, Match, Span, is_common, matches_of, neighbours
from index.places import places_of
from index.tokens import Tokeniser

ROOM = 260  # code points of a snippet, generously
NEAR = 180  # code points that matches may lie apart and be shown together
MOST_PLACES = 2_000  # places that are weighed for the best passage of one text
TRIED = 4  # stretches of one text that are cut into words at most
BEFORE, AFTER = 120, 400  # code points around the first match that are cut into words: a snippet and room to choose
BLANK_WITHIN = 200  # code points around a stretch within which a blank is looked for: words are cut from blank to blank
UNSURE = 30  # code points beside a cut within a run of letters that may have been cut into other words than those there

PHRASE_WORTH = 30.0  # more than the rarest words of a query of usual length
PREFIX_WORTH = 3.0  # between a word of every tenth page and one of every hundredth
PART_WORTH = 0.25  # of a whole word: what a part of a compound is worth
SAME = 1e-6  # sums of the same in another order differ by less

# What is worth something once: a word, a beginning or an exact string; (a part of a compound,); (two, together).
Key: TypeAlias = "str | tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch ``start:end`` of the folded text that was cut into words.

    ``words`` are their spans, ``matches`` all that answers the query, ``focus`` the span that must be shown, and
    ``worth`` what it is worth: 0 without a match.
    """

    start: int
    end: int
    words: tuple[Span, ...]
    matches: tuple[Match, ...]
    focus: Span
    worth: float


NOWHERE = Passage(0, 0, (), (), (0, 0), 0.0)


def without(wanted: Wanted, shown: Collection[str]) -> Wanted | None:
    """What is left of *wanted* when all of *shown* is; words that say nothing alone are left to themselves."""
    words = {word: worth for word, worth in wanted.words.items() if word not in shown and not is_common(word, wanted)}
    prefixes, phrases = wanted.prefixes.difference(shown), wanted.phrases.difference(shown)
    if not words and not prefixes and not phrases:
        return None
    return replace(wanted, words=words, prefixes=prefixes, phrases=phrases)


def worth_of(keys: Iterable[str], wanted: Wanted) -> float:
    """What all of *keys* are worth that *wanted* asks for, wherever they stand; nothing for what says nothing alone."""
    return sum(_value(key, wanted) for key in set(keys) if not is_common(key, wanted))


def joined(one: Passage, other: Passage) -> Passage:
    """Two passages of one text that touch, as one, with the focus of both."""
    return Passage(
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        words=tuple(sorted({*one.words, *other.words})),
        matches=tuple(sorted({*one.matches, *other.matches}, key=lambda m: (m.start, m.end, m.key))),
        focus=(min(one.focus[0], other.focus[0]), max(one.focus[1], other.focus[1])),
        worth=one.worth + other.worth,
    )


def best_passage(folded: str, wanted: Wanted, tokeniser: Tokeniser, origin: int = 0) -> Passage:
    """The passage of ``folded[origin:]`` that is worth most; its beginning where nothing matches."""
    best: Passage | None = None
    tried: list[Span] = []
    bounds = _bounds(sorted(islice(places_of(folded, wanted, origin), MOST_PLACES)), wanted)
    while bounds and len(tried) < TRIED:
        bound, _, at = max(bounds)
        if best is not None and best.worth >= bound - SAME:
            break
        passage = passage_at(folded, at, wanted, tokeniser, origin)
        tried.append((passage.start, at + NEAR))
        if passage.worth > (best.worth if best else 0.0):
            best = passage
        bounds = [b for b in bounds if not any(start <= b[2] < end for start, end in tried)]
    if best is None:
        return passage_at(folded, origin, Wanted(), tokeniser, origin)
    if best.focus[0] > best.start + BEFORE + NEAR // 2:  # too little of what follows was cut
        return max(passage_at(folded, best.focus[0], wanted, tokeniser, origin), best, key=lambda p: p.worth)
    return best


def passage_at(folded: str, at: int, wanted: Wanted, tokeniser: Tokeniser, origin: int = 0) -> Passage:
    """The passage around the place *at*, its matches found among whole words."""
    begin = origin if at - origin <= NEAR else max(origin, min(at - BEFORE, len(folded) - ROOM))
    longest = max(map(len, wanted.phrases), default=0)
    start, end = _to_blanks(folded, begin, at + max(AFTER, longest + BEFORE), origin)
    matches, words = matches_of(folded[start:end], start, wanted, tokeniser)
    if start > origin and folded[start - 1] not in " \n":
        start += UNSURE
    if end < len(folded) and folded[end] not in " \n":
        end -= UNSURE
    words = [w for w in words if start <= w[0] and w[1] <= end]
    matches = [m for m in matches if start <= m.start and m.end <= end]
    focus, worth = _focus(folded, matches, wanted)
    return Passage(start, end, tuple(words), tuple(matches), focus or (at, at), worth)


def _focus(folded: str, matches: Sequence[Match], wanted: Wanted) -> tuple[Span | None, float]:
    """The span of the neighbouring *matches* that are worth most together, and their worth; the first of equals."""
    keys = _keys(folded, matches, wanted)
    best, first, last = 0.0, 0, 0
    for n, (worth, after) in enumerate(_stretches([m.start for m in matches], keys, wanted)):
        if worth > best + SAME:
            best, first, last = worth, n, after
    if not best:
        return None, 0.0
    left = Counter(key for each in keys[first:last] for key in each)
    while _says_little(matches[first], wanted) and all(left[key] > 1 for key in keys[first]):
        left.subtract(keys[first])
        first += 1
    seen: set[Key] = set()
    end = matches[first].end
    for m, each in zip(matches[first:last], keys[first:last], strict=True):
        if not seen.issuperset(each) or m.start < end:
            seen.update(each)
            end = max(end, m.end)
    return (matches[first].start, end), best


def _says_little(match: Match, wanted: Wanted) -> bool:
    return not match.whole or is_common(match.key, wanted)


def _keys(folded: str, matches: Sequence[Match], wanted: Wanted) -> list[tuple[Key, ...]]:
    """For each match, what it answers: a word, and the two words of which it is the second."""
    pairs = {other: (one.key, other.key) for one, other in neighbours(folded, matches, wanted)}
    whole = {m.key for m in matches if m.whole}
    keys: list[tuple[Key, ...]] = []
    for m in matches:
        own: tuple[Key, ...] = (m.key,) if m.whole else () if m.key in whole else ((m.key,),)
        keys.append((*own, pairs[m]) if m in pairs else own)
    return keys


def _stretches(starts: Sequence[int], keys: Sequence[tuple[Key, ...]], wanted: Wanted) -> Iterator[tuple[float, int]]:
    """(worth, number of the match after it) of the stretch that begins at each match, all in one pass."""
    inside: Counter[Key] = Counter()
    worth, last = 0.0, 0
    for n, start in enumerate(starts):
        while last < len(starts) and starts[last] < start + NEAR:
            for key in keys[last]:
                worth += 0.0 if inside[key] else _value(key, wanted)
                inside[key] += 1
            last += 1
        yield worth, last
        for key in keys[n]:
            inside[key] -= 1
            worth -= 0.0 if inside[key] else _value(key, wanted)


def _value(key: Key, wanted: Wanted) -> float:
    if isinstance(key, tuple):
        worth = sum(_value(each, wanted) for each in key)
        return worth if len(key) > 1 else worth * PART_WORTH
    if key in wanted.phrases:
        return PHRASE_WORTH
    return wanted.words.get(key, PREFIX_WORTH)


def _bounds(places: Sequence[tuple[int, int, str]], wanted: Wanted) -> list[tuple[float, int, int]]:
    """(what the stretch from there is worth at most, minus the place, the place) for every place."""
    keys: list[tuple[Key, ...]] = []
    ends: defaultdict[int, list[str]] = defaultdict(list)
    for at, end, key in places:
        before = [one for gap in range(GAP + 2) for one in ends.get(at - gap, ())]  # a dot may be left out
        keys.append((key, *((one, key) for one in before if (one, key) in wanted.follows)))
        ends[end].append(key)
    starts = [at for at, _, _ in places]
    stretches = _stretches(starts, keys, wanted)
    return [(worth, -at, at) for at, (worth, _) in zip(starts, stretches, strict=True)]


def _to_blanks(folded: str, start: int, end: int, origin: int) -> Span:
    """From blank to blank around ``start:end``, as far as there are blanks within reach, never before *origin*."""
    if start > origin:
        reach = max(origin, start - BLANK_WITHIN)
        blank = max(folded.rfind(" ", reach, start), folded.rfind("\n", reach, start))
        start = blank + 1 if blank >= 0 else reach
    if end < len(folded):
        reach = min(len(folded), end + BLANK_WITHIN)
        end = min((at for sign in " \n" if (at := folded.find(sign, end, reach)) >= 0), default=reach)
    return start, min(end, len(folded))
