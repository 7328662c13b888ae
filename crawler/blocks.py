"""The lines of a page with the elements that they stand in: what pages of one site are compared by. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cssselect import HTMLTranslator
from lxml import etree, html  # type: ignore[import-untyped]  # lxml ships no types

from corpus.extract.tags import BLOCKS, SILENT
from corpus.thai.normalise import squash

DEEP = 200  # elements inside one another
MOST_LINES = 5_000
SHORT = 80  # characters of a line of a menu, a label, a counter; a longer one is a sentence or a title
# How often a page was read: "visitors", "views", "hits", with the number.
COUNTER = re.compile(r"(?i)(?:จำนวน)?(?:ผู้(?:เข้า)?ชม|คน(?:อ่าน|ดู)|เข้าชม|เปิดอ่าน|views?\b|hits?\b)[^\n]{0,30}\d")

Element = Any  # lxml's, untyped


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line: its text, the element that it stands in, whether all of it is a link."""

    text: str
    element: Element
    linked: bool

    @property
    def key(self) -> str:
        """The line as it is compared."""
        return squash(self.text)


def parse(text: str) -> Element | None:
    """The page as a tree, as the pipeline sees it; None where there is no element in it."""
    body = text.replace("\0", "").encode("utf-8", "replace")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(body, parser=parser) if body.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing in it that is an element
        return None


def lines_of(root: Element) -> list[Line]:
    """The lines of the page's body in their order."""
    bodies = root.xpath("//body")
    reader = _Reader()
    reader.walk(bodies[0] if bodies else root, 0)
    reader.end(bodies[0] if bodies else root)
    return reader.lines[:MOST_LINES]


def words(element: Element) -> str:
    """The text of *element* in one line."""
    return " ".join(" ".join(element.itertext()).split())


def found(root: Element, selector: str) -> list[Element]:
    """What the CSS *selector* finds, in the order of the page."""
    return list(_xpath(selector)(root))


@lru_cache(maxsize=512)
def _xpath(selector: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


def menu_words(pages: Iterable[list[Line]]) -> frozenset[str]:
    """The short lines of pages that are no articles, as they are compared; links that are titles are not among them."""
    return frozenset(line.key for lines in pages for line in lines if 1 < len(line.text) <= SHORT // 2)


class _Reader:
    """Cuts a tree into lines at block elements and at ``<br>``."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._from: list[Element] = []  # the elements whose own words are in the line
        self._plain = False  # something of the line is no link

    def walk(self, element: Element, depth: int, linked: bool = False) -> None:
        """Read *element*; *linked* says whether a link is around it."""
        if not isinstance(element.tag, str) or element.tag in SILENT or depth > DEEP:
            return
        block = element.tag in BLOCKS or element.tag == "td"
        linked = linked or element.tag == "a"
        if block and element.getparent() is not None:
            self.end(element.getparent())
        self._text(element.text, element, linked)
        for child in element:
            if child.tag == "br":
                self.end(element)
            self.walk(child, depth + 1, linked)
            self._text(child.tail, element, linked)
        if block:
            self.end(element)

    def end(self, element: Element) -> None:
        """End the line that stands in *element*, or in the one element inside it that has all its words."""
        if text := " ".join("".join(self._parts).split()):
            alone = len(self._from) == 1
            self.lines.append(Line(text, self._from[0] if alone else element, not self._plain))
        self._parts, self._from, self._plain = [], [], False

    def _text(self, text: str | None, element: Element, linked: bool) -> None:
        if text:
            self._parts.append(text)
        if text and not text.isspace():
            self._plain = self._plain or not linked
            if element not in self._from:
                self._from.append(element)


def pathway(element: Element) -> Iterator[Element]:
    """*element* and what is around it, up to the body."""
    while element is not None and element.tag not in ("body", "html"):
        yield element
        element = element.getparent()
