"""One capture → one article, or the reason why not. Pure: no files, no network, no clock.

1. refuse what the server itself called a failure;
2. look at the bytes: a document, text, or something that is neither;
3. decode (:mod:`corpus.thai.charset`);
4. choose the layout: by the address, else by fingerprints in the text;
5. lay out as lines (:mod:`corpus.extract.markup` for HTML, :mod:`corpus.extract.sheet` for text);
6. clean (:mod:`corpus.extract.clean`); where the layout is not the page's, ask the general extractor;
7. refuse pages that hold no article: block pages, error pages, lists of links; and those that do not fit the layout of
   their address where what was read of them is doubtful (:mod:`corpus.extract.fit`);
8. judge the dates, find those in the text, then names (:mod:`corpus.extract.metadata`, ``people``, ``agencies`` …);
9. put the article together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from corpus.boilerplate import NOTHING, Boilerplate, Edges, edges_of, group_of, trimmed
from corpus.extract import metadata
from corpus.extract.agencies import find_agencies
from corpus.extract.attachments import Document, kind_called, kind_of_document, read_document
from corpus.extract.clean import CleanPage, body_text, clean
from corpus.extract.fallback import read_unknown
from corpus.extract.fit import NO_LAYOUT, Fit, coverage, fit_of
from corpus.extract.laws import law_mentions
from corpus.extract.markup import read_html
from corpus.extract.people import find_people
from corpus.extract.places import province_mentions
from corpus.extract.refuse import FILES, LIST, entries_of, kind_of_refused, no_article
from corpus.extract.rules import generic
from corpus.extract.sheet import Sheet, read_text, tidy
from corpus.extract.sniff import HEAD_BYTES, not_text
from corpus.extract.times import read_times
from corpus.records import Article, Capture, Rejected, Where
from corpus.sites import Crawl, Layout, Site, shipped_sites
from corpus.thai.charset import Decoded, decode
from corpus.urls import FILE_SCHEME, canonical_url, identify, locate
from corpus.warnings import say

NO_BOILERPLATE: Boilerplate = MappingProxyType({})
TELLING = 2  # marks of a layout that tell its site
LITTLE = 0.25  # share of the running text of a page: a layout that finds less is not the page's
MOST_LOST = 10  # one character in ten unreadable: no text, whatever it is
_MARKUP = re.compile(r"\s{0,200}<(?:!doctype|html|head|body|\?xml|meta|div|p|table)\b", re.I)
_FILE_ENDING = re.compile(r" ?_[0-9]+(?:_[0-9a-f-]*)?(?:\.\w{1,5})?$")  # collections name categories after their files
_WINDOWS = ("job", "procurement")


@dataclass(frozen=True, slots=True)
class _Read:
    """What steps 3 to 6 made of a capture."""

    page: CleanPage
    sheet: Sheet
    warnings: tuple[str, ...]
    fit: Fit = NO_LAYOUT
    is_html: bool = False
    group: str = ""  # of pages that it is compared with, for what they all say


def understand(
    capture: Capture,
    site: Site | None,
    learnt: Boilerplate = NO_BOILERPLATE,
    reader: Callable[[bytes, str, str], Document] = read_document,
) -> Article | Rejected:
    """The article in *capture*, by the profile of *site*; without one, by the shipped profile it fits, if any.

    *learnt* are the lines that sites put around their articles (:mod:`corpus.boilerplate`); *reader* reads documents:
    one that does it in another process survives every file.
    """
    if capture.status >= 400:
        return _refused(capture, "fetch", f"the server answered {capture.status}")
    if not capture.body.strip():
        return _refused(capture, "read", "the page is empty")
    filename = capture.url.partition("?")[0].rpartition("/")[2]
    if kind_of_document(capture.body, capture.media_type, filename):
        return _document(capture, site, reader(capture.body, capture.media_type, filename))
    if (kind := kind_called(filename)) and b"<" not in capture.body[:HEAD_BYTES]:
        return _refused(capture, "read", f"{filename} is no {kind} document, though it is called one")
    if what := not_text(capture.body, capture.media_type, _path(capture.url)):
        return _refused(capture, "read", what)
    decoded = decode(capture.body, capture.charset)
    if decoded.text[:HEAD_BYTES].count("\ufffd") * MOST_LOST > len(decoded.text[:HEAD_BYTES]):
        return _refused(capture, "decode", "the bytes are text in no known encoding")
    read = _read(capture, decoded, site)
    read = replace(read, page=trimmed(read.page, learnt.get(read.group, NOTHING)))
    if reason := no_article(read.page, read.sheet, decoded.text if read.is_html else "") or read.fit.doubt:
        if reason == LIST and (listing := _listing(capture, site, read)):
            return listing
        return replace(read.fit.refused(_refused(capture, "clean", reason)), kind=kind_of_refused(reason))
    return _article(capture, site, read)


def _listing(capture: Capture, site: Site | None, read: _Read) -> Article | None:
    """A list of news that somebody gave by hand is kept as what it is: a saved file, or one that is only asked about.

    In crawls, collections and archives of others lists lead to articles and are none. The days on a list are those of
    its items: it has none of its own.
    """
    by_hand = capture.source == "import" and (capture.location is None or capture.url.startswith(FILE_SCHEME))
    entries = entries_of(read.sheet) if by_hand and not read.fit.layout else ()
    if not entries:
        return None
    title = read.page.title or read.sheet.page_title or entries[0]
    page = replace(read.page, title=title, header=(), published="", updated="", stamped=False, paragraphs=entries)
    found = _article(replace(capture, hints={}), site, replace(read, page=page))
    return replace(found, kind="listing", event=None, dated=None, dated_from="", stamp=None)


def edges(capture: Capture, site: Site | None) -> tuple[str, Edges]:
    """The group of a page and what is learnt from it; an empty group for what is no page of text."""
    filename = capture.url.partition("?")[0].rpartition("/")[2]
    if capture.status >= 400 or kind_of_document(capture.body, capture.media_type, filename):
        return "", Edges()
    if not_text(capture.body, capture.media_type, _path(capture.url)):
        return "", Edges()
    read = _read(capture, decode(capture.body, capture.charset), site)
    return read.group, edges_of(read.page)


def detect_site(text: str, sites: Iterable[Site] | None = None) -> Site | None:
    """The site whose pages have the marks that *text* has; the shipped profiles are asked unless *sites* are given.

    A single mark tells the layouts of one site apart; it takes two to tell the site, for any site may say one.
    """
    for site in shipped_sites() if sites is None else sites:
        if _fingerprinted(text, _telling(site)):
            return site
    return None


# --- 4: layout -----------------------------------------------------------------------------------------------------


def _layout(url: str, text: str, site: Site | None) -> Layout | None:
    if site is not None:
        place = locate(url, site)
        named = next((x for x in site.layout if place and x.name == place.layout), None)
        return named or _fingerprinted(text, site.layout)
    found = detect_site(text)
    return _fingerprinted(text, _telling(found)) if found else None


def _telling(site: Site) -> Iterator[Layout]:
    """The layouts of *site* that have marks enough to tell it from all others."""
    return (layout for layout in site.layout if len(layout.fingerprints) >= TELLING)


def _unknown(layout: Layout | None) -> Layout:
    """The layout of a page that does not have *layout*; the site still puts its name behind titles."""
    if layout is None:
        return generic()
    return replace(generic(), title_prefix=layout.title_prefix, title_suffix=layout.title_suffix)


def _names(url: str, site: Site | None) -> bool:
    """Whether an address promises its layout; a print twin is another page than the one the layout describes."""
    place = locate(url, site)
    return bool(place and place.layout and not place.rank)


def _fingerprinted(text: str, layouts: Iterable[Layout]) -> Layout | None:
    for layout in layouts:
        needed = min(TELLING, len(layout.fingerprints))
        if needed and sum(mark in text for mark in layout.fingerprints) >= needed:
            return layout
    return None


# --- 5 and 6: lines, clean -----------------------------------------------------------------------------------------


def _read(capture: Capture, decoded: Decoded, site: Site | None) -> _Read:
    text, hint = decoded.text, capture.hints.get("title", "")
    layout = _layout(capture.url, f"{hint}\n{text}" if hint else text, site)
    group = group_of(capture.url, site, layout)
    guessed = not _names(capture.url, site)  # where the address names the layout, a page that lacks it is an alarm
    is_html = capture.media_type in ("text/html", "application/xhtml+xml") or bool(_MARKUP.match(text))
    if not is_html or "<" not in text:
        sheet = read_text(text)
        page = clean(sheet, layout or generic(), hint)
        if layout and guessed and _loses_most(sheet, page):
            page = clean(sheet, _unknown(layout), hint)
        return _Read(page, sheet, (*decoded.warnings, *sheet.warnings), group=group)
    files = re.compile("|".join(site.crawl.attachments), re.I) if site and site.crawl.attachments else FILES
    sheet = read_html(text, layout or generic(), files)
    first = page = clean(sheet, layout or generic(), hint)
    warning: tuple[str, ...] = ()
    if layout is None or not page.recognised or (guessed and _loses_most(sheet, page)):
        other = read_unknown(text, sheet, files)
        again = clean(other, _unknown(layout), hint) if other else page
        page = again if again.paragraphs else page
        warning = (say("layout", layout=layout.name),) if layout else ()
    fits = fit_of(layout, sheet, first, page, capture.url, site) if layout and not guessed else NO_LAYOUT
    return _Read(page, sheet, (*decoded.warnings, *sheet.warnings, *warning), fits, is_html=True, group=group)


def _loses_most(sheet: Sheet, page: CleanPage) -> bool:
    """Whether the rules of a layout cut the text itself off: then the page is another than the one they are for."""
    return not page.tables and coverage(sheet, page) < LITTLE


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
    captured = capture.captured.date() if capture.captured else None
    dates, odd, event, when = read_times(page, fields, hints.get("published", ""), capture.url, captured)
    kind = metadata.kind_of(section, page.title)
    bodies, people = find_agencies(fields), find_people(fields)
    provinces, laws = province_mentions(fields, bodies, people), law_mentions(fields)
    return Article(
        id=_id(capture, site),
        url=url,
        addresses=(url,),
        site=site.name if site else capture.site,
        lang=metadata.language(f"{page.title} {body[:4000]}"),
        title=page.title,
        section=section,
        kind=kind,
        published=when.day if when.given else None,
        published_from=when.why if when.given else "",
        dated=when.day,
        dated_from=when.why,
        stamp=when.stamp,
        updated=when.updated,
        body=body,
        tables=page.tables,
        people=people,
        agencies=bodies,
        provinces=tuple(mention.name for mention in provinces),
        dates=dates,
        laws=tuple(mention.name for mention in laws),
        event=None if kind in _WINDOWS else event,  # the days that such pages name are those to apply or bid
        credits=page.credits,
        attachments=metadata.attachments(
            read.sheet.links, url, site.crawl.attachments if site else Crawl().attachments
        ),
        sample=bool(site and site.sample),
        warnings=tuple(dict.fromkeys((*read.warnings, *page.warnings, *when.warnings, *odd, *_remarks(capture, body)))),
        captured=capture.captured,
        capture=str(capture.location or ""),
        layout=read.fit.layout,
        lacks=read.fit.lacks,
        province_mentions=provinces,
        law_mentions=laws,
    )


def _remarks(capture: Capture, body: str) -> Iterator[str]:
    if capture.truncated:
        yield say("truncated")
    if not body:
        yield say("no-text")
    if address := capture.hints.get("address"):
        # Something that looks like an address may carry a user's name and password: not repeated.
        yield say("no-address") if ":" in address else say("bad-address", given=address)


def _document(capture: Capture, site: Site | None, document: Document) -> Article | Rejected:
    """A document that stands for itself."""
    if not document.text:
        return _refused(capture, "read", document.warnings[0] if document.warnings else "the document holds no text")
    sheet = read_text(document.text)
    paragraphs = tuple(line.text for line in sheet.lines)
    title = tidy(capture.hints.get("title", "")) or paragraphs[0][:250]
    page = CleanPage(title=title, title_from="import", paragraphs=paragraphs)
    return replace(_article(capture, site, _Read(page, sheet, document.warnings)), kind="other")


def _address(url: str, site: Site | None) -> str:
    place = locate(url, site)
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


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # no address at all
        return ""


def _refused(capture: Capture, stage: Literal["fetch", "read", "decode", "clean"], reason: str) -> Rejected:
    return Rejected(url=capture.url, stage=stage, reason=reason)
