"""Who made the page: ``อักสรณ์ (สลธ.) / ภาพ & ข่าว``, ``ภาพโดย: …``, ``ผู้รับผิดชอบ: …``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.extract.sheet import tidy
from corpus.records import Credit

_NAMES = re.compile(r" ?& ?| ?, ?| และ ")
# a unit in place of a person: group, division, office, centre, section
_UNIT = re.compile(r"(?:กลุ่ม|กอง|สำนัก|ศูนย์|ฝ่าย|ส่วน|งาน)")
_UNIT_AFTER = re.compile(r" ?\((?P<unit>[ก-ฮ.]{2,12})\)$")
LONGEST = 160  # characters of a line that can be a credit


def match_credit(line: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Whether *line* is a credit line by one of the patterns."""
    return len(line) <= LONGEST and any(p.fullmatch(line) for p in patterns)


def read_credits(line: str, patterns: Iterable[re.Pattern[str]]) -> tuple[Credit, ...]:
    """The credits of one line, one for each name; a unit that stands for a person is its own name.

    >>> p = re.compile(r"(?P<name>[^/]+?) ?(?:[(](?P<unit>[ก-ฮ.]+)[)])? ?/ ?(?P<role>จัดทำ|ภาพ & ข่าว)")
    >>> [(c.name, c.unit, c.role) for c in read_credits("สมใจ & ก้อง ข.(สลธ.) / จัดทำ", [p])]
    [('สมใจ', 'สลธ.', 'จัดทำ'), ('ก้อง ข.', 'สลธ.', 'จัดทำ')]
    """
    for pattern in patterns:
        if m := pattern.fullmatch(line):
            return tuple(_credits({k.rstrip("0123456789"): v for k, v in m.groupdict().items() if v}))
    return (Credit(name=line),) if line else ()


def _credits(groups: dict[str, str]) -> Iterator[Credit]:
    names, unit, role = tidy(groups.get("name", "")), groups.get("unit"), groups.get("role")
    if not unit and (after := _UNIT_AFTER.search(names)):
        names, unit = names[: after.start()], after["unit"]
    if _UNIT.match(names):
        yield Credit(name=names, unit=unit, role=role)
        return
    for name in _NAMES.split(names):
        if name:
            yield Credit(name=name, unit=unit, role=role)
