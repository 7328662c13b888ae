"""A layout learnt from a few articles of one form: what repeats is chrome, what differs is title, date and body.

1. title: the element that says what a link to the page, or the page's <title>, says, and differs on every page;
2. main: the smallest element with nearly all text of the page that no other page has and that is no link;
3. published: a short element with a date, near the title;
4. drop: inside main, what all pages have in common, counters, and the date.

A selector is taken only where it holds on all samples; what is not sure is left out and the general rules serve. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from corpus.extract.tags import HEADINGS
from corpus.thai.dates import parse_thai_date
from corpus.thai.normalise import squash
from crawler.blocks import COUNTER, SHORT, Element, Line, found, lines_of, parse, pathway, words
from crawler.selectors import names, selectors

FEWEST = 2  # articles that can be compared
OWN = 120  # characters that a page must have for itself
NEARLY = 0.9  # of them in the main element
STAMP = 90  # characters of a line with a date and a label
LABEL = 45  # of them beside the date
SEPARATORS = re.compile(r"\s+[-–—|»:•]+\s+|\s*::+\s*|\s*[|»]\s*")
_BODY = frozenset({"div", "td", "section", "article", "main", "form", "center", "table", "tbody", "tr"})
_NO_STAMP = re.compile(r"(?i)วันนี้|today|เมื่อวันที่|ปรับปรุง|แก้ไข|update|modified")  # today, on the day when, changed


@dataclass(frozen=True, slots=True)
class Learnt:
    """Selectors that hold on all samples, "" for what is not sure; ``samples`` how many these were."""

    title: str = ""
    main: str = ""
    published: str = ""
    drop: tuple[str, ...] = ()
    drop_lines: tuple[str, ...] = ()
    samples: int = 0

    def __bool__(self) -> bool:
        return bool(self.main)


@dataclass(slots=True)
class _Sample:
    """One article page while it is compared."""

    root: Element
    lines: list[Line]
    names: list[str]  # what its title may be, as it is compared
    own: list[Line] = field(default_factory=list)

    def says(self, text: str) -> bool:
        """Whether *text* is what the title may be; links cut long titles short."""
        key = squash(text)
        return len(key) > 5 and any(
            key == name
            or (len(cut := name.rstrip(".…")) < len(name) and len(cut) >= SHORT // 4 and key.startswith(cut))
            for name in self.names
        )


def learn(articles: Sequence[tuple[str, str]], others: Iterable[str]) -> Learnt:
    """The layout of *articles*, each its HTML and the text of a link to it; *others* are a list and the front page."""
    samples = [sample for text, link in articles if (sample := _sample(text, link))]
    if len(samples) < FEWEST:
        return Learnt()
    elsewhere = frozenset(
        line.key
        for text in others
        if (root := parse(text)) is not None
        for line in lines_of(root)
        if len(line.text) <= SHORT and not (line.linked and len(line.text) > SHORT // 4)
    )
    seen = Counter(key for sample in samples for key in {line.key for line in sample.lines})
    common = elsewhere | {key for key, pages in seen.items() if pages > 1}
    for sample in samples:
        sample.own = [line for line in sample.lines if _own(line, sample, common)]
    title = _title(samples)
    main = _main(samples)
    if not main:
        return Learnt(samples=len(samples))
    published = _published(samples, title, elsewhere)
    drop, drop_lines = _drop(samples, main, published, common)
    return Learnt(title, main, published, drop, drop_lines, len(samples))


def title_parts(title: str) -> list[str]:
    """A page's <title> whole and in its parts: the article's and the site's."""
    return [title, *(part for part in SEPARATORS.split(title) if part and part != title)]


def _sample(text: str, link: str) -> _Sample | None:
    root = parse(text)
    if root is None:
        return None
    titles = [*root.xpath("//title/text()")[:1], *root.xpath("//meta[@property='og:title']/@content")[:1]]
    names = [link, *(part for title in titles for part in title_parts(" ".join(str(title).split())))]
    return _Sample(root, lines_of(root), [squash(name) for name in names if name])


def _own(line: Line, sample: _Sample, common: frozenset[str] | set[str]) -> bool:
    stamp = len(line.text) <= STAMP and parse_thai_date(line.text) is not None
    return not (line.linked or line.key in common or stamp or COUNTER.search(line.text) or sample.says(line.text))


# --- the title ----------------------------------------------------------------------------------------------------


def _title(samples: list[_Sample]) -> str:
    first = samples[0]
    said = [
        element
        for line in first.lines
        if not line.linked and first.says(line.text)
        for element in pathway(line.element)
        if squash(words(element)) == line.key
    ]
    said.sort(key=lambda element: element.tag not in HEADINGS)
    return next((s for e in said for s in selectors(e) if _is_title(samples, s)), "")


def _is_title(samples: list[_Sample], selector: str) -> bool:
    """Whether *selector* finds one text on each page, its title, and another one on each."""
    titles = [{words(element) for element in found(sample.root, selector)} for sample in samples]
    if any(len(texts) != 1 for texts in titles):
        return False
    texts = [next(iter(one)) for one in titles]
    return len(set(texts)) == len(samples) and all(s.says(text) for s, text in zip(samples, texts, strict=True))


