"""People on English pages: titled names, names beside an office, and single names of people named in full.

Replaces, in English lines, what the rules of Thai pages find there. A name is a row of words with capitals of which
none is a word of offices, bodies, places or sentences; it counts behind a title, behind an office, or before one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.extract.english_posts import Span, post_before, post_behind
from corpus.extract.english_words import Word, english_words, near, word_list
from corpus.extract.holders import Held
from corpus.extract.person_names import Mention
from corpus.extract.positions import Position
from corpus.extract.reading import Reading, Taken
from corpus.thai.normalise import squash

MOST_PARTS = 7  # words of one name
_VERB_ENDS = ("s", "ed", "ing", "tion")
_HAJI = ("haji", "hajah")  # in the middle of Malay names: bin Haji …
SHORTEST_ALONE = 4  # letters of a single name that is known again without title and office


@dataclass(frozen=True, slots=True)
class _Name:
    """A name at ``first:last`` of the words, the title at *title* (an index, or -1), offices as word spans."""

    first: int
    last: int
    title: int
    before: Span | None
    behind: Span | None


def read_english(readings: Sequence[Reading], mentions: Sequence[list[Mention]]) -> None:
    """Put the people of the English lines of *readings* into *mentions*, in place of what was found there.

    Their offices stand in ``Mention.posts``; a single name of somebody named in full has ``Mention.key`` set to the
    squashed full name.
    """
    words = [english_words(reading) if reading.where != "credits" else () for reading in readings]
    if not any(words):
        return
    names = [list(_names(row)) for row in words]
    known = _known(words, names)
    for row, found, own in zip(words, names, mentions, strict=True):
        if row:
            lines = Taken(_lines(row))
            kept = [mention for mention in own if not lines.overlaps(mention.start, mention.end)]
            new = [m for name in found if (m := _mention(row, name, known))]
            taken = Taken((m.start, m.end) for m in new)
            bare = (m for m in _bare(row, known) if not taken.overlaps(m.start, m.end))
            own[:] = sorted([*kept, *new, *bare], key=lambda m: m.start)


def english_holders(placed: Sequence[tuple[str, Mention]]) -> Iterator[Held]:
    """Who of *placed* holds which of the offices that touch the names of English lines."""
    for key, mention in placed:
        for start, end in mention.posts or ():
            yield Held(key, Position(start, end))


def _lines(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    start = words[0].start
    for i, word in enumerate(words):
        if word.kind == "break":
            yield start, word.end
            start = words[i + 1].start if i + 1 < len(words) else word.end


def _names(words: Sequence[Word]) -> Iterator[_Name]:
    """Every name of *words* with a title or office, from left to right."""
    i = 0
    while i < len(words):
        titled = words[i].kind == "title"
        first = i + titled
        last = _name_end(words, first, titled=titled and not (i + 1 < len(words) and words[i].headline))
        if last == first or (titled and words[first].start - words[i].end > 2):
            i += 1
            continue
        name = _judged(words, i, first, last)
        if name:
            yield name
        i = last


def _name_end(words: Sequence[Word], first: int, *, titled: bool) -> int:
    """Where the row of name words that begins at *first* ends."""
    if first >= len(words) or not _opens(words[first], titled=titled):
        return first
    last = first + 1
    while last < len(words) and last - first < MOST_PARTS and near(words[last - 1], words[last]):
        if words[last - 1].owns:
            break
        word = words[last]
        if word.kind == "particle":
            ahead = last + 1
            while ahead < len(words) and (words[ahead].kind == "particle" or words[ahead].low in _HAJI):
                ahead += 1
            if ahead >= len(words) or not near(words[ahead - 1], words[ahead]):
                break
            if words[ahead].kind != "name" and not (word.low == "na" and words[ahead].capital):  # na Ayudhya, na Ranong
                break
            last = ahead
        elif word.kind != "name" and not (word.kind == "acronym" and words[first].text.isupper()):
            break
        last += 1
    return last


def _opens(word: Word, *, titled: bool) -> bool:
    """Whether a name may begin with *word*; behind a title it may look like an acronym or a place (MR. LEE)."""
    if word.kind == "name":
        return True
    return titled and word.capital and (word.kind == "acronym" or word.low in _first_names())


def _first_names() -> frozenset[str]:
    """Words of countries and provinces that are names of people, too: counted as such behind a title."""
    return frozenset(("jordan", "chad", "georgia", "sri", "paris", "israel", "nam", "kong"))


def _judged(words: Sequence[Word], i: int, first: int, last: int) -> _Name | None:
    """The row of name words as a name, if a title, an office before or an office behind it says so."""
    titled = first > i
    before = post_before(words, i)
    behind = post_behind(words, last, titled=titled) if titled or before or last - first > 1 else None
    if words[last - 1].owns:
        behind = None
    if titled and not before and not behind and i and words[i - 1].text == ",":
        before = _of_something(words, post_before(words, i - 1))
    name = _Name(first, last, i if titled else -1, before, behind)
    if titled:
        return name
    if words[first].headline and not (before and _listed(words, first, last)):
        return None
    if last - first == 1:
        return name if before and _may_stand_alone(words, before, first) else None
    follower = words[last] if last < len(words) else None
    if follower and near(words[last - 1], follower) and follower.capital and follower.kind in ("field", "acronym"):
        return None  # Chairman of the National Soft Power Committee
    if before:
        return name
    return name if behind and not (i and near(words[i - 1], words[i]) and _part_of_more(words[i - 1])) else None


def _listed(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a row of capitals in a line of capitals is a name in a list, and no verb with its object."""
    if last < len(words) and words[last].kind not in ("break", "sign") and words[last].low not in ("and", "."):
        return False
    return last - first > 1 and not any(word.low.endswith(_VERB_ENDS) for word in words[first:last])


