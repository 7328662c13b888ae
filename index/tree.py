"""A query understood: a frozen tree of what is wanted, and how to write it down again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

FilterName: TypeAlias = Literal["agency", "person", "province", "section", "kind", "site"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words wanted all together, as typed between two blanks; in the title only with ``where``."""

    text: str
    where: Literal["", "title"] = ""


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


Node: TypeAlias = Text | Phrase | Prefix | Similar | Filter | Days | Not | And | Or
Leaf: TypeAlias = Text | Phrase | Prefix | Similar

FILTERS: dict[FilterName, str] = {
    "agency": "หน่วยงาน",
    "person": "บุคคล",
    "province": "จังหวัด",
    "section": "หมวด",
    "kind": "ประเภท",
    "site": "เว็บ",
}


def show(node: Node) -> str:
    """*node* in the query language; parsing it again gives the same tree."""
    if isinstance(node, And):
        return " ".join(f"({show(p)})" if isinstance(p, Or) else show(p) for p in node.parts)
    if isinstance(node, Or):
        return " OR ".join(f"({show(p)})" if isinstance(p, And) else show(p) for p in node.parts)
    if isinstance(node, Not):
        return f"-({show(node.part)})" if isinstance(node.part, (And, Or)) else f"-{show(node.part)}"
    if isinstance(node, Filter):
        return f'{FILTERS[node.name]}:"{node.value}"'
    if isinstance(node, Days):
        return node.shown
    prefix = "หัวเรื่อง:" if node.where else ""
    if isinstance(node, Phrase):
        return f'{prefix}"{node.text}"'
    return prefix + node.text + ("*" if isinstance(node, Prefix) else "~" if isinstance(node, Similar) else "")
