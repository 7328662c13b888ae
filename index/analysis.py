"""From an article to what the index holds of it: counted words, folded text, the columns of facts.

Whoosh's own analysers are not used: they hand on one token object at a time, and know nothing of text that was
already cut. Its field types are met here with counted words instead (:class:`Words`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh.columns import VarBytesColumn
from whoosh.fields import FieldType
from whoosh.formats import Existence

from corpus.records import Article
from corpus.thai.normalise import fold
from index.fingerprints import fingerprint
from index.tokens import Tokeniser

WORD_FIELDS = ("title", "body", "names", "attached", "parts")  # the order of the lengths in Facts
FOLDED_SEPARATOR = "\0"  # never in a folded text: the normaliser takes control characters out


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
    """Bytes kept in a column beside the index: read by document number, without decoding its neighbours."""

    indexed = False
    stored = False
    unique = False
    scorable = False

    def __init__(self) -> None:
        self.column_type = VarBytesColumn()

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


def document(article: Article, attached: Sequence[str], tokeniser: Tokeniser) -> dict[str, Any]:
    """The fields of *article* and the texts of its attachments, as the writer of the index takes them."""
    title, text, papers = fold(article.title), fold(full_text(article)), fold("\n\n".join(attached))
    known_by = fingerprint(article, full_text(article), attached)
    names = fold("\n".join(_names(article)))
    words = {
        "title": Counter(tokeniser.words(title)),
        "body": Counter(tokeniser.words(text)),
        "names": Counter(tokeniser.words(names)),
        "attached": Counter(tokeniser.words(papers)),
    }
    words["parts"] = _parts(tokeniser, words["title"] + words["body"] + words["names"])
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
        lengths=tuple(words[name].total() for name in WORD_FIELDS),
    )
    return {
        "id": article.id,
        **words,
        "folded": FOLDED_SEPARATOR.join((title, text, papers)).encode("utf-8", "replace"),
        "facts": facts.to_bytes(),
        "near": known_by.keys,
        "like": known_by.like,
        "shown": _shown(article, attached),
    }


def full_text(article: Article) -> str:
    """The body, then the cells of its tables: what the words, exact strings and snippets are of."""
    rows = (" | ".join(row) for table in article.tables for row in table.rows)
    return "\n".join((article.body, *rows)) if article.tables else article.body


def _shown(article: Article, attached: Sequence[str]) -> dict[str, Any]:
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
        "text": full_text(article),
        "attached": "\n\n".join(attached),
    }


def _names(article: Article) -> Iterator[str]:
    for person in article.people:
        yield " ".join(filter(None, (person.title, person.name, person.position)))
    yield from (agency.name for agency in article.agencies)
    yield from (credit.name for credit in article.credits)
    yield from (attachment.filename for attachment in article.attachments)


def _parts(tokeniser: Tokeniser, words: Mapping[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in words.items():
        for part, _, _ in tokeniser.parts(word):
            found[part] += count
    return found
