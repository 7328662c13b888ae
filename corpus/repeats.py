"""The same text on several articles of one layout: a notice that a site shows in place of its articles.

``read it in our app``, a wall to log in at, a notice of maintenance: such a page can keep its title and its date, so
that nothing of its layout is missing. What gives it away is that other articles say the same. Compared are the folded
text without the title, the tables and the documents that a page links: pages that say no more than "download the
document" and lead to different documents are different, and so are the meetings of a series, which have dates.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from corpus.records import Article
from corpus.thai.normalise import fold, squash

LEAST = 3  # articles with one text: two may be one article that was put up twice
SHORT = 300  # characters: in so short a text the number of the article is no news
_NUMBER = re.compile(r"\d{1,20}")


class Repeats:
    """The texts met so far, and which articles have each. Memory: a digest and up to three ids for each text."""

    def __init__(self) -> None:
        self._met: dict[bytes, tuple[str, ...]] = {}

    def meet(self, article: Article) -> None:
        """Note the text of one article; a page met twice counts once, one without a text or a layout not at all."""
        if (key := _key(article)) is None:
            return
        ids = self._met.get(key, ())
        if len(ids) < LEAST and article.id not in ids:
            self._met[key] = (*ids, article.id)

    def repeated(self, article: Article) -> bool:
        """Whether so many articles met so far have this text that it is nobody's own."""
        key = _key(article)
        return key is not None and len(self._met.get(key, ())) >= LEAST


def _key(article: Article) -> bytes | None:
    """What two articles with the same text have in common."""
    text = "\x1f".join(_said(article))
    if not article.layout or not text.strip("\x1f"):
        return None
    return hashlib.sha256(f"{article.site}\x1e{article.layout}\x1e{text}".encode("utf-8", "replace")).digest()[:16]


def _said(article: Article) -> Iterator[str]:
    """The text without the title and, where it is short, without the numbers that stand in the address."""
    body, title = squash(article.body), squash(article.title)
    text = body.replace(title, "") if title else body
    if len(text) < SHORT:
        own = set(_NUMBER.findall(f"{article.url} {article.id}"))
        text = _NUMBER.sub(lambda found: "" if found[0] in own else found[0], text)
    yield text or body  # a text that is the title again says as much as the title
    yield from (fold(cell) for table in article.tables for row in table.rows for cell in row)
    yield from sorted(document.url for document in article.attachments)
