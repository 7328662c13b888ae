"""From an article to what the index holds of it: counted words, folded text, the columns of facts.

Whoosh's own analysers are not used: they hand on one token object at a time, and know nothing of text that was
already cut. Its field types are met here with counted words instead (:class:`Words`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from whoosh.fields import FieldType
from whoosh.formats import Existence

from corpus.records import Article, DateMention
from corpus.thai.normalise import fold
from index.borders import borders, inner
from index.compact import SEPARATOR, encode
from index.files import Rows, Strings
from index.fingerprints import fingerprint
from index.shown import pack, squeeze
from index.tokens import Tokeniser

WORD_FIELDS = ("title", "lead", "body", "names", "attached")  # the order of the lengths in Facts
FOLDED = ("title", "body", "attached")  # the parts of the whole folded text
DAYS = "days"  # the field of the times that an article names: 2008-04-22, 2008-04 and 2008 for one day
LEAD = 400  # code points of the body in which its first paragraph tells what happened
MIN_LEAD = 40  # code points; a shorter first line is a heading or a date line
LONGEST_SPAN = 31  # days; of a longer time that a page names, only the months and years are held


class Words(FieldType):  # type: ignore[misc]  # whoosh is not typed for us
    """A field given as words and how often each occurs; postings hold the count as weight and nothing else."""

    scorable = False  # exact lengths stand in Facts; Whoosh rounds them to one byte

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = None

    def index(self, value: Mapping[str, int], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(word, count, weight, no payload) for each word, as Whoosh's writer takes them."""
        for word, count in value.items():
            yield word.encode("utf-8", "replace"), count, float(count), b""


class Raw(FieldType):  # type: ignore[misc]  # whoosh is not typed for us
    """Bytes kept in a column beside the index, all of *length* where one is given: read by document number."""

    indexed = False
    stored = False
    unique = False
    scorable = False

    def __init__(self, length: int = 0) -> None:
        self.column_type = Rows(length) if length else Strings()

    def to_column_value(self, value: bytes) -> bytes:
        """The bytes as they are."""
        return value

    def from_column_value(self, value: object) -> Any:
        """The bytes as they are."""
        return value


