"""Bodies that a page names: from the registry by any of their names, others by their form.

1. listed names: the longest name at a place wins, blanks do not matter, so ``ก.พ.ร.`` is never ``ก.พ.``;
2. an abbreviation counts only where it stands free or after a word of office, and the few that mean something else as
   well (``context_only`` in the registry) only where the page explains them;
3. what follows may make another body of it: a branch in a province, the same ministry of another country;
4. unlisted bodies by form (:mod:`corpus.extract.agency_forms`);
5. ``name (abbreviation)`` teaches the abbreviation for the rest of the page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from corpus.extract.agency_forms import Span, extended, find_forms
from corpus.extract.lexicon import alternation, matcher, registry as registry_file
from corpus.extract.reading import Reading, read_all, tidy
from corpus.records import Agency, Surface, Where
from corpus.thai.normalise import fold, squash

_DOTTED = re.compile(r"(?:[ก-ฮ]{1,5}\.)+\Z")
_LATIN = re.compile(r"[a-z0-9 .&'-]+\Z")
_SHORT = re.compile(r"(?:[ก-ฮ]{1,6}\.){1,6}|[A-Z][A-Za-z&-]{1,11}|[ก-ฮ]{3,6}")  # what a page may define in brackets
LONG_STEM = 12  # code points in front of ฯ that are enough to know a name again on the same page
SHORT_ABBREVIATION = 3  # code points with the full stop: สธ. needs a clear sign that a word begins there
_BRACKET = re.compile(r" ?\(([^()\n]{2,90})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEntry:
    """One body of the registry. ``place``: its name is that of a place, too, so it counts only in office.

    ``abbreviations`` keep their dots; ``aliases`` are other written forms; ``parent`` is an id or ``""``.
    """

    id: str
    name_th: str
    name_en: str
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    parent: str = ""
    place: bool = False

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every written form, the full Thai name first."""
        return (self.name_th, self.name_en, *self.abbreviations, *self.aliases)


@cache
def registry() -> Mapping[str, AgencyEntry]:
    """All listed bodies by id, in the order of ``corpus/registry/agencies.toml``."""
    entries = {}
    for row in registry_file("agencies")["agency"]:
        entries[row["id"]] = AgencyEntry(
            id=row["id"],
            name_th=row["th"],
            name_en=row["en"],
            abbreviations=tuple(row.get("abbr", ())),
            aliases=tuple(row.get("alias", ())),
            parent=row.get("parent", ""),
            place=row.get("place", False),
        )
    return MappingProxyType(entries)


def resolve(text: str) -> tuple[str, ...]:
    """The ids that a typed name, abbreviation or alias stands for; several where it is ambiguous, none if unknown.

    >>> resolve("ก.พ.ร."), resolve("สำนักงานก.พ.ร."), resolve("opdc"), resolve("ก.พ.")
    (('opdc',), ('opdc',), ('opdc',), ('ocsc',))
    """
    key = squash(text)
    return _ids().get(key) or _ids().get("สำนักงาน" + key) or ((text,) if text in registry() else ())


@cache
def names() -> tuple[str, ...]:
    """Every name, abbreviation and alias of every listed body, once each."""
    return tuple(dict.fromkeys(name for entry in registry().values() for name in entry.all_names))


def display_name(agency_id: str, lang: str = "th") -> str:
    """The full name of a listed body in ``th`` or ``en``; the id itself where it is not listed."""
    entry = registry().get(agency_id)
    if entry is None:
        return agency_id
    return entry.name_en if lang == "en" else entry.name_th


def agency_id(name: str) -> str:
    """The id of an unlisted body, made from its folded name: stable as long as the name is."""
    return "a-" + hashlib.sha256(squash(name).encode()).hexdigest()[:12]


def find_agencies(fields: Sequence[tuple[Where, str]]) -> tuple[Agency, ...]:
    """The bodies named in *fields*, in the order of their first mention, each with every different surface."""
    readings = list(read_all(fields))
    spans = [sorted(agency_spans(reading)) for reading in readings]
    taught = _taught(readings, spans)
    found: dict[str, list[Surface]] = {}
    shown: dict[str, tuple[str, str]] = {}
    for reading, own in zip(readings, spans, strict=True):
        for span in _with_taught(reading, own, taught):
            surface = reading.surface(span.start, span.end)
            key = span.id or _full_form(surface.text, shown) or agency_id(surface.text)
            found.setdefault(key, []).append(surface)
            shown.setdefault(key, (display_name(span.id) if span.id else tidy(surface.text), span.rule))
    return tuple(
        Agency(id=key, name=shown[key][0], rule=shown[key][1], surfaces=tuple(surfaces))
        for key, surfaces in found.items()
    )


def _full_form(name: str, shown: Mapping[str, tuple[str, str]]) -> str:
    """The key of the body that a name cut short with ฯ (``กลุ่มพัฒนาระบบฯ``) stands for, or ``""``."""
    stem, cut_short, _ = name.partition("ฯ")
    if not cut_short or len(stem) < LONG_STEM:
        return ""
    return next((key for key, (full, _) in shown.items() if full.startswith(tidy(stem))), "")


def agency_spans(reading: Reading) -> list[Span]:
    """Listed and unlisted bodies in one field, without overlaps; the longer one wins."""
    spans = [extended(reading.text, span) for span in _listed(reading)]
    forms = find_forms(reading.text, {span.start: span.end for span in spans})
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
    window = text[at : at + 200].split("\n", 1)[0]
    places = [i for i, char in enumerate(window) if char != " "]
    match = _known().match(window.replace(" ", ""))
    return at + places[match.end() - 1] + 1 if match and places[:1] == [0] else 0


