"""What the start page and the results page show, finished before a template sees it.

A view holds plain values only: labels are in the language of the page, links are made, counts are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.records import Article
from corpus.urls import NO_SITE
from index.hits import FACETS, SORTS, FacetValue, Hit, SearchPage, SearchRequest
from search_web.args import Asked
from search_web.filters import show_day, show_kind, show_year
from search_web.text import Lang, count, say
from search_web.timeline import Timeline, draw_timeline

SHOWN = 6  # values of a facet that are seen at once; the rest stands behind "show more"
MOST = 16  # values of a facet on the page
NEAR = 2  # page numbers to either side of the current one
MOST_CHIP_BYTES = 15_000  # of links on chips: a query may make each of them thousands of bytes long
LONGEST_LINK = 1500  # bytes; where a query makes longer ones, the links that can be spared are left out

_NO_BRACKETS = str.maketrans("()", "  ")

Link = Callable[[SearchRequest], str]
Titles = Callable[[str], str]  # the title of a site by its name
Facets = Mapping[str, tuple[FacetValue, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet in the form: ``field`` is its id in the page."""

    field: str
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One facet in the form; ``more`` stands behind "show more"."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in use, and the search without it (nothing where the links of the page would grow too long)."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the paging; ``number`` 0 is a gap."""

    number: int
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SortLink:
    """One order of the result."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit with the labels that its line shows; ``rest`` counts the pages with its content that are not named."""

    hit: Hit
    kind: str
    site: str
    same: str
    rest: str


@dataclass(frozen=True, slots=True)
class ResultsView:
    """Everything on the results page."""

    request: SearchRequest
    date_from: str
    date_to: str
    total: int
    total_text: str
    page: int
    pages: int
    understood: str
    notes: tuple[str, ...]
    suggestions: tuple[tuple[str, str], ...]
    hits: tuple[HitView, ...]
    chips: tuple[Chip, ...]
    without_filters: str
    without_filters_text: str
    groups: tuple[Group, ...]
    sorts: tuple[SortLink, ...]
    previous: str | None
    next: str | None
    steps: tuple[Step, ...]
    timeline: Timeline | None
    quoted: bool
    repeats: str
    regroup: SortLink | None


@dataclass(frozen=True, slots=True)
class StartView:
    """Everything on the start page; ``commands`` help where the archive is empty or has no index."""

    holds: tuple[str, ...]
    recent: tuple[Article, ...]
    timeline: Timeline | None
    examples: tuple[tuple[str, str], ...]
    empty: bool
    indexed: bool


def results_view(
    asked: Asked, page: SearchPage, lang: Lang, link: Link, titles: Titles, *, unfiltered: SearchPage | None = None
) -> ResultsView:
    """The results page for one finished search; *link* makes the address of a request.

    *unfiltered* is the search without filters, where the filters left nothing: it knows the names of their values.
    """
    request = asked.request
    facets = _labelled(page.facets, lang, titles)
    known = _labelled(unfiltered.facets, lang, titles) if unfiltered else facets
    chips = tuple(_few_bytes(_chips(request, known, lang, link)))
    understood = page.query.understood
    steps = tuple(_steps(request, page.page, page.pages, link))
    return ResultsView(
        request=request,
        date_from=show_day(request.date_from, lang, "short") if request.date_from else "",
        date_to=show_day(request.date_to, lang, "short") if request.date_to else "",
        total=page.total,
        total_text=count(lang, "results_count", page.total),
        page=page.page,
        pages=page.pages,
        understood=understood if _bare(understood) != _bare(request.q) else "",
        notes=tuple(note.text(lang) for note in asked.notes) + page.query.notes,
        suggestions=tuple((s, link(SearchRequest(q=s))) for s in page.suggestions if s != understood),
        hits=tuple(_hit(hit, lang, titles) for hit in page.hits),
        chips=chips,
        without_filters=link(SearchRequest(q=request.q, sort=request.sort)),
        without_filters_text=count(lang, "results_count", unfiltered.total) if unfiltered and unfiltered.total else "",
        groups=tuple(_groups(request, facets, known, lang)),
        sorts=tuple(
            SortLink(say(lang, f"sort_{s}"), link(replace(request, sort=s, page=1)), s == request.sort)
            for s in SORTS
            if request.q or s not in ("relevance", "recent")  # without words everything matches equally well
        ),
        previous=link(request.at_page(page.page - 1)) if page.page > 1 else None,
        next=link(request.at_page(page.page + 1)) if page.page < page.pages else None,
        steps=steps,
        timeline=draw_timeline(page.timeline, request, lang, _short(link)),
        quoted=any(c in request.q for c in '"“”'),
        repeats=count(lang, "same_behind", page.repeats) if page.repeats else "",
        regroup=_regroup(request, page, lang, link),
    )


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
        empty=not articles,
        indexed=everything is not None,
    )


