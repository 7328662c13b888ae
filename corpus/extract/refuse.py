"""Pages that hold no article: block pages, error pages, lists of links, pages with nothing on them."""

from __future__ import annotations

import re
from itertools import islice

from corpus.extract.clean import CleanPage
from corpus.extract.sheet import Sheet
from corpus.sites import Crawl

LEAST_LETTERS = 20  # letters and digits of a page's text below which there is nothing to keep
LIST_SHARE = 0.5  # of a page's characters in links: a list of links
LEAST_PARAGRAPH = 200  # characters: addresses and notices around a list are shorter
# a page that keeps programs out, or asks whether one is human
_BLOCK = re.compile(
    r"verify (?:that )?you are (?:a )?human|attention required|checking your browser|captcha|access denied|"
    r"you have been blocked|ยืนยันว่าท่านไม่ใช่|ไม่ใช่โปรแกรมอัตโนมัติ|request unsuccessful",
    re.I,
)
_MISSING = re.compile(
    r"\A\W*40[34]\b|\b(?:error|http|รหัส) ?40[34]\b|\b40[34] ?(?:error|forbidden)|not found|page cannot be found|"
    r"ไม่พบหน้า|ไม่พบเพจ|ไม่พบข้อมูล|ไม่มีหน้า|fatal error|internal server error|under construction|ปิดปรับปรุง",
    re.I,
)
ERROR_SIZE = 600  # characters: pages that only say that something is wrong are shorter
FILES = re.compile("|".join(Crawl().attachments), re.I)  # links to documents, where a site says nothing else


def no_article(page: CleanPage, sheet: Sheet) -> str:
    """Why there is no article on the page, or an empty string."""
    shown = f"{sheet.page_title} {page.title} {' '.join(page.paragraphs)}"
    if len(shown) < ERROR_SIZE:
        if _BLOCK.search(shown):
            return "a block or challenge page, not a page of the site"
        # A page with a date of its own is news, though it may tell of a site that is being mended (ปิดปรับปรุง).
        dated = page.stamped or page.published
        if not dated and _MISSING.search(f"{sheet.page_title} {page.title} {' '.join(page.paragraphs[:1])}"[:200]):
            return "an error page, not an article"
    if _is_list(page, sheet):
        return "a list of links, not an article"
    letters = islice((c for p in page.paragraphs for c in p if c.isalnum()), LEAST_LETTERS)
    if sum(1 for _ in letters) < LEAST_LETTERS and not page.tables and not _says_enough(page, sheet):
        return "no article was found on the page"
    return ""


def _is_list(page: CleanPage, sheet: Sheet) -> bool:
    """Whether most of a page is links, and none of the rest is long enough for a paragraph of news."""
    lines = [line for line in sheet.lines if not line.rows]
    total = sum(len(line.text) for line in lines)
    linked = sum(line.linked * len(line.text) for line in lines)
    longest = max((len(line.text) for line in lines if line.linked < 0.5), default=0)
    return total > 0 and linked / total > LIST_SHARE and longest < LEAST_PARAGRAPH and not page.stamped


def _says_enough(page: CleanPage, sheet: Sheet) -> bool:
    """Whether a page without text of its own is one: it links documents, or is news in pictures below a dated title.

    The second holds for pages that came as text only: HTML without text is a layout that changed.
    """
    if not page.title:
        return False
    pictures = bool(page.published) and page.title_from in ("import", "prefix") and not sheet.page_title
    return pictures or any(FILES.search(link.href) for link in sheet.links)
