"""What the start page shows, finished before the template sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from corpus.records import Article
from corpus.urls import NO_SITE
from index.hits import FacetValue, SearchPage, SearchRequest
from search_web.filters import show_kind, show_year
from search_web.names_view import name_in
from search_web.text import Lang, count, say
from search_web.timeline import Timeline, draw_timeline

Link = Callable[[SearchRequest], str]

MOST_DOORS = 8  # of a facet: enough to see what kind of archive this is; whoever wants all of them goes to the lists
# The facets, the page of each of their values with the name of its parameter, and the page that lists all of them.
DOORS = (
    ("kind", "", "", ""),
    ("agency", "names.agency", "agency_id", "names.agencies"),
    ("person", "names.person", "person_id", "names.people"),
    ("province", "names.province", "name", "names.provinces"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """One value to begin with; ``said`` is its ``count`` of articles with the word for them."""

    label: str
    count: int
    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Doors:
    """The values of one facet (``kind``, ``agency``, ``person``, ``province``) to begin with, most frequent first.

    ``every`` leads to all of them; it is empty where these are all.
    """

    name: str
    heading: str
    doors: tuple[Door, ...]
    every: str


@dataclass(frozen=True, slots=True)
class StartView:
    """Everything on the start page; ``empty`` and ``indexed`` tell what the keeper of the archive has to do yet."""

    holds: tuple[str, ...]
    recent: tuple[Article, ...]
    timeline: Timeline | None
    examples: tuple[tuple[str, str], ...]
    browse: tuple[Doors, ...]
    empty: bool
    indexed: bool


def start_view(
    lang: Lang,
    link: Link,
    *,
    counts: Mapping[str, int],
    recent: tuple[Article, ...],
    everything: SearchPage | None,
    examples: Iterable[str],
) -> StartView:
    """The start page; *everything* is the search for all articles, None where there is no index."""
    articles = counts.get("articles", 0)
    return StartView(
        holds=tuple(_holds(lang, counts, everything)) if articles else (),
        recent=recent,
        timeline=draw_timeline(everything.timeline, SearchRequest(sort="newest"), lang, link) if everything else None,
        examples=tuple((q, link(SearchRequest(q=q))) for q in examples),
        browse=tuple(_browse(lang, link, everything.facets)) if everything else (),
        empty=not articles,
        indexed=everything is not None,
    )


def _browse(lang: Lang, link: Link, facets: Mapping[str, tuple[FacetValue, ...]]) -> Iterator[Doors]:
    """What there is to choose from; a facet with one value only is no choice. Needs a request, for its links."""
    for name, page, parameter, every in DOORS:
        values = facets.get(name, ())
        if len(values) > 1:
            doors = tuple(
                Door(
                    label=show_kind(v.value, lang)
                    if name == "kind"
                    else name_in(name, v.value, v.label or v.value, lang),
                    count=v.count,
                    said=count(lang, "browse_count", v.count),
                    href=_page(page, parameter, v.value)
                    if page
                    else link(SearchRequest(kind=(v.value,), sort="newest")),
                )
                for v in values[:MOST_DOORS]
            )
            yield Doors(name, say(lang, f"browse_{name}"), doors, url_for(every) if every else "")


def _page(endpoint: str, parameter: str, value: str) -> str:
    values: dict[str, Any] = {parameter: value}
    return url_for(endpoint, **values)


def _holds(lang: Lang, counts: Mapping[str, int], everything: SearchPage | None) -> Iterator[str]:
    yield count(lang, "holds_articles", counts.get("articles", 0))
    facets = everything.facets if everything else {}
    if sites := sum(v.value != NO_SITE for v in facets.get("site", ())):
        yield count(lang, "holds_sites", sites)
    years = sorted(int(v.value) for v in facets.get("year", ()) if v.value.isdecimal())
    if years and years[0] == years[-1]:
        yield say(lang, "holds_year", first=show_year(years[0], lang))
    elif years:
        yield say(lang, "holds_years", first=show_year(years[0], lang), last=show_year(years[-1], lang))
    if (versions := counts.get("versions", 0)) > counts.get("articles", 0):
        yield count(lang, "holds_versions", versions)
