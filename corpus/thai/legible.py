"""How much of a text is language: a score between 0 and 1 for the text layers of documents.

The text layer of a PDF may be nonsense under a page that looks well: wrong tables of letters, lost marks, letters put
apart. Four facts tell it, three of them as a share of the letters:

- letters that stand for nothing (replacement characters, ``(cid:12)``, private use, Latin-1 where no Latin text is);
- Thai marks where no Thai mark can stand, vowels written before a consonant without one;
- Thai letters that belong to no word of the bundled word list, Latin letters in what can be no word;
- Thai letters that every text has (tone marks, vowels, the most frequent consonants) and this one has not.

Text without letters (figures, tables of numbers) is legible as far as its characters are known.
"""

from __future__ import annotations

import re
from functools import cache

from pythainlp.corpus.common import thai_words

LEGIBLE = (
    0.6  # 2,857 news pages score 0.88 and more, 8 names alone 0.72; with a fifth of the consonants lost most score less
)
NONSENSE = 0.3  # below it even a few letters are no language
FEW = 20  # letters: less is a page number, or a stamp over a picture
SAMPLE = 1500  # characters of a page that are looked at: words repeat, and a document has up to 3,000 pages
LONGEST_WORD = 24  # characters
SHORTEST_WORD = 2
_WORTH = {2: 0.5, 3: 0.9}  # a letter of a word of so many letters
_ORPHAN_COST = 6  # a mark out of place makes its whole word unreadable
_IMPOSSIBLE_COST = 12  # 99 of 100 pages have at most 0.2 in 100 letters, with 20 % of the consonants lost 1.6 and more
_LOST_WORTH = 0.5  # of the words of a text that lost a kind of letters: fewer of them are what they were
# Letters of which every text has some, with the least share of its Thai letters (in percent) that any of 2,746 news
# pages or 118 lists of 40 names has of them.
_COMMON = (
    ("่้๊๋", 1.6), ("ัิีึื็", 5.4), ("เแโใไ", 2.0), ("ะาำ", 5.9), ("ัิีึืุู็่้๊๋์", 12.8), ("ร", 2.0), ("น", 2.0),
    ("ก", 0.95), ("ม", 1.2), ("ง", 0.8), ("ั", 0.8), ("่", 0.65), ("เ", 0.8), ("ท", 0.65), ("ว", 0.65),
    ("ี", 0.55), ("ย", 0.38), ("อ", 0.4),
)  # fmt: skip
_LEAST_COMMON = 5.0  # letters that are to be expected of a kind: with fewer, none may be chance
_MISSING = 1 / 5  # of what is to be expected, under which a kind of letters is lost
_NOTHING = re.compile(
    "\\(cid:[0-9]{1,6}\\)|[\ufffd\ufffe\uffff\ue000-\uf6ff\uf71b-\uf8ff\u0080-\u009f\x01-\x08\x0e-\x1f]|\\?{3,}"
)
_MISREAD = re.compile("[\u00a1-\u00ff\u0152-\u0192\u02c6\u02dc\u2030\u2039\u203a\u2122]")
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]")
_THAI_RUN = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
_ORPHAN = re.compile(
    "(?:(?<![\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e45\u0e47-\u0e4e])|^)[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "|(?<![\u0e01-\u0e2e\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e33]"
    "|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
)
# What Thai spelling has nowhere: two vowels or two tones on one letter, leading vowels in a row, a short ั or ื with no
# consonant behind it, vowels that exclude each other around one consonant, vowels behind what ends a syllable.
_IMPOSSIBLE = re.compile(
    "[ัิีึืุู็][่-๋]?[ัิีึืุู็]|[่-๋]{2}|[เแโใไ][เแโใไ]|[ใไ][ก-ฮ][่-๋]?[ัิีึืุู็ะาำ]|[แโ][ก-ฮ][่-๋]?[ัิีึืุูาำ]"
    "|เ[ก-ฮ][่-๋]?[ึุูำ]|[ัื][่-๋]?(?=[เแโใไะาำ])|[ิีึืุู็][่-๋]?[าำะ]|์[่-๋ะาำัิีึืุู]|[ะำ][ะาำ่-๋ัิีึืุู็์]"
)
_LONG_RUN = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]{4,}")  # shorter ones are abbreviations, which have no marks
_ABBREVIATION = re.compile("(?<![\u0e01-\u0e4e])[เแโ]?[ก-ฮ][ัิีึืุู]?[ก-ฮ]{0,2}\\.")
_LATIN_WORD = re.compile(r"[A-Za-z]{4,}")
_NO_WORD = re.compile(r"[^aeiouyAEIOUY]{6}|[a-z][A-Z].?[A-Z]|^[^aeiouyAEIOUY]+$")
_TURNED = re.compile("[a-z][0-9][a-z]")


