"""Laws that a page cites: the constitution, acts, decrees, regulations, and their sections.

A statute is its kind and name up to its year (``พระราชบัญญัติ… พ.ศ. 2551``) or to where a name must end; a section is
``มาตรา 78 (5)``; a numbered part of the constitution (``ส่วนที่ 10 ด้าน…``) counts only on a page that cites it.
The words are data: ``laws.toml``. English laws: :mod:`corpus.extract.laws_english`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpus.extract.laws_english import english_laws
from corpus.extract.lexicon import alternation, matcher, registry
from corpus.extract.phrases import begins_end, cut
from corpus.extract.reading import Reading, read_all, tidy
from corpus.records import Mention, Surface, Where
from corpus.thai.normalise import fold, squash

LONGEST = 240  # code points: the longest title of an act in force, with its year
SHORTEST = 4  # code points of a title
PART_NEAR = 1500  # code points behind the constitution in which its parts are named; further on, those of a report
RANGE = 300  # numbers in a list of sections are read so far

_YEAR = re.compile(r"[\n ]*(?:\(ฉบับที่ ?[0-9.]{1,4}\) ?)?(?:ปี ?)?(?:พ ?\. ?ศ ?\.?|พุทธศักราช) ?(?P<year>2[45]\d\d|\.{2,4})")
_BARE_YEAR = re.compile(r"ฯ? ?(?:ปี ?)2[45]\d\d(?!\d)")
_CONSTITUTION = re.compile(r"รัฐธรรมนูญแห่งราชอาณาจักรไทย(?: ?\([^()\n]{2,40}\))?(?: ?(?:พุทธศักราช|พ\.ศ\.) ?2[45]\d\d)?")
_NUMBER = r"\d{1,4}(?:/\d{1,3})?(?: ?(?:ทวิ|ตรี|จัตวา|เบญจ))?"
_SECTION = re.compile(
    rf"มาตรา ?{_NUMBER}(?: ?- ?\d{{1,4}}(?!\d))?(?: ?\(\d{{1,2}}\))?"
    r"(?: ?วรรค(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|ท้าย)(?: ?\(\d{1,2}\))?)?"
)
_MORE = re.compile(r" ?(?:,|และ|หรือ) ?(?:มาตรา ?)?(?=\d)")
_LISTED = re.compile(rf"{_NUMBER}(?: ?\(\d{{1,2}}\))?(?= ?(?:,|และ|หรือ) ?\d|,? ?(?:แห่ง|ของ|ตาม|[)\n.]|\Z))")
_BETWEEN = re.compile(r"(?: ?(?:,|และ|หรือ|ประกอบ) ?)?")
_OF = re.compile(r" ?(?:แห่ง|ของ|ตาม|ใน)? ?")
_NEXT = re.compile(r"(?:และ|หรือ)(?:กฎหมาย(?:ว่าด้วย|อื่น|ที่|ลักษณะ)|พระราช(?:บัญญัติ|กำหนด)|พ\.ร\.)")
_LATIN = re.compile(r"[a-z0-9]")
_RUN = re.compile(r"[^\s,]+")
_TITLE_RUN = re.compile(r"[^\s,;:\"()]+")
_PART = re.compile(r"(?:ส่วนที่|หมวดที่|หมวด) ?\d{1,2} (?=[ก-ฮเ-ไ])")


class Cited(NamedTuple):
    """One place of a normalised text that cites a law; ``rule``: statute, draft, constitution, section …."""

    start: int
    end: int
    rule: str


def find_laws(fields: Sequence[tuple[Where, str]]) -> tuple[str, ...]:
    """The laws cited in *fields*, each once, as the page writes it, in the order of their first mention."""
    return tuple(mention.name for mention in law_mentions(fields))


def law_mentions(fields: Sequence[tuple[Where, str]]) -> tuple[Mention, ...]:
    """The laws of :func:`find_laws` with every place where they stand.

    ``rule`` is ``statute``, ``draft`` (of a statute), ``constitution``, ``part``, ``letters``, ``english`` or
    ``section``; of a section that the page ties to its law (``มาตรา 5 แห่งพระราชบัญญัติ…``) it is ``section of`` and
    that law.
    """
    found: dict[str, tuple[str, str, list[Surface]]] = {}
    for reading in read_all(fields):
        for cited, law in _tied(reading, sorted(set(_cited(reading.text)))):
            surface = reading.surface(cited.start, cited.end)
            _add(found, surface, cited.rule if not law else f"section of {law}", cited.rule == "section")
        for surface in english_laws(reading):
            _add(found, surface, "english", is_section=False)
    return tuple(Mention(name=name, rule=rule, surfaces=tuple(surfaces)) for name, rule, surfaces in found.values())


def _add(found: dict[str, tuple[str, str, list[Surface]]], surface: Surface, rule: str, is_section: bool) -> None:
    name = tidy(surface.text)
    if is_section and not squash(name).startswith("มาตรา"):
        name = f"มาตรา {name}"  # a number in a list of sections
    key = squash(name)
    for draft in _words("drafts") if rule == "draft" else ():
        key = key.removeprefix(draft)  # a draft and the law of its name are one entry
    first = found.setdefault(key, (name, rule, []))
    first[2].append(surface)
    if " of " in rule and " of " not in first[1]:
        found[key] = (first[0], rule, first[2])


def _tied(reading: Reading, cited: Sequence[Cited]) -> Iterator[tuple[Cited, str]]:
    """Each of *cited* with the name of the law that the text ties it to: the one right behind it or in front."""
    text = reading.text
    laws = {c.start: c for c in cited if c.rule in _LAWS}
    tied: dict[Cited, str] = {}
    behind: Cited | None = None
    for one in reversed(cited):
        if one.rule != "section":
            behind = None
            continue
        law = laws.get(_end_of(_OF, text, one.end))
        if (
            law is None
            and behind is not None
            and text[one.end : behind.start].replace("มาตรา", "").strip(" ,") in _JOINS
        ):
            tied[one] = tied.get(behind, "")
        elif law is not None:
            tied[one] = tidy(reading.surface(law.start, law.end).text)
        behind = one
    last: Cited | None = None
    for one in cited:
        if one.rule == "section" and not tied.get(one) and last and text[last.end : one.start].strip(" ,") in _JOINS:
            tied[one] = tied.get(last) or tidy(reading.surface(last.start, last.end).text)
        yield one, tied.get(one, "")
        last = one if one.rule in _LAWS or tied.get(one) else None


_LAWS = ("statute", "draft", "constitution")
_JOINS = ("", "และ", "หรือ", "ประกอบ", "ตาม", "ใน")


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _cited(text: str) -> Iterator[Cited]:
    yield from _statutes(text)
    yield from _blank_drafts(text)
    constitution = list(_CONSTITUTION.finditer(text))
    for match in constitution:
        yield Cited(*match.span(), "constitution")
    for match in _SECTION.finditer(text):
        yield Cited(*match.span(), "section")
        yield from _listed(text, match.end())
    for match in _letters().finditer(text):
        if not _LATIN.match(text, match.start() - 1, match.start()):
            yield Cited(*match.span(), "letters")
    if constitution:
        for match in _PART.finditer(text, constitution[0].end(), constitution[-1].end() + PART_NEAR):
            run = _RUN.match(text, match.end())
            if run:
                yield Cited(match.start(), cut(text, match.end(), run.end()), "part")


def _listed(text: str, at: int) -> Iterator[Cited]:
    """The bare numbers behind a section: ``มาตรา 5, 7 และ 9 แห่ง…``."""
    limit = at + RANGE
    while at < limit and (more := _MORE.match(text, at)) and "มาตรา" not in more.group():
        number = _LISTED.match(text, more.end())
        if not number:
            return
        yield Cited(*number.span(), "section")
        at = number.end()


def _statutes(text: str) -> Iterator[Cited]:
    last = 0
    for match in _kinds().finditer(text):
        if match.start() < last and not text.endswith(_made_under(), 0, match.start()):
            continue
        end = _statute_end(text, match)
        if end:
            last = max(last, end)
            yield Cited(match.start(), end, "draft" if match.group().startswith(_words("drafts")) else "statute")


def _blank_drafts(text: str) -> Iterator[Cited]:
    """Drafts of a law of no named kind, whose year is still open: ``ร่างกฎหมาย… พ.ศ. ....``."""
    for match in _drafted().finditer(text):
        limit = _line_end(text, match.end())
        year = _YEAR.search(text, match.end(), limit)
        if year and year["year"].startswith(".") and _one_title(text, match.end(), year.start()):
            yield Cited(match.start(), year.end(), "draft")


def _statute_end(text: str, kind: re.Match[str]) -> int:
    """Where the title of the statute ends: at its year, else where a name must; 0 where only the kind stands."""
    if kind.group().startswith(_words("drafts")) and kind.group().endswith(_words("in_force")):
        return 0
    if kind.group().endswith(_words("whole")):
        return kind.end()
    if text.startswith((")", "ฯ"), kind.end()):
        return 0  # พระราชบัญญัติ (พ.ร.บ.), the abbreviation explained; พระราชบัญญัติฯ, one named before
    limit = _line_end(text, kind.end())
    year = _YEAR.search(text, kind.end(), min(len(text), limit + 20))
    undated = kind.group().endswith(_words("in_force"))
    if year and not undated and year.start() <= limit and _one_title(text, kind.end(), year.start()):
        return year.end()
    if kind.group().endswith(_words("with_year")):
        return 0
    begin = kind.end() + (text[kind.end() : kind.end() + 1] == " ")
    if known := _titles().match(text, begin):
        return _known_end(text, known, limit)
    run = _TITLE_RUN.match(text, begin, limit)
    if not run or text.startswith(_words("no_name"), begin):
        return 0
    join = _joins().match(text, begin)
    if begins_end(text, begin) and not join:
        return 0
    end = cut(text, join.end() if join else begin, _before_next(text, begin, run.end()))
    while (more := _joins().match(text, end)) and end < run.end():
        end = cut(text, more.end(), run.end())
    bare = _BARE_YEAR.match(text, end)
    return bare.end() if bare else end if end - begin >= SHORTEST else 0


def _line_end(text: str, at: int) -> int:
    """The end of the line, or of what of it may be a title."""
    line = text.find("\n", at, at + LONGEST)
    return line if line >= 0 else min(len(text), at + LONGEST)


def _before_next(text: str, start: int, end: int) -> int:
    """The end of a title before another law named in the same breath: ``…การขนส่งทางบกและกฎหมายว่าด้วย…``."""
    other = _NEXT.search(text, start, end)
    return other.start() if other else end


def _known_end(text: str, known: re.Match[str], limit: int) -> int:
    """Where a title that begins as *known* ends: there, or with the words glued to it."""
    run = _TITLE_RUN.match(text, known.end(), limit)
    ends = run is None or begins_end(text, known.end()) or text.startswith(_words("no_name"), known.end())
    end = known.end() if run is None or ends else cut(text, known.end(), run.end())
    bare = _BARE_YEAR.match(text, end)
    return bare.end() if bare else end


def _one_title(text: str, start: int, end: int) -> bool:
    """Whether the words between a kind and a year are one title: it may name only the statute that it is made under."""
    name = text[start:end]
    other = _kinds().search(text, start, end)
    while other and text.endswith(_made_under(), 0, other.start()):
        other = _kinds().search(text, other.end(), end)
    return other is None and name.count(" ") <= 8 and not any(sign in name for sign in ';:"')


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in registry("laws")[name])


@cache
def _kinds() -> re.Pattern[str]:
    drafts = tuple(draft + blank for draft in _words("drafts") for blank in ("", " "))
    of_drafts = (draft + kind for draft in drafts for kind in _words("kinds"))
    return matcher((*_words("kinds"), *of_drafts))


@cache
def _drafted() -> re.Pattern[str]:
    return matcher(draft + kind for draft in _words("drafts") for kind in _words("drafts_blank"))


@cache
def _titles() -> re.Pattern[str]:
    return matcher(_words("titles"))


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(" ?" + alternation(_words("joins")))


@cache
def _made_under() -> tuple[str, ...]:
    return _words("made_under")


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(rf"{alternation(_words('letters'))}(?![a-z0-9])")
