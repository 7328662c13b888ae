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
from dataclasses import dataclass

from corpus.thai.normalise import Normalised, fold, normalise
from index.clusters import is_boundary, is_edge
from index.evaluate import Wanted
from index.matches import Span, marks, matches_of, title_marks
from index.passages import Passage, best_passage
from index.tokens import Tokeniser

LENGTH = 220  # code points of a snippet: about three lines on a desktop, five on a phone
LONGEST = 3 * LENGTH  # a snippet grows so far to show an exact string whole
LEAD = 40  # of these, how many stand before the first match, give or take as many
REST = 25  # code points that are shown too where nothing but them would be cut off
PARAGRAPH_NEAR, BLANK_NEAR = 60, 45  # code points that are given up to end at a paragraph, at a blank
LINE_BREAK = " · "
MARKED_TITLE = 2_000  # code points of a title in which matches are looked for
EDGE = 8  # code points at the ends of a stretch of raw text that may be normalised otherwise than within
SLACKS = (300, 5_000)  # code points around where a passage should stand in the raw text, before all of it is read

# Blanks, and what has no place in one line: controls, what only says where to break, and marks of direction, which
# would turn the page around when their other half is cut off.
_UNSHOWN = r"\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_BLANKS = re.compile(rf"[\s{_UNSHOWN}]+|([\u200c\u200d])[\u200c\u200d]+")
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_OPENERS = "([{“‘«\"'"
_NO_BEGINNING = ")]}”’»ๆฯ.,;:!?%/|-–—·"  # a snippet that begins so reads as torn off
_NO_BREAK_AFTER, _NO_BREAK_BEFORE = ":;,|-–—•·*([{“", "|-–—•·*)]}”"  # the end of a line is plain here without a dot


@dataclass(frozen=True, slots=True)
class Source:
    """A text to take a snippet from, with what ``fold`` makes of it."""

    text: str
    folded: str

    @classmethod
    def of(cls, text: str) -> Source:
        """*text* and its folded form."""
        return cls(text, fold(text))


def snippet(sources: Sequence[Source], wanted: Wanted, tokeniser: Tokeniser, title: str = "") -> str:
    """The best passage of the *sources*, with ``…`` where it was cut; the beginning of the first where none matches.

    A text that begins with the folded *title* is read from behind it, since a hit shows its title anyway; its
    beginning is looked at again where nothing else matches.
    """
    best: tuple[Source, int, Passage] | None = None
    for source in sources:
        origin = _behind(source.folded, title)
        found = best_passage(source.folded, wanted, tokeniser, origin)
        if origin and not found.worth:
            again = best_passage(source.folded, wanted, tokeniser)
            origin, found = (0, again) if again.worth else (origin, found)
        if best is None or found.worth > best[2].worth:
            best = source, origin, found
    return _shown(*best, wanted) if best else ""


def marked(text: str, wanted: Wanted, tokeniser: Tokeniser) -> str:
    """The whole of *text* with its matches marked: for titles."""
    page = normalise(text[:MARKED_TITLE])
    spans = title_marks(page.text, matches_of(page.text, 0, wanted, tokeniser)[0], wanted)
    return _marked(text, (0, len(text)), [_widened(text, page.raw_span(*span), is_edge) for span in spans], _as_is)


def _behind(folded: str, title: str) -> int:
    """Where *folded* goes on behind the *title* it begins with; 0 where it does not, or not for long.

    Only letters and digits are compared: text and title of one page often differ in blanks and quotes.
    """
    at = 0
    for letter in filter(str.isalnum, title):
        while at < len(folded) and not folded[at].isalnum():
            at += 1
        if folded[at : at + 1] != letter:
            return 0
        at += 1
    if not at or not is_boundary(folded, at):
        return 0
    while at < len(folded) and folded[at] in _NO_BEGINNING + " \n":
        at += 1
    return at if len(folded) - at >= LENGTH // 2 else 0


