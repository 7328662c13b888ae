"""How well a page fits the layout that its address names: what the layout names and the page lacks, what is doubtful.

A site that is redesigned keeps its addresses and answers 200; what its pages are then read as can look like an
article. So each page of a known layout is asked for the signs that the layout names:

======================================  ===============================================================
``title``, ``main``, ``published``      the selector finds an element that says something
``start``, ``stamp_line``               the line rules (``body_start`` or ``title_above``; the stamp) match
``single``                              there is one article, not several
``clear``                               no menu stands between the beginning of the article and its text
``whole``                               the text does not break off with a link to read on
``text``                                there is text, not only a title over pictures or documents
``language``                            the text is in the language that the address names
``article``                             there is an article at all
``own``, ``heading``, ``alike``         the text, the title, the paragraphs gained are not those of many articles
``date``, ``length``                    the date is what it was, the text about as long
======================================  ===============================================================

The last two rows are what a page alone does not tell: :mod:`corpus.storing` asks it of the pages of a whole crawl.
A page that lacks more of the first two rows than it has does not fit. It is still an article where the result is above
doubt; :mod:`corpus.drift` looks at the pages of a whole run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.extract.clean import CleanPage
from corpus.extract.headline import only_date
from corpus.extract.metadata import language
from corpus.extract.rules import rules_of
from corpus.extract.sheet import LONG, Sheet
from corpus.records import Article, Rejected
from corpus.sites import Layout, Site
from corpus.thai.normalise import squash

LEAST_BODY = 100  # letters of a page that does not fit: less is as likely a notice as news
MOST_MENU = 5  # links above the text; a line of tags or of sharing has fewer
SHORT_BODY = 600  # letters: a teaser is shorter
TEASER = 60  # characters at the beginning by which a shortened text is known
SAID_TWICE = 0.6  # share of different paragraphs
CUT = 2  # an article that is no more than the beginning of what it was, and so many times shorter, is a teaser
SHRUNK = 4  # one that is so many times shorter than it was, or than those of its layout are, is none whatever it says
MOST_OF_IT = 0.8  # share of the page's running text that an article should hold where no rule says what it holds
MANY_LEAKS = 6  # the same on one that fits, where links can stand in paragraphs of their own
_READ_ON = re.compile(
    r"(?:คลิก)?(?:เพื่อ)?อ่าน(?:ต่อ|เพิ่มเติม|ทั้งหมด|รายละเอียด).{0,20}|(?:Read|See) more.{0,20}|Continue reading.{0,60}",
    re.I,
)
_BREAKS_OFF = re.compile(r"(?:\.{3}|…|\[\u2026\])\s*(?:\]|»|>)?$")
_MENU_WORDS = re.compile(
    r"(?:หน้าหลัก|หน้าแรก|เกี่ยวกับ(?:เรา|หน่วยงาน)|ติดต่อ(?:เรา|สอบถาม)?|ค้นหา|เข้าสู่ระบบ|สมัครสมาชิก|แผนผังเว็บไซต์|ผังเว็บไซต์|"
    r"ข่าวสาร|บริการ|เมนู(?:หลัก)?|ก่อนหน้า|ถัดไป|ลิขสิทธิ์.{0,80}|นโยบาย(?:เว็บไซต์|ความเป็นส่วนตัว|คุกกี้)|ยอมรับ(?:ทั้งหมด)?|ปฏิเสธ|"
    r"home|about(?: us)?|contact(?: us)?|search|log ?in|sign in|register|menu|services?|sitemap|privacy policy|"
    r"accept(?: all)?|reject(?: all)?|copyright.{0,80}|loading.{0,3}|กำลังโหลด.{0,12})",
    re.I,
)
# a site that speaks of its own cookies and asks for consent; news on the law of personal data speaks of others
_CONSENT = re.compile(
    r"(?:เว็บไซต์(?:ของเรา|นี้|ของ)?|เรา|หน่วยงาน).{0,60}ใช้(?:งาน)?คุกกี้.{0,200}(?:ยอมรับ|ยินยอม|นโยบาย|ตั้งค่า)|"
    r"\b(?:we|this (?:web)?site)\b.{0,40}\buses? cookies.{0,200}(?:accept|agree|consent|policy|settings)",
    re.I,
)
NOTICE = 400  # characters: a notice on cookies is shorter
_CONTACT = re.compile(r"โทร(?:\.|ศัพท์|สาร)|\b(?:tel|fax|call center)\b|@[\w-]+\.[\w.]+", re.I)
_NUMBER = re.compile(r"[\d,.]{1,12}")

# The signs that a layout can name, and the rules of it that they rest on.
SIGNS = {
    "title": ("title",),
    "main": ("main",),
    "published": ("published",),
    "start": ("body_start", "title_above"),
    "stamp_line": ("stamp_line",),
}

HELD = "not yet taken for news"  # how the reason of a page that is held back ends
WAITING = ("text", "language", "clear")  # an article that lacks these waits for the end of the run: do others too?
_HELD = re.compile(rf"\(no ([a-z_, ]+)\); .* {HELD}")


@dataclass(frozen=True, slots=True)
class Fit:
    """What one page has and lacks of its layout. ``doubt`` says why no article should be made of it, or is empty."""

    layout: str = ""
    lacks: tuple[str, ...] = ()
    doubt: str = ""

    def refused(self, rejected: Rejected) -> Rejected:
        """*rejected* with what is known of its layout."""
        if not self.layout:
            return rejected
        lacks = tuple(dict.fromkeys((*self.lacks, "article")))
        return Rejected(url=rejected.url, stage=rejected.stage, reason=rejected.reason, layout=self.layout, lacks=lacks)


NO_LAYOUT = Fit()  # nothing is known of how the page should look


def names(layout: Layout) -> tuple[str, ...]:
    """The signs that *layout* names: its selectors and line rules."""
    return tuple(sign for sign, keys in SIGNS.items() if any(getattr(layout, key) for key in keys))


def assumed(layout: Layout) -> tuple[str, ...]:
    """The signs that *layout* names and nobody has seen: all the rules that they rest on are assumed."""
    return tuple(
        sign for sign in names(layout) if all(key in layout.assumed for key in SIGNS[sign] if getattr(layout, key))
    )


def fit_of(layout: Layout, sheet: Sheet, first: CleanPage, page: CleanPage, url: str, site: Site | None) -> Fit:
    """How the page at *url* fits *layout*: *first* is what the layout made of it, *page* what was taken in the end."""
    named = names(layout)
    marks = sheet.marks | first.marks
    lacks = [sign for sign in named if sign not in marks]
    fits = first.recognised and 2 * len(lacks) <= len(named)
    body = " ".join(page.paragraphs)
    held = bool({"main", "start"} & marks)
    others = {
        "single": _articles(layout, sheet, page) == 1,
        "clear": not held or first.menu < MOST_MENU,
        "whole": not _breaks_off(sheet, page),
        "text": bool(body or page.tables),
        "language": not body or language(f"{page.title} {body[:4000]}") == _language_of(url),
    }
    lacks += [sign for sign, has in others.items() if not has]
    doubts = (*_always_doubtful(sheet, page, lacks), *(() if fits else _doubtful(sheet, page, site)))
    return Fit(layout.name, tuple(lacks), _reason(layout, named, lacks, doubts[0], fits=fits) if doubts else "")


def held(article: Article, lost: Sequence[str]) -> Rejected:
    """Why a capture is neither a new version of its article nor, where it has none yet, an article: what it *lost*."""
    return Rejected(
        url=article.url,
        stage="clean",
        reason=f"the page does not fit the layout {article.layout} as others do (no {', '.join(lost)});"
        f" it is kept in the archive and {HELD}",
        layout=article.layout,
        lacks=tuple(lost),
    )


def lost_signs(before: Article | None, now: Article) -> tuple[str, ...]:
    """What *before* had of its layout and *now* lacks; empty where nothing speaks against a new version.

    A page that is new lost what no single page says for certain.
    """
    if not now.layout or (before and before.layout != now.layout):
        return ()
    if before is None:
        return tuple(sign for sign in WAITING if sign in now.lacks)
    if lost := tuple(sign for sign in now.lacks if sign not in before.lacks):
        return lost
    if _is_cut(before.body, now.body):
        return ("whole",)
    if before.published and now.dated and before.published != now.dated:
        return ("date",)
    return ("length",) if SHRUNK * len(now.body) < len(before.body) and not holds_more(now) else ()


def holds_more(article: Article) -> bool:
    """Whether an article says something beside its text: a short one with a table or documents is no less for it."""
    return bool(article.tables or article.attachments)


def _is_cut(before: str, now: str) -> bool:
    """Whether *now* is the beginning of *before* and no more than half of it: a teaser, or nothing."""
    start = now.rstrip(" .\u2026]")[:TEASER]
    return CUT * len(now) < len(before) and before.startswith(start)


def lost_in(reason: str) -> tuple[str, ...]:
    """The signs that a reason of :func:`held` names; empty for any other reason."""
    found = _HELD.search(reason)
    return tuple(found[1].split(", ")) if found else ()


def _reason(layout: Layout, named: tuple[str, ...], lacks: list[str], doubt: str, *, fits: bool) -> str:
    missing = ", ".join(sign for sign in lacks if sign in named)
    without = "" if fits else f" (no {missing})"
    return f"the page does not fit the layout {layout.name}{without}: {doubt}; it is kept in the archive"


def _always_doubtful(sheet: Sheet, page: CleanPage, lacks: list[str]) -> Iterator[str]:
    """What makes any page doubtful, though its layout is there."""
    if "single" in lacks:
        yield "it holds more than one article"
    if "whole" in lacks:
        yield "its text breaks off with a link to read on"
    if sheet.framed and _letters(page) < LEAST_BODY:
        yield "its text stands in a frame, on another page"
    leaks = sum(_leaks(sheet, page))
    if leaks >= MANY_LEAKS and leaks * 2 > len(page.paragraphs):
        yield "its text is a menu"
    if any(len(p) < NOTICE and _CONSENT.search(p) for p in (page.title, *page.paragraphs[:2])):
        yield "its text begins with a notice on cookies"
    if page.title_from == "share" and "title" in sheet.marks and squash(sheet.title) != squash(page.title):
        yield "it has two titles"


def _doubtful(sheet: Sheet, page: CleanPage, site: Site | None) -> Iterator[str]:
    """What makes a page doubtful where most of its layout is missing."""
    if _letters(page) < LEAST_BODY and not page.tables:
        yield "hardly any text was found"
    if not page.title or page.title_from in ("", "first line"):
        yield "no title was found"
    if site and squash(page.title) in {squash(name) for name in (site.title_th, site.title_en)}:
        yield "its title is the name of the site"
    if any(_leaks(sheet, page)) or any(_strays(page)):
        yield "what stands around articles stands in its text"
    if any(len(p) < NOTICE and _CONSENT.search(p) for p in page.paragraphs):
        yield "a notice on cookies stands in its text"
    if coverage(sheet, page) < MOST_OF_IT:
        yield "part of its text was not found"


def _leaks(sheet: Sheet, page: CleanPage) -> Iterator[bool]:
    """For each paragraph whether it is an entry of a menu: the words of a link, or what menus say everywhere."""
    linked = {squash(link.text) for link in sheet.links}
    for paragraph in page.paragraphs:
        yield len(paragraph) < LEAST_BODY and (bool(_MENU_WORDS.fullmatch(paragraph)) or squash(paragraph) in linked)


def _articles(layout: Layout, sheet: Sheet, page: CleanPage) -> int:
    """How many articles the page seems to hold, by elements, by the lines that stand around one, by text said twice."""
    found = sheet.rivals
    rules = rules_of(layout)
    for pattern in (rules.start, re.compile(layout.stamp_line or "(?!)")):
        found = max(found, sum(bool(pattern.fullmatch(line.text)) for line in sheet.lines))
    long = [p for p in page.paragraphs if len(p) >= LONG]
    return max(found, 2) if len(long) >= 4 and len(set(long)) <= SAID_TWICE * len(long) else found


def _strays(page: CleanPage) -> Iterator[bool]:
    """For each paragraph whether it is the title again, a date, a counter or an address of the office."""
    for paragraph in page.paragraphs:
        short = len(paragraph) < LEAST_BODY
        yield (
            squash(page.title).startswith(squash(paragraph))
            or bool(short and (_NUMBER.fullmatch(paragraph) or _CONTACT.search(paragraph)))
            or only_date(paragraph)
        )


def coverage(sheet: Sheet, page: CleanPage) -> float:
    """The share of the page's lines of running text that stand in the article."""
    taken = squash(" ".join(page.paragraphs))
    running = [squash(x.text) for x in sheet.lines if not x.rows and x.linked < 0.5 and len(x.text) >= LONG]
    running = [text for text in running if text != squash(page.title)]
    total = sum(map(len, running))
    return sum(len(text) for text in running if text in taken) / total if total else 1.0


def _breaks_off(sheet: Sheet, page: CleanPage) -> bool:
    if _letters(page) >= SHORT_BODY or not page.paragraphs:
        return False
    reads_on = any(_READ_ON.fullmatch(line.text) for line in sheet.lines)
    return reads_on and (len(page.paragraphs) == 1 or bool(_BREAKS_OFF.search(page.paragraphs[-1])))


def _letters(page: CleanPage) -> int:
    return sum(c.isalnum() for p in page.paragraphs for c in p)


def _language_of(url: str) -> str:
    """The language that an address names: Thai where it names none."""
    parts = urlsplit(url)
    return "en" if "/en/" in parts.path or "lang=en" in parts.query.split("&") else "th"
