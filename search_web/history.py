"""The versions of an article: what each changed, and the differences of any two of them, word by word.

What stands in both is folded to its ends, so that a page shows the changes of a long text; where it would still be
larger than a page may be, it goes on in parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from corpus.records import Article, Attachment, Version
from corpus.versions import Effort, Part, Piece, differences, what_changed
from search_web.cuts import cut_before
from search_web.filters import show_day, show_number, web_address
from search_web.text import Lang, count, say

VERSIONS_A_PAGE = 25
KEPT = 120  # code points of what is the same that are shown on each side of a change
FOLDED = 80  # code points that are worth folding; fewer are shown
REACH = 60  # code points beyond those kept, so that the last word of them is whole
DIFF_BYTES = 60_000  # of text on one part of the page of differences
STRIP_BYTES = 40  # the markup around one stretch

Cut = Callable[[str], Sequence[str]]  # a text into words that joined give it
StripKind = Literal["same", "removed", "added", "folded"]


@dataclass(frozen=True, slots=True)
class Change:
    """One version on the history page; ``said`` is what it changed against the one before, ``before`` its number."""

    version: Version
    said: str
    before: int | None


@dataclass(frozen=True, slots=True)
class VersionsView:
    """Everything on the history page, newest version first."""

    article: Article
    title: str
    changes: tuple[Change, ...]
    latest: int
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of one part: in both versions, only in the older or newer, or folded with a count in ``text``."""

    kind: StripKind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A date or document that differs; None where a version has none. A document has no label, but perhaps a link."""

    label: str
    before: str | None
    after: str | None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the article that differs: as text in ``strips``, or as ``rows``."""

    heading: str
    strips: tuple[Strip, ...] = ()
    rows: tuple[Row, ...] = ()
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class DifferencesView:
    """Everything on the page of differences; ``versions`` are all that may be chosen."""

    article: Article
    title: str
    before: Version
    after: Version
    versions: tuple[Version, ...]
    summary: str
    sections: tuple[Section, ...]
    part: int
    parts: int
    is_coarse: bool  # not all that is shown as replaced was compared word by word


