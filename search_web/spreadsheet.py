"""Articles as rows of a CSV file that a spreadsheet opens in Thai and a program reads without surprises.

RFC 4180 with CR LF, in UTF-8 behind a byte order mark, without which Excel takes Thai for the codepage of the machine.
What a page wrote is never run as a formula: a cell that a spreadsheet would calculate gets an apostrophe before it
(OWASP, CSV Injection). A cell has at most the characters that Excel takes; what was cut ends in ``…``, and the last
column names its columns. Days are in ISO form for programs, and beside it in words with ``พ.ศ.``, which no spreadsheet
takes for a day of the common era.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from corpus.records import Article, to_plain
from corpus.thai.dates import thai_date
from corpus.thai.era import BUDDHIST
from corpus.warnings import shown
from search_web.bibliography import shortened
from search_web.filters import show_kind
from search_web.text import Lang, say

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
MOST_UNITS = 32_767  # UTF-16 code units of a cell: Excel, "Total number of characters that a cell can contain"
COLUMNS = (
    "id", "version", "title", "date", "date_be", "year_be", "date_from", "published", "kind", "site", "section",
    "people", "agencies", "provinces", "laws", "event_start", "event_end", "event_place", "body", "tables",
    "attachments", "url", "permalink", "captured", "digest", "lang", "warnings", "shortened",
)  # fmt: skip
BETWEEN = "; "  # values of one cell
# What begins a formula in Excel, LibreOffice or Google Sheets, in its narrow, wide and small forms; with the blanks
# before it that some of them leave out.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA = re.compile(
    r"[\s\u200b-\u200d\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]|[\t\r]"
)


def header(lang: Lang) -> str:
    """The first line of a file, with the byte order mark."""
    return BOM + _line([say(lang, f"column_{name}") for name in COLUMNS])


def row(article: Article, lang: Lang, *, site: str, permalink: str, digest: str) -> str:
    """The line of one article.

    In Thai the kinds, sites and remarks are in words, *site* being the title of the site; in English they are the names
    that programs know, and *site* is its name.
    """
    values = dict(_values(article, lang))
    values |= {"site": site, "permalink": permalink, "digest": digest}
    cut: list[str] = []
    cells: list[str | int] = []
    for name in COLUMNS[:-1]:
        value = values[name]
        if isinstance(value, str):
            value, whole = cell(value)
            cut += [] if whole else [say(lang, f"column_{name}")]
        cells.append(value)
    return _line([*cells, BETWEEN.join(cut)])


def cell(text: str) -> tuple[str, bool]:
    """*text* as a cell, and whether all of it is there.

    Control characters become blanks but for line breaks; a formula becomes text; at most :data:`MOST_UNITS` are kept.

    >>> cell("=1+1"), cell(" ＝1"), cell("ก")
    (("'=1+1", True), ("'＝1", True), ('ก', True))
    """
    kept = _plain(text).strip()
    if is_formula(kept):
        kept = f"'{kept}"
    beyond = sum(c > "\uffff" for c in kept) if len(kept) * 2 > MOST_UNITS else 0  # these take two units
    if len(kept) + beyond <= MOST_UNITS:
        return kept, True
    most = MOST_UNITS
    while (units := most + sum(c > "\uffff" for c in kept[:most])) > MOST_UNITS:
        most -= (units - MOST_UNITS + 1) // 2
    return shortened(kept, most), False


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate a cell with this *text*."""
    return bool(_FORMULA.match(text))


def _plain(text: str) -> str:
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _line(cells: list[str | int] | list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _values(article: Article, lang: Lang) -> Iterator[tuple[str, str | int]]:
    th = lang == "th"
    day, event = article.dated, article.event
    why = article.dated_from
    yield "id", article.id
    yield "version", article.version
    yield "title", article.title
    yield "date", _iso(day)
    yield "date_be", " พ.ศ. ".join(thai_date(day).rsplit(" ", 1)) if day else ""
    yield "year_be", day.year + BUDDHIST if day else ""
    yield "date_from", say(lang, f"from_{why}") if th and why else why
    yield "published", _iso(article.published)
    yield "kind", show_kind(article.kind, lang) if th else article.kind
    yield "section", " › ".join(article.section)
    yield "people", _joined(" ".join(filter(None, (p.title, p.name))) for p in article.people)
    yield "agencies", _joined(a.name for a in article.agencies)
    yield "provinces", _joined(iter(article.provinces))
    yield "laws", _joined(iter(article.laws))
    yield "event_start", _iso(event.start if event else None)
    yield "event_end", _iso(event.end if event else None)
    yield "event_place", (event.place if event else None) or ""
    yield "body", article.body
    yield "tables", len(article.tables)
    yield "attachments", _joined(a.url for a in article.attachments)
    yield "url", article.url
    yield "captured", str(to_plain(article.captured)) if article.captured else ""
    yield "lang", article.lang
    yield "warnings", _joined(shown(w, "th") if th else w for w in article.warnings)


def _joined(values: Iterator[str]) -> str:
    return BETWEEN.join(values)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
