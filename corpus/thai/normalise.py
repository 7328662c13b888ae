r"""One normaliser for page, index and query, with an offset map back to the raw text.

The same three passes for everyone, so that what is typed meets what is printed:

1. characters: invisible ones go, Thai digits become Arabic, letters become small, dashes and quotes become plain
   ASCII, other compatibility forms (full width, ligatures) are resolved; every kind of blank becomes ``" "``,
   every line or paragraph break ``"\n"``;
2. clusters: decomposed sara am is joined (``ํ`` + ``า`` → ``ำ``), marks are put into typing order (vowel before
   tone), a mark typed twice counts once, ``เเ`` becomes ``แ``;
3. white space: a run becomes one blank, or one ``"\n"`` where it holds a line break.

Thai marks are letters and are never removed. NFKC is not used on Thai: it takes every ``ำ`` apart.

>>> fold("น้ํา ๒๕๖๔  ก.พ.ร.")
'น้ำ 2564 ก.พ.ร.'
>>> page = normalise("การ\u200bประชุม\u00a0 OPDC")
>>> page.text, page.raw_span(10, 14)
('การประชุม opdc', (12, 16))
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import overload

VOWEL_MARKS = "\u0e31\u0e34-\u0e3a\u0e47"  # above and below a consonant; typed before the tone
TONES = "\u0e48-\u0e4b"
NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
_MARK = rf"[{VOWEL_MARKS}{TONES}\u0e4c-\u0e4e{SARA_AM}]"
# Two marks and more, but for a vowel or tone with the one mark that is typed behind it: most are so, and stay.
_MARKS = re.compile(
    rf"({_MARK}(?!(?<=[{VOWEL_MARKS}])[{TONES}\u0e4c](?!{_MARK}))(?!(?<=[{TONES}]){SARA_AM}(?!{_MARK}))"
    rf"{_MARK}+{SARA_AA}?{_MARK}*)"
)
# The same with what is rarer: decomposed sara am, two เ, Latin letters with their accents apart.
_CLUSTER = re.compile(
    rf"({_MARK}{_MARK}+{SARA_AA}?{_MARK}*|{NIKHAHIT}{SARA_AA}{_MARK}*|เ{{2,}}|[a-zà-ÿ][\u0300-\u036f]+)"
)
_SPACE = re.compile(r"([ \n]{2,})")
# Runs of characters that are not their own normalised form, or may not be; the others are spared a look at the table.
_ODD = re.compile("([^ก-ฺเ-๎a-z0-9 \n!-/:-@\\[-_{-~฿]{1,16})")
_COMBINING = re.compile("[\u0300-\u036f]")
KEPT = 500_000  # characters of a text that is kept normalised for the next who asks; more would fill the memory
_LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
# Shifted forms of Thai letters in the private use area, which Windows fonts and PDF writers put for a mark that
# stands lower or further left; in code order, F700 to F71A.
SHIFTED_FORMS = dict(
    zip(
        map(chr, range(0xF700, 0xF71B)),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
        "\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)
_PLAIN = {
    **SHIFTED_FORMS,
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **{chr(0x0E50 + n): str(n) for n in range(10)},  # Thai digits
    "\u0e33": "\u0e33",  # NFKC would take sara am apart
    "\u0eb3": "\u0eb3",  # and its Lao twin
}


# What one pass changed: the half-open span of the new text, and the one of the old text that it stands for.
_Edit = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text; ``offsets[i]`` is where its character ``i`` began in the raw text.

    ``offsets`` has one entry more than ``text``: the length of the raw text. It never decreases.
    """

    text: str
    offsets: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the raw text that normalised to ``text[start:end]``.

        A raw cluster that was rewritten as a whole is never cut: the span grows to hold it. An empty span stays
        empty. IndexError for a span outside of the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span {start}:{end} lies outside of a text of {len(self.text)} characters")
        first = self.offsets[start]
        if start == end:
            return first, first
        inside = self.offsets[end - 1]
        while end < len(self.text) and self.offsets[end] == inside:
            end += 1
        return first, self.offsets[end]


class Offsets(Sequence[int]):
    """Where each character of a rewritten text began before; one entry more than the text has.

    Kept are the edits of each pass, and a place is looked up backwards through them: most of a text stays as it is.
    """

    __slots__ = ("_layers", "_length")

    def __init__(self, length: int, layers: Iterable[list[_Edit]] = ()) -> None:
        self._length = length  # of the rewritten text
        self._layers = [([edit[0] for edit in edits], edits) for edits in layers if edits][::-1]

    def __len__(self) -> int:
        return self._length + 1

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...
    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        if not 0 <= place <= self._length:
            place += len(self) if place < 0 else 0
            if not 0 <= place <= self._length:
                raise IndexError(f"place {place} lies outside of a text of {self._length} characters")
        for starts, edits in self._layers:
            if nearest := bisect_right(starts, place):
                _, end, raw_start, raw_end = edits[nearest - 1]
                place = raw_start if place < end else raw_end + place - end
        return place


def normalise(text: str) -> Normalised:
    """*text* as the index and a query see it, with the map back; ``normalise(t).text == fold(t)``."""
    return _normalised_again(text) if len(text) <= KEPT else _normalised(text)


@lru_cache(maxsize=8)  # the fields of one page, read for dates and for names one after the other
def _normalised_again(text: str) -> Normalised:
    return _normalised(text)


def _normalised(text: str) -> Normalised:
    mapped, edits = _mapped(text)
    layers = [edits]
    for pattern, fix in _PASSES[1:]:
        mapped, edits = _rewritten(pattern(mapped), fix, mapped)
        layers.append(edits)
    return Normalised(mapped, Offsets(len(mapped), layers))


