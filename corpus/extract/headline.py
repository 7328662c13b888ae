"""The title of a page, from the best of several places, and what else stands around it in the head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from corpus.extract.credits import match_credit
from corpus.extract.rules import Rules
from corpus.extract.sheet import LONG, Line, Sheet
from corpus.thai.dates import find_dates
from corpus.thai.normalise import squash

TitleFrom = Literal["", "share", "selector", "prefix", "breadcrumb", "import", "heading", "document", "first line"]
HEAD = 40  # lines in which title, dates and breadcrumb can stand
SHORT = 60  # characters: a line that can be a date and nothing else
LONGEST_TITLE = 400  # characters
_CRUMB_SPLIT = re.compile(r" / | ?[>»›] ?")
_AROUND_DATE = re.compile(
    r"วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)?|ที่|เมื่อ|เผยแพร่|เวลา|[0-9๐-๙]{1,2}[.:][0-9๐-๙]{2}(?::[0-9๐-๙]{2})?|น\.|[\W_]",
)


def find_name(
    sheet: Sheet, lines: Sequence[Line], rules: Rules, above: str, hint: str
) -> tuple[str, TitleFrom, tuple[str, ...]]:
    """The title, where it came from, and the breadcrumb where one was confirmed by the title."""
    head = [line for line in lines[:HEAD] if line.text]
    crumbs, crumb_title, confirmed = _breadcrumb(head, rules)
    keys = {line_key(line.text) for line in head}
    prefixed = next((line.text for line in head[:3] if rules.title_prefix.match(line.text)), "")
    heading = next((line.text for line in head if line.heading and not rules.drop.fullmatch(line.text)), "")
    document = rules.bare_title(sheet.page_title)
    first = next((line.text for line in head if _may_be_title(line.text, rules)), "")
    over_date, category = _above_date(head, rules)
    crumbs = crumbs or category
    candidates: tuple[tuple[str, TitleFrom], ...] = (
        (above, "share"),
        (prefixed, "prefix"),
        (sheet.title, "selector"),
        (crumb_title if confirmed else "", "breadcrumb"),
        (hint if squash(hint) in keys else "", "import"),
        (heading, "heading"),
        (document if squash(document) in keys else "", "document"),
        (crumb_title, "breadcrumb"),
        (hint, "import"),
        (document, "document"),
        (over_date or first, "first line"),
    )
    for text, where in candidates:
        if title := rules.bare_title(text)[:LONGEST_TITLE]:
            return title, where, crumbs
    return "", "", crumbs


def _breadcrumb(head: Sequence[Line], rules: Rules) -> tuple[tuple[str, ...], str, bool]:
    """Sections, title, and whether the title below says the same; the title itself may hold the dividing mark."""
    for n, line in enumerate(head):
        if not rules.crumbs.fullmatch(line.text) or match_credit(line.text, rules.credits):
            continue
        parts = _CRUMB_SPLIT.split(line.text)
        below = {squash("".join(x.text for x in head[n + 1 : n + 1 + k])) for k in (1, 2, 3)}
        for k in range(1, len(parts)):
            rest = line.text[line.text.index(parts[k], sum(map(len, parts[:k]))) :]
            if squash(rest) in below:
                return tuple(parts[:k]), rest, True
        if len(parts[-1]) < LONG:  # a breadcrumb that ends with the section
            return tuple(parts), "", False
        return tuple(parts[:-1]), parts[-1], False
    return (), "", False


def _above_date(head: Sequence[Line], rules: Rules) -> tuple[str, tuple[str, ...]]:
    """The line above the date line, where one stands there, and the single short line above that, a category."""
    for n, line in enumerate(head[:4]):
        if n and only_date(line.text) and _may_be_title(head[n - 1].text, rules):
            above = head[0].text if n == 2 else ""
            short = above and len(above) <= SHORT and _may_be_title(above, rules)
            return head[n - 1].text, (above,) if short else ()
    return "", ()


def _may_be_title(text: str, rules: Rules) -> bool:
    return (
        len(text) <= LONGEST_TITLE
        and any(c.isalpha() for c in text)
        and not rules.drop.fullmatch(text)
        and squash(text) not in rules.sections
        and not only_date(text)
        and not stamp_of(text, rules)
    )


def stamp_of(text: str, rules: Rules) -> re.Match[str] | None:
    """The match of a line that is a publication stamp, by the layout or by the rules for all sites."""
    if len(text) > 200:
        return None
    return next((m for p in rules.stamps if (m := p.fullmatch(text)) and find_dates(text)), None)


_MONTH = re.compile(r"[ก-๎]{4}|[ก-ฮ]\.|[A-Za-z]{3}|[0-9๐-๙] ?[/.-] ?[0-9๐-๙]")  # what any date has, cheap to look for


@lru_cache(maxsize=4096)
def only_date(text: str) -> bool:
    """Whether *text* is one date with nothing but weekday, clock time and marks around it."""
    if len(text) > SHORT + 60 or not any(c.isdigit() for c in text):
        return False
    bare = text.strip("*_-=.• \u00a0")
    if len(bare) > SHORT or not _MONTH.search(bare):
        return False
    found = find_dates(bare)
    if len(found) != 1 or found[0].inferred:
        return False
    at = found[0].at
    return not _AROUND_DATE.sub("", bare[:at] + " " + bare[at + len(found[0].surface) :])


@lru_cache(maxsize=4096)  # pages say the same lines over and over, sites even more
def line_key(text: str) -> str:
    """What two lines are compared by; empty for a line too long to be a title or a section."""
    return squash(text) if len(text) <= LONGEST_TITLE + LONG else ""