def _listed(reading: Reading) -> Iterator[Span]:
    tight = reading.tight
    for match in _known().finditer(tight):
        form = match.group()
        start, end = reading.from_tight(*match.span())
        ids = _ids()[form]
        if _DOTTED.match(form) and form[-1] == ".":
            if not _abbreviation_stands(reading.text, start, end):
                continue
        elif _LATIN.match(form) and not _latin_stands(reading, start, end):
            continue
        if form in _context_only() and (len(ids) > 1 or not _in_office(reading.text, start)):
            continue
        if registry()[ids[0]].place and not _in_office(reading.text, start):
            continue
        yield Span(start, end, ids[0], "registry")


def _abbreviation_stands(text: str, start: int, end: int) -> bool:
    """Whether the dotted letters at *start* are a word of their own, with blanks after every dot or after none."""
    inner = text[start:end]
    if "\n" in inner or 0 < inner.count(". ") < inner.count(".") - 1:
        return False  # 28 ก.พ. ร.9: the end of one abbreviation and the beginning of another
    if text[end : end + 1].isdigit() or (text[end + 1 : end + 2] == "." and "ก" <= text[end] <= "ฮ"):
        return False  # มท.1 is a call sign; สธ.จ. goes on
    before = text[start - 1] if start else " "
    if before == ".":
        return _in_office(text, start)
    if not "ก" <= before <= "๎":
        return True
    return _after_join(text, start) or (end - start > SHORT_ABBREVIATION and _after_word(text, start))


def _after_word(text: str, start: int) -> bool:
    """Whether a syllable with a vowel ends at *start*: so the letters behind are not the rest of an abbreviation."""
    while start and "ก" <= text[start - 1] <= "ฮ":
        start -= 1
    return start > 0 and "ฯ" < text[start - 1] <= "๎"


def _after_join(text: str, start: int) -> bool:
    return text[max(0, start - 24) : start].endswith(_joins())


def _in_office(text: str, start: int) -> bool:
    return text[max(0, start - 24) : start].rstrip(" (").endswith(_offices())


def _latin_stands(reading: Reading, start: int, end: int) -> bool:
    """Whether Latin letters are a whole word, and an acronym is written as one (``WHO``, not ``who``)."""
    text = reading.text
    if (start and text[start - 1].isascii() and text[start - 1].isalnum()) or text[end : end + 1].isascii() and text[
        end : end + 1
    ].isalnum():
        return False
    raw = reading.surface(start, end).text
    return len(raw) > 8 or raw in _cased() or not raw.isascii()


def _taught(readings: Sequence[Reading], spans: Sequence[Sequence[Span]]) -> dict[str, Span]:
    """Abbreviations and Latin names that the page itself gives in brackets after a name: raw text → its span."""
    taught: dict[str, Span] = {}
    for reading, own in zip(readings, spans, strict=True):
        for span in own:
            bracket = _BRACKET.match(reading.text, span.end)
            if not bracket:
                continue
            inside = reading.surface(bracket.start(1), bracket.end(1)).text
            key = span.id or agency_id(reading.surface(span.start, span.end).text)
            for part in re.split(r"\s*(?:[:,/]| - | – |หรือ)\s*", inside):
                if _SHORT.fullmatch(part) and not _ids().get(squash(part), (key,))[1:]:
                    taught.setdefault(part, Span(span.start, span.end, key, "bracket"))
    return taught


def _with_taught(reading: Reading, own: Sequence[Span], taught: Mapping[str, Span]) -> list[Span]:
    if not taught:
        return list(own)
    spans = list(own)
    taken = {span.start for span in own}
    pattern = matcher(fold(word) for word in taught)
    keys = {fold(word): span for word, span in taught.items()}
    raw = {fold(word): word for word in taught}
    for match in pattern.finditer(reading.text):
        word, (start, end) = match.group(), match.span()
        if start in taken or any(s.start < end and start < s.end for s in own):
            continue
        if not _free(reading.text, start, end) or (word.isascii() and reading.surface(start, end).text != raw[word]):
            continue
        spans.append(Span(start, end, keys[word].id, "bracket"))
    return sorted(spans)


def _free(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[end - 1] == ".":
        return not ("ก" <= before <= "๎") or _after_join(text, start)
    return not (before.isalnum() or "ก" <= before <= "๎" or after.isalnum() or "ก" <= after <= "๎")


@cache
def _ids() -> dict[str, tuple[str, ...]]:
    """Squashed name → the ids that claim it."""
    ids: dict[str, list[str]] = {}
    for entry in registry().values():
        for name in entry.all_names:
            key = squash(name)
            if entry.id not in ids.setdefault(key, []):
                ids[key].append(entry.id)
    return {key: tuple(claims) for key, claims in ids.items()}


@cache
def _known() -> re.Pattern[str]:
    return re.compile(alternation(_ids()))


@cache
def _context_only() -> frozenset[str]:
    return frozenset(squash(word) for word in registry_file("agencies")["context_only"])


@cache
def _cased() -> frozenset[str]:
    return frozenset(name for name in names() if name.isascii())


@cache
def _offices() -> tuple[str, ...]:
    words = registry_file("titles")["positions"]
    return tuple(fold(word) for word in (*words["heads"], *words["of_body"]))


@cache
def _joins() -> tuple[str, ...]:
    return (*_offices(), *(fold(word) for word in registry_file("titles")["phrase"]["joins"]))
