"""The passage of a page that answers a query, on one line of safe HTML with every match in ``<mark>``.

Passages are found in the folded text (:mod:`index.passages`); only the one that is shown is led back to the raw text,
so the length of a page hardly matters. A cut stands between two words, at the end of a paragraph or at a blank where
one is near. Neither a cut nor the edge of a mark falls inside a Thai character cluster: marks would be orphaned, or a
vowel torn from its consonant.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.thai.normalise import Normalised, fold, normalise
from index import windows
from index.asked import Asked
from index.borders import Known
from index.clusters import is_boundary, is_edge
from index.cuts import Span, Text
from index.matches import marks, matches_of, title_marks
from index.passages import NOWHERE, SAME, Passage, best_passage, joined, passage_at
from index.windows import NO_BEGINNING, REST, window

LENGTH = 220  # code points of a snippet: about three lines on a desktop, five on a phone
FRAGMENT = 115  # of each half, where what was asked for stands in two places
# A second place is shown where what it has of the rest of the query is worth a word of every third page, and this share
# of all words: of a question of twelve words a second one would else be shown for each of little use.
WORTH_SHOWING, SHARE_SHOWING = 1.0, 0.15
LONGEST = windows.LONGEST * LENGTH
LINE_BREAK = " · "
MARKED_TITLE = 2_000  # code points of a title in which matches are looked for
EDGE = 8  # code points at the ends of a stretch of raw text that may be normalised otherwise than within
SLACKS = (60, 300, 5_000)  # code points around where a passage should stand in the raw text, before all of it is read

# Blanks, and what has no place in one line: controls, what only says where to break, and marks of direction, which
# would turn the page around when their other half is cut off.
_UNSHOWN = r"\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_BLANKS = re.compile(rf"[\s{_UNSHOWN}]+|([\u200c\u200d])[\u200c\u200d]+")
_UNEVEN = re.compile(rf"(?! [^\s{_UNSHOWN}])(?:{_BLANKS.pattern})")  # all of them but a blank alone
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_NO_BREAK_AFTER, _NO_BREAK_BEFORE = ":;,|-–—•·*([{“", "|-–—•·*)]}”"  # the end of a line is plain here without a dot


@dataclass(frozen=True, slots=True)
class Source:
    """A text to take a snippet from, with what ``fold`` makes of it and where that was cut, where it is known."""

    text: str
    folded: str
    known: Known | None = None

    @classmethod
    def of(cls, text: str) -> Source:
        """*text* and its folded form."""
        return cls(text, fold(text))


def snippet(sources: Sequence[Source], asked: Asked, title: str = "") -> str:
    """The best passage of the *sources*, with ``…`` where it was cut; the beginning of the first where none matches.

    A text that begins with the folded *title* is read from behind it, since a hit shows its title anyway; its
    beginning is looked at again where nothing else matches.
    """
    places = [_Place.of(source, asked, title) for source in sources]
    best = _best(places, asked)
    if best is None:
        return ""
    span = best.window(LENGTH)
    if more := _more(places, asked, best.shown(span)):
        return _both(best, more.seen_by(asked), asked)
    return _cut_off(best, span, asked)


def _more(places: Sequence[_Place], asked: Asked, shown: set[str]) -> _Place | None:
    """The passage that has most of what is not *shown*, where it is worth to be shown beside the other."""
    left = asked.without(shown)
    least = max(WORTH_SHOWING, SHARE_SHOWING * asked.worth)
    if not left or left.most([place.source.folded for place in places]) < least - SAME:
        return None
    more = _best(places, left)
    return more if more and left.worth_of(more.shown(more.window(FRAGMENT))) >= least else None


def marked(title: Source, asked: Asked) -> str:
    """The whole of *title* with its matches marked."""
    text, folded, known = title.text, title.folded, title.known
    if len(text) > MARKED_TITLE:
        folded, known = fold(text[:MARKED_TITLE]), None
    found = matches_of(Text(folded, asked.cutting, known).cut(0, len(folded)), asked)
    spans = title_marks(folded, found, asked) if found else []
    if spans and text != folded:
        page = normalise(text[:MARKED_TITLE])
        spans = [page.raw_span(*span) for span in spans]
    return _marked(text, (0, len(text)), [_widened(text, span, is_edge) for span in spans], _as_is)


def _behind(folded: str, title: str) -> int:
    """Where *folded* goes on behind the *title* it begins with; 0 where it does not, or not for long.

    Only letters and digits are compared: text and title of one page often differ in blanks and quotes.
    """
    at = len(title)
    while at and not title[at - 1].isalnum():
        at -= 1
    if not folded.startswith(title[:at]):  # as most do that begin with it at all
        at = _behind_letters(folded, title)
    if not at or not is_boundary(folded, at):
        return 0
    while at < len(folded) and folded[at] in NO_BEGINNING + " \n":
        at += 1
    return at if len(folded) - at >= LENGTH // 2 else 0


def _behind_letters(folded: str, title: str) -> int:
    """Where *folded* goes on behind the letters and digits of *title*; 0 where it does not begin with them."""
    at = 0
    for letter in filter(str.isalnum, title):
        while at < len(folded) and not folded[at].isalnum():
            at += 1
        if folded[at : at + 1] != letter:
            return 0
        at += 1
    return at


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage of a source that is read from ``origin`` on."""

    source: Source
    text: Text
    origin: int
    passage: Passage = NOWHERE

    @classmethod
    def of(cls, source: Source, asked: Asked, title: str) -> _Place:
        """The place to begin with: behind the folded *title*."""
        return cls(source, Text(source.folded, asked.cutting, source.known), _behind(source.folded, title))

    def found(self, asked: Asked) -> _Place:
        """The best passage; before the origin too, where behind it nothing matches."""
        passage = best_passage(self.text, asked, self.origin)
        if self.origin and not passage.worth:
            again = best_passage(self.text, asked)
            if again.worth:
                return self.at(again, 0)
        return self.at(passage, self.origin)

    def seen_by(self, asked: Asked) -> _Place:
        """The same place with all that *asked* finds in it; its focus stays."""
        seen = passage_at(self.text, self.passage.focus[0], asked, self.origin)
        return self.at(replace(seen, focus=self.passage.focus), self.origin)

    def at(self, passage: Passage, origin: int) -> _Place:
        """Another *passage* of the same source, read from *origin* on."""
        return _Place(self.source, self.text, origin, passage)

    def window(self, length: int) -> Span:
        """The stretch of the folded text to show."""
        return window(self.source.folded, self.origin, self.passage, length)

    def shown(self, window: Span) -> set[str]:
        """What of a query the stretch *window* of the folded text answers."""
        start, end = window
        return {m.key for m in self.passage.matches if start <= m.start and m.end <= end and m.kind != "letters"}


