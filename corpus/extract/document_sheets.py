"""The text of XLSX: sheet by sheet, a row a line, values as a reader sees them where that is simple.

Dates are numbers with a style: they become ISO dates, whatever the style's own order. Percentages keep their sign.
Other formats (thousands, colours, currencies) are left out: the number stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from corpus.extract.document import Document, whole
from corpus.extract.document_package import BadPackage, Enough, Package, relations

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BOOK = "xl/workbook.xml"
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)})  # ECMA-376 18.8.30
_TIMES = frozenset({18, 19, 20, 21, 45, 46, 47})
_PERCENT = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_LAST_DAY = 2_958_465  # 31 December 9999
MOST_STRINGS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Book:
    strings: list[str]
    styles: list[str]  # of each cell style: "date", "time", "percent" or ""
    epoch: datetime


def read_xlsx(package: Package) -> Document:
    """The text of an XLSX; raises what :mod:`corpus.extract.document_package` raises for one that is damaged."""
    try:
        sheets, from_1904 = _sheets(package)
        book = _Book(_strings(package), _styles(package), _epoch(from_1904=from_1904))
        left = [package.limits.rows, package.limits.cells]
        for name, part in sheets:
            package.add(name)
            for row in _rows(package, part, book, left):
                package.add(" | ".join(row))
    except (Enough, BadPackage):
        if not package.found:
            raise
        return whole("XLSX", _lines(package), cut=True)
    return whole("XLSX", _lines(package))


def _lines(package: Package) -> list[str]:
    return ["\n".join(package.take())] if package.found else []


def _sheets(package: Package) -> tuple[list[tuple[str, str]], bool]:
    """Name and part of each sheet, in order; whether days are counted from 1904."""
    targets = relations(package, _BOOK)
    sheets, from_1904 = [], False
    for _, element in package.events(_BOOK, (_S + "sheet", _S + "workbookPr")):
        if element.tag == _S + "workbookPr":
            from_1904 = element.get("date1904", "0") in ("1", "true")
        elif part := targets.get(element.get(_R + "id", "")):
            sheets.append((element.get("name", ""), part))
    return sheets, from_1904


def _epoch(*, from_1904: bool) -> datetime:
    # Excel has a 29 February 1900: from March 1900 on, days count from 30 December 1899.
    return datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)


def _strings(package: Package) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in package.names():
        return []
    strings: list[str] = []
    for _, element in package.events(name, (_S + "si",)):
        strings.append(_shown(element))
        if len(strings) > MOST_STRINGS:
            raise Enough
    return strings


def _shown(element: Any) -> str:
    """The text of a string, without the readings that Japanese files put over it."""
    return "".join(
        t.text or "" for t in element.iter(_S + "t") if t.getparent() is None or t.getparent().tag != _S + "rPh"
    )


def _styles(package: Package) -> list[str]:
    name = "xl/styles.xml"
    if name not in package.names():
        return []
    formats: dict[int, str] = {}
    styles: list[str] = []
    for _, element in package.events(name, (_S + "numFmt", _S + "cellXfs")):
        if element.tag == _S + "numFmt":
            formats[_number(element.get("numFmtId"))] = element.get("formatCode", "")
        else:
            styles = [_style(_number(xf.get("numFmtId")), formats) for xf in element.iter(_S + "xf")]
    return styles


def _style(number: int, formats: dict[int, str]) -> str:
    code = _QUOTED.sub("", formats.get(number, "")).lower()
    if number in _PERCENT or "%" in code:
        return "percent"
    if number in _TIMES or (code and "h" in code and not set("dy") & set(code)):
        return "time"
    if number in _DATES or ("general" not in code and set("dy") & set(code)):
        return "date"
    return ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _rows(package: Package, part: str, book: _Book, left: list[int]) -> Iterator[list[str]]:
    cells: list[str] = []
    for _, element in package.events(part, (_S + "c", _S + "row")):
        if element.tag == _S + "c":
            if value := _value(element, book):
                cells.append(value)
            left[1] -= 1
        else:
            yield cells
            cells = []
            left[0] -= 1
        if min(left) < 0:
            raise Enough
    if cells:
        yield cells


def _value(cell: Any, book: _Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _shown(cell)
    found = cell.find(_S + "v")
    text = (found.text or "") if found is not None else ""
    if kind == "s":
        at = _number(text)
        return book.strings[at] if text and at < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(text, text)
    style = _number(cell.get("s"))
    return _as_shown(text, book.styles[style] if style < len(book.styles) else "", book.epoch) if kind == "n" else text


def _as_shown(text: str, style: str, epoch: datetime) -> str:
    """A number as it is shown: without the noise of binary fractions, dates in ISO form."""
    try:
        value = float(text) if len(text) < 40 else 0.0
    except ValueError:
        return text
    if style in ("date", "time") and 0 <= value <= _LAST_DAY:
        when = epoch + timedelta(seconds=round(value * 86_400))
        clock = f"{when:%H:%M}"
        day = when.date().isoformat()
        return clock if style == "time" else day if value == int(value) else f"{day} {clock}"
    if style == "percent":
        return f"{value * 100:.10g}%"
    return f"{value:.15g}" if abs(value) < 1e15 else text  # neither huge nor no number
