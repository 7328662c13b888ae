"""Provinces that a page names as places.

A province counts where its name stands as a place: after ``จังหวัด``/``จ.``, or free. It does not count inside the name
of a body (``มหาวิทยาลัยขอนแก่น``), a street (``ถนนเพชรบุรี``) or a surname (``ณ ระนอง``); names that are everyday
words as well (``เลย``, ``แพร่``) need the word province, or stand in a list of provinces. Facts in ``provinces.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.extract.lexicon import alternation, matcher, registry, title_forms
from corpus.extract.phrases import LEADING
from corpus.extract.places_english import english_places
from corpus.extract.reading import Reading, Taken, read_all
from corpus.records import Agency, Mention, Person, Surface, Where
from corpus.thai.normalise import fold, squash

LIST_GAP = 12  # code points between two provinces of a list
_BETWEEN = re.compile(r"[ ,และหรือจ.ังวัดกับ]{1,10}\Z")  # only the letters of และ, หรือ, กับ, จังหวัด, จ. and commas


_MARKS = frozenset("ะัาำิีึืุู็่้๊๋์")  # a name that one of these follows goes on
_LETTERS = re.compile(r"จว\. ?([ก-ฮ])\. ?([ก-ฮ])\.")  # จว.ป.จ.: the letters of a province, as the army writes them


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """One of the 77 first-level areas; ``bare``: its name alone, without จังหวัด, is plain enough."""

    id: str
    name_th: str
    name_en: str
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    region: str = ""
    bare: bool = True
    english: tuple[str, ...] = ()


@cache
def provinces() -> tuple[str, ...]:
    """The Thai names of the 77 provinces, Bangkok first."""
    return tuple(entry.name_th for entry in province_entries())


@cache
def province_entries() -> tuple[Province, ...]:
    """All that ``corpus/registry/provinces.toml`` says of the provinces."""
    return tuple(
        Province(
            id=row["id"],
            name_th=row["th"],
            name_en=row["en"],
            abbreviations=tuple(row.get("abbr", ())),
            aliases=tuple(row.get("alias", ())),
            region=row["region"],
            bare=row.get("bare", True),
            english=tuple(row.get("english", ())),
        )
        for row in registry("provinces")["province"]
    )


def resolve_province(text: str) -> str | None:
    """The Thai name of the province typed as *text*: Thai or English, with or without จังหวัด; None if it is none.

    >>> resolve_province("จ.ปทุมธานี"), resolve_province("Chiang Mai"), resolve_province("โคราช")
    ('ปทุมธานี', 'เชียงใหม่', 'นครราชสีมา')
    """
    key = squash(text)
    for prefix in ("จังหวัด", "จ.", "จว."):
        key = key.removeprefix(prefix)
    return _typed().get(key)


def find_provinces(
    fields: Sequence[tuple[Where, str]], agencies: Sequence[Agency], people: Sequence[Person] = ()
) -> tuple[str, ...]:
    """The provinces named as places in *fields*, in the order of their first mention.

    *agencies* and *people* are those found in the same fields; names inside of them do not count (``ปรมาพิจิตรวัฒน์`` is
    a surname), except where the body is the province itself (``จังหวัดปทุมธานี``).
    """
    return tuple(mention.name for mention in province_mentions(fields, agencies, people))


def province_mentions(
    fields: Sequence[tuple[Where, str]], agencies: Sequence[Agency], people: Sequence[Person] = ()
) -> tuple[Mention, ...]:
    """The provinces of :func:`find_provinces` with every place where they stand.

    ``rule`` says how the first of them was known: ``marked`` (behind จังหวัด, จ. …), ``listed`` (in a list of
    provinces), ``bare`` or ``english``.
    """
    found: dict[str, tuple[str, list[Surface]]] = {}
    for reading in read_all(fields):
        bodies = Taken(
            (s.start, s.end)
            for s in (*_surfaces(agencies), *_surfaces(people))
            if s.where == reading.where and not s.text.startswith("จังหวัด")
        )
        for name, rule, surface in sorted(_in_field(reading, bodies), key=lambda entry: entry[2].start):
            found.setdefault(name, (rule, []))[1].append(surface)
    return tuple(Mention(name=name, rule=rule, surfaces=tuple(places)) for name, (rule, places) in found.items())


def _surfaces(named: Sequence[Agency] | Sequence[Person]) -> Iterator[Surface]:
    return (surface for entry in named for surface in entry.surfaces)


def _in_field(reading: Reading, bodies: Taken) -> Iterator[tuple[str, str, Surface]]:
    for name, start, end in english_places(reading):
        if not bodies.overlaps(start, end):
            yield name, "english", Surface(reading.raw[start:end], start, end, reading.where)
    yield from _by_letters(reading, bodies)
    text = reading.text
    last_end = -100
    for match in _names().finditer(text):
        word = match.group()
        province = _by_form()[word]
        start, end = match.span()
        marked = text.endswith(_before(), 0, start)
        if not marked and not _free(text, start, end, word):
            continue
        listed = start - last_end < LIST_GAP and bool(_BETWEEN.match(text[last_end:start]))
        if not (marked or province.bare or listed):
            continue
        at = reading.offsets[start]
        if bodies.overlaps(at, at + 1):
            continue
        last_end = end
        rule = "marked" if marked else "listed" if listed else "bare"
        yield province.name_th, rule, reading.surface(start, end)


def _by_letters(reading: Reading, bodies: Taken) -> Iterator[tuple[str, str, Surface]]:
    for match in _LETTERS.finditer(reading.text):
        name = _lettered().get(f"{match[1]}{match[2]}.")
        surface = reading.surface(match.start(1), match.end())
        if name and not bodies.overlaps(surface.start, surface.start + 1):
            yield name, "marked", surface


def _free(text: str, start: int, end: int, word: str) -> bool:
    """Whether a province name without จังหวัด is that name and not a part of another word or name."""
    window = text[max(0, start - 16) : start].rstrip(" ")
    if window.endswith("ณ") and word in _family_names():
        return False
    if _by_form()[word].id == "bangkok" and not window.endswith(_in_place()) and _acts().match(text, end):
        return False
    if window.endswith(_not_after()) or text.startswith(_not_before().get(word, ("\0",)), end):
        return False
    return text[start - 1 : start] not in LEADING and text[end : end + 1] not in _MARKS


@cache
def _by_form() -> dict[str, Province]:
    forms: dict[str, Province] = {}
    for province in province_entries():
        for form in (province.name_th, *province.aliases):
            forms[fold(form)] = province
        if province.id == "bangkok":
            forms[fold(province.abbreviations[0])] = province
    return forms


@cache
def _lettered() -> dict[str, str]:
    return {fold(letters): province.name_th for province in province_entries() for letters in province.abbreviations}


@cache
def _typed() -> dict[str, str]:
    return {
        squash(form): p.name_th
        for p in province_entries()
        for form in (p.name_th, p.name_en, p.id, *p.aliases, *p.english)
    } | {"กทม.": "กรุงเทพมหานคร"}


@cache
def _names() -> re.Pattern[str]:
    return matcher(_by_form())


@cache
def _before() -> tuple[str, ...]:
    words = [fold(word) for word in registry("provinces")["before"]]
    return (*words, *(f"{word} " for word in words))


@cache
def _family_names() -> frozenset[str]:
    return frozenset(fold(word) for word in registry("provinces")["surnames"])


@cache
def _not_after() -> tuple[str, ...]:
    return tuple(fold(word) for word in (*registry("provinces")["not_after"], *title_forms()))  # นายสุรินทร์ is a man


@cache
def _in_place() -> tuple[str, ...]:
    return tuple(fold(word) for word in registry("provinces")["in_place"])


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(" ?" + alternation(fold(word) for word in registry("provinces")["acts"]))


@cache
def _not_before() -> dict[str, tuple[str, ...]]:
    return {fold(word): tuple(after) for word, after in registry("provinces")["not_before"].items()}
