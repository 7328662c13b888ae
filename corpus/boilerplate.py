"""Learnt boilerplate: lines that a site puts around its articles, known by their coming back on page after page.

A line is learnt where it stands among the first or the last lines of many pages of one layout: at least
:data:`LEAST` of them and :data:`SHARE` of all. Digits count as one digit, so that counters and dates do not make a line
new. It is taken off a page only from the edge inwards, never from between paragraphs, and never where nothing would be
left. A title, or what differs from one only in its numbers, is never learnt: the pages of a series share theirs.

What is learnt of a layout comes from the :data:`PAGES` pages whose addresses have the smallest hashes: memory is
bounded, and the outcome depends on which pages there are, not on their order.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from corpus.extract.clean import CleanPage
from corpus.extract.closing import is_contact
from corpus.extract.headline import only_date
from corpus.extract.sheet import LONG
from corpus.sites import Layout, Site
from corpus.thai.normalise import squash
from corpus.warnings import say

PAGES = 256  # of one layout that are learnt from
LEAST = 5  # of them that say a line
SHARE = 0.25  # of them
TOP, BOTTOM = 4, 8  # lines at the beginning and the end of a page that are learnt from
LONGEST = 600  # characters: a longer line is a paragraph of news that was put up several times
SHOWN = 3  # lines that a warning quotes
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Edges:
    """The first and the last lines of a page, from the edge inwards, as digests."""

    top: tuple[int, ...] = ()
    bottom: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Learnt:
    """The lines of one layout that come back, as digests."""

    top: frozenset[int] = frozenset()
    bottom: frozenset[int] = frozenset()


NOTHING = Learnt()
Boilerplate = Mapping[str, Learnt]


def group_of(url: str, site: Site | None, layout: Layout | None) -> str:
    """The pages that a page is compared with: those of one layout of a site, else of one host; empty for neither."""
    if site is not None:
        return f"{site.name}/{layout.name if layout else ''}"
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # no address
        host = ""
    return f"//{host.removeprefix('www.')}" if host else ""


def edges_of(page: CleanPage) -> Edges:
    """What is learnt from one page."""
    title = _key(page.title)
    keys = [_digest(key) if key and key != title else 0 for key in map(_key, page.paragraphs)]
    return Edges(tuple(keys[:TOP]), tuple(keys[: -BOTTOM - 1 : -1]))


class Sample:
    """The pages of one layout that are learnt from; any order of pages gives the same."""

    def __init__(self) -> None:
        self._pages: dict[int, Edges] = {}
        self._heap: list[int] = []  # negative: the largest hash first

    def meet(self, name: str, edges: Edges) -> None:
        """Note a page under its *name*; a page met again counts as it is now."""
        place = rank(name)
        if place not in self._pages:
            heapq.heappush(self._heap, -place)
        self._pages[place] = edges
        if len(self._pages) > PAGES:
            del self._pages[-heapq.heappop(self._heap)]

    def learnt(self) -> Learnt:
        """The lines that come back."""
        enough = max(LEAST, SHARE * len(self._pages))
        return Learnt(
            _often((edges.top for edges in self._pages.values()), enough),
            _often((edges.bottom for edges in self._pages.values()), enough),
        )


class Learning:
    """The samples of all layouts. Memory: some 25 kB for each."""

    def __init__(self) -> None:
        self._samples: dict[str, Sample] = {}

    def meet(self, group: str, name: str, edges: Edges) -> None:
        """Note a page called *name* of a *group*; one of no group teaches nothing."""
        if group:
            self._samples.setdefault(group, Sample()).meet(name, edges)

    def learnt(self) -> dict[str, Learnt]:
        """What was learnt of each group, where anything was."""
        found = {group: sample.learnt() for group, sample in self._samples.items()}
        return {group: learnt for group, learnt in found.items() if learnt != NOTHING}


def rank(name: str) -> int:
    """The place of a page among those that may be learnt from: the smaller, the sooner it is one."""
    return _digest(name)


def trimmed(page: CleanPage, learnt: Learnt) -> CleanPage:
    """*page* without the lines at its edges that its site puts everywhere; dates and contacts of them are kept beside.

    Nothing is taken where no paragraph of running text would be left. A warning quotes what was taken.
    """
    if learnt == NOTHING or not page.paragraphs:
        return page
    edges = edges_of(page)
    first = _run(edges.top, learnt.top)
    last = len(page.paragraphs) - _run(edges.bottom, learnt.bottom)
    kept = page.paragraphs[first:last]
    taken = (*page.paragraphs[:first], *page.paragraphs[max(first, last) :])
    if not taken or not any(len(paragraph) >= LONG for paragraph in kept):
        return page
    tables = tuple(replace(t, after=min(max(t.after - first, 0), len(kept))) for t in page.tables)
    quoted = " | ".join(line[:60] for line in taken[:SHOWN])
    return replace(
        page,
        paragraphs=kept,
        tables=tables,
        header=(*page.header, *(line for line in taken if only_date(line))),
        credit_lines=(*page.credit_lines, *(line for line in taken if is_contact(line))),
        warnings=(*page.warnings, say("repeated", count=len(taken), lines=quoted)),
    )


def _run(edge: Sequence[int], learnt: frozenset[int]) -> int:
    """How many lines from the edge on are learnt ones."""
    return next((n for n, key in enumerate(edge) if key not in learnt), len(edge))


def _often(edges: Iterable[tuple[int, ...]], enough: float) -> frozenset[int]:
    counted = Counter(key for edge in edges for key in set(edge))
    return frozenset(key for key, count in counted.items() if key and count >= enough)


def _key(text: str) -> str:
    return _DIGITS.sub("0", squash(text)) if len(text) <= LONGEST else ""


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], signed=True)
