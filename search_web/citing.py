"""An article in the words of a reference list: the Thai style and APA 7, as texts to copy.

Thai: the form that Thai universities teach after APA 7, with the year of the Buddhist era first: ``หน่วยงาน. (2551, 22
เมษายน). ชื่อเรื่อง. ชื่อเว็บไซต์. ที่อยู่``, ม.ป.ป. (no date of publication shown) for n.d., square brackets around a day that
the page does not give for its publication (``([2551, 22 เมษายน])``). APA: Publication Manual, 7th edition,
section 10.16 (webpages and websites), 9.14 for the date, 9.49 for works without an author. Both end with the archived
version that was read, because pages of agencies move and change. A site that is its own author is not named twice
(section 10.16). BibTeX and RIS: :mod:`search_web.bibliography`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.thai.dates import thai_date
from search_web.bibliography import Reference
from search_web.filters import show_day

_STOPS = (".", "?", "!", "…")


def thai_style(ref: Reference, site: str, *, author: str) -> str:
    """The reference in Thai; *site* is the title of the website in Thai, *author* who issued the page, or empty."""
    kept = f"ฉบับที่เก็บ {ref.version}"
    kept += f" เมื่อ {thai_date(ref.seen, 'full')}" if ref.seen else ""
    where = [part for part in (ref.url, f"({kept}: {ref.copy})") if part]
    return _joined(author, f"({_thai_day(ref)})", ref.title, site, where)


def apa_style(ref: Reference, site: str, *, author: str) -> str:
    """The reference in APA 7; *site* is the title of the website in English, *author* who issued the page, or empty."""
    kept = f"Archived as version {ref.version}"
    kept += f" on {_english_day(ref.seen)}" if ref.seen else ""
    where = [part for part in (ref.url, f"({kept}: {ref.copy})") if part]
    return _joined(author, f"({_apa_day(ref)})", ref.title, site, where)


def _joined(author: str, day: str, title: str, site: str, where: Sequence[str]) -> str:
    """Author, date, title, site and address as a reference has them; without an author the title comes first."""
    first = [_stopped(author), _stopped(day), _stopped(title)] if author else [_stopped(title), _stopped(day)]
    named = [_stopped(site)] if site and site != author else []
    return " ".join([*first, *named, *where])


def _stopped(text: str) -> str:
    return text if text.endswith(_STOPS) else f"{text}."


def _thai_day(ref: Reference) -> str:
    if ref.day is None:
        return "ม.ป.ป."
    number, month, year = thai_date(ref.day, "full").split(" ")
    return _bracketed(f"{year}, {month}" if ref.of_month else f"{year}, {number} {month}", ref)


def _apa_day(ref: Reference) -> str:
    if ref.day is None:
        return "n.d."
    number, month, year = show_day(ref.day, "en").split(" ")
    return _bracketed(f"{year}, {month}" if ref.of_month else f"{year}, {month} {number}", ref)


def _bracketed(day: str, ref: Reference) -> str:
    return f"[{day}]" if ref.supplied else day


def _english_day(day: date) -> str:
    number, month, year = show_day(day, "en").split(" ")
    return f"{month} {number}, {year}"
