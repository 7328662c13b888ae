"""What the results page shows, finished before a template sees it.

A view holds plain values only: labels are in the language of the page, links are made, counts are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from index.hits import SORTS, Hit, Month, Same, SearchPage, SearchRequest
from search_web.args import Asked, query_pairs
from search_web.asked_view import Nothing, cited, hint_of, in_words, understood_as
from search_web.facets_view import Chip, Group, Link, Titles, chips_of, groups_of, labelled
from search_web.filters import show_day, show_kind, web_address
from search_web.text import Lang, count, say
from search_web.timeline import Timeline, draw_timeline
from search_web.web import encode

NEAR = 2  # page numbers to either side of the current one
MOST_SAME = 40  # pages with the content of others that are named on one page, about 300 bytes each
LONGEST_LINK = 800  # bytes; where a query makes longer ones, the links that can be spared are left out

NOTHING = Nothing()


@dataclass(frozen=True, slots=True)
class Tool:
    """Something to do with a whole result; ``href`` is empty where the form must carry what its link cannot."""

    name: str
    text: str
    action: str
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the paging; ``number`` 0 is a gap."""

    number: int
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SortLink:
    """One order of the result; ``href`` is empty where a button of the form must stand for too long a link."""

    label: str
    href: str
    current: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit with the labels that its line shows.

    ``named`` are some of the pages with its content, ``rest`` counts the others. ``original`` is the address of
    the page itself, where it has one that can be linked.
    """

    hit: Hit
    named: tuple[Same, ...]
    kind: str
    site: str
    same: str
    rest: str
    original: str | None


@dataclass(frozen=True, slots=True)
class ResultsView:
    """Everything on the results page; where it is ``long``, its links are, and those to spare are left out.

    ``kept`` is what the form asks for besides words, order, filters and language; ``as_json`` are the parameters of the
    same search for programs.
    """

    request: SearchRequest
    date_from: str
    date_to: str
    total: int
    total_text: str
    page: int
    pages: int
    understood: str
    notes: tuple[str, ...]
    hints: tuple[str, ...]
    suggestions: tuple[tuple[str, str], ...]
    hits: tuple[HitView, ...]
    chips: tuple[Chip, ...]
    without_filters: str
    without_filters_text: str
    nothing: Nothing
    groups: tuple[Group, ...]
    sorts: tuple[SortLink, ...]
    previous: str | None
    next: str | None
    steps: tuple[Step, ...]
    timeline: Timeline | None
    quoted: bool
    repeats: str
    regroup: SortLink | None
    long: bool
    tools: tuple[Tool, ...]
    words: str
    cited: str
    newest: str
    kept: tuple[tuple[str, str], ...]
    as_json: str


def results_view(
    asked: Asked,
    page: SearchPage,
    lang: Lang,
    link: Link,
    titles: Titles,
    *,
    around: Sequence[Month] = (),
    documents: int = 0,
    now: datetime | None = None,
    address: str = "",
    written: datetime | None = None,
    unfiltered: SearchPage | None = None,
    nothing: Nothing = NOTHING,
    tools: tuple[Tool, ...] = (),
) -> ResultsView:
    """The results page for one finished search; *link* makes the address of a request.

    *around* are the months of the result without its filters of time; *documents* counts the articles that were
    searched, and *now* is when: without it there is no sentence to cite the result by, which
    names the *address* of the search and when the index was *written*. *unfiltered* is the search
    without filters, where the filters left nothing: it knows the names of their values.
    """
    request = asked.request
    facets = labelled(page.facets, lang, titles)
    known = labelled(unfiltered.facets, lang, titles) if unfiltered else facets
    understood = page.query.understood
    short = request.at_page(1)
    long = len(link(short)) > LONGEST_LINK
    words = in_words(request, known, lang)
    return ResultsView(
        request=request,
        date_from=show_day(request.date_from, lang, "short") if request.date_from else "",
        date_to=show_day(request.date_to, lang, "short") if request.date_to else "",
        total=page.total,
        total_text=count(lang, "results_count", page.total),
        page=page.page,
        pages=page.pages,
        understood=understood_as(understood, request.q),
        notes=tuple(note.text(lang) for note in asked.notes) + page.query.notes,
        hints=tuple(say(lang, key) for key in hint_of(request, page.total)),
        suggestions=tuple((s, link(replace(short, q=s))) for s in page.suggestions if s != understood),
        hits=tuple(_hits(page.hits, lang, titles)),
        chips=chips_of(request, known, lang, link),
        without_filters=link(SearchRequest(q=request.q, sort=request.sort)),
        without_filters_text=count(lang, "results_count", unfiltered.total) if unfiltered and unfiltered.total else "",
        nothing=nothing,
        groups=tuple(groups_of(request, facets, known, lang, brief=long)),
        sorts=tuple(
            SortLink(say(lang, f"sort_{s}"), "" if long else link(replace(short, sort=s)), s == request.sort, s)
            for s in SORTS
            if request.q or s not in ("relevance", "recent")  # without words everything matches equally well
        ),
        previous=link(request.at_page(page.page - 1)) if page.page > 1 else None,
        next=link(request.at_page(page.page + 1)) if page.page < page.pages else None,
        steps=tuple(_steps(request, page.page, page.pages, link)),
        timeline=draw_timeline(around, request, lang, link, form=True, cells=not long),
        quoted=any(c in request.q for c in '"“”'),
        repeats=count(lang, "same_behind", page.repeats) if page.repeats else "",
        regroup=_regroup(request, page, lang, link),
        long=long,
        tools=tools,
        words=words,
        kept=tuple(pair for pair in query_pairs(request) if pair[0] in ("group", "per_page")),
        as_json="" if long else encode(query_pairs(request)),
        cited=cited(words, page.total, documents, now, lang, address=address, written=written) if now else "",
        newest=max((one.month for one in page.timeline or around), default=""),
    )


def kind_beside(kind: str, section: Sequence[str], lang: Lang) -> str:
    """The kind as it stands beside a section: nothing where the section says the same already."""
    shown = show_kind(kind, lang)
    return "" if shown in section else shown


def _hits(hits: Iterable[Hit], lang: Lang, titles: Titles) -> Iterable[HitView]:
    left = MOST_SAME
    for hit in hits:
        yield _hit(hit, hit.same[:left], lang, titles)
        left -= min(left, len(hit.same))


def _hit(hit: Hit, named: tuple[Same, ...], lang: Lang, titles: Titles) -> HitView:
    unnamed = hit.same_total - len(named)
    return HitView(
        hit=hit,
        named=named,
        kind=kind_beside(hit.kind, hit.section, lang),
        site=titles(hit.site),
        same=count(lang, "same_more", hit.same_total) if hit.same_total else "",
        rest=count(lang, "same_rest", unnamed) if unnamed > 0 else "",
        original=web_address(hit.url) if len(hit.url) <= LONGEST_LINK else None,
    )


def _regroup(request: SearchRequest, page: SearchPage, lang: Lang, link: Link) -> SortLink | None:
    """The way to every page where some are grouped, and back."""
    if request.group is False:
        return SortLink(say(lang, "same_together"), link(replace(request, group=None, page=1)), current=False)
    if page.repeats:
        return SortLink(say(lang, "same_apart"), link(replace(request, group=False, page=1)), current=False)
    return None


def _steps(request: SearchRequest, page: int, pages: int, link: Link) -> Iterable[Step]:
    """First, last and the numbers near the current page, gaps between; none where the links would be too long."""
    if pages < 2 or len(link(request)) > LONGEST_LINK:
        return
    numbers = sorted({1, pages, *range(max(1, page - NEAR), min(pages, page + NEAR) + 1)})
    before = 0
    for number in numbers:
        if number > before + 1:
            yield Step(0, "")
        yield Step(number, link(request.at_page(number)), current=number == page)
        before = number
