"""Bodies that a page names: from the registry by any of their names, others by their form.

1. listed names: the longest name at a place wins, blanks do not matter, so ``ก.พ.ร.`` is never ``ก.พ.``;
2. an abbreviation counts only where it stands free or after a word of office, and the few that mean something else as
   well (``context_only`` in the registry) only where the page explains them;
3. what follows may make another body of it: a branch in a province, the same ministry of another country;
4. unlisted bodies by form (:mod:`corpus.extract.agency_forms`);
5. ``name (abbreviation)`` teaches the abbreviation for the rest of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from corpus.extract.agency_context import behind_unit, led_by_chiefs, only_makers, told_by, unmeant
from corpus.extract.agency_english import in_english
from corpus.extract.agency_forms import Span, extended, find_forms
from corpus.extract.agency_places import tail_end
from corpus.extract.agency_registry import (
    AgencyEntry,
    agency_id,
    context_only,
    display_name,
    ids_by_name,
    names,
    registry,
    resolve,
)
from corpus.extract.agency_words import words
from corpus.extract.english_bodies import english_bodies
from corpus.extract.lexicon import alternation, matcher
from corpus.extract.phrases import after_join, after_syllable, in_office
from corpus.extract.reading import Reading, Taken, read_all, tidy
from corpus.records import Agency, Surface, Where
from corpus.thai.normalise import fold, squash

__all__ = ["AgencyEntry", "agency_id", "agency_spans", "display_name", "find_agencies", "names", "registry", "resolve"]

_DOTTED = re.compile(r"(?:[ก-ฮ]{1,6}\.)+[ก-ฮ]{0,3}\Z")
_LETTERS = re.compile(r"[ก-ฮ]{2,6}\Z")  # an abbreviation without its full stops: ครม
_BLANK_INSIDE = re.compile(r"[ก-ฮ] [ก-ฮ]")  # นักเรีย(น รด.): a blank where no full stop stands
_VOWEL = re.compile(r"[ะ-ฺ็-๎]")  # one that goes with the letter in front of it
_LATIN = re.compile(r"[a-z0-9 .&'-]+\Z")
_SHORT = re.compile(r"(?:[ก-ฮ]{1,6}\.){1,6}|[A-Z][A-Za-z&-]{1,11}|[ก-ฮ]{3,6}")  # what a page may define in brackets
ALIKE = 0.6  # of the letters of two names of one body, in their order
LONG_STEM = 9  # code points in front of ฯ that are enough to know a name again on the same page
SHORT_ABBREVIATION = 3  # code points with the full stop: สธ. needs a clear sign that a word begins there
_BRACKET = re.compile(r" ?\(([^()\n]{2,90})\)")


class _Found(NamedTuple):
    """One body while the page is read."""

    name: str
    rule: str
    surfaces: list[Surface]


def find_agencies(fields: Sequence[tuple[Where, str]]) -> tuple[Agency, ...]:
    """The bodies named in *fields*, in the order of their first mention, each with every different surface."""
    readings = list(read_all(fields))
    spans = [sorted(agency_spans(reading)) for reading in readings]
    taught = _taught(readings, spans)
    same, other = _explained(readings, spans)
    found: dict[str, _Found] = {}
    for reading, own in zip(readings, spans, strict=True):
        for span in _with_taught(reading, own, taught):
            surface = reading.surface(span.start, span.end)
            key = span.id or agency_id(surface.text)
            key = same.get(key) or other.get(squash(surface.text), key)
            name = display_name(key) if key in registry() else tidy(surface.text)
            found.setdefault(key, _Found(name, span.rule, [])).surfaces.append(surface)
    return tuple(
        Agency(id=key, name=body.name, rule=body.rule, surfaces=tuple(body.surfaces)) for key, body in _merged(found)
    )


def _merged(found: dict[str, _Found]) -> Iterator[tuple[str, _Found]]:
    """*found* with names cut short by ฯ (``กระทรวงอุตฯ``) joined to the only body whose name begins so."""
    on_page = sorted((squash(body.name), key) for key, body in found.items())
    for key, body in list(found.items()):
        stem, cut_short, rest = squash(body.name).partition("ฯ")
        if not cut_short or rest or len(stem) < LONG_STEM or body.rule == "registry":
            continue
        whole = (_beginning(on_page, stem) - {key}) or _beginning(_sorted_names(), stem)
        exact = {other for other in whole if other in found and squash(found[other].name) == stem}
        if len(exact or whole) == 1:
            [other] = exact or whole
            found.setdefault(other, _Found(display_name(other), body.rule, [])).surfaces.extend(body.surfaces)
            del found[key]
    return iter(found.items())


def _beginning(names_and_ids: Sequence[tuple[str, str]], stem: str) -> set[str]:
    """The ids of the names that begin with *stem*, of a sorted list."""
    low, high = bisect_left(names_and_ids, (stem,)), bisect_left(names_and_ids, (stem + "\U0010ffff",))
    return {key for name, key in names_and_ids[low:high] if name != stem + "ฯ"}


def agency_spans(reading: Reading) -> list[Span]:
    """Listed and unlisted bodies in one field, without overlaps; the longer one wins."""
    spans = [extended(reading.text, span) for span in _listed(reading)]
    spans += only_makers(reading.text)
    spans += led_by_chiefs(reading.text)
    forms = list(find_forms(reading.text, {span.start: span.end for span in spans}))
    english = english_bodies(reading)
    forms += in_english(reading, [*spans, *forms]) if english is None else english
    best: list[Span] = []
    for span in sorted([*spans, *forms], key=lambda s: (s.start, -s.end, not s.id)):
        if best and span.start < best[-1].end:
            if span.end - span.start > best[-1].end - best[-1].start:
                best[-1] = span
            continue
        best.append(span)
    return best


def listed_end(text: str, at: int) -> int:
    """Where the listed name that begins at *at* of a normalised text ends, or 0; blanks in it may vary."""
    if text[at : at + 1] == " ":
        return 0
    match = _known().match(text[at : at + 200].split("\n", 1)[0].replace(" ", ""))
    if match is None:
        return 0
    end, letters = at, match.end()
    while letters:
        letters -= text[end] != " "
        end += 1
    return end


def _listed(reading: Reading) -> Iterator[Span]:
    tight, at, last = reading.tight, 0, -1
    while match := _known().search(tight, at):
        form = match.group()
        start, end = reading.from_tight(*match.span())
        beside = 0 <= last < start and reading.text[last:start].strip(" ,") in ("และ", "กับ", "ร่วมกับ", "หรือ")
        if not _stands(reading, form, start, end, beside) or unmeant(reading.text, start, end, ids_by_name()[form][0]):
            at = match.start() + 1  # (โด)ย ธ.(ก.ส.): another name may begin inside what is none
            continue
        at, last = match.end(), end
        yield Span(start, end, told_by(reading.text, start, form) or ids_by_name()[form][0], "registry")


def _stands(reading: Reading, form: str, start: int, end: int, beside: bool) -> bool:
    """Whether the listed *form* is meant by what stands at *start*; *beside* another listed body it is more likely."""
    text, ids = reading.text, ids_by_name()[form]
    if _DOTTED.match(form):
        if not _abbreviation_stands(text, start, end):
            return False
    elif _LETTERS.match(form):
        if not _free(text, start, end):
            return False
    elif _LATIN.match(form) and not _latin_stands(reading, start, end):
        return False
    if text[max(0, start - 16) : start].rstrip(" ").endswith(words("acts")):
        return False  # the name of an act
    if form.startswith(("ม.", "รพ.", "บช.")) and not after_join(text, start):
        return False  # ตร.กม.: square kilometres
    if told_by(text, start, form):
        return True
    if form in context_only() and (len(ids) > 1 or not (in_office(text, start) or (beside and end - start > 3))):
        return False
    return not registry()[ids[0]].place or in_office(text, start) or behind_unit(text, start, ids[0])


def _abbreviation_stands(text: str, start: int, end: int) -> bool:
    """Whether the dotted letters at *start* are a word of their own, with blanks after every dot or after none."""
    inner = text[start:end]
    if (
        "\n" in inner
        or _BLANK_INSIDE.search(inner.removeprefix("กรม "))
        or 0 < inner.count(". ") < inner.count(".") - 1
    ):
        return False  # 28 ก.พ. ร.9: the end of one abbreviation and the beginning of another
    if text[end : end + 1].isdigit() or (
        text[end + 1 : end + 2] == "." and "ก" <= text[end] <= "ฮ" and not tail_end(text, start, end)
    ):
        return False  # มท.1 is a call sign; สธ.จ. goes on
    if text[end - 1] != "." and _VOWEL.match(text, end):
        return False  # ส.ส.(ระ)ยอง
    before = text[start - 1] if start else " "
    if before == ".":
        return in_office(text, start)
    return after_join(text, start) or (end - start > SHORT_ABBREVIATION and after_syllable(text, start))


def _latin_stands(reading: Reading, start: int, end: int) -> bool:
    """Whether Latin letters are a whole word, and an acronym is written as one (``WHO``, not ``who``)."""
    text = reading.text
    if (start and text[start - 1].isascii() and text[start - 1].isalnum()) or (
        text[end : end + 1].isascii() and text[end : end + 1].isalnum()
    ):
        return False
    raw = reading.surface(start, end).text
    return len(raw) > 8 or raw in _cased() or raw.capitalize() in _cased() or not raw.isascii()


def _taught(readings: Sequence[Reading], spans: Sequence[Sequence[Span]]) -> dict[str, Span]:
    """Abbreviations and Latin names that the page itself gives in brackets after a name: raw text → its span."""
    taught: dict[str, Span] = {}
    for reading, own in zip(readings, spans, strict=True):
        for span in own:
            bracket = _BRACKET.match(reading.text, span.end)
            if not bracket or (span.id in registry() and registry()[span.id].place):
                continue  # กรุงเทพมหานคร (กทม.): mostly the place, further down the page
            inside = reading.surface(bracket.start(1), bracket.end(1)).text
            key = span.id or agency_id(reading.surface(span.start, span.end).text)
            for part in re.split(r"\s*(?:[:,/]| - | – |หรือ)\s*", inside):
                claims = ids_by_name().get(squash(part), (key,))
                if _SHORT.fullmatch(part) and (key in claims or not claims[1:]):
                    taught.setdefault(part, Span(span.start, span.end, key, "bracket"))
    return taught


def _explained(readings: Sequence[Reading], spans: Sequence[Sequence[Span]]) -> tuple[dict[str, str], dict[str, str]]:
    """What the page means by listed abbreviations that it explains by names of unlisted form.

    A name much like the listed one is a variant of it: its id → the listed id. Another name is another body with the
    same abbreviation: the abbreviation → the id of that body.
    """
    same: dict[str, str] = {}
    other: dict[str, str] = {}
    for reading, own in zip(readings, spans, strict=True):
        for span in own:
            bracket = None if span.id else _BRACKET.match(reading.text, span.end)
            short = squash(bracket[1]) if bracket else ""
            ids = ids_by_name().get(short, ())
            if len(ids) != 1 or short in context_only():
                continue
            key = agency_id(reading.surface(span.start, span.end).text)
            if _alike(squash(reading.text[span.start : span.end]), ids[0]):
                same[key] = ids[0]
            else:
                other[short] = key
    return same, other


def _alike(name: str, listed: str) -> bool:
    """Whether *name* shares most of its letters with a name of the *listed* body."""
    full = (squash(form) for form in registry()[listed].all_names if not _DOTTED.match(form))
    return any(SequenceMatcher(None, name, form, autojunk=False).ratio() > ALIKE for form in full)


def _with_taught(reading: Reading, own: Sequence[Span], taught: Mapping[str, Span]) -> list[Span]:
    if not taught:
        return list(own)
    spans = list(own)
    taken = Taken((span.start, span.end) for span in own)
    pattern = matcher(fold(word) for word in taught)
    keys = {fold(word): span for word, span in taught.items()}
    raw = {fold(word): word for word in taught}
    for match in pattern.finditer(reading.text):
        word, (start, end) = match.group(), match.span()
        if taken.overlaps(start, end):
            continue
        if not _free(reading.text, start, end) or (word.isascii() and reading.surface(start, end).text != raw[word]):
            continue
        spans.append(Span(start, end, keys[word].id, "bracket"))
    return sorted(spans)


def _free(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[end - 1] == ".":
        return after_join(text, start)
    return not (before.isalnum() or "ก" <= before <= "๎" or after.isalnum() or "ก" <= after <= "๎")


@cache
def _sorted_names() -> list[tuple[str, str]]:
    return sorted((name, key) for name, ids in ids_by_name().items() for key in ids if not registry()[key].acting)


@cache
def _known() -> re.Pattern[str]:
    return re.compile(alternation(name for name, ids in ids_by_name().items() if not registry()[ids[0]].acting))


@cache
def _cased() -> frozenset[str]:
    return frozenset(name for name in names() if name.isascii())
