"""A sheet of lines → a clean page: chrome off, body, tables and what the page says of itself kept.

1. cut: nothing above the line where a layout says that the article starts, nothing below the one where it ends;
2. name: the title, from the best of several places, and the section from the breadcrumb;
3. sort: each line is chrome (dropped), metadata (kept beside the body) or body, head lines by stricter rules;
4. gather: the residue of tables becomes tables (:mod:`corpus.extract.tables`);
5. join: lines that a hard break cut in two become one paragraph again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.extract.closing import closing_of, is_tags
from corpus.extract.credits import match_credit, read_credits
from corpus.extract.headline import LONGEST_TITLE, TitleFrom, find_name, line_key, only_date, stamp_of
from corpus.extract.joining import join
from corpus.extract.rules import Rules, rules_of
from corpus.extract.sheet import LONG, Line, Sheet, tidy
from corpus.extract.tables import gather
from corpus.records import Credit, Table
from corpus.sites import Layout
from corpus.thai.normalise import squash
from corpus.thai.unreadable import is_lost, without_runs
from corpus.warnings import say

SENTENCE = 130  # characters: a first line that is longer is the lead of a page without a title, and stays in the body
FEW = 8  # characters: a shorter title may recur as a word of its own
LEAST_EXTENDED = 20  # characters of a title that a line can begin with by no chance
_COUNT = re.compile(r"[\d,]{1,9}")
# the press unit that signs below the closing rule: group, division, bureau … of public relations, spokesman, news
_SIGNATURE = re.compile(r"(?:กลุ่ม|กอง|สำนัก|ศูนย์|ฝ่าย|ส่วน|งาน).{0,60}(?:ประชาสัมพันธ์|สารนิเทศ|เผยแพร่|โฆษก|สื่อสาร|ข่าว).{0,60}")
MENU = 3  # links on one line or lines of links one after another: no sentence, no paragraph
LINKED, LINKED_BAR = 0.8, 0.6  # shares of a line that are links; a bar has dividers between them
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
    marks: frozenset[str] = frozenset()  # the line rules of the layout (start, stamp_line) that found their line
    menu: int = 0  # links that stand above the first paragraph, where the article should begin
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sorted:
    """What has been sorted out so far; lives only inside :func:`clean`."""

    body: list[Line] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    credit_lines: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    lost: int = 0
    crumbs: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    stamped: bool = False
    in_head: bool = True
    after_rule: bool = False
    rule: int = 0  # lines of the body above the last dividing rule


def clean(sheet: Sheet, layout: Layout, hint: str = "") -> CleanPage:
    """The clean page of *sheet*, read by *layout*; *hint* is the title that the source gave beside the page."""
    rules = rules_of(layout)
    lines, above, started = _cut(sheet.lines, rules)
    menu = _menu_above(lines)
    lines = _without_menus(lines)
    title, title_from, crumbs = find_name(sheet, lines, rules, above, rules.bare_title(tidy(hint)))
    title = without_runs(title) or title
    found = _Sorted(crumbs=crumbs or sheet.crumbs)
    sentence = title_from == "first line" and len(title) > SENTENCE
    _sort(lines, "" if sentence else title, rules, found)
    _sign(found)
    paragraphs, tables = join(gather(found.body))
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
        credit_lines=(*found.credit_lines, *found.contacts),
        recognised=started or sheet.fitted or bool(above or crumbs or found.stamped),
        marks=frozenset(mark for mark, held in (("start", started), ("stamp_line", found.stamped)) if held),
        menu=menu,
        warnings=(say("question-marks", count=found.lost),) if found.lost else (),
    )


# --- 1: cut --------------------------------------------------------------------------------------------------------


def _cut(lines: Sequence[Line], rules: Rules) -> tuple[list[Line], str, bool]:
    """The lines from the start of the article on, the title above its share line, and whether a start was found."""
    for n, line in enumerate(lines):
        if line.rows:
            continue
        if m := rules.title_above.match(line.text):
            rest = tidy(line.text[m.end() :])
            below = [*([replace(line, text=rest)] if rest else []), *lines[n + 1 :]]
            if above := _title_above(lines[:n], below):
                return below, above, True
            continue
        if rules.start.fullmatch(line.text):
            return list(lines[n + 1 :]), "", True
        if (
            rules.sections
            and line_key(line.text) in rules.sections
            and any(only_date(x.text) for x in lines[n + 2 : n + 3])
        ):
            return list(lines[n:]), "", True  # section, title, date: the menu above names the section too
    return list(lines), "", False


def _title_above(above: Sequence[Line], below: Sequence[Line]) -> str:
    """The last line of *above*, where it can be a title and the text follows in *below*; else an empty string.

    A share label stands below titles on some pages and below articles on others.
    """
    named = [line for line in above if not line.rows and line.text]
    if not named or len(named[-1].text) > LONGEST_TITLE or only_date(named[-1].text):
        return ""
    over, under = _running(named[:-1]), _running(below)
    told = any(line.heading or only_date(line.text) for line in named[:-1])  # a title stands farther above
    return named[-1].text if under > over or not (under or over or told) else ""


def _running(lines: Iterable[Line]) -> int:
    return sum(len(x.text) for x in lines if not x.rows and not x.heading and x.linked < 0.5 and len(x.text) >= LONG)


def _menu_above(lines: Sequence[Line]) -> int:
    """How many links stand above the first line of running text."""
    count = 0
    for line in lines:
        if line.rows or (line.linked < 0.5 and len(line.text) >= LONG and not line.heading):
            break
        count += line.links if line.linked > LINKED_BAR and line.rest is None else 0
    return count


def _without_menus(lines: list[Line]) -> list[Line]:
    """*lines* without menus and lists of related news: lines of three and more links, runs of three and more links."""
    kept: list[Line] = []
    run: list[Line] = []
    for line in [*lines, Line("")]:
        if line.linked > LINKED and not line.rows and not line.heading:
            run.append(line)
            continue
        if len(run) < MENU or any(x.rest is not None for x in run):
            kept.extend(x for x in run if x.links < MENU or x.rest is not None)
        run = []
        bar = line.links >= MENU and line.linked > LINKED_BAR and line.rest is None
        if (line.text and not bar) or line.rows:
            kept.append(line)
    return kept


# --- 3: sort -------------------------------------------------------------------------------------------------------


def _section(found: _Sorted, title: str) -> tuple[str, ...]:
    crumbs = [c for c in found.crumbs if squash(c) not in (squash(title), *_HOME)]
    return tuple(crumbs) or found.section


_HOME = tuple(squash(w) for w in ("Home", "หน้าแรก", "หน้าหลัก"))


def _sort(lines: Sequence[Line], title: str, rules: Rules, found: _Sorted) -> None:
    keys = [line_key(line.text) for line in lines]
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
        elif found.in_head and _extends(keys[n], wanted) and any(len(x.text) >= LONG for x in lines[n + 1 :]):
            found.header.append(line.text)
            cut = True
        elif _taken(line, rules, found) or (keys[n] in sections and not found.in_head):
            cut = True
        elif kept := _readable(line, found):
            found.in_head = False
            found.body.append(replace(kept, gap=True) if cut else kept)
            cut = False
    if len(found.body) > 1 and only_date(found.body[-1].text):  # the day it was written, below the text
        found.header.append(found.body.pop().text)


def _readable(line: Line, found: _Sorted) -> Line | None:
    """*line* without question marks in place of lost characters; None where nothing else is left of it."""
    if "??" not in line.text and not is_lost(line.text):
        return line
    text = "" if is_lost(line.text) else without_runs(line.text)
    found.lost += text != line.text
    return replace(line, text=text) if text else None


def _sign(found: _Sorted) -> None:
    """Take the block that signs the release off the body."""
    closing = closing_of(found.body, found.rule)
    if closing.lines:
        del found.body[-closing.lines :]
        found.credit_lines += closing.units
        found.contacts += closing.contacts


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


def _extends(key: str, title: str) -> bool:
    """Whether a line of the head says the whole title and more: the title as it was before somebody shortened it."""
    return len(title) >= LEAST_EXTENDED and len(key) > len(title) and key.startswith(title)


def _taken(line: Line, rules: Rules, found: _Sorted) -> bool:
    """Whether *line* is no body: chrome, or metadata, which is then kept in *found*."""
    text = line.text
    if not any(c.isalnum() for c in text):
        found.lost += is_lost(text)
        if text.strip("| "):
            found.after_rule, found.rule = True, len(found.body)
        return bool(text.strip("| ")) or found.in_head
    if rules.drop.fullmatch(text) or rules.title_prefix.match(text) or _is_file_label(line) or is_tags(text):
        return True
    if rules.beside.fullmatch(text):
        found.header.append(text)
        return True
    if _take_stamp(text, rules, found):
        return True
    if match_credit(text, rules.credits) or (found.after_rule and _SIGNATURE.fullmatch(text)):
        found.credit_lines.append(text)
        return True
    if only_date(text) and (found.in_head or not text[0].isalnum()):
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


def _take_stamp(text: str, rules: Rules, found: _Sorted) -> bool:
    m = stamp_of(text, rules)
    if not m:
        return False
    groups = m.groupdict()
    if not found.stamped:
        found.published = groups.get("published") or groups.get("only") or ""
        found.updated = groups.get("updated") or ""
        found.stamped = True
    found.header.append(text)
    return True


def body_text(page: CleanPage) -> str:
    """The body as one text, its paragraphs parted by an empty line."""
    return "\n\n".join(page.paragraphs)
