"""Pages that hold no article: block pages, error pages, forms, lists of links, pages with nothing on them.

A page that keeps programs out, an error that is answered with 200, a form to log in at the address of an article: they
are short, carry no date of their own, and say one of a few things. News *about* such things is longer, or dated, or
stands in the layout of its site: so the words alone refuse nothing.
"""

from __future__ import annotations

import re
from itertools import islice

from corpus.extract.clean import CleanPage
from corpus.extract.notices import (
    CHALLENGE,
    CRASH,
    ERROR_TITLE,
    LOGIN,
    LOGIN_TITLE,
    MISSING,
    PASSWORD,
    STOPPED,
    STOPPED_TITLE,
    UNREADY_TITLE,
)
from corpus.extract.sheet import LONG, Sheet
from corpus.extract.source import asks_again, page_title, shown
from corpus.records import Kind
from corpus.sites import Crawl

LEAST_LETTERS = 20  # letters and digits of a page's text below which there is nothing to keep
LIST_SHARE = 0.5  # of a page's characters in links: a list of links
LEAST_PARAGRAPH = 200  # characters: addresses and notices around a list are shorter
ERROR_SIZE = 600  # characters: pages that only say that something is wrong are shorter
NOTICE_SIZE = 2_500  # characters: the same with menus, advice and addresses around it
SCRIPT_SIZE = 400  # characters shown by a page that lets a script test the visitor
NO_TEXT = 150  # characters of a page that says nothing
SOURCE = 200_000  # characters of HTML that are looked through for marks of programs
FILES = re.compile("|".join(Crawl().attachments), re.I)  # links to documents, where a site says nothing else
BLOCKED = "a block or challenge page, not a page of the site"
ERROR = "an error page, not an article"
LOGIN_PAGE = "a page to log in at, not an article"
LIST = "a list of links, not an article"
FORM = "a form to fill in, not an article"
FIELDS = 4  # fields that a form has: a search or a comment has fewer
MOST_FIELDS = 500  # that are counted
PER_FIELD = 40  # characters of sentences to a field: what explains a form is no longer
# fields to write in or to choose from; buttons, boxes to tick and what is hidden stand on pages of all kinds
FIELD = re.compile(r"<(?:select|textarea)\b|<input\b(?P<said>[^<>]{0,600})", re.I)
NO_FIELD = re.compile(r"\btype ?= ?[\"']?(?:hidden|submit|button|image|reset|search|checkbox|radio|password)\b", re.I)
LEAST_ENTRIES = 3
LEAST_ENTRY = 25  # characters: labels of menus are shorter than titles of news


def no_article(page: CleanPage, sheet: Sheet, source: str = "") -> str:
    """Why there is no article on the page, or an empty string; *source* is its HTML where it is one."""
    if reason := _notice(page, sheet, source):
        return reason
    if _is_list(page, sheet):
        return LIST
    if _is_form(page, source):
        return FORM
    letters = islice((c for p in page.paragraphs for c in p if c.isalnum()), LEAST_LETTERS)
    if sum(1 for _ in letters) < LEAST_LETTERS and not page.tables and not _says_enough(page, sheet):
        return "no article was found on the page"
    return ""


def kind_of_refused(reason: str) -> Kind:
    """What a page is that was refused for *reason*: a listing, or something else that is no article."""
    return "listing" if reason == LIST else "other"


def entries_of(sheet: Sheet) -> tuple[str, ...]:
    """The titles that a list page links, each once; empty for a menu, whose labels are shorter or fewer."""
    named = (line.text for line in sheet.lines if line.linked >= LIST_SHARE and len(line.text) >= LEAST_ENTRY)
    entries = tuple(dict.fromkeys(named))
    return entries if len(entries) >= LEAST_ENTRIES else ()


def looks_blocked(html: str) -> bool:
    """Whether a page that was just fetched keeps programs out: a first look, without its layout."""
    title = page_title(html)
    text = shown(html)
    return _is_blocked([title] if title else [], text, text, html)


