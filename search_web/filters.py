"""What templates do with values: dates, numbers, marked text, safe links.

Thai pages show Buddhist years, English pages Gregorian ones.
"""

from __future__ import annotations

import hashlib
import html
import re
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from flask import Flask
from markupsafe import Markup, escape

from corpus.records import to_plain
from corpus.thai.dates import thai_date
from corpus.thai.era import BUDDHIST
from search_web.text import Lang, say
from search_web.web import other_language_href, page_lang

Style = Literal["full", "short"]

# What has no language: it takes none in its address.
SAME_IN_BOTH = ("static", "api.", "names_api.", "discovery.", "metrics.")
SPOKEN = ("api.guide",)  # a page all the same
BANGKOK = timezone(timedelta(hours=7))  # Thailand has one time zone and no summer time
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MARK = re.compile(r"(</?mark>)")


def show_day(day: date, lang: Lang, style: Style = "full") -> str:
    """``22 เมษายน 2551`` or ``22 April 2008``; the short style has ``22 เม.ย. 2551`` or ``22 Apr 2008``."""
    if lang == "th":
        return thai_date(day, style)
    name = _ENGLISH_MONTHS[day.month - 1]
    return f"{day.day} {name if style == 'full' else name[:3]} {day.year}"


def show_span(start: date, end: date, lang: Lang) -> str:
    """``22 เมษายน 2551``, ``22–24 เมษายน 2551`` or ``30 เมษายน 2551 – 2 พฤษภาคม 2551``."""
    if start == end:
        return show_day(start, lang)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{show_day(end, lang)}"
    return f"{show_day(start, lang)} – {show_day(end, lang)}"


def show_month(year: int, month: int, lang: Lang) -> str:
    """``เมษายน 2551`` or ``April 2008``; *year* is Gregorian."""
    return show_day(date(year, month, 1), lang).partition(" ")[2]


def show_dated(day: date, told_by: str, lang: Lang, style: Style = "full") -> str:
    """The day of an article; only its month where that is all that is known, because the article is filed under it."""
    shown = show_day(day, lang, style)
    return shown.partition(" ")[2] if told_by == "breadcrumb" else shown


def show_year(buddhist: int, lang: Lang) -> str:
    """The year in the era of the language."""
    return str(buddhist if lang == "th" else buddhist - BUDDHIST)


def show_instant(moment: datetime, lang: Lang) -> str:
    """An instant on Bangkok's clock: ``21 พ.ย. 2569 เวลา 04.00 น.`` or ``21 Nov 2026, 04:00 (UTC+7)``."""
    here = moment.astimezone(BANGKOK)
    if lang == "th":
        return f"{show_day(here.date(), lang, 'short')} เวลา {here:%H.%M} น."
    return f"{show_day(here.date(), lang, 'short')}, {here:%H:%M} (UTC+7)"


def show_number(n: int) -> str:
    """A number with thousands commas."""
    return f"{n:,}"


def show_kind(kind: str, lang: Lang) -> str:
    """The name of a kind of article; a kind that this program does not know is shown as it is."""
    try:
        return say(lang, f"kind_{kind}")
    except KeyError:
        return kind


def marked(snippet: str) -> Markup:
    """A snippet with its ``<mark>`` kept and everything else made text, whatever it holds.

    The engine escapes already; this is the second lock on the same door, so that no archived page can
    ever write into ours. Marks that do not pair are dropped.

    >>> marked("ก <mark>ข</mark> <b>&amp;</b>")
    Markup('ก <mark>ข</mark> &lt;b&gt;&amp;&lt;/b&gt;')
    """
    out: list[Markup] = []
    is_open = False
    for piece in _MARK.split(snippet):
        if piece == "<mark>" and not is_open:
            out.append(Markup("<mark>"))
            is_open = True
        elif piece == "</mark>" and is_open:
            out.append(Markup("</mark>"))
            is_open = False
        elif not _MARK.fullmatch(piece):
            out.append(escape(html.unescape(piece)))
    if is_open:
        out.append(Markup("</mark>"))
    return Markup("").join(out)


def web_address(url: str) -> str | None:
    """*url* where it may stand in a link: a web address with a host; anything else, as ``javascript:``, is None."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def content_lang(article_id: str) -> str:
    """The language of an article as its id tells it: a language twin ends in ``:en``."""
    return "en" if article_id.endswith(":en") else "th"


def register(app: Flask) -> None:
    """Give the templates of *app* the texts in the language of the page, and these functions."""
    version = static_version(Path(app.static_folder or ""))

    @app.context_processor
    def tools() -> dict[str, object]:
        lang = page_lang()
        return {
            "lang": lang,
            "t": partial(say, lang),
            "other_language_href": other_language_href(),
            "static_version": version,
        }

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, object]) -> None:
        silent = endpoint.startswith(SAME_IN_BOTH) and endpoint not in SPOKEN
        if not silent and "lang" not in values and page_lang() == "en":
            values["lang"] = "en"

    for name, show in (("day", show_day), ("dated", show_dated), ("instant", show_instant)):
        app.jinja_env.filters[name] = show
    app.jinja_env.filters.update(number=show_number, marked=marked, content_lang=content_lang, iso=to_plain)


def static_version(folder: Path) -> str:
    """Eight letters that change with the files in *folder*, so that browsers may keep them for long."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]
