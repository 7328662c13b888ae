"""The text of ODT, ODS and ODP: paragraphs and headings, tables row by row, slides as pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from corpus.extract.document import Document, slides, whole
from corpus.extract.document_package import BadPackage, Enough, Package

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_DC_NOTES = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"
_CONTENT = "content.xml"
_PARAGRAPHS = (_TEXT + "p", _TEXT + "h")
_BLANKS = (_TEXT + "tab", _TEXT + "line-break")
_CELL, _ROW, _SHEET, _PAGE = _TABLE + "table-cell", _TABLE + "table-row", _TABLE + "table", _DRAW + "page"
_DELETED = _TEXT + "tracked-changes"  # text that was taken out, kept beside the document


def is_locked(package: Package) -> bool:
    """Whether the parts of a package are encrypted, as its manifest says."""
    name = "META-INF/manifest.xml"
    if name not in package.names():
        return False
    return any(True for _ in package.events(name, (_MANIFEST + "encryption-data",)))


def read_odf(package: Package, kind: str) -> Document:
    """The text of an OpenDocument file; *kind* is ``ODT``, ``ODS`` or ``ODP``."""
    pages: list[str] = []
    cut = False
    try:
        _read(package, pages, kind)
    except (Enough, BadPackage):
        if not package.found and not pages:
            raise
        cut = True
    if kind != "ODP":
        found = package.take()
        return whole(kind, ["\n".join(found)] if kind == "ODS" and found else found, cut=cut)
    if package.found:
        pages.append("\n".join(package.take()))
    return slides(kind, pages, len(pages), cut=cut)


def _read(package: Package, pages: list[str], kind: str) -> None:
    rows: list[tuple[list[str], list[str]]] = []  # open rows: the finished cells, the texts of the open one
    hidden = 0
    count = 0
    ends = (*_PARAGRAPHS, _CELL, _ROW, _PAGE, _DELETED, _DC_NOTES)
    for event, element in package.events(_CONTENT, ends, (_ROW, _SHEET, _DELETED, _DC_NOTES)):
        count += event == "end"
        if count > package.limits.cells:
            raise Enough
        if element.tag in (_DELETED, _DC_NOTES):
            hidden += 1 if event == "start" else -1
        elif hidden:
            continue
        elif event == "start":
            if element.tag == _ROW:
                rows.append(([], []))
            elif element.tag == _SHEET and kind == "ODS" and not rows:
                package.add(element.get(_TABLE + "name", ""))
        elif element.tag == _PAGE:
            pages.append("\n".join(package.take()))
        else:
            _follow(package, rows, element)


def _follow(package: Package, rows: list[tuple[list[str], list[str]]], element: Any) -> None:
    """The end of a paragraph, a cell or a row."""
    if element.tag == _ROW:
        line = " | ".join(filter(str.strip, rows.pop()[0])) if rows else ""
    elif element.tag == _CELL:
        if rows:
            cells, texts = rows[-1]
            cells.append(" ".join(filter(str.strip, texts)))
            texts.clear()
        return
    else:
        line = "".join(_shown(element))
    if rows:
        rows[-1][1].append(line)
    else:
        package.add(line)


def _shown(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph with everything inside it but other paragraphs, which came before."""
    for event, node in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "start":
            yield " " if node.tag in _BLANKS else " " if node.tag == _TEXT + "s" else node.text or ""
        elif node is not paragraph:
            yield node.tail or ""
