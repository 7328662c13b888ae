"""Tables that lost their lines: cells of plain text, told by the pipes that were left between them.

Two residues are known. ``a | b | c`` rows, which text extractors write; and one cell to a line, each closed by ``|``
at its end or on a line of its own, which is what remains of old pages. The second has lost its rows: the number of
columns is the one under which each column holds one kind of thing (numbered names, dates, numbers, words).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.extract.sheet import LONG, Line, TextRows, tidy
from corpus.thai.dates import find_dates

MOST_COLUMNS = 8
_NUMBERED = re.compile(r"\(?[0-9๐-๙]{1,3}[.)]")
_NUMBER = re.compile(r"[-+]?[0-9๐-๙][0-9๐-๙,.]*%?")


def gather(lines: Sequence[Line]) -> list[Line]:
    """*lines* with the residue of tables put together to tables; other pipes at line ends are taken off."""
    if not any("|" in line.text for line in lines):
        return list(lines)
    return [made for run, is_table in _runs(lines) for made in (_made(run) if is_table else run)]


def _runs(lines: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    """Runs of lines that belong to one table, and runs that do not."""
    run: list[Line] = []
    inside = False
    for n, line in enumerate(lines):
        follower = lines[n + 1].text if n + 1 < len(lines) else ""
        cell = _is_cell(line, follower) or (inside and _closes(line, lines[max(0, n - 1)], follower))
        if cell != inside and run:
            yield run, inside
            run = []
        inside = cell
        run.append(line)
    if run:
        yield run, inside


def _is_cell(line: Line, follower: str) -> bool:
    text = line.text
    return text.startswith("|") or text.endswith("|") or " | " in text or (follower == "|" and len(text) < LONG)


def _closes(line: Line, before: Line, follower: str) -> bool:
    """Whether *line* is the last cell of a row, which some residues leave without its pipe."""
    return before.text.endswith(" |") and len(line.text) < LONG and follower.endswith("|") and follower != "|"


def _made(run: list[Line]) -> list[Line]:
    piped = [[tidy(c) for c in line.text.strip("| ").split("|")] for line in run if line.text.strip("| -:")]
    if sum(len(cells) > 1 for cells in piped) >= 2:
        return [replace(run[0], text="", rows=tuple(tuple(cells) for cells in piped))]
    cells = [tidy(line.text.rstrip("| ").lstrip("| ")) for line in run]
    cells = [c for c in cells if c]
    if rows := _rows(cells):
        return [replace(run[0], text="", rows=rows)]
    return [Line(text) for text in cells]


def _rows(cells: list[str]) -> TextRows:
    """The rows of a table from its cells in reading order; empty where no number of columns fits."""
    shapes = [_shape(c) for c in cells]
    best, columns = 0.0, 0
    for width in range(2, min(MOST_COLUMNS, len(cells) // 2) + 1):
        if len(cells) % width:
            continue
        below = [shapes[width + n :: width] for n in range(width)]  # the first row is the head
        fit = sum(max(Counter(column).values()) for column in below) / sum(map(len, below))
        telling = any(set(column) != {"words"} for column in below)
        if telling and fit > best:
            best, columns = fit, width
    if best < 0.8:
        return ()
    return tuple(tuple(cells[n : n + columns]) for n in range(0, len(cells), columns))


def _shape(cell: str) -> str:
    if _NUMBERED.match(cell):
        return "numbered"
    if _NUMBER.fullmatch(cell):
        return "number"
    if len(cell) < LONG and find_dates(cell):
        return "date"
    return "words"
