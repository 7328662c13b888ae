"""What a page is and when it was published, chosen between candidates, with the reason.

When: the page's own stamp, unless it is plainly one of a migration (over 180 days after the event that the page
tells of). Then the event's date in the lead counts, or the year and month of the breadcrumb where the two disagree
or no date stands in the lead; the stamp is kept beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import unquote, urljoin, urlsplit

from corpus.extract.clean import CleanPage
from corpus.extract.sheet import Link, tidy
from corpus.records import Attachment, DateMention, Kind, PublishedFrom, Where
from corpus.thai.dates import FoundDate, find_dates, month_number, parse_thai_date, thai_date, year_number
from corpus.thai.era import WEEKDAYS
from corpus.urls import canonical_url

MIGRATED = timedelta(days=180)  # docs/interfaces.md: a stamp later than that tells of a move, not of publication
LEAD = 3  # paragraphs in which the date of the event stands
OPENING = 60  # characters from the start of a paragraph in which such a date begins
NEAR_CRUMB = timedelta(days=62)  # an event and the month it is filed under lie no further apart
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
}
# procurement: purchase, tender, reference price; job: vacancies, competitive examinations and their lists;
# knowledge: strategy pages, articles, manuals; announcement: announcements, orders
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"จัดซื้อ|จัดจ้าง|ประกวดราคา|สอบราคา|ราคากลาง|e-?bidding|procurement", re.I), "procurement"),
    (re.compile(r"รับสมัคร(?:งาน|บุคคล|สอบ|คัดเลือก|พนักงาน)|สอบแข่งขัน|ผู้มีสิทธิ(?:เข้ารับการ)?สอบ|ตำแหน่งงาน|vacanc", re.I), "job"),
    (re.compile(r"ความรู้|บทความ|ประเด็นยุทธศาสตร์|ยุทธศาสตร์ปี|คู่มือ|knowledge", re.I), "knowledge"),
    (re.compile(r"ประกาศ|คำสั่ง|announcement", re.I), "announcement"),
)


@dataclass(frozen=True, slots=True)
class Published:
    """When a page was published and why we say so; ``stamp`` is what the page itself gives."""

    day: date | None
    why: PublishedFrom
    stamp: date | None
    updated: date | None
    warnings: tuple[str, ...] = ()


def judge_dates(page: CleanPage, hint: str = "") -> Published:
    """Stamp, publication and last change of *page*; *hint* is the date its source gave beside it."""
    stamp = parse_thai_date(page.published) if page.published else None
    updated = parse_thai_date(page.updated) if page.updated else None
    why: PublishedFrom = "stamp" if page.stamped else "header"
    if stamp is None and hint:
        stamp, why = parse_thai_date(hint), "import"
    event, event_from = _event_day(page)
    if stamp is None:
        return Published(event, event_from if event else "", None, updated)
    if not page.stamped or (event and stamp - event <= MIGRATED):
        return Published(stamp, why, stamp, updated)  # a date line under the title is never of a migration
    if event is None:
        return Published(stamp, why, stamp, updated, _stale(page, stamp))
    months = round((stamp - event).days / 30.44)
    return Published(event, event_from, stamp, updated or stamp, (f"publish stamp {months} months after the event",))


def _event_day(page: CleanPage) -> tuple[date | None, PublishedFrom]:
    lead = _lead_day(page)
    filed = _filed(page.section)
    if filed and not (lead and filed - NEAR_CRUMB <= lead <= filed + NEAR_CRUMB):
        return filed, "breadcrumb"
    return lead, "lead"


def _lead_day(page: CleanPage) -> date | None:
    """The first full date that opens one of the first paragraphs."""
    for paragraph in page.paragraphs[:LEAD]:
        for found in find_dates(paragraph[: OPENING + 40]):
            if found.at <= OPENING and found.precision == "day":
                return found.start
    return None


def _filed(section: Sequence[str]) -> date | None:
    """The month that a page is filed under: ``… / ปี 2551 / เมษายน``."""
    for year, month in pairwise(section):
        y, m = year_number(year), month_number(month)
        if y and m:
            return date(y, m, 1)
    return None


def _stale(page: CleanPage, stamp: date) -> tuple[str, ...]:
    """A word of doubt where every day that the text names lies far before the stamp."""
    days = [f.end for p in page.paragraphs for f in find_dates(p) if f.precision == "day"]
    if len(days) < 2 or stamp - max(days) <= MIGRATED:
        return ()
    months = round((stamp - max(days)).days / 30.44)
    return (f"publish stamp {months} months after the last date in the text",)


def mentions(where: Where, text: str, anchor: date | None) -> Iterator[tuple[DateMention, str]]:
    """Every date of *text*, each with a warning or an empty one. ``at`` is set for title and body only."""
    for found in find_dates(text, anchor):
        mention = DateMention(
            surface=found.surface,
            start=found.start,
            end=found.end,
            inferred=found.inferred,
            at=found.at if where in ("title", "body") else -1,
            where=where,
        )
        yield mention, _contradiction(found)


def _contradiction(found: FoundDate) -> str:
    if not found.weekday_contradicts or found.weekday is None:
        return ""
    said, is_ = WEEKDAYS[found.weekday], WEEKDAYS[found.start.weekday()]
    return f"the page says วัน{said} for {thai_date(found.start)}, which is a วัน{is_}"


def kind_of(section: Sequence[str], title: str) -> Kind:
    """What kind of page this is, by its section; by its title only where that opens as an announcement does."""
    for text in (" ".join(section), title if title.startswith(("ประกาศ", "คำสั่ง", "Announcement")) else ""):
        for pattern, kind in _KINDS:
            if text and pattern.search(text):
                return kind
    return "news"


def language(text: str) -> str:
    """``th`` or ``en``, by the letters; a Thai page may hold a good deal of English.

    >>> language("ระบบ PMQA 4.0"), language("The Commission met in ปทุมธานี on Monday to hear the report.")
    ('th', 'en')
    """
    thai = sum("\u0e00" <= c <= "\u0e7f" for c in text)
    latin = sum("a" <= c <= "z" or "A" <= c <= "Z" for c in text)
    return "en" if latin > 4 * thai else "th"


def attachments(links: Sequence[Link], page_url: str, patterns: Sequence[str]) -> tuple[Attachment, ...]:
    """The documents among *links*, by the site's patterns; each address once, links that are no addresses left out."""
    found: dict[str, Attachment] = {}
    for link in links:
        if not any(re.search(p, link.href, re.I) for p in patterns):
            continue
        try:
            url = canonical_url(urljoin(page_url, link.href))
        except ValueError:  # javascript:, a broken address: nothing to fetch
            continue
        name = tidy(unquote(urlsplit(url).path.rpartition("/")[2]))
        ending = name.rpartition(".")[2].lower()
        filename = name if ending in MEDIA_TYPES else link.text or name
        found.setdefault(
            url, Attachment(url=url, filename=filename, media_type=MEDIA_TYPES.get(ending, "application/octet-stream"))
        )
    return tuple(found.values())
