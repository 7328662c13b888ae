"""What a visit to an unknown site found, and how it is told to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from crawler.fetcher import Page
from crawler.learn import Learnt
from crawler.shapes import Shape
from crawler.spiders.listing import Link

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(slots=True, kw_only=True)
class Survey:
    """What was found. ``tree``: lists go by year and month. ``missing`` holds what was asked for in vain and why;
    ``known`` are addresses of articles by a source that says so; ``follow`` patterns for the lists, their branches and
    pages; ``agency`` the id of the listed body that the site's name is of; ``doubts`` what is wrong with articles as
    the profile reads them; ``articles`` were fetched, ``texts`` are the pages of the front and the lists.
    """

    url: str
    hosts: tuple[str, ...]
    title: str = ""
    language: str = ""
    generator: str = ""
    encoding: str = ""
    declared: str = ""
    oddities: tuple[str, ...] = ()
    crawl_delay: float | None = None
    robots: bool = False
    sitemaps: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    wordpress: str = ""
    lists: list[Link] = field(default_factory=list)
    tree: bool = False
    follow: list[str] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    agency: str = ""
    layout: Learnt = field(default_factory=Learnt)
    articles: list[Page] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    requests: int = 0


def clean(text: str, most: int = 100) -> str:
    """*text* of a site in one line, without what would move a cursor or turn the writing round."""
    return " ".join(_UNSAFE.sub(" ", text).split())[:most]


def readable(url: str) -> str:
    """An address for a person: its Thai letters as letters, where that is what they are."""
    shown_as = unquote(url, errors="strict") if "%E0" in url.upper() else url
    return shown_as if shown_as.isprintable() and " " not in shown_as else url


def described(found: Survey) -> Iterator[tuple[str, str]]:
    """What was found and what was not, as label and text; lines for a terminal."""
    yield "site", f"{found.title or '(no title)'}{f' ({found.agency})' if found.agency else ''}"
    declared = f", declared {found.declared}" if found.declared and found.declared != found.encoding else ""
    yield "pages", ", ".join(filter(None, (f"read as {found.encoding}{declared}", found.language, found.generator)))
    for oddity in found.oddities:
        yield "", oddity
    delay = f"Crawl-delay {found.crawl_delay:g} s" if found.crawl_delay else "no Crawl-delay"
    yield "robots.txt", delay if found.robots else "none"
    yield "sitemap", "\n".join(found.sitemaps) or "none"
    yield "feed", "\n".join(found.feeds) or "none"
    yield "WordPress", found.wordpress or "none"
    yield "lists", "\n".join(f"{readable(link.url)} {link.text}".strip() for link in found.lists) or "none"
    for shape in found.shapes:
        yield f"form {shape.name}", f"{shape.count} addresses like {readable(shape.examples[0])}"
    if not found.shapes:
        yield "articles", "no form of article address was recognised"
    if found.layout:
        said = ((key, getattr(found.layout, key)) for key in ("title", "main", "published"))
        yield "layout", ", ".join(f"{key} {selector}" for key, selector in said if selector)
    elif found.shapes:
        yield "layout", "none that is sure: the general rules read its pages"
    for doubt in found.doubts:
        yield "doubt", doubt
    yield "requests", str(found.requests)
    for url, why in found.missing:
        yield "not there", f"{readable(url)}: {why}"
