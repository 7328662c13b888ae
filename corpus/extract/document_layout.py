"""Pages of lines as paragraphs: what every page repeats goes, lines that go on are put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.extract.sheet import tidy

EDGE = 2  # lines at the top and at the bottom that may be the same on every page
LEAST_PAGES = 3
SHARE = 0.6  # of the pages, from which on a line is a running one
FULL = 0.8  # of the widest lines: the line below goes on where this one ends
NARROW = 40  # letters; narrower text is tables and titles
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_DIGITS = re.compile(r"[0-9\u0e50-\u0e59]+")
_ITEM = re.compile(r"[-–—•●○▪◦*\uf0b7]|\(?[0-9\u0e50-\u0e59ก-ฮa-zA-Z]{1,3}[.)]|ข้อ|หมวด|มาตรา|ส่วนที่|บทที่")
_THAI_END = re.compile("[\u0e01-\u0e4e]$")
_THAI_START = re.compile("[\u0e01-\u0e4e]")


def lines_of(text: str) -> list[str]:
    """The lines of a page, blanks tidied, empty ones left out; a hyphen that only a line break made is taken out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe\n", "").replace("\ufffe", "")
    return [line for line in map(tidy, text.split("\n")) if line]


def without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without headers, footers and page numbers; a header with words stays on its first page."""
    with_lines = sum(1 for page in pages if page)
    counts = Counter(key for page in pages for key in {_key(page[n]) for n in _edges(page)})
    running = {key for key, count in counts.items() if with_lines >= LEAST_PAGES and count >= SHARE * with_lines}
    seen: set[str] = set()
    kept: list[list[str]] = []
    for page in pages:
        edges = set(_edges(page))
        left: list[str] = []
        for n, line in enumerate(page):
            key = _key(line)
            if n not in edges or key not in running or (key not in seen and _has_words(key)):
                left.append(line)
            if n in edges:
                seen.add(key)
        kept.append(left)
    return kept


def paragraphs(lines: Sequence[str]) -> str:
    """The lines of a page, those put together that a full line parts; Thai without a blank, as it is written."""
    widths = sorted(_width(line) for line in lines)
    full = FULL * widths[len(widths) * 9 // 10] if widths else 0
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _ITEM.match(line):
            blank = "" if _THAI_END.search(joined[-1]) and _THAI_START.match(line) else " "
            joined[-1] += blank + line
        else:
            joined.append(line)
        goes_on = _width(line) >= max(full, NARROW)
    return "\n".join(joined)


def _edges(page: Sequence[str]) -> list[int]:
    return sorted({*range(min(EDGE, len(page))), *range(max(0, len(page) - EDGE), len(page))})


def _key(line: str) -> str:
    return _DIGITS.sub("#", line)[:200]


def _has_words(key: str) -> bool:
    return sum(c.isalpha() for c in key) > 6  # more than "หน้า # / #"


def _width(line: str) -> int:
    return len(line) - len(_MARKS.findall(line))
