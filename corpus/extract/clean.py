"""A sheet of lines → a clean page: chrome off, body, tables and what the page says of itself kept.

1. cut: nothing above the line where a layout says that the article starts, nothing below the one where it ends;
2. name: the title, from the best of several places, and the section from the breadcrumb;
3. sort: each line is chrome (dropped), metadata (kept beside the body) or body, head lines by stricter rules;
4. gather: the residue of tables becomes tables (:mod:`corpus.extract.tables`);
5. join: lines that a hard break cut in two become one paragraph again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.extract.credits import match_credit, read_credits
from corpus.extract.rules import Rules, rules_of
from corpus.extract.sheet import LONG, Line, Sheet, tidy
from corpus.extract.tables import gather
from corpus.records import Credit, Table
from corpus.sites import Layout
from corpus.thai.dates import find_dates
from corpus.thai.normalise import squash

TitleFrom = Literal["", "share", "selector", "prefix", "breadcrumb", "import", "heading", "document", "first line"]

HEAD = 40  # lines in which title, dates and breadcrumb can stand
SHORT = 60  # characters: a line that can be a date and nothing else
LONGEST_TITLE = 400  # characters
FEW = 8  # characters: a shorter title may recur as a word of its own
_CRUMB_SPLIT = re.compile(r" / | ?[>»›] ?")
_MARKER = re.compile(r"(?:[-–—•●▪►»✓✔*]|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2}){0,3}[.)]|[ก-ฮa-z][.)])\s?\D")
_AROUND_DATE = re.compile(
    r"วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)?|ที่|เมื่อ|เผยแพร่|เวลา|[0-9๐-๙]{1,2}[.:][0-9๐-๙]{2}(?::[0-9๐-๙]{2})?|น\.|[\W_]",
)
_COUNT = re.compile(r"[\d,]{1,9}")
# the press unit that signs below the closing rule: group, division, bureau … of public relations, spokesman, news
_SIGNATURE = re.compile(r"(?:กลุ่ม|กอง|สำนัก|ศูนย์|ฝ่าย|ส่วน|งาน).{0,60}(?:ประชาสัมพันธ์|สารนิเทศ|เผยแพร่|โฆษก|สื่อสาร|ข่าว).{0,40}")
LABEL = 30  # characters beside links to files that are a label and no sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanPage:
    """A page without its chrome. ``header`` holds date lines and stamps as written, ``breadcrumb`` the way to it."""

    title: str = ""
    title_from: TitleFrom = ""
    section: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    stamped: bool = False  # published is a stamp, not the date line under a title
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    credits: tuple[Credit, ...] = ()
    credit_lines: tuple[str, ...] = ()
    recognised: bool = False  # something that this layout promises was there
    linked: float = 0.0


@dataclass(slots=True)
class _Sorted:
    """What has been sorted out so far; lives only inside :func:`clean`."""

    body: list[Line] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    credit_lines: list[str] = field(default_factory=list)
    crumbs: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    stamped: bool = False
    in_head: bool = True
    after_rule: bool = False


def clean(sheet: Sheet, layout: Layout, hint: str = "") -> CleanPage:
    """The clean page of *sheet*, read by *layout*; *hint* is the title that the source gave beside the page."""
    rules = rules_of(layout)
    lines, above, started = _cut(sheet.lines, rules)
    lines = _without_menus(lines)
    title, title_from, crumbs = _name(sheet, lines, rules, above, rules.bare_title(tidy(hint)))
    found = _Sorted(crumbs=crumbs or sheet.crumbs)
    _sort(lines, title, rules, found)
    paragraphs, tables = _join(gather(found.body))
    published = sheet.published or found.published
    return CleanPage(
        title=title,
        title_from=title_from,
        section=_section(found, title),
        header=tuple(found.header),
        published=published,
        updated=sheet.updated or found.updated,
        stamped=bool(sheet.published) or found.stamped,
        paragraphs=paragraphs,
        tables=tables,
        credits=tuple(c for line in found.credit_lines for c in read_credits(line, rules.credits)),
        credit_lines=tuple(found.credit_lines),
        recognised=started or sheet.fitted or bool(above or crumbs or found.stamped),
        linked=_share_of_links(sheet.lines),
    )


# --- 1: cut --------------------------------------------------------------------------------------------------------


def _cut(lines: Sequence[Line], rules: Rules) -> tuple[list[Line], str, bool]:
    """The lines from the start of the article on, the title above its share line, and whether a start was found."""
    for n, line in enumerate(lines):
        if line.rows:
            continue
        if m := rules.title_above.match(line.text):
            rest = tidy(line.text[m.end() :])
            above = next((x.text for x in reversed(lines[:n]) if not x.rows and x.text), "")
            kept = [replace(line, text=rest)] if rest else []
            return [*kept, *lines[n + 1 :]], above, True
        if rules.start.fullmatch(line.text):
            return list(lines[n + 1 :]), "", True
    return list(lines), "", False


def _without_menus(lines: list[Line]) -> list[Line]:
    """*lines* without runs of three and more that are links and nothing else: menus, lists of related news."""
    kept: list[Line] = []
    run: list[Line] = []
    for line in [*lines, Line("")]:
        if line.linked > 0.8 and not line.rows and not line.heading:
            run.append(line)
            continue
        if len(run) < 3 or any(x.rest is not None for x in run):
            kept.extend(run)
        run = []
        if line.text or line.rows:
            kept.append(line)
    return kept


def _share_of_links(lines: Sequence[Line]) -> float:
    total = sum(len(line.text) + sum(len(c) for row in line.rows for c in row) for line in lines)
    return sum(line.linked * len(line.text) for line in lines) / total if total else 0.0


# --- 2: name -------------------------------------------------------------------------------------------------------


def _name(
    sheet: Sheet, lines: Sequence[Line], rules: Rules, above: str, hint: str
) -> tuple[str, TitleFrom, tuple[str, ...]]:
    """The title, where it came from, and the breadcrumb where one was confirmed by the title."""
    head = [line for line in lines[:HEAD] if line.text]
    crumbs, crumb_title, confirmed = _breadcrumb(head, rules)
    keys = {squash(line.text) for line in head}
    prefixed = next((line.text for line in head[:3] if rules.title_prefix.match(line.text)), "")
    heading = next((line.text for line in head if line.heading and not rules.drop.fullmatch(line.text)), "")
    document = rules.bare_title(sheet.page_title)
    first = next((line.text for line in head if _may_be_title(line.text, rules)), "")
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
        (first, "first line"),
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
        below = squash("".join(x.text for x in head[n + 1 : n + 2]))
        for k in range(1, len(parts)):
            rest = line.text[line.text.index(parts[k], sum(map(len, parts[:k]))) :]
            if below and squash(rest) == below:
                return tuple(parts[:k]), rest, True
        return tuple(parts[:-1]), parts[-1], False
    return (), "", False


def _may_be_title(text: str, rules: Rules) -> bool:
    return (
        len(text) <= LONGEST_TITLE
        and any(c.isalpha() for c in text)
        and not rules.drop.fullmatch(text)
        and squash(text) not in rules.sections
        and not _only_date(text)
        and not _stamp(text, rules)
    )


def _section(found: _Sorted, title: str) -> tuple[str, ...]:
    crumbs = [c for c in found.crumbs if squash(c) not in (squash(title), *_HOME)]
    return tuple(crumbs) or found.section


_HOME = tuple(squash(w) for w in ("Home", "หน้าแรก", "หน้าหลัก"))


# --- 3: sort -------------------------------------------------------------------------------------------------------


def _sort(lines: Sequence[Line], title: str, rules: Rules, found: _Sorted) -> None:
    keys = [squash(line.text) for line in lines]
    wanted = squash(title)
    sections = rules.sections | {squash(c) for c in found.crumbs}
    skip = 0
    cut = False  # a line was taken out just above: what follows it is a new paragraph
    for n, line in enumerate(lines):
        if skip:
            skip -= 1
        elif line.rows:
            found.in_head = False
            found.body.append(line)
        elif rules.end.fullmatch(line.text) and not found.in_head:
            for rest in lines[n:]:
                _take_stamp(rest.text, rules, found)
            break
        elif skip := _repeats(keys, n, wanted, in_head=found.in_head):
            skip -= 1
            cut = True
        elif _taken(line, rules, found) or (keys[n] in sections and not found.in_head):
            cut = True
        else:
            found.in_head = False
            found.body.append(replace(line, gap=True) if cut else line)
            cut = False
    if len(found.body) > 1 and _only_date(found.body[-1].text):  # the day it was written, below the text
        found.header.append(found.body.pop().text)


def _repeats(keys: Sequence[str], at: int, title: str, *, in_head: bool) -> int:
    """How many lines from *at* on say the title once more: in the head it may be broken over up to four lines."""
    if not title or not title.startswith(keys[at]) or not keys[at]:
        return 0
    if keys[at] == title and (in_head or len(title) >= FEW):
        return 1
    joined = keys[at]
    for n in range(1, 4 if in_head else 1):
        if at + n >= len(keys):
            return 0
        joined += keys[at + n]
        if joined == title:
            return n + 1
    return 0


def _taken(line: Line, rules: Rules, found: _Sorted) -> bool:
    """Whether *line* is no body: chrome, or metadata, which is then kept in *found*."""
    text = line.text
    if not any(c.isalnum() for c in text):
        if text.strip("| "):
            found.after_rule = True
        return bool(text.strip("| ")) or found.in_head
    if rules.drop.fullmatch(text) or rules.title_prefix.match(text) or _is_file_label(line):
        return True
    if _take_stamp(text, rules, found):
        return True
    if match_credit(text, rules.credits) or (found.after_rule and _SIGNATURE.fullmatch(text)):
        found.credit_lines.append(text)
        return True
    if _only_date(text) and (found.in_head or not text[0].isalnum()):
        if found.in_head and not found.published:
            found.published = text
        found.header.append(text)
        return True
    return found.in_head and _taken_in_head(text, rules, found)


def _taken_in_head(text: str, rules: Rules, found: _Sorted) -> bool:
    if squash(text) in rules.sections:
        found.section = (text,)
        return True
    return bool(rules.crumbs.fullmatch(text) or _COUNT.fullmatch(text))


def _is_file_label(line: Line) -> bool:
    return line.rest is not None and len(line.rest) <= LABEL


def _stamp(text: str, rules: Rules) -> re.Match[str] | None:
    if len(text) > 200:
        return None
    return next((m for p in rules.stamps if (m := p.fullmatch(text)) and find_dates(text)), None)


def _take_stamp(text: str, rules: Rules, found: _Sorted) -> bool:
    m = _stamp(text, rules)
    if not m:
        return False
    groups = m.groupdict()
    if not found.stamped:
        found.published = groups.get("published") or groups.get("only") or ""
        found.updated = groups.get("updated") or ""
        found.stamped = True
    found.header.append(text)
    return True


def _only_date(text: str) -> bool:
    """Whether *text* is one date with nothing but weekday, clock time and marks around it."""
    if len(text) > SHORT + 60 or not any(c.isdigit() for c in text):
        return False
    bare = text.strip("*_-=.• \u00a0")
    if len(bare) > SHORT:
        return False
    found = find_dates(bare)
    if len(found) != 1 or found[0].inferred:
        return False
    at = found[0].at
    return not _AROUND_DATE.sub("", bare[:at] + " " + bare[at + len(found[0].surface) :])


# --- 5: join -------------------------------------------------------------------------------------------------------


def _join(lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[Table, ...]]:
    paragraphs: list[str] = []
    tables: list[Table] = []
    open_ = False  # the last paragraph may go on
    for line in lines:
        if line.rows:
            tables.append(Table(after=len(paragraphs), rows=line.rows))
            open_ = False
        elif open_ and not line.gap and not _MARKER.match(line.text) and len(paragraphs[-1]) >= LONG // 2:
            paragraphs[-1] += " " + line.text
        elif not paragraphs or paragraphs[-1] != line.text:  # a standfirst set twice
            paragraphs.append(line.text)
            open_ = True
    return tuple(paragraphs), tuple(tables)


def body_text(page: CleanPage) -> str:
    """The body as one text, its paragraphs parted by an empty line."""
    return "\n\n".join(page.paragraphs)
