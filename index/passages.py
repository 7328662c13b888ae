"""Where in a folded text a query is answered best, and which characters of it are the answer.

A passage is worth the sum of what is different in it: each word as much as it is rare, two words that stand together
as they were typed as much once more, an exact string more than all words. So the longest run of the query wins, then
most of its words, then the passage that comes first.

Letters of a word also stand inside other words, and to know, a text must be cut into words, which is slow. So places
are found as plain strings first, each stretch is valued as if all of them were words, and only the most promising
stretches are cut, until none of the others can be worth more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from index.asked import Asked, Key
from index.cuts import Cut, Span, Text
from index.matches import GAP, Match, matches_of, neighbours
from index.places import places_of

ROOM = 260  # code points of a snippet, generously
NEAR = 180  # code points that matches may lie apart and be shown together
TRIED = 4  # stretches of one text that are cut into words at most
BEFORE, AFTER = 120, 400  # code points around the first match that are cut into words: a snippet and room to choose
BLANK_WITHIN = 200  # code points around a stretch within which a blank is looked for: words are cut from blank to blank
UNSURE = 30  # code points beside a cut within a run of letters that may have been cut into other words than those there

GAPS = range(GAP + 2)  # between two places that may stand together: a dot may be left out
OUT = float("-inf")  # of a stretch that was looked at
SAME = 1e-6  # sums of the same in another order differ by less


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch ``start:end`` of the folded text in which words were looked for.

    ``cuts`` tell the words of it, ``matches`` are all that answers the query, ``focus`` is the span that must be shown,
    and ``worth`` what it is worth: 0 without a match.
    """

    start: int
    end: int
    cuts: tuple[Cut, ...]
    matches: tuple[Match, ...]
    focus: Span
    worth: float


NOWHERE = Passage(0, 0, (), (), (0, 0), 0.0)


def joined(one: Passage, other: Passage) -> Passage:
    """Two passages of one text that touch, as one, with the focus of both."""
    return Passage(
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        cuts=(*one.cuts, *other.cuts),
        matches=tuple(sorted({*one.matches, *other.matches}, key=lambda m: (m.start, m.end, m.key))),
        focus=(min(one.focus[0], other.focus[0]), max(one.focus[1], other.focus[1])),
        worth=one.worth + other.worth,
    )


def best_passage(text: Text, asked: Asked, origin: int = 0) -> Passage:
    """The passage of *text* from *origin* on that is worth most; its beginning where nothing matches."""
    best: Passage | None = None
    places = places_of(text, asked, origin)
    starts = [at for at, _, _ in places]
    bounds = _bounds(places, starts, asked)
    for _ in range(TRIED):
        bound = max(bounds, default=OUT)
        if bound == OUT or (best is not None and best.worth >= bound - SAME):
            break
        at = starts[bounds.index(bound)]
        passage = passage_at(text, at, asked, origin)
        if passage.worth > (best.worth if best else 0.0):
            best = passage
        first, last = bisect_left(starts, passage.start), bisect_left(starts, at + NEAR)
        bounds[first:last] = [OUT] * (last - first)
    if best is None:
        cut = _cut(text, origin, 0, origin)
        return Passage(cut.low, cut.high, (cut,), (), (origin, origin), 0.0)
    if best.focus[0] > best.start + BEFORE + NEAR // 2:  # too little of what follows was looked at
        return max(passage_at(text, best.focus[0], asked, origin), best, key=lambda p: p.worth)
    return best


def passage_at(text: Text, at: int, asked: Asked, origin: int = 0) -> Passage:
    """The passage around the place *at*, its matches found among whole words."""
    cut = _cut(text, at, asked.longest, origin)
    matches = [m for m in matches_of(cut, asked) if cut.low <= m.start and m.end <= cut.high]
    focus, worth = _focus(text.folded, matches, asked)
    return Passage(cut.low, cut.high, (cut,), tuple(matches), focus or (at, at), worth)


