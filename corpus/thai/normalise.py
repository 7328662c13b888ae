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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

VOWEL_MARKS = "\u0e31\u0e34-\u0e3a\u0e47"  # above and below a consonant; typed before the tone
TONES = "\u0e48-\u0e4b"
NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
_MARK = rf"[{VOWEL_MARKS}{TONES}\u0e4c-\u0e4e{SARA_AM}]"
_CLUSTER = re.compile(
    rf"{_MARK}{_MARK}+{SARA_AA}?{_MARK}*|{NIKHAHIT}{SARA_AA}{_MARK}*|เ{{2,}}|[a-zà-ÿ][\u0300-\u036f]+"
)
_SPACE = re.compile(r" {2,}| +\n[ \n]*|\n[ \n]+")
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


def normalise(text: str) -> Normalised:
    """*text* as the index and a query see it, with the map back; ``normalise(t).text == fold(t)``."""
    mapped = text.translate(_CHARACTERS)
    offsets: Sequence[int] = range(len(text) + 1)
    moving = {c for c in set(text) if len(_CHARACTERS[ord(c)]) != 1}
    if moving:
        offsets = _shifted(text, moving)
    for pattern, fix in _PASSES:
        mapped, offsets = _rewrite(pattern, fix, mapped, offsets)
    return Normalised(mapped, offsets)


def fold(text: str) -> str:
    """*text* normalised, without the map: the fast way to compare."""
    mapped = text.translate(_CHARACTERS)
    for pattern, fix in _PASSES:
        mapped = pattern.sub(lambda m, fix=fix: fix(m.group()), mapped)  # type: ignore[misc]  # bound at once
    return mapped


def squash(text: str) -> str:
    r"""*text* folded and without white space: for asking whether two lines say the same.

    >>> squash("ก.พ.ร. เดินเครื่องต่อ") == squash("ก.พ.ร.  เดิน\nเครื่องต่อ")
    True
    """
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
    if char.isspace():
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


def _space(raw: str) -> str:
    return "\n" if "\n" in raw else " "


_PASSES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = ((_CLUSTER, _cluster), (_SPACE, _space))


def _shifted(text: str, moving: set[str]) -> Sequence[int]:
    offsets: list[int] = []
    last = 0
    for m in re.finditer("[" + re.escape("".join(sorted(moving))) + "]", text):
        offsets.extend(range(last, m.start()))
        offsets.extend([m.start()] * len(_CHARACTERS[ord(m.group())]))
        last = m.end()
    offsets.extend(range(last, len(text) + 1))
    return offsets


def _rewrite(
    pattern: re.Pattern[str], fix: Callable[[str], str], text: str, offsets: Sequence[int]
) -> tuple[str, Sequence[int]]:
    pieces: list[str] = []
    moved: list[int] = []
    last = 0
    for m in pattern.finditer(text):
        form = fix(m.group())
        if form == m.group():
            continue
        pieces.append(text[last : m.start()])
        pieces.append(form)
        moved.extend(offsets[last : m.start()])
        moved.extend([offsets[m.start()]] * len(form))
        last = m.end()
    if not pieces:
        return text, offsets
    pieces.append(text[last:])
    moved.extend(offsets[last:])
    return "".join(pieces), moved
