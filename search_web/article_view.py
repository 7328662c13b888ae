"""What the article page shows, finished before a template sees it.

A long text is cut into parts so that no page grows over 100 kB; tables stay between the paragraphs they stood between.
Names are links where they stand (:mod:`search_web.marking`), and each value has its reasons
(:mod:`search_web.provenance`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Literal

from corpus.records import TOLD, Article, Attachment, Credit, Person, Surface, Version, Where
from corpus.urls import file_of
from corpus.warnings import shown
from search_web.article_text import Block, Places, marked_parts
from search_web.filters import BANGKOK, show_dated, show_day, show_span, web_address
from search_web.marking import Marks, NameLink, Piece, marks_of
from search_web.names_view import name_in
from search_web.provenance import ReasonGroup, in_pages, reason_groups
from search_web.text import Lang, count, say
from search_web.views import kind_beside

MOST_WARNINGS = 20
MOST_FACTS = 60  # people, agencies and the like that are listed; the rest is counted and stands in the JSON
REASON_BYTES = 12_000  # of reasons on the article page; where there are more, a page of their own has all
ALL_REASON_BYTES = 60_000  # on one part of that page

PartLink = Callable[[int], str]  # the address of a part of the article


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a fact: what it says, a remark beside it, and the page of the name."""

    text: str
    note: str = ""
    href: str | None = None
    lang: str = ""  # where it is another than that of the fact


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts; ``lang`` is the language of its items."""

    label: str
    items: tuple[Item, ...]
    lang: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attached document; ``href`` is None where its address cannot be linked, ``kept`` the day of its copy."""

    name: str
    href: str | None
    detail: str
    kept: date | None = None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything on the article page."""

    article: Article
    title: str
    title_pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    part: int
    parts: int
    attachments: tuple[AttachmentView, ...]
    original: str | None
    file: str  # the name of the file it was imported from, where it has no address
    other_addresses: tuple[str, ...]
    captured: datetime | None
    digest: str
    has_copy: bool
    versions: int
    latest: bool
    kind: str
    site: str
    gone: datetime | None
    warnings: tuple[str, ...]
    reasons: tuple[ReasonGroup, ...]
    more_reasons: bool


@dataclass(frozen=True, slots=True)
class ReasonsView:
    """The page of all reasons, or one part of it."""

    article: Article
    title: str
    groups: tuple[ReasonGroup, ...]
    part: int
    parts: int


def article_view(
    article: Article,
    versions: Sequence[Version],
    lang: Lang,
    link: NameLink,
    part_link: PartLink,
    *,
    site: str = "",
    gone: datetime | None = None,
    part: int = 1,
    kept: Callable[[str], datetime | None] = lambda url: None,
) -> ArticleView:
    """The page of one article.

    *versions* are all of its versions (of another article, where this is the former page of one that was merged into
    it), *link* gives the page of a name and *part_link* that of a part, *site* is the title of its site, *gone* is when
    the site was first seen without it; *part* counts from 1 and is kept in range; *kept* tells when the document at an
    address was captured.
    """
    marks = marks_of(article)
    parts = marked_parts(article, marks, link)
    part = min(max(part, 1), len(parts))
    merged = any(v.article_id != article.id for v in versions)
    version = next((v for v in versions if v.version == article.version), None) if not merged else None
    lead = _lead(marks, parts, part, part_link)
    reasons = list(islice(in_pages(reason_groups(article, lang, lead), REASON_BYTES), 2))
    return ArticleView(
        article=article,
        title=article.title or say(lang, "untitled"),
        title_pieces=marks["title"].pieces(article.title, 0, link),
        facts=tuple(_facts(article, lang, link)),
        blocks=parts[part - 1],
        part=part,
        parts=len(parts),
        attachments=tuple(_attachment(a, lang, kept(a.url)) for a in article.attachments[:MOST_FACTS]),
        original=web_address(article.url),
        file=file_of(article.url),
        other_addresses=tuple(u for u in map(web_address, article.addresses) if u and u != article.url),
        captured=version.captured if version else article.captured,
        digest=version.digest if version else "",
        has_copy=merged or version is not None,
        versions=len(versions),
        latest=not merged and all(v.version <= article.version for v in versions),
        kind=kind_beside(article.kind, article.section, lang),
        site=site or article.site,
        gone=gone,
        warnings=tuple(shown(warning, lang) for warning in article.warnings[:MOST_WARNINGS]),
        reasons=reasons[0] if reasons else (),
        more_reasons=len(reasons) > 1,
    )


def reasons_view(article: Article, lang: Lang, link: NameLink, part_link: PartLink, part: int = 1) -> ReasonsView:
    """All reasons of *article*, or their *part* (from 1, kept in range); *link* and *part_link* as for its page."""
    marks = marks_of(article)
    parts = marked_parts(article, marks, link)
    pages = list(in_pages(reason_groups(article, lang, _lead(marks, parts, 0, part_link)), ALL_REASON_BYTES))
    part = min(max(part, 1), max(1, len(pages)))
    title = article.title or say(lang, "untitled")
    return ReasonsView(article, title, pages[part - 1] if pages else (), part, len(pages))


def _lead(
    marks: Mapping[Where, Marks], parts: Sequence[Sequence[Block]], here: int, part_link: PartLink
) -> Callable[[Surface], str | None]:
    """What gives the address of the place of a surface; *here* is the part that is shown on the same page, or 0."""
    places = Places(parts)

    def lead(surface: Surface) -> str | None:
        number, block = places.part_of(surface.where, surface.start)
        if not number or surface.where not in marks:
            return None
        anchor = marks[surface.where].anchor(surface.start, surface.end) or block
        return f"{'' if number == here or (here and surface.where == 'title') else part_link(number)}#{anchor}"

    return lead


def _facts(article: Article, lang: Lang, link: NameLink) -> Iterator[Fact]:
    told = article.dated_from in TOLD  # the page may bear a stamp all the same, of the day on which it was moved
    if article.published and not told:
        why = say(lang, f"from_{article.published_from}") if article.published_from else ""
        yield Fact(say(lang, "fact_published"), (Item(show_day(article.published, lang), why),), lang)
    elif article.dated:
        notes = [f"from_{article.dated_from}"] if article.dated_from else []
        notes += [] if article.published else ["not_given"]
        note = " · ".join(say(lang, key) for key in notes)
        item = Item(show_dated(article.dated, article.dated_from, lang), note)
        yield Fact(say(lang, "fact_dated"), (item,), lang)
    if article.updated and article.updated != article.published:
        item = Item(
            show_day(article.updated, lang),
            say(lang, "updated_told" if told else "updated_why") if article.published else "",
        )
        yield Fact(say(lang, "fact_updated"), (item,), lang)
    if article.event and (article.event.start or article.event.place):
        yield Fact(say(lang, "fact_event"), tuple(_event(article, lang)), article.lang)
    yield from _fact(article, lang, "fact_people", [_person(p, link) for p in article.people])
    yield from _fact(
        article,
        lang,
        "fact_agencies",
        [_named("agency", a.id, a.name, lang, link) for a in article.agencies],
    )
    yield from _fact(
        article,
        lang,
        "fact_provinces",
        [_named("province", p, p, lang, link) for p in article.provinces],
    )
    yield from _fact(article, lang, "fact_laws", [Item(law) for law in article.laws])
    yield from _fact(article, lang, "fact_credits", [_credit(c) for c in article.credits])


def _fact(article: Article, lang: Lang, key: str, items: Sequence[Item]) -> Iterator[Fact]:
    if items:
        over = len(items) - MOST_FACTS
        more = say(lang, "fact_more", n=f"{over:,}") if over > 0 else ""
        yield Fact(say(lang, key), tuple(items[:MOST_FACTS]), article.lang, more)


def _named(facet: Literal["agency", "province"], value: str, name: str, lang: Lang, link: NameLink) -> Item:
    """An agency or a province in the language of the page, where it has a name in it."""
    said = name_in(facet, value, name, lang)
    return Item(said, href=link(facet, value), lang=lang if said != name else "")


def _event(article: Article, lang: Lang) -> Iterator[Item]:
    event = article.event
    if event and event.start:
        yield Item(show_span(event.start, event.end or event.start, lang))
    if event and event.place:
        yield Item(event.place)


def _person(person: Person, link: NameLink) -> Item:
    name = f"{person.title or ''}{person.name}" if person.title in ("นาย", "นาง", "นางสาว") else person.name
    if person.title and name == person.name:
        name = f"{person.title} {person.name}"
    return Item(name, person.position or "", link("person", person.id))


def _credit(credit: Credit) -> Item:
    return Item(credit.name + (f" ({credit.unit})" if credit.unit else ""), credit.role or "")


_NOT_ALL = {  # what is said of documents that are not searchable as a whole
    "partly": "attachment_partly",
    "needs-ocr": "attachment_pictures",
    "empty": "attachment_empty",
    "unread": "attachment_unread",
}


def _attachment(attachment: Attachment, lang: Lang, kept: datetime | None = None) -> AttachmentView:
    kind = attachment.media_type.rpartition("/")[2].rpartition(".")[2].upper()
    suffix = attachment.filename.rpartition(".")[2].upper() if "." in attachment.filename else ""
    details = [suffix if 0 < len(suffix) <= 5 else kind]
    if attachment.pages:
        details.append(count(lang, "attachment_pages", attachment.pages))
    if not_all := _NOT_ALL.get(attachment.text):
        details.append(say(lang, not_all))
    name = attachment.filename or attachment.url
    day = kept.astimezone(BANGKOK).date() if kept else None
    return AttachmentView(name, web_address(attachment.url), " · ".join(d for d in details if d), day)