def _cut(text: Text, at: int, longest: int, origin: int) -> Cut:
    """The stretch around the place *at* in which words are looked for; a string of *longest* code points is in it."""
    folded = text.folded
    begin = origin if at - origin <= NEAR else max(origin, min(at - BEFORE, len(folded) - ROOM))
    cut = text.cut(*_to_blanks(folded, begin, at + max(AFTER, longest + BEFORE), origin))
    if cut.start > origin and folded[cut.start - 1] not in " \n":
        cut.low += UNSURE
    if cut.end < len(folded) and folded[cut.end] not in " \n":
        cut.high -= UNSURE
    return cut


def _focus(folded: str, matches: Sequence[Match], asked: Asked) -> tuple[Span | None, float]:
    """The span of the neighbouring *matches* that are worth most together, and their worth; the first of equals."""
    if not matches:
        return None, 0.0
    keys = _keys(folded, matches, asked)
    best, first, last = 0.0, 0, 0
    for n, (worth, after) in enumerate(_stretches([m.start for m in matches], keys, asked)):
        if worth > best + SAME:
            best, first, last = worth, n, after
    if not best:
        return None, 0.0
    first = _first_telling(matches, keys, first, last, asked)
    seen: set[Key] = set()
    end = matches[first].end
    for m, each in zip(matches[first:last], keys[first:last], strict=True):
        if not seen.issuperset(each) or m.start < end:
            seen.update(each)
            end = max(end, m.end)
    return (matches[first].start, end), best


def _first_telling(
    matches: Sequence[Match], keys: Sequence[tuple[Key, ...]], first: int, last: int, asked: Asked
) -> int:
    """The first match from *first* on that says something, or that is not met again before *last*."""
    if not _says_little(matches[first], asked):
        return first
    left = Counter(key for each in keys[first:last] for key in each)
    while _says_little(matches[first], asked) and all(left[key] > 1 for key in keys[first]):
        left.subtract(keys[first])
        first += 1
    return first


def _says_little(match: Match, asked: Asked) -> bool:
    return not match.whole or match.key in asked.common


def _keys(folded: str, matches: Sequence[Match], asked: Asked) -> list[tuple[Key, ...]]:
    """For each match, what it answers: a word, and the two words of which it is the second."""
    pairs = {other: (one.key, other.key) for one, other in neighbours(folded, matches, asked)}
    whole = {m.key for m in matches if m.whole}
    keys: list[tuple[Key, ...]] = []
    for m in matches:
        own: tuple[Key, ...] = (m.key,) if m.whole else () if m.key in whole else ((m.key,),)
        keys.append((*own, pairs[m]) if m in pairs else own)
    return keys


def _stretches(starts: Sequence[int], keys: Sequence[tuple[Key, ...]], asked: Asked) -> list[tuple[float, int]]:
    """(worth, number of the match after it) of the stretch that begins at each match, all in one pass."""
    stretches: list[tuple[float, int]] = []
    inside = dict.fromkeys(chain.from_iterable(keys), 0)
    values = asked.values
    worth, last, size = 0.0, 0, len(starts)
    for start, leaving in zip(starts, keys, strict=True):
        limit = start + NEAR
        while last < size and starts[last] < limit:
            for key in keys[last]:
                if not inside[key]:
                    worth += values[key]
                inside[key] += 1
            last += 1
        stretches.append((worth, last))
        for key in leaving:
            inside[key] = times = inside[key] - 1
            if not times:
                worth -= values[key]
    return stretches


def _bounds(places: Sequence[tuple[int, int, str]], starts: Sequence[int], asked: Asked) -> list[float]:
    """What the stretch from each of *places* is worth at most."""
    keys: list[tuple[Key, ...]] = []
    ends: defaultdict[int, list[str]] = defaultdict(list)
    follows, firsts, seconds = asked.wanted.follows, asked.firsts, asked.seconds
    for at, end, key in places:
        if key in seconds and (before := [one for gap in GAPS if at - gap in ends for one in ends[at - gap]]):
            keys.append((key, *((one, key) for one in before if (one, key) in follows)))
        else:
            keys.append((key,))
        if key in firsts:
            ends[end].append(key)
    return [worth for worth, _ in _stretches(starts, keys, asked)]


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
