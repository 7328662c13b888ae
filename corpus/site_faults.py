"""What cannot be right in a profile though its types are: numbers out of bounds, and selectors that are none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cssselect import HTMLTranslator, SelectorError
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

if TYPE_CHECKING:
    from corpus.sites import Crawl, Layout

_BOUNDS = {  # key of [crawl]: the least, the most, and the words for both
    "delay": (0.0, 86_400.0, "0 or more seconds, a day at most"),
    "connections": (1, 1000, "a whole number from 1 to 1000"),
    "minimum": (0, math.inf, "0 or more articles"),
    "max_pages": (1, math.inf, "1 page or more"),
    "timeout": (0.1, 86_400.0, "0.1 seconds or more, a day at most"),
    "drift": (0.0, 1.0, "a share from 0 to 1"),
}


def crawl_fault(crawl: Crawl) -> str:
    """Which number of ``[crawl]`` no site can be visited with, and what to give instead; "" where none is."""
    for key, (least, most, words) in _BOUNDS.items():
        value = getattr(crawl, key)
        if not least <= value <= most:  # nan is in no bounds
            return f"{key} is {value!r}; give {words}"
    return ""


def selector_fault(layout: Layout) -> str:
    """Which selector of *layout* is no CSS, and why; "" where all are."""
    for key, selector in _selectors(layout):
        try:
            etree.XPath(HTMLTranslator().css_to_xpath(selector))
        except (SelectorError, etree.XPathError) as e:
            return f"{key} is {selector!r}, which is not a CSS selector: {e}"
    return ""


def _selectors(layout: Layout) -> Iterator[tuple[str, str]]:
    for key in ("main", "title", "breadcrumb", "published"):
        if selector := getattr(layout, key):
            yield key, selector
    yield from (("drop", selector) for selector in layout.drop)