def _notice(page: CleanPage, sheet: Sheet, source: str) -> str:
    """What the page says instead of an article; dates of its own and its place in the site's layout speak for one."""
    body = " ".join(page.paragraphs)
    titles = [t for t in (sheet.page_title, page.title, *page.paragraphs[:1]) if len(t) <= LEAST_PARAGRAPH]
    text = f"{sheet.page_title} {page.title} {body}"
    in_text = bool(page.published) and not source  # a firewall's page, which may say the time, comes as HTML
    at_home = in_text or bool(sheet.published) or page.stamped or {"title", "start"} <= sheet.marks | page.marks
    if at_home and len(body) >= LEAST_PARAGRAPH:
        return ""
    if _is_blocked(titles, text, body, source):
        return BLOCKED
    if CRASH.search(text[: NOTICE_SIZE * 2]) and len(body) < NOTICE_SIZE:
        return ERROR
    if len(body) < NOTICE_SIZE and _is_login(titles, body, source):
        return LOGIN_PAGE
    # A page with a date of its own is news, though it may tell of a site that is being mended (ปิดปรับปรุง).
    dated = at_home or bool(page.published)
    named = any(ERROR_TITLE.match(t) or UNREADY_TITLE.fullmatch(t) for t in titles)
    if not dated and (
        (named and len(body) < NOTICE_SIZE) or (len(text) < ERROR_SIZE and MISSING.search(" ".join(titles)[:200]))
    ):
        return ERROR
    return ""


def _is_blocked(titles: list[str], text: str, body: str, source: str) -> bool:
    if len(text) >= NOTICE_SIZE:
        return False
    said = {m[0].lower() for m in STOPPED.finditer(text)}
    if said and (len(text) < ERROR_SIZE or len(said) > 1):
        return True
    if any(STOPPED_TITLE.fullmatch(t) for t in titles):
        return True
    if len(body) >= SCRIPT_SIZE:
        return False
    return bool(CHALLENGE.search(source[:SOURCE])) or (len(text) < NO_TEXT and asks_again(source[:SOURCE]))


def _is_login(titles: list[str], body: str, source: str) -> bool:
    asks = bool(PASSWORD.search(source[:SOURCE]))
    if any(LOGIN_TITLE.fullmatch(t) for t in titles):
        return asks or len(body) < ERROR_SIZE
    return len(body) < ERROR_SIZE and (asks or bool(LOGIN.search(body[:LEAST_PARAGRAPH])))


def _is_list(page: CleanPage, sheet: Sheet) -> bool:
    """Whether most of a page is links, and none of the rest is long enough for a paragraph of news."""
    lines = [line for line in sheet.lines if not line.rows]
    total = sum(len(line.text) for line in lines)
    linked = sum(line.linked * len(line.text) for line in lines)
    longest = max((len(line.text) for line in lines if line.linked < 0.5), default=0)
    return total > 0 and linked / total > LIST_SHARE and longest < LEAST_PARAGRAPH and not page.stamped


def _is_form(page: CleanPage, source: str) -> bool:
    """Whether a page is fields with their labels. News with a form for comments below has a date or more sentences."""
    if page.published or any(len(p) >= LEAST_PARAGRAPH for p in page.paragraphs):
        return False
    fields = sum(not NO_FIELD.search(m["said"] or "") for m in islice(FIELD.finditer(source[:SOURCE]), MOST_FIELDS))
    said = sum(len(p) for p in page.paragraphs if len(p) >= LONG)
    said += sum(len(cell) for table in page.tables for row in table.rows for cell in row[1:])
    return fields >= FIELDS and said <= PER_FIELD * fields


def _says_enough(page: CleanPage, sheet: Sheet) -> bool:
    """Whether a page without text of its own is one: it links documents, or is news in pictures below a dated title.

    The second holds for pages that came as text only: HTML without text is a layout that changed.
    """
    if not page.title:
        return False
    pictures = bool(page.published) and page.title_from in ("import", "prefix") and not sheet.page_title
    return pictures or any(FILES.search(link.href) for link in sheet.links)
