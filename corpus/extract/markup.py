"""HTML → a :class:`~corpus.extract.sheet.Sheet`: the lines of the article's part of the page, tables, links.

The profile's selectors are tried first; where they find nothing the page's own landmarks serve (``<main>``,
``<article>``), then the whole body: the line rules of :mod:`corpus.extract.clean` cut the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cssselect import HTMLTranslator, SelectorError
from lxml import etree, html  # type: ignore[import-untyped]  # lxml ships no types

from corpus.extract.rules import generic
from corpus.extract.sheet import MOST_LINES, Line, Link, Sheet, TextRows, tidy
from corpus.extract.tags import BLOCKS, HEADINGS, LANDMARKS, SILENT
from corpus.sites import Layout
from corpus.warnings import say

_INDENT = re.compile(r"\s*(?:\u00a0[ \n]?){4}")  # in HTML only no-break blanks can be seen as an indent
MOST_CRUMBS = 8  # levels; longer lists of that name are menus
DEEP = 200  # elements inside one another; libxml2 itself stops at 256
_PARSER_OPTIONS: dict[str, Any] = {"encoding": "utf-8", "remove_comments": True, "remove_pis": True, "no_network": True}

Element = Any  # lxml's, untyped


def read_html(text: str, layout: Layout, documents: re.Pattern[str]) -> Sheet:
    """The sheet of an HTML page; *documents* is the pattern of links to files. An empty page has no lines."""
    root = parse(text)
    if root is None:
        return Sheet(lines=())
    title = _first_text(root, layout.title)
    crumbs, trail = _crumbs(root, layout.breadcrumb or generic().breadcrumb)
    marks = _marks(root, layout)
    published, updated = _dates(root, layout.published)
    page_title = tidy("".join(root.xpath("string(//head/title)"))) or tidy("".join(root.xpath("string(//title)")))
    meta_title = _meta(root, "og:title")
    for selector in layout.drop:
        _remove(_select(root, selector))
    _remove(trail)
    main, fitted = _main(root, layout.main)
    rivals = _rivals(root, main, layout)
    _remove(e for e in main.iter() if e.tag in LANDMARKS and e is not main)
    writer = Writer(documents)
    writer.walk(main, 0)
    writer.end_line(gap=True)
    return Sheet(
        lines=tuple(writer.lines),
        title=title or meta_title,
        crumbs=crumbs,
        published=published,
        updated=updated,
        links=tuple(writer.links),
        page_title=page_title,
        fitted=fitted,
        marks=marks,
        rivals=rivals,
        warnings=(say("many-lines", count=MOST_LINES),) if len(writer.lines) >= MOST_LINES else (),
        framed=_framed(main, documents),
    )


def parse(text: str) -> Element | None:
    """The page as a tree of elements; None where there is no element in it."""
    body = text.replace("\0", "").encode("utf-8", "replace")
    if not body.strip():
        return None
    try:
        return html.document_fromstring(body, parser=html.HTMLParser(**_PARSER_OPTIONS))
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing in it that is an element
        return None


@lru_cache(maxsize=256)
def _xpath(selector: str) -> etree.XPath:
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector))
    except SelectorError as e:
        raise ValueError(f"not a CSS selector: {selector!r}") from e


def _select(root: Element, selector: str) -> list[Element]:
    return list(_xpath(selector)(root)) if selector else []


def _first_text(root: Element, selector: str) -> str:
    return next((t for e in _select(root, selector) if (t := tidy(_words(e)))), "")


def _words(element: Element) -> str:
    """The text of *element* with a blank where a line breaks."""
    return " ".join(element.itertext())


def _crumbs(root: Element, selector: str) -> tuple[tuple[str, ...], list[Element]]:
    """The way to the page, and the elements that show it and nothing else."""
    for found in _select(root, selector):
        parts = [tidy(_words(e)) for e in found.iter("a", "li")] or [tidy(_words(found))]
        crumbs = tuple(dict.fromkeys(p for p in parts if p))  # <li><a>…</a></li> says it twice
        if crumbs and len(crumbs) <= MOST_CRUMBS and next(found.iter("article", "p", *HEADINGS), None) is None:
            return crumbs, [found]
    return (), []


def _dates(root: Element, selector: str) -> tuple[str, str]:
    published = next((t for e in _select(root, selector) if (t := e.get("datetime") or tidy(_words(e)))), "")
    published = published or _meta(root, "article:published_time")
    updated = _meta(root, "article:modified_time")
    if not published:
        published, updated = _linked_data(root, updated)
    return published, updated


def _meta(root: Element, name: str) -> str:
    found = root.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return tidy(str(found[0])) if found else ""


def _linked_data(root: Element, updated: str) -> tuple[str, str]:
    """Dates of publication and change in JSON-LD, of the first thing that has them."""
    for script in root.xpath("//script[@type='application/ld+json']")[:5]:
        try:
            data = json.loads((script.text or "")[:100_000])
        except (ValueError, RecursionError):  # broken JSON in a page is common and says nothing
            continue
        for thing in data if isinstance(data, list) else [data]:
            if isinstance(thing, dict) and isinstance(day := thing.get("datePublished"), str):
                changed = thing.get("dateModified")
                return day, changed if isinstance(changed, str) else updated
    return "", updated


def _main(root: Element, selector: str) -> tuple[Element, bool]:
    for found in _select(root, selector):
        return found, True
    for path in ("//article[not(ancestor::aside)]", "//main", "//*[@role='main']"):
        found = root.xpath(path)
        if len(found) == 1:  # several are a list of teasers
            return found[0], False
    bodies = root.xpath("//body")
    return (bodies[0] if bodies else root), False


def _marks(root: Element, layout: Layout) -> frozenset[str]:
    """Which of the layout's selectors find an element that says something."""
    named = {"title": layout.title, "main": layout.main, "published": layout.published}
    return frozenset(
        key
        for key, selector in named.items()
        if any(tidy(_words(e)) or e.get("datetime") for e in _select(root, selector))
    )