def legibility(text: str) -> float:
    """How much of *text* is language, 0 to 1; 1 for a text without letters. Looks at :data:`SAMPLE` characters.

    >>> legibility("สำนักงานคณะกรรมการพัฒนาระบบราชการ") > LEGIBLE > legibility("ÊÓ¹Ñ¡§Ò¹¤³Ð¡ÃÃÁ¡ÒÃ")
    True
    """
    text = _sample(text).replace("เเ", "แ")  # a habit of typing, no damage
    short = sum(len(m) - 1 for m in _ABBREVIATION.findall(text))
    text = _ABBREVIATION.sub(".", text)
    unknown = sum(len(m.group()) if m.group()[0] != "(" else 4 for m in _NOTHING.finditer(text))
    misread = len(_MISREAD.findall(text))
    thai = len(_THAI.findall(text))
    latin = _LATIN_WORD.findall(text)
    letters = unknown + misread + thai + short + sum(map(len, latin))
    if not letters:
        return 1.0
    misplaced = _ORPHAN_COST * len(_ORPHAN.findall(text)) + _IMPOSSIBLE_COST * len(_IMPOSSIBLE.findall(text))
    words = max(0.0, sum(in_words(run) for run in _THAI_RUN.findall(text)) - misplaced)
    if lost_letters(text):
        words *= _LOST_WORTH
    good = words + short + sum(len(word) for word in latin if not _NO_WORD.search(word))
    return good / letters


def is_language(text: str, quality: float) -> bool:
    """Whether a text of that legibility is to be kept; few letters may be a name or a code, and tell little."""
    return quality >= (LEGIBLE if letters_in(text) >= FEW else NONSENSE)


def lost_letters(text: str) -> str:
    """Letters that a Thai text of that length has and this one has (nearly) not; empty where nothing is missing.

    Words that come back count once: a table may say the same two words on every row.

    >>> lost_letters("การพฒนาระบบราชการทงหมดจดใหมขนตามมตคณะรฐมนตรและผเกยวของรบไปดาเนนการ")
    'ัิีึืุู็่้๊๋์'
    """
    found = "".join(dict.fromkeys(_LONG_RUN.findall(text)))
    for letters, percent in _COMMON:
        expected = len(found) * percent / 100
        if expected >= _LEAST_COMMON and sum(map(found.count, letters)) < _MISSING * expected:
            return letters
    return ""


def letters_in(text: str) -> int:
    """How many Thai and Latin letters a text has."""
    return len(_THAI.findall(text)) + sum(map(len, _LATIN_WORD.findall(text)))


def is_word(text: str) -> bool:
    """Whether *text* is a word of the bundled list."""
    return text in _words()


def _sample(text: str) -> str:
    """The beginning, the middle and the end of a long text."""
    if len(text) <= SAMPLE:
        return text
    part, middle = SAMPLE // 3, len(text) // 2
    return "\n".join((text[:part], text[middle : middle + part], text[-part:]))


def in_words(run: str) -> float:
    """How many letters of a run of Thai belong to words, the longest word first; short words count for less.

    Damage leaves chance words of two or three letters: these are counted with :data:`_WORTH`.
    """
    words = _words()
    at, found = 0, 0.0
    while at < len(run):
        for end in range(min(len(run), at + LONGEST_WORD), at + SHORTEST_WORD - 1, -1):
            if run[at:end] in words:
                found += (end - at) * _WORTH.get(end - at, 1.0)
                at = end
                break
        else:
            at += 1
    return found


@cache
def _words() -> frozenset[str]:
    """The Thai words to compare with. Syllables are not among them: what damage leaves over often is one."""
    return frozenset(w for w in thai_words() if SHORTEST_WORD <= len(w) <= LONGEST_WORD)
