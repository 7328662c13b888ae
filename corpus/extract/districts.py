"""Names of places below the provinces: districts, well-known subdistricts and others. Facts in ``districts.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from corpus.extract.lexicon import registry

SHORTEST = 4  # letters and marks; shorter names (พล, ลี้, ปัว) stand inside too many other words


@cache
def districts() -> Mapping[str, tuple[str, ...]]:
    """The districts by the Thai name of their province; เมือง (the seat's) stands for itself and is left out.

    >>> "ตากใบ" in districts()["นราธิวาส"], len(districts()["กรุงเทพมหานคร"])
    (True, 50)
    """
    rows: dict[str, str] = registry("districts")["districts"]
    return MappingProxyType({province: tuple(names.split()) for province, names in rows.items()})


@cache
def place_names() -> tuple[str, ...]:
    """Every name of a district or other place that is plainly a name where its letters stand side by side, sorted."""
    everyday = set(registry("districts")["everyday"].split())
    listed = {name for names in districts().values() for name in names}
    listed.update(registry("districts")["places"].split())
    return tuple(sorted(name for name in listed - everyday if len(name) >= SHORTEST))
