"""Where the article stands on a page of an unknown layout, by the page alone.

1. What sites name as something else (``share``, ``sidebar``, ``cookie`` …; :data:`ASIDE`) goes, and blocks that are
   links for the greater part; never a block that holds most of the page's own words.
2. From the top, each time into the one child that holds most of the running text, as long as there is one. Paragraphs,
   lists and tables of an article are brothers: the way ends where they part.
3. The title: the line above the text, or at its beginning, that the document's own title repeats; else the nearest
   heading, else the line above.

Running text is what is no link and longer than a label (:data:`LABEL`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corpus.extract.tags import BLOCKS, HEADINGS, LANDMARKS, SILENT

Element = Any  # lxml's, untyped

MOST_ELEMENTS = 50_000  # of a page that are weighed: a page of 490 kB of text has a tenth
LABEL = 18  # characters of a piece of text that may be a label
MOST = 0.6  # share of the running text that one child holds where the way goes on into it
TOO_MUCH = 0.4  # of the page's running text: no block with so much is aside, whatever it is called
LEAST = 80  # characters of running text that an article has
LINKS, LINKED = 2, 0.5  # a block of so many links that are so great a share of its text is a menu
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*")
# words of class names, ids and custom elements for what stands around articles; each at the beginning of a word
ASIDE = re.compile(
    r"(?:shar(?:e|ing|edaddy)|social|addthis|breadcrumbs?|crumbs?|pathway|nav|navbar|navigation|menus?|submenu|sidebar|"
    r"footer|copyright|cookies?|consent|gdpr|pdpa|comments?|respond|reply|related(?:posts)?|relate|recommend(?:ed)?|"
    r"latest(?:news)?|popular|widgets?|login|signin|search(?:form|box)?|tags?|pagination|pager|pagenav|actions|toolbar|"
    r"hits|views|counter|statistics?|stat|visitors?|accessibility|skip|ribbon|modal|popup|popover|lightbox|ads?|advert|"
    r"sponsor|newsletter|subscribe|poll|vote|rating|invisible|hidden|noprint|toast|chat|messenger|carousel|slider|"
    r"ticker|marquee|login|notification|weather|calendar|quicklaunch|topheader|titlelogo)"
)
_ASIDE_WHOLE = re.compile(r"screen-reader|sr-only|visually-hidden|info-term|back-to-top|backtotop|cat-links|byline")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_NEVER = frozenset(("html", "body", "article", "main", "table", "tbody", "tr", "h1"))
_PIECES = frozenset(("p", "li", "blockquote", "pre", "a", "span", "b", "strong", "em", "i", *HEADINGS))
_CUT = ("nav", "footer", "aside", "form", "marquee", "dialog", "menu", "label", *sorted(SILENT - {"head", "title"}))


@dataclass(slots=True)
class _Weight:
    """What stands in an element: characters of running text, of all text, of links; links, and those to documents."""

    running: int = 0
    text: int = 0
    linked: int = 0
    links: int = 0
    files: int = 0

    def add(self, other: _Weight, sign: int = 1) -> None:
        self.running += sign * other.running
        self.text += sign * other.text
        self.linked += sign * other.linked
        self.links += sign * other.links
        self.files += sign * other.files


class _Weights:
    """The weight of every element of a page, kept right while elements are taken away."""

    def __init__(self, root: Element, documents: re.Pattern[str]) -> None:
        self._of: dict[Element, _Weight] = {}
        self._weigh(root, documents)

    def __getitem__(self, element: Element) -> _Weight:
        return self._of.get(element) or _Weight()

    def remove(self, element: Element) -> None:
        """Take *element* off the page, not the text that follows it."""
        gone = self[element]
        for above in element.iterancestors():
            if above in self._of:
                self._of[above].add(gone, -1)
        element.drop_tree()

    def _weigh(self, root: Element, documents: re.Pattern[str]) -> None:
        for element in reversed(list(root.iter("*"))):  # children before their parents
            weight = self._of.setdefault(element, _Weight())
            if element.tag in SILENT:
                self._of[element] = _Weight()
                continue
            _count(weight, element.text)
            for child in element:
                weight.add(self[child])
                _count(weight, child.tail)
            if element.tag == "a" and element.get("href"):
                weight.running, weight.linked, weight.links = 0, weight.text, int(weight.text > 0)
                weight.files = int(bool(documents.search(element.get("href"))))


def _count(weight: _Weight, text: str | None) -> None:
    if text and (length := len(text.strip())):
        weight.text += length
        weight.running += length if length >= LABEL else 0


def find_region(root: Element, documents: re.Pattern[str]) -> Element | None:
    """The element that holds the article and little else, in a page from which what stands aside was taken away.

    *root* is changed. None where the page has no running text to speak of, or is larger than any article.
    """
    if sum(1 for _ in islice(root.iter("*"), MOST_ELEMENTS)) >= MOST_ELEMENTS:
        return None
    bodies = root.xpath("//body")
    top = bodies[0] if len(bodies) == 1 else root
    weights = _Weights(root, documents)
    total = weights[root].running
    if total < LEAST:
        return None
    _take_away(root, weights, total)
    if weights[root].running < LEAST:
        return None
    landmark = _landmark(root, weights)
    return _narrowed(top if landmark is None else landmark, weights)


def _landmark(root: Element, weights: _Weights) -> Element | None:
    """``<article>`` or ``<main>``, where there is one and it holds the text of the page."""
    for tag in ("article", "main"):
        found = [e for e in root.iter(tag) if weights[e].running]
        if len(found) == 1 and weights[found[0]].running >= MOST * weights[root].running:
            return found[0]
    return None


def _take_away(root: Element, weights: _Weights, total: int) -> None:
    for element in list(root.iter("*")):
        if element.getparent() is None or element.tag in _NEVER:
            continue
        if not _inside(element, root):
            continue
        weight = weights[element]
        if weight.running <= TOO_MUCH * total and (_is_aside(element) or _is_menu(element, weight)):
            weights.remove(element)


def _inside(element: Element, root: Element) -> bool:
    """Whether *element* still belongs to the page: those inside of one that was taken away do not."""
    return element.getroottree().getroot() is root


def _is_aside(element: Element) -> bool:
    if element.tag in _CUT or element.tag in LANDMARKS or "hidden" in element.attrib:
        return True
    named = f"{element.get('class', '')} {element.get('id', '')}"
    if "-" in element.tag:
        named = f"{named} {element.tag}"
    if _HIDDEN.search(element.get("style", "")):
        return True
    if named.isspace() or next(element.iter("h1"), None) is not None:
        return False
    return bool(_ASIDE_WHOLE.search(named)) or any(ASIDE.fullmatch(w.lower()) for w in _WORDS.findall(named))


def _is_menu(element: Element, weight: _Weight) -> bool:
    return (
        element.tag in BLOCKS
        and element.tag not in HEADINGS
        and weight.links >= LINKS
        and not weight.files
        and weight.linked > LINKED * weight.text
    )


def _narrowed(top: Element, weights: _Weights) -> Element:
    while True:
        wanted = MOST * weights[top].running
        into = next((e for e in top if weights[e].running >= wanted and e.tag not in _PIECES), None)
        if into is None or not _parts(into):
            return top
        top = into


def _parts(element: Element) -> bool:
    """Whether *element* is more than one line: it holds blocks or line breaks."""
    return any(e.tag == "br" or e.tag in BLOCKS for e in element.iter("*") if e is not element)


def above(root: Element, region: Element) -> Iterator[Element]:
    """The elements that stand wholly before *region*, from near to far, the outermost of each kind."""
    for holder in (region, *region.iterancestors()):
        yield from holder.itersiblings(preceding=True)
        if holder is root:
            return
