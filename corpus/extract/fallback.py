"""Pages whose layout no profile knows, or no longer knows: the article by the page alone, else by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.extract.credits import match_credit
from corpus.extract.headline import LONGEST_TITLE, only_date, stamp_of
from corpus.extract.markup import Writer, parse
from corpus.extract.region import above, find_region
from corpus.extract.rules import Rules, generic, rules_of
from corpus.extract.sheet import LONG, Line, Sheet, read_text
from corpus.thai.normalise import squash

MOST_LINES = 3000  # a page of a law with all its sections has fewer
NEAR = 12  # lines above the text in which its title and date can stand
LEAST_TITLE = 8  # characters


def read_unknown(html: str, sheet: Sheet, documents: re.Pattern[str]) -> Sheet | None:
    """*sheet* with the lines of the article and a title, where they can be told; None where nothing was found."""
    root = parse(html)
    region = find_region(root, documents) if root is not None else None
    if region is None:
        return _by_trafilatura(html, sheet)
    rules = rules_of(generic())
    lines = Writer.lines_of(region, documents)
    before: list[Line] = []
    for element in above(root, region):
        before[:0] = Writer.lines_of(element, documents)
        if len(before) >= NEAR:
            break
    before = [line for line in before if not line.rows and line.linked < 0.5][-NEAR:]
    title, at = _title(before, lines, (sheet.page_title, sheet.title), rules)
    head = [line for line in before[at:] if _belongs(line, rules)]
    return replace(sheet, lines=(*head, *lines), title=title, fitted=False)


def _title(before: Sequence[Line], lines: Sequence[Line], named: tuple[str, ...], rules: Rules) -> tuple[str, int]:
    """The title and how many lines stand before it: those above say nothing of the article."""
    head = [*before, *(line for line in lines[:NEAR] if not line.rows)]
    likely = [n for n, line in enumerate(head) if _may_name(line, rules)]
    keys = [squash(name) for name in named if name]
    said = [n for n in likely if len(head[n].text) >= LEAST_TITLE and any(squash(head[n].text) in k for k in keys)]
    if said:
        longest = max(len(head[n].text) for n in said)
        best = next(n for n in said if len(head[n].text) == longest)
        if not _is_site(head[best].text, keys):
            return head[best].text, min(best, len(before))
    headings = [n for n in likely if head[n].heading]
    near = [n for n in headings if n < len(before)][-1:] or headings[:1] or [n for n in likely if n < len(before)][-1:]
    if near:
        return head[near[0]].text, min(near[0], len(before))
    return next((name for name in named[::-1] if name), ""), len(before)


def _is_site(text: str, keys: Sequence[str]) -> bool:
    """Whether *text* is the name of the site, which ends titles, and no title."""
    key = squash(text)
    return all(k != key and k.endswith(key) for k in keys)


def _may_name(line: Line, rules: Rules) -> bool:
    text = line.text
    return (
        LEAST_TITLE <= len(text) <= LONGEST_TITLE
        and not rules.drop.fullmatch(text)
        and not rules.crumbs.fullmatch(text)
        and not only_date(text)
        and not stamp_of(text, rules)
        and not match_credit(text, rules.credits)
    )


def _belongs(line: Line, rules: Rules) -> bool:
    """Whether a line between title and text says something of the article: its date, its maker, its beginning."""
    return (
        len(line.text) >= LONG
        or only_date(line.text)
        or stamp_of(line.text, rules) is not None
        or match_credit(line.text, rules.credits)
    )


def _by_trafilatura(html: str, sheet: Sheet) -> Sheet | None:
    """*sheet* with the lines that trafilatura holds to be the article; None where it finds none.

    Also None for pages of more than :data:`MOST_LINES` lines: its work grows with their square.
    """
    if len(sheet.lines) + sum(len(line.rows) for line in sheet.lines) > MOST_LINES:
        return None
    from trafilatura import bare_extraction  # loading it takes half a second, and most runs never need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each page without an article as an error
    found = bare_extraction(html, fast=True, include_comments=False, include_tables=True, with_metadata=False)
    text = getattr(found, "text", None)
    if not text:
        return None
    links = {squash(link.text) for link in sheet.links}
    lines = tuple(line for line in read_text(text).lines if squash(line.text) not in links)
    return replace(sheet, lines=lines, fitted=False)
