"""Documents in batches: the words of some hundred pages as arrays, and their values as bytes.

What Whoosh's writer is given document by document, and posts word by word, is made for many documents at once here: in
another process where there is one, since a batch is nothing but arrays and bytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.records import Article
from corpus.store import Store
from index.analysis import DAYS, FOLDED, WORD_FIELDS, Page, values_of
from index.borders import borders
from index.codec_docs import packed
from index.cutting import ITEM, NUMBER, Words
from index.pool import Postings
from index.schema import schema

PAGES = 250  # of a batch; half as many take 2 % longer, twice as many as much memory again


@dataclass(frozen=True, slots=True)
class Batch:
    """``size`` documents.

    The ``postings`` of each field name words by their places among ``terms``, documents by theirs in the batch.
    ``columns`` has the values of all documents for each field with a column, ``stored`` the stored fields of each
    document as :func:`index.codec_docs.packed` makes them.
    """

    size: int
    terms: Sequence[bytes]
    postings: Mapping[str, Postings]
    columns: Mapping[str, Sequence[bytes]]
    stored: Sequence[bytes]


class Batches:
    """Makes batches of articles, with what was learnt of their words from the ones before."""

    def __init__(self, words: Words) -> None:
        self._words = words
        kinds = dict(schema().items())
        self._columns = [name for name, kind in kinds.items() if kind.column_type]
        self._stored = [name for name, kind in kinds.items() if kind.stored]

    def batch(self, pages: Iterable[tuple[Article, Sequence[str]]]) -> Batch:
        """A batch of *pages*, each an article and the texts of its attachments; their ids differ."""
        words, ids, stored = self._words, [], []
        counted = {name: _Numbers() for name in (*WORD_FIELDS, DAYS)}
        columns: dict[str, list[bytes]] = {name: [] for name in self._columns}
        for article, attached in pages:
            page = Page.of(article, attached)
            found = words.numbers([page.texts[name] for name in WORD_FIELDS])
            found.append(array(NUMBER, map(words.number, page.days)).tobytes())
            for numbers, data in zip(counted.values(), found, strict=True):
                numbers.add(data)
            runs = dict(zip(WORD_FIELDS, words.found, strict=True))
            bits = borders([(page.texts[name], runs[name]) for name in FOLDED], words.inner)
            values = values_of(page, [numbers.last for numbers in counted.values()][: len(WORD_FIELDS)], bits)
            for name, column in columns.items():
                column.append(values[name])
            stored.append(packed({name: values[name] for name in self._stored}) if self._stored else b"")
            ids.append(article.id.encode("utf-8", "replace"))
        terms, postings = _numbered_anew(words.words, {name: numbers.postings() for name, numbers in counted.items()})
        size = len(ids)
        each = np.arange(size, dtype=np.uint32)
        postings["id"] = Postings(len(terms) + each, each, np.ones(size, np.float32))
        words.tidy()
        return Batch(size, [*terms, *ids], postings, columns, stored)


def pages_of(store: Store, ids: Iterable[str]) -> Iterator[tuple[Article, Sequence[str]]]:
    """The articles *ids* and the texts of their attachments; ids without an article are passed over."""
    for article in map(store.article, ids):
        if article:
            yield article, store.attachment_texts(article.id)


class _Numbers:
    """The numbers of the words of one field, document by document; ``last`` is how many the last one has."""

    def __init__(self) -> None:
        self._data: list[bytes] = []
        self._sizes: list[int] = []

    @property
    def last(self) -> int:
        return self._sizes[-1]

    def add(self, data: bytes) -> None:
        self._data.append(data)
        self._sizes.append(len(data) // ITEM)

    def postings(self) -> Postings:
        """Each word once for each document, with its count, sorted by word and document."""
        numbers = np.frombuffer(b"".join(self._data), NUMBER).astype(np.int64)
        keys = numbers << 32 | np.repeat(np.arange(len(self._sizes)), self._sizes)
        keys.sort()
        first = np.flatnonzero(np.diff(keys, prepend=-1))
        counts = np.diff(first, append=len(keys))
        found = keys[first]
        return Postings(
            (found >> 32).astype(np.uint32), (found & 0xFFFF_FFFF).astype(np.uint32), counts.astype(np.float32)
        )


def _numbered_anew(words: Sequence[bytes], postings: dict[str, Postings]) -> tuple[list[bytes], dict[str, Postings]]:
    """The words that stand in *postings*, and the postings with their places among these."""
    there = np.zeros(len(words), np.bool_)
    for each in postings.values():
        there[each.words] = True
    places = (np.cumsum(there) - 1).astype(np.uint32)
    terms = [words[number] for number in np.flatnonzero(there).tolist()]
    return terms, {name: each._replace(words=places[each.words]) for name, each in postings.items()}
