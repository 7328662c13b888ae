"""What the article page and its history show, finished before a template sees it.

A long text is cut into parts so that no page grows over 100 kB; tables stay between the paragraphs they stood between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from corpus.records import Article, Attachment, Credit, Person, Table, Version
from corpus.urls import file_of
from corpus.warnings import shown
from index.hits import SearchRequest
from search_web.filters import show_day, show_span, web_address
from search_web.text import Lang, count, say
from search_web.views import kind_beside

PART_BYTES = 55_000  # of text in one part: leaves room for facts and markup under 100 kB a page
CELL_BYTES = 12  # the markup around one cell of a table
MOST_WARNINGS = 20
MOST_FACTS = 60  # people, agencies and the like that are listed; the rest is counted and stands in the JSON

Link = Callable[[SearchRequest], str]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``text``) or a table (``rows``, ``number`` from 1) of the body."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a fact: what it says, a remark beside it, and the search for it."""

    text: str
    note: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts; ``lang`` is the language of its items."""

    label: str
    items: tuple[Item, ...]
    lang: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attached document; ``href`` is None where its address cannot be linked."""

    name: str
    href: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything on the article page."""

    article: Article
    title: str
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


@dataclass(frozen=True, slots=True)
class VersionsView:
    """Everything on the history page, newest version first."""

    article: Article
    title: str
    versions: tuple[Version, ...]
    latest: int


def article_view(
    article: Article,
    versions: Sequence[Version],
    lang: Lang,
    link: Link,
    *,
    site: str = "",
    gone: datetime | None = None,
    part: int = 1,
) -> ArticleView:
    """The page of one article.

    *versions* are all of its versions (of another article, where this is the former page of one that was merged into
    it), *site* is the title of its site, *gone* is when the site was first seen
    without it; *part* counts from 1 and is kept in range.
    """
    parts = list(split_blocks(blocks_of(article)))
    part = min(max(part, 1), max(1, len(parts)))
    merged = any(v.article_id != article.id for v in versions)
    version = next((v for v in versions if v.version == article.version), None) if not merged else None
    return ArticleView(
        article=article,
        title=article.title or say(lang, "untitled"),
        facts=tuple(_facts(article, lang, link)),
        blocks=parts[part - 1] if parts else (),
        part=part,
        parts=len(parts),
        attachments=tuple(_attachment(a, lang) for a in article.attachments[:MOST_FACTS]),
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
    )


def versions_view(article: Article, versions: Sequence[Version], lang: Lang) -> VersionsView:
    """The history of one article."""
    ordered = tuple(sorted(versions, key=lambda v: v.version, reverse=True))
    latest = ordered[0].version if ordered else article.version
    return VersionsView(article, article.title or say(lang, "untitled"), ordered, latest)


def blocks_of(article: Article) -> Iterator[Block]:
    """The paragraphs of the body with the tables where they stood; an ``after`` past the end comes last."""
    paragraphs = [p for p in article.body.split("\n\n") if p.strip()]
    waiting = sorted(enumerate(article.tables, 1), key=lambda t: t[1].after)
    for done in range(len(paragraphs) + 1):
        while waiting and (waiting[0][1].after <= done or done == len(paragraphs)):
            number, table = waiting.pop(0)
            yield from _table_block(number, table)
        if done < len(paragraphs):
            yield Block(text=paragraphs[done])


def split_blocks(blocks: Iterable[Block], budget: int = PART_BYTES) -> Iterator[tuple[Block, ...]]:
    """The blocks in parts of at most *budget* bytes; a block that is longer by itself is cut at a blank or a row."""
    part: list[Block] = []
    used = 0
    for block in blocks:
        for piece, size in _pieces(block, budget):
            if part and used + size > budget:
                yield tuple(part)
                part, used = [], 0
            part.append(piece)
            used += size
    if part:
        yield tuple(part)


def _table_block(number: int, table: Table) -> Iterator[Block]:
    rows = tuple(row for row in table.rows if any(cell.strip() for cell in row))
    if rows:
        yield Block(rows=rows, number=number)


def _pieces(block: Block, budget: int) -> Iterator[tuple[Block, int]]:
    if block.rows:
        yield from _row_pieces(block, budget)
        return
    text = block.text
    most = max(1, budget // 4)  # characters: a code point takes at most four bytes
    while len(text.encode()) > budget:
        cut = text.rfind(" ", most // 2, most)
        cut = most if cut < 0 else cut
        piece, text = text[:cut], text[cut:].lstrip(" ")
        yield Block(text=piece), len(piece.encode())
    yield Block(text=text), len(text.encode())


def _row_pieces(block: Block, budget: int) -> Iterator[tuple[Block, int]]:
    rows: list[tuple[str, ...]] = []
    used = 0
    for row in block.rows:
        # A cell that fills a page by itself is a broken table: its start is shown, the JSON has the whole.
        row = tuple(cell if len(cell) * 4 <= budget // 2 else cell[: budget // 8] + "…" for cell in row[:100])
        size = sum(len(cell.encode()) + CELL_BYTES for cell in row)
        if rows and used + size > budget:
            yield Block(rows=tuple(rows), number=block.number), used
            rows, used = [], 0
        rows.append(row)
        used += size
    yield Block(rows=tuple(rows), number=block.number), used


def _facts(article: Article, lang: Lang, link: Link) -> Iterator[Fact]:
    if article.published:
        why = say(lang, f"from_{article.published_from}") if article.published_from else ""
        yield Fact(say(lang, "fact_published"), (Item(show_day(article.published, lang), why),), lang)
    elif article.dated:
        told = [f"from_{article.dated_from}"] if article.dated_from else []
        note = " · ".join(say(lang, key) for key in (*told, "not_given"))
        item = Item(show_day(article.dated, lang), note)
        yield Fact(say(lang, "fact_dated"), (item,), lang)
    if article.updated and article.updated != article.published:
        item = Item(show_day(article.updated, lang), say(lang, "updated_why") if article.published else "")
        yield Fact(say(lang, "fact_updated"), (item,), lang)
    if article.event and (article.event.start or article.event.place):
        yield Fact(say(lang, "fact_event"), tuple(_event(article, lang)), article.lang)
    yield from _fact(article, lang, "fact_people", [_person(p, link) for p in article.people])
    yield from _fact(
        article,
        lang,
        "fact_agencies",
        [Item(a.name, href=link(SearchRequest(agency=(a.id,), sort="newest"))) for a in article.agencies],
    )
    yield from _fact(
        article,
        lang,
        "fact_provinces",
        [Item(p, href=link(SearchRequest(province=(p,), sort="newest"))) for p in article.provinces],
    )
    yield from _fact(article, lang, "fact_laws", [Item(law) for law in article.laws])
    yield from _fact(article, lang, "fact_credits", [_credit(c) for c in article.credits])


def _fact(article: Article, lang: Lang, key: str, items: Sequence[Item]) -> Iterator[Fact]:
    if items:
        over = len(items) - MOST_FACTS
        more = say(lang, "fact_more", n=f"{over:,}") if over > 0 else ""
        yield Fact(say(lang, key), tuple(items[:MOST_FACTS]), article.lang, more)


def _event(article: Article, lang: Lang) -> Iterator[Item]:
    event = article.event
    if event and event.start:
        yield Item(show_span(event.start, event.end or event.start, lang))
    if event and event.place:
        yield Item(event.place)


def _person(person: Person, link: Link) -> Item:
    name = f"{person.title or ''}{person.name}" if person.title in ("นาย", "นาง", "นางสาว") else person.name
    if person.title and name == person.name:
        name = f"{person.title} {person.name}"
    return Item(name, person.position or "", link(SearchRequest(person=(person.id,), sort="newest")))


def _credit(credit: Credit) -> Item:
    return Item(credit.name + (f" ({credit.unit})" if credit.unit else ""), credit.role or "")


_NOT_ALL = {  # what is said of documents that are not searchable as a whole
    "partly": "attachment_partly",
    "needs-ocr": "attachment_pictures",
    "empty": "attachment_empty",
    "unread": "attachment_unread",
}


def _attachment(attachment: Attachment, lang: Lang) -> AttachmentView:
    kind = attachment.media_type.rpartition("/")[2].rpartition(".")[2].upper()
    suffix = attachment.filename.rpartition(".")[2].upper() if "." in attachment.filename else ""
    details = [suffix if 0 < len(suffix) <= 5 else kind]
    if attachment.pages:
        details.append(count(lang, "attachment_pages", attachment.pages))
    if not_all := _NOT_ALL.get(attachment.text):
        details.append(say(lang, not_all))
    name = attachment.filename or attachment.url
    return AttachmentView(name, web_address(attachment.url), " · ".join(d for d in details if d))