@dataclass(frozen=True, slots=True)
class Facts:
    """What filters, facets, sorting and scoring need of one article; small, held in memory for every article.

    ``day`` is the proleptic ordinal of its ``dated``, 0 where unknown. ``people`` and ``agencies`` are pairs of id
    and name. ``lengths`` counts words by :data:`WORD_FIELDS`.
    """

    id: str
    version: int
    title: str
    day: int
    kind: str
    site: str
    section: tuple[str, ...]
    agencies: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    provinces: tuple[str, ...]
    lengths: tuple[int, ...]

    def to_bytes(self) -> bytes:
        """As a JSON list, in the order of the fields."""
        values = (self.id, self.version, self.title, self.day, self.kind, self.site, self.section)
        names = (self.agencies, self.people, self.provinces, self.lengths)
        return json.dumps((*values, *names), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    @classmethod
    def from_bytes(cls, data: bytes) -> Facts:
        """The facts that :meth:`to_bytes` wrote."""
        return cls(*json.loads(data))


@dataclass(frozen=True, slots=True)
class Page:
    """An article as it is indexed: its folded ``texts`` by field, and the ``days`` that it names."""

    article: Article
    attached: Sequence[str]
    whole: str
    texts: Mapping[str, str]
    days: frozenset[str]

    @classmethod
    def of(cls, article: Article, attached: Sequence[str]) -> Page:
        """The page of *article* and the texts *attached* to it."""
        whole = full_text(article)
        text = fold(whole)
        texts = {
            "title": fold(article.title),
            "lead": lead(text),
            "body": text,
            "names": fold("\n".join(_names(article))),
            "attached": fold("\n\n".join(attached)),
        }
        return cls(article, attached, whole, texts, frozenset(_times(article)))


def document(article: Article, attached: Sequence[str], tokeniser: Tokeniser) -> dict[str, Any]:
    """The fields of *article* and the texts of its attachments, as the writer of the index takes them."""
    page = Page.of(article, attached)
    runs = {name: tokeniser.runs(page.texts[name]) for name in WORD_FIELDS}
    cut = {name: list(tokeniser.pieces(runs[name])) for name in WORD_FIELDS}
    words = {name: Counter(w for pieces in cut[name] for p in pieces for w in tokeniser.meaning(p)) for name in cut}
    lengths = [words[name].total() for name in WORD_FIELDS]
    cuts = {run: inner(run, pieces) for name in cut for run, pieces in zip(runs[name], cut[name], strict=True)}
    bits = borders([(page.texts[name], runs[name]) for name in FOLDED], cuts.get)
    return {"id": article.id, **words, DAYS: Counter(page.days), **values_of(page, lengths, bits)}


def values_of(page: Page, lengths: Sequence[int], bits: bytes) -> dict[str, Any]:
    """What is kept of *page* beside its words, of which it has *lengths* by field; *bits* tell where they begin."""
    article, texts = page.article, page.texts
    known_by = fingerprint(article, texts["body"], texts["attached"])
    folded = SEPARATOR.join(encode(texts[name]) for name in FOLDED)
    facts = Facts(
        id=article.id,
        version=article.version,
        title=article.title,
        day=article.dated.toordinal() if article.dated else 0,
        kind=article.kind,
        site=article.site,
        section=tuple(dict.fromkeys(article.section)),
        agencies=tuple({a.id: (a.id, a.name) for a in article.agencies}.values()),
        people=tuple({p.id: (p.id, p.name) for p in article.people}.values()),
        provinces=tuple(dict.fromkeys(article.provinces)),
        lengths=tuple(lengths),
    )
    return {
        "folded": folded,
        "borders": bits,
        "named": squeeze(encode(texts["names"]), folded),
        "facts": facts.to_bytes(),
        "near": known_by.keys,
        "like": known_by.like,
        "shown": pack(_shown(page), folded),
    }


def full_text(article: Article) -> str:
    """The body, then the cells of its tables: what the words, exact strings and snippets are of."""
    rows = (" | ".join(row) for table in article.tables for row in table.rows)
    return "\n".join((article.body, *rows)) if article.tables else article.body


def _shown(page: Page) -> dict[str, Any]:
    article = page.article
    return {
        "url": article.url,
        "title": article.title,
        "published": article.published.isoformat() if article.published else "",
        "dated": article.dated.isoformat() if article.dated else "",
        "dated_from": article.dated_from,
        "kind": article.kind,
        "site": article.site,
        "section": list(article.section),
        "version": article.version,
        "sample": article.sample,
        "text": page.whole,
        "attached": "\n\n".join(page.attached),
    }


def _names(article: Article) -> Iterator[str]:
    for person in article.people:
        yield " ".join(filter(None, (person.title, person.name, person.position)))
    yield from (agency.name for agency in article.agencies)
    yield from (credit.name for credit in article.credits)
    yield from (attachment.filename for attachment in article.attachments)


def lead(folded: str) -> str:
    """The first paragraph of the *folded* body that is no heading or date line, at most :data:`LEAD` long."""
    at = 0
    while (end := folded.find("\n", at)) >= 0 and end - at < MIN_LEAD:
        at = end + 1
    return folded[at : at + LEAD if end < 0 else min(end, at + LEAD)]


def _times(article: Article) -> Iterator[str]:
    """The days, months and years that *article* names or is dated by."""
    if article.dated:
        yield from _spanned(article.dated, article.dated)
    for mention in article.dates:
        for start, end in _spans(mention):
            yield from _spanned(start, end)


def _spans(mention: DateMention) -> Iterable[tuple[date, date]]:
    return [(day, day) for day in mention.days] or [(mention.start, mention.end)]


def _spanned(start: date, end: date) -> Iterator[str]:
    """The tokens of the time from *start* to *end*: what is wholly or partly in it.

    Who names a whole month (เมษายน 2551) names none of its days.
    """
    whole = start < end and start.day == 1 and (end + timedelta(1)).day == 1 if end < date.max else False
    if (end - start).days < LONGEST_SPAN and not whole:
        for n in range((end - start).days + 1):
            day = (start + timedelta(n)).isoformat()
            yield from (day, day[:7], day[:4])
        return
    for year in range(start.year, min(end.year, start.year + LONGEST_SPAN) + 1):
        yield f"{year:04}"
        first = start.month if year == start.year else 1
        last = end.month if year == end.year else 12
        yield from (f"{year:04}-{month:02}" for month in range(first, last + 1))