def fold(text: str) -> str:
    """*text* normalised, without the map: the fast way to compare."""
    for pattern, fix in _PASSES[:-1]:
        parts = pattern(text).split(text)  # every second one was found: the whole pattern is one group
        if len(parts) > 1:  # in two thirds of the time of a substitution that calls back
            parts[1::2] = map(fix, parts[1::2])
            text = "".join(parts)
    return _spaced(text)


SHORT = 120  # characters of a name or label; the same ones come again and again


def squash(text: str) -> str:
    r"""*text* folded and without white space: for asking whether two lines say the same.

    >>> squash("ก.พ.ร. เดินเครื่องต่อ") == squash("ก.พ.ร.  เดิน\nเครื่องต่อ")
    True
    """
    return _squashed_again(text) if len(text) <= SHORT else "".join(fold(text).split())


@lru_cache(maxsize=8192)
def _squashed_again(text: str) -> str:
    return "".join(fold(text).split())


class _CharacterTable(dict[int, str]):
    """Code point → its normalised form, worked out when first met (str.translate asks item by item)."""

    def __missing__(self, code: int) -> str:
        self[code] = form = _character(chr(code))
        return form


def _character(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _LINE_BREAKS:
        return "\n"
    if char.isspace() or "\uf020" <= char <= "\uf0ff":  # the latter: bullets and arrows of Wingdings and Symbol
        return " "
    if unicodedata.category(char) in ("Cc", "Cf"):
        return ""  # zero-width characters, soft hyphens, direction marks, controls
    form = char
    for _ in range(4):  # lower case of a compatibility form can be one again; it settles after two rounds
        after = unicodedata.normalize("NFKC", form).lower()
        if after == form:
            break
        form = after
    return form if form == char else form.translate(_CHARACTERS)


_CHARACTERS = _CharacterTable()


@lru_cache(maxsize=4096)
def _cluster(raw: str) -> str:
    if raw[0] == "เ":
        return "แ" * (len(raw) // 2) + "เ" * (len(raw) % 2)
    if raw[-1] >= "\u0300" and raw[-1] <= "\u036f":
        return unicodedata.normalize("NFC", raw)
    head, found, tail = raw.partition(SARA_AA)
    if found and NIKHAHIT in head:
        return _ordered(head.replace(NIKHAHIT, "") + SARA_AM + tail)
    return _ordered(head) + found + _ordered(tail)


def _ordered(marks: str) -> str:
    """Vowels, then tones, then the rest, sara am last; of equal neighbours one."""
    kept: list[str] = []
    for mark in sorted(marks, key=_place):
        if not kept or kept[-1] != mark:
            kept.append(mark)
    return "".join(kept)


def _place(mark: str) -> int:
    if mark == SARA_AM:
        return 3
    if mark >= "\u0e4c":
        return 2
    return 1 if mark >= "\u0e48" else 0


def _spaced(text: str) -> str:
    """*text* with one blank or line break for each run of them: the last pass by itself, in half of its time."""
    text = _single(text, " ")
    if "\n" in text:
        text = _single(text.replace(" \n", "\n").replace("\n ", "\n"), "\n")
    return text


def _single(text: str, char: str) -> str:
    """*text* with one *char* for each run of it; each look at the text halves the longest run."""
    while (two := 2 * char) in text:
        text = text.replace(two, char)
    return text


def _space(raw: str) -> str:
    return "\n" if "\n" in raw else " "


@lru_cache(maxsize=4096)  # the same few: quotes, capitals, Thai digits, blanks of other kinds
def _characters(raw: str) -> str:
    return raw.translate(_CHARACTERS)


def _odd(text: str) -> re.Pattern[str]:
    return _ODD


def _clusters(text: str) -> re.Pattern[str]:
    rare = NIKHAHIT in text or "เเ" in text or (not text.isascii() and _COMBINING.search(text))
    return _CLUSTER if rare else _MARKS


def _spaces(text: str) -> re.Pattern[str]:
    return _SPACE


# Each pass: what it looks for in a text, and how that is put right.
_PASSES: tuple[tuple[Callable[[str], re.Pattern[str]], Callable[[str], str]], ...] = (
    (_odd, _characters),
    (_clusters, _cluster),
    (_spaces, _space),
)


def _mapped(text: str) -> tuple[str, list[_Edit]]:
    """*text* character by character, and the edits that changed its length."""
    pieces: list[str] = []
    edits: list[_Edit] = []
    last = shift = 0
    for m in _ODD.finditer(text):
        pieces.append(text[last : m.start()])
        last = m.end()
        for at, char in enumerate(m.group(), m.start()):
            form = _CHARACTERS[ord(char)]
            pieces.append(form)
            if len(form) != 1:
                edits.append((at + shift, at + shift + len(form), at, at + 1))
                shift += len(form) - 1
    pieces.append(text[last:])
    return "".join(pieces), edits


def _rewritten(pattern: re.Pattern[str], fix: Callable[[str], str], text: str) -> tuple[str, list[_Edit]]:
    """*text* with what *pattern* finds put right by *fix*, and the edits."""
    pieces: list[str] = []
    edits: list[_Edit] = []
    last = shift = 0
    for m in pattern.finditer(text):
        raw = m.group()
        form = fix(raw)
        if form == raw:
            continue
        pieces.append(text[last : m.start()])
        pieces.append(form)
        last = m.end()
        edits.append((m.start() + shift, m.start() + shift + len(form), m.start(), last))
        shift += len(form) - len(raw)
    pieces.append(text[last:])
    return "".join(pieces), edits