def _rivals(root: Element, main: Element, layout: Layout) -> int:
    """How many articles the page seems to hold: elements for a whole article, or titles of one rank in one article."""
    mains = [e for e in _select(root, layout.main)[:MOST_RIVALS] if _own_words(e) >= WHOLE_ARTICLE]
    outer = [e for e in mains if not any(above in mains for above in e.iterancestors())]
    inner = [e for e in main.iter("article") if e is not main][:MOST_RIVALS] if mains else []
    titles = [e for e in _select(root, layout.title)[:MOST_RIVALS] if not mains or main in e.iterancestors()]
    heads = {tidy(_words(e)) for e in titles if e.tag == titles[0].tag} - {""}
    return max(1, len(outer), sum(_own_words(e) >= WHOLE_ARTICLE for e in inner), len(heads))


MOST_FILES = 50  # links to documents on one line that are told from the text between
MOST_RIVALS = 20  # more are not counted
WHOLE_ARTICLE = 150  # characters beside links: a teaser in a list of related news is shorter


def _own_words(element: Element) -> int:
    linked = sum(len(_words(a)) for a in element.iter("a"))
    return len(tidy(_words(element))) - linked


def _framed(main: Element, documents: re.Pattern[str]) -> bool:
    """Whether the article's part of the page shows another page, neither a document nor a film or map."""
    sources = (frame.get("src", "") for frame in main.iter("iframe", "frame", "object", "embed"))
    return any(src and not documents.search(src) and not _ELSEWHERE.match(src) for src in sources)


_ELSEWHERE = re.compile(
    r"(?:https?:)?//[^/]*(?:youtube|youtu\.be|vimeo|facebook|google|tiktok|twitter|line\.me)[^/]*/", re.I
)


def _remove(elements: Iterator[Element] | list[Element]) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()


