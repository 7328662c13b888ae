"""What the pages of a person, an agency and a province have in common: posts with their pages, names with counts.

A strip is the drawing of one tenure: a line from its first page to its last, and a bar for each run of months in which
pages tell of it. All strips of a page share one :class:`Axis`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from corpus.extract.agency_registry import display_name, registry
from corpus.extract.places import province_entries
from corpus.tenures import Page, Tenure, runs, spread
from corpus.thai.era import buddhist_year
from index.hits import FacetValue, Hit, SearchPage, SearchRequest
from search_web.filters import show_day, show_year
from search_web.text import Lang, count, say
from search_web.timeline import Timeline, draw_timeline

if TYPE_CHECKING:
    from corpus.store_posts import Held

STRIP = 720  # units of the width of a strip, which is stretched to the page
THIN = 3.0  # units: a single page must still be seen
MOST_TICKS = 8  # years that are named under the strips
BESIDE = 12  # names that stand beside: agencies, people, provinces
SAID = 5  # pages that are shown for one post

Link = Callable[[SearchRequest], str]
NameLink = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a strip, in its units."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The years that strips stretch over, from the first day of one to the last of another."""

    first: int
    last: int

    @classmethod
    def of(cls, tenures: Iterable[Tenure]) -> Axis | None:
        """The axis of *tenures*; None where no page has a day."""
        ends = [day.year for tenure in tenures for day in tenure.days[:1] + tenure.days[-1:]]
        return cls(min(ends), max(ends)) if ends else None

    def piece(self, start: date, end: date) -> Piece:
        """Where the days from *start* to *end* lie."""
        x = self._at(start)
        width = max(THIN, self._at(end) - x)
        return Piece(round(min(x, STRIP - width), 1), round(width, 1))

    def ticks(self, lang: Lang) -> tuple[tuple[str, float], ...]:
        """Labels of years and the place, in hundredths of the width, where each begins."""
        years = self.last - self.first + 1
        step = -(-years // MOST_TICKS)
        return tuple(
            (show_year(buddhist_year(date(year, 1, 1)), lang), round((year - self.first) * 100 / years, 2))
            for year in range(self.first, self.last + 1, step)
        )

    def _at(self, day: date) -> float:
        begin = date(self.first, 1, 1).toordinal()
        return (day.toordinal() - begin) * STRIP / (date(self.last, 12, 31).toordinal() + 1 - begin)


@dataclass(frozen=True, slots=True)
class Said:
    """One page that names somebody in a post: its day, how that is known, the words, the article."""

    day: date | None
    why: str
    words: str
    article_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Ends:
    """The first and the last page of a tenure, each with its day as text; equal where there is one."""

    first: str
    first_id: str
    last: str
    last_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """One tenure: of a person (``name`` is the post) or at an agency (``name`` is the holder)."""

    name: str
    href: str | None
    manner: str
    pages: str
    ends: Ends | None
    line: Piece | None
    bars: tuple[Piece, ...]
    like: str = ""
    said: tuple[Said, ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True)
class NameCount:
    """A name beside, with its page and the number of articles."""

    name: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class News:
    """What the search knows of a name: how many articles, over time, the newest, what stands beside."""

    total: int
    total_text: str
    all_href: str
    timeline: Timeline | None
    hits: tuple[tuple[Hit, str], ...]
    facets: Mapping[str, tuple[FacetValue, ...]]


def news_of(page: SearchPage, request: SearchRequest, lang: Lang, link: Link, titles: Callable[[str], str]) -> News:
    """The finished search *page* for one name, *request* being what finds all of it; *titles* are those of sites."""
    return News(
        total=page.total,
        total_text=count(lang, "results_count", page.total),
        all_href=link(request),
        timeline=draw_timeline(page.timeline, request, lang, link),
        hits=tuple((hit, titles(hit.site)) for hit in page.hits),
        facets=page.facets,
    )


def beside(news: News | None, facet: str, lang: Lang, href: NameLink, *, without: str = "") -> tuple[NameCount, ...]:
    """The names of a *facet* that stand in most articles of *news*, but for the one that the page is about."""
    values = news.facets.get(facet, ()) if news else ()
    found = [v for v in values if v.value != without][:BESIDE]
    return tuple(NameCount(name_in(facet, v.value, v.label, lang), href(v.value), v.count) for v in found)


def name_in(facet: str, value: str, label: str, lang: Lang) -> str:
    """The name of a value of a facet in the language of the page: listed agencies and provinces have an English one."""
    if lang == "en" and facet == "agency" and value in registry():
        return display_name(value, "en")
    if lang == "en" and facet == "province":
        return _provinces_in_english().get(value, label)
    return label


def named_in(facets: Mapping[str, tuple[FacetValue, ...]], lang: Lang) -> Mapping[str, tuple[FacetValue, ...]]:
    """The same facets with the names of agencies and provinces in *lang*; values stay what they are."""
    if lang != "en":
        return facets
    named = {
        facet: tuple(
            FacetValue(v.value, name_in(facet, v.value, v.label, lang), v.count) for v in facets.get(facet, ())
        )
        for facet in ("agency", "province")
        if facet in facets
    }
    return {**facets, **named}


@cache
def _provinces_in_english() -> Mapping[str, str]:
    return {entry.name_th: entry.name_en for entry in province_entries()}


def post_view(
    tenure: Tenure,
    axis: Axis | None,
    lang: Lang,
    *,
    name: str,
    href: str | None = None,
    said: tuple[Said, ...] = (),
    search: str = "",
) -> PostView:
    """One *tenure* under the name that its page gives it."""
    days = tenure.days
    return PostView(
        name=name,
        href=href,
        manner=say(lang, f"manner_{tenure.manner}") if tenure.manner else "",
        pages=count(lang, "tenure_pages", len(tenure.pages)),
        ends=_ends(tenure, lang),
        line=axis.piece(days[0], days[-1]) if axis and days else None,
        bars=tuple(axis.piece(start, end) for start, end in runs(days)) if axis else (),
        like=say(lang, "tenure_like", name=tenure.like) if tenure.like else "",
        said=said,
        search=search,
    )


def shown_pages(tenures: Iterable[Tenure], each: int = SAID) -> Mapping[int, tuple[Page, ...]]:
    """By the place of each of *tenures*, the pages of it that are shown."""
    return {place: spread(tenure.pages, each) for place, tenure in enumerate(tenures)}


def said_by(
    tenure: Tenure,
    pages: Sequence[Page],
    rows: Mapping[str, Sequence[Held]],
    heads: Mapping[str, tuple[str, str]],
    lang: Lang,
) -> tuple[Said, ...]:
    """What *pages* say of *tenure*: *rows* and *heads* are those of the articles, by id."""
    return tuple(
        Said(
            day=day,
            why=say(lang, f"day_by_{row.dated_by}") if row and row.dated_by else "",
            words=row.position if row else "",
            article_id=article_id,
            title=heads.get(article_id, ("", ""))[0] or say(lang, "untitled"),
        )
        for day, article_id in pages
        for row in (row_of(tenure, rows.get(article_id, ())),)
    )


def row_of(tenure: Tenure, rows: Sequence[Held]) -> Held | None:
    """The first of *rows*, those of one article, that says *tenure*."""
    wanted = (tenure.role, tenure.body, tenure.manner)
    return next((row for row in rows if (row.role, row.body, row.manner) == wanted), None)


def _ends(tenure: Tenure, lang: Lang) -> Ends | None:
    dated = [page for page in tenure.pages if page[0] is not None]
    if not dated:
        return None
    (first, first_id), (last, last_id) = dated[0], dated[-1]
    return Ends(_shown(first, lang), first_id, _shown(last, lang), last_id)


def _shown(day: date | None, lang: Lang) -> str:
    return show_day(day, lang, "short") if day else ""
