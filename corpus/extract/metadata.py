"""What a page is and when it was published, chosen between candidates, with the reason.

When: the page's own stamp, unless it is plainly one of a migration (over 180 days after the event that the page
tells of). Then the event's date in the lead counts, or the year and month of the breadcrumb where the two disagree
or no date stands in the lead; the stamp is kept beside. A page without a stamp is dated in the same way, but not
published on that day: it does not say when it was. A signed paper is dated by the line that signs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import unquote, urljoin, urlsplit

from corpus.extract.clean import CleanPage
from corpus.extract.document_kinds import MEDIA_TYPES
from corpus.extract.reading import READ_LIMIT
from corpus.extract.sheet import Link, tidy
from corpus.records import TOLD, Attachment, DateMention, Event, Kind, PublishedFrom, Where
from corpus.thai.dates import FoundDate, find_dates, month_number, parse_thai_date, thai_date, year_number
from corpus.thai.era import WEEKDAYS, buddhist_year, is_old_style
from corpus.thai.normalise import fold
from corpus.urls import canonical_url
from corpus.warnings import say

MIGRATED = timedelta(days=180)  # docs/interfaces.md: a stamp later than that tells of a move, not of publication
_THAI, _LATIN = re.compile("[\u0e00-\u0e7f]"), re.compile("[A-Za-z]")
LEAD = 3  # paragraphs in which the date of the event stands
OPENING = 60  # characters from the start of a paragraph in which such a date begins
REACH = 500  # characters of a paragraph that are still its beginning
_ON_THE_DAY = re.compile(r"(?:เมื่อ(?:เช้า|บ่าย)?|ระหว่าง)วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)? ?ที่ ?$")
_OF_A_PAPER = re.compile(r"ลง(?:วันที่)? ?$")  # a letter or order dated …
CLOSING = 20  # paragraphs at the end of a paper among which the one that signs it stands
_PAPERS = re.compile(r"(?:ประกาศ|คำสั่ง|ระเบียบ|ข้อบังคับ|กฎกระทรวง|หนังสือรับรอง)(?!\s{0,9}ณ)")
# announced, ordered, given on the day; without such a word only as a line of its own
_SIGNED = re.compile(
    r"(?:(?:^|(?<=[\n\t ]))(?P<word>ประกาศ|สั่ง|ให้ไว้)[ \t\u00a0]{0,9}|^|(?<=\n))ณ[ \t\u00a0]{0,9}วันที่[ \t\u00a0]{0,9}"
)
_LINE_ENDS = re.compile(r"[ \t\u00a0]{0,9}(?:\n|\Z)")
_BEFORE_NAME = re.compile(
    r"[ \t\u00a0]{0,40}(?:\n|\Z"
    r"|\(?(?:ลงชื่อ|ลงนาม|นาย|นาง|น\.ส\.|พล|พัน|ร้อย|ดร\.|(?:ผู้ช่วย|รอง)?ศาสตราจารย์|หม่อม|คุณหญิง))"
)
NEAR_CRUMB = timedelta(days=62)  # an event and the month it is filed under lie no further apart
# procurement: purchase, tender, reference price; job: vacancies, competitive examinations and their lists;
# knowledge: strategy pages, articles, manuals; announcement: announcements, orders
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (
        re.compile(
            r"จัดซื้อ|จัดจ้าง|ประกวดราคา|สอบราคา|เสนอราคา|ราคากลาง|ประกาศจ้าง|ประกาศซื้อ|จ้าง(?:เหมา|ที่ปรึกษา|ผลิต)"
            r"|e-?bidding|procurement",
            re.I,
        ),
        "procurement",
    ),
    (re.compile(r"รับสมัคร(?:งาน|บุคคล|สอบ|คัดเลือก|พนักงาน)|สอบแข่งขัน|ผู้มีสิทธิ(?:เข้ารับการ)?สอบ|ตำแหน่งงาน|vacanc", re.I), "job"),
    (re.compile(r"ความรู้|บทความ|ประเด็นยุทธศาสตร์|ยุทธศาสตร์ปี|คู่มือ|knowledge", re.I), "knowledge"),
    (re.compile(r"ประกาศ|คำสั่ง|แจ้ง|announcement", re.I), "announcement"),
)
# How the title of an official paper opens: announcement, order, notice, vacancy, tender, manual. ประกาศ as a verb of
# news (prizes, intentions, honours, measures, ประกาศแล้ว!) and แจ้ง to the public ("tell") are none.
_OFFICIAL = re.compile(
    r"ประกาศ(?! ?(?:ผล(?:การ)?(?:รางวัล|ตัดสิน|ประกวด)|เจตน|เกียรติ|ความ|ชัย|นโยบาย|แผน|ใช้|แล้ว|แนวทาง|มาตรการ|ชัด|จุดยืน|พร้อม|ให้"
    r"|เปิด|เดินหน้า|ปรับ|ขึ้น|ลด|ห้าม|เตือน|วาระ|สงคราม|สนับสนุน|ยกระดับ|ศักดา))"
    r"|คำสั่ง|แจ้ง(?=เวียน|กำหนด|ผล|เปลี่ยน|ปิด|เลื่อน|ยกเลิก|ประกาศ|การ)|รับสมัคร|(?:บัญชี)?รายชื่อผู้(?:มีสิทธิ|ผ่าน|สมัคร)"
    r"|ประกวดราคา|สอบราคา|ราคากลาง|เผยแพร่(?:แผน|ราคากลาง)|แผน(?:การ)?จัดซื้อ|ผู้ชนะ(?:การ)?(?:เสนอ|ประกวด)|จัดซื้อ|จัดจ้าง"
    r"|จ้าง(?:เหมา|ที่ปรึกษา)|ร่าง(?:ขอบเขต|ประกาศ|เอกสารประกวด)|ขอบเขตของงาน|สรุปผล(?:การ)?(?:ดำเนินการ)?(?:จัดซื้อ|จัดจ้าง)|คู่มือ"
    r"|Announcement|Invitation to bid"
)


@dataclass(frozen=True, slots=True)
class Published:
    """The day of a page and why we say so; ``stamp`` is what the page itself gives."""

    day: date | None
    why: PublishedFrom
    stamp: date | None
    updated: date | None
    warnings: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        """Whether the day is that of the publication: the page or its source gives one, were it a migration stamp."""
        return self.day is not None and (self.stamp is not None or self.why not in TOLD)


def judge_dates(page: CleanPage, event: date | None = None, hint: str = "") -> Published:
    """Stamp, publication and last change of *page*.

    *event* is the day of the main happening where one was found, *hint* the date that the source gave beside the page.
    """
    stamp = parse_thai_date(page.published) if page.published else None
    updated = parse_thai_date(page.updated) if page.updated else None
    why: PublishedFrom = "stamp" if page.stamped else "header"
    if stamp is None and hint:
        stamp, why = parse_thai_date(hint), "import"
    if stamp and not page.stamped:
        return Published(stamp, why, stamp, updated)  # a date line under the title is never of a migration
    day, day_from = event_day(page.paragraphs, page.section, event, page.title)
    if stamp is None:
        return Published(day, day_from if day else "", None, updated)
    if day is None:
        return Published(stamp, why, stamp, updated, _stale(page, stamp))
    if stamp - day <= MIGRATED:
        return Published(stamp, why, stamp, updated)
    months = round((stamp - day).days / 30.44)
    return Published(day, day_from, stamp, updated or stamp, (say("stamp", months=months),))


def event_day(
    paragraphs: Sequence[str], section: Sequence[str], event: date | None, title: str = ""
) -> tuple[date | None, PublishedFrom]:
    """When what a page tells of was, by its lead, its signature or the month it is filed under, and which said so.

    *event* is the day of the main happening where one was found.
    """
    lead, why = _told_day(paragraphs, event, title)
    filed = _filed(section)
    if filed is None:
        return lead, why
    if lead and filed - NEAR_CRUMB <= lead <= filed + NEAR_CRUMB:
        return lead, why
    for found in _days_in(paragraphs):
        if (found.start.year, found.start.month) == (filed.year, filed.month):
            return found.start, "lead"
    return filed, "breadcrumb"


def _told_day(paragraphs: Sequence[str], event: date | None, title: str) -> tuple[date | None, PublishedFrom]:
    """The day that the text gives: the closing line dates a paper; of other pages it is asked last."""
    if paper := _paper_day(paragraphs):
        return paper, "lead"
    signed = _signed_day(paragraphs)
    is_paper = any(_PAPERS.match(text) for text in (title, *paragraphs[:LEAD]))
    if signed and is_paper:
        return signed, "signed"
    lead = event or _lead_day(paragraphs)
    return (lead, "lead") if lead or not signed else (signed, "signed")


def _signed_day(paragraphs: Sequence[str]) -> date | None:
    """The date of the line that closes a signed paper, ``ประกาศ ณ วันที่ …``: alone on its line or before a name.

    The same words in a sentence (``… ประกาศ ณ วันที่ … และ``) or in a row of a table are of some other paper.
    """
    for paragraph in reversed(paragraphs[-CLOSING:]):
        for opening in _SIGNED.finditer(paragraph):
            found = next(iter(find_dates(paragraph[opening.end() : opening.end() + OPENING])), None)
            if not found or found.at or found.precision != "day" or found.start != found.end:
                continue
            behind = _BEFORE_NAME if opening["word"] else _LINE_ENDS
            if behind.match(paragraph, opening.end() + len(found.surface)):
                return found.start
    return None


def _paper_day(paragraphs: Sequence[str]) -> date | None:
    """The date of a page that is an announcement or order itself: ``ประกาศ… ลงวันที่ …``, "dated"."""
    opening = paragraphs[0][:REACH] if paragraphs else ""
    if not opening.startswith(("ประกาศ", "คำสั่ง")):
        return None
    dated = (f for f in find_dates(opening) if _OF_A_PAPER.search(opening[max(0, f.at - 12) : f.at]))
    return next((f.start for f in dated if f.precision == "day"), None)


def _lead_day(paragraphs: Sequence[str]) -> date | None:
    """The first full date of the lead that opens a paragraph or follows ``เมื่อวันที่``, "on the day"."""
    for paragraph in paragraphs[:LEAD]:
        for found in find_dates(paragraph[:REACH]):
            before = paragraph[max(0, found.at - 30) : found.at]
            opens = found.at <= OPENING or _ON_THE_DAY.search(before)
            if found.precision == "day" and opens and not _OF_A_PAPER.search(before):
                return found.start
    return None


def _days_in(paragraphs: Sequence[str]) -> Iterator[FoundDate]:
    for paragraph in paragraphs:
        yield from (f for f in find_dates(paragraph) if f.precision == "day")


def _filed(section: Sequence[str]) -> date | None:
    """The month that a page is filed under: ``… / ปี 2551 / เมษายน``."""
    for year, month in pairwise(section):
        y, m = year_number(year), month_number(month)
        if y and m:
            return date(y, m, 1)
    return None


def _stale(page: CleanPage, stamp: date) -> tuple[str, ...]:
    """A word of doubt where every day that the text names lies far before the stamp."""
    days = [f.end for f in _days_in(page.paragraphs)]
    if len(days) < 2 or stamp - max(days) <= MIGRATED:
        return ()
    months = round((stamp - max(days)).days / 30.44)
    return (say("stale", months=months),)


def named_day(event: Event | None, dates: Sequence[DateMention]) -> date | None:
    """The first day of *event*, where the page names it with its year and not only its month."""
    for mention in dates:
        if event and mention.start == event.start and not mention.inferred and mention.surface[:1].isdigit():
            return mention.start
    return None


def mentions(
    where: Where, text: str, anchor: date | None, never: list[str] | None = None
) -> Iterator[tuple[DateMention, tuple[str, ...]]]:
    """Every date of *text*, each with what is odd about it. ``at`` is set for title and body only.

    To *never* are added the characters of dates that never were, which are none of them.

    Read up to :data:`corpus.extract.reading.READ_LIMIT` characters, as for names.
    """
    for found in find_dates(text[:READ_LIMIT], anchor, never):
        mention = DateMention(
            surface=found.surface,
            start=found.start,
            end=found.end,
            inferred=found.inferred,
            at=found.at if where in ("title", "body") else -1,
            where=where,
            days=found.days,
        )
        yield mention, tuple(_oddities(found))


def _oddities(found: FoundDate) -> Iterator[str]:
    for day, said in found.contradictions:
        yield say("weekday", said=WEEKDAYS[said], day=thai_date(day), is_=WEEKDAYS[day.weekday()])
    if is_old_style(found.start) and str(buddhist_year(found.start)) in fold(found.surface):
        yield say("old-style", surface=" ".join(found.surface.split()), day=found.start.isoformat())


def kind_of(section: Sequence[str], title: str) -> Kind:
    """What kind of page this is, by its section; by its title where that opens as such a page does.

    A section of announcements holds tenders and vacancies too: there the title decides.
    """
    filed = _kind_in(" ".join(section))
    titled = _kind_in(title) if _OFFICIAL.match(title) else None
    return (titled if filed == "announcement" else None) or filed or titled or "news"


def _kind_in(text: str) -> Kind | None:
    return next((kind for pattern, kind in _KINDS if text and pattern.search(text)), None)


def language(text: str) -> str:
    """``th`` or ``en``, by the letters; a Thai page may hold a good deal of English.

    >>> language("ระบบ PMQA 4.0"), language("The Commission met in ปทุมธานี on Monday to hear the report.")
    ('th', 'en')
    """
    thai, latin = len(_THAI.findall(text)), len(_LATIN.findall(text))
    return "en" if latin > 4 * thai else "th"


def attachments(links: Sequence[Link], page_url: str, patterns: Sequence[str]) -> tuple[Attachment, ...]:
    """The documents among *links*, by the site's patterns; each address once, links that are no addresses left out."""
    found: dict[str, Attachment] = {}
    for link in links:
        if not any(re.search(p, text, re.I) for p in patterns for text in (link.href, link.text)):
            continue
        try:
            url = canonical_url(urljoin(page_url, link.href))
        except ValueError:  # javascript:, a broken address: nothing to fetch
            continue
        name = tidy(unquote(urlsplit(url).path.rpartition("/")[2]))
        if name.rpartition(".")[2].lower() not in MEDIA_TYPES:  # /file/reader/…: the link's words name the file
            name = link.text or name
        ending = name.rpartition(".")[2].lower()
        found.setdefault(
            url, Attachment(url=url, filename=name, media_type=MEDIA_TYPES.get(ending, "application/octet-stream"))
        )
    return tuple(found.values())
