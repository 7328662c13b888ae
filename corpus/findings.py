"""What a look at the archive finds, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and how to repair it where it is not well."""

    level: Literal["ok", "warning", "error"]
    what: str
    repair: str = ""


def plural(number: int, thing: str) -> str:
    """A number of things.

    >>> plural(1, "run"), plural(2000, "run")
    ('1 run', '2,000 runs')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
