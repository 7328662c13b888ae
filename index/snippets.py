"""The passage of a page that answers a query, as safe HTML with every match in ``<mark>``.

Matches are found in the folded text and marked at the exact characters of the raw text. A cut, and the edge of a
mark, never falls inside a Thai character cluster: marks would be orphaned, or a vowel torn from its consonant.
"""

from __future__ import annotations

import html
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import TypeAlias

from corpus.thai.normalise import Normalised, normalise
from index.evaluate import Wanted
from index.tokens import Tokeniser

LENGTH = 220  # code points of a snippet: about three lines on a desktop, five on a phone
LEAD = 40  # of these, how many stand before the first match
SCANNED = 100_000  # code points of one text in which matches are looked for; attachments can be books
MOST_PLACES = 2_000  # places that are weighed for the best passage
TRIED = 6  # passages in which the words are really cut, until one holds a match
REACH = 200  # code points beyond a passage within which a blank is looked for: words are cut from blank to blank

Span: TypeAlias = tuple[int, int]

_BEFORE_CONSONANT = "เแโใไ"
_AFTER_CONSONANT = "ะาำๅๆฯ"
_JOINERS = "\u200b\u200c\u200d\u2060\ufeff"  # invisible: they belong to what stands before them


def is_boundary(text: str, at: int) -> bool:
    """Whether *text* may be cut before the character *at*."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if after in _AFTER_CONSONANT or after in _JOINERS or before in _BEFORE_CONSONANT or before == "\u200d":
        return False
    return not unicodedata.category(after).startswith("M")


def snippet(text: str, wanted: Wanted, tokeniser: Tokeniser) -> str:
    """The best passage of *text*, with ``…`` where it was cut; its beginning where nothing matches."""
    text = text[:SCANNED]
    page = normalise(text)
    spans: list[Span] = []
    for region in _regions(page.text, wanted):
        spans = _spans(text, page, region, wanted, tokeniser)
        if spans:
            break
    start, end = _window(text, spans, tokeniser)
    inside = [(max(s, start), min(e, end)) for s, e in spans if e > start and s < end]
    return f"{'… ' if start else ''}{_marked(text, start, end, inside)}{' …' if end < len(text) else ''}"


def marked(text: str, wanted: Wanted, tokeniser: Tokeniser) -> str:
    """The whole of *text* with its matches marked: for titles."""
    return _marked(text, 0, len(text), matches(text[:SCANNED], wanted, tokeniser))


def matches(text: str, wanted: Wanted, tokeniser: Tokeniser) -> list[Span]:
    """The spans of the raw *text* that match, in order, apart from one another, widened to whole clusters."""
    page = normalise(text)
    return _spans(text, page, (0, len(page.text)), wanted, tokeniser)


def _regions(folded: str, wanted: Wanted) -> Iterator[Span]:
    """The passages of *folded* that are likely to hold most of what is wanted, best first.

    Likely: the letters of a word also stand inside other words. Cutting all of a long text to know is what would cost.
    """
    places = sorted(islice(_places(folded, wanted), MOST_PLACES))
    worth: list[tuple[int, int, int]] = []
    inside: Counter[str] = Counter()
    last = 0
    for n, (at, needle) in enumerate(places):
        while last < len(places) and places[last][0] < at + LENGTH - LEAD:
            inside[places[last][1]] += 1
            last += 1
        worth.append((-len(inside), n - last, at))
        inside[needle] -= 1
        if not inside[needle]:
            del inside[needle]
    longest = max((len(p) for p in wanted.phrases), default=0)
    tried: list[int] = []
    for _, _, at in sorted(worth):
        if len(tried) < TRIED and all(abs(at - other) >= LENGTH for other in tried):
            tried.append(at)
            yield _to_blanks(folded, at - LEAD, at + max(LENGTH, longest))


def _places(folded: str, wanted: Wanted) -> Iterator[tuple[int, str]]:
    """(place, what is wanted) of every string that may be a match, taken in turns so that none crowds out another."""
    found = [
        _found(folded, needle) for needle in sorted({*wanted.phrases, *wanted.prefixes, *_spellings(wanted.words)})
    ]
    for turn in zip_longest(*found):
        yield from (place for place in turn if place)


def _found(folded: str, needle: str) -> Iterator[tuple[int, str]]:
    at = folded.find(needle)
    while at >= 0:
        yield at, needle
        at = folded.find(needle, at + len(needle))


def _spellings(words: Iterable[str]) -> Iterator[str]:
    """How the text may write a word that ``index.tokens`` made uniform: no last dot, commas between thousands."""
    for word in words:
        yield word.removesuffix(".")
        whole, dot, rest = word.partition(".")
        if whole.isdecimal() and len(whole) > 3:
            yield f"{int(whole):,}{dot}{rest}"


def _to_blanks(folded: str, start: int, end: int) -> Span:
    """From blank to blank around ``start:end``, as far as there are blanks within reach."""
    start, end = max(0, start), min(len(folded), end)
    before = max(folded.rfind(" ", max(0, start - REACH), start), folded.rfind("\n", max(0, start - REACH), start))
    after = [at for sign in " \n" if (at := folded.find(sign, end, end + REACH)) >= 0]
    return before + 1 if before >= 0 else max(0, start - REACH), min(after, default=min(len(folded), end + REACH))


def _spans(text: str, page: Normalised, region: Span, wanted: Wanted, tokeniser: Tokeniser) -> list[Span]:
    found = sorted(_widened(text, page.raw_span(*span)) for span in _exact(page.text, region, wanted, tokeniser))
    merged: list[Span] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _exact(folded: str, region: Span, wanted: Wanted, tokeniser: Tokeniser) -> Iterator[Span]:
    base, end = region
    passage = folded[base:end]
    for phrase in wanted.phrases:
        yield from ((base + at, base + at + len(phrase)) for at, _ in _found(passage, phrase))
    if not wanted.words and not wanted.prefixes:
        return
    prefixes = tuple(wanted.prefixes)  # an empty tuple is the beginning of nothing
    for token in tokeniser.tokens(passage):
        if token.text in wanted.words or token.text.startswith(prefixes):
            yield base + token.start, base + token.end
        else:
            for part, first, last in tokeniser.parts(token.text):
                if part in wanted.words or part.startswith(prefixes):
                    yield base + token.start + first, base + token.start + last


def _widened(text: str, span: Span) -> Span:
    start, end = span
    while not is_boundary(text, start):
        start -= 1
    while not is_boundary(text, end):
        end += 1
    return start, end


def _window(text: str, spans: Sequence[Span], tokeniser: Tokeniser) -> Span:
    if len(text) <= LENGTH:
        return 0, len(text)
    start = min(max(0, _best(text, spans) - LEAD), len(text) - LENGTH)
    start = _cut(text, start, [s for s in spans if s[0] < start < s[1]], tokeniser)
    end = min(len(text), start + LENGTH)
    held = [s for s in spans if s[0] < end < s[1]]
    if held and held[0][1] - start <= 3 * LENGTH:
        return start, held[0][1]  # an exact string longer than a snippet is shown whole
    return start, max(start, _cut(text, end, held, tokeniser))


def _best(text: str, spans: Sequence[Span]) -> int:
    """Where the passage with the most different matches begins, then with the most; the first of equals."""
    starts = [start for start, _ in spans]
    best, best_at = (0, 0), 0
    for n, start in enumerate(starts):
        last = bisect_left(starts, start + LENGTH - LEAD)
        inside = spans[n:last]
        worth = len({text[s:e] for s, e in inside}), len(inside)
        if worth > best:
            best, best_at = worth, start
    return best_at


def _cut(text: str, at: int, held: Sequence[Span], tokeniser: Tokeniser) -> int:
    """A place to cut at or left of *at*: before the match that holds it, else between words, else between clusters."""
    if held:
        at = held[0][0]
    elif 0 < at < len(text):
        at = _between_words(text, at, tokeniser)
    while not is_boundary(text, at):
        at -= 1
    return at


def _between_words(text: str, at: int, tokeniser: Tokeniser) -> int:
    """The last beginning of a word at or left of *at*, cut from the blank before it; *at* where none is in reach."""
    blank = max(text.rfind(" ", max(0, at - REACH), at), text.rfind("\n", max(0, at - REACH), at))
    base = blank + 1 if blank >= 0 else max(0, at - REACH)
    page = normalise(text[base : at + LEAD])
    starts = [base + page.offsets[token.start] for token in tokeniser.tokens(page.text)]
    return max((s for s in starts if s <= at), default=at)


def _marked(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = start
    for s, e in spans:
        pieces.append(html.escape(text[at:s]))
        pieces.append(f"<mark>{html.escape(text[s:e])}</mark>")
        at = e
    pieces.append(html.escape(text[at:end]))
    return "".join(pieces)
