r"""The text layers of Thai PDFs, mended where it is certain what was meant.

A PDF holds glyphs and where they are drawn; what letters they stand for, and in which order, is told badly by most
programs that write Thai. In this order are mended:

1. letters of windows-874 that were read as Latin-1 (``¡ÒÃ``), and shifted forms in the private use area;
2. blanks before a mark, marks before their consonant, marks in the wrong order or drawn twice for bold print, sara am
   in two parts (``น ํา``);
3. sara aa that was taken for sara am (``กำรด ำเนินงำน``), as word processors write where a font draws sara am as two
   glyphs; blanks behind every mark or every letter (``ผู้ ว่ าราชการ``), where the text has them everywhere;
4. clusters written a second time behind the next one (``จัดจั การ``), as printing from a browser does;
5. the blank behind sara am (``กำ หนด``), where the document has it everywhere or a word of the dictionary spans it.

>>> mended("ส ำ นักนั งาน ก\uf70a\u0e32หนด จัดจั การ น\u0e4d\u0e49าท่วม")
'สำนักงาน ก่าหนด จัดการ น้ำท่วม'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.thai.legible import in_words, is_word, legibility
from corpus.thai.normalise import SHIFTED_FORMS

_SHIFTED = str.maketrans(SHIFTED_FORMS)
_CONSONANT = "\u0e01-\u0e2e"
_ABOVE = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"  # marks above and below a consonant, nikhahit among them
_LEADING = "\u0e40-\u0e44"
_SARA_AA, _SARA_AM, _NIKHAHIT = "\u0e32", "\u0e33", "\u0e4d"
_LATIN_RUN = re.compile("[\u00a1-\u00da\u00df-\u00fb\u0e01-\u0e4e]{2,}")
_HIGH = re.compile("[\u00a1-\u00fb]")
_BLANK_BEFORE = re.compile(f"(?<=[{_CONSONANT}{_ABOVE}])[ \u00a0]{{1,3}}(?=[{_ABOVE}{_SARA_AM}])")
_NIKHAHIT_BLANK = re.compile(f"(?<={_NIKHAHIT})([\u0e48-\u0e4b]?)[ \u00a0]{{1,3}}(?={_SARA_AA})")
_AFTER_AA = re.compile(f"(?<=[{_CONSONANT}])([{_SARA_AA}{_SARA_AM}])([\u0e48-\u0e4b])")  # ขา้ → ข้า
_AFTER_LEADING = re.compile(f"(?<=[{_LEADING}])([{_ABOVE}]{{1,3}})([{_CONSONANT}])(?![{_ABOVE}])")  # เ้จา → เจ้า
_AT_START = re.compile(f"(?<![{_CONSONANT}{_ABOVE}\u0e30-\u0e45])([{_ABOVE}]{{1,3}})([{_CONSONANT}])(?![{_ABOVE}])")
_MARKS = re.compile(f"[{_ABOVE}]{{2,12}}{_SARA_AA}?|{_NIKHAHIT}{_SARA_AA}")
_UNIT = re.compile(f"[{_CONSONANT}][{_ABOVE}]{{0,6}}|.", re.DOTALL)
_BROKEN_AGAIN = re.compile(  # the same, with a line break in between
    f"([{_CONSONANT}][{_ABOVE}]{{1,6}})([{_CONSONANT}{_LEADING}{_SARA_AA}][{_ABOVE}]{{0,6}})\n\\1(?:\n| (?:\\2)?)"
)
_AM_BLANK = re.compile(f"(?<={_SARA_AM}) (?=[{_CONSONANT}{_LEADING}])")
_AM_INSIDE = re.compile(f"{_SARA_AM}(?=[ {_CONSONANT}{_LEADING}])")
_BEFORE = re.compile(f"[{_CONSONANT}][{_ABOVE}]{{0,3}}{_SARA_AM}$")
_WORD_START = re.compile(f"[{_CONSONANT}{_ABOVE}\u0e30-\u0e4e]{{1,20}}")
_APART_AM = re.compile(f"([{_CONSONANT}][{_ABOVE}]{{0,3}})[ \u00a0]{{1,3}}([{_ABOVE}]{{0,2}}){_SARA_AM}")
_WITH_AM = re.compile(f"[{_CONSONANT}{_ABOVE}\u0e30-\u0e46\ue033]{{1,200}}")
_PARTED = "\ue033"  # stands for a sara am that a blank marks as one; codes of that area are no text before
_MARK_BLANK = re.compile(f"(?<=[{_ABOVE}])[ \u00a0](?=[{_CONSONANT}\u0e30-\u0e46])")
_MARK_INSIDE = re.compile(f"[{_ABOVE}](?=[ \u00a0]?[{_CONSONANT}\u0e30-\u0e46])")
_LETTER_BLANK = re.compile(f"(?<=[{_CONSONANT}{_ABOVE}\u0e30-\u0e46]) (?=[{_CONSONANT}\u0e30-\u0e46])")
_LETTER_INSIDE = re.compile(f"[{_CONSONANT}{_ABOVE}\u0e30-\u0e46](?= ?[{_CONSONANT}\u0e30-\u0e46])")
LEAST_PARTED = 8  # blanks inside words from which on they may be a habit of the document
AM_SHARE = 0.4  # of sara am among it and sara aa; 0.09 in news, from which on sara aa may have been taken for it
ALL_AM = 0.9  # … from which on every one was
LEAST_BLANKS = 3  # blanks behind sara am from which on they may be a habit of the document
HABIT = 0.8  # share of all sara am within a line
OFTEN = 0.5  # the share from which on the dictionary is asked
SURELY = 3  # clusters drawn twice that no text has by chance
WINDOW = 24  # characters on each side that decide whether a cluster is one too many


def mended(text: str) -> str:
    """*text* as it was meant, where that is certain; anything else stays as it is. Linear in its length."""
    text = _aa_again(_unlatinised(text).translate(_SHIFTED).replace(_PARTED, "\ufffd"))
    text = _NIKHAHIT_BLANK.sub(r"\1", _BLANK_BEFORE.sub("", text))
    text = _MARKS.sub(_in_order, text)
    text = _AT_START.sub(r"\2\1", _AFTER_LEADING.sub(r"\2\1", _AFTER_AA.sub(r"\2\1", text)))
    text = _MARKS.sub(_in_order, text)
    return _am_joined(_drawn_once(_unparted(text)))


# --- 1: wrong tables of letters ------------------------------------------------------------------------------------


def _unlatinised(text: str) -> str:
    """Runs of Latin-1 that are windows-874, in a text in which they make better language."""
    high = len(_HIGH.findall(text))
    if high < 8:
        return text
    changed = _LATIN_RUN.sub(_as_thai, text)
    return changed if legibility(changed) > legibility(text) + 0.1 else text


def _as_thai(run: re.Match[str]) -> str:
    return "".join(chr(ord(c) + 0xD60) if c < "\u0e00" else c for c in run.group())  # 0xA1 is U+0E01


# --- 2: order ------------------------------------------------------------------------------------------------------


def _in_order(run: re.Match[str]) -> str:
    """Vowel, tone, other marks, each once; nikhahit before sara aa becomes sara am behind the tone."""
    marks, joined = run.group(), ""
    if marks[-1] == _SARA_AA:
        marks, joined = marks[:-1], _SARA_AA
        if _NIKHAHIT in marks:
            marks, joined = marks.replace(_NIKHAHIT, ""), _SARA_AM
    return "".join(dict.fromkeys(sorted(marks, key=_place))) + joined


def _place(mark: str) -> int:
    return 2 if mark >= "\u0e4c" else 1 if mark >= "\u0e48" else 0


# --- 3: sara aa taken for sara am, blanks everywhere ----------------------------------------------------------------


def _aa_again(text: str) -> str:
    """Sara aa where a text has sara am in place of it; a sara am that a blank parts from its consonant is one."""
    am = text.count(_SARA_AM)
    if am < LEAST_PARTED or am < AM_SHARE * (am + text.count(_SARA_AA)):
        return text
    every = am >= ALL_AM * (am + text.count(_SARA_AA))
    kept = _APART_AM.sub(rf"\1\2{_PARTED}", text)
    if not every or _PARTED not in kept:
        return _WITH_AM.sub(_in_better_words, kept).replace(_PARTED, _SARA_AM)
    return kept.replace(_SARA_AM, _SARA_AA).replace(_PARTED, _SARA_AM)


def _in_better_words(run: re.Match[str]) -> str:
    """A run of Thai with sara aa in place of each sara am, where that makes more words of it."""
    found = run.group()
    changed = found.replace(_SARA_AM, _SARA_AA).replace(_PARTED, _SARA_AM)
    return changed if in_words(changed) > in_words(found.replace(_PARTED, _SARA_AM)) else found


def _unparted(text: str) -> str:
    """Without the blanks behind marks, or behind all letters, where the text has them (nearly) everywhere."""
    for blank, inside in ((_LETTER_BLANK, _LETTER_INSIDE), (_MARK_BLANK, _MARK_INSIDE)):
        blanks = len(blank.findall(text))
        if blanks >= LEAST_PARTED and blanks >= HABIT * len(inside.findall(text)):
            text = blank.sub("", text)
    return text


# --- 4: clusters drawn twice ---------------------------------------------------------------------------------------


def _drawn_once(text: str) -> str:
    """Without the clusters that stand again behind the next one.

    Where a blank follows and it happens again and again, they go; elsewhere only where words come of it, and a
    repetition without the blank only in a text that has those with it.
    """
    units = _UNIT.findall(_BROKEN_AGAIN.sub(r"\1\2", text))
    again = sum(_is_again(units, at) for at in range(2, len(units) - 1) if units[at + 1] == " ")
    if not again:
        return "".join(units)
    kept: list[str] = []
    at = 0
    while at < len(units):
        unit = units[at]
        blank = units[at + 1 : at + 2] == [" "]
        if _is_again((*kept[-2:], unit), 2) and ((blank and again >= SURELY) or _words_tell(kept, units, at, blank)):
            at += 1 + blank
            if blank and len(unit) > 1 and units[at : at + 1] == kept[-1:]:
                at += 1  # the cluster behind it stands twice as well
            continue
        kept.append(unit)
        at += 1
    return "".join(kept)


def _is_again(units: Sequence[str], at: int) -> bool:
    """Whether the marked cluster at *at* is the one before the last."""
    return at < len(units) and len(units[at]) > 1 and units[at] == units[at - 2] and _is_thai(units[at - 1])


def _words_tell(kept: list[str], units: list[str], at: int, blank: bool) -> bool:
    before = "".join(_run_of(kept[-WINDOW:][::-1])[::-1])
    after = "".join(_run_of(units[at + 1 + blank : at + WINDOW]))
    with_it = in_words(before + units[at]) + in_words(after) if blank else in_words(before + units[at] + after)
    return in_words(before + after) >= with_it


def _run_of(units: list[str]) -> list[str]:
    end = next((n for n, unit in enumerate(units) if not _is_thai(unit)), len(units))
    return units[:end]


def _is_thai(unit: str) -> bool:
    return "\u0e01" <= unit[0] <= "\u0e4e"


# --- 5: blanks behind sara am --------------------------------------------------------------------------------------


def _am_joined(text: str) -> str:
    blanks = len(_AM_BLANK.findall(text))
    inside = len(_AM_INSIDE.findall(text)) if blanks else 0
    if blanks < OFTEN * inside or not blanks:
        return text
    if blanks >= LEAST_BLANKS and blanks >= HABIT * inside:
        return _AM_BLANK.sub("", text)
    return _AM_BLANK.sub(lambda m: "" if _is_spanned(text, m.start()) else " ", text)


def _is_spanned(text: str, at: int) -> bool:
    """Whether a word of the dictionary begins before the blank at *at* and ends behind it."""
    before = _BEFORE.search(text[max(0, at - 6) : at])
    after = _WORD_START.match(text, at + 1)
    if before is None or after is None:
        return False
    head, tail = before.group(), after.group()
    return any(is_word(head + tail[:n]) for n in range(len(tail), 0, -1))