def _of_something(words: Sequence[Word], post: Span | None) -> Span | None:
    """*post* if it is plainly that of one person: the Prime Minister of Italy, H.E. Ms. …"""
    if post and post[0] and any(word.low == "of" for word in words[post[0] : post[1]]):
        return post if words[post[0] - 1].kind not in ("sign", "name") else None
    return None


def _part_of_more(word: Word) -> bool:
    """Whether the word before a row of capitals makes it the end of some other name: the Royal Plaza Somchai, Inc."""
    return (word.kind in ("field", "acronym", "name") and word.capital) or word.low in ("the", "of", "at", "in", "to")


def _may_stand_alone(words: Sequence[Word], before: Span, first: int) -> bool:
    """Whether one word behind an office is a person's name: Prime Minister Kishida, and no President Hotel."""
    follower = words[first + 1] if first + 1 < len(words) else None
    if follower and near(words[first], follower) and follower.capital and not words[first].owns:
        return False
    last = words[before[1] - 1]
    return last.low in word_list("people", "names_alone") and last.capital


def _known(words: Sequence[Sequence[Word]], names: Sequence[Sequence[_Name]]) -> Mapping[str, str]:
    """The first and last words of the full names of the page → the squashed full name; shared ones are left out."""
    known: dict[str, str] = {}
    shared: set[str] = set()
    for row, found in zip(words, names, strict=True):
        for name in found:
            parts = row[name.first : name.last]
            if len(parts) < 2:
                continue
            key = squash("".join(word.low for word in parts))
            for part in (parts[0].low, parts[-1].low):
                if known.setdefault(part, key) != key:
                    shared.add(part)
    return {part: key for part, key in known.items() if part not in shared}


def _mention(words: Sequence[Word], name: _Name, known: Mapping[str, str]) -> Mention | None:
    parts = words[name.first : name.last]
    start = words[name.title].start if name.title >= 0 else parts[0].start
    key = known.get(parts[0].low, "") if len(parts) == 1 else ""
    surname = " ".join(word.low for word in parts[1:])
    return Mention(
        start,
        words[name.title].end if name.title >= 0 else start,
        parts[0].start,
        parts[-1].end,
        parts[0].low,
        surname,
        alone=not parts[0].headline,
        posts=_spans(words, name),
        key=key,
    )


def _spans(words: Sequence[Word], name: _Name) -> tuple[Span, ...]:
    """The offices of *name* as offsets of the text."""
    return tuple((words[i].start, words[j - 1].end) for i, j in filter(None, (name.before, name.behind)))


def _bare(words: Sequence[Word], known: Mapping[str, str]) -> Iterator[Mention]:
    """Single names of people known in full, without title or office: ``Srettha said``."""
    for i, word in enumerate(words):
        if word.kind != "name" or word.low not in known or len(word.low) < SHORTEST_ALONE:
            continue
        if i and near(words[i - 1], word) and words[i - 1].kind in ("name", "field", "acronym", "title", "particle"):
            continue
        if i + 1 < len(words) and near(word, words[i + 1]) and words[i + 1].capital and not word.owns:
            continue
        yield Mention(
            word.start, word.start, word.start, word.end, word.low, alone=False, posts=(), key=known[word.low]
        )
