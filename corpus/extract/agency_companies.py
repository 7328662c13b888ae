"""Companies by their form: ``บริษัท … จำกัด (มหาชน)``, or ``บริษัท`` and the words behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.agency_words import COMPANY, Span, class_behind, official
from corpus.extract.phrases import begins_end, cut, run_end

SHORTEST = 3  # code points of a company's name

_LIMITED = re.compile(r"(?:บริษัท|ห้างหุ้นส่วน) ?(?P<name>[^\n]{2,90}?) ?จำกัด(?: ?\(มหาชน\))?")
_COMPANY = re.compile("บริษัท|ห้างหุ้นส่วน")
_AND_CO = re.compile(r" ?(?:แอนด์|&|and) ?[ก-๎a-z]{2,30}")  # บริษัท จอห์นสัน แอนด์ จอห์นสัน
_NAMED = re.compile(r"บริษัท[^\n\d,.:;()]{0,80}?(?:ได้แก่|อาทิ|เช่น) ?(?:บริษัท ?)?(?=[a-z0-9])")  # companies, to wit: …
_GOODS = re.compile("แบรนด์|รูปแบบ|ผลิตภัณฑ์|บริการ|โครงการ|สินค้า|รถยนต์|หลักสูตร|บริษัท ?ฯ")
_ITEM = re.compile(r"(?:บริษัท ?)?(?P<name>[a-z0-9][a-z0-9&.'+-]*(?: ?[a-z0-9&.'+-]+){0,5}(?: \([a-z]+\))?)")
_BETWEEN = re.compile(r" ?, ?(?:และ ?)?| ?และ ?")
_INCORPORATED = re.compile(r"(?:,? ?(?:co\.,? ?)?(?:ltd\.?|inc\.?)|,? co\.)(?![a-z])")
_LATIN = re.compile(r" [a-z][a-z0-9.&-]*[a-z.]")  # บริษัท Contemporary Amperex Technology


def company_at(text: str, at: int) -> int:
    """Where the company whose name begins exactly at *at* ends, or 0."""
    full = _LIMITED.match(text, at)
    return full.end() if full and _one_name(full["name"]) else 0


def find_companies(text: str) -> Iterator[Span]:
    """The companies that the normalised *text* names, in their order."""
    last = 0
    for match in _COMPANY.finditer(text):
        start = match.start()
        named = _NAMED.match(text, start)
        if named and not _GOODS.search(named.group()):
            yield from _listed(text, named.end())
        if start < last or class_behind(COMPANY).match(text, match.end()):
            continue
        last = company_at(text, start) or _bare(text, match.end())
        if last:
            yield Span(start, last, "", "company")


def _bare(text: str, after: int) -> int:
    """The end of a company whose name, behind *after*, does not say that it is limited; 0 where it is none."""
    begin = after + (text[after : after + 1] == " ")
    if begin == after or class_behind(COMPANY).match(text, begin) or begins_end(text, begin):
        return 0
    end = cut(text, begin, run_end(text, begin))
    if end - begin < SHORTEST:
        return 0
    while more := _AND_CO.match(text, end) or (_LATIN.match(text, end) if text[end - 1].isascii() else None):
        end = more.end()
    if text[end - 1].isascii() and (incorporated := _INCORPORATED.match(text, end - text.endswith(" co.", 0, end) * 4)):
        return incorporated.end()
    tail = official().match(text, end)
    return tail.end() if tail else end


def _listed(text: str, at: int) -> Iterator[Span]:
    """The companies of a list that begins at *at*, as long as their names are written in Latin letters."""
    spans: list[Span] = []
    while item := _ITEM.match(text, at):
        end = item.end("name") - (text[item.end("name") - 1] == ".")
        if not any("a" <= letter <= "z" for letter in item["name"]):
            break
        spans.append(Span(item.start(), end, "", "company"))
        between = _BETWEEN.match(text, item.end())
        if not between:
            break
        at = between.end()
    if len(spans) > 1:  # one name alone may be of what the company makes
        yield from spans


def _one_name(name: str) -> bool:
    """Whether the words between บริษัท (company) and จำกัด (limited) can be one name."""
    if COMPANY in name or any(sign in name for sign in ',;:"'):
        return False
    return name.count(" ") <= 6 and cut(name, 0, len(name)) >= len(name.rstrip())