def _best(places: Sequence[_Place], asked: Asked) -> _Place | None:
    return max((place.found(asked) for place in places), key=lambda p: p.passage.worth, default=None)


def _both(one: _Place, other: _Place, asked: Asked) -> str:
    """Two fragments, in the order in which they stand; one longer one, where they touch."""
    if one.source is not other.source:
        both = [_cut_off(place, place.window(FRAGMENT), asked) for place in (one, other)]
        return f"{both[0].removesuffix(' …')} … {both[1].removeprefix('… ')}"
    first, last = sorted((one, other), key=lambda place: place.passage.focus)
    before, behind = first.window(FRAGMENT), last.window(FRAGMENT)
    if before[1] + REST < behind[0]:
        both = [_cut_off(first, before, asked), _cut_off(last, behind, asked)]
        return f"{both[0].removesuffix(' …')} … {both[1].removeprefix('… ')}"
    place = first.at(joined(first.passage, last.passage), first.origin)
    return _cut_off(place, place.window(LENGTH), asked)


def _cut_off(place: _Place, shown: Span, asked: Asked) -> str:
    """What is *shown* of a place, with ``…`` at the ends that are not those of its text."""
    begins, ends = shown[0] <= place.origin, shown[1] >= len(place.source.folded.rstrip())
    return f"{'' if begins else '… '}{_shown(place, *shown, asked)}{'' if ends else ' …'}"


