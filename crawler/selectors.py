"""CSS selectors for an element that may hold on all pages of its kind, the plainest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from corpus.extract.tags import HEADINGS
from crawler.blocks import Element

_WORD = re.compile(r"[A-Za-z](?:[A-Za-z_-]|(?<!\d\d)\d)*")  # a name that somebody gave; post-2626 is of one page only
_TELLING = frozenset({"article", "main", "time"})
LEVELS = 4  # elements between a named one and the one that is looked for


def selectors(element: Element) -> Iterator[str]:
    """The selectors of *element*: its id, its classes, its place below what has one, its place in the page."""
    yield from names(element)
    if element.tag in _TELLING:
        yield element.tag
    above, steps = element, [element]
    for above in islice(element.iterancestors(), LEVELS):
        if above.tag in ("body", "html"):
            break
        for name in names(above):
            yield f"{name} {element.tag}"
            yield f"{name} > {' > '.join(map(_place, reversed(steps)))}"
        steps.append(above)
    if element.tag in HEADINGS:
        yield element.tag
    chain = [e for e in element.iterancestors() if e.tag not in ("html", "body")]
    if len(chain) <= 2 * LEVELS:
        yield f"body > {' > '.join(map(_place, [*reversed(chain), element]))}"


def names(element: Element) -> Iterator[str]:
    """The id and the classes of *element* that somebody gave it, as selectors."""
    if _WORD.fullmatch(element.get("id") or ""):
        yield f"#{element.get('id')}"
    for name in (element.get("class") or "").split()[:6]:
        if _WORD.fullmatch(name):
            yield f"{element.tag}.{name}"


def _place(element: Element) -> str:
    """The element among its brothers of the same tag."""
    parent = element.getparent()
    if parent is None:
        return str(element.tag)
    same = [child for child in parent if child.tag == element.tag]
    return str(element.tag) if len(same) == 1 else f"{element.tag}:nth-of-type({same.index(element) + 1})"
