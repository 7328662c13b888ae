"""How well a page fits the layout that its address names: what the layout names and the page lacks, what is doubtful.

A site that is redesigned keeps its addresses and answers 200; what its pages are then read as can look like an
article. So each page of a known layout is asked for the signs that the layout names:

======================================  ===============================================================
``title``, ``main``, ``published``      the selector finds an element that says something
``start``, ``stamp_line``               the line rules (``body_start`` or ``title_above``; the stamp) match
``single``                              there is one article, not several
``clear``                               no menu stands between the beginning of the article and its text
``whole``                               the text does not break off with a link to read on
``language``                            the text is in the language that the address names
``article``                             there is an article at all
======================================  ===============================================================

A page that lacks more of the first two rows than it has does not fit. It is still an article where the result is above
doubt; :mod:`corpus.drift` looks at the pages of a whole run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.extract.clean import CleanPage
from corpus.extract.metadata import language
from corpus.extract.sheet import Sheet
from corpus.records import Article, Rejected
from corpus.sites import Layout, Site
from corpus.thai.normalise import squash

LEAST_BODY = 100  # letters of a page that does not fit: less is as likely a notice as news
MOST_MENU = 5  # links above the text; a line of tags or of sharing has fewer
SHORT_BODY = 600  # letters: a teaser is shorter
TEASER = 60  # characters at the beginning by which a shortened text is known
LEAKS = 2  # menu entries in the body of a page that does not fit
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
_CONSENT = re.compile(
    r"(?:ใช้|ยอมรับ|use|accept)(?:งาน)?.{0,20}(?:คุกกี้|cookies?)|คุกกี้.{0,60}(?:ยินยอม|ยอมรับ)|"
    r"cookies?.{0,60}(?:consent|accept)",
    re.I,
)


HELD = "not taken for a new version"  # how the reason of a page that was held back ends
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
    given = {
        "title": layout.title,
        "main": layout.main,
        "published": layout.published,
        "start": layout.body_start or layout.title_above,
        "stamp_line": layout.stamp_line,
    }
    return tuple(sign for sign, value in given.items() if value)


def fit_of(layout: Layout, sheet: Sheet, first: CleanPage, page: CleanPage, url: str, site: Site | None) -> Fit:
    """How the page at *url* fits *layout*: *first* is what the layout made of it, *page* what was taken in the end."""
    named = names(layout)
    marks = sheet.marks | first.marks
    lacks = [sign for sign in named if sign not in marks]
    fits = 2 * len(lacks) <= len(named)
    body = " ".join(page.paragraphs)
    held = bool({"main", "start"} & marks)
    others = {
        "single": sheet.rivals == 1,
        "clear": not held or first.menu < MOST_MENU,
        "whole": not _breaks_off(sheet, page),
        "language": not body or language(f"{page.title} {body[:4000]}") == _language_of(url),
    }
    lacks += [sign for sign, has in others.items() if not has]
    doubts = (*_always_doubtful(sheet, page, lacks), *(() if fits else _doubtful(sheet, page, site)))
    return Fit(layout.name, tuple(lacks), _reason(layout, named, lacks, doubts[0], fits=fits) if doubts else "")


def held(article: Article, lost: Sequence[str]) -> Rejected:
    """Why a capture of a known article is no new version of it: it *lost* what its layout names and it had."""
    return Rejected(
        url=article.url,
        stage="clean",
        reason=f"the page does not fit the layout {article.layout} as it did (no {', '.join(lost)}); it is kept in the"
        f" archive and {HELD}",
        layout=article.layout,
        lacks=tuple(lost),
    )


def lost_signs(before: Article, now: Article) -> tuple[str, ...]:
    """What *before* had of its layout and *now* lacks; empty where nothing speaks against a new version."""
    if not now.layout or before.layout != now.layout:
        return ()
    lost = tuple(sign for sign in now.lacks if sign not in before.lacks)
    return lost or (("whole",) if _is_cut(before.body, now.body) else ())


def _is_cut(before: str, now: str) -> bool:
    """Whether *now* is the beginning of *before* and no more than half of it: a teaser in place of the text."""
    start = now.rstrip(" .\u2026]")[:TEASER]
    return 2 * len(now) < len(before) and bool(start) and before.startswith(start)


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
        yield f"it holds {sheet.rivals} articles"
    if "whole" in lacks:
        yield "its text breaks off with a link to read on"
    if sheet.framed and _letters(page) < LEAST_BODY:
        yield "its text stands in a frame, on another page"
    leaks = sum(_leaks(sheet, page))
    if leaks >= MANY_LEAKS and leaks * 2 > len(page.paragraphs):
        yield "its text is a menu"
    if any(_CONSENT.search(p) for p in page.paragraphs[:2]) and _letters(page) < SHORT_BODY:
        yield "its text begins with a notice on cookies"


def _doubtful(sheet: Sheet, page: CleanPage, site: Site | None) -> Iterator[str]:
    """What makes a page doubtful where most of its layout is missing."""
    if _letters(page) < LEAST_BODY and not page.tables:
        yield "hardly any text was found"
    if not page.title or page.title_from in ("", "first line"):
        yield "no title was found"
    if site and squash(page.title) in {squash(name) for name in (site.title_th, site.title_en)}:
        yield "its title is the name of the site"
    if sum(_leaks(sheet, page)) >= LEAKS:
        yield "menus stand in its text"
    if any(_CONSENT.search(p) for p in page.paragraphs):
        yield "a notice on cookies stands in its text"


def _leaks(sheet: Sheet, page: CleanPage) -> Iterator[bool]:
    """For each paragraph whether it is an entry of a menu: the words of a link, or what menus say everywhere."""
    linked = {squash(link.text) for link in sheet.links}
    for paragraph in page.paragraphs:
        yield len(paragraph) < LEAST_BODY and (bool(_MENU_WORDS.fullmatch(paragraph)) or squash(paragraph) in linked)


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