def kind_beside(kind: str, section: Sequence[str], lang: Lang) -> str:
    """The kind as it stands beside a section: nothing where the section says the same already."""
    shown = show_kind(kind, lang)
    return "" if shown in section else shown


def _bare(query: str) -> str:
    """*query* without the brackets that only show what was taken for one thing."""
    return " ".join(query.translate(_NO_BRACKETS).split())


def _hit(hit: Hit, lang: Lang, titles: Titles) -> HitView:
    unnamed = hit.same_total - len(hit.same)
    return HitView(
        hit=hit,
        kind=kind_beside(hit.kind, hit.section, lang),
        site=titles(hit.site),
        same=count(lang, "same_more", hit.same_total) if hit.same_total else "",
        rest=count(lang, "same_rest", unnamed) if unnamed > 0 else "",
    )


def _regroup(request: SearchRequest, page: SearchPage, lang: Lang, link: Link) -> SortLink | None:
    """The way to every page where some are grouped, and back."""
    if request.group is False:
        return SortLink(say(lang, "same_together"), link(replace(request, group=None, page=1)), current=False)
    if page.repeats:
        return SortLink(say(lang, "same_apart"), link(replace(request, group=False, page=1)), current=False)
    return None


def _holds(lang: Lang, counts: Mapping[str, int], everything: SearchPage | None) -> Iterable[str]:
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


def _labelled(facets: Facets, lang: Lang, titles: Titles) -> Facets:
    """The same facets with labels in the language of the page."""
    return {
        name: tuple(
            v
            if v.label == (label := _label(name, v.value, lang, titles) or v.label or v.value)
            else FacetValue(v.value, label, v.count)
            for v in values
        )
        for name, values in facets.items()
    }


def _label(name: str, value: str, lang: Lang, titles: Titles) -> str:
    """What the page itself knows to call a value; nothing where only the engine knows."""
    if name == "kind":
        return show_kind(value, lang)
    if name == "year" and value.isdecimal():
        return show_year(int(value), lang)
    if name == "site":
        title = titles(value)
        return title if title != value else ""
    return ""


def _chosen(request: SearchRequest, name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in getattr(request, name))


def _groups(request: SearchRequest, facets: Facets, known: Facets, lang: Lang) -> Iterable[Group]:
    """The facets as the form shows them: what is chosen comes first and never gets lost, then the rest as counted."""
    for name in FACETS:
        values = {v.value: v for v in facets.get(name, ())}
        labels = _labels(name, known, lang)
        chosen = _chosen(request, name)
        ordered = [values.get(v, FacetValue(v, labels(v), 0)) for v in chosen]
        rest = [v for v in values.values() if v.value not in chosen]
        if name == "year":
            rest.sort(key=lambda v: v.value, reverse=True)
        ordered += rest[: max(0, MOST - len(ordered))]
        choices = tuple(
            Choice(f"{name}-{i}", v.value, v.label, v.count, v.value in chosen) for i, v in enumerate(ordered)
        )
        shown = max(SHOWN, len(chosen))
        if choices:
            yield Group(name, say(lang, f"facet_{name}"), choices[:shown], choices[shown:])


def _chips(request: SearchRequest, facets: Facets, lang: Lang, link: Link) -> Iterable[Chip]:
    first = replace(request, page=1)
    for key, day in (("from", request.date_from), ("to", request.date_to)):
        if day is not None:
            without = replace(first, date_from=None) if key == "from" else replace(first, date_to=None)
            yield Chip(_day_chip(key, day, lang), link(without))
    for name in FACETS:
        labels = _labels(name, facets, lang)
        for value in getattr(request, name):
            label = labels(str(value))
            if name == "year":
                label = say(lang, "chip_year", label=label)
            yield Chip(label, link(_without(first, name, value)))


def _labels(name: str, facets: Facets, lang: Lang) -> Callable[[str], str]:
    """What to call a value that was asked for, whether the result counts it or not."""
    known = {v.value: v.label for v in facets.get(name, ())}
    return lambda value: known.get(value) or _label(name, value, lang, str) or value


def _few_bytes(chips: Iterable[Chip]) -> Iterable[Chip]:
    used = 0
    for chip in chips:
        used += len(chip.href)
        yield chip if used <= MOST_CHIP_BYTES else Chip(chip.label, "")


def _without(request: SearchRequest, name: str, value: object) -> SearchRequest:
    left = tuple(v for v in getattr(request, name) if v != value)
    return replace(request, **{name: left})  # type: ignore[arg-type]  # each facet is a field of its own tuple type


def _day_chip(key: str, day: date, lang: Lang) -> str:
    return say(lang, f"chip_{key}", day=show_day(day, lang, "short"))


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


def _short(link: Link) -> Callable[[SearchRequest], str | None]:
    def made(request: SearchRequest) -> str | None:
        href = link(request)
        return href if len(href) <= LONGEST_LINK else None

    return made
