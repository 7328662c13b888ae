"""JSON Schema (2020-12, as OpenAPI 3.1 has it) of what :func:`corpus.records.to_plain` makes of our dataclasses.

::

    class Month: month: str; count: int
        schemas_of(Month) ──> {"Month": {"type": "object", "properties": {…}, "required": ["month", "count"]}}

The types are the one source: a field that comes, goes or changes does so in the document of the API, too.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
_ROLE = re.compile(r":\w+:`~?([^`]+)`")


def schemas_of(
    *roots: type,
    closed: bool = False,
    without: Mapping[str, Collection[str]] | None = None,
    optional: Mapping[str, Collection[str]] | None = None,
    words: Mapping[str, str] | None = None,
) -> dict[str, Schema]:
    """The schema of each dataclass in *roots* and of all that their fields hold, by the name of the class.

    Every field is required but those in *optional*, and those in *without* are not there; both map the name of a class
    to names of fields. *words* describes fields as ``Class.field``, and what a class is as ``Class``. With *closed*,
    other keys are faults: a test wants that; programs that read must not, since objects may grow.
    Raises TypeError for a type that has no schema here.
    """
    without, optional, words = without or {}, optional or {}, words or {}
    made: dict[str, Schema] = {}
    waiting = list(roots)
    while waiting:
        cls = waiting.pop(0)
        if cls.__name__ in made:
            continue
        hints = get_type_hints(cls)
        names = [f.name for f in fields(cls) if f.name not in without.get(cls.__name__, ())]
        properties = {name: schema_of(hints[name], waiting) for name in names}
        for name, schema in properties.items():
            if said := words.get(f"{cls.__name__}.{name}"):
                schema["description"] = said
        made[cls.__name__] = {
            "type": "object",
            "description": words.get(cls.__name__) or _told(cls),
            "properties": properties,
            "required": [name for name in names if name not in optional.get(cls.__name__, ())],
        }
        if closed:
            made[cls.__name__]["additionalProperties"] = False
    return made


def schema_of(hint: Any, met: list[type]) -> Schema:
    """The schema of one annotation; dataclasses are referred to and added to *met*. Raises TypeError."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if inspect.isclass(hint) and is_dataclass(hint):
        met.append(hint)
        return {"$ref": f"#/components/schemas/{hint.__name__}"}
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"type": "string", "enum": list(parts)}
    if origin is tuple and parts[1:] == (...,):
        return {"type": "array", "items": schema_of(parts[0], met)}
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(parts[1], met)}
    if origin in (Union, UnionType):
        return _either([schema_of(part, met) for part in parts if part is not NoneType], NoneType in parts)
    raise TypeError(f"{hint!r} has no JSON schema; teach schema_of what to_plain makes of it")


def _either(schemas: list[Schema], nothing: bool) -> Schema:
    if nothing and len(schemas) == 1 and isinstance(schemas[0].get("type"), str) and "enum" not in schemas[0]:
        return {**schemas[0], "type": [schemas[0]["type"], "null"]}
    return {"anyOf": schemas + ([{"type": "null"}] if nothing else [])}


def _told(cls: type) -> str:
    """The first paragraph of the docstring of *cls*, without the roles of Sphinx."""
    return _ROLE.sub(r"`\1`", " ".join((inspect.getdoc(cls) or "").partition("\n\n")[0].split()))