def versions_view(
    article: Article,
    versions: Sequence[Version],
    lang: Lang,
    read: Callable[[int], Article | None],
    part: int = 1,
) -> VersionsView:
    """The history of one article, newest first; *read* gives one of its versions by number, to compare it."""
    ordered = sorted(versions, key=lambda v: v.version, reverse=True)
    parts = max(1, -(-len(ordered) // VERSIONS_A_PAGE))
    part = min(max(part, 1), parts)
    first = (part - 1) * VERSIONS_A_PAGE
    shown = ordered[first : first + VERSIONS_A_PAGE]
    older = [*ordered[first + 1 : first + VERSIONS_A_PAGE + 1], None][: len(shown)]
    texts = {v.version: read(v.version) for v in ordered[first : first + VERSIONS_A_PAGE + 1]}
    changes = tuple(
        Change(v, _said(texts.get(o.version) if o else None, texts.get(v.version), o, lang), o.version if o else None)
        for v, o in zip(shown, older, strict=True)
    )
    latest = ordered[0].version if ordered else article.version
    return VersionsView(article, article.title or say(lang, "untitled"), changes, latest, part, parts)


def differences_view(
    before: tuple[Article, Version],
    after: tuple[Article, Version],
    versions: Sequence[Version],
    lang: Lang,
    cut: Cut,
    part: int = 1,
) -> DifferencesView:
    """What differs between two versions of an article; *cut* divides text into words."""
    old, new = before[0], after[0]
    effort = Effort()
    pages = list(_in_pages(_sections(old, new, lang, cut, effort)))
    part = min(max(part, 1), max(1, len(pages)))
    return DifferencesView(
        article=new,
        title=new.title or say(lang, "untitled"),
        before=before[1],
        after=after[1],
        versions=tuple(sorted(versions, key=lambda v: v.version)),
        summary=summary(old, new, lang),
        sections=pages[part - 1] if pages else (),
        part=part,
        parts=len(pages),
        is_coarse=effort.is_coarse,
    )


def summary(before: Article, after: Article, lang: Lang) -> str:
    """What *after* changed against *before*, in one sentence."""
    changed = what_changed(before, after)
    if not changed:
        return say(lang, "change_none")
    said = say(lang, "change_list", parts=_listed([say(lang, f"part_{part}") for part in changed], lang))
    grown = len(after.body) - len(before.body)
    if "body" in changed and grown:
        said += " " + count(lang, "change_longer" if grown > 0 else "change_shorter", abs(grown))
    return said


def _said(before: Article | None, after: Article | None, older: Version | None, lang: Lang) -> str:
    if older is None:
        return say(lang, "change_first")
    return summary(before, after, lang) if before and after else ""


def _listed(names: Sequence[str], lang: Lang) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return say(lang, "change_two", first=names[0], last=names[1])
    between = " " if lang == "th" else ", "
    return say(lang, "change_many", first=between.join(names[:-1]), last=names[-1])


def _sections(before: Article, after: Article, lang: Lang, cut: Cut, effort: Effort) -> Iterator[Section]:
    texts = (piece for piece in differences(before, after, cut, effort) if piece.part not in ("dates", "attachments"))
    for part, pieces in groupby(texts, key=lambda piece: piece.part):
        yield Section(say(lang, f"part_heading_{part}"), tuple(_strips(pieces, lang, cut)))
    changed: tuple[Part, ...] = what_changed(before, after)
    if "dates" in changed:
        yield Section(say(lang, "part_heading_dates"), rows=tuple(_dates(before, after, lang)))
    if "attachments" in changed:
        yield Section(say(lang, "part_heading_attachments"), rows=tuple(_documents(before, after)))


def _strips(pieces: Iterable[Piece], lang: Lang, cut: Cut) -> Iterator[Strip]:
    joined = [(kind, "".join(p.text for p in each)) for kind, each in groupby(pieces, key=lambda p: p.kind)]
    for n, (kind, text) in enumerate(joined):
        if kind == "same":
            yield from _folded(text, lang, cut, is_first=n == 0, is_last=n == len(joined) - 1)
        else:
            yield from _changed(kind, text)


def _changed(kind: Literal["removed", "added"], text: str) -> Iterator[Strip]:
    """A change with the line ends around it beside it: an empty line needs no mark, but one that came alone does."""
    inner = text.strip("\n")
    if not inner:
        yield Strip(kind, "¶")
        yield Strip("same", text)
        return
    before, _, behind = text.partition(inner)
    yield from (Strip("same", before),) if before else ()
    yield Strip(kind, inner)
    yield from (Strip("same", behind),) if behind else ()


def _folded(text: str, lang: Lang, cut: Cut, *, is_first: bool, is_last: bool) -> Iterator[Strip]:
    """What is the same, without its middle, or without all but the end that a change touches; cut between words."""
    if len(text) < FOLDED + KEPT * (2 - is_first - is_last):
        yield Strip("same", text)
        return
    head = "" if is_first else _whole_words(cut(text[: KEPT + REACH]))
    tail = "" if is_last else _whole_words(cut(text[-KEPT - REACH :]), last=True)
    yield from (Strip("same", head),) if head else ()
    yield Strip("folded", say(lang, "diff_folded", n=show_number(len(text) - len(head) - len(tail))))
    yield from (Strip("same", tail),) if tail else ()


def _whole_words(words: Sequence[str], *, last: bool = False) -> str:
    """The first or *last* of *words* that together have at most :data:`KEPT` code points."""
    kept: list[str] = []
    used = 0
    for word in reversed(words) if last else words:
        used += len(word)
        if used > KEPT:
            break
        kept.append(word)
    return "".join(reversed(kept) if last else kept)


def _dates(before: Article, after: Article, lang: Lang) -> Iterator[Row]:
    for label, old, new in (
        ("fact_published" if after.published or before.published else "fact_dated", before.dated, after.dated),
        ("date_stamp", before.stamp, after.stamp),
        ("fact_updated", before.updated, after.updated),
    ):
        if old != new:
            yield Row(say(lang, label), _day(old, lang), _day(new, lang))


def _day(day: date | None, lang: Lang) -> str | None:
    return show_day(day, lang) if day else None


def _documents(before: Article, after: Article) -> Iterator[Row]:
    old, new = ({a.url: a for a in article.attachments} for article in (before, after))
    for url in sorted(old.keys() ^ new.keys()):
        document: Attachment = old.get(url) or new[url]
        name = document.filename or url
        yield Row("", name if url in old else None, name if url in new else None, web_address(url))


def _in_pages(sections: Iterable[Section]) -> Iterator[tuple[Section, ...]]:
    page: list[Section] = []
    used = 0
    for section in sections:
        goes_on = False
        strips: list[Strip] = []
        rows: list[Row] = []
        every: list[Strip | Row] = [*_cut_strips(section.strips), *section.rows]
        for one in every:
            size = _size(one)
            if used + size > DIFF_BYTES and (page or strips or rows):
                yield (*page, *_section(section, strips, rows, goes_on))
                goes_on = goes_on or bool(strips or rows)
                page, strips, rows, used = [], [], [], 0
            if isinstance(one, Strip):
                strips.append(one)
            else:
                rows.append(one)
            used += size
        page += _section(section, strips, rows, goes_on)
    if page:
        yield tuple(page)


def _section(section: Section, strips: Sequence[Strip], rows: Sequence[Row], goes_on: bool) -> list[Section]:
    return [Section(section.heading, tuple(strips), tuple(rows), goes_on)] if strips or rows else []


def _cut_strips(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The *strips*, none longer than a quarter of a page: a code point takes at most five bytes of HTML."""
    most = DIFF_BYTES // 20
    for strip in strips:
        text, at = strip.text, 0
        while len(text) - at > most:
            end = cut_before(text, at + most)
            yield Strip(strip.kind, text[at:end])
            at = end
        yield Strip(strip.kind, text[at:])


def _size(one: Strip | Row) -> int:
    if isinstance(one, Strip):
        return len(one.text.encode()) + STRIP_BYTES
    return sum(len((text or "").encode()) for text in (one.label, one.before, one.after, one.href)) + STRIP_BYTES