# --- the body -----------------------------------------------------------------------------------------------------


def _main(samples: list[_Sample]) -> str:
    if any(sum(len(line.text) for line in sample.own) < OWN for sample in samples):
        return ""
    for element in pathway(_smallest(samples[0])):
        if element.tag in _BODY and (s := next((s for s in selectors(element) if _is_main(samples, s)), "")):
            return s
    return ""


def _smallest(sample: _Sample) -> Element:
    """The deepest element with nearly all of the page's own text."""
    weight: Counter[Element] = Counter()
    for line in sample.own:
        for element in pathway(line.element):
            weight[element] += len(line.text)
    whole = sum(len(line.text) for line in sample.own)
    fit = [element for element, size in weight.items() if size >= NEARLY * whole]
    return max(fit, key=lambda element: sum(1 for _ in element.iterancestors()), default=sample.lines[0].element)


def _is_main(samples: list[_Sample], selector: str) -> bool:
    """Whether *selector* finds one element on each page, with nearly all that is the page's own."""
    for sample in samples:
        hits = found(sample.root, selector)
        if len(hits) != 1:
            return False
        inside = sum(len(line.text) for line in sample.own if hits[0] in _around(line))
        if inside < NEARLY * sum(len(line.text) for line in sample.own):
            return False
    return True


def _around(line: Line) -> list[Element]:
    return list(pathway(line.element))


# --- the date -----------------------------------------------------------------------------------------------------


def _published(samples: list[_Sample], title: str, elsewhere: frozenset[str]) -> str:
    first = samples[0]
    at = next((n for n, line in enumerate(first.lines) if first.says(line.text) and not line.linked), 0)
    stamps = [(abs(n - at), line) for n, line in enumerate(first.lines) if _stamp(line, elsewhere)]
    tries = [*(e for e in first.root.iter("time") if e.get("datetime"))]
    tries += [line.element for _, line in sorted(stamps, key=lambda pair: pair[0])]
    for element in tries:
        if len(words(element)) <= STAMP and (any(names(element)) or element.tag in ("time", "td")):
            for selector in selectors(element):
                if selector != title and all(_dated(sample, selector) for sample in samples):
                    return selector
    return ""


def _stamp(line: Line, elsewhere: frozenset[str]) -> bool:
    if line.linked or len(line.text) > STAMP or line.key in elsewhere or _NO_STAMP.search(line.text):
        return False
    return parse_thai_date(line.text) is not None


def _dated(sample: _Sample, selector: str) -> bool:
    hits = found(sample.root, selector)
    if not hits:
        return False
    said = hits[0].get("datetime") or words(hits[0])
    return len(said) <= STAMP and not _NO_STAMP.search(said) and parse_thai_date(said) is not None


# --- what is no article inside it -----------------------------------------------------------------------------------


def _drop(
    samples: list[_Sample], main: str, published: str, common: frozenset[str] | set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Selectors and lines of what stands inside main and is none of the article."""
    drop: dict[str, None] = {}
    lines: dict[str, None] = {}
    [inside] = found(samples[0].root, main)
    if published and any(inside in pathway(e) for e in found(samples[0].root, published)):
        drop[published] = None
    here = [line for line in samples[0].lines if inside in pathway(line.element)]
    for line in here:
        if samples[0].says(line.text) or not (line.key in common or COUNTER.search(line.text)):
            continue
        wanted = (s for e in takewhile(lambda e: e is not inside, pathway(line.element)) for s in _named(e, main))
        selector = next((s for s in wanted if all(_all_chrome(sample, s, common) for sample in samples)), "")
        if selector:
            drop[selector] = None
        elif len(line.text) <= SHORT and all(_has(sample, line, main) for sample in samples):
            lines[_line_pattern(line.text)] = None
    return tuple(drop)[:10], tuple(lines)[:10]


def _named(element: Element, main: str) -> Iterator[str]:
    return (f"{main} {selector}" for selector in names(element))


def _all_chrome(sample: _Sample, selector: str, common: frozenset[str] | set[str]) -> bool:
    """Whether all that *selector* finds is short and common to the pages."""
    hits = set(found(sample.root, selector))
    inside = [line for line in sample.lines if hits & set(pathway(line.element))]
    return bool(inside) and all(line.key in common or COUNTER.search(line.text) for line in inside)


def _has(sample: _Sample, line: Line, main: str) -> bool:
    pattern = re.compile(_line_pattern(line.text))
    inside = set(found(sample.root, main))
    return any(pattern.fullmatch(one.text) and inside & set(pathway(one.element)) for one in sample.lines)


def _line_pattern(text: str) -> str:
    """*text* as a pattern in which numbers may change."""
    return re.sub(r"\d[\d,]*", r"[\\d,]+", "".join(c if c.isalnum() or c == " " else _escaped(c) for c in text))


def _escaped(char: str) -> str:
    return "\\" + char if char in r".^$*+?{}[]\|()" else char
