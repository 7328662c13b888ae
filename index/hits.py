"""The plain types of a search: the request, the hits, the finished page; no input or output.

A :class:`SearchPage` is finished before anything is rendered: labels, counts and snippets are already in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from corpus.records import PublishedFrom, to_plain

Lang = Literal["th", "en"]
LANGS: tuple[Lang, ...] = ("th", "en")
Sort = Literal["relevance", "recent", "newest", "oldest"]  # recent: by relevance, newer ones better
SORTS: tuple[Sort, ...] = ("relevance", "recent", "newest", "oldest")
FACETS: tuple[str, ...] = ("year", "agency", "person", "province", "kind", "section", "site")

SAME_SHOWN = 20  # pages with the content of one article that are named; the number of all is told


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What a person asks for: the words and the filters beside them.

    Several values of one filter mean any of them; different filters must all hold. ``date_from`` and
    ``date_to`` are inclusive. ``year`` holds Buddhist years. ``page`` counts from 1. ``lang`` is the language of notes.
    ``explain`` asks each hit for the reasons of its score.
    With ``group``, pages with the same content are one hit; None leaves it to who runs the search, and is no. With
    ``choices``, a facet that is filtered by counts as if its own filter were not set: what each value would add.
    Without ``offers``, no corrections are looked for: for the words of a search that made its offers already.
    """

    q: str = ""
    date_from: date | None = None
    date_to: date | None = None
    year: tuple[int, ...] = ()
    agency: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = 10
    lang: Lang = "th"
    explain: bool = False
    group: bool | None = None
    choices: bool = False
    offers: bool = True

    def at_page(self, page: int) -> SearchRequest:
        """The same request, another page of its result."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True)
class Same:
    """Another page with the content of a hit."""

    id: str
    title: str
    dated: date | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that added ``score`` to the score of a hit; all reasons of a hit together are its score.

    ``kind`` is one of ``index.explain.TEXTS``: a word of its own, inside others, two words near each other and so on.
    ``where`` tells by field how often it stands there, ``pages`` how many articles have it, 0 where that plays no part.
    ``note`` is the sentence about it in the language of the request.
    """

    kind: str
    text: str
    where: dict[str, int]
    pages: int
    score: float
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One found article. ``snippet`` is safe HTML: text escaped, matches in ``<mark>``.

    ``title_marked`` is the title in the same form; ``title`` is plain text. ``published`` is None where the page gives
    no such date; ``dated`` is the day it is sorted and counted by, read from ``dated_from``
    (:class:`corpus.records.Article`). Where pages with the same content are one hit, ``same_total`` counts the others
    that were found, and ``same`` names the first of them.
    """

    id: str
    url: str
    title: str
    title_marked: str
    published: date | None
    dated: date | None
    dated_from: PublishedFrom
    kind: str
    site: str
    section: tuple[str, ...]
    snippet: str
    score: float
    version: int = 1
    sample: bool = False
    explain: tuple[Reason, ...] = ()
    same: tuple[Same, ...] = ()
    same_total: int = 0


def around_json(article_id: str, same: Sequence[Same], similar: Sequence[Hit]) -> dict[str, Any]:
    """What stands around an article, as docs/interfaces.md has it."""
    shown = {"same": to_plain(tuple(same[:SAME_SHOWN])), "same_total": len(same), "similar": to_plain(tuple(similar))}
    return {"id": article_id, **shown}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: what to filter by, what to show, how many articles."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the timeline, as ``YYYY-MM`` (Gregorian), with its count."""

    month: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was searched: the text as typed, as understood, and a note for each part that was not understood."""

    q: str = ""
    understood: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One finished page of a result, the search JSON of docs/interfaces.md as a type.

    ``total``, facets and timeline count every page found; ``repeats`` of them are no hits of their own but stand behind
    one with the same content.
    """

    query: Understood
    total: int
    took_ms: float
    page: int
    per_page: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    timeline: tuple[Month, ...] = ()
    suggestions: tuple[str, ...] = ()
    repeats: int = 0

    @property
    def pages(self) -> int:
        """How many pages the whole result has, at least one."""
        return max(1, -(-(self.total - self.repeats) // self.per_page))

    def to_json(self) -> dict[str, Any]:
        """The search JSON object of docs/interfaces.md."""
        value = to_plain(self)
        if not isinstance(value, dict):
            raise TypeError(f"a SearchPage became {type(value).__name__} as JSON")
        for hit in value["hits"]:
            if not hit["explain"]:  # only there when it was asked for
                del hit["explain"]
        return value