class Writer:
    """Writes an element tree as lines. ``<br>`` ends a line; a block element ends a paragraph too."""

    def __init__(self, documents: re.Pattern[str]) -> None:
        self.lines: list[Line] = []
        self.links: list[Link] = []
        self._documents = documents
        self._parts: list[str] = []
        self._gap = True
        self._heading = False
        self._linked = self._anchors = 0
        self._in_link = False
        self._files: list[str] = []  # the words of this line's links to documents

    @classmethod
    def lines_of(cls, element: Element, documents: re.Pattern[str]) -> list[Line]:
        """The lines of one element."""
        writer = cls(documents)
        writer.walk(element, 0)
        writer.end_line(gap=True)
        return writer.lines

    def walk(self, element: Element, depth: int) -> None:
        """Write *element* with what it holds, *depth* elements inside the first one."""
        tag = element.tag
        if len(self.lines) >= MOST_LINES:
            return
        if tag in SILENT or not isinstance(tag, str) or depth > DEEP:
            return
        if tag == "br":
            self.end_line(gap=False)
        elif tag == "table" and (rows := _data_rows(element)):
            self.end_line(gap=True)
            self.lines.append(Line("", rows=rows))
            self._collect_links(element)
        elif tag == "a":
            self._anchor(element, depth)
        else:
            self._plain(element, depth)

    def end_line(self, *, gap: bool) -> None:
        """End a line here, with *gap* a paragraph."""
        raw = "".join(self._parts)
        if text := tidy(raw):
            share = min(1.0, self._linked / len(text))
            start = self._gap or bool(_INDENT.match(raw))
            self.lines.append(Line(text, start, self._heading, share, self._anchors, self._without_documents(text)))
            self._gap = False
        elif not gap and self.lines and not self._gap:
            self._gap = True  # <br><br>: an empty line parts paragraphs
        self._gap = self._gap or gap
        self._parts, self._linked, self._anchors, self._files = [], 0, 0, []

    def _without_documents(self, text: str) -> str | None:
        if not self._files:
            return None
        if len(self._files) > MOST_FILES:
            return ""  # a list of documents on one line, whatever stands between
        for words in self._files:
            text = text.replace(words, "", 1)
        return tidy(text)

    def _plain(self, element: Element, depth: int) -> None:
        block = element.tag in BLOCKS
        if block:
            self.end_line(gap=True)
        before, self._heading = self._heading, self._heading or element.tag in HEADINGS
        self._inside(element, depth)
        if block:
            self.end_line(gap=True)
        self._heading = before

    def _anchor(self, element: Element, depth: int) -> None:
        href, words = element.get("href", ""), tidy(_words(element))
        if href:
            self.links.append(Link(href, words))
            self._anchors += bool(words)
            if words and (self._documents.search(href) or self._documents.search(words)):
                self._files.append(words)
        self._in_link = True
        self._inside(element, depth)
        self._in_link = False

    def _inside(self, element: Element, depth: int) -> None:
        self._text(element.text)
        for child in element:
            self.walk(child, depth + 1)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        self._parts.append(text)
        if self._in_link:
            self._linked += len(tidy(text))

    def _collect_links(self, element: Element) -> None:
        for a in element.iter("a"):
            if href := a.get("href"):
                self.links.append(Link(href, tidy(_words(a))))


CELL = 400  # characters: longer cells are columns of a page, not of a table


def _data_rows(table: Element) -> TextRows:
    """The rows of a table that holds data; empty for one that only lays out the page.

    Data: no table inside, at least two rows with two cells that say something, no cell longer than :data:`CELL`.
    """
    if next(table.iterdescendants("table", "form"), None) is not None:
        return ()
    rows = [tuple(tidy(_words(c)) for c in tr if c.tag in ("td", "th")) for tr in table.iter("tr")]
    rows = [row for row in rows if any(row)]
    if sum(sum(map(bool, row)) >= 2 for row in rows) < 2 or any(len(cell) > CELL for row in rows for cell in row):
        return ()
    return tuple(rows)
