"""The listed bodies: ``corpus/registry/agencies.toml`` as types, and the way from a typed name to an id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from corpus.extract.lexicon import registry as registry_file
from corpus.thai.normalise import squash

SHORTEST = 3  # letters of an abbreviation that is known without its full stops
_DOTTED = re.compile(r"(?:[ก-ฮ]{1,6}\.)+")

_SLIPS = {  # heads as hasty pages write them
    "กระทรวงการ": ("กรทรวงการ", "กระทวงการ", "กระทรวง"),
    "กระทรวง": ("กรทรวง", "กระทวง", "กระทรวงการ", "กระทรวงกระทรวง"),
    "มหาวิทยาลัย": ("มหาวิทยาลัยมหาวิทยาลัย", "มหาวิทลัย", "มหาวิทยาลับ", "ม.ลัย"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEntry:
    """One body of the registry. ``place``: its name is that of a place, too, so it counts only in office.

    ``abbreviations`` keep their dots; ``aliases`` are other written forms, ``former`` the names that the same body
    bore before; ``parent`` and ``successor`` are ids or ``""``. ``valid_from`` and ``valid_to`` are the Buddhist years
    in which it began and ended, None where the registry does not know them or it still exists. ``acting``: a province
    as an administration, or a programme: found when asked for, but no body wherever a page names it.
    """

    id: str
    name_th: str
    name_en: str
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    parent: str = ""
    place: bool = False
    former: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None
    successor: str = ""
    acting: bool = False

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every written form, the full Thai name first."""
        return (self.name_th, self.name_en, *self.abbreviations, *self.aliases, *self.former)


@cache
def registry() -> Mapping[str, AgencyEntry]:
    """All listed bodies by id: those of ``agencies.toml`` in its order, then the provinces of ``provinces.toml``."""
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
            former=tuple(row.get("former", ())),
            valid_from=row.get("from"),
            valid_to=row.get("to"),
            successor=row.get("successor", ""),
            acting=row.get("quiet", False),
        )
    for row in registry_file("provinces")["province"]:
        if row["id"] != "bangkok":  # whose administration is listed by its own name
            key = f"province-{row['id']}"
            entries[key] = AgencyEntry(
                id=key, name_th=f"จังหวัด{row['th']}", name_en=f"{row['en']} Province", parent="moi", acting=True
            )
    return MappingProxyType(entries)


def resolve(text: str) -> tuple[str, ...]:
    """The ids that a typed name, abbreviation or alias stands for; several where it is ambiguous, none if unknown.

    >>> resolve("ก.พ.ร."), resolve("สำนักงานก.พ.ร."), resolve("opdc"), resolve("ก.พ.")
    (('opdc',), ('opdc',), ('opdc',), ('ocsc',))
    """
    key = squash(text)
    return ids_by_name().get(key) or ids_by_name().get("สำนักงาน" + key) or ((text,) if text in registry() else ())


@cache
def names() -> tuple[str, ...]:
    """Every name, abbreviation and alias of every listed body, once each; provinces stand in their own registry."""
    entries = (entry for entry in registry().values() if not entry.acting)
    return tuple(dict.fromkeys(name for entry in entries for name in entry.all_names))


def display_name(agency_id: str, lang: str = "th") -> str:
    """The full name of a listed body in ``th`` or ``en``; the id itself where it is not listed."""
    entry = registry().get(agency_id)
    if entry is None:
        return agency_id
    return entry.name_en if lang == "en" else entry.name_th


def agency_id(name: str) -> str:
    """The id of an unlisted body, made from its folded name: stable as long as the name is."""
    return "a-" + hashlib.sha256(squash(name).encode()).hexdigest()[:12]


@cache
def ids_by_name() -> dict[str, tuple[str, ...]]:
    """Squashed name → the ids that claim it: one, or several where an abbreviation is ambiguous."""
    ids: dict[str, list[str]] = {}
    for entry in registry().values():
        for name in (*entry.all_names, *_headed(entry)):
            key = squash(name)
            if entry.id not in ids.setdefault(key, []):
                ids[key].append(entry.id)
    for entry in registry().values():
        for key in _english(entry):
            ids.setdefault(key, [entry.id])
        for key in _undotted(entry):
            claims = ids.setdefault(key, [entry.id])
            if key in context_only() and entry.id not in claims:
                claims.append(entry.id)
    return {key: tuple(claims) for key, claims in ids.items()}


def _headed(entry: AgencyEntry) -> Iterator[str]:
    """Abbreviations behind the word that the full name begins with: ``กระทรวง พม.``, ``กรม ปภ.``."""
    head = next((h for h in ("กระทรวง", "กรม", "สำนักงาน") if entry.name_th.startswith(h)), "")
    for short in entry.abbreviations:
        if head and short.endswith(".") and not short.startswith(head):
            yield head + short
    for full, letters in (("มหาวิทยาลัย", "ม."), ("โรงพยาบาล", "รพ.")):
        if entry.name_th.startswith(full):
            yield letters + entry.name_th.removeprefix(full)
    for right, slips in _SLIPS.items():
        if entry.name_th.startswith(right):
            yield from (slip + entry.name_th.removeprefix(right) for slip in slips)
    if entry.name_th.startswith("บริษัท ") and " จำกัด" in entry.name_th:
        yield entry.name_th.partition(" จำกัด")[0]
    office, _, ministry = entry.name_th.partition("ปลัด")
    if office == "สำนักงาน" and entry.parent and ministry.startswith("กระทรวง"):  # สำนักงานปลัดกระทรวง อว.
        yield from (f"สำนักงานปลัดกระทรวง{short}" for short in registry()[entry.parent].abbreviations)


def _english(entry: AgencyEntry) -> Iterator[str]:
    """The English names as pages vary them: without articles, in American and British spelling."""
    spellings: list[list[str]] = registry_file("agencies")["spellings"]
    for name in (entry.name_en, *entry.former, *entry.aliases):
        if not name.isascii() or " " not in name:
            continue
        bare = name.replace(" the ", " ")
        variants = {name, bare, bare.replace("Ministry of ", "Ministry of the "), bare.replace(" and ", " & ")}
        for one, other in spellings:
            variants |= {v.replace(one, other) for v in variants} | {v.replace(other, one) for v in variants}
        yield from (squash(variant) for variant in variants)


def _undotted(entry: AgencyEntry) -> Iterator[str]:
    """Abbreviations as hasty pages write them, of three letters and more: ``สปสช``, ``ธ.ก.ส``."""
    words = set(registry_file("agencies")["not_bare"])
    for short in entry.abbreviations:
        letters = short.replace(".", "")
        if _DOTTED.fullmatch(short) and len(letters) >= SHORTEST and short not in words:
            yield squash(letters)
            if short.count(".") > 1:
                yield squash(short[:-1])


@cache
def context_only() -> frozenset[str]:
    """Squashed abbreviations that mean something else as well, with and without their full stops."""
    words = [squash(word) for word in registry_file("agencies")["context_only"]]
    return frozenset((*words, *(word.replace(".", "") for word in words if len(word.replace(".", "")) >= SHORTEST)))


def kin(body: str) -> tuple[str, ...]:
    """The ids of the listed bodies that came right before *body* and after it, as ``successor`` says.

    >>> kin("mict")
    ('mdes',)
    """
    entry = registry().get(body)
    after = (entry.successor,) if entry and entry.successor in registry() else ()
    return (*(found.id for found in registry().values() if found.successor == body and body), *after)
