"""What makes a new version of an article: a change that a reader would see, not one of the page's dress.

Compared are the folded title, body and tables, the dates the page gives for itself, and the documents it links.
Names and places are read out of the text, so they change with it or with the program, never alone.
"""

from __future__ import annotations

import hashlib
import json
from typing import Literal

from corpus.records import Article
from corpus.thai.normalise import fold

Part = Literal["title", "body", "tables", "dates", "attachments"]
PARTS: tuple[Part, ...] = ("title", "body", "tables", "dates", "attachments")


def content_digest(article: Article) -> str:
    """32 hex digits that are equal for two articles with the same content."""
    return hashlib.sha256(json.dumps([_part(article, part) for part in PARTS]).encode()).hexdigest()[:32]


def what_changed(before: Article, after: Article) -> tuple[Part, ...]:
    """The parts in which two versions of an article differ; empty where :func:`content_digest` is equal."""
    return tuple(part for part in PARTS if _part(before, part) != _part(after, part))


def _part(article: Article, part: Part) -> object:
    match part:
        case "title":
            return _folded(article.title)
        case "body":
            return _folded(article.body)
        case "tables":
            return [[[_folded(cell) for cell in row] for row in table.rows] for table in article.tables]
        case "dates":
            return [str(day) for day in (article.published, article.stamp, article.updated)]
        case "attachments":
            return sorted({a.url for a in article.attachments})


def _folded(text: str) -> str:
    return " ".join(fold(text).split())
