"""Laws that a page cites: the constitution, acts, decrees, regulations, and their sections.

A statute is its kind and name up to its year (``พระราชบัญญัติ… พ.ศ. 2551``) or to where a name must end; a section is
``มาตรา 78 (5)``; a numbered part of the constitution (``ส่วนที่ 10 ด้าน…``) counts only on a page that cites it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.extract.lexicon import alternation
from corpus.extract.phrases import begins_end, cut
from corpus.extract.reading import read_all, tidy
from corpus.records import Where
from corpus.thai.normalise import fold, squash

LONGEST = 240  # code points: the longest title of an act in force, with its year

_KINDS = (
    "พระราชบัญญัติประกอบรัฐธรรมนูญ",
    "พระราชบัญญัติ",
    "พ.ร.บ.",
    "พรบ.",
    "พ.ร.ป.",
    "พระราชกำหนด",
    "พ.ร.ก.",
    "พระราชกฤษฎีกา",
    "พ.ร.ฎ.",
    "ประมวลกฎหมาย",
    "ประมวลรัษฎากร",
    "กฎกระทรวง",
    "ระเบียบสำนักนายกรัฐมนตรี",
    "ระเบียบกระทรวง",
    "ร่างพระราชบัญญัติ",
    "ร่าง พ.ร.บ.",
)
# Kinds that are a whole name without anything behind them.
_WHOLE = ("ประมวลรัษฎากร",)
# Words behind the kind that speak of laws, and are no name of one.
_NO_NAME = ("ฉบับ", "ดังกล่าว", "นี้", "และ", "ที่", "เดิม", "ใหม่", "มี", "อื่น", "เก่า", "หลาย", "ของ", "ต่อ", "ออก", "บังคับ")
_YEAR = re.compile(r"[\n ]*(?:\(ฉบับที่ ?[0-9.]{1,4}\) ?)?(?:พ ?\. ?ศ ?\.?|พุทธศักราช) ?(?P<year>2[45]\d\d|\.{2,4})")
_STATUTE = re.compile(alternation(fold(kind) for kind in _KINDS))
_CONSTITUTION = re.compile(r"รัฐธรรมนูญแห่งราชอาณาจักรไทย(?: ?\([^()\n]{2,40}\))?(?: ?(?:พุทธศักราช|พ\.ศ\.) ?2[45]\d\d)?")
_SECTION = re.compile(
    r"มาตรา ?\d{1,4}(?:/\d{1,3})?(?: ?(?:ทวิ|ตรี|จัตวา))?(?: ?\(\d{1,2}\))?"
    r"(?: ?วรรค(?:หนึ่ง|สอง|สาม|สี่|ห้า|ท้าย))?"
)
_RUN = re.compile(r"[^\s,]+")
_TITLE_RUN = re.compile(r"[^\s,;:\"()]+")
_PART = re.compile(r"(?:ส่วนที่|หมวดที่|หมวด) ?\d{1,2} (?=[ก-ฮเ-ไ])")


def find_laws(fields: Sequence[tuple[Where, str]]) -> tuple[str, ...]:
    """The laws cited in *fields*, each once, as the page writes it, in the order of their first mention."""
    found: dict[str, str] = {}
    for reading in read_all(fields):
        for start, end in sorted(_cited(reading.text)):
            name = tidy(reading.surface(start, end).text)
            found.setdefault(squash(name), name)
    return tuple(found.values())


def _cited(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for match in _STATUTE.finditer(text):
        if match.start() < last:
            continue
        end = _statute_end(text, match)
        if end:
            last = end
            yield match.start(), end
    constitution = list(_CONSTITUTION.finditer(text))
    for match in constitution:
        yield match.span()
    for match in _SECTION.finditer(text):
        yield match.span()
    if constitution:
        for match in _PART.finditer(text, constitution[0].end()):
            run = _RUN.match(text, match.end())
            if run:
                yield match.start(), cut(text, match.end(), run.end())


def _statute_end(text: str, kind: re.Match[str]) -> int:
    """Where the title of the statute ends: at its year, else where a name must; 0 where only the kind stands."""
    if kind.group() in _WHOLE:
        return kind.end()
    if text.startswith(")", kind.end()):
        return 0  # พระราชบัญญัติ (พ.ร.บ.): the abbreviation explained
    line = text.find("\n", kind.end())
    limit = min(kind.end() + LONGEST, line if line >= 0 else len(text))
    year = _YEAR.search(text, kind.end(), min(len(text), limit + 20))
    other = _STATUTE.search(text, kind.end(), limit)
    if year and year.start() <= limit and (other is None or other.start() > year.start()):
        name = text[kind.end() : year.start()]
        if name.count(" ") <= 8 and not any(sign in name for sign in ';:"'):
            return year.end()
    begin = kind.end() + (text[kind.end() : kind.end() + 1] == " ")
    run = _TITLE_RUN.match(text, begin, limit)
    if not run:
        return 0
    if begins_end(text, begin) or text.startswith(_NO_NAME, begin):
        return 0
    end = cut(text, begin, run.end())
    return end if end - begin >= 4 else 0
