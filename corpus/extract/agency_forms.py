"""Bodies found by their form: ``กรม…``, ``สำนักงาน…``, ``บริษัท … จำกัด (มหาชน)``, ``มหาวิทยาลัย…``.

The words are data (``[forms]`` and ``[tails]`` of ``agencies.toml``); here is only how they go together. All on
normalised text; a name never runs over a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from corpus.extract.lexicon import alternation, registry
from corpus.extract.phrases import LEADING, after_join, begins_end, cut, phrase_end, run_end
from corpus.thai.normalise import fold

SHORTEST = 3  # code points after the head word; shorter ones are abbreviations or accidents

_COMPANY = re.compile(r"(?:บริษัท|ห้างหุ้นส่วน) ?(?P<name>[^\n]{2,90}?) ?จำกัด(?: ?\(มหาชน\))?")
_LIMITED = "บริษัท"  # company: the one head that a blank may follow
_AND = re.compile(r"และ|ของ")
_WIDER = re.compile(r"และ[ก-๎]{2,40}?แห่ง")  # กระทรวงแรงงานและการจ้างงานแห่ง… is another country's ministry
_PANEL = re.compile(r"ฯ? ?คณะที่ ?\d{1,2}|ฯ")
_NUMBER = re.compile(r" ?(?:ที่ |พื้นที่ )?\d{1,3}(?:-\d{1,3})?(?![\d.,:%])")


class Span(NamedTuple):
    """A body in a normalised text; ``id`` is empty where it is not listed."""

    start: int
    end: int
    id: str
    rule: str


def extended(text: str, span: Span) -> Span:
    """*span* with what follows it: its own country kept, a branch or another country makes it unlisted."""
    own = _own().match(text, span.end)
    if own and text.startswith(("กระทรวง", "รัฐบาล"), span.start):
        return Span(span.start, own.end(), span.id, span.rule)
    wider = _WIDER.match(text, span.end)
    country = _country().match(text, wider.end() - 4 if wider else span.end)
    if country and text.startswith(("กระทรวง", "กรม", "สำนักงาน", "รัฐสภา", "กองทัพ", "วุฒิสภา", "สภา"), span.start):
        return Span(span.start, country.end(), "", "foreign")
    branch = _branch().match(text, span.end)
    if branch and text[span.end - 1] != ".":
        end = _numbered(text, phrase_end(text, span.start))
        if end > branch.end() and not text[branch.end() : end].endswith(_words("bare")):
            return Span(span.start, end, "", "branch")
    return span


def find_forms(text: str, known: Mapping[int, int]) -> Iterator[Span]:
    """Unlisted bodies in *text*; *known* (start → end of listed ones) are stepped over and end a longer name."""
    yield from _companies(text)
    for province in _acting().finditer(text):
        yield Span(province.start("name"), province.end("name"), "", "province")
    at = 0
    while head := _heads().search(text, at):
        start = head.start()
        at = known.get(start, head.end())
        if start in known or (start and text[start - 1] in LEADING) or _inside_a_word(text, start, head.group()):
            continue
        if head.group() in _words("fragile") and not after_join(text, start):
            continue
        end = _form_end(text, start, head.end(), known)
        if end:
            yield Span(start, end, "", "form")
            at = end


def _inside_a_word(text: str, start: int, head: str) -> bool:
    before: list[str] = registry("agencies")["forms"]["not_after"].get(head, [])
    return bool(before) and text[max(0, start - 12) : start].endswith(tuple(before))


def company_at(text: str, at: int) -> int:
    """Where the company whose name begins exactly at *at* ends, or 0."""
    full = _COMPANY.match(text, at)
    return full.end() if full and _one_name(full["name"]) else 0


def form_at(text: str, at: int) -> int:
    """Where the unlisted body that begins exactly at *at* ends, or 0."""
    head = _heads().match(text, at)
    return _form_end(text, at, head.end(), {}) if head else 0


def _form_end(text: str, start: int, after: int, known: Mapping[int, int]) -> int:
    """Where the body that begins at *start*, with its head word up to *after*, ends; 0 if it is none."""
    if _class(text[start:after]).match(text, after):
        return 0
    end = phrase_end(text, start)
    end = _joined(text, after, end, known)
    name = text[after:end]
    if len(name) < SHORTEST or name.endswith(_words("bare")):
        return 0
    if name in _words("bare_whole") and not text.startswith("กลุ่ม", start):  # a group of a bureau is called so
        return 0
    numbered = _numbered(text, end)
    if numbered == end and text.endswith("พื้นที่", after, end):
        return 0  # a class of branch offices
    end = numbered
    tail = _PANEL.match(text, end) or _official().match(text, end)
    if tail:
        end = tail.end()
    country = _country().match(text, end)
    if country and country.group().strip():
        return country.end()
    alone = tail or text[end - 1] == "ฯ" or text[start:after] not in _words("closed") or "แห่ง" in text[after:end]
    return end if alone else 0


def _joined(text: str, after: int, end: int, known: Mapping[int, int]) -> int:
    """*end*, or the place of an ``และ`` (and) or ``ของ`` (of) in front of what is no part of the name."""
    for word in _AND.finditer(text, after, end):
        rest = word.end()
        if word.group() == "ของ":
            if not _country().match(text, word.start()) and not text.startswith(_of_people(), rest):
                return word.start()
        elif rest in known or _heads().match(text, rest) or _people().match(text, rest) or rest >= end:
            return word.start()
    return end


def _numbered(text: str, end: int) -> int:
    number = _NUMBER.match(text, end)
    if number and _branch_before(text, end):
        return number.end()
    return end


def _branch_before(text: str, end: int) -> bool:
    return text.endswith(("ภาค", "เขต", "พื้นที่", "ที่", "คณะ"), max(0, end - 8), end) or text.startswith(
        (" พื้นที่", "พื้นที่"), end
    )


def _companies(text: str) -> Iterator[Span]:
    last = 0
    for match in re.finditer("บริษัท|ห้างหุ้นส่วน", text):
        start = match.start()
        if start < last or _class(_LIMITED).match(text, match.end()):
            continue
        full = _COMPANY.match(text, start)
        if full and _one_name(full["name"]):
            last = full.end()
            yield Span(start, last, "", "company")
            continue
        begin = match.end() + (text[match.end() : match.end() + 1] == " ")
        end = cut(text, begin, run_end(text, begin))
        named = end - begin >= SHORTEST and not begins_end(text, begin)
        if match.end() < begin and named and not _class(_LIMITED).match(text, begin):
            tail = _official().match(text, end)
            last = tail.end() if tail else end
            yield Span(start, last, "", "company")


def _one_name(name: str) -> bool:
    """Whether the words between บริษัท (company) and จำกัด (limited) can be one name."""
    if "บริษัท" in name or any(sign in name for sign in ',;:"'):
        return False
    return name.count(" ") <= 6 and cut(name, 0, len(name)) >= len(name.rstrip())


@cache
def _forms() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = registry("agencies")["forms"]
    return forms


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _forms()[name])


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(alternation(fold(word) for word in _forms()["heads"]))


@cache
def _class(head: str) -> re.Pattern[str]:
    """What may not follow *head*, for then a class of bodies is meant: ``โรงพยาบาลเอกชน`` (private hospitals)."""
    own: dict[str, list[str]] = registry("agencies")["forms"]["class_of"]
    words = alternation(fold(w) for w in (*_forms()["class_words"], *own.get(head, ())))
    return re.compile(words if head == _LIMITED else rf" ?{words}|[\n .,()/\"']|\Z")


@cache
def _tails() -> dict[str, list[str]]:
    tails: dict[str, list[str]] = registry("agencies")["tails"]
    return tails


@cache
def _official() -> re.Pattern[str]:
    return re.compile(" ?" + alternation(fold(word) for word in _tails()["official"]))


@cache
def _acting() -> re.Pattern[str]:
    """A province that acts: ``ร่วมกับจังหวัดปทุมธานี`` (together with the province)."""
    provinces = alternation(fold(row["th"]) for row in registry("provinces")["province"])
    return re.compile(rf"ร่วมกับ ?(?P<name>จังหวัด{provinces})")


@cache
def _of_people() -> tuple[str, ...]:
    return tuple(fold(word) for word in _tails()["of_people"])


@cache
def _own() -> re.Pattern[str]:
    return re.compile(alternation(_tails()["own"]) + r"(?![ก-๎])")


@cache
def _branch() -> re.Pattern[str]:
    return re.compile(alternation(_tails()["branch"]))


@cache
def _country() -> re.Pattern[str]:
    of, countries = alternation(w for w in _tails()["of"] if w), alternation(fold(w) for w in _tails()["countries"])
    return re.compile(f" ?{of}?{countries}(?![ะ-ฺ็-๎])")


@cache
def _people() -> re.Pattern[str]:
    titles = registry("titles")
    forms = [form for group in titles["titles"].values() for title in group for form in title]
    return re.compile(alternation(fold(w) for w in (*forms, *titles["positions"]["heads"])))