def _shown(source: Source, origin: int, passage: Passage, wanted: Wanted) -> str:
    folded = source.folded
    start, end = _window(folded, origin, passage)
    inside = [m for m in passage.matches if m.start < end and m.end > start]
    spans = [(max(s, start), min(e, end)) for s, e in marks(folded, inside, wanted)]
    text, stretch = source.text, _stretch(source, start, end)
    window = _trimmed(text, _widened(text, stretch.raw_span((start, end)), is_boundary))
    shown = _marked(text, window, [_widened(text, stretch.raw_span(span), is_edge) for span in spans], _one_line)
    return f"{'… ' if start > origin else ''}{shown}{' …' if end < len(folded.rstrip()) else ''}"


def _window(folded: str, origin: int, passage: Passage) -> Span:
    start = _begin(folded, origin, passage)
    focus = passage.focus[1]
    limit = start + LENGTH - (len(LINE_BREAK) - 1) * folded.count("\n", start, start + LENGTH)
    limit = min(max(limit, focus), start + LONGEST)
    if len(folded) <= min(limit + REST, passage.end):
        return start, len(folded)
    end = _end(folded, min(focus, limit), min(limit, passage.end), passage)
    while end > max(focus, start) and folded[end - 1] in _OPENERS + " \n":
        end -= 1
    return start, end


def _begin(folded: str, origin: int, passage: Passage) -> int:
    """Where to begin so that the focus is shown: at a paragraph, at a blank, or between words, best first."""
    first, last = passage.focus
    if passage.start <= origin and last - origin <= LENGTH:
        return origin
    lead = max(LEAD, LENGTH - (len(folded) - first))  # more where little follows
    low = min(first, max(passage.start, first - lead - LEAD, last - max(LENGTH, lead)))
    free = _free(folded, passage)
    blanks = [at for at in range(max(low, 1), first + 1) if folded[at - 1] in " \n" and free(at)]
    places = (
        [at for at in blanks if folded[at - 1] == "\n"],
        [at for at in blanks if not _torn(folded, at - 1) and folded[at : at + 1] not in _NO_BEGINNING],
        blanks,
        [at for at, _ in passage.words if low <= at <= first and free(at)],
    )
    return min(next(filter(None, places), [first]), key=lambda at: abs(first - lead - at))


def _end(folded: str, least: int, limit: int, passage: Passage) -> int:
    """Where to end, not before *least*: at a paragraph, at a blank, or between words, best first."""
    if (paragraph := folded.rfind("\n", max(least, limit - PARAGRAPH_NEAR), limit + 1)) >= 0:
        return paragraph
    free = _free(folded, passage)
    blanks = [at for at in range(max(least, limit - BLANK_NEAR), limit + 1) if folded[at : at + 1] == " " and free(at)]
    whole = [at for at in blanks if not _torn(folded, at)]
    words = [end for _, end in passage.words if least <= end <= limit and free(end)]
    if places := whole or blanks or words:
        return max(places)
    return next((at for at in range(limit, least, -1) if is_boundary(folded, at)), limit)


def _torn(folded: str, blank: int) -> bool:
    """Whether a number stands beside the blank: 5 ธันวาคม 2565 and 10,000 บาท are better not cut."""
    return any(c.isdecimal() for c in (folded[max(0, blank - 1)], folded[blank + 1 : blank + 2]))


def _free(folded: str, passage: Passage) -> Callable[[int], bool]:
    """Whether a cut there falls between words, between matches and between clusters."""
    held = [*((m.start, m.end) for m in passage.matches), *passage.words]
    inside = {at for start, end in held for at in range(start + 1, end)}
    return lambda at: at not in inside and is_boundary(folded, at)


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
    return _BLANKS.sub(lambda m: _blank(m, line_break), piece)


def _blank(m: re.Match[str], line_break: str) -> str:
    run = m.group()
    if m.group(1):
        return m.group(1)
    if not any(c.isspace() for c in run):
        return ""
    before, after = m.string[: m.start()][-1:], m.string[m.end() :][:1]
    plain = (before and before in _NO_BREAK_AFTER) or (after and after in _NO_BREAK_BEFORE)
    return line_break if not plain and not _BREAKS.isdisjoint(run) else " "