def _shown(place: _Place, start: int, end: int, asked: Asked) -> str:
    """The stretch ``start:end`` of the folded text of *place*, as its source writes it, marked."""
    source, passage = place.source, place.passage
    inside = [m for m in passage.matches if m.start < end and m.end > start]
    spans = [(max(s, start), min(e, end)) for s, e in marks(source.folded, inside, asked)]
    text, stretch = source.text, _stretch(source, start, end)
    shown = _trimmed(text, _widened(text, stretch.raw_span((start, end)), is_boundary))
    return _marked(text, shown, [_widened(text, stretch.raw_span(span), is_edge) for span in spans], _one_line)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a raw text, normalised: where it begins there and in the folded text."""

    page: Normalised
    raw: int
    folded: int

    def raw_span(self, span: Span) -> Span:
        """The raw characters of the *span* of the folded text."""
        start, end = self.page.raw_span(span[0] - self.folded, span[1] - self.folded)
        return start + self.raw, end + self.raw


def _stretch(source: Source, start: int, end: int) -> _Stretch:
    """The raw text of ``start:end`` of the folded text, looked for around where it should stand.

    Where the same characters stand there twice, either will do.
    """
    text, folded = source.text, source.folded
    wanted, guess = folded[start:end], start * len(text) // max(1, len(folded))
    for slack in SLACKS:
        low, high = max(0, guess - slack), min(len(text), guess + end - start + slack)
        page = normalise(text[low:high])
        at = page.text.find(wanted, EDGE if low else start)
        if at >= 0 and (high == len(text) or at + len(wanted) + EDGE <= len(page.text)):
            return _Stretch(page, low, start - at)
    return _Stretch(normalise(text), 0, 0)


def _widened(text: str, span: Span, free: Callable[[str, int], bool]) -> Span:
    """*span* widened to where it is *free*; only so far, since a hostile text is one cluster of a thousand marks."""
    start, end = span
    while start > span[0] - LONGEST and not free(text, start):
        start -= 1
    while end < span[1] + LONGEST and not free(text, end):
        end += 1
    return start, end


def _trimmed(text: str, span: Span) -> Span:
    """*span* without blanks at its ends, and of bounded length whatever is invisible in it."""
    start, end = span[0], min(span[1], span[0] + 4 * LONGEST)
    while start < end and _BLANKS.fullmatch(text[start]):
        start += 1
    while start < end and _BLANKS.fullmatch(text[end - 1]):
        end -= 1
    return start, end


def _marked(text: str, window: Span, spans: Sequence[Span], shown: Callable[[str, str], str]) -> str:
    """*text* in the *window* as safe HTML, each piece as *shown* makes it; *spans* may touch one another, no more."""
    pieces: list[str] = []
    at, end = window
    for s, e in spans:
        s, e = max(s, at), min(e, end)
        if s < e:
            pieces.append(html.escape(shown(text[at:s], LINE_BREAK)))
            pieces.append(f"<mark>{html.escape(shown(text[s:e], ' '))}</mark>")
            at = e
    pieces.append(html.escape(shown(text[at:end], LINE_BREAK)))
    return "".join(pieces).replace("<mark></mark>", "")


def _as_is(piece: str, _: str) -> str:
    return piece


def _one_line(piece: str, line_break: str) -> str:
    """*piece* without line breaks and with one blank for several."""
    return _UNEVEN.sub(lambda m: _blank(m, line_break), piece)


def _blank(m: re.Match[str], line_break: str) -> str:
    run = m.group()
    if m.group(1):
        return m.group(1)
    if not any(c.isspace() for c in run):
        return ""
    before, after = m.string[: m.start()][-1:], m.string[m.end() :][:1]
    plain = (before and before in _NO_BREAK_AFTER) or (after and after in _NO_BREAK_BEFORE)
    return line_break if not plain and not _BREAKS.isdisjoint(run) else " "
