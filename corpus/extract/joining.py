"""The lines of a body as paragraphs: what a hard break cut in two becomes one again, items of lists stay apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.extract.sheet import LONG, Line
from corpus.records import Table
from corpus.thai.unreadable import is_lost, without_runs

_MARKER = re.compile(r"(?:[-–—•●▪►»✓✔*\uf020-\uf0ff]|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2}){0,3}[.)]|[ก-ฮa-z]\))\s?\D")
_LONE_MARKER = re.compile(r"[-–—•●▪►»✓✔*]|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2}){0,3}[.)]|[ก-ฮa-z]\)")


def join(lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[Table, ...]]:
    """The paragraphs of a body, and its tables, each with the number of paragraphs before it."""
    paragraphs: list[str] = []
    tables: list[Table] = []
    open_ = False  # the last paragraph may go on
    for line in lines:
        if line.rows:
            rows = tuple(tuple("" if is_lost(c) else without_runs(c) for c in row) for row in line.rows)
            tables.append(Table(after=len(paragraphs), rows=rows))
            open_ = False
        elif open_ and not line.gap and _goes_on(paragraphs[-1], line.text):
            paragraphs[-1] += " " + line.text
        elif not paragraphs or paragraphs[-1] != line.text:  # a standfirst set twice
            paragraphs.append(line.text)
            open_ = True
    return tuple(paragraphs), tuple(tables)


def _goes_on(paragraph: str, line: str) -> bool:
    """Whether *line* continues *paragraph*: neither an item of a list nor what follows a short label."""
    if _LONE_MARKER.fullmatch(paragraph):
        return True
    return len(paragraph) >= LONG // 2 and not _MARKER.match(line)
