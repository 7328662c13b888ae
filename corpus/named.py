"""A name with the number of pages that name it, and a part of a list of names: values of :mod:`corpus.store_names`."""

from __future__ import annotations

from dataclasses import dataclass

LATIN = "A-Z"  # the one initial of names in Latin letters


@dataclass(frozen=True, slots=True)
class Named:
    """A person, agency or province that pages name: its id, a spelling of its name, how many pages."""

    id: str
    name: str
    pages: int


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part of a list of names, and how many there are in the whole list."""

    names: tuple[Named, ...]
    total: int
