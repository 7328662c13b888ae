"""The filters of a result as the page shows them: boxes to tick with their counts, and a chip for each one in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from index.hits import FACETS, FacetValue, SearchRequest
from search_web.filters import show_day, show_kind, show_year
from search_web.names_view import name_in
from search_web.text import Lang, say

SHOWN = 6  # values of a facet that are seen at once; the rest stands behind "show more"
MOST = 16  # values of a facet on the page
MOST_BRIEF = 8  # where the links of a query of 500 letters take most of the 100 kB of a page
MOST_YEARS = 60  # years are short, and each may be looked for
MOST_CHIP_BYTES = 6_000  # of links on chips: a query may make each of them thousands of bytes long

Link = Callable[[SearchRequest], str]
Titles = Callable[[str], str]  # the title of a site by its name
Facets = Mapping[str, tuple[FacetValue, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet in the form."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One facet in the form; ``more`` stands behind "show more", which says how many more there are."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in use, and the search without it (nothing where the links of the page would grow too long)."""

    label: str
    href: str


def labelled(facets: Facets, lang: Lang, titles: Titles) -> Facets:
    """The same facets with labels in the language of the page."""
    return {
        name: tuple(
            v
            if v.label == (label := _label(name, v.value, lang, titles) or v.label or v.value)
            else FacetValue(v.value, label, v.count)
            for v in values
        )
        for name, values in facets.items()
    }


def labels_of(name: str, facets: Facets, lang: Lang) -> Callable[[str], str]:
    """What to call a value that was asked for, whether the result counts it or not."""
    known = {v.value: v.label for v in facets.get(name, ())}
    return lambda value: known.get(value) or _label(name, value, lang, str) or value


def groups_of(
    request: SearchRequest, facets: Facets, known: Facets, lang: Lang, *, brief: bool = False
) -> Iterable[Group]:
    """The facets as the form shows them: what is chosen comes first and never gets lost, then the rest as counted.

    *brief* ones leave room for the links of a long query.
    """
    for name in FACETS:
        values = {v.value: v for v in facets.get(name, ())}
        labels = labels_of(name, known, lang)
        chosen = tuple(str(value) for value in getattr(request, name))
        ordered = [values.get(v, FacetValue(v, labels(v), 0)) for v in chosen]
        rest = [v for v in values.values() if v.value not in chosen]
        if name == "year":
            rest.sort(key=lambda v: v.value, reverse=True)
        most = MOST_BRIEF if brief else MOST_YEARS if name == "year" else MOST
        ordered += rest[: max(0, most - len(ordered))]
        choices = tuple(Choice(v.value, v.label, v.count, v.value in chosen) for v in ordered)
        shown = max(SHOWN, len(chosen))
        if choices:
            yield Group(name, say(lang, f"facet_{name}"), choices[:shown], choices[shown:])


def chips_of(request: SearchRequest, facets: Facets, lang: Lang, link: Link) -> tuple[Chip, ...]:
    """A chip for each filter in use; those whose links would make the page too long have none."""
    used = 0
    chips = []
    for label, without in filters_in_use(request, facets, lang):
        href = link(without)
        used += len(href)
        chips.append(Chip(label, href if used <= MOST_CHIP_BYTES else ""))
    return tuple(chips)


def filters_in_use(request: SearchRequest, facets: Facets, lang: Lang) -> Iterable[tuple[str, SearchRequest]]:
    """Each filter of *request* in words, and the request without it."""
    first = replace(request, page=1)
    for key, day in (("from", request.date_from), ("to", request.date_to)):
        if day is not None:
            yield _day_chip(key, day, lang), replace(first, **{f"date_{key}": None})  # type: ignore[arg-type]  # both are dates or None
    for name in FACETS:
        labels = labels_of(name, facets, lang)
        for value in getattr(request, name):
            label = labels(str(value))
            if name == "year":
                label = say(lang, "chip_year", label=label)
            yield label, _without(first, name, value)


def _label(name: str, value: str, lang: Lang, titles: Titles) -> str:
    """What the page itself knows to call a value; nothing where only the engine knows."""
    if name == "kind":
        return show_kind(value, lang)
    if name == "year" and value.isdecimal():
        return show_year(int(value), lang)
    if name == "site":
        title = titles(value)
        return title if title != value else ""
    return name_in(name, value, "", lang)


def _without(request: SearchRequest, name: str, value: object) -> SearchRequest:
    left = tuple(v for v in getattr(request, name) if v != value)
    return replace(request, **{name: left})  # type: ignore[arg-type]  # each facet is a field of its own tuple type


def _day_chip(key: str, day: date, lang: Lang) -> str:
    return say(lang, f"chip_{key}", day=show_day(day, lang, "short"))
