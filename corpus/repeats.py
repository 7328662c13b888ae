"""What many articles of one layout say alike: a notice that a site shows in place of its articles, or around them.

``read it in our app``, a wall to log in at, a notice of maintenance: such a page can keep its title and its date, so
that nothing of its layout is missing. What gives it away is that other articles say the same. Compared are the folded
text without the title, the tables and the documents that a page links: pages that say no more than "download the
document" and lead to different documents are different, and so are the meetings of a series, which have dates. Where
most pages with a text link no document, it is a notice also on the few that do.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from corpus.records import Article
from corpus.thai.normalise import fold, squash

LEAST = 3  # articles that say one thing: two may be one article that was put up twice
SHARE = 0.5  # of the articles of a layout: a title or a paragraph of so many is none of theirs
SHORT = 300  # characters: in so short a text the number of the article is no news
EDGE = 2  # paragraphs at the beginning and at the end of a text that are compared
_NUMBER = re.compile(r"\d{1,20}")


class Repeats:
    """What was met so far and how often. Memory: a few digests for each text."""

    def __init__(self) -> None:
        self._met: set[int] = set()
        self._texts: Counter[int] = Counter()
        self._wholes: Counter[int] = Counter()
        self._titles: Counter[int] = Counter()
        self._edges: Counter[int] = Counter()
        self._pages: Counter[int] = Counter()

    def meet(self, article: Article) -> None:
        """Note what one article says; a page met twice counts once, one without a layout not at all."""
        one = _digest(article, article.id)
        if not article.layout or one in self._met:
            return
        self._met.add(one)
        self._pages[_digest(article)] += 1
        self._titles[_digest(article, squash(article.title))] += 1
        self._edges.update(_digest(article, paragraph) for paragraph in edges(article))
        text, more = _text(article), _more(article)
        if text or more:
            self._wholes[_digest(article, text, *more)] += 1
            self._texts[_digest(article, text)] += -1 if more else 1

    def lost(self, before: Article | None, now: Article) -> tuple[str, ...]:
        """What *now* shares with other pages and *before* had for itself, as signs of :mod:`corpus.extract.fit`."""
        if self.said_by_many(now) and not (before and before.body == now.body):
            return ("own",)
        if self.titled_as_most(now) and not (before and squash(before.title) == squash(now.title)):
            return ("heading",)
        return ("alike",) if before and self.gained_by_most(before, now) else ()

    def said_by_many(self, article: Article) -> bool:
        """Whether so many articles met so far have this text that it is nobody's own."""
        text, more = _text(article), _more(article)
        if not article.layout or not (text or more):
            return False
        return self._wholes[_digest(article, text, *more)] >= LEAST or self._texts[_digest(article, text)] >= LEAST

    def titled_as_most(self, article: Article) -> bool:
        """Whether most articles met so far have this title."""
        return self._of_most(article, self._titles[_digest(article, squash(article.title))])

    def gained_by_most(self, before: Article, now: Article) -> bool:
        """Whether *now* begins or ends with a paragraph that *before* did not have and most articles met so far do."""
        had = {squash(paragraph) for paragraph in before.body.split("\n")}
        gained = (paragraph for paragraph in edges(now) if paragraph not in had)
        return any(self._of_most(now, self._edges[_digest(now, paragraph)]) for paragraph in gained)

    def _of_most(self, article: Article, count: int) -> bool:
        return bool(article.layout) and count >= max(LEAST, SHARE * self._pages[_digest(article)])


def edges(article: Article) -> set[str]:
    """The first and the last paragraphs of a text, squashed."""
    paragraphs = [found for found in map(squash, article.body.split("\n")) if found]
    return set(paragraphs[:EDGE] + paragraphs[-EDGE:])


def _digest(article: Article, *said: str) -> int:
    text = "\x1e".join((article.site, article.layout, *said))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8])


def _text(article: Article) -> str:
    """The text without the title and, where it is short, without the numbers that stand in the address."""
    body, title = squash(article.body), squash(article.title)
    text = body.replace(title, "") if title else body
    if len(text) < SHORT:
        own = set(_NUMBER.findall(f"{article.url} {article.id}"))
        text = _NUMBER.sub(lambda found: "" if found[0] in own else found[0], text)
    return text or body  # a text that is the title again says as much as the title


def _more(article: Article) -> tuple[str, ...]:
    """What an article says beside its text."""
    return tuple(_cells(article)) + tuple(sorted(document.url for document in article.attachments))


def _cells(article: Article) -> Iterator[str]:
    return (fold(cell) for table in article.tables for row in table.rows for cell in row)
