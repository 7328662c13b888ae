"""Which values of a facet are meant by what a person types behind a field: an id, an alias, part of a name."""

from __future__ import annotations

from corpus.extract import agencies, places
from corpus.sites import shipped_sites
from corpus.thai.normalise import fold
from index.facets import Column
from index.known_names import meant


def named(column: Column, name: str, typed: str) -> list[int]:
    """The values of *column*, the facet *name*, that are meant by *typed*: an id, an alias, or part of a name."""
    if exact := column.of_values({typed}):
        return exact
    known = _known_as(name, typed)
    return column.of_values(known) if known else column.meant(typed)


def _known_as(name: str, typed: str) -> tuple[str, ...]:
    """The values that the registries know by *typed*: an alias, an abbreviation, a name in English, a host."""
    if name == "agency":
        dotted = typed if typed.endswith(".") else typed + "."  # the last dot is often forgotten: ก.พ.ร
        return agencies.resolve(typed) or (agencies.resolve(dotted) if "." in typed else ()) or meant(fold(typed))
    if name == "province":
        return tuple(filter(None, [places.resolve_province(typed)]))
    if name == "site":
        typed = typed.lower()
        return tuple(s.name for s in shipped_sites() if typed in s.hosts or typed == s.title_en.lower())
    return ()
