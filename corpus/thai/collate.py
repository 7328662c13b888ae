"""The order of Thai words in a dictionary (พจนานุกรม ฉบับราชบัณฑิตยสถาน): a key to sort names by.

A vowel that is written before its consonant counts behind it (เกาะ stands under ก), and tone marks, the shortening mark
and the mark of silence count only where everything else is equal. The code points of Thai letters are in the order of
the dictionary otherwise (Unicode Standard, chapter 16.1; Unicode Technical Standard 10, section 3.1.1 for the exchange
of leading vowels). Blanks and punctuation count for nothing.

>>> sorted(["แม่", "มา", "เมา", "กา", "ข่า", "ขา"], key=collation_key)
['กา', 'ขา', 'ข่า', 'มา', 'เมา', 'แม่']
"""

from __future__ import annotations

import re

from corpus.thai.normalise import fold

LEADING = "เแโใไ"  # vowels written before the consonant that they follow in speech
MARKS = "็่้๊๋์ํ๎"  # what counts last: shortening, tones, silence
# The letters that names are listed under; ฃ and ฅ are out of use.
INITIALS = tuple("กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮ")

_EXCHANGED = re.compile(f"([{LEADING}])([ก-ฮ])")
_MARK = re.compile(f"[{MARKS}]")
_NO_LETTER = re.compile(f"[\\W_{MARKS}](?<![ะ-ฺ])")  # Python takes some vowels (ั ิ ู) for no part of a word
_LETTER = re.compile(f"[^{MARKS}]")


def collation_key(text: str) -> tuple[str, str, str]:
    """What *text* is sorted by: its letters as a dictionary orders them, then its marks, then itself.

    >>> sorted(["ป้า", "ปา", "ป๋า", "ป่า", "ป๊า"], key=collation_key)
    ['ปา', 'ป่า', 'ป้า', 'ป๊า', 'ป๋า']
    """
    exchanged = _EXCHANGED.sub(r"\2\1", fold(text))
    letters = _NO_LETTER.sub("", exchanged)
    if len(letters) == len(exchanged):
        return letters, "", text
    # A 0 for each letter, so that of two words the one with a mark further back, or none, comes first.
    return letters, _LETTER.sub("0", exchanged) if _MARK.search(exchanged) else "", text


def initial(text: str) -> str:
    """The letter that *text* is listed under: the first consonant of Thai, the capital of another script, or ``""``.

    >>> initial("เมฆินทร์"), initial("สมาคม"), initial("asean"), initial("(…)")
    ('ม', 'ส', 'A', '')
    """
    found = next((c for c in text.lstrip(LEADING) if c.isalnum()), "")
    return found.upper()
