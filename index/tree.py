"""A query understood: a frozen tree of what is wanted, and how to write it down again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from index.hits import Lang

FilterName: TypeAlias = Literal["agency", "person", "province", "section", "kind", "site"]


KnownKind: TypeAlias = Literal["agency", "person", "day", "year", "word"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words wanted all together, as typed between two blanks; in the title only with ``where``.

    ``pieces``: where some of its words are known by other forms (:mod:`index.expand`), the same text cut into these
    and the rest.
    """

    text: str
    where: Literal["", "title"] = ""
    pieces: tuple[Text | Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """Words as typed, ``parts``, that stand for something that is also written in other ways; any of them will do.

    ``forms`` are exact strings of folded text, the typed one first, ``lesser`` those that count less. ``ids`` are
    values of the column ``kind`` (agency, person), ``days`` tokens of the field of that name. ``lead`` was typed before
    it and need not stand: a title, ปี (year). ``apart``: all the typed words will do as well, wherever they stand.
    """

    parts: tuple[Text, ...]
    kind: KnownKind
    forms: tuple[str, ...]
    lesser: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    lead: str = ""
    apart: bool = False

    @property
    def where(self) -> Literal["", "title"]:
        """As that of a :class:`Text`."""
        return self.parts[0].where

    @property
    def text(self) -> str:
        """What was typed."""
        return " ".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly this string of the folded text."""

    text: str
    where: Literal["", "title"] = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    text: str
    where: Literal["", "title"] = ""


@dataclass(frozen=True, slots=True)
class Similar:
    """Any word spelt much like this one."""

    text: str
    where: Literal["", "title"] = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Articles that have this value, by its id or by a name a person would type."""

    name: FilterName
    value: str


@dataclass(frozen=True, slots=True)
class Days:
    """Articles dated in this time, both ends inclusive; ``shown`` is how to ask for it again."""

    start: date | None
    end: date | None
    shown: str


@dataclass(frozen=True, slots=True)
class Not:
    """Articles without this."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """Articles that satisfy every part; all of them where there is no part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that satisfy any part."""

    parts: tuple[Node, ...]


Node: TypeAlias = Text | Known | Phrase | Prefix | Similar | Filter | Days | Not | And | Or
Leaf: TypeAlias = Text | Phrase | Prefix | Similar

FILTERS: dict[FilterName, str] = {
    "agency": "หน่วยงาน",
    "person": "บุคคล",
    "province": "จังหวัด",
    "section": "หมวด",
    "kind": "ประเภท",
    "site": "เว็บ",
}


def without(node: Node, dropped: Callable[[Node], bool]) -> Node | None:
    """*node* without the parts that are *dropped*; None where nothing is left of it."""
    if dropped(node):
        return None
    if isinstance(node, Not):
        part = without(node.part, dropped)
        return Not(part) if part is not None else None
    if isinstance(node, (And, Or)):
        parts = tuple(part for each in node.parts if (part := without(each, dropped)) is not None)
        if parts == node.parts:
            return node
        return parts[0] if len(parts) == 1 else type(node)(parts) if parts else None
    return node


def show(node: Node, lang: Lang = "th") -> str:
    """*node* in the query language, its fields and days in *lang*; parsing it again gives the same tree."""
    if isinstance(node, And):
        return " ".join(f"({show(p, lang)})" if isinstance(p, Or) else show(p, lang) for p in node.parts)
    if isinstance(node, Or):
        return " OR ".join(f"({show(p, lang)})" if isinstance(p, And) else show(p, lang) for p in node.parts)
    if isinstance(node, Known):
        typed = " ".join(show(part, lang) for part in node.parts)
        return f"({typed})" if len(node.parts) > 1 else typed
    if isinstance(node, Not):
        shown = show(node.part, lang)
        return f"-({shown})" if isinstance(node.part, (And, Or)) else f"-{shown}"
    if isinstance(node, Filter):
        return f'{FILTERS[node.name] if lang == "th" else node.name}:"{node.value}"'
    if isinstance(node, Days):
        return node.shown if lang == "th" else _english_days(node)
    prefix = "" if not node.where else "หัวเรื่อง:" if lang == "th" else "title:"
    if isinstance(node, Phrase):
        return f'{prefix}"{node.text}"'
    return prefix + node.text + ("*" if isinstance(node, Prefix) else "~" if isinstance(node, Similar) else "")


def _english_days(node: Days) -> str:
    start, end = (day.isoformat() if day else "" for day in (node.start, node.end))
    return f'date:"{start}"' if start == end else f'date:"{start}..{end}"'
