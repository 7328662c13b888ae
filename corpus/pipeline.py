"""One capture → one article, or the reason why not. Pure: no files, no network, no clock.

1. refuse what the server itself called a failure;
2. look at the bytes: a document, text, or something that is neither;
3. decode (:mod:`corpus.thai.charset`);
4. choose the layout: by the address, else by fingerprints in the text;
5. lay out as lines (:mod:`corpus.extract.markup` for HTML, :mod:`corpus.extract.sheet` for text);
6. clean (:mod:`corpus.extract.clean`); where the layout is not the page's, ask the general extractor;
7. refuse pages that hold no article: block pages, error pages, lists of links;
8. judge the dates, find those in the text, then names (:mod:`corpus.extract.metadata`, ``people``, ``agencies`` …);
9. put the article together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from corpus.extract import metadata
from corpus.extract.agencies import find_agencies
from corpus.extract.attachments import kind_of_document, read_document
from corpus.extract.clean import CleanPage, body_text, clean
from corpus.extract.event import find_event
from corpus.extract.fallback import read_unknown
from corpus.extract.laws import find_laws
from corpus.extract.markup import read_html
from corpus.extract.metadata import Published
from corpus.extract.people import find_people
from corpus.extract.places import find_provinces
from corpus.extract.rules import generic
from corpus.extract.sheet import Sheet, read_text, tidy
from corpus.extract.sniff import HEAD_BYTES, not_text
from corpus.records import Article, Capture, DateMention, Event, Rejected, Where
from corpus.sites import Crawl, Layout, Site, shipped_sites
from corpus.thai.charset import Decoded, decode
from corpus.urls import FILE_SCHEME, canonical_url, identify, locate

LEAST_LETTERS = 20  # letters and digits of a page's text below which there is nothing to keep
LIST_SHARE = 0.5  # of a page's characters in links: a list of links
LEAST_PARAGRAPH = 200  # characters: addresses and notices around a list are shorter
MOST_LOST = 10  # one character in ten unreadable: no text, whatever it is
_MARKUP = re.compile(r"\s{0,200}<(?:!doctype|html|head|body|\?xml|meta|div|p|table)\b", re.I)
_FILES = re.compile("|".join(Crawl().attachments), re.I)
# a page that keeps programs out, or asks whether one is human
_BLOCK = re.compile(
    r"verify (?:that )?you are (?:a )?human|attention required|checking your browser|captcha|access denied|"
    r"you have been blocked|ยืนยันว่าท่านไม่ใช่|ไม่ใช่โปรแกรมอัตโนมัติ|request unsuccessful",
    re.I,
)
_MISSING = re.compile(
    r"\b40[34]\b|not found|page cannot be found|ไม่พบหน้า|ไม่พบเพจ|ไม่พบข้อมูล|ไม่มีหน้า|fatal error|internal server error|"
    r"under construction|ปิดปรับปรุง",
    re.I,
)
_FILE_ENDING = re.compile(r" ?_[0-9]+(?:_[0-9a-f-]*)?(?:\.\w{1,5})?$")  # collections name categories after their files
NO_TEXT = "no text beside the title: the page holds pictures or documents"
ERROR_SIZE = 600  # characters: pages that only say that something is wrong are shorter


@dataclass(frozen=True, slots=True)
class _Read:
    """What steps 3 to 6 made of a capture."""

    page: CleanPage
    sheet: Sheet
    warnings: tuple[str, ...]


def understand(capture: Capture, site: Site | None) -> Article | Rejected:
    """The article in *capture*, by the profile of *site*; without one, by the shipped profile it fits, if any."""
    if capture.status >= 400:
        return _refused(capture, "fetch", f"the server answered {capture.status}")
    if not capture.body.strip():
        return _refused(capture, "read", "the page is empty")
    filename = capture.url.partition("?")[0].rpartition("/")[2]
    if kind_of_document(capture.body, capture.media_type, filename):
        return _document(capture, site, filename)
    if what := not_text(capture.body, capture.media_type):
        return _refused(capture, "read", what)
    decoded = decode(capture.body, capture.charset)
    if decoded.text[:HEAD_BYTES].count("\ufffd") * MOST_LOST > len(decoded.text[:HEAD_BYTES]):
        return _refused(capture, "decode", "the bytes are text in no known encoding")
    read = _read(capture, decoded, site)
    if reason := _no_article(read):
        return _refused(capture, "clean", reason)
    return _article(capture, site, read)


def detect_site(text: str, sites: Iterable[Site] | None = None) -> Site | None:
    """The site whose pages have the marks that *text* has; the shipped profiles are asked unless *sites* are given."""
    for site in shipped_sites() if sites is None else sites:
        if _fingerprinted(text, site.layout):
            return site
    return None


# --- 4: layout -----------------------------------------------------------------------------------------------------


def _layout(url: str, text: str, site: Site | None) -> Layout | None:
    if site is not None:
        place = locate(url, site)
        named = next((x for x in site.layout if place and x.name == place.layout), None)
        return named or _fingerprinted(text, site.layout)
    found = detect_site(text)
    return _fingerprinted(text, found.layout) if found else None


def _fingerprinted(text: str, layouts: Iterable[Layout]) -> Layout | None:
    for layout in layouts:
        needed = min(2, len(layout.fingerprints))
        if needed and sum(mark in text for mark in layout.fingerprints) >= needed:
            return layout
    return None


# --- 5 and 6: lines, clean -----------------------------------------------------------------------------------------


def _read(capture: Capture, decoded: Decoded, site: Site | None) -> _Read:
    text, hint = decoded.text, capture.hints.get("title", "")
    layout = _layout(capture.url, text, site)
    is_html = capture.media_type in ("text/html", "application/xhtml+xml") or bool(_MARKUP.match(text))
    if not is_html or "<" not in text:
        sheet = read_text(text)
        return _Read(clean(sheet, layout or generic(), hint), sheet, decoded.warnings)
    files = re.compile("|".join(site.crawl.attachments), re.I) if site and site.crawl.attachments else _FILES
    sheet = read_html(text, layout or generic(), files)
    page = clean(sheet, layout or generic(), hint)
    if page.recognised or (layout is None and not sheet.lines):
        return _Read(page, sheet, decoded.warnings)
    other = read_unknown(text, sheet)
    again = clean(other, generic(), hint) if other else page
    warning = (f"the page does not have the layout {layout.name}; read without it",) if layout else ()
    return _Read(again if again.paragraphs else page, sheet, (*decoded.warnings, *warning))


# --- 7: refuse -----------------------------------------------------------------------------------------------------


def _no_article(read: _Read) -> str:
    """Why there is no article on the page, or an empty string."""
    page = read.page
    shown = f"{read.sheet.page_title} {page.title} {' '.join(page.paragraphs)}"
    if len(shown) < ERROR_SIZE:
        if _BLOCK.search(shown):
            return "a block or challenge page, not a page of the site"
        if _MISSING.search(f"{read.sheet.page_title} {page.title} {' '.join(page.paragraphs[:1])}"[:200]):
            return "an error page, not an article"
    if _is_list(read):
        return "a list of links, not an article"
    letters = sum(c.isalnum() for p in page.paragraphs for c in p)
    if letters < LEAST_LETTERS and not page.tables and not _says_enough(read):
        return "no article was found on the page"
    return ""


def _is_list(read: _Read) -> bool:
    """Whether most of a page is links, and none of the rest is long enough for a paragraph of news."""
    lines = [line for line in read.sheet.lines if not line.rows]
    total = sum(len(line.text) for line in lines)
    linked = sum(line.linked * len(line.text) for line in lines)
    longest = max((len(line.text) for line in lines if line.linked < 0.5), default=0)
    return total > 0 and linked / total > LIST_SHARE and longest < LEAST_PARAGRAPH and not read.page.stamped


def _says_enough(read: _Read) -> bool:
    """Whether a page without text of its own is one: it links documents, or is news in pictures below a dated title.

    The second holds for pages that came as text only: HTML without text is a layout that changed.
    """
    page = read.page
    if not page.title:
        return False
    pictures = bool(page.published) and page.title_from in ("import", "prefix") and not read.sheet.page_title
    return pictures or any(_FILES.search(link.href) for link in read.sheet.links)


# --- 8 and 9: understand -------------------------------------------------------------------------------------------


def _article(capture: Capture, site: Site | None, read: _Read) -> Article:
    page, hints = read.page, capture.hints
    url = _address(capture.url, site)
    body = body_text(page)
    section = page.section or tuple(s for s in (_FILE_ENDING.sub("", tidy(hints.get("category", ""))),) if s)
    fields: list[tuple[Where, str]] = [
        ("title", page.title),
        ("header", "\n".join(page.header)),
        ("body", body),
        ("table", "\n".join(cell for t in page.tables for row in t.rows for cell in row)),
        ("credits", "\n".join(page.credit_lines)),
    ]
    dates, odd, event, when = _times(page, fields, hints.get("published", ""))
    bodies = find_agencies(fields)
    return Article(
        id=_id(capture, site),
        url=url,
        site=site.name if site else capture.site,
        lang=metadata.language(f"{page.title} {body[:4000]}"),
        title=page.title,
        section=section,
        kind=metadata.kind_of(section, page.title),
        published=when.day,
        published_from=when.why,
        stamp=when.stamp,
        updated=when.updated,
        body=body,
        tables=page.tables,
        people=find_people(fields),
        agencies=bodies,
        provinces=find_provinces(fields, bodies),
        dates=dates,
        laws=find_laws(fields),
        event=event,
        credits=page.credits,
        attachments=metadata.attachments(
            read.sheet.links, url, site.crawl.attachments if site else Crawl().attachments
        ),
        sample=bool(site and site.sample),
        warnings=tuple(dict.fromkeys((*read.warnings, *when.warnings, *odd, *_remarks(capture, body)))),
        captured=capture.captured,
        capture=str(capture.location or ""),
    )


def _remarks(capture: Capture, body: str) -> Iterator[str]:
    if not body:
        yield NO_TEXT
    if address := capture.hints.get("address"):
        # Something that looks like an address may carry a user's name and password: not repeated.
        yield "the collection gave no usable address" + ("" if ":" in address else f" but {address!r}")


def _times(
    page: CleanPage, fields: Sequence[tuple[Where, str]], hint: str
) -> tuple[tuple[DateMention, ...], list[str], Event | None, Published]:
    """Dates, oddities, event and publication: each helps to find the other, so a moved stamp makes a second round."""
    anchor = metadata.judge_dates(page, None, hint).day
    dates, odd = _dates(fields, anchor)
    event = find_event(fields, dates)
    when = metadata.judge_dates(page, _day_of(event, dates), hint)
    if when.day and when.day != anchor and (anchor is None or any(d.inferred for d in dates)):
        dates, odd = _dates(fields, when.day)
        event = find_event(fields, dates)
    return dates, odd, event, when


def _day_of(event: Event | None, dates: Sequence[DateMention]) -> date | None:
    """The first day of *event*, where the page names it with its year and not only its month."""
    for mention in dates:
        if event and mention.start == event.start and not mention.inferred and mention.surface[:1].isdigit():
            return mention.start
    return None


def _dates(fields: Iterable[tuple[Where, str]], anchor: date | None) -> tuple[tuple[DateMention, ...], list[str]]:
    """Every date of the page, each wording once (where the body has it: there), and what is odd about them."""
    found: dict[tuple[str, date, date], DateMention] = {}
    odd: list[str] = []
    for where, text in fields:
        for mention, warning in metadata.mentions(where, text, anchor):
            first = found.setdefault((mention.surface, mention.start, mention.end), mention)
            if first.where != "body" and mention.where == "body":
                found[mention.surface, mention.start, mention.end] = mention
            if warning:
                odd.append(warning)
    return tuple(found.values()), odd


def _document(capture: Capture, site: Site | None, filename: str) -> Article | Rejected:
    """A PDF or DOCX that stands for itself."""
    document = read_document(capture.body, capture.media_type, filename)
    if not document.text:
        return _refused(capture, "read", document.warnings[0] if document.warnings else "the document holds no text")
    sheet = read_text(document.text)
    paragraphs = tuple(line.text for line in sheet.lines)
    title = tidy(capture.hints.get("title", "")) or paragraphs[0][:250]
    page = CleanPage(title=title, title_from="import", paragraphs=paragraphs)
    return replace(_article(capture, site, _Read(page, sheet, document.warnings)), kind="other")


def _address(url: str, site: Site | None) -> str:
    place = locate(url, site) if site else None
    if place:
        return place.url
    try:
        return canonical_url(url)
    except ValueError:  # file:…, a page that came without an address
        return url


def _id(capture: Capture, site: Site | None) -> str:
    try:
        return identify(capture.url, site, capture.body)
    except ValueError:  # a collection gave something else for an address: the page is kept under its content
        return identify(FILE_SCHEME, site, capture.body)


def _refused(capture: Capture, stage: Literal["fetch", "read", "decode", "clean"], reason: str) -> Rejected:
    return Rejected(url=capture.url, stage=stage, reason=reason)
