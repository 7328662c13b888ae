"""The text of DOCX and PPTX: what a reader sees, in the order of the document.

Tables come row by row, text boxes where they are anchored; headers, footers and notes behind the text. What tracked
changes deleted or moved away is no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.extract.document import Document, slides, whole
from corpus.extract.document_package import BadPackage, Enough, Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MAIN = "word/document.xml"
_BESIDE = re.compile(r"word/(?:header|footer|footnotes|endnotes)[0-9]{0,4}\.xml")
_SLIDE = re.compile(r"ppt/slides/slide([0-9]{1,5})\.xml")
_BLANKS = {_W + "tab", _W + "br", _W + "cr", _A + "br"}
_NOT_SHOWN = (_MC + "Fallback", _W + "moveFrom", _W + "del")  # a text box twice, text that is not there any more


@dataclass(slots=True)
class _Rows:
    """Rows of tables that are open, the innermost last: each with its finished cells and the texts of the open one."""

    rows: list[tuple[list[str], list[str]]] = field(default_factory=list)


def read_docx(package: Package) -> Document:
    """The text of a DOCX; raises what :mod:`corpus.extract.document_package` raises for a main part that is damaged."""
    try:
        _read_part(package, _MAIN)
        _read_beside(package)
    except (Enough, BadPackage):
        if not package.found:
            raise
        return whole("DOCX", package.take(), cut=True)
    return whole("DOCX", package.take())


def _read_beside(package: Package) -> None:
    """Headers, footers and notes; each text once, since every section has its own header."""
    before = package.take()
    for name in sorted(filter(_BESIDE.fullmatch, package.names())):
        _read_part(package, name)
    package.found = [*before, *dict.fromkeys(package.found)]


def _read_part(package: Package, name: str) -> None:
    open_ = _Rows()
    ends = (_W + "p", _W + "tc", _W + "tr", *_NOT_SHOWN)
    hidden = 0
    for event, element in package.events(name, ends, (_W + "tr", *_NOT_SHOWN)):
        if element.tag in _NOT_SHOWN:
            hidden += 1 if event == "start" else -1
        elif not hidden:
            _follow(package, open_, event, element)


def _follow(package: Package, open_: _Rows, event: str, element: Any) -> None:
    rows = open_.rows
    if element.tag == _W + "p" and event == "end":
        text = "".join(_runs(element))
        if rows:
            rows[-1][1].append(text)
        else:
            package.add(text)
    elif element.tag == _W + "tr" and event == "start":
        rows.append(([], []))
    elif element.tag == _W + "tc" and rows and event == "end":
        cells, texts = rows[-1]
        cells.append(" ".join(filter(str.strip, texts)))
        texts.clear()
    elif element.tag == _W + "tr" and rows:
        line = " | ".join(filter(str.strip, rows.pop()[0]))
        if rows:
            rows[-1][1].append(line)
        else:
            package.add(line)


def _runs(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(_W + "t", _W + "tab", _W + "br", _W + "cr", _A + "t", _A + "br"):
        yield " " if node.tag in _BLANKS else node.text or ""


def read_pptx(package: Package) -> Document:
    """The text of a PPTX, slide by slide."""
    parts = sorted((int(m[1]), name) for name in package.names() if (m := _SLIDE.fullmatch(name)))
    if not parts:
        raise BadPackage("it has no slides")
    texts: list[str] = []
    cut = len(parts) > package.limits.pages
    for _, name in parts[: package.limits.pages]:
        try:
            for _, element in package.events(name, (_A + "p",)):
                package.add("".join(_runs(element)))
        except (Enough, BadPackage):
            if not texts and not package.found:
                raise
            texts.append("\n".join(package.take()))
            cut = True
            break
        texts.append("\n".join(package.take()))
    return slides("PPTX", texts, len(parts), cut=cut)
