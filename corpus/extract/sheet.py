"""A page as a sheet of lines: what HTML and plain text have in common, so that one set of line rules serves both.

White space is laid out anew here and nowhere else: blanks of all kinds become one blank, control characters go, ends
are stripped. All other characters stay the page's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.warnings import say

_BLANKS = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # one plain blank stays as it is
_INVISIBLE_ENDS = " \n\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff\u00ad"
_UNWANTED = {
    **dict.fromkeys((*range(0x00, 0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)), ""),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # half characters, which UTF-8 cannot hold
    **dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n"),
    **dict.fromkeys((0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF), ""),
}
_UNWANTED_RUN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufeff]+")
MOST_LINES = 100_000  # of one page that are read: the text of a whole law code has a tenth
INDENT = re.compile(r"(?:[ \t\u00a0\u3000]){4,}|\t")
TextRows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page: its address as written, its words."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or one table in place of a line (then ``rows`` is not empty).

    ``gap``: a paragraph ends before it. ``heading``: it stands in a heading element. ``linked`` is the share of its
    characters that are links, 0 to 1, ``links`` their number; ``rest`` its text without links to documents, where it
    has any.
    """

    text: str
    gap: bool = True
    heading: bool = False
    linked: float = 0.0
    links: int = 0
    rest: str | None = None
    rows: TextRows = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as lines, and what its markup says beside them (all empty for plain text)."""

    lines: tuple[Line, ...]
    title: str = ""
    crumbs: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    links: tuple[Link, ...] = ()
    page_title: str = ""
    fitted: bool = False  # the profile's own selector found the article
    marks: frozenset[str] = (
        frozenset()
    )  # the keys of the layout (title, main, published) whose selectors found something
    rivals: int = 1  # articles on the page, by the layout's selectors; more than one is not the page of one article
    framed: bool = False  # the article's part of the page holds another page (iframe)
    warnings: tuple[str, ...] = field(default=())


def tidy(text: str) -> str:
    r"""*text* on one line: blanks run together, ends stripped, control characters gone.

    >>> tidy("\u00a0\u00a0ข่าว\u00a0 เด่น\r\n\x07\u200b")
    'ข่าว เด่น'
    """
    return _BLANKS.sub(" ", _wanted(text).replace("\n", " ")).strip(_INVISIBLE_ENDS)


def _wanted(text: str) -> str:
    """*text* without control characters, its line breaks one sign; most text has none, which one look tells."""
    return _UNWANTED_RUN.sub(lambda run: run[0].translate(_UNWANTED), text)


def read_text(text: str) -> Sheet:
    """A page that came as plain text. Where blank lines part its paragraphs, a single line break does not."""
    raw = _wanted(text).split("\n")
    lines: list[Line] = []
    gap = True
    for piece in raw:
        if len(lines) >= MOST_LINES:
            return Sheet(lines=tuple(lines), warnings=(say("many-lines", count=MOST_LINES),))
        shown = tidy(piece)
        if not shown:
            gap = True
            continue
        lines.append(Line(shown, gap or bool(INDENT.match(piece))))
        gap = False
    if not _blank_lines_part(lines):
        lines = [Line(line.text) for line in lines]
    return Sheet(lines=tuple(lines))


LONG = 60  # characters: a line of running text, not a label or a heading


def _blank_lines_part(lines: list[Line]) -> bool:
    """Whether this text sets paragraphs apart with blank lines: then most of its long lines follow one."""
    after = [line.gap for line in lines[1:] if len(line.text) >= LONG]
    return len(after) >= 3 and sum(after) * 10 >= len(after) * 6
